//! YAML as a tree with positions. An alias shares the node that it names, so that a file costs no more than its size.

use std::{collections::HashMap, ops::Range, rc::Rc};

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span, Tag};

use super::resolve;
use crate::spec::error::{Place, SpecError};

/// How deep nodes may stand in each other, aliases included; a specification needs seven levels.
const DEEPEST: usize = 200;

pub(crate) struct Node {
    pub(crate) place: Place,
    /// Where it is written, in characters from the start of the file; a byte order mark does not count. A list or a
    /// mapping may include white space and comments behind it.
    pub(crate) chars: Range<usize>,
    pub(crate) kind: Kind,
    /// How many levels stand in it.
    height: usize,
}

pub(crate) enum Kind {
    /// A scalar that stands for no value.
    Null,
    /// Any other scalar; numbers and booleans are the text that they are written as, as in Go's string fields.
    Text {
        text: String,
        /// Without quotes and without a tag.
        bare: bool,
    },
    List(Vec<Rc<Node>>),
    Map(Vec<(Rc<Node>, Rc<Node>)>),
}

impl Node {
    /// What it is, for messages.
    pub(crate) fn noun(&self) -> &'static str {
        match self.kind {
            Kind::Null => "nothing",
            Kind::Text { .. } => "a text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a mapping",
        }
    }
}

impl From<Marker> for Place {
    fn from(marker: Marker) -> Self {
        Self { line: marker.line(), column: marker.col() + 1 }
    }
}

impl From<ScanError> for SpecError {
    fn from(error: ScanError) -> Self {
        Self::new((*error.marker()).into(), format!("this is not YAML: {}", error.info()))
    }
}

/// The documents of a file.
pub(in crate::spec) fn parse(text: &str) -> Result<Vec<Rc<Node>>, SpecError> {
    match parse_documents(text) {
        (documents, None) => Ok(documents),
        (_, Some(error)) => Err(error),
    }
}

/// The documents of a file up to the first thing in it that cannot be read, and what that is.
pub(crate) fn parse_documents(text: &str) -> (Vec<Rc<Node>>, Option<SpecError>) {
    // Go skips the mark that some editors put at the start.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let added = event.map_err(SpecError::from).and_then(|(event, span)| builder.add(event, span));
        if let Err(error) = added {
            return (builder.documents, Some(error));
        }
    }
    (builder.documents, None)
}

#[derive(Default)]
struct Builder {
    documents: Vec<Rc<Node>>,
    open: Vec<Open>,
    anchors: HashMap<usize, Rc<Node>>,
}

/// A list or a mapping whose end has not come yet.
struct Open {
    span: Span,
    anchor: usize,
    is_map: bool,
    /// Of a mapping, keys and values by turns.
    nodes: Vec<Rc<Node>>,
}

impl Builder {
    fn add(&mut self, event: Event<'_>, span: Span) -> Result<(), SpecError> {
        let place = Place::from(span.start);
        match event {
            Event::DocumentStart(_) => self.anchors.clear(),
            Event::SequenceStart(anchor, _) => {
                return self.start(Open { span, anchor, is_map: false, nodes: Vec::new() });
            }
            Event::MappingStart(anchor, _) => {
                return self.start(Open { span, anchor, is_map: true, nodes: Vec::new() });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    let (whole, anchor) = (Span::new(open.span.start, span.end), open.anchor);
                    return self.finish(whole, anchor, open.into_kind());
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let kind = scalar(&text, style, tag.as_deref(), place)?;
                return self.finish(span, anchor, kind);
            }
            Event::Alias(anchor) => match self.anchors.get(&anchor).cloned() {
                Some(node) => self.place(node),
                None => return Err(SpecError::new(place, "this alias stands inside what it names")),
            },
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn start(&mut self, open: Open) -> Result<(), SpecError> {
        if self.open.len() >= DEEPEST {
            return Err(too_deep(open.span.start.into()));
        }
        self.open.push(open);
        Ok(())
    }

    fn finish(&mut self, span: Span, anchor: usize, kind: Kind) -> Result<(), SpecError> {
        let below = match &kind {
            Kind::List(items) => items.iter().map(|item| item.height).max(),
            Kind::Map(entries) => entries.iter().map(|(key, value)| key.height.max(value.height)).max(),
            Kind::Null | Kind::Text { .. } => None,
        };
        let height = below.map_or(0, |height| height + 1);
        // Trees are dropped by recursion: aliases of aliases must not make them deeper than the stack.
        if height > DEEPEST {
            return Err(too_deep(span.start.into()));
        }
        let chars = span.start.index()..span.end.index();
        let node = Rc::new(Node { place: span.start.into(), chars, kind, height });
        if anchor != 0 {
            self.anchors.insert(anchor, Rc::clone(&node));
        }
        self.place(node);
        Ok(())
    }

    fn place(&mut self, node: Rc<Node>) {
        match self.open.last_mut() {
            Some(open) => open.nodes.push(node),
            None => self.documents.push(node),
        }
    }
}

impl Open {
    fn into_kind(self) -> Kind {
        if !self.is_map {
            return Kind::List(self.nodes);
        }
        let mut nodes = self.nodes.into_iter();
        let mut entries = Vec::with_capacity(nodes.len() / 2);
        while let (Some(key), Some(value)) = (nodes.next(), nodes.next()) {
            entries.push((key, value));
        }
        Kind::Map(entries)
    }
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>, place: Place) -> Result<Kind, SpecError> {
    let core = tag.filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str());
    if core == Some("binary") {
        return Err(SpecError::new(place, "`!!binary` is not read here; write the text itself"));
    }
    let bare = style == ScalarStyle::Plain && tag.is_none();
    Ok(if (bare && resolve::is_null(text)) || core == Some("null") {
        Kind::Null
    } else {
        Kind::Text { text: text.to_owned(), bare }
    })
}

fn too_deep(place: Place) -> SpecError {
    SpecError::new(place, format!("nodes stand more than {DEEPEST} levels deep in each other"))
}
