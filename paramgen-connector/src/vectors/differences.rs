//! Where this crate answers otherwise than Conduit's Go code, on purpose. `tests/vectors/DIFFERENCES.md` says why.

use serde_json::Value as Json;

use super::{Answer, Line, canonical, float};

pub(super) struct Difference {
    pub(super) name: &'static str,
    /// The files in which it must explain something.
    pub(super) files: &'static [&'static str],
    pub(super) explains: fn(&Line, &Answer) -> bool,
}

const RECORD_JSON: &str = "record_json.jsonl";
const RECORD_PARSE: &str = "record_parse.jsonl";
const METADATA: &str = "metadata.jsonl";
const STRUCT: &str = "struct.jsonl";

pub(super) const DIFFERENCES: &[Difference] = &[
    Difference {
        name: "go-only-types",
        files: &[RECORD_JSON, STRUCT],
        explains: |_, ours| ours.as_ref().is_err_and(|reason| reason.starts_with("no kind for")),
    },
    Difference {
        name: "unknown-operation",
        files: &[RECORD_JSON, METADATA, STRUCT],
        explains: |line, ours| {
            let unknown = match ours {
                Err(reason) => reason.starts_with("unknown operation"),
                Ok(ours) => failure(ours).contains("unknown operation"),
            };
            unknown && line.want.get("panic").is_none()
        },
    },
    Difference {
        name: "null-is-absent",
        files: &[RECORD_PARSE],
        explains: |line, ours| {
            ours.as_ref().is_ok_and(|ours| loose(&line.want, &absent) == loose(ours, &absent))
        },
    },
    Difference {
        name: "integers-stay",
        files: &[RECORD_PARSE],
        explains: |line, ours| {
            let numbers = |tag: &str, value: &Json| match tag {
                "$int64" | "$uint64" => float("$float64", value),
                _ => absent(tag, value),
            };
            ours.as_ref().is_ok_and(|ours| loose(&line.want, &numbers) == loose(ours, &numbers))
        },
    },
    Difference {
        name: "missing-is-absent",
        files: &[RECORD_PARSE],
        explains: |line, _| line.accident == "parse-panic",
    },
    Difference {
        name: "strict-json",
        files: &[RECORD_PARSE],
        explains: |line, ours| {
            line.accident == "parse-lenient" && ours.as_ref().is_ok_and(|ours| !failure(ours).is_empty())
        },
    },
    Difference {
        name: "broken-text",
        files: &[RECORD_PARSE],
        explains: |_, ours| {
            let failure = ours.as_ref().map(failure).unwrap_or_default();
            ["hex escape", "surrogate", "unicode code point"].iter().any(|text| failure.contains(text))
        },
    },
    Difference {
        name: "no-nan-in-json",
        files: &[RECORD_JSON],
        explains: |line, ours| {
            line.accident == "nan32-json"
                && ours.as_ref().is_ok_and(|ours| failure(ours).contains("no number in JSON"))
        },
    },
    Difference {
        name: "exact-numbers",
        files: &[STRUCT],
        explains: |_, ours| {
            let failure = ours.as_ref().map(failure).unwrap_or_default();
            failure.contains("cannot hold exactly")
                || failure.contains("no number in a record without a schema")
        },
    },
    Difference {
        name: "times-as-text",
        files: &[STRUCT],
        explains: |line, ours| {
            line.input.to_string().contains("$time")
                && line.want["kind"] == "proto_invalid_type"
                && ours.is_ok()
        },
    },
];

/// What an answer that is an error says.
fn failure(answer: &Json) -> &str {
    answer["error"].as_str().unwrap_or_default()
}

/// Go's nil values of a type, which are absent here.
fn absent(tag: &str, value: &Json) -> Option<Json> {
    match tag {
        "$nil_structured" | "$nil_raw" => Some(Json::Null),
        _ => float(tag, value),
    }
}

/// As [`canonical`], where metadata without entries is none.
fn loose(answer: &Json, replace: &dyn Fn(&str, &Json) -> Option<Json>) -> Json {
    let mut answer = canonical(answer, replace);
    if let Some(metadata) = answer.pointer_mut("/record/metadata")
        && metadata.as_object().is_some_and(serde_json::Map::is_empty)
    {
        *metadata = Json::Null;
    }
    answer
}
