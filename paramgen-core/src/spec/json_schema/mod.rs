//! JSON Schema (2020-12) of the settings that a source or a destination accepts.
