//! `print`, `println` and `printf`.

use super::{
    eval::{Result, V},
    functions::Arguments,
    print,
};
use crate::record::{Data, Value, json_text::push};

/// Spaces stand between arguments of which neither is text; with `println`, between all.
pub(super) fn printed(arguments: &[V<'_>], lines: bool) -> String {
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

pub(super) fn printf(format: &str, arguments: &[V<'_>]) -> Result<String> {
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
