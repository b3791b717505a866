//! README sections between the markers of Conduit's `readmegen`, and the page of a specification for people.

mod code;
mod differences;
mod filler;
mod markers;
mod page;
mod prose;
mod section;
mod snippet;
mod table;
#[cfg(test)]
mod tests;

use std::ops::Range;

use self::section::Section;
use super::{Specification, error::SpecError};

impl Specification {
    /// `existing`, a README, with the contents of its sections replaced; every other byte stays. A section stands
    /// between two markers, as in `<!-- readmegen:name -->postgres<!-- /readmegen:name -->`:
    ///
    /// | section | what it holds |
    /// |---|---|
    /// | `name` | the name, each of its words with a capital letter |
    /// | `summary`, `version`, `author` | the text |
    /// | `description` | the text, from the next line on |
    /// | `source.parameters.table`, `destination.parameters.table` | an HTML table, its cells in Markdown |
    /// | `source.parameters.yaml`, `destination.parameters.yaml` | a pipeline file with every setting |
    ///
    /// Line ends are as the first one outside the sections. Parameters stand in the order of [`to_yaml`](Self::to_yaml).
    ///
    /// The bytes are those of `conn-sdk-cli readmegen`, but for these differences:
    ///
    /// | where | `readmegen` | here |
    /// |---|---|---|
    /// | pipeline file: the connector | no `type`, so that Conduit refuses the file | `type` below `plugin` |
    /// | pipeline file: names and values | as they are | escaped where YAML would read something else |
    /// | pipeline file: wildcards, `tables.*.key` | a setting of an entry called `*` | commented out |
    /// | pipeline file: no default | the zero of the type | empty, which is absent: pasting it changes nothing |
    /// | table: no default | the zero of the type | the same, but nothing where it is required or its rules refuse the zero |
    /// | default of a secret | shown | left out |
    /// | table: `<` that would begin an HTML tag | as it is | `&lt;` (code, links and `<br>` aside) |
    /// | table: backticks in names and defaults | as they are | longer quotes around them |
    /// | table: defaults of several lines | as they are | code blocks |
    /// | table: a code block that a description leaves open | takes the rest in | closed |
    /// | a description that ends in a code block | the marker becomes part of it | followed by a line end |
    /// | text that looks like a marker | as it is, so that the README cannot be written again | loses that look |
    /// | text in double braces | run as a template | text |
    /// | a section of a side that the connector lacks | empty lists | left as it is: [`readme_sections_left`](Self::readme_sections_left) |
    ///
    /// Markers count wherever they stand, code blocks included.
    ///
    /// ```
    /// # extern crate paramgen_core as paramgen;
    /// use paramgen::Specification;
    ///
    /// let specification = Specification::new("postgres").with_version("v0.2.0");
    /// let readme = "Version <!-- readmegen:version -->v0.1.0<!-- /readmegen:version -->, {{ stable }}\n";
    /// assert_eq!(
    ///     specification.to_readme_in(readme)?,
    ///     "Version <!-- readmegen:version -->v0.2.0<!-- /readmegen:version -->, {{ stable }}\n"
    /// );
    /// # Ok::<(), paramgen::SpecError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first marker that is unknown, has no counterpart, stands within another section or is not written as above
    /// (`<!--readmegen:name-->`).
    pub fn to_readme_in(&self, existing: &str) -> Result<String, SpecError> {
        let written: Vec<_> = markers::sections(existing)?
            .into_iter()
            .filter_map(|found| Some((found.content, self.section(found.section)?)))
            .collect();
        let line_end = line_end(existing, &written);
        let mut readme = String::with_capacity(existing.len());
        let mut copied = 0;
        for (place, content) in written {
            readme.push_str(&existing[copied..place.start]);
            readme.push_str(&content.replace('\n', line_end));
            copied = place.end;
        }
        readme.push_str(&existing[copied..]);
        Ok(readme)
    }

    /// The sections of a README that [`to_readme_in`](Self::to_readme_in) leaves as they are, since they belong to a source
    /// or a destination that the connector does not have: where each stands, and what to do.
    ///
    /// ```
    /// # extern crate paramgen_core as paramgen;
    /// use paramgen::Specification;
    ///
    /// let readme = "<!-- readmegen:source.parameters.yaml --><!-- /readmegen:source.parameters.yaml -->";
    /// let left = Specification::new("postgres").readme_sections_left(readme)?;
    /// assert_eq!(left[0].message(), "the connector has no source; this section is left as it is, take it out");
    /// # Ok::<(), paramgen::SpecError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`to_readme_in`](Self::to_readme_in).
    pub fn readme_sections_left(&self, existing: &str) -> Result<Vec<SpecError>, SpecError> {
        let left = markers::sections(existing)?.into_iter().filter_map(|found| {
            let side = section::missing_side(found.section, self)?;
            let message =
                format!("the connector has no {}; this section is left as it is, take it out", side.name());
            Some(SpecError::new(markers::place(existing, found.marker), message))
        });
        Ok(left.collect())
    }

    /// What the sections of a README say otherwise than the specification, by parameter: `source.parameters.yaml:
    /// batchSize: changed`. Empty where [`to_readme_in`](Self::to_readme_in) changes nothing but ends of lines.
    ///
    /// # Errors
    ///
    /// As [`to_readme_in`](Self::to_readme_in).
    pub fn readme_differences(&self, existing: &str) -> Result<Vec<String>, SpecError> {
        let mut found = Vec::new();
        for written in markers::sections(existing)? {
            let Some(content) = self.section(written.section) else { continue };
            let before = prose::unix_lines(&existing[written.content]);
            found.extend(differences::of(written.section, &before, &content));
        }
        Ok(found)
    }

    /// A page of Markdown, as GitHub reads it, about the connector and all that is known of its parameters, in the order
    /// of their declaration. Examples and defaults of secrets are left out.
    ///
    /// ```
    /// # extern crate paramgen_core as paramgen;
    /// use paramgen::{Parameter, ParameterType, Parameters, Specification, Validation};
    ///
    /// let page = Specification::new("postgres")
    ///     .with_source(Parameters::from_iter([
    ///         Parameter::new("mode", ParameterType::String)
    ///             .with_description("One of:\n\n- a|b\n- c")
    ///             .with_validation(Validation::Required),
    ///     ]))
    ///     .to_markdown();
    /// assert!(page.starts_with("# postgres\n\n## Source\n\n| Name | Type |"));
    /// assert!(page.contains("\n| `mode` | string |  | required | One of:<br><br>- a\\|b<br>- c |\n"));
    /// ```
    pub fn to_markdown(&self) -> String {
        page::write(self)
    }

    /// What belongs between the markers, its lines ending with `\n`.
    fn section(&self, section: Section) -> Option<String> {
        section::content(section, self).map(|content| markers::defuse(&prose::unix_lines(&content)))
    }
}

/// The line end of a file: the first that stays, or where none does, the first.
fn line_end(text: &str, written: &[(Range<usize>, String)]) -> &'static str {
    let goes = |at: &usize| written.iter().any(|(place, _)| place.contains(at));
    let mut line_ends = text.match_indices('\n').map(|(at, _)| at);
    match line_ends.clone().find(|at| !goes(at)).or_else(|| line_ends.next()) {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}
