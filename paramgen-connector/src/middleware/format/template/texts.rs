//! Functions that give text.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    eval::Result,
    functions::{Arguments, is_null},
};

/// Functions from text to text.
pub(super) fn call(name: &str, a: Arguments<'_, '_>) -> Result<String> {
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
