//! Parameters that `paramgen::conduit` has ready: a struct of it stands in their place where it says exactly the same.

use std::collections::HashMap;

use paramgen::conduit;
use paramgen::{Parameter, Parameters, Params};
use proc_macro2::TokenStream;
use quote::quote;

use super::{Side, literals, names::ident, rules::Said};

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
    overrides: Vec<(String, TokenStream)>,
}

impl Part {
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

    /// `flatten(defaults(batch.size = 1000))`
    pub(super) fn attribute(&self) -> TokenStream {
        if self.overrides.is_empty() {
            return quote!(flatten);
        }
        let defaults = self.overrides.iter().map(|(path, default)| {
            let path = path.split('.').map(ident);
            quote!(#(#path).* = #default)
        });
        quote!(flatten(defaults(#(#defaults),*)))
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
    let mut one = Part { name: whole, field: "middleware", holds: Vec::new(), overrides: Vec::new() };
    for part in parts {
        one.holds.extend(part.holds);
        let overrides = part.overrides.into_iter();
        one.overrides.extend(overrides.map(|(path, default)| (format!("{}.{path}", part.field), default)));
    }
    vec![one]
}

fn part(ready: &Ready, given: &HashMap<&str, &Parameter>) -> Option<Part> {
    let parameters = (ready.parameters)();
    let mut part = Part { name: ready.name, field: ready.field, holds: Vec::new(), overrides: Vec::new() };
    for (ours, field) in parameters.iter().zip(ready.fields) {
        let theirs = given.get(ours.name())?;
        if !is_same(ours, theirs) {
            return None;
        }
        part.holds.push(ours.name().to_owned());
        let (ours, default) = (ours.default().unwrap_or_default(), theirs.default().unwrap_or_default());
        if ours != default {
            part.overrides.push(((*field).to_owned(), overriding(theirs)?));
        }
    }
    Some(part)
}

/// Whether two parameters agree in all but their defaults.
fn is_same(ours: &Parameter, theirs: &Parameter) -> bool {
    ours.parameter_type() == theirs.parameter_type()
        && ours.description() == theirs.description()
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
