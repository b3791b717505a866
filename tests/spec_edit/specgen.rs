//! Files in specgen's own layout come out as specgen writes them.

use std::{fs, path::PathBuf};

use paramgen::Specification;

use crate::edit;

/// The files that specgen left, which are other people's text and stay outside of the repository.
fn corpus() -> Vec<(PathBuf, String)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus/yaml"));
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: there is no folder ../shared/corpus/yaml");
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.map(|path| (path.clone(), fs::read_to_string(path).expect("a file"))).collect()
}

#[test]
fn specgens_own_files_stay_as_they_are() {
    for (path, text) in corpus() {
        let specification = Specification::from_yaml(&text).expect("a specification");
        assert!(edit(&specification, &text) == text, "{}", path.display());
    }
    let text = include_str!("../spec/widest.yaml");
    assert_eq!(edit(&Specification::from_yaml(text).expect("a specification"), text), text);
}

/// Other parameters give what specgen would have written at once.
#[test]
fn specgens_own_files_take_other_parameters() {
    let files = corpus();
    for (path, text) in &files {
        let read = Specification::from_yaml(text).expect("a specification");
        for (_, other) in &files {
            let other = Specification::from_yaml(other).expect("a specification");
            let mut wanted = Specification::new(read.name())
                .with_summary(read.summary())
                .with_description(read.description())
                .with_version(read.version())
                .with_author(read.author());
            wanted = match other.source() {
                Some(source) => wanted.with_source(source.clone()),
                None => wanted,
            };
            wanted = match other.destination() {
                Some(destination) => wanted.with_destination(destination.clone()),
                None => wanted,
            };
            let edited = edit(&other, text);
            assert!(edited == wanted.to_yaml(), "{}", path.display());
        }
    }
}
