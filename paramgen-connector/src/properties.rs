//! What holds for all records and all bytes: nothing panics, what was written comes back, and others read and write the same.

use std::collections::{BTreeMap, HashMap};

use bytes::{Bytes, BytesMut};
use proptest::{collection, prelude::*};
use prost::Message;

use crate::{
    middleware::format::Format,
    record::{
        Data, Date, Decimal, Map, Operation, Record, Time, Timestamp, Value,
        structs::{self, StructWriter},
        wire::{self, RecordWriter},
    },
    schema::{AvroSchema, shapes::Shapes},
};

/// `opencdc.v1.Record` and what is in it, whole, as Conduit's own generated code has it.
mod full {
    use std::collections::HashMap;

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Record {
        #[prost(bytes = "vec", tag = "1")]
        pub position: Vec<u8>,
        #[prost(int32, tag = "2")]
        pub operation: i32,
        #[prost(map = "string, string", tag = "3")]
        pub metadata: HashMap<String, String>,
        #[prost(message, optional, tag = "4")]
        pub key: Option<Data>,
        #[prost(message, optional, tag = "5")]
        pub payload: Option<Change>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Change {
        #[prost(message, optional, tag = "1")]
        pub before: Option<Data>,
        #[prost(message, optional, tag = "2")]
        pub after: Option<Data>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub struct Data {
        #[prost(oneof = "OneOf", tags = "1, 2")]
        pub data: Option<OneOf>,
    }

    #[derive(Clone, PartialEq, prost::Oneof)]
    pub enum OneOf {
        #[prost(bytes, tag = "1")]
        Raw(Vec<u8>),
        #[prost(message, tag = "2")]
        Structured(prost_types::Struct),
    }
}

/// Values that every form has.
fn simple() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-(1_i64 << 53)..=1 << 53).prop_map(|number| Value::from(number as f64)),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            collection::vec((".{0,5}", inner), 0..4)
                .prop_map(|entries| Value::Map(entries.into_iter().collect())),
        ]
    })
}

/// Values of all kinds, at the top of a record.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        simple(),
        any::<i64>().prop_map(Value::from),
        collection::vec(any::<u8>(), 0..20).prop_map(Value::from),
        (any::<i64>(), 0_u8..10)
            .prop_map(|(unscaled, scale)| Value::Decimal(Decimal { unscaled: unscaled.into(), scale })),
        any::<i32>().prop_map(|days| Value::Date(Date { days })),
        (0_i64..86_400_000_000).prop_map(|micros| Value::Time(Time { micros })),
        any::<i64>().prop_map(|micros| Value::Timestamp(Timestamp { micros })),
    ]
}

fn map(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Map> {
    collection::vec((".{0,6}", value), 0..6).prop_map(|entries| entries.into_iter().collect())
}

fn data() -> impl Strategy<Value = Data> {
    prop_oneof![
        Just(Data::absent()),
        collection::vec(any::<u8>(), 0..20).prop_map(Data::from),
        map(simple()).prop_map(Data::from),
    ]
}

fn record() -> impl Strategy<Value = Record> {
    let metadata = collection::btree_map(".{0,6}", ".{0,6}", 0..5);
    ("[a-z]{0,6}", 1_i32..5, metadata, data(), data(), data()).prop_map(
        |(position, operation, metadata, key, before, after)| {
            let mut record = Record::create(key, after).position(position);
            record.operation = Operation::try_from(operation).unwrap();
            record.before = before;
            for (name, value) in metadata {
                record.metadata.set(name, value);
            }
            record
        },
    )
}

fn encoded(record: &Record) -> Bytes {
    let mut out = BytesMut::new();
    RecordWriter::default().write(&record.position, record, &mut out).unwrap();
    out.freeze()
}

fn full_data(data: &Data) -> Option<full::Data> {
    let data = match (data.as_bytes(), data.fields().unwrap()) {
        (Some(raw), _) => full::OneOf::Raw(raw.to_vec()),
        (None, Some(fields)) => full::OneOf::Structured(full_struct(fields)),
        (None, None) => return None,
    };
    Some(full::Data { data: Some(data) })
}

fn full_struct(map: &Map) -> prost_types::Struct {
    let fields: BTreeMap<String, prost_types::Value> =
        map.iter().map(|(name, value)| (name.to_string(), full_value(value))).collect();
    prost_types::Struct { fields }
}

fn full_value(value: &Value) -> prost_types::Value {
    use prost_types::value::Kind;
    let kind = match value {
        Value::Null => Kind::NullValue(0),
        Value::Bool(value) => Kind::BoolValue(*value),
        Value::F64(number) => Kind::NumberValue(*number),
        Value::Text(text) => Kind::StringValue(text.to_string()),
        Value::List(items) => {
            Kind::ListValue(prost_types::ListValue { values: items.iter().map(full_value).collect() })
        }
        Value::Map(map) => Kind::StructValue(full_struct(map)),
        other => panic!("{other:?}"),
    };
    prost_types::Value { kind: Some(kind) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn records_come_back_from_the_wire(record in record()) {
        prop_assert_eq!(wire::read(encoded(&record)).unwrap().record.unwrap(), record);
    }

    /// Our lean messages and the whole ones are the same on the wire, both ways.
    #[test]
    fn the_wire_is_that_of_the_whole_messages(record in record()) {
        let metadata: HashMap<String, String> =
            record.metadata.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let whole = full::Record {
            position: record.position.to_vec(),
            operation: record.operation as i32,
            metadata,
            key: full_data(&record.key),
            payload: Some(full::Change { before: full_data(&record.before), after: full_data(&record.after) }),
        };
        prop_assert_eq!(full::Record::decode(encoded(&record)).unwrap(), whole.clone());
        prop_assert_eq!(wire::read(whole.encode_to_vec().into()).unwrap().record.unwrap(), record);
    }

    #[test]
    fn json_comes_back(record in record()) {
        let back = Record::from_json(record.to_json().unwrap().as_bytes()).unwrap();
        prop_assert_eq!(back.to_json().unwrap(), record.to_json().unwrap());
    }

    #[test]
    fn avro_comes_back(values in map(value())) {
        let text = AvroSchema::infer(&values).to_string();
        let schema = AvroSchema::parse(&text).unwrap();
        // Kinds that Avro cannot tell apart in one list are refused; nothing else is.
        if let Ok(bytes) = schema.encode(&values) {
            prop_assert_eq!(schema.decode(&bytes).unwrap(), values);
        }
    }

    /// A record after others is encoded with a schema that fits it, whatever the others were.
    #[test]
    fn schemas_that_have_seen_much_still_fit(records in collection::vec(map(simple()), 1..6)) {
        let mut shapes = Shapes::default();
        for (version, record) in records.iter().enumerate() {
            let parts = [Some(record), None];
            if shapes.encode(parts).is_none() {
                let text = shapes.learn(parts).unwrap();
                if shapes.encode_as(&text, parts).is_none() {
                    shapes.registered(text.clone(), "s".into(), version as i64 + 1).unwrap();
                }
                let encoded = shapes.encode_as(&text, parts).unwrap().unwrap();
                let back = AvroSchema::parse(&text).unwrap().decode(encoded.parts[0].as_ref().unwrap()).unwrap();
                prop_assert_eq!(&back, record);
            }
        }
    }

    #[test]
    fn apache_avro_reads_what_is_written(values in map(apache_value())) {
        let text = AvroSchema::infer(&values).to_string();
        let schema = apache_avro::Schema::parse_str(&text).unwrap();
        let ours = AvroSchema::parse(&text).unwrap();
        let bytes = ours.encode(&values).unwrap();
        let theirs = apache_avro::from_avro_datum(&schema, &mut &*bytes, None).unwrap();
        // And what it writes is read; its blocks have no lengths.
        let written = apache_avro::to_avro_datum(&schema, theirs).unwrap();
        prop_assert_eq!(ours.decode(&written.into()).unwrap(), values);
    }

    #[test]
    fn nothing_panics(bytes in collection::vec(any::<u8>(), 0..200), text in ".{0,80}") {
        let bytes = Bytes::from(bytes);
        let _ = wire::read(bytes.clone()).map(|received| received.record.map(|record| record.to_json()));
        let _ = structs::decode(&bytes);
        let _ = Record::from_json(&bytes);
        let _ = Record::from_json(text.as_bytes());
        let _ = Map::from_json(text.as_bytes());
        let _ = AvroSchema::parse(&text);
        let _ = Format::parse("template", &text).map(|format| format.write(&Record::create("k", "v")));
        let _ = Format::parse("template", &format!("{{{{ {text} }}}}")).map(|format| format.write(&Record::create("k", "v")));
        let _ = Format::parse("debezium/json", &text).map(|format| format.write(&Record::create("k", bytes.clone())));
        let schema = r#"{"type":"record","name":"r","fields":[{"name":"l","type":{"type":"array","items":["null","r"]}},
            {"name":"m","type":{"type":"map","values":"bytes"}},{"name":"d","type":{"type":"bytes","logicalType":"decimal","precision":9}}]}"#;
        let _ = AvroSchema::parse(schema).unwrap().decode(&bytes);
    }

    /// Records of the wire with a byte changed, cut off or doubled.
    #[test]
    fn broken_records_do_not_panic(record in record(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = encoded(&record).to_vec();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        if let Ok(received) = wire::read(bytes.into()) && let Ok(record) = received.record {
            let _ = record.to_json();
            let _ = record.after.fields();
        }
    }
}

/// Values whose names and kinds both libraries take.
fn apache_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9_f64..1e9).prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        collection::vec(any::<u8>(), 0..20).prop_map(Value::from),
        any::<i32>().prop_map(|days| Value::Date(Date { days })),
        any::<i64>().prop_map(|micros| Value::Timestamp(Timestamp { micros })),
        collection::vec(any::<i64>().prop_map(Value::from), 0..4).prop_map(Value::from),
        collection::vec(("[a-z]{1,5}", any::<i64>()), 0..4)
            .prop_map(|entries| Value::Map(entries.into_iter().collect())),
    ]
}

/// Nested as deep as can be said, and deeper.
#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| (0..depth).fold(Value::from(1), |inner, _| Value::List(vec![inner]));
    let deep = Map::from([("v", nested(90))]);
    let mut writer = StructWriter::default();
    assert!(writer.measure(&deep).is_ok());
    assert!(Data::from(deep.clone()).to_bytes().is_ok());
    let schema = AvroSchema::parse(&AvroSchema::infer(&Map::from([("v", nested(30))])).to_string()).unwrap();
    assert!(schema.encode(&Map::from([("v", nested(30))])).is_ok());
    let deeper = Map::from([("v", nested(1_000))]);
    assert!(writer.measure(&deeper).is_err() && Data::from(deeper).to_bytes().is_err());

    // A message of ten thousand levels is refused, not followed.
    let mut bytes = vec![0x08, 0x00];
    for _ in 0..10_000 {
        let mut item = vec![0x0a];
        prost::encoding::encode_varint(bytes.len() as u64, &mut item);
        item.extend(bytes);
        bytes = vec![0x32];
        prost::encoding::encode_varint(item.len() as u64, &mut bytes);
        bytes.extend(item);
    }
    let mut entry = vec![0x0a, 1, b'v', 0x12];
    prost::encoding::encode_varint(bytes.len() as u64, &mut entry);
    entry.extend(bytes);
    let mut message = vec![0x0a];
    prost::encoding::encode_varint(entry.len() as u64, &mut message);
    message.extend(entry);
    assert!(structs::decode(&message.into()).is_err());
    let text = "[".repeat(100_000);
    assert!(Map::from_json(format!("{{\"a\":{text}").as_bytes()).is_err());
    assert!(AvroSchema::parse(&text).is_err());
    assert!(Format::parse("template", &"{{ if 1 }}".repeat(10_000)).is_err());
    assert!(Format::parse("template", &format!("{{{{ {} }}}}", "(".repeat(10_000))).is_err());
}

/// A few bytes that stand for very many values are refused before those are made.
#[test]
fn small_data_with_many_values_is_refused() {
    let nulls = r#"{"type":"record","name":"r","fields":[{"name":"l","type":{"type":"array","items":{"type":"array","items":"null"}}}]}"#;
    let mut bytes = vec![0x80, 0x89, 0x7a];
    bytes.extend([0x80, 0x89, 0x7a, 0].repeat(1_000));
    assert!(AvroSchema::parse(nulls).unwrap().decode(&bytes.into()).is_err());
    let mut schema = r#"{"type":"record","name":"R60","fields":[]}"#.to_owned();
    for level in (0..40).rev() {
        let next = level + 1;
        let name = if level == 39 { "R60".to_owned() } else { format!("R{next}") };
        schema = format!(
            r#"{{"type":"record","name":"R{level}","fields":[{{"name":"a","type":{schema}}},{{"name":"b","type":"{name}"}}]}}"#
        );
    }
    assert!(AvroSchema::parse(&schema).unwrap().decode(&Bytes::new()).is_err());
    // Two to the power of 127, in seventeen bytes.
    let decimal = AvroSchema::parse(r#"{"type":"record","name":"r","fields":[{"name":"d","type":{"type":"bytes","logicalType":"decimal","precision":40}}]}"#).unwrap();
    let mut bytes = vec![34, 0, 0x80];
    bytes.extend([0; 15]);
    assert!(decimal.decode(&bytes.into()).is_err());
}
