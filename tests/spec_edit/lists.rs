//! Lists in block style: replaced, added, emptied.

use paramgen::Specification;

use crate::{edit, lists, with_lists};

fn assert_edits(specification: &Specification, cases: &[(&str, &str, &str)]) {
    for (title, before, after) in cases {
        let (before, after) = (with_lists(before), with_lists(after));
        let edited = edit(specification, &before);
        assert!(edited == after, "{title}: is\n{edited}\nand not\n{after}");
        // The same with the line ends of Windows, and behind a byte order mark.
        let edited = edit(specification, &format!("\u{FEFF}{}", before.replace('\n', "\r\n")));
        assert!(edited == format!("\u{FEFF}{}", after.replace('\n', "\r\n")), "{title}, CRLF");
        // The same without a line end behind the last line.
        let cut = edit(specification, before.trim_end_matches('\n'));
        assert_eq!(cut.trim_end_matches('\n'), after.trim_end_matches('\n'), "{title}, cut");
        assert!(!cut.ends_with('\n'), "{title}, cut: {cut}");
    }
}

#[test]
fn lists_are_replaced_where_they_stand() {
    assert_edits(
        &lists(&["a"], &[]),
        &[
            (
                "comments around a list",
                "# top\nspecification: # s\n  # over\n  source: # src\n    # p\n    parameters: # q\n      # first\n      \
                 <old>\n      # end\n    # low\n  # lower\n# lowest\n",
                "# top\nspecification: # s\n  # over\n  source: # src\n    # p\n    parameters: # q\n      # first\n      \
                 <a>\n      # end\n    # low\n  # lower\n# lowest\n",
            ),
            (
                "comments inside of a list",
                "specification:\n  source:\n    parameters:\n      - name: x # x\n# low\n\n        type: int # y\n\n  z: 1\n",
                "specification:\n  source:\n    parameters:\n      <a>\n\n  z: 1\n",
            ),
            (
                "lines that only Go reads: at the margin, behind tabs",
                "specification:\n  summary: \"é\nb\" # s\n  author:\tme\n  source:\n    parameters:\n      <old>\n  é: {a: -,\nb: 'c\nd'}\n",
                "specification:\n  summary: \"é\nb\" # s\n  author:\tme\n  source:\n    parameters:\n      <a>\n  é: {a: -,\nb: 'c\nd'}\n",
            ),
            (
                "the same indentation as the key",
                "specification:\n source:\n  x: 1\n  parameters:\n  - name: x\n    type: int\n  -   # c\n    name: y\n    type: \
                 int\n  y: 2\n",
                "specification:\n source:\n  x: 1\n  parameters:\n    <a>\n  y: 2\n",
            ),
            (
                "a block at the end",
                "specification:\n  source:\n    parameters:\n      - type: int\n        name: |-\n          x\n\n      # end\n\n    y: 2\n",
                "specification:\n  source:\n    parameters:\n      <a>\n\n      # end\n\n    y: 2\n",
            ),
            (
                "a block that keeps its empty lines",
                "specification:\n  source:\n    parameters:\n      - type: int\n        name: >+\n          x\n\n\n  y: 2\n",
                "specification:\n  source:\n    parameters:\n      <a>\n  y: 2\n",
            ),
            (
                "nothing at the end",
                "specification:\n  source:\n    parameters:\n      - name: x\n        type: int\n        default:\n  # end\n",
                "specification:\n  source:\n    parameters:\n      <a>\n  # end\n",
            ),
            (
                "several lines of quotes and é at the end",
                "specification:\n  né: \"é\"\n  source:\n    parameters:\n      - type: int\n        name: \"é\n\n         x\" # z\n  y: &e 2\n",
                "specification:\n  né: \"é\"\n  source:\n    parameters:\n      <a>\n  y: &e 2\n",
            ),
            (
                "a wide indentation and quoted keys",
                "\"specification\":\n      \"source\" :\n          'parameters':\t\n          - {name: x, type: int}\n          z: |\n            x\n",
                "\"specification\":\n      \"source\" :\n          'parameters':\t\n            <a>\n          z: |\n            x\n",
            ),
            (
                "a flow list",
                "specification:\n  source:\n    parameters: [{name: x, # c\n      type: int,}, ] # end\n    y: 2\n",
                "specification:\n  source:\n    parameters: # end\n      <a>\n    y: 2\n",
            ),
            (
                "an anchor that nobody uses, and aliases of what stays",
                "t: &t int\nspecification:\n  source: &s\n    parameters: &p\n      - name: &n x\n        type: *t\n  x: *s\n",
                "t: &t int\nspecification:\n  source: &s\n    parameters: &p\n      <a>\n  x: *s\n",
            ),
            (
                "several documents",
                "%YAML 1.1\n---\nspecification:\n  source:\n    parameters:\n      <x>\n---\nspecification:\n  source:\n    parameters:\n      <y>\n...\n",
                "%YAML 1.1\n---\nspecification:\n  source:\n    parameters:\n      <a>\n---\nspecification:\n  source:\n    parameters:\n      <y>\n...\n",
            ),
            (
                "a list that is wrong",
                "specification:\n  source:\n    parameters:\n      - name: x\n        type: text\n      - name: x\n",
                "specification:\n  source:\n    parameters:\n      <a>\n",
            ),
        ],
    );
}

#[test]
fn lists_come_where_none_are() {
    assert_edits(
        &lists(&["b", "a"], &["c"]),
        &[
            (
                "no specification",
                "# top\nversion: 1.0\nx: [1,\n  2]\n# end\n",
                "# top\nversion: 1.0\nx: [1,\n  2]\nspecification:\n  name: \"\"\n  summary: \"\"\n  description: \"\"\n  version: \"\"\n  author: \"\"\n  source:\n    parameters:\n      <a b>\n  destination:\n    parameters:\n      <c>\n# end\n",
            ),
            (
                "no sides",
                "specification:\n    name: x\n    # of author\n    author: y # z\n\n    other: 1\n# end\n",
                "specification:\n    name: x\n    # of author\n    author: y # z\n    source:\n      parameters:\n        <a b>\n    destination:\n      parameters:\n        <c>\n\n    other: 1\n# end\n",
            ),
            (
                "no source, no head",
                "specification: # s\n  # of destination\n  destination:\n    parameters:\n      - {name: x, type: int}\n",
                "specification: # s\n  source:\n    parameters:\n      <a b>\n  # of destination\n  destination:\n    parameters:\n      <c>\n",
            ),
            (
                "nothing behind colons",
                "specification:\n  source: # none\n    # none yet\n  destination:\n      parameters:\t\n\n      x: 1\n",
                "specification:\n  source: # none\n    parameters:\n      <a b>\n    # none yet\n  destination:\n      parameters:\t\n        <c>\n\n      x: 1\n",
            ),
            (
                "empty collections",
                "specification:\n  source: {} # none\n  destination:\n    parameters: [\n      # none\n     ] # end\n",
                "specification:\n  source: # none\n    parameters:\n      <a b>\n  destination:\n    parameters: # end\n      <c>\n",
            ),
            (
                "null",
                "specification:\n  source: ~\n  destination:\n    parameters: null\n",
                "specification:\n  source:\n    parameters:\n      <a b>\n  destination:\n    parameters:\n      <c>\n",
            ),
            (
                "no parameters, but other keys",
                "specification:\n  source:\n    x: 1\n    y: |\n      z\n\n  destination:\n    # no key\n    z:\n      - 1 # one\n    # end\n",
                "specification:\n  source:\n    x: 1\n    y: |\n      z\n    parameters:\n      <a b>\n\n  destination:\n    # no key\n    z:\n      - 1 # one\n    parameters:\n      <c>\n    # end\n",
            ),
            (
                "parameters that would be merged",
                "b: &b\n  parameters: [{name: x, type: int}]\nspecification:\n  source:\n    <<: *b\n  destination:\n    parameters:\n      <x>\n",
                "b: &b\n  parameters: [{name: x, type: int}]\nspecification:\n  source:\n    <<: *b\n    parameters:\n      <a b>\n  destination:\n    parameters:\n      <c>\n",
            ),
        ],
    );
}

#[test]
fn lists_are_emptied() {
    assert_edits(
        &lists(&[], &[]),
        &[
            (
                "blocks",
                "specification:\n  source:\n    x: 1\n    parameters: # p\n      # first\n      <a b>\n    # end\n  destination:\n    parameters:\n    - name: x\n      type: int\n",
                "specification:\n  source:\n    x: 1\n    parameters: [] # p\n      # first\n    # end\n  destination:\n    parameters: []\n",
            ),
            (
                "flow",
                "specification:\n  source:\n    parameters: [{name: x, type: int}] # p\n  destination: {parameters: [{name: x, type: int}], x: 1}\n",
                "specification:\n  source:\n    parameters: [] # p\n  destination: {parameters: [], x: 1}\n",
            ),
            (
                "what is empty stays as it is",
                "specification:\n  x: 1\n  source:\n    parameters: ~ # none\n  destination: {}\n",
                "specification:\n  x: 1\n  source:\n    parameters: ~ # none\n  destination: {}\n",
            ),
            ("nothing at all", "specification: {x: 1}\n", "specification: {x: 1}\n"),
        ],
    );
}
