//! Comparisons and arithmetic.

use std::cmp::Ordering;

use super::{
    eval::{Result, V},
    functions::{Arguments, value_of},
};
use crate::record::Value;

pub(super) fn compare<'a>(name: &str, a: Arguments<'_, 'a>) -> Result<V<'a>> {
    let first = value_of(a.at(0)?)?;
    let second = value_of(a.at(1)?)?;
    if name == "eq" {
        // More arguments: equal to any of them.
        let mut rest = a.0.iter().skip(1).map(value_of);
        return rest
            .try_fold(false, |any, value| Ok(any || order(&first, &value?) == Some(Ordering::Equal)))
            .map(V::owned);
    }
    let order = order(&first, &second);
    let incomparable = || format!("{} and {} cannot be compared", first.kind(), second.kind());
    let holds = match name {
        "ne" => order != Some(Ordering::Equal),
        "lt" => order.ok_or_else(incomparable)? == Ordering::Less,
        "le" => order.ok_or_else(incomparable)? != Ordering::Greater,
        "gt" => order.ok_or_else(incomparable)? == Ordering::Greater,
        _ => order.ok_or_else(incomparable)? != Ordering::Less,
    };
    Ok(V::owned(holds))
}

fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::I64(a), Value::I64(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        _ => match (a.as_f64(), b.as_f64()) {
            (Some(a), Some(b)) => a.partial_cmp(&b),
            _ if a == b => Some(Ordering::Equal),
            _ => None,
        },
    }
}

pub(super) fn arithmetic<'a>(name: &str, a: Arguments<'_, 'a>) -> Result<V<'a>> {
    let mut result = a.int(0)?;
    for index in 1..a.0.len() {
        let next = a.int(index)?;
        let made = match name {
            "add" => result.checked_add(next),
            "sub" => result.checked_sub(next),
            "mul" => result.checked_mul(next),
            "div" => result.checked_div(next),
            "mod" => result.checked_rem(next),
            "max" => Some(result.max(next)),
            _ => Some(result.min(next)),
        };
        result = made.ok_or_else(|| "the result is no integer of 64 bits".to_owned())?;
    }
    Ok(V::int(result))
}
