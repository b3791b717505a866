//! What each call is answered in each state. No I/O: what is asked goes in, what to do comes out.
//!
//! | state | `Configure` | `Open` | `Run` | `Stop` | `Teardown` | lifecycle |
//! |---|---|---|---|---|---|---|
//! | new | read the settings | refused | refused | nothing to stop | nothing to close | made |
//! | configured | refused | open | refused | nothing to stop | nothing to close | made |
//! | open | refused | refused | stream | no stream will follow | close | made |
//! | running | refused | refused | refused | stop the stream | end the stream, close | refused |
//! | stopped | refused | refused | a stream without records, if none was before | as before | close | refused |
//! | failed | refused | refused | refused | as before | close | refused |
//! | torn down | refused | refused | refused | as before | nothing to close | refused |
//!
//! A call that is refused changes nothing. A call that fails leads to *failed*, from which only `Teardown` leads on. The
//! table holds for both sides, each with a state of its own. Conduit's Go SDK has no states for destinations, and waits a
//! minute in `Stop` where no stream runs.

use std::fmt;

/// How far a side of the connector has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    New,
    Configured,
    Open,
    Running,
    /// Whether there was a stream.
    Stopped {
        ran: bool,
    },
    Failed,
    TornDown,
}

/// What the engine asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Configure,
    Open,
    Run,
    Stop,
    Teardown,
    Lifecycle,
}

/// A call in a state in which it cannot be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutOfOrder {
    call: Call,
    state: State,
}

impl State {
    /// The state that a call leads to, if it may be made now.
    pub(crate) fn after(self, call: Call) -> Result<Self, OutOfOrder> {
        match (call, self) {
            (Call::Configure, Self::New) => Ok(Self::Configured),
            (Call::Open, Self::Configured) => Ok(Self::Open),
            (Call::Run, Self::Open) => Ok(Self::Running),
            (Call::Run, Self::Stopped { ran: false }) => Ok(Self::Stopped { ran: true }),
            (Call::Stop, Self::Open) => Ok(Self::Stopped { ran: false }),
            (Call::Stop, Self::Running) => Ok(Self::Stopped { ran: true }),
            (
                Call::Stop,
                Self::New | Self::Configured | Self::Stopped { .. } | Self::Failed | Self::TornDown,
            ) => Ok(self),
            (Call::Teardown, _) => Ok(Self::TornDown),
            (Call::Lifecycle, Self::New | Self::Configured | Self::Open) => Ok(self),
            (Call::Configure | Call::Open | Call::Run | Call::Lifecycle, _) => {
                Err(OutOfOrder { call, state: self })
            }
        }
    }
}

impl Call {
    fn name(self) -> &'static str {
        match self {
            Self::Configure => "Configure",
            Self::Open => "Open",
            Self::Run => "Run",
            Self::Stop => "Stop",
            Self::Teardown => "Teardown",
            Self::Lifecycle => "a lifecycle call",
        }
    }

    /// What must have been before.
    fn needs(self) -> &'static str {
        match self {
            Self::Configure => "a new connector",
            Self::Open => "Configure before it",
            Self::Run => "Open before it, and no other Run",
            Self::Stop | Self::Teardown => "nothing",
            Self::Lifecycle => "a connector without a stream",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::New => "not configured",
            Self::Configured => "configured",
            Self::Open => "open",
            Self::Running => "running",
            Self::Stopped { .. } => "stopped",
            Self::Failed => "failed",
            Self::TornDown => "torn down",
        })
    }
}

impl fmt::Display for OutOfOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { call, state } = self;
        write!(f, "{} out of order: the connector is {state}; it needs {}", call.name(), call.needs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the docs, a cell at a time: `-` refused, `=` the same state, else the state that follows.
    #[test]
    fn each_cell_of_the_table() {
        let calls = [Call::Configure, Call::Open, Call::Run, Call::Stop, Call::Teardown, Call::Lifecycle];
        let (stopped, ran) = (State::Stopped { ran: false }, State::Stopped { ran: true });
        let table = [
            (State::New, [Some(State::Configured), None, None, Some(State::New)]),
            (State::Configured, [None, Some(State::Open), None, Some(State::Configured)]),
            (State::Open, [None, None, Some(State::Running), Some(stopped)]),
            (State::Running, [None, None, None, Some(ran)]),
            (stopped, [None, None, Some(ran), Some(stopped)]),
            (ran, [None, None, None, Some(ran)]),
            (State::Failed, [None, None, None, Some(State::Failed)]),
            (State::TornDown, [None, None, None, Some(State::TornDown)]),
        ];
        for (state, row) in table {
            let lifecycle = matches!(state, State::New | State::Configured | State::Open).then_some(state);
            let row = row.into_iter().chain([Some(State::TornDown), lifecycle]);
            for (call, expected) in calls.into_iter().zip(row) {
                assert_eq!(state.after(call).ok(), expected, "{call:?} when {state:?}");
            }
        }
    }

    #[test]
    fn a_refusal_says_what_is_missing() {
        let error = State::New.after(Call::Run).unwrap_err().to_string();
        assert_eq!(
            error,
            "Run out of order: the connector is not configured; it needs Open before it, and no other Run"
        );
    }
}
