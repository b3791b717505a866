//! Files that are refused, and hostile ones.

use crate::{lists, parameters, whole};

#[test]
fn what_only_a_person_can_decide_is_refused() {
    let list = "parameters: [{name: x, type: int}]";
    let cases = [
        ("specification:\n  source: [\n".to_owned(), (3, 1), "this is not YAML"),
        ("version: 2.0\n".to_owned(), (1, 10), "version \"2.0\" of the format"),
        ("- a\n".to_owned(), (1, 1), "a specification file is a mapping, not a list"),
        ("~\n".to_owned(), (1, 1), "there is nothing in this document; take this away"),
        ("specification: text\n".to_owned(), (1, 16), "`specification` is a mapping, not a text"),
        (
            format!("x: &x {{{list}}}\nspecification:\n  source: *x\n"),
            (3, 11),
            "`source` is an alias; write it out, so that it can be replaced",
        ),
        ("x: &x {name: n}\nspecification: *x\n".to_owned(), (2, 16), "`specification` is an alias; write it out"),
        (
            "x: &x [{name: x, type: int}]\nspecification:\n  source:\n    parameters: *x\n".to_owned(),
            (4, 17),
            "`parameters` is an alias; write it out",
        ),
        ("x: &x\nspecification:\n  name: *x\n".to_owned(), (3, 9), "`name` is an alias; write it out"),
        (
            "specification:\n  source:\n    parameters:\n      - &x\n        name: x\n        type: int\n  x: *x\n".to_owned(),
            (7, 6),
            "this alias names a part of a list that is replaced; write it out here",
        ),
        (
            format!("x: &x\n  source: {{{list}}}\nspecification:\n  <<: *x\n"),
            (4, 3),
            "`source` may come from this merge; write `source:` out beside it",
        ),
        (
            "specification:\n  source:\n    parameters: &x []\n".to_owned(),
            (3, 17),
            "`parameters` has an anchor or a tag; take it away",
        ),
        (
            "specification:\n  source:\n    ? parameters\n    : - name: x\n        type: int\n".to_owned(),
            (3, 7),
            "`parameters` has no colon behind it; write `parameters:` on one line",
        ),
        ("specification:\n  source: text\n".to_owned(), (2, 11), "`source` is a mapping, not a text"),
        ("specification:\n  source:\n    parameters: {}\n".to_owned(), (3, 17), "`parameters` is a list, not a mapping"),
        ("specification:\n  name: a\n  name: b\n".to_owned(), (3, 3), "the key `name` stands twice"),
        (
            "specification: {}\n---\nspecification:\n  source:\n    parameters: [{name: x}]\n".to_owned(),
            (5, 18),
            "parameter \"x\": no type",
        ),
    ];
    let specification = whole().with_source(parameters(&["a"]));
    for (file, place, message) in cases {
        let error = specification.to_yaml_in(&file).expect_err(&file);
        assert_eq!((error.line(), error.column()), place, "{error}\n{file}");
        assert!(error.message().contains(message), "{error}\n{file}");
    }
    let merged = format!("x: &x\n  {list}\nspecification:\n  source:\n    <<: *x\n");
    let error = lists(&[], &[]).to_yaml_in(&merged).expect_err("the merged list cannot be emptied");
    assert!(error.message().starts_with("`source` cannot be changed in place here"), "{error}");
    let error = lists(&["a", "a"], &[]).to_yaml_in("").expect_err("no file may have this list");
    assert!(error.message().contains("the parameter \"a\" stands twice"), "{error}");
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().concat()
}

#[test]
fn hostile_files_end_soon() {
    let deep = "[".repeat(100_000);
    let deep_blocks = lines(500, |depth| format!("{}a:\n", " ".repeat(depth)));
    let laughs = lines(40, |i| format!("k{0}: &k{0} {{<<: [*k{i}, *k{i}]}}\n", i + 1));
    let laughs = format!("k0: &k0 {{a: b}}\n{laughs}<<: *k40\n");
    let complex = "?\n".repeat(50_000);
    let specification = lists(&["a"], &[]);
    for file in [
        &deep,
        &deep_blocks,
        &laughs,
        &complex,
        "{---",
        "%",
        "\"\\x",
        "? [",
        "|",
        "!<",
        "\u{FEFF}\u{FEFF}a",
        "a: |9\n b",
    ] {
        let _ = specification.to_yaml_in(file);
    }
    // Long lines and long lists of what the editor looks at: each is passed over a few times, not once for each node.
    let nulls = format!("x: [{}]\n", "{a}, a:, ".repeat(4_000));
    let blocks = lines(4_000, |i| format!("x{i}: |\n\n\n"));
    let items = lines(4_000, |i| format!("      - {{name: x{i}, type: &x{i} int}}\n"));
    let aliases = "y: &y 1\nz: [".to_owned() + &"*y, ".repeat(4_000) + "]\n";
    let file = format!("{nulls}{blocks}{aliases}specification:\n  source:\n    parameters:\n{items}");
    let edited = specification.to_yaml_in(&file).expect("an edited file");
    assert!(edited.starts_with(&nulls) && edited.ends_with("        validations: []\n"));
}
