//! How a new project finds paramgen, as its `Cargo.toml` says it.

use std::{
    fmt::Write as _,
    fs,
    path::{self, Path},
};

use super::NewError;

/// What cargo says where a registry has no such package leads the author to this line.
const ELSEWHERE: &str =
    "\n# Where no registry has it: { path = \"…\" }, a checkout of paramgen; the same below.";

/// The dependency of the connector, and that of its tests.
pub(super) struct Dependency {
    pub(super) normal: String,
    pub(super) dev: String,
}

impl Dependency {
    /// The release that this program belongs to.
    pub(super) fn release() -> Self {
        let version = env!("CARGO_PKG_VERSION");
        Self {
            normal: format!("\"{version}\"{ELSEWHERE}"),
            dev: format!("{{ version = \"{version}\", features = [\"spec\"] }}"),
        }
    }

    /// The package in a folder; a relative path starts at the working directory, as the user wrote it.
    pub(super) fn folder(folder: &Path) -> Result<Self, NewError> {
        let absolute = path::absolute(folder).ok().filter(|folder| is_paramgen(folder));
        let Some(folder) = absolute.as_deref().and_then(Path::to_str) else {
            return Err(NewError::NoParamgen { path: folder.to_owned() });
        };
        let folder = toml_text(folder);
        Ok(Self {
            normal: format!("{{ path = {folder} }}"),
            dev: format!("{{ path = {folder}, features = [\"spec\"] }}"),
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
    fn only_the_folder_of_paramgen_is_taken() {
        let core = concat!(env!("CARGO_MANIFEST_DIR"), "/../paramgen-core");
        for folder in [core, "no/such/folder", ""] {
            assert!(
                matches!(Dependency::folder(folder.as_ref()), Err(NewError::NoParamgen { .. })),
                "{folder}"
            );
        }
        // Tests run in the folder of their package.
        let Dependency { dev, .. } = Dependency::folder("..".as_ref()).expect("this checkout");
        assert!(dev.ends_with(r#"..", features = ["spec"] }"#), "{dev}");
    }
}
