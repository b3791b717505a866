//! What derived structs do, one file a subject.

mod between;
mod checks;
mod defaults;
mod docs;
mod flatten;
mod keys;
mod lists;
mod maps;
mod multiples;
mod names;
mod parameters;
mod required;
mod rules;
mod secrets;
mod sizes;
mod struct_rules;
mod testing;
mod values;
mod warnings;

use paramgen::{Params, Settings};

/// The problems of a configuration, a line each.
fn problems<T: Params>(settings: impl Settings) -> Vec<String> {
    let problems = T::parse(settings).err();
    problems.into_iter().flatten().map(|problem| problem.to_string()).collect()
}
