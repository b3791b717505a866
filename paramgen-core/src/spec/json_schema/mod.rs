//! JSON Schema (2020-12) of the settings that a source or a destination accepts.
//!
//! The schema never refuses what reading accepts; what it cannot refuse is said in a `$comment`.

mod demands;
mod frame;
mod grammar;
mod json;
mod names;
mod range;
mod value;

use demands::{Demands, needs_value};
use json::{Json, Object};
use names::{PropertyNames, is_fixed, is_map, key};
use value::Constraints;

use crate::{
    parameters::{Parameter, Parameters},
    show::Quoted,
};

impl Parameters {
    /// The JSON Schema (2020-12) of a configuration, for editors and for checks ahead of time: one object of texts, in
    /// which integers, floats and booleans may also be JSON's own.
    ///
    /// It accepts every configuration that [`check`](Self::check) accepts. What `check` alone refuses is named in a
    /// `$comment`, of the parameter or of the whole. Defaults and examples of secret parameters are left out.
    ///
    /// ```
    /// # extern crate paramgen_core as paramgen;
    /// use paramgen::{Number, Parameter, ParameterType, Parameters, Validation};
    ///
    /// let parameters = Parameters::from_iter([
    ///     Parameter::new("port", ParameterType::Int)
    ///         .with_description("Port to listen on.")
    ///         .with_validation(Validation::GreaterThan(Number::Int(0)))
    ///         .with_validation(Validation::LessThan(Number::Int(65_536))),
    /// ]);
    /// let schema = parameters.to_json_schema();
    /// assert!(schema.starts_with("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"));
    /// assert!(schema.contains("      \"description\": \"Port to listen on.\",\n"));
    /// assert!(schema.contains("      \"minimum\": 1,\n      \"maximum\": 65535,\n"));
    /// ```
    pub fn to_json_schema(&self) -> String {
        let names = PropertyNames::of(self);
        let mut demands = Demands::new(self, &names);
        let demanded = demands.schema();
        let (fixed, mut patterns) = properties(self, &names);
        patterns.push(frame::untrimmed(), true);
        let mut schema = Object::default()
            .with("$schema", "https://json-schema.org/draft/2020-12/schema")
            .with("$comment", comment(&demands.unchecked))
            .with_some("description", groups(self))
            .with("type", "object")
            .with_full("properties", fixed)
            .with("patternProperties", patterns)
            .with("additionalProperties", false);
        if !demanded.is_empty() {
            let set = Object::default().with("pattern", frame::visible());
            schema = schema
                .with("if", Object::default().with("propertyNames", not_like(&frame::untrimmed())))
                .with("then", demanded)
                .with("$defs", Object::default().with("set", set));
        }
        Json::from(schema).to_text()
    }
}

fn comment(unchecked: &[String]) -> String {
    let mut comment =
        "Empty values are absent ones. Not checked here: keys with white space around them, which is \
                       taken off when they are read, and what must be set where there are such"
            .to_owned();
    for rule in unchecked {
        comment.extend(["; ", rule]);
    }
    comment
}

/// What is said of structs and maps as a whole: a configuration has no object for them.
fn groups(parameters: &Parameters) -> Option<String> {
    let texts = parameters.group_texts().into_iter();
    let texts: Vec<String> = texts.map(|(about, text)| format!("{about}: {text}")).collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

fn not_like(pattern: &str) -> Object {
    Object::default().with("not", Object::default().with("pattern", pattern))
}

/// The schemas of fixed names, and of patterns of names.
fn properties(parameters: &Parameters, names: &PropertyNames) -> (Object, Object) {
    let (mut fixed, mut patterns) = (Object::default(), Object::default());
    for (place, parameter) in parameters.iter().enumerate() {
        let constraints = checked(parameter);
        for name in names.at(place) {
            let schema = if *name == key(parameter.name()) {
                described(parameter, &constraints)
            } else {
                alias(parameter, &constraints)
            };
            let properties = if is_fixed(parameter.name()) { &mut fixed } else { &mut patterns };
            properties.push(name.clone(), schema);
        }
    }
    (fixed, patterns)
}

/// What is asked of the values, with what only the whole configuration can tell of an entry of a map.
fn checked(parameter: &Parameter) -> Constraints {
    let mut constraints = value::constraints(parameter);
    if !is_fixed(parameter.name()) && !is_map(parameter.name()) {
        if needs_value(parameter) {
            let where_set =
                if parameter.group.is_some() { "where its neighbours are set" } else { "in each entry" };
            constraints.unchecked.push(format!("required {where_set}"));
        }
        if parameter.aliases().next().is_some() {
            constraints.unchecked.push("set under two names".to_owned());
        }
    }
    constraints
}

fn described(parameter: &Parameter, constraints: &Constraints) -> Object {
    let shown = !parameter.hides_value();
    let default = parameter.default_in_force().and(parameter.default()).filter(|_| shown);
    let examples: Vec<&str> = parameter.examples().filter(|_| shown).collect();
    let schema = Object::default().with_some("description", description(parameter));
    finished(schema, constraints, |schema| {
        schema
            .with_some("default", default)
            .with_full("examples", examples)
            .with_some("deprecated", parameter.deprecated().map(|_| true))
            .with_some("writeOnly", parameter.hides_value().then_some(true))
    })
}

fn alias(parameter: &Parameter, constraints: &Constraints) -> Object {
    let description = format!("Older name of {}.", Quoted(parameter.name()));
    finished(Object::default().with("description", description), constraints, |schema| {
        schema.with("deprecated", true).with_some("writeOnly", parameter.hides_value().then_some(true))
    })
}

/// A description with the constraints and what is said behind them.
fn finished(mut schema: Object, constraints: &Constraints, behind: impl FnOnce(Object) -> Object) -> Object {
    // A description has no key that constraints have.
    let _ = schema.merge(constraints.schema.clone());
    let unchecked = &constraints.unchecked;
    let comment = (!unchecked.is_empty()).then(|| format!("Not checked here: {}", unchecked.join("; ")));
    behind(schema).with_some("$comment", comment)
}

fn description(parameter: &Parameter) -> Option<String> {
    let advice = parameter.deprecated().map(|advice| format!("Deprecated: {advice}"));
    let parts = [Some(parameter.description().to_owned()).filter(|text| !text.is_empty()), advice];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}
