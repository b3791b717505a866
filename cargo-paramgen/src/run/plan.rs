//! What of a pipeline file is run, and by what.

use std::{collections::BTreeMap, fmt, path::PathBuf};

use paramgen::{
    Parameters, Specification,
    pipeline::{self, PluginName, Side},
};

use super::{Builtin, Programs, window::Window};

/// A pipeline that can be run.
#[derive(Debug)]
#[non_exhaustive]
pub struct Plan {
    /// Its id.
    pub id: String,
    /// Its sources, one at least.
    pub sources: Vec<Planned>,
    /// Its destinations, one at least.
    pub destinations: Vec<Planned>,
    /// What of the file is not run, in words.
    pub left_out: Vec<String>,
    pub(super) window: (usize, usize),
}

/// A connector of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Planned {
    /// The id that the connector is told: `pipeline:connector`.
    pub id: String,
    /// What it is run by.
    pub part: Part,
    pub(super) side: Side,
    pub(super) settings: Settings,
    pub(super) specification: Specification,
}

/// What a connector is run by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// This program.
    Builtin(Builtin),
    /// A program.
    Program(PathBuf),
}

/// Settings, of which no value is shown.
#[derive(Clone)]
pub(super) struct Settings(pub(super) BTreeMap<String, String>);

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// Why a pipeline cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlanError {
    /// A plugin that there is no program for.
    #[non_exhaustive]
    NoProgram {
        /// The connector, as `pipeline:connector`.
        connector: String,
        /// The plugin, as it is written.
        plugin: String,
    },
    /// A plugin of which there is another version.
    #[non_exhaustive]
    OtherVersion {
        /// The connector, as `pipeline:connector`.
        connector: String,
        /// The plugin, as it is written.
        plugin: String,
        /// The versions that there are.
        versions: Vec<String>,
    },
    /// A plugin that Conduit brings with it, and this program does not.
    #[non_exhaustive]
    NoBuiltin {
        /// The connector, as `pipeline:connector`.
        connector: String,
        /// The plugin, as it is written.
        plugin: String,
    },
    /// A pipeline without a source or without a destination.
    #[non_exhaustive]
    NoSide {
        /// The pipeline.
        pipeline: String,
        /// What it lacks.
        side: Side,
    },
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProgram { connector, plugin } => {
                write!(f, "{connector}: there is no program for the plugin {plugin:?}")
            }
            Self::OtherVersion { connector, plugin, versions } => {
                let versions = versions.join(", ");
                write!(f, "{connector}: the plugin {plugin:?} is there in version {versions} only")
            }
            Self::NoBuiltin { connector, plugin } => {
                let known: Vec<&str> = Builtin::ALL.into_iter().map(Builtin::name).collect();
                write!(f, "{connector}: {plugin:?} is not among what `run` brings: {}", known.join(", "))
            }
            Self::NoSide { pipeline, side } => {
                write!(f, "the pipeline {pipeline:?} has no {}, so nothing can move", side.name())
            }
        }
    }
}

impl std::error::Error for PlanError {}

/// Finds what runs each connector of a pipeline.
///
/// # Errors
///
/// All that is not found.
pub fn plan(pipeline: &pipeline::Pipeline, programs: &Programs) -> Result<Plan, Vec<PlanError>> {
    let mut errors = Vec::new();
    let mut sides: BTreeMap<Side, Vec<Planned>> = BTreeMap::new();
    for connector in &pipeline.connectors {
        let id = format!("{}:{}", pipeline.id, connector.id);
        match find(&id, &connector.plugin, programs) {
            Ok((part, specification)) => sides.entry(connector.side).or_default().push(Planned {
                id,
                part,
                side: connector.side,
                settings: Settings(connector.settings.clone()),
                specification,
            }),
            Err(error) => errors.push(error),
        }
    }
    for side in Side::ALL {
        if !pipeline.connectors.iter().any(|connector| connector.side == side) {
            errors.push(PlanError::NoSide { pipeline: pipeline.id.clone(), side });
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let queue = &pipeline.dead_letter_queue;
    let mut take = |side| sides.remove(&side).unwrap_or_default();
    Ok(Plan {
        id: pipeline.id.clone(),
        sources: take(Side::Source),
        destinations: take(Side::Destination),
        left_out: left_out(pipeline),
        window: (queue.window_size, queue.window_nack_threshold),
    })
}

fn find(id: &str, plugin: &str, programs: &Programs) -> Result<(Part, Specification), PlanError> {
    let name = PluginName::of(plugin);
    let (connector, plugin) = (id.to_owned(), plugin.to_owned());
    let builtin = Builtin::of(name.name).map(|builtin| (Part::Builtin(builtin), builtin.specification()));
    if name.kind == Some("builtin") {
        return builtin.ok_or(PlanError::NoBuiltin { connector, plugin });
    }
    let program = match (programs.get(name.name, name.version), programs.versions(name.name)) {
        (None, versions)
            if !versions.is_empty() && (name.kind == Some("standalone") || builtin.is_none()) =>
        {
            return Err(PlanError::OtherVersion { connector, plugin, versions });
        }
        (program, _) => program,
    };
    let program = program.map(|program| (Part::Program(program.path.clone()), program.specification.clone()));
    // Where neither is asked for, Conduit looks among the programs first.
    let found = if name.kind == Some("standalone") { program } else { program.or(builtin) };
    found.ok_or(PlanError::NoProgram { connector, plugin })
}

/// What of a pipeline is not run, by name.
fn left_out(pipeline: &pipeline::Pipeline) -> Vec<String> {
    let of_connectors = pipeline
        .connectors
        .iter()
        .map(|connector| (format!("{}:{}", pipeline.id, connector.id), connector.processors));
    let processors = std::iter::once((pipeline.id.clone(), pipeline.processors)).chain(of_connectors);
    let mut notes: Vec<String> = processors
        .filter(|(_, count)| *count > 0)
        .map(|(of, count)| {
            let plural = if count == 1 { "" } else { "s" };
            format!("{of}: {count} processor{plural} not run: records go as they are")
        })
        .collect();
    if !pipeline.dead_letter_queue.settings.is_empty() {
        notes.push(format!(
            "{}: the dead-letter queue's plugin {:?} is not run: refused records go to the file",
            pipeline.id, pipeline.dead_letter_queue.plugin
        ));
    }
    notes
}

impl Plan {
    pub(super) fn window(&self, keeps_going: bool) -> Window {
        let (size, threshold) = self.window;
        Window::new(if keeps_going { 0 } else { size }, threshold)
    }
}

impl Planned {
    /// The parameters of its side.
    pub(super) fn parameters(&self) -> Option<&Parameters> {
        self.side.parameters(&self.specification)
    }
}
