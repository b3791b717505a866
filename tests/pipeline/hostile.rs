//! Files that are meant to cost too much, and files that nobody meant.

use paramgen::pipeline::FindingKind;
use proptest::prelude::*;
use serde_json::Value;

use super::{FIXTURES, check};

/// Each would take hours, or more memory than there is, if it were followed to its end.
#[test]
fn hostile_files_end_early() {
    let head = "version: '2.2'\npipelines:\n- id: p\n  connectors:\n";
    let mut bomb = "a0: &a0 {}\n".to_owned();
    for level in 1..60 {
        let merged = format!("*a{}, ", level - 1).repeat(10);
        bomb.extend(["a", &level.to_string(), ": &a", &level.to_string(), "\n  <<: [", &merged, "]\n"]);
    }
    // A reference in the `id` keeps it from being a duplicate.
    let many = format!("\nversion: '2.2'\npipelines:\n- id: p\n  connectors:\n{}", "  - *c\n".repeat(2_000));
    let connector = "c: &c {id: $X, type: destination, plugin: sink";
    let keys = (0..2_000).map(|number| format!("headers.k{number}: 1,")).collect::<Vec<_>>().concat();
    let nothing = "~,".repeat(20_000);
    let long = "x".repeat(1 << 18);
    let files = [
        format!("{bomb}{head}  - {{id: c, type: source, plugin: postgres, settings: *a59}}"),
        format!(
            "c: &c {{id: $X, type: source, plugin: postgres, settings: {{url: u, mode: never, {keys}}}}}{many}"
        ),
        format!("n: &n [{nothing}]\n{connector}, processors: *n}}{many}"),
        format!("{connector}, settings: {{auth: '{long}$'}}}}{many}"),
        format!("e: &e {{}}\n{connector}, settings: {{<<: [{}]}}}}{many}", "*e,".repeat(20_000)),
        format!("{head}  - {{id: c, settings: {{a: \"{}\"}}}}", "${".repeat(1 << 18)),
        format!("{head}  {}", "[".repeat(100_000)),
        format!("{head}  {}", "- ".repeat(100_000)),
    ];
    for (number, text) in files.iter().enumerate() {
        let report = check(text);
        assert!(report.has_errors() && report.findings().len() <= 70, "{number}");
        let too_much = report.findings().iter().any(|finding| finding.kind() == &FindingKind::TooMuch);
        assert_eq!(too_much, number < 5, "{number}: {:?}", report.findings().first());
    }
}

#[test]
fn findings_that_nobody_reads_are_left_out() {
    let report = check(&format!("version: '2.2'\npipelines: [{}]", "{},".repeat(2_000)));
    assert_eq!(report.findings().len(), 1000);
    assert_eq!(report.findings()[999].message(), "more than 999 findings; the rest is not shown");
}

/// Positions lie on characters of the text, in order; lines and columns are those of the bytes.
fn assert_sound(text: &str) {
    let report = check(text);
    let mut last = 0;
    for finding in report.findings() {
        let span = finding.span();
        assert!(text.get(span.clone()).is_some(), "{finding}: {span:?}");
        assert!(last <= span.start, "{finding}");
        last = span.start;
        for (byte, line, column) in [
            (span.start, finding.line(), finding.column()),
            (span.end, finding.end_line(), finding.end_column()),
        ] {
            let before = text[..byte].strip_prefix('\u{FEFF}').unwrap_or(&text[..byte]).replace("\r\n", "\n");
            // A line feed whose carriage return stands before it belongs to the line.
            let lines: Vec<&str> = before.split(['\n', '\r']).collect();
            let is_between = text[..byte].ends_with('\r') && text[byte..].starts_with('\n');
            if !is_between {
                let found = (lines.len(), lines.last().map_or(0, |line| line.chars().count()) + 1);
                assert_eq!((line, column), found, "{finding}");
            }
        }
        assert!(!finding.message().is_empty());
    }
    let json: Value = serde_json::from_str(&report.to_json()).expect("JSON");
    assert_eq!(json["findings"].as_array().map(Vec::len), Some(report.findings().len()));
}

proptest! {
    #[test]
    fn arbitrary_text_is_survived(text in "\\PC*|[-\\[\\]{}:,?&*!|>'\"%@`#~<a1é$\r\n\t \u{FEFF}]{0,60}") {
        assert_sound(&text);
    }

    #[test]
    fn changed_fixtures_are_survived(
        fixture in 0..FIXTURES.len(),
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), 0..4_usize, "[-\\[\\]{}:,?&*!|>'\"#~<a1é€$\r\n\t \u{FEFF}]{0,3}"),
            1..8,
        ),
    ) {
        let mut chars: Vec<char> = FIXTURES[fixture].1.chars().collect();
        for (at, removed, added) in changes {
            let at = at.index(chars.len() + 1);
            let end = chars.len().min(at + removed);
            chars.splice(at..end, added.chars());
        }
        assert_sound(&chars.into_iter().collect::<String>());
    }
}
