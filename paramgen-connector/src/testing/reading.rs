//! A source that is read: what the engine does, and what the engine and the destination behind it would know.

use std::{
    collections::{BTreeMap, HashSet},
    time::Duration,
};

use bytes::Bytes;
use tokio::time::{Instant, timeout_at};

use super::{
    failure::Failure,
    plugin::{Program, optional, told},
    upstream::Upstream,
};
use crate::{
    host::{Plugin, Source, SourceStream},
    record::Record,
};

/// A source that runs.
pub(super) struct Reading {
    program: Program,
    pub(super) plugin: Plugin,
    pub(super) source: Source,
    pub(super) stream: SourceStream,
}

impl Reading {
    /// Starts the program as this connector, and opens the source at the last record that was acked.
    pub(super) async fn start<U: Upstream>(
        program: &Program,
        id: &str,
        upstream: &U,
        engine: &mut Engine,
    ) -> Result<Self, Failure> {
        let plugin = program.start(id).await?;
        let source = plugin.source();
        let outcome = open(&plugin, &source, upstream, engine).await;
        let stream = told(&plugin, outcome)?;
        Ok(Self { program: program.clone(), plugin, source, stream })
    }

    /// The next message; none when there is none until then.
    pub(super) async fn receive_until(
        &mut self,
        until: Instant,
        engine: &mut Engine,
    ) -> Result<Option<Vec<Record>>, Failure> {
        let Ok(next) = timeout_at(until, self.stream.next()).await else { return Ok(None) };
        let records = next?.ok_or(Failure::Ended)?;
        engine.receive(&records)?;
        Ok(Some(records))
    }

    /// The next message, for which some time is waited; none when there is none now.
    pub(super) async fn receive(&mut self, engine: &mut Engine) -> Result<Option<Vec<Record>>, Failure> {
        let until = Instant::now() + self.quiet();
        self.receive_until(until, engine).await
    }

    /// The destination has written them, and they are acked.
    pub(super) fn take<U: Upstream>(&self, records: &[Record], engine: &mut Engine, upstream: &U) {
        engine.apply(records, upstream);
        engine.ack(&self.stream, records);
    }

    /// Reads and acks until what has arrived is what the system has, and gives what was read.
    pub(super) async fn catch_up<U: Upstream>(
        &mut self,
        engine: &mut Engine,
        upstream: &mut U,
    ) -> Result<Vec<Record>, Failure> {
        self.arrive(engine, upstream, true).await
    }

    /// The same without acks.
    pub(super) async fn arrive_unacked<U: Upstream>(
        &mut self,
        engine: &mut Engine,
        upstream: &mut U,
    ) -> Result<Vec<Record>, Failure> {
        self.arrive(engine, upstream, false).await
    }

    async fn arrive<U: Upstream>(
        &mut self,
        engine: &mut Engine,
        upstream: &mut U,
        acked: bool,
    ) -> Result<Vec<Record>, Failure> {
        let rows = upstream.rows().await.map_err(Failure::System)?;
        // A source that goes on sending what does not help is not waited for without end.
        let patience = self.program.patience;
        let end = Instant::now() + 10 * patience;
        let mut all = Vec::new();
        while engine.rows != rows {
            let until = end.min(Instant::now() + patience);
            let Some(records) = self.receive_until(until, engine).await? else {
                return engine.compare(&rows).map(|()| all);
            };
            engine.apply(&records, upstream);
            if acked {
                engine.ack(&self.stream, &records);
            }
            all.extend(records);
        }
        Ok(all)
    }

    /// Tells the source to stop, takes what it still sends, up to the record that it said is the last, and closes it.
    pub(super) async fn stop<U: Upstream>(
        &mut self,
        engine: &mut Engine,
        upstream: &U,
    ) -> Result<(), Failure> {
        let last = self.program.stops(self.source.stop()).await?;
        let until = Instant::now() + self.program.patience;
        while !last.is_empty() && !engine.acked.contains(&last) {
            let next = self.receive_until(until, engine).await?.ok_or(Failure::DoesNotStop)?;
            self.take(&next, engine, upstream);
        }
        self.teardown().await
    }

    /// So long is waited for what need not come.
    pub(super) fn quiet(&self) -> Duration {
        self.program.patience / 20
    }

    pub(super) async fn teardown(&self) -> Result<(), Failure> {
        self.program.stops(self.source.teardown()).await
    }
}

async fn open<U: Upstream>(
    plugin: &Plugin,
    source: &Source,
    upstream: &U,
    engine: &mut Engine,
) -> Result<SourceStream, Failure> {
    let settings = settings(plugin, upstream).await?;
    source.configure(&settings).await?;
    if !engine.created {
        optional(source.created(&settings).await)?;
        engine.created = true;
    }
    engine.stored.clone_from(&engine.acked);
    engine.sent.clear();
    source.open(engine.position.clone()).await?;
    Ok(source.run().await?)
}

/// The upstream's settings, without schemas unless it says otherwise.
pub(super) async fn settings<U: Upstream>(
    plugin: &Plugin,
    upstream: &U,
) -> Result<BTreeMap<String, String>, Failure> {
    let mut settings = upstream.settings();
    let specification = plugin.specify().await?;
    for name in ["sdk.schema.extract.key.enabled", "sdk.schema.extract.payload.enabled"] {
        if specification.source().is_some_and(|parameters| parameters.get(name).is_some()) {
            settings.entry(name.to_owned()).or_insert_with(|| "false".to_owned());
        }
    }
    Ok(settings)
}

/// What the engine and the destination behind it would know.
#[derive(Default)]
pub(super) struct Engine {
    created: bool,
    /// The position of the last record that was acked.
    position: Bytes,
    acked: HashSet<Bytes>,
    /// What was acked when the source was started last.
    stored: HashSet<Bytes>,
    seen: HashSet<Bytes>,
    /// What was seen since the source was started last.
    sent: HashSet<Bytes>,
    pub(super) rows: BTreeMap<String, String>,
    pub(super) records: usize,
    pub(super) repeated: usize,
}

impl Engine {
    fn receive(&mut self, records: &[Record]) -> Result<(), Failure> {
        for record in records {
            if self.stored.contains(&record.position) {
                return Err(Failure::AckedAgain(record.position.clone()));
            }
            if !self.sent.insert(record.position.clone()) {
                return Err(Failure::SentTwice(record.position.clone()));
            }
            self.records += 1;
            self.repeated += usize::from(!self.seen.insert(record.position.clone()));
        }
        Ok(())
    }

    /// The destination has written them.
    pub(super) fn apply<U: Upstream>(&mut self, records: &[Record], upstream: &U) {
        for record in records {
            match upstream.apply(record) {
                (name, Some(row)) => self.rows.insert(name, row),
                (name, None) => self.rows.remove(&name),
            };
        }
    }

    /// Stores the acks, and sends them.
    pub(super) fn ack(&mut self, stream: &SourceStream, records: &[Record]) {
        let Some(last) = records.last() else { return };
        self.position = last.position.clone();
        self.acked.extend(records.iter().map(|record| record.position.clone()));
        stream.ack(records.iter().map(|record| record.position.clone()));
    }

    pub(super) fn compare(&self, rows: &BTreeMap<String, String>) -> Result<(), Failure> {
        let missing: Vec<_> = rows.keys().filter(|name| !self.rows.contains_key(*name)).cloned().collect();
        let left: Vec<_> = self.rows.keys().filter(|name| !rows.contains_key(*name)).cloned().collect();
        let different =
            rows.iter().filter(|(name, row)| self.rows.get(*name).is_some_and(|ours| ours != *row));
        let different: Vec<_> = different.map(|(name, _)| name.clone()).collect();
        if missing.is_empty() && left.is_empty() && different.is_empty() {
            return Ok(());
        }
        Err(Failure::Rows { missing, different, left })
    }
}
