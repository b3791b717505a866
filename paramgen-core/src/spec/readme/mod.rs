//! README sections between the markers of Conduit's `readmegen`, and the page of a specification for people.

mod code;
mod filler;
mod markers;
mod page;
mod prose;
mod section;
mod snippet;
mod table;
#[cfg(test)]
mod tests;

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
    /// Line ends are those of the file's first line. Parameters stand in the order of [`to_yaml`](Self::to_yaml).
    ///
    /// The bytes are those of `conn-sdk-cli readmegen`, but where these would be wrong:
    ///
    /// - the connector in the pipeline file has its `type`, without which Conduit refuses the file;
    /// - names and values in it are escaped, and wildcards (`tables.*.key`) are commented out, since `*` would be taken
    ///   as a name;
    /// - in the pipeline file, a parameter without a default has the empty value, which is an absent one: pasting it
    ///   changes nothing. In the table it has the zero of its type, as a Go connector would, but nothing where it is
    ///   required or where its own rules refuse the zero;
    /// - the default of a secret is left out;
    /// - in the table, `<` that would begin an HTML tag is `&lt;` (code, links and `<br>` aside), backticks in names and
    ///   defaults get longer quotes, defaults of several lines are code blocks, and a code block that the description
    ///   leaves open is closed;
    /// - a description that ends in a code block is followed by a line end, or the marker would be part of the block;
    /// - text that looks like a marker loses that look, so that the README can be written again.
    ///
    /// Markers count wherever they stand, code blocks included. Text in double braces is text; `readmegen` would run it
    /// as a template.
    ///
    /// ```
    /// use paramgen_core::Specification;
    ///
    /// let specification = Specification::new("postgres").with_version("v0.2.0");
    /// let readme = "Version <!-- readmegen:version -->v0.1.0<!-- /readmegen:version -->, {{ stable }}\n";
    /// assert_eq!(
    ///     specification.to_readme_in(readme)?,
    ///     "Version <!-- readmegen:version -->v0.2.0<!-- /readmegen:version -->, {{ stable }}\n"
    /// );
    /// # Ok::<(), paramgen_core::SpecError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first marker that is unknown, has no counterpart, stands within another section or is not written as above
    /// (`<!--readmegen:name-->`), and a section about a source or a destination that the connector does not have.
    pub fn to_readme_in(&self, existing: &str) -> Result<String, SpecError> {
        let line_end = line_end(existing);
        let mut readme = String::with_capacity(existing.len());
        let mut copied = 0;
        for found in markers::sections(existing)? {
            let content = section::content(found.section, self)
                .map_err(|message| SpecError::new(markers::place(existing, found.marker), message))?;
            let content = markers::defuse(&content.replace("\r\n", "\n"));
            readme.push_str(&existing[copied..found.content.start]);
            readme.push_str(&content.replace('\n', line_end));
            copied = found.content.end;
        }
        readme.push_str(&existing[copied..]);
        Ok(readme)
    }

    /// A page of Markdown, as GitHub reads it, about the connector and all that is known of its parameters, in the order
    /// of their declaration. Examples and defaults of secrets are left out.
    ///
    /// ```
    /// use paramgen_core::{Parameter, ParameterType, Parameters, Specification, Validation};
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
}

/// The line end of a file: that of its first line.
fn line_end(text: &str) -> &'static str {
    match text.split_once('\n') {
        Some((line, _)) if line.ends_with('\r') => "\r\n",
        _ => "\n",
    }
}
