//! Parameters of derived structs, which know more than a file does.

use std::collections::BTreeMap;

use paramgen::{Params, Specification, spec::compare};

use crate::{changes_of, lines, of_source};

mod old {
    use super::BTreeMap;

    #[derive(paramgen::Params)]
    #[params(conflicts(user, token))]
    #[allow(dead_code)]
    pub struct Config {
        pub port: Option<u32>,
        pub level: i32,
        #[param(len(..=3))]
        pub hosts: Vec<String>,
        #[param(alias = "login")]
        pub user: Option<String>,
        pub token: Option<String>,
        pub size: Option<u32>,
        pub tls: Option<Tls>,
        pub tables: BTreeMap<String, String>,
    }

    #[derive(paramgen::Params)]
    #[allow(dead_code)]
    pub struct Tls {
        pub cert: String,
    }
}

mod new {
    use super::BTreeMap;

    #[derive(paramgen::Params)]
    #[params(all_or_none(user, token))]
    #[allow(dead_code)]
    pub struct Config {
        pub port: Option<u16>,
        pub level: std::num::NonZeroI32,
        #[param(separator = ";", len(..=2))]
        pub hosts: Vec<String>,
        pub user: Option<String>,
        #[param(deprecated = "use `user`")]
        pub token: Option<String>,
        #[param(alias = "size", max = 10)]
        pub count: Option<u32>,
        pub tls: Option<Tls>,
        #[param(required)]
        pub tables: BTreeMap<String, String>,
    }

    #[derive(paramgen::Params)]
    #[allow(dead_code)]
    pub struct Tls {
        pub cert: String,
        pub key: String,
    }
}

#[test]
fn code_knows_more_than_a_file() {
    let (breaking, harmless) = lines(&changes_of(old::Config::parameters(), new::Config::parameters()));
    assert_eq!(
        breaking,
        [
            "port: must be at most 65535 now, was at most 4294967295; lower greater values",
            "level: must not be 0 now; change values of 0",
            "hosts: items stand between \";\" now, not \",\"; write its values anew",
            "user: no longer set by \"login\"; set \"user\" instead",
            "size: must be at most 10 now, was at most 4294967295; lower greater values",
            "tls.key: new, and required where others of its group are set; set it there",
            "new rule: at least one entry in \"tables\"; change configurations that break it",
            "new rule: all or none of \"user\", \"token\"; change configurations that break it",
        ]
    );
    assert_eq!(
        harmless,
        [
            "token: deprecated: \"use `user`\"",
            "size: renamed to \"count\"; the old name still sets it",
            "rule dropped: at most one of \"user\", \"token\"",
        ]
    );
    let (breaking, harmless) = lines(&changes_of(new::Config::parameters(), new::Config::parameters()));
    assert_eq!((breaking, harmless), (vec![], vec![]));
}

/// A `connector.yaml` has no aliases; the code that replaces it has, and says by them that nothing breaks.
#[test]
fn aliases_of_the_new_side_count_against_a_file() {
    #[expect(dead_code, reason = "only its parameters are of interest")]
    #[derive(Params)]
    struct Old {
        old: Option<String>,
        both: Option<String>,
    }
    #[expect(dead_code, reason = "only its parameters are of interest")]
    #[derive(Params)]
    struct New {
        #[param(alias = "old", alias = "older")]
        new: Option<String>,
        #[param(alias = "twice")]
        both: Option<String>,
    }
    let file = Specification::from_yaml(&of_source(Old::parameters()).to_yaml()).expect("a specification");
    let said = (Vec::new(), vec!["old: renamed to \"new\"; the old name still sets it".to_owned()]);
    assert_eq!(lines(&compare(&file, &of_source(New::parameters()))), said);
}
