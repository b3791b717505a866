//! Avro schemas, written as Conduit's Go code writes those that it infers.

use std::{collections::HashMap, fmt};

use bytestring::ByteString;
use serde_json::Value as Json;

use crate::record::json_text::push;

/// A schema. Types are numbered, as a record may hold itself.
#[derive(Clone, Debug, PartialEq)]
pub struct AvroSchema {
    pub(super) types: Vec<Type>,
    pub(super) root: usize,
    /// The text that it was read from; it has more than is kept here.
    pub(super) text: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    Date,
    TimeMillis,
    TimeMicros,
    TimestampMillis,
    TimestampMicros,
    Decimal { precision: u64, scale: u8, fixed: Option<usize> },
    Fixed(usize),
    Enum(Vec<ByteString>),
    Array(usize),
    Map(usize),
    Union(Vec<usize>),
    Record { name: String, fields: Vec<Field> },
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    /// The name in the record: the schema's own, or what it stands for where Avro does not allow that.
    pub(super) name: ByteString,
    /// The name that Avro sees.
    pub(super) avro_name: String,
    pub(super) ty: usize,
    pub(super) default: Option<Json>,
}

/// The attribute of a field with the name that Avro does not allow.
pub(super) const ORIGINAL_NAME: &str = "paramgen.name";

/// A text that is no Avro schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AvroError(pub(super) String);

impl fmt::Display for AvroError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not an Avro schema: {}", self.0)
    }
}

impl std::error::Error for AvroError {}

impl AvroSchema {
    pub(super) fn new(ty: Type, types: Vec<Type>) -> Self {
        let mut types = types;
        types.push(ty);
        Self { root: types.len() - 1, types, text: None }
    }

    pub(super) fn root(&self) -> &Type {
        &self.types[self.root]
    }

    fn write(&self, out: &mut String, index: usize) {
        let logical = |out: &mut String, base: &str, name: &str| {
            push(out, format_args!("{{\"type\":\"{base}\",\"logicalType\":\"{name}\"}}"));
        };
        match &self.types[index] {
            Type::Null => out.push_str("\"null\""),
            Type::Boolean => out.push_str("\"boolean\""),
            Type::Int => out.push_str("\"int\""),
            Type::Long => out.push_str("\"long\""),
            Type::Float => out.push_str("\"float\""),
            Type::Double => out.push_str("\"double\""),
            Type::Bytes => out.push_str("\"bytes\""),
            Type::String => out.push_str("\"string\""),
            Type::Date => logical(out, "int", "date"),
            Type::TimeMillis => logical(out, "int", "time-millis"),
            Type::TimeMicros => logical(out, "long", "time-micros"),
            Type::TimestampMillis => logical(out, "long", "timestamp-millis"),
            Type::TimestampMicros => logical(out, "long", "timestamp-micros"),
            Type::Decimal { precision, scale, .. } => push(
                out,
                format_args!(
                    "{{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":{precision},\"scale\":{scale}}}"
                ),
            ),
            Type::Fixed(size) => {
                push(out, format_args!("{{\"name\":\"fixed\",\"type\":\"fixed\",\"size\":{size}}}"))
            }
            Type::Enum(symbols) => {
                let symbols: Vec<&str> = symbols.iter().map(|symbol| &**symbol).collect();
                push(
                    out,
                    format_args!(
                        "{{\"name\":\"enum\",\"type\":\"enum\",\"symbols\":{}}}",
                        Json::from(symbols)
                    ),
                );
            }
            Type::Array(items) => {
                out.push_str("{\"type\":\"array\",\"items\":");
                self.write(out, *items);
                out.push('}');
            }
            Type::Map(values) => {
                out.push_str("{\"type\":\"map\",\"values\":");
                self.write(out, *values);
                out.push('}');
            }
            Type::Union(branches) => {
                for (position, branch) in branches.iter().enumerate() {
                    out.push(if position == 0 { '[' } else { ',' });
                    self.write(out, *branch);
                }
                out.push_str(if branches.is_empty() { "[]" } else { "]" });
            }
            Type::Record { name, fields } => {
                push(
                    out,
                    format_args!("{{\"name\":{},\"type\":\"record\",\"fields\":[", Json::from(name.as_str())),
                );
                for (position, field) in fields.iter().enumerate() {
                    if position > 0 {
                        out.push(',');
                    }
                    push(out, format_args!("{{\"name\":\"{}\",\"type\":", field.avro_name));
                    self.write(out, field.ty);
                    if *field.name != *field.avro_name {
                        push(out, format_args!(",\"{ORIGINAL_NAME}\":{}", Json::from(&*field.name)));
                    }
                    out.push('}');
                }
                out.push_str("]}");
            }
        }
    }

    /// The text of one of its types.
    pub(super) fn text_of(&self, index: usize) -> String {
        let mut out = String::new();
        self.write(&mut out, index);
        out
    }
}

/// The schema's JSON: the text that it was read from, or one as Conduit's Go code writes it.
impl fmt::Display for AvroSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => f.write_str(text),
            None => f.write_str(&self.text_of(self.root)),
        }
    }
}

/// What Avro tells types of a union apart by.
pub(super) fn base(ty: &Type) -> &'static str {
    match ty {
        Type::Null => "null",
        Type::Boolean => "boolean",
        Type::Int | Type::Date | Type::TimeMillis => "int",
        Type::Long | Type::TimeMicros | Type::TimestampMillis | Type::TimestampMicros => "long",
        Type::Float => "float",
        Type::Double => "double",
        Type::Bytes | Type::Decimal { fixed: None, .. } => "bytes",
        Type::String => "string",
        Type::Fixed(_) | Type::Decimal { fixed: Some(_), .. } => "fixed",
        Type::Enum(_) => "enum",
        Type::Array(_) => "array",
        Type::Map(_) => "map",
        Type::Union(_) => "union",
        Type::Record { .. } => "record",
    }
}

/// Names that Avro allows, each once.
#[derive(Debug, Default)]
pub(super) struct AvroNames {
    /// The names that are taken, with the last number of those like it: many that are alike do not try all numbers.
    taken: HashMap<String, usize>,
}

impl AvroNames {
    /// The name itself, or one like it.
    pub(super) fn name(&mut self, name: &str) -> String {
        let allowed = |character: char| if character.is_ascii_alphanumeric() { character } else { '_' };
        let mut made: String = name.chars().map(allowed).collect();
        if !is_name(&made) {
            made.insert(0, '_');
        }
        let Some(mut number) = self.taken.get(&made).copied() else {
            self.taken.insert(made.clone(), 1);
            return made;
        };
        let numbered = loop {
            number += 1;
            let numbered = format!("{made}_{number}");
            if !self.taken.contains_key(&numbered) {
                break numbered;
            }
        };
        self.taken.insert(made, number);
        self.taken.insert(numbered.clone(), 1);
        numbered
    }
}

impl AvroSchema {
    /// The fields of a record; none of another type.
    pub(super) fn field_names(&self) -> &[Field] {
        if let Type::Record { fields, .. } = self.root() { fields } else { &[] }
    }
}

/// Whether Avro allows a name.
pub(super) fn is_name(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}
