//! Lists in flow style, JSON files among them.

use paramgen::{Specification, Validation};

use crate::{edit, parameter};

const A: &str = r#"[{"name": "a", "description": "", "type": "string", "default": "", "validations": [{"type": "required", "value": ""}, {"type": "inclusion", "value": "é\n\u007f"}]}]"#;

#[test]
fn flow_stays_flow() {
    let texts = vec!["é\n\u{7F}".into()];
    let a = parameter("a")
        .with_validation(Validation::Required)
        .with_validation(Validation::Inclusion(texts.into()));
    let specification = Specification::new("x")
        .with_summary("\u{1F642} \"s\"\t\u{0}\u{85}")
        .with_source([a].into_iter().collect());
    let summary = "\"\u{1F642} \\\"s\\\"\\t\\u0000\\u0085\"";
    let whole = format!(
        r#"{{"name": "x", "summary": {summary}, "description": "", "version": "", "author": "", "source": {{"parameters": {A}}}}}"#
    );
    let cases = [
        (
            "{\"version\":\"1.0\"}\n".to_owned(),
            format!("{{\"version\":\"1.0\", \"specification\": {whole}}}\n"),
        ),
        ("{ }\n".to_owned(), format!("{{\"specification\": {whole} }}\n")),
        (
            "{\"specification\":{\"name\":\"\",\"source\":{\"parameters\":[ ]},\"x\":[]}}\n".to_owned(),
            format!(
                "{{\"specification\":{{\"name\":\"x\", \"summary\": {summary},\"source\":{{\"parameters\":{A}}},\"x\":[]}}}}\n"
            ),
        ),
        (
            "{\n\"specification\": {\n  \"x\": 1,\n  \"source\": {\"y\": 2}\n}\n}\n".to_owned(),
            format!(
                "{{\n\"specification\": {{\"name\": \"x\", \"summary\": {summary}, \n  \"x\": 1,\n  \"source\": {{\"y\": 2, \"parameters\": {A}}}\n}}\n}}\n"
            ),
        ),
        (
            "specification: {name, summary: , source: {parameters: [{name: x, type: int},], # c\n   }, }\n"
                .to_owned(),
            format!(
                "specification: {{name: \"x\", summary: {summary} , source: {{parameters: {A}, # c\n   }}, }}\n"
            ),
        ),
        (
            "specification:\n  name: x\n  summary: s\n  source: { # none\n   }\n".to_owned(),
            format!(
                "specification:\n  name: x\n  summary: s\n  source: {{\"parameters\": {A} # none\n   }}\n"
            ),
        ),
    ];
    for (before, after) in cases {
        let edited = edit(&specification, &before);
        assert_eq!(edited, after);
        if before.starts_with("{\"") {
            serde_json::from_str::<serde_json::Value>(&edited).expect("JSON stays JSON");
        }
    }
}
