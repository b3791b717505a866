//! The settings of the source: where it reads, and how.

use std::time::Duration;

use paramgen::conduit::SourceMiddleware;
use paramgen::{ParamValue, Params, Secret};

/// What a pipeline tells the source. A field `page_size` is the parameter `pageSize`; its doc comment is the
/// description that users read.
#[derive(Debug, Params)]
#[params(require_docs)]
pub struct SourceConfig {
    // Neither optional nor with a default: required.
    /// Address of the API.
    #[param(regex = "^https?://", example = "https://api.example.com")]
    pub url: String,

    // A secret is never shown, neither by `Debug` nor in a problem.
    /// Token that the API is called with.
    pub api_token: Secret<String>,

    // A list is read from text such as `users,orders`.
    /// Collections to read; all of them if none is given.
    pub collections: Vec<String>,

    /// Records to begin with.
    #[param(default = "oldest")]
    pub start_at: StartAt,

    // The default and the bounds are checked against each other when this is compiled.
    /// Records asked for in one request.
    #[param(default = 100, min = 1, max = 1000)]
    pub page_size: u32,

    // Bounds on a duration are not in connector.yaml, which has no words for them; they hold all the same.
    /// Pause between two requests when there is nothing new.
    #[param(default = "10s", min = "1s")]
    pub poll_interval: Duration,

    /// What Conduit gives to every source: `sdk.batch.size` and others.
    #[param(flatten)]
    pub middleware: SourceMiddleware,
}

/// Where a source begins: the choices are `oldest` and `newest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
pub enum StartAt {
    /// With all records that there are.
    Oldest,
    /// With those that come after the start.
    Newest,
}
