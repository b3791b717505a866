//! README sections and the page of a specification: documents reviewed as such, mistakes in markers, arbitrary text.
#![cfg(feature = "spec")]

use std::{collections::BTreeMap, time::Duration};

use paramgen::{
    Number, ParamValue, Parameter, ParameterType, Parameters, Params, Secret, Specification, Validation,
};
use proptest::prelude::*;

fn text(name: &'static str, description: &'static str) -> Parameter {
    Parameter::new(name, ParameterType::String).with_description(description)
}

/// A connector whose texts have what tables and pipeline files trip over.
fn shelf() -> Specification {
    let source = Parameters::from_iter([
        text("sdk.batch.size", "Records of a batch.").with_default("0"),
        text(
            "shelves.*.label",
            "Label of a shelf. It may hold <shelf> and </td>, an entity &amp; a link <https://example.com/a|b>,<br>\n\
             and `<td>` as code.\n\n- a list\n- of two\n\n```\n<table>\n",
        )
        .with_default("`A|B`"),
        text("template", "What a label is made of: a template with quotes, `#` and a tag <!-- readmegen:name -->.")
            .with_default("{{ index .Metadata \"opencdc.collection\" }} # \\d"),
        text("script", "Run for each book.").with_default("first\n\n  `second`\n"),
        text(
            "url",
            "Address of the library. It is a long one that needs more than a line of the example, and then some; \
             wordsthatareverylongandhavenospaceinthemstandaloneeveniftheyaretoolongfortheline end here.\n\
             Second line.\n\nSecond paragraph.",
        )
        .with_validation(Validation::Required),
        text("token", "").with_default("hunter2").with_secret(true),
        Parameter::new("depth", ParameterType::Int)
            .with_validation(Validation::Required)
            .with_validation(Validation::GreaterThan(Number::Int(0))),
        Parameter::new("limit", ParameterType::Int).with_description("Most books that are read."),
        Parameter::new("ratio", ParameterType::Float).with_default("0.5"),
        Parameter::new("lend", ParameterType::Bool),
        Parameter::new("wait", ParameterType::Duration),
        Parameter::new("on", ParameterType::File).with_default("C:\\books"),
    ]);
    Specification::new("book-shelf_v2")
        .with_summary("Reads *books*, and puts them back.")
        .with_description("## What it does\r\n\r\nIt reads.\n\n```sh\nread --all\n```")
        .with_version("v1.2.3")
        .with_author("A. Librarian")
        .with_source(source)
        .with_destination(Parameters::default())
}

const README: &str = include_str!("readme/every_section.md");

#[test]
fn every_section_is_written_as_reviewed() {
    let written = shelf().to_readme_in(README).expect("a README");
    assert_eq!(written, include_str!("readme/every_section.expected.md"), "\n{written}");
    assert_eq!(shelf().to_readme_in(&written).as_ref(), Ok(&written), "nothing is left to change");
    assert!(!written.contains("hunter2"), "the default of a secret");
}

#[test]
fn line_ends_are_those_of_the_file() {
    let expected = include_str!("readme/every_section.expected.md").replace('\n', "\r\n");
    let written = shelf().to_readme_in(&README.replace('\n', "\r\n")).expect("a README");
    assert_eq!(written, expected);
    assert_eq!(shelf().to_readme_in(&written).as_ref(), Ok(&written));
}

/// What is written decides neither where its own lines end nor, the next time, those of other sections.
#[test]
fn line_ends_stay_when_written_again() {
    let fields = |name: &str, description: &str| Specification::new(name).with_description(description);
    let cases = [
        (fields("\r\r\n", ""), "<!-- readmegen:name -->old<!-- /readmegen:name -->"),
        (fields("a\rb\r\nc", ""), "<!-- readmegen:name -->old<!-- /readmegen:name -->\r\n"),
        (
            fields("a", "b"),
            "<!-- readmegen:name -->\r\n<!-- /readmegen:name --> <!-- readmegen:description --><!-- /readmegen:description -->\n",
        ),
        (
            fields("a", "b"),
            "<!-- readmegen:name -->\r\n<!-- /readmegen:name --> <!-- readmegen:description --><!-- /readmegen:description -->",
        ),
    ];
    for (specification, readme) in cases {
        let written = specification.to_readme_in(readme).expect("a README");
        assert_eq!(specification.to_readme_in(&written).as_ref(), Ok(&written), "{readme:?}");
        let bare = written.replace("\r\n", "");
        assert!(!bare.contains('\r'), "{written:?}");
        assert!(bare.len() == written.len() || !bare.contains('\n'), "{written:?}");
    }
}

/// Rows and settings as they stand in the READMEs of public connectors.
#[test]
fn plain_parameters_are_written_as_readmegen_writes_them() {
    let parameters = [
        text("path", "File that is read.").with_default("in.txt").with_validation(Validation::Required),
        Parameter::new("lines", ParameterType::Int).with_description("Lines at a time."),
    ];
    let specification = Specification::new("plain").with_source(parameters.into_iter().collect());
    let section = |name: &str| {
        let (open, close) = (format!("<!-- readmegen:{name} -->"), format!("<!-- /readmegen:{name} -->"));
        let written = specification.to_readme_in(&format!("{open}{close}")).expect("a README");
        written.strip_prefix(&open).and_then(|rest| rest.strip_suffix(&close)).expect("a section").to_owned()
    };
    assert_eq!(
        section("source.parameters.table"),
        "\n<table class=\"no-margin-table\">\n  <tr>\n    <th>Name</th>\n    <th>Type</th>\n    <th>Required</th>\n    \
         <th>Default</th>\n    <th>Description</th>\n  </tr>\n  <tr>\n<td>\n\n`path`\n\n</td>\n<td>\n\nstring\n\n</td>\n\
         <td>\n\n✅\n\n</td>\n<td>\n\n`in.txt`\n\n</td>\n<td>\n\nFile that is read.\n\n</td>\n  </tr>\n  <tr>\n<td>\n\n\
         `lines`\n\n</td>\n<td>\n\nint\n\n</td>\n<td>\n\n\n\n</td>\n<td>\n\n`0`\n\n</td>\n<td>\n\nLines at a time.\n\n\
         </td>\n  </tr>\n</table>\n"
    );
    let yaml = section("source.parameters.yaml");
    let settings = yaml.split_once("        settings:\n").map(|(_, settings)| settings);
    assert_eq!(
        settings,
        Some(
            "          # File that is read.\n          # Type: string\n          # Required: yes\n          \
             path: \"in.txt\"\n          # Lines at a time.\n          # Type: int\n          # Required: no\n          \
             lines: \"\"\n```\n"
        )
    );
    for (name, title) in
        [("kafka", "Kafka"), ("google-drive", "Google-Drive"), ("my_db 2nd", "My_db 2nd"), ("ß", "ß")]
    {
        let written =
            Specification::new(name).to_readme_in("<!-- readmegen:name --><!-- /readmegen:name -->");
        assert_eq!(written, Ok(format!("<!-- readmegen:name -->{title}<!-- /readmegen:name -->")));
    }
}

#[test]
fn what_is_wrong_with_a_marker_has_a_place() {
    let cases = [
        (
            "a\né <!-- readmegen:sumary --><!-- /readmegen:sumary -->",
            (2, 3),
            "unknown section \"sumary\"; did you mean \"summary\"?",
        ),
        (
            "<!-- readmegen:source.parameter.table -->",
            (1, 1),
            "unknown section \"source.parameter.table\"; did you mean \"source.parameters.table\"?",
        ),
        (
            "<!-- readmegen:x -->",
            (1, 1),
            "unknown section \"x\"; one of name, summary, description, version, author, source.parameters.table, \
             source.parameters.yaml, destination.parameters.table, destination.parameters.yaml",
        ),
        (
            "\n\n  <!-- readmegen:name -->\n",
            (3, 3),
            "the section \"name\" does not end; write `<!-- /readmegen:name -->` behind it",
        ),
        ("`<!-- /readmegen:name -->`", (1, 2), "no section \"name\" is open here"),
        (
            "<!-- readmegen:name -->\n<!-- readmegen:author --><!-- /readmegen:author --><!-- /readmegen:name -->",
            (2, 1),
            "the section \"author\" begins within the section \"name\" of line 1; end that with \
             `<!-- /readmegen:name -->` before",
        ),
        (
            "\n<!-- readmegen:name --><!-- /readmegen:names -->",
            (2, 24),
            "the section \"names\" ends within the section \"name\" of line 2; end that with \
             `<!-- /readmegen:name -->` before",
        ),
        (
            "<!-- readmegen:name --><!-- readmegen:name --><!-- /readmegen:name -->",
            (1, 24),
            "the section \"name\" begins within the section \"name\" of line 1",
        ),
        (
            "<!-- readmegen:name\n-->",
            (1, 1),
            "this marker does not end in its line; write `-->` behind the name",
        ),
        ("<!-- readmegen:name --><!-- /readmegen:name", (1, 24), "this marker does not end in its line"),
        (
            "<!--readmegen:name-->",
            (1, 1),
            "a marker is `<!-- readmegen:name -->` or `<!-- /readmegen:name -->`",
        ),
        (
            "<!-- readmegen:name --><!-- / readmegen:name -->",
            (1, 24),
            "a marker is `<!-- readmegen:name -->`",
        ),
    ];
    for (readme, place, message) in cases {
        let error = Specification::new("x").to_readme_in(readme).expect_err(readme);
        assert_eq!((error.line(), error.column()), place, "{error}\n{readme}");
        assert!(error.message().starts_with(message), "{error}\n{readme}");
    }
    for readme in
        ["<!-- readmegen -->", "<!-- READMEGEN:name -->", "<!-- see readmegen:name -->", "readmegen:name -->"]
    {
        assert_eq!(Specification::new("x").to_readme_in(readme).as_deref(), Ok(readme), "it is no marker");
    }
}

#[test]
fn a_description_ends_before_its_marker() {
    let cases = [
        ("a", "\na"),
        ("```\na", "\n```\na\n```\n"),
        ("a\n\n~~~~\n```", "\na\n\n~~~~\n```\n~~~~\n"),
        ("", "\n"),
    ];
    for (description, section) in cases {
        let specification = Specification::new("x").with_description(description);
        let written =
            specification.to_readme_in("<!-- readmegen:description --><!-- /readmegen:description -->");
        let expected = format!("<!-- readmegen:description -->{section}<!-- /readmegen:description -->");
        assert_eq!(written, Ok(expected));
    }
}

#[test]
fn hostile_texts_end_soon() {
    let pieces = [
        "`",
        "``` ",
        "` `` ",
        "<",
        "<!--",
        "<!-- readmegen:name --><!-- /readmegen:name -->",
        "<http:",
        "\\",
        "a\n",
        "a ",
    ];
    for text in pieces.map(|piece| piece.repeat(10_000)) {
        let specification = connector("a".into(), text.clone(), text.clone());
        let readme = "<!-- readmegen:source.parameters.table --><!-- /readmegen:source.parameters.table -->\n\
                      <!-- readmegen:source.parameters.yaml --><!-- /readmegen:source.parameters.yaml -->";
        assert!(specification.to_readme_in(readme).is_ok());
        assert!(!specification.to_markdown().is_empty());
        let _ = Specification::new("x").to_readme_in(&text);
    }
}

/// How books are lent.
#[derive(Debug, ParamValue)]
enum Lending {
    Free,
    #[param(name = "by day|week")]
    ByDay,
}

/// What only a derived struct can say of its parameters.
#[derive(Debug, Params)]
#[expect(dead_code, clippy::doc_markdown, reason = "only the documents matter, stray backticks included")]
struct Lent {
    /// Pass|word of the
    /// librarian, with a <tag>, <https://example.com/a|b>, code: `` `a|b ``, `a\|b`,
    /// a \| pipe, two \\| more, and a stray `.
    ///
    /// Second paragraph, with another ` in it:
    /// - first
    /// - second
    ///
    /// ```sh
    /// read | count
    ///
    /// done
    /// ```
    /// Last words.
    #[param(default = "hunter2", example = "tr0ub4dor", name = "password")]
    password: Secret<String>,
    /// Address.
    #[param(alias = "uri", example = "http://a", example = "http://b|c", regex = "^(http|https)://\\|?", len(4..=90))]
    url: String,
    #[param(default = "by day|week")]
    lending: Lending,
    /// Books at a time.
    #[param(default = 5, min = 1, max = 9, deprecated = "use `all` | nothing")]
    books: u8,
    /// Pause between two.
    #[param(min = "1s")]
    pause: Option<Duration>,
    #[param(separator = "|", len(1..=3), exclusion("none"))]
    shelves: Vec<String>,
    #[param(default = "`\ntwo|lines")]
    header: String,
    /// Rows.
    rows: BTreeMap<String, Row>,
}

#[derive(Debug, Params)]
#[expect(dead_code, reason = "only the documents matter")]
struct Row {
    /// Its height.
    #[param(lt = 2.5)]
    height: f64,
}

#[test]
fn the_page_is_written_as_reviewed() {
    let page = Specification::new("lent")
        .with_summary("Lends books.")
        .with_description("\nAs *Markdown*:\n\n- one\n\n```sh\nread --all\n")
        .with_source(Lent::parameters())
        .with_destination(Parameters::default())
        .to_markdown();
    assert_eq!(page, include_str!("readme/page.expected.md"), "\n{page}");
    for secret in ["hunter2", "tr0ub4dor"] {
        assert!(!page.contains(secret), "\n{page}");
    }
    assert_eq!(Specification::new("bare").to_markdown(), "# bare\n");
}

/// Text of what Markdown, HTML and YAML treat specially.
fn awkward() -> impl Strategy<Value = String> {
    prop_oneof![
        "[`<>|\\\\/a-c &#*_\n\r~:\"'!-]{0,24}",
        "(```|~~~|`|<td>|</td>|<br>|\n|    |- |<!-- /?readmegen:name -->|\\||\\\\|a|\r\n){0,12}",
        any::<String>(),
    ]
}

/// Text between markers that has none.
fn outside() -> impl Strategy<Value = String> {
    "[<!a-z /:>\n\ré`-]{0,12}".prop_filter("no marker", |text| !text.contains("readmegen"))
}

fn connector(name: String, description: String, default: String) -> Specification {
    let parameter = Parameter::new(name.clone(), ParameterType::String)
        .with_default(default.clone())
        .with_validation(Validation::Inclusion(vec![default.into()].into()))
        .with_description(description.clone());
    let parameters = Parameters::from_iter([parameter]);
    Specification::new(name)
        .with_description(description)
        .with_source(parameters.clone())
        .with_destination(parameters)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn only_sections_change(
        texts in proptest::collection::vec((outside(), 0..9usize), 0..4),
        end in outside(),
        name in awkward(),
        description in awkward(),
        default in awkward(),
    ) {
        let names = [
            "name", "summary", "description", "version", "author", "source.parameters.table",
            "source.parameters.yaml", "destination.parameters.table", "destination.parameters.yaml",
        ];
        let readme: String = texts
            .iter()
            .map(|(text, i)| format!("{text}<!-- readmegen:{0} -->old<!-- /readmegen:{0} -->", names[*i]))
            .collect::<Vec<_>>()
            .concat();
        let readme = readme + &end;
        let specification = connector(name, description, default);
        let written = specification.to_readme_in(&readme).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let again = specification.to_readme_in(&written).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&again, &written);
        let mut rest = &*written;
        for (text, i) in &texts {
            let open = format!("{text}<!-- readmegen:{} -->", names[*i]);
            let close = format!("<!-- /readmegen:{} -->", names[*i]);
            rest = rest.strip_prefix(&*open).expect("what stood before the section");
            rest = rest.split_once(&close).expect("the end of the section").1;
        }
        prop_assert_eq!(rest, end);
    }

    #[test]
    fn any_text_is_a_readme_or_refused(
        text in prop_oneof![any::<String>(), "(<!-- ?/?readmegen:|name|yaml| -->|-->|\n|é|<!--|```){0,10}"],
    ) {
        let _ = connector("a".into(), "b".into(), "c".into()).to_readme_in(&text);
    }

    #[test]
    fn tables_stay_tables(name in awkward(), description in awkward(), default in awkward()) {
        let page = connector(name, description.clone(), default).to_markdown();
        let rows: Vec<&str> = page.split_once("| --- |\n").expect("a table").1.lines().take(1).collect();
        let row = rows.first().expect("a row");
        let cells = |is_end: &dyn Fn(&str) -> bool| row.match_indices('|').filter(|(at, _)| is_end(&row[..*at])).count();
        prop_assert_eq!(cells(&|before| !before.ends_with('\\')), 6, "{}", row);
        let backslashes = |before: &str| before.len() - before.trim_end_matches('\\').len();
        prop_assert_eq!(cells(&|before| backslashes(before) % 2 == 0), 6, "{}", row);

        let readme = "<!-- readmegen:source.parameters.table --><!-- /readmegen:source.parameters.table -->";
        let text = description.replace(['`', '~'], "");
        let written = connector("a".into(), text, "b".into()).to_readme_in(readme).expect("a README");
        for (tag, count) in [("<td>", 5), ("</td>", 5), ("<!--", 2)] {
            prop_assert_eq!(written.matches(tag).count(), count, "{}", &written);
        }
    }
}

/// One section too many does not keep the others from being written.
#[test]
fn sections_of_a_side_that_is_missing_are_left() {
    let readme = |name: &str| {
        format!(
            "<!-- readmegen:name -->{name}<!-- /readmegen:name -->\n\
             <!-- readmegen:destination.parameters.yaml -->mine<!-- /readmegen:destination.parameters.yaml -->\n\
             ```\n<!-- readmegen:source.parameters.table -->\n<!-- /readmegen:source.parameters.table -->\n```\n"
        )
    };
    let specification = Specification::new("x");
    assert_eq!(specification.to_readme_in(&readme("")), Ok(readme("X")));
    let left = specification.readme_sections_left(&readme("")).expect("markers");
    let left: Vec<_> = left.iter().map(|left| (left.line(), left.column(), left.message())).collect();
    assert_eq!(
        left,
        [
            (2, 1, "the connector has no destination; this section is left as it is, take it out"),
            (4, 1, "the connector has no source; this section is left as it is, take it out"),
        ]
    );
}
