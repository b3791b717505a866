//! Avro schemas: read from their JSON, written as Conduit's Go code writes those that it infers.

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
const ORIGINAL_NAME: &str = "paramgen.name";

/// A text that is no Avro schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AvroError(String);

impl fmt::Display for AvroError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not an Avro schema: {}", self.0)
    }
}

impl std::error::Error for AvroError {}

impl AvroSchema {
    /// Reads a schema from its JSON.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or no schema.
    pub fn parse(text: &str) -> Result<Self, AvroError> {
        let json = match serde_json::from_str(text) {
            Ok(json) => json,
            // As Conduit's library does: the name of a type alone.
            Err(_) if primitive(text).is_some() => Json::from(text),
            Err(error) => return Err(AvroError(error.to_string())),
        };
        let mut reader = Reader { types: Vec::new(), names: HashMap::new() };
        let root = reader.read(&json, "")?;
        Ok(Self { types: reader.types, root, text: Some(text.to_owned()) })
    }

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

fn primitive(name: &str) -> Option<Type> {
    match name {
        "null" => Some(Type::Null),
        "boolean" => Some(Type::Boolean),
        "int" => Some(Type::Int),
        "long" => Some(Type::Long),
        "float" => Some(Type::Float),
        "double" => Some(Type::Double),
        "bytes" => Some(Type::Bytes),
        "string" => Some(Type::String),
        _ => None,
    }
}

struct Reader {
    types: Vec<Type>,
    /// Named types by their full names.
    names: HashMap<String, usize>,
}

impl Reader {
    fn add(&mut self, ty: Type) -> usize {
        self.types.push(ty);
        self.types.len() - 1
    }

    fn read(&mut self, json: &Json, namespace: &str) -> Result<usize, AvroError> {
        match json {
            Json::String(name) => self.named(name, namespace),
            Json::Array(branches) => self.union(branches, namespace),
            Json::Object(_) => self.object(json, namespace),
            other => Err(AvroError(format!("{other} is no type"))),
        }
    }

    fn named(&mut self, name: &str, namespace: &str) -> Result<usize, AvroError> {
        if let Some(ty) = primitive(name) {
            return Ok(self.add(ty));
        }
        let full = full_name(name, namespace);
        let known = self.names.get(&full).or_else(|| self.names.get(name));
        known.copied().ok_or_else(|| AvroError(format!("unknown type {name:?}")))
    }

    fn union(&mut self, branches: &[Json], namespace: &str) -> Result<usize, AvroError> {
        let mut indexes = Vec::with_capacity(branches.len());
        let mut kinds = Vec::new();
        for branch in branches {
            let index = self.read(branch, namespace)?;
            let kind = match &self.types[index] {
                Type::Union(_) => return Err(AvroError("a union within a union".to_owned())),
                Type::Record { .. }
                | Type::Enum(_)
                | Type::Fixed(_)
                | Type::Decimal { fixed: Some(_), .. } => {
                    format!("named {index}")
                }
                other => base(other).to_owned(),
            };
            if kinds.contains(&kind) {
                return Err(AvroError("a union has a type twice".to_owned()));
            }
            kinds.push(kind);
            indexes.push(index);
        }
        Ok(self.add(Type::Union(indexes)))
    }

    fn object(&mut self, json: &Json, namespace: &str) -> Result<usize, AvroError> {
        let ty = json.get("type").ok_or_else(|| AvroError("an object without a `type`".to_owned()))?;
        let Json::String(ty) = ty else { return self.read(ty, namespace) };
        match ty.as_str() {
            "record" | "error" => self.record(json, namespace),
            "enum" => {
                let symbols = texts(json, "symbols")?;
                let index = self.add(Type::Enum(symbols));
                self.declare(json, namespace, index)?;
                Ok(index)
            }
            "fixed" => {
                let size =
                    json.get("size").and_then(Json::as_u64).and_then(|size| usize::try_from(size).ok());
                let size = size.ok_or_else(|| AvroError("a fixed without a `size`".to_owned()))?;
                let ty = decimal(json, Some(size)).unwrap_or(Type::Fixed(size));
                let index = self.add(ty);
                self.declare(json, namespace, index)?;
                Ok(index)
            }
            "array" => {
                let items =
                    json.get("items").ok_or_else(|| AvroError("an array without `items`".to_owned()))?;
                let items = self.read(items, namespace)?;
                Ok(self.add(Type::Array(items)))
            }
            "map" => {
                let values =
                    json.get("values").ok_or_else(|| AvroError("a map without `values`".to_owned()))?;
                let values = self.read(values, namespace)?;
                Ok(self.add(Type::Map(values)))
            }
            name => match logical(name, json) {
                Some(ty) => Ok(self.add(ty)),
                None => self.named(name, namespace),
            },
        }
    }

    fn record(&mut self, json: &Json, namespace: &str) -> Result<usize, AvroError> {
        // Its place is taken first, as it may hold itself.
        let index = self.add(Type::Record { name: String::new(), fields: Vec::new() });
        let full = self.declare(json, namespace, index)?;
        let namespace = full.rsplit_once('.').map_or("", |(namespace, _)| namespace).to_owned();
        let fields = json.get("fields").and_then(Json::as_array);
        let fields = fields.ok_or_else(|| AvroError(format!("the record {full} has no `fields`")))?;
        let mut read: Vec<Field> = Vec::with_capacity(fields.len());
        for field in fields {
            let avro_name = name_of(field)?;
            check_name(&avro_name)?;
            if read.iter().any(|other| other.avro_name == avro_name) {
                return Err(AvroError(format!("the record {full} has the field {avro_name} twice")));
            }
            let ty =
                field.get("type").ok_or_else(|| AvroError(format!("the field {avro_name} has no type")))?;
            let ty = self.read(ty, &namespace)?;
            let original = field.get(ORIGINAL_NAME).and_then(Json::as_str).unwrap_or(&avro_name);
            read.push(Field { name: original.into(), avro_name, ty, default: field.get("default").cloned() });
        }
        self.types[index] = Type::Record { name: full, fields: read };
        Ok(index)
    }

    /// Makes a named type known by its full name.
    fn declare(&mut self, json: &Json, namespace: &str, index: usize) -> Result<String, AvroError> {
        let name = name_of(json)?;
        let namespace = json.get("namespace").and_then(Json::as_str).unwrap_or(namespace);
        let full = full_name(&name, namespace);
        for part in full.split('.') {
            check_name(part)?;
        }
        if self.names.insert(full.clone(), index).is_some() {
            return Err(AvroError(format!("two types are named {full}")));
        }
        Ok(full)
    }
}

fn name_of(json: &Json) -> Result<String, AvroError> {
    let name = json.get("name").and_then(Json::as_str);
    name.map(str::to_owned).ok_or_else(|| AvroError("a type or a field has no name".to_owned()))
}

fn full_name(name: &str, namespace: &str) -> String {
    if name.contains('.') || namespace.is_empty() { name.to_owned() } else { format!("{namespace}.{name}") }
}

fn check_name(name: &str) -> Result<(), AvroError> {
    if is_name(name) {
        Ok(())
    } else {
        Err(AvroError(format!("{name:?} is no name; expected letters, digits and _")))
    }
}

fn is_name(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

fn texts(json: &Json, key: &str) -> Result<Vec<ByteString>, AvroError> {
    let list = json.get(key).and_then(Json::as_array);
    let list = list.and_then(|list| list.iter().map(|text| text.as_str().map(ByteString::from)).collect());
    list.ok_or_else(|| AvroError(format!("`{key}` is no list of texts")))
}

/// A primitive type with what it stands for. What is not known is passed over, as Avro wants.
fn logical(name: &str, json: &Json) -> Option<Type> {
    let plain = primitive(name)?;
    let logical = json.get("logicalType").and_then(Json::as_str).unwrap_or_default();
    Some(match (name, logical) {
        ("int", "date") => Type::Date,
        ("int", "time-millis") => Type::TimeMillis,
        ("long", "time-micros") => Type::TimeMicros,
        ("long", "timestamp-millis" | "local-timestamp-millis") => Type::TimestampMillis,
        ("long", "timestamp-micros" | "local-timestamp-micros") => Type::TimestampMicros,
        ("bytes", "decimal") => decimal(json, None).unwrap_or(plain),
        _ => plain,
    })
}

fn decimal(json: &Json, fixed: Option<usize>) -> Option<Type> {
    json.get("logicalType").and_then(Json::as_str).filter(|name| *name == "decimal")?;
    let precision = json.get("precision").and_then(Json::as_u64).filter(|precision| *precision > 0)?;
    let scale = json.get("scale").map_or(Some(0), Json::as_u64)?;
    if scale > precision {
        return None;
    }
    Some(Type::Decimal { precision, scale: u8::try_from(scale).ok()?, fixed })
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

/// A name that Avro allows, unlike those that are taken.
pub(super) fn avro_name(name: &str, taken: &[Field]) -> String {
    let mut made: String = name
        .chars()
        .map(|character| if character.is_ascii_alphanumeric() { character } else { '_' })
        .collect();
    if !is_name(&made) {
        made.insert(0, '_');
    }
    let is_taken = |name: &str| taken.iter().any(|field| field.avro_name == name);
    if !is_taken(&made) {
        return made;
    }
    let numbered = (2..taken.len() + 3).map(|number| format!("{made}_{number}"));
    numbered.into_iter().find(|name| !is_taken(name)).unwrap_or(made)
}

impl AvroSchema {
    /// The fields of a record; none of another type.
    pub(super) fn field_names(&self) -> &[Field] {
        if let Type::Record { fields, .. } = self.root() { fields } else { &[] }
    }
}
