//! Lines of Markdown in pieces: what stands for itself, code, links.

use std::collections::{HashMap, VecDeque};

/// A stretch of the text; together they are the text.
pub(super) enum Piece<'a> {
    Text(&'a str),
    Code {
        source: &'a str,
        /// Without the backticks.
        content: &'a str,
    },
    /// `<https://…>` or `<br>`.
    Link(&'a str),
}

/// Where runs of backticks begin, by their lengths, in order.
type Runs = HashMap<usize, VecDeque<usize>>;

pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut runs = runs(text);
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = text[at..].find(['\\', '`', '<']) {
        at += found;
        let Some((piece, length)) = piece_at(text, at, &mut runs) else {
            at += passed_over(&text[at..]);
            continue;
        };
        if from < at {
            pieces.push(Piece::Text(&text[from..at]));
        }
        pieces.push(piece);
        at += length;
        from = at;
    }
    if from < text.len() {
        pieces.push(Piece::Text(&text[from..]));
    }
    pieces
}

/// Whether HTML begins here.
pub(super) fn begins_tag(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('<')
        && chars.next().is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// How much of the text is one, where it begins with a backslash, a backtick or `<`.
fn passed_over(text: &str) -> usize {
    match text.as_bytes() {
        [b'\\', next, ..] if next.is_ascii_punctuation() => 2,
        [b'`', ..] => run_length(text),
        _ => 1,
    }
}

fn run_length(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

fn runs(text: &str) -> Runs {
    let mut runs = Runs::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        at += found;
        let length = run_length(&text[at..]);
        runs.entry(length).or_default().push_back(at);
        at += length;
    }
    runs
}

fn piece_at<'a>(text: &'a str, at: usize, runs: &mut Runs) -> Option<(Piece<'a>, usize)> {
    match text.as_bytes().get(at)? {
        b'`' => {
            let quotes = run_length(&text[at..]);
            let begin = at + quotes;
            let ends = runs.get_mut(&quotes)?;
            while ends.front().is_some_and(|end| *end < begin) {
                ends.pop_front();
            }
            let end = *ends.front()?;
            let source = &text[at..end + quotes];
            Some((Piece::Code { source, content: &text[begin..end] }, source.len()))
        }
        b'<' => link(&text[at..]).map(|link| (Piece::Link(link), link.len())),
        _ => None,
    }
}

/// The link or the line break at the beginning of the text.
fn link(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('<')?;
    let length =
        inside.find(|c: char| c == '<' || c == '>' || c.is_control() || c == ' ').unwrap_or(inside.len());
    let (target, behind) = inside.split_at(length);
    let is_break = target.eq_ignore_ascii_case("br") && behind.starts_with(" />")
        || matches!(target.to_ascii_lowercase().as_str(), "br" | "br/") && behind.starts_with('>');
    let is_link = ["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme));
    let end = if is_break { behind.find('>')? + 1 } else { 1 };
    (is_break || (is_link && behind.starts_with('>'))).then(|| &text[..=length + end])
}
