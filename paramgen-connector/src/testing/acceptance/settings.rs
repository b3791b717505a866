//! What both sides promise before anything is opened: a specification that Conduit takes, and settings that are checked.

use std::collections::BTreeMap;

use paramgen::{Number, Parameter, ParameterType, Parameters, Specification, Validation};

use super::Verdict;
use crate::{
    host::{HostError, Plugin},
    testing::{
        failure::Failure,
        plugin::{Program, told},
    },
};

/// A side, before it is opened.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Source,
    Destination,
}

impl Side {
    fn parameters(self, specification: &Specification) -> Option<&Parameters> {
        match self {
            Self::Source => specification.source(),
            Self::Destination => specification.destination(),
        }
    }

    async fn configure(self, plugin: &Plugin, settings: &BTreeMap<String, String>) -> Result<(), HostError> {
        match self {
            Self::Source => plugin.source().configure(settings).await,
            Self::Destination => plugin.destination().configure(settings).await,
        }
    }

    pub(super) async fn teardown(self, plugin: &Plugin) -> Result<(), HostError> {
        match self {
            Self::Source => plugin.source().teardown().await,
            Self::Destination => plugin.destination().teardown().await,
        }
    }

    /// What the specification lacks.
    pub(super) async fn specification(self, program: &Program) -> Result<Verdict, Failure> {
        let plugin = program.start("acceptance").await?;
        let specification = told(&plugin, plugin.specify().await.map_err(Failure::from))?;
        let faults = faults(&specification, self.parameters(&specification));
        if !faults.is_empty() {
            return Err(Failure::Unexpected(faults.join("; ")));
        }
        let count = self.parameters(&specification).map_or(0, Parameters::len);
        let (name, version) = (specification.name(), specification.version());
        Ok(Verdict::Holds(format!("{name} {version}, {count} parameters with descriptions")))
    }

    /// Good settings are taken; without each that is required, and with wrong values, they are refused by name; whatever the
    /// answer was, the side is torn down in time.
    pub(super) async fn settings(
        self,
        program: &Program,
        good: &BTreeMap<String, String>,
    ) -> Result<Verdict, Failure> {
        let plugin = program.start("acceptance").await?;
        let specification = told(&plugin, plugin.specify().await.map_err(Failure::from))?;
        let answer = self.try_settings(program, &plugin, good).await?;
        told(&plugin, answer.map_err(Failure::from))?;
        let parameters = self.parameters(&specification).cloned().unwrap_or_default();
        let cases = bad_settings(&parameters, good);
        for (name, settings) in &cases {
            let plugin = program.start("acceptance").await?;
            let answer = self.try_settings(program, &plugin, settings).await?;
            judge(name, settings.get(name).map(String::as_str), answer)?;
        }
        let required = cases.iter().filter(|(name, settings)| !settings.contains_key(name)).count();
        Ok(Verdict::Holds(format!(
            "good ones are taken; {required} without a required one and {} with a wrong value are refused by name",
            cases.len() - required
        )))
    }

    async fn try_settings(
        self,
        program: &Program,
        plugin: &Plugin,
        settings: &BTreeMap<String, String>,
    ) -> Result<Result<(), HostError>, Failure> {
        let answer = self.configure(plugin, settings).await;
        told(plugin, program.stops(self.teardown(plugin)).await)?;
        Ok(answer)
    }
}

/// What Conduit or a reader misses in a specification.
fn faults(specification: &Specification, parameters: Option<&Parameters>) -> Vec<String> {
    let mut faults = Vec::new();
    for (what, text) in [
        ("name", specification.name()),
        ("summary", specification.summary()),
        ("description", specification.description()),
        ("version", specification.version()),
        ("author", specification.author()),
    ] {
        if text.trim().is_empty() {
            faults.push(format!("the specification's {what} is empty"));
        } else if text.trim() != text {
            faults.push(format!("the specification's {what} has white space around it: {text:?}"));
        }
    }
    let version = specification.version();
    if !is_version(version) {
        faults.push(format!(
            "the version is {version:?}; it must be a semantic version such as v1.2.3, or (devel)"
        ));
    }
    let Some(parameters) = parameters.filter(|parameters| !parameters.is_empty()) else {
        faults.push("there are no parameters, so that this side does not exist for Conduit".to_owned());
        return faults;
    };
    for parameter in parameters {
        let name = parameter.name();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '*' | '_' | '-');
        if name.is_empty() || !name.chars().all(plain) {
            faults.push(format!("the parameter {name:?} has a name of other characters than letters, digits, '.', '*', '_', '-'"));
        }
        if parameter.description().trim().is_empty() {
            faults.push(format!("the parameter {name:?} has no description"));
        }
    }
    faults
}

/// `v1.2.3`, or without the letter, with what may follow; Go's programs that were built by hand have `(devel)`.
fn is_version(version: &str) -> bool {
    let core = version.strip_prefix('v').unwrap_or(version).split(['-', '+']).next().unwrap_or_default();
    let numbers: Vec<&str> = core.split('.').collect();
    let is_number = |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    version == "(devel)" || (numbers.len() == 3 && numbers.iter().all(is_number))
}

/// Settings that must be refused, each with the name of the parameter that is wrong in it.
fn bad_settings(
    parameters: &Parameters,
    good: &BTreeMap<String, String>,
) -> Vec<(String, BTreeMap<String, String>)> {
    let mut cases = Vec::new();
    for parameter in parameters.iter().filter(|parameter| !parameter.name().contains('*')) {
        let name = parameter.name();
        if parameter.is_required() && parameter.default().is_none_or(str::is_empty) {
            let mut without = good.clone();
            without.remove(name);
            cases.push((name.to_owned(), without));
        }
        if let Some(wrong) = wrong_value(parameter) {
            let mut with = good.clone();
            with.insert(name.to_owned(), wrong);
            cases.push((name.to_owned(), with));
        }
    }
    cases
}

/// A value that the parameter cannot have; none where any will do.
fn wrong_value(parameter: &Parameter) -> Option<String> {
    match parameter.parameter_type() {
        ParameterType::Int | ParameterType::Float | ParameterType::Bool | ParameterType::Duration => {
            return Some("neither here nor there".to_owned());
        }
        ParameterType::String | ParameterType::File => {}
    }
    parameter.validations().find_map(|validation| match validation {
        Validation::Inclusion(_) => Some("none of those".to_owned()),
        Validation::Exclusion(texts) => texts.iter().next().map(|text| text.to_string()),
        Validation::GreaterThan(Number::Int(limit)) => Some(limit.to_string()),
        _ => None,
    })
}

/// Whether settings that are wrong in one parameter were refused in words that name it.
fn judge(name: &str, value: Option<&str>, answer: Result<(), HostError>) -> Result<(), Failure> {
    let what = match value {
        None => format!("without {name}, which is required"),
        Some(value) => format!("with {name} = {value:?}"),
    };
    match answer {
        Ok(()) => Err(Failure::Unexpected(format!("settings {what} are taken"))),
        Err(error) if !error.message().contains(name) => Err(Failure::Unexpected(format!(
            "settings {what} are refused by a message that does not name it: {}",
            error.message()
        ))),
        Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters() -> Parameters {
        let text = |name: &'static str| Parameter::new(name, ParameterType::String).with_description("x");
        Parameters::from_iter([
            text("url").with_validation(Validation::Required),
            Parameter::new("size", ParameterType::Int).with_description("x"),
            text("mode")
                .with_default("a")
                .with_validation(Validation::Inclusion(["a".into(), "b".into()].into_iter().collect())),
            text("any"),
            text("table.*.key").with_validation(Validation::Required),
        ])
    }

    fn specification() -> Specification {
        Specification::new("shop").with_summary("s").with_description("d").with_author("a")
    }

    #[test]
    fn what_a_specification_lacks_is_named() {
        let good = specification().with_version("v1.2.3-rc.1+5").with_source(parameters());
        assert_eq!(faults(&good, good.source()), Vec::<String>::new());
        let bad = Specification::new(" shop")
            .with_version("1.2")
            .with_author("a")
            .with_source(Parameters::from_iter([Parameter::new("a b", ParameterType::Int)]));
        let faults = faults(&bad, bad.source()).join("\n");
        for part in [
            "name has white space around it: \" shop\"",
            "summary is empty",
            "description is empty",
            "the version is \"1.2\"",
            "the parameter \"a b\" has a name of other characters",
            "the parameter \"a b\" has no description",
        ] {
            assert!(faults.contains(part), "{part}: {faults}");
        }
        assert!(super::faults(&good, None).join("").contains("there are no parameters"));
    }

    #[test]
    fn each_rule_has_settings_that_break_it() {
        let good: BTreeMap<String, String> = [("url".to_owned(), "x".to_owned())].into();
        let cases = bad_settings(&parameters(), &good);
        let names: Vec<&str> = cases.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["url", "size", "mode"]);
        for (name, settings) in &cases {
            assert!(parameters().check(settings).is_err(), "{name}: {settings:?}");
        }
    }

    #[test]
    fn settings_that_are_wrong_are_refused_by_name() {
        let refusal = |text| Err(HostError::new("configure", text));
        assert!(judge("url", None, refusal("url is required")).is_ok());
        let taken = judge("url", None, Ok(())).unwrap_err().to_string();
        assert_eq!(taken, "settings without url, which is required are taken");
        let unnamed = judge("size", Some("x"), refusal("bad settings")).unwrap_err().to_string();
        assert!(unnamed.contains("does not name it: bad settings"), "{unnamed}");
    }
}
