//! Texts, what wraps them, and what is written as text.

use std::{
    borrow::Cow,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6},
    path::PathBuf,
    sync::Arc,
};

use super::scalar_value;
use crate::{
    param_value::{ParamValue, ValueReader},
    scalar::{Kind, Scalar},
    secret::Secret,
    value::Value,
};

scalar_value!(String, Kind::Text, Scalar::Text(text) => Some(text.to_owned()));
scalar_value!(Box<str>, Kind::Text, Scalar::Text(text) => Some(text.into()));
scalar_value!(Arc<str>, Kind::Text, Scalar::Text(text) => Some(text.into()));
scalar_value!(Cow<'static, str>, Kind::Text, Scalar::Text(text) => Some(Cow::Owned(text.to_owned())));
scalar_value!(PathBuf, Kind::Text, Scalar::Text(text) => Some(text.into()));
scalar_value!(char, Kind::Char, Scalar::Text(text) => text.chars().next());

/// The types of the standard library, whose errors say no more than what is expected.
macro_rules! address_value {
    ($type:ty, $expected:literal) => {
        scalar_value!(
            $type,
            Kind::Parsed {
                expected: $expected,
                accepts: |text| text.parse::<$type>().map(drop).map_err(|_| None),
            },
            Scalar::Text(text) => text.parse().ok()
        );
    };
}

address_value!(IpAddr, "an IP address such as 192.0.2.1 or 2001:db8::1");
address_value!(Ipv4Addr, "an IPv4 address such as 192.0.2.1");
address_value!(Ipv6Addr, "an IPv6 address such as 2001:db8::1");
address_value!(SocketAddr, "an IP address and port such as 192.0.2.1:9092 or [2001:db8::1]:9092");
address_value!(SocketAddrV4, "an IPv4 address and port such as 192.0.2.1:9092");
address_value!(SocketAddrV6, "an IPv6 address and port such as [2001:db8::1]:9092");
#[cfg(feature = "url")]
crate::from_str_value!(url::Url, "a URL such as https://example.com/path");

impl<T: ParamValue> ParamValue for Secret<T> {
    const VALUE: &'static Value = &T::VALUE.secret();

    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        T::from_scalar(scalar).map(Self::new)
    }

    fn read_value(reader: &mut ValueReader<'_, '_>) -> Option<Self> {
        T::read_value(reader).map(Self::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }
}

crate::__value_field!([T: ParamValue] Secret<T>);
