//! The parameters of Conduit's own middleware as ready-made structs.
use crate::Params;
/// Batching.
#[derive(Debug, Params)]
#[params(crate = crate)]
pub struct SourceBatch {
    /// Most records in a batch.
    #[param(name = "sdk.batch.size", default = 0, gt = -1)]
    pub size: i64,
}
