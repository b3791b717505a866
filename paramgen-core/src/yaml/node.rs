//! YAML as a tree with positions. An alias shares the node that it names, so that a file costs no more than its size.

use std::{collections::HashMap, ops::Range, rc::Rc};

use saphyr_parser::{Event, ScalarStyle, Span, Tag};

use super::{events::Source, resolve};
use crate::spec::error::{Place, SpecError};

/// How deep nodes may stand in each other, aliases included; a specification needs seven levels.
const DEEPEST: usize = 200;

pub(crate) struct Node {
    pub(crate) place: Place,
    /// Where it is written, in characters from the start of the file; a byte order mark does not count. A list or a
    /// mapping may include white space and comments behind it.
    pub(crate) chars: Range<usize>,
    pub(crate) kind: NodeKind,
    /// How many levels stand in it.
    height: usize,
}

pub(crate) enum NodeKind {
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
            NodeKind::Null => "nothing",
            NodeKind::Text { .. } => "a text",
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a mapping",
        }
    }
}

/// The documents of a file.
pub(crate) fn parse(text: &str) -> Result<Vec<Rc<Node>>, SpecError> {
    match parse_documents(text) {
        (documents, None) => Ok(documents),
        (_, Some(error)) => Err(error),
    }
}

/// The documents of a file up to the first thing in it that cannot be read, and what that is.
pub(crate) fn parse_documents(text: &str) -> (Vec<Rc<Node>>, Option<SpecError>) {
    // Go skips the mark that some editors put at the start.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let (documents, error) = read(&Source::written(text));
    let Some(error) = error else { return (documents, None) };
    // Where Go reads on and the parser does not, the text is laid out for it.
    match Source::laid_out(text).map(|source| read(&source)) {
        Some((documents, None)) => (documents, None),
        Some((more, Some(later))) if more.len() > documents.len() => (more, Some(later)),
        _ => (documents, Some(error)),
    }
}

fn read(source: &Source<'_>) -> (Vec<Rc<Node>>, Option<SpecError>) {
    let mut builder = Builder::default();
    let read = source.each(|event, span| builder.add(event, span));
    (builder.documents, read.err())
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

    fn finish(&mut self, span: Span, anchor: usize, kind: NodeKind) -> Result<(), SpecError> {
        let below = match &kind {
            NodeKind::List(items) => items.iter().map(|item| item.height).max(),
            NodeKind::Map(entries) => entries.iter().map(|(key, value)| key.height.max(value.height)).max(),
            NodeKind::Null | NodeKind::Text { .. } => None,
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
    fn into_kind(self) -> NodeKind {
        if !self.is_map {
            return NodeKind::List(self.nodes);
        }
        let mut nodes = self.nodes.into_iter();
        let mut entries = Vec::with_capacity(nodes.len() / 2);
        while let (Some(key), Some(value)) = (nodes.next(), nodes.next()) {
            entries.push((key, value));
        }
        NodeKind::Map(entries)
    }
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>, place: Place) -> Result<NodeKind, SpecError> {
    let core = tag.filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str());
    if core == Some("binary") {
        return Err(SpecError::new(place, "`!!binary` is not read here; write the text itself"));
    }
    if let Some(core) = core.filter(|core| !resolve::is_of(core, text)) {
        let message =
            format!("this is not YAML to Go: what stands behind `!!{core}` is none; leave the tag out");
        return Err(SpecError::new(place, message));
    }
    let bare = style == ScalarStyle::Plain && tag.is_none();
    Ok(if (bare && resolve::is_null(text)) || core == Some("null") {
        NodeKind::Null
    } else {
        NodeKind::Text { text: text.to_owned(), bare }
    })
}

fn too_deep(place: Place) -> SpecError {
    SpecError::new(place, format!("nodes stand more than {DEEPEST} levels deep in each other"))
}

/// What `yaml.v3` v3.0.1 says of these texts; no other text is taken for what it is here.
#[cfg(test)]
mod tests {
    use super::{Node, NodeKind, parse_documents};

    /// Scalars as they are, in brackets what stands in brackets, documents behind each other.
    fn shown(text: &str) -> Result<String, String> {
        let (documents, error) = parse_documents(text);
        match error {
            Some(error) => Err(error.to_string()),
            None => Ok(documents.iter().map(|document| node(document)).collect::<Vec<_>>().join(" / ")),
        }
    }

    fn node(node_: &Node) -> String {
        match &node_.kind {
            NodeKind::Null => "~".to_owned(),
            NodeKind::Text { text, .. } => text.clone(),
            NodeKind::List(items) => {
                format!("[{}]", items.iter().map(|item| node(item)).collect::<Vec<_>>().join(" "))
            }
            NodeKind::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{}={}", node(key), node(value)));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(" "))
            }
        }
    }

    #[test]
    fn what_go_reads_is_read() {
        for (text, expected) in [
            ("a: \"x\ny\"", "{a=x y}"),
            ("a:\n  b: 'x\n  y'\nc: d", "{a={b=x y} c=d}"),
            ("a:\n  b: 1\nc: 'x\n \n\ny'\nd: e", "{a={b=1} c=x\n\ny d=e}"),
            ("- a: \"b\nc\"\n  d: e\n- f", "[{a=b c d=e} f]"),
            ("a: \"b\n# c\nd\"", "{a=b # c d}"),
            ("a: \"x\n\ty\"", "{a=x y}"),
            ("a: \"x\\\ny\"", "{a=xy}"),
            ("a: {b: 1,\nc: 2}", "{a={b=1 c=2}}"),
            ("a:\n  b: [\n  1\n]\nc: 1", "{a={b=[1]} c=1}"),
            ("a: [b, # \"c\nd\n]\ne: f", "{a=[b d] e=f}"),
            ("k: [1,\n2, {a: -,\nb: \"x\ny\"}\n]\nl: m", "{k=[1 2 {a=- b=x y}] l=m}"),
            ("a:\tb\nc:\t'd\ne'\n", "{a=b c=d e}"),
            ("a: {\n\tb: c\n}", "{a={b=c}}"),
            ("{a: -}", "{a=-}"),
            ("[-, a]", "[- a]"),
            ("a: it's\nb: \"c\nd\"", "{a=it's b=c d}"),
            ("a: |\n  \"x\n  y\nb: \"c\nd\"", "{a=\"x\ny\n b=c d}"),
            ("- |\n  'x\n- 'y\nz'", "['x\n y z]"),
            ("a: \"\\'\"", "{a='}"),
            ("a: 'b'#c", "{a=b}"),
            ("a: b\n \t\nc: d", "{a=b c=d}"),
            ("a: &b c\nd: [*b, &e-f_1 g]", "{a=c d=[c g]}"),
            ("a: b\t# c", "{a=b}"),
            ("a: |\n  x\n  \ty\n", "{a=x\n\ty\n}"),
            ("a: |\n  x", "{a=x}"),
            ("- >+\n x", "[x]"),
            ("a: |\n  x\n# c", "{a=x\n}"),
            ("a: |\n  x\n ", "{a=x\n}"),
            ("a: |-\n  x\n  ", "{a=x}"),
            ("%YAML 1.1\n---\na: b", "{a=b}"),
            ("a: b\n...\n---\nc: d", "{a=b} / {c=d}"),
            ("a: !!null ''", "{a=~}"),
            ("a: !!bool true\nb: !!int 3\nc: !!float 3\nd: !!str 3\ne: !x y", "{a=true b=3 c=3 d=3 e=y}"),
            ("{p: a:b}", "{p=a:b}"),
            ("a: \"/\\\\/\"", "{a=/\\/}"),
        ] {
            assert_eq!(shown(text).as_deref(), Ok(expected), "{text:?}");
            let lines = text.replace('\n', "\r\n");
            assert_eq!(shown(&lines).as_deref(), Ok(expected), "{lines:?}");
        }
    }

    #[test]
    fn what_go_refuses_is_refused() {
        for (text, place) in [
            ("a: b\n\t\nc: d", "line 2, column 1: "),
            ("a: \"b\"\n \t\nc: d", "line 2, column 2: "),
            ("a:\n\t\n  c: d", "line 2, column 1: "),
            ("- a\n\t# c\n- b", "line 2, column 1: "),
            ("- a\n-\tb", "line 2, column 2: "),
            ("- \ta: b", "line 1, column 3: "),
            ("a:\n \t b: c", "line 2, column 2: "),
            ("a:\n  b: c\n \td: e", "line 3, column 2: "),
            ("a:\n  b: c\n   \t\n  \t\n", "line 4, column 3: "),
            (": x", "line 1, column 1: "),
            ("a: &b/c d", "line 1, column 4: "),
            ("a: b\n\t", "line 2, column 1: "),
            ("\t\na: b", "line 1, column 1: "),
            ("a: |\n  x\n\t\n  y\n", "line 3, column 1: "),
            ("%YAML 1.2\n---\na: b", "line 1, column 1: "),
            ("# c\n%FOO\n---\na: b", "line 2, column 1: "),
            ("a: b\n...\nc: d", "line 3, column 1: "),
            ("{p: ?x}", "line 1, column 5: "),
            ("{p: x?y}", "line 1, column 5: "),
            ("{p: :x}", "line 1, column 5: "),
            ("é: \"\\/\"", "line 1, column 4: "),
            ("a: !!null x", "line 1, column 4: "),
            ("a: !!bool yes", "line 1, column 4: "),
            ("a: !!int x", "line 1, column 4: "),
            ("a: !!float x", "line 1, column 4: "),
            ("a: !!timestamp x", "line 1, column 4: "),
            ("a: b\u{7f}", "line 1, column 5: "),
            ("a: b # \u{1}c", "line 1, column 8: "),
            ("a: \"é\"\nb: \u{85}c", "line 2, column 4: "),
            ("a: b\u{2028}c", "line 1, column 5: "),
            ("a: \"x\n---\ny\"", "line 1, column 4: "),
        ] {
            let error = shown(text).expect_err(text);
            assert!(error.starts_with(place), "{text:?}: {error}");
        }
    }

    /// Nodes stand where they are written, whatever was put in to read them.
    #[test]
    fn places_are_those_of_the_text() {
        let text = "é: \"x\ny\"\nb: {c: -,\nd:\te}\n";
        let (documents, error) = parse_documents(text);
        assert!(error.is_none());
        let chars: Vec<char> = text.chars().collect();
        let mut found = Vec::new();
        let mut open = vec![&*documents[0]];
        while let Some(node) = open.pop() {
            if let NodeKind::Map(entries) = &node.kind {
                open.extend(entries.iter().rev().flat_map(|(key, value)| [&**value, &**key]));
            } else {
                let written: String = chars[node.chars.clone()].iter().collect();
                found.push((written, node.place.line, node.place.column));
            }
        }
        let expected = [
            ("é", 1, 1),
            ("\"x\ny\"", 1, 4),
            ("b", 3, 1),
            ("c", 3, 5),
            ("-", 3, 8),
            ("d", 4, 1),
            ("e", 4, 4),
        ];
        assert_eq!(found, expected.map(|(text, line, column)| (text.to_owned(), line, column)));
    }
}
