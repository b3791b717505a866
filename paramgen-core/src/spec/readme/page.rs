//! A specification as a page of Markdown for people.

use super::{code, prose};
use crate::{
    parameters::{Parameter, Parameters},
    spec::Specification,
    text::Texts,
    validation::Validation,
};

const TABLE_HEAD: &str = "| Name | Type | Default | Rules | Description |\n| --- | --- | --- | --- | --- |\n";

/// The whole page.
pub(super) fn write(specification: &Specification) -> String {
    let mut paragraphs = vec![format!("# {}", prose::in_cell(specification.name()))];
    if !specification.summary().trim().is_empty() {
        paragraphs.push(lines(specification.summary()));
    }
    if !specification.description().trim().is_empty() {
        paragraphs.push(lines(specification.description()));
    }
    for (heading, parameters) in
        [("## Source", specification.source()), ("## Destination", specification.destination())]
    {
        if let Some(parameters) = parameters {
            paragraphs.push(heading.to_owned());
            paragraphs.push(table(parameters));
            let groups = parameters.group_texts().into_iter();
            let groups: Vec<String> = groups
                .map(|(about, text)| format!("- {}: {}", code::in_cell(&about), prose::in_cell(text)))
                .collect();
            if !groups.is_empty() {
                paragraphs.push(format!("Groups:\n\n{}", groups.join("\n")));
            }
            let rules = parameters.rule_texts().into_iter();
            let rules: Vec<String> = rules.map(|rule| format!("- {}", prose::in_cell(&rule))).collect();
            if !rules.is_empty() {
                paragraphs.push(format!("Together:\n\n{}", rules.join("\n")));
            }
        }
    }
    paragraphs.join("\n\n") + "\n"
}

/// Text of the specification that may be Markdown of any kind.
fn lines(markdown: &str) -> String {
    let text = markdown.trim_start_matches(['\r', '\n']).trim_end();
    prose::behind_which_text_may_stand(text).trim_end().to_owned()
}

fn table(parameters: &Parameters) -> String {
    if parameters.is_empty() {
        return "There are no parameters.".to_owned();
    }
    let rows: Vec<String> = parameters.iter().map(row).collect();
    format!("{TABLE_HEAD}{}", rows.join("\n"))
}

fn row(parameter: &Parameter) -> String {
    let default = match parameter.default() {
        Some(default) if !default.is_empty() && !parameter.hides_value() => code::in_cell(default),
        _ => String::new(),
    };
    format!(
        "| {} | {} | {default} | {} | {} |",
        code::in_cell(parameter.name()),
        parameter.parameter_type(),
        rules(parameter),
        description(parameter)
    )
}

/// What a value must be, in a few words each.
fn rules(parameter: &Parameter) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut say = |words: String| {
        if !said.contains(&words) {
            said.push(words);
        }
    };
    if parameter.is_required() {
        say(Validation::Required.to_string());
    }
    parameter.validations().map(rule).for_each(&mut say);
    if let Some(separator) = parameter.separator() {
        say(format!("items separated by {}", code::in_cell(separator)));
    }
    if parameter.hides_value() {
        say("secret".to_owned());
    }
    said.join("; ")
}

fn rule(rule: &Validation) -> String {
    match rule {
        Validation::Inclusion(texts) => format!("one of {}", list(texts)),
        Validation::Exclusion(texts) => format!("none of {}", list(texts)),
        #[cfg(feature = "regex")]
        Validation::Regex(pattern) => format!("matches {}", code::in_cell(pattern.as_str())),
        rule => rule.to_string(),
    }
}

fn list(texts: &Texts) -> String {
    texts.iter().map(|text| code::in_cell(text)).collect::<Vec<_>>().join(", ")
}

/// The description, then what else is known.
fn description(parameter: &Parameter) -> String {
    let mut said = Vec::new();
    if let Some(advice) = parameter.deprecated() {
        said.push(format!("**Deprecated**: {}", prose::in_cell(advice)));
    }
    if !parameter.description().trim().is_empty() {
        said.push(prose::in_cell(parameter.description()));
    }
    let examples: Vec<String> = parameter.examples().map(code::in_cell).collect();
    if !examples.is_empty() && !parameter.hides_value() {
        said.push(format!("Examples: {}", examples.join(", ")));
    }
    let aliases: Vec<String> = parameter.aliases().map(code::in_cell).collect();
    if !aliases.is_empty() {
        said.push(format!("Also read from: {}", aliases.join(", ")));
    }
    said.join("<br>")
}
