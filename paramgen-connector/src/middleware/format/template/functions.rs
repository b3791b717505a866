//! The functions of templates: Go's own, and those of sprig that depend on nothing but their arguments.

use std::borrow::Cow;

use super::{
    compare::{arithmetic, compare},
    eval::{Result, V},
    print,
    printf::{printed, printf},
    texts,
};
use crate::record::{
    Map, Value,
    json_text::{self, Dialect},
};

/// All that [`call`] knows, but for `and` and `or`, which look at their arguments one by one.
const KNOWN: &[&str] = &[
    "add",
    "and",
    "b64dec",
    "b64enc",
    "ceil",
    "coalesce",
    "contains",
    "default",
    "dict",
    "div",
    "empty",
    "eq",
    "fail",
    "first",
    "floor",
    "fromJson",
    "ge",
    "get",
    "gt",
    "has",
    "hasKey",
    "hasPrefix",
    "hasSuffix",
    "html",
    "indent",
    "index",
    "int",
    "int64",
    "float64",
    "join",
    "js",
    "keys",
    "kindOf",
    "last",
    "le",
    "len",
    "list",
    "lower",
    "lt",
    "max",
    "min",
    "mod",
    "mul",
    "ne",
    "nindent",
    "nospace",
    "not",
    "or",
    "print",
    "printf",
    "println",
    "quote",
    "repeat",
    "replace",
    "rest",
    "reverse",
    "slice",
    "sortAlpha",
    "splitList",
    "squote",
    "sub",
    "substr",
    "ternary",
    "title",
    "toJson",
    "toPrettyJson",
    "toRawJson",
    "toString",
    "trim",
    "trimAll",
    "trimPrefix",
    "trimSuffix",
    "trunc",
    "uniq",
    "upper",
    "urlquery",
    "values",
];

/// Whether a function is known; the error says why one of Go's is not.
pub(super) fn check(name: &str) -> Result<()> {
    if KNOWN.contains(&name) {
        return Ok(());
    }
    let reason = match name {
        "env" | "expandenv" => "a template cannot read the environment of the process",
        "now" | "date" | "dateInZone" | "ago" | "htmlDate" => "functions of dates are not known here",
        _ if name.starts_with("rand") || name.starts_with("gen") || name.starts_with("uuid") => {
            "a record's text cannot depend on chance, as it may be written twice"
        }
        _ => "no such function is known here",
    };
    Err(format!("function {name:?}: {reason}"))
}

/// Calls a function.
pub(super) fn call<'a>(name: &str, arguments: &[V<'a>]) -> Result<V<'a>> {
    let a = Arguments(arguments);
    match name {
        "eq" | "ne" | "lt" | "le" | "gt" | "ge" => compare(name, a),
        "not" => Ok(V::owned(!a.at(0)?.is_true())),
        "len" => length(a.at(0)?).map(|length| V::int(length as i64)),
        "index" => arguments.iter().skip(1).try_fold(a.at(0)?.clone(), index),
        "get" => Ok(index(a.at(0)?.clone(), a.at(1)?)
            .ok()
            .filter(|value| !is_null(value))
            .unwrap_or_else(|| V::text(""))),
        "hasKey" => Ok(V::owned(a.map(0)?.get(&a.text(1)?).is_some())),
        "keys" => Ok(list(a.map(0)?.iter().map(|(name, _)| Value::Text(name.clone())))),
        "values" => Ok(list(a.map(0)?.iter().map(|(_, value)| value.clone()))),
        "dict" => dict(a),
        "list" => {
            arguments.iter().map(value_of).collect::<Result<Vec<_>>>().map(|items| list(items.into_iter()))
        }
        "first" => Ok(V::owned(a.list(0)?.first().cloned().unwrap_or_default())),
        "last" => Ok(V::owned(a.list(0)?.last().cloned().unwrap_or_default())),
        "rest" => Ok(list(a.list(0)?.into_iter().skip(1))),
        "reverse" => Ok(list(a.list(0)?.into_iter().rev())),
        "uniq" => {
            let mut seen: Vec<Value> = Vec::new();
            for item in a.list(0)? {
                if !seen.contains(&item) {
                    seen.push(item);
                }
            }
            Ok(list(seen.into_iter()))
        }
        "has" => Ok(V::owned(a.list(1)?.contains(&value_of(a.at(0)?)?))),
        "sortAlpha" => {
            let mut items: Vec<String> = a.list(0)?.iter().map(print::of_value).collect();
            items.sort();
            Ok(list(items.into_iter().map(Value::from)))
        }
        "slice" => slice(a),
        "join" => {
            let items: Vec<String> =
                a.list(1)?.iter().filter(|item| !item.is_null()).map(print::of_value).collect();
            Ok(V::text(items.join(&a.text(0)?)))
        }
        "splitList" => Ok(list(a.text(1)?.split(&*a.text(0)?).map(Value::from))),
        "default" => Ok(arguments.get(1).filter(|value| value.is_true()).unwrap_or(a.at(0)?).clone()),
        "coalesce" => Ok(arguments.iter().find(|value| value.is_true()).cloned().unwrap_or_else(V::null)),
        "ternary" => Ok(if a.at(2)?.is_true() { a.at(0)? } else { a.at(1)? }.clone()),
        "empty" => Ok(V::owned(!a.at(0)?.is_true())),
        "contains" => Ok(V::owned(a.text(1)?.contains(&*a.text(0)?))),
        "hasPrefix" => Ok(V::owned(a.text(1)?.starts_with(&*a.text(0)?))),
        "hasSuffix" => Ok(V::owned(a.text(1)?.ends_with(&*a.text(0)?))),
        "fail" => Err(a.text(0)?.into_owned()),
        "add" | "sub" | "mul" | "div" | "mod" | "max" | "min" => arithmetic(name, a),
        "floor" => Ok(V::owned(a.float(0)?.floor())),
        "ceil" => Ok(V::owned(a.float(0)?.ceil())),
        "int" | "int64" => Ok(V::int(a.int(0)?)),
        "float64" => Ok(V::owned(a.float(0)?)),
        "print" => Ok(V::text(printed(arguments, false))),
        "println" => Ok(V::text(printed(arguments, true))),
        "printf" => printf(&a.text(0)?, &arguments[1..]).map(V::text),
        "toJson" => json(a.at(0)?).map(V::text),
        "toRawJson" => json(a.at(0)?).map(|json| V::text(unescaped(&json))),
        "toPrettyJson" => {
            let value: serde_json::Value =
                serde_json::from_str(&json(a.at(0)?)?).map_err(|error| error.to_string())?;
            serde_json::to_string_pretty(&value).map(V::text).map_err(|error| error.to_string())
        }
        "fromJson" => {
            serde_json::from_str::<Value>(&a.text(0)?).map(V::owned).map_err(|error| error.to_string())
        }
        "kindOf" => Ok(V::text(kind(a.at(0)?))),
        _ => texts::call(name, a).map(V::text),
    }
}

#[derive(Clone, Copy)]
pub(super) struct Arguments<'b, 'a>(pub(super) &'b [V<'a>]);

impl<'b, 'a> Arguments<'b, 'a> {
    pub(super) fn at(self, index: usize) -> Result<&'b V<'a>> {
        self.0.get(index).ok_or_else(|| format!("argument {} is missing", index + 1))
    }

    pub(super) fn text(self, index: usize) -> Result<Cow<'b, str>> {
        Ok(match self.at(index)? {
            V::Value(value) if value.is_null() => Cow::Borrowed(""),
            V::Value(value) => match value.as_ref() {
                Value::Text(text) => Cow::Borrowed(&**text),
                Value::Bytes(bytes) => String::from_utf8_lossy(bytes),
                other => Cow::Owned(print::of_value(other)),
            },
            other => Cow::Owned(print::plain(other)),
        })
    }

    pub(super) fn int(self, index: usize) -> Result<i64> {
        match self.at(index)? {
            V::Value(value) => match value.as_ref() {
                Value::Text(text) => text.parse().map_err(|_| format!("{text:?} is no integer")),
                Value::Bool(value) => Ok(i64::from(*value)),
                Value::F64(number) => Ok(*number as i64),
                other => other.as_i64().ok_or_else(|| format!("{} is no integer", other.kind())),
            },
            _ => Err("an integer is expected".to_owned()),
        }
    }

    pub(super) fn float(self, index: usize) -> Result<f64> {
        match self.at(index)? {
            V::Value(value) => match value.as_ref() {
                Value::Text(text) => text.parse().map_err(|_| format!("{text:?} is no number")),
                other => other.as_f64().ok_or_else(|| format!("{} is no number", other.kind())),
            },
            _ => Err("a number is expected".to_owned()),
        }
    }

    fn map(self, index: usize) -> Result<Map> {
        match value_of(self.at(index)?)? {
            Value::Map(map) => Ok(map),
            other => Err(format!("a map is expected, not {}", other.kind())),
        }
    }

    fn list(self, index: usize) -> Result<Vec<Value>> {
        match value_of(self.at(index)?)? {
            Value::List(items) => Ok(items),
            other => Err(format!("a list is expected, not {}", other.kind())),
        }
    }
}

/// A value by itself.
pub(super) fn value_of(value: &V<'_>) -> Result<Value> {
    Ok(match value {
        V::Value(value) => value.as_ref().clone(),
        V::Fields(map) => Value::Map((*map).clone()),
        V::Metadata(metadata) => Value::Map(
            metadata.iter().map(|(name, value)| (name.clone(), Value::Text(value.clone()))).collect(),
        ),
        V::Raw(bytes) => Value::from(*bytes),
        V::NilData => Value::Null,
        V::Operation(operation) => Value::I64(*operation as i64),
        V::Position(record) => Value::Bytes(record.position.clone()),
        V::Record(_) | V::Change(_) => {
            return Err("a record cannot be used as a value; name a part of it".to_owned());
        }
    })
}

pub(super) fn is_null(value: &V<'_>) -> bool {
    matches!(value, V::Value(value) if value.is_null())
}

fn list<'a>(items: impl Iterator<Item = Value>) -> V<'a> {
    V::owned(Value::List(items.collect()))
}

fn dict<'a>(a: Arguments<'_, 'a>) -> Result<V<'a>> {
    let mut map = Map::new();
    for index in (0..a.0.len()).step_by(2) {
        let value = a.0.get(index + 1).map(value_of).transpose()?.unwrap_or_default();
        map.insert(a.text(index)?.into_owned(), value);
    }
    Ok(V::owned(map))
}

fn index<'a>(value: V<'a>, key: &V<'a>) -> Result<V<'a>> {
    let name = || Arguments(std::slice::from_ref(key)).text(0).map(Cow::into_owned);
    let number = || Arguments(std::slice::from_ref(key)).int(0);
    match value {
        V::Fields(map) => Ok(map.get(&name()?).map_or_else(V::null, |value| V::Value(Cow::Borrowed(value)))),
        V::Metadata(metadata) => Ok(V::text(metadata.get(&name()?).unwrap_or_default())),
        V::Value(value) => match value.as_ref() {
            Value::Map(map) => Ok(V::owned(map.get(&name()?).cloned().unwrap_or_default())),
            Value::List(items) => {
                let item = usize::try_from(number()?).ok().and_then(|index| items.get(index));
                item.cloned().map(V::owned).ok_or_else(|| "the index is out of range".to_owned())
            }
            other => Err(format!("{} has no index", other.kind())),
        },
        V::Raw(bytes) => {
            let byte = usize::try_from(number()?).ok().and_then(|index| bytes.get(index));
            byte.map(|byte| V::int(i64::from(*byte))).ok_or_else(|| "the index is out of range".to_owned())
        }
        V::NilData | V::Record(_) | V::Position(_) | V::Change(_) | V::Operation(_) => {
            Err("this has no index".to_owned())
        }
    }
}

fn slice<'a>(a: Arguments<'_, 'a>) -> Result<V<'a>> {
    let bounds = |length: usize| {
        let bound = |index: usize, default: usize| match a.0.get(index) {
            Some(_) => usize::try_from(a.int(index)?).map_err(|_| "a bound is negative".to_owned()),
            None => Ok(default),
        };
        let (start, end) = (bound(1, 0)?, bound(2, length)?);
        if start <= end && end <= length { Ok(start..end) } else { Err("a bound is out of range".to_owned()) }
    };
    if let V::Value(value) = a.at(0)?
        && let Value::Text(text) = value.as_ref()
    {
        let range = bounds(text.len())?;
        let part = text.get(range).ok_or_else(|| "a bound is within a character".to_owned())?;
        return Ok(V::text(part));
    }
    let items = a.list(0)?;
    let range = bounds(items.len())?;
    Ok(list(items[range].iter().cloned()))
}

fn length(value: &V<'_>) -> Result<usize> {
    match value {
        V::Fields(map) => Ok(map.len()),
        V::Metadata(metadata) => Ok(metadata.len()),
        V::Raw(bytes) => Ok(bytes.len()),
        V::Position(record) => Ok(record.position.len()),
        V::NilData => Err("nil has no length".to_owned()),
        V::Value(value) => match value.as_ref() {
            Value::Text(text) => Ok(text.len()),
            Value::Bytes(bytes) => Ok(bytes.len()),
            Value::List(items) => Ok(items.len()),
            Value::Map(map) => Ok(map.len()),
            other => Err(format!("{} has no length", other.kind())),
        },
        V::Record(_) | V::Change(_) | V::Operation(_) => Err("this has no length".to_owned()),
    }
}

fn json(value: &V<'_>) -> Result<String> {
    let mut out = String::new();
    json_text::write_value(&mut out, &value_of(value)?, Dialect::GoStandard)
        .map_err(|error| error.to_string())?;
    Ok(out)
}

/// JSON without the escapes that are for HTML.
fn unescaped(json: &str) -> String {
    [("\\u003c", "<"), ("\\u003e", ">"), ("\\u0026", "&")]
        .iter()
        .fold(json.to_owned(), |json, (from, to)| json.replace(from, to))
}

/// The word that Go's `reflect` has.
fn kind(value: &V<'_>) -> &'static str {
    match value {
        V::Fields(_) | V::Metadata(_) => "map",
        V::Raw(_) | V::Position(_) => "slice",
        V::Operation(_) => "int",
        V::Record(_) | V::Change(_) => "struct",
        V::NilData => "invalid",
        V::Value(value) => match value.as_ref() {
            Value::Null => "invalid",
            Value::Bool(_) => "bool",
            Value::I64(_) => "int64",
            Value::U64(_) => "uint64",
            Value::F64(_) => "float64",
            Value::Text(_) => "string",
            Value::Bytes(_) | Value::List(_) => "slice",
            Value::Map(_) => "map",
            Value::Decimal(_) | Value::Date(_) | Value::Time(_) | Value::Timestamp(_) => "struct",
        },
    }
}
