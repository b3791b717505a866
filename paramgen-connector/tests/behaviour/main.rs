//! What the engine sees of a connector, call by call, in memory and over the real protocol.

#[path = "../common/mod.rs"]
mod common;

mod acks;
mod destination;
mod lifecycle;
mod schemas;
mod scripted;
mod source;
mod states;

use std::time::Duration;

use common::program;

use tokio::time::timeout;

/// A test that hangs fails after this long.
const BOUND: Duration = Duration::from_secs(20);

/// Runs a test on a runtime of its own, within the bound.
fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let outcome = runtime.block_on(async { timeout(BOUND, test).await.expect("the test hangs") });
    runtime.shutdown_background();
    outcome
}

/// Waits until a condition holds, within the bound.
async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(BOUND, waiting).await.unwrap_or_else(|_| panic!("it never came to this: {what}"));
}
