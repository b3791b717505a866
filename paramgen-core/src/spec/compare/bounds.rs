//! The bounds of a value, by its rules and by the width of its type, compared exactly.

use super::change::{ChangeKind, Notes};
use crate::{
    bound::{Bound, Limit},
    number::Number,
    scalar::Kind,
    validation::{Edge, Validation},
};

/// The nearest bounds on both sides.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    lower: Option<Limit>,
    upper: Option<Limit>,
    /// Whether the type holds zero.
    zero: bool,
}

impl Bounds {
    /// The bounds that a type has by itself.
    pub(super) fn of_kind(kind: Kind) -> Self {
        let number = |number| Some(Bound::Number(number));
        let (lower, upper) = match kind {
            Kind::Int { min, max, .. } => (number(Number::Int(min)), number(Number::from_u128(max))),
            Kind::Float { single: true } => {
                (number(Number::Float(f32::MIN.into())), number(Number::Float(f32::MAX.into())))
            }
            Kind::Duration { signed: false } => (Some(Bound::Duration(0)), None),
            Kind::Size => (Some(Bound::Size(0)), None),
            Kind::Duration { signed: true }
            | Kind::Float { single: false }
            | Kind::Text
            | Kind::Char
            | Kind::Bool
            | Kind::Parsed { .. } => (None, None),
        };
        Self {
            lower: lower.map(Limit::AtLeast),
            upper: upper.map(Limit::AtMost),
            zero: !matches!(kind, Kind::Int { zero: false, .. }),
        }
    }

    /// Takes a rule in; whether it is one about bounds.
    pub(super) fn add(&mut self, rule: &Validation, kind: Kind) -> bool {
        let (is_duration, is_size) = (matches!(kind, Kind::Duration { .. }), matches!(kind, Kind::Size));
        let is_number = matches!(kind, Kind::Int { .. } | Kind::Float { .. });
        let fits = |bound: &Bound| match bound {
            Bound::Number(_) => is_number,
            Bound::Duration(_) => is_duration,
            Bound::Size(_) => is_size,
        };
        let Some(Edge { lower, inclusive, at }) = rule.edge() else { return false };
        let limit = match (at, lower) {
            // To Conduit, a duration or a size is no number: every value breaks the rule.
            (Bound::Number(_), _) if !inclusive && (is_duration || is_size) => return false,
            (Bound::Number(number), true) if !inclusive => Limit::Above(number),
            (Bound::Number(number), false) if !inclusive => Limit::Below(number),
            // On another type it lets everything pass.
            (at, _) if !fits(&at) => return true,
            (at, true) => Limit::AtLeast(at),
            (at, false) => Limit::AtMost(at),
        };
        let limit = if matches!(kind, Kind::Int { .. }) { whole(limit) } else { limit };
        let side = if is_lower(limit) { &mut self.lower } else { &mut self.upper };
        if is_tighter(Some(limit), *side) {
            *side = Some(limit);
        }
        true
    }

    pub(super) fn compare(old: Self, new: Self, widenings: bool, notes: &mut Notes<'_>) {
        side(old.lower, new.lower, "lower", widenings, notes);
        side(old.upper, new.upper, "upper", widenings, notes);
        if old.takes_zero() && new.takes_zero_but_for_its_type() && !new.zero {
            notes.breaking(ChangeKind::Bounds, "must not be 0 now", "change values of 0");
        }
    }

    fn takes_zero(self) -> bool {
        self.zero && self.takes_zero_but_for_its_type()
    }

    fn takes_zero_but_for_its_type(self) -> bool {
        let zero = Bound::int(0);
        !is_tighter(self.lower, Some(Limit::AtLeast(zero)))
            && !is_tighter(self.upper, Some(Limit::AtMost(zero)))
    }
}

fn side(old: Option<Limit>, new: Option<Limit>, name: &str, widenings: bool, notes: &mut Notes<'_>) {
    // A type that holds 64 bits or more is not what anybody calls a bound, unless another one is narrower.
    let words = |limit: Option<Limit>| limit.filter(|limit| !is_vast(*limit)).map(|limit| limit.to_string());
    if is_tighter(new, old) {
        let now = new.map(|limit| limit.to_string()).unwrap_or_default();
        let before = match words(old) {
            Some(before) => before.replacen("must be", "was", 1),
            None => format!("had no {name} bound"),
        };
        let remedy = if name == "lower" { "raise smaller values" } else { "lower greater values" };
        notes.breaking(ChangeKind::Bounds, format!("{now} now, {before}"), remedy);
    } else if widenings
        && is_tighter(old, new)
        && let Some(before) = words(old)
    {
        let now = words(new).unwrap_or_else(|| format!("no {name} bound"));
        notes.harmless(ChangeKind::Bounds, format!("{now} now, {}", before.replacen("must be", "was", 1)));
    }
}

fn is_lower(limit: Limit) -> bool {
    matches!(limit, Limit::Above(_) | Limit::AtLeast(_))
}

/// The value at a limit, and whether the limit takes it in.
fn value(limit: Limit) -> Option<(Bound, bool)> {
    match limit {
        Limit::Above(number) | Limit::Below(number) => Some((Bound::Number(number), false)),
        Limit::AtLeast(bound) | Limit::AtMost(bound) => Some((bound, true)),
        Limit::Between(..) | Limit::NotZero | Limit::NotNegative | Limit::Finite => None,
    }
}

/// Whether a limit refuses something that another one of its side does not.
fn is_tighter(limit: Option<Limit>, other: Option<Limit>) -> bool {
    let Some((limit, (bound, inclusive))) = limit.and_then(|limit| Some((limit, value(limit)?))) else {
        return false;
    };
    let Some((other, other_inclusive)) = other.and_then(value) else { return true };
    if is_nan(bound) || is_nan(other) {
        return is_nan(bound) && !is_nan(other);
    }
    let (low, high) = if is_lower(limit) { (other, bound) } else { (bound, other) };
    low.is_less_than(high) || (!high.is_less_than(low) && other_inclusive && !inclusive)
}

/// Nothing is greater or less than this.
fn is_nan(bound: Bound) -> bool {
    matches!(bound, Bound::Number(Number::Float(value)) if value.is_nan())
}

fn is_vast(limit: Limit) -> bool {
    const TWO_POW_63: f64 = 9_223_372_036_854_775_808.0;
    match value(limit) {
        Some((Bound::Number(number), _)) => number.as_f64().abs() >= TWO_POW_63,
        _ => false,
    }
}

/// The same limit of integers with its value taken in, where 128 bits hold it: `> 0` is `>= 1`.
fn whole(limit: Limit) -> Limit {
    let moved = match limit {
        Limit::Above(Number::Int(bound)) => bound.checked_add(1),
        Limit::Below(Number::Int(bound)) => bound.checked_sub(1),
        Limit::Above(Number::Float(bound)) => exact(bound.floor()).and_then(|bound| bound.checked_add(1)),
        Limit::Below(Number::Float(bound)) => exact(bound.ceil()).and_then(|bound| bound.checked_sub(1)),
        Limit::AtLeast(Bound::Number(Number::Float(bound))) => exact(bound.ceil()),
        Limit::AtMost(Bound::Number(Number::Float(bound))) => exact(bound.floor()),
        Limit::Above(Number::Uint(_))
        | Limit::Below(Number::Uint(_))
        | Limit::AtLeast(_)
        | Limit::AtMost(_)
        | Limit::Between(..)
        | Limit::NotZero
        | Limit::NotNegative
        | Limit::Finite => None,
    };
    match moved {
        Some(moved) if is_lower(limit) => Limit::AtLeast(Bound::int(moved)),
        Some(moved) => Limit::AtMost(Bound::int(moved)),
        None => limit,
    }
}

/// A whole double as an integer, where 128 bits hold it.
fn exact(whole: f64) -> Option<i128> {
    const TWO_POW_126: f64 = 85_070_591_730_234_615_865_843_651_857_942_052_864.0;
    (whole.abs() <= TWO_POW_126).then_some(whole as i128)
}
