//! Records: JSON, metadata, protocol.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::BytesMut;
use serde_json::{Value as Json, json};

use super::{Line, check, refused, tagged};
use crate::record::{
    Data, Map, Metadata, Operation, Record,
    json_text::{self, Dialect},
    structs::StructWriter,
    wire::{self, RecordWriter},
};

/// Text where it is UTF-8.
fn text(bytes: &[u8]) -> Json {
    match std::str::from_utf8(bytes) {
        Ok(text) => json!({ "text": text }),
        Err(_) => json!({ "bytes": STANDARD.encode(bytes) }),
    }
}

fn either<T, E: std::fmt::Display>(result: Result<T, E>, answer: impl FnOnce(T) -> Json) -> Json {
    result.map_or_else(refused, answer)
}

#[test]
fn json() {
    check(&["record_json.jsonl", "std_json.jsonl"], |line| match line.op.as_str() {
        "record_bytes" | "record_marshal" | "opencdc_json" => {
            let record = tagged::record(&line.input)?;
            Ok(either(record.to_json(), |json| text(json.as_bytes())))
        }
        "raw_as_string" => {
            let record = tagged::record(&line.input)?;
            Ok(either(record.to_json_with_text(), |json| text(json.as_bytes())))
        }
        "data_bytes" => Ok(either(tagged::data(&line.input)?.to_bytes(), |bytes| text(&bytes))),
        "std_structured" => {
            let map = tagged::data(&line.input)?.to_map().unwrap().ok_or("no map")?;
            let mut out = String::new();
            Ok(either(json_text::write_map(&mut out, &map, Dialect::GoStandard), |()| json!({ "text": out })))
        }
        other => panic!("{other}"),
    });
}

fn input_bytes(line: &Line) -> Result<Vec<u8>, String> {
    match line.input["text"].as_str() {
        Some(text) => Ok(text.as_bytes().to_vec()),
        None => tagged::base64(&line.input["bytes"]),
    }
}

#[test]
fn reading_json() {
    check(&["record_parse.jsonl"], |line| match line.op.as_str() {
        "parse_record" => {
            let record = Record::from_json(&input_bytes(line)?);
            Ok(either(record, |record| json!({ "record": tagged::of_record(&record) })))
        }
        "parse_structured" => {
            let map = Map::from_json(&input_bytes(line)?);
            Ok(either(map, |map| json!({ "data": tagged::of_data(&map.into()) })))
        }
        "roundtrip" => {
            let record = tagged::record(&line.input)?;
            let json = record.to_json().map_err(|error| error.to_string())?;
            Ok(either(
                Record::from_json(json.as_bytes()),
                |back| json!({ "record": tagged::of_record(&back) }),
            ))
        }
        other => panic!("{other}"),
    });
}

#[test]
fn metadata() {
    check(&["metadata.jsonl"], |line| match line.op.as_str() {
        "parse_operation" => {
            let operation = line.input["text"].as_str().unwrap().parse::<Operation>();
            let answer = |operation: Operation| json!({ "operation": (operation as i32).to_string(), "text": operation.name() });
            Ok(either(operation, answer))
        }
        "metadata_get" => Ok(metadata_get(line)),
        other => panic!("{other}"),
    });
}

fn metadata_get(line: &Line) -> Json {
    fn found<T, E: std::fmt::Display>(result: Result<Option<T>, E>, answer: impl FnOnce(T) -> Json) -> Json {
        match result {
            Ok(Some(value)) => json!({ "value": answer(value) }),
            Ok(None) => refused("not found"),
            Err(error) => refused(error),
        }
    }
    let entries = line.input["metadata"].as_object().into_iter().flatten();
    let m: Metadata =
        entries.map(|(name, value)| (name.as_str().into(), value.as_str().unwrap().into())).collect();
    let int = |value: i64| json!({ "$int": value.to_string() });
    let text = |value: Option<&str>| found(Ok::<_, String>(value), |value| json!(value));
    match line.input["field"].as_str().unwrap() {
        "CreatedAt" => found(m.created_at(), tagged::of_time),
        "ReadAt" => found(m.read_at(), tagged::of_time),
        "KeySchemaVersion" => found(m.key_schema_version(), int),
        "PayloadSchemaVersion" => found(m.payload_schema_version(), int),
        "FileSize" => found(m.file_size(), |value| json!({ "$int64": value.to_string() })),
        "FileChunked" => found(m.file_chunked(), |value| json!(value)),
        "FileChunkIndex" => found(m.file_chunk_index(), int),
        "FileChunkCount" => found(m.file_chunk_count(), int),
        "OpenCDCVersion" => text(m.opencdc_version()),
        "Collection" => text(m.collection()),
        "KeySchemaSubject" => text(m.key_schema_subject()),
        "PayloadSchemaSubject" => text(m.payload_schema_subject()),
        "FileName" => text(m.file_name()),
        "FileHash" => text(m.file_hash()),
        "ConduitSourcePluginName" => text(m.source_plugin_name()),
        "ConduitSourcePluginVersion" => text(m.source_plugin_version()),
        "ConduitDestinationPluginName" => text(m.destination_plugin_name()),
        "ConduitDestinationPluginVersion" => text(m.destination_plugin_version()),
        "ConduitSourceConnectorID" => text(m.source_connector_id()),
        "ConduitDLQNackError" => text(m.dlq_nack_error()),
        "ConduitDLQNackNodeID" => text(m.dlq_nack_node_id()),
        other => panic!("{other}"),
    }
}

#[test]
fn protocol() {
    check(&["struct.jsonl"], |line| match line.op.as_str() {
        "to_struct" => {
            let map = tagged::data(&line.input)?.to_map().unwrap().ok_or("no map")?;
            Ok(either(to_struct(&map), |(wire, back)| json!({ "wire": wire, "back": tagged::of_map(&back) })))
        }
        "to_value" => {
            // Within a map, as nothing writes a value alone; its name of one byte is left out again.
            let map = Map::from([("v", tagged::value(&line.input)?)]);
            let mut writer = StructWriter::default();
            Ok(either(writer.measure(&map), |_| {
                let mut out = BytesMut::new();
                writer.write(&map, &mut out);
                let value = out.split_off(out.len() - (out[6] as usize));
                let back = crate::record::structs::decode(&rebuilt(&value)).unwrap();
                json!({ "wire": STANDARD.encode(&value), "back": tagged::of_value(back.get("v").unwrap()) })
            }))
        }
        "record_proto" => {
            let record = tagged::record(&line.input)?;
            let mut out = BytesMut::new();
            Ok(either(RecordWriter::default().write(&record.position, &record, &mut out), |()| {
                let wire = STANDARD.encode(&out);
                let back = wire::read(out.freeze()).unwrap().record.unwrap();
                json!({ "wire": wire, "back": tagged::of_record(&back) })
            }))
        }
        "from_wire" => {
            let bytes = tagged::base64(&line.input["wire"])?;
            let received = wire::read(bytes.into());
            Ok(match received {
                Err(error) => refused(error),
                Ok(received) => {
                    either(received.record, |record| json!({ "record": tagged::of_record(&record) }))
                }
            })
        }
        other => panic!("{other}"),
    });
}

fn to_struct(map: &Map) -> Result<(String, Map), crate::record::ConversionError> {
    let mut writer = StructWriter::default();
    let length = writer.measure(map)?;
    let mut out = BytesMut::new();
    writer.write(map, &mut out);
    assert_eq!(out.len(), length);
    let wire = STANDARD.encode(&out);
    Ok((wire, Data::from_struct(out.freeze()).to_map()?.unwrap()))
}

/// A `Struct` with one value, `v`.
fn rebuilt(value: &[u8]) -> bytes::Bytes {
    let mut out = vec![0x0a, (5 + value.len()) as u8, 0x0a, 1, b'v', 0x12, value.len() as u8];
    out.extend_from_slice(value);
    out.into()
}
