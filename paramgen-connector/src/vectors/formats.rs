//! Record formats and the batcher.

use serde_json::{Value as Json, json};

use super::{check, refused, tagged};
use crate::middleware::format::Format;

fn written(format: &Format, record: &Json) -> super::Answer {
    let record = tagged::record(record)?;
    Ok(match format.write(&record) {
        Ok(bytes) => json!({ "text": String::from_utf8_lossy(&bytes) }),
        Err(error) => refused(error),
    })
}

#[test]
fn debezium() {
    check(&["debezium.jsonl"], |line| {
        let format = Format::parse("debezium/json", line.input["options"].as_str().unwrap()).unwrap();
        written(&format, &line.input["record"])
    });
}

#[test]
fn templates() {
    check(&["template.jsonl"], |line| match line.op.as_str() {
        "template" => match Format::parse("template", line.input["template"].as_str().unwrap()) {
            Ok(format) => written(&format, &simple(&line.input["record"])),
            Err(error) => Ok(refused(error)),
        },
        "record_format" => {
            let (name, options) =
                (line.input["format"].as_str().unwrap(), line.input["options"].as_str().unwrap());
            Ok(Format::parse(name, options).map_or_else(refused, |_| json!({ "ok": true })))
        }
        other => panic!("{other}"),
    });
}

/// Times to the microsecond, and without durations, so that the rest of a record can be tried.
fn simple(json: &Json) -> Json {
    match json {
        Json::Object(map) => match map.get("$time").and_then(Json::as_str) {
            Some(time) => json!({ "$time": time.replace("123456789Z", "123456Z") }),
            None => {
                let kept = map.iter().filter(|(_, value)| value.get("$duration_ns").is_none());
                Json::Object(kept.map(|(name, value)| (name.clone(), simple(value))).collect())
            }
        },
        Json::Array(items) => items.iter().map(simple).collect(),
        other => other.clone(),
    }
}
