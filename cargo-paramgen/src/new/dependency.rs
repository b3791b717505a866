//! How a new project finds paramgen, as its `Cargo.toml` says it.

use std::{
    fmt::Write as _,
    fs,
    path::{self, Path},
};

use super::NewError;

/// What cargo says where a registry has no such package leads the author to this line.
const ELSEWHERE: &str = "\n# Where no registry has it: { path = \"…\" }, a checkout of paramgen, or { git = \"…\" }; the same below.";

/// What the features of each dependency are for tests.
const SPEC: &str = "spec";
const TESTING: &str = "testing";

/// The dependencies of the connector, and those of its tests.
pub(super) struct Dependency {
    pub(super) paramgen: String,
    pub(super) paramgen_dev: String,
    pub(super) connector: String,
    pub(super) connector_dev: String,
}

impl Dependency {
    /// The release that this program belongs to.
    pub(super) fn release() -> Self {
        let version = toml_text(env!("CARGO_PKG_VERSION"));
        let with = |feature: &str| format!("{{ version = {version}, features = [\"{feature}\"] }}");
        Self {
            paramgen: format!("{version}{ELSEWHERE}"),
            paramgen_dev: with(SPEC),
            connector: version.clone(),
            connector_dev: with(TESTING),
        }
    }

    /// A repository of git, where one is named at a revision, or at `branch=NAME` or `tag=NAME`.
    pub(super) fn git(url: &str, revision: Option<&str>) -> Self {
        let url = toml_text(url);
        let named = |revision: &str| match revision.split_once('=') {
            Some((kind @ ("branch" | "tag" | "rev"), name)) => format!(", {kind} = {}", toml_text(name)),
            _ => format!(", rev = {}", toml_text(revision)),
        };
        let revision = revision.map(named).unwrap_or_default();
        let plain = format!("{{ git = {url}{revision} }}");
        let with = |feature: &str| format!("{{ git = {url}{revision}, features = [\"{feature}\"] }}");
        Self {
            paramgen: plain.clone(),
            paramgen_dev: with(SPEC),
            connector: plain,
            connector_dev: with(TESTING),
        }
    }

    /// The packages in a folder; a relative path starts at the working directory, as the user wrote it.
    pub(super) fn folder(folder: &Path) -> Result<Self, NewError> {
        let absolute = path::absolute(folder).ok().filter(|folder| is_paramgen(folder));
        let connector = absolute.as_ref().map(|folder| folder.join("paramgen-connector"));
        let (Some(folder), Some(connector)) =
            (absolute.as_deref().and_then(Path::to_str), connector.as_deref().and_then(Path::to_str))
        else {
            return Err(NewError::NoParamgen { path: folder.to_owned() });
        };
        let with = |folder: &str, feature: &str| {
            format!("{{ path = {}, features = [\"{feature}\"] }}", toml_text(folder))
        };
        let plain = |folder: &str| format!("{{ path = {} }}", toml_text(folder));
        Ok(Self {
            paramgen: plain(folder),
            paramgen_dev: with(folder, SPEC),
            connector: plain(connector),
            connector_dev: with(connector, TESTING),
        })
    }
}

fn is_paramgen(folder: &Path) -> bool {
    let manifest = fs::read_to_string(folder.join("Cargo.toml"));
    manifest.is_ok_and(|text| text.lines().any(|line| line.trim() == "name = \"paramgen\""))
}

/// A text as TOML writes it.
fn toml_text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // Writing into a `String` cannot fail.
            c if c.is_control() => drop(write!(out, "\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_escaped() {
        assert_eq!(toml_text("C:\\a \"b\"\n\u{7f}é"), r#""C:\\a \"b\"\u000A\u007Fé""#);
    }

    #[test]
    fn a_repository_and_its_revision() {
        let dependency = Dependency::git("ssh://host/p\"g", Some("v1"));
        assert_eq!(dependency.paramgen, r#"{ git = "ssh://host/p\"g", rev = "v1" }"#);
        let dependency = Dependency::git("ssh://host/pg", Some("branch=dev"));
        assert_eq!(dependency.paramgen, r#"{ git = "ssh://host/pg", branch = "dev" }"#);
        let dependency = Dependency::git("ssh://host/pg", None);
        assert_eq!(dependency.connector_dev, r#"{ git = "ssh://host/pg", features = ["testing"] }"#);
    }

    #[test]
    fn only_the_folder_of_paramgen_is_taken() {
        let core = concat!(env!("CARGO_MANIFEST_DIR"), "/../paramgen-core");
        for folder in [core, "no/such/folder", ""] {
            assert!(
                matches!(Dependency::folder(folder.as_ref()), Err(NewError::NoParamgen { .. })),
                "{folder}"
            );
        }
        // Tests run in the folder of their package.
        let Dependency { paramgen_dev, connector, .. } =
            Dependency::folder("..".as_ref()).expect("this checkout");
        assert!(paramgen_dev.ends_with(r#"..", features = ["spec"] }"#), "{paramgen_dev}");
        assert!(connector.ends_with(r#"../paramgen-connector" }"#), "{connector}");
    }
}
