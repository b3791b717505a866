//! The files of a new project: which of them there are, and what is filled in.

use paramgen::{SpecError, Specification};

use super::{Name, NewError, choices::License, dependency::Dependency};
use crate::import::Sides;

/// The documents. Their templates have the names and the texts; what else they say follows from the specification.
const CONNECTOR: &str = "connector.yaml";
const README: &str = "README.md";

const SPECIFICATION: &str = include_str!("template/connector.yaml");

/// A file of a project, its template, and the side without which it is not there.
///
/// In a template `{{name}}` and others stand for what [`Filling`] says, without spaces, so that the `${{ … }}` of workflows
/// stay. Lines between `{{#both}}` and `{{/both}}` are there with both sides, and so for the other names of [`Sides`].
///
/// Some files have other names here: Cargo would leave a folder with a `Cargo.toml` out of this package as one of its own, and
/// git would follow the rules.
const FILES: [(&str, &str, Option<Side>); 23] = [
    (".github/dependabot.yml", include_str!("template/github/dependabot.yml"), None),
    (".github/workflows/ci.yml", include_str!("template/github/ci.yml"), None),
    (".github/workflows/dependabot-merge.yml", include_str!("template/github/dependabot-merge.yml"), None),
    (".github/workflows/release.yml", include_str!("template/github/release.yml"), None),
    (".gitignore", include_str!("template/gitignore"), None),
    ("Cargo.toml", include_str!("template/Cargo.toml.in"), None),
    ("LICENSE-APACHE", include_str!("../../LICENSE-APACHE"), None),
    ("LICENSE-MIT", include_str!("../../LICENSE-MIT"), None),
    ("Makefile", include_str!("template/Makefile"), None),
    (README, include_str!("template/README.md"), None),
    (CONNECTOR, SPECIFICATION, None),
    ("pipelines/example.yaml", include_str!("template/pipelines/example.yaml"), None),
    ("pipelines/items", include_str!("template/pipelines/items"), None),
    ("src/destination.rs", include_str!("template/src/destination.rs"), Some(Side::Destination)),
    ("src/lib.rs", include_str!("template/src/lib.rs"), None),
    ("src/main.rs", include_str!("template/src/main.rs"), None),
    ("src/source.rs", include_str!("template/src/source.rs"), Some(Side::Source)),
    ("src/store.rs", include_str!("template/src/store.rs"), None),
    ("tests/acceptance.rs", include_str!("template/tests/acceptance.rs"), None),
    ("tests/crash.rs", include_str!("template/tests/crash.rs"), None),
    ("tests/driver/mod.rs", include_str!("template/tests/driver/mod.rs"), None),
    ("tests/specification.rs", include_str!("template/tests/specification.rs"), None),
    ("verify.json", include_str!("template/verify.json"), None),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Source,
    Destination,
}

/// A file of a project: its path there, and its text.
pub(super) type File = (&'static str, String);

/// What is filled in.
pub(super) struct Filling<'n> {
    pub(super) name: &'n Name,
    pub(super) dependency: &'n Dependency,
    pub(super) sides: Sides,
    pub(super) license: License,
}

/// All files of a project.
pub(super) fn files(filling: &Filling<'_>) -> Result<Vec<File>, NewError> {
    let broken = |file| move |error: SpecError| NewError::Template { file, error };
    let specification = Specification::from_yaml(&filling.fill(SPECIFICATION)).map_err(broken(CONNECTOR))?;
    let specification = match filling.sides {
        Sides::Both => specification,
        Sides::Source => specification.without_destination(),
        Sides::Destination => specification.without_source(),
    };
    FILES
        .into_iter()
        .filter(|(path, _, side)| filling.has(*side) && filling.license.has(path))
        .map(|(path, template, _)| {
            let text = match path {
                CONNECTOR => specification.to_yaml(),
                README => specification.to_readme_in(&filling.fill(template)).map_err(broken(README))?,
                "LICENSE-MIT" => template
                    .replace("The paramgen authors", &format!("The authors of {}", filling.name.package())),
                _ => filling.fill(template),
            };
            Ok((path, text))
        })
        .collect()
}

impl Filling<'_> {
    fn has(&self, side: Option<Side>) -> bool {
        match side {
            None => true,
            Some(Side::Source) => self.sides != Sides::Destination,
            Some(Side::Destination) => self.sides != Sides::Source,
        }
    }

    fn fill(&self, template: &str) -> String {
        let (source, destination) = (self.has(Some(Side::Source)), self.has(Some(Side::Destination)));
        let sections = [
            ("source", source),
            ("destination", destination),
            ("both", source && destination),
            ("source_only", !destination),
            ("destination_only", !source),
        ];
        let description = match self.sides {
            Sides::Both => {
                "The source reads the items of a file and follows their changes; the destination writes such a file."
            }
            Sides::Source => "Reads the items of a file, and follows their changes.",
            Sides::Destination => "Writes records into a file of changes.",
        };
        let dependency = self.dependency;
        let mut text = lines(template, &sections);
        for (name, value) in [
            ("name", self.name.as_str()),
            ("package", &self.name.package()),
            ("library", &self.name.library()),
            ("description", description),
            ("license_line", self.license.line()),
            ("license_text", self.license.text()),
            // Last, since a path may have anything in it.
            ("paramgen", &dependency.paramgen),
            ("paramgen_dev", &dependency.paramgen_dev),
            ("paramgen_connector", &dependency.connector),
            ("paramgen_connector_dev", &dependency.connector_dev),
        ] {
            text = text.replace(&format!("{{{{{name}}}}}"), value);
        }
        text
    }
}

/// The lines that are not between the marks of a section that is left out.
fn lines(template: &str, sections: &[(&str, bool)]) -> String {
    let mut left_out: Option<&str> = None;
    let mut text = String::with_capacity(template.len());
    for line in template.split_inclusive('\n') {
        let mark = line.trim().strip_prefix("{{").and_then(|mark| mark.strip_suffix("}}"));
        let begun = mark.and_then(|mark| mark.strip_prefix('#'));
        let ended = mark.and_then(|mark| mark.strip_prefix('/'));
        match (begun, ended, left_out) {
            (Some(name), _, None) => {
                let is_there = sections.iter().any(|(section, is_there)| *section == name && *is_there);
                left_out = (!is_there).then_some(name);
            }
            (_, Some(name), Some(open)) if name == open => left_out = None,
            (Some(_), ..) | (_, Some(_), _) | (None, None, Some(_)) => {}
            (None, None, None) => text.push_str(line),
        }
    }
    text
}
