//! What stands where a default would: the default, the zero of the type, or nothing.

use crate::{
    number::Number,
    parameters::{Parameter, ParameterType},
    scalar::Scalar,
};

/// The value that a pipeline may set without changing what is in force: the default, and else nothing, which is an absent
/// value. What a secret is by default is not shown.
pub(super) fn default(parameter: &Parameter) -> &str {
    parameter.default().filter(|_| !parameter.hides_value()).unwrap_or_default()
}

/// The value that a README shows for a parameter that is not set. Go connectors read no value as the zero of the type;
/// it is left out where it would hide that a value is missing, or break the parameter's own rules.
pub(super) fn default_or_zero(parameter: &Parameter) -> &str {
    if parameter.hides_value() {
        return "";
    }
    match parameter.default() {
        Some(default) if !default.is_empty() => default,
        _ if parameter.is_required() => "",
        _ => zero(parameter),
    }
}

fn zero(parameter: &Parameter) -> &'static str {
    let (text, scalar) = match parameter.parameter_type() {
        ParameterType::String | ParameterType::File => return "",
        ParameterType::Int => ("0", Scalar::Number(Number::Int(0))),
        ParameterType::Float => ("0.0", Scalar::Number(Number::Float(0.0))),
        ParameterType::Bool => ("false", Scalar::Bool(false)),
        ParameterType::Duration => ("0s", Scalar::Duration(0)),
    };
    if parameter.validations().all(|rule| rule.holds(scalar, text)) { text } else { "" }
}
