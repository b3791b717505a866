//! A destination that is killed again and again.

use std::collections::{BTreeMap, VecDeque};

use tokio::time::timeout;

use super::{Crash, LONG, MOST, Report};
use crate::{
    host::{Destination, DestinationStream, Plugin},
    record::Record,
    testing::{
        downstream::Downstream,
        failure::Failure,
        plugin::{end, optional, told},
    },
};

/// Where the destination is killed.
#[derive(Clone, Copy)]
enum Place {
    /// The stream is open, and nothing was sent.
    Start,
    /// Records were sent, and no outcome was waited for.
    Sent,
    /// The first outcomes came.
    FirstOutcome,
    /// All outcomes came.
    AllOutcomes,
}

const PLACES: [Place; 4] = [Place::Sent, Place::FirstOutcome, Place::AllOutcomes, Place::Start];

/// So many rows are written, again and again.
const ROWS: u64 = 40;

/// What a record makes of a row: a version of it, or nothing.
type State = Option<u64>;

impl Crash {
    /// Kills a destination at many places, and sends again what it has not acked, as the engine does. These hold or there is
    /// a [`Failure`]:
    ///
    /// - After each kill, a row is what the last record of it that was acked has made of it, or one that was sent since.
    /// - Acks come in the order of the records, and none is refused.
    /// - In the end, each row is what its last record has made of it, and the program exits in good order.
    pub async fn destination<D: Downstream>(self, downstream: &mut D) -> Result<Report, Failure> {
        let mut engine = Engine::default();
        for kill in 0..=self.kills {
            let is_end = kill == self.kills;
            let plugin = self.program.start("crash:destination").await?;
            let outcome = self.write(kill, &plugin, &*downstream, &mut engine).await;
            told(&plugin, outcome)?;
            if is_end {
                end(plugin).await?;
            } else {
                plugin.kill().await;
            }
            let rows = downstream.rows().await.map_err(Failure::System)?;
            engine.compare(&rows)?;
        }
        Ok(Report {
            kills: self.kills,
            records: engine.sent,
            repeated: engine.repeated,
            rows: engine.acked.values().filter(|state| state.is_some()).count(),
        })
    }

    /// Sends what the engine would, up to the place of this kill; with the last, to the end.
    async fn write<D: Downstream>(
        &self,
        kill: usize,
        plugin: &Plugin,
        downstream: &D,
        engine: &mut Engine,
    ) -> Result<(), Failure> {
        let side = plugin.destination();
        let settings = downstream.settings();
        side.configure(&settings).await?;
        if !engine.created {
            optional(side.created(&settings).await)?;
            engine.created = true;
        }
        side.open().await?;
        let mut stream = side.run().await?;
        if kill == self.kills {
            return self.write_to_the_end(&side, stream, downstream, engine).await;
        }
        let place = PLACES[kill % PLACES.len()];
        if let Place::Start = place {
            return Ok(());
        }
        engine.send(&stream, downstream, 1 + kill / PLACES.len() % MOST).await?;
        let until = match place {
            Place::Start | Place::Sent => engine.waiting.len(),
            Place::FirstOutcome => engine.waiting.len() - 1,
            Place::AllOutcomes => 0,
        };
        engine.outcomes(&mut stream, until, self).await
    }

    async fn write_to_the_end<D: Downstream>(
        &self,
        side: &Destination,
        mut stream: DestinationStream,
        downstream: &D,
        engine: &mut Engine,
    ) -> Result<(), Failure> {
        for _ in 0..LONG {
            engine.send(&stream, downstream, MOST).await?;
            engine.outcomes(&mut stream, 0, self).await?;
        }
        self.program.stops(side.stop(engine.position())).await?;
        drop(stream);
        self.program.stops(side.teardown()).await
    }
}

/// What the engine knows, and what it may expect of the system.
#[derive(Default)]
struct Engine {
    created: bool,
    /// The number of records that were made, which is the version of the last row and the position of its record.
    made: u64,
    sent: usize,
    repeated: usize,
    /// Records without an outcome, in their order.
    waiting: VecDeque<(u64, State, Record)>,
    /// What acked records have made of rows.
    acked: BTreeMap<u64, State>,
}

impl Engine {
    /// Sends again what has no outcome, and so many new records.
    async fn send<D: Downstream>(
        &mut self,
        stream: &DestinationStream,
        downstream: &D,
        new: usize,
    ) -> Result<(), Failure> {
        self.repeated += self.waiting.len();
        for _ in 0..new {
            self.made += 1;
            // Neighbours are of one row now and then, and each row gets its turn.
            let row = self.made * 7 / 3 % ROWS;
            let delete = if self.made.is_multiple_of(5) { downstream.delete(row) } else { None };
            let state = if delete.is_some() { None } else { Some(self.made) };
            let mut record = delete.unwrap_or_else(|| downstream.record(row, self.made));
            record.position = self.position().into();
            self.waiting.push_back((row, state, record));
        }
        let records: Vec<Record> = self.waiting.iter().map(|(.., record)| record.clone()).collect();
        self.sent += records.len();
        Ok(stream.send(&records).await?)
    }

    fn position(&self) -> String {
        format!("{:08}", self.made)
    }

    /// Takes outcomes until so many records at most have none.
    async fn outcomes(
        &mut self,
        stream: &mut DestinationStream,
        until: usize,
        crash: &Crash,
    ) -> Result<(), Failure> {
        while self.waiting.len() > until {
            let Ok(next) = timeout(crash.program.patience, stream.next()).await else {
                return Err(Failure::NoOutcome);
            };
            for outcome in next?.ok_or(Failure::Ended)? {
                let Some((row, state, record)) = self.waiting.pop_front() else {
                    return Err(Failure::WrongAck(outcome.position));
                };
                if outcome.position != record.position {
                    return Err(Failure::WrongAck(outcome.position));
                }
                if let Some(error) = outcome.error {
                    return Err(Failure::Refused(error));
                }
                self.acked.insert(row, state);
            }
        }
        Ok(())
    }

    /// Whether each row is what an acked record, or one that was sent since, has made of it.
    fn compare(&self, rows: &BTreeMap<u64, u64>) -> Result<(), Failure> {
        let (mut missing, mut different, mut left) = (Vec::new(), Vec::new(), Vec::new());
        for row in (0..ROWS).chain(rows.keys().copied().filter(|row| *row >= ROWS)) {
            let is = rows.get(&row).copied();
            let acked = self.acked.get(&row).copied().flatten();
            let mut later = self.waiting.iter().filter(|(of, ..)| *of == row).map(|(_, state, _)| *state);
            if is == acked || later.any(|state| state == is) {
                continue;
            }
            match (is, acked) {
                (None, _) => missing.push(row.to_string()),
                (Some(_), None) => left.push(row.to_string()),
                (Some(is), Some(acked)) => different.push(format!("{row}: {is} in place of {acked}")),
            }
        }
        if missing.is_empty() && different.is_empty() && left.is_empty() {
            return Ok(());
        }
        Err(Failure::Written { missing, different, left })
    }
}
