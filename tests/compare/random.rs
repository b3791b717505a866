//! What is called harmless, put to the test by random specifications and configurations.

use std::collections::BTreeMap;

use paramgen::{
    Bound, Number, Parameter, ParameterType,
    ParameterType::{Bool, Duration, File, Float, Int, String as Text},
    Parameters, Validation,
};
use proptest::prelude::*;

use crate::changes_of;

const NAMES: [&str; 7] = ["a", "b", "m.*", "m.x", "m.*.c", "m.*.d", "m.x.c"];
const VALUES: [&str; 16] = [
    "",
    "0",
    "1",
    "-1",
    "2",
    "5",
    "10",
    "a",
    "b",
    "true",
    "10s",
    "-1m",
    "1.5",
    "a,b",
    "9e9",
    "9223372036854775807",
];

fn any_rule() -> impl Strategy<Value = Validation> {
    let number = (-2i128..8).prop_map(Number::Int);
    let half = (-2i32..8).prop_map(|half| Number::Float(f64::from(half) / 2.0));
    let number = prop_oneof![number, half].boxed();
    let texts = prop::sample::subsequence(vec!["a", "b", "0", "1", "5", "true"], 1..4)
        .prop_map(|texts| texts.into_iter().map(Into::into).collect::<Vec<_>>());
    prop_oneof![
        Just(Validation::Required),
        number.clone().prop_map(Validation::GreaterThan),
        number.clone().prop_map(Validation::LessThan),
        number.clone().prop_map(|number| Validation::Min(Bound::Number(number))),
        number.prop_map(|number| Validation::Max(Bound::Number(number))),
        texts.clone().prop_map(|texts| Validation::Inclusion(texts.into())),
        texts.prop_map(|texts| Validation::Exclusion(texts.into())),
        (1i128..7).prop_map(|factor| Validation::MultipleOf(Number::Int(factor))),
        (0usize..3, 1usize..4).prop_map(|(min, max)| Validation::Length { min, max }),
        Just(Validation::from_conduit("regex", "^[a1]").expect("a pattern")),
    ]
}

/// What is said of each of the names, if there is such a parameter.
type Facts = Vec<Option<(ParameterType, &'static str, Vec<Validation>, bool)>>;

fn any_facts() -> impl Strategy<Value = Facts> {
    let types = prop::sample::select(vec![Text, Int, Float, Bool, File, Duration]);
    let default = prop::sample::select(vec!["", "", "1", "5"]);
    let facts = (types, default, prop::collection::vec(any_rule(), 0..3), any::<bool>());
    prop::collection::vec(prop::option::weighted(0.3, facts), NAMES.len())
}

fn list(facts: &Facts) -> Parameters {
    let said = NAMES.into_iter().zip(facts).filter_map(|(name, facts)| Some((name, facts.as_ref()?)));
    said.map(|(name, (parameter_type, default, rules, trim))| {
        let build = |name| {
            let parameter = Parameter::new(name, *parameter_type).with_trim(*trim || *parameter_type != Text);
            rules.iter().cloned().fold(parameter, Parameter::with_validation)
        };
        // A connector whose own default is wrong accepts next to nothing.
        let alone = Parameters::from_iter([build("a").with_default(*default)]);
        if alone.check([("a", *default)]).is_ok() { build(name).with_default(*default) } else { build(name) }
    })
    .collect()
}

fn any_settings() -> impl Strategy<Value = BTreeMap<&'static str, &'static str>> {
    let keys = prop::sample::select(vec!["a", "b", "m.x", "m.y", "m.x.c", "m.x.d", "m.y.c"]);
    prop::collection::btree_map(keys, prop::sample::select(VALUES.to_vec()), 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is called harmless refuses nothing that was accepted. Most names stay as they were.
    #[test]
    fn harmless_changes_break_nothing(
        old in any_facts(),
        other in any_facts(),
        changed in prop::collection::vec(prop::bool::weighted(0.25), NAMES.len()),
        all in prop::collection::vec(any_settings(), 20),
    ) {
        let mixed = old.iter().zip(&other).zip(changed).map(|((old, other), changed)| if changed { other } else { old });
        let (old, new) = (list(&old), list(&mixed.cloned().collect()));
        let changes = changes_of(old.clone(), new.clone());
        if !changes.is_breaking() {
            for settings in all.iter().filter(|settings| old.check(*settings).is_ok()) {
                let refused = new.check(settings).err();
                prop_assert!(refused.is_none(), "{refused:?}\n{changes}\n{settings:?}\n{old:?}\n{new:?}");
            }
        }
    }
}
