//! Avro and the schema middleware.

use std::rc::Rc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::{Value as Json, json};

use super::{Answer, Line, check, refused, tagged};
use crate::{
    Error,
    host::Registry,
    middleware::schema::{DestinationSchemas, Need, SourceSchemas},
    record::{Data, Map, Record},
    schema::{AvroSchema, RegisteredSchema},
    serve::settings::KitSettings,
};

fn structured(json: &Json) -> Result<Map, String> {
    tagged::data(json)?
        .to_map()
        .unwrap()
        .ok_or_else(|| "no kind for values that are not structured".to_owned())
}

fn encode(schema: &AvroSchema, values: &Map) -> Json {
    match schema.encode(values) {
        Err(error) => refused(error),
        Ok(bytes) => {
            let back = schema.decode(&bytes).unwrap();
            json!({ "bytes": STANDARD.encode(&bytes), "back": tagged::of_data(&back.into()) })
        }
    }
}

#[test]
fn inferred() {
    check(&["avro.jsonl", "avro_nested.jsonl"], |line| {
        let values = structured(&line.input)?;
        let text = AvroSchema::infer(&values).to_string();
        let schema = AvroSchema::parse(&text).map_err(|error| error.to_string())?;
        let mut answer = encode(&schema, &values);
        if answer.get("error").is_none() {
            answer["schema"] = json!(text);
        }
        Ok(answer)
    });
}

#[test]
fn given() {
    check(&["avro_given.jsonl"], |line| {
        let parse = || AvroSchema::parse(line.input["schema"].as_str().unwrap());
        match line.op.as_str() {
            "parse_schema" => Ok(match parse() {
                Ok(schema) => json!({ "schema": schema.to_string() }),
                Err(error) => refused(error),
            }),
            "encode_with" => {
                let schema = parse().map_err(|error| error.to_string())?;
                Ok(encode(&schema, &structured(&line.input["value"])?))
            }
            "decode" => {
                let schema = parse().map_err(|error| error.to_string())?;
                let bytes = tagged::base64(&line.input["bytes"])?;
                Ok(match schema.decode(&bytes.into()) {
                    Ok(map) => json!({ "back": tagged::of_data(&map.into()) }),
                    Err(error) => refused(error),
                })
            }
            "fingerprint" | "schema_type" => Err(format!("nothing here has a {}", line.op)),
            other => panic!("{other}"),
        }
    });
}

/// A service in memory.
fn answer(registry: &Registry, need: &Need) -> Result<RegisteredSchema, String> {
    let schema = match need {
        Need::Create { subject, text } => registry.create(subject, text.as_bytes()),
        Need::Get { subject, version } => {
            let version = i32::try_from(*version).ok().filter(|version| *version > 0).ok_or("no version")?;
            registry.get(subject, version)?
        }
    };
    let text = String::from_utf8(schema.bytes.to_vec()).unwrap();
    Ok(RegisteredSchema {
        subject: schema.subject.into(),
        version: schema.version.into(),
        schema: Rc::new(AvroSchema::parse(&text).map_err(|error| error.to_string())?),
    })
}

fn registry(line: &Line) -> Registry {
    let registry = Registry::default();
    for schema in line.input["registered"].as_array().into_iter().flatten() {
        registry.create(schema["subject"].as_str().unwrap(), schema["schema"].as_str().unwrap().as_bytes());
    }
    registry
}

/// The settings of a line, by their whole names.
fn settings(line: &Line) -> KitSettings {
    let entries = line.input["config"].as_object().unwrap().iter();
    let settings = entries.map(|(name, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let group = if name.starts_with("context") { "sdk.schema" } else { "sdk.schema.extract" };
        (format!("{group}.{name}"), value)
    });
    KitSettings::of::<Middleware>(&settings.collect()).unwrap()
}

#[derive(paramgen::Params)]
struct Middleware {
    #[param(flatten)]
    #[allow(dead_code)]
    middleware: paramgen::conduit::SourceMiddleware,
}

#[test]
fn middleware() {
    check(&["schema_middleware.jsonl"], |line| match line.op.as_str() {
        "source" => source(line),
        "destination" => destination(line),
        other => panic!("{other}"),
    });
}

fn source(line: &Line) -> Answer {
    let registry = registry(line);
    let id = line.input["connector_id"].as_str().unwrap();
    let mut schemas = SourceSchemas::new(&settings(line), id).unwrap().unwrap();
    let (mut records, mut named) = (Vec::new(), Vec::new());
    for record in line.input["records"].as_array().unwrap() {
        let mut record = tagged::record(record)?;
        let encoded = loop {
            match schemas.encode(&mut record) {
                Ok(None) => break Ok(()),
                Ok(Some(need)) => match answer(&registry, &need) {
                    Ok(schema) => schemas.supply(need, schema).unwrap(),
                    Err(error) => break Err(Error::new(error)),
                },
                Err(error) => break Err(error),
            }
        };
        match encoded {
            Ok(()) => {
                let metadata = &record.metadata;
                named.push((
                    metadata.key_schema_subject().map(str::to_owned),
                    metadata.key_schema_version().ok().flatten(),
                ));
                named.push((
                    metadata.payload_schema_subject().map(str::to_owned),
                    metadata.payload_schema_version().ok().flatten(),
                ));
                records.push(tagged::of_record(&record));
            }
            Err(error) => {
                records.push(refused(error));
                break;
            }
        }
    }
    let failed = records.last().is_some_and(|record| record.get("error").is_some());
    if failed && line.want.get("error").is_some() {
        return Ok(records.pop().unwrap());
    }
    let mut schemas: Vec<Json> = Vec::new();
    for (subject, version) in named {
        let Some((subject, version)) = subject.zip(version) else { continue };
        let Ok(schema) = registry.get(&subject, version as i32) else { continue };
        let schema = json!({
            "id": schema.id.to_string(),
            "schema": String::from_utf8_lossy(&schema.bytes),
            "subject": schema.subject,
            "type": "avro",
            "version": schema.version.to_string(),
        });
        if !schemas.contains(&schema) {
            schemas.push(schema);
        }
    }
    let schemas = if schemas.is_empty() { Json::Null } else { Json::Array(schemas) };
    // What a failed record says is not compared, but that it failed is.
    Ok(json!({ "records": records, "schemas": schemas }))
}

fn destination(line: &Line) -> Answer {
    let registry = registry(line);
    let mut schemas = DestinationSchemas::new(&settings(line)).unwrap().unwrap();
    let mut records = Vec::new();
    for record in line.input["records"].as_array().unwrap() {
        let mut record: Record = tagged::record(record)?;
        loop {
            match schemas.decode(&mut record) {
                Ok(None) => break,
                Ok(Some(need)) => match answer(&registry, &need) {
                    Ok(schema) => schemas.supply(need, schema),
                    Err(error) => return Ok(refused(error)),
                },
                Err(error) => return Ok(refused(error)),
            }
        }
        records.push(tagged::of_record(&record));
    }
    Ok(json!({ "records": records, "written": records.len().to_string() }))
}

#[test]
fn names_that_avro_refuses_come_back() {
    let values = Map::from([("first name", 1), ("first_name", 2), ("größe", 3), ("1st", 4), ("", 5)]);
    let text = AvroSchema::infer(&values).to_string();
    let schema = AvroSchema::parse(&text).unwrap();
    let bytes = schema.encode(&values).unwrap();
    assert_eq!(schema.decode(&bytes).unwrap(), values);
    let _: Data = Bytes::new().into();
}
