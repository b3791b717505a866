//! One parameter of a flat list: built by hand, read from a specification, or flattened from a schema.

use std::{borrow::Cow, fmt};

use super::parameter_type::ParameterType;
use crate::{
    flat::FlatLeaf, scalar::Kind, schema::Field, text, validation::Validation, value::Value,
    value_checks::Checks,
};

/// One parameter: its full name, and everything that is known of it.
///
/// ```
/// # extern crate paramgen_core as paramgen;
/// use paramgen::{Number, Parameter, ParameterType, Validation};
///
/// let size = Parameter::new("batchSize", ParameterType::Int)
///     .with_default("100")
///     .with_validation(Validation::GreaterThan(Number::Int(0)));
/// assert_eq!(size.default(), Some("100"));
/// ```
#[derive(Clone)]
pub struct Parameter {
    pub(crate) name: Cow<'static, str>,
    parameter_type: ParameterType,
    pub(crate) description: Cow<'static, str>,
    pub(crate) default: Option<Cow<'static, str>>,
    /// Whether the empty text is a default too, as a derived field may have it.
    pub(crate) empty_default: bool,
    pub(crate) kind: Kind,
    /// What is expected of a text that only the type itself can judge.
    pub(crate) expects: Option<Cow<'static, str>>,
    /// What the derived type says beyond the validations below.
    value: Option<&'static Value>,
    validations: Vec<Validation>,
    /// Validations of each item of a list, where others are about the list.
    item_validations: Vec<Validation>,
    pub(crate) separator: Option<Cow<'static, str>>,
    pub(crate) trim: bool,
    pub(crate) secret: bool,
    /// Whether its values are hidden by a mark that it lost on the way through a format without one.
    pub(crate) hidden: bool,
    pub(crate) deprecated: Option<Cow<'static, str>>,
    pub(crate) examples: Vec<Cow<'static, str>>,
    pub(crate) aliases: Vec<String>,
    /// An entry may stand without a value: an optional one of a map.
    pub(crate) optional: bool,
    /// The map must have an entry.
    pub(crate) needs_entry: bool,
    /// The innermost optional struct around it, by its number in the list.
    pub(crate) group: Option<usize>,
    /// Whether it must be set where that struct is.
    pub(crate) required_in_group: bool,
}

/// Default and examples of a secret are not shown.
impl fmt::Debug for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Parameter");
        shown.field("name", &self.name).field("type", &self.parameter_type);
        if self.hides_value() {
            shown.field("secret", &true).field("has_default", &self.default.is_some());
        } else {
            shown.field("default", &self.default).field("examples", &self.examples);
        }
        shown.field("validations", &self.validations().collect::<Vec<_>>());
        shown.field("description", &self.description).finish_non_exhaustive()
    }
}

impl Parameter {
    /// A parameter that may be left out and takes every value of its type. In the name, `*` as a whole segment stands
    /// for a name of the user's choice; as the last segment, for any number of segments. Only the first 32 of a name do.
    pub fn new(name: impl Into<Cow<'static, str>>, parameter_type: ParameterType) -> Self {
        Self {
            name: name.into(),
            parameter_type,
            description: Cow::Borrowed(""),
            default: None,
            empty_default: false,
            kind: parameter_type.kind(),
            expects: None,
            value: None,
            validations: Vec::new(),
            item_validations: Vec::new(),
            separator: None,
            trim: true,
            secret: false,
            hidden: false,
            deprecated: None,
            examples: Vec::new(),
            aliases: Vec::new(),
            optional: false,
            needs_entry: false,
            group: None,
            required_in_group: false,
        }
    }

    /// The parameter of a field, with the default in force and whether it is required.
    pub(crate) fn of_field(
        name: String,
        field: &'static Field,
        default: Option<&'static str>,
        required: bool,
    ) -> Self {
        let mut parameter = Self::new(name, field.parameter_type());
        parameter.description = Cow::Borrowed(field.description);
        parameter.default = default.map(Cow::Borrowed);
        parameter.empty_default = true;
        if let Some(value) = field.value() {
            parameter.kind = value.kind();
            parameter.expects = value.kind().expects().map(Cow::Borrowed);
            parameter.value = Some(value);
        }
        parameter.validations = required.then_some(Validation::Required).into_iter().collect();
        parameter.validations.extend_from_slice(field.rules);
        parameter.separator = field.list_separator().map(Cow::Borrowed);
        parameter.trim = field.trim;
        parameter.secret = field.is_secret();
        parameter.deprecated = field.deprecated.map(Cow::Borrowed);
        parameter.examples = field.examples.iter().copied().map(Cow::Borrowed).collect();
        parameter
    }

    /// With this description.
    pub fn with_description(mut self, description: impl Into<Cow<'static, str>>) -> Self {
        self.description = description.into();
        self
    }

    /// With this default; an empty one is none, as in Conduit.
    pub fn with_default(mut self, default: impl Into<Cow<'static, str>>) -> Self {
        self.default = Some(default.into());
        self
    }

    /// With one more validation.
    pub fn with_validation(mut self, validation: Validation) -> Self {
        self.validations.push(validation);
        self
    }

    /// Adds a rule that was read; those behind one about each item of a list are about each item too.
    #[cfg(feature = "spec")]
    pub(crate) fn add_rule(&mut self, rule: Validation, each: bool) {
        if each || !self.item_validations.is_empty() {
            self.item_validations.push(rule);
        } else {
            self.validations.push(rule);
        }
    }

    /// With a value that no message shows.
    pub fn with_secret(mut self, secret: bool) -> Self {
        self.secret = secret;
        self
    }

    /// With or without white space at the ends of its value.
    pub fn with_trim(mut self, trim: bool) -> Self {
        self.trim = trim;
        self
    }

    /// The full name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The type.
    pub fn parameter_type(&self) -> ParameterType {
        self.parameter_type
    }

    /// What it is for, in paragraphs.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The value where none is set.
    pub fn default(&self) -> Option<&str> {
        self.default.as_deref()
    }

    /// Whether it must be set or have a default.
    pub fn is_required(&self) -> bool {
        self.validations().any(|validation| *validation == Validation::Required)
    }

    /// Whether a specification says that it is required. Go's paramgen says so of the values of a required map, too.
    pub(crate) fn is_said_required(&self) -> bool {
        self.is_required() || self.needs_entry
    }

    /// Whether its value is never shown.
    pub fn is_secret(&self) -> bool {
        self.secret
    }

    /// What separates the items, if the value is a list.
    pub fn separator(&self) -> Option<&str> {
        self.separator.as_deref()
    }

    /// What to use instead, if it is out of use.
    pub fn deprecated(&self) -> Option<&str> {
        self.deprecated.as_deref()
    }

    /// Example values.
    pub fn examples(&self) -> impl Iterator<Item = &str> {
        self.examples.iter().map(AsRef::as_ref)
    }

    /// Older names that still set it.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.aliases.iter().map(AsRef::as_ref)
    }

    /// The rules about its value: its own, then those of its type.
    pub fn validations(&self) -> impl Iterator<Item = &Validation> {
        let of_type = self.value.into_iter().flat_map(Value::chain);
        let own = self.validations.iter().chain(&self.item_validations);
        own.chain(of_type.flat_map(|value| value.rules().iter()))
    }

    /// The rules that it was given, that it is required apart.
    pub(crate) fn own_rules(&self) -> impl Iterator<Item = &Validation> {
        self.validations.iter().filter(|rule| **rule != Validation::Required)
    }

    /// What is expected of a text that only the type itself can judge.
    pub(crate) fn expects(&self) -> Option<&str> {
        self.expects.as_deref()
    }

    /// Whether white space at the ends of its value is taken off.
    pub(crate) fn trims(&self) -> bool {
        self.trim
    }

    pub(crate) fn checks(&self) -> Checks<'_> {
        Checks {
            kind: self.kind,
            value: self.value,
            rules: &self.validations,
            item_rules: &self.item_validations,
            separator: self.separator.as_deref(),
            trim: self.trim,
            secret: self.secret,
            has_no_rules: false,
        }
    }

    /// The innermost optional struct around it, by its number in the list.
    #[cfg(feature = "spec")]
    pub(crate) fn group(&self) -> Option<usize> {
        self.group
    }

    /// Whether it must be set where that struct is.
    #[cfg(feature = "spec")]
    pub(crate) fn is_required_in_group(&self) -> bool {
        self.required_in_group
    }

    /// What the engine reads of it, by this name.
    pub(crate) fn leaf<'p>(&'p self, name: &'p str) -> FlatLeaf<'p> {
        let (checks, default) = (self.checks(), self.default_in_force());
        FlatLeaf {
            name,
            default,
            default_proven: default.is_some_and(|default| checks.pass(default)),
            required: self.is_required() || self.required_in_group,
            deprecated: self.deprecated(),
            may_warn: self.deprecated.is_some() || !self.aliases.is_empty(),
            checks,
        }
    }

    /// The value in force where `text` is set: trimmed, and the default where it is empty.
    pub(crate) fn trimmed<'t>(&self, text: &'t str) -> &'t str {
        text::trim_if(self.trim, text)
    }

    pub(crate) fn default_in_force(&self) -> Option<&str> {
        let default = self.trimmed(self.default.as_deref()?);
        // A derived default may be the empty text; in a specification that is how none is written.
        (self.empty_default || !default.is_empty()).then_some(default)
    }
}
