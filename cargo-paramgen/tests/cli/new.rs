//! `new`: what it makes, and what is in its way.

use snapbox::str;

use crate::Folder;

#[test]
fn a_project() {
    let folder = Folder::new();
    folder.run(&["new", "pg"]).code(0).stderr_eq("").stdout_eq(str![[r#"
conduit-connector-pg/.github/dependabot.yml
conduit-connector-pg/.github/workflows/ci.yml
conduit-connector-pg/.github/workflows/dependabot-merge.yml
conduit-connector-pg/.github/workflows/release.yml
conduit-connector-pg/.gitignore
conduit-connector-pg/Cargo.toml
conduit-connector-pg/Makefile
conduit-connector-pg/README.md
conduit-connector-pg/connector.yaml
conduit-connector-pg/pipelines/example.yaml
conduit-connector-pg/pipelines/items
conduit-connector-pg/src/destination.rs
conduit-connector-pg/src/lib.rs
conduit-connector-pg/src/main.rs
conduit-connector-pg/src/source.rs
conduit-connector-pg/src/store.rs
conduit-connector-pg/tests/acceptance.rs
conduit-connector-pg/tests/crash.rs
conduit-connector-pg/tests/driver/mod.rs
conduit-connector-pg/tests/specification.rs
conduit-connector-pg/verify.json

The connector "pg" is there, with paramgen 0.1.0 of the registry (--paramgen-path or --paramgen-git takes it from elsewhere). Next:
  cd conduit-connector-pg
  make test   # settings, documents, the contract, and kills
  make run    # records through it, without an engine

"#]]);
    assert_eq!(folder.names(), ["conduit-connector-pg"]);
    folder.run(&["new", "pg"]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: conduit-connector-pg is there already
help: take another name, or move it away

"#]]);
    folder.run(&["inspect", "conduit-connector-pg/connector.yaml"]).code(0).stderr_eq("");
}

#[test]
fn a_bad_name() {
    let folder = Folder::new();
    folder.run(&["new", "My Connector"]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: "My Connector" cannot be the name of a connector, which has up to 46 lower-case letters and digits, and single hyphens or underscores between them; write one such as "my-connector"

"#]]);
    folder.run(&["new", "a\u{1B}[2J"]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: "a/u{1b}[2J" cannot be the name of a connector, which has up to 46 lower-case letters and digits, and single hyphens or underscores between them; write one such as "a-2j"

"#]]);
    folder.run(&["new", "pg", "--paramgen-path", "nowhere"]).code(2).stdout_eq("").stderr_eq(str![[r#"
error: paramgen cannot be taken from nowhere; name the folder of a checkout, which has its Cargo.toml

"#]]);
    assert_eq!(folder.names(), <[&str; 0]>::default());
}
