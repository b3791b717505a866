//! The table of `readmegen`: HTML, with blank lines in its cells so that Markdown is read there.

use super::{code, filler, prose};
use crate::{parameters::Parameters, spec::yaml::in_order};

const HEAD: &str = "
<table class=\"no-margin-table\">
  <tr>
    <th>Name</th>
    <th>Type</th>
    <th>Required</th>
    <th>Default</th>
    <th>Description</th>
  </tr>
";

/// The whole table, with a line end before it.
pub(super) fn write(parameters: &Parameters) -> String {
    let mut out = String::from(HEAD);
    for parameter in in_order(parameters) {
        let cells = [
            code::span_or_block(parameter.name()),
            parameter.parameter_type().to_string(),
            if parameter.is_required() { "✅" } else { "" }.to_owned(),
            // An empty default is two backticks, as in all READMEs that `readmegen` has written.
            match filler::default_or_zero(parameter) {
                "" => "``".to_owned(),
                default => code::span_or_block(default),
            },
            prose::in_html(parameter.description()),
        ];
        out.push_str("  <tr>\n");
        for cell in cells {
            out.push_str("<td>\n\n");
            out.push_str(&cell);
            out.push_str("\n\n</td>\n");
        }
        out.push_str("  </tr>\n");
    }
    out.push_str("</table>\n");
    out
}
