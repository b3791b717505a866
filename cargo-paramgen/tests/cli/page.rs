//! `docs/commands.md`: what each command prints, as it is.

use std::{fs, path::Path};

use crate::{Folder, YAML, stderr, stdout, workspace};

const HEAD: &str = "# What the commands print

This page is made by a test from what the program prints (`SNAPSHOTS=overwrite cargo test -p cargo-paramgen --test cli
page`); on a terminal the same is in colours. `connector.yaml` is that of a connector with two source parameters and one
of a destination.
";

const PIPELINE: &str = "version: \"2.2\"
pipelines:
  - id: orders
    status: runing
    connectors:
      - id: rows
        type: source
        plugin: standalone:pg@v0.1.0
        settings:
          url: ${DATABASE_URL}
          row: 5
          rows: 0
      - id: queue
        type: destination
        plugin: standalone:sqs
";

/// A command, and whether it is run in the workspace of small packages.
const COMMANDS: [(&str, &str); 11] = [
    ("inspect", "inspect connector.yaml"),
    ("inspect", "inspect connector.yaml --destination --format json"),
    ("check", "check pipeline.yaml --spec connector.yaml"),
    ("check", "check pipeline.yaml --spec connector.yaml --format github"),
    ("check", "check pipeline.yaml --spec connector.yaml --format json"),
    ("diff", "diff connector.yaml connector-v2.yaml"),
    ("readmegen", "readmegen --spec connector.yaml --check README.md"),
    ("readmegen", "readmegen --spec connector.yaml README.md"),
    ("import", "import connector.yaml --source"),
    ("new", "new acme"),
    ("specgen", "specgen --check"),
];

#[test]
fn the_page_of_the_commands_is_as_they_are() {
    let folder = Folder::with_connector();
    folder.write("pipeline.yaml", PIPELINE);
    folder.write(
        "connector-v2.yaml",
        YAML.replace("name: url", "name: address").replace("default: \"100\"", "default: \"500\""),
    );
    folder.write(
        "README.md",
        "# <!-- readmegen:name --><!-- /readmegen:name -->\n\n\
         <!-- readmegen:source.parameters.yaml --><!-- /readmegen:source.parameters.yaml -->\n",
    );
    let mut page = HEAD.to_owned();
    let mut last = "";
    for (name, line) in COMMANDS {
        if name != last {
            page.extend(["\n## ", name, "\n"]);
            last = name;
        }
        let arguments: Vec<&str> = line.split(' ').collect();
        let output = match name {
            "specgen" => workspace::run_up_to_date(&arguments),
            _ => folder.run(&arguments).get_output().clone(),
        };
        // What cargo says of its building is another text each time.
        let said = if name == "specgen" { stdout(&output) } else { stdout(&output) + &stderr(&output) };
        let code = output.status.code().map_or("none".to_owned(), |code| code.to_string());
        let said = said.trim_end();
        page.extend([
            "\n```console\n$ cargo paramgen ",
            line,
            "\n",
            said,
            "\n```\n\nExit code: ",
            &code,
            ".\n",
        ]);
    }
    assert_current("commands.md", &page);
}

/// A page of `docs` says this; `SNAPSHOTS=overwrite` writes it.
#[track_caller]
pub(crate) fn assert_current(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        fs::write(&path, page).expect("the page");
        return;
    }
    let written = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(written, page, "docs/{name} is to be made anew: SNAPSHOTS=overwrite");
}

/// `docs/reference.md`: the help of each command.
#[cfg(feature = "host")]
#[test]
fn the_reference_is_current() {
    let folder = Folder::new();
    let help = |arguments: &[&str]| stdout(folder.run(arguments).success().get_output());
    let mut page =
        "# The commands and their options\n\nThis page is made by a test from the help of each command \
                    (`SNAPSHOTS=overwrite cargo test -p cargo-paramgen --test cli reference`).\n\n```text\n"
            .to_owned();
    page.push_str(&help(&["--help"]));
    page.push_str("```\n");
    for name in crate::help::COMMANDS {
        page.extend(["\n## ", name, "\n\n```text\n", &help(&[name, "--help"]), "```\n"]);
    }
    assert_current("reference.md", &page);
}
