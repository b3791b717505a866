//! Schemas over the wire: registered, named, decoded; a service that is away.

use paramgen_connector::{
    Record,
    host::{Launch, SchemaService},
    record::{Map, Value},
    schema::AvroSchema,
};

use crate::{program, run, until};

#[test]
fn a_source_registers_and_a_destination_decodes() {
    run(async {
        let service = SchemaService::start().await.unwrap();
        let values =
            Map::from([("id", Value::from(9_007_199_254_740_993_i64)), ("name", Value::from("box"))]);
        let schema = AvroSchema::infer(&values);
        let version = service.register("p:src:payload", &schema.to_string());
        let mut record = Record::create("k", schema.encode(&values).unwrap()).position("0");
        record
            .metadata
            .set_payload_schema_subject("p:src:payload")
            .set_payload_schema_version(version.into());

        // Conduit makes empty raw data of what is absent.
        record.before = "".into();

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        // The service is away at first: that is no reason to refuse a record.
        service.fail_next(1);
        let plugin = Launch::new(program("lines")).utilities(service.target()).start().await.unwrap();
        let destination = plugin.destination();
        destination.configure([("path", path.to_str().unwrap()), ("content", "raw")]).await.unwrap();
        destination.open().await.unwrap();
        let mut stream = destination.run().await.unwrap();
        let mut unknown = record.clone().position("1");
        unknown.metadata.set_payload_schema_version(99);
        stream.send(&[record, unknown]).await.unwrap();
        let mut outcomes = Vec::new();
        while outcomes.len() < 2 {
            outcomes.extend(stream.next().await.unwrap().unwrap());
        }
        assert_eq!(outcomes[0].error, None);
        let error = outcomes[1].error.as_deref().unwrap();
        assert_eq!(error, "the schema p:src:payload:99: the schema service: schema version not found");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{\"id\":9007199254740993,\"name\":\"box\"}\n");
        until("the service was asked again", || service.calls() >= 3).await;
        destination.teardown().await.unwrap();
        assert!(plugin.shutdown().await.unwrap().unwrap().is_success());
    });
}
