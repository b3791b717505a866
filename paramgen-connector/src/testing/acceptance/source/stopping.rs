//! How a source stops, closes and exits.

use super::{super::Verdict, ID, with_source, write};
use crate::testing::{
    failure::Failure,
    plugin::{Program, end, told},
    reading::{Engine, Reading},
    upstream::Upstream,
};

pub(super) async fn stop_while_idle<U: Upstream>(
    program: &Program,
    upstream: &mut U,
) -> Result<Verdict, Failure> {
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

pub(super) async fn stop_while_reading<U: Upstream>(
    program: &Program,
    upstream: &mut U,
) -> Result<Verdict, Failure> {
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

pub(super) async fn teardown_without_acks<U: Upstream>(
    program: &Program,
    upstream: &mut U,
) -> Result<Verdict, Failure> {
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

pub(super) async fn process<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
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
