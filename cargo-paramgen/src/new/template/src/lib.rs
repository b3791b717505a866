//! A [Conduit](https://conduit.io) connector for {{name}}.
//!
//! What is particular to the system stands in [`store`]; it is a file here, so that everything works before you have begun.
//! Put a client of your system in its place, and change the settings in
{{#both}}
//! [`source`] and [`destination`].
{{/both}}
{{#source_only}}
//! [`source`].
{{/source_only}}
{{#destination_only}}
//! [`destination`].
{{/destination_only}}

{{#destination}}
pub mod destination;
{{/destination}}
{{#source}}
pub mod source;
{{/source}}
pub mod store;
