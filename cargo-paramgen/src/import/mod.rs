//! Rust structs from a specification.
