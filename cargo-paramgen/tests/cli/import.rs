//! `import`: to the standard output and into a file.

use paramgen::{Parameter, ParameterType, Params as _, Specification};
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

paramgen::export! {
    /// What this connector says of itself.
    pub fn specification() -> paramgen::Specification {
        name: "pg",
        summary: "Reads rows.",
        version: "v0.1.0",
        author: "A. Uthor",
        source: SourceConfig,
    }
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

#[test]
fn marked_secrets_and_the_middleware() {
    let folder = Folder::new();
    let parameters = paramgen::conduit::SourceBatch::parameters().into_iter().map(|(name, parameter)| {
        let default = if name == "sdk.batch.size" { "1000" } else { "0" };
        parameter.with_default(default).with_description("In other words.")
    });
    let secret = Parameter::new("vault.pass", ParameterType::String).with_secret(true);
    let specification = Specification::new("db").with_source(parameters.chain([secret]).collect());
    folder.write("db.json", specification.to_json());
    let code = stdout(folder.run(&["import", "db.json"]).code(0).get_output());
    assert!(code.contains("pub pass: Option<Secret<String>>"), "{code}");
    assert!(
        code.contains("flatten(") && code.contains("pub batch: paramgen::conduit::SourceBatch"),
        "{code}"
    );
    assert!(
        code.contains("defaults(size = 1000)") && code.contains("docs(size = \"In other words.\""),
        "{code}"
    );
}

/// A device or a pipe that is named for the output is written through; a file is replaced.
#[cfg(unix)]
#[test]
fn into_devices_and_pipes() {
    use std::os::unix::fs::FileTypeExt;

    let folder = Folder::with_connector();
    folder.run(&["import", "connector.yaml", "-o", "/dev/null"]).code(0).stderr_eq("");
    let device = std::fs::metadata("/dev/null").expect("a device");
    assert!(device.file_type().is_char_device());

    let made = std::process::Command::new("mkfifo").arg(folder.path("pipe")).status().expect("mkfifo");
    assert!(made.success());
    let pipe = folder.path("pipe");
    let reader = std::thread::spawn(move || std::fs::read_to_string(pipe).expect("a text"));
    folder.run(&["import", "connector.yaml", "-o", "pipe"]).code(0).stderr_eq("");
    assert!(reader.join().expect("a reader").contains("pub struct SourceConfig"));
    assert!(std::fs::metadata(folder.path("pipe")).expect("a pipe").file_type().is_fifo());
}
