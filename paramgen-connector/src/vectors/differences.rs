//! Where this crate answers otherwise than Conduit's Go code, on purpose. `tests/vectors/DIFFERENCES.md` says why.

use serde_json::Value as Json;

use super::{Answer, Line, canonical, float};

pub(super) struct Difference {
    pub(super) name: &'static str,
    /// The files in which it may explain something; in one of those that a test reads it must.
    pub(super) files: &'static [&'static str],
    pub(super) explains: fn(&Line, &Answer) -> bool,
}

const RECORD_JSON: &str = "record_json.jsonl";
const STD_JSON: &str = "std_json.jsonl";
const RECORD_PARSE: &str = "record_parse.jsonl";
const METADATA: &str = "metadata.jsonl";
const STRUCT: &str = "struct.jsonl";
const AVRO: &str = "avro.jsonl";
const AVRO_NESTED: &str = "avro_nested.jsonl";
const AVRO_GIVEN: &str = "avro_given.jsonl";
const DEBEZIUM: &str = "debezium.jsonl";
const TEMPLATE: &str = "template.jsonl";
const BATCHER: &str = "batcher.jsonl";
const SCHEMA: &str = "schema_middleware.jsonl";

pub(super) const DIFFERENCES: &[Difference] = &[
    Difference {
        name: "go-only-types",
        files: &[
            RECORD_JSON,
            STD_JSON,
            RECORD_PARSE,
            STRUCT,
            AVRO,
            AVRO_NESTED,
            AVRO_GIVEN,
            SCHEMA,
            DEBEZIUM,
        ],
        explains: |_, ours| ours.as_ref().is_err_and(|reason| reason.starts_with("no kind for")),
    },
    Difference {
        name: "unknown-operation",
        files: &[RECORD_JSON, METADATA, STRUCT, TEMPLATE],
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
        files: &[STRUCT, DEBEZIUM],
        explains: |line, ours| {
            let internals = line.accident == "debezium-go-internals" && ours.is_ok();
            internals
                || line.input.to_string().contains("$time")
                    && line.want["kind"] == "proto_invalid_type"
                    && ours.is_ok()
        },
    },
    Difference {
        name: "one-width",
        files: &[AVRO, AVRO_GIVEN, SCHEMA, DEBEZIUM],
        explains: |line, ours| {
            let small = ["$float32", "$int8", "$int16", "$int32", "$uint8", "$uint16", "\"$int\""];
            let says = |json: &Json| small.iter().any(|tag| json.to_string().contains(tag));
            let failed = ours.as_ref().map_or(true, |ours| !failure(ours).is_empty());
            let failed = failed || line.want.get("error").is_some();
            !failed
                && !["source", "template"].contains(&line.op.as_str())
                && (says(&line.input) || says(&line.want))
        },
    },
    Difference {
        name: "nested-maps",
        files: &[AVRO, AVRO_NESTED, SCHEMA],
        explains: |line, ours| {
            let text = line.input.to_string();
            let nested = text.contains("\"v\":{\"$structured\"")
                || line.op == "encode" && text.matches("$structured").count() > 1;
            ours.as_ref().is_ok_and(|ours| ours.get("error").is_none()) && nested
        },
    },
    Difference {
        name: "nan-bits",
        files: &[AVRO, SCHEMA],
        explains: |line, ours| {
            let ours = ours.as_ref().map(Json::to_string).unwrap_or_default();
            line.input.to_string().contains("NaN")
                && line.want.to_string().contains("AQAAAAAA+H8=")
                && ours.contains("AAAAAAAA+H8=")
        },
    },
    Difference {
        name: "names-are-mapped",
        files: &[AVRO, SCHEMA],
        explains: |line, ours| {
            let failed = ours.as_ref().is_ok_and(|ours| ours.to_string().contains("error"));
            line.want.to_string().contains("avro_name") && !failed
        },
    },
    Difference {
        name: "unsigned-is-long",
        files: &[SCHEMA],
        explains: |line, ours| {
            line.want.to_string().contains("can't get schema for type uint64") && ours.is_ok()
        },
    },
    Difference {
        name: "no-dropped-fields",
        files: &[AVRO_GIVEN],
        explains: |_, ours| ours.as_ref().is_ok_and(|ours| failure(ours).contains("has no such field")),
    },
    Difference {
        name: "what-fits-is-taken",
        files: &[AVRO_GIVEN],
        explains: |line, ours| {
            line.op == "encode_with" && line.want["kind"] == "avro_marshal" && ours.is_ok()
        },
    },
    Difference {
        name: "dates-are-no-times",
        files: &[AVRO_GIVEN],
        explains: |line, ours| {
            let schema = line.input["schema"].as_str().unwrap_or_default();
            schema.contains("\"date\"")
                && ours.as_ref().is_ok_and(|ours| failure(ours).contains("does not fit"))
        },
    },
    Difference {
        name: "cut-off-is-an-error",
        files: &[AVRO_GIVEN, SCHEMA],
        explains: |line, ours| {
            let refused = ours.as_ref().is_ok_and(|ours| !failure(ours).is_empty());
            refused && ["avro-short-input", "avro-left-over"].contains(&line.accident.as_str())
        },
    },
    Difference {
        name: "empty-raw-is-absent",
        files: &[SCHEMA],
        explains: |line, ours| {
            line.accident == "avro-short-input" && ours.as_ref().is_ok_and(|ours| failure(ours).is_empty())
        },
    },
    Difference {
        name: "not-here",
        files: &[AVRO_GIVEN],
        explains: |_, ours| ours.as_ref().is_err_and(|reason| reason.starts_with("nothing here has")),
    },
    Difference {
        name: "before-fits",
        files: &[SCHEMA],
        explains: |line, ours| {
            ["before-other-shape", "fields-dropped"].contains(&line.accident.as_str()) && ours.is_ok()
        },
    },
    Difference {
        name: "stable-schemas",
        files: &[SCHEMA],
        explains: |line, ours| {
            let several = line.input["records"].as_array().is_some_and(|records| records.len() > 1);
            several
                && line.op == "source"
                && ours.as_ref().is_ok_and(|ours| !ours.to_string().contains("error"))
        },
    },
    Difference {
        name: "empty-is-absent",
        files: &[SCHEMA],
        explains: |line, ours| line.input["config"].to_string().contains("\"\"") && ours.is_ok(),
    },
    Difference {
        name: "some-functions",
        files: &[TEMPLATE],
        explains: |line, ours| {
            let failure = ours.as_ref().map(failure).unwrap_or_default();
            failure.contains(": function \"") && line.want.get("text").is_some()
        },
    },
    Difference {
        name: "microseconds",
        files: &[TEMPLATE],
        explains: |line, ours| {
            let whole = |json: &Json| {
                json["text"].as_str().map(|text| text.replace("123456789", "123456")).unwrap_or_default()
            };
            let without_duration =
                whole(&line.want).replace(" d:25h1m1.001002003s", "").replace("\"d\":90061001002003,", "");
            ours.as_ref().is_ok_and(|ours| {
                without_duration == whole(ours)
                    || line.input["template"] == "{{ len .Payload.After.l }} {{ len .Payload.After }}"
            })
        },
    },
    Difference {
        name: "only-a-delay-waits",
        files: &[BATCHER],
        explains: |line, _| line.input["delay"] == "0s",
    },
    Difference {
        name: "delay-without-size",
        files: &[BATCHER],
        explains: |line, _| line.input["delay"] != "0s" && line.input["size"] == "0",
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
