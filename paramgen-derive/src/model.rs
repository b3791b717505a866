//! The checked input: values of these types are legal, and expand without a decision.

use proc_macro2::TokenStream;
use syn::{Generics, Ident, LitStr, Path, Type};

use crate::{docs::Description, literal::Literal};

/// A checked input.
pub(crate) trait Model {
    /// How many mistakes have been reported that do not keep it from being expanded.
    fn unfit(&self) -> usize;
}

/// A struct of parameters.
pub(crate) struct Struct {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) fields: Vec<Field>,
    pub(crate) rules: Vec<FieldRule>,
    pub(crate) check: Option<Path>,
    /// The fields whose names could meet those of other types.
    pub(crate) may_collide: Vec<MayCollide>,
}

/// A field whose names could meet those of other types.
pub(crate) struct MayCollide {
    /// Its place among the fields that are not skipped.
    pub(crate) index: usize,
    /// Where to say so.
    pub(crate) at: TokenStream,
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
    /// Its type can be no parameter, which has been reported.
    Unfit,
    Parameter(Box<Parameter>),
    Flattened {
        /// The key, for checks of the attribute.
        written: Path,
        description: Option<Description>,
        overrides: Vec<Override>,
    },
}

impl Field {
    /// Whether the schema has it.
    pub(crate) fn is_parameter(&self) -> bool {
        !matches!(self.kind, FieldKind::Skipped | FieldKind::Unfit)
    }
}

impl Model for Struct {
    fn unfit(&self) -> usize {
        self.fields.iter().filter(|field| matches!(field.kind, FieldKind::Unfit)).count()
    }
}

/// A field that is a parameter, a struct of parameters or a map, as its type decides.
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) description: Option<Description>,
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

/// A rule about one value.
pub(crate) struct Rule {
    /// The tokens that wrote it.
    pub(crate) written: TokenStream,
    /// The text of a bound in quotes, which must be a duration or a size.
    pub(crate) bound: Option<String>,
    /// The pattern, if it is one.
    pub(crate) pattern: Option<LitStr>,
    /// The `Validation` that it becomes.
    pub(crate) validation: TokenStream,
}

/// Another default, or another description, for a field inside of a flattened struct.
pub(crate) struct Override {
    pub(crate) path: Vec<Ident>,
    pub(crate) what: Overridden,
    pub(crate) value: Literal,
    /// All of it, from the name to the value.
    pub(crate) written: TokenStream,
}

/// What of a parameter a flattening struct gives.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Overridden {
    Default,
    Description,
}

/// A field that a rule between fields names.
pub(crate) struct Member {
    pub(crate) ident: Ident,
    /// Its place among the fields that are not skipped.
    pub(crate) index: usize,
}

/// A rule between fields.
pub(crate) enum FieldRule {
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
    pub(crate) kind: ValueKind,
}

pub(crate) enum ValueKind {
    Choices(Vec<Choice>),
    Newtype { inner: Box<Type>, rules: Vec<Rule>, secret: bool },
}

impl Model for Value {
    fn unfit(&self) -> usize {
        0
    }
}

/// A variant and the text that names it.
pub(crate) struct Choice {
    pub(crate) variant: Ident,
    pub(crate) name: String,
}
