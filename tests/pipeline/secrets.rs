//! What a report must not show.

use paramgen::{
    Parameter, ParameterType, Parameters, Params, Secret, Specification,
    pipeline::{self, Registry},
};

use super::{check, check_settings};

#[expect(dead_code, reason = "only its parameters are of interest")]
#[derive(Params)]
struct Vault {
    token: Secret<String>,
}

/// A secret in every place where one may be written, beside a mistake of every kind.
#[test]
fn secrets_are_never_shown() {
    let source = [
        "password: {hunter2: 1}",
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
