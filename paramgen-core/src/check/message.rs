//! Messages of compile-time checks: `const` evaluation can panic with one text only, so it is put together by hand.

use crate::{
    bound::Bound,
    schema::{Field, Schema},
    text::ConstWriter,
    validation::{Operand, Validation},
};

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

    /// The field that was probably meant, or the names of all.
    pub(crate) const fn push_nearest(&mut self, schema: &Schema, ident: &str) {
        if let Some(near) = super::nearest::nearest(schema, ident) {
            return self.push(&["\nhelp: did you mean `", near, "`?"]);
        }
        let fields = schema.fields();
        let mut i = 0;
        while i < fields.len() {
            self.push(&[if i == 0 { "\nhelp: use one of `" } else { ", `" }, fields[i].ident, "`"]);
            i += 1;
        }
    }

    /// A rule as its attribute wrote it: `max = 10`. Those that take a list have the name alone.
    pub(crate) const fn push_rule(&mut self, rule: &Validation) {
        self.push(&["`", rule.attribute()]);
        match rule.operand() {
            Operand::Number(number) => self.push_bound(Bound::Number(number)),
            Operand::Bound(bound) => self.push_bound(bound),
            Operand::Nothing | Operand::Texts(_) | Operand::Length { .. } => {}
            #[cfg(feature = "regex")]
            Operand::Pattern(_) => {}
        }
        self.push(&["`"]);
    }

    const fn push_bound(&mut self, bound: Bound) {
        let quote = match bound {
            Bound::Number(_) => "",
            Bound::Duration(_) | Bound::Size(_) => "\"",
        };
        self.push(&[" = ", quote]);
        let (_, free) = self.bytes.split_at_mut(self.length);
        let room = free.len();
        let mut out = ConstWriter::new(free);
        out.bound(bound);
        let length = out.length();
        if length <= room {
            self.length += length;
        }
        self.push(&[quote]);
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

#[track_caller]
pub(super) const fn fail(field: &Field, fault: &str, help: &str) -> ! {
    Message::new(&["parameter `", field.name, "`: ", fault, "\nhelp: ", help]).panic()
}
