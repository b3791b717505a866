//! Every public connector, imported and compiled.

use std::{fs, path::Path};

use cargo_paramgen::import::{Sides, structs};
use paramgen::{Parameter, ParameterType, Parameters, Specification, Validation};
use serde_json::Value;

use crate::{
    Facts,
    compiled::{Module, assert_same},
};

/// The facts of one side as they stand in the file, and as parameters.
fn load(side: &Value) -> Option<(Vec<Facts>, Parameters)> {
    let list = side["parameters"].as_array()?;
    let text = |value: &Value, key: &str| value[key].as_str().expect("a text").to_owned();
    let mut facts = Vec::new();
    let mut parameters = Vec::new();
    for item in list {
        let said = item["validations"].as_array().expect("a list");
        let said: Vec<_> = said.iter().map(|said| (text(said, "type"), text(said, "value"))).collect();
        let parameter_type: ParameterType = text(item, "type").parse().expect("a type");
        let mut parameter = Parameter::new(text(item, "name"), parameter_type)
            .with_default(text(item, "default"))
            .with_description(text(item, "description"));
        for (name, value) in &said {
            parameter =
                parameter.with_validation(Validation::from_conduit(name, value).expect("a validation"));
        }
        parameters.push(parameter);
        let [name, default, description] = ["name", "default", "description"].map(|key| text(item, key));
        facts.push((name, text(item, "type"), default, description, said));
    }
    Some((facts, Parameters::from_iter(parameters)))
}

/// What no derived struct says: a bound of a duration without a unit, which Conduit compares as a number.
fn take_impossible(facts: &mut [Facts]) -> usize {
    let mut count = 0;
    for (_, kind, _, _, said) in facts {
        let before = said.len();
        said.retain(|(name, _)| kind != "duration" || !matches!(name.as_str(), "greater-than" | "less-than"));
        count += before - said.len();
    }
    count
}

#[test]
fn every_parameter_of_the_corpus_comes_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/specs");
    let Ok(entries) = fs::read_dir(folder) else {
        println!("skipped: there is no folder ../shared/corpus/specs");
        return;
    };
    let mut modules = Vec::new();
    let (mut parameters, mut impossible, mut notes) = (0, 0, Vec::new());
    for entry in entries {
        let path = entry.expect("an entry").path();
        let json: Value = serde_json::from_str(&fs::read_to_string(&path).expect("a file")).expect("JSON");
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name in UTF-8").to_owned();
        let mut specification = Specification::new(name.clone());
        let (mut source, mut destination) = (None, None);
        if let Some((facts, parameters)) = load(&json["source"]) {
            source = Some(facts);
            specification = specification.with_source(parameters);
        }
        if let Some((facts, parameters)) = load(&json["destination"]) {
            destination = Some(facts);
            specification = specification.with_destination(parameters);
        }
        for facts in [&mut source, &mut destination].into_iter().flatten() {
            parameters += facts.len();
            impossible += take_impossible(facts);
        }
        let imported = structs(&specification, Sides::Both);
        notes.extend(imported.notes);
        modules.push(Module { name, code: imported.code, source, destination });
    }
    assert_eq!((modules.len(), parameters, impossible), (79, 1309, 2));
    let notes: Vec<String> = notes.into_iter().filter(|note| !note.contains(" by name; as ")).collect();
    let said = "source parameter \"sdk.batch.delay\": the validation greater-than \"-1\" is left out: Conduit \
                compares numbers only, and no duration with a unit would pass";
    assert_eq!(notes, [said, said]);
    assert_same("imported-corpus", &modules);
}
