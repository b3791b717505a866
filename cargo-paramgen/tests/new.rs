//! `new::create`: the project builds, its tests pass, clippy and rustfmt agree; what is in the way stays as it is.
//!
//! When the settings in the template have changed, its `connector.yaml` is written anew by [`UPDATE`].

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{Mutex, PoisonError},
};

use cargo_paramgen::new::{self, Created, License, NewError, Options, Sides};

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const TEMPLATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/new/template/connector.yaml");

const UPDATE: &str = "PARAMGEN_UPDATE=1 cargo test --package cargo-paramgen --test new";

/// Dependencies are built there once, and found by the next run.
const TARGET: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/new");

fn options() -> Options {
    Options::new().paramgen_path(WORKSPACE)
}

fn create(parent: &Path, name: &str) -> Created {
    new::create(parent, name, &options()).expect("a project")
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// A command in the project, whose dependencies are built in one place, and without the network.
fn command(project: &Path, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(project)
        .env("CARGO_TARGET_DIR", TARGET)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    command
}

/// Runs cargo in the project, which must succeed.
fn cargo(project: &Path, arguments: &[&str]) {
    let output = run(command(project, env::var_os("CARGO").unwrap_or("cargo".into())).args(arguments));
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

/// Projects are built one after the other: cleaning one removes tests of the same names of all of them.
static BUILDING: Mutex<()> = Mutex::new(());

/// Makes a project that is to be built, with the versions that are here.
fn built(parent: &Path, name: &str, options: &Options) -> Created {
    let created = new::create(parent, name, options).expect("a project");
    let project = created.path();
    fs::copy(Path::new(WORKSPACE).join("Cargo.lock"), project.join("Cargo.lock")).expect("a lock file");
    // What the last run made of a project in another folder is of no use to this one.
    cargo(project, &["clean", "--package", &created.name().package()]);
    created
}

/// What the project's own tests have found.
#[cfg(unix)]
#[test]
fn from_an_empty_folder_to_records_that_move() {
    let _alone = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().expect("a folder");
    let created = built(folder.path(), "open_weather-2", &options());
    let project = created.path();
    if env::var_os("PARAMGEN_UPDATE").is_some() {
        update_template(project);
    }
    cargo(project, &["test"]);
    cargo(project, &["clippy", "--all-targets", "--", "-D", "warnings"]);

    let tool = env!("CARGO_BIN_EXE_cargo-paramgen");
    let make = |target: &str| {
        let output = run(command(project, "make").arg(target).arg(format!("PARAMGEN={tool}")));
        let said =
            [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
        assert!(output.status.success(), "make {target}: {said}");
        said
    };
    // A hundred records are made up and written; those of them that are new, and their changes, are read.
    let said = make("run");
    assert!(said.contains("write-items: 100 records read, 100 written, 0 refused, 0 retries"), "{said}");
    assert!(said.contains("read-items: "), "{said}");
    let read = fs::read_to_string(project.join("target/example/records.jsonl")).expect("records");
    assert!(read.lines().count() >= 24 && read.contains("opencdc.collection\":\"items"), "{read}");
    let said = make("verify");
    assert!(said.contains("45 checks: 44 hold, 1 not tried"), "{said}");
    let said = make("help");
    assert!(said.contains("verify     Check the compiled connector"), "{said}");

    // The example pipeline is one that `check` takes, and a change of a parameter is told.
    let paramgen = |arguments: &[&str]| run(command(project, tool).args(arguments));
    let checked = paramgen(&["check", "pipelines/example.yaml", "--spec", "connector.yaml"]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    let source = project.join("src/source.rs");
    let text = fs::read_to_string(&source).expect("the source");
    fs::write(
        &source,
        text.replace(
            "pub poll_interval: Duration",
            "#[param(name = \"pause\")]\n    pub poll_interval: Duration",
        ),
    )
    .expect("the source");
    fs::copy(project.join("connector.yaml"), project.join("old.yaml")).expect("a copy");
    assert!(paramgen(&["specgen"]).status.success());
    let changed = paramgen(&["diff", "old.yaml", "connector.yaml"]);
    let said = String::from_utf8_lossy(&changed.stdout);
    assert_eq!(changed.status.code(), Some(1), "{said}");
    assert!(said.contains("pollInterval"), "{said}");
    let checked = paramgen(&["check", "pipelines/example.yaml", "--spec", "connector.yaml"]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&checked.stdout).contains("pollInterval: unknown parameter"));
}

/// Takes over the document that the project's own tests have written.
#[cfg(unix)]
fn update_template(project: &Path) {
    // What it says does not matter: the documents are written anew.
    let _ = run(command(project, env::var_os("CARGO").unwrap_or("cargo".into())).args([
        "test",
        "--test",
        "specification",
    ]));
    let written = fs::read_to_string(project.join("connector.yaml")).expect("a file");
    let description =
        written.lines().find(|line| line.starts_with("  description: ")).expect("a description");
    let template = written
        .replace(description, "  description: \"{{description}}\"")
        .replace("conduit-connector-open_weather-2", "{{package}}")
        .replace("name: open_weather-2\n", "name: \"{{name}}\"\n")
        .replace("open_weather-2", "{{name}}");
    fs::write(TEMPLATE, template).expect("the template");
}

#[test]
fn one_side_alone_builds_and_its_tests_pass() {
    let _alone = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().expect("a folder");
    for (name, sides) in [("from", Sides::Source), ("to", Sides::Destination)] {
        let created = built(folder.path(), name, &options().sides(sides).license(License::MitOrApache));
        cargo(created.path(), &["fmt", "--check"]);
        cargo(created.path(), &["test"]);
        cargo(created.path(), &["clippy", "--all-targets", "--", "-D", "warnings"]);
    }
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
    let licensed = options().license(License::Mit);
    let created = new::create(folder.path(), "conduit-connector-null", &licensed).expect("a project");
    assert_eq!(created.path(), folder.path().join("conduit-connector-null"));
    assert_eq!(created.name().as_str(), "null");
    let read = |file: &Path| fs::read_to_string(created.path().join(file)).expect("a file");
    let has = |file: &str, text: &str| assert!(read(file.as_ref()).contains(text), "{file}: {text}");
    has("connector.yaml", "\n  name: \"null\"\n  summary: A Conduit connector for null.\n");
    has("README.md", "-->Null<!--");
    has("README.md", "plugin: \"null\"\n");
    has("Cargo.toml", "\nname = \"conduit-connector-null\"\n");
    has("src/main.rs", "\nuse conduit_connector_null::destination::ItemDestination;\n");
    has("LICENSE-MIT", "Copyright (c) 2026 The authors of conduit-connector-null");
    has("pipelines/example.yaml", "plugin: \"standalone:null\"\n");
    for file in created.files() {
        let text = read(file);
        // Workflows have `${{ … }}`, with spaces.
        let marks = text.match_indices("{{").filter(|(place, _)| !text[place + 2..].starts_with(' '));
        assert_eq!(marks.count(), 0, "{}", file.display());
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
fn where_paramgen_comes_from() {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest = |name: &str, options: &Options| {
        let created = new::create(folder.path(), name, options).expect("a project");
        fs::read_to_string(created.path().join("Cargo.toml")).expect("a file")
    };
    let version = env!("CARGO_PKG_VERSION");
    let release = manifest("release", &Options::new());
    for line in [
        format!("\nparamgen = \"{version}\"\n"),
        format!("\nparamgen = {{ version = \"{version}\", features = [\"spec\"] }}\n"),
        format!("\nparamgen-connector = \"{version}\"\n"),
        format!("\nparamgen-connector = {{ version = \"{version}\", features = [\"testing\"] }}\n"),
    ] {
        assert!(release.contains(&line), "{release}");
    }
    let git = manifest("git", &Options::new().paramgen_git("ssh://host/paramgen", Some("v1".to_owned())));
    assert!(
        git.contains("\nparamgen-connector = { git = \"ssh://host/paramgen\", rev = \"v1\" }\n"),
        "{git}"
    );
}

#[test]
fn the_licence_is_that_which_is_chosen() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, license, files, line) in [
        ("a", License::None, &[][..], "# `license = "),
        ("b", License::Mit, &["LICENSE-MIT"], "license = \"MIT\""),
        ("c", License::Apache, &["LICENSE-APACHE"], "license = \"Apache-2.0\""),
        ("d", License::MitOrApache, &["LICENSE-APACHE", "LICENSE-MIT"], "license = \"MIT OR Apache-2.0\""),
    ] {
        let created = new::create(folder.path(), name, &Options::new().license(license)).expect("a project");
        let mut found: Vec<&str> = created.files().iter().filter_map(|file| file.to_str()).collect();
        found.retain(|file| file.starts_with("LICENSE"));
        assert_eq!(found, files);
        let manifest = fs::read_to_string(created.path().join("Cargo.toml")).expect("a file");
        assert!(manifest.contains(&format!("\n{line}")), "{manifest}");
    }
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
