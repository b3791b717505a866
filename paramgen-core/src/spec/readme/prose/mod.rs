//! Descriptions, which are Markdown, at places where not all of Markdown may stand.

mod block;
mod inline;

use std::borrow::Cow;

use block::{Block, Fence};
use inline::Piece;

use super::code;

/// The Markdown such that a code block at its end does not take in what follows.
pub(super) fn behind_which_text_may_stand(markdown: &str) -> String {
    let markdown = unix_lines(markdown);
    let mut out = markdown.clone().into_owned();
    if let Some(Block::Fence(fence)) = block::blocks(&markdown).last() {
        close(&mut out, fence);
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
    out
}

/// The Markdown for a cell of an HTML table, between blank lines: all of it but HTML.
pub(super) fn in_html(markdown: &str) -> String {
    let markdown = unix_lines(markdown);
    let mut out = String::with_capacity(markdown.len());
    for block in block::blocks(&markdown) {
        match block {
            Block::Blank(source) => out.push_str(source),
            Block::Fence(fence) => {
                out.push_str(fence.source);
                close(&mut out, &fence);
            }
            Block::Prose(source) => {
                for piece in inline::pieces(source) {
                    match piece {
                        Piece::Text(text) => push_text(&mut out, text, false),
                        Piece::Code { source, .. } | Piece::Link(source) => out.push_str(source),
                    }
                }
            }
        }
    }
    out
}

/// The Markdown for a cell of a Markdown table: one line, with `<br>` where others would begin.
pub(super) fn in_cell(markdown: &str) -> String {
    let markdown = unix_lines(markdown.trim());
    let mut out = String::with_capacity(markdown.len());
    let mut joint = "";
    for block in block::blocks(&markdown) {
        joint = match block {
            Block::Blank(_) => "<br><br>",
            Block::Fence(fence) => {
                out.push_str(if joint == " " { "<br>" } else { joint });
                let lines: Vec<String> = fence.lines.iter().map(|line| code_line(line)).collect();
                out.push_str(&lines.join("<br>"));
                "<br>"
            }
            Block::Prose(source) => {
                out.push_str(if joint == " " && block::begins_block(source) { "<br>" } else { joint });
                push_line(&mut out, source.trim());
                " "
            }
        };
    }
    out
}

fn push_line(out: &mut String, prose: &str) {
    for piece in inline::pieces(prose) {
        match piece {
            Piece::Text(text) => push_text(out, text, true),
            Piece::Code { content, .. } => out.push_str(&code::in_cell(&shown_code(content))),
            Piece::Link(link) => out.push_str(&link.replace('|', "%7C")),
        }
    }
}

/// What Markdown shows of a code span: one line, without the space that keeps backticks from the quotes.
fn shown_code(content: &str) -> String {
    let line = content.replace('\n', " ");
    match line.strip_prefix(' ').and_then(|line| line.strip_suffix(' ')) {
        Some(inner) if !inner.trim_matches(' ').is_empty() => inner.to_owned(),
        _ => line,
    }
}

fn code_line(line: &str) -> String {
    if line.is_empty() { String::new() } else { code::in_cell(line) }
}

/// The text with `\n` for all line ends of Markdown.
pub(super) fn unix_lines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Text with what would begin HTML escaped; in a cell, also what would end the cell or pair with something in another
/// paragraph of it.
fn push_text(out: &mut String, text: &str, cell: bool) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let escaped =
            rest[c.len_utf8()..].chars().next().filter(|next| c == '\\' && next.is_ascii_punctuation());
        match (c, escaped) {
            ('\\', Some('<')) => out.push_str("&lt;"),
            ('\\', Some(next)) => out.extend([c, next]),
            ('<', _) if inline::begins_tag(rest) => out.push_str("&lt;"),
            ('`', _) if cell => out.push_str("\\`"),
            ('|', _) if cell => out.push_str(if out.ends_with('\\') { "&#124;" } else { "\\|" }),
            ('\n', _) if cell => out.push(' '),
            _ => out.push(c),
        }
        rest = &rest[c.len_utf8() + escaped.map_or(0, char::len_utf8)..];
    }
}

fn close(out: &mut String, fence: &Fence<'_>) {
    if fence.closed {
        return;
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out.push_str(fence.opening);
}
