//! Random comments and keys between the lines of a file, and random text.

use paramgen::{Parameters, Specification};
use proptest::prelude::*;

use crate::{edit, lists, parameter};

/// The lines of a list in specgen's layout.
fn list_lines(names: &[String]) -> Vec<String> {
    let parameters = names.iter().map(|name| parameter(name)).collect();
    let yaml = Specification::default().with_source(parameters).to_yaml();
    yaml.lines().filter(|line| line.starts_with("      ")).map(str::to_owned).collect()
}

/// What a person puts between lines: comments of any indentation, empty lines, and a key where one may be.
type Gap = (Vec<String>, Option<String>);

fn gap() -> impl Strategy<Value = Gap> {
    let line = prop_oneof![Just(String::new()), Just("   ".to_owned()), "[ ]{0,12}#[ -~é]{0,8}"];
    let value = prop_oneof![
        Just("[1 ,2] # x"),
        Just("'é'"),
        Just("|+\n         # text\n"),
        Just("&x {a: b,\n         c}")
    ];
    let key = prop::option::of(value.prop_map(str::to_owned));
    (prop::collection::vec(line, 0..3), key)
}

fn names() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set("[a-z#: ]{2,6}", 1..4).prop_map(|names| names.into_iter().collect())
}

/// A file with these lists and gaps; the keys in a gap stand at the column that is given beside the line.
fn file(lists: [&[String]; 2], gaps: &[Gap], line_break: &str) -> String {
    let head =
        ["  name: x", "  summary: 's'", "  description: |-\n    d\n    d", "  version: v", "  author: a"];
    let mut pieces = vec![("version: 1.0".to_owned(), Some(0)), ("specification: # s".to_owned(), Some(2))];
    pieces.extend(head.map(|line| (line.to_owned(), Some(2))));
    for (side, lines) in ["source", "destination"].into_iter().zip(lists) {
        pieces.push((format!("  {side}:"), Some(4)));
        pieces.push(("    parameters: # p".to_owned(), None));
        pieces.push((lines.join("\n"), Some(4)));
    }
    let mut file = String::new();
    for (number, ((piece, column), (lines, key))) in pieces.into_iter().zip(gaps.iter().cycle()).enumerate() {
        file.extend([&piece, "\n"]);
        for line in lines {
            file.extend([line, "\n"]);
        }
        if let (Some(column), Some(key)) = (column, key) {
            file.extend([&" ".repeat(column), "x", &number.to_string(), ": ", key, "\n"]);
        }
    }
    file.replace('\n', line_break)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn what_people_put_between_lines_stays(
        before in [names(), names()],
        after in [names(), names()],
        gaps in prop::collection::vec(gap(), 1..20),
        inside in prop::collection::vec(gap(), 1..20),
        line_break in prop_oneof![Just("\n"), Just("\r\n")],
    ) {
        let mut inside = inside.iter().cycle();
        let [first, second] = before.map(|names| {
            // Comments inside of a list go with it.
            let lines = list_lines(&names);
            let last = lines.len() - 1;
            let commented = lines.into_iter().enumerate().flat_map(|(number, line)| {
                let (comments, _) = inside.next().expect("a cycle");
                let comments = if number < last { comments.clone() } else { Vec::new() };
                std::iter::once(line).chain(comments)
            });
            commented.collect::<Vec<_>>()
        });
        let [source, destination] = after.map(|names| (list_lines(&names), names));
        let before = file([&first, &second], &gaps, line_break);
        let wanted = file([&source.0, &destination.0], &gaps, line_break);
        let parameters = |names: &[String]| names.iter().map(|name| parameter(name)).collect();
        let specification = Specification::new("other")
            .with_source(parameters(&source.1))
            .with_destination(parameters(&destination.1));
        let edited = edit(&specification, &before);
        prop_assert_eq!(&edited, &wanted);
        let read = Specification::from_yaml(&edited).expect("a specification");
        let both = |of: &Specification| {
            let side = |side: Option<&Parameters>| side.cloned().unwrap_or_default();
            Specification::default().with_source(side(of.source())).with_destination(side(of.destination())).to_yaml()
        };
        prop_assert_eq!(both(&read), both(&specification));
    }

    /// Every way to write nothing, and everything that may stand behind it on its line.
    #[test]
    fn what_stands_beside_an_empty_text_stays(
        layouts in prop::collection::vec((0..9_usize, 0..5_usize, 0..5_usize), 5),
        line_break in prop_oneof![Just("\n"), Just("\r\n")],
    ) {
        let keys = ["name", "summary", "description", "version", "author"];
        let mut before = "specification:\n".to_owned();
        let mut wanted = before.clone();
        for (key, (empty, gap, behind)) in keys.into_iter().zip(layouts) {
            let (colon, value) = [
                (": ", "\"\""), (": ", "''"), (": ", "~"), (": ", "null"), (":", ""), (": ", "|"), (": ", ">-"),
                (":   ", "\"\""), (":   ", "''"),
            ][empty];
            let space = ["", " ", "  ", "\t", " \t "][gap];
            let comment = ["", "# ours", "# it's \"ours\"", "#", "# 'a': {b}"][behind];
            // A comment has space before it.
            let behind = if comment.is_empty() || !space.is_empty() { [space, comment].concat() } else { String::new() };
            // Behind the colon alone, the space is before the value.
            let behind = if value.is_empty() && comment.is_empty() { String::new() } else { behind };
            before.extend(["  ", key, colon, value, &behind, "\n"]);
            let colon = if colon == ":" { ": " } else { colon };
            wanted.extend(["  ", key, colon, "new ", key, &behind, "\n"]);
        }
        before.push_str("# end\n");
        wanted.push_str("# end\n");
        let specification = Specification::new("new name")
            .with_summary("new summary")
            .with_description("new description")
            .with_version("new version")
            .with_author("new author");
        let edited = edit(&specification, &before.replace('\n', line_break));
        prop_assert_eq!(edited, wanted.replace('\n', line_break));
    }

    #[test]
    fn any_file_is_edited_or_refused(cut in 0..2000usize, insert in "[ \t\n\r:#\\-?,\\[\\]{}&*!|>'\"%~a-e\u{85}\u{FEFF}é]{0,12}") {
        let _ = lists(&["a"], &["b"]).to_yaml_in(&insert);
        for good in [include_str!("../spec/widest.yaml"), include_str!("../spec/handwritten.yaml")] {
            let cut = (0..=cut.min(good.len())).rev().find(|cut| good.is_char_boundary(*cut)).unwrap_or(0);
            let file = format!("{}{insert}{}", &good[..cut], &good[cut..]);
            if let Ok(edited) = lists(&["a"], &["b"]).to_yaml_in(&file) {
                let read = Specification::from_yaml(&edited).expect("what was edited is read");
                prop_assert_eq!(read.source().map(Parameters::len), Some(1));
            }
        }
    }
}
