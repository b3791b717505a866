//! `diff`: breaking changes, harmless ones, and none.

use snapbox::str;

use crate::{Folder, YAML};

fn compare(changes: &[(&str, &str)]) -> snapbox::cmd::OutputAssert {
    let folder = Folder::with_connector();
    let mut new = YAML.to_owned();
    for (from, to) in changes {
        assert!(new.contains(from));
        new = new.replacen(from, to, 1);
    }
    folder.write("new.yaml", new);
    folder.run(&["diff", "connector.yaml", "new.yaml"]).stderr_eq("")
}

#[test]
fn nothing_changes() {
    compare(&[]).code(0).stdout_eq(str![[r#"
no changes

"#]]);
    compare(&[("Rows read at a time.", "Rows.")]).code(0).stdout_eq(str![[r#"
1 harmless change
  source: rows: description changed from "Rows read at a time." to Rows.

"#]]);
}

#[test]
fn harmless_changes() {
    compare(&[("default: \"100\"", "default: \"200\"")]).code(0).stdout_eq(str![[r#"
1 change of behavior
  source: rows: default changed from 100 to 200: configurations that leave it out behave differently

"#]]);
}

#[test]
fn breaking_changes() {
    compare(&[
        ("name: rows", "name: \"lines\\a\""),
        ("type: string", "type: int"),
        ("default: rows", "default: \"\""),
    ])
    .code(1)
    .stdout_eq(str![[r#"
2 breaking changes
  source: url: type changed from string to int; its values must be an integer
  source: rows: removed: configurations that set it are refused; if it is "lines/u{7}" now, keep the old name with `alias`
1 change of behavior
  destination: table: default rows removed: configurations that leave it out behave differently
1 harmless change
  source: lines/u{7}: added

"#]]);
}

#[test]
fn a_file_that_is_not_there() {
    let folder = Folder::with_connector();
    folder.run(&["diff", "connector.yaml", "new.yaml"]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: there is no file new.yaml
help: check the path

"#]]);
}

#[test]
fn what_counts_is_chosen() {
    let folder = Folder::with_connector();
    let diff = |more: &[&str]| folder.run(&[&["diff", "connector.yaml", "new.yaml"], more].concat());
    folder.write(
        "new.yaml",
        YAML.replace("default: \"100\"", "default: \"200\"").replace("Rows read at a time.", "Rows."),
    );
    diff(&["--no-descriptions", "--fail-on", "behavior"]).code(1).stdout_eq(str![[r#"
1 change of behavior
  source: rows: default changed from 100 to 200: configurations that leave it out behave differently

"#]]);
    folder.write("new.yaml", YAML.replace("Rows read at a time.", "Rows."));
    diff(&["--fail-on", "behavior"]).code(0);
    diff(&["--fail-on", "any"]).code(1);
    diff(&["--fail-on", "any", "--no-descriptions"]).code(0).stdout_eq("no changes\n");
}

#[test]
fn a_side_may_be_a_revision() {
    let folder = Folder::with_connector();
    let git = |arguments: &[&str]| {
        let status = std::process::Command::new("git")
            .args(["-c", "user.name=x", "-c", "user.email=x@localhost", "-c", "init.defaultBranch=main"])
            .args(arguments)
            .current_dir(folder.path(""))
            .output()
            .expect("git");
        assert!(status.status.success(), "{arguments:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "connector.yaml"]);
    git(&["commit", "--quiet", "--message", "one"]);
    git(&["tag", "v1.2.0"]);
    folder.write("connector.yaml", YAML.replace("name: rows", "name: lines"));
    let diff = |old: &str| folder.run(&["diff", old, "connector.yaml"]);
    diff("v1.2.0:connector.yaml").code(1).stdout_eq(str![[r#"
1 breaking change
  source: rows: removed: configurations that set it are refused; if it is "lines" now, keep the old name with `alias`
1 harmless change
  source: lines: added

"#]]);
    diff("HEAD:connector.yaml").code(1);
    diff("v9:connector.yaml").code(2).stderr_eq(str![[r#"
error: git has no v9:connector.yaml: invalid object name 'v9'.
help: give REVISION:FILE as from this directory, with a revision that is fetched, or the path of a file

"#]]);
    diff("v1.2.0:none.yaml").code(2).stderr_eq(str![[r#"
error: git has no v1.2.0:none.yaml: path 'none.yaml' does not exist in 'v1.2.0'
help: give REVISION:FILE as from this directory, with a revision that is fetched, or the path of a file

"#]]);
    diff("--output=x:connector.yaml").code(2);
}
