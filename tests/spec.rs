//! `connector.yaml`, written and read: this project's fixtures, the public connectors of `../shared/corpus` where that
//! folder is, and arbitrary text.
#![cfg(feature = "spec")]

use std::{fs, path::PathBuf};

use paramgen::{Bound, Number, Parameter, ParameterType, Parameters, Specification, Validation};
use proptest::prelude::*;
use serde_json::Value;

/// A folder of the corpus, which is other people's text and stays outside of the repository.
fn corpus(folder: &str) -> Option<Vec<PathBuf>> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus")).join(folder);
    let Ok(entries) = fs::read_dir(&path) else {
        println!("skipped: there is no folder ../shared/corpus/{folder}");
        return None;
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    Some(files)
}

fn stem(path: &std::path::Path) -> &str {
    path.file_stem().and_then(|stem| stem.to_str()).expect("a name in UTF-8")
}

/// Everything that a specification says of a parameter.
type Facts = (String, String, String, String, Vec<(String, String)>);

fn facts(parameter: &Parameter) -> Facts {
    let validations = parameter.conduit_validations();
    (
        parameter.name().to_owned(),
        parameter.parameter_type().to_string(),
        parameter.default().unwrap_or_default().to_owned(),
        parameter.description().to_owned(),
        validations.into_iter().map(|said| (said.name.to_owned(), said.value)).collect(),
    )
}

fn all_facts(parameters: Option<&Parameters>) -> Vec<Facts> {
    let mut facts: Vec<Facts> = parameters.into_iter().flatten().map(facts).collect();
    facts.sort();
    facts
}

/// The facts of one JSON file, as they stand in it and as parameters.
fn load(side: &Value) -> (Vec<Facts>, Option<Parameters>) {
    let Some(list) = side["parameters"].as_array() else { return (Vec::new(), None) };
    let text = |value: &Value, key: &str| value[key].as_str().expect("a text").to_owned();
    let mut facts: Vec<Facts> = Vec::new();
    let mut parameters = Vec::new();
    for item in list {
        let said = item["validations"].as_array().expect("a list");
        let validations: Vec<_> = said.iter().map(|said| (text(said, "type"), text(said, "value"))).collect();
        let parameter_type: ParameterType = text(item, "type").parse().expect("a type");
        let mut parameter = Parameter::new(text(item, "name"), parameter_type)
            .with_default(text(item, "default"))
            .with_description(text(item, "description"));
        for (name, value) in &validations {
            let validation = Validation::from_conduit(name, value).expect("a validation");
            parameter = parameter.with_validation(validation);
        }
        parameters.push(parameter);
        let name = text(item, "name");
        facts.push((name, text(item, "type"), text(item, "default"), text(item, "description"), validations));
    }
    facts.sort();
    (facts, Some(parameters.into_iter().collect()))
}

fn names(parameters: Option<&Parameters>) -> Vec<&str> {
    parameters.into_iter().flatten().map(Parameter::name).collect()
}

/// The names in the connector's own order, which is specgen's where it comes from a `connector.yaml`.
fn listed(side: &Value) -> Vec<&str> {
    let list = side["parameters"].as_array().into_iter().flatten();
    list.map(|item| item["name"].as_str().expect("a name")).collect()
}

#[test]
fn all_parameters_of_the_corpus_survive() {
    let Some(files) = corpus("specs") else { return };
    let mut count = 0;
    for path in files {
        let json: Value = serde_json::from_str(&fs::read_to_string(&path).expect("a file")).expect("JSON");
        let mut specification = Specification::new(stem(&path));
        let (source, parameters) = load(&json["source"]);
        if let Some(parameters) = parameters {
            specification = specification.with_source(parameters);
        }
        let (destination, parameters) = load(&json["destination"]);
        if let Some(parameters) = parameters {
            specification = specification.with_destination(parameters);
        }
        let yaml = specification.to_yaml();
        let read =
            Specification::from_yaml(&yaml).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(all_facts(read.source()), source, "{}", path.display());
        assert_eq!(all_facts(read.destination()), destination, "{}", path.display());
        assert_eq!(read.to_yaml(), yaml, "{}", path.display());
        if json["kind"] == "connector.yaml" {
            assert_eq!(names(read.source()), listed(&json["source"]), "{}", path.display());
            assert_eq!(names(read.destination()), listed(&json["destination"]), "{}", path.display());
        }
        count += source.len() + destination.len();
    }
    assert_eq!(count, 1309);
}

/// All eight files that specgen left have the order that it has today, so that none is excepted here.
#[test]
fn files_of_the_corpus_are_reproduced() {
    let Some(files) = corpus("yaml") else { return };
    for path in &files {
        let text = fs::read_to_string(path).expect("a file");
        let read =
            Specification::from_yaml(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let written = read.to_yaml();
        let differs = written.lines().zip(text.lines()).position(|(written, text)| written != text);
        assert!(written == text, "{} differs in line {:?}", path.display(), differs.map(|line| line + 1));
    }
    assert_eq!(files.len(), 8);
}

fn text(name: &'static str, default: &'static str) -> Parameter {
    Parameter::new(name, ParameterType::String).with_default(default)
}

/// What is widest in public connectors, in this project's words.
fn widest() -> Specification {
    let int = |value| Bound::Number(Number::Int(value));
    let names = ["a".into(), "b c".into(), "d".into()];
    let source = Parameters::from_iter([
        text("sdk.batch.delay", "0"),
        text("stages.*.output.settings.*", "").with_description("Settings of the output."),
        text("stages.*.output.settings.path", "/data/#1")
            .with_description("One of them: it has a name of its own."),
        text("stages.*", "").with_description("# Stages\n\n- one\n- `two`\n\n  indented, \ttabbed\n"),
        text("template", "{{ index .Metadata \"opencdc.collection\" }}")
            .with_description(" starts with a space\nand goes on"),
        text("a.b.c.d.e", "yes").with_description("It's \"quoted\": so # it is no comment"),
        text("Zero", "0"),
        text("exponent", "1e6").with_validation(Validation::Exclusion(names.to_vec().into())),
        text("hash", "#"),
        text("star", "*"),
        text("percent", "%d"),
        text("colon", "a: b"),
        text("host", "localhost:10000"),
        text("list", "id,createdAt"),
        text("tilde", "~"),
        text("spaces", " x "),
        text("tab", "\t"),
        text("date", "2001-02-03"),
        text("face", "\u{1F642}"),
        text("dash", "-"),
        text("url", "").with_description("Trailing space \nhere").with_validation(Validation::Required),
        Parameter::new("size", ParameterType::Int)
            .with_default("10")
            .with_validation(Validation::Min(int(1)))
            .with_validation(Validation::Max(int(1_000_000)))
            .with_validation(Validation::GreaterThan(Number::Int(0)))
            .with_validation(Validation::Required),
        Parameter::new("ratio", ParameterType::Float)
            .with_default("0.5")
            .with_validation(Validation::Min(Bound::Number(Number::Float(0.0))))
            .with_validation(Validation::LessThan(Number::Float(1.5))),
        Parameter::new("huge", ParameterType::Int)
            .with_validation(Validation::Max(int(1 << 53)))
            .with_validation(Validation::Min(int(i128::MIN)))
            .with_validation(Validation::Length { min: 1, max: 2 }),
    ]);
    Specification::new("widest")
        .with_summary("Everything: at once")
        .with_description("## Source  \n\nTwo spaces were at the end of the first line.\n")
        .with_version("v1.0.0")
        .with_author("paramgen's authors")
        .with_source(source)
        .with_destination(Parameters::default())
}

#[test]
fn the_widest_features_are_written_as_reviewed() {
    let yaml = widest().to_yaml();
    assert_eq!(yaml, include_str!("spec/widest.yaml"), "\n{yaml}");
    let read = Specification::from_yaml(&yaml).expect("what was written is read");
    assert_eq!(all_facts(read.source()), all_facts(widest().source()));
    assert!(read.destination().is_none(), "specgen leaves out a destination without parameters");
    assert_eq!(read.to_yaml(), yaml);
}

#[test]
fn handwritten_files_are_read() {
    let read = Specification::from_yaml(include_str!("spec/handwritten.yaml")).expect("a specification");
    assert_eq!((read.name(), read.version(), read.author()), ("by-hand", "1.0", ""));
    assert_eq!(read.summary(), "Folded over two lines.");
    let source = read.source().expect("a source");
    let said = |name| source.get(name).map(facts).expect("a parameter");
    let fact = |name: &str, kind: &str, default: &str, validations: &[(&str, &str)]| {
        let validations = validations.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        (name.to_owned(), kind.to_owned(), default.to_owned(), "Shared.".to_owned(), validations.collect())
    };
    assert_eq!(said("merged"), fact("merged", "int", "010", &[("greater-than", "-1")]));
    assert_eq!(said("own"), fact("own", "string", "true", &[("inclusion", "a,b")]));
    assert!(read.destination().is_none(), "a side without parameters is none to Conduit");
}

#[test]
fn integer_bounds_are_lowered_only_where_doubles_are_exact() {
    let said = |validation| {
        let parameter = Parameter::new("n", ParameterType::Int).with_validation(validation);
        parameter.conduit_validations().pop().map(|said| said.value)
    };
    let int = |value| Bound::Number(Number::Int(value));
    let limit = 1 << 53;
    assert_eq!(said(Validation::Min(int(-limit + 1))).as_deref(), Some("-9.007199254740992e+15"));
    assert_eq!(said(Validation::Min(int(-limit))), None);
    assert_eq!(said(Validation::Max(int(limit))), None);
    assert_eq!(said(Validation::Max(int(i128::MAX))), None);
    assert_eq!(said(Validation::Min(Bound::Number(Number::Float(0.5)))), None);
}

/// A file with one parameter, `lines` of which stand at its indentation from line 6 on.
fn with_parameter(lines: &str) -> String {
    let head = "version: 1.0\nspecification:\n  name: x\n  source:\n    parameters:\n";
    lines.lines().enumerate().fold(head.to_owned(), |file, (i, line)| {
        format!("{file}      {} {line}\n", if i == 0 { "-" } else { " " })
    })
}

#[test]
fn what_is_wrong_has_a_place() {
    let cases = [
        (
            with_parameter("name: a\ntype: text"),
            (7, 15),
            "parameter \"a\": unknown type \"text\"; one of string, int",
        ),
        (with_parameter("name: a"), (6, 9), "parameter \"a\": no type; one of string"),
        (
            with_parameter("name: a\ntype: int\nvalidations:\n  - type: positive"),
            (9, 19),
            "parameter \"a\": unknown validation \"positive\"; one of required, greater-than",
        ),
        (
            with_parameter("name: a\ntype: int\nvalidations:\n  - type: less-than\n    value: many"),
            (10, 20),
            "parameter \"a\": the bound \"many\" is not a number",
        ),
        (
            with_parameter("name: a\ntype: string\nvalidations:\n  - type: regex\n    value: '(?=a)'"),
            (10, 20),
            "parameter \"a\": the pattern cannot be used",
        ),
        (
            with_parameter("{name: a, type: int}\n") + "      - {name: a, type: int}\n",
            (7, 16),
            "stands twice in this list, first in line 6",
        ),
        (with_parameter("name: [a]\ntype: int"), (6, 15), "`name` is a text, not a list"),
        (with_parameter("text"), (6, 9), "a parameter is a mapping, not a text"),
        (with_parameter("~"), (6, 9), "a parameter has a name and a type"),
        (with_parameter("name: a\nname: b"), (7, 9), "the key `name` stands twice here, first in line 6"),
        (
            with_parameter("name: a\ntype: int\nvalidations: required"),
            (8, 22),
            "`validations` is a list, not a text",
        ),
        (with_parameter("<<: 5\nname: a"), (6, 13), "`<<` merges mappings"),
        (
            "version: \"2.0\"\n".to_owned(),
            (1, 10),
            "version \"2.0\" of the format is not read here; write \"1.0\"",
        ),
        ("a: &a [*a]\n".to_owned(), (1, 8), "this alias stands inside what it names"),
        ("specification: {name: x\n".to_owned(), (2, 1), "this is not YAML"),
        ("- a\n".to_owned(), (1, 1), "a specification file is a mapping, not a list"),
        ("# nothing\n".to_owned(), (1, 1), "there is no specification in this file"),
    ];
    for (file, place, message) in cases {
        let error = Specification::from_yaml(&file).expect_err(&file);
        assert_eq!((error.line(), error.column()), place, "{error}\n{file}");
        assert!(error.message().contains(message), "{error}\n{file}");
        assert!(error.to_string().starts_with(&format!("line {}, column {}: ", place.0, place.1)));
    }
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().concat()
}

#[test]
fn hostile_files_end_soon() {
    let deep = "[".repeat(100_000);
    let deep_blocks = lines(500, |depth| format!("{}a:\n", " ".repeat(depth)));
    let laughs = lines(40, |i| format!("k{0}: &k{0} {{<<: [*k{i}, *k{i}]}}\n", i + 1));
    let laughs = format!("k0: &k0 {{a: b}}\n{laughs}<<: *k40\n");
    let chain = lines(400, |i| format!("k{0}: &k{0} [*k{i}]\n", i + 1));
    let chain = format!("k0: &k0 a\n{chain}");
    for file in [
        "{---",
        "%",
        "\"\\x",
        "? [",
        "|",
        "!<",
        "\u{FEFF}",
        "a: |9\n b",
        &deep,
        &deep_blocks,
        &laughs,
        &chain,
    ] {
        let _ = Specification::from_yaml(file);
    }
    for file in [deep, deep_blocks, laughs, chain] {
        assert!(Specification::from_yaml(&file).is_err());
    }
}

/// Text of the characters that YAML treats specially, and some others.
fn awkward() -> impl Strategy<Value = String> {
    let special = "[ \t\n\r:#\\-?,\\[\\]{}&*!|>'\"%@`~.0-9yxeoE_+\u{85}\u{A0}\u{2028}\u{FEFF}é\u{1F642}\u{0}\u{7F}]{0,12}";
    prop_oneof![special, any::<String>(), "[ab \n]{0,8}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives(head in awkward(), name in awkward(), description in awkward(), default in awkward()) {
        let parameter = Parameter::new(name, ParameterType::String)
            .with_description(description)
            .with_default(default.clone())
            .with_validation(Validation::Inclusion(vec![default.replace(',', "").trim().to_owned().into()].into()));
        let specification = Specification::new(head.clone())
            .with_summary(head.clone())
            .with_source([parameter.clone()].into_iter().collect());
        let yaml = specification.to_yaml();
        let read = Specification::from_yaml(&yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"));
        prop_assert_eq!((read.name(), read.summary()), (&*head, &*head), "\n{}", yaml);
        prop_assert_eq!(all_facts(read.source()), vec![facts(&parameter)], "\n{}", yaml);
        prop_assert_eq!(read.to_yaml(), yaml);
    }

    #[test]
    fn any_file_is_read_or_refused(file in awkward(), cut in 0..2000usize, insert in awkward()) {
        let _ = Specification::from_yaml(&file);
        let good = include_str!("spec/widest.yaml");
        let cut = (0..=cut.min(good.len())).rev().find(|cut| good.is_char_boundary(*cut)).unwrap_or(0);
        let _ = Specification::from_yaml(&format!("{}{insert}{}", &good[..cut], &good[cut..]));
    }
}

/// A pattern of some bytes may take megabytes: they are weighed before they are compiled, all of a specification together.
#[test]
fn patterns_are_bounded_before_they_are_compiled() {
    let yaml = |pattern: &str, count: usize| {
        let parameter = |number: usize| {
            format!(
                "      - name: p{number}\n        type: string\n        validations:\n          - type: regex\n            value: {pattern}\n"
            )
        };
        let parameters: String = (0..count).map(parameter).collect();
        format!("version: \"1.0\"\nspecification:\n  name: x\n  source:\n    parameters:\n{parameters}")
    };
    let error = Specification::from_yaml(&yaml(r"'\pL{1000}'", 80)).expect_err("too heavy");
    assert!(error.message().contains("take too much memory"), "{error}");
    assert_eq!(error.line(), 15, "the second one is too much");
    assert!(Specification::from_yaml(&yaml(r"'^[a-z]{1,63}\pL?$'", 300)).is_ok());
    let long = yaml(&"a".repeat(120_000), 1);
    let error = Specification::from_yaml(&long).expect_err("too long").to_string();
    assert!(error.contains("pattern is longer than 64 KiB") && error.len() < 300, "{error}");

    let heavy = Specification::from_yaml(&yaml(r"'\pL{1000}'", 1)).expect("one is fine").to_json();
    let parameter = heavy.lines().find(|line| line.contains("\"p0\"")).expect("a parameter");
    let copies: Vec<String> =
        (1..80).map(|number| parameter.replace("\"p0\"", &format!("\"p{number}\""))).collect();
    let many = heavy.replace(parameter, &format!("{parameter},\n{}", copies.join(",\n")));
    let error = Specification::from_json(&many).expect_err("too heavy");
    assert!(error.message().contains("take too much memory"), "{error}");
}

/// What is weighed as light is compiled at first use, and must be compiled then.
#[test]
fn light_patterns_compile() {
    for pattern in
        [r"\pL{1000}", r"[^\pL]{900}", r"(?i)\pL{400}", r"(?:\p{Greek}\p{Han}|\PN){300}", r"(?s).{1000}"]
    {
        let pattern = paramgen::Pattern::new(pattern).expect(pattern);
        assert!(
            !pattern.is_match("")
                && pattern.is_match(&"é".repeat(1000))
                    | pattern.is_match(&"1".repeat(1000))
                    | pattern.is_match(&"α漢".repeat(1000))
        );
    }
}

#[test]
fn patterns_in_messages_are_cut() {
    let long = "a".repeat(2_000);
    let parameters = Parameters::from_iter([Parameter::new("p", ParameterType::String)
        .with_validation(Validation::from_conduit("regex", &long).expect("a pattern"))]);
    let message = parameters.check([("p", "b")]).expect_err("no match").to_string();
    assert!(message.len() < 250, "{message}");
    let error =
        Validation::from_conduit("regex", &format!("(?P<{long}!>a)")).expect_err("no name").to_string();
    assert!(error.chars().count() < 300, "{error}");
}
