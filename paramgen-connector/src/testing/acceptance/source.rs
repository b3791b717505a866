//! The tests of a source.

use std::collections::{BTreeMap, BTreeSet};

use super::{Acceptance, Findings, Suite, Verdict, settings::Side};
use crate::{
    Result,
    record::{Operation, Record},
    testing::{
        failure::Failure,
        plugin::{Program, end, optional, told},
        reading::{Engine, Reading, settings},
        upstream::{Sees, Upstream},
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
        suite.test("snapshot", snapshot).await;
        suite.test("changes", changes).await;
        suite.test("order", order).await;
        suite.test("changes_during_the_snapshot", changes_during_the_snapshot).await;
        suite.test("restarts", restarts).await;
        suite.test("acks", acks).await;
        suite.test("stop_while_idle", stop_while_idle).await;
        suite.test("stop_while_reading", stop_while_reading).await;
        suite.test("teardown_without_acks", teardown_without_acks).await;
        suite.test("wrong_calls", async |program, _: &mut U| side.wrong_calls(program).await).await;
        suite.test("two_connectors", two_connectors).await;
        suite.test("clean_up", clean_up).await;
        suite.test("large_row", large_row).await;
        suite.test("process", process).await;
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
        upstream.write(row, version).await.map_err(Failure::Upstream)?;
    }
    Ok(())
}

async fn snapshot<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
    const ROWS: u64 = 60;
    let mut engine = Engine::default();
    write(upstream, 0..ROWS, 1).await?;
    let records = with_source(program, upstream, &mut engine, async |reading, upstream, engine| {
        let records = reading.catch_up(engine, upstream).await?;
        for record in &records {
            if !matches!(record.operation, Operation::Snapshot | Operation::Create) {
                let operation = record.operation;
                return Err(Failure::unexpected(format!("a row that was there arrives as {operation}")));
            }
            if !matches!(record.metadata.read_at(), Ok(Some(_))) {
                return Err(Failure::unexpected("a record has no opencdc.readAt in its metadata"));
            }
        }
        Ok(records.len())
    })
    .await?;
    Ok(Verdict::Holds(format!("{ROWS} rows arrived, in {records} records")))
}

async fn changes<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
    let sees = upstream.sees();
    with_source(program, upstream, &mut Engine::default(), async |reading, upstream, engine| {
        // What is there at first may arrive as a snapshot.
        write(upstream, [1], 1).await?;
        reading.catch_up(engine, upstream).await?;
        write(upstream, [2], 2).await?;
        let inserted = reading.catch_up(engine, upstream).await?;
        expect(&inserted, "an insert", &[Operation::Create, Operation::Snapshot])?;
        let key = inserted.last().map(|record| record.key.clone());
        let expect_key = |records: &[Record], what: &str| {
            if records.last().map(|record| &record.key) == key.as_ref() {
                return Ok(());
            }
            Err(Failure::unexpected(format!("{what} of a row has another key than its insert")))
        };
        if sees == Sees::Inserts {
            return Ok(());
        }
        write(upstream, [2], 3).await?;
        let updated = reading.catch_up(engine, upstream).await?;
        expect_key(&updated, "an update")?;
        if sees == Sees::LastVersions {
            // What cannot be told from an insert may be taken for one.
            let any = [Operation::Update, Operation::Create, Operation::Snapshot];
            return expect(&updated, "an update", &any);
        }
        expect(&updated, "an update", &[Operation::Update])?;
        upstream.delete(2).await.map_err(Failure::Upstream)?;
        let deleted = reading.catch_up(engine, upstream).await?;
        expect(&deleted, "a delete", &[Operation::Delete])?;
        expect_key(&deleted, "a delete")
    })
    .await?;
    Ok(Verdict::Holds(
        match sees {
            Sees::Inserts => "an insert arrived; the source sees no updates and no deletes",
            Sees::LastVersions => "an insert and an update arrived with one key; the source sees no deletes",
            Sees::EveryChange => "an insert, an update and a delete arrived with one key",
        }
        .to_owned(),
    ))
}

fn expect(records: &[Record], what: &str, operations: &[Operation]) -> Result<(), Failure> {
    match records.last() {
        Some(record) if operations.contains(&record.operation) => Ok(()),
        Some(record) => Err(Failure::unexpected(format!("{what} arrives as {}", record.operation))),
        None => Err(Failure::unexpected(format!("{what} changes nothing in the system"))),
    }
}

async fn order<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
    const ROWS: u64 = 5;
    const VERSIONS: u64 = 60;
    match upstream.sees() {
        Sees::EveryChange => {}
        Sees::Inserts | Sees::LastVersions => {
            return Ok(Verdict::NotTried("the source does not see every change".to_owned()));
        }
    }
    with_source(program, upstream, &mut Engine::default(), async |reading, upstream, engine| {
        write(upstream, 0..ROWS, 0).await?;
        reading.catch_up(engine, upstream).await?;
        let mut expected = Versions::new();
        let mut before = upstream.rows().await.map_err(Failure::Upstream)?;
        for version in 1..=VERSIONS {
            // Each row is deleted now and then, and made again.
            let row = version * 7 / 3 % ROWS;
            if version % 4 == 0 {
                upstream.delete(row).await.map_err(Failure::Upstream)?;
            } else {
                write(upstream, [row], version).await?;
            }
            let after = upstream.rows().await.map_err(Failure::Upstream)?;
            for name in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
                if before.get(name) != after.get(name) {
                    expected.entry(name.clone()).or_default().push(after.get(name).cloned());
                }
            }
            before = after;
        }
        let mut arrived = Versions::new();
        for record in reading.catch_up(engine, upstream).await? {
            let (name, row) = upstream.apply(&record);
            arrived.entry(name).or_default().push(row);
        }
        for (name, versions) in expected {
            // The first of them may come again, from a snapshot that was not over.
            let arrived = arrived.remove(&name).unwrap_or_default();
            if !arrived.ends_with(&versions) {
                return Err(Failure::unexpected(format!(
                    "{name}: the versions {versions:?} arrive as {arrived:?}"
                )));
            }
        }
        Ok(())
    })
    .await?;
    Ok(Verdict::Holds(format!("{VERSIONS} changes of {ROWS} rows, each row's in their order")))
}

/// What became of each row, one after the other; none where it was deleted.
type Versions = BTreeMap<String, Vec<Option<String>>>;

async fn changes_during_the_snapshot<U: Upstream>(
    program: &Program,
    upstream: &mut U,
) -> Result<Verdict, Failure> {
    const ROWS: u64 = 500;
    let mut engine = Engine::default();
    write(upstream, 0..ROWS, 1).await?;
    for restart in 0..3 {
        with_source(program, upstream, &mut engine, async |reading, upstream, engine| {
            for _ in 0..2 {
                if let Some(records) = reading.receive(engine).await? {
                    reading.take(&records, engine, upstream);
                }
                // Rows that were read, that will be, and that are new.
                let new = ROWS + 10 * restart;
                match upstream.sees() {
                    Sees::Inserts => {}
                    Sees::LastVersions => write(upstream, [0, 2, ROWS / 2, ROWS - 1], restart + 2).await?,
                    Sees::EveryChange => {
                        write(upstream, [0, 2, ROWS / 2, ROWS - 1], restart + 2).await?;
                        for row in [1 + 2 * restart, ROWS - 2 - restart] {
                            upstream.delete(row).await.map_err(Failure::Upstream)?;
                        }
                    }
                }
                write(upstream, new..new + 10, restart + 2).await?;
            }
            Ok(())
        })
        .await?;
    }
    with_source(program, upstream, &mut engine, async |reading, upstream, engine| {
        reading.catch_up(engine, upstream).await?;
        // Changes go on afterwards.
        write(upstream, [ROWS * 2], 9).await?;
        reading.catch_up(engine, upstream).await
    })
    .await?;
    Ok(Verdict::Holds(format!(
        "{} rows equal after 3 kills, {} records, {} of them repeated",
        engine.rows.len(),
        engine.records,
        engine.repeated
    )))
}

async fn restarts<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
    let mut engine = Engine::default();
    let mut next = 0;
    // Once within the rows that were there at first, and once behind them.
    for round in 0..2 {
        for part in 0..=4 {
            write(upstream, next..next + 6, 1).await?;
            next += 6;
            let mut reading = Reading::start(program, ID, upstream, &mut engine).await?;
            let before = engine.rows.clone();
            let outcome: Result<(), Failure> = async {
                let records = reading.arrive_unacked(&mut engine, upstream).await?;
                // What is not acked was not written either.
                engine.rows = before;
                let acked = &records[..records.len() * part / 4];
                reading.take(acked, &mut engine, upstream);
                if part % 2 == round {
                    program.stops(reading.source.stop()).await?;
                    reading.teardown().await?;
                }
                Ok(())
            }
            .await;
            told(&reading.plugin, outcome)?;
            reading.plugin.kill().await;
        }
        with_source(program, upstream, &mut engine, async |reading, upstream, engine| {
            reading.catch_up(engine, upstream).await
        })
        .await?;
    }
    Ok(Verdict::Holds(format!(
        "10 restarts, half of them after a kill: {} rows, {} records, {} of them repeated, none that was acked",
        engine.rows.len(),
        engine.records,
        engine.repeated
    )))
}

async fn acks<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
    let count = with_source(program, upstream, &mut Engine::default(), async |reading, upstream, engine| {
        let mut waiting = Vec::new();
        for rows in [0..20, 20..40, 40..60] {
            write(upstream, rows, 1).await?;
            waiting.extend(reading.arrive_unacked(engine, upstream).await?);
        }
        let (one_by_one, burst) = waiting.split_at(waiting.len() / 2);
        one_by_one.chunks(1).for_each(|record| engine.ack(&reading.stream, record));
        engine.ack(&reading.stream, burst);
        write(upstream, 60..70, 1).await?;
        reading.catch_up(engine, upstream).await?;
        reading.stop(engine, upstream).await?;
        Ok(waiting.len())
    })
    .await?;
    Ok(Verdict::Holds(format!("{count} records arrived without an ack; late acks were taken")))
}

async fn stop_while_idle<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
    let mut engine = Engine::default();
    with_source(program, upstream, &mut engine, async |reading, upstream, engine| {
        if let Some(records) = reading.receive(engine).await? {
            return Err(Failure::unexpected(format!("{} records of an empty system", records.len())));
        }
        reading.stop(engine, upstream).await
    })
    .await?;
    with_source(program, upstream, &mut engine, async |reading, upstream, engine| {
        write(upstream, 0..5, 1).await?;
        reading.catch_up(engine, upstream).await?;
        reading.stop(engine, upstream).await
    })
    .await?;
    Ok(Verdict::Holds("stopped without records, and behind the last one".to_owned()))
}

async fn stop_while_reading<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
    const ROWS: u64 = 300;
    let mut engine = Engine::default();
    write(upstream, 0..ROWS, 1).await?;
    with_source(program, upstream, &mut engine, async |reading, upstream, engine| {
        // The first message is under way, and was not taken.
        reading.stop(engine, upstream).await
    })
    .await?;
    let sent = engine.records;
    with_source(program, upstream, &mut engine, async |reading, upstream, engine| {
        reading.catch_up(engine, upstream).await
    })
    .await?;
    Ok(Verdict::Holds(format!(
        "{sent} records up to the last one, and the rest of {ROWS} rows after a restart"
    )))
}

async fn teardown_without_acks<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
    let mut engine = Engine::default();
    write(upstream, 0..20, 1).await?;
    let records = with_source(program, upstream, &mut engine, async |reading, upstream, engine| {
        let records = reading.arrive_unacked(engine, upstream).await?;
        program.stops(reading.source.stop()).await?;
        reading.teardown().await?;
        Ok(records.len())
    })
    .await?;
    Ok(Verdict::Holds(format!("{records} records without an ack, and the source closed")))
}

async fn two_connectors<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
    const OTHER: &str = "acceptance:other";
    let (mut first, mut second) = (Engine::default(), Engine::default());
    write(upstream, 0..10, 1).await?;
    let mut other = Reading::start(program, OTHER, upstream, &mut second).await?;
    let outcome = other.catch_up(&mut second, upstream).await;
    told(&other.plugin, outcome)?;
    other.plugin.kill().await;
    // While the other one is away, this one acks what both have to read.
    with_source(program, upstream, &mut first, async |reading, upstream, engine| {
        reading.catch_up(engine, upstream).await?;
        write(upstream, 10..20, 2).await?;
        reading.catch_up(engine, upstream).await?;
        while let Some(records) = reading.receive(engine).await? {
            reading.take(&records, engine, upstream);
        }
        reading.stop(engine, upstream).await
    })
    .await?;
    write(upstream, 20..25, 3).await?;
    let mut other = Reading::start(program, OTHER, upstream, &mut second).await?;
    let outcome: Result<(), Failure> = async {
        other.catch_up(&mut second, upstream).await?;
        delete(program, ID, upstream).await?;
        write(upstream, 25..30, 4).await?;
        other.catch_up(&mut second, upstream).await?;
        other.stop(&mut second, upstream).await
    }
    .await;
    told(&other.plugin, outcome)?;
    other.plugin.kill().await;
    Ok(Verdict::Holds(format!(
        "{} rows for one, of which the other had acked some and was removed",
        second.rows.len()
    )))
}

/// What the engine does when a connector is removed: a program of its own.
async fn delete<U: Upstream>(program: &Program, id: &str, upstream: &U) -> Result<(), Failure> {
    let plugin = program.start(id).await?;
    let outcome: Result<(), Failure> = async {
        let settings = settings(&plugin, upstream).await?;
        Ok(optional(plugin.source().deleted(&settings).await)?)
    }
    .await;
    told(&plugin, outcome)?;
    plugin.kill().await;
    Ok(())
}

async fn clean_up<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
    delete(program, ID, upstream).await?;
    let before = upstream.traces().await.map_err(Failure::Upstream)?;
    write(upstream, 0..5, 1).await?;
    with_source(program, upstream, &mut Engine::default(), async |reading, upstream, engine| {
        reading.catch_up(engine, upstream).await?;
        reading.stop(engine, upstream).await
    })
    .await?;
    for _ in 0..2 {
        delete(program, ID, upstream).await?;
    }
    let after = upstream.traces().await.map_err(Failure::Upstream)?;
    let (Some(before), Some(after)) = (before, after) else {
        return Ok(Verdict::Holds(
            "deleted was called on nothing, after a run, and twice; what is left, the test does not say"
                .to_owned(),
        ));
    };
    let before: BTreeSet<String> = before.into_iter().collect();
    let left: Vec<String> = after.into_iter().filter(|name| !before.contains(name)).collect();
    if !left.is_empty() {
        return Err(Failure::Unexpected(format!("after deleted there is still {}", left.join(", "))));
    }
    Ok(Verdict::Holds("deleted was called on nothing, after a run, and twice; nothing is left".to_owned()))
}

async fn large_row<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
    const BYTES: usize = 3_000_000;
    if !upstream.write_large(0, BYTES).await.map_err(Failure::Upstream)? {
        return Ok(Verdict::NotTried("the test has no large rows".to_owned()));
    }
    with_source(program, upstream, &mut Engine::default(), async |reading, upstream, engine| {
        write(upstream, 1..5, 1).await?;
        reading.catch_up(engine, upstream).await?;
        reading.stop(engine, upstream).await
    })
    .await?;
    Ok(Verdict::Holds(format!("a row of {BYTES} bytes arrived, and those behind it")))
}

async fn process<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
    let mut engine = Engine::default();
    write(upstream, 0..10, 1).await?;
    let mut reading = Reading::start(program, ID, upstream, &mut engine).await?;
    let outcome: Result<(), Failure> = async {
        reading.catch_up(&mut engine, upstream).await?;
        reading.stop(&mut engine, upstream).await
    }
    .await;
    told(&reading.plugin, outcome)?;
    let Reading { plugin, stream, .. } = reading;
    drop(stream);
    end(plugin).await?;
    Ok(Verdict::Holds("nothing on stdout, exit in time".to_owned()))
}
