//! What a connector is given beside its configuration.

use std::{
    cell::{Cell, RefCell},
    fmt,
    rc::Rc,
};

use tokio::{
    sync::Notify,
    task::{AbortHandle, spawn_local},
};

use crate::{
    Error, Result,
    serve::{Environment, panics},
};

/// What a connector is given beside its configuration. Clones are cheap.
#[derive(Clone)]
pub struct Context(Rc<Inner>);

struct Inner {
    environment: Environment,
    tasks: RefCell<Vec<AbortHandle>>,
    failure: RefCell<Option<Error>>,
    failed: Notify,
    closed: Cell<bool>,
    #[cfg(feature = "schema")]
    schemas: crate::schema::Schemas,
}

impl Context {
    pub(crate) fn new(environment: &Environment) -> Self {
        Self(Rc::new(Inner {
            environment: environment.clone(),
            tasks: RefCell::default(),
            failure: RefCell::default(),
            failed: Notify::new(),
            closed: Cell::new(false),
            #[cfg(feature = "schema")]
            schemas: crate::schema::Schemas::new(environment),
        }))
    }

    pub(crate) fn environment(&self) -> &Environment {
        &self.0.environment
    }

    /// The connector's id in Conduit, such as `pipeline:source`. It stays the same over restarts, and no other connector
    /// of that Conduit has it: names of what a connector makes in its system can be made of it.
    pub fn connector_id(&self) -> &str {
        &self.0.environment.connector_id
    }

    /// Conduit's schema service, for schemas of one's own: a record that names one in its metadata is encoded with it.
    #[cfg(feature = "schema")]
    pub fn schemas(&self) -> &crate::schema::Schemas {
        &self.0.schemas
    }

    /// Runs a task beside `read` or `write`, on the connector's thread. Its error, or its panic, ends the call that is
    /// pending, and with it the stream. It is aborted when the connector is closed.
    pub fn spawn(&self, task: impl Future<Output = Result<()>> + 'static) {
        if self.0.closed.get() {
            return;
        }
        let context = self.clone();
        let handle = spawn_local(async move {
            let outcome = panics::caught(task).await.and_then(|result| result);
            if let Err(error) = outcome {
                context.0.failure.borrow_mut().get_or_insert(error.context("a task of the connector"));
                context.0.failed.notify_one();
            }
        });
        let mut tasks = self.0.tasks.borrow_mut();
        tasks.retain(|task| !task.is_finished());
        tasks.push(handle.abort_handle());
    }

    /// Waits for a task to fail.
    pub(crate) async fn failure(&self) -> Error {
        loop {
            if let Some(error) = self.0.failure.borrow_mut().take() {
                return error;
            }
            self.0.failed.notified().await;
        }
    }

    /// Ends all tasks, and takes no more.
    pub(crate) fn close(&self) {
        self.0.closed.set(true);
        self.abort_tasks();
    }

    /// Ends all tasks; what they have failed with is of no interest.
    pub(crate) fn abort_tasks(&self) {
        self.0.failure.borrow_mut().take();
        for task in self.0.tasks.borrow_mut().drain(..) {
            task.abort();
        }
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("connector_id", &self.connector_id()).finish_non_exhaustive()
    }
}
