//! What the derives and the checks in `const` evaluation say, compared word for word: `ui/fail` holds one case for
//! each message, `ui/pass` what must compile. `TRYBUILD=overwrite cargo test --test ui` writes the expected text.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

/// The compiler whose words the `.stderr` files hold.
const PINNED: &str = "rustc 1.95.";

#[test]
fn messages() {
    let version = compiler();
    if !version.starts_with(PINNED) {
        println!("skipped: the expected messages are those of {PINNED}x, this is {version}");
        return;
    }
    let cases = trybuild::TestCases::new();
    // A passing case makes trybuild build instead of check: mistakes in generics show only then.
    cases.pass("tests/ui/pass/*.rs");
    cases.compile_fail("tests/ui/fail/*.rs");
}

#[test]
fn every_case_has_its_message() {
    let (cases, messages) = (stems("rs"), stems("stderr"));
    assert!(!cases.is_empty(), "no cases in {}", fail_directory().display());
    let silent: Vec<_> = cases.difference(&messages).collect();
    let orphans: Vec<_> = messages.difference(&cases).collect();
    assert!(silent.is_empty(), "cases without `.stderr`: {silent:?}");
    assert!(orphans.is_empty(), "`.stderr` without a case: {orphans:?}");
}

fn compiler() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().expect("rustc runs");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn fail_directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/fail")
}

fn stems(extension: &str) -> BTreeSet<String> {
    let files = std::fs::read_dir(fail_directory()).expect("the directory of the cases");
    let paths = files.map(|file| file.expect("a file").path());
    let paths = paths.filter(|path| path.extension().is_some_and(|found| found == extension));
    paths.filter_map(|path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned())).collect()
}
