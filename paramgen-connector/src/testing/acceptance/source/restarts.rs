//! What a restart reads, and what becomes of acks.

use super::{super::Verdict, ID, with_source, write};
use crate::testing::{
    failure::Failure,
    plugin::{Program, told},
    reading::{Engine, Reading},
    upstream::Upstream,
};

pub(super) async fn restarts<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
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

pub(super) async fn acks<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
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
