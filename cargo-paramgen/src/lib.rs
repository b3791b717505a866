//! What `cargo paramgen` does beyond the library: files, packages, and code that is written.

pub mod build;
pub mod import;
pub mod load;
pub mod new;
