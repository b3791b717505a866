//! `new::create`: the project builds, its tests pass, clippy and rustfmt agree; what is in the way stays as it is.
//!
//! When the settings in the template have changed, its `connector.yaml` is written anew by [`UPDATE`].

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use cargo_paramgen::new::{self, Created, NewError, Options};
use paramgen::{Specification, embedded};

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const TEMPLATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/new/template/connector.yaml");

const UPDATE: &str = "PARAMGEN_UPDATE=1 cargo test --package cargo-paramgen --test new";

/// Dependencies are built there once, and found by the next run.
const TARGET: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/new");

fn create(parent: &Path, name: &str) -> Created {
    new::create(parent, name, &Options::new().paramgen_path(WORKSPACE)).expect("a project")
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// Runs cargo in the project, which must succeed.
fn cargo(project: &Path, arguments: &[&str]) {
    let output = run(Command::new(env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(arguments)
        .current_dir(project)
        .env("CARGO_TARGET_DIR", TARGET)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0"));
    assert!(
        output.status.success(),
        "cargo {arguments:?}\n{}{}\nif a document is out of date, write the template's: {UPDATE}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// All files below a folder, as paths from `root` on.
fn files_in(root: &Path, below: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root.join(below)).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = below.join(entry.file_name());
        if entry.path().is_dir() {
            files.extend(files_in(root, &path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn a_new_project_builds_and_its_tests_pass() {
    let folder = tempfile::tempdir().expect("a folder");
    let created = create(folder.path(), "open_weather-2");
    let project = created.path();
    // With the versions that are here, nothing is asked of the network.
    fs::copy(Path::new(WORKSPACE).join("Cargo.lock"), project.join("Cargo.lock")).expect("a lock file");
    // What the last run made of a project in another folder is of no use to this one.
    cargo(project, &["clean", "--offline", "--package", &created.name().package()]);
    cargo(project, &["test", "--offline"]);
    cargo(project, &["clippy", "--offline", "--all-targets", "--", "-D", "warnings"]);
    if env::var_os("PARAMGEN_UPDATE").is_some() {
        update_template(project);
    }

    let program =
        PathBuf::from(TARGET).join("debug").join(created.name().package() + env::consts::EXE_SUFFIX);
    let file = fs::read(&program).expect("the connector");
    let found: Vec<Specification> = embedded::find(&file)
        .map(|found| found.expect("a whole specification").specification().expect("JSON"))
        .collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].to_yaml(), fs::read_to_string(project.join("connector.yaml")).expect("a file"));

    let settings = ["source", "url=http://localhost", "apiToken=hush"];
    let good = run(Command::new(&program).args(settings));
    let shown = String::from_utf8_lossy(&good.stdout);
    assert!(good.status.success() && shown.contains("page_size: 100") && !shown.contains("hush"), "{shown}");
    let bad = run(Command::new(&program).args(settings).args(["pageSize=0", "pages"]));
    assert_eq!(
        String::from_utf8_lossy(&bad.stderr),
        "2 problems in the configuration\n  pageSize: must be at least 1, got \"0\"\n  pages: unknown parameter\n"
    );
    assert!(!bad.status.success());
}

/// Takes over the document that the project's own tests have written.
fn update_template(project: &Path) {
    let written = fs::read_to_string(project.join("connector.yaml")).expect("a file");
    let template = written
        .replace("conduit-connector-open_weather-2", "{{package}}")
        .replace("name: open_weather-2\n", "name: \"{{name}}\"\n")
        .replace("open_weather-2", "{{name}}");
    fs::write(TEMPLATE, template).expect("the template");
}

#[test]
fn a_new_project_is_formatted_whatever_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a", "zz-top", &"x".repeat(46)] {
        cargo(create(folder.path(), name).path(), &["fmt", "--check"]);
    }
}

#[test]
fn the_documents_have_the_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let created = create(folder.path(), "conduit-connector-null");
    assert_eq!(created.path(), folder.path().join("conduit-connector-null"));
    assert_eq!(created.name().as_str(), "null");
    let read = |file: &Path| fs::read_to_string(created.path().join(file)).expect("a file");
    let has = |file: &str, text: &str| assert!(read(file.as_ref()).contains(text), "{file}: {text}");
    has("connector.yaml", "\n  name: \"null\"\n  summary: A Conduit connector for null.\n");
    has("README.md", "-->Null<!--");
    has("README.md", "plugin: \"null\"\n");
    has("Cargo.toml", "\nname = \"conduit-connector-null\"\n");
    has("src/main.rs", "\nuse conduit_connector_null::specification;\n");
    for file in created.files() {
        assert!(!read(file).contains("{{"), "{}", file.display());
    }
}

#[test]
fn only_the_files_it_lists_are_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let created = create(folder.path(), "files");
    let mut listed = created.files().to_vec();
    listed.sort();
    assert_eq!(listed, files_in(created.path(), Path::new("")));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn a_project_depends_on_this_release() {
    let folder = tempfile::tempdir().expect("a folder");
    let created = new::create(folder.path(), "release", &Options::new()).expect("a project");
    let manifest = fs::read_to_string(created.path().join("Cargo.toml")).expect("a file");
    let version = env!("CARGO_PKG_VERSION");
    assert!(manifest.contains(&format!("\nparamgen = \"{version}\"\n")), "{manifest}");
    let dev = format!("\nparamgen = {{ version = \"{version}\", features = [\"spec\"] }}\n");
    assert!(manifest.contains(&dev), "{manifest}");
}

#[test]
fn what_is_in_the_way_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("conduit-connector-taken");
    fs::write(&path, "mine").expect("a file");
    let error = new::create(folder.path(), "taken", &Options::new()).expect_err("a file is in the way");
    assert!(matches!(error, NewError::Exists { .. }));
    let expected = format!("{} is there already; take another name, or move it away", path.display());
    assert_eq!(error.to_string(), expected);
    assert_eq!(fs::read_to_string(&path).expect("the file"), "mine");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn nothing_is_written_when_something_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let nowhere = folder.path().join("nowhere");
    let shown = nowhere.display();
    let said = |parent: &Path, name, options: &Options| {
        new::create(parent, name, options).expect_err("something is wrong").to_string()
    };
    let expected = format!("there is no folder {shown}; make it, or name another");
    assert_eq!(said(&nowhere, "a", &Options::new()), expected);
    let expected = format!(
        "paramgen cannot be taken from {shown}; name the folder of a checkout, which has its Cargo.toml"
    );
    assert_eq!(said(folder.path(), "a", &Options::new().paramgen_path(&nowhere)), expected);
    assert!(said(folder.path(), "A b", &Options::new()).ends_with("write one such as \"a-b\""));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}
