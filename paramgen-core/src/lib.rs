//! The runtime of [paramgen](https://docs.rs/paramgen): schema, reader, problems. It is for nobody but `paramgen`, which
//! shows all of it and adds the derives: depend on that.

#![warn(missing_docs)]
// A new rule, kind of value or problem is to be thought of wherever one is told from others.
#![cfg_attr(not(test), warn(clippy::wildcard_enum_match_arm))]

mod bound;
mod byte_size;
mod check;
mod docs;
pub mod embedded;
mod entries;
mod field_rules;
mod flat;
mod key;
mod lowering;
mod number;
mod options;
mod outer;
mod param_value;
mod parameters;
#[cfg(feature = "regex")]
mod pattern;
#[cfg(feature = "spec")]
pub mod pipeline;
mod problem;
#[cfg(feature = "proto")]
pub mod proto;
mod reader;
mod scalar;
mod schema;
mod secret;
mod settings;
mod show;
pub mod spec;
mod std_values;
mod suggest;
pub mod testing;
mod text;
mod unknown;
mod validation;
mod value;
mod value_checks;
mod wire;
#[cfg(feature = "spec")]
mod yaml;

pub use bound::{Bound, Limit};
pub use byte_size::{ByteSize, ByteSizeError};
pub use field_rules::RuleBetween;
pub use number::Number;
pub use options::{Accepted, Options, UnknownKeys, Warning, WarningKind};
pub use param_value::ParamValue;
pub use parameters::{Parameter, ParameterType, Parameters};
#[cfg(feature = "regex")]
pub use pattern::{Pattern, PatternError};
pub use problem::{Problem, ProblemKind, Problems};
pub use reader::{FieldType, Params};
pub use secret::Secret;
pub use settings::Settings;
pub use spec::Specification;
#[cfg(feature = "spec")]
pub use spec::{SpecError, WriteError};
pub use text::Texts;
#[cfg(feature = "url")]
pub use url;
pub use validation::Validation;
pub use wire::{ConduitValidation, UnknownTypeError, ValidationError};

/// What derived code calls. Not part of the public interface: anything here may change in any release.
#[doc(hidden)]
pub mod __private {
    /// Checks in `const` evaluation.
    pub mod check {
        pub use crate::check::{
            alias, condition, connector_name, connector_version, default, duration_rule, duration_type_rule,
            example, file, flatten, member, on_value, overriding, required, rule, separator, structure,
            type_rule, unique,
        };
    }
    /// What `key!` evaluates.
    pub mod key {
        pub use crate::key::{Key, text};
    }

    /// What `cargo paramgen import` tells names apart by.
    pub use crate::parameters::words;
    /// What a terminal does not show as it is.
    pub use crate::show::is_invisible;
    pub use std::borrow::Cow;

    #[cfg(feature = "regex")]
    pub use crate::pattern::Compiled;
    pub use crate::{
        docs::{Joined, Part, room},
        field_rules::FieldRule,
        flat::Flat,
        param_value::ValueReader,
        reader::{Build, Reader},
        scalar::{Kind, Scalar},
        schema::{Field, Override, Schema, Shape},
        spec::{Declaration, EncodedSpecification},
        std_values::{FromText, Refusal, Silent, Speaking},
        value::Value,
    };
}
