//! What several test programs need.

pub mod lines;

use std::{env, path::PathBuf, process::Command, sync::Once};

/// A compiled example. All are built once, as `cargo test --test NAME` does not.
pub fn program(name: &str) -> PathBuf {
    static BUILT: Once = Once::new();
    let mut folder = env::current_exe().unwrap();
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    BUILT.call_once(|| {
        let mut build = Command::new(env!("CARGO"));
        build.args([
            "build",
            "--quiet",
            "--examples",
            "--manifest-path",
            concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
        ]);
        if folder.ends_with("release") {
            build.arg("--release");
        }
        if let Some(target) = folder.parent() {
            build.arg("--target-dir").arg(target);
        }
        assert!(build.status().unwrap().success(), "the examples do not build");
    });
    folder.join("examples").join(format!("{name}{}", env::consts::EXE_SUFFIX))
}
