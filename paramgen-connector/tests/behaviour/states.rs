//! The table of states: each call in each state, on both sides.

use paramgen_connector::host::{Destination, DestinationStream, HostError, Plugin, Source, SourceStream};

use crate::{
    run,
    scripted::{open_gate, plugin},
};

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    New,
    Configured,
    Open,
    Running,
    StoppedBeforeRun,
    Stopped,
    Failed,
    TornDown,
}

const STATES: [State; 8] = [
    State::New,
    State::Configured,
    State::Open,
    State::Running,
    State::StoppedBeforeRun,
    State::Stopped,
    State::Failed,
    State::TornDown,
];

/// Whether a call is answered, in the order of the table of `serve::state`: Configure, Open, Run, Stop, Teardown, lifecycle.
fn expected(state: State) -> [bool; 6] {
    let lifecycle = matches!(state, State::New | State::Configured | State::Open);
    let (configure, open, run) = match state {
        State::New => (true, false, false),
        State::Configured => (false, true, false),
        State::Open | State::StoppedBeforeRun => (false, false, true),
        State::Running | State::Stopped | State::Failed | State::TornDown => (false, false, false),
    };
    [configure, open, run, true, true, lifecycle]
}

/// A call that is refused says so; one that is answered may do so with an error of its own.
fn answered<T>(result: &Result<T, HostError>) -> bool {
    !result.as_ref().is_err_and(|error| error.message().contains("out of order"))
}

async fn source_in(plugin: &Plugin, state: State) -> (Source, Option<SourceStream>) {
    let source = plugin.source();
    let settings = [("test", "states"), ("mode", "waits")];
    let mut stream = None;
    if !matches!(state, State::New | State::Failed | State::TornDown) {
        source.configure(settings).await.unwrap();
    }
    if matches!(state, State::Open | State::Running | State::StoppedBeforeRun | State::Stopped) {
        source.open("").await.unwrap();
    }
    if matches!(state, State::Running | State::Stopped) {
        stream = Some(source.run().await.unwrap());
    }
    if matches!(state, State::StoppedBeforeRun | State::Stopped) {
        source.stop().await.unwrap();
    }
    if state == State::Failed {
        source.configure([("tset", "states")]).await.unwrap_err();
    }
    if state == State::TornDown {
        source.teardown().await.unwrap();
    }
    (source, stream)
}

#[test]
fn each_call_in_each_state_of_a_source() {
    run(async {
        for state in STATES {
            let settings = [("test", "states"), ("mode", "waits")];
            for (call, expected) in expected(state).into_iter().enumerate() {
                let plugin = plugin().await;
                let (source, _stream) = source_in(&plugin, state).await;
                let answered = match call {
                    0 => answered(&source.configure(settings).await),
                    1 => answered(&source.open("").await),
                    2 => answered(&source.run().await),
                    3 => answered(&source.stop().await),
                    4 => answered(&source.teardown().await),
                    _ => answered(&source.created(settings).await),
                };
                assert_eq!(answered, expected, "call {call} in {state:?}");
                // Twice, and from any state.
                source.teardown().await.unwrap();
                source.teardown().await.unwrap();
            }
        }
    });
}

async fn destination_in(plugin: &Plugin, state: State) -> (Destination, Option<DestinationStream>) {
    let destination = plugin.destination();
    let mut stream = None;
    if !matches!(state, State::New | State::Failed | State::TornDown) {
        destination.configure([("test", "states")]).await.unwrap();
    }
    if matches!(state, State::Open | State::Running | State::StoppedBeforeRun | State::Stopped) {
        destination.open().await.unwrap();
    }
    if matches!(state, State::Running | State::Stopped) {
        stream = Some(destination.run().await.unwrap());
    }
    if matches!(state, State::StoppedBeforeRun | State::Stopped) {
        destination.stop("").await.unwrap();
    }
    if state == State::Failed {
        destination.configure([("tset", "states")]).await.unwrap_err();
    }
    if state == State::TornDown {
        destination.teardown().await.unwrap();
    }
    (destination, stream)
}

#[test]
fn each_call_in_each_state_of_a_destination() {
    run(async {
        for state in STATES {
            for (call, expected) in expected(state).into_iter().enumerate() {
                let plugin = plugin().await;
                let (destination, _stream) = destination_in(&plugin, state).await;
                let answered = match call {
                    0 => answered(&destination.configure([("test", "states")]).await),
                    1 => answered(&destination.open().await),
                    2 => answered(&destination.run().await),
                    3 => answered(&destination.stop("").await),
                    4 => answered(&destination.teardown().await),
                    _ => answered(&destination.created([("test", "states")]).await),
                };
                assert_eq!(answered, expected, "call {call} in {state:?}");
                destination.teardown().await.unwrap();
                destination.teardown().await.unwrap();
            }
        }
    });
}

/// A stop may come between Open and Run: the stream that follows stays open and empty.
#[test]
fn a_run_after_a_stop_sends_nothing() {
    run(async {
        let plugin = plugin().await;
        let source = plugin.source();
        source.configure([("test", "stop first")]).await.unwrap();
        source.open("").await.unwrap();
        assert!(source.stop().await.unwrap().is_empty());
        let mut stream = source.run().await.unwrap();
        let next = tokio::time::timeout(std::time::Duration::from_millis(50), stream.next()).await;
        assert!(next.is_err(), "{next:?}");
        assert!(source.stop().await.unwrap().is_empty());
        source.teardown().await.unwrap();
        open_gate("stop first");
    });
}
