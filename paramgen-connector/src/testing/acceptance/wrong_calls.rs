//! Calls that the engine does not make, and must not hang or kill the program.

use tokio::time::timeout;

use super::{Verdict, settings::Side};
use crate::{
    host::{HostError, Plugin},
    testing::{
        failure::Failure,
        plugin::{Program, told},
    },
};

#[derive(Clone, Copy)]
enum Call {
    OpenFirst,
    RunFirst,
    StopFirst,
    TeardownFirst,
    TeardownTwice,
}

const CALLS: [(Call, &str, bool); 5] = [
    (Call::OpenFirst, "open before the settings", true),
    (Call::RunFirst, "run before the settings", true),
    (Call::StopFirst, "stop before the settings", false),
    (Call::TeardownFirst, "teardown before the settings", false),
    (Call::TeardownTwice, "a second teardown", false),
];

impl Side {
    /// Each call on a program of its own.
    pub(super) async fn wrong_calls(self, program: &Program) -> Result<Verdict, Failure> {
        for (call, what, is_refused) in CALLS {
            let plugin = program.start("acceptance").await?;
            let outcome = match timeout(program.patience, call.make(self, &plugin)).await {
                Err(_) => Err(Failure::unexpected(format!("{what} does not come back"))),
                Ok(Ok(())) if is_refused => Err(Failure::unexpected(format!("{what} is not refused"))),
                Ok(Ok(()) | Err(_)) => plugin.specify().await.map_err(Failure::from),
            };
            told(&plugin, outcome)?;
            plugin.kill().await;
        }
        Ok(Verdict::Holds(format!("{} calls out of turn, and the program went on", CALLS.len())))
    }
}

impl Call {
    async fn make(self, side: Side, plugin: &Plugin) -> Result<(), HostError> {
        let (source, destination) = (plugin.source(), plugin.destination());
        match (self, side) {
            (Self::OpenFirst, Side::Source) => source.open("").await,
            (Self::OpenFirst, Side::Destination) => destination.open().await,
            (Self::RunFirst, Side::Source) => source.run().await?.next().await.map(|_| ()),
            (Self::RunFirst, Side::Destination) => destination.run().await?.next().await.map(|_| ()),
            (Self::StopFirst, Side::Source) => source.stop().await.map(|_| ()),
            (Self::StopFirst, Side::Destination) => destination.stop("").await,
            (Self::TeardownFirst, _) => side.teardown(plugin).await,
            (Self::TeardownTwice, _) => {
                side.teardown(plugin).await?;
                side.teardown(plugin).await
            }
        }
    }
}
