//! Record formats and the batcher.

use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use super::{check, refused, tagged};
use crate::middleware::{
    batch::{Batching, Due},
    format::Format,
};

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

/// The steps of a line on our batching: items of any size count as so many records.
#[test]
fn batcher() {
    check(&["batcher.jsonl"], |line| {
        let input = &line.input;
        let number = |json: &Json| json.as_str().unwrap().parse::<i64>().unwrap();
        let batching = Batching::new(number(&input["size"]), duration(input["delay"].as_str().unwrap()));
        let fails =
            |batch: usize| input["fail_batches"].as_array().unwrap().contains(&json!(batch.to_string()));
        let (mut now, mut written) = (Instant::now(), 0);
        let mut gathered: Vec<(String, usize)> = Vec::new();
        let mut since = now;
        let mut steps = Vec::new();
        for step in input["steps"].as_array().unwrap() {
            let mut closing = false;
            match step[0].as_str().unwrap() {
                "enqueue" => {
                    if gathered.is_empty() {
                        since = now;
                    }
                    gathered.push((step[1].as_str().unwrap().to_owned(), number(&step[2]) as usize));
                }
                "wait" => now += duration(step[1].as_str().unwrap()),
                _ => closing = true,
            }
            let records: usize = gathered.iter().map(|(_, size)| size).sum();
            let due = records > 0 && batching.due(records, 0, since, now, closing) == Due::Now;
            let mut answer = json!({ "batches": null, "results": null });
            if due {
                written += 1;
                let items: Vec<String> = gathered.drain(..).map(|(item, _)| item).collect();
                let size = records.to_string();
                answer["batches"] = json!([{ "items": items, "size": size }]);
                answer["results"] = json!([{ "size": size }]);
                if fails(written) {
                    answer["results"][0]["error"] = json!("write refused");
                }
            }
            if step[0] == "flush" {
                answer["flushed"] = json!(due);
            }
            if step[0] == "enqueue" {
                answer["status"] = json!(if due { "flushed" } else { "scheduled" });
            }
            steps.push(answer);
        }
        Ok(json!({ "steps": steps }))
    });
}

fn duration(text: &str) -> Duration {
    let unit = text.find(|character: char| !character.is_ascii_digit()).unwrap();
    let count: u64 = text[..unit].parse().unwrap();
    match &text[unit..] {
        "ms" => Duration::from_millis(count),
        "s" => Duration::from_secs(count),
        "h" => Duration::from_secs(3_600 * count),
        other => panic!("{other}"),
    }
}
