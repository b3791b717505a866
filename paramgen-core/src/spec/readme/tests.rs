//! Pipeline files in READMEs, read back as YAML: this module's own settings, and those of the public connectors in
//! `../shared/corpus` where that folder is.

use std::{fs, path::Path, rc::Rc};

use serde_json::Value;

use super::{filler, snippet};
use crate::{
    bound::Bound,
    number::Number,
    parameters::{Parameter, ParameterType, Parameters},
    spec::{Side, Specification, yaml::in_order},
    validation::Validation,
    yaml::node::{self, Node, NodeKind},
};

fn text(node: &Node) -> &str {
    match &node.kind {
        NodeKind::Text { text, .. } => text,
        _ => panic!("{} instead of a text", node.noun()),
    }
}

fn entry<'a>(node: &'a Node, key: &str) -> &'a Node {
    let NodeKind::Map(entries) = &node.kind else { panic!("{} instead of a mapping", node.noun()) };
    entries
        .iter()
        .find(|(known, _)| text(known) == key)
        .map_or_else(|| panic!("no {key}"), |(_, value)| value)
}

fn only(node: &Node) -> &Node {
    match &node.kind {
        NodeKind::List(items) if items.len() == 1 => &items[0],
        _ => panic!("not a list of one"),
    }
}

/// The connector in the pipeline file of a section.
fn connector(section: &str) -> Rc<Node> {
    let yaml = section.strip_prefix("\n```yaml\n").and_then(|yaml| yaml.strip_suffix("```\n"));
    let yaml = yaml.unwrap_or_else(|| panic!("a code block and nothing else\n{section}"));
    let documents = node::parse(yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"));
    assert_eq!(documents.len(), 1);
    let pipeline = only(entry(&documents[0], "pipelines"));
    assert_eq!((text(entry(&documents[0], "version")), text(entry(pipeline, "id"))), ("2.2", "example"));
    Rc::clone(match &entry(pipeline, "connectors").kind {
        NodeKind::List(items) => &items[0],
        _ => panic!("no list of connectors"),
    })
}

fn settings(connector: &Node) -> Vec<(String, String)> {
    match &entry(connector, "settings").kind {
        NodeKind::Null => Vec::new(),
        NodeKind::Map(entries) => {
            entries.iter().map(|(key, value)| (text(key).to_owned(), text(value).to_owned())).collect()
        }
        _ => panic!("no settings"),
    }
}

fn is_wildcard(parameter: &Parameter) -> bool {
    parameter.name().split('.').any(|segment| segment == "*")
}

/// Every setting is there with its value; those of wildcards are comments, and are settings without the `# `.
fn assert_complete(name: &str, side: Side, parameters: &Parameters) {
    let section = snippet::write(name, side, parameters);
    let found = connector(&section);
    assert_eq!((text(entry(&found, "plugin")), text(entry(&found, "type"))), (name, side.name()));
    let expected = |wanted: &dyn Fn(&Parameter) -> bool| -> Vec<(String, String)> {
        let said =
            |parameter: &Parameter| (parameter.name().to_owned(), filler::default(parameter).to_owned());
        in_order(parameters).into_iter().filter(|parameter| wanted(parameter)).map(said).collect()
    };
    assert_eq!(settings(&found), expected(&|parameter| !is_wildcard(parameter)), "\n{section}");
    let pasted =
        parameters.iter().filter(|parameter| is_wildcard(parameter)).fold(section, |yaml, parameter| {
            yaml.replace(&format!("# {}: \"", parameter.name()), &format!("{}: \"", parameter.name()))
        });
    assert_eq!(settings(&connector(&pasted)), expected(&|_| true), "\n{pasted}");
}

#[test]
fn awkward_settings_are_pasted_as_they_are() {
    let awkward = [
        "",
        " ",
        "\"quoted\" and 'quoted'",
        "{{ index .Metadata \"opencdc.collection\" }}",
        "C:\\new\\table",
        "# no comment",
        "a: b",
        "two\nlines\r\nand\ttabs ",
        "[a, {b}]",
        "&a *b !c %d @e `f`",
        "\u{0}\u{7}\u{1F642}\u{85}\u{2028}\u{FEFF}\u{FFFF}",
        "<!-- /readmegen:source.parameters.yaml -->",
        "```\n```",
        "\\<!--",
    ];
    let names = [
        "true",
        "010",
        "a b",
        "a: b",
        "#a",
        "*a",
        "a.*",
        "a.*.b",
        "- a",
        "\"",
        "multi\nline",
        "é",
        "~",
        "<!--",
    ];
    for (i, value) in awkward.iter().enumerate() {
        let own = names.iter().map(|name| {
            Parameter::new(*name, ParameterType::String).with_default(*value).with_description(awkward[i])
        });
        assert_complete("a \"name\"", Side::Source, &own.collect());
    }
    assert_complete("empty", Side::Destination, &Parameters::default());
}

#[test]
fn the_zero_of_a_type_stands_only_where_it_may_be_set() {
    let of = |parameter_type| Parameter::new("a", parameter_type);
    let one = Validation::Min(Bound::Number(Number::Int(1)));
    let second = Validation::Min(Bound::Duration(1_000_000_000));
    let cases = [
        (of(ParameterType::Int), "0"),
        (of(ParameterType::Float), "0.0"),
        (of(ParameterType::Bool), "false"),
        (of(ParameterType::Duration), "0s"),
        (of(ParameterType::String), ""),
        (of(ParameterType::File), ""),
        (of(ParameterType::Int).with_default(""), "0"),
        (of(ParameterType::Int).with_validation(Validation::Required), ""),
        (of(ParameterType::Int).with_validation(one.clone()), ""),
        (of(ParameterType::Int).with_validation(one).with_default("5"), "5"),
        (of(ParameterType::Int).with_validation(Validation::GreaterThan(Number::Int(-1))), "0"),
        (of(ParameterType::Float).with_validation(Validation::LessThan(Number::Int(0))), ""),
        (of(ParameterType::Duration).with_validation(second), ""),
        (of(ParameterType::Bool).with_validation(Validation::Inclusion(vec!["true".into()].into())), ""),
        (of(ParameterType::Int).with_default("7").with_secret(true), ""),
    ];
    for (parameter, value) in cases {
        assert_eq!(filler::default_or_zero(&parameter), value, "{parameter:?}");
    }
}

fn load(side: &Value) -> Option<Parameters> {
    let text = |value: &Value, key: &str| value[key].as_str().expect("a text").to_owned();
    let parameter = |item: &Value| {
        let said = item["validations"].as_array().into_iter().flatten();
        let parameter = Parameter::new(text(item, "name"), text(item, "type").parse().expect("a type"))
            .with_default(text(item, "default"))
            .with_description(text(item, "description"));
        said.fold(parameter, |parameter, said| {
            let rule = Validation::from_conduit(&text(said, "type"), &text(said, "value"));
            parameter.with_validation(rule.expect("a validation"))
        })
    };
    Some(side["parameters"].as_array()?.iter().map(parameter).collect())
}

#[test]
fn the_settings_of_the_corpus_are_complete() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/specs");
    let Ok(files) = fs::read_dir(&folder) else {
        println!("skipped: there is no folder ../shared/corpus/specs");
        return;
    };
    for file in files {
        let path = file.expect("an entry").path();
        let json: Value = serde_json::from_str(&fs::read_to_string(&path).expect("a file")).expect("JSON");
        let mut specification = Specification::new("corpus");
        let mut readme = String::new();
        for side in [Side::Source, Side::Destination] {
            let Some(parameters) = load(&json[side.name()]) else { continue };
            assert_complete("corpus", side, &parameters);
            for kind in ["table", "yaml"] {
                let name = format!("{}.parameters.{kind}", side.name());
                readme.extend(["<!-- readmegen:", &name, " --><!-- /readmegen:", &name, " -->\n"]);
            }
            specification = match side {
                Side::Source => specification.with_source(parameters),
                Side::Destination => specification.with_destination(parameters),
            };
        }
        let written = specification.to_readme_in(&readme).expect("a README");
        assert_eq!(specification.to_readme_in(&written).as_ref(), Ok(&written), "{}", path.display());
        assert_eq!(specification.to_markdown(), specification.to_markdown());
        let rows = specification.to_markdown().lines().filter(|line| line.starts_with("| `")).count();
        let count = |parameters: Option<&Parameters>| parameters.map_or(0, Parameters::len);
        assert_eq!(
            rows,
            count(specification.source()) + count(specification.destination()),
            "{}",
            path.display()
        );
    }
}
