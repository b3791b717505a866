//! What `cargo paramgen` does beyond the library: files, packages, and code that is written.

#[cfg(feature = "host")]
pub mod ask;
pub mod build;
#[cfg(feature = "host")]
mod calls;
pub mod import;
pub mod load;
pub mod new;
#[cfg(feature = "host")]
pub mod run;
#[cfg(feature = "host")]
mod secrets;
#[cfg(feature = "host")]
pub mod verify;
#[cfg(feature = "host")]
mod version;
