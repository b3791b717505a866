//! That connectors do not disturb each other, and that a removed one leaves nothing.

use std::collections::BTreeSet;

use super::{super::Verdict, ID, with_source, write};
use crate::testing::{
    failure::Failure,
    plugin::{Program, optional, told},
    reading::{Engine, Reading, settings},
    upstream::Upstream,
};

pub(super) async fn two_connectors<U: Upstream>(
    program: &Program,
    upstream: &mut U,
) -> Result<Verdict, Failure> {
    const OTHER: &str = "acceptance:other";
    let (mut first, mut second) = (Engine::default(), Engine::default());
    write(upstream, 0..10, 1).await?;
    let mut other = Reading::start(program, OTHER, upstream, &mut second).await?;
    let outcome = other.catch_up(&mut second, upstream).await;
    told(&other.plugin, outcome)?;
    other.plugin.kill().await;
    // While the other one is away, this one acks what both have to read.
    with_source(program, upstream, &mut first, async |reading, upstream, engine| {
        reading.catch_up(engine, upstream).await?;
        write(upstream, 10..20, 2).await?;
        reading.catch_up(engine, upstream).await?;
        while let Some(records) = reading.receive(engine).await? {
            reading.take(&records, engine, upstream);
        }
        reading.stop(engine, upstream).await
    })
    .await?;
    write(upstream, 20..25, 3).await?;
    let mut other = Reading::start(program, OTHER, upstream, &mut second).await?;
    let outcome: Result<(), Failure> = async {
        other.catch_up(&mut second, upstream).await?;
        delete(program, ID, upstream).await?;
        write(upstream, 25..30, 4).await?;
        other.catch_up(&mut second, upstream).await?;
        other.stop(&mut second, upstream).await
    }
    .await;
    told(&other.plugin, outcome)?;
    other.plugin.kill().await;
    Ok(Verdict::Holds(format!(
        "{} rows for one, of which the other had acked some and was removed",
        second.rows.len()
    )))
}

/// What the engine does when a connector is removed: a program of its own.
async fn delete<U: Upstream>(program: &Program, id: &str, upstream: &U) -> Result<(), Failure> {
    let plugin = program.start(id).await?;
    let outcome: Result<(), Failure> = async {
        let settings = settings(&plugin, upstream).await?;
        Ok(optional(plugin.source().deleted(&settings).await)?)
    }
    .await;
    told(&plugin, outcome)?;
    plugin.kill().await;
    Ok(())
}

pub(super) async fn clean_up<U: Upstream>(program: &Program, upstream: &mut U) -> Result<Verdict, Failure> {
    delete(program, ID, upstream).await?;
    let before = upstream.traces().await.map_err(Failure::System)?;
    write(upstream, 0..5, 1).await?;
    with_source(program, upstream, &mut Engine::default(), async |reading, upstream, engine| {
        reading.catch_up(engine, upstream).await?;
        reading.stop(engine, upstream).await
    })
    .await?;
    for _ in 0..2 {
        delete(program, ID, upstream).await?;
    }
    let after = upstream.traces().await.map_err(Failure::System)?;
    let (Some(before), Some(after)) = (before, after) else {
        return Ok(Verdict::Holds(
            "deleted was called on nothing, after a run, and twice; what is left, the test does not say"
                .to_owned(),
        ));
    };
    let before: BTreeSet<String> = before.into_iter().collect();
    let left: Vec<String> = after.into_iter().filter(|name| !before.contains(name)).collect();
    if !left.is_empty() {
        return Err(Failure::Unexpected(format!("after deleted there is still {}", left.join(", "))));
    }
    Ok(Verdict::Holds("deleted was called on nothing, after a run, and twice; nothing is left".to_owned()))
}
