//! Records on the wire: `opencdc.v1.Record`.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use bytestring::ByteString;
use prost::{
    Message,
    encoding::{encode_varint, encoded_len_varint},
};

use super::{ConversionError, Data, Metadata, Operation, Record, data::Wire, structs::StructWriter};
use crate::proto;

/// Tags of `Record`, `Change`, `Data` and entries of the metadata, wire types included.
const POSITION: u8 = 0x0a;
const OPERATION: u8 = 0x10;
const METADATA: u8 = 0x1a;
const KEY: u8 = 0x22;
const PAYLOAD: u8 = 0x2a;
const FIRST: u8 = 0x0a;
const SECOND: u8 = 0x12;

/// Appends encoded records to a buffer.
#[derive(Debug, Default)]
pub(crate) struct RecordWriter {
    key: StructWriter,
    before: StructWriter,
    after: StructWriter,
}

impl RecordWriter {
    /// Appends the record at this position; on an error nothing is appended.
    pub(crate) fn write(
        &mut self,
        position: &[u8],
        record: &Record,
        out: &mut BytesMut,
    ) -> Result<(), ConversionError> {
        let key = measure(&mut self.key, &record.key).map_err(|error| error.in_field("key"))?;
        let before =
            measure(&mut self.before, &record.before).map_err(|error| error.in_field("payload.before"))?;
        let after =
            measure(&mut self.after, &record.after).map_err(|error| error.in_field("payload.after"))?;

        if !position.is_empty() {
            put_bytes(POSITION, position, out);
        }
        out.put_slice(&[OPERATION, record.operation as u8]);
        for (name, value) in record.metadata.iter() {
            out.put_u8(METADATA);
            encode_varint((delimited(name.len()) + delimited(value.len())) as u64, out);
            put_bytes(FIRST, name.as_bytes(), out);
            put_bytes(SECOND, value.as_bytes(), out);
        }
        if let Some(key) = key {
            put_data(KEY, key, &mut self.key, &record.key, out);
        }
        out.put_u8(PAYLOAD);
        let parts = [before, after].into_iter().flatten().map(|length| delimited(delimited(length)));
        encode_varint(parts.sum::<usize>() as u64, out);
        if let Some(before) = before {
            put_data(FIRST, before, &mut self.before, &record.before, out);
        }
        if let Some(after) = after {
            put_data(SECOND, after, &mut self.after, &record.after, out);
        }
        Ok(())
    }
}

/// The length of what is within the `Data` message's one field; none for absent data.
fn measure(writer: &mut StructWriter, data: &Data) -> Result<Option<usize>, ConversionError> {
    match data.wire() {
        Wire::Absent => Ok(None),
        Wire::Raw(bytes) | Wire::Struct(bytes) => Ok(Some(bytes.len())),
        Wire::Fields(fields) => writer.measure(fields).map(Some),
    }
}

fn put_data(tag: u8, length: usize, writer: &mut StructWriter, data: &Data, out: &mut BytesMut) {
    out.put_u8(tag);
    encode_varint(delimited(length) as u64, out);
    match data.wire() {
        Wire::Absent => {}
        Wire::Raw(bytes) => put_bytes(FIRST, bytes, out),
        Wire::Struct(bytes) => put_bytes(SECOND, bytes, out),
        Wire::Fields(fields) => {
            out.put_u8(SECOND);
            encode_varint(length as u64, out);
            writer.write(fields, out);
        }
    }
}

fn put_bytes(tag: u8, bytes: &[u8], out: &mut BytesMut) {
    out.put_u8(tag);
    encode_varint(bytes.len() as u64, out);
    out.put_slice(bytes);
}

/// A tag of one byte, a length, and that many bytes.
fn delimited(length: usize) -> usize {
    1 + encoded_len_varint(length as u64) + length
}

/// A record that came off the wire: its position, and what else could be read.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) position: Bytes,
    pub(crate) record: Result<Record, ConversionError>,
}

/// Reads an encoded record. An error means that not even its position can be told.
pub(crate) fn read(bytes: Bytes) -> Result<Received, prost::DecodeError> {
    let message = proto::Record::decode(bytes)?;
    let position = message.position.clone();
    Ok(Received { position, record: to_record(message) })
}

fn to_record(message: proto::Record) -> Result<Record, ConversionError> {
    let proto::Record { position, operation, metadata, key, payload } = message;
    let operation = Operation::try_from(operation)
        .map_err(|error| ConversionError::new(error.to_string()).in_field("operation"))?;
    let metadata: Result<Metadata, _> = metadata.into_iter().map(read_entry).collect();
    let payload = payload.unwrap_or_default();
    Ok(Record {
        position,
        operation,
        metadata: metadata.map_err(|error| error.in_field("metadata"))?,
        key: to_data(key),
        before: to_data(payload.before),
        after: to_data(payload.after),
        format: None,
    })
}

fn to_data(message: Option<proto::Data>) -> Data {
    match message.and_then(|message| message.data) {
        None => Data::absent(),
        Some(proto::data::Data::Raw(bytes)) => bytes.into(),
        Some(proto::data::Data::Structured(bytes)) => Data::from_struct(bytes),
    }
}

/// An entry in the form in which every encoder writes it is sliced; others are read field by field.
fn read_entry(bytes: Bytes) -> Result<(ByteString, ByteString), ConversionError> {
    if let Some(entry) = slice_entry(bytes.clone()) {
        return entry;
    }
    let malformed =
        |error: prost::DecodeError| ConversionError::new(format!("an entry is not well-formed: {error}"));
    let entry = proto::MetadataEntry::decode(bytes).map_err(malformed)?;
    Ok((entry.key.into(), entry.value.into()))
}

fn slice_entry(mut bytes: Bytes) -> Option<Result<(ByteString, ByteString), ConversionError>> {
    let mut part = |tag| {
        if bytes.first() != Some(&tag) {
            return None;
        }
        bytes.advance(1);
        super::structs::delimited_field(&mut bytes).ok()
    };
    let (key, value) = (part(FIRST)?, part(SECOND)?);
    if bytes.has_remaining() {
        return None;
    }
    let text = |bytes| ByteString::try_from(bytes).map_err(|_| ConversionError::new("an entry is not UTF-8"));
    Some(text(key).and_then(|key| Ok((key, text(value)?))))
}
