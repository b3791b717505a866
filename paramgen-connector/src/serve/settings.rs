//! Settings of a pipeline, read into an author's configuration and the kit's own.

use std::{collections::BTreeMap, time::Duration};

use paramgen::{
    Options, Params, Problems, UnknownKeys,
    conduit::{DestinationBatch, SourceBatch},
};

use crate::{Error, Result, Statistics, middleware::batch::Batching};

/// What a pipeline says, as it came.
pub(crate) type Settings = BTreeMap<String, String>;

/// Reads a configuration; the error has every problem, in the frame of Conduit's SDK. Warnings are logged.
pub(crate) fn read<C: Params>(settings: &Settings) -> Result<C> {
    let parsed = C::parse_with(settings, Options::new())
        .map_err(|problems| invalid(&problems).context("failed to parse configuration"))?;
    for warning in &parsed.warnings {
        tracing::warn!("configuration: {warning}");
    }
    Ok(parsed.value)
}

/// Reads a configuration that another version may have accepted: unknown keys are passed over.
pub(crate) fn read_old<C: Params>(settings: &Settings) -> Result<C> {
    let parsed = C::parse_with(settings, Options::new().unknown(UnknownKeys::Ignore))
        .map_err(|problems| invalid(&problems))?;
    Ok(parsed.value)
}

/// Every problem on a line of its own, in Conduit's frame.
pub(crate) fn invalid(problems: &Problems) -> Error {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Error::new(format_args!("config invalid: {}", lines.join("\n")))
}

/// What a configuration says of the kit's own parameters, those whose names start with `sdk.`, with the defaults that it
/// declares for them. A connector has the middleware whose parameters its configuration lists.
#[derive(Debug)]
pub(crate) struct KitSettings {
    in_force: Settings,
    declared: Vec<String>,
}

impl KitSettings {
    const PREFIX: &str = "sdk.";

    pub(crate) fn of<C: Params>(settings: &Settings) -> Result<Self> {
        let parameters = C::parameters();
        let names = parameters.iter().map(|parameter| parameter.name());
        let declared = names.filter(|name| name.starts_with(Self::PREFIX)).map(str::to_owned).collect();
        let resolved = parameters
            .resolve(settings, Options::new().unknown(UnknownKeys::Ignore))
            .map_err(|problems| invalid(&problems))?;
        let in_force = resolved.value.into_iter().filter(|(key, _)| key.starts_with(Self::PREFIX)).collect();
        Ok(Self { in_force, declared })
    }

    /// Whether the configuration has this parameter.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.declared.iter().any(|declared| declared == name)
    }

    /// The value that is in force.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.in_force.get(name).map(String::as_str)
    }

    /// Whether it is in force with a value that is not empty.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        self.in_force.get(name).is_some_and(|value| !value.is_empty())
    }

    /// Reads some of them.
    pub(crate) fn read<T: Params>(&self) -> Result<T> {
        read_old(&self.in_force)
    }

    pub(crate) fn source_batching(&self) -> Result<Batching> {
        self.read::<SourceBatch>().map(|batch| Batching::from(&batch))
    }

    /// How often statistics are logged, if at all before the end.
    pub(crate) fn statistics(&self) -> Result<Option<Duration>> {
        if !self.has("sdk.statistics.interval") {
            return Ok(None);
        }
        self.read::<Statistics>()
            .map(|statistics| Some(statistics.interval).filter(|interval| !interval.is_zero()))
    }

    pub(crate) fn destination_batching(&self) -> Result<Batching> {
        self.read::<DestinationBatch>().map(|batch| Batching::from(&batch))
    }
}
