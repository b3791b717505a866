//! Parameters whose names say that their values are secret; specifications have no mark for them.

use paramgen::{Parameters, spec::Side};

/// The names that look like secrets, with what could be done about them.
pub(super) fn note(side: Side, parameters: &Parameters) -> Option<String> {
    let secrets =
        parameters.iter().filter(|parameter| parameter.is_likely_secret() && !parameter.is_secret());
    let names: Vec<String> = secrets.map(|parameter| format!("{:?}", parameter.name())).collect();
    (!names.is_empty()).then(|| {
        format!(
            "{}: {} by name; as `paramgen::Secret<String>` no message or log would show {}",
            side.name(),
            match names.as_slice() {
                [name] => format!("the parameter {name} is a secret"),
                names => format!("the parameters {} are secrets", names.join(", ")),
            },
            if names.len() == 1 { "it" } else { "them" },
        )
    })
}
