//! Twenty-six required scalars, one of every type.

use std::{
    borrow::Cow,
    net::{IpAddr, SocketAddr},
    num::{NonZeroI64, NonZeroU16},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use paramgen::Params;

use super::{
    Case, Map,
    by_hand::{Report, Wrong, boolean, float, integer, parsed, text},
    duration::duration,
    map,
};

#[derive(Clone, Debug, PartialEq, Params)]
pub(crate) struct Scalars {
    signed8: i8,
    signed16: i16,
    signed32: i32,
    signed64: i64,
    signed128: i128,
    signed_size: isize,
    unsigned8: u8,
    unsigned16: u16,
    unsigned32: u32,
    unsigned64: u64,
    unsigned128: u128,
    unsigned_size: usize,
    non_zero_port: NonZeroU16,
    non_zero_offset: NonZeroI64,
    single: f32,
    double: f64,
    flag: bool,
    delimiter: char,
    owned_text: String,
    boxed_text: Box<str>,
    shared_text: Arc<str>,
    borrowed_text: Cow<'static, str>,
    pause: Duration,
    folder: PathBuf,
    address: IpAddr,
    socket: SocketAddr,
}

pub(crate) fn settings() -> Map {
    map(&[
        ("signed8", "-8"),
        ("signed16", "-1600"),
        ("signed32", "320000"),
        ("signed64", "-6400000000"),
        ("signed128", "170141183460469231731687303715884105727"),
        ("signedSize", "-42"),
        ("unsigned8", "200"),
        ("unsigned16", "60000"),
        ("unsigned32", "4000000000"),
        ("unsigned64", "18446744073709551615"),
        ("unsigned128", "340282366920938463463374607431768211455"),
        ("unsignedSize", "42"),
        ("nonZeroPort", "9092"),
        ("nonZeroOffset", "-7"),
        ("single", "0.25"),
        ("double", "-12345.678"),
        ("flag", "true"),
        ("delimiter", ";"),
        ("ownedText", "a text of some length"),
        ("boxedText", "boxed"),
        ("sharedText", "shared"),
        ("borrowedText", "borrowed or owned"),
        ("pause", "1h30m"),
        ("folder", "/var/lib/connector"),
        ("address", "192.0.2.7"),
        ("socket", "192.0.2.7:5432"),
    ])
}

/// What the settings say of each field; absent is empty.
#[derive(Default)]
struct Texts<'a> {
    signed8: &'a str,
    signed16: &'a str,
    signed32: &'a str,
    signed64: &'a str,
    signed128: &'a str,
    signed_size: &'a str,
    unsigned8: &'a str,
    unsigned16: &'a str,
    unsigned32: &'a str,
    unsigned64: &'a str,
    unsigned128: &'a str,
    unsigned_size: &'a str,
    non_zero_port: &'a str,
    non_zero_offset: &'a str,
    single: &'a str,
    double: &'a str,
    flag: &'a str,
    delimiter: &'a str,
    owned_text: &'a str,
    boxed_text: &'a str,
    shared_text: &'a str,
    borrowed_text: &'a str,
    pause: &'a str,
    folder: &'a str,
    address: &'a str,
    socket: &'a str,
}

impl<'a> Texts<'a> {
    fn of(settings: &'a Map, report: &mut Report) -> Self {
        let mut texts = Self::default();
        for (key, value) in settings {
            let value = value.trim();
            match key.trim() {
                "signed8" => texts.signed8 = value,
                "signed16" => texts.signed16 = value,
                "signed32" => texts.signed32 = value,
                "signed64" => texts.signed64 = value,
                "signed128" => texts.signed128 = value,
                "signedSize" => texts.signed_size = value,
                "unsigned8" => texts.unsigned8 = value,
                "unsigned16" => texts.unsigned16 = value,
                "unsigned32" => texts.unsigned32 = value,
                "unsigned64" => texts.unsigned64 = value,
                "unsigned128" => texts.unsigned128 = value,
                "unsignedSize" => texts.unsigned_size = value,
                "nonZeroPort" => texts.non_zero_port = value,
                "nonZeroOffset" => texts.non_zero_offset = value,
                "single" => texts.single = value,
                "double" => texts.double = value,
                "flag" => texts.flag = value,
                "delimiter" => texts.delimiter = value,
                "ownedText" => texts.owned_text = value,
                "boxedText" => texts.boxed_text = value,
                "sharedText" => texts.shared_text = value,
                "borrowedText" => texts.borrowed_text = value,
                "pause" => texts.pause = value,
                "folder" => texts.folder = value,
                "address" => texts.address = value,
                "socket" => texts.socket = value,
                key => report.unknown(key),
            }
        }
        texts
    }
}

impl Case for Scalars {
    fn by_hand(settings: &Map) -> Result<Self, Report> {
        let mut report = Report::default();
        let texts = Texts::of(settings, &mut report);
        let signed8 = report.required("signed8", texts.signed8, integer);
        let signed16 = report.required("signed16", texts.signed16, integer);
        let signed32 = report.required("signed32", texts.signed32, integer);
        let signed64 = report.required("signed64", texts.signed64, integer);
        let signed128 = report.required("signed128", texts.signed128, integer);
        let signed_size = report.required("signedSize", texts.signed_size, integer);
        let unsigned8 = report.required("unsigned8", texts.unsigned8, integer);
        let unsigned16 = report.required("unsigned16", texts.unsigned16, integer);
        let unsigned32 = report.required("unsigned32", texts.unsigned32, integer);
        let unsigned64 = report.required("unsigned64", texts.unsigned64, integer);
        let unsigned128 = report.required("unsigned128", texts.unsigned128, integer);
        let unsigned_size = report.required("unsignedSize", texts.unsigned_size, integer);
        let non_zero_port = report.required("nonZeroPort", texts.non_zero_port, integer);
        let non_zero_offset = report.required("nonZeroOffset", texts.non_zero_offset, integer);
        let single = report.required("single", texts.single, float);
        let double = report.required("double", texts.double, float);
        let flag = report.required("flag", texts.flag, boolean);
        let delimiter = report.required("delimiter", texts.delimiter, character);
        let owned_text = report.required("ownedText", texts.owned_text, text);
        let boxed_text = report.required("boxedText", texts.boxed_text, text);
        let shared_text = report.required("sharedText", texts.shared_text, text);
        let borrowed_text =
            report.required("borrowedText", texts.borrowed_text, |text| Ok(Cow::Owned(text.to_owned())));
        let pause = report.required("pause", texts.pause, duration);
        let folder = report.required("folder", texts.folder, |text| Ok(PathBuf::from(text)));
        let address =
            report.required("address", texts.address, |text| parsed(text, "expected an IP address"));
        let socket =
            report.required("socket", texts.socket, |text| parsed(text, "expected an IP address and port"));
        report.finish(|| {
            Some(Self {
                signed8: signed8?,
                signed16: signed16?,
                signed32: signed32?,
                signed64: signed64?,
                signed128: signed128?,
                signed_size: signed_size?,
                unsigned8: unsigned8?,
                unsigned16: unsigned16?,
                unsigned32: unsigned32?,
                unsigned64: unsigned64?,
                unsigned128: unsigned128?,
                unsigned_size: unsigned_size?,
                non_zero_port: non_zero_port?,
                non_zero_offset: non_zero_offset?,
                single: single?,
                double: double?,
                flag: flag?,
                delimiter: delimiter?,
                owned_text: owned_text?,
                boxed_text: boxed_text?,
                shared_text: shared_text?,
                borrowed_text: borrowed_text?,
                pause: pause?,
                folder: folder?,
                address: address?,
                socket: socket?,
            })
        })
    }
}

fn character(text: &str) -> Result<char, Wrong> {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => Ok(character),
        _ => Err("expected a single character"),
    }
}
