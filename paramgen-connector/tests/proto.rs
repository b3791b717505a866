//! `src/proto/generated.rs` is what `proto/wire.proto` says. `UPDATE_PROTO=1 cargo test -p paramgen-connector --test proto`
//! makes it anew, without `protoc`.

use std::{env, fs, path::Path};

#[test]
fn generated_code_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = root.join("src/proto/generated.rs");
    let generated = generate(&root.join("proto"));
    if env::var_os("UPDATE_PROTO").is_some() {
        fs::write(&target, &generated).unwrap();
    }
    let committed = fs::read_to_string(&target).unwrap_or_default();
    assert!(
        committed == generated,
        "{} is stale; run `UPDATE_PROTO=1 cargo test -p paramgen-connector --test proto`",
        target.display()
    );
}

fn generate(folder: &Path) -> String {
    let descriptors = protox::compile(["wire.proto"], [folder]).unwrap();
    let out = tempfile::tempdir().unwrap();
    prost_build::Config::new()
        .bytes(["."])
        .btree_map(["."])
        .extern_path(".config.v1.Parameter", "::paramgen::proto::Parameter")
        .out_dir(out.path())
        .compile_fds(descriptors)
        .unwrap();
    fs::read_to_string(out.path().join("paramgen.wire.rs")).unwrap()
}
