//! A connector in this process.

use std::{fmt, sync::Arc};

use super::{
    Exchange, HostError, Plugin, connect,
    wire::{Observer, Wire},
};
use crate::{
    connector::Connector,
    serve::{self, DestinationKind, Environment, SourceKind},
};

/// What an engine would say by the environment to a connector that is in this process.
#[derive(Clone)]
pub struct InMemory {
    connector_id: String,
    utilities: Option<String>,
    observer: Option<Observer>,
}

impl Default for InMemory {
    fn default() -> Self {
        Self::new()
    }
}

impl InMemory {
    /// Without a schema service.
    pub fn new() -> Self {
        Self { connector_id: "in-memory".to_owned(), utilities: None, observer: None }
    }

    /// The connector's id.
    #[must_use]
    pub fn connector_id(mut self, id: impl Into<String>) -> Self {
        self.connector_id = id.into();
        self
    }

    /// Where the schema service is.
    #[must_use]
    pub fn utilities(mut self, target: impl Into<String>) -> Self {
        self.utilities = Some(target.into());
        self
    }

    /// Shows every message to this function.
    #[must_use]
    pub fn observer(mut self, observer: impl Fn(Exchange) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Connects to a connector; see [`Plugin::in_memory`].
    ///
    /// # Errors
    ///
    /// There is no thread to be had for it.
    #[allow(private_bounds, reason = "a side is a `Source`, a `Destination`, or `Absent`")]
    pub async fn start<S: SourceKind, D: DestinationKind>(
        self,
        connector: Connector<S, D>,
    ) -> Result<Plugin, HostError> {
        let environment = Environment::of_test(&self.connector_id, self.utilities.as_deref());
        let services = serve::services::<S, D>(&connector.specification, &environment);
        let channel = connect::in_memory(services).await?;
        Ok(Plugin { wire: Wire::new(channel, self.observer), program: None })
    }
}

impl fmt::Debug for InMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InMemory")
            .field("connector_id", &self.connector_id)
            .field("utilities", &self.utilities)
            .finish_non_exhaustive()
    }
}
