//! How a side ends that was not stopped, and what it answers when its connector was deleted.

use paramgen::pipeline::Side;

use super::{
    fault::{Fault, Seen, fails},
    subject::{Subject, good},
};
use crate::calls::Calls;

/// Teardown and Shutdown once the stream is cancelled, as the preview engine calls them, or while it is open.
pub(super) async fn without_stop(subject: &Subject, side: Side, is_cancelled: bool) -> Seen {
    let settings = subject.settings_of(side)?;
    let plugin = subject.start().await?;
    let calls = Calls(&plugin, side);
    good("Configure", calls.configure(settings)).await?;
    good("Open", calls.open()).await?;
    let stream = good("Run", calls.run()).await?;
    let stream = (!is_cancelled).then_some(stream);
    good("Teardown", calls.teardown()).await?;
    plugin.shutdown().await.map_err(|error| Fault::Fails(error.message().to_owned()))?;
    drop(stream);
    Ok("they do".to_owned())
}

pub(super) async fn deleted(subject: &Subject, side: Side) -> Seen {
    let settings = subject.settings_of(side)?;
    subject
        .with(async |plugin| match Calls(plugin, side).deleted(settings).await {
            Ok(()) => Ok("it does".to_owned()),
            Err(error) if error.is_unimplemented() => {
                Ok("Unimplemented, which Conduit passes over".to_owned())
            }
            Err(error) => fails(format!("LifecycleOnDeleted: {}", error.message())),
        })
        .await
}
