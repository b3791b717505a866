//! The texts that Conduit refuses: those that are too long for it, and `id`s with other characters than it stores.

use crate::show::Quoted;

/// How long a text may be, in bytes, as Go counts.
#[derive(Clone, Copy)]
pub(super) struct LengthLimit {
    pub(super) bytes: usize,
    /// What else is counted, in words.
    with: &'static str,
}

// `pkg/pipeline/service.go` and `pkg/connector/service.go`; processors have none.
pub(super) const PIPELINE_ID: LengthLimit = LengthLimit { bytes: 128, with: "" };
pub(super) const PIPELINE_NAME: LengthLimit = LengthLimit { bytes: 128, with: "" };
pub(super) const PIPELINE_DESCRIPTION: LengthLimit = LengthLimit { bytes: 8192, with: "" };
pub(super) const CONNECTOR_ID: LengthLimit =
    LengthLimit { bytes: 256, with: ", with the pipeline's and a colon before it" };
pub(super) const CONNECTOR_NAME: LengthLimit = LengthLimit { bytes: 256, with: "" };

impl LengthLimit {
    /// What to say of a text that is too long.
    pub(super) fn exceeded(self, key: &str, text: &str) -> Option<String> {
        let Self { bytes, with } = self;
        let length = text.len();
        (length > bytes)
            .then(|| format!("`{key}` must be at most {bytes} bytes long, and has {length}{with}"))
    }
}

/// What to say of an `id` with a character that is none of `[A-Za-z0-9-_:.]`.
pub(super) fn refused_character(id: &str) -> Option<String> {
    let is_refused = |c: &char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':' | '.');
    let refused = id.chars().find(is_refused)?;
    let shown = refused.to_string();
    Some(format!(
        "`id` must be of ASCII letters, digits, \"-\", \"_\", \":\" and \".\", and has {}",
        Quoted(&shown)
    ))
}
