//! Recorded answers of Conduit's Go code (`tests/vectors/*.jsonl`), each tried here. An answer that is not the recorded one
//! must be explained by a row of `tests/vectors/DIFFERENCES.md`, of which each is a test of the line; anything else fails,
//! and so does a row that explains nothing.

mod avro;
mod differences;
mod formats;
mod records;
mod tagged;

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value as Json, json};

use differences::DIFFERENCES;

/// A recorded line.
struct Line {
    file: String,
    place: String,
    op: String,
    accident: String,
    input: Json,
    want: Json,
}

/// What this crate answers: in the words of the vectors, or why the input cannot be said in Rust.
type Answer = Result<Json, String>;

/// An error, whatever it says.
fn refused(error: impl std::fmt::Display) -> Json {
    json!({ "error": error.to_string() })
}

fn lines(file: &str) -> Vec<Line> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(file);
    let text = fs::read_to_string(path).unwrap();
    let lines = text.split('\n').enumerate().filter(|(_, line)| !line.is_empty());
    lines
        .map(|(index, line)| {
            let line: Json = serde_json::from_str(line).unwrap();
            let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            Line {
                file: file.to_owned(),
                place: format!("{file}:{}: {} {}", index + 1, text("op"), text("note")),
                op: text("op"),
                accident: text("accident"),
                input: line["in"].clone(),
                want: line["want"].clone(),
            }
        })
        .collect()
}

/// Whether an answer is the recorded one. Of errors only that they are errors is compared.
fn agrees(want: &Json, ours: &Json) -> bool {
    let failed = |answer: &Json| answer.get("error").is_some() || answer.get("panic").is_some();
    if failed(want) || failed(ours) {
        return failed(want) && failed(ours);
    }
    if let Some(any) = want.get("bytes_any_of").and_then(Json::as_array) {
        let strip = |answer: &Json| {
            let mut answer = answer.clone();
            let map = answer.as_object_mut().unwrap();
            map.remove("bytes");
            map.remove("bytes_any_of");
            map.remove("value_changed_by_encoding");
            answer
        };
        return any.contains(&ours["bytes"]) && strip(want) == strip(ours);
    }
    let mut want = want.clone();
    if let Some(want) = want.as_object_mut() {
        want.remove("value_changed_by_encoding");
    }
    canonical(&want, &float) == canonical(ours, &float)
}

/// The answer with its tagged values replaced where the function has something for them.
fn canonical(answer: &Json, replace: &dyn Fn(&str, &Json) -> Option<Json>) -> Json {
    match answer {
        Json::Object(map) => {
            if let Some((tag, value)) = map.iter().next().filter(|_| map.len() == 1)
                && let Some(replaced) = replace(tag, value)
            {
                return replaced;
            }
            if map.get("error").is_some_and(Json::is_string) {
                return json!({ "error": true });
            }
            Json::Object(map.iter().map(|(name, value)| (name.clone(), canonical(value, replace))).collect())
        }
        Json::Array(items) => items.iter().map(|item| canonical(item, replace)).collect(),
        other => other.clone(),
    }
}

/// A double by its value, however it is written.
fn float(tag: &str, value: &Json) -> Option<Json> {
    let number: f64 = value.as_str()?.replace("Inf", "inf").parse().ok()?;
    (tag == "$float64").then(|| json!({ "$float64": format!("{number:?}") }))
}

/// Tries all lines of some files.
fn check(files: &[&str], answer: impl Fn(&Line) -> Answer) {
    let mut explained: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut same, mut silent) = (0, Vec::new());
    for line in files.iter().flat_map(|file| lines(file)) {
        let ours = answer(&line);
        if ours.as_ref().is_ok_and(|ours| agrees(&line.want, ours)) {
            same += 1;
            continue;
        }
        let rows = DIFFERENCES.iter().filter(|difference| difference.files.contains(&line.file.as_str()));
        match rows.into_iter().find(|difference| (difference.explains)(&line, &ours)) {
            Some(difference) => *explained.entry(difference.name).or_default() += 1,
            None => silent.push(format!(
                "{}\n  in    {}\n  want  {}\n  ours  {ours:?}",
                line.place, line.input, line.want
            )),
        }
    }
    println!("{files:?}: {same} same, others {explained:?}");
    assert!(silent.is_empty(), "{} silent differences, {same} same\n{}", silent.len(), silent.join("\n"));
    for difference in
        DIFFERENCES.iter().filter(|difference| difference.files.iter().any(|file| files.contains(file)))
    {
        assert!(explained.contains_key(difference.name), "{} explains nothing in {files:?}", difference.name);
    }
}

/// The table of the document and the one of the code have the same rows.
#[test]
fn each_difference_is_documented() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/DIFFERENCES.md");
    let document = fs::read_to_string(path).unwrap();
    let rows: Vec<&str> = document
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|row| row.0)
        .collect();
    let names: Vec<&str> = DIFFERENCES.iter().map(|difference| difference.name).collect();
    assert_eq!(rows, names);
}
