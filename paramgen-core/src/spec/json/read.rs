//! JSON of a specification, read: what `entry`, `list` and `schema` write, and whatever else has the keys of
//! `connector.yaml`. Keys that are not known are passed over.

use std::collections::HashMap;

use serde::Deserialize;

use super::{
    format,
    places::ListPlaces,
    rule::{BetweenText, RuleText},
};
use crate::{
    parameters::{Group, Parameter, Parameters, RuleKind},
    show::Quoted,
    spec::{
        Specification,
        error::{PATTERN_BUDGET, Place, SpecError, TOO_HEAVY},
    },
    validation::Validation,
};

pub(in crate::spec) fn read(json: &str) -> Result<Specification, SpecError> {
    let file: FileText = serde_json::from_str(json).map_err(|error| {
        let place = Place { line: error.line().max(1), column: error.column().max(1) };
        let message = error.to_string();
        let end = message.rfind(" at line ").unwrap_or(message.len());
        SpecError::new(place, without_found(&message[..end]))
    })?;
    let SpecificationText { name, summary, description, version, author, source, destination } =
        file.specification;
    let sides = || source.iter().chain(&destination).flat_map(|side| side.0.iter());
    let weights = sides().flat_map(Parameter::validations).map(Validation::pattern_weight);
    if weights.fold(0, u64::saturating_add) > PATTERN_BUDGET {
        return Err(SpecError::new(Place { line: 1, column: 1 }, TOO_HEAVY));
    }
    Ok(Specification {
        name,
        summary,
        description,
        version,
        author,
        source: source.map(|side| side.0),
        destination: destination.map(|side| side.0),
        is_plain: false,
    })
}

/// A message of serde's without the value that it quotes, which may be a secret.
fn without_found(message: &str) -> String {
    let parts = message.split_once(": ").filter(|(fault, _)| fault.starts_with("invalid "));
    let Some((fault, (found, expected))) =
        parts.and_then(|(fault, rest)| Some((fault, rest.rsplit_once(", expected ")?)))
    else {
        return message.to_owned();
    };
    let noun = found.split(['"', '`']).next().unwrap_or_default().trim();
    format!("{fault}: {noun}, expected {expected}")
}

#[derive(Deserialize)]
#[serde(expecting = "a specification")]
struct FileText {
    #[serde(rename = "version")]
    _version: FormatVersion,
    specification: SpecificationText,
}

/// The version of the format: `1.0`.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct FormatVersion;

impl TryFrom<String> for FormatVersion {
    type Error = String;

    fn try_from(version: String) -> Result<Self, String> {
        if version == "1.0" {
            return Ok(Self);
        }
        Err(format!("version {} of the format is not read here; write \"1.0\"", Quoted(&version)))
    }
}

#[derive(Default, Deserialize)]
#[serde(default, expecting = "the head of a specification")]
struct SpecificationText {
    name: String,
    summary: String,
    description: String,
    version: String,
    author: String,
    source: Option<Side>,
    destination: Option<Side>,
}

#[derive(Deserialize)]
#[serde(try_from = "SideText")]
struct Side(Parameters);

#[derive(Deserialize)]
#[serde(expecting = "a source or a destination")]
struct SideText {
    #[serde(default)]
    parameters: Vec<ReadParameter>,
    #[serde(default)]
    groups: Vec<GroupText>,
    #[serde(default)]
    rules: Vec<BetweenText>,
}

/// Parameters that belong together; a plain list of names is an optional struct.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a group of parameters")]
enum GroupText {
    Names(Vec<String>),
    Described {
        name: Option<String>,
        #[serde(default)]
        description: String,
        #[serde(default)]
        optional: bool,
        parameters: Vec<String>,
    },
}

impl GroupText {
    fn read(self, places: &ListPlaces) -> Result<Group, String> {
        Ok(match self {
            Self::Names(names) => Group {
                parameters: places.range(&names)?,
                name: None,
                description: "".into(),
                is_optional: true,
            },
            Self::Described { name, description, optional, parameters } => Group {
                parameters: places.range(&parameters)?,
                name,
                description: description.into(),
                is_optional: optional,
            },
        })
    }
}

impl TryFrom<SideText> for Side {
    type Error = String;

    fn try_from(side: SideText) -> Result<Self, String> {
        let mut list: Vec<Parameter> = side.parameters.into_iter().map(|read| read.0).collect();
        let mut places = HashMap::new();
        for (place, parameter) in list.iter().enumerate() {
            if places.insert(parameter.name().to_owned(), place).is_some() {
                return Err(format!("the parameter {} stands twice in this list", Quoted(parameter.name())));
            }
        }
        let places = ListPlaces(places);
        let groups: Vec<Group> =
            side.groups.into_iter().map(|group| group.read(&places)).collect::<Result<_, _>>()?;
        let is_optional = |group: usize| groups.get(group).is_some_and(|group: &Group| group.is_optional);
        let is_group = |group: Option<usize>| group.is_none_or(is_optional);
        if let Some(wrong) = list.iter().find(|parameter| !is_group(parameter.group)) {
            return Err(format!("the parameter {} is of a group that is not there", Quoted(wrong.name())));
        }
        let mut rules = Vec::with_capacity(side.rules.len());
        for text in side.rules {
            let (behind, rule) = text.read(&places)?;
            if behind > list.len() || !is_group(rule.group) {
                return Err("a rule stands where there is nothing".to_owned());
            }
            if let RuleKind::NotEmpty { prefix } = &rule.kind
                && let Some(place) = places.get(&format!("{}{prefix}*", rule.scope))
            {
                list[place].needs_entry = true;
            }
            rules.push((behind, rule));
        }
        Ok(Self(Parameters::from_parts(list, rules, groups)))
    }
}

#[derive(Deserialize)]
#[serde(try_from = "ParameterText")]
struct ReadParameter(Parameter);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a parameter")]
struct ParameterText {
    name: String,
    #[serde(default)]
    description: String,
    #[serde(rename = "type")]
    parameter_type: String,
    default: Option<String>,
    #[serde(default)]
    validations: Vec<ValidationText>,
    format: Option<String>,
    expects: Option<String>,
    separator: Option<String>,
    trim: Option<bool>,
    #[serde(default)]
    optional: bool,
    rules: Option<Vec<RuleText>>,
    #[serde(default)]
    sensitive: bool,
    deprecated: Option<String>,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
    group: Option<usize>,
    #[serde(default)]
    required_in_group: bool,
}

/// A validation as Conduit writes it.
#[derive(Deserialize)]
#[serde(expecting = "a validation")]
struct ValidationText {
    #[serde(rename = "type")]
    name: String,
    #[serde(default)]
    value: String,
}

impl TryFrom<ParameterText> for ReadParameter {
    type Error = String;

    fn try_from(text: ParameterText) -> Result<Self, String> {
        let about = |fault: String| format!("parameter {}: {fault}", Quoted(&text.name));
        let parameter_type =
            text.parameter_type.parse().map_err(|error: crate::UnknownTypeError| about(error.to_string()))?;
        let mut parameter = Parameter::new(text.name.clone(), parameter_type);
        if let Some(name) = &text.format {
            let kind = format::kind(name);
            parameter.kind = kind.ok_or_else(|| about(format!("unknown format {}", Quoted(name))))?;
        }
        if let Some(kind) = text.expects.as_deref().and_then(format::expecting) {
            parameter.kind = kind;
        }
        let is_list = text.separator.is_some();
        match &text.rules {
            Some(rules) => {
                for rule in rules {
                    let (rule, each) = rule.read().map_err(about)?;
                    parameter.add_rule(rule, is_list && each);
                }
            }
            None => {
                for ValidationText { name, value } in &text.validations {
                    let rule =
                        Validation::from_conduit(name, value).map_err(|error| about(error.to_string()))?;
                    parameter.add_rule(rule, false);
                }
            }
        }
        parameter.description = text.description.into();
        parameter.default = text.default.map(Into::into);
        parameter.empty_default = true;
        parameter.expects = text.expects.map(Into::into);
        parameter.separator = text.separator.filter(|separator| !separator.is_empty()).map(Into::into);
        parameter.trim = text.trim.unwrap_or(true);
        parameter.optional = text.optional;
        parameter.secret = text.sensitive;
        parameter.deprecated = text.deprecated.map(Into::into);
        parameter.examples = text.examples.into_iter().map(Into::into).collect();
        parameter.aliases = text.aliases;
        parameter.group = text.group;
        parameter.required_in_group = text.required_in_group;
        Ok(Self(parameter))
    }
}
