//! Calls in states in which the engine may make them, and in wrong ones.

use paramgen::pipeline::Side;

use super::{
    Findings,
    fault::{Fault, Seen, as_advice, fails},
    subject::{Subject, alive, answered, good},
};
use crate::calls::Calls;

pub(super) async fn check(findings: &mut Findings<'_>, subject: &Subject) {
    findings
        .check(
            "teardown first",
            "Teardown of a new process answers, and again: it comes in every state",
            async || {
                each_side(subject, async |calls| {
                    good("Teardown", calls.teardown()).await?;
                    good("the second Teardown", calls.teardown()).await
                })
                .await
            },
        )
        .await;
    findings
        .check(
            "open first",
            "Open before Configure is refused, or does nothing; it does not hang",
            async || {
                never_called(subject, async |calls| {
                    let _ = answered("Open", calls.open()).await?;
                    good("Teardown", calls.teardown()).await
                })
                .await
            },
        )
        .await;
    findings
        .check(
            "run first",
            "Run before Open ends with an error, or stays without records; Teardown answers",
            async || {
                never_called(subject, async |calls| {
                    let plugin = calls.0;
                    match calls.1 {
                        Side::Source => drop(answered("Run", plugin.source().run()).await?),
                        Side::Destination => drop(answered("Run", plugin.destination().run()).await?),
                    }
                    good("Teardown", calls.teardown()).await
                })
                .await
            },
        )
        .await;
    findings
        .check("stop first", "Stop before Run answers: nothing is to be waited for", async || {
            never_called(subject, async |calls| {
                let _ = answered("Stop", calls.stop()).await?;
                good("Teardown", calls.teardown()).await
            })
            .await
        })
        .await;
    findings
        .check(
            "absent side",
            "the side that is not there answers Unimplemented, and the process lives",
            async || as_advice(absent_side(subject).await),
        )
        .await;
    findings
        .check(
            "unknown services",
            "calls of services that it does not have end; the process lives",
            async || {
                subject
                    .with(async |plugin| {
                        // go-plugin's client dials these when it connects.
                        for call in [
                            "plugin.GRPCBroker/StartStream",
                            "plugin.GRPCStdio/StreamStdio",
                            "verify.None/Such",
                        ] {
                            let _ = answered(call, plugin.call(call)).await?;
                        }
                        alive(plugin).await.map(|()| "it answers as before".to_owned())
                    })
                    .await
            },
        )
        .await;
}

/// Conduit makes no call in these states, so that a connector may do what it likes in them.
async fn never_called(subject: &Subject, run: impl AsyncFn(&Calls<'_>) -> Result<(), Fault>) -> Seen {
    as_advice(each_side(subject, run).await)
}

async fn each_side(subject: &Subject, run: impl AsyncFn(&Calls<'_>) -> Result<(), Fault>) -> Seen {
    let mut sides = Vec::new();
    for (side, _) in subject.sides() {
        subject.with(async |plugin| run(&Calls(plugin, side)).await.map(|()| String::new())).await?;
        sides.push(side.name());
    }
    if sides.is_empty() {
        return Err(Fault::NotTried("there is no side with parameters".to_owned()));
    }
    Ok(sides.join(", "))
}

async fn absent_side(subject: &Subject) -> Seen {
    if subject.specification.is_none() {
        return Err(Fault::NotTried("there is no specification".to_owned()));
    }
    let absent = Side::ALL.into_iter().find(|side| subject.parameters(*side).is_none());
    let Some(side) = absent else { return Err(Fault::NotTried("both sides are there".to_owned())) };
    subject
        .with(async |plugin| {
            let settings: [(&str, &str); 0] = [];
            let answer = answered("Configure", Calls(plugin, side).configure(settings)).await?;
            alive(plugin).await?;
            match answer {
                Err(error) if error.is_unimplemented() => Ok(format!("the {}'s does", side.name())),
                // A side without a single parameter is one all the same.
                Ok(()) => Ok(format!("the {} is there, without parameters", side.name())),
                Err(error) => fails(format!("the {}'s Configure says {:?}", side.name(), error.message())),
            }
        })
        .await
}
