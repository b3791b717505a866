//! The functions of templates: Go's own, and those of sprig that depend on nothing but their arguments.

use std::{borrow::Cow, cmp::Ordering};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    eval::{Result, V},
    print,
};
use crate::record::{
    Data, Map, Value,
    json_text::{self, Dialect, push},
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
        _ => text_function(name, a).map(V::text),
    }
}

/// Functions from text to text.
fn text_function(name: &str, a: Arguments<'_, '_>) -> Result<String> {
    Ok(match name {
        "upper" => a.text(0)?.to_uppercase(),
        "lower" => a.text(0)?.to_lowercase(),
        "title" => title(&a.text(0)?),
        "trim" => a.text(0)?.trim().to_owned(),
        "trimAll" => {
            let cut = a.text(0)?.into_owned();
            a.text(1)?.trim_matches(|character| cut.contains(character)).to_owned()
        }
        "trimPrefix" => strip(&a.text(1)?, |text| text.strip_prefix(&*a.text(0).ok()?)),
        "trimSuffix" => strip(&a.text(1)?, |text| text.strip_suffix(&*a.text(0).ok()?)),
        "trunc" => truncated(&a.text(1)?, a.int(0)?),
        "substr" => {
            let (start, end, text) = (a.int(0)?, a.int(1)?, a.text(2)?);
            let characters = text.chars().count() as i64;
            let end = if end < 0 || end > characters { characters } else { end };
            text.chars().take(end as usize).skip(start.max(0) as usize).collect()
        }
        "replace" => a.text(2)?.replace(&*a.text(0)?, &a.text(1)?),
        "repeat" => {
            const LONGEST: usize = 1 << 20;
            let (count, text) = (usize::try_from(a.int(0)?).unwrap_or(0), a.text(1)?);
            if count.saturating_mul(text.len()) > LONGEST {
                return Err("the text would be too long".to_owned());
            }
            text.repeat(count)
        }
        "nospace" => a.text(0)?.split_whitespace().collect(),
        "indent" | "nindent" => {
            let spaces = " ".repeat(usize::try_from(a.int(0)?).unwrap_or(0).min(1_000));
            let text =
                a.text(1)?.split('\n').map(|line| format!("{spaces}{line}")).collect::<Vec<_>>().join("\n");
            if name == "indent" { text } else { format!("\n{text}") }
        }
        "quote" => each(a, |text| format!("{text:?}")),
        "squote" => each(a, |text| format!("'{text}'")),
        "toString" => a.text(0)?.into_owned(),
        "b64enc" => STANDARD.encode(a.text(0)?.as_bytes()),
        "b64dec" => {
            let bytes = STANDARD.decode(a.text(0)?.as_bytes()).map_err(|error| error.to_string())?;
            String::from_utf8(bytes).map_err(|_| "what was decoded is not UTF-8".to_owned())?
        }
        "html" => escaped(&a.text(0)?, |character| match character {
            '<' => Some("&lt;".to_owned()),
            '>' => Some("&gt;".to_owned()),
            '&' => Some("&amp;".to_owned()),
            '"' => Some("&#34;".to_owned()),
            '\'' => Some("&#39;".to_owned()),
            _ => None,
        }),
        "js" => escaped(&a.text(0)?, |character| match character {
            '\\' | '\'' | '"' => Some(format!("\\{character}")),
            '<' | '>' | '&' | '=' | '\u{0}'..='\u{1f}' => Some(format!("\\u{:04X}", u32::from(character))),
            _ => None,
        }),
        "urlquery" => {
            let text = a.text(0)?;
            text.bytes().map(url_byte).collect()
        }
        other => return Err(format!("function {other:?} is not known")),
    })
}

#[derive(Clone, Copy)]
struct Arguments<'b, 'a>(&'b [V<'a>]);

impl<'b, 'a> Arguments<'b, 'a> {
    fn at(self, index: usize) -> Result<&'b V<'a>> {
        self.0.get(index).ok_or_else(|| format!("argument {} is missing", index + 1))
    }

    fn text(self, index: usize) -> Result<Cow<'b, str>> {
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

    fn int(self, index: usize) -> Result<i64> {
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

    fn float(self, index: usize) -> Result<f64> {
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
fn value_of(value: &V<'_>) -> Result<Value> {
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

fn is_null(value: &V<'_>) -> bool {
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

fn compare<'a>(name: &str, a: Arguments<'_, 'a>) -> Result<V<'a>> {
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

fn arithmetic<'a>(name: &str, a: Arguments<'_, 'a>) -> Result<V<'a>> {
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

/// Spaces stand between arguments of which neither is text; with `println`, between all.
fn printed(arguments: &[V<'_>], lines: bool) -> String {
    let is_text =
        |value: &V<'_>| matches!(value, V::Value(value) if matches!(value.as_ref(), Value::Text(_)));
    let mut out = String::new();
    for (index, argument) in arguments.iter().enumerate() {
        if index > 0 && (lines || !is_text(argument) && !is_text(&arguments[index - 1])) {
            out.push(' ');
        }
        out.push_str(&print::plain(argument));
    }
    if lines {
        out.push('\n');
    }
    out
}

fn printf(format: &str, arguments: &[V<'_>]) -> Result<String> {
    let mut out = String::new();
    let (mut rest, mut next) = (format, 0);
    while let Some(start) = rest.find('%') {
        out.push_str(&rest[..start]);
        let spec = &rest[start + 1..];
        let end = spec.find(|character: char| character.is_alphabetic() || character == '%');
        let end = end.ok_or_else(|| "the format ends within a verb".to_owned())?;
        let (flags, verb) = (&spec[..end], spec[end..].chars().next().unwrap_or('%'));
        rest = &spec[end + verb.len_utf8()..];
        if verb == '%' {
            out.push('%');
            continue;
        }
        let one = arguments.get(next..=next).ok_or_else(|| format!("%{verb} has no argument"))?;
        next += 1;
        let left = flags.contains('-');
        let (width, precision) = flags.trim_start_matches(['-', '+', '#', ' ']).split_once('.').map_or_else(
            || (flags.trim_start_matches(['-', '+', '#', ' ']), None),
            |(width, precision)| (width, Some(precision.parse::<usize>().unwrap_or(0))),
        );
        let zeros = width.starts_with('0') && !left;
        let width = width.parse::<usize>().unwrap_or(0).min(10_000);
        let precision = precision.map(|precision| precision.min(1_000));
        let text = verb_text(verb, one, precision)?;
        let text = if flags.contains('+') && "dfeg".contains(verb) && !text.starts_with('-') {
            format!("+{text}")
        } else {
            text
        };
        if left {
            push(&mut out, format_args!("{text:<width$}"));
        } else if zeros {
            let (sign, digits) = text.strip_prefix('-').map_or(("", &*text), |digits| ("-", digits));
            let width = width.saturating_sub(sign.len());
            push(&mut out, format_args!("{sign}{digits:0>width$}"));
        } else {
            push(&mut out, format_args!("{text:>width$}"));
        }
    }
    out.push_str(rest);
    if next < arguments.len() {
        return Err("there are more arguments than verbs".to_owned());
    }
    Ok(out)
}

fn verb_text(verb: char, one: &[V<'_>], precision: Option<usize>) -> Result<String> {
    let a = Arguments(one);
    let value = a.at(0)?;
    Ok(match verb {
        'v' => print::plain(value),
        's' => {
            let text = match value {
                V::Raw(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                V::Fields(map) => {
                    let bytes = Data::from((*map).clone()).to_bytes().map_err(|error| error.to_string())?;
                    String::from_utf8_lossy(&bytes).into_owned()
                }
                _ => a.text(0)?.into_owned(),
            };
            precision.map_or_else(|| text.clone(), |precision| text.chars().take(precision).collect())
        }
        'q' => format!("{:?}", a.text(0)?),
        'd' => match value {
            V::Operation(operation) => (*operation as i32).to_string(),
            _ => a.int(0)?.to_string(),
        },
        'x' => match value {
            V::Value(value) if matches!(value.as_ref(), Value::I64(_)) => format!("{:x}", a.int(0)?),
            _ => {
                let mut hex = String::new();
                a.text(0)?.bytes().for_each(|byte| push(&mut hex, format_args!("{byte:02x}")));
                hex
            }
        },
        't' => a.at(0)?.is_true().to_string(),
        'f' => format!("{:.*}", precision.unwrap_or(6), a.float(0)?),
        'g' => print::of_float(a.float(0)?),
        other => return Err(format!("the verb %{other} is not known here")),
    })
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

fn each(a: Arguments<'_, '_>, show: impl Fn(&str) -> String) -> String {
    let shown = (0..a.0.len()).filter(|index| !is_null(&a.0[*index])).filter_map(|index| a.text(index).ok());
    shown.map(|text| show(&text)).collect::<Vec<_>>().join(" ")
}

fn strip(text: &str, strip: impl Fn(&str) -> Option<&str>) -> String {
    strip(text).unwrap_or(text).to_owned()
}

/// The first characters, or with a negative number the last ones.
fn truncated(text: &str, count: i64) -> String {
    let characters = text.chars().count();
    let wanted = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
    if count < 0 {
        text.chars().skip(characters.saturating_sub(wanted)).collect()
    } else {
        text.chars().take(wanted).collect()
    }
}

fn title(text: &str) -> String {
    let mut start = true;
    let letters = text.chars().flat_map(|character| {
        let first = std::mem::replace(&mut start, character.is_whitespace()) && !character.is_whitespace();
        if first { character.to_uppercase().collect::<Vec<_>>() } else { vec![character] }
    });
    letters.collect()
}

fn escaped(text: &str, escape: impl Fn(char) -> Option<String>) -> String {
    text.chars().map(|character| escape(character).unwrap_or_else(|| character.to_string())).collect()
}

fn url_byte(byte: u8) -> String {
    match byte {
        b' ' => "+".to_owned(),
        byte if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    }
}
