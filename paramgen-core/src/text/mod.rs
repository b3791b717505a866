//! Conduit's grammars: what text is an integer, a float, a boolean or a duration, as Go's `strconv` and
//! `time` read them. Everything here is `const`, so that a default is read by the same code when a crate is
//! compiled and when a configuration is read; only the value of a float needs the running program.

mod boolean;
mod const_writer;
mod constant;
mod duration;
mod float;
mod integer;
mod shortest;
mod size;

pub(crate) use boolean::parse_bool;
pub(crate) use const_writer::{ConstWriter, written};
pub use constant::Texts;
pub(crate) use constant::{const_eq, contains, count_chars, slice_of, text_of};
pub(crate) use duration::{DurationText, parse_duration};
pub(crate) use float::{ConstFloat, FloatError, const_float, parse_f32, parse_f64};
pub(crate) use integer::{IntError, parse_int};
use shortest::Shortest;
pub(crate) use size::{SIZE, SizeText, in_unit, parse_size};

/// `text` without white space at its ends, as `strings.TrimSpace` leaves it: both sides mean Unicode's
/// `White_Space`.
#[inline]
pub(crate) fn trim(text: &str) -> &str {
    // Nearly every key and value starts and ends with a visible ASCII character.
    match (text.as_bytes().first(), text.as_bytes().last()) {
        (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => trim_slowly(text),
    }
}

#[cold]
fn trim_slowly(text: &str) -> &str {
    text.trim()
}

/// `text`, trimmed where that is asked for.
#[inline]
pub(crate) fn trim_if(trims: bool, text: &str) -> &str {
    if trims { trim(text) } else { text }
}
