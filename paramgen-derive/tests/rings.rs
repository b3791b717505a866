//! Files stand on each other without rings, so that each can be read with what is below it in mind. A ring is opened by
//! moving the definition that closes it into a file of its own.
//!
//! Only `use` lines are looked at, and each name counts for the file that defines it, whoever passes it on.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use syn::{Item, UseTree};

/// A module by its names, without `crate`.
type Module = Vec<String>;

/// One name that a file takes from elsewhere, as it is written.
struct Import {
    path: Vec<String>,
    name: String,
    passes_on: bool,
}

/// The files of the one ring there is: a derived struct's trait, what it builds and what it reads are one thing.
const ONE_THING: [&str; 4] = ["reader::build", "reader::derived", "reader::own_check", "reader::params"];

#[test]
fn no_files_stand_on_each_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned();
    let mut found = Vec::new();
    for package in ["paramgen-core", "paramgen-derive", "paramgen-re2", "cargo-paramgen"] {
        let sources = root.join(package).join("src");
        if !sources.is_dir() {
            println!("skipped: {package} is not there, as in a package of this crate alone");
            continue;
        }
        let expected: BTreeSet<String> = ONE_THING.iter().map(|name| (*name).to_owned()).collect();
        let rings = rings(&graph(&sources)).into_iter().filter(|ring| *ring != expected);
        found.extend(rings.map(|ring| format!("{package}: {ring:?}")));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_ring_is_found() {
    let graph = |edges: &[(&str, &str)]| {
        let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in edges {
            graph.entry((*from).to_owned()).or_default().insert((*to).to_owned());
            graph.entry((*to).to_owned()).or_default();
        }
        graph
    };
    assert!(rings(&graph(&[("a", "b"), ("b", "c"), ("a", "c")])).is_empty());
    let ring = BTreeSet::from(["a".to_owned(), "b".to_owned(), "c".to_owned()]);
    assert_eq!(rings(&graph(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])), [ring]);
}

/// The files that each file takes names from.
fn graph(sources: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut imports: BTreeMap<Module, Vec<Import>> = BTreeMap::new();
    for path in files(sources) {
        let text = fs::read_to_string(&path).expect("a source");
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut found = Vec::new();
        for item in file.items {
            let Item::Use(item) = item else { continue };
            let passes_on = !matches!(item.vis, syn::Visibility::Inherited);
            add_paths(&item.tree, &[], passes_on, &mut found);
        }
        imports.insert(module(sources, &path), found);
    }
    let name = |module: &Module| if module.is_empty() { "crate".to_owned() } else { module.join("::") };
    let graph = imports.iter().map(|(from, found)| {
        let own = found.iter().filter(|import| !import.passes_on);
        let files =
            own.filter_map(|import| defined_in(&absolute(from, &import.path, &imports)?, &imports, 0));
        (name(from), files.filter(|to| to != from).map(|to| name(&to)).collect())
    });
    graph.collect()
}

/// The source files below a folder, but for tests and what is no code of the crate.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let name = entry.file_name().into_string().unwrap_or_default();
        if path.is_dir() {
            if !["template", "tests"].contains(&name.as_str()) {
                found.extend(files(&path));
            }
        } else if path.extension().is_some_and(|end| end == "rs") && name != "tests.rs" {
            found.push(path);
        }
    }
    found
}

fn module(sources: &Path, path: &Path) -> Module {
    let relative = path.strip_prefix(sources).unwrap_or(path).with_extension("");
    let mut names: Module = relative.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    if names.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        names.pop();
    }
    names
}

fn add_paths(tree: &UseTree, before: &[String], passes_on: bool, found: &mut Vec<Import>) {
    let with = |name: String| [before, &[name]].concat();
    match tree {
        UseTree::Path(path) => add_paths(&path.tree, &with(path.ident.to_string()), passes_on, found),
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| add_paths(tree, before, passes_on, found));
        }
        UseTree::Name(name) if name.ident == "self" => {
            found.push(Import {
                path: before.to_vec(),
                name: before.last().cloned().unwrap_or_default(),
                passes_on,
            });
        }
        UseTree::Name(name) => {
            let name = name.ident.to_string();
            found.push(Import { path: with(name.clone()), name, passes_on });
        }
        UseTree::Rename(rename) => {
            let path = with(rename.ident.to_string());
            found.push(Import { path, name: rename.rename.to_string(), passes_on });
        }
        UseTree::Glob(_) => found.push(Import { path: before.to_vec(), name: "*".to_owned(), passes_on }),
    }
}

/// A path from the crate's root; none where it leads into another crate.
fn absolute(module: &Module, path: &[String], modules: &BTreeMap<Module, Vec<Import>>) -> Option<Module> {
    let mut base = module.clone();
    let mut rest = path;
    match rest.first()?.as_str() {
        "crate" => return Some(rest[1..].to_vec()),
        "self" => rest = &rest[1..],
        "super" => {
            while rest.first().is_some_and(|first| first == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        first if !modules.contains_key(&[base.as_slice(), &[first.to_owned()]].concat()) => return None,
        _ => {}
    }
    Some([base.as_slice(), rest].concat())
}

/// The module in whose file a path is defined: the way leads through all that only pass the name on.
fn defined_in(path: &[String], modules: &BTreeMap<Module, Vec<Import>>, depth: usize) -> Option<Module> {
    let length = (0..=path.len()).rev().find(|length| modules.contains_key(&path[..*length]))?;
    let module = path[..length].to_vec();
    let Some(name) = path.get(length).filter(|_| depth < 16) else { return Some(module) };
    let passed = modules[&module].iter().find(|import| import.name == *name);
    let target = passed.and_then(|import| absolute(&module, &import.path, modules));
    let further =
        target.and_then(|target| defined_in(&[&target, &path[length + 1..]].concat(), modules, depth + 1));
    Some(further.unwrap_or(module))
}

/// The sets of files of which each leads to each other.
fn rings(graph: &BTreeMap<String, BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    let reached: BTreeMap<&String, BTreeSet<&String>> = graph
        .keys()
        .map(|start| {
            let (mut seen, mut next) = (BTreeSet::new(), vec![start]);
            while let Some(file) = next.pop() {
                for to in graph.get(file).into_iter().flatten() {
                    if seen.insert(to) {
                        next.push(to);
                    }
                }
            }
            (start, seen)
        })
        .collect();
    let rings: BTreeSet<BTreeSet<String>> = graph
        .keys()
        .filter(|file| reached[file].contains(file))
        .map(|file| {
            graph
                .keys()
                .filter(|other| reached[file].contains(other) && reached[other].contains(file))
                .cloned()
                .collect()
        })
        .collect();
    rings.into_iter().collect()
}
