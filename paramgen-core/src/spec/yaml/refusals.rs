//! What the parser reads and Go's `yaml.v3`, which is all of Conduit, refuses or reads as something else.

use std::ops::Range;

use saphyr_parser::{Event, ScalarStyle, Span};

use super::events::Cursor;
use crate::spec::error::{Place, SpecError};

/// Looks at the events of a text, and finds the first thing in it that Go does not read.
pub(super) struct Watch<'t> {
    text: &'t str,
    found: Option<SpecError>,
    cursor: Cursor<'t>,
    documents: usize,
    /// The collections that are open, each with whether it is in brackets.
    open: Vec<bool>,
    /// Where the outermost of those in brackets began.
    flow: usize,
    /// Tabs where a line begins.
    tabs: Vec<Tab>,
    has_slash: bool,
    /// The stretches in which tabs are text or allowed, by how they end; others keep to their lines.
    stretches: Vec<(Range<usize>, Stretch)>,
}

struct Tab {
    /// In characters.
    at: usize,
    place: Place,
    /// Whether it stands behind a dash, where an item begins.
    is_behind_dash: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Stretch {
    Quoted,
    Block,
    Brackets,
    Plain,
}

impl<'t> Watch<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let tabs = if text.contains('\t') { tabs(text) } else { Vec::new() };
        Self {
            text,
            found: character(text).or_else(|| directive(text)),
            cursor: Cursor::new(text),
            documents: 0,
            open: Vec::new(),
            flow: 0,
            tabs,
            has_slash: text.contains("\\/"),
            stretches: Vec::new(),
        }
    }

    pub(super) fn see(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::DocumentStart(is_explicit) => {
                if self.documents > 0 && !is_explicit {
                    self.refuse(span, "a document that follows another begins with `---`");
                }
                self.documents += 1;
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                let last = span.end.index().checked_sub(1).filter(|last| *last >= span.start.index());
                let flow = last.is_some_and(|last| matches!(self.char_at(last), Some('[' | '{')));
                if flow && !self.in_brackets() {
                    self.flow = span.start.index();
                }
                self.open.push(flow);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if self.open.pop() == Some(true) && !self.in_brackets() {
                    self.stretch(self.flow..span.end.index(), Stretch::Brackets);
                }
            }
            Event::Scalar(text, style, ..) => self.scalar(text, *style, span),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd | Event::Alias(_) => {
            }
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span) {
        let range = span.start.index()..span.end.index();
        match style {
            ScalarStyle::Plain => {
                if self.in_brackets() && (text.starts_with(':') || text.contains('?')) {
                    self.refuse(span, "in brackets, a text with `?` or with `:` before it needs quotes");
                }
                self.stretch(range, Stretch::Plain);
            }
            ScalarStyle::SingleQuoted => self.stretch(range, Stretch::Quoted),
            ScalarStyle::DoubleQuoted => {
                if self.has_slash && self.escapes_slash(range.clone()) {
                    self.refuse(span, "`\\/` is no escape; write `/`");
                }
                self.stretch(range, Stretch::Quoted);
            }
            ScalarStyle::Literal | ScalarStyle::Folded => self.stretch(range, Stretch::Block),
        }
    }

    /// The first thing that Go does not read.
    pub(super) fn refusal(mut self) -> Option<SpecError> {
        if self.found.is_none() {
            self.stretches.sort_by_key(|(range, _)| range.start);
            let is_refused = |tab: &&Tab| {
                let Tab { at, place, is_behind_dash } = tab;
                let number = self.stretches.partition_point(|(range, _)| range.start <= *at);
                let last = number.checked_sub(1).map(|last| &self.stretches[last]);
                let within = last.filter(|(range, _)| range.contains(at)).map(|(_, stretch)| *stretch);
                match within {
                    within if *is_behind_dash => within.is_none(),
                    Some(Stretch::Quoted | Stretch::Brackets) => false,
                    Some(Stretch::Block) => place.column == 1,
                    // Behind an unquoted text, Go looks for more of it, where tabs may stand behind the indentation.
                    Some(Stretch::Plain) | None => {
                        place.column == 1 || !last.is_some_and(|(_, last)| *last == Stretch::Plain)
                    }
                }
            };
            let tab = self.tabs.iter().find(is_refused);
            self.found = tab.map(|tab| {
                SpecError::new(tab.place, "this is not YAML to Go: a tab where only spaces may stand")
            });
        }
        self.found
    }

    fn refuse(&mut self, span: Span, message: &str) {
        if self.found.is_none() {
            self.found =
                Some(SpecError::new(span.start.into(), format!("this is not YAML to Go: {message}")));
        }
    }

    fn stretch(&mut self, range: Range<usize>, stretch: Stretch) {
        // A value that is not there ends nothing.
        if !range.is_empty() && !self.tabs.is_empty() && (stretch == Stretch::Brackets || !self.in_brackets())
        {
            self.stretches.push((range, stretch));
        }
    }

    fn in_brackets(&self) -> bool {
        self.open.contains(&true)
    }

    fn escapes_slash(&mut self, range: Range<usize>) -> bool {
        let (start, end) = (self.cursor.at(range.start), self.cursor.at(range.end));
        let mut chars = self.text.get(start..end).unwrap_or_default().chars();
        while let Some(c) = chars.next() {
            if c == '\\' && chars.next() == Some('/') {
                return true;
            }
        }
        false
    }

    fn char_at(&mut self, chars: usize) -> Option<char> {
        let at = self.cursor.at(chars);
        self.text[at..].chars().next()
    }
}

/// The first character that Go refuses or takes for the end of a line.
fn character(text: &str) -> Option<SpecError> {
    let is_refused = |c: char| {
        let is_control = c < ' ' && !matches!(c, '\t' | '\n' | '\r');
        is_control || matches!(c, '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}')
    };
    let at = text.find(is_refused)?;
    let c = text[at..].chars().next()?;
    let code = u32::from(c);
    let message = if matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}') {
        format!(
            "this is not YAML to Go: it takes U+{code:04X} for the end of a line; write \"\\u{code:04x}\" in double quotes"
        )
    } else {
        format!(
            "this is not YAML: the control character U+{code:04X}; take it out, or write it as an escape in double quotes"
        )
    };
    Some(SpecError::new(place(text, at), message))
}

/// A directive before the first document that Go does not know.
fn directive(text: &str) -> Option<SpecError> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let said = line.trim();
        if let Some(directive) = said.strip_prefix('%') {
            let mut words = directive.split_whitespace();
            let is_known = match (words.next(), words.next()) {
                (Some("YAML"), version) => version == Some("1.1"),
                (Some("TAG"), _) => true,
                _ => false,
            };
            if !is_known {
                let message =
                    "this is not YAML to Go: it knows no directive but `%YAML 1.1`; take this line out";
                return Some(SpecError::new(place(text, at), message));
            }
        } else if !said.is_empty() && !said.starts_with('#') {
            return None;
        }
        at += line.len();
    }
    None
}

/// The tabs in what a line begins with: spaces, dashes, question marks.
fn tabs(text: &str) -> Vec<Tab> {
    let mut found = Vec::new();
    let (mut chars, mut number) = (0, 1);
    for line in text.split_inclusive('\n') {
        let mut start = line.bytes().take_while(|b| *b == b' ').count();
        let is_first = line[start..].starts_with('\t');
        while line[start..].starts_with(['-', '?']) && line[start + 1..].starts_with(' ') {
            start += 1 + line[start + 1..].bytes().take_while(|b| *b == b' ').count();
        }
        let is_behind_dash = line[start..].starts_with(['-', '?']) && line[start + 1..].starts_with('\t');
        if is_first || is_behind_dash {
            let start = start + usize::from(is_behind_dash);
            let place = Place { line: number, column: start + 1 };
            found.push(Tab { at: chars + start, place, is_behind_dash });
        }
        chars += line.chars().count();
        number += 1;
    }
    found
}

fn place(text: &str, at: usize) -> Place {
    let before = &text[..at];
    let line = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let ends = before.bytes().enumerate().filter(|(at, byte)| match byte {
        b'\n' => true,
        b'\r' => before.as_bytes().get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    Place { line: ends.count() + 1, column: before[line..].chars().count() + 1 }
}
