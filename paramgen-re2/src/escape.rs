//! Backslash escapes.

use crate::{
    ast::PropertyItem,
    charset::{self, CharSet},
    cursor::Cursor,
    error::Error,
    property::{self, Named},
};

/// An escape for a set of characters.
pub(crate) enum Set {
    Chars(CharSet),
    Property(PropertyItem),
}

/// Reads `\d`, `\pL`, `\p{Greek}` and their like, if one comes next.
pub(crate) fn set(cursor: &mut Cursor<'_>, fold: bool) -> Result<Option<Set>, Error> {
    let mut ahead = *cursor;
    if !ahead.eat("\\") {
        return Ok(None);
    }
    let Some(letter) = ahead.next() else {
        return Ok(None);
    };
    let set = if let 'p' | 'P' = letter {
        property(&mut ahead, cursor.at(), letter == 'P', fold)?
    } else if let Some(chars) = charset::perl(letter, fold) {
        Set::Chars(chars)
    } else {
        return Ok(None);
    };
    *cursor = ahead;
    Ok(Some(set))
}

/// Reads the name after `\p` or `\P`, which stands at `start`.
fn property(cursor: &mut Cursor<'_>, start: usize, negated: bool, fold: bool) -> Result<Set, Error> {
    let name_start = cursor.at();
    let name = if cursor.eat("{") {
        cursor.take_until("}").ok_or_else(|| {
            let escape = cursor.text_since(start);
            Error::new(cursor.since(start), format!("missing closing `}}` of `{escape}`"))
        })?
    } else {
        cursor.next();
        cursor.text_since(name_start)
    };
    let (name, negated) = match name.strip_prefix('^') {
        Some(name) => (name, !negated),
        None => (name, negated),
    };
    match property::by_name(name) {
        Some(Named::Ranges(ranges)) => Ok(Set::Chars(charset::group(ranges, negated, fold))),
        Some(Named::Property(property)) => Ok(Set::Property(PropertyItem { property, negated })),
        None => {
            let escape = cursor.text_since(start);
            let message =
                format!("unknown Unicode class `{escape}`: RE2 has general categories and scripts only");
            Err(Error::new(cursor.since(start), message))
        }
    }
}

/// Reads an escape that stands for one code point, its `\` included.
pub(crate) fn code_point(cursor: &mut Cursor<'_>) -> Result<u32, Error> {
    let start = cursor.at();
    cursor.eat("\\");
    let Some(c) = cursor.next() else {
        return Err(Error::new(cursor.since(start), "trailing backslash: write `\\\\` to match a backslash"));
    };
    match c {
        'a' => Ok(0x07),
        'f' => Ok(0x0C),
        'n' => Ok(0x0A),
        'r' => Ok(0x0D),
        't' => Ok(0x09),
        'v' => Ok(0x0B),
        'x' => hexadecimal(cursor, start),
        '0'..='7' => octal(cursor, start, c),
        _ if c.is_ascii() && !c.is_ascii_alphanumeric() => Ok(c.into()),
        _ => Err(invalid(cursor, start, c)),
    }
}

/// Reads the rest of up to three octal digits. A single one but 0 would be a
/// backreference.
fn octal(cursor: &mut Cursor<'_>, start: usize, first: char) -> Result<u32, Error> {
    let digit = |cursor: &Cursor<'_>| cursor.peek().and_then(|c| c.to_digit(8));
    if first != '0' && digit(cursor).is_none() {
        return Err(invalid(cursor, start, first));
    }
    let mut value = first.to_digit(8).unwrap_or(0);
    for _ in 0..2 {
        let Some(next) = digit(cursor) else { break };
        value = value * 8 + next;
        cursor.next();
    }
    Ok(value)
}

/// Reads what follows `\x`: two hexadecimal digits, or any number in braces.
fn hexadecimal(cursor: &mut Cursor<'_>, start: usize) -> Result<u32, Error> {
    let invalid = |cursor: &Cursor<'_>| {
        let message =
            "invalid escape `\\x`: write two hexadecimal digits, or up to 10FFFF in braces, as in `\\x{e9}`";
        Error::new(cursor.since(start), message)
    };
    let (digits, braced) = if cursor.eat("{") {
        let digits = cursor.take_until("}").ok_or_else(|| invalid(cursor))?;
        (digits, true)
    } else {
        let digits_start = cursor.at();
        cursor.next();
        cursor.next();
        (cursor.text_since(digits_start), false)
    };
    let valid = digits.bytes().all(|b| b.is_ascii_hexdigit())
        && (if braced { !digits.is_empty() } else { digits.len() == 2 });
    u32::from_str_radix(digits, 16)
        .ok()
        .filter(|&value| valid && value <= u32::from(char::MAX))
        .ok_or_else(|| invalid(cursor))
}

fn invalid(cursor: &Cursor<'_>, start: usize, c: char) -> Error {
    let message = match c {
        '1'..='9' => format!("backreference `\\{c}` is not part of RE2"),
        'C' => "`\\C` (a single byte) is not supported".to_owned(),
        'Z' => "invalid escape `\\Z`: write `\\z` for the end of the text".to_owned(),
        'u' | 'U' => format!("invalid escape `\\{c}`: write `\\x{{…}}` for a code point"),
        'A' | 'B' | 'b' | 'z' => format!("invalid escape `\\{c}` in a character class"),
        'Q' => "invalid escape `\\Q` in a character class".to_owned(),
        'E' => "invalid escape `\\E` without `\\Q`".to_owned(),
        _ if c.is_ascii() => format!("invalid escape `\\{c}`"),
        _ => format!("invalid escape `\\{c}`: a character beyond ASCII needs none"),
    };
    Error::new(cursor.since(start), message)
}
