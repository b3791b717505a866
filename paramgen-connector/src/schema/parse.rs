//! Schemas read from their JSON.

use std::collections::HashMap;

use bytestring::ByteString;
use serde_json::Value as Json;

use super::avro::{AvroError, AvroSchema, Field, ORIGINAL_NAME, Type, base, is_name};

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
