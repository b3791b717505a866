//! Messages of Conduit's protocol: their bytes, their numbers, and the way back.
#![cfg(feature = "proto")]

use std::{collections::HashMap, fs, path::PathBuf};

use paramgen::{
    Bound, Number, Parameter, ParameterType, Parameters, Validation,
    proto::{self, ProtoErrorKind, from_proto_map, prost::Message, to_proto_map},
};
use proptest::prelude::*;
use serde_json::Value;

/// Everything that a message says of a parameter, by Conduit's names.
type Facts = (String, ParameterType, String, String, Vec<(&'static str, String)>);

fn facts(parameter: &Parameter) -> Facts {
    let said = parameter.conduit_validations();
    (
        parameter.name().to_owned(),
        parameter.parameter_type(),
        parameter.default().unwrap_or_default().to_owned(),
        parameter.description().to_owned(),
        said.into_iter().map(|said| (said.name, said.value)).collect(),
    )
}

fn all_facts(parameters: &Parameters) -> Vec<Facts> {
    let mut facts: Vec<Facts> = parameters.iter().map(facts).collect();
    facts.sort_by(|a, b| a.0.cmp(&b.0));
    facts
}

fn validation(number: i32, value: &str) -> proto::Validation {
    proto::Validation { r#type: number, value: value.to_owned() }
}

#[test]
fn a_message_has_conduits_bytes() {
    let size = Parameter::new("size", ParameterType::Int)
        .with_default("10")
        .with_description("Rows.")
        .with_validation(Validation::Min(Bound::Number(Number::Int(1))))
        .with_validation(Validation::Required);
    let expected = [
        b"\x0A\x0210".as_slice(),
        b"\x12\x05Rows.",
        b"\x18\x02",
        b"\x22\x02\x08\x01",
        b"\x22\x05\x08\x02\x12\x010",
    ];
    let message = proto::Parameter::from(&size);
    assert_eq!(message.encode_to_vec(), expected.concat());
    assert_eq!(proto::Parameter::decode(expected.concat().as_slice()), Ok(message));
}

#[test]
fn types_have_conduits_numbers() {
    let types = ["string", "int", "float", "bool", "file", "duration"];
    for (number, name) in (1..).zip(types) {
        let parameter_type: ParameterType = name.parse().expect("a type");
        assert_eq!(proto::ParameterType::from(parameter_type) as i32, number, "{name}");
        let message = proto::Parameter { r#type: number, ..Default::default() };
        assert_eq!(message.to_parameter("x").expect("a parameter").parameter_type(), parameter_type);
    }
    let unsaid = proto::Parameter::default().to_parameter("x").expect("a parameter");
    assert_eq!((unsaid.parameter_type(), unsaid.default()), (ParameterType::String, None));
}

#[test]
fn validations_have_conduits_numbers() {
    let said = [
        (1, "", "required", ""),
        (2, "-1", "greater-than", "-1"),
        (3, "1e6", "less-than", "1e+06"),
        (4, "a, b,", "inclusion", "a, b,"),
        (5, "x", "exclusion", "x"),
        (6, r"^\d+$", "regex", r"^\d+$"),
    ];
    for (number, value, name, written) in said {
        let message = proto::Parameter { validations: vec![validation(number, value)], ..Default::default() };
        let parameter = message.to_parameter("x").expect("a parameter");
        assert_eq!(facts(&parameter).4, [(name, written.to_owned())]);
        assert_eq!(proto::Parameter::from(&parameter).validations, [validation(number, written)]);
    }
}

#[test]
fn what_cannot_be_loaded_is_named() {
    let parameter =
        |number, validations| proto::Parameter { r#type: number, validations, ..Default::default() };
    let cases = [
        (parameter(7, vec![]), "no type has the number 7; those of Conduit are 0 to 6"),
        (parameter(-1, vec![]), "no type has the number -1; those of Conduit are 0 to 6"),
        (
            parameter(2, vec![validation(0, "")]),
            "no validation has the number 0; those of Conduit are 1 to 6",
        ),
        (
            parameter(2, vec![validation(9, "")]),
            "no validation has the number 9; those of Conduit are 1 to 6",
        ),
        (parameter(2, vec![validation(2, "many")]), "the bound \"many\" is not a number"),
    ];
    for (message, expected) in cases {
        let error = message.to_parameter("a.b").expect_err(expected);
        assert_eq!(error.to_string(), format!("parameter \"a.b\": {expected}"));
        assert_eq!(error.parameter(), "a.b");
    }
    let error = parameter(1, vec![validation(6, "(?=x)")]).to_parameter("x").expect_err("no pattern");
    assert!(matches!(error.kind(), ProtoErrorKind::Validation(_)), "{error}");
}

#[test]
fn a_map_is_put_in_order_and_its_first_fault_is_reported() {
    let text = |name: &'static str| Parameter::new(name, ParameterType::String);
    let parameters = Parameters::from_iter([
        text("sdk.batch.size").with_validation(Validation::Required),
        text("b"),
        text("z").with_validation(Validation::Required),
        text("a"),
    ]);
    // Code that is generated from Conduit's definitions holds a `HashMap`.
    let mut map: HashMap<String, proto::Parameter> = to_proto_map(&parameters).into_iter().collect();
    let read = from_proto_map(&map).expect("parameters");
    let names: Vec<&str> = read.iter().map(Parameter::name).collect();
    assert_eq!(names, ["z", "a", "b", "sdk.batch.size"]);

    for name in ["sdk.batch.size", "z", "b"] {
        map.entry(name.to_owned()).and_modify(|message| message.r#type = 99);
    }
    assert_eq!(from_proto_map(&map).expect_err("a fault").parameter(), "b");
}

/// The public connectors of `../shared/corpus`, where that folder is.
#[test]
fn all_parameters_of_the_corpus_survive() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/specs"));
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: there is no folder ../shared/corpus/specs");
        return;
    };
    let mut count = 0;
    for entry in entries {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("a file");
        let json: Value = serde_json::from_str(&text).expect("JSON");
        for side in ["source", "destination"] {
            let parameters: Parameters =
                json[side]["parameters"].as_array().into_iter().flatten().map(load).collect();
            let map = to_proto_map(&parameters);
            let sent = map.iter().map(|(name, message)| (name.clone(), message.encode_to_vec()));
            let received: HashMap<String, proto::Parameter> = sent
                .map(|(name, bytes)| (name, proto::Parameter::decode(bytes.as_slice()).expect("a message")))
                .collect();
            let read = from_proto_map(&received).expect("parameters");
            assert_eq!(all_facts(&read), all_facts(&parameters));
            count += read.len();
        }
    }
    assert_eq!(count, 1309);
}

fn load(item: &Value) -> Parameter {
    let text = |value: &Value, key: &str| value[key].as_str().expect("a text").to_owned();
    let mut parameter = Parameter::new(text(item, "name"), text(item, "type").parse().expect("a type"))
        .with_default(text(item, "default"))
        .with_description(text(item, "description"));
    for said in item["validations"].as_array().expect("a list") {
        let validation = Validation::from_conduit(&text(said, "type"), &text(said, "value"));
        parameter = parameter.with_validation(validation.expect("a validation"));
    }
    parameter
}

proptest! {
    #[test]
    fn hostile_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(message) = proto::Parameter::decode(bytes.as_slice())
            && let Ok(parameter) = message.to_parameter("x")
        {
            let sent = proto::Parameter::from(&parameter);
            prop_assert_eq!(sent.to_parameter("x").map(|read| facts(&read)), Ok(facts(&parameter)));
        }
    }

    #[test]
    fn hostile_messages_do_no_harm(number in -1..9, kinds in prop::collection::vec((-1..9, ".{0,9}"), 0..4)) {
        let validations = kinds.iter().map(|(number, value)| validation(*number, value)).collect();
        let message = proto::Parameter { r#type: number, validations, ..Default::default() };
        let decoded = proto::Parameter::decode(message.encode_to_vec().as_slice());
        prop_assert_eq!(decoded.as_ref(), Ok(&message));
        let _ = message.to_parameter("x");
    }
}
