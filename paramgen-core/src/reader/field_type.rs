//! The bridge between structs and values: whatever may stand as a field of a struct of parameters. The derive writes
//! the same line for every field, and this trait decides what it means.

use std::{
    collections::{BTreeMap, HashMap},
    hash::BuildHasher,
};

use super::engine::Reader;
use crate::{flat::Flat, schema::Shape};

/// A type that may stand as a field of a struct with `#[derive(Params)]`: a [`ParamValue`](crate::ParamValue), a struct
/// that derives [`Params`](crate::Params) itself, an `Option` of either, or a map from `String` to either.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter",
    label = "neither a parameter value nor a struct of parameters",
    note = "a type of yours derives `paramgen::Params` (a struct of parameters) or `paramgen::ParamValue` (choices, a newtype), \
            or has `FromStr` and joins by `paramgen::from_str_value!`",
    note = "a type of another crate is wrapped in such a newtype with `FromStr`; a field that is no parameter takes \
            `#[param(skip)]`"
)]
#[cfg_attr(
    not(feature = "url"),
    diagnostic::on_unimplemented(note = "`url::Url` is a parameter with the feature `url` of `paramgen`")
)]
pub trait FieldType: Sized {
    /// What the field is in the schema.
    #[doc(hidden)]
    const SHAPE: Shape;

    /// Evaluated by the struct that has such a field: the mistakes of a struct with generics are known only with its types.
    #[doc(hidden)]
    const CHECKED: () = ();

    /// Reads the field that the reader has come to.
    #[doc(hidden)]
    fn read_field(reader: &mut Reader<'_>) -> Option<Self>;

    /// The names inside of one entry of a map of such structs.
    #[doc(hidden)]
    fn row() -> Option<&'static Flat<'static>> {
        None
    }
}

impl<T: FieldType> FieldType for Option<T> {
    const SHAPE: Shape = T::SHAPE.optional();
    const CHECKED: () = T::CHECKED;

    fn read_field(reader: &mut Reader<'_>) -> Option<Self> {
        if reader.has_value::<T>() {
            T::read_field(reader).map(Some)
        } else {
            reader.skip::<T>();
            Some(None)
        }
    }

    fn row() -> Option<&'static Flat<'static>> {
        T::row()
    }
}

impl<T: FieldType> FieldType for BTreeMap<String, T> {
    const SHAPE: Shape = Shape::map(&T::SHAPE);
    const CHECKED: () = T::CHECKED;

    fn read_field(reader: &mut Reader<'_>) -> Option<Self> {
        // The rows come in the order of their keys, which is nearly that of their names: collecting them sorts a
        // sorted list and builds the tree in one go.
        reader.map::<T>().map(|rows| rows.into_iter().collect())
    }
}

impl<T: FieldType, S: BuildHasher + Default> FieldType for HashMap<String, T, S> {
    const SHAPE: Shape = Shape::map(&T::SHAPE);
    const CHECKED: () = T::CHECKED;

    fn read_field(reader: &mut Reader<'_>) -> Option<Self> {
        reader.map::<T>().map(|rows| rows.into_iter().collect())
    }
}

/// Lets types whose `ParamValue` is at hand stand as fields.
#[doc(hidden)]
#[macro_export]
macro_rules! __value_field {
    ([$($generics:tt)*] $type:ty) => {
        impl<$($generics)*> $crate::FieldType for $type {
            const SHAPE: $crate::__private::Shape =
                $crate::__private::Shape::of_value(<Self as $crate::ParamValue>::VALUE);

            #[inline]
            fn read_field(reader: &mut $crate::__private::Reader<'_>) -> ::core::option::Option<Self> {
                reader.value()
            }
        }
    };
}

/// Makes a type with [`FromStr`](std::str::FromStr) a parameter value; the text says what is expected of a
/// configuration, as in "expected a host and port such as db:5432". What an error of `FromStr` displays stands in the
/// problem, unless the value is secret.
///
/// ```
/// # extern crate paramgen_core as paramgen;
/// use std::str::FromStr;
///
/// struct HostPort(String, u16);
///
/// impl FromStr for HostPort {
///     type Err = &'static str;
///
///     fn from_str(text: &str) -> Result<Self, Self::Err> {
///         let (host, port) = text.rsplit_once(':').ok_or("no port")?;
///         Ok(Self(host.to_owned(), port.parse().map_err(|_| "bad port")?))
///     }
/// }
///
/// paramgen::from_str_value!(HostPort, "a host and port such as db:5432");
/// ```
#[macro_export]
macro_rules! from_str_value {
    ($expected:literal $($rest:tt)*) => { $crate::__from_str_usage!("the type comes first"); };
    ($type:ty, $expected:expr $(,)?) => {
        impl $crate::ParamValue for $type {
            const VALUE: &'static $crate::__private::Value =
                &$crate::__private::Value::new($crate::__private::Kind::Parsed {
                    expected: $expected,
                    accepts: |text| match <$type as $crate::__private::FromText>::from_text(text) {
                        ::core::option::Option::Some(_) => ::core::result::Result::Ok(()),
                        ::core::option::Option::None => {
                            // Which of the two is used depends on the error.
                            #[allow(unused_imports)]
                            use $crate::__private::{Silent as _, Speaking as _};
                            ::core::result::Result::Err((&&$crate::__private::Refusal::<$type>::new()).reason(text))
                        }
                    },
                });

            fn from_scalar(scalar: $crate::__private::Scalar<'_>) -> ::core::option::Option<Self> {
                <$type as $crate::__private::FromText>::from_text(scalar.text()?)
            }
        }

        $crate::__value_field!([] $type);
    };
    ($type:ty $(,)?) => {
        $crate::__from_str_usage!("what is expected is missing");
        $crate::__broken_value!($type);
    };
    ($type:ty, $expected:expr, $($rest:tt)+) => {
        $crate::__from_str_usage!("two arguments are all");
        $crate::__broken_value!($type);
    };
    ($($any:tt)*) => { $crate::__from_str_usage!("a type and what is expected are missing"); };
}

/// What stands in for a value that is declared wrongly: fields of the type have nothing to add to the error.
#[doc(hidden)]
#[macro_export]
macro_rules! __broken_value {
    ($type:ty) => {
        impl $crate::ParamValue for $type {
            const VALUE: &'static $crate::__private::Value = &$crate::__private::Value::broken();

            fn from_scalar(_: $crate::__private::Scalar<'_>) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }

        $crate::__value_field!([] $type);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __from_str_usage {
    ($fault:literal) => {
        ::core::compile_error!(::core::concat!(
            $fault,
            "\nhelp: write `paramgen::from_str_value!(HostPort, \"a host and port such as db:5432\");`"
        ));
    };
}
