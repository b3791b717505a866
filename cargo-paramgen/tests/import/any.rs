//! Whatever a specification says, the code is Rust.

use cargo_paramgen::import::{Sides, structs};
use paramgen::{Number, Parameter, ParameterType, Parameters, Specification, Validation};
use proptest::prelude::*;

/// Names that meet each other, and names of anything.
fn name() -> impl Strategy<Value = String> {
    let segment = "(\\*|type|self|Self|[aAbB_\\-]{1,3}|[0-9é日 \"\\\\]{0,2}|sdk|batch|size)";
    let path = proptest::collection::vec(segment, 1..5).prop_map(|segments| segments.join("."));
    prop_oneof![4 => path, 1 => any::<String>()]
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[a-cA-C \t\n\r*/#.,0-9\"\\\\{}éß\u{202E}\u{0}-]{0,12}", any::<String>()]
}

fn validation() -> impl Strategy<Value = Validation> {
    let number = prop_oneof![
        any::<i64>().prop_map(|value| Number::Int(value.into())),
        (-3..3_i128).prop_map(Number::Int),
        any::<f64>().prop_map(Number::Float),
    ];
    let number = number.boxed();
    let list = proptest::collection::vec(prop_oneof![words(), "-?[0-3]"], 0..4);
    let list = list.prop_map(|texts| texts.into_iter().map(Into::into).collect::<Vec<_>>().into()).boxed();
    prop_oneof![
        Just(Validation::Required),
        number.clone().prop_map(Validation::GreaterThan),
        number.clone().prop_map(Validation::LessThan),
        number.prop_map(Validation::MultipleOf),
        list.clone().prop_map(Validation::Inclusion),
        list.prop_map(Validation::Exclusion),
        "[a-c^$*+]{0,4}".prop_filter_map("a pattern", |text| Validation::from_conduit("regex", &text).ok()),
        (0..5_usize, 0..5_usize).prop_map(|(min, max)| Validation::Length { min, max }),
    ]
}

fn parameter() -> impl Strategy<Value = Parameter> {
    use ParameterType::{Bool, Duration, File, Float, Int, String};
    let kind = prop_oneof![Just(String), Just(Int), Just(Float), Just(Bool), Just(File), Just(Duration)];
    let default = prop_oneof![words(), "-?[0-9]{0,3}(\\.[0-9])?(s|ms)?", Just("true".to_owned())];
    let validations = proptest::collection::vec(validation(), 0..5);
    (name(), kind, default, words(), validations).prop_map(
        |(name, kind, default, description, validations)| {
            let parameter = Parameter::new(name, kind).with_default(default).with_description(description);
            validations.into_iter().fold(parameter, Parameter::with_validation)
        },
    )
}

fn parameters() -> impl Strategy<Value = Parameters> {
    proptest::collection::vec(parameter(), 0..12).prop_map(Parameters::from_iter)
}

/// The names of all items, each of which must differ from the others.
fn item_names(file: &syn::File) -> Vec<String> {
    let name = |item: &syn::Item| match item {
        syn::Item::Struct(item) => Some(item.ident.to_string()),
        syn::Item::Enum(item) => Some(item.ident.to_string()),
        _ => None,
    };
    file.items.iter().filter_map(name).collect()
}

/// The names of what an item holds.
fn member_names(item: &syn::Item) -> Vec<String> {
    match item {
        syn::Item::Struct(item) => {
            item.fields.iter().filter_map(|field| Some(field.ident.as_ref()?.to_string())).collect()
        }
        syn::Item::Enum(item) => item.variants.iter().map(|variant| variant.ident.to_string()).collect(),
        _ => Vec::new(),
    }
}

fn differ(mut names: Vec<String>) -> bool {
    let count = names.len();
    names.sort();
    names.dedup();
    names.len() == count
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_specification_gives_code(source in parameters(), destination in parameters()) {
        let specification = Specification::new("any").with_source(source).with_destination(destination);
        let code = structs(&specification, Sides::Both).code;
        let file = syn::parse_file(&code).unwrap_or_else(|error| panic!("{error}\n{code}"));
        prop_assert!(differ(item_names(&file)), "{}", code);
        prop_assert!(file.items.iter().map(member_names).all(differ), "{}", code);
    }
}

#[test]
fn hostile_names_end_soon() {
    let text = |name: String| Parameter::new(name, ParameterType::String);
    let deep = (1..400).map(|depth| text(vec!["a"; depth].join(".")));
    let maps = (1..200).map(|depth| text(vec!["b"; depth].join(".*.")));
    let long = ["c", "d"].map(|last| text(format!("{}.{last}", vec!["e"; 100_000].join("."))));
    let wide = (0..3000).map(|i| text(format!("f.{}", "_".repeat(i % 7 + 1) + &"x-".repeat(i % 3))));
    let choices = (0..3000).map(|_| "-").collect::<Vec<_>>().join(",");
    let choice = text("g".to_owned())
        .with_validation(Validation::from_conduit("inclusion", &choices).expect("a validation"));
    let all = deep.chain(maps).chain(long).chain(wide).chain([choice]);
    let specification = Specification::new("hostile").with_source(all.collect());
    let imported = structs(&specification, Sides::Both);
    assert!(syn::parse_file(&imported.code).is_ok());
}
