//! The flat view of a derived struct, in `const` evaluation.

use std::marker::PhantomData;

use super::params::Params;
use crate::flat::{
    Flat,
    build::{MAX_BYTES, MAX_KEYS, Measure, Parts, Tables, names},
    index::index,
};

/// Where the tables of a struct live.
#[doc(hidden)]
pub struct Build<T>(PhantomData<T>);

impl<T: Params> Build<T> {
    const MEASURE: Measure = Measure::of(T::SCHEMA);

    const CLASS: usize = Self::MEASURE.class();

    const NAMES: &'static str = {
        let needed = Self::MEASURE.bytes;
        let bytes: &'static [u8] = match needed {
            0..=0x200 => const { &names::<0x200>(T::SCHEMA, Self::MEASURE.bytes) },
            0x201..=0x1000 => const { &names::<0x1000>(T::SCHEMA, Self::MEASURE.bytes) },
            0x1001..=0x8000 => const { &names::<0x8000>(T::SCHEMA, Self::MEASURE.bytes) },
            _ => const { &names::<MAX_BYTES>(T::SCHEMA, Self::MEASURE.bytes) },
        };
        match str::from_utf8(bytes.split_at(needed).0) {
            Ok(names) => names,
            // Names are whole texts behind each other.
            Err(_) => "",
        }
    };

    const PARTS: Parts = match Self::CLASS {
        0 => const { &Tables::<16, 4>::fill(T::SCHEMA, Self::NAMES, Self::CLASS == 0) }.parts(Self::MEASURE),
        1 => {
            const { &Tables::<128, 32>::fill(T::SCHEMA, Self::NAMES, Self::CLASS == 1) }.parts(Self::MEASURE)
        }
        2 => const { &Tables::<1024, 256>::fill(T::SCHEMA, Self::NAMES, Self::CLASS == 2) }
            .parts(Self::MEASURE),
        _ => const { &Tables::<MAX_KEYS, 1024>::fill(T::SCHEMA, Self::NAMES, Self::CLASS == 3) }
            .parts(Self::MEASURE),
    };

    /// The flat view of the struct's parameters.
    pub const FLAT: &'static Flat<'static> = {
        let Parts { keys, leaves, maps } = Self::PARTS;
        let index: &'static [u32] = match Self::CLASS {
            0 => const { &index::<64>(Self::PARTS.keys) },
            1 => const { &index::<256>(Self::PARTS.keys) },
            2 => const { &index::<2048>(Self::PARTS.keys) },
            _ => const { &index::<{ 2 * MAX_KEYS }>(Self::PARTS.keys) },
        };
        &Flat::new(keys, leaves, maps, index)
    };
}
