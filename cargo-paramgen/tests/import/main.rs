//! Structs from specifications: the code is compiled, and its parameters are those of the specification. The public
//! connectors of `../shared/corpus` are tried where that folder is.

mod any;
mod compiled;
mod corpus;
mod fixtures;

use paramgen::{Parameter, Parameters};

/// Everything that a specification says of a parameter.
type Facts = (String, String, String, String, Vec<(String, String)>);

fn facts(parameter: &Parameter) -> Facts {
    let validations = parameter.conduit_validations();
    (
        parameter.name().to_owned(),
        parameter.parameter_type().to_string(),
        parameter.default().unwrap_or_default().to_owned(),
        parameter.description().to_owned(),
        validations.into_iter().map(|said| (said.name.to_owned(), said.value)).collect(),
    )
}

fn all_facts(parameters: Option<&Parameters>) -> Vec<Facts> {
    parameters.into_iter().flatten().map(facts).collect()
}
