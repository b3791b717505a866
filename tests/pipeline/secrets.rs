//! What a report must not show.

use paramgen::{
    Parameter, ParameterType, Parameters, Params, Secret, Specification,
    pipeline::{self, Registry},
};

use super::{check, check_settings};

#[expect(dead_code, reason = "only its parameters are of interest")]
#[derive(Debug, Params)]
struct Vault {
    token: Secret<String>,
}

/// A secret in every place where one may be written, beside a mistake of every kind.
#[test]
fn secrets_are_never_shown() {
    let source = [
        "password: {hunter2: 1}",
        "password: {hunter2}",
        "batch: {hunter2}",
        "unknown: {a: 1, hunter2}",
        "{[hunter2]: x}",
        "? {hunter2}\n      : x",
        "password hunter2: x",
        "password=hunter2: x",
        "batch: &a hunter2\n      password: *a",
        "mode: &a hunter2\n      pasword: *a",
        "password: [hunter2]",
        "password: pa$hunter2",
        "password: pa${hunter2",
        "pasword: hunter2",
        "pasword: #hunter2",
        "headers.x: hunter2",
        "{password: hunter2, mode: x}",
        "{password: hunter2, password: hunter2}",
        "hunter2",
        "[hunter2]",
        "password: *hunter2",
        "password: hunter2: x",
        "password: \"hunter2",
        "password: !!binary hunter2",
    ];
    for settings in source {
        for plugin in ["postgres", "unknown"] {
            let text = format!(
                "version: '2.2'\npipelines:\n- id: p\n  connectors:\n  - id: c\n    type: source\n    plugin: {plugin}\n    \
                 settings:\n      {settings}\n"
            );
            let report = check(&text);
            assert_ne!(report.findings(), [], "{settings}");
            for shown in [report.to_string(), report.to_json(), format!("{report:?}")] {
                assert!(!shown.contains("hunter2"), "{settings}: {shown}");
            }
            for finding in report.findings().iter().filter(|finding| !finding.hides_source()) {
                let lines =
                    text.lines().skip(finding.line() - 1).take(finding.end_line() - finding.line() + 1);
                assert!(!lines.collect::<String>().contains("hunter2"), "{settings}: {finding}");
            }
        }
    }
}

/// An aliased value is as secret as the most secret parameter that has it.
#[test]
fn lines_of_shared_values_are_hidden_where_one_is_secret() {
    for (other, hides) in [("password", true), ("auth", false)] {
        let report = check_settings(&["batch: &shared x", &format!("{other}: *shared")]);
        assert_eq!(report.findings().len(), 1);
        assert_eq!(report.findings()[0].hides_source(), hides, "{other}");
    }
}

/// What stands beside an empty secret is a comment to YAML, and was hardly meant as one.
#[test]
fn comments_beside_secrets_are_hidden() {
    let text = "version: '2.2'\npipelines:\n- id: p\n  connectors:\n  - id: c\n    type: source\n    plugin: vault\n    \
                settings:\n      token: #hunter2";
    let vault = Specification::new("vault").with_source(Vault::parameters());
    let report = pipeline::check(text, &Registry::new().with("vault", vault));
    assert_eq!(report.to_string(), "line 9, column 7: c: token: required, but not set");
    assert!(report.findings()[0].hides_source());
}

#[test]
fn a_key_of_two_parameters_is_as_secret_as_one_of_them() {
    let source = Parameters::from_iter([
        Parameter::new("headers.auth", ParameterType::String).with_secret(true),
        Parameter::new("headers.*", ParameterType::Int),
    ]);
    let text = "version: '2.2'\npipelines:\n- id: p\n  connectors:\n  - {id: c, type: source, plugin: x, settings: {\
                headers.auth: hunter2}}";
    let registry = Registry::new().with("x", Specification::new("x").with_source(source));
    let report = pipeline::check(text, &registry);
    assert_eq!(report.to_string(), "line 5, column 63: c: headers.auth: expected an integer");
    assert!(report.findings()[0].hides_source());
}

/// `connector.yaml` cannot say what is secret; names do.
#[test]
fn values_of_parameters_that_are_secret_by_name_are_hidden() {
    let yaml = "specification:\n  name: db\n  source:\n    parameters:\n      - name: db.password\n        type: string\n        \
                validations: [{type: inclusion, value: a}]\n";
    let specification = Specification::from_yaml(yaml).expect("a specification");
    let file = "version: 2.2\npipelines:\n  - id: p\n    connectors:\n      - id: c\n        type: source\n        \
                plugin: db\n        settings:\n          db.password: hunter2\n";
    let report = pipeline::check(file, &Registry::new().with("db", specification));
    assert!(
        report.has_errors() && report.findings().iter().all(|finding| finding.hides_source()),
        "{report}"
    );
    assert!(!report.to_string().contains("hunter2") && !report.to_json().contains("hunter2"), "{report}");
}

/// A value is secret by the node that it is, whichever other setting has an alias of it.
#[test]
fn values_are_secret_wherever_they_are_repeated() {
    for other in ["password", "pasword"] {
        let report = check_settings(&["batch: &a hunter2", &format!("{other}: *a")]);
        let shown = format!("{report}{}", report.to_json());
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(report.to_string().contains("batch: expected an integer"), "{report}");
        assert!(report.findings().iter().all(|finding| finding.hides_source()));
    }
}

/// Compared, inspected, printed: a mark that went through `connector.yaml` is gone, and the name is not.
#[test]
fn defaults_of_secrets_are_in_no_output() {
    let marked = |default: &'static str| {
        let parameter = Parameter::new("x.pass", ParameterType::String).with_default(default);
        Specification::new("x").with_source(Parameters::from_iter([parameter.with_secret(true)]))
    };
    let named = |default: &'static str| {
        let parameter = Parameter::new("x.clientKey", ParameterType::String).with_default(default);
        Specification::new("x").with_source(Parameters::from_iter([parameter]))
    };
    let plain = |specification: &Specification| {
        Specification::from_yaml(&specification.to_yaml()).expect("its own text")
    };
    let pairs = [
        (marked("hunter2"), marked("hunter3")),
        (plain(&marked("hunter2")), marked("hunter3")),
        (marked("hunter2"), plain(&marked("hunter3"))),
        (plain(&named("hunter2")), named("hunter3")),
        (plain(&named("hunter2")), plain(&named("hunter3"))),
    ];
    for (old, new) in &pairs {
        let changes = paramgen::spec::compare(old, new);
        let differences = paramgen::spec::differences(old, new);
        for shown in [format!("{changes:?}"), format!("{differences:?}")] {
            assert!(!shown.contains("hunter"), "{shown}");
        }
        assert!(!differences.is_empty());
    }
    for specification in [marked("hunter2"), named("hunter2"), plain(&named("hunter2"))] {
        let source = specification.source().expect("a source");
        let message: Vec<_> = paramgen::proto::to_proto_map(source).into_values().collect();
        for shown in
            [format!("{specification:?}{message:?}"), specification.to_markdown(), source.to_json_schema()]
        {
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
}

/// A line that was pasted where a key belongs is not shown beyond its first word.
#[test]
fn unknown_keys_are_cut() {
    let problems =
        Vault::parse([("token", "x"), ("password = hunter2", ""), ("url:hunter2", "x")]).unwrap_err();
    let shown = format!("{problems}{problems:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("password…: unknown parameter") && shown.contains("url…: unknown"), "{shown}");
    let options = paramgen::Options::new().unknown(paramgen::UnknownKeys::Warn);
    let read = Vault::parse_with([("token", "x"), ("password hunter2", "")], options).expect("warnings");
    assert_eq!(read.warnings[0].to_string(), "password…: unknown parameter");
}
