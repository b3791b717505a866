//! The settings of one connector against its parameters: problems where the offending text stands, and what depends
//! on the environment left open.

use std::{borrow::Cow, collections::HashMap};

use super::{
    finding::{FindingKind, Severity},
    mapping::{Entry, Findings},
    variables::{self, Expanded},
};
use crate::{
    options::WarningKind,
    parameters::{
        Parameter, Parameters, Prepared, is_name_of_secret,
        name::{covers, has_wildcard},
    },
    problem::{Problem, ProblemKind},
    show::Shown,
    text,
    unknown::shown_key,
    value_checks::without_value,
    yaml::node::{Node, NodeKind},
};

/// Settings as they are written.
#[derive(Default)]
pub(super) struct Settings<'n> {
    list: Vec<Setting<'n>>,
}

struct Setting<'n> {
    entry: Entry<'n>,
    /// What the environment has a part in; most have none.
    expanded: Option<Box<Expanded<'n>>>,
}

impl<'n> Settings<'n> {
    /// The settings below this key; what is no text is reported and left out.
    pub(super) fn read(entry: Entry<'n>, findings: &mut Findings<'_>) -> Self {
        let Some(fields) = findings.fields(entry.value, "`settings`") else { return Self::default() };
        let mut list = Vec::with_capacity(fields.entries.len());
        for entry in fields.entries {
            let text = match &entry.value.kind {
                NodeKind::Null => "",
                NodeKind::Text { text, .. } => text,
                NodeKind::List(_) | NodeKind::Map(_) => {
                    // What stands in it may be meant for a secret.
                    findings.values.hide_whole(entry.value);
                    let message = format!("a setting is a text, not {}{}", entry.value.noun(), remedy(entry));
                    let key = Some(shown_key(entry.key));
                    findings.report_key(entry.key_node, Severity::Error, FindingKind::Form, key, message);
                    continue;
                }
            };
            let expanded = text.contains('$').then(|| Box::new(variables::expand(text)));
            list.push(Setting { entry, expanded });
        }
        Self { list }
    }
}

/// What to write in place of a list or a mapping. What stands in it is not shown: `{abc}` may be meant for a password.
fn remedy(entry: Entry<'_>) -> String {
    match &entry.value.kind {
        NodeKind::List(_) => "; write the items in one text, with commas between them".to_owned(),
        NodeKind::Map(_) => {
            format!("; join its keys to this one by dots, as in \"{}.KEY\"", Shown(&shown_key(entry.key)))
        }
        NodeKind::Null | NodeKind::Text { .. } => String::new(),
    }
}

impl Settings<'_> {
    /// Keeps values secret by their names alone, where no specification says which are.
    pub(super) fn keep_likely_secrets(&self, findings: &mut Findings<'_>) {
        for setting in &self.list {
            if is_name_of_secret(setting.entry.key) {
                findings.values.keep_secret(setting.entry.value);
            }
        }
    }
}

impl Setting<'_> {
    /// The text that is checked.
    fn text(&self) -> &str {
        match (&self.expanded, &self.entry.value.kind) {
            (Some(expanded), _) => &expanded.text,
            (None, NodeKind::Text { text, .. }) => text,
            (None, NodeKind::Null | NodeKind::List(_) | NodeKind::Map(_)) => "",
        }
    }

    fn depends_on_environment(&self) -> bool {
        self.expanded.as_ref().is_some_and(|expanded| !expanded.variables.is_empty())
    }
}

/// The parameters of a plugin's side, made ready to check the settings of many connectors.
pub(super) struct Known<'p> {
    prepared: Prepared<'p>,
    names: KnownNames<'p>,
}

impl<'p> Known<'p> {
    pub(super) fn of(parameters: &'p Parameters) -> Self {
        Self { prepared: Prepared::of(parameters), names: KnownNames::of(parameters) }
    }
}

/// Checks settings; what has no place of its own is reported at `spot`.
pub(super) fn check(known: &Known<'_>, settings: &Settings<'_>, spot: &Node, findings: &mut Findings<'_>) {
    if findings.is_stopped() {
        return;
    }
    let pairs: Vec<(&str, &str)> =
        settings.list.iter().map(|setting| (setting.entry.key, setting.text())).collect();
    let (problems, warnings) = known.prepared.examine(&pairs);
    let mut written = Written::of(settings);
    for warning in &warnings {
        if let WarningKind::Renamed { name } = warning.kind() {
            written.rename(name, warning.key());
        }
    }
    let names = &known.names;
    for setting in &settings.list {
        reference(setting, names, findings);
    }
    for problem in &problems {
        let is_secret = names.is_secret(problem.key()).unwrap_or_default();
        report(problem, is_secret, written.setting(problem), spot, findings);
    }
    for warning in warnings {
        let at = written.named(warning.key()).map_or(spot, |setting| setting.entry.key_node);
        let (key, kind) = (warning.key().to_owned(), warning.kind().clone());
        let message = kind.to_string();
        findings.report_key(at, Severity::Warning, FindingKind::Remark(kind), Some(key), message);
    }
}

/// Settings by their keys.
struct Written<'s, 'n> {
    by_key: HashMap<Cow<'s, str>, &'s Setting<'n>>,
    /// Older names by the names of today.
    renamed: HashMap<String, String>,
}

impl<'s, 'n> Written<'s, 'n> {
    fn of(settings: &'s Settings<'n>) -> Self {
        let mut by_key: HashMap<Cow<'s, str>, &'s Setting<'n>> = HashMap::with_capacity(settings.list.len());
        for setting in &settings.list {
            let key = text::trim(setting.entry.key);
            // An unknown key is named by what may be shown of it.
            let shown = shown_key(key);
            if shown != key {
                by_key.entry(shown.into()).or_insert(setting);
            }
            by_key.insert(key.into(), setting);
        }
        Self { by_key, renamed: HashMap::new() }
    }

    fn rename(&mut self, name: &str, older: &str) {
        self.renamed.insert(name.to_owned(), older.to_owned());
    }

    fn named(&self, key: &str) -> Option<&'s Setting<'n>> {
        let older = self.renamed.get(key).and_then(|older| self.by_key.get(older.as_str()));
        older.or_else(|| self.by_key.get(key)).copied()
    }

    fn setting(&self, problem: &Problem) -> Option<&'s Setting<'n>> {
        let other = if let ProblemKind::Duplicate { other: Some(other) } = problem.kind() {
            Some(other)
        } else if let ProblemKind::SeveralNames { names } = problem.kind() {
            names.last()
        } else {
            None
        };
        other.and_then(|name| self.named(name)).or_else(|| self.named(problem.key()))
    }
}

fn report(
    problem: &Problem,
    is_secret: bool,
    setting: Option<&Setting<'_>>,
    spot: &Node,
    findings: &mut Findings<'_>,
) {
    let is_about_value = !matches!(
        problem.kind(),
        ProblemKind::Missing
            | ProblemKind::Unknown { .. }
            | ProblemKind::Duplicate { .. }
            | ProblemKind::SeveralNames { .. }
            | ProblemKind::Rule { .. }
    );
    let at = match setting {
        Some(setting) if is_about_value && setting.depends_on_environment() => return,
        Some(setting) if is_about_value => setting.entry.spot(),
        Some(setting) => setting.entry.key_node,
        None => spot,
    };
    let key = problem.key().to_owned();
    let silent = without_value(problem.kind().clone());
    let silent = (silent.to_string(), FindingKind::Problem(silent));
    // A key may belong to two parameters, of which one is secret and the other speaks of its value.
    let (message, kind) = if is_secret {
        silent.clone()
    } else {
        (problem.message(), FindingKind::Problem(problem.kind().clone()))
    };
    match setting {
        Some(setting) if is_about_value => {
            findings.report_value(setting.entry, kind, key, message, (silent.1, silent.0));
        }
        Some(_) | None => findings.report_key(at, Severity::Error, kind, Some(key), message),
    }
}

/// Lets the value be seen or not, and says what depends on the environment. An unknown parameter has no value to speak
/// of.
fn reference(setting: &Setting<'_>, names: &KnownNames<'_>, findings: &mut Findings<'_>) {
    let entry = &setting.entry;
    let key = text::trim(entry.key);
    let Some(is_secret) = names.is_secret(key) else {
        findings.values.keep_secret(entry.value);
        return findings.values.hide_line(entry.key_node);
    };
    if is_secret {
        findings.values.keep_secret(entry.value);
        findings.values.hide_line(entry.key_node);
    } else {
        findings.values.show(entry.value);
    }
    let Some(value) = &setting.expanded else { return };
    let mistake = value.mistake(is_secret);
    let (severity, message) = match mistake {
        Some(mistake) => (Severity::Warning, mistake),
        None if value.is_plain() => return,
        None => {
            (Severity::Note, format!("not checkable here: the value depends on {}", value.names(is_secret)))
        }
    };
    let shown = if is_secret { &[] } else { value.variables.as_slice() };
    let kind = FindingKind::Reference { variables: shown.iter().map(|name| (*name).to_owned()).collect() };
    findings.report_key(entry.spot(), severity, kind, Some(key.to_owned()), message);
}

/// The names of parameters, and which of them are secret.
struct KnownNames<'p> {
    exact: HashMap<&'p str, bool>,
    patterns: Vec<(&'p str, bool)>,
}

impl<'p> KnownNames<'p> {
    fn of(parameters: &'p Parameters) -> Self {
        let mut names = Self { exact: HashMap::new(), patterns: Vec::new() };
        for parameter in parameters {
            names.add(parameter.name(), parameter);
            for alias in parameter.aliases() {
                names.add(alias, parameter);
            }
        }
        names
    }

    fn add(&mut self, name: &'p str, parameter: &Parameter) {
        let is_secret = parameter.is_secret();
        if has_wildcard(name) {
            self.patterns.push((name, is_secret));
        } else {
            *self.exact.entry(name).or_default() |= is_secret;
        }
    }

    /// Whether any parameter of this key is secret; `None` where there is none.
    fn is_secret(&self, key: &str) -> Option<bool> {
        let below =
            self.patterns.iter().filter(|(pattern, _)| covers(pattern, key)).map(|(_, secret)| *secret);
        self.exact.get(key).copied().into_iter().chain(below).reduce(|one, other| one || other)
    }
}
