//! Each part of the contract with Conduit, tried on the compiled connector. `cargo test -- --nocapture` shows what was proven.

mod driver;

use driver::{Driver, PROGRAM};
use paramgen_connector::testing::Acceptance;
{{#source}}

#[tokio::test]
async fn the_source_does_what_conduit_needs() {
    let findings = Acceptance::new(PROGRAM).source(async || Driver::new());
    findings.await.assert();
}
{{/source}}
{{#destination}}

#[tokio::test]
async fn the_destination_does_what_conduit_needs() {
    let findings = Acceptance::new(PROGRAM).destination(async || Driver::new());
    findings.await.assert();
}
{{/destination}}
