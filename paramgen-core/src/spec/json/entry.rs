//! One parameter as JSON, whether it comes from a schema or from a list.

use std::borrow::Cow;

use super::{format, layout::start_item};
use crate::{
    lowering::Lowered,
    parameters::ParameterType,
    scalar::Kind,
    text::{ConstWriter, text_of},
    validation::{Operand, Validation},
    value::Value,
    wire::ConduitValidation,
};

/// All that is said of a parameter.
pub(super) struct ParameterEntry<'a> {
    pub(super) name: Name<'a>,
    pub(super) description: &'a str,
    /// What is said of the form of the text behind the description, if that does not say it itself.
    pub(super) form: Option<&'a str>,
    pub(super) parameter_type: ParameterType,
    pub(super) default: Option<&'a str>,
    pub(super) required: bool,
    /// Its own rules; that it is required is said above.
    pub(super) rules: &'a [Validation],
    /// Rules about each item of a list, where they stand apart.
    pub(super) item_rules: &'a [Validation],
    /// The type with its rules.
    pub(super) value: Option<&'static Value>,
    /// What Conduit is told, where it is known already.
    pub(super) said: Option<&'a [ConduitValidation]>,
    pub(super) kind: Kind,
    /// What a type expects that reads its text itself.
    pub(super) expects: Option<&'a str>,
    pub(super) separator: Option<&'a str>,
    pub(super) trim: bool,
    pub(super) secret: bool,
    pub(super) deprecated: Option<&'a str>,
    pub(super) examples: Texts<'a>,
    /// Names beside its own, behind the same prefix.
    pub(super) aliases: Texts<'a>,
    /// An entry of a map that may stand without a value.
    pub(super) optional: bool,
    /// The value of a map that must have an entry.
    pub(super) needs_entry: bool,
    pub(super) group: Option<usize>,
    pub(super) required_in_group: bool,
}

/// A name in parts: what stands before it, and its own end.
#[derive(Clone, Copy)]
pub(super) struct Name<'a> {
    pub(super) prefix: Option<&'a Self>,
    pub(super) text: &'a str,
}

impl Name<'_> {
    /// The parts behind each other, inside of a string of JSON.
    pub(super) const fn write(&self, out: &mut ConstWriter<'_>) {
        if let Some(prefix) = self.prefix {
            prefix.write(out);
        }
        out.string_part(self.text);
    }

    pub(super) const fn write_string(&self, out: &mut ConstWriter<'_>) {
        out.push("\"");
        self.write(out);
        out.push("\"");
    }
}

/// What is said of a group before the names of its parameters.
pub(super) const fn start_group(
    out: &mut ConstWriter<'_>,
    name: Option<&Name<'_>>,
    description: &str,
    is_optional: bool,
) {
    out.push("{");
    if let Some(name) = name {
        out.push("\"name\":");
        name.write_string(out);
        out.push(",");
    }
    if !description.is_empty() {
        out.push("\"description\":");
        out.string(description);
        out.push(",");
    }
    out.push(if is_optional { "\"optional\":true," } else { "" });
    out.push("\"parameters\":[");
}

/// A list of texts, whoever owns them.
#[derive(Clone, Copy)]
pub(super) enum Texts<'a> {
    Static(&'a [&'static str]),
    Cows(&'a [Cow<'static, str>]),
    Strings(&'a [String]),
}

impl<'a> Texts<'a> {
    const fn len(self) -> usize {
        match self {
            Self::Static(texts) => texts.len(),
            Self::Cows(texts) => texts.len(),
            Self::Strings(texts) => texts.len(),
        }
    }

    const fn get(self, index: usize) -> &'a str {
        match self {
            Self::Static(texts) => texts[index],
            Self::Cows(texts) => text_of(&texts[index]),
            Self::Strings(texts) => texts[index].as_str(),
        }
    }
}

impl ParameterEntry<'_> {
    pub(super) const fn write(&self, out: &mut ConstWriter<'_>) {
        out.push("{\"name\":");
        self.name.write_string(out);
        out.push(",\"description\":\"");
        out.string_part(self.description);
        if let Some(form) = self.form {
            out.push(if self.description.is_empty() { "" } else { " " });
            out.string_part(form);
        }
        out.push("\"");
        field(out, ",\"type\":", self.parameter_type.as_str());
        if let Some(default) = self.default {
            field(out, ",\"default\":", default);
        }
        out.push(",\"validations\":[");
        self.write_validations(out);
        out.push("]");
        self.write_type(out);
        self.write_remarks(out);
        if let Some(group) = self.group {
            out.push(",\"group\":");
            out.unsigned(group as u128);
            flag(out, ",\"requiredInGroup\":true", self.required_in_group);
        }
        out.push("}");
    }

    const fn write_type(&self, out: &mut ConstWriter<'_>) {
        if !format::same(self.kind, self.parameter_type.kind())
            && let Some(format) = format::name(self.kind)
        {
            field(out, ",\"format\":", format);
        }
        if let Some(expects) = self.expects {
            field(out, ",\"expects\":", expects);
        }
        if let Some(separator) = self.separator {
            field(out, ",\"separator\":", separator);
        }
        if !self.trim {
            out.push(",\"trim\":false");
        }
        flag(out, ",\"optional\":true", self.optional);
        if self.needs_rules() {
            out.push(",\"rules\":[");
            self.write_rules(out);
            out.push("]");
        }
    }

    const fn write_remarks(&self, out: &mut ConstWriter<'_>) {
        flag(out, ",\"sensitive\":true", self.secret);
        if let Some(deprecated) = self.deprecated {
            field(out, ",\"deprecated\":", deprecated);
        }
        write_texts(out, "examples", self.examples, None);
        write_texts(out, "aliases", self.aliases, self.name.prefix);
    }

    /// What Conduit is told of the rules.
    const fn write_validations(&self, out: &mut ConstWriter<'_>) {
        let mut count = 0;
        if let Some(said) = self.said {
            while count < said.len() {
                start_rule(out, count, said[count].name);
                field(out, ",\"value\":", said[count].value.as_str());
                out.push("}");
                count += 1;
            }
            return;
        }
        if self.needs_entry && !self.required {
            start_rule(out, 0, "required");
            out.push(",\"value\":\"\"}");
            count = 1;
        }
        let mut at = 0;
        while let Some((rule, _)) = self.rule(at) {
            if let Some(said) = self.lowered(rule)
                && !self.is_said_before(said, at)
            {
                start_rule(out, count, said.name());
                out.push(",\"value\":\"");
                said.write_value(out, true);
                out.push("\"}");
                count += 1;
            }
            at += 1;
        }
    }

    /// Whether Conduit's words do not say the same as the rules.
    const fn needs_rules(&self) -> bool {
        // The same rule twice is said once.
        let of_type = match self.value {
            Some(value) => value.rule(0).is_some(),
            None => false,
        };
        if self.needs_entry || (of_type && !self.rules.is_empty()) {
            return true;
        }
        let mut at = 0;
        while let Some((rule, _)) = self.rule(at) {
            let is_required = matches!(rule, Validation::Required);
            if (self.separator.is_some() && !is_required) || !rule.is_said_exactly() {
                return true;
            }
            at += 1;
        }
        false
    }

    const fn write_rules(&self, out: &mut ConstWriter<'_>) {
        let (mut at, mut count) = (0, 0);
        while let Some((rule, of_list)) = self.rule(at) {
            start_rule(out, count, rule.json_name());
            write_rule(out, rule);
            let is_length = matches!(rule, Validation::Length { .. });
            flag(out, ",\"each\":true", is_length && self.separator.is_some() && !of_list);
            out.push("}");
            count += 1;
            at += 1;
        }
    }

    const fn lowered<'r>(&self, rule: &'r Validation) -> Option<Lowered<'r>> {
        if self.separator.is_some() && !matches!(rule, Validation::Required) {
            return None;
        }
        rule.lowered(matches!(self.parameter_type, ParameterType::Int))
    }

    const fn is_said_before(&self, said: Lowered<'_>, before: usize) -> bool {
        let mut at = 0;
        while at < before {
            if let Some((rule, _)) = self.rule(at)
                && let Some(earlier) = self.lowered(rule)
                && earlier.same(said)
            {
                return true;
            }
            at += 1;
        }
        false
    }

    /// The rules by number, each with whether it was said of a list: that it is required, its own, those of its type.
    const fn rule(&self, at: usize) -> Option<(&Validation, bool)> {
        const REQUIRED: &Validation = &Validation::Required;
        let at = match (self.required, at) {
            (true, 0) => return Some((REQUIRED, true)),
            (true, at) => at - 1,
            (false, at) => at,
        };
        if at < self.rules.len() {
            return Some((&self.rules[at], self.separator.is_some()));
        }
        let at = at - self.rules.len();
        if at < self.item_rules.len() {
            return Some((&self.item_rules[at], false));
        }
        match self.value {
            Some(value) => value.rule(at - self.item_rules.len()),
            None => None,
        }
    }
}

/// `,"key":"text"`; the key comes as it is written, as each step of `const` evaluation takes its time.
const fn field(out: &mut ConstWriter<'_>, key: &str, text: &str) {
    out.push(key);
    out.string(text);
}

/// `,"key":true`
const fn flag(out: &mut ConstWriter<'_>, entry: &str, is_set: bool) {
    if is_set {
        out.push(entry);
    }
}

const fn write_texts(out: &mut ConstWriter<'_>, key: &str, texts: Texts<'_>, prefix: Option<&Name<'_>>) {
    let mut i = 0;
    while i < texts.len() {
        if i == 0 {
            out.push(",\"");
            out.push(key);
            out.push("\":[");
        } else {
            out.push(",");
        }
        Name { prefix, text: texts.get(i) }.write_string(out);
        i += 1;
    }
    out.push(if i == 0 { "" } else { "]" });
}

/// `{"type":"name"`
const fn start_rule(out: &mut ConstWriter<'_>, before: usize, name: &str) {
    out.push(if before == 0 { "{\"type\":" } else { ",{\"type\":" });
    out.string(name);
}

/// What a rule says, behind its name.
const fn write_rule(out: &mut ConstWriter<'_>, rule: &Validation) {
    match rule.operand() {
        Operand::Nothing => {}
        Operand::Number(number) => {
            out.push(",\"value\":\"");
            out.number(number);
            out.push("\"");
        }
        Operand::Bound(bound) => {
            out.push(",\"value\":\"");
            out.bound(bound);
            out.push("\"");
        }
        Operand::Texts(texts) => {
            write_texts(out, "values", Texts::Cows(crate::text::slice_of(texts)), None);
        }
        #[cfg(feature = "regex")]
        Operand::Pattern(pattern) => field(out, ",\"value\":", pattern.as_str()),
        Operand::Length { min, max } => {
            out.push(",\"min\":");
            out.unsigned(min as u128);
            if max != usize::MAX {
                out.push(",\"max\":");
                out.unsigned(max as u128);
            }
        }
    }
}

/// One item of the list of parameters.
pub(super) const fn write_item(out: &mut ConstWriter<'_>, count: &mut usize, entry: &ParameterEntry<'_>) {
    start_item(out, count);
    entry.write(out);
}
