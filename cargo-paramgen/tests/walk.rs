//! The README's walk from an empty folder to a checked pipeline, as it stands there.
#![cfg(unix)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const README: &str = include_str!("../../README.md");
const HEADING: &str = "\n## From an empty folder to a checked pipeline\n";

/// A block of code and its language.
type Block = (&'static str, &'static str);

fn blocks() -> Vec<Block> {
    let (_, section) = README.split_once(HEADING).expect("the section");
    let section = section.split_once("\n## ").map_or(section, |(section, _)| section);
    let mut blocks = Vec::new();
    let mut rest = section;
    while let Some((_, block)) = rest.split_once("\n```") {
        let (language, block) = block.split_once('\n').expect("a block");
        let (text, behind) = block.split_once("\n```\n").expect("its end");
        blocks.push((language, text));
        rest = behind;
    }
    blocks
}

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The commands of a block, run by a shell that stops at the first that fails. They name what is built below `target`,
/// whatever the machine's settings say.
fn run(commands: &str, folder: &Path) -> Output {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_cargo-paramgen"));
    let mut path = vec![program.parent().expect("a folder").to_owned()];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").expect("a path")));
    let script: Vec<String> = commands.lines().map(|line| line.replacen("$ ", "", 1)).collect();
    Command::new("bash")
        .args(["-e", "-c", &script.join("\n")])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(path).expect("a path"))
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("CARGO_BUILD_TARGET_DIR")
        .env("CARGO_NET_OFFLINE", "true")
        // As the tests of `new` build, so that nothing is built twice.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("NO_COLOR", "1")
        .output()
        .expect("bash")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_walk_of_the_readme_is_as_it_stands_there() {
    let blocks = blocks();
    let [("console", make), ("yaml", pipeline), ("console", check), ("text", said)] = blocks.as_slice()
    else {
        panic!("{blocks:?}")
    };
    let folder = tempfile::tempdir().expect("a folder");
    let project = folder.path().join("conduit-connector-shop");
    // What is built stays where other tests find it; versions are those of this workspace, which are there already.
    let built = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new");
    fs::create_dir_all(&built).expect("a folder");
    let (before, behind) =
        make.split_once("\n$ cd conduit-connector-shop").expect("the step into the project");
    let before = before.replace("cd \"$(mktemp -d)\"", &format!("cd {:?}", folder.path()));
    let created = run(&before, repository());
    assert!(created.status.success(), "{}", text(&created.stderr));
    fs::copy(repository().join("Cargo.lock"), project.join("Cargo.lock")).expect("a lock file");
    std::os::unix::fs::symlink(&built, project.join("target")).expect("a link");
    let tried = run(behind.trim_start(), &project);
    assert!(tried.status.success(), "{}{}", text(&tried.stdout), text(&tried.stderr));
    assert!(text(&tried.stdout).contains("connector.yaml is up to date"), "{}", text(&tried.stdout));
    assert!(
        text(&tried.stderr).contains("write-items: 100 records read, 100 written"),
        "{}",
        text(&tried.stderr)
    );
    assert!(text(&tried.stdout).contains("45 checks: "), "{}", text(&tried.stdout));

    fs::write(project.join("pipeline.yaml"), pipeline).expect("a file");
    let checked = run(check, &project);
    assert_eq!(checked.status.code(), Some(1), "{}", text(&checked.stderr));
    assert_eq!(text(&checked.stdout).trim_end(), *said);
}
