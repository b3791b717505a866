//! What arrives: rows that were there, changes as what they are, in their order, large ones.

use std::collections::{BTreeMap, BTreeSet};

use super::{super::Verdict, with_source, write};
use crate::{
    record::{Operation, Record},
    testing::{
        failure::Failure,
        plugin::Program,
        reading::Engine,
        upstream::{Sees, Upstream},
    },
};

pub(super) async fn snapshot<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
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

pub(super) async fn changes<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
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
        upstream.delete(2).await.map_err(Failure::System)?;
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

pub(super) async fn order<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
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
        let mut before = upstream.rows().await.map_err(Failure::System)?;
        for version in 1..=VERSIONS {
            // Each row is deleted now and then, and made again.
            let row = version * 7 / 3 % ROWS;
            if version % 4 == 0 {
                upstream.delete(row).await.map_err(Failure::System)?;
            } else {
                write(upstream, [row], version).await?;
            }
            let after = upstream.rows().await.map_err(Failure::System)?;
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

pub(super) async fn changes_during_the_snapshot<U: Upstream>(
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
                            upstream.delete(row).await.map_err(Failure::System)?;
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

pub(super) async fn large_row<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
    const BYTES: usize = 3_000_000;
    if !upstream.write_large(0, BYTES).await.map_err(Failure::System)? {
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
