//! What changes, from a place in a log.

use std::{cell::RefCell, rc::Rc};

use serde::{Deserialize, Serialize};

use super::{ChangeLog, Reader, limit};
use crate::{Acked, Batch, Record, Result};

/// The place of the last change that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangesPosition<P> {
    /// The place.
    pub point: P,
}

/// Follows changes, from a position or from now on. What was acked is forgotten in batches.
///
/// Before the first record is acked there is no position: a restart asks the log again where it begins.
#[derive(Debug)]
pub struct Changes<L: ChangeLog> {
    log: L,
    point: L::Point,
    acked: Acknowledged<L::Point>,
}

/// The last change that was acked, and how many were since the log has forgotten any.
#[derive(Debug)]
pub(super) struct Acknowledged<P>(Rc<RefCell<(Option<P>, usize)>>);

impl<P> Clone for Acknowledged<P> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<P> Default for Acknowledged<P> {
    fn default() -> Self {
        Self(Rc::new(RefCell::new((None, 0))))
    }
}

impl<P> Acknowledged<P> {
    /// So many acked changes are forgotten at once, or any when there is nothing else to do.
    const MANY: usize = 1_000;

    pub(super) fn set(&self, point: P, count: usize) {
        let mut state = self.0.borrow_mut();
        *state = (Some(point), state.1 + count);
    }

    fn due(&self, idle: bool) -> Option<P> {
        let mut state = self.0.borrow_mut();
        if !idle && state.1 < Self::MANY {
            return None;
        }
        state.1 = 0;
        state.0.take()
    }

    /// Puts a place back that could not be forgotten, unless a later one was acked meanwhile.
    fn again(&self, point: P) {
        self.0.borrow_mut().0.get_or_insert(point);
    }
}

impl<L: ChangeLog> Changes<L> {
    /// Follows a log.
    pub async fn open(mut log: L, from: Option<ChangesPosition<L::Point>>) -> Result<Self> {
        let point = match from {
            Some(position) => position.point,
            None => log.point().await?,
        };
        Ok(Self::at(log, point))
    }

    pub(super) fn at(log: L, point: L::Point) -> Self {
        Self::with(log, point, Acknowledged::default())
    }

    pub(super) fn with(log: L, point: L::Point, acked: Acknowledged<L::Point>) -> Self {
        Self { log, point, acked }
    }

    pub(super) fn acknowledged(&self) -> Acknowledged<L::Point> {
        self.acked.clone()
    }

    /// Reads the next changes and their places; none when there are none now.
    pub(super) async fn next(&mut self, limit: usize) -> Result<Vec<(L::Point, Record)>> {
        let changes = self.log.after(&self.point, limit).await?;
        if let Some((last, _)) = changes.last() {
            self.point = last.clone();
        }
        if let Some(point) = self.acked.due(changes.is_empty())
            && let Err(error) = self.log.forget(&point).await
        {
            // It is no reason to stop reading, and is done again with the next acks or in the next pause.
            tracing::warn!("changes that were dealt with cannot be removed now: {error}");
            self.acked.again(point);
        }
        Ok(changes)
    }
}

impl<L: ChangeLog> Reader for Changes<L> {
    type Position = ChangesPosition<L::Point>;

    async fn read(&mut self, batch: &mut Batch<Self::Position>) -> Result<()> {
        for (point, record) in self.next(limit(batch)).await? {
            batch.push(ChangesPosition { point }, record);
        }
        Ok(())
    }

    fn acks(&mut self) -> impl AsyncFnMut(Acked<Self::Position>) -> Result<()> + 'static {
        let acknowledged = self.acknowledged();
        async move |acked: Acked<Self::Position>| {
            acknowledged.set(acked.last()?.point, acked.len());
            Ok(())
        }
    }
}
