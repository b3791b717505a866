//! A text as the parser's events, read as Go's `yaml.v3` reads it: what that accepts and the parser does not is laid out
//! anew before it is read, and what only the parser accepts is refused. Positions are those of the text itself.

use std::borrow::Cow;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span};

use super::{layout_anew, refusals::Watch};
use crate::spec::error::{Place, SpecError};

/// A text to be read.
pub(crate) struct Source<'t> {
    written: &'t str,
    /// What the parser reads.
    text: Cow<'t, str>,
    moved: Moved,
}

/// What was put in: where in the text that is read, in characters, and how many.
#[derive(Default)]
pub(crate) struct Moved {
    /// Each with the number of characters that were put in before.
    inserted: Vec<(usize, usize, usize)>,
    /// Where the lines of the text as it is written start.
    lines: Vec<usize>,
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

impl<'t> Source<'t> {
    /// A text as it is.
    pub(crate) fn written(text: &'t str) -> Self {
        Self { written: text, text: Cow::Borrowed(text), moved: Moved::default() }
    }

    /// The same text laid out so that the parser reads more of it, unless nothing is to be done.
    pub(crate) fn laid_out(text: &'t str) -> Option<Self> {
        let (laid_out, inserted) = layout_anew::layout(text)?;
        let mut moved = Moved { inserted: Vec::new(), lines: vec![0] };
        let mut before = 0;
        for (at, count) in inserted {
            moved.inserted.push((at + before, count, before));
            before += count;
        }
        let mut chars = text.chars().enumerate().peekable();
        while let Some((at, c)) = chars.next() {
            let is_pair = c == '\r' && chars.peek().is_some_and(|(_, next)| *next == '\n');
            if matches!(c, '\n' | '\r') && !is_pair {
                moved.lines.push(at + 1);
            }
        }
        Some(Self { written: text, text: Cow::Owned(laid_out), moved })
    }

    /// A text in the form of which the parser reads all, where there is one.
    pub(crate) fn readable(text: &'t str) -> Self {
        if Parser::new_from_str(text).all(|event| event.is_ok()) {
            return Self::written(text);
        }
        Self::laid_out(text).unwrap_or_else(|| Self::written(text))
    }

    /// Shows each event to `visit`, up to the first error. What Go refuses in a text that can be read is told when all of
    /// it has been seen.
    pub(crate) fn each(
        &self,
        mut visit: impl FnMut(Event<'_>, Span) -> Result<(), SpecError>,
    ) -> Result<(), SpecError> {
        let mut watch = Watch::new(self.written);
        // Of the text, in characters; counted once, and only for a block.
        let mut length = None;
        for event in Parser::new_from_str(&self.text) {
            let (event, span) = event.map_err(|error| {
                let at = self.moved.marker(*error.marker());
                SpecError::from(ScanError::new_str(at, error.info()))
            })?;
            let span = Span::new(self.moved.marker(span.start), self.moved.marker(span.end));
            watch.see(&event, span);
            visit(self.without_line_end(event, span, &mut length), span)?;
        }
        watch.refusal().map_or(Ok(()), Err)
    }
}

impl Source<'_> {
    /// A block whose last line is the file's and has no end is a text without one; the parser adds it.
    fn without_line_end<'e>(&self, event: Event<'e>, span: Span, length: &mut Option<usize>) -> Event<'e> {
        let Event::Scalar(text, style @ (ScalarStyle::Literal | ScalarStyle::Folded), anchor, tag) = event
        else {
            return event;
        };
        if !(text.ends_with('\n') && self.ends_in_text()) {
            return Event::Scalar(text, style, anchor, tag);
        }
        let length = *length.get_or_insert_with(|| self.written.chars().count());
        let text = match text.strip_suffix('\n').filter(|_| span.end.index() >= length) {
            Some(shorter) => Cow::Owned(shorter.to_owned()),
            None => text,
        };
        Event::Scalar(text, style, anchor, tag)
    }

    fn ends_in_text(&self) -> bool {
        let last = self.written.rsplit(['\n', '\r']).next().unwrap_or_default();
        !last.trim_matches(' ').is_empty()
    }
}

impl Moved {
    /// A place of the text that is read, in the text as it is written.
    fn marker(&self, marker: Marker) -> Marker {
        let number = self.inserted.partition_point(|(at, ..)| *at <= marker.index());
        let Some((at, count, before)) = number.checked_sub(1).map(|last| self.inserted[last]) else {
            return marker;
        };
        let index = at.max(marker.index().saturating_sub(count)) - before;
        let line = self.lines.get(marker.line().saturating_sub(1)).copied().unwrap_or_default();
        Marker::new(index, marker.line(), index.saturating_sub(line))
    }
}
