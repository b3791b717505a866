//! The program that is checked, and what every check needs of it.

use std::{collections::BTreeMap, io, path::PathBuf, time::Duration};

use paramgen::{Parameters, Specification, pipeline::Side};
use paramgen_connector::host::{HostError, Launch, Plugin, SchemaService};
use tokio::time::timeout;

use super::{
    SettingsFile,
    fault::{Fault, Seen, fails},
};
use crate::secrets::Secrets;

/// No call that waits for no system takes longer.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Subject {
    pub(super) program: PathBuf,
    pub(super) settings: SettingsFile,
    /// What it says of itself, once it was asked.
    pub(super) specification: Option<Specification>,
    /// The engine has one always, and connectors of its Go SDK do not start without it.
    schemas: SchemaService,
}

impl Subject {
    pub(super) async fn new(program: PathBuf, settings: SettingsFile) -> io::Result<Self> {
        let program = std::path::absolute(&program).unwrap_or(program);
        Ok(Self { program, settings, specification: None, schemas: SchemaService::start().await? })
    }

    pub(super) fn launch(&self) -> Launch {
        let launch = Launch::new(&self.program).in_own_group().connector_id("verify:connector");
        launch.utilities(self.schemas.target())
    }

    pub(super) async fn start(&self) -> Result<Plugin, Fault> {
        started(self.launch()).await
    }

    /// Starts the program, does this to it, and ends it.
    pub(super) async fn with(&self, run: impl AsyncFnOnce(&Plugin) -> Seen) -> Seen {
        let plugin = self.start().await?;
        let seen = run(&plugin).await;
        plugin.kill().await;
        seen
    }

    /// The settings with which a side can be opened.
    pub(super) fn settings_of(&self, side: Side) -> Result<&BTreeMap<String, String>, Fault> {
        let missing = || Fault::NotTried(format!("needs --settings with a \"{}\"", side.name()));
        self.settings.of(side).ok_or_else(missing)
    }

    /// What no text of the connector may show.
    pub(super) fn secrets(&self) -> Secrets {
        let of = |side| Secrets::of(self.parameters(side), self.settings.of(side));
        of(Side::Source).and(of(Side::Destination))
    }

    /// The parameters of a side, if it has any.
    pub(super) fn parameters(&self, side: Side) -> Option<&Parameters> {
        side.parameters(self.specification.as_ref()?)
    }

    /// The sides that have parameters.
    pub(super) fn sides(&self) -> Vec<(Side, &Parameters)> {
        let of = |side| self.parameters(side).map(|parameters| (side, parameters));
        Side::ALL.into_iter().filter_map(of).collect()
    }
}

pub(super) async fn started(launch: Launch) -> Result<Plugin, Fault> {
    launch.start().await.map_err(|error| Fault::Fails(error.message().to_owned()))
}

/// A call that has to come back in time; what it says is left to the check.
pub(super) async fn answered<T>(
    name: &str,
    call: impl Future<Output = Result<T, HostError>>,
) -> Result<Result<T, HostError>, Fault> {
    match timeout(PATIENCE, call).await {
        Ok(answer) => Ok(answer),
        Err(_) => fails(format!("{name}: no answer within {} s", PATIENCE.as_secs())),
    }
}

/// A call that has to come back in time and well.
pub(super) async fn good<T>(
    name: &str,
    call: impl Future<Output = Result<T, HostError>>,
) -> Result<T, Fault> {
    answered(name, call).await?.map_err(|error| Fault::Fails(format!("{name}: {}", error.message())))
}

/// Whether the process still answers, whatever it says of itself.
pub(super) async fn alive(plugin: &Plugin) -> Result<(), Fault> {
    good("Specify", plugin.call("connector.v2.SpecifierPlugin/Specify")).await
}

/// Texts between commas, as many as one reads.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 8;
    let names: Vec<&str> = names.into_iter().collect();
    let more = names.len().saturating_sub(MOST);
    let text = names[..names.len() - more].join(", ");
    if more > 0 { format!("{text} and {more} more") } else { text }
}
