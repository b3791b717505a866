//! A source with settings: records, positions, acks, stopping, resuming.

use std::{collections::HashSet, time::Duration};

use bytes::Bytes;
use paramgen::pipeline::Side;
use paramgen_connector::{
    Record,
    host::{Plugin, SourceStream},
};
use tokio::time::timeout;

use super::{
    Findings,
    endings::{deleted, without_stop},
    fault::{Fault, Seen, fails},
    process::output_of,
    subject::{Subject, good},
};

/// The first record may wait for the system.
const FIRST: Duration = Duration::from_secs(30);
/// What follows comes at once, or not at all.
const NEXT: Duration = Duration::from_secs(2);
/// Conduit waits for Stop without a bound; its SDK answers within a minute, which is a minute too long.
const STOP: Duration = Duration::from_secs(10);

pub(super) async fn check(findings: &mut Findings<'_>, subject: &Subject) {
    findings
        .check(
            "source: records",
            "records come, each with a position of its own; the stream stays open when there are no more",
            async || records(subject).await,
        )
        .await;
    findings
        .check(
            "source: acks late",
            "more records come while none is acked: Conduit acks late and in bursts",
            async || acks_late(subject).await,
        )
        .await;
    findings
        .check(
            "source: stop",
            "Stop answers within 10 s with the position of the last record, which comes before the stream ends",
            async || stop(subject).await,
        )
        .await;
    findings
        .check("source: resume", "opened at a record's position it goes on behind that record", async || {
            resume(subject).await
        })
        .await;
    findings
        .check(
            "source: ends while running",
            "Teardown and Shutdown answer while the stream is open",
            async || without_stop(subject, Side::Source, false).await,
        )
        .await;
    findings
        .check(
            "source: deleted",
            "OnDeleted alone, without Configure, answers, or is Unimplemented",
            async || deleted(subject, Side::Source).await,
        )
        .await;
    findings
        .check(
            "source: no stop",
            "Teardown without Stop answers, as the preview engine calls it, and the process ends",
            async || without_stop(subject, Side::Source, true).await,
        )
        .await;
}

/// Opens the source at a position, does this to its stream, and ends it.
async fn with_stream(
    subject: &Subject,
    position: Bytes,
    run: impl AsyncFnOnce(&Plugin, &mut SourceStream) -> Seen,
) -> Seen {
    let settings = subject.settings_of(Side::Source)?;
    subject
        .with(async |plugin| {
            let source = plugin.source();
            good("Configure", source.configure(settings)).await?;
            match timeout(FIRST, source.open(position)).await {
                Err(_) => return fails(format!("Open: no answer within {} s", FIRST.as_secs())),
                Ok(Err(error)) => return fails(format!("Open: {}", error.message())),
                Ok(Ok(())) => {}
            }
            let mut stream = good("Run", source.run()).await?;
            let seen = run(plugin, &mut stream).await;
            drop(stream);
            let torn_down = good("Teardown", source.teardown()).await;
            let seen = seen.and_then(|seen| torn_down.map(|()| seen))?;
            output_of(plugin).map(|()| seen)
        })
        .await
}

/// The next records, if they come in time.
async fn next(stream: &mut SourceStream, within: Duration) -> Result<Option<Vec<Record>>, Fault> {
    match timeout(within, stream.next()).await {
        Err(_) => Ok(None),
        Ok(Ok(Some(records))) => Ok(Some(records)),
        Ok(Ok(None)) => fails("the stream ended by itself: to Conduit that is \"stopped unexpectedly\""),
        Ok(Err(error)) => fails(format!("Run: {}", error.message())),
    }
}

/// The first records; not tried where there are none.
async fn first(stream: &mut SourceStream) -> Result<Vec<Record>, Fault> {
    let mut records = Vec::new();
    while records.is_empty() {
        match next(stream, FIRST).await? {
            Some(some) => records = some,
            None => {
                return Err(Fault::NotTried(format!(
                    "no record within {} s: give settings of a system that has some",
                    FIRST.as_secs()
                )));
            }
        }
    }
    Ok(records)
}

async fn records(subject: &Subject) -> Seen {
    with_stream(subject, Bytes::new(), async |_, stream| {
        let mut seen = HashSet::new();
        let mut records = first(stream).await?;
        let mut count = 0;
        loop {
            for record in &records {
                count += 1;
                if record.position.is_empty() {
                    return fails(format!("record {count} has no position"));
                }
                if !seen.insert(record.position.clone()) {
                    let position = String::from_utf8_lossy(&record.position);
                    return fails(format!("record {count} has the position {position:?} of another one"));
                }
            }
            stream.ack(records.iter().map(|record| record.position.clone()));
            if count >= 1_000 {
                break;
            }
            match next(stream, NEXT).await? {
                Some(more) => records = more,
                None => break,
            }
        }
        Ok(format!("{count} records"))
    })
    .await
}

async fn acks_late(subject: &Subject) -> Seen {
    with_stream(subject, Bytes::new(), async |_, stream| {
        let mut records = first(stream).await?;
        let before = records.len();
        while let Some(more) = next(stream, NEXT).await? {
            records.extend(more);
            if records.len() > before + 1_000 {
                break;
            }
        }
        // All at once, as Conduit does after its own flush.
        for record in &records {
            stream.ack([record.position.clone()]);
        }
        if records.len() <= before + 1_000 && next(stream, NEXT).await?.is_some_and(|more| !more.is_empty()) {
            // A slow system may have had another one just then.
            return Err(Fault::Advice(format!(
                "{} records, and more only when those were acked",
                records.len()
            )));
        }
        if records.len() == 1 {
            return Err(Fault::NotTried("there is one record only".to_owned()));
        }
        Ok(format!("{} records before the first ack", records.len()))
    })
    .await
}

async fn stop(subject: &Subject) -> Seen {
    with_stream(subject, Bytes::new(), async |plugin, stream| {
        let records = first(stream).await?;
        let mut last = records.last().map(|record| record.position.clone()).unwrap_or_default();
        let source = plugin.source();
        let call = source.stop();
        tokio::pin!(call);
        let end = tokio::time::Instant::now() + STOP;
        let stopped = loop {
            tokio::select! {
                stopped = &mut call => match stopped {
                    Ok(stopped) => break stopped,
                    Err(error) => return fails(format!("Stop: {}", error.message())),
                },
                more = stream.next() => match more {
                    Ok(Some(more)) => last = more.last().map_or(last, |record| record.position.clone()),
                    Ok(None) => return fails("the stream ended before Stop had answered"),
                    Err(error) => return fails(format!("Run: {}", error.message())),
                },
                () = tokio::time::sleep_until(end) => {
                    return fails(format!("Stop: no answer within {} s", STOP.as_secs()));
                }
            }
        };
        while last != stopped {
            match next(stream, NEXT).await? {
                Some(more) => last = more.last().map_or(last, |record| record.position.clone()),
                None => {
                    return fails(format!(
                        "the record {:?}, which Stop called the last one, does not come: Conduit waits for it for ever",
                        String::from_utf8_lossy(&stopped)
                    ));
                }
            }
        }
        match next(stream, Duration::from_millis(300)).await? {
            Some(more) if !more.is_empty() => {
                fails(format!("{} records come behind the one that Stop called the last", more.len()))
            }
            _ => Ok("and nothing comes behind it".to_owned()),
        }
    })
    .await
}

async fn resume(subject: &Subject) -> Seen {
    let mut positions = Vec::new();
    with_stream(subject, Bytes::new(), async |_, stream| {
        let mut records = first(stream).await?;
        if records.len() == 1 {
            records.extend(next(stream, NEXT).await?.unwrap_or_default());
        }
        positions = records.into_iter().map(|record| record.position).collect();
        Ok(String::new())
    })
    .await?;
    let [one, other, ..] = positions.as_slice() else {
        return Err(Fault::NotTried("there is one record only".to_owned()));
    };
    with_stream(subject, one.clone(), async |_, stream| {
        let again = first(stream).await?;
        match again.first() {
            Some(record) if record.position == *other => Ok("with the same record as before".to_owned()),
            Some(record) if record.position == *one => fails("the record at that position comes again"),
            Some(record) => Err(Fault::Advice(format!(
                "with {:?}, where {:?} came before; it may be that the system has changed",
                String::from_utf8_lossy(&record.position),
                String::from_utf8_lossy(other)
            ))),
            None => fails("no record"),
        }
    })
    .await
}
