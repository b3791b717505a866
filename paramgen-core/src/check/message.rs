//! Messages of compile-time checks: `const` evaluation can panic with one text only, so it is put together by hand.

use crate::schema::Schema;

/// A text in the making. What does not fit is cut; no message comes near the end.
pub(crate) struct Message {
    bytes: [u8; 2048],
    length: usize,
}

impl Message {
    pub(crate) const fn new(parts: &[&str]) -> Self {
        let mut message = Self { bytes: [0; 2048], length: 0 };
        message.push(parts);
        message
    }

    pub(crate) const fn push(&mut self, parts: &[&str]) {
        let mut i = 0;
        while i < parts.len() {
            self.push_text(parts[i]);
            i += 1;
        }
    }

    /// The names of a struct's fields.
    pub(crate) const fn push_idents(&mut self, schema: &Schema) {
        let fields = schema.fields();
        let mut i = 0;
        while i < fields.len() {
            self.push(&[if i == 0 { "`" } else { ", `" }, fields[i].ident, "`"]);
            i += 1;
        }
    }

    const fn push_text(&mut self, text: &str) {
        let (_, free) = self.bytes.split_at_mut(self.length);
        if text.len() <= free.len() {
            free.split_at_mut(text.len()).0.copy_from_slice(text.as_bytes());
            self.length += text.len();
        }
    }

    #[track_caller]
    pub(crate) const fn panic(&self) -> ! {
        match str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => panic!("{}", text),
            // Only whole texts are pushed.
            Err(_) => panic!("this parameter is declared wrongly"),
        }
    }
}
