//! Connectors that are started and asked what they are, as Conduit does with each file of its folder.

use std::{path::Path, time::Duration};

use paramgen::Specification;
use paramgen_connector::host::{HostError, Launch, Plugin, SchemaService};
use tokio::time::timeout;

/// How long a connector has to answer; starting it has a minute, as Conduit gives it.
const ANSWER: Duration = Duration::from_secs(10);

/// Starts a connector in any language, and asks for its specification.
///
/// # Errors
///
/// It cannot be started, is no connector, or says what Conduit does not take: then Conduit passes over the program.
pub async fn specification(program: &Path) -> Result<Specification, HostError> {
    // A name without a folder is looked for in PATH else.
    let path = std::path::absolute(program).unwrap_or_else(|_| program.to_owned());
    // Connectors of Conduit's Go SDK do not start without one.
    let schemas = SchemaService::start().await.map_err(|error| HostError::new("start", error))?;
    let launch = Launch::new(path).connector_id("load-specifications").utilities(schemas.target());
    let plugin: Plugin = launch.in_own_group().start().await?;
    let answer = timeout(ANSWER, plugin.specify()).await;
    let answer = answer.unwrap_or_else(|_| {
        Err(HostError::new("specify", format_args!("no answer within {} s", ANSWER.as_secs())))
    });
    // That it does not end in time is for `verify` to tell.
    let _ = plugin.shutdown().await;
    answer
}
