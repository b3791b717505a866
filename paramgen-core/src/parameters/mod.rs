//! Flat lists of parameters: what a specification holds, and how a configuration is checked against it without the
//! struct.

mod flatten;
mod likely_secret;
pub(crate) mod name;
mod parameter;
mod parameter_type;
mod places;
mod resolve;
#[cfg(feature = "spec")]
mod rule_texts;
mod scope;

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

#[cfg(feature = "spec")]
pub(crate) use likely_secret::is_name_of_secret;
#[doc(hidden)]
pub use likely_secret::words;
pub use parameter::Parameter;
pub use parameter_type::ParameterType;
#[cfg(feature = "spec")]
pub(crate) use resolve::Prepared;
pub(crate) use scope::{Member, Rule, RuleKind};

use crate::{
    options::{Accepted, Options, Warning},
    problem::Problems,
    settings::Settings,
};

/// The parameters of a source or a destination, in the order of their declaration.
///
/// ```
/// # extern crate paramgen_core as paramgen;
/// use paramgen::{Parameter, ParameterType, Parameters, Validation};
///
/// let parameters = Parameters::from_iter([
///     Parameter::new("url", ParameterType::String).with_validation(Validation::Required),
///     Parameter::new("tables.*.pollEvery", ParameterType::Duration).with_default("10s"),
/// ]);
/// let problems = parameters.check(&[("tables.users.pollEvery", "10")]).unwrap_err();
/// assert_eq!(
///     problems.to_string(),
///     "2 problems in the configuration\n  \
///      url: required, but not set\n  \
///      tables.users.pollEvery: expected a duration such as 300ms, 10s or 1h30m, got \"10\""
/// );
/// ```
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    list: Vec<Parameter>,
    /// Rules between parameters, in the place where the list says them: behind so many parameters.
    rules: Vec<(usize, Rule)>,
    /// The structs and maps of which more is to say than their parameters say.
    groups: Vec<Group>,
}

/// Parameters of one struct, or of the structs in a map: they are optional together, or described together.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// Their places in the list.
    pub(crate) parameters: Range<usize>,
    /// What stands before their names, without the dot; nothing does where a struct is flattened.
    pub(crate) name: Option<String>,
    pub(crate) description: Cow<'static, str>,
    /// Whether they are needed only where one of them is set.
    pub(crate) is_optional: bool,
}

impl Parameters {
    /// The parameters, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Parameter> {
        self.list.iter()
    }

    /// The parameter of this full name.
    pub fn get(&self, name: &str) -> Option<&Parameter> {
        self.list.iter().find(|parameter| parameter.name() == name)
    }

    /// The parameter that a key sets: that of this name, or of this alias, or one whose wildcard stands for it.
    ///
    /// ```
    /// # extern crate paramgen_core as paramgen;
    /// use paramgen::{Parameter, ParameterType, Parameters};
    ///
    /// let parameters = Parameters::from_iter([Parameter::new("headers.*", ParameterType::String)]);
    /// assert_eq!(parameters.of_key("headers.accept").map(Parameter::name), Some("headers.*"));
    /// assert!(parameters.of_key("header").is_none());
    /// ```
    pub fn of_key(&self, key: &str) -> Option<&Parameter> {
        let alias = || self.list.iter().find(|parameter| parameter.aliases().any(|alias| alias == key));
        let around = || {
            let mut wildcards = self.list.iter().filter(|parameter| name::has_wildcard(parameter.name()));
            wildcards.find(|parameter| name::covers(parameter.name(), key))
        };
        self.get(key).or_else(alias).or_else(around)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The parameters at these places.
    pub(crate) fn in_range(&self, places: Range<usize>) -> &[Parameter] {
        self.list.get(places).unwrap_or_default()
    }

    pub(crate) fn rules(&self) -> &[(usize, Rule)] {
        &self.rules
    }

    pub(crate) fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The descriptions of structs and maps, each behind what it is about: the beginning of their names, or the names of
    /// the first parameters.
    #[cfg(feature = "spec")]
    pub(crate) fn group_texts(&self) -> Vec<(String, &str)> {
        const MOST: usize = 3;
        let described = self.groups.iter().filter(|group| !group.description.trim().is_empty());
        let described = described.map(|group| {
            let about = match &group.name {
                Some(name) => format!("{name}.…"),
                None => {
                    let parameters = self.in_range(group.parameters.clone());
                    let names: Vec<&str> = parameters.iter().take(MOST).map(Parameter::name).collect();
                    names.join(", ") + if parameters.len() > MOST { ", …" } else { "" }
                }
            };
            (about, &*group.description)
        });
        described.collect()
    }

    /// A list that was read, with its rules.
    #[cfg(feature = "spec")]
    pub(crate) fn from_parts(list: Vec<Parameter>, rules: Vec<(usize, Rule)>, groups: Vec<Group>) -> Self {
        Self { list, rules, groups }
    }

    /// Checks a configuration as a derived reader does: trims it, applies defaults, and checks types and rules. Only
    /// what a struct checks by functions of its own is left out.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the configuration, at once.
    pub fn check(&self, settings: impl Settings) -> Result<(), Problems> {
        self.check_with(settings, Options::new()).map(drop)
    }

    /// The same, as strictly as `options` ask for.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the configuration, at once.
    pub fn check_with(&self, settings: impl Settings, options: Options) -> Result<Vec<Warning>, Problems> {
        resolve::check(self, &settings, options)
    }

    /// Checks a configuration and returns what is in force: keys and values trimmed, defaults filled in, unknown keys
    /// kept where the options allow them.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the configuration, at once.
    pub fn resolve(
        &self,
        settings: impl Settings,
        options: Options,
    ) -> Result<Accepted<BTreeMap<String, String>>, Problems> {
        resolve::resolve(self, &settings, options)
    }
}

impl FromIterator<Parameter> for Parameters {
    fn from_iter<I: IntoIterator<Item = Parameter>>(parameters: I) -> Self {
        Self { list: parameters.into_iter().collect(), ..Self::default() }
    }
}

impl Extend<Parameter> for Parameters {
    fn extend<I: IntoIterator<Item = Parameter>>(&mut self, parameters: I) {
        self.list.extend(parameters);
    }
}

/// Names and parameters, in order.
impl IntoIterator for Parameters {
    type Item = (String, Parameter);
    type IntoIter = std::iter::Map<std::vec::IntoIter<Parameter>, fn(Parameter) -> (String, Parameter)>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter().map(|parameter| (parameter.name().to_owned(), parameter))
    }
}

impl<'a> IntoIterator for &'a Parameters {
    type Item = &'a Parameter;
    type IntoIter = std::slice::Iter<'a, Parameter>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
