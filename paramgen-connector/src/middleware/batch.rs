//! When what was gathered goes on: records of a source to the engine, records of the engine to a destination.
//!
//! Without settings, what is ready goes on at once, and what came while something else was under way goes together.
//! `sdk.batch.size` is the most that goes together; only `sdk.batch.delay` makes anything wait.

use std::time::{Duration, Instant};

use paramgen::conduit::{DestinationBatch, SourceBatch};

/// The most records in a message or a `write` where no size is set.
const RECORDS: usize = 1_000;
/// The most bytes in a message or a `write`, but for a single record.
const BYTES: usize = 1 << 20;

/// How records are batched; it has no clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Batching {
    size: usize,
    delay: Duration,
}

/// When a batch goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    Now,
    In(Duration),
}

impl Batching {
    /// A size of 0 is none.
    pub(crate) fn new(size: i64, delay: Duration) -> Self {
        let size = usize::try_from(size).ok().filter(|size| *size > 0).unwrap_or(RECORDS);
        Self { size, delay }
    }

    /// The most records that go together.
    pub(crate) fn size(self) -> usize {
        self.size
    }

    /// Whether so much waits for nothing.
    pub(crate) fn is_enough(self, records: usize, bytes: usize) -> bool {
        records >= self.size || bytes >= BYTES
    }

    /// How many records more may be gathered: two batches, so that one is filled while the other is sent; more where batches
    /// are small, as two threads that wait for each other at every record cost more than the records.
    pub(crate) fn free(self, records: usize, bytes: usize) -> usize {
        if bytes >= 2 * BYTES { 0 } else { self.size.saturating_mul(2).max(RECORDS).saturating_sub(records) }
    }

    /// When a batch goes on whose first record came at `since`. One that is closing waits for nothing.
    pub(crate) fn due(
        self,
        records: usize,
        bytes: usize,
        since: Instant,
        now: Instant,
        closing: bool,
    ) -> Due {
        let waited = now.saturating_duration_since(since);
        if closing || self.is_enough(records, bytes) || waited >= self.delay {
            Due::Now
        } else {
            Due::In(self.delay.saturating_sub(waited))
        }
    }

    /// How many of the first `records` go together; `end` says where each ends in bytes. One at least.
    pub(crate) fn message(self, records: usize, end: impl Fn(usize) -> usize) -> usize {
        let most = records.min(self.size);
        (1..most).find(|index| end(*index) > BYTES).unwrap_or(most)
    }
}

impl Default for Batching {
    fn default() -> Self {
        Self::new(0, Duration::ZERO)
    }
}

impl From<&SourceBatch> for Batching {
    fn from(settings: &SourceBatch) -> Self {
        Self::new(settings.size, settings.delay)
    }
}

impl From<&DestinationBatch> for Batching {
    fn from(settings: &DestinationBatch) -> Self {
        Self::new(settings.size, settings.delay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn only_a_delay_makes_anything_wait() {
        let now = Instant::now();
        let size_alone = Batching::new(10, Duration::ZERO);
        assert_eq!(size_alone.due(1, 5, now, now, false), Due::Now);
        let delay_alone = Batching::new(0, 40 * MS);
        assert_eq!(delay_alone.due(1, 5, now, now + 10 * MS, false), Due::In(30 * MS));
        assert_eq!(delay_alone.due(1, 5, now, now + 40 * MS, false), Due::Now);
        assert_eq!(delay_alone.due(1, 5, now, now, true), Due::Now);
        let both = Batching::new(3, 40 * MS);
        assert_eq!(both.due(2, 5, now, now, false), Due::In(40 * MS));
        assert_eq!(both.due(3, 5, now, now, false), Due::Now);
        assert_eq!(both.due(2, BYTES, now, now, false), Due::Now);
    }

    #[test]
    fn messages_are_bounded_in_records_and_bytes_but_have_one_record() {
        let batching = Batching::new(3, Duration::ZERO);
        assert_eq!(batching.message(5, |index| index + 1), 3);
        assert_eq!(batching.message(2, |index| index + 1), 2);
        assert_eq!(batching.message(3, |index| (index + 1) * (BYTES / 2 + 1)), 1);
        assert_eq!(batching.message(3, |_| 10 * BYTES), 1);
        assert_eq!(batching.message(1, |_| 10 * BYTES), 1);
        assert_eq!(Batching::default().message(5_000, |index| index + 1), RECORDS);
    }

    #[test]
    fn two_batches_are_gathered() {
        let batching = Batching::new(1_000, Duration::ZERO);
        let free = |records, bytes| batching.free(records, bytes);
        assert_eq!((free(0, 0), free(1_500, 0), free(2_500, 0), free(1, 2 * BYTES)), (2_000, 500, 0, 0));
        assert_eq!(Batching::new(1, Duration::ZERO).free(0, 0), RECORDS);
    }
}
