//! Descriptions: where they come from, and where they go.

use std::collections::BTreeMap;

use paramgen::Params;

macro_rules! text {
    () => {
        "Of a macro."
    };
}

#[derive(Params)]
#[expect(dead_code, reason = "only the descriptions matter")]
struct Forms {
    /// Short.
    #[doc = include_str!("indented.md")]
    included: u8,
    /// Short.
    ///
    #[doc = concat!("Of two", " parts.")]
    #[doc = text!()]
    /// Last.
    mixed: u8,
    #[doc = "Bare."]
    ///   * Indented.
    /// Comment.
    bare: u8,
    #[doc = include_str!("description.txt")]
    alone: u8,
    #[param(docs = "  As it stands. \n")]
    verbatim: u8,
}

macro_rules! passed_on {
    ($(#[$attribute:meta])* $name:ident: $text:expr, $literal:literal, $(#[doc = $line:expr])*) => {
        #[derive(Params)]
        #[expect(dead_code, reason = "only the descriptions matter")]
        struct $name {
            $(#[$attribute])*
            of_meta: u8,
            /// Before.
            #[doc = $text]
            #[doc = $literal]
            of_fragments: u8,
            $(#[doc = $line])*
            of_lines: u8,
        }
    };
}

passed_on! {
    /// One.
    ///  - Two.
    #[doc = "Three."]
    PassedOn: "An expression.", "A literal.",
    /// Four.
    /// Five.
}

fn descriptions<T: Params>() -> Vec<(String, String)> {
    T::parameters().into_iter().map(|(name, parameter)| (name, parameter.description().to_owned())).collect()
}

#[test]
fn every_form_of_a_doc_comment_counts() {
    let expected = [
        ("included", "Short.\nLong text.\n\n  code"),
        ("mixed", "Short.\n\nOf two parts.\nOf a macro.\nLast."),
        ("bare", "Bare.\n  * Indented.\nComment."),
        ("alone", "From a file."),
        ("verbatim", "  As it stands. \n"),
    ];
    let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
    assert_eq!(descriptions::<Forms>(), expected);
}

#[test]
fn attributes_passed_through_a_macro_count() {
    let expected = [
        ("ofMeta", "One.\n - Two.\nThree."),
        ("ofFragments", "Before.\nAn expression.\nA literal."),
        ("ofLines", "Four.\nFive."),
    ];
    let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
    assert_eq!(descriptions::<PassedOn>(), expected);
}

#[derive(Params)]
#[expect(dead_code, reason = "only the descriptions matter")]
struct Groups {
    /// How to log in.
    login: Option<Login>,
    /// Settings of single tables.
    tables: BTreeMap<String, Table>,
    /// Labels of every record.
    labels: BTreeMap<String, String>,
    /// How much at once.
    #[param(flatten(defaults(size = 5), docs(size = "Rows at once.", nested.delay = "Pause.")))]
    batch: Batch,
    undescribed: Table,
}

#[derive(Params)]
#[expect(dead_code, reason = "only the descriptions matter")]
struct Login {
    user: String,
    /// Methods of logging in.
    methods: Option<Table>,
}

#[derive(Params)]
#[expect(dead_code, reason = "only the descriptions matter")]
struct Table {
    /// Its key.
    key: Option<String>,
}

#[derive(Params)]
#[expect(dead_code, reason = "only the descriptions matter")]
struct Batch {
    /// Size.
    #[param(default = 1)]
    size: u8,
    nested: Inner,
}

#[derive(Params)]
#[expect(dead_code, reason = "only the descriptions matter")]
struct Inner {
    /// Delay.
    delay: Option<String>,
}

#[test]
fn a_struct_that_flattens_words_descriptions_as_it_sets_defaults() {
    let parameters = Groups::parameters();
    let size = parameters.get("size").expect("a parameter");
    assert_eq!((size.description(), size.default()), ("Rows at once.", Some("5")));
    assert_eq!(parameters.get("nested.delay").expect("a parameter").description(), "Pause.");
    let own = Batch::parameters();
    assert_eq!(own.get("size").expect("a parameter").description(), "Size.");
}

#[test]
fn what_is_said_of_structs_and_maps_stands_in_every_document() {
    let specification = paramgen::Specification::new("groups").with_source(Groups::parameters());
    let page = specification.to_markdown();
    let schema = Groups::parameters().to_json_schema();
    let json = specification.to_json();
    for (about, text) in [
        ("login.…", "How to log in."),
        ("login.methods.…", "Methods of logging in."),
        ("tables.*.…", "Settings of single tables."),
        ("size, nested.delay", "How much at once."),
    ] {
        assert!(page.contains(&format!("- `{about}`: {text}\n")), "{page}");
        assert!(schema.contains(&format!("{about}: {text}")), "{schema}");
        assert!(json.contains(&format!("\"description\":\"{text}\"")), "{json}");
    }
    let again = paramgen::Specification::from_json(&json).expect("JSON of a specification");
    assert_eq!(again.to_markdown(), page);
    assert_eq!(again.to_json(), json);
}
