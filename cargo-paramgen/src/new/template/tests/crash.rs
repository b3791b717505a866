//! The compiled connector is killed at many places, and started again as Conduit does: nothing may be missing.

mod driver;

use driver::{Driver, PROGRAM};
use paramgen_connector::testing::Crash;
{{#source}}

#[tokio::test]
async fn a_killed_source_loses_nothing() {
    let mut driver = Driver::new().expect("a system");
    let report = Crash::new(PROGRAM).kills(25).source(&mut driver).await;
    println!("{}", report.expect("nothing is missing"));
}
{{/source}}
{{#destination}}

#[tokio::test]
async fn a_killed_destination_loses_nothing() {
    let mut driver = Driver::new().expect("a system");
    let report = Crash::new(PROGRAM).kills(25).destination(&mut driver).await;
    println!("{}", report.expect("nothing is missing"));
}
{{/destination}}
