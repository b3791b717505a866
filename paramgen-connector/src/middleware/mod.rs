//! What the kit does between an author's code and Conduit. A connector has the middleware whose parameters its configuration lists.

pub(crate) mod batch;
pub(crate) mod format;
pub(crate) mod rate;
#[cfg(feature = "schema")]
pub(crate) mod schema;
