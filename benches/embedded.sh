#!/usr/bin/env bash
# What an exported specification costs: bytes of a stripped release program with 20 and with 300 parameters, time that
# `export!` adds to a debug build, and time to find it in 100 MB. Also that it survives where programs are made small.
# Usage: benches/embedded.sh
set -euo pipefail

repository=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rounds=7
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR RUSTC_WRAPPER RUSTFLAGS
export CARGO_TERM_QUIET=true CARGO_INCREMENTAL=0

# project COUNT: a library with a struct of COUNT parameters, which the feature `export` exports, and a program that links
# it and parses a configuration.
project() {
    local count=$1 dir="$work/p$1" n
    mkdir -p "$dir/src"
    cat >"$dir/Cargo.toml" <<EOF
[workspace]
[package]
name = "p$count"
version = "0.1.0"
edition = "2024"
[features]
export = []
[dependencies]
paramgen = { path = "$repository", default-features = false }
[profile.release]
strip = true
lto = "fat"
codegen-units = 1
panic = "abort"
EOF
    {
        printf '#![forbid(unsafe_code)]\nuse paramgen::Params;\n#[derive(Debug, Params)]\npub struct Config {\n'
        for ((n = 0; n < count; n++)); do
            printf '    /// What parameter number %d is for, in a sentence of the usual length.\n' "$n"
            printf '    #[param(default = %d, min = 0)]\n    pub parameter_number_%d: u32,\n' "$n" "$n"
        done
        printf '}\n#[cfg(feature = "export")]\nparamgen::export! { name: "p%d", source: Config }\n' "$count"
    } >"$dir/src/lib.rs"
    cat >"$dir/src/main.rs" <<EOF
use paramgen::Params;
fn main() {
    let settings: Vec<(String, String)> = std::env::args().map(|text| (text.clone(), text)).collect();
    println!("{}", p$count::Config::parse(settings).is_ok());
}
EOF
}

# size COUNT FEATURES...: the bytes of the release program.
size() {
    local count=$1
    shift
    (cd "$work/p$count" && cargo build --release --offline "$@" && stat -c %s "target/release/p$count")
}

# seconds COUNT FEATURES...: a debug build of the library, everything it depends on being built.
seconds() {
    local count=$1 start
    shift
    touch "$work/p$count/src/lib.rs"
    start=$(date +%s%N)
    (cd "$work/p$count" && cargo build --offline --lib "$@")
    echo $(($(date +%s%N) - start))
}

median() {
    sort -n | sed -n "$((rounds / 2 + 1))p"
}

for count in 20 300; do
    project "$count"
    (cd "$work/p$count" && { cargo fetch --offline 2>/dev/null || cargo fetch; })
    without=$(size "$count")
    with=$(size "$count" --features export)
    grep -q '"name":"parameterNumber0"' "$work/p$count/target/release/p$count"
    # In turns, so that what else the machine does falls on both.
    seconds "$count" >/dev/null
    seconds "$count" --features export >/dev/null
    : >"$work/without" >"$work/with"
    for ((round = 0; round < rounds; round++)); do
        seconds "$count" >>"$work/without"
        seconds "$count" --features export >>"$work/with"
    done
    echo "$count parameters: $((with - without)) bytes more ($without without), survives strip, fat LTO and section" \
        "garbage collection; debug build $(($(median <"$work/without") / 1000000)) ms without," \
        "$(($(median <"$work/with") / 1000000)) ms with"
done
(cd "$repository" && cargo bench --bench embedded)
