//! What people write who come from serde, clap, validator and their kin, and what it is called here.

/// What to write in place of an attribute that is none here; `set` is `param` or `params`.
pub(crate) fn habit(key: &str, set: &str) -> Option<&'static str> {
    let advice = match key {
        "rename" if set == "param" => "a parameter's name is written `name = \"…\"`",
        "rename" => "a struct has no name in a configuration; fields are named by `#[param(name = \"…\")]`",
        "rename_all" => "write `#[params(rename_all = \"…\")]` on the struct or enum",
        "skip_serializing" | "skip_deserializing" | "skip_serializing_if" | "ignore" => {
            "a field that is no parameter takes `skip`"
        }
        "optional" | "nullable" => "make the field's type an `Option`",
        "sensitive" | "hide" | "password" | "redact" => "a value that is never shown takes `secret`",
        "default_value" | "default_value_t" | "default_values" => "write `default = …`",
        "range" => "write `min = 1, max = 10`",
        "minimum" | "ge" | "gte" => "write `min = …`",
        "maximum" | "le" | "lte" => "write `max = …`",
        "greater_than" | "exclusive_min" => "write `gt = …`",
        "less_than" | "exclusive_max" => "write `lt = …`",
        "divisible_by" | "multiple" | "step" => "write `multiple_of = …`",
        "length" | "min_length" | "max_length" | "min_len" | "max_len" => "write `len(1..=63)`",
        "pattern" | "matches" => "write `regex = \"…\"`",
        "one_of" | "choices" | "values" | "possible_values" | "value_enum" | "oneof" if set == "param" => {
            "write `inclusion(\"a\", \"b\")`, or make the type an enum with `#[derive(ParamValue)]`"
        }
        "aliases" => "write `alias = \"…\"` for each older name",
        "delimiter" | "value_delimiter" => "write `separator = \";\"`",
        "description" | "help" | "about" | "long_help" | "doc" | "title" => {
            "write it as a doc comment: `/// …`"
        }
        "env" | "long" | "short" | "arg" => {
            "a setting has one name, in the pipeline's file: write `name = \"…\"`, or leave it out"
        }
        "validate" | "custom" | "function" | "with" | "value_parser" | "must_match" => {
            "what no rule says is checked by a function: `#[params(check = function)]` on the struct"
        }
        "nested" | "dive" => "a struct that derives `Params` is nested without a word: remove it",
        "defaults" => "write `flatten(defaults(…))`",
        "deny_unknown_fields" => "unknown keys are refused anyway: remove it",
        "allow_unknown_fields" | "ignore_unknown" => {
            "unknown keys are let through where a configuration is read: `Options::new().unknown(…)`"
        }
        "required" | "default" if set == "params" => "write it on the fields",
        _ => return None,
    };
    Some(advice)
}
