//! Each `--help` ends with an example that works.

use std::{fs, path::Path};

use crate::{Folder, YAML, command, stderr, stdout, workspace};

pub(crate) const COMMANDS: [&str; 9] =
    ["specgen", "readmegen", "inspect", "check", "diff", "import", "new", "run", "verify"];

/// A hundred records, for the example of `run`.
const EXAMPLE: &str = r#"version: "2.2"
pipelines:
  - id: example
    connectors:
      - id: made
        type: source
        plugin: builtin:generator
        settings:
          format.type: raw
          format.options.id: int
      - id: shown
        type: destination
        plugin: builtin:log
"#;

const PIPELINE: &str = r#"version: "2.2"
pipelines:
  - id: orders
    connectors:
      - id: rows
        type: source
        plugin: builtin:postgres
        settings:
          url: postgres://localhost
"#;

/// A directory in which the examples make sense.
fn prepare(directory: &Path) {
    let write = |name: &str, text: &str| fs::write(directory.join(name), text).expect("a file");
    write("connector.yaml", YAML);
    write("connector-v1.yaml", YAML);
    write("pipeline.yaml", PIPELINE);
    for folder in ["src", "pipelines", "target/release"] {
        fs::create_dir_all(directory.join(folder)).expect("a directory");
    }
    write("pipelines/example.yaml", EXAMPLE);
    write("verify.json", r#"{"source": {"count": 100}, "destination": {"path": "out"}}"#);
    #[cfg(all(unix, feature = "host"))]
    std::os::unix::fs::symlink(
        crate::verify::example("tiny"),
        directory.join("target/release/conduit-connector-shop"),
    )
    .expect("a link");
}

#[test]
fn the_example_of_each_command_works() {
    for name in COMMANDS {
        let folder = Folder::new();
        let help = folder.run(&["paramgen", name, "--help"]).success();
        let help = stdout(help.get_output());
        assert!(help.contains("\nExit code: 0 "), "{help}");
        let (_, example) = help.split_once("\nExample:\n  cargo paramgen ").expect("an example");
        assert_eq!(example.lines().count(), 1, "{help}");
        let arguments: Vec<&str> = example.trim_end().split(' ').collect();
        assert_eq!(arguments[0], name);
        let output = if matches!(name, "specgen" | "readmegen") {
            workspace::run_up_to_date(&arguments)
        } else {
            prepare(&folder.path(""));
            command(&folder.path(""), &arguments).output().expect("the program")
        };
        assert!(output.status.success(), "{arguments:?}\n{}{}", stdout(&output), stderr(&output));
    }
}

#[test]
fn the_list_of_commands_is_whole() {
    let folder = Folder::new();
    let help = folder.run(&["--help"]).success();
    let help = stdout(help.get_output());
    for name in COMMANDS {
        assert!(help.contains(&format!("\n  {name} ")), "{help}");
    }
    folder.run(&["chek"]).code(2).stdout_eq("");
    folder.run(&[]).code(2).stdout_eq("");
}
