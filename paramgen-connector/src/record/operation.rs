//! What happened to the entity that a record is about.

use std::{fmt, str::FromStr};

/// What a record says happened; the numbers are those of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i32)]
pub enum Operation {
    /// It was created.
    Create = 1,
    /// It was changed.
    Update = 2,
    /// It was deleted.
    Delete = 3,
    /// It was there when the source read it, whenever it was created.
    Snapshot = 4,
}

/// A number or a text that is no operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOperation {
    text: String,
}

impl Operation {
    const ALL: [Self; 4] = [Self::Create, Self::Update, Self::Delete, Self::Snapshot];

    /// The name in JSON and in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Snapshot => "snapshot",
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl TryFrom<i32> for Operation {
    type Error = UnknownOperation;

    fn try_from(number: i32) -> Result<Self, UnknownOperation> {
        let found = Self::ALL.into_iter().find(|operation| *operation as i32 == number);
        found.ok_or_else(|| UnknownOperation { text: number.to_string() })
    }
}

/// Reads a name, or as Conduit does a number, alone or as `Operation(3)`.
impl FromStr for Operation {
    type Err = UnknownOperation;

    fn from_str(text: &str) -> Result<Self, UnknownOperation> {
        let unknown = || UnknownOperation { text: text.to_owned() };
        if let Some(operation) = Self::ALL.into_iter().find(|operation| operation.name() == text) {
            return Ok(operation);
        }
        let number = text.strip_prefix("Operation(").and_then(|text| text.strip_suffix(')')).unwrap_or(text);
        number.parse::<i32>().map_err(|_| unknown())?.try_into().map_err(|_: UnknownOperation| unknown())
    }
}

impl fmt::Display for UnknownOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown operation {:?}; expected create, update, delete or snapshot", self.text)
    }
}

impl std::error::Error for UnknownOperation {}
