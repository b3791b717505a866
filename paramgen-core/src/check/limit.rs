//! One end of the range that a rule leaves to a type's values.

use crate::{
    bound::Bound,
    number::Number,
    scalar::{Kind, single},
    validation::{Edge, Validation},
};

/// One end of a range.
#[derive(Clone, Copy)]
pub(super) struct RangeEnd {
    pub(super) lower: bool,
    pub(super) inclusive: bool,
    pub(super) at: Bound,
}

impl RangeEnd {
    pub(super) const fn of(rule: &Validation, kind: Kind) -> Option<Self> {
        let Some(Edge { lower, inclusive, at }) = rule.edge() else { return None };
        let limit = Self { lower, inclusive, at };
        Some(match kind {
            Kind::Int { .. } => limit.on_integers(),
            Kind::Float { single: true } => limit.on_singles(),
            Kind::Float { single: false }
            | Kind::Duration { .. }
            | Kind::Size
            | Kind::Text
            | Kind::Char
            | Kind::Bool
            | Kind::Parsed { .. } => limit,
        })
    }

    /// The inclusive bound that says the same of integers, where it is one.
    const fn on_integers(self) -> Self {
        match self.at {
            Bound::Number(Number::Int(at)) if !self.inclusive => {
                let next = if self.lower { at.checked_add(1) } else { at.checked_sub(1) };
                match next {
                    Some(next) => Self { inclusive: true, at: Bound::int(next), ..self },
                    None => self,
                }
            }
            Bound::Number(_) | Bound::Duration(_) | Bound::Size(_) => self,
        }
    }

    const fn on_singles(self) -> Self {
        match self.at {
            Bound::Number(number) => Self { at: Bound::Number(single(number)), ..self },
            Bound::Duration(_) | Bound::Size(_) => self,
        }
    }

    /// Whether no value of the type is within this bound.
    pub(super) const fn excludes_type(&self, kind: Kind) -> bool {
        match kind {
            Kind::Int { min, max, .. } => {
                let lowest = Self { lower: true, inclusive: true, at: Bound::int(min) };
                let highest = Self { lower: false, inclusive: true, at: Bound::uint(max) };
                self.excludes(&lowest) || self.excludes(&highest)
            }
            Kind::Duration { signed: false } => {
                self.excludes(&Self { lower: true, inclusive: true, at: Bound::Duration(0) })
            }
            Kind::Duration { signed: true }
            | Kind::Size
            | Kind::Float { .. }
            | Kind::Text
            | Kind::Char
            | Kind::Bool
            | Kind::Parsed { .. } => false,
        }
    }

    /// Whether the bound lies outside of the type's own range, and so changes nothing. The exclusive bounds next to that
    /// range (`gt = -1`, `lt = 65_536`) tell Conduit of it, which knows no widths.
    pub(super) const fn is_beyond_type(&self, kind: Kind) -> bool {
        let (lowest, highest) = match kind {
            Kind::Int { min, max, .. } => (Bound::int(min), Bound::uint(max)),
            Kind::Duration { signed: false } => (Bound::Duration(0), Bound::Duration(i64::MAX)),
            Kind::Size => (Bound::Size(0), Bound::Size(u64::MAX)),
            Kind::Float { single: true } => (Bound::float(f32::MIN as f64), Bound::float(f32::MAX as f64)),
            Kind::Float { single: false } | Kind::Duration { signed: true } => return false,
            Kind::Text | Kind::Char | Kind::Bool | Kind::Parsed { .. } => return false,
        };
        if self.lower { self.at.is_less_than(lowest) } else { highest.is_less_than(self.at) }
    }

    /// Whether no value is within both.
    pub(super) const fn excludes(&self, other: &Self) -> bool {
        let (low, high) = match (self.lower, other.lower) {
            (true, false) => (self, other),
            (false, true) => (other, self),
            _ => return false,
        };
        let shares_end = low.inclusive && high.inclusive && !high.at.is_less_than(low.at);
        !low.at.is_less_than(high.at) && !shares_end
    }
}
