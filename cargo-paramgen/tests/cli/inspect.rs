//! `inspect`: every form and side.

use paramgen::{Parameter, ParameterType, Parameters, Specification};
use snapbox::str;

use crate::{Folder, is_plain, region, stdout};

#[test]
fn a_table() {
    let folder = Folder::with_connector();
    folder.run(&["inspect", "connector.yaml"]).code(0).stderr_eq("").stdout_eq(str![[r#"
pg v0.1.0: Reads rows.
by A. Uthor

source: 2 parameters
 name  type    default  rules           description
 url   string           required        Where the database is.
 rows  int     100      greater than 0  Rows read at a time.

destination: 1 parameter
 name   type    default  rules  description
 table  string  rows            Where rows go.

"#]]);
    let output = folder.run(&["inspect", "connector.yaml", "--destination"]).code(0).stderr_eq("");
    output.stdout_eq(str![[r#"
pg v0.1.0: Reads rows.
by A. Uthor

destination: 1 parameter
 name   type    default  rules  description
 table  string  rows            Where rows go.

"#]]);
}

#[test]
fn every_form_of_every_side() {
    let folder = Folder::with_connector();
    for form in ["table", "yaml", "json", "json-schema", "markdown"] {
        let inspect =
            |sides: &[&str]| folder.run(&[&["inspect", "connector.yaml", "--format", form], sides].concat());
        let [source, destination] = ["--source", "--destination"].map(|side| {
            let text = stdout(inspect(&[side]).code(0).stderr_eq("").get_output());
            assert!(text.ends_with('\n') && is_plain(&text), "{form}");
            text
        });
        assert!(source.contains("url") && !source.contains("table\""), "{form}");
        assert!(destination.contains("table") && !destination.contains("url"), "{form}");
        inspect(&["--source", "--destination"]).code(2).stdout_eq("");
        if form == "json-schema" {
            inspect(&[]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: the connector "pg" has a source and a destination, and a schema is of one
help: choose with --source or --destination

"#]]);
        } else {
            let both = stdout(inspect(&[]).code(0).stderr_eq("").get_output());
            assert!(both.contains("url") && both.contains("table"), "{form}");
        }
    }
}

#[test]
fn a_secret_default_is_not_in_the_table() {
    let folder = Folder::new();
    folder.write("connector", [b"\0", region("first").as_slice()].concat());
    folder.run(&["inspect", "connector"]).code(0).stderr_eq("").stdout_eq(str![[r#"
first v1.0.0

source: 3 parameters
 name      type    default   rules       description
 url       string            required    Where the database is.
 password  string  (secret)  secret      Who asks.
 rows      int     100       at least 1  Rows read at a time.

"#]]);
}

#[test]
fn nothing_that_steers_a_terminal_is_shown() {
    let hostile = "a\u{1B}[2J\u{9B}2J\r\u{202E}\u{7}";
    let parameter =
        Parameter::new(hostile, ParameterType::String).with_description(hostile).with_default(hostile);
    let specification = Specification::new(hostile)
        .with_version(hostile)
        .with_summary(hostile)
        .with_author(hostile)
        .with_source(Parameters::from_iter([parameter]));
    let folder = Folder::new();
    folder.write("connector.json", specification.to_json());
    for form in ["table", "yaml", "json", "json-schema", "markdown"] {
        for variable in [("CLICOLOR", "0"), ("CLICOLOR_FORCE", "1")] {
            let output = folder.run_with(variable, &["inspect", "connector.json", "--format", form]).code(0);
            // What makes the headings bold is the program's own.
            let text = stdout(output.get_output()).replace("\u{1B}[1m", "").replace("\u{1B}[0m", "");
            assert!(is_plain(&text), "{form}: {text:?}");
        }
    }
}
