#!/usr/bin/env bash
# How long derived code takes to check, and a first build with nothing built before, beside serde's and clap's.
# Usage: benches/compile.sh (needs serde and clap in cargo's local sources, or a registry to fetch them from)
set -euo pipefail

repository=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
structs=200
# What the machine's owner has set must not move the targets, nor reuse what was built elsewhere.
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR RUSTC_WRAPPER RUSTFLAGS
# A check that starts from nothing is what is compared; incremental ones are measured apart.
export CARGO_INCREMENTAL=0 CARGO_TERM_QUIET=true

# crate NAME DEPENDENCY...: an empty library in a workspace of its own.
crate() {
    local name=$1
    shift
    mkdir -p "$work/$name/src"
    {
        printf '[workspace]\n[package]\nname = "%s"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\n' "$name"
        printf '%s\n' "$@"
    } >"$work/$name/Cargo.toml"
    touch "$work/$name/src/lib.rs"
}

# fetch NAME: makes all sources local, so that no download is measured.
fetch() {
    (cd "$work/$1" && { cargo fetch --offline 2>/dev/null || cargo fetch; })
}

# structs DERIVE NUMBER TEXT BOUNDED: two hundred structs of ten fields; the arguments are what is derived, and the
# attributes of a number with a default, of a text with one, and of a number with a bound as well.
structs() {
    local derive=$1 number=$2 text=$3 bounded=$4 n
    printf '//! Generated: what a large connector might configure.\n'
    printf 'pub fn number() -> u32 {\n    10\n}\npub fn text() -> String {\n    "text".to_owned()\n}\n'
    for ((n = 0; n < structs; n++)); do
        cat <<EOF
/// Settings of part $n.
$derive
pub struct Part$n {
    /// Where the part is found.
    pub url: String,
    /// What it is called, if it has a name.
    pub name: Option<String>,
    /// How many of them there may be.
    $number
    pub count: u32,
    /// The port it listens on.
    pub port: u16,
    /// Whether it is in use.
    pub enabled: bool,
    /// How it is described.
    $text
    pub label: String,
    /// The size of a batch.
    $bounded
    pub batch_size: u32,
    /// The share of requests that it takes.
    pub ratio: f64,
    /// The groups it belongs to.
    pub groups: Vec<String>,
    /// Where it starts.
    pub offset: Option<i64>,
}
EOF
    done
}

# seconds COMMAND...: how long it takes.
seconds() {
    local start=$EPOCHREALTIME end
    "$@"
    end=$EPOCHREALTIME
    awk -v start="$start" -v end="$end" 'BEGIN { printf "%.3f\n", end - start }'
}

# check NAME: checks the crate alone, whose dependencies are built.
check() {
    touch "$work/$1/src/lib.rs"
    (cd "$work/$1" && cargo check --offline)
}

# cold NAME: checks the crate and all it depends on.
cold() {
    rm -rf "$work/$1/target"
    (cd "$work/$1" && cargo check --offline)
}

# compare TITLE REMARK RUNS HOW FIRST SECOND: medians of both in turns, and their ratio.
compare() {
    local title=$1 remark=$2 runs=$3 how=$4 first=$5 second=$6 run a b
    : >"$work/first" && : >"$work/second"
    for ((run = 0; run < runs; run++)); do
        seconds "$how" "$first" >>"$work/first"
        seconds "$how" "$second" >>"$work/second"
    done
    a=$(median "$work/first") b=$(median "$work/second")
    awk -v title="$title" -v remark="$remark" -v a="$a" -v b="$b" -v first="$first" -v second="$second" \
        'BEGIN { printf "%s: %s %.2f s, %s %.2f s, ratio %.2f%s\n", title, first, a, second, b, a / b, remark }'
}

median() {
    sort -n "$1" | awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'
}

crate paramgen "paramgen-here = { package = \"paramgen\", path = \"$repository\" }"
crate serde 'serde = { version = "1", features = ["derive"] }'
crate clap 'clap = { version = "4", features = ["derive"] }'
crate none
# The crates are called after what they measure; a package may not depend on its own name.
sed -i 's/^name = "\(.*\)"$/name = "with-\1"/' "$work"/*/Cargo.toml
for name in paramgen serde clap none; do fetch "$name"; done

compare 'cold check of a crate with the one dependency' ' (wanted: at most 1.3)' 3 cold paramgen clap

structs '#[derive(paramgen_here::Params)]
#[params(crate = ::paramgen_here)]' '#[param(default = 10)]' '#[param(default = "text")]' \
    '#[param(default = 10, min = 1)]' >"$work/paramgen/src/lib.rs"
structs '#[derive(serde::Deserialize)]' '#[serde(default = "number")]' '#[serde(default = "text")]' \
    '#[serde(default = "number")]' >"$work/serde/src/lib.rs"
structs '' '' '' '' >"$work/none/src/lib.rs"
for name in paramgen serde none; do check "$name"; done
compare "check of $structs structs of 10 fields" ' (wanted: at most 0.5)' 5 check paramgen serde
compare 'the same beside structs that derive nothing' '' 5 check paramgen none
export CARGO_INCREMENTAL=1
for name in paramgen serde; do check "$name"; done
compare 'the same as an incremental check of a file that was only touched' '' 5 check paramgen serde
