//! Messages and methods of Conduit's plugin protocol. The messages are made from `proto/wire.proto`.

#![allow(clippy::all, clippy::pedantic, missing_docs, reason = "generated")]

include!("generated.rs");
