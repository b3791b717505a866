//! Parameters that `paramgen::conduit` has ready: a struct of it stands in their place where it says exactly the same.

use std::collections::HashMap;

use paramgen::conduit;
use paramgen::{Parameter, Parameters, Params, spec::Side};
use proc_macro2::TokenStream;
use quote::quote;

use super::{literals, names::ident, rules::Said};

/// A struct of `paramgen::conduit`.
struct Ready {
    name: &'static str,
    /// Its field in the struct of the whole middleware.
    field: &'static str,
    /// Its own fields, in the order of its parameters.
    fields: &'static [&'static str],
    parameters: fn() -> Parameters,
}

const SOURCE: [Ready; 3] = [
    Ready {
        name: "SourceBatch",
        field: "batch",
        fields: &["size", "delay"],
        parameters: conduit::SourceBatch::parameters,
    },
    Ready {
        name: "SourceSchemaContext",
        field: "schema_context",
        fields: &["enabled", "name"],
        parameters: conduit::SourceSchemaContext::parameters,
    },
    Ready {
        name: "SourceSchemaExtraction",
        field: "schema_extraction",
        fields: &["schema_type", "payload_enabled", "payload_subject", "key_enabled", "key_subject"],
        parameters: conduit::SourceSchemaExtraction::parameters,
    },
];

const DESTINATION: [Ready; 4] = [
    Ready {
        name: "DestinationBatch",
        field: "batch",
        fields: &["size", "delay"],
        parameters: conduit::DestinationBatch::parameters,
    },
    Ready {
        name: "DestinationRateLimit",
        field: "rate_limit",
        fields: &["per_second", "burst"],
        parameters: conduit::DestinationRateLimit::parameters,
    },
    Ready {
        name: "DestinationRecordFormat",
        field: "record_format",
        fields: &["format", "options"],
        parameters: conduit::DestinationRecordFormat::parameters,
    },
    Ready {
        name: "DestinationSchemaExtraction",
        field: "schema_extraction",
        fields: &["payload_enabled", "key_enabled"],
        parameters: conduit::DestinationSchemaExtraction::parameters,
    },
];

/// A field that holds such a struct.
pub(super) struct Part {
    name: &'static str,
    field: &'static str,
    /// The names of its parameters.
    holds: Vec<String>,
    /// Other defaults, each behind the field it is for.
    defaults: Vec<(String, TokenStream)>,
    /// Other descriptions.
    docs: Vec<(String, TokenStream)>,
}

impl Part {
    fn empty(name: &'static str, field: &'static str) -> Self {
        Self { name, field, holds: Vec::new(), defaults: Vec::new(), docs: Vec::new() }
    }

    pub(super) fn holds(&self, name: &str) -> bool {
        self.holds.iter().any(|held| held == name)
    }

    pub(super) fn field(&self) -> &'static str {
        self.field
    }

    pub(super) fn ty(&self) -> TokenStream {
        let name = ident(self.name);
        quote!(paramgen::conduit::#name)
    }

    /// `flatten(defaults(batch.size = 1000), docs(batch.size = "…"))`
    pub(super) fn attribute(&self) -> TokenStream {
        let list = |key: &str, given: &[(String, TokenStream)]| {
            let key = ident(key);
            let given = given.iter().map(|(path, value)| {
                let path = path.split('.').map(ident);
                quote!(#(#path).* = #value)
            });
            quote!(#key(#(#given),*))
        };
        match (self.defaults.as_slice(), self.docs.as_slice()) {
            ([], []) => quote!(flatten),
            (defaults, []) => {
                let defaults = list("defaults", defaults);
                quote!(flatten(#defaults))
            }
            ([], docs) => {
                let docs = list("docs", docs);
                quote!(flatten(#docs))
            }
            (defaults, docs) => {
                let (defaults, docs) = (list("defaults", defaults), list("docs", docs));
                quote!(flatten(#defaults, #docs))
            }
        }
    }
}

/// The structs that say what these parameters say: the one with the whole middleware, or some of its parts.
pub(super) fn parts<'a>(side: Side, parameters: impl Iterator<Item = &'a Parameter>) -> Vec<Part> {
    let given: HashMap<&str, &Parameter> =
        parameters.map(|parameter| (parameter.name(), parameter)).collect();
    let (all, whole): (&[Ready], _) = match side {
        Side::Source => (&SOURCE, "SourceMiddleware"),
        Side::Destination => (&DESTINATION, "DestinationMiddleware"),
    };
    let parts: Vec<Part> = all.iter().filter_map(|ready| part(ready, &given)).collect();
    if parts.len() < all.len() {
        return parts;
    }
    let mut one = Part::empty(whole, "middleware");
    for part in parts {
        one.holds.extend(part.holds);
        let below = |(path, value)| (format!("{}.{path}", part.field), value);
        one.defaults.extend(part.defaults.into_iter().map(below));
        one.docs.extend(part.docs.into_iter().map(below));
    }
    vec![one]
}

fn part(ready: &Ready, given: &HashMap<&str, &Parameter>) -> Option<Part> {
    let parameters = (ready.parameters)();
    let mut part = Part::empty(ready.name, ready.field);
    for (ours, field) in parameters.iter().zip(ready.fields) {
        let theirs = given.get(ours.name())?;
        if !is_same(ours, theirs) {
            return None;
        }
        part.holds.push(ours.name().to_owned());
        let (ours, default) = (ours.default().unwrap_or_default(), theirs.default().unwrap_or_default());
        if ours != default {
            part.defaults.push(((*field).to_owned(), overriding(theirs)?));
        }
        if parameters.get(theirs.name()).is_some_and(|ours| ours.description() != theirs.description()) {
            let text = theirs.description();
            part.docs.push(((*field).to_owned(), quote!(#text)));
        }
    }
    Some(part)
}

/// Whether two parameters agree in all but their defaults and descriptions.
fn is_same(ours: &Parameter, theirs: &Parameter) -> bool {
    ours.parameter_type() == theirs.parameter_type()
        && ours.conduit_validations() == theirs.conduit_validations()
}

/// The default as it stands in `defaults(…)`, if it can stand there.
fn overriding(parameter: &Parameter) -> Option<TokenStream> {
    let mut is_exact = true;
    let said = Said::of(parameter, &mut |_| is_exact = false);
    let default = said.default.filter(|_| is_exact)?;
    Some(literals::default(&default, parameter.parameter_type()))
}

#[cfg(test)]
mod tests {
    use super::{DESTINATION, SOURCE};

    #[test]
    fn every_parameter_has_its_field() {
        for ready in SOURCE.iter().chain(&DESTINATION) {
            assert_eq!((ready.parameters)().len(), ready.fields.len(), "{}", ready.name);
        }
    }
}
