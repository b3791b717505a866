//! A connector in this process.

use std::sync::Arc;

use super::{
    Exchange, HostError, Plugin, connect,
    wire::{Observer, Wire},
};
use crate::{
    connector::Connector,
    serve::{self, DestinationKind, Environment, SourceKind},
};

/// How a connector in this process is connected to: what an engine would say to a program by its environment.
#[allow(missing_debug_implementations, reason = "an observer has no form")]
pub struct InMemory<S, D> {
    connector: Connector<S, D>,
    connector_id: String,
    utilities: Option<String>,
    observer: Option<Observer>,
}

#[allow(private_bounds, reason = "a side is a `Source`, a `Destination`, or `Absent`")]
impl<S: SourceKind, D: DestinationKind> InMemory<S, D> {
    /// Of this connector.
    pub fn new(connector: Connector<S, D>) -> Self {
        Self { connector, connector_id: "in-memory".to_owned(), utilities: None, observer: None }
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

    /// Connects; see [`Plugin::in_memory`].
    pub async fn start(self) -> Result<Plugin, HostError> {
        let environment = Environment::of_test(&self.connector_id, self.utilities.as_deref());
        let services = serve::services::<S, D>(&self.connector.specification, &environment);
        let channel = connect::in_memory(services).await?;
        Ok(Plugin { wire: Wire::new(channel, self.observer), program: None })
    }
}
