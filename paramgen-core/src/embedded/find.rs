//! Finds regions in a file.

use std::{error::Error, fmt, hint::black_box};

use memchr::memmem::Finder;

use super::region::{HEAD, TURNED, checksum};
use crate::spec::{SpecError, Specification};

/// Every specification in the bytes of a file, in order. The same one comes twice from a file that holds its program
/// twice, as a universal binary of macOS does.
///
/// Takes the time of one pass over the file, and no memory that grows with it; bytes that only look like a
/// specification are an error each, and the search goes on behind them.
///
/// ```no_run
/// # extern crate paramgen_core as paramgen;
/// let file = std::fs::read("target/release/conduit-connector-postgres")?;
/// for embedded in paramgen::embedded::find(&file) {
///     print!("{}", embedded?.specification()?.to_yaml());
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn find(file: &[u8]) -> Found<'_> {
    // The compiler must not put the marker itself into this program.
    let marker = black_box(TURNED).map(|byte| !byte);
    Found { file, at: 0, marker: Finder::new(&marker).into_owned(), patience: file.len() }
}

/// The specifications in a file; see [`find`].
#[derive(Debug)]
pub struct Found<'a> {
    file: &'a [u8],
    /// Where the search goes on.
    at: usize,
    marker: Finder<'static>,
    /// How many bytes may still be looked at in vain: what looks like a region can claim all that follows.
    patience: usize,
}

/// A specification in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Embedded<'a> {
    offset: usize,
    json: &'a str,
}

impl<'a> Embedded<'a> {
    /// Where it lies, in bytes from the start of the file.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Its JSON, as [`Specification::to_json`] writes it.
    pub fn json(&self) -> &'a str {
        self.json
    }

    /// The specification.
    ///
    /// # Errors
    ///
    /// Where its JSON is none: it was written by a later version, or not by `export!`.
    pub fn specification(&self) -> Result<Specification, SpecError> {
        Specification::from_json(self.json)
    }
}

/// Bytes that look like a specification and are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbeddedError {
    offset: usize,
    fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    CutShort,
    Damaged,
    TooMany,
}

impl EmbeddedError {
    /// Where it lies, in bytes from the start of the file.
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl EmbeddedError {
    /// Whether it starts within these bytes and goes on behind them: who reads a file in parts reads on from there.
    pub fn is_cut_short(&self) -> bool {
        self.fault == Fault::CutShort
    }
}

impl fmt::Display for EmbeddedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = match self.fault {
            Fault::CutShort => "a specification starts here, and the file ends before it does",
            Fault::Damaged => "a specification starts here, and its checksum is wrong",
            Fault::TooMany => "too much here looks like a specification and is none; the search ends",
        };
        write!(f, "at byte {}: {fault}", self.offset)
    }
}

impl Error for EmbeddedError {}

impl<'a> Iterator for Found<'a> {
    type Item = Result<Embedded<'a>, EmbeddedError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.file.get(self.at..)?;
        let Some(start) = self.marker.find(rest) else {
            self.at = self.file.len();
            return None;
        };
        let offset = self.at + start;
        let region = &rest[start..];
        match self.read(region) {
            Ok(json) => {
                self.at = offset + HEAD + json.len();
                Some(Ok(Embedded { offset, json }))
            }
            Err(fault) => {
                self.at = if fault == Fault::TooMany { self.file.len() } else { offset + TURNED.len() };
                Some(Err(EmbeddedError { offset, fault }))
            }
        }
    }
}

impl Found<'_> {
    /// The JSON of a region that starts with the marker.
    fn read<'a>(&mut self, region: &'a [u8]) -> Result<&'a str, Fault> {
        let (head, rest) = region.split_at_checked(HEAD).ok_or(Fault::CutShort)?;
        let (_, numbers) = head.split_at(TURNED.len());
        let (length, sum) = numbers.split_at(8);
        let number = |bytes: &[u8]| bytes.try_into().map_or(0, u64::from_le_bytes);
        let length = usize::try_from(number(length)).map_err(|_| Fault::CutShort)?;
        let json = rest.get(..length).ok_or(Fault::CutShort)?;
        if length > self.patience {
            return Err(Fault::TooMany);
        }
        if checksum(json) != number(sum) {
            self.patience -= length;
            return Err(Fault::Damaged);
        }
        str::from_utf8(json).map_err(|_| Fault::Damaged)
    }
}
