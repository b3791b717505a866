//! The program that Conduit starts.

{{#destination}}
use {{library}}::destination::ItemDestination;
{{/destination}}
{{#source}}
use {{library}}::source::ItemSource;
{{/source}}

paramgen_connector::connector! {
    name: "{{name}}",
    summary: env!("CARGO_PKG_DESCRIPTION"),
    description: "{{description}}",
    version: concat!("v", env!("CARGO_PKG_VERSION")),
    author: env!("CARGO_PKG_AUTHORS"),
{{#source}}
    source: ItemSource,
{{/source}}
{{#destination}}
    destination: ItemDestination,
{{/destination}}
}
