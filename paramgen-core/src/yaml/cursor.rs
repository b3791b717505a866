//! Places of the parser in bytes.

/// From the parser's characters to bytes; its positions hardly ever go back, and then not far.
pub(crate) struct Cursor<'t> {
    text: &'t str,
    chars: usize,
    bytes: usize,
}

impl<'t> Cursor<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, chars: 0, bytes: 0 }
    }

    pub(crate) fn at(&mut self, chars: usize) -> usize {
        while self.chars < chars {
            let Some(c) = self.text[self.bytes..].chars().next() else { break };
            self.bytes += c.len_utf8();
            self.chars += 1;
        }
        while self.chars > chars {
            let Some(c) = self.text[..self.bytes].chars().next_back() else { break };
            self.bytes -= c.len_utf8();
            self.chars -= 1;
        }
        self.bytes
    }
}
