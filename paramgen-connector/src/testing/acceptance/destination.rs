//! The tests of a destination.

use std::collections::{BTreeMap, VecDeque};

use tokio::time::timeout;

use super::{Acceptance, Findings, Suite, Verdict, settings::Side};
use crate::{
    Result,
    host::{Destination, DestinationStream, HostError, Outcome, Plugin},
    record::Record,
    testing::{
        downstream::Downstream,
        failure::Failure,
        plugin::{Program, end, optional, told},
    },
};

const ID: &str = "acceptance:destination";

impl Acceptance {
    /// Tests the destination. Each test has a system of its own, without rows, from `new`.
    ///
    /// | test | what holds |
    /// |---|---|
    /// | `specification` | name, summary, description, version, author and parameters are there as Conduit wants them |
    /// | `settings` | good ones are taken; missing and wrong ones are refused by name |
    /// | `write` | the records of one message are written and acked in their order |
    /// | `single_records` | records that come one by one are written without waiting for others for ever |
    /// | `versions` | of several versions of a row in one message the last is written, deletes among them |
    /// | `flow` | 1 000 records in messages of all sizes are acked in their order, with nobody waiting for acks |
    /// | `bad_record` | a record that the system does not take is refused alone, with a reason; its neighbours are written |
    /// | `again` | records that come again, as they do after a restart, change nothing |
    /// | `stop_while_idle` | a destination without records stops and closes at once |
    /// | `stop_behind_records` | stopping waits until the last record is written |
    /// | `teardown_without_stop` | a destination that still has records closes |
    /// | `wrong_calls` | calls in a wrong order are refused or pass, in time, and the program goes on |
    /// | `lifecycle` | `created`, `updated` and `deleted` are answered, and lose nothing that was written |
    /// | `large_record` | a record of 3 MB is written |
    /// | `process` | nothing is written to stdout, and the program exits in time by itself with 0 |
    pub async fn destination<D: Downstream>(self, new: impl AsyncFnMut() -> Result<D>) -> Findings {
        let mut suite = Suite::new(self, new);
        let side = Side::Destination;
        suite.test("specification", async |program, _: &mut D| side.specification(program).await).await;
        suite
            .test("settings", async |program, downstream: &mut D| {
                side.settings(program, &downstream.settings()).await
            })
            .await;
        suite.test("write", write).await;
        suite.test("single_records", single_records).await;
        suite.test("versions", versions).await;
        suite.test("flow", flow).await;
        suite.test("bad_record", bad_record).await;
        suite.test("again", again).await;
        suite.test("stop_while_idle", stop_while_idle).await;
        suite.test("stop_behind_records", stop_behind_records).await;
        suite.test("teardown_without_stop", teardown_without_stop).await;
        suite.test("wrong_calls", async |program, _: &mut D| side.wrong_calls(program).await).await;
        suite.test("lifecycle", lifecycle).await;
        suite.test("large_record", large_record).await;
        suite.test("process", process).await;
        suite.findings()
    }
}

/// A destination that runs, and the records that it has not said anything of.
struct Writing {
    program: Program,
    plugin: Plugin,
    side: Destination,
    stream: DestinationStream,
    sent: u64,
    waiting: VecDeque<String>,
}

impl Writing {
    async fn start<D: Downstream>(program: &Program, downstream: &D) -> Result<Self, Failure> {
        let plugin = program.start(ID).await?;
        let side = plugin.destination();
        let opened: Result<DestinationStream, Failure> = async {
            let settings = downstream.settings();
            side.configure(&settings).await?;
            optional(side.created(&settings).await)?;
            side.open().await?;
            Ok(side.run().await?)
        }
        .await;
        let stream = told(&plugin, opened)?;
        Ok(Self { program: program.clone(), plugin, side, stream, sent: 0, waiting: VecDeque::new() })
    }

    /// Sends records in one message, with positions that were never there.
    async fn send(&mut self, mut records: Vec<Record>) -> Result<(), Failure> {
        for record in &mut records {
            self.sent += 1;
            let position = format!("{:08}", self.sent);
            record.position = position.clone().into();
            self.waiting.push_back(position);
        }
        // A connector that takes no more until its outcomes are read has to be read.
        match timeout(self.program.patience, self.stream.send(&records)).await {
            Ok(sent) => Ok(sent?),
            Err(_) => Err(Failure::unexpected("the destination takes no more records")),
        }
    }

    /// The outcomes of all records that were sent, which are those of the records in their order.
    async fn outcomes(&mut self) -> Result<Vec<Outcome>, Failure> {
        let mut outcomes = Vec::new();
        while !self.waiting.is_empty() {
            let Ok(next) = timeout(self.program.patience, self.stream.next()).await else {
                return Err(Failure::NoOutcome);
            };
            for outcome in next?.ok_or(Failure::Ended)? {
                if self.waiting.pop_front().is_none_or(|position| position.as_bytes() != outcome.position) {
                    return Err(Failure::WrongAck(outcome.position));
                }
                outcomes.push(outcome);
            }
        }
        Ok(outcomes)
    }

    /// All were written.
    async fn acks(&mut self) -> Result<(), Failure> {
        match self.outcomes().await?.into_iter().find_map(|outcome| outcome.error) {
            Some(error) => Err(Failure::Refused(error)),
            None => Ok(()),
        }
    }

    /// Sends records, all of which are written.
    async fn deliver(&mut self, records: Vec<Record>) -> Result<(), Failure> {
        self.send(records).await?;
        self.acks().await
    }

    fn last(&self) -> String {
        if self.sent == 0 { String::new() } else { format!("{:08}", self.sent) }
    }

    async fn stop(&self) -> Result<(), Failure> {
        self.program.stops(self.side.stop(self.last())).await
    }

    async fn teardown(&self) -> Result<(), Failure> {
        self.program.stops(self.side.teardown()).await
    }
}

/// Starts a destination, does something with it, and kills what is left of it.
async fn with_destination<D: Downstream, T>(
    program: &Program,
    downstream: &mut D,
    body: impl AsyncFnOnce(&mut Writing, &mut D) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut writing = Writing::start(program, downstream).await?;
    let outcome = body(&mut writing, downstream).await;
    let outcome = told(&writing.plugin, outcome);
    writing.plugin.kill().await;
    outcome
}

/// Whether the system holds these rows and no others.
async fn holds<D: Downstream>(
    downstream: &mut D,
    expected: impl IntoIterator<Item = (u64, u64)>,
) -> Result<(), Failure> {
    let expected: BTreeMap<u64, u64> = expected.into_iter().collect();
    let rows = downstream.rows().await.map_err(Failure::System)?;
    let name = |(row, _): (&u64, &u64)| row.to_string();
    let missing: Vec<_> = expected.iter().filter(|(row, _)| !rows.contains_key(row)).map(name).collect();
    let left: Vec<_> = rows.iter().filter(|(row, _)| !expected.contains_key(row)).map(name).collect();
    let differs = |(row, version): &(&u64, &u64)| rows.get(row).is_some_and(|is| is != *version);
    let different: Vec<_> = expected.iter().filter(differs).map(name).collect();
    if missing.is_empty() && left.is_empty() && different.is_empty() {
        return Ok(());
    }
    Err(Failure::Written { missing, different, left })
}

fn records<D: Downstream>(downstream: &D, rows: impl IntoIterator<Item = u64>, version: u64) -> Vec<Record> {
    rows.into_iter().map(|row| downstream.record(row, version)).collect()
}

async fn write<D: Downstream>(program: &Program, downstream: &mut D) -> Result<Verdict, Failure> {
    with_destination(program, downstream, async |writing, downstream| {
        writing.deliver(records(downstream, 0..20, 1)).await?;
        holds(downstream, (0..20).map(|row| (row, 1))).await
    })
    .await?;
    Ok(Verdict::Holds("20 records in one message, acked in their order; 20 rows equal".to_owned()))
}

async fn single_records<D: Downstream>(program: &Program, downstream: &mut D) -> Result<Verdict, Failure> {
    with_destination(program, downstream, async |writing, downstream| {
        for row in 0..3 {
            writing.deliver(records(downstream, [row], 1)).await?;
            holds(downstream, (0..=row).map(|row| (row, 1))).await?;
        }
        Ok(())
    })
    .await?;
    Ok(Verdict::Holds("3 records, each acked and written before the next was sent".to_owned()))
}

async fn versions<D: Downstream>(program: &Program, downstream: &mut D) -> Result<Verdict, Failure> {
    let deletes = with_destination(program, downstream, async |writing, downstream| {
        let mut message = records(downstream, 0..5, 1);
        message.extend(records(downstream, 0..5, 2));
        message.extend(downstream.delete(1));
        message.extend(downstream.delete(2));
        message.extend(records(downstream, [2, 3], 3));
        writing.deliver(message).await?;
        let has_deletes = downstream.delete(1).is_some();
        let kept = if has_deletes { None } else { Some((1, 2)) };
        holds(downstream, [(0, 2), (2, 3), (3, 3), (4, 2)].into_iter().chain(kept)).await?;
        if has_deletes {
            // Of a row that was never there, and of one whose records came before.
            let deletes = [99, 0].into_iter().filter_map(|row| downstream.delete(row));
            writing.deliver(deletes.collect()).await?;
            holds(downstream, [(2, 3), (3, 3), (4, 2)]).await?;
        }
        Ok(has_deletes)
    })
    .await?;
    Ok(Verdict::Holds(
        if deletes {
            "12 versions of 5 rows, and 4 deletes, in their order"
        } else {
            "12 versions of 5 rows, in their order; no deletes"
        }
        .to_owned(),
    ))
}

async fn flow<D: Downstream>(program: &Program, downstream: &mut D) -> Result<Verdict, Failure> {
    const RECORDS: u64 = 1_000;
    with_destination(program, downstream, async |writing, downstream| {
        let (mut next, mut size) = (0, 1);
        while next < RECORDS {
            let end = RECORDS.min(next + size);
            let message = (next..end).map(|number| downstream.record(number % 50, number));
            writing.send(message.collect()).await?;
            (next, size) = (end, size * 3 % 101);
        }
        writing.acks().await?;
        holds(downstream, (0..50).map(|row| (row, RECORDS - 50 + row))).await
    })
    .await?;
    Ok(Verdict::Holds(format!(
        "{RECORDS} records in messages of 1 to 100, acked in their order; 50 rows equal"
    )))
}

async fn bad_record<D: Downstream>(program: &Program, downstream: &mut D) -> Result<Verdict, Failure> {
    let Some(bad) = downstream.bad() else {
        return Ok(Verdict::NotTried("the test has no record that the system does not take".to_owned()));
    };
    with_destination(program, downstream, async |writing, downstream| {
        for place in [0, 4, 9] {
            let mut message = records(downstream, 0..9, place);
            message.insert(place as usize, bad.clone());
            writing.send(message).await?;
            for (index, outcome) in writing.outcomes().await?.into_iter().enumerate() {
                match outcome.error {
                    None if index == place as usize => {
                        return Err(Failure::unexpected("a record that the system does not take is acked"));
                    }
                    Some(error) if index != place as usize => {
                        return Err(Failure::unexpected(format!(
                            "record {index} is refused, and {place} is the bad one: {error}"
                        )));
                    }
                    Some(_) | None => {}
                }
            }
            holds(downstream, (0..9).map(|row| (row, place))).await?;
        }
        Ok(())
    })
    .await?;
    Ok(Verdict::Holds(
        "3 of 30 records refused, first, last and in the middle; the others written".to_owned(),
    ))
}

async fn again<D: Downstream>(program: &Program, downstream: &mut D) -> Result<Verdict, Failure> {
    for _ in 0..2 {
        with_destination(program, downstream, async |writing, downstream| {
            for version in [1, 2] {
                writing.deliver(records(downstream, 0..20, version)).await?;
            }
            holds(downstream, (0..20).map(|row| (row, 2))).await
        })
        .await?;
    }
    Ok(Verdict::Holds("40 records, and the same again after a kill; 20 rows equal".to_owned()))
}

async fn stop_while_idle<D: Downstream>(program: &Program, downstream: &mut D) -> Result<Verdict, Failure> {
    with_destination(program, downstream, async |writing, _| {
        writing.stop().await?;
        writing.teardown().await
    })
    .await?;
    Ok(Verdict::Holds("stopped and closed without a record".to_owned()))
}

async fn stop_behind_records<D: Downstream>(
    program: &Program,
    downstream: &mut D,
) -> Result<Verdict, Failure> {
    with_destination(program, downstream, async |writing, downstream| {
        writing.send(records(downstream, 0..20, 1)).await?;
        writing.stop().await?;
        writing.acks().await?;
        holds(downstream, (0..20).map(|row| (row, 1))).await?;
        writing.teardown().await
    })
    .await?;
    Ok(Verdict::Holds("20 records were written when the stop came back".to_owned()))
}

async fn teardown_without_stop<D: Downstream>(
    program: &Program,
    downstream: &mut D,
) -> Result<Verdict, Failure> {
    with_destination(program, downstream, async |writing, downstream| {
        writing.send(records(downstream, 0..20, 1)).await?;
        writing.teardown().await
    })
    .await?;
    Ok(Verdict::Holds("closed with records under way".to_owned()))
}

async fn lifecycle<D: Downstream>(program: &Program, downstream: &mut D) -> Result<Verdict, Failure> {
    with_destination(program, downstream, async |writing, downstream| {
        writing.deliver(records(downstream, 0..5, 1)).await?;
        writing.stop().await?;
        writing.teardown().await
    })
    .await?;
    let settings = downstream.settings();
    let calls = async |plugin: &Plugin| -> Result<(), HostError> {
        let side = plugin.destination();
        optional(side.updated(&settings, &settings).await)?;
        optional(side.deleted(&settings).await)?;
        optional(side.deleted(&settings).await)
    };
    let plugin = program.start(ID).await?;
    let outcome = calls(&plugin).await.map_err(Failure::from);
    told(&plugin, outcome)?;
    plugin.kill().await;
    holds(downstream, (0..5).map(|row| (row, 1))).await?;
    Ok(Verdict::Holds("created, updated, and deleted twice; 5 rows equal".to_owned()))
}

async fn large_record<D: Downstream>(program: &Program, downstream: &mut D) -> Result<Verdict, Failure> {
    const BYTES: usize = 3_000_000;
    let Some(large) = downstream.large(0, 1, BYTES) else {
        return Ok(Verdict::NotTried("the test has no large records".to_owned()));
    };
    with_destination(program, downstream, async |writing, downstream| {
        let message = [large].into_iter().chain(records(downstream, 1..5, 1));
        writing.deliver(message.collect()).await?;
        holds(downstream, (0..5).map(|row| (row, 1))).await
    })
    .await?;
    Ok(Verdict::Holds(format!("a record of {BYTES} bytes was written, and those behind it")))
}

async fn process<D: Downstream>(program: &Program, downstream: &mut D) -> Result<Verdict, Failure> {
    let mut writing = Writing::start(program, downstream).await?;
    let outcome: Result<(), Failure> = async {
        writing.deliver(records(downstream, 0..20, 1)).await?;
        writing.stop().await?;
        writing.teardown().await
    }
    .await;
    told(&writing.plugin, outcome)?;
    let Writing { plugin, stream, .. } = writing;
    drop(stream);
    end(plugin).await?;
    Ok(Verdict::Holds("nothing on stdout, exit in time".to_owned()))
}
