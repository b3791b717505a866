//! Bracketed character classes.

use crate::{
    ast::Class,
    charset::{self, CharSet, Range},
    cursor::Cursor,
    error::Error,
    escape::{self, Set},
};

/// Reads a class, its brackets included. The last `:]` of the pattern stands at
/// `last_posix_end`.
pub(crate) fn bracketed(
    cursor: &mut Cursor<'_>,
    fold: bool,
    last_posix_end: Option<usize>,
) -> Result<Class, Error> {
    let start = cursor.at();
    cursor.eat("[");
    let mut class = Class { negated: cursor.eat("^"), ..Class::default() };
    let mut ranges = Vec::new();
    // A `]` that comes first is a member.
    let mut first = true;
    while first || !cursor.eat("]") {
        first = false;
        // Looking for a `:]` that is not there, again and again, would take
        // quadratic time.
        let may_be_posix = last_posix_end.is_some_and(|end| cursor.at() < end);
        if may_be_posix && let Some(set) = posix(cursor, fold)? {
            ranges.extend_from_slice(set.ranges());
            continue;
        }
        match escape::set(cursor, fold)? {
            Some(Set::Chars(set)) => ranges.extend_from_slice(set.ranges()),
            Some(Set::Property(item)) => {
                class.properties.push(item);
                class.fold = fold;
            }
            None => {
                ranges.push(range(cursor, start)?);
                class.fold = fold;
            }
        }
    }
    class.chars = CharSet::from_ranges(ranges);
    Ok(class)
}

/// Reads `[:name:]` if it comes next. Without a `:]` anywhere after it, the `[`
/// is a member like any other.
fn posix(cursor: &mut Cursor<'_>, fold: bool) -> Result<Option<CharSet>, Error> {
    let start = cursor.at();
    let mut ahead = *cursor;
    if !ahead.eat("[:") {
        return Ok(None);
    }
    let Some(name) = ahead.take_until(":]") else {
        return Ok(None);
    };
    let Some(set) = charset::posix(name, fold) else {
        let message = format!("unknown POSIX class `[:{name}:]`");
        return Err(Error::new(ahead.since(start), message));
    };
    *cursor = ahead;
    Ok(Some(set))
}

/// Reads one character, or two with a `-` between them. A `-` anywhere else is
/// a member.
fn range(cursor: &mut Cursor<'_>, class_start: usize) -> Result<Range, Error> {
    let start = cursor.at();
    let low = member(cursor, class_start)?;
    let mut ahead = *cursor;
    let has_high = ahead.eat("-") && ahead.peek().is_some_and(|c| c != ']');
    if !has_high {
        return Ok((low, low));
    }
    *cursor = ahead;
    let high = member(cursor, class_start)?;
    if low <= high {
        return Ok((low, high));
    }
    let text = cursor.text_since(start);
    let message = format!("invalid character class range `{text}`: its ends are out of order");
    Err(Error::new(cursor.since(start), message))
}

fn member(cursor: &mut Cursor<'_>, class_start: usize) -> Result<u32, Error> {
    if cursor.peek() == Some('\\') {
        return escape::code_point(cursor);
    }
    cursor.next().map(u32::from).ok_or_else(|| Error::new(cursor.since(class_start), "missing closing `]`"))
}
