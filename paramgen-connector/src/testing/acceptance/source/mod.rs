//! The tests of a source.

mod contents;
mod removal;
mod restarts;
mod stopping;

use super::{Acceptance, Findings, Suite, settings::Side};
use crate::{
    Result,
    testing::{
        failure::Failure,
        plugin::{Program, told},
        reading::{Engine, Reading},
        upstream::Upstream,
    },
};

const ID: &str = "acceptance:source";

impl Acceptance {
    /// Tests the source. Each test has a system of its own, without rows, from `new`.
    ///
    /// | test | what holds |
    /// |---|---|
    /// | `specification` | name, summary, description, version, author and parameters are there as Conduit wants them |
    /// | `settings` | good ones are taken; missing and wrong ones are refused by name |
    /// | `snapshot` | rows that were there arrive, with metadata, as snapshot or create |
    /// | `changes` | inserts, updates and deletes arrive as what they are, with one key |
    /// | `order` | the versions of each row arrive in their order, none left out |
    /// | `changes_during_the_snapshot` | what changes while a large snapshot is read, and over restarts in it, is not lost |
    /// | `restarts` | after a stop or a kill at any record, what was not acked comes again and nothing else |
    /// | `acks` | records come without acks for those before, and late acks are taken, one by one and in bursts |
    /// | `stop_while_idle` | a source that waits for records stops at once |
    /// | `stop_while_reading` | a source with records under way says which is the last, sends it, and takes late acks |
    /// | `teardown_without_acks` | a source whose records were not acked closes |
    /// | `wrong_calls` | calls in a wrong order are refused or pass, in time, and the source works afterwards |
    /// | `two_connectors` | two connectors on one system do not disturb each other, nor does the removal of one |
    /// | `clean_up` | `deleted` leaves nothing of what was made, also when it is called twice or on nothing |
    /// | `large_row` | a row of 3 MB arrives |
    /// | `process` | nothing is written to stdout, and the program exits in time by itself with 0 |
    pub async fn source<U: Upstream>(self, new: impl AsyncFnMut() -> Result<U>) -> Findings {
        let mut suite = Suite::new(self, new);
        let side = Side::Source;
        suite.test("specification", async |program, _: &mut U| side.specification(program).await).await;
        suite
            .test("settings", async |program, upstream: &mut U| {
                side.settings(program, &upstream.settings()).await
            })
            .await;
        suite.test("snapshot", contents::snapshot).await;
        suite.test("changes", contents::changes).await;
        suite.test("order", contents::order).await;
        suite.test("changes_during_the_snapshot", contents::changes_during_the_snapshot).await;
        suite.test("restarts", restarts::restarts).await;
        suite.test("acks", restarts::acks).await;
        suite.test("stop_while_idle", stopping::stop_while_idle).await;
        suite.test("stop_while_reading", stopping::stop_while_reading).await;
        suite.test("teardown_without_acks", stopping::teardown_without_acks).await;
        suite.test("wrong_calls", async |program, _: &mut U| side.wrong_calls(program).await).await;
        suite.test("two_connectors", removal::two_connectors).await;
        suite.test("clean_up", removal::clean_up).await;
        suite.test("large_row", contents::large_row).await;
        suite.test("process", stopping::process).await;
        suite.findings()
    }
}

/// Starts a source, does something with it, and kills what is left of it.
async fn with_source<U: Upstream, T>(
    program: &Program,
    upstream: &mut U,
    engine: &mut Engine,
    body: impl AsyncFnOnce(&mut Reading, &mut U, &mut Engine) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut reading = Reading::start(program, ID, upstream, engine).await?;
    let outcome = body(&mut reading, upstream, engine).await;
    let outcome = told(&reading.plugin, outcome);
    reading.plugin.kill().await;
    outcome
}

/// Writes rows from one number up to another, of a version.
async fn write<U: Upstream>(
    upstream: &mut U,
    rows: impl IntoIterator<Item = u64>,
    version: u64,
) -> Result<(), Failure> {
    for row in rows {
        upstream.write(row, version).await.map_err(Failure::System)?;
    }
    Ok(())
}
