//! The checked input: values of these types are legal, and expand without a decision.

use proc_macro2::TokenStream;
use syn::{Generics, Ident, LitStr, Path, Type};

use crate::literal::Literal;

/// A struct of parameters.
pub(crate) struct Struct {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    /// The path of the `paramgen` crate.
    pub(crate) krate: TokenStream,
    pub(crate) fields: Vec<Field>,
    pub(crate) rules: Vec<Between>,
    pub(crate) check: Option<Path>,
    /// Where to say that two names are the same, if names of other types could be among them.
    pub(crate) may_collide: Option<TokenStream>,
}

/// A field.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) kind: FieldKind,
}

pub(crate) enum FieldKind {
    /// No parameter: filled by `Default`.
    Skipped,
    Parameter(Box<Parameter>),
    Flattened {
        /// The key, for checks of the attribute.
        written: Path,
        overrides: Vec<Override>,
    },
}

/// A field that is a parameter, a struct of parameters or a map, as its type decides.
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) description: Option<TokenStream>,
    pub(crate) default: Option<Literal>,
    pub(crate) required: Option<Path>,
    pub(crate) rules: Vec<Rule>,
    /// Whether the default matches the field's own pattern, however it is read.
    pub(crate) is_tried: bool,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) examples: Vec<Literal>,
    pub(crate) deprecated: Option<LitStr>,
    pub(crate) separator: Option<LitStr>,
    pub(crate) untrimmed: Option<Path>,
    pub(crate) secret: Option<Path>,
    pub(crate) file: Option<Path>,
}

/// A rule about one value, and the tokens that wrote it.
pub(crate) struct Rule {
    pub(crate) written: TokenStream,
    /// The text of a bound in quotes, which must be a duration.
    pub(crate) duration: Option<String>,
    pub(crate) kind: RuleKind,
}

pub(crate) enum RuleKind {
    GreaterThan(TokenStream),
    LessThan(TokenStream),
    Min(TokenStream),
    Max(TokenStream),
    Inclusion(Vec<LitStr>),
    Exclusion(Vec<LitStr>),
    Regex(LitStr),
    Length { min: usize, max: usize },
}

/// Another default for a field inside of a flattened struct.
pub(crate) struct Override {
    pub(crate) path: Vec<Ident>,
    pub(crate) default: Literal,
    /// All of it, from the name to the value.
    pub(crate) written: TokenStream,
}

/// A field that a rule between fields names.
pub(crate) struct Member {
    pub(crate) ident: Ident,
    /// Its place among the fields that are not skipped.
    pub(crate) index: usize,
}

/// A rule between fields.
pub(crate) enum Between {
    OneOf(Vec<Member>),
    AtLeastOneOf(Vec<Member>),
    Conflicts(Vec<Member>),
    AllOrNone(Vec<Member>),
    Requires { given: Member, needed: Vec<Member> },
    RequiredIf { needed: Member, given: Member, value: Literal },
}

/// A type that is read from one text.
pub(crate) struct Value {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) krate: TokenStream,
    pub(crate) kind: ValueKind,
}

pub(crate) enum ValueKind {
    Choices(Vec<Choice>),
    Newtype { inner: Box<Type>, rules: Vec<Rule>, secret: bool },
}

/// A variant and the text that names it.
pub(crate) struct Choice {
    pub(crate) variant: Ident,
    pub(crate) name: String,
}
