//! Schemas on the way: what a source sends is encoded with a schema that is made of it, what a destination gets is decoded.
//! No I/O here: what must be asked of the schema service is said, and the answer given.

use std::{collections::HashMap, rc::Rc};

use bytestring::ByteString;
use paramgen::conduit::{DestinationSchemaExtraction, SourceSchemaContext, SourceSchemaExtraction};

use crate::{
    Class, Error, Result,
    record::{Data, Metadata, MetadataError, Record, keys},
    schema::{AvroSchema, RegisteredSchema, shapes::Shapes},
    serve::settings::KitSettings,
};

/// What a record waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// A schema is to be registered.
    Create { subject: ByteString, text: String },
    /// A schema is to be fetched.
    Get { subject: ByteString, version: i64 },
}

/// Encodes records of a source.
#[derive(Debug)]
pub(crate) struct SourceSchemas {
    payload: Option<String>,
    key: Option<String>,
    /// Stands before subjects, with a colon.
    context: String,
    shapes: HashMap<ByteString, Shapes>,
    given: HashMap<(ByteString, i64), Rc<AvroSchema>>,
    warned: bool,
}

impl SourceSchemas {
    /// As the settings say; none where the connector has none of the parameters.
    pub(crate) fn new(kit: &KitSettings, connector_id: &str) -> Result<Option<Self>> {
        let has = |name| kit.has(name);
        if !has("sdk.schema.extract.payload.enabled") && !has("sdk.schema.extract.key.enabled") {
            return Ok(None);
        }
        let extraction: SourceSchemaExtraction = kit.read()?;
        let context = if has("sdk.schema.context.enabled") {
            let settings: SourceSchemaContext = kit.read()?;
            let name = if kit.is_set("sdk.schema.context.name") { &settings.name } else { connector_id };
            if settings.enabled && !name.is_empty() { format!("{name}:") } else { String::new() }
        } else {
            String::new()
        };
        Ok(Some(Self {
            payload: extraction.payload_enabled.then_some(extraction.payload_subject),
            key: extraction.key_enabled.then_some(extraction.key_subject),
            context,
            shapes: HashMap::new(),
            given: HashMap::new(),
            warned: false,
        }))
    }

    /// Encodes what can be encoded; says what must be there first, and goes on from there when it is called again.
    pub(crate) fn encode(&mut self, record: &mut Record) -> Result<Option<Need>> {
        if let Some(need) = self.encode_key(record)? {
            return Ok(Some(need));
        }
        self.encode_payload(record)
    }

    fn encode_key(&mut self, record: &mut Record) -> Result<Option<Need>> {
        let Some(fields) = record.key.fields()? else { return Ok(None) };
        let attached =
            attached(record.metadata.key_schema_subject(), record.metadata.key_schema_version(), "key")?;
        if let Some(attached) = attached {
            let Some(schema) = self.given.get(&attached) else { return Ok(Some(get(attached))) };
            record.key = schema.encode(fields).map_err(|error| Error::from(error).context("key"))?.into();
            return Ok(None);
        }
        let Some(name) = &self.key else { return Ok(None) };
        let subject = subject(&self.context, &record.metadata, name)?;
        let shapes = shapes_of(&mut self.shapes, &subject);
        let parts = [Some(fields), None];
        let encoded = match shapes.encode(parts) {
            Some(encoded) => encoded,
            None => {
                let text = shapes.learn(parts)?;
                match shapes.encode_as(&text, parts) {
                    Some(encoded) => encoded.map_err(|error| Error::from(error).context("key"))?,
                    None => return Ok(Some(Need::Create { subject, text })),
                }
            }
        };
        let [key, _] = encoded.parts;
        record.key = key.into();
        record.metadata.set_key_schema_subject(encoded.subject).set_key_schema_version(encoded.version);
        Ok(None)
    }

    fn encode_payload(&mut self, record: &mut Record) -> Result<Option<Need>> {
        let (before, after) = (record.before.fields()?, record.after.fields()?);
        if before.is_none() && after.is_none() {
            return Ok(None);
        }
        let (subject_given, version_given) =
            (record.metadata.payload_schema_subject(), record.metadata.payload_schema_version());
        if let Some(attached) = attached(subject_given, version_given, "payload")? {
            let Some(schema) = self.given.get(&attached) else { return Ok(Some(get(attached))) };
            let encode = |part: Option<&_>| part.map(|part| schema.encode(part)).transpose();
            let encoded = [encode(before), encode(after)];
            let [before, after] =
                encoded.map(|part| part.map_err(|error| Error::from(error).context("payload")));
            replace(&mut record.before, before?);
            replace(&mut record.after, after?);
            return Ok(None);
        }
        let Some(name) = &self.payload else { return Ok(None) };
        if record.before.is_raw() || record.after.is_raw() {
            // One schema is named for both, and raw data has none.
            if !self.warned {
                self.warned = true;
                tracing::warn!(
                    "a payload is raw before or after and structured otherwise: it goes without a schema"
                );
            }
            return Ok(None);
        }
        let subject = subject(&self.context, &record.metadata, name)?;
        let shapes = shapes_of(&mut self.shapes, &subject);
        let parts = [before, after];
        let encoded = match shapes.encode(parts) {
            Some(encoded) => encoded,
            None => {
                let text = shapes.learn(parts)?;
                match shapes.encode_as(&text, parts) {
                    Some(encoded) => encoded.map_err(|error| Error::from(error).context("payload"))?,
                    None => return Ok(Some(Need::Create { subject, text })),
                }
            }
        };
        let [before, after] = encoded.parts;
        replace(&mut record.before, before);
        replace(&mut record.after, after);
        record
            .metadata
            .set_payload_schema_subject(encoded.subject)
            .set_payload_schema_version(encoded.version);
        Ok(None)
    }

    /// What was needed is there.
    pub(crate) fn supply(&mut self, need: Need, schema: RegisteredSchema) -> Result<()> {
        match need {
            Need::Create { subject, text } => {
                self.shapes.entry(subject).or_default().registered(text, schema.subject, schema.version)?;
            }
            Need::Get { subject, version } => {
                keep(&mut self.given, (subject, version), schema.schema);
            }
        }
        Ok(())
    }
}

/// Decodes records of a destination.
#[derive(Debug)]
pub(crate) struct DestinationSchemas {
    payload: bool,
    key: bool,
    schemas: HashMap<(ByteString, i64), Rc<AvroSchema>>,
}

impl DestinationSchemas {
    /// As the settings say; none where the connector has none of the parameters.
    pub(crate) fn new(kit: &KitSettings) -> Result<Option<Self>> {
        if !kit.has("sdk.schema.extract.payload.enabled") && !kit.has("sdk.schema.extract.key.enabled") {
            return Ok(None);
        }
        let settings: DestinationSchemaExtraction = kit.read()?;
        Ok(Some(Self {
            payload: settings.payload_enabled,
            key: settings.key_enabled,
            schemas: HashMap::new(),
        }))
    }

    /// Decodes what has a schema; says which one must be fetched first, and goes on from there when it is called again.
    pub(crate) fn decode(&mut self, record: &mut Record) -> Result<Option<Need>> {
        let metadata = &record.metadata;
        if self.key
            && record.key.is_raw()
            && let Some(named) = named(metadata.key_schema_subject(), metadata.key_schema_version())?
        {
            let Some(schema) = self.schemas.get(&named) else { return Ok(Some(get(named))) };
            decode(&mut record.key, schema, "key")?;
        }
        let metadata = &record.metadata;
        if self.payload
            && (record.before.is_raw() || record.after.is_raw())
            && let Some(named) = named(metadata.payload_schema_subject(), metadata.payload_schema_version())?
        {
            let Some(schema) = self.schemas.get(&named) else { return Ok(Some(get(named))) };
            decode(&mut record.before, schema, "payload.before")?;
            decode(&mut record.after, schema, "payload.after")?;
        }
        Ok(None)
    }

    /// What was needed is there.
    pub(crate) fn supply(&mut self, need: Need, schema: RegisteredSchema) {
        if let Need::Get { subject, version } = need {
            keep(&mut self.schemas, (subject, version), schema.schema);
        }
    }
}

/// What is known of a subject; of too many, all is learned again.
fn shapes_of<'a>(shapes: &'a mut HashMap<ByteString, Shapes>, subject: &ByteString) -> &'a mut Shapes {
    const MOST: usize = 10_000;
    if shapes.len() >= MOST && !shapes.contains_key(subject) {
        shapes.clear();
    }
    shapes.entry(subject.clone()).or_default()
}

/// Keeps a schema, and not too many of them.
fn keep(
    schemas: &mut HashMap<(ByteString, i64), Rc<AvroSchema>>,
    key: (ByteString, i64),
    schema: Rc<AvroSchema>,
) {
    const MOST: usize = 1_000;
    if schemas.len() >= MOST {
        schemas.clear();
    }
    schemas.insert(key, schema);
}

fn get((subject, version): (ByteString, i64)) -> Need {
    Need::Get { subject, version }
}

fn replace(data: &mut Data, encoded: Option<bytes::Bytes>) {
    if let Some(encoded) = encoded {
        *data = encoded.into();
    }
}

fn decode(data: &mut Data, schema: &AvroSchema, part: &str) -> Result<()> {
    let Some(raw) = data.as_raw() else { return Ok(()) };
    match schema.decode(raw) {
        Ok(fields) => *data = fields.into(),
        // The engine makes empty raw data of what is absent.
        Err(_) if raw.is_empty() => *data = Data::absent(),
        Err(error) => return Err(error.in_field(part).into()),
    }
    Ok(())
}

type Version = std::result::Result<Option<i64>, MetadataError>;

/// The schema that a destination's record names.
fn named(subject: Option<&str>, version: Version) -> Result<Option<(ByteString, i64)>> {
    let refused = |error| Error::from(error).with_class(Class::Refused);
    Ok(subject.map(ByteString::from).zip(version.map_err(refused)?))
}

/// The schema that a source has named itself: subject and version, or neither.
fn attached(subject: Option<&str>, version: Version, part: &str) -> Result<Option<(ByteString, i64)>> {
    // As in Conduit, a version of 0 counts as none.
    let version = version?.filter(|version| *version != 0);
    match (subject, version) {
        (None, None) => Ok(None),
        (Some(subject), Some(version)) if version > 0 => Ok(Some((subject.into(), version))),
        (subject, version) => Err(Error::new(format_args!(
            "a bug in the connector: the record's {part} has the schema subject {subject:?} and version {version:?}; \
             set both, or neither ({}, {})",
            keys::KEY_SCHEMA_SUBJECT.replace("key", part),
            keys::KEY_SCHEMA_VERSION.replace("key", part),
        ))),
    }
}

fn subject(context: &str, metadata: &Metadata, name: &str) -> Result<ByteString> {
    let dot = if metadata.collection().is_some() { "." } else { "" };
    let subject = format!("{context}{}{dot}{name}", metadata.collection().unwrap_or_default());
    if subject.is_empty() {
        return Err(Error::new(
            "the subject of a schema is empty; set sdk.schema.extract.payload.subject and sdk.schema.extract.key.subject",
        ));
    }
    Ok(subject.into())
}
