//! What the head of a specification leaves empty is filled in.

use paramgen::Specification;

use crate::{edit, whole};

#[test]
fn an_empty_head_is_filled() {
    let description = "description: |\n    # One\n\n    Two\n";
    let full = format!(
        "specification:\n  name: x\n  summary: 'Sums: up'\n  {description}  version: v1\n  author: me\n"
    );
    let cases = [
        ("specification:\n  name: x\n".to_owned(), full.clone()),
        ("specification:\n".to_owned(), full.clone()),
        ("specification: {}\n".to_owned(), full.clone()),
        ("specification:\n  name:\n  summary: ''\n  description: |\n  version: null\n  author: \"\"\n".to_owned(), full),
        (
            "specification: # s\n  # of x\n  x: 1\n  version: ~ # v\n  description: >- # d\n\n  summary: 's' # s\n".to_owned(),
            "specification: # s\n  name: x\n  # of x\n  x: 1\n  version: v1 # v\n  author: me\n  description: | # d\n    # One\n\n    Two\n\n  summary: 's' # s\n".to_owned(),
        ),
        (
            "d: &d\n  name: x\nspecification:\n  <<: *d\n  summary: s\n  description:\n      # deep\n  version: 1\n  author: a\n".to_owned(),
            "d: &d\n  name: x\nspecification:\n  <<: *d\n  summary: s\n  description: \"# One\\n\\nTwo\\n\"\n      # deep\n  version: 1\n  author: a\n".to_owned(),
        ),
        (String::new(), whole().to_yaml()),
        ("# ours\n\n".to_owned(), format!("# ours\n\n{}", whole().to_yaml())),
        ("# ours".to_owned(), format!("# ours\n{}", whole().to_yaml())),
        ("# ours\r\n---\r\n".to_owned(), format!("# ours\n---\n{}", whole().to_yaml()).replace('\n', "\r\n")),
        ("\u{FEFF}".to_owned(), format!("\u{FEFF}{}", whole().to_yaml())),
    ];
    for (before, after) in cases {
        assert_eq!(edit(&whole(), &before), after);
    }
    let kept = Specification::new("x").with_description("x\n\n");
    let before = "specification:\n  name: x\n  description:\n\n# end\n";
    assert_eq!(edit(&kept, before), before.replace("tion:\n\n", "tion: \"x\\n\\n\"\n\n"));
    let cut = "specification:\n  name: x";
    let kept = Specification::new("x").with_description("x\ny\n");
    assert_eq!(edit(&kept, cut), format!("{cut}\n  description: |\n    x\n    y\n"));
}
