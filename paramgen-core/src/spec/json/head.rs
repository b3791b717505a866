//! The head of a specification, and a whole one from types in `const` evaluation.

use super::{finish, schema, start_side};
use crate::{schema::Schema, text::ConstWriter};

/// What a connector says of itself, without its parameters.
#[derive(Clone, Copy)]
pub(crate) struct Head<'a> {
    pub(crate) name: &'a str,
    pub(crate) summary: &'a str,
    pub(crate) description: &'a str,
    pub(crate) version: &'a str,
    pub(crate) author: &'a str,
}

impl<'a> Head<'a> {
    /// The texts and their keys, in the order of all documents.
    pub(crate) const fn texts(self) -> [(&'static str, &'a str); 5] {
        [
            ("name", self.name),
            ("summary", self.summary),
            ("description", self.description),
            ("version", self.version),
            ("author", self.author),
        ]
    }

    pub(super) const fn write(self, out: &mut ConstWriter<'_>) {
        let entries = self.texts();
        out.push("{\"version\":\"1.0\",\"specification\":{");
        let mut i = 0;
        while i < entries.len() {
            out.push(if i == 0 { "\n\"" } else { ",\n\"" });
            out.push(entries[i].0);
            out.push("\":");
            out.string(entries[i].1);
            i += 1;
        }
    }

    /// The JSON of the specification with these sides.
    pub(crate) const fn write_with(
        self,
        out: &mut ConstWriter<'_>,
        source: Option<&'static Schema>,
        destination: Option<&'static Schema>,
    ) {
        self.write(out);
        if let Some(source) = source {
            start_side(out, "source");
            schema::write(out, source);
        }
        if let Some(destination) = destination {
            start_side(out, "destination");
            schema::write(out, destination);
        }
        finish(out);
    }
}
