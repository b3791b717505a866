//! The types of the standard library (and `url::Url`) as parameter values.

mod lists;
mod numbers;
mod texts;

use crate::value::{Kind, Scalar};

/// The value that the text of a [`Kind::Parsed`] names.
#[doc(hidden)]
pub fn from_str<T: std::str::FromStr>(scalar: Scalar<'_>) -> Option<T> {
    match scalar {
        Scalar::Text(text) => text.parse().ok(),
        _ => None,
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
