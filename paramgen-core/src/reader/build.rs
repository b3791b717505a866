//! The flat view of a derived struct, in `const` evaluation.

use std::marker::PhantomData;

use super::params::Params;
use crate::flat::{
    Flat,
    build::{CLASSES, MAX_BYTES, MAX_KEYS, Measure, Parts, Tables, names},
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
        0 => const { &Self::tables::<16, 4>(0) }.parts(Self::MEASURE),
        1 => const { &Self::tables::<32, 8>(1) }.parts(Self::MEASURE),
        2 => const { &Self::tables::<64, 16>(2) }.parts(Self::MEASURE),
        3 => const { &Self::tables::<128, 16>(3) }.parts(Self::MEASURE),
        4 => const { &Self::tables::<256, 32>(4) }.parts(Self::MEASURE),
        5 => const { &Self::tables::<512, 64>(5) }.parts(Self::MEASURE),
        6 => const { &Self::tables::<1024, 256>(6) }.parts(Self::MEASURE),
        _ => const { &Self::tables::<MAX_KEYS, 1024>(7) }.parts(Self::MEASURE),
    };

    /// The tables of one size, which are empty where another is the struct's.
    const fn tables<const N: usize, const M: usize>(class: usize) -> Tables<N, M> {
        assert!(CLASSES[class].0 == N && CLASSES[class].1 == M, "the sizes are listed twice");
        Tables::fill(T::SCHEMA, Self::NAMES, Self::CLASS == class)
    }

    /// The flat view of the struct's parameters.
    pub const FLAT: &'static Flat<'static> = {
        let Parts { keys, leaves, maps } = Self::PARTS;
        let index: &'static [u32] = match Self::CLASS {
            0 => const { &index::<64>(Self::PARTS.keys) },
            1 => const { &index::<128>(Self::PARTS.keys) },
            2 => const { &index::<256>(Self::PARTS.keys) },
            3 => const { &index::<512>(Self::PARTS.keys) },
            4 => const { &index::<1024>(Self::PARTS.keys) },
            5 => const { &index::<2048>(Self::PARTS.keys) },
            6 => const { &index::<4096>(Self::PARTS.keys) },
            _ => const { &index::<{ 2 * MAX_KEYS }>(Self::PARTS.keys) },
        };
        &Flat::new(keys, leaves, maps, index)
    };
}
