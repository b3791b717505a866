//! Writing a specification into an existing `connector.yaml`: only the parameters change, and what the head leaves empty.
#![cfg(feature = "spec")]

use std::{fs, path::PathBuf};

use paramgen::{Parameter, ParameterType, Parameters, Specification, Validation, WriteError};
use proptest::prelude::*;

/// The files that specgen left, which are other people's text and stay outside of the repository.
fn corpus() -> Vec<(PathBuf, String)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/yaml"));
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: there is no folder ../shared/corpus/yaml");
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.map(|path| (path.clone(), fs::read_to_string(path).expect("a file"))).collect()
}

fn parameter(name: &str) -> Parameter {
    Parameter::new(name.to_owned(), ParameterType::String)
}

fn parameters(names: &[&str]) -> Parameters {
    names.iter().map(|name| parameter(name)).collect()
}

/// The lines of a list with these parameters, whose dashes stand at `indent`.
fn items(indent: usize, names: &[&str]) -> String {
    let item = |name| {
        format!("- name: {name}\n  description: \"\"\n  type: string\n  default: \"\"\n  validations: []\n")
    };
    let lines: String = names.iter().map(item).collect();
    lines.lines().map(|line| format!("{}{line}\n", " ".repeat(indent))).collect()
}

/// The text with lists in it: a line `<a b>` stands for the parameters of these names.
fn with_lists(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        match line.trim().strip_prefix('<').and_then(|names| names.strip_suffix('>')) {
            Some(names) => {
                let names: Vec<&str> = names.split(' ').collect();
                out.push_str(&items(line.len() - line.trim_start().len(), &names));
            }
            None => out.push_str(line),
        }
    }
    out
}

fn edit(specification: &Specification, existing: &str) -> String {
    let edited = specification.to_yaml_in(existing).unwrap_or_else(|error| panic!("{error}\n{existing}"));
    let again = specification.to_yaml_in(&edited).expect("what was edited is edited again");
    assert_eq!(again, edited, "a second edit changes nothing");
    edited
}

#[test]
fn specgens_own_files_stay_as_they_are() {
    for (path, text) in corpus() {
        let specification = Specification::from_yaml(&text).expect("a specification");
        assert!(edit(&specification, &text) == text, "{}", path.display());
    }
    let text = include_str!("spec/widest.yaml");
    assert_eq!(edit(&Specification::from_yaml(text).expect("a specification"), text), text);
}

/// Other parameters give what specgen would have written at once.
#[test]
fn specgens_own_files_take_other_parameters() {
    let files = corpus();
    for (path, text) in &files {
        let read = Specification::from_yaml(text).expect("a specification");
        for (_, other) in &files {
            let other = Specification::from_yaml(other).expect("a specification");
            let mut wanted = Specification::new(read.name())
                .with_summary(read.summary())
                .with_description(read.description())
                .with_version(read.version())
                .with_author(read.author());
            wanted = match other.source() {
                Some(source) => wanted.with_source(source.clone()),
                None => wanted,
            };
            wanted = match other.destination() {
                Some(destination) => wanted.with_destination(destination.clone()),
                None => wanted,
            };
            let edited = edit(&other, text);
            // A side that is gone leaves its keys behind.
            let edited = edited
                .replace("  source:\n    parameters: []\n", "")
                .replace("  destination:\n    parameters: []\n", "");
            assert!(edited == wanted.to_yaml(), "{}", path.display());
        }
    }
}

/// A specification that fills in nothing but its lists.
fn lists(source: &[&str], destination: &[&str]) -> Specification {
    Specification::default().with_source(parameters(source)).with_destination(parameters(destination))
}

fn assert_edits(specification: &Specification, cases: &[(&str, &str, &str)]) {
    for (title, before, after) in cases {
        let (before, after) = (with_lists(before), with_lists(after));
        let edited = edit(specification, &before);
        assert!(edited == after, "{title}: is\n{edited}\nand not\n{after}");
        // The same with the line ends of Windows, and behind a byte order mark.
        let edited = edit(specification, &format!("\u{FEFF}{}", before.replace('\n', "\r\n")));
        assert!(edited == format!("\u{FEFF}{}", after.replace('\n', "\r\n")), "{title}, CRLF");
        // The same without a line end behind the last line.
        let cut = edit(specification, before.trim_end_matches('\n'));
        assert_eq!(cut.trim_end_matches('\n'), after.trim_end_matches('\n'), "{title}, cut");
        assert!(!cut.ends_with('\n'), "{title}, cut: {cut}");
    }
}

#[test]
fn lists_are_replaced_where_they_stand() {
    assert_edits(
        &lists(&["a"], &[]),
        &[
            (
                "comments around a list",
                "# top\nspecification: # s\n  # over\n  source: # src\n    # p\n    parameters: # q\n      # first\n      \
                 <old>\n      # end\n    # low\n  # lower\n# lowest\n",
                "# top\nspecification: # s\n  # over\n  source: # src\n    # p\n    parameters: # q\n      # first\n      \
                 <a>\n      # end\n    # low\n  # lower\n# lowest\n",
            ),
            (
                "comments inside of a list",
                "specification:\n  source:\n    parameters:\n      - name: x # x\n# low\n\n        type: int # y\n\n  z: 1\n",
                "specification:\n  source:\n    parameters:\n      <a>\n\n  z: 1\n",
            ),
            (
                "the same indentation as the key",
                "specification:\n source:\n  x: 1\n  parameters:\n  - name: x\n    type: int\n  -   # c\n    name: y\n    type: \
                 int\n  y: 2\n",
                "specification:\n source:\n  x: 1\n  parameters:\n    <a>\n  y: 2\n",
            ),
            (
                "a block at the end",
                "specification:\n  source:\n    parameters:\n      - type: int\n        name: |-\n          x\n\n      # end\n\n    y: 2\n",
                "specification:\n  source:\n    parameters:\n      <a>\n\n      # end\n\n    y: 2\n",
            ),
            (
                "a block that keeps its empty lines",
                "specification:\n  source:\n    parameters:\n      - type: int\n        name: >+\n          x\n\n\n  y: 2\n",
                "specification:\n  source:\n    parameters:\n      <a>\n  y: 2\n",
            ),
            (
                "nothing at the end",
                "specification:\n  source:\n    parameters:\n      - name: x\n        type: int\n        default:\n  # end\n",
                "specification:\n  source:\n    parameters:\n      <a>\n  # end\n",
            ),
            (
                "several lines of quotes and é at the end",
                "specification:\n  né: \"é\"\n  source:\n    parameters:\n      - type: int\n        name: \"é\n\n         x\" # z\n  y: &é 2\n",
                "specification:\n  né: \"é\"\n  source:\n    parameters:\n      <a>\n  y: &é 2\n",
            ),
            (
                "a wide indentation and quoted keys",
                "\"specification\":\n      \"source\" :\n          'parameters':\t\n          - {name: x, type: int}\n          z: |\n            x\n",
                "\"specification\":\n      \"source\" :\n          'parameters':\t\n            <a>\n          z: |\n            x\n",
            ),
            (
                "a flow list",
                "specification:\n  source:\n    parameters: [{name: x, # c\n      type: int,}, ] # end\n    y: 2\n",
                "specification:\n  source:\n    parameters: # end\n      <a>\n    y: 2\n",
            ),
            (
                "an anchor that nobody uses, and aliases of what stays",
                "t: &t int\nspecification:\n  source: &s\n    parameters: &p\n      - name: &n x\n        type: *t\n  x: *s\n",
                "t: &t int\nspecification:\n  source: &s\n    parameters: &p\n      <a>\n  x: *s\n",
            ),
            (
                "several documents",
                "%YAML 1.2\n---\nspecification:\n  source:\n    parameters:\n      <x>\n---\nspecification:\n  source:\n    parameters:\n      <y>\n...\n",
                "%YAML 1.2\n---\nspecification:\n  source:\n    parameters:\n      <a>\n---\nspecification:\n  source:\n    parameters:\n      <y>\n...\n",
            ),
            (
                "a list that is wrong",
                "specification:\n  source:\n    parameters:\n      - name: x\n        type: text\n      - name: x\n",
                "specification:\n  source:\n    parameters:\n      <a>\n",
            ),
        ],
    );
}

#[test]
fn lists_come_where_none_are() {
    assert_edits(
        &lists(&["b", "a"], &["c"]),
        &[
            (
                "no specification",
                "# top\nversion: 1.0\nx: [1,\n  2]\n# end\n",
                "# top\nversion: 1.0\nx: [1,\n  2]\nspecification:\n  name: \"\"\n  summary: \"\"\n  description: \"\"\n  version: \"\"\n  author: \"\"\n  source:\n    parameters:\n      <a b>\n  destination:\n    parameters:\n      <c>\n# end\n",
            ),
            (
                "no sides",
                "specification:\n    name: x\n    # of author\n    author: y # z\n\n    other: 1\n# end\n",
                "specification:\n    name: x\n    # of author\n    author: y # z\n    source:\n      parameters:\n        <a b>\n    destination:\n      parameters:\n        <c>\n\n    other: 1\n# end\n",
            ),
            (
                "no source, no head",
                "specification: # s\n  # of destination\n  destination:\n    parameters:\n      - {name: x, type: int}\n",
                "specification: # s\n  source:\n    parameters:\n      <a b>\n  # of destination\n  destination:\n    parameters:\n      <c>\n",
            ),
            (
                "nothing behind colons",
                "specification:\n  source: # none\n    # none yet\n  destination:\n      parameters:\t\n\n      x: 1\n",
                "specification:\n  source: # none\n    parameters:\n      <a b>\n    # none yet\n  destination:\n      parameters:\t\n        <c>\n\n      x: 1\n",
            ),
            (
                "empty collections",
                "specification:\n  source: {} # none\n  destination:\n    parameters: [\n      # none\n     ] # end\n",
                "specification:\n  source: # none\n    parameters:\n      <a b>\n  destination:\n    parameters: # end\n      <c>\n",
            ),
            (
                "null",
                "specification:\n  source: ~\n  destination:\n    parameters: null\n",
                "specification:\n  source:\n    parameters:\n      <a b>\n  destination:\n    parameters:\n      <c>\n",
            ),
            (
                "no parameters, but other keys",
                "specification:\n  source:\n    x: 1\n    y: |\n      z\n\n  destination:\n    # no key\n    z:\n      - 1 # one\n    # end\n",
                "specification:\n  source:\n    x: 1\n    y: |\n      z\n    parameters:\n      <a b>\n\n  destination:\n    # no key\n    z:\n      - 1 # one\n    parameters:\n      <c>\n    # end\n",
            ),
            (
                "parameters that would be merged",
                "b: &b\n  parameters: [{name: x, type: int}]\nspecification:\n  source:\n    <<: *b\n  destination:\n    parameters:\n      <x>\n",
                "b: &b\n  parameters: [{name: x, type: int}]\nspecification:\n  source:\n    <<: *b\n    parameters:\n      <a b>\n  destination:\n    parameters:\n      <c>\n",
            ),
        ],
    );
}

#[test]
fn lists_are_emptied() {
    assert_edits(
        &lists(&[], &[]),
        &[
            (
                "blocks",
                "specification:\n  source:\n    x: 1\n    parameters: # p\n      # first\n      <a b>\n    # end\n  destination:\n    parameters:\n    - name: x\n      type: int\n",
                "specification:\n  source:\n    x: 1\n    parameters: [] # p\n      # first\n    # end\n  destination:\n    parameters: []\n",
            ),
            (
                "flow",
                "specification:\n  source:\n    parameters: [{name: x, type: int}] # p\n  destination: {parameters: [{name: x, type: int}], x: 1}\n",
                "specification:\n  source:\n    parameters: [] # p\n  destination: {parameters: [], x: 1}\n",
            ),
            (
                "what is empty stays as it is",
                "specification:\n  x: 1\n  source:\n    parameters: ~ # none\n  destination: {}\n",
                "specification:\n  x: 1\n  source:\n    parameters: ~ # none\n  destination: {}\n",
            ),
            ("nothing at all", "specification: {x: 1}\n", "specification: {x: 1}\n"),
        ],
    );
}

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
                "specification:\n  name: x\n  summary: s\n  source: {{\"parameters\": {A} # none\n  }}\n"
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

fn whole() -> Specification {
    Specification::new("x")
        .with_summary("Sums: up")
        .with_description("# One\n\nTwo  \n")
        .with_version("v1")
        .with_author("me")
}

#[test]
fn an_empty_head_is_filled() {
    let description = "description: |\n    # One\n\n    Two\n";
    let full = format!(
        "specification:\n  name: x\n  summary: 'Sums: up'\n  {description}  version: v1\n  author: me\n"
    );
    let cases = [
        ("specification:\n  name: x\n".to_owned(), full.clone()),
        ("specification:\n".to_owned(), full.clone()),
        ("specification: {}\n".to_owned(), full.clone()),
        ("specification:\n  name:\n  summary: ''\n  description: |\n  version: null\n  author: \"\"\n".to_owned(), full),
        (
            "specification: # s\n  # of x\n  x: 1\n  version: ~ # v\n  description: >- # d\n\n  summary: 's' # s\n".to_owned(),
            "specification: # s\n  name: x\n  # of x\n  x: 1\n  version: v1 # v\n  author: me\n  description: | # d\n    # One\n\n    Two\n\n  summary: 's' # s\n".to_owned(),
        ),
        (
            "d: &d\n  name: x\nspecification:\n  <<: *d\n  summary: s\n  description:\n      # deep\n  version: 1\n  author: a\n".to_owned(),
            "d: &d\n  name: x\nspecification:\n  <<: *d\n  summary: s\n  description: \"# One\\n\\nTwo\\n\"\n      # deep\n  version: 1\n  author: a\n".to_owned(),
        ),
        ("".to_owned(), whole().to_yaml()),
        ("# ours\n\n".to_owned(), format!("# ours\n\n{}", whole().to_yaml())),
        ("# ours".to_owned(), format!("# ours\n{}", whole().to_yaml())),
        ("# ours\r\n---\r\n".to_owned(), format!("# ours\n---\n{}", whole().to_yaml()).replace('\n', "\r\n")),
        ("\u{FEFF}".to_owned(), format!("\u{FEFF}{}", whole().to_yaml())),
    ];
    for (before, after) in cases {
        assert_eq!(edit(&whole(), &before), after);
    }
    let kept = Specification::new("x").with_description("x\n\n");
    let before = "specification:\n  name: x\n  description:\n\n# end\n";
    assert_eq!(edit(&kept, before), before.replace("tion:\n\n", "tion: \"x\\n\\n\"\n\n"));
    let cut = "specification:\n  name: x";
    let kept = Specification::new("x").with_description("x\ny\n");
    assert_eq!(edit(&kept, cut), format!("{cut}\n  description: |\n    x\n    y\n"));
}

#[test]
fn what_only_a_person_can_decide_is_refused() {
    let list = "parameters: [{name: x, type: int}]";
    let cases = [
        ("specification:\n  source: [\n".to_owned(), (3, 1), "this is not YAML"),
        ("version: 2.0\n".to_owned(), (1, 10), "version \"2.0\" of the format"),
        ("- a\n".to_owned(), (1, 1), "the file is a mapping, not a list"),
        ("~\n".to_owned(), (1, 1), "there is nothing in this document; take this away"),
        ("specification: text\n".to_owned(), (1, 16), "`specification` is a mapping, not a text"),
        (
            format!("x: &x {{{list}}}\nspecification:\n  source: *x\n"),
            (3, 11),
            "`source` is an alias; write it out, so that it can be replaced",
        ),
        (format!("x: &x {{name: n}}\nspecification: *x\n"), (2, 16), "`specification` is an alias; write it out"),
        (
            "x: &x [{name: x, type: int}]\nspecification:\n  source:\n    parameters: *x\n".to_owned(),
            (4, 17),
            "`parameters` is an alias; write it out",
        ),
        ("x: &x\nspecification:\n  name: *x\n".to_owned(), (3, 9), "`name` is an alias; write it out"),
        (
            "specification:\n  source:\n    parameters:\n      - &x\n        name: x\n        type: int\n  x: *x\n".to_owned(),
            (7, 6),
            "this alias names a part of a list that is replaced; write it out here",
        ),
        (
            format!("x: &x\n  source: {{{list}}}\nspecification:\n  <<: *x\n"),
            (4, 3),
            "`source` may come from this merge; write `source:` out beside it",
        ),
        (
            "specification:\n  source:\n    parameters: &x []\n".to_owned(),
            (3, 17),
            "`parameters` has an anchor or a tag; take it away",
        ),
        (
            "specification:\n  source:\n    ? parameters\n    : - name: x\n        type: int\n".to_owned(),
            (3, 7),
            "`parameters` has no colon behind it; write `parameters:` on one line",
        ),
        ("specification:\n  source: text\n".to_owned(), (2, 11), "`source` is a mapping, not a text"),
        ("specification:\n  source:\n    parameters: {}\n".to_owned(), (3, 17), "`parameters` is a list, not a mapping"),
        ("specification:\n  name: a\n  name: b\n".to_owned(), (3, 3), "the key `name` stands twice"),
        (
            "specification: {}\n---\nspecification:\n  source:\n    parameters: [{name: x}]\n".to_owned(),
            (5, 18),
            "parameter \"x\": no type",
        ),
    ];
    let specification = whole().with_source(parameters(&["a"]));
    for (file, place, message) in cases {
        let error = specification.to_yaml_in(&file).expect_err(&file);
        assert_eq!((error.line(), error.column()), place, "{error}\n{file}");
        assert!(error.message().contains(message), "{error}\n{file}");
    }
    let merged = format!("x: &x\n  {list}\nspecification:\n  source:\n    <<: *x\n");
    let error = lists(&[], &[]).to_yaml_in(&merged).expect_err("the merged list cannot be emptied");
    assert!(error.message().starts_with("`source` cannot be changed in place here"), "{error}");
    let error = lists(&["a", "a"], &[]).to_yaml_in("").expect_err("no file may have this list");
    assert!(error.message().contains("the parameter \"a\" stands twice"), "{error}");
}

/// The lines of a list in specgen's layout.
fn list_lines(names: &[String]) -> Vec<String> {
    let parameters = names.iter().map(|name| parameter(name)).collect();
    let yaml = Specification::default().with_source(parameters).to_yaml();
    yaml.lines().filter(|line| line.starts_with("      ")).map(str::to_owned).collect()
}

/// What a person puts between lines: comments of any indentation, empty lines, and a key where one may be.
type Gap = (Vec<String>, Option<String>);

fn gap() -> impl Strategy<Value = Gap> {
    let line = prop_oneof![Just(String::new()), Just("   ".to_owned()), "[ ]{0,12}#[ -~é]{0,8}"];
    let value = prop_oneof![
        Just("[1 ,2] # x"),
        Just("'é'"),
        Just("|+\n         # text\n"),
        Just("&x {a: b,\n         c}")
    ];
    let key = prop::option::of(value.prop_map(str::to_owned));
    (prop::collection::vec(line, 0..3), key)
}

fn names() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set("[a-z#: ]{2,6}", 1..4).prop_map(|names| names.into_iter().collect())
}

/// A file with these lists and gaps; the keys in a gap stand at the column that is given beside the line.
fn file(lists: [&[String]; 2], gaps: &[Gap], line_break: &str) -> String {
    let head =
        ["  name: x", "  summary: 's'", "  description: |-\n    d\n    d", "  version: v", "  author: a"];
    let mut pieces = vec![("version: 1.0".to_owned(), Some(0)), ("specification: # s".to_owned(), Some(2))];
    pieces.extend(head.map(|line| (line.to_owned(), Some(2))));
    for (side, lines) in ["source", "destination"].into_iter().zip(lists) {
        pieces.push((format!("  {side}:"), Some(4)));
        pieces.push(("    parameters: # p".to_owned(), None));
        pieces.push((lines.join("\n"), Some(4)));
    }
    let mut file = String::new();
    for (number, ((piece, column), (lines, key))) in pieces.into_iter().zip(gaps.iter().cycle()).enumerate() {
        file.extend([&piece, "\n"]);
        for line in lines {
            file.extend([line, "\n"]);
        }
        if let (Some(column), Some(key)) = (column, key) {
            file.push_str(&format!("{}x{number}: {key}\n", " ".repeat(column)));
        }
    }
    file.replace('\n', line_break)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn what_people_put_between_lines_stays(
        before in [names(), names()],
        after in [names(), names()],
        gaps in prop::collection::vec(gap(), 1..20),
        inside in prop::collection::vec(gap(), 1..20),
        line_break in prop_oneof![Just("\n"), Just("\r\n")],
    ) {
        let mut inside = inside.iter().cycle();
        let [first, second] = before.map(|names| {
            // Comments inside of a list go with it.
            let lines = list_lines(&names);
            let last = lines.len() - 1;
            let commented = lines.into_iter().enumerate().flat_map(|(number, line)| {
                let (comments, _) = inside.next().expect("a cycle");
                let comments = if number < last { comments.clone() } else { Vec::new() };
                std::iter::once(line).chain(comments)
            });
            commented.collect::<Vec<_>>()
        });
        let [source, destination] = after.map(|names| (list_lines(&names), names));
        let before = file([&first, &second], &gaps, line_break);
        let wanted = file([&source.0, &destination.0], &gaps, line_break);
        let parameters = |names: &[String]| names.iter().map(|name| parameter(name)).collect();
        let specification = Specification::new("other")
            .with_source(parameters(&source.1))
            .with_destination(parameters(&destination.1));
        let edited = edit(&specification, &before);
        prop_assert_eq!(&edited, &wanted);
        let read = Specification::from_yaml(&edited).expect("a specification");
        let both = |of: &Specification| {
            let side = |side: Option<&Parameters>| side.cloned().unwrap_or_default();
            Specification::default().with_source(side(of.source())).with_destination(side(of.destination())).to_yaml()
        };
        prop_assert_eq!(both(&read), both(&specification));
    }

    #[test]
    fn any_file_is_edited_or_refused(cut in 0..2000usize, insert in "[ \t\n\r:#\\-?,\\[\\]{}&*!|>'\"%~a-e\u{85}\u{FEFF}é]{0,12}") {
        let _ = lists(&["a"], &["b"]).to_yaml_in(&insert);
        for good in [include_str!("spec/widest.yaml"), include_str!("spec/handwritten.yaml")] {
            let cut = (0..=cut.min(good.len())).rev().find(|cut| good.is_char_boundary(*cut)).unwrap_or(0);
            let file = format!("{}{insert}{}", &good[..cut], &good[cut..]);
            if let Ok(edited) = lists(&["a"], &["b"]).to_yaml_in(&file) {
                let read = Specification::from_yaml(&edited).expect("what was edited is read");
                prop_assert_eq!(read.source().map(Parameters::len), Some(1));
            }
        }
    }
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().concat()
}

#[test]
fn hostile_files_end_soon() {
    let deep = "[".repeat(100_000);
    let deep_blocks = lines(500, |depth| format!("{}a:\n", " ".repeat(depth)));
    let laughs = lines(40, |i| format!("k{0}: &k{0} {{<<: [*k{i}, *k{i}]}}\n", i + 1));
    let laughs = format!("k0: &k0 {{a: b}}\n{laughs}<<: *k40\n");
    let complex = "?\n".repeat(50_000);
    let specification = lists(&["a"], &[]);
    for file in [
        &deep,
        &deep_blocks,
        &laughs,
        &complex,
        "{---",
        "%",
        "\"\\x",
        "? [",
        "|",
        "!<",
        "\u{FEFF}\u{FEFF}a",
        "a: |9\n b",
    ] {
        let _ = specification.to_yaml_in(file);
    }
    // Long lines and long lists of what the editor looks at: each is passed over a few times, not once for each node.
    let nulls = format!("x: [{}]\n", "{a}, a:, ".repeat(20_000));
    let blocks = lines(20_000, |i| format!("x{i}: |\n\n\n"));
    let items = lines(20_000, |i| format!("      - {{name: x{i}, type: &x{i} int}}\n"));
    let aliases = "y: &y 1\nz: [".to_owned() + &"*y, ".repeat(20_000) + "]\n";
    let file = format!("{nulls}{blocks}{aliases}specification:\n  source:\n    parameters:\n{items}");
    let edited = specification.to_yaml_in(&file).expect("an edited file");
    assert!(edited.starts_with(&nulls) && edited.ends_with("        validations: []\n"));
}

#[test]
fn files_are_written_only_where_they_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("connector.yaml");
    let specification = whole().with_source(parameters(&["a"]));
    assert!(specification.write_yaml(&path).expect("a new file"));
    assert_eq!(fs::read_to_string(&path).expect("a file"), specification.to_yaml());
    let written = fs::metadata(&path).expect("a file").modified().expect("a time");
    assert!(!specification.write_yaml(&path).expect("the same file"));
    assert_eq!(fs::metadata(&path).expect("a file").modified().expect("a time"), written);
    let other = whole().with_source(parameters(&["b"]));
    assert!(other.write_yaml(&path).expect("another text"));
    assert_eq!(fs::read_to_string(&path).expect("a file"), other.to_yaml());
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn files_that_cannot_be_edited_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("connector.yaml");
    let specification = whole().with_source(parameters(&["a"]));
    fs::write(&path, "x: 1\n- y").expect("a file");
    let error = specification.write_yaml(&path).expect_err("this is not YAML");
    let shown = error.to_string();
    assert!(shown.starts_with(&format!("{}: line 2, column ", path.display())), "{shown}");
    assert!(matches!(&error, WriteError::Spec { error, .. } if error.line() == 2));
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(fs::read_to_string(&path).expect("a file"), "x: 1\n- y");

    fs::write(&path, b"name: \xFF").expect("a file");
    let error = specification.write_yaml(&path).expect_err("this is not UTF-8");
    assert!(
        matches!(&error, WriteError::Io { error, .. } if error.kind() == std::io::ErrorKind::InvalidData)
    );
    assert_eq!(fs::read(&path).expect("a file"), b"name: \xFF");
    let missing = folder.path().join("none").join("connector.yaml");
    assert!(matches!(specification.write_yaml(missing), Err(WriteError::Io { .. })));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = tempfile::tempdir().expect("a folder");
    let (real, link) = (folder.path().join("real"), folder.path().join("link.yaml"));
    fs::create_dir(&real).expect("a folder");
    symlink("real/connector.yaml", &link).expect("a link");
    let specification = whole().with_source(parameters(&["a"]));
    // A link may lead to a file that is not there yet.
    assert!(specification.write_yaml(&link).expect("a new file"));
    let target = real.join("connector.yaml");
    let mode = |path: &std::path::Path| fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    fs::write(folder.path().join("plain"), "").expect("a file");
    assert_eq!(mode(&target), mode(&folder.path().join("plain")), "a new file is like any other");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o750)).expect("permissions");
    assert!(whole().with_source(parameters(&["b"])).write_yaml(&link).expect("an edited file"));
    assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
    assert_eq!(mode(&target), 0o750);
    assert_eq!(fs::read_dir(&real).expect("a folder").count(), 1);
}

/// The superuser may write anywhere, so that there is nothing to see for one.
#[cfg(unix)]
#[test]
fn what_may_not_be_written_stays() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("connector.yaml");
    fs::write(&path, "# ours\n").expect("a file");
    let set = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    };
    for (file, folder_mode) in [(0o644, 0o555), (0o444, 0o755)] {
        set(&path, file);
        set(folder.path(), folder_mode);
        let free = fs::OpenOptions::new().append(true).open(&path).is_ok()
            && fs::write(folder.path().join("x"), "").is_ok();
        let result = whole().write_yaml(&path);
        set(folder.path(), 0o755);
        if free {
            println!("skipped: permissions do not hold this user");
            return;
        }
        assert!(matches!(result, Err(WriteError::Io { .. })));
        assert_eq!(fs::read_to_string(&path).expect("a file"), "# ours\n");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
