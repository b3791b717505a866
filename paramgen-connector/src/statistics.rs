//! How often a connector says how much it has done.

use std::time::Duration;

use paramgen::Params;

/// A parameter for operators: how often counts and times of the stream are logged. They are logged at its end in any case.
///
/// ```
/// use paramgen::Params;
/// use paramgen_connector::Statistics;
///
/// #[derive(Params)]
/// struct Config {
///     #[param(flatten)]
///     statistics: Statistics,
/// }
///
/// assert_eq!(Config::parse([("sdk.statistics.interval", "10s")])?.statistics.interval.as_secs(), 10);
/// # Ok::<(), paramgen::Problems>(())
/// ```
///
/// A line has `records` and `bytes` (read by a source, received by a destination), `batches` (messages, or calls of
/// `write`), `sent`, `acked`, `nacked`, `retried` and `seconds` since the stream began.
#[derive(Clone, Debug, PartialEq, Params)]
pub struct Statistics {
    /// How often counts and times of the stream are logged; 0 logs them at its end alone.
    #[param(name = "sdk.statistics.interval", default = "1m")]
    pub interval: Duration,
}
