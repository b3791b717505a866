//! Pipeline files checked against specifications: this project's fixtures with every finding and its place, single
//! facts of Conduit's reader, and arbitrary text.
#![cfg(feature = "spec")]

#[path = "pipeline/hostile.rs"]
mod hostile;
#[path = "pipeline/secrets.rs"]
mod secrets;

use std::{collections::BTreeMap, fmt::Write as _, time::Duration};

use paramgen::{
    Params, ProblemKind, Secret, Specification, WarningKind,
    pipeline::{self, Finding, FindingKind, Registry, Report, Severity},
};
use serde_json::{Value, json};

#[expect(dead_code, reason = "only its parameters are of interest")]
#[derive(Params)]
struct Source {
    url: String,
    password: Option<Secret<String>>,
    #[param(inclusion("initial", "never"))]
    mode: String,
    #[param(name = "snapshot.fetchSize", default = 10, gt = 0)]
    fetch_size: u32,
    tables: BTreeMap<String, Table>,
    #[param(secret)]
    headers: BTreeMap<String, u32>,
}

#[expect(dead_code, reason = "only its parameters are of interest")]
#[derive(Params)]
struct Table {
    sort_by: Option<String>,
    #[param(default = "10s")]
    poll_every: Duration,
}

#[expect(dead_code, reason = "only its parameters are of interest")]
#[derive(Params)]
#[params(requires(user => password), conflicts(user, token), required_if(token, auth = "token"))]
struct Destination {
    #[param(default = 100, gt = 0)]
    batch: i32,
    #[param(default = "1s", alias = "wait")]
    timeout: Duration,
    #[param(deprecated = "leave it out")]
    legacy: Option<bool>,
    user: Option<String>,
    #[param(secret)]
    password: Option<String>,
    token: Option<String>,
    #[param(default = "none")]
    auth: String,
}

fn registry() -> Registry {
    let postgres = Specification::new("postgres")
        .with_version("v0.1.0")
        .with_source(Source::parameters())
        .with_destination(Destination::parameters());
    let sink = Specification::new("sink").with_version("(devel)").with_destination(Destination::parameters());
    Registry::new().with("builtin:postgres@latest", postgres).with("sink", sink)
}

fn check(text: &str) -> Report {
    pipeline::check(text, &registry())
}

/// The report on a destination with these settings, of which the first starts in line 9 and column 7.
fn check_settings(settings: &[&str]) -> Report {
    check(&format!(
        "version: '2.2'\npipelines:\n- id: p\n  connectors:\n  - id: c\n    type: destination\n    plugin: sink\n    \
         settings:\n      {}",
        settings.join("\n      ")
    ))
}

/// What a report says, without the places.
fn messages(report: &Report) -> Vec<String> {
    let line = |key: Option<&str>, message: &str| match key {
        Some(key) => format!("{key}: {message}"),
        None => message.to_owned(),
    };
    report.findings().iter().map(|finding| line(finding.key(), finding.message())).collect()
}

const FIXTURES: [(&str, &str, &str); 7] = [
    ("engine", include_str!("pipeline/engine.yaml"), include_str!("pipeline/engine.txt")),
    ("mistakes", include_str!("pipeline/mistakes.yaml"), include_str!("pipeline/mistakes.txt")),
    ("structure", include_str!("pipeline/structure.yaml"), include_str!("pipeline/structure.txt")),
    ("documents", include_str!("pipeline/documents.yaml"), include_str!("pipeline/documents.txt")),
    ("shared", include_str!("pipeline/shared.yaml"), include_str!("pipeline/shared.txt")),
    ("variables", include_str!("pipeline/variables.yaml"), include_str!("pipeline/variables.txt")),
    ("version1", include_str!("pipeline/version1.yaml"), include_str!("pipeline/version1.txt")),
];

/// Each finding, and below it the text that it is about, or dots where that must not be shown. With `BLESS` set, what is
/// said is written down.
#[test]
fn every_finding_stands_where_it_belongs() {
    for (name, text, expected) in FIXTURES {
        let mut said = String::new();
        for finding in check(text).findings() {
            let shown = if finding.hides_source() { "…" } else { &text[finding.span()] };
            let severity = finding.severity();
            writeln!(said, "{severity}: {finding}\n    {}", shown.escape_debug())
                .expect("a string takes all");
        }
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(format!("{}/tests/pipeline/{name}.txt", env!("CARGO_MANIFEST_DIR")), said)
                .expect("the fixture");
        } else {
            assert_eq!(said, expected, "{name}.yaml");
        }
    }
}

#[test]
fn a_good_file_says_nothing() {
    let report = check_settings(&["batch: 5", "password: $ecret", "user: x"]);
    assert_eq!(messages(&report), ["password: not checkable here: the value depends on the environment"]);
    let report = check_settings(&["batch: 5"]);
    assert_eq!((report.findings(), report.to_string().as_str(), report.has_errors()), (&[][..], "", false));
    assert_eq!(report.to_json(), r#"{"checked":1,"findings":[],"skipped":0}"#);
}

#[test]
fn a_file_without_pipelines_is_told() {
    let cases = [
        ("", "line 1, column 1: no pipelines in this file"),
        ("# nothing\n---\n~\n", "line 1, column 1: no pipelines in this file"),
        ("version: '2.2'\npipelines: []", "line 1, column 1: no pipelines in this file"),
        ("version: '2.2'", "line 1, column 1: this is no pipeline file: there is no key `pipelines`"),
        ("- a", "line 1, column 1: a pipeline file is a mapping, not a list"),
        ("\n  text", "line 2, column 3: a pipeline file is a mapping, not a text"),
        ("version: [2]", "line 1, column 10: `version` is a text, not a list"),
        (
            "version: ${V}",
            "line 1, column 10: version \"${V}\" is none that Conduit reads, and nothing here is checked; write \"2.2\"",
        ),
    ];
    for (text, message) in cases {
        assert_eq!(check(text).to_string(), message, "{text:?}");
    }
    let connector = "version: '1.0'\nspecification:\n  name: x";
    let expected = [
        "Conduit passes over the key \"specification\"",
        "this is no pipeline file: there is no key `pipelines`",
    ];
    let mut said = messages(&check(connector));
    said.sort();
    assert_eq!(said, expected);
}

/// Go's `yaml.v3` fills a map of strings with scalars as they are written, and with empty texts for nothing.
#[test]
fn scalars_are_taken_as_they_are_written() {
    for (written, read) in [
        ("1e3", "1e3"),
        ("yes", "yes"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("2001-12-14", "2001-12-14"),
        ("!!float 1.50", "1.50"),
        ("' 5x '", "5x"),
        ("\"\\u0035\\u00e9\"", "5é"),
        (">-\n        a\n        b", "a b"),
    ] {
        let said = messages(&check_settings(&[&format!("batch: {written}")]));
        assert_eq!(said, [format!("batch: expected an integer, got \"{read}\"")], "{written}");
    }
    for fine in ["8080", "0o17", "+5", "010", "' 5 '", "!!str 5", "", "~", "null", "''", "&anchor 5"] {
        let said = messages(&check_settings(&[&format!("batch: {fine}")]));
        let is_integer = fine != "0o17";
        assert_eq!(said.is_empty(), is_integer, "{fine}: {said:?}");
    }
    let said = messages(&check_settings(&[
        "? [a]",
        ": b",
        "~: dropped",
        "timeout : 1s",
        "\" batch \": x",
        "'<<': x",
    ]));
    let expected =
        ["a key is a text, not a list", "batch: expected an integer, got \"x\"", "<<: unknown parameter"];
    assert_eq!(said, expected);
}

#[test]
fn positions_count_characters_however_lines_end() {
    let text = "version: '2.2'\npipelines:\n- id: 'é€'\n  connectors:\n  - {id: 'ü', type: destination, plugin: sink, \
                settings: {'batch': \"é\", 'größe': 1}}\n";
    for (start, end) in [("", "\n"), ("", "\r\n"), ("", "\r"), ("\u{FEFF}", "\n"), ("\u{FEFF}", "\r\n")] {
        let text = format!("{start}{}", text.replace('\n', end));
        let report = check(&text);
        let is_setting = |f: &&Finding| f.key().is_some();
        let places: Vec<_> = report
            .findings()
            .iter()
            .filter(is_setting)
            .map(|f| (&text[f.span()], f.line(), f.column(), f.end_line(), f.end_column()))
            .collect();
        assert_eq!(places, [("\"é\"", 5, 68, 5, 71), ("'größe'", 5, 73, 5, 80)], "{start:?} {end:?}");
        assert_eq!(
            report.findings().last().map(|f| (f.pipeline(), f.connector())),
            Some((Some("é€"), Some("ü")))
        );
    }
    let report = check("\u{FEFF}version: 3");
    assert_eq!((report.findings()[0].span(), report.findings()[0].column()), (12..13, 10));
}

#[test]
fn plugins_are_looked_up_by_their_names() {
    let said = |plugin: &str| {
        let text =
            "version: '2.2'\npipelines:\n- id: p\n  connectors:\n  - {id: c, type: destination, plugin: '@'}";
        messages(&check(&text.replace('@', plugin)))
    };
    for fine in ["postgres", "builtin:postgres", "standalone:postgres", "any:postgres", "postgres@latest"] {
        assert_eq!(said(fine), [""; 0], "{fine}");
    }
    for fine in ["postgres@v0.1.0", "standalone:postgres@v0.1.0", "sink@v9"] {
        assert_eq!(said(fine), [""; 0], "{fine}");
    }
    for version in ["0.1.0", "v0.1.1"] {
        let expected = format!(
            "the pipeline asks for version \"{version}\", and is checked against the specification of version \"v0.1.0\""
        );
        assert_eq!(said(&format!("any:postgres@{version}")), [expected]);
    }
    assert_eq!(
        said(":postgres"),
        ["`plugin` \":postgres\": what stands before \":\" must be builtin, standalone or any"]
    );
    assert_eq!(said(""), ["`plugin` is required, but not set"]);
    assert!(
        said("file")[0].starts_with("no specification given for plugin \"file\"; the settings of \"c\" are")
    );
}

#[test]
fn a_connector_without_parameters_is_not_checked() {
    let text = "version: '2.2'\npipelines:\n- id: p\n  connectors:\n  - {id: c, type: source, plugin: sink}";
    let report = check(text);
    let message = "the specification has no parameters for a source; the settings are not checked";
    assert_eq!(messages(&report), [message]);
    assert_eq!(report.findings()[0].kind(), &FindingKind::NoParameters);
    assert_eq!(&text[report.findings()[0].span()], "sink");
}

#[test]
fn an_unknown_plugin_is_one_note_however_often_it_is_used() {
    let mut text = "version: '2.2'\npipelines:\n- id: p\n  connectors:\n".to_owned();
    for number in 0..12 {
        text.extend(["  - {id: c", &number.to_string(), ", type: source, plugin: file}\n"]);
    }
    let names: Vec<_> = (0..10).map(|number| format!("\"c{number}\"")).collect();
    assert_eq!(
        messages(&check(&text)),
        [format!(
            "no specification given for plugin \"file\"; the settings of {} and 2 more are not checked",
            names.join(", ")
        )]
    );
}

#[test]
fn rules_between_parameters_point_at_the_keys_that_are_there() {
    let report = check_settings(&["user: me", "token: ''", "auth: token"]);
    let said: Vec<_> = report.findings().iter().map(|f| (f.line(), f.column(), f.to_string())).collect();
    assert_eq!(said[0].0, 8);
    assert!(said[0].2.ends_with("password: required when \"user\" is set"), "{}", said[0].2);
    assert_eq!((said[1].0, said[1].1), (10, 7));
    assert!(said[1].2.ends_with("token: required when \"auth\" is \"token\""), "{}", said[1].2);
    // What depends on the environment counts as set, and as no certain value.
    let said = messages(&check_settings(&["user: $A", "token: $B", "password: $C", "auth: $D"]));
    let expected = [
        "user: not checkable here: the value depends on the environment variable \"A\"",
        "token: not checkable here: the value depends on the environment",
        "token: cannot be set together with \"user\"",
        "password: not checkable here: the value depends on the environment",
        "auth: not checkable here: the value depends on the environment variable \"D\"",
    ];
    let mut said = said;
    let mut expected = expected;
    said.sort();
    expected.sort_unstable();
    assert_eq!(said, expected);
}

#[test]
fn what_is_empty_is_told_at_its_key_and_what_has_an_older_name_there() {
    let text = "version: '2.2'\npipelines:\n- id: p\n  connectors:\n  - id: c\n    type: \n    plugin: ''";
    let expected = "line 6, column 5: c: `type` is required, but not set\n\
                    line 7, column 13: c: `plugin` is required, but not set";
    assert_eq!(check(text).to_string(), expected);
    let report = check_settings(&["timeout: ''", "wait: soon"]);
    let places: Vec<_> = report.findings().iter().map(|f| (f.line(), f.column())).collect();
    assert_eq!(places, [(10, 7), (10, 13)]);
}

#[test]
fn kinds_carry_what_is_known() {
    let kinds = |report: &Report| -> Vec<(Severity, FindingKind)> {
        report.findings().iter().map(|f| (f.severity(), f.kind().clone())).collect()
    };
    let report =
        check_settings(&["bach: 1", "wait: 1s", "user: $A$B", "password: ${C}", "' batch': 1", "batch: 2"]);
    let suggestion = |name: &str| Some(name.to_owned());
    let variables = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(
        kinds(&report),
        [
            (Severity::Error, FindingKind::Problem(ProblemKind::Unknown { suggestion: None })),
            (Severity::Warning, FindingKind::Remark(WarningKind::Renamed { name: "timeout".to_owned() })),
            (Severity::Note, FindingKind::Reference { variables: variables(&["A", "B"]) }),
            (Severity::Note, FindingKind::Reference { variables: variables(&[]) }),
            (Severity::Error, FindingKind::Problem(ProblemKind::Duplicate { other: None })),
        ]
    );
    assert_eq!(report.findings()[4].line(), 14);
    let report = check(
        "version: 2\npipeline: []\npipelines:\n- id: a\n  dead-letter-queue: {plugin: snk, settings: {}}",
    );
    assert_eq!(
        kinds(&report),
        [
            (Severity::Warning, FindingKind::FormatVersion),
            (Severity::Warning, FindingKind::UnknownKey { suggestion: Some("pipelines") }),
            (Severity::Error, FindingKind::UnknownPlugin { suggestion: suggestion("sink") }),
        ]
    );
}

#[test]
fn the_dead_letter_queue_is_a_destination() {
    let text = |queue: &str| format!("version: '2.2'\npipelines:\n- id: a\n  dead-letter-queue: {queue}");
    assert_eq!(messages(&check(&text("{window-size: 2}"))), [""; 0]);
    assert_eq!(messages(&check(&text("{plugin: sink}"))), [""; 0]);
    assert_eq!(
        messages(&check(&text("{settings: {level: warn}, windowsize: 2}"))),
        [
            "no specification given for plugin \"builtin:log\"; the settings of \"dead-letter-queue\" are not checked",
            "Conduit passes over the key \"windowsize\"; did you mean \"window-size\"?",
        ]
    );
    assert_eq!(
        messages(&check(&text("{plugin: sink, settings: {level: warn}}"))),
        ["level: unknown parameter"]
    );
}

/// The texts that Conduit's own limits are about, counted in bytes; a connector's `id` with its pipeline's before it.
#[test]
fn texts_are_as_long_as_conduit_allows() {
    let file = |id: usize, connector: usize, name: usize, pipeline_name: usize, description: usize| {
        let text = |length| "x".repeat(length);
        check(&format!(
            "version: '2.2'\npipelines:\n- id: {}\n  name: {}\n  description: {}\n  connectors:\n  - id: {}\n    name: {}\n    \
             type: destination\n    plugin: sink\n",
            text(id),
            text(pipeline_name),
            text(description),
            text(connector),
            text(name)
        ))
    };
    assert_eq!(messages(&file(128, 127, 256, 128, 8192)), [""; 0]);
    assert_eq!(
        messages(&file(129, 127, 257, 129, 8193)),
        [
            "`id` must be at most 128 bytes long, and has 129",
            "`name` must be at most 128 bytes long, and has 129",
            "`description` must be at most 8192 bytes long, and has 8193",
            "`id` must be at most 256 bytes long, and has 257, with the pipeline's and a colon before it",
            "`name` must be at most 256 bytes long, and has 257",
        ]
    );
    assert_eq!(file(129, 1, 1, 1, 1).findings()[0].kind(), &FindingKind::TooLong { limit: 128 });
    let name = check(&format!("version: '2.2'\npipelines:\n- {{id: a, name: {}}}", "é".repeat(65)));
    assert_eq!(messages(&name), ["`name` must be at most 128 bytes long, and has 130"]);
}

/// Conduit drops every pipeline whose `id` two files have, and refuses the second of a `name`.
#[test]
fn files_of_a_folder_are_one_list() {
    let file = |id: &str| format!("version: '2.2'\npipelines:\n- {id}\n");
    let texts = [file("{id: a}"), file("{id: b, name: a}"), file("{id: a}"), file("{id: c}")];
    let said: Vec<String> = pipeline::check_all(texts.iter().map(String::as_str), &registry())
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        said,
        [
            "",
            "line 3, column 17: b: a pipeline of another file has the `name` \"a\" too",
            "line 3, column 8: a: a pipeline of another file has the `id` \"a\" too",
            ""
        ]
    );
}

/// One fault is one finding, whatever else is wrong.
#[test]
fn twins_are_told_once() {
    let text = "version: '2.2'\npipelines:\n- {id: a, name: x}\n- {id: a, name: x, status: on}\n- {id: 'b c'}\n- {id: 'b c'}\n";
    let characters = "`id` must be of ASCII letters, digits, \"-\", \"_\", \":\" and \".\", and has \" \"";
    assert_eq!(
        messages(&check(text)),
        [
            "another pipeline of this file has the `id` \"a\" too",
            "`status` must be \"running\" or \"stopped\", got \"on\"",
            characters,
            "another pipeline of this file has the `id` \"b c\" too",
            characters,
        ]
    );
}

#[test]
fn what_is_skipped_is_counted_and_strict_makes_it_an_error() {
    let text = "version: '2.2'\npipelines:\n- id: p\n  connectors:\n  - {id: a, type: destination, plugin: sink}\n  \
                - {id: b, type: destination, plugin: other}\n  - {id: c, type: destination, plugin: $PLUGIN}\n  \
                - {id: d, type: source, plugin: sink}\n  - {id: e, type: destination, plugin: standalone:sinks}\n  \
                dead-letter-queue: {plugin: builtin:log, settings: {level: warn}}\n";
    let report = check(text);
    assert_eq!((report.checked(), report.skipped()), (1, 5));
    let severities =
        |report: &Report| -> Vec<Severity> { report.findings().iter().map(Finding::severity).collect() };
    let (note, warning, error) = (Severity::Note, Severity::Warning, Severity::Error);
    assert_eq!(severities(&report), [note, note, warning, error, note]);
    assert!(report.findings().iter().all(Finding::skips_connector));
    assert_eq!(severities(&report.strict()), [error; 5]);
}

/// A name that Conduit knows is no mistyped one.
#[test]
fn builtin_connectors_are_no_near_misses() {
    let registry = Registry::new().with("logs", Specification::new("logs"));
    for (plugin, severity) in [("builtin:log", Severity::Note), ("standalone:log", Severity::Error)] {
        let text = format!(
            "version: '2.2'\npipelines:\n- {{id: p, connectors: [{{id: c, type: source, plugin: '{plugin}'}}]}}"
        );
        assert_eq!(pipeline::check(&text, &registry).findings()[0].severity(), severity, "{plugin}");
    }
}

#[test]
fn json_is_for_editors() {
    let report = check_settings(&["batch: \"-1\"", "timeout: $T"]);
    let json: Value = serde_json::from_str(&report.to_json()).expect("JSON");
    let finding = |severity: &str, line, columns: [u32; 2], key: &str, message: &str| {
        let kind = if severity == "error" { "setting-range" } else { "environment" };
        json!({
            "kind": kind, "severity": severity, "line": line, "column": columns[0], "endLine": line, "endColumn": columns[1],
            "pipeline": "p", "connector": "c", "key": key, "message": message,
        })
    };
    let depends = "not checkable here: the value depends on the environment variable \"T\"";
    assert_eq!(
        json,
        json!({"checked": 1, "skipped": 0, "findings": [
            finding("error", 9, [14, 18], "batch", "must be greater than 0, got \"-1\""),
            finding("note", 10, [16, 18], "timeout", depends),
        ]})
    );
}

#[test]
fn quotes_do_not_keep_a_dollar_sign() {
    for value in ["$T", "'$T'", "\"$T\"", "|\n        $T", "!!str $T", "\"\\u0024T\""] {
        let said = messages(&check_settings(&[&format!("timeout: {value}")]));
        let depends = "timeout: not checkable here: the value depends on the environment variable \"T\"";
        assert_eq!(said, [depends], "{value}");
    }
    assert_eq!(messages(&check_settings(&["user: ends in $", "auth: $ or $)", "password: x"])), [""; 0]);
}

/// The inner quotes of a template end the text around it.
#[test]
fn quotes_in_a_template_are_told() {
    let text = "version: '2.2'\npipelines:\n- id: p\n  name: \"{{ index .Metadata \"x\" }}\"\n";
    let said = messages(&check(text)).pop().unwrap_or_default();
    assert!(
        said.ends_with("a template that has double quotes in it stands in single quotes: '{{ … }}'"),
        "{said}"
    );
    assert_eq!(messages(&check(&text.replace("\"{{", "'{{").replace("}}\"", "}}'"))), [""; 0]);
}

/// Go reads these, and `conduit pipelines init` writes the first.
#[test]
fn what_conduit_writes_is_read() {
    let report = check(
        "version: '2.2'\npipelines:\n- id: p\n  description: 'one\n  two'\n  connectors:\n  - {id: c, type: destination,\nplugin: sink,\n\
         settings: {batch: many,\nauth: -}\n}\n",
    );
    assert_eq!(report.to_string(), "line 9, column 19: c: batch: expected an integer, got \"many\"");
}
