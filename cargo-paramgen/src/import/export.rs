//! `export!` for imported structs: what the specification says of the connector as a whole.

use std::fmt::Write as _;

use paramgen::{Specification, spec::Side};

use super::{Sides, names::struct_name};

/// The macro with the head of the specification and the structs of its sides.
pub(super) fn write(specification: &Specification, sides: Sides) -> Result<String, String> {
    let name = specification.name();
    if name.trim().is_empty() || name.contains([':', '@']) || name.contains(|c: char| c.is_ascii_control()) {
        return Err(format!("no `export!` is written: {name:?} is no name for a connector"));
    }
    let mut out = String::from(
        "paramgen::export! {\n    /// What this connector says of itself.\n    pub fn specification() -> \
         paramgen::Specification {\n",
    );
    let mut say = |key: &str, value: &str| {
        // Writing into a `String` cannot fail.
        let _ = writeln!(out, "        {key}: {value},");
    };
    say("name", &format!("{name:?}"));
    for (key, text) in [
        ("summary", specification.summary()),
        ("description", specification.description()),
        ("version", specification.version()),
        ("author", specification.author()),
    ] {
        if key == "version" && !is_version(text) {
            // That of the package then stands in its place.
            continue;
        }
        if !text.is_empty() {
            say(key, &format!("{text:?}"));
        }
    }
    if sides != Sides::Destination && specification.source().is_some() {
        say("source", struct_name(Side::Source));
    }
    if sides != Sides::Source && specification.destination().is_some() {
        say("destination", struct_name(Side::Destination));
    }
    out.push_str("    }\n}\n");
    Ok(out)
}

/// Whether `export!` takes this for a version: three numbers, perhaps behind a `v`, perhaps with more behind them.
fn is_version(text: &str) -> bool {
    let text = text.strip_prefix('v').unwrap_or(text);
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
    let parts: Vec<&str> = core.split('.').collect();
    let is_number = |part: &&str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && (part.len() == 1 || !part.starts_with('0'))
    };
    // Pre-releases are left to the macro, which has the whole grammar.
    parts.len() == 3 && parts.iter().all(is_number) && text.len() == core.len() && text.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use paramgen::{Parameters, Specification};

    use super::{Sides, is_version, write};

    #[test]
    fn the_head_and_the_sides() {
        let specification = Specification::new("x")
            .with_summary("Says \"x\".")
            .with_version("v1.2.3")
            .with_source(Parameters::default())
            .with_destination(Parameters::default());
        let text = write(&specification, Sides::Source).expect("a name");
        assert!(
            text.contains(
                "        name: \"x\",\n        summary: \"Says \\\"x\\\".\",\n        version: \"v1.2.3\",\n"
            ),
            "{text}"
        );
        assert!(text.contains("source: SourceConfig") && !text.contains("destination"), "{text}");
        assert!(write(&Specification::new("a:b"), Sides::Both).is_err());
    }

    #[test]
    fn versions() {
        assert!(is_version("v0.10.0") && is_version("1.2.3"));
        assert!(
            ["", "(devel)", "1.2", "01.2.3", "1.2.x", "1.2.3-rc"].into_iter().all(|text| !is_version(text))
        );
    }
}
