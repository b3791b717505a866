//! What the parser reads and Go's `yaml.v3`, which is all of Conduit, refuses or reads as something else.

use std::ops::Range;

use saphyr_parser::{Event, ScalarStyle, Span};

use super::cursor::Cursor;
use crate::spec::error::{Place, SpecError};

/// Looks at the events of a text, and finds the first thing in it that Go does not read.
pub(crate) struct Watch<'t> {
    text: &'t str,
    found: Option<SpecError>,
    cursor: Cursor<'t>,
    documents: usize,
    open: Vec<OpenCollection>,
    /// Where the outermost collection in brackets began.
    flow: usize,
    /// Tabs where a line begins.
    tabs: Vec<Tab>,
    has_slash: bool,
    /// The stretches that say whether a tab behind their start is refused.
    stretches: Vec<(Range<usize>, Stretch)>,
}

/// A collection that is open.
struct OpenCollection {
    in_brackets: bool,
    /// The column in which its lines begin, counted from zero.
    column: usize,
    /// Of a mapping, whether a key comes next.
    is_key_next: Option<bool>,
}

struct Tab {
    /// In characters.
    at: usize,
    place: Place,
    /// What stands behind it in its line.
    before: Before,
}

#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// Nothing, or a comment.
    Nothing,
    Content,
    /// An item, whose dash stands before the tab.
    Item,
}

#[derive(Clone, Copy, PartialEq)]
enum Stretch {
    Quoted,
    Brackets,
    Key,
    /// An unquoted value, or a block, of a collection in this column.
    Plain(usize),
    Block(usize),
}

impl<'t> Watch<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self {
            text,
            found: character(text).or_else(|| directive(text)),
            cursor: Cursor::new(text),
            documents: 0,
            open: Vec::new(),
            flow: 0,
            tabs: if text.contains('\t') { tabs(text) } else { Vec::new() },
            has_slash: text.contains("\\/"),
            stretches: Vec::new(),
        }
    }

    pub(crate) fn see(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::DocumentStart(is_explicit) => {
                if self.documents > 0 && !is_explicit {
                    self.refuse(span, "a document that follows another begins with `---`");
                }
                self.documents += 1;
            }
            Event::SequenceStart(anchor, _) => self.start(*anchor, span, None),
            Event::MappingStart(anchor, _) => self.start(*anchor, span, Some(true)),
            Event::SequenceEnd | Event::MappingEnd => {
                if self.open.pop().is_some_and(|open| open.in_brackets) && !self.in_brackets() {
                    self.stretch(self.flow..span.end.index(), Stretch::Brackets);
                }
            }
            Event::Scalar(text, style, anchor, _) => {
                self.name(*anchor, span);
                let is_key = self.next();
                self.scalar(text, *style, span, is_key);
            }
            Event::Alias(anchor) => {
                self.name(*anchor, span);
                self.next();
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
    }

    fn start(&mut self, anchor: usize, span: Span, is_key_next: Option<bool>) {
        self.name(anchor, span);
        self.next();
        let last = span.end.index().checked_sub(1).filter(|last| *last >= span.start.index());
        let in_brackets = last.is_some_and(|last| matches!(self.char_at(last), Some('[' | '{')));
        if in_brackets && !self.in_brackets() {
            self.flow = span.start.index();
        }
        self.open.push(OpenCollection { in_brackets, column: span.start.col(), is_key_next });
    }

    /// Whether the node that comes now is a key.
    fn next(&mut self) -> bool {
        let next = self.open.last_mut().and_then(|open| open.is_key_next.as_mut());
        next.is_some_and(|next| std::mem::replace(next, !*next))
    }

    /// The name of an anchor is of fewer characters in Go.
    fn name(&mut self, anchor: usize, span: Span) {
        if anchor == 0 {
            return;
        }
        let start = self.cursor.at(span.start.index());
        let Some((_, name)) = self.text[start..].split_once(['&', '*']) else { return };
        let behind = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        let may_follow = |c: char| c.is_whitespace() || "?:,]}%@`".contains(c);
        if behind.len() == name.len() || !(behind.is_empty() || behind.starts_with(may_follow)) {
            self.refuse(span, "the name of an anchor is of ASCII letters, digits, `_` and `-`");
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span, is_key: bool) {
        let range = span.start.index()..span.end.index();
        let column = self.open.last().map_or(0, |open| open.column);
        match style {
            ScalarStyle::Plain => {
                if self.in_brackets() && (text.starts_with(':') || text.contains('?')) {
                    self.refuse(span, "in brackets, a text with `?` or with `:` before it needs quotes");
                } else if is_key && text.is_empty() && range.is_empty() && !self.in_brackets() {
                    self.refuse(span, "no key stands before this colon");
                }
                self.stretch(range, if is_key { Stretch::Key } else { Stretch::Plain(column) });
            }
            ScalarStyle::SingleQuoted => self.stretch(range, Stretch::Quoted),
            ScalarStyle::DoubleQuoted => {
                if self.has_slash && self.escapes_slash(range.clone()) {
                    self.refuse(span, "`\\/` is no escape; write `/`");
                }
                self.stretch(range, Stretch::Quoted);
            }
            ScalarStyle::Literal | ScalarStyle::Folded => self.stretch(range, Stretch::Block(column)),
        }
    }

    /// The first thing that Go does not read.
    pub(crate) fn refusal(mut self) -> Option<SpecError> {
        if self.found.is_none() {
            self.stretches.sort_by_key(|(range, _)| range.start);
            let tab = self.tabs.iter().find(|tab| self.is_refused(tab));
            self.found = tab.map(|tab| {
                SpecError::new(tab.place, "this is not YAML to Go: a tab where only spaces may stand")
            });
        }
        self.found
    }

    fn is_refused(&self, tab: &Tab) -> bool {
        let number = self.stretches.partition_point(|(range, _)| range.start <= tab.at);
        let Some((range, last)) = number.checked_sub(1).map(|last| &self.stretches[last]) else {
            return true;
        };
        let column = tab.place.column - 1;
        match (last, range.contains(&tab.at)) {
            (Stretch::Quoted | Stretch::Brackets, is_within) => !is_within,
            (Stretch::Block(parent), true) => column <= *parent,
            (Stretch::Plain(parent), true) => column <= *parent,
            // Behind an unquoted value, Go looks for more of it.
            (Stretch::Plain(parent), false) => tab.before != Before::Nothing || column <= *parent,
            (Stretch::Key | Stretch::Block(_), _) => true,
        }
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
        self.open.iter().any(|open| open.in_brackets)
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
        let spaces = |text: &str| text.bytes().take_while(|b| *b == b' ').count();
        let mut start = spaces(line);
        let mut before = Before::Content;
        while line[start..].starts_with(['-', '?']) && line[start + 1..].starts_with([' ', '\t']) {
            start += 1 + spaces(&line[start + 1..]);
            before = Before::Item;
        }
        if let Some(behind) = line[start..].strip_prefix('\t') {
            let said = behind.trim_start_matches([' ', '\t']);
            if said.is_empty() || said.starts_with(['#', '\r', '\n']) {
                before = Before::Nothing;
            }
            let place = Place { line: number, column: start + 1 };
            found.push(Tab { at: chars + start, place, before });
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
