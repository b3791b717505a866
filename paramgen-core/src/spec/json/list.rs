//! The parameters of a list as JSON: what `schema` writes of a tree.

use super::{
    entry::{Name, ParameterEntry, Texts, start_group, write_item},
    layout::start_item,
};
use crate::{
    field_rules::FieldRule,
    parameters::{Member, Parameter, Parameters, Rule, RuleKind},
    text::ConstWriter,
};

/// Behind `"parameters":[`, everything that is said of a side.
pub(super) fn write(out: &mut ConstWriter<'_>, parameters: &Parameters) {
    let mut count = 0;
    for parameter in parameters {
        write_parameter(out, &mut count, parameter);
    }
    out.push("\n]");
    write_part(out, "groups", parameters.groups(), |out, group| {
        let name = group.name.as_deref().map(whole);
        start_group(out, name.as_ref(), &group.description, group.is_optional);
        write_names(out, parameters.in_range(group.parameters.clone()));
        out.push("]}");
    });
    write_part(out, "rules", parameters.rules(), |out, (behind, rule)| {
        write_rule(out, parameters, *behind, rule);
    });
    out.push("}");
}

/// A list under a key, which is left out where it is empty.
fn write_part<T>(
    out: &mut ConstWriter<'_>,
    key: &str,
    items: &[T],
    write: impl Fn(&mut ConstWriter<'_>, &T),
) {
    let mut count = 0;
    for item in items {
        if count == 0 {
            out.push(",\n\"");
            out.push(key);
            out.push("\":[");
        }
        start_item(out, &mut count);
        write(out, item);
    }
    out.push(if count == 0 { "" } else { "\n]" });
}

fn write_parameter(out: &mut ConstWriter<'_>, count: &mut usize, parameter: &Parameter) {
    let said = parameter.conduit_validations();
    let checks = parameter.checks();
    let rules: Vec<_> = parameter.own_rules().cloned().collect();
    let aliases: Vec<String> = parameter.aliases().map(str::to_owned).collect();
    let examples = parameter.examples().filter(|_| !parameter.is_secret());
    let examples: Vec<_> = examples.map(|text| text.to_owned().into()).collect();
    let entry = ParameterEntry {
        name: whole(parameter.name()),
        description: parameter.description(),
        form: None,
        parameter_type: parameter.parameter_type(),
        default: parameter.default(),
        required: parameter.is_required(),
        rules: &rules,
        item_rules: checks.item_rules,
        value: checks.value,
        said: Some(&said),
        kind: checks.kind,
        expects: parameter.expects(),
        separator: parameter.separator(),
        trim: parameter.trims(),
        secret: parameter.is_secret(),
        deprecated: parameter.deprecated(),
        examples: Texts::Cows(&examples),
        aliases: Texts::Strings(&aliases),
        optional: parameter.optional,
        needs_entry: parameter.needs_entry,
        group: parameter.group,
        required_in_group: parameter.required_in_group,
    };
    write_item(out, count, &entry);
}

fn write_rule(out: &mut ConstWriter<'_>, parameters: &Parameters, behind: usize, rule: &Rule) {
    let name = match &rule.kind {
        RuleKind::NotEmpty { .. } => "not-empty",
        RuleKind::FieldRule { rule, .. } => rule.name(),
    };
    out.push("{\"type\":");
    out.string(name);
    out.push(",\"behind\":");
    out.unsigned(behind as u128);
    if !rule.scope.is_empty() {
        out.push(",\"scope\":");
        out.string(&rule.scope);
    }
    if let Some(group) = rule.group {
        out.push(",\"group\":");
        out.unsigned(group as u128);
    }
    match &rule.kind {
        RuleKind::NotEmpty { prefix } => {
            out.push(",\"map\":");
            out.string(&format!("{}{}", rule.scope, prefix.trim_end_matches('.')));
        }
        RuleKind::FieldRule { rule: between, members } => {
            ItemTexts { parameters, scope: &rule.scope, members }.write(out, between);
        }
    }
    out.push("}");
}

/// What a rule between parameters is about.
struct ItemTexts<'p> {
    parameters: &'p Parameters,
    scope: &'p str,
    members: &'p [Member],
}

impl ItemTexts<'_> {
    fn write(&self, out: &mut ConstWriter<'_>, rule: &FieldRule) {
        match rule {
            FieldRule::OneOf(all)
            | FieldRule::AtLeastOneOf(all)
            | FieldRule::Conflicts(all)
            | FieldRule::AllOrNone(all) => self.write_all(out, all),
            FieldRule::Requires { given, needed } => {
                self.write_given(out, *given);
                self.write_all(out, needed);
            }
            FieldRule::RequiredIf { needed, given, value } => {
                self.write_given(out, *given);
                out.push(",\"value\":");
                out.string(value);
                self.write_all(out, &[*needed]);
            }
        }
    }

    fn write_given(&self, out: &mut ConstWriter<'_>, given: usize) {
        out.push(",\"given\":");
        self.write_one(out, given);
    }

    fn write_all(&self, out: &mut ConstWriter<'_>, members: &[usize]) {
        out.push(",\"members\":[");
        for (i, member) in members.iter().enumerate() {
            out.push(if i == 0 { "" } else { "," });
            self.write_one(out, *member);
        }
        out.push("]");
    }

    fn write_one(&self, out: &mut ConstWriter<'_>, member: usize) {
        let Some(member) = self.members.get(member) else { return out.push("null") };
        let name = format!("{}{}", self.scope, member.name);
        let parameters = self.parameters.in_range(member.parameters.clone());
        match parameters {
            [only] if only.name() == name && !member.flattened => return out.string(&name),
            _ => {}
        }
        out.push("{");
        if !member.flattened {
            out.push("\"name\":");
            out.string(&name);
            out.push(",");
        }
        out.push("\"parameters\":[");
        write_names(out, parameters);
        out.push("]}");
    }
}

fn write_names(out: &mut ConstWriter<'_>, parameters: &[Parameter]) {
    for (i, parameter) in parameters.iter().enumerate() {
        out.push(if i == 0 { "" } else { "," });
        whole(parameter.name()).write_string(out);
    }
}

const fn whole(text: &str) -> Name<'_> {
    Name { prefix: None, text }
}
