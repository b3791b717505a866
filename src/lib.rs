#![doc = include_str!("../README.md")]
//! # What is where
//!
//! | for | there is |
//! |---|---|
//! | a struct of settings | [`Params`](derive@Params), [`ParamValue`](derive@ParamValue), [`from_str_value!`], [`ByteSize`], [`Secret`], [`key!`], [`conduit`] |
//! | what is wrong with a configuration | [`Problems`], [`Problem`], [`ProblemKind`], [`Warning`]; [`Options`] for how strictly it is read |
//! | parameters as a list | [`Parameters`], [`Parameter`], [`ParameterType`], [`Validation`] |
//! | a connector's specification | [`specification!`](macro@specification), [`export!`](macro@export), [`Specification`], [`spec`], [`embedded`] |
//! | pipeline files | [`pipeline`] |
//! | tests of a connector's settings | [`testing`] |
//! | Conduit's protocol | [`proto`] |
#![warn(missing_docs)]

pub mod conduit;
mod key;

#[doc(inline)]
pub use paramgen_core::*;
#[doc(hidden)]
pub use paramgen_derive::__key;
/// Derives [`ParamValue`] for an enum of choices or a newtype, so that it may be the type of a parameter.
///
/// # Choices
///
/// An enum of variants without fields. Each is named in `camelCase`; another case is chosen by
/// `#[params(rename_all = "kebab-case")]` on the enum (`camelCase`, `snake_case`, `kebab-case`, `PascalCase`,
/// `SCREAMING_SNAKE_CASE`, `lowercase`), a name of its own by `#[param(name = "…")]` on the variant. Words of capitals are
/// one word: `SASL` is `sasl`, `AWSIam` is `awsIam` or `aws-iam`; `PascalCase` leaves variants as they are written. The
/// choices are an `inclusion` in the specification.
///
/// ```
/// use paramgen::{ParamValue, Params};
///
/// #[derive(Debug, PartialEq, ParamValue)]
/// enum Delivery {
///     AtLeastOnce,
///     #[param(name = "exactly-once")]
///     ExactlyOnce,
/// }
///
/// #[derive(Params)]
/// struct Config {
///     delivery: Delivery,
/// }
///
/// assert_eq!(Config::parse([("delivery", "atLeastOnce")])?.delivery, Delivery::AtLeastOnce);
/// assert!(Config::parse([("delivery", "never")]).is_err());
/// # Ok::<(), paramgen::Problems>(())
/// ```
///
/// # Newtypes
///
/// A struct around one value. Rules on it hold wherever the type is used, and stand in every specification:
/// `gt`, `lt`, `min`, `max`, `multiple_of`, `inclusion`, `exclusion`, `regex`, `len`, and `secret`, as on a field.
///
/// ```
/// use paramgen::{ParamValue, Params};
///
/// #[derive(Debug, ParamValue)]
/// #[param(min = 1024)]
/// struct Port(u16);
///
/// #[derive(Debug, Params)]
/// struct Config {
///     #[param(default = 8080)]
///     port: Port,
/// }
///
/// let problems = Config::parse([("port", "80")]).unwrap_err();
/// assert_eq!(problems.iter().next().unwrap().to_string(), "port: must be at least 1024, got \"80\"");
/// ```
pub use paramgen_derive::ParamValue;
/// Derives [`Params`] for a struct with named fields: its parameters, its parser, and checks at compile time.
///
/// # On the struct: `#[params(…)]`
///
/// - `rename_all = "kebab-case"`: how field names become parameter names; `camelCase` where it is not given. The cases
///   are those of [`derive@ParamValue`].
/// - `check = path`: a function `fn(&Self, &mut Problems)` that checks what no rule can say, and adds to the same report.
///   It needs a value of the struct, so it runs when all of the struct's own fields are good and no rule between them is
///   broken; a second run may then find more. Checks of nested structs, and of entries of maps, run whatever their
///   neighbours are. Keys are those of [`key!`].
/// - `require_docs`: a field without a doc comment is a compile error.
/// - `crate = ::path`: where this crate is found, if it is renamed.
/// - Rules between fields, which it names; "set" means set by the user, not by a default:
///   `one_of(a, b)`, `at_least_one_of(a, b)`, `conflicts(a, b)`, `requires(a => b)`, `all_or_none(a, b)`,
///   `required_if(a, b = "value")`.
///
/// ```
/// use paramgen::Params;
///
/// #[derive(Debug, Params)]
/// #[params(rename_all = "kebab-case", all_or_none(user_name, password))]
/// struct Login {
///     user_name: Option<String>,
///     password: Option<String>,
/// }
///
/// let problems = Login::parse([("user-name", "ann")]).unwrap_err();
/// assert!(problems.to_string().contains("password: required when \"user-name\" is set"));
/// ```
///
/// # On a field: `#[param(…)]`
///
/// Values are literals: texts, numbers, `true` and `false`. A default does not count as set, neither for rules between
/// fields nor for warnings.
///
/// | attribute | what it does | on |
/// |---|---|---|
/// | `name = "a.b"` | the parameter's name, taken literally | every field that is not flattened |
/// | `alias = "old"` | also read from this name, with a warning; may be repeated | single parameters |
/// | `default = 10`, `"10s"`, `true` | the value where none is set, or an empty one; of a map, the value of an entry without one | values, lists, maps of values |
/// | `required` | a list or map must have an item; stands beside a default in the specification | values, lists, maps |
/// | `gt = 0`, `lt = 1.5` | exclusive bounds of a number | numbers |
/// | `min = 1`, `max = "1h"`, `"64MiB"` | inclusive bounds, in the field's own type | numbers, durations, sizes |
/// | `multiple_of = 512` | the integer is a multiple of this one, as zero is | integers |
/// | `inclusion("a", "b")`, `exclusion("c")` | allowed and forbidden values | all but booleans |
/// | `regex = "…"` | a pattern that the text must contain, as Go's RE2 reads it | all but booleans |
/// | `len(1..=63)` | characters of a text, items of a list | texts, lists |
/// | `separator = ";"` | what stands between the items of a list, instead of a comma; one of white space separates as words are | lists |
/// | `trim = false` | white space at the ends belongs to the value, or to each item of a list | values, lists |
/// | `secret` | problems never show the value; [`Secret`] hides it from `Debug` too | values, lists |
/// | `file` | the value names a file; the type in the specification | texts |
/// | `deprecated = "use x"` | a warning when it is set | values, lists |
/// | `docs = "…"` | the description as it stands, in place of the doc comment | every field that is not flattened |
/// | `example = "…"` | shown in documents, checked like a default; may be repeated | values, lists |
/// | `flatten` | the struct's parameters stand beside the other fields; `flatten(defaults(size = 100), docs(size = "…"))` gives some other defaults and descriptions | structs |
/// | `skip` | no parameter; filled by `Default` | anything with `Default` |
///
/// On a list, rules are about each item, but for `len`. On a map of values, attributes are about the values, but for
/// `required`. Rules stand on fields and newtypes alike; a bound outside of the type's own range is a compile error, but
/// for the exclusive ones next to it (`gt = -1`, `lt = 65_536`), which tell Conduit of the type's width.
///
/// A field is required unless its type is an `Option`, a list or a map, or it has a default. A nested struct's parameters
/// are named `parent.child`; those of `BTreeMap<String, Struct>` are `parent.*.child`. An `Option` of a struct is `None`
/// unless one of its keys is set. Doc comments are the descriptions, `#[doc = include_str!("…")]` among them; those of structs
/// and maps stand in the page, in JSON and in JSON Schema.
///
/// ```
/// use std::{collections::BTreeMap, time::Duration};
/// use paramgen::Params;
///
/// #[derive(Debug, Params)]
/// struct Config {
///     /// Hosts to connect to.
///     #[param(required, len(..=3), example = "a,b")]
///     hosts: Vec<String>,
///     /// How long to wait.
///     #[param(default = "10s", min = "1s", max = "1h", alias = "wait")]
///     timeout: Duration,
///     /// Headers to send.
///     headers: BTreeMap<String, String>,
/// }
///
/// let config = Config::parse([("hosts", "a, b"), ("headers.x-id", "7")])?;
/// assert_eq!((config.hosts.len(), config.timeout.as_secs(), config.headers["x-id"].as_str()), (2, 10, "7"));
/// # Ok::<(), paramgen::Problems>(())
/// ```
///
#[doc = include_str!("attributes.md")]
///
/// # What the macro generates
///
/// One `const` with the struct's fields as plain data, one function that reads each field by one call and builds the
/// struct, and a `const` assertion for each thing that another type must confirm. Errors in attributes come all at once.
pub use paramgen_derive::Params;
/// Writes a connector's specification into the binary, where tools find it without running the connector.
///
/// It takes what [`specification!`](macro@specification) takes, and makes a static that survives stripping and link-time
/// optimisation, also in a library that the connector links. `paramgen::embedded::find` reads it back from the file.
///
/// ```
/// # use paramgen::Params;
/// #[derive(Params)]
/// struct SourceConfig {
///     url: String,
/// }
///
/// paramgen::export! {
///     /// What this connector says of itself.
///     pub fn specification() -> paramgen::Specification {
///         name: "postgres",
///         version: "0.1.0",
///         source: SourceConfig,
///     }
/// }
///
/// assert_eq!(specification().name(), "postgres");
/// ```
///
/// A crate exports one specification: a second `export!` is a compile error.
///
/// A library that stands in Cargo.toml and is never named in the code is not linked; `use library as _;` names it.
///
/// Without the function around it, the list alone is exported: `export! { name: "postgres", source: SourceConfig }`.
///
/// The text is made in `const` evaluation. Its form in the binary is a marker of 16 bytes, the length and a 64-bit
/// checksum in little-endian order, and the JSON of [`Specification::to_json`].
pub use paramgen_derive::export;
/// A connector's [`Specification`] from the types of its configurations.
///
/// | key | value |
/// |---|---|
/// | `name` | the name that pipelines use for the plugin; required |
/// | `version` | a version of [Semantic Versioning](https://semver.org), perhaps behind a `v`; that of the package where it is left out |
/// | `summary`, `description`, `author` | texts |
/// | `source`, `destination` | types that derive [`Params`](derive@Params) |
/// | `crate` | the path of this crate, if it is renamed |
///
/// Texts are `const` expressions: literals, `env!(…)`, `include_str!(…)`, constants. An empty name and a version of another
/// kind are compile errors.
///
/// ```
/// # use paramgen::Params;
/// #[derive(Params)]
/// struct SourceConfig {
///     url: String,
/// }
///
/// let specification = paramgen::specification! {
///     name: "postgres",
///     summary: "Reads tables of PostgreSQL.",
///     version: env!("CARGO_PKG_VERSION"),
///     source: SourceConfig,
/// };
/// assert_eq!(specification.source().map(|source| source.len()), Some(1));
/// ```
pub use paramgen_derive::specification;
