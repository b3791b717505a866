//! The structs of `tests/vectors/targets.go`, for the `decode` lines. A Go value is never absent: fields have their zero
//! value as default, and `Option` stands for a pointer.

use std::{collections::BTreeMap, time::Duration};

use paramgen::{ParamValue, Params};
use serde::{Serialize, Serializer};

#[derive(Default, PartialEq, Serialize, Params)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Embedded {
    #[param(default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    emb_str: String,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    emb_int: i64,
}

#[derive(Default, PartialEq, Serialize, Params)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EmbeddedTagged {
    #[param(default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    tag_str: String,
}

#[derive(Default, PartialEq, Serialize, Params)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Deep {
    #[param(default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    z: String,
    #[param(default = "0s")]
    #[serde(skip_serializing_if = "is_zero")]
    d: Nanos,
}

#[derive(Default, PartialEq, Serialize, Params)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Nested {
    #[param(default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    x: String,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    y: i64,
    #[serde(skip_serializing_if = "is_zero")]
    deep: Deep,
}

#[derive(Default, PartialEq, Serialize, Params)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Row {
    #[param(default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    a: String,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    b: i64,
    #[param(default = "0s")]
    #[serde(skip_serializing_if = "is_zero")]
    c: Nanos,
}

#[derive(Default, PartialEq, Serialize, Params)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RowMap {
    #[param(default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    name: String,
    #[serde(skip_serializing_if = "is_zero")]
    opts: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "is_zero")]
    sub: BTreeMap<String, Row>,
}

#[derive(Serialize, Params)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct All {
    #[param(flatten)]
    #[serde(flatten)]
    embedded: Embedded,
    #[param(flatten)]
    #[serde(flatten)]
    embedded_tagged: EmbeddedTagged,
    #[param(default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    str: String,
    #[param(default = false)]
    #[serde(skip_serializing_if = "is_zero")]
    bool: bool,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    int: i64,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    int8: i8,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    int16: i16,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    int32: i32,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    int64: i64,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    uint: u64,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    uint8: u8,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    uint16: u16,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    uint32: u32,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    uint64: u64,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    f32: Single,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    f64: Double,
    #[param(default = "0s")]
    #[serde(skip_serializing_if = "is_zero")]
    dur: Nanos,
    #[serde(skip_serializing_if = "is_zero")]
    str_slice: Vec<String>,
    #[serde(skip_serializing_if = "is_zero")]
    int_slice: Vec<i64>,
    #[serde(skip_serializing_if = "is_zero")]
    int8_slice: Vec<i8>,
    #[serde(skip_serializing_if = "is_zero")]
    f64_slice: Vec<Double>,
    #[serde(skip_serializing_if = "is_zero")]
    bool_slice: Vec<bool>,
    #[serde(skip_serializing_if = "is_zero")]
    dur_slice: Vec<Nanos>,
    #[serde(skip_serializing_if = "is_zero")]
    bytes: Vec<u8>,
    #[serde(skip_serializing_if = "is_zero")]
    str_map: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "is_zero")]
    int_map: BTreeMap<String, i64>,
    #[serde(skip_serializing_if = "is_zero")]
    dur_map: BTreeMap<String, Nanos>,
    #[serde(skip_serializing_if = "is_zero")]
    slice_map: BTreeMap<String, Vec<String>>,
    #[serde(skip_serializing_if = "is_zero")]
    struct_map: BTreeMap<String, Row>,
    #[serde(skip_serializing_if = "is_zero")]
    ptr_map: BTreeMap<String, Row>,
    #[serde(skip_serializing_if = "is_zero")]
    row_map: BTreeMap<String, RowMap>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ptr_str: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ptr_int: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ptr_bool: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ptr_f64: Option<Double>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ptr_dur: Option<Nanos>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ptr_nested: Option<Nested>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ptr_slice: Option<Vec<String>>,
    #[serde(skip_serializing_if = "is_zero")]
    nested: Nested,
    #[param(name = "dot.ted", default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    dotted: String,
    #[param(name = "dot.int", default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    dot_int: i64,
    #[param(name = "my-name", default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    renamed: String,
    #[param(default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    no_tag: String,
    #[param(default = "")]
    #[serde(rename = "HTTPUrl", skip_serializing_if = "is_zero")]
    http_url: String,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    camel_case: i64,
    #[param(default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    custom_str: Text,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    custom_int: Count,
    #[param(default = "0s")]
    #[serde(skip_serializing_if = "is_zero")]
    custom_dur: Nanos,
}

#[derive(Serialize, Params)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Tables {
    #[serde(skip_serializing_if = "is_zero")]
    tables: BTreeMap<String, Row>,
}

#[derive(Serialize, Params)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Postgres {
    #[param(default = "")]
    #[serde(rename = "URL", skip_serializing_if = "is_zero")]
    url: String,
    #[serde(skip_serializing_if = "is_zero")]
    tables: Vec<String>,
    #[param(default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    snapshot_mode: String,
    #[param(name = "snapshot.fetchSize", default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    snapshot_fetch_size: i64,
    #[param(name = "cdcMode", default = "")]
    #[serde(rename = "CDCMode", skip_serializing_if = "is_zero")]
    cdc_mode: String,
    #[param(name = "logrepl.publicationName", default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    logrepl_publication_name: String,
    #[param(name = "logrepl.slotName", default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    logrepl_slot_name: String,
    #[param(name = "logrepl.autoCleanup", default = false)]
    #[serde(skip_serializing_if = "is_zero")]
    logrepl_auto_cleanup: bool,
    #[param(name = "logrepl.withAvroSchema", default = false)]
    #[serde(skip_serializing_if = "is_zero")]
    with_avro_schema: bool,
    #[param(name = "sdk.schema.extract.type", default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    schema_type_str: String,
    #[param(name = "sdk.schema.extract.payload.enabled")]
    #[serde(skip_serializing_if = "Option::is_none")]
    payload_enabled: Option<bool>,
    #[param(name = "sdk.schema.extract.payload.subject")]
    #[serde(skip_serializing_if = "Option::is_none")]
    payload_subject: Option<String>,
    #[param(name = "sdk.schema.extract.key.enabled")]
    #[serde(skip_serializing_if = "Option::is_none")]
    key_enabled: Option<bool>,
    #[param(name = "sdk.schema.extract.key.subject")]
    #[serde(skip_serializing_if = "Option::is_none")]
    key_subject: Option<String>,
    #[param(name = "sdk.schema.context.enabled")]
    #[serde(skip_serializing_if = "Option::is_none")]
    ctx_enabled: Option<bool>,
    #[param(name = "sdk.schema.context.name")]
    #[serde(skip_serializing_if = "Option::is_none")]
    ctx_name: Option<String>,
    #[param(name = "sdk.batch.size")]
    #[serde(skip_serializing_if = "Option::is_none")]
    batch_size: Option<i64>,
    #[param(name = "sdk.batch.delay")]
    #[serde(skip_serializing_if = "Option::is_none")]
    batch_delay: Option<Nanos>,
}

#[derive(Default, PartialEq, Serialize, Params)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct StructMapValue {
    #[param(default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    my_string: String,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_int: i64,
}

#[derive(Serialize, Params)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Basic {
    #[param(name = "foo", default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    my_global_string: String,
    #[param(default = "")]
    #[serde(skip_serializing_if = "is_zero")]
    my_string: String,
    #[param(default = false)]
    #[serde(skip_serializing_if = "is_zero")]
    my_bool: bool,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_int: i64,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_uint: u64,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_int8: i8,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_uint8: u8,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_int16: i16,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_uint16: u16,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_int32: i32,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_uint32: u32,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_int64: i64,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_uint64: u64,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_byte: u8,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_rune: i32,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_float32: Single,
    #[param(default = 0)]
    #[serde(skip_serializing_if = "is_zero")]
    my_float64: Double,
    #[param(default = "0s")]
    #[serde(skip_serializing_if = "is_zero")]
    my_duration: Nanos,
    #[serde(skip_serializing_if = "is_zero")]
    my_int_slice: Vec<i64>,
    #[serde(skip_serializing_if = "is_zero")]
    my_float_slice: Vec<Single>,
    #[serde(skip_serializing_if = "is_zero")]
    my_dur_slice: Vec<Nanos>,
    #[serde(skip_serializing_if = "is_zero")]
    my_string_map: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "is_zero")]
    my_struct_map: BTreeMap<String, StructMapValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    my_bool_ptr: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    my_duration_ptr: Option<Nanos>,
}

/// A text of a type of its own.
#[derive(Default, PartialEq, Serialize, ParamValue)]
pub(crate) struct Text(String);

/// An integer of a type of its own.
#[derive(Default, PartialEq, Serialize, ParamValue)]
pub(crate) struct Count(i64);

/// A duration, written as nanoseconds.
#[derive(Default, PartialEq, ParamValue)]
pub(crate) struct Nanos(Duration);

impl Serialize for Nanos {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::answer::nanos(&self.0).serialize(serializer)
    }
}

/// A float, written with `NaN` as a text.
#[derive(Default, PartialEq, ParamValue)]
pub(crate) struct Double(f64);

impl Serialize for Double {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_nan() { "NaN".serialize(serializer) } else { self.0.serialize(serializer) }
    }
}

/// The same of single precision.
#[derive(Default, PartialEq, ParamValue)]
pub(crate) struct Single(f32);

impl Serialize for Single {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_nan() { "NaN".serialize(serializer) } else { self.0.serialize(serializer) }
    }
}

fn is_zero<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
