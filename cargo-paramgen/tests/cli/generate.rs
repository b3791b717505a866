//! `specgen` and `readmegen` on packages that cargo builds.

use std::fs;

use snapbox::str;

use crate::{
    Folder, YAML, state, stderr,
    workspace::{package, paramgen},
};

#[test]
fn connector_yaml_is_written_checked_and_kept() {
    let path = package("exports").join("connector.yaml");
    let run = |arguments: &[&str]| paramgen("exports", &[&["specgen"], arguments].concat()).assert();
    run(&["--check"]).code(1).stderr_eq("").stdout_eq(str![[r#"
connector.yaml does not exist; the same command without --check makes it

"#]]);
    assert!(!path.exists());
    run(&[]).code(0).stderr_eq("").stdout_eq(str![[r#"
connector.yaml: written

"#]]);
    snapbox::assert_data_eq!(
        fs::read_to_string(&path).expect("a file"),
        str![[r#"
version: "1.0"
specification:
  name: one
  summary: A connector.
  description: ""
  version: 0.1.0
  author: ""
  source:
    parameters:
      - name: url
        description: Where it is.
        type: string
        default: ""
        validations:
          - type: required
            value: ""
      - name: rows
        description: How many rows.
        type: int
        default: "10"
        validations:
          - type: greater-than
            value: "0"

"#]]
    );
    let written = state(&path);
    run(&[]).code(0).stderr_eq("").stdout_eq(str![[r#"
connector.yaml: up to date already

"#]]);
    run(&["--check"]).code(0).stderr_eq("").stdout_eq(str![[r#"
connector.yaml is up to date

"#]]);
    assert_eq!(state(&path), written);

    let edited = fs::read_to_string(&path)
        .expect("a file")
        .replace("\"10\"", "\"20\"")
        .replace("name: one", "name: mine");
    fs::write(&path, &edited).expect("a file");
    let written = state(&path);
    run(&["--check"]).code(1).stderr_eq("").stdout_eq(str![[r#"
connector.yaml is out of date
  source: rows: default is 20 in the file, 10 in the code
the same command without --check updates it

"#]]);
    assert_eq!(state(&path), written);
    run(&[]).code(0).stderr_eq("");
    assert_eq!(fs::read_to_string(&path).expect("a file"), edited.replace("\"20\"", "\"10\""));
}

#[test]
fn a_file_with_mistakes_stays_as_it_is() {
    let folder = Folder::new();
    let path = folder.path("connector.yaml");
    let file = path.to_str().expect("UTF-8");
    for (text, advice) in [
        (YAML.replace("specification:", "specification: ["), "error: this is not YAML"),
        ("specification:\n  source: text\n".to_owned(), "2 |   source: text\n  |           ^^^^\n"),
    ] {
        folder.write("connector.yaml", text);
        let before = state(&path);
        for arguments in [&["specgen", file][..], &["specgen", "--check", file]] {
            let output = paramgen("library", arguments).assert().code(2).stdout_eq("");
            let said = stderr(output.get_output());
            assert!(said.contains(advice), "{said}");
        }
        assert_eq!((state(&path), folder.names()), (before, vec!["connector.yaml".to_owned()]));
    }
    let missing = folder.path("none/connector.yaml");
    let output = paramgen("library", &["specgen", missing.to_str().expect("UTF-8")]).assert().code(2);
    assert!(stderr(output.get_output()).contains("\nhelp: make it, or check the path\n"));
}

#[test]
fn readme_sections_are_written_checked_and_kept() {
    let folder = Folder::with_connector();
    let run = |arguments: &[&str]| {
        let spec = ["readmegen", "--spec", "connector.yaml", "README.md"];
        folder.run(&[&spec[..], arguments].concat())
    };
    run(&[]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no file README.md
help: check the path

"#]]);
    run(&["--check"]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no file README.md
help: check the path

"#]]);
    folder.write("README.md", "# Pg\n");
    run(&[]).code(0).stderr_eq("").stdout_eq(str![[r#"
README.md: no sections, so nothing is written; mark one with `<!-- readmegen:source.parameters.table --><!-- /readmegen:source.parameters.table -->`

"#]]);
    let readme = "# <!-- readmegen:name --><!-- /readmegen:name -->\n\n\u{1B}[2J\n";
    folder.write("README.md", readme);
    let before = state(&folder.path("README.md"));
    run(&["--check"]).code(1).stderr_eq("").stdout_eq(str![[r#"
README.md is out of date
  name: is empty in the file, Pg in the code
the same command without --check updates it

"#]]);
    assert_eq!(state(&folder.path("README.md")), before);
    run(&[]).code(0).stderr_eq("").stdout_eq(str![[r#"
README.md: written

"#]]);
    run(&["--check"]).code(0).stderr_eq("").stdout_eq(str![[r#"
README.md is up to date

"#]]);
    assert_eq!(folder.read("README.md"), readme.replace("--><!--", "-->Pg<!--"));
    folder.write("README.md", "# One\n\n<!-- readmegen:nmae --><!-- /readmegen:nmae -->\n");
    let before = state(&folder.path("README.md"));
    run(&[]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: unknown section "nmae"; did you mean "name"?
 --> README.md:3:1
  |
3 | <!-- readmegen:nmae --><!-- /readmegen:nmae -->
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

"#]]);
    assert_eq!(state(&folder.path("README.md")), before);
}

#[test]
fn a_dynamic_library_and_a_library() {
    let folder = Folder::new();
    for name in ["plugin", "library"] {
        let path = folder.path(name);
        paramgen(name, &["specgen", path.to_str().expect("UTF-8")]).assert().code(0).stderr_eq("");
    }
    assert_eq!(folder.read("plugin"), folder.read("library"));
}

#[test]
fn a_package_that_does_not_build() {
    let output = paramgen("broken", &["specgen"]).assert().code(2).stdout_eq("");
    let said = stderr(output.get_output());
    assert!(said.contains("error[E0308]: mismatched types\n"), "{said}");
    let end = "\nerror: cargo could not build `broken`, so there is no specification to read\nhelp: see cargo's errors above\n";
    assert!(said.ends_with(end), "{said}");
    assert!(!package("broken").join("connector.yaml").exists());
}

#[test]
fn packages_that_export_nothing() {
    paramgen("silent", &["specgen"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: the package `silent` exports no specification
help: write `paramgen::export! { name: "…", source: …, destination: … }` beside its configuration structs

"#]]);
    paramgen("unlinked", &["specgen"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: the programs of `unlinked` do not link its library, which exports the specification
help: write `use unlinked as _;` in the program's main.rs

"#]]);
    assert!(!package("silent").join("connector.yaml").exists());
}

#[test]
fn two_programs_with_different_specifications() {
    let folder = Folder::new();
    let run = |name: &str, arguments: &[&str]| {
        let path = folder.path(name);
        paramgen("twins", &[&["specgen", path.to_str().expect("UTF-8")], arguments].concat()).assert()
    };
    run("none", &[]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: the package `twins` exports several specifications: one, two
help: choose a program with --bin

"#]]);
    run("one", &["--bin", "one"]).code(0).stderr_eq("");
    run("two", &["--bin", "two"]).code(0).stderr_eq("");
    assert!(folder.read("one").contains("name: one\n") && folder.read("two").contains("name: two\n"));
    let output = run("three", &["--bin", "three"]).code(2);
    assert!(stderr(output.get_output()).contains("no bin target named `three`"));
    assert_eq!(folder.names(), ["one", "two"]);
}

#[test]
fn a_workspace_of_several_packages() {
    paramgen("", &["specgen"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: this workspace has several packages
help: choose one with -p: exports, plugin, library, unlinked, broken, silent, twins

"#]]);
    paramgen("", &["specgen", "-p", "tiwns"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no package `tiwns` in this workspace
help: its packages are exports, plugin, library, unlinked, broken, silent, twins

"#]]);
    let folder = Folder::new();
    let path = folder.path("connector.yaml");
    let path = path.to_str().expect("UTF-8");
    paramgen("", &["specgen", "-p", "plugin", path]).assert().code(0).stderr_eq("");
    // From a folder inside of a package, and from elsewhere.
    paramgen("plugin/src", &["specgen", "--check", path]).assert().code(0).stderr_eq("");
    let manifest = package("plugin").join("Cargo.toml");
    let manifest = manifest.to_str().expect("UTF-8");
    paramgen("silent", &["specgen", "--check", "--manifest-path", manifest, path])
        .assert()
        .code(0)
        .stderr_eq("");
}

#[test]
fn no_package_at_all() {
    let folder = Folder::new();
    let output = folder.run(&["specgen"]).code(2).stdout_eq("");
    let said = stderr(output.get_output());
    assert!(said.starts_with("error: could not find `Cargo.toml` in "), "{said}");
    assert!(
        said.ends_with("\nhelp: run this in the directory of a package, or give --manifest-path\n"),
        "{said}"
    );
    let output = folder.run(&["specgen", "--manifest-path", "none/Cargo.toml"]).code(2).stdout_eq("");
    output.stderr_eq(str![[r#"
error: manifest path `none/Cargo.toml` does not exist
help: run this in the directory of a package, or give --manifest-path

"#]]);
}

/// Parameters are named, not lines; a section that has nothing to hold is left, and the rest done.
#[test]
fn what_changed_in_a_readme_is_said_by_parameter() {
    let folder = Folder::with_connector();
    let spec = ["readmegen", "--spec", "connector.yaml", "README.md"];
    let sections = ["source.parameters.table", "source.parameters.yaml", "destination.parameters.table"];
    let readme = sections.map(|name| format!("<!-- readmegen:{name} --><!-- /readmegen:{name} -->\n"));
    folder.write("README.md", readme.concat());
    folder.run(&spec).code(0);
    let changed = YAML
        .replace("Rows read at a time.", "Rows.")
        .replace("name: url", "name: address")
        .replace("  destination:", "  destination_:");
    folder.write("connector.yaml", changed.split("  destination_:").next().unwrap_or_default());
    folder
        .run(&[&spec[..], &["--check"]].concat())
        .code(1)
        .stderr_eq(str![[r#"
warning: the connector has no destination; this section is left as it is, take it out
--> README.md:87:1

"#]])
        .stdout_eq(str![[r#"
README.md is out of date
  source.parameters.table: address: only in the code
  source.parameters.table: rows: changed
  source.parameters.table: url: only in the file
  source.parameters.yaml: address: only in the code
  source.parameters.yaml: rows: changed
  source.parameters.yaml: url: only in the file
the same command without --check updates it

"#]]);
    folder.run(&spec).code(0).stdout_eq("README.md: written\n");
    folder.run(&[&spec[..], &["--check"]].concat()).code(0).stdout_eq("README.md is up to date\n");
    assert!(folder.read("README.md").contains("address: "));
}
