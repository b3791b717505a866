//! The settings of the destination: where it writes, and how.

use std::collections::BTreeMap;
use std::time::Duration;

use paramgen::conduit::DestinationMiddleware;
use paramgen::{ParamValue, Params, Secret};

/// What a pipeline tells the destination.
#[derive(Debug, Params)]
#[params(require_docs)]
pub struct DestinationConfig {
    /// Address of the API.
    #[param(regex = "^https?://", example = "https://api.example.com")]
    pub url: String,

    /// Token that the API is called with.
    pub api_token: Secret<String>,

    // `None` unless it is set: an optional parameter without a default.
    /// Collection to write into; that of each record if none is given.
    #[param(len(..=63))]
    pub collection: Option<String>,

    /// What happens to a record that is there already.
    #[param(default = "replace")]
    pub on_conflict: OnConflict,

    /// Time after which a request is given up.
    #[param(default = "30s", min = "100ms", max = "10m")]
    pub timeout: Duration,

    // A map is many parameters: `headers.x-trace`, `headers.accept`, … are `headers.*` in connector.yaml.
    /// HTTP headers that are sent with each request, by their names.
    pub headers: BTreeMap<String, String>,

    /// What Conduit gives to every destination: `sdk.batch.size` and others.
    #[param(flatten)]
    pub middleware: DestinationMiddleware,
}

/// What a destination does with a record that is there already: the choices are `replace`, `keep` and `fail`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ParamValue)]
pub enum OnConflict {
    /// The new record takes its place.
    Replace,
    /// The old record stays.
    Keep,
    /// The pipeline stops.
    Fail,
}
