//! One pipeline from its start to its end.

use std::{
    fmt,
    sync::{Arc, Mutex, atomic::Ordering::Relaxed},
    time::Duration,
};

use paramgen_connector::host::{HostError, Plugin, SchemaService};
use tokio::{sync::mpsc, task::JoinSet, time::timeout};

use super::{
    Counts, Event, Part, Plan, Planned, Setup, Side, Stop, Wiring,
    cause::{Cause, said},
    destination, source,
};
use crate::{calls::Calls, secrets::Secrets};

/// Why a pipeline has ended before it was asked to.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failure {
    /// The connector, as `pipeline:connector`; the pipeline where it is about no single one.
    pub of: String,
    /// What happened.
    pub message: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.of, self.message)
    }
}

impl std::error::Error for Failure {}

/// Long enough for a write that is under way.
const TEARDOWN: Duration = Duration::from_secs(20);

/// A connector that is started.
struct Running {
    id: String,
    side: Side,
    plugin: Plugin,
}

/// Runs a pipeline until `stop` is asked for, after so many records if there is a number, or until something fails. Every
/// connector is closed when this returns.
///
/// # Errors
///
/// The first thing that failed.
pub async fn run(
    plan: Plan,
    setup: Setup,
    counts: Arc<Counts>,
    stop: Stop,
    most: Option<u64>,
) -> Result<(), Failure> {
    for note in &plan.left_out {
        (setup.events)(Event::Note(note.clone()));
    }
    let failed = |message: String| Failure { of: plan.id.clone(), message };
    let schemas =
        SchemaService::start().await.map_err(|error| failed(format!("no port for schemas: {error}")))?;
    let mut running = Vec::new();
    let outcome = move_records(&plan, &setup, &counts, &stop, most, &schemas, &mut running).await;
    // Also where it never came to that: nobody is to wait for it.
    counts.opened.store(true, Relaxed);
    // Sources end first, so that nobody sends to what is gone.
    let closed = close(running).await;
    outcome.and(closed)
}

async fn move_records(
    plan: &Plan,
    setup: &Setup,
    counts: &Arc<Counts>,
    stop: &Stop,
    most: Option<u64>,
    schemas: &SchemaService,
    running: &mut Vec<Running>,
) -> Result<(), Failure> {
    let connectors = || plan.sources.iter().chain(&plan.destinations);
    for connector in connectors() {
        let plugin = start(connector, setup, counts, schemas).await.map_err(|error| of(connector, &error))?;
        running.push(Running { id: connector.id.clone(), side: connector.side, plugin });
    }
    for (connector, running) in connectors().zip(running.iter()) {
        prepare(connector, &running.plugin, setup).await?;
    }

    let mut tasks: JoinSet<(String, Result<(), Cause>)> = JoinSet::new();
    let window = Arc::new(Mutex::new(plan.window(setup.keeps_going)));
    let (sources, destinations) = running.split_at(plan.sources.len());
    let mut writers = Vec::new();
    for Running { id, plugin, .. } in destinations {
        let failed = |error: HostError| Failure { of: id.clone(), message: said(&error) };
        let destination = plugin.destination();
        destination.open().await.map_err(failed)?;
        let stream = destination.run().await.map_err(failed)?;
        let (sender, jobs) = mpsc::channel(destination::WAITING);
        writers.push((id.clone(), sender));
        let id = id.clone();
        tasks.spawn(
            async move { (id, destination::write(destination, stream, jobs).await.map_err(Cause::from)) },
        );
    }
    for Running { id, plugin, .. } in sources {
        let failed = |error: HostError| Failure { of: id.clone(), message: said(&error) };
        let source = plugin.source();
        let position = setup.state.get(id).map(|known| known.position()).unwrap_or_default();
        source.open(position).await.map_err(failed)?;
        let stream = source.run().await.map_err(failed)?;
        let reading = source::Reading {
            id: id.clone(),
            source,
            destinations: writers.clone(),
            counts: Arc::clone(counts),
            setup: setup.clone(),
            window: Arc::clone(&window),
            stop: stop.clone(),
            most,
        };
        let id = id.clone();
        tasks.spawn(async move { (id, source::read(reading, stream).await) });
    }
    counts.opened.store(true, Relaxed);
    // Destinations end when no source can send to them any more.
    drop(writers);
    let mut failure = None;
    while let Some(ended) = tasks.join_next().await {
        let (of, outcome) = match ended {
            Ok((of, outcome)) => (of, outcome.map_err(|cause| cause.said())),
            // A task ends so when it panics, or because another one has failed.
            Err(error) if error.is_cancelled() => continue,
            Err(error) => (plan.id.clone(), Err(Some(error.to_string()))),
        };
        if let Err(message) = outcome {
            match message {
                Some(message) => failure = failure.or(Some(Failure { of, message })),
                // Who has failed will say so.
                None => continue,
            }
            tasks.abort_all();
        }
    }
    failure.map_or(Ok(()), Err)
}

async fn start(
    connector: &Planned,
    setup: &Setup,
    counts: &Arc<Counts>,
    schemas: &SchemaService,
) -> Result<Plugin, HostError> {
    let wire = setup.wire.clone().map(|file| {
        let before = setup.state.get(&connector.id).map(|known| known.settings).unwrap_or_default();
        let secrets = Secrets::of(connector.parameters(), [&connector.settings.0, &before]);
        (file, secrets)
    });
    let wiring = Wiring {
        id: connector.id.clone(),
        utilities: schemas.target().to_owned(),
        wire,
        log_level: setup.log_level.clone(),
        events: Arc::clone(&setup.events),
        counts: Arc::clone(counts),
    };
    match &connector.part {
        Part::Builtin(builtin) => builtin.start(&wiring).await,
        Part::Program(path) => wiring.launch(path).start().await,
    }
}

/// Gives a connector its settings, and says whether it is new or has others than before.
async fn prepare(connector: &Planned, plugin: &Plugin, setup: &Setup) -> Result<(), Failure> {
    let (id, settings) = (&connector.id, &connector.settings.0);
    let name = connector.specification.name();
    let known = setup.state.get(id);
    if let Some(known) = known.as_ref().filter(|known| known.plugin != name) {
        let message = format!(
            "the state file knows this connector as {:?}, and its position is of no use to {name:?}; give another --state, or \
             --fresh",
            known.plugin
        );
        return Err(Failure { of: id.clone(), message });
    }
    let calls = Calls(plugin, connector.side);
    calls.configure(settings).await.map_err(|error| of(connector, &error))?;
    let told = match &known {
        None => calls.created(settings).await,
        Some(known) if known.settings != *settings => calls.updated(&known.settings, settings).await,
        Some(_) => Ok(()),
    };
    lifecycle(told).map_err(|error| of(connector, &error))?;
    setup.state.ran(id, name, settings).map_err(|error| Failure {
        of: id.clone(),
        message: format!("cannot write {}: {error}", setup.state.path().display()),
    })
}

/// A connector need not have lifecycle calls.
fn lifecycle(answer: Result<(), HostError>) -> Result<(), HostError> {
    answer.or_else(|error| if error.is_unimplemented() { Ok(()) } else { Err(error) })
}

/// Tears down and ends all of them; the first that does not end well is told.
async fn close(running: Vec<Running>) -> Result<(), Failure> {
    let mut first = Ok(());
    for Running { id, side, plugin } in running {
        let torn_down = match timeout(TEARDOWN, Calls(&plugin, side).teardown()).await {
            Ok(outcome) => outcome.map_err(|error| said(&error)),
            Err(_) => Err(format!("Teardown: no answer within {} s", TEARDOWN.as_secs())),
        };
        let ended = plugin.shutdown().await.map(drop).map_err(|error| said(&error));
        if let Err(message) = torn_down.and(ended) {
            first = first.and(Err(Failure { of: id, message }));
        }
    }
    first
}

fn of(connector: &Planned, error: &HostError) -> Failure {
    Failure { of: connector.id.clone(), message: said(error) }
}
