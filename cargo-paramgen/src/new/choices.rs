//! What a project may have.

/// The licence of a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum License {
    /// None yet.
    #[default]
    None,
    /// MIT.
    Mit,
    /// Apache-2.0.
    Apache,
    /// Either, as is usual for Rust.
    MitOrApache,
}

impl License {
    /// The line of `Cargo.toml`.
    pub(super) fn line(self) -> &'static str {
        match self {
            Self::None => "# `license = \"…\"` is for you to choose.",
            Self::Mit => "license = \"MIT\"",
            Self::Apache => "license = \"Apache-2.0\"",
            Self::MitOrApache => "license = \"MIT OR Apache-2.0\"",
        }
    }

    /// What the README says.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::None => "Not chosen yet: name one in `Cargo.toml`, and put its text into `LICENSE`.",
            Self::Mit => "[MIT](LICENSE-MIT).",
            Self::Apache => "[Apache-2.0](LICENSE-APACHE).",
            Self::MitOrApache => "[MIT](LICENSE-MIT) or [Apache-2.0](LICENSE-APACHE), as you like.",
        }
    }

    /// Whether a file of a project is there with it.
    pub(super) fn has(self, path: &str) -> bool {
        match path {
            "LICENSE-MIT" => matches!(self, Self::Mit | Self::MitOrApache),
            "LICENSE-APACHE" => matches!(self, Self::Apache | Self::MitOrApache),
            _ => true,
        }
    }
}
