//! The tagged values of the vectors, and this crate's values.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde_json::{Map as JsonMap, Value as Json, json};

use crate::record::{Data, Map, Metadata, Operation, Record, Timestamp, Value, time::nanos_since_epoch};

type Read<T> = Result<T, String>;

pub(super) fn base64(text: &Json) -> Read<Vec<u8>> {
    STANDARD.decode(text.as_str().ok_or("no text")?).map_err(|error| error.to_string())
}

fn tag(value: &Json) -> Option<(&str, &Json)> {
    let map = value.as_object()?;
    let (name, value) = map.iter().next()?;
    (map.len() == 1 && name.starts_with('$')).then_some((name.as_str(), value))
}

/// A Go value as ours; an error says what there is no kind for.
pub(super) fn value(json: &Json) -> Read<Value> {
    if let Some((tag, inner)) = tag(json) {
        let text = inner.as_str().unwrap_or_default();
        return match tag {
            "$int" | "$int8" | "$int16" | "$int32" | "$int64" | "$uint8" | "$uint16" | "$uint32" => {
                Ok(Value::I64(text.parse().map_err(|_| "range")?))
            }
            "$uint" | "$uint64" => Ok(Value::U64(text.parse().map_err(|_| "range")?)),
            "$float64" => Ok(Value::F64(float(text)?)),
            "$float32" => {
                let short = text.replace("Inf", "inf").parse::<f32>().map_err(|_| "float")?;
                let long = f64::from(short);
                let same = format!("{short:e}") == format!("{long:e}");
                if same { Ok(Value::F64(long)) } else { Err("no kind for $float32".to_owned()) }
            }
            "$bytes" => Ok(Value::Bytes(base64(inner)?.into())),
            "$time" => Ok(Value::Timestamp(timestamp(text)?)),
            "$structured" => map(inner).map(Value::Map),
            other => Err(format!("no kind for {other}")),
        };
    }
    match json {
        Json::Null => Ok(Value::Null),
        Json::Bool(value) => Ok(Value::Bool(*value)),
        Json::String(text) => Ok(Value::from(text.as_str())),
        Json::Array(items) => items.iter().map(value).collect::<Read<_>>().map(Value::List),
        Json::Object(_) => map(json).map(Value::Map),
        Json::Number(_) => Err("a bare number".to_owned()),
    }
}

fn float(text: &str) -> Read<f64> {
    text.replace("Inf", "inf").parse().map_err(|_| "float".to_owned())
}

/// RFC 3339 in UTC, to the microsecond.
fn timestamp(text: &str) -> Read<Timestamp> {
    if !text.ends_with('Z') {
        return Err("no kind for times with an offset".to_owned());
    }
    let seconds = text.split(['-', 'T', ':', '.', 'Z']).collect::<Vec<_>>();
    let number = |index: usize| seconds.get(index).and_then(|part| part.parse::<i64>().ok()).ok_or("time");
    let (year, month, day) = (number(0)?, number(1)?, number(2)?);
    // The days before a month, counted from March.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + day
        - 1
        - 719_468;
    let second = days * 86_400 + number(3)? * 3_600 + number(4)? * 60 + number(5)?;
    let fraction = if text.contains('.') { seconds[6] } else { "" };
    let nanos: i64 = format!("{fraction:0<9}").parse().map_err(|_| "fraction")?;
    if nanos % 1_000 != 0 {
        return Err("no kind for nanoseconds".to_owned());
    }
    Ok(Timestamp { micros: second * 1_000_000 + nanos / 1_000 })
}

pub(super) fn map(json: &Json) -> Read<Map> {
    let entries = json.as_object().ok_or("no map")?.iter();
    entries.map(|(name, inner)| Ok((name.clone(), value(inner)?))).collect()
}

pub(super) fn data(json: &Json) -> Read<Data> {
    match tag(json) {
        None if json.is_null() => Ok(Data::absent()),
        Some(("$raw", inner)) => Ok(base64(inner)?.into()),
        Some(("$structured", inner)) => Ok(map(inner)?.into()),
        Some(("$structured_pairs", inner)) => {
            let pairs = inner.as_array().ok_or("pairs")?.iter();
            let pairs = pairs.map(|pair| Ok((pair[0].as_str().ok_or("name")?.to_owned(), value(&pair[1])?)));
            Ok(Data::from(pairs.collect::<Read<Map>>()?))
        }
        other => Err(format!("no kind for {other:?}")),
    }
}

pub(super) fn record(json: &Json) -> Read<Record> {
    let number: i32 = json["operation"].as_str().and_then(|text| text.parse().ok()).ok_or("operation")?;
    let operation = Operation::try_from(number).map_err(|error| error.to_string())?;
    let mut metadata = Metadata::new();
    for (name, value) in json["metadata"].as_object().into_iter().flatten() {
        metadata.set(name.as_str(), value.as_str().ok_or("no kind for metadata that is no text")?);
    }
    let position = if json["position"].is_null() { Bytes::new() } else { base64(&json["position"])?.into() };
    Ok(Record {
        position,
        operation,
        metadata,
        key: data(&json["key"])?,
        before: data(&json["before"])?,
        after: data(&json["after"])?,
        ..Record::create("", "")
    })
}

/// Our value in the words of the vectors.
pub(super) fn of_value(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => json!(value),
        Value::I64(number) => json!({ "$int64": number.to_string() }),
        Value::U64(number) => json!({ "$uint64": number.to_string() }),
        Value::F64(number) => json!({ "$float64": of_float(*number) }),
        Value::Text(text) => json!(&**text),
        Value::Bytes(bytes) => json!({ "$bytes": STANDARD.encode(bytes) }),
        Value::Decimal(decimal) => json!({ "$rat": decimal.to_string() }),
        Value::Date(date) => json!({ "$time": format!("{date}T00:00:00Z") }),
        Value::Time(time) => json!({ "$duration_ns": (time.micros * 1_000).to_string() }),
        Value::Timestamp(time) => json!({ "$time": time.to_string() }),
        Value::List(items) => items.iter().map(of_value).collect(),
        Value::Map(map) => of_map(map),
    }
}

/// Go's `%v`.
pub(super) fn of_float(number: f64) -> String {
    if number.is_infinite() {
        return if number > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    if number.is_nan() {
        return "NaN".to_owned();
    }
    crate::record::json_text::go_float(number)
}

pub(super) fn of_map(map: &Map) -> Json {
    let odd = map.iter().any(|(name, _)| name.starts_with('$'));
    if odd {
        let pairs: Vec<Json> = map.iter().map(|(name, value)| json!([&**name, of_value(value)])).collect();
        return json!({ "$pairs": pairs });
    }
    Json::Object(
        map.iter().map(|(name, value)| (name.to_string(), of_value(value))).collect::<JsonMap<_, _>>(),
    )
}

pub(super) fn of_data(data: &Data) -> Json {
    match (data.as_bytes(), data.fields().unwrap()) {
        (Some(raw), _) => json!({ "$raw": STANDARD.encode(raw) }),
        (None, Some(fields)) => json!({ "$structured": of_map(fields) }),
        (None, None) => Json::Null,
    }
}

pub(super) fn of_record(record: &Record) -> Json {
    let metadata: JsonMap<_, _> =
        record.metadata.iter().map(|(name, value)| (name.to_string(), json!(&**value))).collect();
    json!({
        "position": if record.position.is_empty() { Json::Null } else { json!(STANDARD.encode(&record.position)) },
        "operation": (record.operation as i32).to_string(),
        "metadata": if metadata.is_empty() { Json::Null } else { Json::Object(metadata) },
        "key": of_data(&record.key),
        "before": of_data(&record.before),
        "after": of_data(&record.after),
    })
}

pub(super) fn of_time(time: std::time::SystemTime) -> Json {
    let mut text = String::new();
    crate::record::time::write_rfc3339(&mut text, nanos_since_epoch(time)).unwrap();
    json!({ "$time": text })
}
