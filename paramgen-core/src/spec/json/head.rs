//! The head of a specification, and a whole one from types in `const` evaluation.

use super::{
    layout::{finish, start_side},
    schema,
};
use crate::{schema::Schema, spec::head::Head, text::ConstWriter};

impl Head<'_> {
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
