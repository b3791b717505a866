//! Markdown cut where its lines change in kind: as much of its block structure as escaping needs.

use super::inline;

/// A stretch of lines; together they are the text.
pub(super) enum Block<'a> {
    Blank(&'a str),
    /// Lines that may share emphasis, code spans and links.
    Prose(&'a str),
    Fence(Fence<'a>),
}

/// A code block between fences.
pub(super) struct Fence<'a> {
    pub(super) source: &'a str,
    /// The first line up to the info string: indentation and backticks or tildes.
    pub(super) opening: &'a str,
    /// The lines of code.
    pub(super) lines: Vec<&'a str>,
    /// Whether its end is there.
    pub(super) closed: bool,
}

pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (block, behind) = next_block(rest);
        blocks.push(block);
        rest = behind;
    }
    blocks
}

/// Whether a line cannot belong to a paragraph before it.
pub(super) fn begins_block(line: &str) -> bool {
    let line = line.trim_start();
    if inline::begins_tag(line) || line.starts_with(['#', '>', '|']) {
        return true;
    }
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let marker = if numbered.len() < line.len() { ['.', ')'].as_slice() } else { &['-', '*', '+'] };
    numbered.strip_prefix(marker).is_some_and(|behind| behind.starts_with(char::is_whitespace))
}

fn next_block(text: &str) -> (Block<'_>, &str) {
    let line = first_line(text);
    if let Some(opening) = fence_opening(line) {
        return fence(text, opening);
    }
    let is_blank = is_blank(line);
    let mut end = line.len();
    while end < text.len() {
        let line = first_line(&text[end..]);
        let goes_on = if is_blank {
            self::is_blank(line)
        } else {
            !self::is_blank(line) && !begins_block(line) && fence_opening(line).is_none()
        };
        if !goes_on {
            break;
        }
        end += line.len();
    }
    let (source, behind) = text.split_at(end);
    (if is_blank { Block::Blank(source) } else { Block::Prose(source) }, behind)
}

/// The first line with its end.
fn first_line(text: &str) -> &str {
    text.split_inclusive('\n').next().unwrap_or(text)
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Indentation and backticks or tildes, if the line opens a code block.
fn fence_opening(line: &str) -> Option<&str> {
    let indent = indent(line);
    let marks = &line[indent..];
    let mark = marks.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let info = marks.trim_start_matches(mark);
    let count = marks.len() - info.len();
    // Otherwise it is a code span; deeper lines are code already, or belong to a list that ends by itself.
    (indent < 4 && count >= 3 && !(mark == '`' && info.contains('`'))).then(|| &line[..indent + count])
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn fence<'a>(text: &'a str, opening: &'a str) -> (Block<'a>, &'a str) {
    let marks = opening.trim_start();
    let mut lines = Vec::new();
    let mut end = first_line(text).len();
    let mut closed = false;
    while end < text.len() && !closed {
        let line = first_line(&text[end..]);
        end += line.len();
        let said = line.trim_end();
        closed = said.trim_start().starts_with(marks)
            && said.trim_start().trim_start_matches(&marks[..1]).is_empty()
            && indent(line) < indent(opening) + 4;
        if !closed {
            lines.push(line.trim_end_matches('\n'));
        }
    }
    let (source, behind) = text.split_at(end);
    (Block::Fence(Fence { source, opening, lines, closed }), behind)
}
