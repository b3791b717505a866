//! `testing::assert_up_to_date` as a connector's author meets it: in a test of its own, which runs here in a process
//! of its own, since the environment decides what it does.
#![cfg(feature = "spec")]

use std::{
    env, fs,
    path::Path,
    process::{Command, Output},
};

use paramgen::{Parameter, ParameterType, Parameters, Specification, testing};

const FILE: &str = "UP_TO_DATE_FILE";

fn specification() -> Specification {
    let size = Parameter::new("batchSize", ParameterType::Int).with_default("500");
    let password = Parameter::new("password", ParameterType::String).with_default("s3cr3t").with_secret(true);
    Specification::new("postgres").with_source(Parameters::from_iter([size, password]))
}

/// The author's test, where a test below runs it.
#[test]
fn connector_yaml_is_up_to_date() {
    if let Some(file) = env::var_os(FILE) {
        testing::assert_up_to_date(&specification(), Path::new(&file));
    }
}

fn run(file: &Path, update: &str) -> Output {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command.args(["--exact", "connector_yaml_is_up_to_date", "--nocapture"]);
    command.env(FILE, file).env("PARAMGEN_UPDATE", update).output().expect("a run")
}

#[test]
fn the_environment_decides_between_comparing_and_writing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("connector.yaml");
    for update in ["", "0"] {
        let missing = run(&file, update);
        assert!(!missing.status.success() && !file.exists());
        let said = String::from_utf8_lossy(&missing.stderr).into_owned();
        assert!(said.contains("to create it: PARAMGEN_UPDATE=1 cargo test"), "{said}");
        assert!(said.contains("tests/up_to_date.rs"), "the place of the author's own line: {said}");
    }
    let writing = run(&file, "1");
    let said = String::from_utf8_lossy(&writing.stdout).into_owned();
    assert!(writing.status.success() && said.contains("connector.yaml was written"), "{said}");
    assert_eq!(fs::read_to_string(&file).expect("a file"), specification().to_yaml());
    assert!(run(&file, "").status.success());
}

#[test]
fn no_message_shows_a_secret() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("connector.yaml");
    fs::write(&file, specification().to_yaml().replace("s3cr3t", "h1dden")).expect("a file");
    let outdated = run(&file, "");
    let said = String::from_utf8_lossy(&outdated.stderr).into_owned();
    assert!(!outdated.status.success());
    assert!(said.contains("source: password: default of a secret is another in the file"), "{said}");
    assert!(!said.contains("s3cr3t") && !said.contains("h1dden"), "{said}");
}
