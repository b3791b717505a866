//! What to write next, and what is known of each record: the bookkeeping between `write` and acks, without I/O.

use std::{collections::VecDeque, ops::Range};

use crate::{
    Class, Error,
    destination::{Outcome, WriteError},
};

/// The records of one batch that no verdict is known of, in the ranges in which they are written.
#[derive(Debug)]
pub(crate) struct Plan {
    ranges: VecDeque<Range<usize>>,
    /// How many records were found by halving and refused.
    found: usize,
}

/// What is known of the next records, in their order.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// So many are written.
    Written(usize),
    /// One is refused.
    Refused(Error),
    /// Nothing new: the same is to be written again, if the error allows it.
    Again(Error),
    /// Nothing can go on.
    Fatal(Error),
}

impl Plan {
    /// After so many bad records the rest of a batch is refused untried: to find each costs a `write` for each halving.
    const MOST_FOUND: usize = 10;

    pub(crate) fn new(records: usize) -> Self {
        let mut ranges = VecDeque::new();
        if records > 0 {
            ranges.push_back(0..records);
        }
        Self { ranges, found: 0 }
    }

    /// The records to write now; none when there is a verdict on each.
    pub(crate) fn next(&self) -> Option<Range<usize>> {
        self.ranges.front().cloned()
    }

    /// What a `write` of [`next`](Self::next) says.
    pub(crate) fn written(&mut self, result: Result<(), WriteError>) -> Vec<Verdict> {
        let Some(range) = self.ranges.pop_front() else { return Vec::new() };
        match result {
            Ok(()) => vec![Verdict::Written(range.len())],
            Err(WriteError(Outcome::At(written, error))) => self.stopped_at(range, written, error),
            Err(WriteError(Outcome::RolledBack(error))) => self.rolled_back(range, error),
            Err(WriteError(Outcome::Each(outcomes))) if outcomes.len() != range.len() => {
                let (given, wanted) = (outcomes.len(), range.len());
                vec![bug(format!("`WriteError::each` has {given} outcomes for {wanted} records"))]
            }
            Err(WriteError(Outcome::Each(outcomes))) => {
                let mut verdicts = Vec::with_capacity(outcomes.len());
                for outcome in outcomes {
                    match outcome {
                        Ok(()) => verdicts.push(Verdict::Written(1)),
                        Err(error) if error.class() == Class::Fatal => {
                            verdicts.push(Verdict::Fatal(error));
                            break;
                        }
                        Err(error) => verdicts.push(Verdict::Refused(error)),
                    }
                }
                verdicts
            }
        }
    }

    fn stopped_at(&mut self, range: Range<usize>, written: usize, error: Error) -> Vec<Verdict> {
        if written >= range.len() {
            return vec![bug(format!("`WriteError::at({written})` names no record of {}", range.len()))];
        }
        let mut verdicts = Vec::with_capacity(2);
        if written > 0 {
            verdicts.push(Verdict::Written(written));
        }
        let bad = range.start + written;
        let (verdict, rest) = match error.class() {
            Class::Transient | Class::Throttled(_) => (Verdict::Again(error), bad..range.end),
            Class::Unclassified | Class::Refused => (Verdict::Refused(error), bad + 1..range.end),
            Class::Fatal => (Verdict::Fatal(error), bad..range.end),
        };
        verdicts.push(verdict);
        if !rest.is_empty() {
            self.ranges.push_front(rest);
        }
        verdicts
    }

    fn rolled_back(&mut self, range: Range<usize>, error: Error) -> Vec<Verdict> {
        match error.class() {
            Class::Transient | Class::Throttled(_) => {
                self.ranges.push_front(range);
                vec![Verdict::Again(error)]
            }
            Class::Fatal => vec![Verdict::Fatal(error)],
            Class::Unclassified | Class::Refused if range.len() > 1 => {
                let middle = range.start + range.len() / 2;
                self.ranges.push_front(middle..range.end);
                self.ranges.push_front(range.start..middle);
                Vec::new()
            }
            Class::Unclassified | Class::Refused => {
                self.found += 1;
                let rest = if self.found < Self::MOST_FOUND {
                    VecDeque::new()
                } else {
                    std::mem::take(&mut self.ranges)
                };
                let untried = format!(
                    "not tried, as {} records of its batch were refused one by one; the last: {error}",
                    Self::MOST_FOUND
                );
                let untried = rest.into_iter().flatten().map(|_| Verdict::Refused(Error::new(&untried)));
                std::iter::once(Verdict::Refused(error)).chain(untried).collect()
            }
        }
    }
}

fn bug(text: String) -> Verdict {
    let error = Error::new(text).context("a bug in the connector, so that nothing is acked");
    Verdict::Fatal(error.with_class(Class::Fatal))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a plan over a system that says of a range what it does; returns a letter for each record, and the writes.
    fn run(records: usize, mut write: impl FnMut(Range<usize>) -> Result<(), WriteError>) -> (String, usize) {
        let (mut plan, mut letters, mut writes) = (Plan::new(records), String::new(), 0);
        while let Some(range) = plan.next() {
            assert_eq!(range.start, letters.len(), "records are written in order");
            writes += 1;
            assert!(writes < 10_000);
            for verdict in plan.written(write(range)) {
                match verdict {
                    Verdict::Written(count) => letters.push_str(&"w".repeat(count)),
                    Verdict::Refused(_) => letters.push('r'),
                    Verdict::Again(_) => {}
                    Verdict::Fatal(_) => return (letters, writes),
                }
            }
        }
        (letters, writes)
    }

    fn letters(records: usize, bad: &[usize]) -> String {
        (0..records).map(|index| if bad.contains(&index) { 'r' } else { 'w' }).collect()
    }

    #[test]
    fn one_bad_record_of_a_thousand_without_a_transaction() {
        let (got, writes) = run(1_000, |range| match range.clone().position(|index| index == 617) {
            Some(written) => Err(WriteError::at(written, "bad")),
            None => Ok(()),
        });
        assert_eq!((got, writes), (letters(1_000, &[617]), 2));
    }

    #[test]
    fn one_bad_record_of_a_thousand_in_a_transaction() {
        let (got, writes) = run(1_000, |range| if range.contains(&617) { Err("bad".into()) } else { Ok(()) });
        assert_eq!(got, letters(1_000, &[617]));
        assert!(writes <= 22, "{writes}");
    }

    #[test]
    fn after_ten_bad_records_the_rest_is_refused() {
        let (got, _) = run(1_000, |_| Err(WriteError::rolled_back("bad")));
        assert_eq!(got, "r".repeat(1_000));
        let bad: Vec<usize> = (0..9).map(|n| n * 100).collect();
        let (got, _) =
            run(
                1_000,
                |range| if bad.iter().any(|b| range.contains(b)) { Err("bad".into()) } else { Ok(()) },
            );
        assert_eq!(got, letters(1_000, &bad));
    }

    #[test]
    fn transient_errors_write_the_same_again_from_where_it_stopped() {
        let mut tries = 0;
        let mut ranges = Vec::new();
        let (got, _) = run(10, |range| {
            tries += 1;
            ranges.push(range);
            match tries {
                1 => Err(WriteError::at(4, Error::new("away").with_class(Class::Transient))),
                2 => Err(Error::new("away").with_class(Class::Throttled(None)).into()),
                _ => Ok(()),
            }
        });
        assert_eq!((got, ranges), ("w".repeat(10), vec![0..10, 4..10, 4..10]));
    }

    #[test]
    fn fatal_errors_leave_the_rest_without_a_verdict() {
        let fatal = || Error::new("gone").with_class(Class::Fatal);
        assert_eq!(run(10, |_| Err(WriteError::at(3, fatal()))).0, "www");
        assert_eq!(run(10, |_| Err(fatal().into())).0, "");
    }

    #[test]
    fn a_miscount_acks_nothing() {
        assert_eq!(run(3, |_| Err(WriteError::each([Ok(()), Ok(())]))).0, "");
        assert_eq!(run(3, |_| Err(WriteError::at(3, "x"))).0, "");
        assert_eq!(run(3, |_| Err(WriteError::each([Ok(()), Err("x".into()), Ok(())]))).0, "wrw");
        let fatal = || Err(Error::new("gone").with_class(Class::Fatal));
        assert_eq!(run(3, |_| Err(WriteError::each([Ok(()), fatal(), Ok(())]))).0, "w");
        assert_eq!(run(0, |_| Ok(())), (String::new(), 0));
    }
}
