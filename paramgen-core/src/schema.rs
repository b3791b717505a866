//! The schema: a `const` tree of plain data that the derive writes once for each struct. The reader, the
//! parameter list and the compile-time checks all read this and nothing else.

use crate::{
    field_rules::FieldRule, parameters::ParameterType, scalar::Kind, text::const_eq, validation::Validation,
    value::Value,
};

/// A struct of parameters: its fields in the order of their declaration, and the rules between them.
#[doc(hidden)]
#[derive(Debug)]
pub struct Schema {
    fields: &'static [Field],
    rules: &'static [FieldRule],
    /// Whether the macro found mistakes, so that nothing is known of the fields.
    broken: bool,
}

/// What a type is as a field.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub(crate) node: Node,
    /// Whether the field may be absent because its type says so.
    pub(crate) optional: bool,
    /// Whether it says so twice.
    pub(crate) doubly_optional: bool,
}

/// The three things that a field can be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Node {
    /// One parameter.
    Value(&'static Value),
    /// The parameters of another struct.
    Struct(&'static Schema),
    /// Any number of either, each under a name of the user's choice.
    Map(&'static Shape),
}

/// A field of a struct: what its type is, and what its attributes say.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub(crate) ident: &'static str,
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) description: &'static str,
    pub(crate) default: Option<&'static str>,
    /// Whether the macro has tried the default against the field's own pattern.
    pub(crate) tried: bool,
    pub(crate) required: bool,
    pub(crate) rules: &'static [Validation],
    pub(crate) aliases: &'static [&'static str],
    pub(crate) examples: &'static [&'static str],
    pub(crate) deprecated: Option<&'static str>,
    pub(crate) separator: Option<&'static str>,
    pub(crate) trim: bool,
    pub(crate) secret: bool,
    pub(crate) file: bool,
    pub(crate) flatten: bool,
    pub(crate) overrides: &'static [Override],
    /// How many parameters with fixed names, maps and aliases stand below; known by construction.
    pub(crate) size: Size,
}

/// Another default, or another description, for a parameter inside of a flattened struct.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Override {
    /// The names of the fields that lead to it.
    pub(crate) path: &'static [&'static str],
    pub(crate) what: Overridden,
    pub(crate) text: &'static str,
}

/// What of a parameter a struct around it gives.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Overridden {
    Default,
    Description,
}

/// How many things a part of a schema holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) leaves: usize,
    pub(crate) aliases: usize,
    pub(crate) maps: usize,
}

impl Schema {
    /// The schema of a struct with these fields and rules.
    pub const fn new(fields: &'static [Field], rules: &'static [FieldRule]) -> Self {
        Self { fields, rules, broken: false }
    }

    /// What stands in for the schema of a struct with mistakes: checks of what uses it keep silent.
    pub const fn broken(fields: &'static [Field]) -> Self {
        Self { fields, rules: &[], broken: true }
    }

    pub(crate) const fn is_broken(&self) -> bool {
        self.broken
    }

    /// The fields, in the order of their declaration.
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// One field; the derive names it by its place.
    pub const fn field(&self, index: usize) -> &'static Field {
        &self.fields[index]
    }

    /// The field of this name in the code.
    pub(crate) const fn by_ident(&self, ident: &str) -> Option<&'static Field> {
        let mut i = 0;
        while i < self.fields.len() {
            if const_eq(self.fields[i].ident, ident) {
                return Some(&self.fields[i]);
            }
            i += 1;
        }
        None
    }

    pub(crate) const fn rules(&self) -> &'static [FieldRule] {
        self.rules
    }

    pub(crate) const fn size(&self) -> Size {
        let mut size = Size { leaves: 0, aliases: 0, maps: 0 };
        let mut i = 0;
        while i < self.fields.len() {
            size = size.plus(self.fields[i].size);
            i += 1;
        }
        size
    }
}

impl Shape {
    /// The shape of a value.
    pub const fn of_value(value: &'static Value) -> Self {
        Self { node: Node::Value(value), optional: false, doubly_optional: false }
    }

    /// The shape of a struct with this schema.
    pub const fn nested(schema: &'static Schema) -> Self {
        Self { node: Node::Struct(schema), optional: false, doubly_optional: false }
    }

    pub(crate) const fn map(shape: &'static Self) -> Self {
        Self { node: Node::Map(shape), optional: false, doubly_optional: false }
    }

    /// Whether a type in it has mistakes of its own, which are reported there.
    pub(crate) const fn is_broken(&self) -> bool {
        match self.node {
            Node::Value(value) => value.is_broken(),
            Node::Struct(schema) => schema.is_broken(),
            Node::Map(entry) => entry.is_broken(),
        }
    }

    /// How much a field of this shape holds, its older names apart.
    pub(crate) const fn size(&self) -> Size {
        match self.node {
            Node::Value(_) => Size { leaves: 1, aliases: 0, maps: 0 },
            Node::Struct(schema) => schema.size(),
            Node::Map(_) => Size { leaves: 0, aliases: 0, maps: 1 },
        }
    }

    pub(crate) const fn optional(self) -> Self {
        Self { optional: true, doubly_optional: self.optional, ..self }
    }
}

impl Size {
    /// Whether this is all that the other is.
    pub(crate) const fn is_all_of(self, other: Self) -> bool {
        self.leaves == other.leaves && self.maps == other.maps
    }

    pub(crate) const fn plus(self, other: Self) -> Self {
        Self {
            leaves: self.leaves + other.leaves,
            aliases: self.aliases + other.aliases,
            maps: self.maps + other.maps,
        }
    }
}

impl Overridden {
    pub(crate) const fn is(self, other: Self) -> bool {
        self as u8 == other as u8
    }
}

impl Override {
    /// Another default for the parameter that `path` leads to.
    pub const fn default(path: &'static [&'static str], text: &'static str) -> Self {
        Self { path, what: Overridden::Default, text }
    }

    /// Another description for the parameter that `path` leads to.
    pub const fn describe(path: &'static [&'static str], text: &'static str) -> Self {
        Self { path, what: Overridden::Description, text }
    }
}

impl Field {
    /// A field `ident` of a type of this shape whose parameter is called `name`.
    pub const fn new(ident: &'static str, name: &'static str, shape: Shape) -> Self {
        Self {
            ident,
            name,
            shape,
            description: "",
            default: None,
            tried: false,
            required: false,
            rules: &[],
            aliases: &[],
            examples: &[],
            deprecated: None,
            separator: None,
            trim: true,
            secret: false,
            file: false,
            flatten: false,
            overrides: &[],
            size: shape.size(),
        }
    }

    /// With this description.
    pub const fn describe(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }

    /// With this default.
    pub const fn default(mut self, text: &'static str) -> Self {
        self.default = Some(text);
        self
    }

    /// With a default that matches the field's own patterns.
    pub const fn tried(mut self) -> Self {
        self.tried = true;
        self
    }

    /// Required, though its type allows it to be absent or a default stands in.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// With these rules.
    pub const fn rules(mut self, rules: &'static [Validation]) -> Self {
        self.rules = rules;
        self
    }

    /// Also read from these names.
    pub const fn aliases(mut self, names: &'static [&'static str]) -> Self {
        // On a struct or a map they are a mistake that is reported elsewhere.
        if let Node::Value(_) = self.shape.node {
            self.size.aliases = names.len();
            self.aliases = names;
        }
        self
    }

    /// With these example values.
    pub const fn examples(mut self, texts: &'static [&'static str]) -> Self {
        self.examples = texts;
        self
    }

    /// Out of use; `advice` says what to use instead.
    pub const fn deprecated(mut self, advice: &'static str) -> Self {
        self.deprecated = Some(advice);
        self
    }

    /// A list whose items stand between this text instead of a comma.
    pub const fn separator(mut self, text: &'static str) -> Self {
        self.separator = Some(text);
        self
    }

    /// White space at its ends belongs to the value.
    pub const fn untrimmed(mut self) -> Self {
        self.trim = false;
        self
    }

    /// Never shown.
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Names a file.
    pub const fn file(mut self) -> Self {
        self.file = true;
        self
    }

    /// The struct's parameters stand beside the other fields, some with other defaults.
    pub const fn flatten(mut self, overrides: &'static [Override]) -> Self {
        self.flatten = true;
        self.overrides = overrides;
        self
    }

    pub(crate) const fn value(&self) -> Option<&'static Value> {
        match self.shape.node {
            Node::Value(value) => Some(value),
            Node::Map(Shape { node: Node::Value(value), .. }) => Some(value),
            Node::Struct(_) | Node::Map(_) => None,
        }
    }

    pub(crate) const fn is_secret(&self) -> bool {
        match self.value() {
            Some(value) => self.secret || value.is_secret(),
            None => self.secret,
        }
    }

    /// Whether a configuration must set the parameter, given the default that is in force.
    pub(crate) const fn is_required(&self, default: Option<&'static str>) -> bool {
        match self.shape.node {
            Node::Value(value) => {
                self.required || (default.is_none() && !self.shape.optional && !value.is_list())
            }
            Node::Struct(_) | Node::Map(_) => self.required,
        }
    }

    /// Whether it is a struct whose parameters are needed only where one of them is set.
    pub(crate) const fn is_optional_struct(&self) -> bool {
        matches!(self.shape.node, Node::Struct(_)) && self.shape.optional
    }

    /// Whether more is to say of it than its parameters say: it is an optional struct, or it has a description that is
    /// that of no parameter.
    pub(crate) const fn is_group(&self) -> bool {
        self.value().is_none() && (self.is_optional_struct() || !self.description.is_empty())
    }

    /// Its type as specifications name it.
    pub(crate) const fn parameter_type(&self) -> ParameterType {
        match self.value() {
            _ if self.file => ParameterType::File,
            Some(value) if value.is_list() => ParameterType::String,
            Some(value) => match value.kind() {
                Kind::Int { .. } => ParameterType::Int,
                Kind::Float { .. } => ParameterType::Float,
                Kind::Bool => ParameterType::Bool,
                Kind::Duration { .. } => ParameterType::Duration,
                Kind::Text | Kind::Char | Kind::Size | Kind::Parsed { .. } => ParameterType::String,
            },
            None => ParameterType::String,
        }
    }

    /// What its description says of the form of its text, behind the author's own words.
    pub(crate) const fn form(&self) -> Option<&'static str> {
        match self.value() {
            Some(value) => value.kind().form(),
            None => None,
        }
    }

    /// What separates the items, if the value is a list.
    pub(crate) const fn list_separator(&self) -> Option<&'static str> {
        match self.value() {
            Some(value) if value.is_list() => match self.separator {
                Some(text) => Some(text),
                None => Some(","),
            },
            _ => None,
        }
    }
}
