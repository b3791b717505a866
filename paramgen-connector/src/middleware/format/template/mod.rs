//! Go's `text/template`, as far as records need it: fields, pipelines, variables, conditions, loops, Go's functions and
//! those of sprig that need neither time zones, networks, random numbers nor the environment. What is not known is refused
//! when the template is read, so that nothing is written in another form in silence.

mod compare;
mod eval;
mod functions;
mod parse;
mod print;
mod printf;
mod texts;
mod tokens;

use bytes::Bytes;

use self::{eval::Eval, parse::Node};
use crate::record::{ConversionError, Record};

/// A template that was read and checked.
#[derive(Debug, PartialEq)]
pub(crate) struct Template {
    nodes: Vec<Node>,
}

impl Template {
    /// Reads a template. The error says what is wrong, and in which line.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        Ok(Self { nodes: parse::parse(text)? })
    }

    /// What the template makes of a record.
    pub(crate) fn write(&self, record: &Record) -> Result<Bytes, ConversionError> {
        let mut out = String::new();
        Eval::new(record)
            .run(&self.nodes, &mut out)
            .map_err(|error| ConversionError::new(format!("template: {error}")))?;
        Ok(out.into())
    }
}
