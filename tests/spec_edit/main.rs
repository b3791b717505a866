//! Writing a specification into an existing `connector.yaml`: only the parameters change, and what the head leaves empty.
#![cfg(feature = "spec")]

mod files;
mod flow;
mod head;
mod lists;
mod random;
mod refused;
mod specgen;

use paramgen::{Parameter, ParameterType, Parameters, Specification};

fn parameter(name: &str) -> Parameter {
    Parameter::new(name.to_owned(), ParameterType::String)
}

fn parameters(names: &[&str]) -> Parameters {
    names.iter().map(|name| parameter(name)).collect()
}

/// The lines of a list with these parameters, whose dashes stand at `indent`.
fn items(indent: usize, names: &[&str]) -> String {
    let item = |name| {
        format!("- name: {name}\n  description: \"\"\n  type: string\n  default: \"\"\n  validations: []\n")
    };
    let lines = names.iter().map(item).collect::<Vec<_>>().concat();
    let indented = lines.lines().map(|line| [&" ".repeat(indent), line, "\n"].concat());
    indented.collect::<Vec<_>>().concat()
}

/// The text with lists in it: a line `<a b>` stands for the parameters of these names.
fn with_lists(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        match line.trim().strip_prefix('<').and_then(|names| names.strip_suffix('>')) {
            Some(names) => {
                let names: Vec<&str> = names.split(' ').collect();
                out.push_str(&items(line.len() - line.trim_start().len(), &names));
            }
            None => out.push_str(line),
        }
    }
    out
}

fn edit(specification: &Specification, existing: &str) -> String {
    let edited = specification.to_yaml_in(existing).unwrap_or_else(|error| panic!("{error}\n{existing}"));
    let again = specification.to_yaml_in(&edited).expect("what was edited is edited again");
    assert_eq!(again, edited, "a second edit changes nothing");
    edited
}

/// A specification that fills in nothing but its lists.
fn lists(source: &[&str], destination: &[&str]) -> Specification {
    Specification::default().with_source(parameters(source)).with_destination(parameters(destination))
}

fn whole() -> Specification {
    Specification::new("x")
        .with_summary("Sums: up")
        .with_description("# One\n\nTwo  \n")
        .with_version("v1")
        .with_author("me")
}
