//! What a report must not show.

use super::{check, check_settings};

/// A secret in every place where one may be written, beside a mistake of every kind.
#[test]
fn secrets_are_never_shown() {
    let source = [
        "password: {hunter2: 1}",
        "password: [hunter2]",
        "password: pa$hunter2",
        "password: pa${hunter2",
        "pasword: hunter2",
        "password: #hunter2",
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
