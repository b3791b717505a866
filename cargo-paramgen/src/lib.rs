//! What `cargo paramgen` does beyond the library: files, packages, and code that is written.

pub mod import;
pub mod new;
