//! What this project answers to one recorded line, beside what was recorded.

use std::{collections::BTreeMap, fmt, time::Duration};

use paramgen::{
    Limit, Options, Parameter, ParameterType, Parameters, Params, Pattern, ProblemKind, UnknownKeys,
    Validation,
};
use serde_json::{Value, json};

/// An answer that is not the recorded one.
pub(crate) struct Mismatch {
    /// Which answer of the line.
    pub(crate) what: &'static str,
    pub(crate) want: Value,
    pub(crate) got: Value,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: want {}, got {}", self.what, self.want, self.got)
    }
}

/// The answers to a line that differ from the recorded ones.
pub(crate) fn answer(line: &Value) -> Result<Vec<Mismatch>, String> {
    let op = line["op"].as_str().ok_or("a line without \"op\"")?;
    let answers = match op {
        "int" | "float" | "bool" | "duration" => scalar(op, line)?,
        "trim" => vec![("trim", line["want"]["value"].clone(), trim(text(&line["in"])))],
        "regex" => regex(line),
        "parse" | "wild" => parse(line),
        "decode" => super::decode::decode(line)?,
        _ => return Err(format!("unknown op {op:?}")),
    };
    let differ = answers.into_iter().filter(|(_, want, got)| want != got);
    Ok(differ.map(|(what, want, got)| Mismatch { what, want, got }).collect())
}

pub(crate) type Answer = (&'static str, Value, Value);

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A struct of one parameter, read without trimming as the recorded functions do.
macro_rules! single {
    ($name:ident, $type:ty) => {
        #[derive(Params)]
        struct $name {
            #[param(trim = false)]
            v: $type,
        }

        impl $name {
            fn read(text: &str) -> Option<$type> {
                Self::parse(&[("v", text)]).ok().map(|read| read.v)
            }
        }
    };
}

single!(Int64, i64);
single!(Int8, i8);
single!(Uint64, u64);
single!(Float32, f32);
single!(Float64, f64);
single!(Bool, bool);
single!(Length, Duration);

fn scalar(op: &str, line: &Value) -> Result<Vec<Answer>, String> {
    let (input, want) = (text(&line["in"]), &line["want"]);
    let mut answers = vec![
        ("validate", sentinels(&want["validate"]), validate(op, input)?),
        ("trimmed", want["trimmed"].clone(), trim(input)),
    ];
    let mut value = |what, recorded: &Value, got: Option<Value>| {
        answers.push((what, outcome(recorded), got.unwrap_or(Value::Null)));
    };
    match op {
        "int" => {
            value("parse", &want["parse"], Int64::read(input).map(Value::from));
            value("decode_int64", &want["decode_int64"], Int64::read(input).map(Value::from));
            value("decode_int8", &want["decode_int8"], Int8::read(input).map(Value::from));
            value("decode_uint64", &want["decode_uint64"], Uint64::read(input).map(Value::from));
        }
        "float" => {
            let double = Float64::read(input).map(|v| json!(format!("{:016x}", bits(v))));
            value("parse", &want["parse"], double.clone());
            value("decode_float64", &want["decode_float64"], double);
            let single = Float32::read(input).map(|v| json!(format!("{:08x}", bits_single(v))));
            value("decode_float32", &want["decode_float32"], single);
        }
        "bool" => {
            value("parse", &want["parse"], Bool::read(input).map(Value::from));
            value("decode_bool", &want["decode_bool"], Bool::read(input).map(Value::from));
        }
        _ => {
            value("parse", &want["parse"], signed_nanos(input)?.map(Value::from));
            value("decode_duration", &want["decode_duration"], Length::read(input).map(|v| nanos(&v)));
        }
    }
    Ok(answers)
}

/// The value of a recorded success, `null` for a failure.
fn outcome(recorded: &Value) -> Value {
    if recorded["ok"] != json!(true) {
        return Value::Null;
    }
    ["bits", "ns", "value"].into_iter().find_map(|key| recorded.get(key)).cloned().unwrap_or(Value::Null)
}

/// Go has one NaN; its sign and payload carry nothing.
fn bits(value: f64) -> u64 {
    if value.is_nan() { 0x7ff8_0000_0000_0001 } else { value.to_bits() }
}

fn bits_single(value: f32) -> u32 {
    if value.is_nan() { 0x7fc0_0000 } else { value.to_bits() }
}

pub(crate) fn nanos(duration: &Duration) -> Value {
    i64::try_from(duration.as_nanos()).map_or(Value::Null, Value::from)
}

/// The signed nanoseconds of a text that a parameter list accepts as a duration: the magnitude is read by the type
/// `Duration`, which has no negative values.
fn signed_nanos(input: &str) -> Result<Option<i64>, String> {
    if validate("duration", input)? != json!([]) || input.is_empty() {
        return Ok(None);
    }
    let Some(magnitude) = input.strip_prefix('-') else {
        return Ok(Length::read(input).and_then(|v| nanos(&v).as_i64()));
    };
    // The magnitude of the most negative duration is one more than the greatest duration.
    Ok(Some(Length::read(magnitude).and_then(|v| nanos(&v).as_i64()).map_or(i64::MIN, |nanos| -nanos)))
}

fn validate(op: &str, input: &str) -> Result<Value, String> {
    let parameter_type: ParameterType = op.parse().map_err(|error| format!("{error}"))?;
    let parameters = Parameters::from_iter([Parameter::new("v", parameter_type).with_trim(false)]);
    Ok(problems(parameters.check([("v", input)])))
}

fn trim(input: &str) -> Value {
    let parameters = Parameters::from_iter([Parameter::new("v", ParameterType::String)]);
    let read = parameters.resolve([("v", input)], Options::new());
    read.map_or(Value::Null, |read| json!(read.value.get("v").cloned().unwrap_or_default()))
}

fn regex(line: &Value) -> Vec<Answer> {
    let pattern = Pattern::new(text(&line["pattern"]));
    let inputs = line["inputs"].as_array().into_iter().flatten();
    let got = match pattern {
        Ok(pattern) => {
            json!({ "ok": true, "matches": inputs.map(|input| pattern.is_match(text(input))).collect::<Vec<_>>() })
        }
        Err(_) => json!({ "ok": false }),
    };
    let recorded = |want: &Value| match want.get("matches") {
        Some(matches) => json!({ "ok": true, "matches": matches }),
        None => json!({ "ok": false }),
    };
    let older = line.get("want_go124").map(recorded).filter(|older| *older == got);
    vec![("regex", older.unwrap_or_else(|| recorded(&line["want"])), got)]
}

fn parse(line: &Value) -> Vec<Answer> {
    let want = &line["want"];
    let refused = || vec![("params", json!("refused"), json!("accepted"))];
    let parameters = match parameters(line) {
        Ok(parameters) => parameters,
        Err(_) if want.get("params_error").is_some() => return Vec::new(),
        Err(error) => return vec![("params", json!("accepted"), json!(error))],
    };
    if want.get("params_error").is_some() {
        return refused();
    }
    let config = settings(line);
    let mut answers = vec![("errors", sentinels(&want["errors"]), problems(parameters.check(&config)))];
    // What is in force is recorded before it is checked; this project tells it of good configurations only.
    if let Ok(read) = parameters.resolve(&config, Options::new()) {
        answers.push(("config", without_blanks(&want["config"]), without_blanks(&json!(read.value))));
    }
    if let Some(recognized) = want.get("recognized_before_defaults") {
        let unknown = parameters.check(&config).err();
        let unknown: Vec<String> = unknown
            .iter()
            .flatten()
            .filter(|problem| matches!(problem.kind(), ProblemKind::Unknown { .. }))
            .map(|problem| problem.key().to_owned())
            .collect();
        let got: serde_json::Map<String, Value> = recognized
            .as_object()
            .into_iter()
            .flat_map(|keys| keys.keys())
            .map(|key| (key.clone(), json!(!unknown.contains(key))))
            .collect();
        answers.push(("recognized", recognized.clone(), got.into()));
    }
    answers
}

pub(crate) fn settings(line: &Value) -> BTreeMap<String, String> {
    let config = line["config"].as_object().into_iter().flatten();
    config.map(|(key, value)| (key.clone(), text(value).to_owned())).collect()
}

/// An empty value is an absent one; Conduit keeps the key.
fn without_blanks(config: &Value) -> Value {
    let config = config.as_object().into_iter().flatten().filter(|(_, value)| *value != "");
    Value::Object(config.map(|(key, value)| (key.clone(), value.clone())).collect())
}

fn parameters(line: &Value) -> Result<Parameters, String> {
    let params = line["params"].as_object().ok_or("no \"params\"")?;
    params.iter().map(|(name, param)| parameter(name, param)).collect()
}

fn parameter(name: &str, param: &Value) -> Result<Parameter, String> {
    let parameter_type: ParameterType = text(&param["type"]).parse().map_err(|error| format!("{error}"))?;
    let mut parameter =
        Parameter::new(name.to_owned(), parameter_type).with_default(text(&param["default"]).to_owned());
    for validation in param["validations"].as_array().into_iter().flatten() {
        parameter = parameter.with_validation(self::validation(validation)?);
    }
    Ok(parameter)
}

fn validation(validation: &Value) -> Result<Validation, String> {
    let name = text(&validation["type"]);
    let Some(list) = validation.get("list").and_then(Value::as_array) else {
        return Validation::from_conduit(name, text(&validation["value"])).map_err(|error| error.to_string());
    };
    let list = list.iter().map(|item| text(item).to_owned().into()).collect();
    match name {
        "inclusion" => Ok(Validation::Inclusion(list)),
        "exclusion" => Ok(Validation::Exclusion(list)),
        _ => Err(format!("a list for {name:?}")),
    }
}

/// Each problem as its key and Conduit's sentinel errors for it, sorted.
fn problems(checked: Result<(), paramgen::Problems>) -> Value {
    let problems = checked.err().into_iter().flatten().map(|problem| {
        let sentinel = match problem.kind() {
            ProblemKind::Missing => "ErrRequiredParameterMissing",
            ProblemKind::Unknown { .. } => "ErrUnrecognizedParameter",
            // In Go, an integer too large for its type and a float too large for any are of the wrong type.
            ProblemKind::Type { .. } | ProblemKind::Range(Limit::Between(..) | Limit::Finite) => {
                "ErrInvalidParameterType"
            }
            ProblemKind::NotANumber => "ErrInvalidParameterValue",
            ProblemKind::Range(Limit::Above(_)) => "ErrGreaterThanValidationFail",
            ProblemKind::Range(Limit::Below(_)) => "ErrLessThanValidationFail",
            ProblemKind::Choice { .. } => "ErrInclusionValidationFail",
            ProblemKind::Excluded { .. } => "ErrExclusionValidationFail",
            ProblemKind::Pattern { .. } => "ErrRegexValidationFail",
            _ => "",
        };
        format!("{:?} {sentinel}", problem.key())
    });
    sorted(problems.collect())
}

/// The same of recorded errors: the key stands between the first quotes of the message.
fn sentinels(errors: &Value) -> Value {
    let errors = errors.as_array().into_iter().flatten().map(|error| {
        let message = text(&error["msg"]);
        let key = message.split_once('"').and_then(|(_, rest)| quoted(rest)).unwrap_or_default();
        let is: Vec<&str> = error["is"].as_array().into_iter().flatten().map(text).collect();
        format!("{key:?} {}", is.join(" "))
    });
    sorted(errors.collect())
}

/// The text up to the closing quote, with Go's escapes resolved as far as keys have them.
fn quoted(rest: &str) -> Option<String> {
    let mut end = 0;
    let bytes = rest.as_bytes();
    while *bytes.get(end)? != b'"' {
        end += if bytes[end] == b'\\' { 2 } else { 1 };
    }
    serde_json::from_str(&format!("\"{}\"", &rest[..end])).ok()
}

fn sorted(mut texts: Vec<String>) -> Value {
    texts.sort();
    json!(texts)
}

/// How decoding reads: it knows nothing of unknown keys.
pub(crate) const LENIENT: Options = Options::new().unknown(UnknownKeys::Ignore);
