//! The types of the standard library (and `url::Url`) as parameter values.

mod lists;
mod numbers;
mod texts;

use crate::value::{Kind, Scalar};

/// A type that is read by its `FromStr`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `FromStr`, by which `from_str_value!` reads it",
    label = "no `FromStr`",
    note = "write `impl std::str::FromStr for {Self}`"
)]
pub trait FromText: Sized {
    /// Why a text is refused.
    type Error;

    fn from_text(text: &str) -> Result<Self, Self::Error>;

    /// The value that the text of a [`Kind::Parsed`] names.
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        Self::from_text(scalar.text()?).ok()
    }
}

#[diagnostic::do_not_recommend]
impl<T: std::str::FromStr> FromText for T {
    type Error = T::Err;

    fn from_text(text: &str) -> Result<Self, T::Err> {
        text.parse()
    }
}

/// An error of `FromStr`: its words where it has some. Method resolution tries [`Speaking`] first.
#[doc(hidden)]
pub struct Failure<E>(pub E);

#[doc(hidden)]
pub trait Speaking {
    fn reason(&self) -> Option<String>;
}

#[doc(hidden)]
pub trait Silent {
    fn reason(&self) -> Option<String>;
}

impl<E: std::fmt::Display> Speaking for &Failure<E> {
    fn reason(&self) -> Option<String> {
        Some(self.0.to_string()).filter(|reason| !reason.is_empty())
    }
}

impl<E> Silent for Failure<E> {
    fn reason(&self) -> Option<String> {
        None
    }
}

/// Implements `ParamValue` for a type of one kind by what it makes of the scalar.
macro_rules! scalar_value {
    ($type:ty, $kind:expr, $pattern:pat => $value:expr) => {
        impl $crate::value::ParamValue for $type {
            const VALUE: &'static $crate::value::Value = &$crate::value::Value::new($kind);

            fn from_scalar(scalar: $crate::value::Scalar<'_>) -> Option<Self> {
                match scalar {
                    $pattern => $value,
                    _ => None,
                }
            }
        }

        $crate::__value_field!([] $type);
    };
}
use scalar_value;

scalar_value!(bool, Kind::Bool, Scalar::Bool(value) => Some(value));
