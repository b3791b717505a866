//! A destination with settings: one outcome for each record, in order, whatever it is.

use std::time::Duration;

use paramgen::pipeline::Side;
use paramgen_connector::{
    Record,
    host::{DestinationStream, Plugin},
};
use tokio::time::timeout;

use super::{
    Findings,
    endings::{deleted, without_stop},
    fault::{Fault, Seen, as_advice, fails},
    process::output_of,
    subject::{Subject, good},
};

/// A write may wait for the system, and a batch for its delay.
const WRITE: Duration = Duration::from_secs(30);
/// An outcome too many comes right behind the others.
const EXTRA: Duration = Duration::from_millis(200);

pub(super) async fn check(findings: &mut Findings<'_>, subject: &Subject) {
    findings
        .check(
            "destination: outcomes",
            "one ack or nack for each record, in their order, with the very bytes of its position",
            async || outcomes(subject).await,
        )
        .await;
    findings
        .check(
            "destination: stop",
            "Stop answers at once where there was no record",
            // Conduit waits; its Go SDK takes a minute where a batch is gathered.
            async || as_advice(stop(subject).await),
        )
        .await;
    findings
        .check(
            "destination: ends while running",
            "Teardown and Shutdown answer while the stream is open",
            async || without_stop(subject, Side::Destination, false).await,
        )
        .await;
    findings
        .check(
            "destination: deleted",
            "OnDeleted alone, without Configure, answers, or is Unimplemented",
            async || deleted(subject, Side::Destination).await,
        )
        .await;
    findings
        .check(
            "destination: no stop",
            "Teardown without Stop answers, as the preview engine calls it, and the process ends",
            async || without_stop(subject, Side::Destination, true).await,
        )
        .await;
}

async fn with_stream(
    subject: &Subject,
    run: impl AsyncFnOnce(&Plugin, &mut DestinationStream) -> Seen,
) -> Seen {
    let settings = subject.settings_of(Side::Destination)?;
    subject
        .with(async |plugin| {
            let destination = plugin.destination();
            good("Configure", destination.configure(settings)).await?;
            match timeout(WRITE, destination.open()).await {
                Err(_) => return fails(format!("Open: no answer within {} s", WRITE.as_secs())),
                Ok(Err(error)) => return fails(format!("Open: {}", error.message())),
                Ok(Ok(())) => {}
            }
            let mut stream = good("Run", destination.run()).await?;
            let seen = run(plugin, &mut stream).await;
            drop(stream);
            let torn_down = good("Teardown", destination.teardown()).await;
            let seen = seen.and_then(|seen| torn_down.map(|()| seen))?;
            output_of(plugin).map(|()| seen)
        })
        .await
}

/// Those of the settings file, or some that any destination of raw data takes.
fn records(subject: &Subject) -> Vec<Record> {
    let made = |number: u64| {
        Record::create(format!("paramgen-verify-{number}"), format!("{{\"id\":{number},\"verify\":true}}"))
    };
    let records = if subject.settings.records.is_empty() {
        (1..=3).map(made).collect()
    } else {
        subject.settings.records.clone()
    };
    // Bytes that are no text: a position is the source's own business.
    let with_position = |(number, record): (usize, Record)| {
        record.position([&[0xFF, 0x00][..], &(number as u32).to_be_bytes(), b"|"].concat())
    };
    records.into_iter().enumerate().map(with_position).collect()
}

/// Sends records and takes their outcomes, asking the destination to stop while it waits.
async fn outcomes(subject: &Subject) -> Seen {
    with_stream(subject, async |plugin, stream| {
        let records = records(subject);
        good("Run", stream.send(&records)).await?;
        let last = records.last().map(|record| record.position.clone()).unwrap_or_default();
        let destination = plugin.destination();
        let taking = async {
            let mut outcomes = Vec::new();
            while outcomes.len() < records.len() {
                match stream.next().await {
                    Ok(Some(more)) => outcomes.extend(more),
                    Ok(None) => return fails("the stream ended before all records had an outcome"),
                    Err(error) => return fails(format!("Run: {}", error.message())),
                }
            }
            Ok(outcomes)
        };
        let both = async { tokio::join!(taking, destination.stop(last)) };
        let Ok((outcomes, stopped)) = timeout(WRITE, both).await else {
            return fails(format!("not all outcomes, or no answer to Stop, within {} s", WRITE.as_secs()));
        };
        let outcomes = outcomes?;
        stopped.map_err(|error| Fault::Fails(format!("Stop: {}", error.message())))?;
        for (index, (outcome, record)) in outcomes.iter().zip(&records).enumerate() {
            if outcome.position != record.position {
                return fails(format!("outcome {} has not the position of that record", index + 1));
            }
        }
        if outcomes.len() > records.len() {
            return fails(format!("{} outcomes for {} records", outcomes.len(), records.len()));
        }
        let refused: Vec<&String> = outcomes.iter().filter_map(|outcome| outcome.error.as_ref()).collect();
        if let Ok(Ok(Some(more))) = timeout(EXTRA, stream.next()).await {
            return fails(format!("{} outcomes more than there are records", more.len()));
        }
        match refused.first() {
            None => Ok(format!("{} records written", records.len())),
            Some(reason) => {
                let reason = reason.lines().next().unwrap_or_default();
                let seen = format!("{} of {} records refused: {reason}", refused.len(), records.len());
                Err(Fault::Advice(seen + "; give \"records\" that it takes"))
            }
        }
    })
    .await
}

async fn stop(subject: &Subject) -> Seen {
    with_stream(subject, async |plugin, _| {
        good("Stop", plugin.destination().stop("")).await.map(|()| "at once without records".to_owned())
    })
    .await
}
