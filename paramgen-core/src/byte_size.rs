//! A number of bytes as the type of a parameter.

use std::{error::Error, fmt, str::FromStr};

use crate::text::{SIZE, SizeText, in_unit, parse_size};

/// A number of bytes: `64MiB`, `1.5GB`, `1024`.
///
/// Units are those of 1 000 (`kB`, `MB`, `GB`, `TB`, `PB`, `EB`) and of 1 024 (`KiB`, `MiB`, `GiB`, `TiB`, `PiB`, `EiB`), in
/// either case; without one, a number is of bytes. Bounds and defaults are written in the same words. It is shown in the
/// unit in which it is exact. To Conduit it is a `string`.
///
/// ```
/// # extern crate paramgen_core as paramgen;
/// use paramgen::ByteSize;
///
/// let size: ByteSize = "1.5GB".parse()?;
/// assert_eq!(size.bytes(), 1_500_000_000);
/// assert_eq!(ByteSize::new(64 << 20).to_string(), "64MiB");
/// assert!("1.5".parse::<ByteSize>().is_err());
/// # Ok::<(), paramgen::ByteSizeError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteSize(u64);

impl ByteSize {
    /// So many bytes.
    pub const fn new(bytes: u64) -> Self {
        Self(bytes)
    }

    /// The number of bytes.
    pub const fn bytes(self) -> u64 {
        self.0
    }
}

impl From<u64> for ByteSize {
    fn from(bytes: u64) -> Self {
        Self(bytes)
    }
}

impl From<ByteSize> for u64 {
    fn from(size: ByteSize) -> Self {
        size.0
    }
}

impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = in_unit(self.0);
        f.pad(&format!("{number}{unit}"))
    }
}

impl FromStr for ByteSize {
    type Err = ByteSizeError;

    fn from_str(text: &str) -> Result<Self, ByteSizeError> {
        match parse_size(text) {
            SizeText::Bytes(bytes) => Ok(Self(bytes)),
            SizeText::TooLarge => Err(ByteSizeError { too_large: true }),
            SizeText::Invalid => Err(ByteSizeError { too_large: false }),
        }
    }
}

/// Why a text is no [`ByteSize`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByteSizeError {
    too_large: bool,
}

impl fmt::Display for ByteSizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.too_large {
            f.write_str("more bytes than 64 bits hold")
        } else {
            write!(f, "expected {SIZE}")
        }
    }
}

impl Error for ByteSizeError {}
