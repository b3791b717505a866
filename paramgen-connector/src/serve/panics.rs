//! A panic in an author's code is an error with its text.

use std::{
    any::Any,
    panic::{self, AssertUnwindSafe},
    pin::pin,
    task::Poll,
};

use crate::{Class, Error, Result};

/// The future's output, or the panic as a fatal error.
pub(crate) async fn caught<F: Future>(future: F) -> Result<F::Output> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| {
        match panic::catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
            Err(panic) => Poll::Ready(Err(error(&*panic))),
        }
    })
    .await
}

/// The call's output, or the panic as a fatal error.
pub(crate) fn caught_now<T>(call: impl FnOnce() -> T) -> Result<T> {
    panic::catch_unwind(AssertUnwindSafe(call)).map_err(|panic| error(&*panic))
}

fn error(panic: &(dyn Any + Send)) -> Error {
    Error::new(format_args!("the connector panicked: {}", text(panic))).with_class(Class::Fatal)
}

fn text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no text")
}

/// Panics are log lines, as the engine reads only those.
pub(crate) fn log_panics() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let thread = std::thread::current().name().unwrap_or("unnamed").to_owned();
        tracing::error!(place, thread, "panic: {}", text(panic.payload()));
    }));
}
