//! A reading position in the pattern.

use std::ops::Range;

/// Where the parser stands in the pattern.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'p> {
    pattern: &'p str,
    at: usize,
}

impl<'p> Cursor<'p> {
    pub(crate) fn new(pattern: &'p str) -> Self {
        Self { pattern, at: 0 }
    }

    /// The byte offset of the next character.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// What is still unread.
    pub(crate) fn rest(&self) -> &'p str {
        &self.pattern[self.at..]
    }

    /// The next character, left unread.
    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Reads the next character.
    pub(crate) fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Reads `text` if it comes next.
    pub(crate) fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Reads up to and including `end` and returns what stands before it;
    /// reads nothing when there is no `end`.
    pub(crate) fn take_until(&mut self, end: &str) -> Option<&'p str> {
        let (text, _) = self.rest().split_once(end)?;
        self.at += text.len() + end.len();
        Some(text)
    }

    /// Reads everything that is left.
    pub(crate) fn take_rest(&mut self) -> &'p str {
        let rest = self.rest();
        self.at = self.pattern.len();
        rest
    }

    /// The byte range from `start` to here.
    pub(crate) fn since(&self, start: usize) -> Range<usize> {
        start..self.at
    }

    /// The text from `start` to here.
    pub(crate) fn text_since(&self, start: usize) -> &'p str {
        &self.pattern[start..self.at]
    }
}
