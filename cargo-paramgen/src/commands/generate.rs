//! `specgen` and `readmegen`: files that follow from a specification, written or compared.

use std::{
    fmt::Write as _,
    io,
    path::{Path, PathBuf},
};

use annotate_snippets::Level;
use paramgen::{Parameter, SpecError, Specification, spec};

use super::{exported, find_package, load_one, read_existing, shown};
use crate::{
    Done,
    args::{ReadmegenArgs, SpecgenArgs},
    excerpt::one_line,
    failure::Failure,
    show,
};

/// Lines of each of two texts that are shown where they begin to differ, and characters of each.
const SHOWN_LINES: usize = 5;
const SHOWN_CHARS: usize = 200;

const NO_MARKERS: &str = "no sections, so nothing is written; mark one with \
    `<!-- readmegen:source.parameters.table --><!-- /readmegen:source.parameters.table -->`";

/// Writes connector.yaml from the specification that a package exports.
pub(crate) fn specgen(args: &SpecgenArgs) -> Result<Done, Failure> {
    let (package, specification) = exported(&args.package)?;
    let path = args.path.clone().unwrap_or_else(|| package.directory.join("connector.yaml"));
    let existing = read_existing(&path)?;
    if !args.check {
        let text = match &existing {
            Some(existing) => specification.to_yaml_in(existing),
            None => Ok(specification.to_yaml()),
        };
        return write(&path, existing.as_deref(), text);
    }
    let Some(existing) = existing else {
        let text = format!("{} does not exist; the same command without --check makes it\n", shown(&path));
        return Ok(Done::findings(text));
    };
    check(&path, &existing, &specification, specification.to_yaml_in(&existing), || {
        // Where the file cannot be read, its parameters are replaced, and no list of differences can be made.
        let file = Specification::from_yaml(&existing);
        let differences = file.map(|file| spec::differences(&file, &specification)).unwrap_or_default();
        differences.iter().map(ToString::to_string).collect()
    })
}

/// Writes the sections of a README.
pub(crate) fn readmegen(args: &ReadmegenArgs) -> Result<Done, Failure> {
    let (specification, directory) = match &args.spec {
        Some(file) if args.path.is_some() => (load_one(file, args.start)?, PathBuf::new()),
        Some(file) => (load_one(file, args.start)?, find_package(&args.package)?.directory),
        None => {
            let (package, specification) = exported(&args.package)?;
            (specification, package.directory)
        }
    };
    let path = args.path.clone().unwrap_or_else(|| directory.join("README.md"));
    let existing =
        read_existing(&path)?.ok_or_else(|| Failure::read(&path, &io::ErrorKind::NotFound.into()))?;
    if !existing.contains("readmegen:") {
        return Ok(Done::clean(format!("{}: {NO_MARKERS}\n", shown(&path))));
    }
    let failure = |error: &SpecError| Failure::spec(&path, &existing, error);
    for left in specification.readme_sections_left(&existing).map_err(|error| failure(&error))? {
        let place = show::Place { path: &path, line: left.line(), column: left.column() };
        show::to_stderr(&show::at_place(Level::WARNING, left.message(), place));
    }
    if !args.check {
        return write(&path, Some(&existing), specification.to_readme_in(&existing));
    }
    check(&path, &existing, &specification, specification.to_readme_in(&existing), || {
        specification.readme_differences(&existing).unwrap_or_default()
    })
}

/// Writes a text where it is another than the one that was read.
fn write(path: &Path, existing: Option<&str>, text: Result<String, SpecError>) -> Result<Done, Failure> {
    let text = text.map_err(|error| Failure::spec(path, existing.unwrap_or_default(), &error))?;
    let done = if existing == Some(text.as_str()) {
        "up to date already"
    } else {
        spec::replace_file(path, &text).map_err(|error| Failure::write(path, &error))?;
        "written"
    };
    Ok(Done::clean(format!("{}: {done}\n", shown(path))))
}

/// Says whether a file is as it should be, and what differs: in words, or by its lines.
fn check(
    path: &Path,
    existing: &str,
    specification: &Specification,
    updated: Result<String, SpecError>,
    differences: impl FnOnce() -> Vec<String>,
) -> Result<Done, Failure> {
    let updated = updated.map_err(|error| Failure::spec(path, existing, &error))?;
    if updated == existing {
        return Ok(Done::clean(format!("{} is up to date\n", shown(path))));
    }
    let mut text = format!("{} is out of date\n", shown(path));
    let differences = differences();
    // Writing into a `String` cannot fail.
    for difference in &differences {
        let _ = writeln!(text, "  {difference}");
    }
    if differences.is_empty() {
        text.push_str(&lines(existing, &updated, hidden(specification)));
    }
    text.push_str("the same command without --check updates it\n");
    Ok(Done::findings(text))
}

/// Whether lines of the file and of the code are left out, as they may hold a secret: the file may be older than the mark
/// of a secret, and the code has defaults.
fn hidden(specification: &Specification) -> [bool; 2] {
    let parameters = || specification.source().into_iter().chain(specification.destination()).flatten();
    let mut secrets = parameters().filter(|parameter| parameter.hides_value());
    [parameters().any(Parameter::hides_value), secrets.any(|parameter| parameter.default().is_some())]
}

/// The first lines that differ, and how many more do.
fn lines(file: &str, code: &str, [hides_file, hides_code]: [bool; 2]) -> String {
    let [mut file, mut code]: [Vec<&str>; 2] = [file, code].map(|text| text.lines().collect());
    let same = file.iter().zip(&code).take_while(|(file, code)| file == code).count();
    while file.len() > same && code.len() > same && file.last() == code.last() {
        file.pop();
        code.pop();
    }
    let mut text = String::new();
    // Writing into a `String` cannot fail.
    for (sign, lines, is_hidden) in [("-", file, hides_file), ("+", code, hides_code)] {
        for (i, line) in lines.iter().enumerate().skip(same).take(SHOWN_LINES) {
            let line = if is_hidden { "…" } else { line };
            let line: String = line.chars().take(SHOWN_CHARS).collect();
            let _ = writeln!(text, "  {sign} {}: {}", i + 1, one_line(&line));
        }
        match lines.len().saturating_sub(same + SHOWN_LINES) {
            0 => {}
            more => {
                let _ = writeln!(text, "  {sign} and {more} more");
            }
        }
    }
    if text.is_empty() { "  only in the ends of lines\n".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::lines;

    const BOTH: [bool; 2] = [false, false];

    #[test]
    fn only_what_differs_is_shown() {
        assert_eq!(lines("a\nb\nc\n", "a\nB\u{1B}\nc\n", BOTH), "  - 2: b\n  + 2: B\\u{1b}\n");
        assert_eq!(lines("a\na\n", "a\n", BOTH), "  - 2: a\n");
        assert_eq!(lines("", &"x\n".repeat(7), BOTH).lines().last(), Some("  + and 2 more"));
        assert_eq!(lines("a\r\n", "a\n", BOTH), "  only in the ends of lines\n");
        let masked = lines("token: old\n", "token: \n", [true, false]);
        assert_eq!(masked, "  - 1: …\n  + 1: token: \n", "the file may hold an old secret");
    }
}
