//! What a configuration must have beside good values: required parameters, optional structs, maps with entries, and
//! rules between parameters.

use std::{collections::HashSet, ops::Range};

use super::{
    frame::{self, Frame, escape},
    grammar,
    json::{Json, Object},
    names::{PropertyNames, is_fixed, is_map},
    value::exact,
};
use crate::{
    field_rules::FieldRule,
    parameters::{Group, Member, Parameter, Parameters, Rule, RuleKind, name::split_wildcard},
    scalar::Kind,
    show::Quoted,
    text,
};

/// What all must hold of a configuration, and what of that is left to reading.
pub(super) struct Demands<'p> {
    parameters: &'p Parameters,
    names: &'p PropertyNames,
    pub(super) unchecked: Vec<String>,
}

impl<'p> Demands<'p> {
    pub(super) fn new(parameters: &'p Parameters, names: &'p PropertyNames) -> Self {
        Self { parameters, names, unchecked: Vec::new() }
    }

    /// The demands of a configuration whose keys have no white space around them.
    pub(super) fn schema(&mut self) -> Object {
        let (mut schema, mut others) = self.of_group(None);
        others.extend(self.rivals());
        let optional = self.parameters.groups().iter().enumerate().filter(|(_, group)| group.is_optional);
        for (group, Group { parameters: places, .. }) in optional {
            let (demanded, all) = self.of_group(Some(group));
            let demanded = demanded.with_full("allOf", all);
            if !demanded.is_empty() {
                others.push(when(self.any_set(places.clone()), demanded));
            }
        }
        if !others.is_empty() {
            schema = schema.with("allOf", others);
        }
        schema
    }

    /// What is demanded where an optional struct is set, or everywhere.
    fn of_group(&mut self, group: Option<usize>) -> (Object, Vec<Json>) {
        let (mut required, mut values, mut entries) = (Vec::new(), Object::default(), Object::default());
        let mut others = Vec::new();
        for (place, parameter) in self.parameters.iter().enumerate().filter(|(_, p)| asks(p, group)) {
            match self.names.at(place) {
                [name] if is_fixed(parameter.name()) => {
                    required.push(Json::from(name.as_str()));
                    values.push(name.clone(), set(parameter));
                }
                _ if is_fixed(parameter.name()) => others.push(self.any_set(place..place + 1)),
                // Whether an optional struct in an entry is set cannot be asked.
                [pattern] if group.is_none() => entries.push(pattern.clone(), set(parameter)),
                // An empty value under one name may have a good one beside it.
                _ => {}
            }
        }
        let schema = Object::default().with_full("required", required);
        let schema = schema.with_full("properties", values).with_full("patternProperties", entries);
        let rules: Vec<&Rule> =
            self.parameters.rules().iter().map(|(_, rule)| rule).filter(|rule| rule.group == group).collect();
        others.extend(rules.into_iter().filter_map(|rule| self.rule(rule)));
        (schema, others)
    }

    /// No parameter is set under two names.
    fn rivals(&self) -> Vec<Json> {
        let mut rivals = Vec::new();
        for (place, parameter) in self.parameters.iter().enumerate().filter(|(_, p)| is_fixed(p.name())) {
            let names = self.names.at(place);
            for (i, name) in names.iter().enumerate() {
                for other in &names[i + 1..] {
                    let both = [name, other].map(|name| property(name, set(parameter)));
                    rivals.push(not(all_of(both.into())));
                }
            }
        }
        rivals
    }

    fn rule(&mut self, rule: &Rule) -> Option<Json> {
        if !rule.scope.is_empty() {
            let entries = format!("{}", Quoted(rule.scope.trim_end_matches('.')));
            let unchecked = match &rule.kind {
                RuleKind::FieldRule { .. } => format!("the rules between the parameters of {entries}"),
                RuleKind::NotEmpty { prefix } => {
                    format!("that {} is set in {entries}", Quoted(prefix.trim_end_matches('.')))
                }
            };
            self.leave(unchecked);
            return None;
        }
        match &rule.kind {
            RuleKind::NotEmpty { prefix } => Some(self.has_entry(prefix)),
            RuleKind::FieldRule { rule, members } => self.between(rule, members),
        }
    }

    /// A rule between parameters. All that is known of its representation is here.
    fn between(&mut self, rule: &FieldRule, members: &[Member]) -> Option<Json> {
        let is_set = |field: &usize| self.any_set(members[*field].parameters.clone());
        let all = |fields: &[usize]| fields.iter().map(is_set).collect::<Vec<_>>();
        let none = |fields: &[usize]| not(any_of(all(fields)));
        Some(match rule {
            FieldRule::OneOf(fields) => Object::default().with("oneOf", all(fields)).into(),
            FieldRule::AtLeastOneOf(fields) => any_of(all(fields)),
            FieldRule::Conflicts(fields) => {
                let ways: Vec<Json> = all(fields).into_iter().chain([none(fields)]).collect();
                Object::default().with("oneOf", ways).into()
            }
            FieldRule::AllOrNone(fields) => any_of(vec![all_of(all(fields)), none(fields)]),
            FieldRule::Requires { given, needed } => when(is_set(given), all_of(all(needed))),
            FieldRule::RequiredIf { needed, given, value } => {
                let then = is_set(needed);
                match self.has_value(&members[*given], value) {
                    Some(condition) => when(condition, then),
                    None => {
                        let (needed, given) = (&members[*needed].name, &members[*given].name);
                        let given = Quoted(given).to_string();
                        self.leave(format!(
                            "that {} is set when {given} is {}",
                            Quoted(needed),
                            Quoted(value)
                        ));
                        return None;
                    }
                }
            }
        })
    }

    /// Whether a member has the value that `text` spells, by the user or by default; `None` where no pattern says it.
    fn has_value(&self, member: &Member, value: &str) -> Option<Json> {
        let place = member.parameters.start;
        let parameter = self.parameters.iter().nth(place).filter(|parameter| is_fixed(parameter.name()));
        let Some(parameter) = parameter else { return Some(false.into()) };
        let (kind, frame) = (parameter.checks().kind, Frame::of(parameter)?.undivided());
        let fragment =
            if frame.can_be(value) { grammar::alike(kind, value)? } else { return Some(false.into()) };
        let written = Object::default().with("type", "string").with("pattern", frame.some(&fragment)?);
        let alike = match json_alike(kind, value) {
            Some(constant) => any_of(vec![Object::default().with("const", constant).into(), written.into()]),
            None => written.into(),
        };
        let names = self.names.at(place).iter();
        let mut ways: Vec<Json> = names.map(|name| property(name, alike.clone())).collect();
        if parameter.default_in_force().is_some_and(|default| kind.reads_alike(default, value)) {
            ways.push(not(self.any_set(place..place + 1)));
        }
        Some(any_of(ways))
    }

    /// Whether any of these parameters is set.
    fn any_set(&self, places: Range<usize>) -> Json {
        let mut maps = HashSet::new();
        let mut ways = Vec::new();
        for (place, parameter) in self.parameters.iter().enumerate().skip(places.start).take(places.len()) {
            match split_wildcard(parameter.name()) {
                None => ways.extend(self.names.at(place).iter().map(|name| property(name, set(parameter)))),
                Some((prefix, _)) if maps.insert(prefix) => {
                    ways.push(exists(format!("^{}", escape(prefix)), false.into()));
                }
                Some(_) => {}
            }
        }
        any_of(ways)
    }

    /// Whether a map has an entry.
    fn has_entry(&self, prefix: &str) -> Json {
        let start = format!("^{}", escape(prefix));
        let mut ways: Vec<Json> = Vec::new();
        for parameter in self.parameters {
            let Some((_, behind)) = split_wildcard(parameter.name()).filter(|(before, _)| *before == prefix)
            else {
                continue;
            };
            let way = if !behind.is_empty() {
                exists(format!(r"{start}[^.]*\."), false.into())
            } else if parameter.optional || parameter.default_in_force().is_some() {
                exists(start.clone(), false.into())
            } else {
                exists(start.clone(), absent(parameter))
            };
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        any_of(ways)
    }

    fn leave(&mut self, unchecked: String) {
        if !self.unchecked.contains(&unchecked) {
            self.unchecked.push(unchecked);
        }
    }
}

/// Whether a parameter must be set: nothing stands in for it, or a default that breaks its own rules.
pub(super) fn needs_value(parameter: &Parameter) -> bool {
    let Some(text) = parameter.default_in_force() else {
        return parameter.is_required() || parameter.required_in_group;
    };
    !parameter.checks().pass(text)
}

/// Whether a parameter demands a value where this optional struct is set, or everywhere. The entries of a map do not
/// ask what is set around it.
fn asks(parameter: &Parameter, group: Option<usize>) -> bool {
    let place = if is_map(parameter.name()) { None } else { parameter.group };
    place == group && needs_value(parameter)
}

/// JSON's own number or boolean that a text spells.
fn json_alike(kind: Kind, text: &str) -> Option<Json> {
    match kind {
        Kind::Bool => text::parse_bool(text).map(Json::from),
        Kind::Int { .. } => text::parse_int(text).ok().and_then(exact).map(Json::from),
        Kind::Text
        | Kind::Char
        | Kind::Float { .. }
        | Kind::Duration { .. }
        | Kind::Size
        | Kind::Parsed { .. } => None,
    }
}

fn set(parameter: &Parameter) -> Json {
    frame::set(parameter.trims())
}

fn absent(parameter: &Parameter) -> Json {
    frame::absent(parameter.trims())
}

/// There is a property of this name, and it is so.
fn property(name: &str, value: Json) -> Json {
    let mut properties = Object::default();
    properties.push(name.to_owned(), value);
    Object::default().with("required", vec![name]).with("properties", properties).into()
}

/// Some property has a name that matches, and is not so.
fn exists(pattern: String, value: Json) -> Json {
    let mut properties = Object::default();
    properties.push(pattern, value);
    not(Object::default().with("patternProperties", properties).into())
}

fn when(condition: Json, then: impl Into<Json>) -> Json {
    Object::default().with("if", condition).with("then", then).into()
}

fn not(schema: Json) -> Json {
    Object::default().with("not", schema).into()
}

pub(super) fn any_of(mut ways: Vec<Json>) -> Json {
    match ways.len() {
        0 => false.into(),
        1 => ways.remove(0),
        _ => Object::default().with("anyOf", ways).into(),
    }
}

fn all_of(mut demands: Vec<Json>) -> Json {
    match demands.len() {
        0 => true.into(),
        1 => demands.remove(0),
        _ => Object::default().with("allOf", demands).into(),
    }
}
