//! A template at work on a record.

use std::borrow::Cow;

use bytestring::ByteString;

use super::{
    functions,
    parse::{Node, Operand, Pipe},
    print,
};
use crate::record::{Data, Map, Metadata, MetadataError, Operation, Record, Value};

/// A value within a template.
#[derive(Clone, Debug)]
pub(super) enum V<'a> {
    Value(Cow<'a, Value>),
    Record(&'a Record),
    Position(&'a Record),
    Change(&'a Record),
    Operation(Operation),
    Metadata(&'a Metadata),
    /// Structured data.
    Fields(&'a Map),
    /// Raw data.
    Raw(&'a [u8]),
    /// Data that is absent.
    NilData,
}

pub(super) type Result<T> = std::result::Result<T, String>;

/// How a run of nodes ended.
#[derive(PartialEq)]
enum Flow {
    On,
    Break,
    Continue,
}

pub(super) struct Eval<'a> {
    record: &'a Record,
    variables: Vec<(String, V<'a>)>,
    dot: V<'a>,
}

impl<'a> Eval<'a> {
    pub(super) fn new(record: &'a Record) -> Self {
        Self { record, variables: vec![(String::new(), V::Record(record))], dot: V::Record(record) }
    }

    pub(super) fn run(&mut self, nodes: &'a [Node], out: &mut String) -> Result<()> {
        self.nodes(nodes, out).map(|_| ())
    }

    fn nodes(&mut self, nodes: &'a [Node], out: &mut String) -> Result<Flow> {
        for node in nodes {
            let flow = match node {
                Node::Text(text) => {
                    out.push_str(text);
                    Flow::On
                }
                Node::Action(pipe) => {
                    let value = self.pipe(pipe)?;
                    if pipe.variables.is_empty() {
                        out.push_str(&print::shown(&value));
                    }
                    Flow::On
                }
                Node::If(pipe, body, otherwise) => self.branch(pipe, body, otherwise, out)?,
                Node::With(pipe, body, otherwise) => {
                    let known = self.variables.len();
                    let value = self.pipe(pipe)?;
                    let flow = if value.is_true() {
                        let dot = std::mem::replace(&mut self.dot, value);
                        let flow = self.nodes(body, out)?;
                        self.dot = dot;
                        flow
                    } else {
                        self.nodes(otherwise, out)?
                    };
                    self.variables.truncate(known);
                    flow
                }
                Node::Range(pipe, body, otherwise) => self.range(pipe, body, otherwise, out)?,
                Node::Break => Flow::Break,
                Node::Continue => Flow::Continue,
            };
            if flow != Flow::On {
                return Ok(flow);
            }
        }
        Ok(Flow::On)
    }

    fn branch(
        &mut self,
        pipe: &'a Pipe,
        body: &'a [Node],
        otherwise: &'a [Node],
        out: &mut String,
    ) -> Result<Flow> {
        let known = self.variables.len();
        let chosen = if self.pipe(pipe)?.is_true() { body } else { otherwise };
        let flow = self.nodes(chosen, out);
        self.variables.truncate(known);
        flow
    }

    fn range(
        &mut self,
        pipe: &'a Pipe,
        body: &'a [Node],
        otherwise: &'a [Node],
        out: &mut String,
    ) -> Result<Flow> {
        let known = self.variables.len();
        let items = items(&self.commands(pipe)?)?;
        if items.is_empty() {
            return self.nodes(otherwise, out);
        }
        for (key, value) in items {
            match pipe.variables.as_slice() {
                [] => {}
                [one] => self.set(one, value.clone(), pipe.declares),
                [first, second, ..] => {
                    self.set(first, key, pipe.declares);
                    self.set(second, value.clone(), pipe.declares);
                }
            }
            let dot = std::mem::replace(&mut self.dot, value);
            let flow = self.nodes(body, out)?;
            self.dot = dot;
            self.variables.truncate(known);
            if flow == Flow::Break {
                break;
            }
        }
        Ok(Flow::On)
    }

    fn set(&mut self, name: &str, value: V<'a>, declares: bool) {
        match self.variables.iter_mut().rev().find(|(known, _)| known == name) {
            Some(known) if !declares => known.1 = value,
            _ => self.variables.push((name.to_owned(), value)),
        }
    }

    fn pipe(&mut self, pipe: &'a Pipe) -> Result<V<'a>> {
        let value = self.commands(pipe)?;
        if let [name] = pipe.variables.as_slice() {
            self.set(name, value.clone(), pipe.declares);
        }
        Ok(value)
    }

    fn commands(&mut self, pipe: &'a Pipe) -> Result<V<'a>> {
        let mut last = None;
        for command in &pipe.commands {
            last = Some(self.command(command, last)?);
        }
        last.ok_or_else(|| "a pipeline is empty".to_owned())
    }

    fn command(&mut self, command: &'a [Operand], last: Option<V<'a>>) -> Result<V<'a>> {
        let Some((first, rest)) = command.split_first() else { return Err("a command is empty".to_owned()) };
        if let Operand::Function(name) = first {
            // These two look at their arguments one by one.
            if matches!(name.as_str(), "and" | "or") {
                return self.shortcut(name == "and", rest, last);
            }
            let mut arguments = Vec::with_capacity(rest.len() + 1);
            for operand in rest {
                arguments.push(self.operand(operand)?);
            }
            arguments.extend(last);
            return functions::call(name, &arguments).map_err(|error| format!("{name}: {error}"));
        }
        if !rest.is_empty() || last.is_some() {
            return Err("a value is given arguments, and is no function".to_owned());
        }
        self.operand(first)
    }

    fn shortcut(&mut self, all: bool, operands: &'a [Operand], last: Option<V<'a>>) -> Result<V<'a>> {
        let mut value = None;
        for operand in operands {
            let next = self.operand(operand)?;
            let decided = next.is_true() != all;
            value = Some(next);
            if decided {
                return value.ok_or_else(String::new);
            }
        }
        last.or(value).ok_or_else(|| "there are no arguments".to_owned())
    }

    fn operand(&mut self, operand: &'a Operand) -> Result<V<'a>> {
        match operand {
            Operand::Literal(value) => Ok(V::Value(Cow::Borrowed(value))),
            Operand::Nil => Ok(V::null()),
            Operand::Dot(names) => self.dot.clone().follow(names),
            Operand::Variable(name, names) if name.is_empty() => V::Record(self.record).follow(names),
            Operand::Variable(name, names) => {
                let value = self.variables.iter().rev().find(|(known, _)| known == name);
                value.ok_or_else(|| format!("${name} is not known"))?.1.clone().follow(names)
            }
            Operand::Function(name) => functions::call(name, &[]).map_err(|error| format!("{name}: {error}")),
            Operand::Group(pipe, names) => self.pipe(pipe)?.follow(names),
        }
    }
}

/// Keys and values of what a loop goes over.
fn items<'a>(value: &V<'a>) -> Result<Vec<(V<'a>, V<'a>)>> {
    Ok(match value {
        V::Fields(map) => {
            map.iter().map(|(name, value)| (V::text(name.clone()), V::Value(Cow::Borrowed(value)))).collect()
        }
        V::Metadata(metadata) => {
            let entries = metadata.sorted().into_iter();
            entries.map(|(name, value)| (V::text(name.clone()), V::text(value.clone()))).collect()
        }
        V::Value(value) => match value.as_ref() {
            Value::List(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| (V::int(index as i64), V::owned(item.clone())))
                .collect(),
            Value::Map(map) => {
                map.iter().map(|(name, value)| (V::text(name.clone()), V::owned(value.clone()))).collect()
            }
            Value::I64(count) => {
                (0..(*count).clamp(0, 1_000_000)).map(|index| (V::int(index), V::int(index))).collect()
            }
            Value::Null => Vec::new(),
            other => return Err(format!("range cannot go over {}", other.kind())),
        },
        V::Raw(bytes) => {
            bytes.iter().enumerate().map(|(i, b)| (V::int(i as i64), V::int(i64::from(*b)))).collect()
        }
        V::NilData => Vec::new(),
        V::Record(_) | V::Position(_) | V::Change(_) | V::Operation(_) => {
            return Err("range cannot go over this".to_owned());
        }
    })
}

impl<'a> V<'a> {
    pub(super) fn null() -> Self {
        Self::Value(Cow::Owned(Value::Null))
    }

    pub(super) fn owned(value: impl Into<Value>) -> Self {
        Self::Value(Cow::Owned(value.into()))
    }

    pub(super) fn text(text: impl Into<ByteString>) -> Self {
        Self::Value(Cow::Owned(Value::Text(text.into())))
    }

    pub(super) fn int(number: i64) -> Self {
        Self::Value(Cow::Owned(Value::I64(number)))
    }

    fn data(data: &'a Data) -> Result<Self> {
        if let Some(raw) = data.as_bytes() {
            return Ok(Self::Raw(raw));
        }
        Ok(data.fields().map_err(|error| error.to_string())?.map_or(Self::NilData, Self::Fields))
    }

    /// Whether a condition holds: not for false, 0, nothing, and what is empty.
    pub(super) fn is_true(&self) -> bool {
        match self {
            Self::Value(value) => match value.as_ref() {
                Value::Null => false,
                Value::Bool(value) => *value,
                Value::I64(number) => *number != 0,
                Value::U64(number) => *number != 0,
                Value::F64(number) => *number != 0.0,
                Value::Text(text) => !text.is_empty(),
                Value::Bytes(bytes) => !bytes.is_empty(),
                Value::List(items) => !items.is_empty(),
                Value::Map(map) => !map.is_empty(),
                Value::Decimal(_) | Value::Date(_) | Value::Time(_) | Value::Timestamp(_) => true,
            },
            Self::Fields(map) => !map.is_empty(),
            Self::Raw(bytes) => !bytes.is_empty(),
            Self::Metadata(metadata) => !metadata.is_empty(),
            Self::Position(record) => !record.position.is_empty(),
            Self::NilData => false,
            Self::Record(_) | Self::Change(_) | Self::Operation(_) => true,
        }
    }

    fn follow(self, names: &[String]) -> Result<Self> {
        names.iter().try_fold(self, |value, name| value.field(name))
    }

    fn field(self, name: &str) -> Result<Self> {
        let missing = || format!("map has no entry for key {name:?}");
        let none = |what: &str| Err(format!("{what} has no {name}"));
        match self {
            Self::Record(record) => match name {
                "Position" => Ok(Self::Position(record)),
                "Operation" => Ok(Self::Operation(record.operation)),
                "Metadata" => Ok(Self::Metadata(&record.metadata)),
                "Key" => Self::data(&record.key),
                "Payload" => Ok(Self::Change(record)),
                _ => none("a record"),
            },
            Self::Change(record) => match name {
                "Before" => Self::data(&record.before),
                "After" => Self::data(&record.after),
                _ => none("a payload"),
            },
            Self::Fields(map) => match (map.get(name), name) {
                (Some(value), _) => Ok(Self::Value(Cow::Borrowed(value))),
                (None, "Bytes") => {
                    let bytes = Data::from(map.clone()).to_bytes().map_err(|error| error.to_string())?;
                    Ok(Self::owned(Value::Bytes(bytes)))
                }
                (None, _) => Err(missing()),
            },
            Self::Metadata(metadata) => match metadata.get(name) {
                Some(value) => Ok(Self::text(value)),
                None => getter(metadata, name).unwrap_or_else(|| Err(missing())),
            },
            Self::Operation(operation) if name == "String" => Ok(Self::text(operation.name())),
            Self::Raw(bytes) if name == "Bytes" => Ok(Self::owned(bytes)),
            Self::Position(record) if name == "String" => {
                Ok(Self::text(print::plain(&Self::Position(record))))
            }
            Self::NilData => Err(format!("nil data has no {name}")),
            Self::Value(value) => match (value.as_ref(), name) {
                (Value::Map(map), _) => map.get(name).cloned().map(Self::owned).ok_or_else(missing),
                (Value::Timestamp(time), "Unix") => Ok(Self::int(time.micros.div_euclid(1_000_000))),
                (Value::Timestamp(time), "UnixMilli") => Ok(Self::int(time.micros.div_euclid(1_000))),
                (Value::Timestamp(time), "UnixMicro") => Ok(Self::int(time.micros)),
                (other, _) => none(other.kind()),
            },
            Self::Raw(_) | Self::Position(_) | Self::Operation(_) => none("this"),
        }
    }
}

/// Conduit's getters of known metadata.
fn getter<'a>(metadata: &Metadata, name: &str) -> Option<Result<V<'a>>> {
    fn some<'a, T>(
        value: std::result::Result<Option<T>, MetadataError>,
        show: impl FnOnce(T) -> V<'a>,
    ) -> Result<V<'a>> {
        value
            .map_err(|error| error.to_string())?
            .map(show)
            .ok_or_else(|| "metadata field not found".to_owned())
    }
    let text = |value: Option<&str>| some(Ok(value), V::text);
    Some(match name {
        "GetCollection" => text(metadata.collection()),
        "GetOpenCDCVersion" => text(metadata.opencdc_version()),
        "GetKeySchemaSubject" => text(metadata.key_schema_subject()),
        "GetPayloadSchemaSubject" => text(metadata.payload_schema_subject()),
        "GetKeySchemaVersion" => some(metadata.key_schema_version(), V::int),
        "GetPayloadSchemaVersion" => some(metadata.payload_schema_version(), V::int),
        "GetReadAt" => some(metadata.read_at(), V::owned),
        "GetCreatedAt" => some(metadata.created_at(), V::owned),
        "GetFileName" => text(metadata.file_name()),
        "GetFileHash" => text(metadata.file_hash()),
        "GetFileSize" => some(metadata.file_size(), V::int),
        "GetConduitSourcePluginName" => text(metadata.source_plugin_name()),
        "GetConduitSourcePluginVersion" => text(metadata.source_plugin_version()),
        "GetConduitSourceConnectorID" => text(metadata.source_connector_id()),
        _ => return None,
    })
}
