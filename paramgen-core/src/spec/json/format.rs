//! The widths and forms of types that Conduit's six types do not tell apart, by name.

#[cfg(feature = "spec")]
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

#[cfg(feature = "spec")]
use crate::param_value::ParamValue;
use crate::scalar::Kind;

/// Every name, and the kind it stands for; the usual ones first, as looking takes `const` evaluation its time.
const FORMATS: &[(&str, Kind)] = &[
    ("uint32", int(0, u32::MAX as u128)),
    ("uint64", int(0, u64::MAX as u128)),
    ("nonnegative", Kind::Duration { signed: false }),
    ("uint16", int(0, u16::MAX as u128)),
    ("int32", int(i32::MIN as i128, i32::MAX as u128)),
    ("uint8", int(0, u8::MAX as u128)),
    ("float32", Kind::Float { single: true }),
    ("int8", int(i8::MIN as i128, i8::MAX as u128)),
    ("int16", int(i16::MIN as i128, i16::MAX as u128)),
    ("int128", int(i128::MIN, i128::MAX as u128)),
    ("uint128", int(0, u128::MAX)),
    ("nonzero-int8", nonzero(i8::MIN as i128, i8::MAX as u128)),
    ("nonzero-int16", nonzero(i16::MIN as i128, i16::MAX as u128)),
    ("nonzero-int32", nonzero(i32::MIN as i128, i32::MAX as u128)),
    ("nonzero-int64", nonzero(i64::MIN as i128, i64::MAX as u128)),
    ("nonzero-int128", nonzero(i128::MIN, i128::MAX as u128)),
    ("nonzero-uint8", nonzero(1, u8::MAX as u128)),
    ("nonzero-uint16", nonzero(1, u16::MAX as u128)),
    ("nonzero-uint32", nonzero(1, u32::MAX as u128)),
    ("nonzero-uint64", nonzero(1, u64::MAX as u128)),
    ("nonzero-uint128", nonzero(1, u128::MAX)),
    ("char", Kind::Char),
    ("byte-size", Kind::Size),
    // Of lists, whose type in a specification is the text.
    ("int64", Kind::INT64),
    ("float64", Kind::Float { single: false }),
    ("bool", Kind::Bool),
    ("duration", Kind::Duration { signed: true }),
];

const fn int(min: i128, max: u128) -> Kind {
    Kind::Int { min, max, zero: true }
}

const fn nonzero(min: i128, max: u128) -> Kind {
    Kind::Int { min, max, zero: false }
}

/// The name of a kind; none for a text, or for what a type reads by itself.
pub(super) const fn name(kind: Kind) -> Option<&'static str> {
    let mut i = 0;
    while i < FORMATS.len() {
        if same(FORMATS[i].1, kind) {
            return Some(FORMATS[i].0);
        }
        i += 1;
    }
    None
}

/// The kind of this name.
#[cfg(feature = "spec")]
pub(super) fn kind(name: &str) -> Option<Kind> {
    FORMATS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

/// The kind of a type of the standard library that reads its text itself, by what it expects.
#[cfg(feature = "spec")]
pub(super) fn expecting(expects: &str) -> Option<Kind> {
    let known = [
        IpAddr::VALUE,
        Ipv4Addr::VALUE,
        Ipv6Addr::VALUE,
        SocketAddr::VALUE,
        SocketAddrV4::VALUE,
        SocketAddrV6::VALUE,
        #[cfg(feature = "url")]
        url::Url::VALUE,
    ];
    known.iter().map(|value| value.kind()).find(|kind| kind.expects() == Some(expects))
}

/// Whether two kinds are one; what types read by themselves is told apart by what they expect.
pub(super) const fn same(a: Kind, b: Kind) -> bool {
    match a {
        Kind::Text => matches!(b, Kind::Text),
        Kind::Char => matches!(b, Kind::Char),
        Kind::Bool => matches!(b, Kind::Bool),
        Kind::Size => matches!(b, Kind::Size),
        Kind::Int { min, max, zero } => {
            matches!(b, Kind::Int { min: b_min, max: b_max, zero: b_zero } if min == b_min && max == b_max && zero == b_zero)
        }
        Kind::Float { single } => matches!(b, Kind::Float { single: b } if single == b),
        Kind::Duration { signed } => matches!(b, Kind::Duration { signed: b } if signed == b),
        Kind::Parsed { .. } => false,
    }
}
