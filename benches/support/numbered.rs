//! A hundred integers whose names differ in a number alone.

use paramgen::Params;

use super::{
    Case, Map,
    by_hand::{Report, integer},
};

macro_rules! numbered {
    ($($field:ident $name:literal),+ $(,)?) => {
        #[derive(Clone, Debug, PartialEq, Params)]
        pub(crate) struct Numbered {
            $(#[param(name = $name, default = 0)] $field: i64,)+
        }

        pub(crate) fn settings() -> Map {
            [$($name),+].iter().enumerate().map(|(i, name)| ((*name).to_owned(), (i * 37).to_string())).collect()
        }

        /// What the settings say of each field; absent is empty.
        #[derive(Default)]
        struct Texts<'a> {
            $($field: &'a str,)+
        }

        impl Case for Numbered {
            fn by_hand(settings: &Map) -> Result<Self, Report> {
                let mut report = Report::default();
                let mut texts = Texts::default();
                for (key, value) in settings {
                    let value = value.trim();
                    match key.trim() {
                        $($name => texts.$field = value,)+
                        key => report.unknown(key),
                    }
                }
                $(let $field = report.or($name, texts.$field, 0, integer);)+
                report.finish(|| Some(Self { $($field: $field?,)+ }))
            }
        }
    };
}

numbered! {
    f0 "field0000", f1 "field0001", f2 "field0002", f3 "field0003",
    f4 "field0004", f5 "field0005", f6 "field0006", f7 "field0007",
    f8 "field0008", f9 "field0009", f10 "field0010", f11 "field0011",
    f12 "field0012", f13 "field0013", f14 "field0014", f15 "field0015",
    f16 "field0016", f17 "field0017", f18 "field0018", f19 "field0019",
    f20 "field0020", f21 "field0021", f22 "field0022", f23 "field0023",
    f24 "field0024", f25 "field0025", f26 "field0026", f27 "field0027",
    f28 "field0028", f29 "field0029", f30 "field0030", f31 "field0031",
    f32 "field0032", f33 "field0033", f34 "field0034", f35 "field0035",
    f36 "field0036", f37 "field0037", f38 "field0038", f39 "field0039",
    f40 "field0040", f41 "field0041", f42 "field0042", f43 "field0043",
    f44 "field0044", f45 "field0045", f46 "field0046", f47 "field0047",
    f48 "field0048", f49 "field0049", f50 "field0050", f51 "field0051",
    f52 "field0052", f53 "field0053", f54 "field0054", f55 "field0055",
    f56 "field0056", f57 "field0057", f58 "field0058", f59 "field0059",
    f60 "field0060", f61 "field0061", f62 "field0062", f63 "field0063",
    f64 "field0064", f65 "field0065", f66 "field0066", f67 "field0067",
    f68 "field0068", f69 "field0069", f70 "field0070", f71 "field0071",
    f72 "field0072", f73 "field0073", f74 "field0074", f75 "field0075",
    f76 "field0076", f77 "field0077", f78 "field0078", f79 "field0079",
    f80 "field0080", f81 "field0081", f82 "field0082", f83 "field0083",
    f84 "field0084", f85 "field0085", f86 "field0086", f87 "field0087",
    f88 "field0088", f89 "field0089", f90 "field0090", f91 "field0091",
    f92 "field0092", f93 "field0093", f94 "field0094", f95 "field0095",
    f96 "field0096", f97 "field0097", f98 "field0098", f99 "field0099",
}
