//! Values as code in Markdown, whatever characters they have.

use std::fmt::Write as _;

/// Code within a line.
pub(super) fn span(text: &str) -> String {
    let quotes = "`".repeat(longest_run(text) + 1);
    // Markdown takes a space off both ends where both have one, and backticks at the ends would join the quotes.
    let spaced = text.starts_with(' ') && text.ends_with(' ') && !text.trim_matches(' ').is_empty();
    let padding = if spaced || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{quotes}{padding}{text}{padding}{quotes}")
}

/// Code that stands by itself: a span, or a block where it has several lines.
pub(super) fn span_or_block(text: &str) -> String {
    if !text.contains(['\n', '\r']) {
        return span(text);
    }
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}\n{}\n{fence}", lines(text).collect::<Vec<_>>().join("\n"))
}

/// Code in a cell of a table, where a line end or `|` would end the cell.
pub(super) fn in_cell(text: &str) -> String {
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    // What `\\|` means in a table depends on who reads it.
    if text.contains(['\n', '\r']) || text.contains("\\|") {
        return lines(text).map(html).collect::<Vec<_>>().join("<br>");
    }
    span(text).replace('|', "\\|")
}

/// One line as an HTML element in which Markdown finds nothing.
fn html(line: &str) -> String {
    let mut out = String::from("<code>");
    for c in line.chars() {
        if c.is_ascii_punctuation() {
            // Writing into a `String` cannot fail.
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out.push_str("</code>");
    out
}

/// The lines of a value: Markdown ends them at `\r` too.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
