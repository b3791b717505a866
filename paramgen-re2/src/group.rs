//! What may follow an opening parenthesis: flags, group names, `(?:`.

use crate::{cursor::Cursor, error::Error};

/// The flags in force at a point of the pattern. Go's `U` only changes which
/// match is preferred, so it is read and forgotten.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Flags {
    /// `i`: letters match in either case.
    pub(crate) fold: bool,
    /// `m`: `^` and `$` match at line breaks too.
    pub(crate) multi_line: bool,
    /// `s`: `.` matches the newline too.
    pub(crate) dot_newline: bool,
}

impl Flags {
    /// Switches the flag named `letter`; false if there is none of that name.
    fn switch(&mut self, letter: char, on: bool) -> bool {
        match letter {
            'i' => self.fold = on,
            'm' => self.multi_line = on,
            's' => self.dot_newline = on,
            'U' => {}
            _ => return false,
        }
        true
    }
}

/// What an opening parenthesis begins.
pub(crate) enum Opening {
    /// `(`, `(?P<name>` or `(?<name>`.
    Capture,
    /// `(?:` or `(?i:`, with the flags in force inside.
    Plain(Flags),
    /// `(?i)`, which holds no pattern but sets the flags from here on.
    Flags(Flags),
}

/// Reads an opening parenthesis and what belongs to it.
pub(crate) fn opening(cursor: &mut Cursor<'_>, flags: Flags) -> Result<Opening, Error> {
    let start = cursor.at();
    cursor.eat("(");
    if !cursor.eat("?") {
        return Ok(Opening::Capture);
    }
    for look_around in ["=", "!", "<=", "<!"] {
        if cursor.eat(look_around) {
            return Err(Error::new(
                cursor.since(start),
                format!("look-around `(?{look_around}` is not part of RE2"),
            ));
        }
    }
    if cursor.eat("P<") || cursor.eat("<") {
        name(cursor, start)?;
        return Ok(Opening::Capture);
    }
    set_flags(cursor, start, flags)
}

/// Reads a group name and its `>`. Go takes a name twice in a pattern.
fn name(cursor: &mut Cursor<'_>, start: usize) -> Result<(), Error> {
    let Some(name) = cursor.take_until(">") else {
        let message = "missing closing `>` of a group name";
        return Err(Error::new(cursor.since(start), message));
    };
    if !name.is_empty() && name.bytes().all(|b| b == b'_' || b.is_ascii_alphanumeric()) {
        return Ok(());
    }
    let message = format!("invalid group name `{name}`: write ASCII letters, digits and `_` only");
    Err(Error::new(cursor.since(start), message))
}

/// Reads flags up to the `:` or `)` that ends them.
fn set_flags(cursor: &mut Cursor<'_>, start: usize, mut flags: Flags) -> Result<Opening, Error> {
    let mut on = true;
    // A `-` with no flag after it is an error.
    let mut complete = true;
    loop {
        match cursor.next() {
            Some(':') if complete => return Ok(Opening::Plain(flags)),
            Some(')') if complete => return Ok(Opening::Flags(flags)),
            Some('-') if on => {
                on = false;
                complete = false;
            }
            Some(letter) if flags.switch(letter, on) => complete = true,
            Some(_) => {
                let text = cursor.text_since(start);
                let message = format!(
                    "`{text}` is not part of RE2: after `(?` come flags (i, m, s, U), a `:` or `<name>`"
                );
                return Err(Error::new(cursor.since(start), message));
            }
            None => {
                let message = "missing closing `)` of a group";
                return Err(Error::new(cursor.since(start), message));
            }
        }
    }
}
