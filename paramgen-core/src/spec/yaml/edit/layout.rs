//! The first document of a file as it is written: which bytes each node takes, aliases as aliases.

use saphyr_parser::{Event, ScalarStyle, Span};

use super::lines;
use crate::{
    spec::error::{Place, SpecError},
    yaml::{cursor::Cursor, events::Source, places, resolve},
};

pub(super) struct Layout {
    /// `None` if there is no document.
    pub(super) root: Option<Node>,
    /// The anchors, each by its number and where it is set.
    pub(super) anchors: Vec<(usize, usize)>,
    /// The aliases, each by the number of its anchor and where it is used.
    pub(super) aliases: Vec<(usize, usize, Place)>,
}

pub(super) struct Node {
    pub(super) place: Place,
    /// Where it begins, behind its anchor and its tag; of a block list, somewhere on the line of the first item.
    pub(super) start: usize,
    /// Where its last character ends; line ends and comments behind it do not count.
    pub(super) end: usize,
    /// Whether it has an anchor or a tag.
    pub(super) is_marked: bool,
    pub(super) kind: LayoutKind,
}

pub(super) enum LayoutKind {
    /// Not a single character.
    Nothing,
    Scalar {
        text: String,
        /// Without quotes and without a tag.
        bare: bool,
        /// Literal or folded.
        block: bool,
    },
    Alias,
    List {
        flow: bool,
        items: Vec<Node>,
    },
    Map(Map),
}

pub(super) struct Map {
    pub(super) flow: bool,
    pub(super) entries: Vec<(Node, Node)>,
}

impl Node {
    /// Whether it is what stands for no value.
    pub(super) fn is_null(&self) -> bool {
        match &self.kind {
            LayoutKind::Nothing => true,
            LayoutKind::Scalar { text, bare, .. } => *bare && resolve::is_null(text),
            LayoutKind::Alias | LayoutKind::List { .. } | LayoutKind::Map(_) => false,
        }
    }

    /// Whether it is no value, or a list without items.
    pub(super) fn is_void(&self) -> bool {
        self.is_null() || matches!(&self.kind, LayoutKind::List { items, .. } if items.is_empty())
    }

    /// Whether it is this text.
    pub(super) fn is(&self, wanted: &str) -> bool {
        matches!(&self.kind, LayoutKind::Scalar { text, .. } if text == wanted)
    }

    /// What it is, for messages.
    pub(super) fn noun(&self) -> &'static str {
        match self.kind {
            LayoutKind::Nothing => "nothing",
            LayoutKind::Scalar { .. } => "a text",
            LayoutKind::Alias => "an alias",
            LayoutKind::List { .. } => "a list",
            LayoutKind::Map(_) => "a mapping",
        }
    }
}

impl Map {
    /// The entry of this key that is written out.
    pub(super) fn get(&self, wanted: &str) -> Option<&(Node, Node)> {
        self.entries.iter().find(|(key, _)| key.is(wanted))
    }
}

/// The first document of `text`, which has no byte order mark and is known to be YAML that is not too deep.
pub(super) fn parse(text: &str) -> Result<Layout, SpecError> {
    let mut builder = Builder {
        text,
        cursor: Cursor::new(text),
        open: Vec::new(),
        last: 0,
        layout: Layout { root: None, anchors: Vec::new(), aliases: Vec::new() },
    };
    let mut is_first = true;
    Source::readable(text).each(|event, span| {
        is_first &= !matches!(event, Event::DocumentEnd);
        if is_first {
            builder.add(event, span);
        }
        Ok(())
    })?;
    Ok(builder.layout)
}

struct Builder<'t> {
    text: &'t str,
    cursor: Cursor<'t>,
    open: Vec<OpenNode>,
    /// Where the last leaf ended.
    last: usize,
    layout: Layout,
}

/// A list or a mapping whose end has not come yet.
struct OpenNode {
    node: Node,
    /// The key whose value has not come yet.
    key: Option<Node>,
}

impl Builder<'_> {
    fn add(&mut self, event: Event<'_>, span: Span) {
        let start = self.cursor.at(span.start.index());
        let end = self.cursor.at(span.end.index());
        let place = Place::from(span.start);
        match event {
            Event::SequenceStart(anchor, tag) => {
                let (at, flow) = self.opening(start, end);
                let is_marked = self.mark(anchor, start) || tag.is_some();
                let kind = LayoutKind::List { flow, items: Vec::new() };
                self.open.push(OpenNode { node: Node { place, start: at, end, is_marked, kind }, key: None });
            }
            Event::MappingStart(anchor, tag) => {
                let (at, flow) = self.opening(start, end);
                let is_marked = self.mark(anchor, start) || tag.is_some();
                let kind = LayoutKind::Map(Map { flow, entries: Vec::new() });
                self.open.push(OpenNode { node: Node { place, start: at, end, is_marked, kind }, key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(start),
            Event::Alias(anchor) => {
                self.layout.aliases.push((anchor, start, place));
                self.leaf(Node { place, start, end, is_marked: false, kind: LayoutKind::Alias });
            }
            Event::Scalar(text, style, anchor, tag) => {
                let is_marked = self.mark(anchor, start) || tag.is_some();
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let end = self.end_of_scalar(style, start, end);
                let is_plain = style == ScalarStyle::Plain;
                let node = if is_plain && !is_marked && text.is_empty() {
                    let end = self.end_of_nothing(start);
                    Node { place, start: end, end, is_marked, kind: LayoutKind::Nothing }
                } else {
                    // An anchor or a tag hides where the block begins.
                    let indent = if is_marked { usize::MAX } else { span.start.col() };
                    let end = if block { self.end_of_block(start, end, &text, indent) } else { end };
                    let bare = is_plain && !is_marked;
                    let kind = LayoutKind::Scalar { text: text.into_owned(), bare, block };
                    Node { place, start: start.min(end), end, is_marked, kind }
                };
                self.leaf(node);
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
    }

    /// Where a scalar ends that stands on its lines: the parser's end may take in space and comments behind it.
    fn end_of_scalar(&self, style: ScalarStyle, start: usize, end: usize) -> usize {
        match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                let start = self.content(start, end);
                places::quoted(&self.text[start..]).map_or(self.text.len(), |length| start + length)
            }
            ScalarStyle::Plain => lines::end_of_plain(self.text, start, end),
            ScalarStyle::Literal | ScalarStyle::Folded => end,
        }
    }

    /// Where a scalar begins behind its anchor and its tag.
    fn content(&self, start: usize, end: usize) -> usize {
        let mut at = start;
        loop {
            let rest = &self.text[at..end];
            at += rest.len() - rest.trim_start().len();
            let rest = &self.text[at..end];
            if !rest.starts_with(['&', '!']) {
                return at;
            }
            at += rest.find(char::is_whitespace).unwrap_or(rest.len());
        }
    }

    /// Where a collection begins behind its anchor and its tag, and whether with a bracket.
    fn opening(&self, start: usize, end: usize) -> (usize, bool) {
        let mut at = start;
        while let Some(c) = self.text[at..end].chars().next() {
            match c {
                '[' | '{' => return (at, true),
                '#' => at = lines::end(self.text, at).min(end),
                '&' | '!' => at += self.text[at..end].find(char::is_whitespace).unwrap_or(end - at),
                _ => at += c.len_utf8(),
            }
        }
        (end, false)
    }

    fn mark(&mut self, anchor: usize, at: usize) -> bool {
        if anchor != 0 {
            self.layout.anchors.push((anchor, at));
        }
        anchor != 0
    }

    /// A value that is not there has the place of its colon or dash, or of whatever follows.
    fn end_of_nothing(&self, at: usize) -> usize {
        let is_colon = self.text[at..].starts_with(':');
        let is_dash = self.text[..at].trim_end_matches([' ', '\t']).ends_with('-');
        if is_colon || is_dash { at } else { self.last }
    }

    /// The parser's end of a block comes behind the empty lines that follow it, which it does not always own. Lines
    /// that are wider than `indent` are no empty lines.
    fn end_of_block(&self, start: usize, end: usize, value: &str, indent: usize) -> usize {
        let line = lines::start(self.text, end);
        let is_behind = line > start && self.text[line..end].trim_matches(' ').is_empty();
        let mut end = if is_behind { lines::before(self.text, line) } else { end };
        if value == "\n" || value.ends_with("\n\n") {
            return end;
        }
        while end > start {
            let line = lines::start(self.text, end);
            if end - line > indent || !self.text[line..end].trim_matches(' ').is_empty() {
                return end;
            }
            end = lines::before(self.text, line);
        }
        lines::end(self.text, self.last)
    }

    fn leaf(&mut self, node: Node) {
        self.last = self.last.max(node.end);
        self.place(node);
    }

    /// `at` is where the closing bracket is, or the comma before it, or of a block whatever follows.
    fn close(&mut self, at: usize) {
        let Some(OpenNode { mut node, .. }) = self.open.pop() else { return };
        let flow = match &node.kind {
            LayoutKind::List { flow, .. } => *flow,
            LayoutKind::Map(map) => map.flow,
            LayoutKind::Nothing | LayoutKind::Scalar { .. } | LayoutKind::Alias => false,
        };
        if flow {
            self.last = self.last.max(lines::end_of_brackets(self.text, at));
        }
        node.end = self.last.max(node.start);
        self.place(node);
    }

    fn place(&mut self, node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.layout.root = Some(node);
            return;
        };
        match &mut open.node.kind {
            LayoutKind::List { items, .. } => items.push(node),
            LayoutKind::Map(map) => match open.key.take() {
                Some(key) => map.entries.push((key, node)),
                None => open.key = Some(node),
            },
            LayoutKind::Nothing | LayoutKind::Scalar { .. } | LayoutKind::Alias => {}
        }
    }
}
