//! What a `connector.yaml` says otherwise than the code.
#![cfg(feature = "spec")]

use std::{fs, path::PathBuf};

use paramgen::{
    Bound, Number, Parameter, ParameterType, Parameters, Specification, Validation,
    spec::{DifferenceKind, Side, differences},
};

fn text(name: &'static str) -> Parameter {
    Parameter::new(name, ParameterType::String)
}

fn int(name: &'static str) -> Parameter {
    Parameter::new(name, ParameterType::Int)
}

fn with(parameter: Parameter, said: &[(&str, &str)]) -> Parameter {
    said.iter().fold(parameter, |parameter, (name, value)| {
        parameter.with_validation(Validation::from_conduit(name, value).expect("a validation"))
    })
}

fn of_source(parameters: impl IntoIterator<Item = Parameter>) -> Specification {
    Specification::new("x").with_source(parameters.into_iter().collect())
}

fn said(file: &Specification, code: &Specification) -> Vec<String> {
    differences(file, code).iter().map(ToString::to_string).collect()
}

#[test]
fn differences_name_the_place_and_both_sides() {
    let choice = |texts: &str| with(text("p"), &[("inclusion", texts), ("required", "")]);
    let file = Specification::new("x").with_source(Parameters::from_iter([
        int("batchSize").with_default("1000"),
        int("kind"),
        text("old"),
        text("none").with_default("empty"),
    ]));
    let file = file.with_destination(Parameters::from_iter([choice("a, b")]));
    let code = Specification::new("x").with_source(Parameters::from_iter([
        text("none"),
        text("url"),
        Parameter::new("kind", ParameterType::File),
        int("batchSize").with_default("500"),
    ]));
    let code = code.with_destination(Parameters::from_iter([choice("a,b,c")]));
    assert_eq!(
        said(&file, &code),
        [
            "source: none: default is \"empty\" in the file, empty in the code",
            "source: url: only in the code",
            "source: kind: type is int in the file, file in the code",
            "source: batchSize: default is 1000 in the file, 500 in the code",
            "source: old: only in the file",
            "destination: p: validations are inclusion a,b and required in the file, inclusion a,b,c and required in \
             the code",
        ]
    );
    let found = &differences(&file, &code)[4];
    assert_eq!((found.side(), found.parameter()), (Some(Side::Source), Some("old")));
    assert_eq!(found.kind(), &DifferenceKind::OnlyInFile);
}

#[test]
fn a_head_that_the_author_wrote_wins() {
    let file = Specification::new("by-hand").with_version("v9").with_description("Mine.");
    let code = Specification::new("code").with_version("v1").with_summary("Reads.").with_author("me");
    assert_eq!(
        said(&file, &code),
        ["summary is empty in the file, Reads. in the code", "author is empty in the file, me in the code"]
    );
    assert_eq!(said(&code, &Specification::default()), [""; 0]);
}

#[test]
fn what_a_file_cannot_hold_is_no_difference() {
    let rules = [("greater-than", "0.0"), ("less-than", "1e6"), ("inclusion", "1, 2"), ("required", "")];
    let file = of_source([with(int("p"), &rules).with_description("One  \ntwo. ")]);
    let size = with(int("p"), &[("required", ""), ("inclusion", "1,2"), ("less-than", "1000000")])
        .with_validation(Validation::Min(Bound::Number(Number::Int(1))))
        .with_validation(Validation::Length { min: 1, max: 1 })
        .with_description("One\ntwo.")
        .with_default("");
    let code = of_source([size]).with_destination(Parameters::default());
    assert_eq!(said(&file, &code), [""; 0]);
}

#[test]
fn long_texts_are_shown_where_they_differ() {
    let words = "word ".repeat(50);
    let described = |end: &str| of_source([text("p").with_description(format!("{words}{end}\n"))]);
    assert_eq!(
        said(&described("rows\nread"), &described("rows\nfetched")),
        [format!(
            "source: p: description is \"…{0}rows\\nread\\n\" in the file, \"…{0}rows\\nfetched\\n\" in the code",
            "word ".repeat(3)
        )]
    );
}

#[test]
fn a_secret_default_is_in_no_output() {
    let password = |default: &'static str| of_source([text("p").with_default(default).with_secret(true)]);
    let found = differences(&password("s3cr3t"), &password("h1dden"));
    assert_eq!(
        found[0].to_string(),
        "source: p: default of a secret is another in the file than in the code"
    );
    assert!(
        !format!("{found:?}").contains("s3cr3t") && !format!("{found:?}").contains("h1dden"),
        "{found:?}"
    );
}

/// The public connectors of `../shared/corpus`, where that folder is.
#[test]
fn nothing_differs_from_itself() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/yaml"));
    let Ok(entries) = fs::read_dir(folder) else {
        println!("skipped: there is no folder ../shared/corpus/yaml");
        return;
    };
    let texts = entries.map(|entry| fs::read_to_string(entry.expect("an entry").path()).expect("a file"));
    let all: Vec<Specification> =
        texts.map(|text| Specification::from_yaml(&text).expect("a specification")).collect();
    for specification in &all {
        assert_eq!(differences(specification, specification), [], "{}", specification.name());
    }
    for (file, code) in all.iter().zip(all.iter().skip(1)) {
        assert!(!differences(file, code).is_empty(), "{} {}", file.name(), code.name());
    }
}
