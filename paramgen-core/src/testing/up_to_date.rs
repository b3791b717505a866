//! A connector's files, compared with its code in an ordinary test, and written where the author asks for it.

use std::{env, ffi::OsStr, path::Path};

use crate::parameters::Parameter;
use crate::spec::{self, SpecError, Specification, excerpt::Excerpts};

/// The variable that makes the tests write files instead of comparing them.
const VARIABLE: &str = "PARAMGEN_UPDATE";

/// Compares a `connector.yaml` with the code: in an ordinary test, so that the file is never out of date. With
/// `PARAMGEN_UPDATE=1` in the environment, the file is written instead, its comments and its author's own text kept.
/// A relative path starts at the folder of the package, where cargo runs tests.
///
/// ```no_run
/// # extern crate paramgen_core as paramgen;
/// # use paramgen::{Parameters, Specification};
/// # let specification = Specification::new("postgres").with_source(Parameters::default());
/// paramgen::testing::assert_up_to_date(&specification, "connector.yaml");
/// ```
///
/// # Panics
///
/// When the file says something else than the code or says it in another form, or cannot be read or written. The
/// message has each difference in a line, and how to update the file.
#[track_caller]
pub fn assert_up_to_date(specification: &Specification, path: impl AsRef<Path>) {
    report(connector(specification, path.as_ref(), Mode::from_environment(), connector_text));
}

/// The same for the parameters in a README file, which stand between the markers of Conduit's `readmegen`.
///
/// # Panics
///
/// When a section is out of date, or the file cannot be read or written. The message has the first line that differs.
#[track_caller]
pub fn assert_readme_up_to_date(specification: &Specification, path: impl AsRef<Path>) {
    let text = |existing: &str| specification.to_readme_in(existing);
    report(readme(path.as_ref(), Mode::from_environment(), text, shown_of_readme(specification)));
}

/// What a test does about a file that is out of date.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    Compare,
    Write,
}

impl Mode {
    fn from_environment() -> Self {
        Self::of(env::var_os(VARIABLE).as_deref())
    }

    fn of(value: Option<&OsStr>) -> Self {
        match value {
            Some(value) if !value.is_empty() && value != "0" => Self::Write,
            _ => Self::Compare,
        }
    }
}

/// What was done, if anything was, or why the test fails.
type Outcome = Result<Option<String>, String>;

#[track_caller]
fn report(outcome: Outcome) {
    match outcome {
        Ok(Some(done)) => println!("{done}"),
        Ok(None) => {}
        Err(failure) => panic!("{failure}"),
    }
}

fn connector(
    specification: &Specification,
    path: &Path,
    mode: Mode,
    text: impl Fn(&Specification, Option<&str>) -> Result<String, SpecError>,
) -> Outcome {
    let shown = path.display();
    let existing = read(path)?;
    let wanted = text(specification, existing.as_deref()).map_err(|error| {
        format!("{shown}: {error}\ncorrect it, or remove it and create it anew: {VARIABLE}=1 cargo test")
    })?;
    match existing {
        Some(existing) if existing == wanted => Ok(None),
        _ if mode == Mode::Write => write(path, &wanted).map(Some),
        None => Err(format!("{shown} is not there\nto create it: {VARIABLE}=1 cargo test")),
        Some(existing) => {
            let file = Specification::from_yaml(&existing).map_err(|error| format!("{shown}: {error}"))?;
            let found = spec::differences(&file, specification);
            if found.is_empty() {
                let lines = first_difference(&existing, &wanted, shown_of_connector(specification));
                return Err(outdated(path, "says the same in another form", &lines));
            }
            let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
            Err(outdated(path, "is out of date", &lines))
        }
    }
}

fn readme(
    path: &Path,
    mode: Mode,
    text: impl Fn(&str) -> Result<String, SpecError>,
    lines: ShownLines,
) -> Outcome {
    let shown = path.display();
    let existing = read(path)?.ok_or_else(|| {
        format!("{shown} is not there\nwrite it, with the markers between which the parameters shall stand")
    })?;
    let wanted = text(&existing).map_err(|error| format!("{shown}: {error}"))?;
    match mode {
        _ if existing == wanted => Ok(None),
        Mode::Write => write(path, &wanted).map(Some),
        Mode::Compare => Err(outdated(path, "is out of date", &first_difference(&existing, &wanted, lines))),
    }
}

fn outdated(path: &Path, what: &str, lines: &[String]) -> String {
    format!("{} {what}\n  {}\nto update it: {VARIABLE}=1 cargo test", path.display(), lines.join("\n  "))
}

/// What may be shown of a line that differs.
#[derive(Clone, Copy, Debug, PartialEq)]
enum ShownLines {
    Both,
    /// What it should be, not what it is.
    Wanted,
    Neither,
}

/// A `connector.yaml` holds the defaults of secrets.
fn shown_of_connector(specification: &Specification) -> ShownLines {
    let has_secret = secrets(specification).any(|parameter| parameter.default().is_some());
    if has_secret { ShownLines::Neither } else { ShownLines::Both }
}

/// Sections of a README leave those out, but an older or a handwritten file may hold one.
fn shown_of_readme(specification: &Specification) -> ShownLines {
    if secrets(specification).next().is_some() { ShownLines::Wanted } else { ShownLines::Both }
}

fn secrets(specification: &Specification) -> impl Iterator<Item = &Parameter> {
    let parameters = specification.source().into_iter().chain(specification.destination()).flatten();
    parameters.filter(|parameter| parameter.hides_value())
}

/// The first line that is not as it should be.
fn first_difference(existing: &str, wanted: &str, lines: ShownLines) -> Vec<String> {
    // Not `lines`, to which a file without its last line break is the same.
    let (mut old, mut new) = (existing.split('\n'), wanted.split('\n'));
    let mut number = 1;
    loop {
        match (old.next(), new.next()) {
            (None, None) => return Vec::new(),
            (Some(old), Some(new)) if old == new => number += 1,
            _ if lines == ShownLines::Neither => {
                return vec![format!("line {number} is not as it should be")];
            }
            (old, new) => {
                let shown = Excerpts::of(old.unwrap_or_default(), new.unwrap_or_default());
                let is = old.map_or("not there".to_owned(), |_| shown.left());
                let wanted = new.map_or("not there".to_owned(), |_| shown.right());
                let mut said =
                    vec![format!("line {number} is {is}"), format!("line {number} should be {wanted}")];
                if lines == ShownLines::Wanted {
                    said.remove(0);
                }
                return said;
            }
        }
    }
}

/// The text of a file, if there is one.
fn read(path: &Path) -> Result<Option<String>, String> {
    spec::read_existing(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<String, String> {
    let shown = path.display();
    spec::replace_file(path, text).map_err(|error| format!("{shown} cannot be written: {error}"))?;
    Ok(format!("{shown} was written"))
}

/// The text that a `connector.yaml` should have.
fn connector_text(specification: &Specification, existing: Option<&str>) -> Result<String, SpecError> {
    match existing {
        Some(existing) => specification.to_yaml_in(existing),
        None => Ok(specification.to_yaml()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::parameters::{Parameter, ParameterType, Parameters};

    fn specification(default: &'static str) -> Specification {
        let size = Parameter::new("batchSize", ParameterType::Int).with_default(default);
        Specification::new("postgres").with_source(Parameters::from_iter([size]))
    }

    fn written(specification: &Specification, path: &Path, mode: Mode) -> Outcome {
        connector(specification, path, mode, connector_text)
    }

    #[test]
    fn only_a_value_that_says_so_writes() {
        let mode = |value: &str| Mode::of(Some(OsStr::new(value)));
        assert_eq!((Mode::of(None), mode(""), mode("0")), (Mode::Compare, Mode::Compare, Mode::Compare));
        assert_eq!((mode("1"), mode("yes"), mode("00")), (Mode::Write, Mode::Write, Mode::Write));
    }

    #[test]
    fn a_file_is_created_updated_and_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("connector.yaml");
        let missing = written(&specification("1000"), &path, Mode::Compare).expect_err("no file");
        assert!(missing.ends_with("is not there\nto create it: PARAMGEN_UPDATE=1 cargo test"), "{missing}");
        let done = written(&specification("1000"), &path, Mode::Write).expect("a file");
        assert_eq!(done, Some(format!("{} was written", path.display())));
        assert_eq!(written(&specification("1000"), &path, Mode::Compare), Ok(None));
        assert_eq!(written(&specification("1000"), &path, Mode::Write), Ok(None), "nothing is left to write");

        let outdated = written(&specification("500"), &path, Mode::Compare).expect_err("an old file");
        let expected = "is out of date\n  source: batchSize: default is 1000 in the file, 500 in the code\n\
                        to update it: PARAMGEN_UPDATE=1 cargo test";
        assert!(outdated.ends_with(expected), "{outdated}");
        assert!(written(&specification("500"), &path, Mode::Write).is_ok_and(|done| done.is_some()));
        assert_eq!(written(&specification("500"), &path, Mode::Compare), Ok(None));
    }

    #[test]
    fn another_form_of_the_same_is_out_of_date() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("connector.yaml");
        let by_hand = "specification: {name: postgres}\n";
        fs::write(&path, by_hand).expect("a file");
        let text = |specification: &Specification, _: Option<&str>| Ok(specification.to_yaml());
        let plain = Specification::new("postgres");
        let outdated = connector(&plain, &path, Mode::Compare, text).expect_err("another form");
        let expected = "connector.yaml says the same in another form\n  line 1 is \"specification: {name: postgres}\"\n  \
                        line 1 should be \"version: \"1.0\"\"\nto update it: PARAMGEN_UPDATE=1 cargo test";
        assert!(outdated.ends_with(expected), "{outdated}");
        assert_eq!(fs::read_to_string(&path).expect("a file"), by_hand);
    }

    #[test]
    fn a_file_that_cannot_be_used_fails_the_test() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("connector.yaml");
        fs::write(&path, "specification: []\n").expect("a file");
        for mode in [Mode::Compare, Mode::Write] {
            let broken = written(&specification("1"), &path, mode).expect_err("no specification");
            assert!(broken.contains("connector.yaml: line 1, column 16: "), "{broken}");
        }
        for mode in [Mode::Compare, Mode::Write] {
            let unread = written(&specification("1"), folder.path(), mode).expect_err("a folder");
            assert!(unread.contains(" cannot be read: "), "{unread}");
            let below = folder.path().join("none").join("connector.yaml");
            assert!(written(&specification("1"), &below, mode).is_err());
        }
    }

    #[test]
    fn a_readme_is_updated_and_its_first_wrong_line_is_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("README.md");
        let text = |existing: &str| Ok(existing.replace("| old |", "| new |"));
        assert!(
            readme(&path, Mode::Write, text, ShownLines::Both)
                .expect_err("no file")
                .contains("README.md is not there\n")
        );
        fs::write(&path, "# Title\n\n| old | 1 |\nend").expect("a file");
        let outdated = readme(&path, Mode::Compare, text, ShownLines::Both).expect_err("an old table");
        let expected = "README.md is out of date\n  line 3 is \"| old | 1 |\"\n  line 3 should be \
                        \"| new | 1 |\"\nto update it: PARAMGEN_UPDATE=1 cargo test";
        assert!(outdated.ends_with(expected), "{outdated}");
        assert!(readme(&path, Mode::Write, text, ShownLines::Both).is_ok_and(|done| done.is_some()));
        assert_eq!(readme(&path, Mode::Compare, text, ShownLines::Both), Ok(None));
        assert_eq!(fs::read_to_string(&path).expect("a file"), "# Title\n\n| new | 1 |\nend");
    }

    #[test]
    fn the_first_difference_may_be_the_end() {
        assert!(first_difference("a\n", "a\n", ShownLines::Both).is_empty());
        assert_eq!(
            first_difference("a\n", "a", ShownLines::Both),
            ["line 2 is empty", "line 2 should be not there"]
        );
        assert_eq!(
            first_difference("a", "a\nb", ShownLines::Both),
            ["line 2 is not there", "line 2 should be b"]
        );
        assert_eq!(
            first_difference("a\nb", "a\nc", ShownLines::Neither),
            ["line 2 is not as it should be"],
            "may be a secret"
        );
        let wanted = first_difference("password: old", "password: \"\"", ShownLines::Wanted);
        assert_eq!(wanted, ["line 1 should be \"password: \"\"\""], "the file may hold an old secret");
        let long = "x".repeat(200);
        let [is, should] = [format!("{long}old"), format!("{long}new")];
        let shown = first_difference(&is, &should, ShownLines::Both);
        assert_eq!(shown[0], format!("line 1 is …{}old", "x".repeat(20)));
        assert_eq!(shown[1], format!("line 1 should be …{}new", "x".repeat(20)));
    }
}
