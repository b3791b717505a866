//! A source that is killed again and again.

use tokio::time::Instant;

use super::{Crash, LONG, MOST, Report};
use crate::testing::{
    failure::Failure,
    plugin::{end, told},
    reading::{Engine, Reading},
    upstream::Upstream,
};

/// Where in the handling of records the source is killed.
#[derive(Clone, Copy)]
enum Place {
    /// The stream is open, and nothing was read from it.
    Start,
    /// Records arrived, of which none of the last message was acked.
    BeforeAcks,
    /// The last message was acked in part.
    BetweenAcks,
    /// Everything that the system has had arrived and was acked, and the acks may be lost.
    AfterAcks,
}

const PLACES: [Place; 4] = [Place::BeforeAcks, Place::BetweenAcks, Place::AfterAcks, Place::Start];

impl Crash {
    /// Kills a source. The places go round: with records that arrived and were not acked, between the acks of one message,
    /// when everything had arrived and was acked, and right after the start; after one record, after two, and so on. Between
    /// them the system changes. In the end there is a long run without a kill. These hold or there is a [`Failure`]:
    ///
    /// - Whoever applied the records in their order has what the system has, in the end and before each fourth kill. Of
    ///   records that were not acked, those of every other round are taken as lost with the destination.
    /// - No record came again whose ack the engine has stored before the source started, nor without a restart.
    /// - The source goes on until it is told to stop, then sends its last record, and the program exits in good order.
    pub async fn source<U: Upstream>(self, upstream: &mut U) -> Result<Report, Failure> {
        let mut engine = Engine::default();
        let mut changes = Changes(0);
        for kill in 0..self.kills {
            changes.make(upstream).await?;
            let mut reading = self.start(upstream, &mut engine).await?;
            let outcome = self.until_kill(kill, &mut reading, upstream, &mut changes, &mut engine).await;
            told(&reading.plugin, outcome)?;
            reading.plugin.kill().await;
        }
        changes.make(upstream).await?;
        let mut reading = self.start(upstream, &mut engine).await?;
        let outcome = to_the_end(&mut reading, upstream, &mut changes, &mut engine).await;
        told(&reading.plugin, outcome)?;
        let Reading { plugin, stream, .. } = reading;
        drop(stream);
        end(plugin).await?;
        let rows = upstream.rows().await.map_err(Failure::System)?;
        engine.compare(&rows)?;
        Ok(Report { kills: self.kills, records: engine.records, repeated: engine.repeated, rows: rows.len() })
    }

    async fn start<U: Upstream>(&self, upstream: &U, engine: &mut Engine) -> Result<Reading, Failure> {
        Reading::start(&self.program, "crash:source", upstream, engine).await
    }

    /// Reads some records, acks what this kill leaves acked, and comes back.
    async fn until_kill<U: Upstream>(
        &self,
        kill: usize,
        reading: &mut Reading,
        upstream: &mut U,
        changes: &mut Changes,
        engine: &mut Engine,
    ) -> Result<(), Failure> {
        let place = PLACES[kill % PLACES.len()];
        if let Place::Start = place {
            return Ok(());
        }
        let wanted = engine.records + 1 + kill / PLACES.len() % MOST;
        loop {
            let Some(records) = reading.receive(engine).await? else { return Ok(()) };
            let is_last = engine.records >= wanted;
            let acked = match place {
                Place::Start | Place::BeforeAcks if is_last => 0,
                Place::BetweenAcks if is_last => records.len() / 2,
                Place::Start | Place::BeforeAcks | Place::BetweenAcks | Place::AfterAcks => records.len(),
            };
            // What is not acked is written, or lost with the destination.
            let is_written = kill / PLACES.len() % 2 == 1;
            engine.apply(&records[..if is_written { records.len() } else { acked }], upstream);
            engine.ack(&reading.stream, &records[..acked]);
            if is_last {
                if let Place::AfterAcks = place {
                    reading.catch_up(engine, upstream).await?;
                }
                return Ok(());
            }
            changes.make(upstream).await?;
        }
    }
}

/// Reads until everything has arrived, and stops the source.
async fn to_the_end<U: Upstream>(
    reading: &mut Reading,
    upstream: &mut U,
    changes: &mut Changes,
    engine: &mut Engine,
) -> Result<(), Failure> {
    for _ in 0..LONG {
        changes.make(upstream).await?;
        let until = Instant::now() + reading.quiet();
        if let Some(records) = reading.receive_until(until, engine).await? {
            reading.take(&records, engine, upstream);
        }
    }
    reading.catch_up(engine, upstream).await?;
    // It goes on although nothing is new.
    let until = Instant::now() + reading.quiet();
    while let Some(records) = reading.receive_until(until, engine).await? {
        reading.take(&records, engine, upstream);
    }
    reading.stop(engine, upstream).await
}

/// How often the system was changed.
struct Changes(u64);

impl Changes {
    async fn make<U: Upstream>(&mut self, upstream: &mut U) -> Result<(), Failure> {
        self.0 += 1;
        upstream.change(self.0).await.map_err(Failure::System)
    }
}
