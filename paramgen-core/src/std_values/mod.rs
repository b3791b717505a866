//! The types of the standard library (and `url::Url`) as parameter values.

mod lists;
mod numbers;
mod texts;

use std::{fmt::Display, marker::PhantomData, str::FromStr};

use crate::scalar::{Kind, Scalar};

/// A type that is read by its `FromStr`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `FromStr`, by which `from_str_value!` reads it",
    label = "no `FromStr`",
    note = "write `impl std::str::FromStr for {Self}`"
)]
pub trait FromText: Sized {
    fn from_text(text: &str) -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: FromStr> FromText for T {
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// What a type says of a text that it refuses, where its error has words: method resolution tries [`Speaking`] first.
#[doc(hidden)]
pub struct Refusal<T>(PhantomData<T>);

impl<T> Refusal<T> {
    #[expect(clippy::new_without_default, reason = "called by one macro")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

#[doc(hidden)]
pub trait Speaking {
    fn reason(&self, text: &str) -> Option<String>;
}

#[doc(hidden)]
pub trait Silent {
    fn reason(&self, text: &str) -> Option<String>;
}

impl<T: FromStr<Err: Display>> Speaking for &Refusal<T> {
    fn reason(&self, text: &str) -> Option<String> {
        text.parse::<T>().err().map(|error| error.to_string()).filter(|reason| !reason.is_empty())
    }
}

impl<T> Silent for Refusal<T> {
    fn reason(&self, _: &str) -> Option<String> {
        None
    }
}

/// Implements `ParamValue` for a type of one kind by what it makes of the scalar.
macro_rules! scalar_value {
    ($type:ty, $kind:expr, $pattern:pat => $value:expr) => {
        impl $crate::param_value::ParamValue for $type {
            const VALUE: &'static $crate::value::Value = &$crate::value::Value::new($kind);

            fn from_scalar(scalar: $crate::scalar::Scalar<'_>) -> Option<Self> {
                match scalar {
                    $pattern => $value,
                    _ => None,
                }
            }
        }

        $crate::__value_field!([] $type);
    };
}
pub(crate) use scalar_value;

scalar_value!(bool, Kind::Bool, Scalar::Bool(value) => Some(value));
