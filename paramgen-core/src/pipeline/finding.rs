//! One thing that is to be said of a pipeline file: how bad it is, where it stands, and in words.

use std::{fmt, ops::Range};

use crate::yaml::places::Position;
use crate::{options::WarningKind, problem::ProblemKind, show::Shown};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something could not be checked.
    Note,
    /// It works, and hardly does what was meant.
    Warning,
    /// Conduit or the connector refuses it.
    Error,
}

impl Severity {
    /// `error`, `warning` or `note`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FindingKind {
    /// The file is not YAML, or YAML of a kind that is not read here.
    Syntax,
    /// The file holds no pipelines.
    NoPipelines,
    /// The format's version is missing or unknown.
    FormatVersion,
    /// A list, a mapping or a text stands where another of these belongs.
    Form,
    /// A key stands twice in a mapping.
    DuplicateKey,
    /// Conduit passes over a key of the file's own structure.
    UnknownKey {
        /// The key that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// A pipeline, a connector or a processor lacks this key.
    MissingKey(&'static str),
    /// Two pipelines, or two connectors or processors of one place, have the same `id`, or two pipelines the same
    /// `name`.
    DuplicateId,
    /// An `id` has characters that Conduit refuses.
    IdCharacters,
    /// An `id`, a `name` or a `description` is longer than Conduit allows.
    TooLong {
        /// How many bytes it may have.
        limit: usize,
    },
    /// The `status` of a pipeline is neither `running` nor `stopped`.
    Status,
    /// A number of the file's own structure is none, or is out of range.
    Number,
    /// A key that Conduit warns about in this version of the format.
    Outdated,
    /// The `type` of a connector is neither `source` nor `destination`.
    ConnectorType,
    /// A `plugin` that Conduit cannot look up.
    PluginName,
    /// No specification was given for a plugin.
    UnknownPlugin {
        /// The one of the registry's names that was probably meant.
        suggestion: Option<String>,
    },
    /// The specification is of another version than the plugin that the pipeline asks for.
    PluginVersion,
    /// The specification has no parameters for a connector of this type.
    NoParameters,
    /// A setting is wrong.
    Problem(ProblemKind),
    /// A setting works and should be changed.
    Remark(WarningKind),
    /// A connector is not checked, because its `plugin` or its `type` refers to environment variables.
    Undecided {
        /// Their names.
        variables: Vec<String>,
    },
    /// A value refers to environment variables.
    Reference {
        /// Their names; none where the value is secret.
        variables: Vec<String>,
    },
    /// The file is larger, or refers to itself more often, than is checked.
    TooMuch,
}

impl FindingKind {
    /// A name that stays the same when messages change: for tools that sort findings or silence some.
    ///
    /// ```
    /// # extern crate paramgen_core as paramgen;
    /// use paramgen::{ProblemKind, pipeline::FindingKind};
    ///
    /// assert_eq!(FindingKind::ConnectorType.id(), "connector-type");
    /// assert_eq!(FindingKind::Problem(ProblemKind::Missing).id(), "setting-missing");
    /// ```
    pub fn id(&self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::NoPipelines => "no-pipelines",
            Self::FormatVersion => "format-version",
            Self::Form => "form",
            Self::DuplicateKey => "duplicate-key",
            Self::UnknownKey { .. } => "unknown-key",
            Self::MissingKey(_) => "missing-key",
            Self::DuplicateId => "duplicate-id",
            Self::IdCharacters => "id-characters",
            Self::TooLong { .. } => "too-long",
            Self::Status => "status",
            Self::Number => "number",
            Self::Outdated => "outdated",
            Self::ConnectorType => "connector-type",
            Self::PluginName => "plugin-name",
            Self::UnknownPlugin { .. } => "unknown-plugin",
            Self::PluginVersion => "plugin-version",
            Self::NoParameters => "no-parameters",
            Self::Problem(problem) => match problem {
                ProblemKind::Missing => "setting-missing",
                ProblemKind::Unknown { .. } => "setting-unknown",
                ProblemKind::Duplicate { .. } | ProblemKind::SeveralNames { .. } => "setting-duplicate",
                ProblemKind::Type { .. } => "setting-type",
                ProblemKind::NotANumber | ProblemKind::Range(_) | ProblemKind::Multiple { .. } => {
                    "setting-range"
                }
                ProblemKind::Choice { .. } | ProblemKind::Excluded { .. } => "setting-choice",
                #[cfg(feature = "regex")]
                ProblemKind::Pattern { .. } => "setting-pattern",
                ProblemKind::Length { .. } | ProblemKind::SecretLength { .. } => "setting-length",
                ProblemKind::EmptyItem => "setting-empty-item",
                ProblemKind::Rule { .. } => "setting-rule",
                ProblemKind::Custom { .. } => "setting-custom",
            },
            Self::Remark(warning) => match warning {
                WarningKind::Renamed { .. } => "setting-renamed",
                WarningKind::Deprecated { .. } => "setting-deprecated",
                WarningKind::Unknown { .. } => "setting-unknown",
            },
            Self::Undecided { .. } => "undecided",
            Self::Reference { .. } => "environment",
            Self::TooMuch => "too-much",
        }
    }
}

/// One thing that is to be said of a pipeline file.
///
/// Its `Display` is one line: `line 12, column 9: postgres-source: snapshot.fetchSize: must be at least 1, got "0"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub(super) severity: Severity,
    pub(super) kind: FindingKind,
    pub(super) span: Range<usize>,
    pub(super) start: Position,
    pub(super) end: Position,
    pub(super) place: Subject,
    pub(super) key: Option<String>,
    pub(super) message: String,
    pub(super) hides_source: bool,
    /// What to say where the value turns out to be a secret of another setting.
    pub(super) about: Option<Box<AboutValue>>,
}

/// What a finding says of a value, without the value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AboutValue {
    /// Where the value is written, by the number of its first character: aliases share it.
    pub(super) start: usize,
    pub(super) kind: FindingKind,
    pub(super) message: String,
}

/// The pipeline and the connector that are being checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Subject {
    pub(super) pipeline: Option<String>,
    pub(super) connector: Option<String>,
}

impl Finding {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What it is about.
    pub fn kind(&self) -> &FindingKind {
        &self.kind
    }

    /// The offending text, in bytes of the file: the value that is wrong, or the key where that is unknown, or, where
    /// something is missing, the `settings` or another key of the connector.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The line of its start, counted from one.
    pub fn line(&self) -> usize {
        self.start.line
    }

    /// The column of its start, counted from one in characters; a byte order mark does not count.
    pub fn column(&self) -> usize {
        self.start.column
    }

    /// The line of its end.
    pub fn end_line(&self) -> usize {
        self.end.line
    }

    /// The column behind its last character.
    pub fn end_column(&self) -> usize {
        self.end.column
    }

    /// The `id` of the pipeline, as it is written; cut where it is longer than Conduit allows.
    pub fn pipeline(&self) -> Option<&str> {
        self.place.pipeline.as_deref()
    }

    /// The `id` of the connector, as it is written; `dead-letter-queue` for that one.
    pub fn connector(&self) -> Option<&str> {
        self.place.connector.as_deref()
    }

    /// The full name of the parameter, or the unknown key.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// What is wrong, without the place. It shows no value of a secret parameter, nor of an unknown one.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether it says that a connector is not checked.
    pub fn skips_connector(&self) -> bool {
        matches!(
            self.kind,
            FindingKind::UnknownPlugin { .. } | FindingKind::Undecided { .. } | FindingKind::NoParameters
        )
    }

    /// Whether a line of the offending text holds a value that may be secret, so that the lines must not be shown:
    /// that of a secret parameter, of an unknown one, or of a connector without a specification.
    pub fn hides_source(&self) -> bool {
        self.hides_source
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: ", self.start.line, self.start.column)?;
        if let Some(name) = self.connector().or(self.pipeline()).filter(|name| !name.is_empty()) {
            write!(f, "{}: ", Shown(name))?;
        }
        if let Some(key) = self.key() {
            write!(f, "{}: ", Shown(key))?;
        }
        f.write_str(&self.message)
    }
}
