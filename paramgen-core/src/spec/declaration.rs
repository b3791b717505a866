//! What `specification!` and `export!` say of a connector, in `const` evaluation.

use super::{Specification, head::Head};
use crate::{embedded, parameters::Parameters, reader::Params, schema::Schema, text::ConstWriter};

/// A specification from types, before it is a list of parameters or a text.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Declaration {
    head: Head<'static>,
    source: Option<&'static Schema>,
    destination: Option<&'static Schema>,
}

/// A first attempt at the bytes in a binary, in more room than nearly all specifications take: to measure them takes as
/// long as to write them.
#[doc(hidden)]
pub struct EncodedSpecification {
    bytes: [u8; Self::ROOM],
    length: usize,
}

impl EncodedSpecification {
    const ROOM: usize = 1 << 18;

    /// How many bytes there are.
    pub const fn length(&self) -> usize {
        self.length
    }
}

impl Declaration {
    /// Of the connector of this name.
    pub const fn new(name: &'static str, version: &'static str) -> Self {
        let head = Head { name, summary: "", description: "", version, author: "" };
        Self { head, source: None, destination: None }
    }

    /// With this summary.
    pub const fn summary(mut self, summary: &'static str) -> Self {
        self.head.summary = summary;
        self
    }

    /// With this description.
    pub const fn description(mut self, description: &'static str) -> Self {
        self.head.description = description;
        self
    }

    /// With this author.
    pub const fn author(mut self, author: &'static str) -> Self {
        self.head.author = author;
        self
    }

    /// With a source of this configuration.
    pub const fn source<T: Params>(mut self) -> Self {
        let () = T::CHECKED;
        self.source = Some(T::SCHEMA);
        self
    }

    /// With a destination of this configuration.
    pub const fn destination<T: Params>(mut self) -> Self {
        let () = T::CHECKED;
        self.destination = Some(T::SCHEMA);
        self
    }

    /// The bytes that stand for it in a binary, if they fit.
    #[expect(clippy::large_stack_arrays, reason = "this is called in `const` evaluation")]
    pub const fn draft(&self) -> EncodedSpecification {
        let mut draft = EncodedSpecification { bytes: [0; EncodedSpecification::ROOM], length: 0 };
        draft.length = self.write(&mut draft.bytes);
        draft
    }

    /// The bytes themselves. A function of their number, so that it is compiled for a connector and nobody else.
    pub const fn embed<const SIZE: usize>(&self, draft: &EncodedSpecification) -> [u8; SIZE] {
        let mut region = [0; SIZE];
        if SIZE <= draft.bytes.len() {
            region.copy_from_slice(draft.bytes.split_at(SIZE).0);
        } else {
            self.write(&mut region);
        }
        embedded::write(&mut region);
        region
    }

    /// Writes the JSON behind the room for its head; returns the length of both.
    const fn write(&self, region: &mut [u8]) -> usize {
        let mut out = ConstWriter::new(region.split_at_mut(embedded::HEAD).1);
        self.head.write_with(&mut out, self.source, self.destination);
        embedded::HEAD + out.length()
    }

    /// The specification as a value.
    pub fn specification(&self) -> Specification {
        let Head { name, summary, description, version, author } = self.head;
        Specification {
            name: name.to_owned(),
            summary: summary.to_owned(),
            description: description.to_owned(),
            version: version.to_owned(),
            author: author.to_owned(),
            source: self.source.map(Parameters::of_schema),
            destination: self.destination.map(Parameters::of_schema),
            is_plain: false,
        }
    }
}
