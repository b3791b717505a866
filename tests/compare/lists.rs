//! Parameters that come and go, sides, and the head of the specification.

use std::{fs, path::PathBuf};

use paramgen::{
    Parameter,
    ParameterType::Int,
    Parameters, Specification, Validation,
    spec::{Side, compare},
};

use crate::{changes_of, lines, text};

#[test]
fn parameters_come_and_go() {
    let old = Parameters::from_iter([text("gone"), text("kept"), text("map.*")]);
    let required = text("needed").with_validation(Validation::Required);
    let settled = text("settled").with_validation(Validation::Required).with_default("1");
    let new = Parameters::from_iter([text("kept"), required, settled, text("added")]);
    let (breaking, harmless) = lines(&changes_of(old, new));
    let removed = "removed: configurations that set it are refused; leave it out";
    let expected =
        [format!("gone: {removed}"), format!("map.*: {removed}"), "needed: new, and required; set it".into()];
    assert_eq!(breaking, expected);
    assert_eq!(harmless, ["settled: added", "added: added"]);
}

#[test]
fn order_is_no_change() {
    let list = |names: [&'static str; 3]| names.into_iter().map(text).collect::<Parameters>();
    assert!(changes_of(list(["a", "b", "c"]), list(["c", "a", "b"])).is_empty());
}

#[test]
fn a_wildcard_takes_parameters_over() {
    let number = || Parameter::new("options.size", Int);
    let options = || text("options.*");
    let (breaking, harmless) =
        lines(&changes_of([number()].into_iter().collect(), [options()].into_iter().collect()));
    assert!(breaking.is_empty(), "{breaking:?}");
    assert_eq!(
        harmless,
        [
            "options.size: no parameter of its own any more; \"options.*\" reads it",
            "options.size: type changed from int to string",
        ]
    );
    let (breaking, _) =
        lines(&changes_of([options()].into_iter().collect(), [options(), number()].into_iter().collect()));
    assert_eq!(breaking, ["options.size: type changed from string to int; its values must be an integer"]);
}

#[test]
fn required_in_entries_that_configurations_may_have() {
    let needed = || text("tables.*.key").with_validation(Validation::Required);
    let list = |parameters: Vec<Parameter>| parameters.into_iter().collect::<Parameters>();
    let (breaking, _) =
        lines(&changes_of(list(vec![text("tables.*.sort")]), list(vec![text("tables.*.sort"), needed()])));
    assert_eq!(breaking, ["tables.*.key: new, and required in every entry of its map; set it in each"]);
    assert!(
        !changes_of(list(vec![text("a")]), list(vec![text("a"), needed()])).is_breaking(),
        "no map before"
    );
}

#[test]
fn what_entries_need_the_configuration_does_not() {
    let needed = |name: &'static str| text(name).with_validation(Validation::Required);
    let list = |parameters: Vec<Parameter>| parameters.into_iter().collect::<Parameters>();
    let (breaking, _) = lines(&changes_of(list(vec![needed("m.*.c")]), list(vec![needed("m.x.c")])));
    assert_eq!(
        breaking,
        [
            "m.*.c: removed: configurations that set it are refused; leave it out",
            "m.x.c: required now; set it"
        ]
    );
    let (breaking, _) =
        lines(&changes_of(list(vec![text("m.x.d")]), list(vec![text("m.x.d"), needed("m.*.c")])));
    assert_eq!(breaking, ["m.*.c: new, and required in every entry of its map; set it in each"]);
}

#[test]
fn a_new_map_also_reads_old_keys() {
    let list = |parameters: Vec<Parameter>| parameters.into_iter().collect::<Parameters>();
    let numbers = Parameter::new("m.*", Int);
    let (breaking, harmless) = lines(&changes_of(list(vec![text("m.x")]), list(vec![text("m.x"), numbers])));
    assert_eq!(breaking, ["m.x: type changed from string to int; its values must be an integer"]);
    assert_eq!(harmless, ["m.x: also read by \"m.*\""]);
}

#[test]
fn sides_and_heads() {
    let both = Specification::new("postgres")
        .with_version("v0.1.0")
        .with_source(Parameters::from_iter([text("a")]))
        .with_destination(Parameters::from_iter([text("a")]));
    let source = Specification::new("postgres")
        .with_version("v0.2.0")
        .with_source(Parameters::from_iter([text("a"), text("b")]));
    let changes = compare(&both, &source);
    assert_eq!(
        changes.to_string(),
        "1 breaking change\n  destination: removed; pipelines that use it need another connector\n\
         2 harmless changes\n  version changed from v0.1.0 to v0.2.0\n  source: b: added"
    );
    let change = &changes.breaking()[0];
    assert_eq!(
        (change.side(), change.parameter(), change.what()),
        (Some(Side::Destination), None, "removed")
    );
    assert_eq!(change.remedy(), Some("pipelines that use it need another connector"));
    assert_eq!((changes.iter().count(), (&changes).into_iter().count()), (3, 3));

    assert_eq!(lines(&compare(&source, &both)).1[1..], ["destination: added"], "no configuration has it");
    let renamed = compare(&both, &Specification::new("mysql").with_source(Parameters::default()));
    assert!(renamed.breaking()[0].what().starts_with("name changed from postgres to mysql"));
    assert!(!compare(&Specification::default(), &both).is_breaking());
    assert_eq!(compare(&both, &both).to_string(), "no changes");
}

/// The public connectors of `../shared/corpus`, where that folder is.
fn corpus() -> Vec<Specification> {
    let Ok(entries) =
        fs::read_dir(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/yaml")))
    else {
        println!("skipped: there is no folder ../shared/corpus/yaml");
        return Vec::new();
    };
    let texts = entries.map(|entry| fs::read_to_string(entry.expect("an entry").path()).expect("a file"));
    texts.map(|text| Specification::from_yaml(&text).expect("a specification")).collect()
}

#[test]
fn nothing_changes_from_itself() {
    let all = corpus();
    for specification in &all {
        assert!(compare(specification, specification).is_empty(), "{}", specification.name());
    }
    for (old, new) in all.iter().zip(all.iter().skip(1)) {
        assert!(compare(old, new).is_breaking(), "{} {}", old.name(), new.name());
    }
}

/// A default refuses nothing, and still decides what a configuration does.
#[test]
fn changes_of_behavior_are_a_group_of_their_own() {
    let changes = changes_of(
        Parameters::from_iter([text("a").with_default("1").with_description("A."), text("b")]),
        Parameters::from_iter([text("a").with_default("2").with_description("B."), text("b"), text("c")]),
    );
    assert_eq!(
        changes.to_string(),
        "1 change of behavior\n  source: a: default changed from 1 to 2: configurations that leave it out behave \
         differently\n2 harmless changes\n  source: a: description changed from A. to B.\n  source: c: added"
    );
    assert_eq!((changes.is_breaking(), changes.iter().count()), (false, 3));
    assert_eq!((&changes).into_iter().filter(|change| change.is_prose()).count(), 1);
    let changes = changes.without_prose();
    assert_eq!((changes.behavior().len(), changes.harmless().len()), (1, 1));
}

#[test]
fn likely_renames_are_named() {
    let keep = |name: &str| {
        format!(
            "removed: configurations that set it are refused; if it is \"{name}\" now, keep the old name with `alias`"
        )
    };
    let gone = "removed: configurations that set it are refused; leave it out";
    let renamed = |old: Parameter, new: Vec<Parameter>| {
        let (breaking, _) = lines(&changes_of(Parameters::from_iter([old]), Parameters::from_iter(new)));
        breaking.into_iter().next().unwrap_or_default()
    };
    let number = |name| Parameter::new(name, Int);
    for (old, new, expected) in [
        (text("tableName"), vec![text("table_name")], keep("table_name")),
        (text("fetchSize"), vec![text("snapshot.fetchSize")], keep("snapshot.fetchSize")),
        (text("host"), vec![text("address").with_description("Where.")], gone.to_owned()),
        (
            text("host").with_description("Where."),
            vec![text("address").with_description("Where.")],
            keep("address"),
        ),
        (text("fetchSize"), vec![number("snapshot.fetchSize")], gone.to_owned()),
        (text("size"), vec![text("a.size"), text("b.size")], gone.to_owned()),
    ] {
        let name = old.name().to_owned();
        assert_eq!(renamed(old, new), format!("{name}: {expected}"));
    }
}
