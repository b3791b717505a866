//! Messages and the lines they are about, as a terminal shows them.

use std::{ops::Range, path::Path};

use annotate_snippets::{Annotation, AnnotationKind, Level, Origin, Renderer, Snippet};

/// Columns where nobody says how wide the terminal is.
const WIDTH: usize = 100;

/// The width of the terminal that the standard output goes to.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0))
}

/// A message with an advice, on lines of their own.
pub(crate) fn message(level: Level<'static>, message: String, help: Option<String>) -> String {
    let title = level.primary_title(message).elements(help.map(|help| Level::HELP.message(help)));
    render(&[title])
}

/// A place in a file, counted from one, in characters.
pub(crate) struct Place<'a> {
    pub(crate) path: &'a Path,
    pub(crate) text: &'a str,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// A message about a place.
pub(crate) fn at_place(level: Level<'static>, message: &str, place: &Place<'_>) -> String {
    let Place { path, text, line, column } = *place;
    let start = offset(text, line, column);
    let end = text[start..].chars().next().filter(|c| *c != '\n').map_or(start, |c| start + c.len_utf8());
    at_span(level, message, path, text, start..end, line)
}

/// A message about a stretch of a text, whose first line has this number.
pub(crate) fn at_span(
    level: Level<'static>,
    message: &str,
    path: &Path,
    text: &str,
    span: Range<usize>,
    line: usize,
) -> String {
    // Only the lines that are shown go to the renderer, so that many findings in a large file stay cheap.
    let first = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
    let last = text[span.end..].find('\n').map_or(text.len(), |end| span.end + end);
    let shown = &text[first..last];
    let annotation: Annotation<'_> = AnnotationKind::Primary.span(span.start - first..span.end - first);
    let snippet =
        Snippet::source(shown).path(path.display().to_string()).line_start(line).annotation(annotation);
    render(&[level.primary_title(message).element(snippet)])
}

/// A message about a place whose line is not shown.
pub(crate) fn at_line(
    level: Level<'static>,
    message: &str,
    path: &Path,
    line: usize,
    column: usize,
) -> String {
    let origin = Origin::path(path.display().to_string()).line(line).char_column(column);
    render(&[level.primary_title(message).element(origin)])
}

fn render(report: &[annotate_snippets::Group<'_>]) -> String {
    let mut text = Renderer::styled().term_width(width()).render(report);
    text.push('\n');
    text
}

/// Where a place is in the bytes of a text.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    rest.char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(at, _)| start + at)
}
