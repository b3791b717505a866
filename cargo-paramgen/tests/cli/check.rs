//! `check`: pipeline files against specifications.

use paramgen::{Parameter, ParameterType, Parameters, Specification};
use snapbox::{cmd::OutputAssert, str};

use crate::{Folder, YAML, is_plain, region, stderr, stdout};

const GOOD: &str = r#"version: "2.2"
pipelines:
  - id: orders
    connectors:
      - id: rows
        type: source
        plugin: builtin:pg@v0.1.0
        settings:
          url: postgres://localhost
          rows: 5
"#;

fn pipeline(text: impl AsRef<[u8]>) -> Folder {
    let folder = Folder::with_connector();
    folder.write("pipeline.yaml", text);
    folder
}

/// The settings of a source that starts in line 9.
fn settings(lines: &str) -> String {
    let (head, _) = GOOD.split_once("          url:").expect("settings");
    format!("{head}{lines}")
}

fn check(folder: &Folder, more: &[&str]) -> OutputAssert {
    folder.run(&[&["check", "pipeline.yaml"], more].concat())
}

fn check_pg(text: impl AsRef<[u8]>) -> OutputAssert {
    check(&pipeline(text), &["--spec", "connector.yaml"]).stderr_eq("")
}

#[test]
fn a_good_file() {
    check_pg(GOOD).code(0).stdout_eq(str![[r#"
pipeline.yaml: no problems; 1 connector checked

"#]]);
}

#[test]
fn every_problem_at_once() {
    check_pg(settings("          row: 5\n          rows: 0\n")).code(1).stdout_eq(str![[r#"
error: rows: url: required, but not set
 --> pipeline.yaml:8:9
  |
8 |         settings:
  |         ^^^^^^^^
error: rows: row: unknown parameter
 --> pipeline.yaml:9:11
  |
9 |           row: …
  |           ^^^
error: rows: rows: must be greater than 0, got "0"
  --> pipeline.yaml:10:17
   |
10 |           rows: 0
   |                 ^
pipeline.yaml: 3 errors; 1 connector checked

"#]]);
}

#[test]
fn what_cannot_be_checked_is_a_note() {
    let text = settings("          url: ${URL}\n          rows: ${ROWS}\n")
        + "      - {id: out, type: destination, plugin: standalone:gp@v1.0.0}\n";
    check_pg(text).code(0).stdout_eq(str![[r#"
note: rows: url: not checkable here: the value depends on the environment variable "URL"
 --> pipeline.yaml:9:16
  |
9 |           url: ${URL}
  |                ^^^^^^
note: rows: rows: not checkable here: the value depends on the environment variable "ROWS"
  --> pipeline.yaml:10:17
   |
10 |           rows: ${ROWS}
   |                 ^^^^^^^
note: no specification given for plugin "standalone:gp@v1.0.0"; the settings of "out" are not checked
  --> pipeline.yaml:11:46
   |
11 |       - {id: out, type: destination, plugin: standalone:gp@v1.0.0}
   |                                              ^^^^^^^^^^^^^^^^^^^^
pipeline.yaml: 3 notes; 1 connector checked, 1 not
give --spec NAME=FILE for the plugins without a specification to have them checked

"#]]);
}

#[test]
fn warnings_alone_are_clean() {
    check_pg(GOOD.replace("@v0.1.0", "@v9.0.0")).code(0).stdout_eq(str![[r#"
warning: rows: the pipeline asks for version "v9.0.0", and is checked against the specification of version "v0.1.0"
 --> pipeline.yaml:7:17
  |
7 |         plugin: builtin:pg@v9.0.0
  |                 ^^^^^^^^^^^^^^^^^
pipeline.yaml: 1 warning; 1 connector checked

"#]]);
}

#[test]
fn anchors_merges_double_keys_and_documents() {
    let text = r#"version: "2.2"
pipelines:
  - id: one
    connectors:
      - &base
        id: first
        type: source
        plugin: pg
        settings: &settings
          url: x
          rows: none
      - <<: *base
        id: second
        settings:
          <<: *settings
          rows: 7
          rows: 8
---
version: "2.2"
pipelines:
  - id: two
    connectors:
      - {id: third, type: destination, plugin: "builtin:pg@latest", settings: {tabel: x}}
"#;
    let unix = check_pg(text).code(1).stdout_eq(str![[r#"
error: first: rows: expected an integer, got "none"
  --> pipeline.yaml:11:17
   |
11 |           rows: none
   |                 ^^^^
error: second: the key `rows` stands twice here, first in line 16
  --> pipeline.yaml:17:11
   |
17 |           rows: …
   |           ^^^^
error: third: tabel: unknown parameter; did you mean "table"?
--> pipeline.yaml:23:80
pipeline.yaml: 3 errors; 3 connectors checked

"#]]);
    for end in ["\r\n", "\r"] {
        let other = check_pg(text.replace('\n', end)).code(1);
        assert_eq!(stdout(other.get_output()), stdout(unix.get_output()));
    }
    let marked = check_pg(format!("\u{FEFF}{text}")).code(1);
    assert_eq!(stdout(marked.get_output()), stdout(unix.get_output()));
}

#[test]
fn tabs_wide_characters_and_long_values() {
    check_pg(settings("          url: x\n          \"rows\":\t\"日本\" # \u{202E}x\n")).code(1).stdout_eq(
        str![[r#"
error: rows: rows: expected an integer, got "日本"
  --> pipeline.yaml:10:19
   |
10 |           "rows":    "日本" # �x
   |                      ^^^^^^
pipeline.yaml: 1 error; 1 connector checked

"#]],
    );
    check_pg(settings("          url: x\n          rows: |\n            1\n\n            2\n"))
        .code(1)
        .stdout_eq(str![[r#"
error: rows: rows: expected an integer, got "1/n/n2"
  --> pipeline.yaml:11:13
   |
11 | /             1
12 | |
13 | |             2
   | |_____________^
pipeline.yaml: 1 error; 1 connector checked

"#]]);
    let flow = format!("{{url: {}, rows: none}}\n", "é".repeat(3_000));
    let output =
        check_pg(GOOD.split("settings:").next().unwrap_or_default().to_owned() + "settings: " + &flow)
            .code(1);
    let text = stdout(output.get_output());
    assert!(text.len() < 4_000 && text.contains("none}") && text.contains("^^^^"), "{text}");
}

#[test]
fn carriage_returns_are_not_printed() {
    let text =
        settings("          url: x\n          rows: |\n            1\n            2\n").replace('\n', "\r\n");
    for form in ["human", "json"] {
        let output = check(&pipeline(&text), &["--spec", "connector.yaml", "--format", form]).code(1);
        assert!(is_plain(&stdout(output.get_output())));
    }
}

#[test]
fn many_findings_in_one_long_line_are_quick() {
    let items: Vec<String> =
        (0..2_000).map(|i| format!("{{id: {}{i}, type: sauce}}", "x".repeat(500))).collect();
    let items = items.join(", ");
    let text = format!("{{version: '2.2', pipelines: [{{id: p, connectors: [{items}]}}]}}");
    let output = check_pg(text).code(1);
    assert!(stdout(output.get_output()).len() < 4_000_000);
}

#[test]
fn secrets_are_not_shown() {
    let secret = Parameter::new("password", ParameterType::Int).with_secret(true);
    let specification = Specification::new("pg").with_source(Parameters::from_iter([secret]));
    let folder = pipeline(settings("          password: hunter2\n          pasword: hunter2\n"));
    folder.write("pg.json", specification.to_json());
    let human = check(&folder, &["--spec", "pg.json"]).code(1).stderr_eq("").stdout_eq(str![[r#"
error: rows: password: expected an integer
 --> pipeline.yaml:9:21
  |
9 |           password: …
  |                     ^
error: rows: pasword: unknown parameter
  --> pipeline.yaml:10:11
   |
10 |           pasword: …
   |           ^^^^^^^
pipeline.yaml: 2 errors; 1 connector checked

"#]]);
    let json = check(&folder, &["--spec", "pg.json", "--format", "json"]).code(1);
    for output in [human, json] {
        assert!(!stdout(output.get_output()).contains("hunter2"));
    }
}

#[test]
fn json_for_machines() {
    let folder = pipeline(settings("          row: 5\n"));
    let run = || check(&folder, &["--spec", "connector.yaml", "--format", "json"]).code(1).stderr_eq("");
    run().stdout_eq(str![[r#"
{"checked":1,"findings":[{"column":9,"connector":"rows","endColumn":17,"endLine":8,"file":"pipeline.yaml","key":"url","kind":"setting-missing","line":8,"message":"required, but not set","pipeline":"orders","severity":"error"},{"column":11,"connector":"rows","endColumn":14,"endLine":9,"file":"pipeline.yaml","key":"row","kind":"setting-unknown","line":9,"message":"unknown parameter; did you mean /"rows/"?","pipeline":"orders","severity":"error"}],"skipped":0}

"#]]);
    let text = stdout(run().get_output());
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((json["findings"].as_array().map(Vec::len), text.lines().count()), (Some(2), 1));
    assert_eq!(text, stdout(run().get_output()));
    let forced = folder.run_with(
        ("CLICOLOR_FORCE", "1"),
        &["check", "pipeline.yaml", "--spec", "connector.yaml", "--format", "json"],
    );
    assert_eq!(text, stdout(forced.get_output()));
    folder.write("pipeline.yaml", GOOD);
    let clean = check(&folder, &["--spec", "connector.yaml", "--format", "json"]).code(0);
    assert_eq!(stdout(clean.get_output()), "{\"checked\":1,\"findings\":[],\"skipped\":0}\n");
}

#[test]
fn every_way_to_give_a_specification() {
    let folder = pipeline(GOOD);
    let (yaml, json) = (folder.path("connector.yaml"), folder.path("pg.json"));
    folder.write(
        "pg.json",
        stdout(folder.run(&["inspect", "connector.yaml", "--format", "json"]).get_output()),
    );
    for given in [
        "connector.yaml".to_owned(),
        "pg=connector.yaml".to_owned(),
        "builtin:pg@v1=connector.yaml".to_owned(),
        yaml.display().to_string(),
        json.display().to_string(),
    ] {
        let output = check(&folder, &["--spec", &given]).code(0).stderr_eq("");
        assert_eq!(
            stdout(output.get_output()),
            "pipeline.yaml: no problems; 1 connector checked\n",
            "{given}"
        );
    }
    // The file goes before the name that its own name might be read as.
    folder.write("a=b.yaml", YAML);
    check(&folder, &["--spec", "a=b.yaml"])
        .code(0)
        .stdout_eq("pipeline.yaml: no problems; 1 connector checked\n");
    // All that a file holds.
    folder.write("connector", [region("first"), region("second")].concat());
    folder.write("pipeline.yaml", GOOD.replace("pg@v0.1.0", "first").replace("rows: 5", "password: x"));
    check(&folder, &["--spec", "connector"])
        .code(0)
        .stdout_eq("pipeline.yaml: no problems; 1 connector checked\n");
}

#[test]
fn a_wrong_spec() {
    let folder = pipeline(GOOD);
    let wrong = |given: &[&str]| {
        let given: Vec<&str> = given.iter().flat_map(|given| ["--spec", given]).collect();
        check(&folder, &given).code(2).stdout_eq("")
    };
    wrong(&["none.yaml"]).stderr_eq(str![[r#"
error: there is no file none.yaml
help: check the path

"#]]);
    wrong(&["pg=none.yaml"]).stderr_eq(str![[r#"
error: there is no file none.yaml
help: check the path

"#]]);
    wrong(&["=connector.yaml"]).stderr_eq(str![[r#"
error: --spec "=connector.yaml" names no plugin
help: write --spec NAME=FILE, with the name that pipelines use, or --spec FILE

"#]]);
    wrong(&["pg="]).stderr_eq(str![[r#"
error: --spec "pg=" names no file
help: write --spec NAME=FILE, with a connector.yaml, its JSON, or a compiled connector

"#]]);
    wrong(&["connector.yaml", "standalone:pg=connector.yaml"]).stderr_eq(str![[r#"
error: the plugin "standalone:pg" is given two specifications
help: leave one --spec out, or give it another name: --spec NAME=FILE

"#]]);
    wrong(&["pipeline.yaml"]).stderr_eq(str![[r#"
error: pipeline.yaml is a pipeline file, and no connector's specification
help: `cargo paramgen check` reads those

"#]]);
    folder.write("connector.yaml", YAML.replace("name: pg", "name: \"\""));
    wrong(&["connector.yaml"]).stderr_eq(str![[r#"
error: the specification in connector.yaml has no name
help: give it the name that pipelines use: --spec NAME=connector.yaml

"#]]);
    folder.write("connector.yaml", YAML.replace("type: int", "type: itn"));
    wrong(&["pg=connector.yaml"]).stderr_eq(str![[r#"
error: parameter "rows": unknown type "itn"; one of string, int, float, bool, file, duration
  --> connector.yaml:18:15
   |
18 |         type: itn
   |               ^^^

"#]]);
}

#[test]
fn files_that_are_no_pipelines() {
    check_pg("").code(0).stdout_eq(str![[r#"
warning: no pipelines in this file
 --> pipeline.yaml:1:1
  |
1 |
  | ^
pipeline.yaml: 1 warning; no connectors

"#]]);
    check_pg("pipelines: [\n").code(1).stdout_eq(str![[r#"
error: this is not YAML: while parsing a node, did not find expected node content
--> pipeline.yaml:2:1
pipeline.yaml: 1 error; no connectors

"#]]);
    check_pg("version: \"2.2\"\npipelines: {}\n").code(1).stdout_eq(str![[r#"
error: `pipelines` is a list in this version, not a mapping
 --> pipeline.yaml:2:12
  |
2 | pipelines: {}
  |            ^^
pipeline.yaml: 1 error; no connectors

"#]]);
    check_pg(b"\0\0").code(1).stdout_eq(str![[r#"
error: this is not YAML: found unprintable character
--> pipeline.yaml:1:1
pipeline.yaml: 1 error; no connectors

"#]]);
    let output = check(&pipeline(GOOD), &["--format", "xml"]).code(2).stdout_eq("");
    assert!(stderr(output.get_output()).contains("[possible values: human, json, sarif, github]"));
    Folder::new().run(&["check", "none.yaml"]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no file none.yaml
help: check the path

"#]]);
}

#[test]
fn a_near_miss_is_an_error() {
    let folder = pipeline(GOOD.replace("builtin:pg@", "standalone:acmee@"));
    check(&folder, &["--spec", "acme=connector.yaml"]).code(1).stdout_eq(str![[r#"
error: no specification given for plugin "standalone:acmee@v0.1.0"; the settings of "rows" are not checked; did you mean "acme"?
 --> pipeline.yaml:7:17
  |
7 |         plugin: standalone:acmee@v0.1.0
  |                 ^^^^^^^^^^^^^^^^^^^^^^^
pipeline.yaml: 1 error; 0 connectors checked, 1 not
give --spec NAME=FILE for the plugins without a specification to have them checked
no connector was checked; --structure-only is for that

"#]]);
}

/// What was not checked must not look as if it had been.
#[test]
fn nothing_checked_is_no_success() {
    let folder = pipeline(GOOD);
    check(&folder, &[]).code(1).stdout_eq(str![[r#"
note: no specification given for plugin "builtin:pg@v0.1.0"; the settings of "rows" are not checked
 --> pipeline.yaml:7:17
  |
7 |         plugin: builtin:pg@v0.1.0
  |                 ^^^^^^^^^^^^^^^^^
pipeline.yaml: 1 note; 0 connectors checked, 1 not
give --spec NAME=FILE for the plugins without a specification to have them checked
no connector was checked; --structure-only is for that

"#]]);
    check(&folder, &["--structure-only"]).code(0).stdout_eq(str![[r#"
pipeline.yaml: no problems; 1 connector not looked into

"#]]);
    let both = GOOD.to_owned() + "      - {id: out, type: destination, plugin: standalone:other@v1.0.0}\n";
    folder.write("pipeline.yaml", &both);
    check(&folder, &["--spec", "connector.yaml"]).code(0).stdout_eq(str![[r#"
note: no specification given for plugin "standalone:other@v1.0.0"; the settings of "out" are not checked
  --> pipeline.yaml:11:46
   |
11 |       - {id: out, type: destination, plugin: standalone:other@v1.0.0}
   |                                              ^^^^^^^^^^^^^^^^^^^^^^^
pipeline.yaml: 1 note; 1 connector checked, 1 not
give --spec NAME=FILE for the plugins without a specification to have them checked

"#]]);
    check(&folder, &["--spec", "connector.yaml", "--strict"]).code(1).stdout_eq(str![[r#"
error: no specification given for plugin "standalone:other@v1.0.0"; the settings of "out" are not checked
  --> pipeline.yaml:11:46
   |
11 |       - {id: out, type: destination, plugin: standalone:other@v1.0.0}
   |                                              ^^^^^^^^^^^^^^^^^^^^^^^
pipeline.yaml: 1 error; 1 connector checked, 1 not
give --spec NAME=FILE for the plugins without a specification to have them checked

"#]]);
    folder.write("pipeline.yaml", both.replace("id: rows", "id: a b"));
    check(&folder, &["--structure-only"]).code(1).stdout_eq(str![[r#"
error: a b: `id` must be of ASCII letters, digits, "-", "_", ":" and ".", and has " "
 --> pipeline.yaml:5:13
  |
5 |       - id: a b
  |             ^^^
pipeline.yaml: 1 error; 2 connectors not looked into

"#]]);
}

#[test]
fn folders_of_pipelines_and_of_specifications() {
    let folder = Folder::new();
    for (name, text) in [
        ("pipelines/b.yml", GOOD.replace("rows: 5", "rows: 0")),
        ("pipelines/a.YAML", GOOD.to_owned()),
        ("pipelines/notes.txt", "no pipeline".to_owned()),
        ("specs/pg.yaml", YAML.to_owned()),
        ("specs/README.md", "# Specifications".to_owned()),
        ("specs/Cargo.toml", "[package]\n".to_owned()),
        ("specs/pipeline.yaml", GOOD.to_owned()),
        ("one.yaml", GOOD.replace("id: orders", "id: one")),
    ] {
        std::fs::create_dir_all(folder.path(name).parent().expect("a folder")).expect("a folder");
        folder.write(name, text);
    }
    std::fs::create_dir_all(folder.path("pipelines/below.yaml")).expect("a folder");
    folder
        .run(&["check", "pipelines", "one.yaml", "./one.yaml", "--spec", "specs"])
        .code(1)
        .stderr_eq("")
        .stdout_eq(str![[r#"
error: orders: a pipeline of another file has the `id` "orders" too
 --> pipelines/b.yml:3:9
  |
3 |   - id: orders
  |         ^^^^^^
error: rows: rows: must be greater than 0, got "0"
  --> pipelines/b.yml:10:17
   |
10 |           rows: 0
   |                 ^
pipelines/a.YAML: no problems; 1 connector checked
pipelines/b.yml: 2 errors; 1 connector checked
one.yaml: no problems; 1 connector checked
3 files: 2 errors; 3 connectors checked

"#]]);
    folder.run(&["check", "specs/pg.yaml", "--spec", "pipelines/below.yaml"]).code(2).stderr_eq(str![[r#"
error: there is no specification in the folder pipelines/below.yaml
help: connector.yaml files, JSON and compiled connectors in it are read, and none in folders below

"#]]);
    folder.run(&["check", "pipelines/below.yaml", "--spec", "specs"]).code(2).stderr_eq(str![[r#"
error: there is no pipeline file in pipelines/below.yaml
help: Conduit reads files in it that end in .yml or .yaml, and none in folders below

"#]]);
    folder.write("specs/broken.yaml", "specification: [");
    folder.run(&["check", "one.yaml", "--spec", "specs"]).code(2).stderr_eq(str![[r#"
error: this is not YAML: while parsing a node, did not find expected node content
--> specs/broken.yaml:2:1

"#]]);
}

#[test]
fn annotations_for_workflows() {
    let folder = Folder::with_connector();
    folder.write("a,b.yaml", settings("          url: \"50%\"\n          rows: \"1\\n2\"\n"));
    folder
        .run(&["check", "a,b.yaml", "--spec", "connector.yaml", "--format", "github"])
        .code(1)
        .stdout_eq(str![[r#"
::error file=a%2Cb.yaml,line=10,endLine=10,col=17,endColumn=23,title=setting-type::rows: rows: expected an integer, got "1/n2"
a,b.yaml: 1 error; 1 connector checked

"#]]);
}

#[test]
fn sarif_for_code_hosts() {
    let folder = Folder::with_connector();
    folder.write("a b.yaml", settings("          url: x\n          rows: 0\n"));
    let run = || folder.run(&["check", "a b.yaml", "--spec", "connector.yaml", "--format", "sarif"]).code(1);
    let sarif: serde_json::Value = serde_json::from_str(&stdout(run().get_output())).expect("JSON");
    let (version, run) = (&sarif["version"], &sarif["runs"][0]);
    assert_eq!(
        (version.as_str(), run["tool"]["driver"]["name"].as_str()),
        (Some("2.1.0"), Some("cargo-paramgen"))
    );
    assert_eq!(
        run["results"],
        serde_json::json!([{
            "ruleId": "setting-range",
            "level": "error",
            "message": { "text": "rows: rows: must be greater than 0, got \"0\"" },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": "a%20b.yaml" },
                "region": { "startLine": 10, "startColumn": 17, "endLine": 10, "endColumn": 18 },
            }}],
        }])
    );
    assert_eq!(run["tool"]["driver"]["rules"], serde_json::json!([{ "id": "setting-range" }]));
}
