//! `import`: to the standard output and into a file.

use snapbox::str;

use crate::{Folder, YAML, is_plain, stdout};

#[test]
fn to_the_standard_output() {
    let folder = Folder::with_connector();
    let output = folder.run(&["import", "connector.yaml", "--source"]).code(0).stderr_eq("");
    output.stdout_eq(str![[r#"
use paramgen::Params;

/// The parameters of the source.
#[derive(Debug, Params)]
pub struct SourceConfig {
    /// Where the database is.
    pub url: String,
    /// Rows read at a time.
    #[param(default = 100, gt = 0)]
    pub rows: i64,
}

"#]]);
    assert_eq!(folder.names(), ["connector.yaml"]);
}

#[test]
fn into_a_file() {
    let folder = Folder::with_connector();
    let printed = folder.run(&["import", "connector.yaml"]).code(0);
    folder.run(&["import", "connector.yaml", "-o", "all.rs"]).code(0).stderr_eq("").stdout_eq(str![[r#"
all.rs: written

"#]]);
    assert_eq!(folder.read("all.rs"), stdout(printed.get_output()));
    folder.run(&["import", "connector.yaml", "-o", "src/all.rs"]).code(2).stdout_eq("").stderr_eq(str![[
        r#"
error: cannot write src/all.rs: there is no directory src
help: make it, or check the path

"#
    ]]);
    folder.run(&["import", "connector.yaml", "-o", "."]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: . is a directory
help: give the path of a file

"#]]);
    assert_eq!(folder.names(), ["all.rs", "connector.yaml"]);
}

#[test]
fn what_a_struct_cannot_hold_is_said() {
    let folder = Folder::new();
    folder.write("connector.yaml", YAML.replace("default: \"100\"", "default: many"));
    let output = folder.run(&["import", "connector.yaml", "--source", "-o", "all.rs"]).code(0);
    output.stderr_eq(str![[r#"
note: source parameter "rows": the default "many" is left out: no configuration could hold it

"#]]);
}

#[test]
fn a_side_that_is_not_there() {
    let folder = Folder::new();
    let (source, _) = YAML.split_once("  destination:").expect("two sides");
    folder.write("connector.yaml", source);
    let output = folder.run(&["import", "connector.yaml", "--destination"]).code(2).stdout_eq("");
    output.stderr_eq(str![[r#"
error: the connector "pg" has no destination
help: leave --destination out; it may have a source

"#]]);
}

#[test]
fn nothing_that_steers_a_terminal_is_in_the_code() {
    let folder = Folder::new();
    let hostile = YAML
        .replace("Where rows go.", r#""\e[2J\u009b2J\u202e""#)
        .replace("name: table", r#"name: "t\e[2J""#);
    folder.write("connector.yaml", hostile);
    let output = folder.run(&["import", "connector.yaml"]).code(0);
    assert!(is_plain(&stdout(output.get_output())), "{:?}", stdout(output.get_output()));
}
