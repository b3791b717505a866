//! Values that are made up, the same for each record in every run.

use std::time::SystemTime;

use paramgen_connector::record::{Timestamp, Value};

use super::settings::Kind;

/// Numbers without a pattern, the same for each record (`SplitMix64`).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(number: u64) -> Self {
        Self(number.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, count: usize) -> usize {
        (self.next() % count.max(1) as u64) as usize
    }

    pub(super) fn word(&mut self) -> &'static str {
        const WORDS: [&str; 24] = [
            "amber", "basin", "cedar", "delta", "ember", "fjord", "grove", "harbor", "inlet", "jade", "kelp",
            "lagoon", "maple", "nectar", "orchid", "pebble", "quartz", "river", "spruce", "thistle", "umber",
            "valley", "willow", "zephyr",
        ];
        WORDS[self.below(WORDS.len())]
    }

    pub(super) fn value(&mut self, kind: Kind) -> Value {
        match kind {
            Kind::Int => Value::I64((self.next() >> 33) as i64),
            Kind::String => Value::from(format!("{} {}", self.word(), self.word())),
            Kind::Time => Value::Timestamp(Timestamp::from(SystemTime::now())),
            Kind::Bool => Value::Bool(self.next() & 1 == 1),
            Kind::Duration => Value::I64(((self.next() % 1_000) * 1_000_000_000) as i64),
        }
    }
}
