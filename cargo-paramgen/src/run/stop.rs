//! The wish that a pipeline stops, which whoever runs it may have.

use tokio::sync::watch;

/// The wish to stop. Clones share it.
#[derive(Clone, Debug)]
pub struct Stop(watch::Sender<bool>);

impl Default for Stop {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Stop {
    /// Asks for it: sources stop, what they have sent is still written.
    pub fn ask(&self) {
        self.0.send_replace(true);
    }

    /// Whether it was asked for.
    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is.
    pub(super) async fn asked(&self) {
        // The sender is this value, so it does not go away.
        let _ = self.0.subscribe().wait_for(|asked| *asked).await;
    }
}
