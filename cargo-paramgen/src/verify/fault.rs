//! How a check may not go well.

/// What a check has seen where the contract holds; else how it does not.
pub(super) type Seen = Result<String, Fault>;

/// How a check did not go well.
pub(super) enum Fault {
    Fails(String),
    Advice(String),
    NotTried(String),
}

/// Fails with what was seen.
pub(super) fn fails<T>(seen: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::Fails(seen.into()))
}

/// What fails, where Conduit runs it all the same.
pub(super) fn as_advice<T>(seen: Result<T, Fault>) -> Result<T, Fault> {
    seen.map_err(|fault| match fault {
        Fault::Fails(seen) => Fault::Advice(seen),
        Fault::Advice(_) | Fault::NotTried(_) => fault,
    })
}
