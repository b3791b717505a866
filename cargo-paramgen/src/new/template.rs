//! The files of a new project, with its names in them.

use paramgen::{SpecError, Specification};

use super::{Name, NewError, dependency::Dependency};

/// The documents. Their templates have the names and the texts; what else they say follows from the specification.
const CONNECTOR: &str = "connector.yaml";
const README: &str = "README.md";

const SPECIFICATION: &str = include_str!("template/connector.yaml");

/// Each file of a project and its template, in which `{{name}}`, `{{package}}` and `{{library}}` stand for the
/// connector's names, `{{dependency}}` and `{{dev_dependency}}` for how the project finds paramgen.
///
/// `Cargo.toml` and `.gitignore` have other names here: Cargo would leave their folder out of this package as one of its
/// own, and git would follow the rules.
const FILES: [(&str, &str); 11] = [
    (".github/workflows/ci.yml", include_str!("template/ci.yml")),
    (".gitignore", include_str!("template/gitignore")),
    ("Cargo.toml", include_str!("template/Cargo.toml.in")),
    ("Makefile", include_str!("template/Makefile")),
    (README, include_str!("template/README.md")),
    (CONNECTOR, SPECIFICATION),
    ("src/destination.rs", include_str!("template/src/destination.rs")),
    ("src/lib.rs", include_str!("template/src/lib.rs")),
    ("src/main.rs", include_str!("template/src/main.rs")),
    ("src/source.rs", include_str!("template/src/source.rs")),
    ("tests/specification.rs", include_str!("template/tests/specification.rs")),
];

/// A file of a project: its path there, and its text.
pub(super) type File = (&'static str, String);

/// All files of a project.
pub(super) fn files(name: &Name, dependency: &Dependency) -> Result<Vec<File>, NewError> {
    let fill = |template: &str| fill(template, name, dependency);
    let broken = |file| move |error: SpecError| NewError::Template { file, error };
    let specification = Specification::from_yaml(&fill(SPECIFICATION)).map_err(broken(CONNECTOR))?;
    FILES
        .iter()
        .map(|&(path, template)| {
            let text = match path {
                CONNECTOR => specification.to_yaml(),
                README => specification.to_readme_in(&fill(template)).map_err(broken(README))?,
                _ => fill(template),
            };
            Ok((path, text))
        })
        .collect()
}

fn fill(template: &str, name: &Name, dependency: &Dependency) -> String {
    template
        .replace("{{name}}", name.as_str())
        .replace("{{package}}", &name.package())
        .replace("{{library}}", &name.library())
        // Last, since a path may have anything in it.
        .replace("{{dependency}}", &dependency.normal)
        .replace("{{dev_dependency}}", &dependency.dev)
}
