//! A published connector, ported: its `connector.yaml` comes out byte for byte. Its sentences are its authors' and stay in
//! `../shared/corpus`, where they are read from; everything else is what the derive makes of these structs.
#![cfg(feature = "spec")]

use std::{fs, time::Duration};

use paramgen::{
    ParamValue, Parameters, Params, Secret, Specification,
    conduit::{DestinationMiddleware, SourceMiddleware},
};

#[derive(Params)]
#[expect(dead_code, reason = "only the specification matters")]
struct Bucket {
    #[param(name = "aws.accessKeyId")]
    access_key_id: String,
    #[param(name = "aws.secretAccessKey")]
    secret_access_key: Secret<String>,
    #[param(name = "aws.region")]
    region: String,
    #[param(name = "aws.bucket")]
    bucket: String,
    prefix: Option<String>,
}

#[derive(Params)]
#[expect(dead_code, reason = "only the specification matters")]
struct Source {
    #[param(flatten(docs(region = "Where the bucket is.")))]
    bucket: Bucket,
    #[param(default = "1s")]
    polling_period: Duration,
    #[param(flatten(
        defaults(schema_extraction.key_enabled = false, schema_extraction.payload_enabled = false),
        docs(batch.size = "How many records a batch has.")
    ))]
    middleware: SourceMiddleware,
}

#[derive(ParamValue)]
enum Format {
    Parquet,
    Json,
}

#[derive(Params)]
#[expect(dead_code, reason = "only the specification matters")]
struct Destination {
    #[param(flatten)]
    bucket: Bucket,
    format: Format,
    #[param(flatten)]
    middleware: DestinationMiddleware,
}

/// The parameters with the descriptions that the published ones have.
fn described(parameters: Parameters, published: &Parameters) -> Parameters {
    let text = |name: &str| published.get(name).map_or("", |parameter| parameter.description()).to_owned();
    parameters.into_iter().map(|(name, parameter)| parameter.with_description(text(&name))).collect()
}

#[test]
fn a_ported_connector_has_the_published_specification() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/yaml/s3.yaml");
    let Ok(text) = fs::read_to_string(path) else {
        println!("skipped: there is no file ../shared/corpus/yaml/s3.yaml");
        return;
    };
    let published = Specification::from_yaml(&text).expect("a specification");
    let ported = Specification::new(published.name().to_owned())
        .with_summary(published.summary().to_owned())
        .with_description(published.description().to_owned())
        .with_version(published.version().to_owned())
        .with_author(published.author().to_owned())
        .with_source(described(Source::parameters(), published.source().expect("a source")))
        .with_destination(described(
            Destination::parameters(),
            published.destination().expect("a destination"),
        ));
    assert_eq!(ported.to_yaml(), text);
}

#[test]
fn a_port_words_the_descriptions_of_what_it_flattens() {
    let parameters = Source::parameters();
    let description = |name: &str| parameters.get(name).expect("a parameter").description();
    assert_eq!(description("sdk.batch.size"), "How many records a batch has.");
    assert_eq!(description("aws.region"), "Where the bucket is.");
    assert_eq!(Destination::parameters().get("aws.region").expect("a parameter").description(), "");
}
