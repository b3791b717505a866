//! The outputs that the README shows, from the struct that stands there.

use paramgen::{Params, Secret, proto};

#[derive(Params)]
#[expect(dead_code, reason = "only its documents matter")]
struct SourceConfig {
    /// Rows fetched at a time.
    #[param(default = 50_000, min = 1)]
    fetch_size: u32,
    /// Token of the API.
    token: Secret<String>,
}

/// The lines of a text without what stands before them and commas behind.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(|line| line.trim().trim_end_matches(',')).filter(|line| !line.is_empty()).collect()
}

#[test]
fn outputs_are_as_they_stand_there() {
    let readme = include_str!("../README.md");
    let (_, section) = readme.split_once("\n## Outputs\n").expect("the section");
    let section = section.split_once("\n## ").map_or(section, |(section, _)| section);
    let specification = paramgen::specification! { name: "postgres", version: "0.1.0", source: SourceConfig };
    let source = specification.source().expect("a source");
    let snippet = specification
        .to_readme_in("<!-- readmegen:source.parameters.yaml --><!-- /readmegen:source.parameters.yaml -->")
        .expect("a section");
    let schema = source
        .to_json_schema()
        .replace("[\n        \"string\",\n        \"integer\"\n      ]", "[\"string\", \"integer\"]");
    let outputs = [specification.to_yaml(), specification.to_json(), schema, snippet];
    let shown: Vec<&str> = section
        .split("\n```")
        .filter_map(|block| block.strip_prefix("yaml\n").or(block.strip_prefix("json\n")))
        .collect();
    assert_eq!(shown.len(), outputs.len());
    for (shown, output) in shown.into_iter().zip(&outputs) {
        let (shown, output) = (lines(shown), lines(output));
        assert!(output.windows(shown.len()).any(|window| window == shown), "{shown:#?}\n{output:#?}");
    }
    let message = proto::Parameter::from(source.get("fetchSize").expect("a parameter"));
    assert_eq!((message.r#type, message.default.as_str()), (2, "50000"));
    let said: Vec<_> = message.validations.iter().map(|said| (said.r#type, said.value.as_str())).collect();
    assert_eq!(said, [(2, "0")]);
}
