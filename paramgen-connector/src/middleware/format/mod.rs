//! How a destination's records are written out: `sdk.record.format` and its options.

mod debezium;
mod template;

use std::sync::Arc;

use bytes::Bytes;

use self::{debezium::Debezium, template::Template};
use crate::{
    record::{ConversionError, Record},
    serve::settings::KitSettings,
};

const FORMAT: &str = "sdk.record.format";
const OPTIONS: &str = "sdk.record.format.options";

/// The form of a record in bytes.
#[derive(Clone, Debug)]
pub(crate) enum Format {
    /// `opencdc/json`.
    OpenCdc,
    /// `debezium/json`.
    Debezium(Debezium),
    /// `template`.
    Template(Arc<Template>),
}

impl Format {
    /// As the settings say; none where the connector has no such parameter. An error names the parameter.
    pub(crate) fn new(kit: &KitSettings) -> Result<Option<Self>, String> {
        if !kit.has(FORMAT) {
            return Ok(None);
        }
        Self::parse(kit.get(FORMAT).unwrap_or("opencdc/json"), kit.get(OPTIONS).unwrap_or_default()).map(Some)
    }

    pub(crate) fn parse(name: &str, options: &str) -> Result<Self, String> {
        match name {
            "opencdc/json" => Ok(Self::OpenCdc),
            "debezium/json" => Ok(Self::Debezium(Debezium::new(options))),
            "template" => {
                let template = Template::parse(options).map_err(|error| format!("{OPTIONS}: {error}"))?;
                Ok(Self::Template(Arc::new(template)))
            }
            other => {
                Err(format!("{FORMAT}: must be one of debezium/json, opencdc/json, template, got {other:?}"))
            }
        }
    }

    pub(crate) fn write(&self, record: &Record) -> Result<Bytes, ConversionError> {
        match self {
            Self::OpenCdc => record.to_json().map(Bytes::from),
            Self::Debezium(debezium) => debezium.write(record).map(Bytes::from),
            Self::Template(template) => template.write(record),
        }
    }
}
