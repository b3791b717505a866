//! Messages and the lines they are about, as a terminal shows them.

use std::{
    fmt::Display,
    io::{self, Write as _},
    ops::Range,
    path::Path,
};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anstyle::{AnsiColor, Style};

use crate::excerpt::{self, Excerpt, one_line};

/// Columns where nobody says how wide the terminal is.
const WIDTH: usize = 100;

/// The width of the terminal that the standard output goes to.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size_of(io::stdout()).map_or(WIDTH, |(width, _)| usize::from(width.0))
}

/// A path as it is printed.
pub(crate) fn path(path: &Path) -> String {
    one_line(&path.to_string_lossy())
}

/// Writes a command's output. A reader who has seen enough is no error.
pub(crate) fn to_stdout(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Writes a message; where it cannot be written, there is nobody to tell.
pub(crate) fn to_stderr(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// What a part of an output is, which a terminal shows by its colour.
#[derive(Clone, Copy)]
pub(crate) enum Tone {
    Heading,
    Good,
    Note,
    Warning,
    Error,
}

/// A text in the colour of what it is; where the output is no terminal, the colour is taken off.
pub(crate) fn toned(tone: Tone, text: impl Display) -> String {
    let style = match tone {
        Tone::Heading => Style::new(),
        Tone::Good => AnsiColor::BrightGreen.on_default(),
        Tone::Note => AnsiColor::BrightCyan.on_default(),
        Tone::Warning => AnsiColor::Yellow.on_default(),
        Tone::Error => AnsiColor::BrightRed.on_default(),
    }
    .bold();
    format!("{style}{text}{style:#}")
}

/// A message of one line or more, with an advice.
pub(crate) fn message(level: Level<'static>, message: &str, help: Option<&str>) -> String {
    let lines: Vec<String> = message.lines().map(one_line).collect();
    let mut text = render(Group::with_title(level.primary_title(lines.join("\n"))));
    text.extend(help.map(self::help));
    text
}

/// An advice on a line of its own.
pub(crate) fn help(text: &str) -> String {
    render(Group::with_title(Level::HELP.primary_title(one_line(text))))
}

/// A place in a file, counted from one, in characters.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) path: &'a Path,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Place<'_> {
    fn origin(&self) -> Origin<'static> {
        Origin::path(path(self.path)).line(self.line).char_column(self.column)
    }
}

/// A message about the word at a place of a text.
pub(crate) fn at_word(level: Level<'static>, message: &str, place: Place<'_>, text: &str) -> String {
    let start = excerpt::offset(text, place.line, place.column);
    at_span(level, message, place, text, start..start + excerpt::word_len(&text[start..]))
}

/// A message about a stretch of a text that starts at this place.
pub(crate) fn at_span(
    level: Level<'static>,
    message: &str,
    place: Place<'_>,
    text: &str,
    span: Range<usize>,
) -> String {
    let Excerpt { text, span, is_from_start } = Excerpt::of(text, span);
    let snippet = Snippet::source(text).line_start(place.line).annotation(AnnotationKind::Primary.span(span));
    let title = level.primary_title(one_line(message));
    render(if is_from_start {
        title.element(snippet.path(path(place.path)))
    } else {
        // Of a line that is cut, the renderer cannot count the columns.
        title.element(place.origin()).element(snippet)
    })
}

/// A message about a place whose line is not shown.
pub(crate) fn at_place(level: Level<'static>, message: &str, place: Place<'_>) -> String {
    render(level.primary_title(one_line(message)).element(place.origin()))
}

fn render(group: Group<'_>) -> String {
    let mut text = Renderer::styled().term_width(width()).render(&[group]);
    text.push('\n');
    text
}
