//! Derived code among names, lints and forms that could break it. Each module compiles one and reads it once.

#![deny(warnings, missing_docs, unused_qualifications, clippy::pedantic)]
#![forbid(unsafe_code)]

extern crate paramgen as renamed;

/// No prelude: every name in derived code has to be found by a path from the root.
mod no_prelude {
    #![no_implicit_prelude]

    use ::std::assert_eq;

    #[derive(::paramgen::ParamValue)]
    enum Mode {
        Fast,
        Slow,
    }

    #[derive(::paramgen::ParamValue)]
    #[param(min = 1, max = 9, gt = 0, lt = 10, exclusion("5"))]
    struct Digit(u8);

    #[derive(::paramgen::Params)]
    struct Inner {
        #[param(default = "a", inclusion("a", "b"), regex = "^[a-z]$", len(1..=2))]
        text: ::std::string::String,
        #[param(min = "1s", max = "1h", example = "5s")]
        pause: ::std::option::Option<::std::time::Duration>,
    }

    #[derive(::paramgen::Params)]
    #[params(check = check, one_of(mode, digit), required_if(digit, mode = "fast"), requires(list => mode))]
    struct Config {
        mode: ::std::option::Option<Mode>,
        #[param(alias = "figure", deprecated = "use `mode`")]
        digit: ::std::option::Option<Digit>,
        #[param(separator = ";", secret, required, default = "1;2")]
        list: ::std::vec::Vec<u8>,
        map: ::std::collections::BTreeMap<::std::string::String, Inner>,
        nested: Inner,
        #[param(flatten)]
        flat: Flat,
        #[param(skip)]
        skipped: ::std::vec::Vec<u8>,
    }

    #[derive(::paramgen::Params)]
    struct Flat {
        #[param(default = 1.5, min = 1)]
        ratio: f64,
    }

    fn check(config: &Config, problems: &mut ::paramgen::Problems) {
        assert_eq!(config.list.len(), 2);
        ::std::assert!(problems.is_empty());
    }

    #[test]
    fn reads() {
        use ::paramgen::Params;

        let settings = [("mode", "slow"), ("map.x.pause", "2s"), ("nested.text", "b")];
        let config = Config::parse(settings).unwrap_or_else(|problems| ::std::panic!("{problems}"));
        ::std::assert!(::std::matches!(config.mode, ::std::option::Option::Some(Mode::Slow)));
        ::std::assert!(config.digit.is_none() && config.skipped.is_empty());
        assert_eq!(config.map["x"].pause, ::std::option::Option::Some(::std::time::Duration::from_secs(2)));
        assert_eq!(config.nested.text, "b");
        assert_eq!(::paramgen::key!(Config.map.pause), "map.*.pause");
        ::std::assert!((1.4..1.6).contains(&config.flat.ratio));

        let problems = Config::parse([("mode", "fast"), ("digit", "5")]).err();
        ::std::assert!(problems.is_some());
        ::std::assert!(::std::matches!(
            <Mode as ::paramgen::ParamValue>::from_scalar(::paramgen::__private::Scalar::Text("fast")),
            ::std::option::Option::Some(Mode::Fast)
        ));
        let digit = Config::parse([("figure", "3")]).ok().and_then(|config| config.digit);
        assert_eq!(digit.map(|digit| digit.0), ::std::option::Option::Some(3));
    }
}

/// The user's own types under the names of the prelude, and modules under the names of the crates.
mod shadowed {
    mod core {}
    mod std {}
    mod alloc {}
    mod paramgen {}

    macro_rules! shadow {
        ($($name:ident)*) => {$(
            #[derive(::core::fmt::Debug, ::core::cmp::PartialEq, ::paramgen::ParamValue)]
            struct $name(u8);
        )*};
    }

    shadow! { Option Some None Result Ok Err String Vec Box Cow Default Iterator Debug Clone Params Field Schema Reader }

    #[allow(dead_code)]
    trait Into {
        fn into(self);
    }

    impl Into for u8 {
        fn into(self) {}
    }

    #[derive(::paramgen::ParamValue)]
    enum ParamValue {
        Some,
        None,
        Ok,
        Err,
    }

    #[derive(::paramgen::Params)]
    #[params(conflicts(option, result))]
    struct Config {
        option: ::core::option::Option<Option>,
        result: ::core::option::Option<Result>,
        #[param(default = 3, min = 1)]
        some: Some,
        none: None,
        ok: Ok,
        err: Err,
        string: String,
        vec: Vec,
        #[param(name = "box")]
        boxed: Box,
        cow: Cow,
        default: Default,
        iterator: Iterator,
        debug: Debug,
        clone: Clone,
        params: Params,
        field: Field,
        schema: Schema,
        reader: Reader,
        value: ParamValue,
        #[param(skip)]
        skipped: ::core::option::Option<Config2>,
    }

    #[derive(::core::fmt::Debug)]
    struct Config2;

    const KEY: &str = ::paramgen::key!(Config.boxed);

    #[test]
    fn reads() {
        let names = [
            "none", "ok", "err", "string", "vec", "box", "cow", "default", "iterator", "debug", "clone",
            "params", "field", "schema", "reader", "option",
        ];
        let settings: ::std::vec::Vec<_> =
            names.into_iter().map(|name| (name, "7")).chain([("value", "err")]).collect();
        assert_eq!(KEY, "box");
        let config = <Config as ::paramgen::Params>::parse(settings).expect("good settings");
        assert_eq!(config.option, ::core::option::Option::Some(Option(7)));
        assert_eq!((config.result, config.some), (::core::option::Option::None, Some(3)));
        assert_eq!((config.none, config.ok, config.err), (None(7), Ok(7), Err(7)));
        assert_eq!((config.string, config.vec, config.boxed), (String(7), Vec(7), Box(7)));
        assert_eq!((config.cow, config.default, config.iterator), (Cow(7), Default(7), Iterator(7)));
        assert_eq!((config.debug, config.clone, config.params), (Debug(7), Clone(7), Params(7)));
        assert_eq!((config.field, config.schema, config.reader), (Field(7), Schema(7), Reader(7)));
        assert!(matches!(config.value, ParamValue::Err));
        assert!(config.skipped.is_none());
        for (text, is_some) in [("some", true), ("none", false), ("ok", false)] {
            let scalar = ::paramgen::__private::Scalar::Text(text);
            let value = <ParamValue as ::paramgen::ParamValue>::from_scalar(scalar).expect("a choice");
            assert_eq!(matches!(value, ParamValue::Some), is_some);
            assert_eq!(matches!(value, ParamValue::None | ParamValue::Ok), !is_some);
        }
    }
}

/// Keywords as names of everything.
mod raw {
    use paramgen::{ParamValue, Params};

    #[derive(Debug, PartialEq, ParamValue)]
    #[allow(non_camel_case_types)]
    enum r#match {
        r#type,
        r#fn,
        #[param(name = "loop-forever")]
        r#loop,
    }

    #[derive(Debug, PartialEq, ParamValue)]
    #[allow(non_camel_case_types)]
    struct r#struct(u8);

    #[derive(Debug, Params)]
    #[params(
        one_of(r#match, r#in),
        requires(r#type => other),
        required_if(r#in, r#match = "type"),
        all_or_none(type, r#other)
    )]
    #[allow(non_camel_case_types)]
    struct r#impl {
        r#type: Option<String>,
        r#match: Option<r#match>,
        r#in: Option<r#struct>,
        other: Option<u8>,
        #[param(flatten(defaults(r#move = 5)))]
        r#ref: r#trait,
        r#mod: r#trait,
    }

    #[derive(Debug, Params)]
    #[allow(non_camel_case_types)]
    struct r#trait {
        #[param(default = 1)]
        r#move: u8,
    }

    #[test]
    fn reads() {
        let settings = [("type", "t"), ("match", "fn"), ("other", "1"), ("mod.move", "2")];
        let config = r#impl::parse(settings).expect("good settings");
        assert_eq!(config.r#type.as_deref(), Some("t"));
        assert_eq!((config.r#match, config.r#in, config.other), (Some(r#match::r#fn), None, Some(1)));
        assert_eq!((config.r#ref.r#move, config.r#mod.r#move), (5, 2));

        let problems = r#impl::parse([("type", "t"), ("in", "1")]).expect_err("`type` requires `other`");
        let text = problems.to_string();
        assert!(text.contains("type") && text.contains("other") && !text.contains("r#"), "{text}");
        let config = r#impl::parse([("match", "loop-forever")]).expect("good settings");
        assert_eq!(config.r#match, Some(r#match::r#loop));
        assert!(r#impl::parse([("match", "type"), ("in", "1")]).is_err(), "`one_of` has two");
        assert!(r#impl::parse([("match", "type")]).is_err(), "`in` is required");
        assert_eq!(paramgen::key!(r#impl.r#mod.r#move), "mod.move");
        assert_eq!(paramgen::key!(self::r#impl.r#ref.r#move), "move");
        let value = r#match::r#type;
        assert_eq!(value, r#match::r#type);
        assert_eq!(r#struct(1), r#struct(1));
    }
}

/// Parameters of every kind.
mod generics {
    use std::{
        collections::{BTreeMap, HashMap},
        fmt::Debug,
        marker::PhantomData,
    };

    use paramgen::{FieldType, ParamValue, Params};

    #[derive(Debug, ParamValue)]
    #[param(len(1..=3))]
    struct Short<T: Debug = String>(T)
    where
        T: Clone;

    #[derive(Debug, Params)]
    struct Everything<'a, 'b: 'a, T: Debug, U = u8, const N: usize = 2>
    where
        T: Clone + ParamValue + FieldType,
        U: FieldType,
    {
        first: T,
        #[param(default = "7", min = 1)]
        second: Option<U>,
        short: Short<T>,
        list: Vec<T>,
        rows: BTreeMap<String, Row<U>>,
        hashed: HashMap<String, T>,
        #[param(skip)]
        array: [Vec<T>; N],
        #[param(skip)]
        borrowed: PhantomData<(&'a (), &'b ())>,
    }

    #[derive(Debug, Params)]
    struct Row<T> {
        #[param(default = 1)]
        cell: T,
    }

    #[derive(Debug, Params)]
    struct Outer<T: Params> {
        inner: T,
        #[param(flatten)]
        flat: T,
        maybe: Option<T>,
    }

    #[derive(Debug, Params)]
    struct Lifetime<'a> {
        size: u8,
        #[param(skip)]
        marker: PhantomData<&'a ()>,
    }

    #[derive(Debug, Params)]
    struct Skipped<T> {
        size: u8,
        #[param(skip)]
        value: T,
    }

    #[test]
    fn reads() {
        let settings =
            [("first", "a"), ("short", "b"), ("list", "c,d"), ("rows.x.cell", "9"), ("hashed.y", "z")];
        let config = Everything::<'_, '_, String>::parse(settings).expect("good settings");
        assert_eq!((config.first.as_str(), config.second, config.short.0.as_str()), ("a", Some(7), "b"));
        assert_eq!((config.list, config.rows["x"].cell), (vec!["c".to_owned(), "d".to_owned()], 9));
        assert_eq!((config.hashed["y"].as_str(), config.array.len()), ("z", 2));
        assert_eq!(config.borrowed, PhantomData);

        let config =
            Outer::<Row<u16>>::parse([("inner.cell", "2"), ("maybe.cell", "3")]).expect("good settings");
        assert_eq!((config.inner.cell, config.flat.cell), (2, 1));
        assert_eq!(config.maybe.map(|row| row.cell), Some(3));

        let config = Lifetime::parse([("size", "1")]).expect("good settings");
        assert_eq!((config.size, config.marker), (1, PhantomData));
        assert_eq!(paramgen::key!(<Outer<Row<u16>>>.flat.cell), "cell");
        let config = Skipped::<Vec<u8>>::parse([("size", "1")]).expect("good settings");
        assert_eq!((config.size, config.value), (1, vec![]));
    }
}

/// Structs that no module sees.
mod in_functions {
    use paramgen::{ParamValue, Params};

    #[test]
    fn reads() {
        #[derive(Debug, PartialEq, ParamValue)]
        enum Mode {
            Fast,
            Slow,
        }

        #[derive(Debug, PartialEq, ParamValue)]
        #[param(min = 10)]
        struct Port(u16);

        #[derive(Debug, Params)]
        #[params(check = check, requires(mode => port))]
        struct Config {
            mode: Option<Mode>,
            #[param(default = 10)]
            port: Port,
            #[param(flatten)]
            inner: Inner,
            #[param(skip)]
            cache: Option<u8>,
        }

        #[derive(Debug, Params)]
        struct Inner {
            #[param(default = "x", regex = "^[a-z]$")]
            text: String,
        }

        fn check(config: &Config, problems: &mut paramgen::Problems) {
            assert!(config.port.0 >= 10 && problems.is_empty());
        }

        let config = Config::parse([("mode", "slow"), ("port", "11")]).expect("good settings");
        assert_eq!((config.mode, config.port, config.inner.text.as_str()), (Some(Mode::Slow), Port(11), "x"));
        assert_eq!((config.cache, Mode::Fast), (None, Mode::Fast));

        let read = || {
            #[derive(Params)]
            struct Hidden {
                size: u8,
            }
            Hidden::parse([("size", "4")]).map(|hidden| hidden.size)
        };
        assert_eq!(read().ok(), Some(4));
    }
}

/// More fields than any derive has a special case for.
mod many_fields {
    use paramgen::Params;

    macro_rules! many {
        ($($field:ident)*) => {
            #[derive(Params)]
            struct Many {
                $(
                    #[param(default = 1)]
                    $field: u8,
                )*
            }

            impl Many {
                fn sum(&self) -> u32 {
                    [$(self.$field),*].into_iter().map(u32::from).sum()
                }
            }
        };
    }

    many! {
        a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9
        d0 d1 d2 d3 d4 d5 d6 d7 d8 d9 e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9
    }

    #[test]
    fn reads() {
        assert_eq!(Many::parse([("f9", "41"), ("a0", "0")]).map(|many| many.sum()).ok(), Some(58 + 41));
        assert_eq!(Many::parameters().iter().count(), 60);
    }
}

/// Visibilities, and public items of a crate that asks for documentation.
pub mod visibility {
    use paramgen::{ParamValue, Params};

    mod private {
        #[derive(Debug, paramgen::Params)]
        pub(super) struct Inside {
            pub(in super::super) size: u8,
            hidden: Hidden,
        }

        #[derive(Debug, paramgen::ParamValue)]
        struct Hidden(u8);

        impl Inside {
            pub(super) fn hidden(&self) -> u8 {
                self.hidden.0
            }
        }
    }

    /// A public choice.
    #[derive(Debug, ParamValue)]
    #[non_exhaustive]
    pub enum Mode {
        /// Fast.
        Fast,
    }

    /// A public value.
    #[derive(Debug, ParamValue)]
    pub struct Port(u16);

    /// A public struct.
    #[derive(Debug, Params)]
    #[non_exhaustive]
    pub struct Public {
        /// A public field.
        pub mode: Mode,
        pub(crate) port: Port,
        /// A value with a public name and a private type would not compile; this one is of the crate.
        inside: Crate,
    }

    #[derive(Debug, Params)]
    pub(crate) struct Crate {
        pub(self) size: u8,
    }

    #[test]
    fn reads() {
        use private::Inside;

        let config =
            Public::parse([("mode", "fast"), ("port", "1"), ("inside.size", "2")]).expect("good settings");
        assert!(matches!(config.mode, Mode::Fast));
        assert_eq!((config.port.0, config.inside.size), (1, 2));
        let config = Inside::parse([("size", "1"), ("hidden", "2")]).expect("good settings");
        assert_eq!((config.size, config.hidden()), (1, 2));
    }
}

/// Fields and items called like the locals of derived code.
mod local_names {
    use paramgen::{ParamValue, Params};

    #[allow(dead_code)]
    const SCHEMA: u8 = 1;
    #[allow(dead_code)]
    const CHECKED: u8 = 1;
    #[allow(dead_code)]
    const VALUE: u8 = 1;
    #[allow(dead_code)]
    fn __param_reader() {}
    #[allow(dead_code)]
    fn text() {}
    #[allow(dead_code)]
    static PATTERN: u8 = 1;

    #[derive(Debug, ParamValue)]
    #[allow(non_camel_case_types)]
    enum Names {
        __param_scalar,
        Self_,
        Value,
        text,
    }

    #[derive(Debug, Params)]
    #[params(check = check)]
    #[allow(clippy::used_underscore_binding)]
    struct Config {
        reader: u8,
        problems: u8,
        field: u8,
        self_: u8,
        size: u8,
        __param_size: u8,
        __param_reader: u8,
        __param_field: u8,
        __param_problems: u8,
        #[param(name = "name", regex = "^[a-z]+$")]
        __param_param_reader: String,
        schema: Option<Names>,
        check: u8,
        read: u8,
        parse: u8,
    }

    impl Config {
        #[allow(dead_code)]
        fn check(self) -> u8 {
            self.read + self.parse + self.check
        }

        #[allow(dead_code)]
        fn read() {}
    }

    fn check(config: &Config, problems: &mut paramgen::Problems) {
        assert!(config.reader == 1 && problems.is_empty());
    }

    #[test]
    #[allow(clippy::used_underscore_binding)]
    fn reads() {
        let parameters: Vec<String> =
            Config::parameters().iter().map(|parameter| parameter.name().to_owned()).collect();
        let expected = [
            "reader",
            "problems",
            "field",
            "self",
            "size",
            "paramSize",
            "paramReader",
            "paramField",
            "paramProblems",
            "name",
            "schema",
            "check",
            "read",
            "parse",
        ];
        assert_eq!(parameters, expected);
        let settings = expected.map(|name| match name {
            "name" => (name, "x"),
            "schema" => (name, "text"),
            _ => (name, "1"),
        });
        let config = Config::parse(settings).expect("good settings");
        assert_eq!((config.reader, config.problems, config.field, config.self_), (1, 1, 1, 1));
        assert_eq!((config.size, config.__param_size, config.__param_reader), (1, 1, 1));
        assert_eq!((config.__param_field, config.__param_problems), (1, 1));
        assert_eq!(config.__param_param_reader, "x");
        assert!(matches!(config.schema, Some(Names::text)));
        let others = [Names::__param_scalar, Names::Self_, Names::Value];
        assert_eq!(format!("{others:?}"), "[__param_scalar, Self_, Value]");
        assert_eq!(config.check(), 3);
    }
}

/// The crate under another name.
mod other_crate_name {
    use std::collections::BTreeMap;

    mod paramgen {}

    mod through {
        pub(super) use ::paramgen as own;
    }

    #[derive(Debug, renamed::ParamValue)]
    #[params(crate = ::renamed, rename_all = "kebab-case")]
    enum Mode {
        AtOnce,
    }

    #[derive(Debug, renamed::ParamValue)]
    #[params(crate = ::renamed)]
    #[param(min = 1)]
    struct Port(u16);

    #[derive(Debug, renamed::Params)]
    #[params(crate = ::renamed, check = check, one_of(mode, port))]
    struct Config {
        mode: Option<Mode>,
        port: Option<Port>,
        rows: BTreeMap<String, Row>,
        #[param(default = "x", inclusion("x", "y"), regex = "[a-z]", len(1))]
        text: String,
    }

    #[derive(Debug, renamed::Params)]
    #[params(crate = crate::other_crate_name::through::own)]
    struct Row {
        #[param(gt = -1, default = 0)]
        cell: i64,
    }

    #[derive(Debug, renamed::ParamValue)]
    #[params(crate = crate::other_crate_name::through::own)]
    struct Level(u8);

    #[derive(Debug, renamed::Params)]
    #[params(crate = "::renamed")]
    struct AsText {
        size: u8,
        level: Option<Level>,
    }

    fn check(config: &Config, _: &mut renamed::Problems) {
        assert!(config.port.is_none());
    }

    #[test]
    fn reads() {
        use renamed::Params;

        let config = Config::parse([("mode", "at-once"), ("rows.a.cell", "4")]).expect("good settings");
        assert!(matches!(config.mode, Some(Mode::AtOnce)));
        assert_eq!((config.rows["a"].cell, config.text.as_str()), (4, "x"));
        assert_eq!(config.port.map(|port| port.0), None);
        let config = AsText::parse([("size", "1"), ("level", "2")]).expect("good settings");
        assert_eq!((config.size, config.level.map(|level| level.0)), (1, Some(2)));
    }
}

/// Structs that a macro writes, with every kind of fragment.
mod by_macro {
    use paramgen::{ParamValue, Params};

    macro_rules! plain {
        ($name:ident, $type:ty, $default:literal, $min:expr, $text:literal, $field:ident, $check:path, $ident:ident) => {
            #[derive(Debug, Params)]
            #[params(check = $check, one_of($field, $ident), required_if($ident, $field = $text))]
            struct $name {
                #[param(default = $default, example = $default, min = 1)]
                number: $type,
                #[param(default = -1, gt = $min, name = $text)]
                signed: i64,
                $field: Option<$type>,
                $ident: Option<$type>,
                #[param(inclusion($text, "b"), regex = $text)]
                text: Option<String>,
            }

            impl $name {
                fn of_macro(&self) -> Option<$type> {
                    let local = self.number;
                    self.$field.map(|field| field + local)
                }
            }
        };
    }

    macro_rules! choices {
        ($name:ident { $($variant:ident = $text:literal),* } $rule:literal $newtype:ident($inner:ty)) => {
            #[derive(Debug, PartialEq, ParamValue)]
            enum $name {
                $(#[param(name = $text)] $variant,)*
            }

            #[derive(Debug, PartialEq, ParamValue)]
            #[param(max = $rule)]
            struct $newtype($inner);
        };
    }

    plain!(Config, u16, 5, -2, "7", left, check, right);
    choices!(Mode { Fast = "f", Slow = "s" } 10 Digit(Option1));
    type Option1 = u8;

    fn check(config: &Config, problems: &mut paramgen::Problems) {
        assert!(config.signed < 5 && problems.is_empty());
    }

    /// A field that the macro names itself, beside one that the user names the same.
    macro_rules! own_field {
        ($field:ident) => {
            #[derive(Debug, Params)]
            struct Own {
                #[param(name = "own")]
                size: u8,
                $field: Mode,
                digit: Digit,
            }

            impl Own {
                fn size(&self) -> u8 {
                    self.size
                }
            }
        };
    }
    own_field!(mode);

    #[test]
    fn reads() {
        let config = Config::parse([("left", "1")]).expect("good settings");
        assert_eq!((config.number, config.signed, config.of_macro()), (5, -1, Some(6)));
        assert_eq!((config.left, config.right, config.text), (Some(1), None, None));
        let problems = Config::parse([("left", "7")]).expect_err("`right` is missing").to_string();
        assert!(problems.contains("right"), "{problems}");

        let config = Own::parse([("own", "1"), ("mode", "s"), ("digit", "9")]).expect("good settings");
        assert_eq!((config.size(), config.mode, config.digit), (1, Mode::Slow, Digit(9)));
        assert_eq!(Mode::Fast, Mode::Fast);
    }
}

/// Lifetimes beside every attribute that makes a check.
mod lifetimes {
    #![allow(dead_code)]

    use std::{collections::BTreeMap, marker::PhantomData, time::Duration};

    use paramgen::{ParamValue, Params};

    #[derive(Debug, ParamValue)]
    #[param(min = 1, max = 100)]
    struct Percent(u8);

    #[derive(Debug, Params)]
    struct Flat<'a> {
        #[param(default = "x", alias = "flat.was")]
        flat: String,
        #[param(skip)]
        text: PhantomData<&'a str>,
    }

    #[derive(Debug, Params)]
    #[params(one_of(plain, dotted), requires(plain => listed), required_if(listed, mode = "a"), check = check)]
    struct Config<'a, 'b: 'a> {
        #[param(name = "plain.name", alias = "plain.was", deprecated = "use `dotted`")]
        plain: Option<String>,
        #[param(name = "dotted", alias = "a.b.c", regex = "^[a-z]$", len(1..=2), example = "a")]
        dotted: Option<String>,
        #[param(separator = ";", min = 1, default = "1;2", trim = false)]
        listed: Vec<u8>,
        #[param(required)]
        needed: Vec<u8>,
        #[param(default = "a", inclusion("a", "b"), exclusion("c"), secret)]
        mode: String,
        #[param(default = "10s", min = "1s", max = "1h")]
        pause: Duration,
        #[param(default = 5, gt = 1, lt = 10)]
        number: f64,
        #[param(file)]
        file: Option<String>,
        #[param(flatten(defaults(flat = "y"), docs(flat = "Flat.")))]
        flattened: Flat<'a>,
        nested: Flat<'b>,
        perhaps: Option<Flat<'a>>,
        map: BTreeMap<String, Flat<'b>>,
        #[param(default = 7)]
        percent: Percent,
        #[param(skip)]
        left: PhantomData<&'a str>,
        #[param(skip)]
        right: PhantomData<&'b str>,
    }

    #[test]
    fn reads() {
        let config =
            Config::parse([("dotted", "a"), ("listed", "1"), ("needed", "1")]).expect("good settings");
        assert_eq!((config.flattened.flat.as_str(), config.nested.flat.as_str()), ("y", "x"));
    }

    fn check(config: &Config<'_, '_>, problems: &mut paramgen::Problems) {
        assert!(config.number > 1.0 && problems.is_empty());
    }
}

/// Deprecated types, fields and variants: who uses them is warned where they are written, and derived code is quiet.
mod deprecated {
    #![deny(deprecated)]
    #![allow(dead_code)]

    use paramgen::{ParamValue, Params};

    #[derive(Params)]
    #[deprecated = "use another struct"]
    struct Old {
        #[param(default = 1, min = 0)]
        size: i32,
    }

    #[derive(ParamValue)]
    #[deprecated = "use another enum"]
    enum Mode {
        Fast,
        #[deprecated]
        Slow,
    }

    #[derive(ParamValue)]
    #[deprecated = "use another newtype"]
    #[param(min = 1)]
    struct Level(u8);

    #[derive(Params)]
    struct Config {
        #[allow(deprecated)]
        #[param(flatten(defaults(size = 3)))]
        old: Old,
        #[allow(deprecated)]
        #[param(default = "fast")]
        mode: Mode,
        #[allow(deprecated)]
        #[param(default = 5)]
        level: Option<Level>,
        #[deprecated]
        #[param(default = 1)]
        itself: u8,
    }

    #[test]
    fn reads() {
        assert!(Config::parse([("size", "4"), ("mode", "slow")]).is_ok());
    }
}
