//! When records may be made: at a rate, in bursts.

use std::time::{Duration, Instant};

use super::settings::Burst;

/// When records may be made.
pub(super) struct Pace {
    started: Instant,
    /// The time from one record to the next.
    interval: Option<Duration>,
    due: Instant,
    burst: Burst,
}

/// The longest time between two records.
const MOST: Duration = Duration::from_secs(1_000 * 365 * 86_400);
/// What a pause of the connector is made up for: as much as it may sleep too long. Conduit's makes nothing up.
const MADE_UP: Duration = Duration::from_millis(20);

impl Pace {
    pub(super) fn new(limit: Option<f64>, burst: Burst, now: Instant) -> Self {
        // A thousand years are as good as never.
        let interval =
            limit.map(|limit| Duration::try_from_secs_f64(limit.recip()).unwrap_or(MOST).min(MOST));
        Self { started: now, interval, due: now, burst }
    }

    /// How long to wait before the next record.
    pub(super) fn pause(&self, now: Instant) -> Option<Duration> {
        let since = now.saturating_duration_since(self.started);
        if !self.burst.sleep_time.is_zero() {
            let whole = self.burst.generate_time + self.burst.sleep_time;
            let within = Duration::from_nanos((since.as_nanos() % whole.as_nanos()) as u64);
            if within >= self.burst.generate_time {
                return Some(whole.saturating_sub(within));
            }
        }
        self.interval?;
        self.due.checked_duration_since(now).filter(|pause| !pause.is_zero())
    }

    /// A record was made.
    pub(super) fn made(&mut self, now: Instant) {
        if let Some(interval) = self.interval {
            let earliest = now.checked_sub(MADE_UP).unwrap_or(now);
            self.due = self.due.max(earliest) + interval;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made_in(pace: &mut Pace, from: Instant, seconds: u64) -> usize {
        let mut made = 0;
        for milli in 0..seconds * 1_000 {
            let now = from + Duration::from_millis(milli);
            while pace.pause(now).is_none() {
                pace.made(now);
                made += 1;
            }
        }
        made
    }

    fn burst(sleep: u64, generate: u64) -> Burst {
        Burst { sleep_time: Duration::from_secs(sleep), generate_time: Duration::from_secs(generate) }
    }

    #[test]
    fn a_rate_is_kept_and_a_pause_is_not_made_up_for() {
        let start = Instant::now();
        let mut pace = Pace::new(Some(10.0), burst(0, 1), start);
        assert_eq!(made_in(&mut pace, start, 3), 30);
        // Nothing was asked of it for an hour, of which 20 ms are made up for.
        assert_eq!(made_in(&mut pace, start + Duration::from_secs(3_600), 1), 11);
    }

    #[test]
    fn between_bursts_nothing_is_made() {
        let start = Instant::now();
        let mut pace = Pace::new(Some(10.0), burst(5, 1), start);
        // A second of each six, and after the pause 20 ms more.
        assert_eq!(made_in(&mut pace, start, 12), 21);
        let pace = Pace::new(None, burst(5, 1), start);
        assert_eq!(pace.pause(start + Duration::from_secs(2)), Some(Duration::from_secs(4)));
        assert_eq!(pace.pause(start), None);
    }
}
