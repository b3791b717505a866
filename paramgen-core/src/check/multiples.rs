//! Whether rules about multiples and bounds leave an integer together.

use super::limit::RangeEnd;
use crate::{
    bound::Bound,
    number::{Number, common_multiple},
    scalar::Kind,
    validation::Validation,
    value::Value,
};

/// Whether some multiple of all that the rules name is within all their bounds, and within the width of the type.
pub(super) const fn leaves_multiples(
    rule: &Validation,
    before: &[Validation],
    kind: Kind,
    below: Option<&'static Value>,
) -> bool {
    let Kind::Int { min, max, zero } = kind else { return true };
    let mut range = Multiples { low: Number::Int(min), high: Number::from_u128(max), factor: 1 };
    range.add(rule, kind);
    let mut i = 0;
    while i < before.len() {
        range.add(&before[i], kind);
        i += 1;
    }
    let mut depth = below;
    while let Some(value) = depth {
        let mut i = 0;
        while i < value.rules().len() {
            range.add(&value.rules()[i], kind);
            i += 1;
        }
        depth = value.inner();
    }
    range.factor == 1 || range.has_one(zero)
}

/// Multiples within a range, of which rules take some away.
struct Multiples {
    low: Number,
    high: Number,
    factor: u128,
}

impl Multiples {
    const fn add(&mut self, rule: &Validation, kind: Kind) {
        if let Validation::MultipleOf(factor) = rule
            && let Some(factor) = factor.magnitude()
            && factor != 0
        {
            self.factor = common_multiple(self.factor, factor);
        }
        // A bound with a fraction is no end of a range of integers; it takes none away here.
        if let Some(RangeEnd { lower, inclusive: true, at: Bound::Number(at) }) = RangeEnd::of(rule, kind)
            && at.magnitude().is_some()
        {
            if lower && self.low.is_less_than(at) {
                self.low = at;
            } else if !lower && at.is_less_than(self.high) {
                self.high = at;
            }
        }
    }

    const fn has_one(&self, zero: bool) -> bool {
        let (Some(low), Some(high)) = (self.low.magnitude(), self.high.magnitude()) else { return true };
        let nothing = Number::Int(0);
        if nothing.is_less_than(self.low) {
            self.reaches(low, high)
        } else if self.high.is_less_than(nothing) {
            self.reaches(high, low)
        } else {
            // Zero is a multiple of every number.
            zero || self.factor <= high || (self.low.is_less_than(nothing) && self.factor <= low)
        }
    }

    /// Whether a multiple is between these, neither of which is zero.
    const fn reaches(&self, from: u128, to: u128) -> bool {
        match from.checked_next_multiple_of(self.factor) {
            Some(multiple) => multiple <= to,
            None => false,
        }
    }
}
