//! Lists and sets of values, written in one text between separators.

use std::{
    collections::{BTreeSet, HashSet},
    hash::{BuildHasher, Hash},
};

use crate::{
    param_value::{ParamValue, ValueReader},
    scalar::Scalar,
    value::Value,
};

macro_rules! list_value {
    ([$($generics:tt)*] $type:ty) => {
        impl<$($generics)*> ParamValue for $type {
            const VALUE: &'static Value = &Value::list(T::VALUE);

            // A list has no scalar of its own: `read_value` reads its items.
            fn from_scalar(_: Scalar<'_>) -> Option<Self> {
                None
            }

            fn read_value(reader: &mut ValueReader<'_, '_>) -> Option<Self> {
                reader.items::<T, _>()
            }

            fn absent() -> Option<Self> {
                Some(Self::default())
            }
        }

        crate::__value_field!([$($generics)*] $type);
    };
}

list_value!([T: ParamValue] Vec<T>);
list_value!([T: ParamValue + Ord] BTreeSet<T>);
list_value!([T: ParamValue + Eq + Hash, S: BuildHasher + Default] HashSet<T, S>);
