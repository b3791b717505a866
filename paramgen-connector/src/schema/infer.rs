//! Schemas made of values, as Conduit's Go SDK makes them, but stable: a field that was null once stays nullable and keeps
//! the type that it has otherwise, and what lists and maps have held stays in their types.

use bytestring::ByteString;

use super::avro::{AvroNames, AvroSchema, Field, Type, base};
use crate::record::{Map, Value};

/// What is known of the values of one field.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Seen {
    /// What kinds of value the last record had that had any: one, or two where an update changed it.
    kinds: Vec<Kind>,
    nullable: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Boolean,
    Long,
    Double,
    Text,
    Bytes,
    /// With so many digits behind the point, or fewer.
    Decimal(u8),
    Date,
    Time,
    Timestamp,
    List(Items),
    Map(Items),
}

/// What lists or maps have held.
#[derive(Clone, Debug, Default, PartialEq)]
struct Items {
    kinds: Vec<Kind>,
    null: bool,
    empty: bool,
}

impl Seen {
    /// Learns of the values of one record: that of its key, or those before and after. `None` where the field is missing
    /// in one of two.
    pub(super) fn see<'a>(&mut self, values: impl Iterator<Item = Option<&'a Value>>) {
        let mut now: Vec<Kind> = Vec::new();
        for value in values {
            let Some(kind) = value.and_then(Kind::of) else {
                self.nullable = true;
                continue;
            };
            match now.iter_mut().find(|known| !known.tells_apart(&kind)) {
                Some(known) => known.merge(kind),
                None => now.push(kind),
            }
        }
        if now.is_empty() {
            return;
        }
        let before = std::mem::replace(&mut self.kinds, now);
        for kind in &mut self.kinds {
            if let Some(mut known) = before.iter().find(|known| !known.tells_apart(kind)).cloned() {
                known.merge(kind.clone());
                *kind = known;
            }
        }
    }

    fn build(&self, types: &mut Vec<Type>) -> usize {
        if let ([kind], false) = (self.kinds.as_slice(), self.nullable) {
            return kind.build(types);
        }
        let mut branches: Vec<usize> = self.kinds.iter().map(|kind| kind.build(types)).collect();
        if self.nullable {
            branches.push(add(types, Type::Null));
        }
        if self.kinds.is_empty() {
            // Conduit's guess for what was never seen.
            branches.push(add(types, Type::String));
        }
        union(types, branches)
    }
}

impl Kind {
    fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(_) => Self::Boolean,
            Value::I64(_) | Value::U64(_) => Self::Long,
            Value::F64(_) => Self::Double,
            Value::Text(_) => Self::Text,
            Value::Bytes(_) => Self::Bytes,
            Value::Decimal(decimal) => Self::Decimal(decimal.scale),
            Value::Date(_) => Self::Date,
            Value::Time(_) => Self::Time,
            Value::Timestamp(_) => Self::Timestamp,
            Value::List(items) => Self::List(Items::of(items.iter())),
            Value::Map(map) => Self::Map(Items::of(map.iter().map(|(_, value)| value))),
        })
    }

    /// Takes in what another value was. Of kinds that do not go together the later one counts.
    fn merge(&mut self, later: Self) {
        match (self, later) {
            (Self::List(items), Self::List(later)) | (Self::Map(items), Self::Map(later)) => {
                items.merge(later)
            }
            (Self::Decimal(scale), Self::Decimal(later)) => *scale = later.max(*scale),
            (known, later) => *known = later,
        }
    }

    /// Whether both may be in one union.
    fn tells_apart(&self, other: &Self) -> bool {
        let base = |kind: &Self| base(&kind.bare());
        base(self) != base(other)
    }

    /// The type, of lists and maps without what they hold.
    fn bare(&self) -> Type {
        match self {
            Self::Boolean => Type::Boolean,
            Self::Long => Type::Long,
            Self::Double => Type::Double,
            Self::Text => Type::String,
            Self::Bytes => Type::Bytes,
            Self::Decimal(scale) => Type::Decimal { precision: 38, scale: *scale, fixed: None },
            Self::Date => Type::Date,
            Self::Time => Type::TimeMicros,
            Self::Timestamp => Type::TimestampMicros,
            Self::List(_) => Type::Array(0),
            Self::Map(_) => Type::Map(0),
        }
    }

    fn build(&self, types: &mut Vec<Type>) -> usize {
        let ty = match self {
            Self::List(items) => Type::Array(items.build(types)),
            Self::Map(items) => Type::Map(items.build(types)),
            _ => self.bare(),
        };
        add(types, ty)
    }
}

impl Items {
    fn of<'a>(values: impl Iterator<Item = &'a Value>) -> Self {
        let mut items = Self { empty: true, ..Self::default() };
        for value in values {
            items.empty = false;
            match Kind::of(value) {
                None => items.null = true,
                Some(kind) => items.add(kind),
            }
        }
        items
    }

    fn add(&mut self, kind: Kind) {
        match self.kinds.iter_mut().find(|known| !known.tells_apart(&kind)) {
            Some(known) => known.merge(kind),
            None => self.kinds.push(kind),
        }
    }

    fn merge(&mut self, later: Self) {
        self.null |= later.null;
        self.empty |= later.empty;
        for kind in later.kinds {
            self.add(kind);
        }
    }

    /// Always a union with null; with text too where there was a null, or nothing, as Conduit has it.
    fn build(&self, types: &mut Vec<Type>) -> usize {
        let mut branches = vec![add(types, Type::Null)];
        branches.extend(self.kinds.iter().map(|kind| kind.build(types)));
        if (self.null || self.empty) && !self.kinds.contains(&Kind::Text) {
            branches.push(add(types, Type::String));
        }
        union(types, branches)
    }
}

fn add(types: &mut Vec<Type>, ty: Type) -> usize {
    types.push(ty);
    types.len() - 1
}

/// A union whose branches are in the order of their texts.
fn union(types: &mut Vec<Type>, mut branches: Vec<usize>) -> usize {
    let schema = AvroSchema { types: std::mem::take(types), root: 0, text: None };
    branches.sort_by_cached_key(|branch| schema.text_of(*branch));
    *types = schema.types;
    add(types, Type::Union(branches))
}

/// The schema of a record whose fields are these, in the order of their names.
pub(super) fn schema<'a>(fields: impl Iterator<Item = (&'a ByteString, &'a Seen)>) -> AvroSchema {
    let (mut types, mut made, mut names) = (Vec::new(), Vec::new(), AvroNames::default());
    for (name, seen) in fields {
        let ty = seen.build(&mut types);
        let avro_name = names.name(name);
        made.push(Field { name: name.clone(), avro_name, ty, default: None });
    }
    AvroSchema::new(Type::Record { name: "record".to_owned(), fields: made }, types)
}

impl AvroSchema {
    /// The schema that Conduit makes of these values alone.
    pub fn infer(values: &Map) -> Self {
        let seen: Vec<(ByteString, Seen)> = values
            .iter()
            .map(|(name, value)| {
                let mut seen = Seen::default();
                seen.see(std::iter::once(Some(value)));
                (name.clone(), seen)
            })
            .collect();
        schema(seen.iter().map(|(name, seen)| (name, seen)))
    }
}
