//! Numbers, durations and numbers of bytes.

use std::{num, time::Duration};

use super::scalar_value;
use crate::{
    byte_size::ByteSize,
    number::Number,
    scalar::{Kind, Scalar},
};

macro_rules! integer_values {
    ($($type:ident $nonzero:ident)*) => {$(
        scalar_value!(
            $type,
            Kind::Int { min: $type::MIN as i128, max: $type::MAX as u128, zero: true },
            Scalar::Number(number) => number.to_int()
        );
        scalar_value!(
            num::$nonzero,
            Kind::Int { min: num::$nonzero::MIN.get() as i128, max: num::$nonzero::MAX.get() as u128, zero: false },
            Scalar::Number(number) => number.to_int().and_then(num::$nonzero::new)
        );
    )*};
}

integer_values! {
    i8 NonZeroI8 i16 NonZeroI16 i32 NonZeroI32 i64 NonZeroI64 i128 NonZeroI128 isize NonZeroIsize
    u8 NonZeroU8 u16 NonZeroU16 u32 NonZeroU32 u64 NonZeroU64 u128 NonZeroU128 usize NonZeroUsize
}

impl Number {
    /// The integer, if it is one and fits.
    fn to_int<T: TryFrom<i128> + TryFrom<u128>>(self) -> Option<T> {
        match self {
            Self::Int(value) => value.try_into().ok(),
            Self::Uint(value) => value.try_into().ok(),
            Self::Float(_) => None,
        }
    }
}

scalar_value!(
    f64,
    Kind::Float { single: false },
    Scalar::Number(Number::Float(value)) => Some(value)
);

scalar_value!(
    f32,
    Kind::Float { single: true },
    // The value was rounded to an `f32` when it was read.
    Scalar::Single(Number::Float(value)) => Some(value as f32)
);

scalar_value!(
    Duration,
    Kind::Duration { signed: false },
    Scalar::Duration(nanos) => nanos.try_into().ok().map(Self::from_nanos)
);

scalar_value!(ByteSize, Kind::Size, Scalar::Size(bytes) => Some(Self::new(bytes)));
