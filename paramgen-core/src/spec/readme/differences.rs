//! What changed in a section, by parameter.

use std::collections::HashMap;

use super::section::Section;
use crate::{parameters::ParameterType, show::Shown, spec::excerpt::Excerpts};

/// What a section said and what it is to say, told apart by parameter where it is about parameters.
pub(super) fn of(section: Section, before: &str, after: &str) -> Vec<String> {
    let name = section.name();
    if before == after {
        return Vec::new();
    }
    let parts = match section {
        Section::Table(_) => rows,
        Section::Yaml(_) => settings,
        Section::Name | Section::Summary | Section::Description | Section::Version | Section::Author => {
            let shown = Excerpts::of(before, after);
            return vec![format!("{name}: is {} in the file, {} in the code", shown.left(), shown.right())];
        }
    };
    let (old, new) = (parts(before), parts(after));
    let written: HashMap<&str, &str> = old.iter().copied().collect();
    let known: HashMap<&str, &str> = new.iter().copied().collect();
    let mut found = Vec::new();
    for (parameter, part) in &new {
        match written.get(parameter) {
            None => found.push(format!("{name}: {}: only in the code", Shown(parameter))),
            Some(before) if before != part => found.push(format!("{name}: {}: changed", Shown(parameter))),
            Some(_) => {}
        }
    }
    for (parameter, _) in old.iter().filter(|(parameter, _)| !known.contains_key(parameter)) {
        found.push(format!("{name}: {}: only in the file", Shown(parameter)));
    }
    if found.is_empty() {
        found.push(format!("{name}: what stands around the parameters changed, or their order"));
    }
    found
}

/// The rows of a table by what stands in their first cell.
fn rows(text: &str) -> Vec<(&str, &str)> {
    let rows = text.split("  <tr>\n<td>\n\n").skip(1);
    rows.map(|row| {
        let (name, rest) = row.split_once("\n\n</td>").unwrap_or((row, ""));
        (name.trim_matches(['`', ' ', '\n']), rest.split("</tr>").next().unwrap_or_default())
    })
    .collect()
}

/// The settings of a pipeline file, each with the comments before it. A wildcard is a comment itself, behind the two lines
/// that every setting has.
fn settings(text: &str) -> Vec<(&str, &str)> {
    let Some((_, settings)) = text.split_once("        settings:\n") else { return Vec::new() };
    let mut found = Vec::new();
    let (mut from, mut at, mut is_typed) = (0, 0, false);
    for line in settings.split_inclusive('\n') {
        at += line.len();
        let said = line.trim();
        let comment = said.strip_prefix("# ");
        if comment.is_some_and(is_type) {
            is_typed = true;
        } else if comment.is_some_and(|said| said.starts_with("Required: "))
            || (!is_typed && said.starts_with('#'))
        {
            // The setting comes in a later line.
        } else {
            if let Some((name, _)) = comment.unwrap_or(said).split_once(": \"") {
                found.push((name, &settings[from..at]));
            }
            (from, is_typed) = (at, false);
        }
    }
    found
}

/// Whether a comment is the line that every setting has, and none of its description.
fn is_type(comment: &str) -> bool {
    let name = comment.strip_prefix("Type: ");
    name.is_some_and(|name| !name.is_empty() && name.parse::<ParameterType>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::{Section, of};
    use crate::spec::Side;

    const YAML: &str = "
```yaml
    connectors:
      - id: example
        settings:
          # Type: of a row.
          #
          # # Heading
          # Type: string
          # Required: no
          a: \"x: \\\"y\"
          # Type: int
          b: \"0\"
          # Type: string
          # Required: no
          # tables.*.c: \"\"
```
";

    #[test]
    fn settings_are_told_apart() {
        let section = Section::Yaml(Side::Source);
        let differences = |from, to| of(section, YAML, &YAML.replace(from, to));
        let changed = |name| [format!("source.parameters.yaml: {name}: changed")];
        assert!(of(section, YAML, YAML).is_empty());
        assert_eq!(differences("x: ", "z: "), changed("a"));
        assert_eq!(differences("Heading", "Head"), changed("a"));
        assert_eq!(differences("\"0\"", "\"1\""), changed("b"));
        assert_eq!(differences("c: \"\"", "c: \"1\""), changed("tables.*.c"));
        assert_eq!(
            differences("          b: ", "          d: "),
            ["source.parameters.yaml: d: only in the code", "source.parameters.yaml: b: only in the file"]
        );
        assert_eq!(
            differences("id: example", "id: other"),
            ["source.parameters.yaml: what stands around the parameters changed, or their order"]
        );
    }
}
