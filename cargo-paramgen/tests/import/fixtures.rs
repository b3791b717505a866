//! This project's own specifications, imported: the widest of what is usual, and the strangest of what is possible.

use cargo_paramgen::import::{Imported, Sides, structs};
use paramgen::{
    Number, Parameter, ParameterType, Parameters, Params, Specification, Validation,
    conduit::{DestinationMiddleware, SourceMiddleware},
};

use crate::{
    all_facts,
    compiled::{Module, assert_same},
};

fn module(name: &str, code: String, specification: &Specification) -> Module {
    let sides = [specification.source(), specification.destination()];
    let [source, destination] = sides.map(|side| side.map(|parameters| all_facts(Some(parameters))));
    Module { name: name.to_owned(), code, source, destination }
}

fn read(yaml: &str) -> Specification {
    Specification::from_yaml(yaml).expect("a specification")
}

/// A source of these parameters, imported.
fn import(parameters: impl IntoIterator<Item = Parameter>) -> (Specification, Imported) {
    let specification = Specification::new("x").with_source(parameters.into_iter().collect());
    let imported = structs(&specification, Sides::Both);
    (specification, imported)
}

fn said(name: &str, value: &str) -> Validation {
    Validation::from_conduit(name, value).expect("a validation")
}

fn text(name: &'static str) -> Parameter {
    Parameter::new(name, ParameterType::String)
}

/// What no derived struct holds, each with what is left of it and the note that says so.
fn impossible() -> Vec<(Parameter, Option<Parameter>, Vec<&'static str>)> {
    let int = |name: &'static str| Parameter::new(name, ParameterType::Int);
    let bound = |number| Validation::GreaterThan(Number::Float(number));
    let gone = |parameter: Parameter, note| (parameter, None, vec![note]);
    vec![
        gone(text(""), "it has no name"),
        gone(text("a..b"), "a part of its name is empty"),
        gone(text("a. b"), "white space at its ends"),
        gone(text("a\u{1}"), "control characters"),
        gone(text("*.a"), "starts with a `*`"),
        gone(text("m.*.*"), "behind another"),
        (
            text("few").with_validation(said("inclusion", "a,,b,a")),
            Some(text("few").with_validation(said("inclusion", "a,b"))),
            vec!["an empty value is an absent one", "twice"],
        ),
        (
            text("none").with_validation(said("inclusion", "")),
            Some(text("none")),
            vec!["absent", "inclusion \"\" is left out: none of its values"],
        ),
        (
            text("bounded").with_validation(said("less-than", "5")),
            Some(text("bounded")),
            vec!["less-than \"5\" is left out: it is for numbers"],
        ),
        (
            int("word").with_default("abc"),
            Some(int("word")),
            vec!["the default \"abc\" is left out: no configuration could hold it"],
        ),
        (
            text("other").with_default("c").with_validation(said("inclusion", "a,b")),
            Some(text("other").with_validation(said("inclusion", "a,b"))),
            vec!["default \"c\""],
        ),
        (
            int("nothing").with_validation(said("greater-than", "5")).with_validation(said("less-than", "6")),
            Some(int("nothing").with_validation(said("greater-than", "5"))),
            vec!["less-than \"6\" is left out: no value would pass"],
        ),
        (
            int("spaced").with_default(" 5 "),
            Some(int("spaced").with_default("5")),
            vec!["without the white space"],
        ),
        (
            Parameter::new("past", ParameterType::Duration).with_default("-1s"),
            Some(Parameter::new("past", ParameterType::Duration)),
            vec!["default \"-1s\""],
        ),
        (
            Parameter::new("flag", ParameterType::Bool).with_validation(said("regex", "t")),
            Some(Parameter::new("flag", ParameterType::Bool)),
            vec!["regex \"t\" is left out: a boolean"],
        ),
        (
            int("endless").with_validation(bound(f64::INFINITY)),
            Some(int("endless")),
            vec!["not a finite number"],
        ),
        (
            text("kept").with_default(" x "),
            Some(text("kept").with_default(" x ")),
            vec!["white space at the ends of its values is kept"],
        ),
    ]
}

#[test]
fn own_specifications_come_back() {
    let mut modules = Vec::new();
    let widest = read(include_str!("../../../tests/spec/widest.yaml"));
    let imported = structs(&widest, Sides::Both);
    assert_eq!(imported.notes.len(), 2, "two defaults have white space at their ends: {:?}", imported.notes);
    modules.push(module("widest", imported.code, &widest));

    let awkward = read(include_str!("awkward.yaml"));
    let imported = structs(&awkward, Sides::Both);
    assert_eq!(imported.notes, Vec::<String>::new());
    modules.push(module("awkward", imported.code, &awkward));

    let (_, imported) = import(impossible().into_iter().map(|(parameter, _, _)| parameter));
    let (left, _) = import(impossible().into_iter().filter_map(|(_, left, _)| left));
    modules.push(module("impossible", imported.code, &left));

    let (every, imported) = import(every_rule());
    assert_eq!(imported.notes, Vec::<String>::new());
    modules.push(module("every", imported.code, &every));

    let (nothing, imported) = import([]);
    modules.push(module("nothing", imported.code, &nothing));

    let conduit = Specification::new("x")
        .with_source(with_defaults(&SourceMiddleware::parameters(), &[("sdk.batch.size", "1000")]))
        .with_destination(with_defaults(&DestinationMiddleware::parameters(), &[("sdk.batch.size", "-5")]));
    let imported = structs(&conduit, Sides::Both);
    assert!(imported.code.contains("#[param(flatten(defaults(batch.size = 1000)))]"), "{}", imported.code);
    assert!(imported.code.contains("pub middleware: paramgen::conduit::SourceMiddleware"));
    assert!(imported.code.contains("pub rate_limit: paramgen::conduit::DestinationRateLimit"));
    assert_eq!(imported.notes.len(), 1, "a size of -5 breaks the size's own rule");
    let conduit = conduit
        .with_destination(with_defaults(&DestinationMiddleware::parameters(), &[("sdk.batch.size", "")]));
    modules.push(module("conduit", imported.code, &conduit));
    assert_same("imported-fixtures", &modules);
}

/// Each rule on a type that it fits; a rule that is not known here would be left out with a note.
fn every_rule() -> Vec<Parameter> {
    let rules = Validation::one_of_each().into_iter().enumerate();
    let parameters = rules.map(|(number, rule)| {
        let is_text = matches!(rule, Validation::Length { .. } | Validation::Regex(_));
        let parameter_type = if is_text { ParameterType::String } else { ParameterType::Int };
        Parameter::new(format!("rule{number}"), parameter_type)
            .with_description("A rule.")
            .with_validation(rule)
    });
    parameters.collect()
}

/// The same parameters, as a specification holds them, with some other defaults.
fn with_defaults(parameters: &Parameters, defaults: &[(&str, &'static str)]) -> Parameters {
    let yaml = Specification::new("x").with_source(parameters.clone()).to_yaml();
    let read = read(&yaml);
    let source = read.source().expect("a source").clone();
    let changed = source.into_iter().map(|(name, parameter)| {
        match defaults.iter().find(|(changed, _)| *changed == name) {
            Some((_, default)) => parameter.with_default(*default),
            None => parameter,
        }
    });
    changed.collect()
}

#[test]
fn what_is_left_out_is_noted() {
    for (parameter, _, expected) in impossible() {
        let name = format!("source parameter {:?}", parameter.name());
        let (_, imported) = import([parameter]);
        assert_eq!(imported.notes.len(), expected.len(), "{name}: {:?}", imported.notes);
        for (note, part) in imported.notes.iter().zip(expected) {
            assert!(note.starts_with(&name) && note.contains(part), "{note}");
        }
    }
    let (_, imported) = import([text("a"), text("a")]);
    assert_eq!(imported.notes, ["source parameter \"a\" is left out: its name stands in the list already"]);
    let (_, imported) = import([text("apiKey"), text("url"), text("db.password")]);
    let note = "source: the parameters \"apiKey\", \"db.password\" are secrets by name; as \
                `paramgen::Secret<String>` no message or log would show them";
    assert_eq!(imported.notes, [note]);
}

#[test]
fn one_side_is_enough() {
    let specification = Specification::new("x").with_source(Parameters::from_iter([text("a")]));
    let imported = structs(&specification, Sides::Source);
    assert!(imported.code.contains("pub struct SourceConfig {\n    pub a: Option<String>,\n}"));
    assert!(!imported.code.contains("DestinationConfig"));
    let imported = structs(&specification, Sides::Destination);
    assert_eq!(
        imported,
        Imported { code: String::new(), notes: vec!["the specification has no destination".to_owned()] }
    );
}

#[test]
fn fields_stand_in_the_order_of_the_file() {
    let names = ["url", "tls.key", "size", "tls.cert", "tables.*.sort", "url2"];
    let (_, imported) = import(names.map(text));
    let body = imported.code.split("pub struct SourceConfig {").nth(1).expect("a struct");
    let fields: Vec<&str> = body
        .lines()
        .take_while(|line| *line != "}")
        .filter_map(|line| line.trim().strip_prefix("pub ")?.split(':').next())
        .collect();
    assert_eq!(fields, ["url", "tls", "size", "tables", "url2"]);
}

#[test]
fn names_that_come_back_choose_their_identifiers_first() {
    let (_, imported) = import(["sort-by", "a.sortBy", "sortBy", "b.size", "c.size"].map(text));
    let lines: Vec<&str> = imported.code.lines().map(str::trim).collect();
    let expected = [
        "#[param(name = \"sort-by\")]",
        "pub sort_by_2: Option<String>,",
        "#[param(name = \"a.sortBy\")]",
        "pub a_sort_by: Option<String>,",
        "pub sort_by: Option<String>,",
        "#[param(name = \"b.size\")]",
        "pub b_size: Option<String>,",
        "#[param(name = \"c.size\")]",
        "pub c_size: Option<String>,",
    ];
    assert_eq!(lines[5..14], expected);
}

#[test]
fn code_reads_well() {
    let mode = said("inclusion", "initial,never");
    let (_, imported) = import([
        text("snapshot.mode").with_default("initial").with_validation(mode),
        text("sort_by").with_description("Two\nlines."),
        text("max_size").with_validation(Validation::Required).with_default("10"),
    ]);
    let expected = r#"use paramgen::{ParamValue, Params};

/// The parameters of the source.
#[derive(Debug, Params)]
#[params(rename_all = "snake_case")]
pub struct SourceConfig {
    #[param(name = "snapshot.mode", default = "initial")]
    pub mode: Mode,
    /// Two
    /// lines.
    pub sort_by: Option<String>,
    #[param(required, default = "10")]
    pub max_size: String,
}

/// The choices of `snapshot.mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
pub enum Mode {
    Initial,
    Never,
}
"#;
    assert_eq!(imported.code, expected);
}
