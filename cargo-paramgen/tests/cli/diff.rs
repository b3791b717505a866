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
1 harmless change
  source: rows: default changed from 100 to 200: configurations that leave it out behave differently

"#]]);
}

#[test]
fn breaking_changes() {
    compare(&[
        ("name: rows", "name: lines\u{7}"),
        ("type: string", "type: int"),
        ("default: rows", "default: \"\""),
    ])
    .code(1)
    .stdout_eq(str![[r#"
2 breaking changes
  source: url: type changed from string to int; its values must be an integer
  source: rows: removed: configurations that set it are refused; leave it out
2 harmless changes
  source: lines/u{7}: added
  destination: table: default rows removed: configurations that leave it out behave differently

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
