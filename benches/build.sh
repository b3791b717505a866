#!/usr/bin/env bash
# What grows with the fields of one struct: the time of a release build, and the size of the stripped program, beside the
# same reading written by hand (benches/support/by_hand.rs).
# Usage: benches/build.sh [FIELDS...] (50 100 200 400 1000 where none are given)
set -euo pipefail

repository=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR RUSTC_WRAPPER RUSTFLAGS
export CARGO_INCREMENTAL=0 CARGO_TERM_QUIET=true

# program NAME DEPENDENCY: a program in a workspace of its own, its source on standard input.
program() {
    mkdir -p "$work/$1/src"
    printf '[workspace]\n[package]\nname = "%s"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\n%s\n[profile.release]\nstrip = true\n' \
        "$1" "$2" >"$work/$1/Cargo.toml"
    cat >"$work/$1/src/main.rs"
}

# fields COUNT: the number of each field, its kind, and its name in the settings.
fields() {
    awk -v count="$1" 'BEGIN {
        split("text optional count port flag share list time offset", kinds, " ")
        for (i = 0; i < count; i++) print i, kinds[i % 9 + 1], "field" i
    }'
}

main_reads='fn main() {
    let settings: std::collections::HashMap<String, String> =
        std::env::args().skip(1).filter_map(|setting| Some(setting.split_once(\x27=\x27)?)
            .map(|(key, value)| (key.to_owned(), value.to_owned()))).collect();
    match read(&settings) {
        Ok(all) => println!("{all:?}"),
        Err(problems) => println!("{problems}"),
    }
}'

derived() {
    printf '#[derive(Debug, paramgen::Params)]\n#[allow(dead_code)]\nstruct All {\n'
    fields "$1" | awk '
        BEGIN {
            type["text"] = "String"; type["optional"] = "Option<String>"; type["port"] = "u16"
            type["count"] = "u32"; type["flag"] = "bool"; type["share"] = "f64"; type["list"] = "Vec<String>"
            type["time"] = "std::time::Duration"; type["offset"] = "Option<i64>"
            rule["count"] = "#[param(default = 10, min = 1)] "; rule["flag"] = "#[param(default = false)] "
            rule["share"] = "#[param(default = 0.5)] "; rule["time"] = "#[param(default = \"10s\")] "
        }
        { printf "    %s%s: %s,\n", rule[$2], $3, type[$2] }'
    printf '}\nfn read(settings: &std::collections::HashMap<String, String>) -> Result<All, paramgen::Problems> {\n    paramgen::Params::parse(settings)\n}\n%b\n' "$main_reads"
}

by_hand() {
    printf '#![allow(dead_code)]\n#[path = "%s/benches/support/by_hand.rs"] mod by_hand;\n#[path = "%s/benches/support/duration.rs"] mod duration;\n' "$repository" "$repository"
    printf 'use by_hand::{Report, boolean, float, integer, list, text, within};\nuse duration::duration;\nuse std::time::Duration;\n'
    fields "$1" | awk '
        BEGIN {
            type["text"] = "String"; type["optional"] = "Option<String>"; type["port"] = "u16"
            type["count"] = "u32"; type["flag"] = "bool"; type["share"] = "f64"; type["list"] = "Vec<String>"
            type["time"] = "Duration"; type["offset"] = "Option<i64>"
            read["text"] = "required(\"%s\", texts.%s, text)"; read["optional"] = "optional(\"%s\", texts.%s, text)"
            read["count"] = "or(\"%s\", texts.%s, 10, |text| within(integer(text)?, 1.., \"must be at least 1\"))"
            read["port"] = "required(\"%s\", texts.%s, integer)"; read["flag"] = "or(\"%s\", texts.%s, false, boolean)"
            read["share"] = "or(\"%s\", texts.%s, 0.5, float)"; read["list"] = "or(\"%s\", texts.%s, Vec::new(), list)"
            read["time"] = "or(\"%s\", texts.%s, Duration::from_secs(10), duration)"
            read["offset"] = "optional(\"%s\", texts.%s, integer)"
        }
        { kind[NR] = $2; name[NR] = $3 }
        END {
            print "#[derive(Debug)]\nstruct All {"
            for (i = 1; i <= NR; i++) printf "    %s: %s,\n", name[i], type[kind[i]]
            print "}\n#[derive(Default)]\nstruct Texts<\x27a> {"
            for (i = 1; i <= NR; i++) printf "    %s: &\x27a str,\n", name[i]
            print "}\nfn read(settings: &std::collections::HashMap<String, String>) -> Result<All, String> {"
            print "    let (mut report, mut texts) = (Report::default(), Texts::default());"
            print "    for (key, value) in settings {\n        let value = value.trim();\n        match key.trim() {"
            for (i = 1; i <= NR; i++) printf "            \"%s\" => texts.%s = value,\n", name[i], name[i]
            print "            key => report.unknown(key),\n        }\n    }"
            for (i = 1; i <= NR; i++) printf "    let %s = report." read[kind[i]] ";\n", name[i], name[i], name[i]
            print "    report.finish(|| Some(All {"
            for (i = 1; i <= NR; i++) printf "        %s: %s?,\n", name[i], name[i]
            print "    })).map_err(|report| format!(\"{report:?}\"))\n}"
        }'
    printf '%b\n' "$main_reads"
}

# build NAME: CPU seconds of a release build of the program alone, and the size of what it makes.
build() {
    local cpu
    # What it depends on is built already.
    touch "$work/$1/src/main.rs"
    cpu=$( { TIMEFORMAT='%U'; time (cd "$work/$1" && cargo build --release --offline >&2); } 2>&1 | tail -1)
    printf '%s %s\n' "$cpu" "$(stat -c %s "$work/$1/target/release/$1")"
}

dependency="paramgen = { path = \"$repository\", default-features = false }"
sizes=("$@")
[ "${#sizes[@]}" -gt 0 ] || sizes=(50 100 200 400 1000)
derived 1 | program derived "$dependency"
by_hand 1 | program by-hand ""
for name in derived by-hand; do
    (cd "$work/$name" && { cargo build --release --offline 2>/dev/null || cargo build --release; })
done
echo '| fields | release build, CPU s | by hand | stripped program, KB | by hand | more |'
echo '|---:|---:|---:|---:|---:|---:|'
for count in "${sizes[@]}"; do
    derived "$count" | program derived "$dependency"
    read -r ours ours_size < <(build derived)
    hand=- hand_size=0
    # A `?` for each of many fields that own memory takes rustc minutes, and in the end all memory.
    if [ "$count" -le 300 ]; then
        by_hand "$count" | program by-hand ""
        read -r hand hand_size < <(build by-hand)
    fi
    awk -v count="$count" -v ours="$ours" -v hand="$hand" -v a="$ours_size" -v b="$hand_size" 'BEGIN {
        more = b > 0 ? sprintf("%d | %d", b / 1000, (a - b) / 1000) : "- | -"
        printf "| %d | %s | %s | %d | %s |\n", count, ours, hand, a / 1000, more
    }'
done
