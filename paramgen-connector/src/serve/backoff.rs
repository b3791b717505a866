//! How long to wait before something is tried again.

use std::time::{Duration, Instant};

use crate::{Class, Error};

/// Pauses that double: 100 ms, 200 ms, … 5 s, as in Conduit's Go SDK.
#[derive(Clone, Debug)]
pub(crate) struct Backoff {
    next: Duration,
}

impl Backoff {
    const FIRST: Duration = Duration::from_millis(100);
    const LONGEST: Duration = Duration::from_secs(5);

    pub(crate) fn new() -> Self {
        Self { next: Self::FIRST }
    }

    pub(crate) fn reset(&mut self) {
        self.next = Self::FIRST;
    }

    pub(crate) fn pause(&mut self) -> Duration {
        let pause = self.next;
        self.next = (pause * 2).min(Self::LONGEST);
        pause
    }
}

/// Which errors are tried again, and for how long.
#[derive(Clone, Debug)]
pub(crate) struct Retry {
    backoff: Backoff,
    /// When the first of the transient errors in a row happened.
    since: Option<Instant>,
}

impl Retry {
    /// Transient errors in a row are borne for this long.
    pub(crate) const LIMIT: Duration = Duration::from_secs(60);

    pub(crate) fn new() -> Self {
        Self { backoff: Backoff::new(), since: None }
    }

    /// What was tried again has worked.
    pub(crate) fn reset(&mut self) {
        *self = Self::new();
    }

    /// How long to wait before the next try; the error comes back where there is none. A pause that the system asks for
    /// does not count against the limit: it is there, and answers.
    pub(crate) fn pause(&mut self, error: Error, now: Instant) -> Result<Duration, Error> {
        match error.class() {
            Class::Transient => {
                let since = *self.since.get_or_insert(now);
                let pause = self.backoff.pause();
                if now + pause > since + Self::LIMIT {
                    let doing = format!("still failing after {} s", Self::LIMIT.as_secs());
                    return Err(error.context(doing).with_class(Class::Fatal));
                }
                Ok(pause)
            }
            Class::Throttled(Some(pause)) => Ok(pause),
            Class::Throttled(None) => Ok(self.backoff.pause()),
            Class::Unclassified | Class::Refused | Class::Fatal => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_five_seconds_and_start_again() {
        let mut backoff = Backoff::new();
        let pauses: Vec<u128> = (0..8).map(|_| backoff.pause().as_millis()).collect();
        assert_eq!(pauses, [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
        backoff.reset();
        assert_eq!(backoff.pause().as_millis(), 100);
    }

    #[test]
    fn transient_errors_are_borne_for_a_minute() {
        let mut retry = Retry::new();
        let start = Instant::now();
        let mut now = start;
        let error = loop {
            match retry.pause(Error::new("away").with_class(Class::Transient), now) {
                Ok(pause) => now += pause,
                Err(error) => break error,
            }
        };
        assert!(now - start > Duration::from_secs(54) && now - start <= Retry::LIMIT);
        assert_eq!(
            (error.class(), error.to_string()),
            (Class::Fatal, "still failing after 60 s: away".to_owned())
        );
        retry.reset();
        assert!(retry.pause(Error::new("away").with_class(Class::Transient), now).is_ok());
    }

    #[test]
    fn a_pause_that_is_asked_for_is_made() {
        let mut retry = Retry::new();
        let long = Class::Throttled(Some(Duration::from_secs(300)));
        assert_eq!(retry.pause(Error::new("429").with_class(long), Instant::now()).unwrap().as_secs(), 300);
        for class in [Class::Unclassified, Class::Refused, Class::Fatal] {
            assert_eq!(
                retry.pause(Error::new("no").with_class(class), Instant::now()).unwrap_err().class(),
                class
            );
        }
    }
}
