//! Repetition operators: `*`, `+`, `?` and counts in braces.

use crate::{cursor::Cursor, error::Error, limits::MAX_REPEAT};

/// How often an item is repeated; no `max` means without end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Count {
    pub(crate) min: u32,
    pub(crate) max: Option<u32>,
}

/// Reads a repetition operator, with the `?` of a lazy one, if one comes next.
///
/// What is in braces but is not a count, such as `{,5}` or `{01}`, is left for
/// the caller to take literally.
pub(crate) fn operator(cursor: &mut Cursor<'_>) -> Result<Option<Count>, Error> {
    let start = cursor.at();
    let count = match cursor.peek() {
        Some('*') => Count { min: 0, max: None },
        Some('+') => Count { min: 1, max: None },
        Some('?') => Count { min: 0, max: Some(1) },
        Some('{') => {
            let Some(braces) = braces(cursor) else {
                return Ok(None);
            };
            let count = braces.check(cursor, start)?;
            cursor.eat("?");
            return Ok(Some(count));
        }
        _ => return Ok(None),
    };
    cursor.next();
    cursor.eat("?");
    Ok(Some(count))
}

/// The numbers in `{min}`, `{min,}` or `{min,max}`, as they are written.
struct Braces<'p> {
    min: &'p str,
    /// The maximum, which `{min,}` does not have.
    max: Option<&'p str>,
}

/// Reads a count in braces if one comes next.
fn braces<'p>(cursor: &mut Cursor<'p>) -> Option<Braces<'p>> {
    let mut ahead = *cursor;
    ahead.eat("{");
    let min = number(&mut ahead)?;
    let max = if !ahead.eat(",") {
        Some(min)
    } else if ahead.rest().starts_with('}') {
        None
    } else {
        Some(number(&mut ahead)?)
    };
    if !ahead.eat("}") {
        return None;
    }
    *cursor = ahead;
    Some(Braces { min, max })
}

/// Reads a number without leading zeros.
fn number<'p>(cursor: &mut Cursor<'p>) -> Option<&'p str> {
    let start = cursor.at();
    while cursor.peek().is_some_and(|c| c.is_ascii_digit()) {
        cursor.next();
    }
    let digits = cursor.text_since(start);
    let valid = digits == "0" || !(digits.is_empty() || digits.starts_with('0'));
    valid.then_some(digits)
}

impl Braces<'_> {
    /// The count, unless a number is too big or the two are swapped. The braces
    /// stand between `start` and the cursor.
    fn check(&self, cursor: &Cursor<'_>, start: usize) -> Result<Count, Error> {
        let value = |digits: &str| match digits.parse() {
            Ok(value) if value <= MAX_REPEAT => Ok(value),
            _ => {
                let message = format!("repetition count {digits} is over RE2's limit of {MAX_REPEAT}");
                Err(Error::new(cursor.since(start), message))
            }
        };
        let min = value(self.min)?;
        let max = self.max.map(value).transpose()?;
        match max {
            Some(max) if max < min => {
                let message = format!("repetition counts are out of order: write `{{{max},{min}}}`");
                Err(Error::new(cursor.since(start), message))
            }
            _ => Ok(Count { min, max }),
        }
    }
}
