//! Pipelines without an engine, for trying connectors: read, moved, acked, stopped and resumed as Conduit does it, and
//! nothing beyond that. Processors are not run, and nothing is restarted.

mod builtin;
mod cause;
mod destination;
mod engine;
mod nacks;
mod plan;
mod programs;
mod source;
mod state;
mod stop;
mod window;
mod wire;

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
};

use paramgen::pipeline::Side;
use paramgen_connector::host::{InMemory, Launch};

pub use builtin::Builtin;
pub use engine::{Failure, run};
pub use nacks::{Nack, NackFile};
pub use plan::{Part, Plan, PlanError, Planned, plan};
pub use programs::{Program, Programs};
pub use state::StateFile;
pub use stop::Stop;
pub use wire::WireFile;

use crate::secrets::Secrets;

/// What happens while pipelines run.
#[derive(Clone, Debug)]
pub enum Event {
    /// A connector has written a line to its log.
    Log {
        /// The connector, as `pipeline:connector`.
        connector: String,
        /// The line, as the connector wrote it.
        line: String,
    },
    /// A destination has refused a record, which is in the file for those.
    Nack(Box<Nack>),
    /// Something that is worth a line.
    Note(String),
}

/// Who is told what happens.
pub type Events = Arc<dyn Fn(Event) + Send + Sync>;

/// What a pipeline has done so far.
#[derive(Debug, Default)]
pub struct Counts {
    read: AtomicU64,
    done: AtomicU64,
    nacked: AtomicU64,
    retried: AtomicU64,
    opened: AtomicBool,
}

impl Counts {
    /// Whether connectors are still being opened, so that nothing can move yet.
    pub fn is_opening(&self) -> bool {
        !self.opened.load(Relaxed)
    }

    /// Records that the sources have sent.
    pub fn read(&self) -> u64 {
        self.read.load(Relaxed)
    }

    /// Records that every destination has written.
    pub fn written(&self) -> u64 {
        self.done.load(Relaxed).saturating_sub(self.nacked())
    }

    /// Records that a destination has refused.
    pub fn nacked(&self) -> u64 {
        self.nacked.load(Relaxed)
    }

    /// Calls that connectors have made again after an error, as far as their logs tell: lines with a `pauseMs`.
    pub fn retried(&self) -> u64 {
        self.retried.load(Relaxed)
    }
}

/// What all connectors of a run have in common.
#[derive(Clone)]
pub struct Setup {
    /// Where sources go on.
    pub state: Arc<StateFile>,
    /// Where refused records go.
    pub nacks: Arc<NackFile>,
    /// Where every message is written to.
    pub wire: Option<WireFile>,
    /// The level of the connectors' logs.
    pub log_level: String,
    /// Whether a pipeline goes on whatever number of records is refused.
    pub keeps_going: bool,
    /// Who is told what happens.
    pub events: Events,
}

/// How one connector is started.
struct Wiring {
    /// `pipeline:connector`.
    id: String,
    /// Where the schema service is.
    utilities: String,
    wire: Option<(WireFile, Secrets)>,
    log_level: String,
    events: Events,
    counts: Arc<Counts>,
}

impl Wiring {
    fn in_memory(&self) -> InMemory {
        let memory = InMemory::new().connector_id(&self.id).utilities(&self.utilities);
        match &self.wire {
            Some((file, secrets)) => memory.observer(file.of(&self.id, secrets.clone())),
            None => memory,
        }
    }

    fn launch(&self, program: &std::path::Path) -> Launch {
        let (id, events, counts) = (self.id.clone(), Arc::clone(&self.events), Arc::clone(&self.counts));
        let launch = Launch::new(program)
            .connector_id(&self.id)
            .utilities(&self.utilities)
            .log_level(&self.log_level)
            .in_own_group()
            .on_log(move |line| {
                if line.contains("\"pauseMs\":") {
                    counts.retried.fetch_add(1, Relaxed);
                }
                events(Event::Log { connector: id.clone(), line: line.to_owned() });
            });
        match &self.wire {
            Some((file, secrets)) => launch.observer(file.of(&self.id, secrets.clone())),
            None => launch,
        }
    }
}
