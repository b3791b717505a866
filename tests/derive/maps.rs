//! Maps: of values, of structs, within each other.

use std::collections::{BTreeMap, HashMap};

use paramgen::Params;

#[derive(Debug, PartialEq, Params)]
struct Maps {
    headers: BTreeMap<String, String>,
    #[param(default = 5, min = 1)]
    limits: HashMap<String, u32>,
    flags: BTreeMap<String, Option<bool>>,
    lists: BTreeMap<String, Vec<u8>>,
    tables: BTreeMap<String, Table>,
    #[param(name = "deep.er")]
    dotted: BTreeMap<String, String>,
    #[param(name = "headers.fixed")]
    fixed: Option<String>,
}

#[derive(Debug, Default, PartialEq, Params)]
struct Table {
    sort_by: Option<String>,
    options: BTreeMap<String, String>,
    columns: BTreeMap<String, Column>,
    nested: Nested,
}

#[derive(Debug, Default, PartialEq, Params)]
struct Column {
    name: String,
}

#[derive(Debug, Default, PartialEq, Params)]
struct Nested {
    #[param(name = "a.b", default = 1)]
    value: u8,
}

#[test]
fn entries_of_values_take_the_rest_of_the_key() {
    let read = Maps::parse([
        ("headers.X-Id", "1"),
        ("headers.a.b", "2"),
        ("headers.", "3"),
        ("headers.fixed", "4"),
        ("headers.none", " "),
        ("limits.a", ""),
        ("limits.b", "7"),
        ("flags.a", ""),
        ("flags.b", "T"),
        ("lists.a", "1,2"),
        ("deep.er.x", "y"),
    ])
    .unwrap();
    let headers: Vec<(&str, &str)> =
        read.headers.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(headers, [("", "3"), ("X-Id", "1"), ("a.b", "2"), ("fixed", "4")]);
    assert_eq!(
        read.fixed.as_deref(),
        Some("4"),
        "as in Conduit, a key may belong to a map and to a parameter"
    );
    assert_eq!(read.limits, HashMap::from([("a".to_owned(), 5), ("b".to_owned(), 7)]));
    assert_eq!(read.flags, BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some(true))]));
    assert_eq!(read.lists["a"], [1, 2]);
    assert_eq!(read.dotted["x"], "y");
}

#[test]
fn entries_of_structs_are_one_segment() {
    let read = Maps::parse([
        ("tables.users.sortBy", "id"),
        ("tables.users.options.a.b", "c"),
        ("tables.users.columns.x.name", "y"),
        ("tables.users.nested.a.b", "2"),
        ("tables.users-2.options.q", "r"),
        ("tables..sortBy", "empty"),
    ])
    .unwrap();
    let users = &read.tables["users"];
    assert_eq!(users.sort_by.as_deref(), Some("id"));
    assert_eq!(users.options["a.b"], "c");
    assert_eq!(users.columns["x"].name, "y");
    assert_eq!(users.nested.value, 2);
    assert_eq!(read.tables["users-2"].options["q"], "r");
    assert_eq!(read.tables[""].sort_by.as_deref(), Some("empty"));
}

#[test]
fn problems_carry_full_keys_and_come_by_key() {
    assert_eq!(
        super::problems::<Maps>(&[
            ("tables.b.columns.z.nam", "y"),
            ("tables.a.nested.a.b", "x"),
            ("tables.a", "1"),
            ("tables", "1"),
            ("limits.l", "0"),
            ("headrs.x", "1"),
        ]),
        [
            "limits.l: must be at least 1, got \"0\"",
            "tables.a.nested.a.b: expected an integer, got \"x\"",
            "tables.b.columns.z.name: required, but not set",
            "headrs.x: unknown parameter; did you mean \"headers.x\"?",
            "tables: unknown parameter; did you mean \"tables.NAME.…\"?",
            "tables.a: unknown parameter",
            "tables.b.columns.z.nam: unknown parameter; did you mean \"tables.b.columns.z.name\"?",
        ]
    );
}

#[test]
fn keys_equal_after_trimming_are_a_problem() {
    assert_eq!(
        super::problems::<Maps>(&[
            ("headers.a", "1"),
            (" headers.a", "2"),
            ("headers.b ", "3"),
            ("headers.b", "")
        ]),
        ["headers.a: set twice, by keys that differ in white space only"]
    );
}

#[derive(Debug, PartialEq, Params)]
struct BothKinds {
    #[param(required)]
    stages: BTreeMap<String, String>,
    #[param(flatten)]
    structs: Stages,
}

#[derive(Debug, PartialEq, Params)]
struct Stages {
    stages: BTreeMap<String, Column>,
}

#[test]
fn a_map_of_values_and_one_of_structs_may_share_a_name() {
    let settings = [("stages.a", "1"), ("stages.a.name", "2")];
    let read = BothKinds::parse(settings).unwrap();
    let value = |key: &str| read.stages[key].as_str();
    assert_eq!((value("a"), value("a.name"), read.stages.len()), ("1", "2", 2));
    assert_eq!(read.structs.stages["a"].name, "2");
    assert!(BothKinds::parameters().check(settings).is_ok());
}

#[test]
fn a_required_map_says_so_in_the_specification() {
    let said = |name: &str| {
        let parameters = BothKinds::parameters();
        let said = parameters.get(name).map(|parameter| parameter.conduit_validations());
        said.into_iter().flatten().map(|said| said.name).collect::<Vec<_>>()
    };
    assert_eq!(said("stages.*"), ["required"]);
    assert_eq!(said("stages.*.name"), ["required"]);
    assert_eq!(
        super::problems::<BothKinds>(&[("stages.a", "")]),
        ["stages: required, but not set"],
        "an empty value is none"
    );
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct Hinted {
    h: BTreeMap<String, String>,
    rows: BTreeMap<String, HintedRow>,
    #[param(name = "snapshot.fetchSize")]
    fetch_size: Option<u32>,
    #[param(name = "deep.batchSize")]
    batch: Option<u32>,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only its problems matter")]
struct HintedRow {
    sort_by: Option<String>,
}

#[test]
fn keys_near_maps_and_behind_dots_get_advice() {
    let settings = [
        ("h", "1"),
        ("rows", "x"),
        ("rows.public.users.sortBy", "id"),
        ("fetchSize", "5"),
        ("batch_size", "5"),
        ("size", "5"),
    ];
    let expected = [
        "batch_size: unknown parameter; did you mean \"deep.batchSize\"?",
        "fetchSize: unknown parameter; did you mean \"snapshot.fetchSize\"?",
        "h: unknown parameter; did you mean \"h.NAME\"?",
        "rows: unknown parameter; did you mean \"rows.NAME.…\"?",
        "rows.public.users.sortBy: unknown parameter (the names of entries in \"rows\" have no dots)",
        "size: unknown parameter",
    ];
    assert_eq!(super::problems::<Hinted>(&settings), expected);
    let list = Hinted::parameters().check(settings).unwrap_err();
    assert_eq!(list.iter().map(ToString::to_string).collect::<Vec<_>>(), expected);
}
