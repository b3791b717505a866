//! Descriptions of several parts, joined in `const` evaluation: the macro sees the literals among them, and the text of
//! `include_str!` and its like is known to the compiler alone.

/// A part of a description.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// Lines as they shall stand.
    Text(&'static str),
    /// Lines whose common indentation goes, like that of a doc comment.
    Raw(&'static str),
}

/// The parts of one description, each on lines of its own, in as much room as they take at most.
#[doc(hidden)]
pub struct Joined<const ROOM: usize> {
    bytes: [u8; ROOM],
    length: usize,
}

/// The room that parts take.
#[doc(hidden)]
pub const fn room(parts: &[Part]) -> usize {
    let (mut room, mut i) = (0, 0);
    while i < parts.len() {
        let (Part::Text(text) | Part::Raw(text)) = parts[i];
        room += text.len() + 1;
        i += 1;
    }
    room
}

impl<const ROOM: usize> Joined<ROOM> {
    /// The parts behind each other.
    pub const fn of(parts: &[Part]) -> Self {
        let mut joined = Self { bytes: [0; ROOM], length: 0 };
        let mut i = 0;
        while i < parts.len() {
            match parts[i] {
                Part::Text(text) => joined.lines(text.as_bytes(), 0),
                Part::Raw(text) => {
                    joined.lines(without_last_break(text.as_bytes()), indentation(text.as_bytes()))
                }
            }
            i += 1;
        }
        joined
    }

    /// The text, without empty lines at its ends.
    pub const fn text(&'static self) -> &'static str {
        let mut bytes = self.bytes.split_at(self.length).0;
        while let [b'\n', rest @ ..] | [rest @ .., b'\n'] = bytes {
            bytes = rest;
        }
        match str::from_utf8(bytes) {
            Ok(text) => text,
            // Lines are cut at white space of one byte.
            Err(_) => "",
        }
    }

    /// Adds lines without their first `indent` bytes and the white space at their ends.
    const fn lines(&mut self, mut rest: &[u8], indent: usize) {
        loop {
            let (line, behind) = next_line(rest);
            let line = line.trim_ascii_end();
            if line.len() > indent {
                let line = line.split_at(indent).1;
                let (_, free) = self.bytes.split_at_mut(self.length);
                free.split_at_mut(line.len()).0.copy_from_slice(line);
                self.length += line.len();
            }
            self.bytes[self.length] = b'\n';
            self.length += 1;
            match behind {
                Some(behind) => rest = behind,
                None => return,
            }
        }
    }
}

/// The text up to a line break, and what stands behind that.
const fn next_line(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    let mut i = 0;
    while i < text.len() {
        if text[i] == b'\n' {
            let (line, rest) = text.split_at(i);
            return (line, Some(rest.split_at(1).1));
        }
        i += 1;
    }
    (text, None)
}

const fn without_last_break(text: &[u8]) -> &[u8] {
    match text {
        [text @ .., b'\n'] => text,
        _ => text,
    }
}

/// The spaces and tabs that all lines with content start with.
const fn indentation(mut rest: &[u8]) -> usize {
    let mut least = usize::MAX;
    loop {
        let (line, behind) = next_line(rest);
        let mut indent = 0;
        while indent < line.len() && matches!(line[indent], b' ' | b'\t') {
            indent += 1;
        }
        if !line.trim_ascii_end().is_empty() && indent < least {
            least = indent;
        }
        match behind {
            Some(behind) => rest = behind,
            None => return if least == usize::MAX { 0 } else { least },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Joined, Part, room};

    #[test]
    fn parts_stand_on_lines_of_their_own() {
        const PARTS: &[Part] = &[
            Part::Text("Short.\n"),
            Part::Raw("\n  One\r\n    two  \n\n  \n"),
            Part::Raw(""),
            Part::Text("End."),
        ];
        const JOINED: &Joined<{ room(PARTS) }> = &Joined::of(PARTS);
        assert_eq!(JOINED.text(), "Short.\n\n\nOne\n  two\n\n\n\nEnd.");
    }

    #[test]
    fn nothing_is_nothing() {
        const PARTS: &[Part] = &[Part::Raw("\n \n")];
        const JOINED: &Joined<{ room(PARTS) }> = &Joined::of(PARTS);
        assert_eq!(JOINED.text(), "");
    }
}
