//! How fast a destination writes: `sdk.rate.perSecond` and `sdk.rate.burst`. A bucket of tokens, one for each record.

use std::time::{Duration, Instant};

use paramgen::conduit::DestinationRateLimit;

use crate::{Result, serve::settings::KitSettings};

/// A bucket that fills at a steady rate; it has no clock.
#[derive(Clone, Debug)]
pub(crate) struct RateLimit {
    per_second: f64,
    burst: usize,
    /// What is in it; below 0 when more was taken than there was, which whoever took it waits for.
    tokens: f64,
    at: Option<Instant>,
}

impl RateLimit {
    /// As the settings say; none where there is no limit.
    pub(crate) fn new(kit: &KitSettings) -> Result<Option<Self>> {
        if !kit.has("sdk.rate.perSecond") {
            return Ok(None);
        }
        let settings: DestinationRateLimit = kit.read()?;
        if settings.per_second <= 0.0 {
            return Ok(None);
        }
        let burst = usize::try_from(settings.burst).ok().filter(|burst| *burst > 0);
        Ok(Some(Self::of(settings.per_second, burst.unwrap_or(settings.per_second.ceil() as usize))))
    }

    fn of(per_second: f64, burst: usize) -> Self {
        let burst = burst.max(1);
        Self { per_second, burst, tokens: burst as f64, at: None }
    }

    /// The most records that are written at once.
    pub(crate) fn burst(&self) -> usize {
        self.burst
    }

    /// Takes tokens for so many records, and says how long to wait before they are written.
    pub(crate) fn take(&mut self, records: usize, now: Instant) -> Duration {
        let passed = self.at.map_or(Duration::ZERO, |at| now.saturating_duration_since(at));
        self.at = Some(now);
        let filled = self.tokens + passed.as_secs_f64() * self.per_second;
        self.tokens = filled.min(self.burst as f64) - records as f64;
        if self.tokens >= 0.0 {
            return Duration::ZERO;
        }
        // A rate may be so low that its pause is longer than any duration.
        Duration::try_from_secs_f64(-self.tokens / self.per_second).unwrap_or(Duration::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_the_rate() {
        let start = Instant::now();
        let mut limit = RateLimit::of(10.0, 5);
        let waits: Vec<u128> = (0..4).map(|_| limit.take(5, start).as_millis()).collect();
        assert_eq!(waits, [0, 500, 1_000, 1_500]);
        // What was waited for is taken; an hour later the bucket is full, not fuller.
        let later = start + Duration::from_secs(3_600);
        assert_eq!((limit.take(5, later), limit.take(1, later).as_millis()), (Duration::ZERO, 100));
    }

    #[test]
    fn a_very_low_rate_does_not_overflow() {
        let mut limit = RateLimit::of(1e-300, 1);
        limit.take(1, Instant::now());
        assert_eq!(limit.take(1, Instant::now()), Duration::MAX);
        assert_eq!(RateLimit::of(0.5, 0).burst(), 1);
    }
}
