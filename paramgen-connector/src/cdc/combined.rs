//! A snapshot, then changes, and nothing lost between them.

use serde::{Deserialize, Serialize};

use super::{ChangeLog, Changes, Reader, Snapshot, SnapshotPosition, Tables, changes::Acknowledged, limit};
use crate::{Acked, Batch, Result};

/// Where a snapshot, or the following of changes, was. Its size does not depend on the number of tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CombinedPosition<K, P> {
    /// In the snapshot.
    Snapshot {
        /// Where changes begin once the snapshot is done: a place from before its first row was read.
        start: P,
        /// Where in the snapshot.
        #[serde(flatten)]
        at: SnapshotPosition<K>,
    },
    /// In the changes.
    Changes {
        /// The last change that was read.
        point: P,
    },
}

/// Reads what is there, then follows what changes.
///
/// The place where changes begin is fixed before the first row is read, and stands in the position of each: a restart at
/// any record goes on at its page and still has it. What changes while the snapshot is read comes again as changes, so that
/// whoever applies everything in order has what the system has. The switch waits for nobody.
#[derive(Debug)]
pub struct Combined<S: Tables + ChangeLog> {
    stage: Stage<S>,
    acked: Acknowledged<S::Point>,
}

#[derive(Debug)]
enum Stage<S: Tables + ChangeLog> {
    Snapshot {
        start: S::Point,
        snapshot: Snapshot<S>,
    },
    Changes(Changes<S>),
    /// The system is on its way from one to the other.
    Switching,
}

impl<S: Tables + ChangeLog> Combined<S> {
    /// Goes on at a position; without one, fixes where changes begin and starts with the snapshot.
    pub async fn open(mut system: S, from: Option<CombinedPosition<S::Key, S::Point>>) -> Result<Self> {
        let stage = match from {
            None => Stage::Snapshot { start: system.point().await?, snapshot: Snapshot::new(system, None) },
            Some(CombinedPosition::Snapshot { start, at }) => {
                Stage::Snapshot { start, snapshot: Snapshot::new(system, Some(at)) }
            }
            Some(CombinedPosition::Changes { point }) => Stage::Changes(Changes::at(system, point)),
        };
        Ok(Self::of(stage))
    }

    /// Goes on at a position; without one, follows changes from now on. For `snapshot = "never"`: a position in a snapshot
    /// goes on where its changes begin.
    pub async fn open_without_snapshot(
        mut system: S,
        from: Option<CombinedPosition<S::Key, S::Point>>,
    ) -> Result<Self> {
        let point = match from {
            None => system.point().await?,
            Some(CombinedPosition::Snapshot { start: point, .. } | CombinedPosition::Changes { point }) => {
                point
            }
        };
        Ok(Self::of(Stage::Changes(Changes::at(system, point))))
    }

    fn of(stage: Stage<S>) -> Self {
        let acked = match &stage {
            Stage::Changes(changes) => changes.acknowledged(),
            Stage::Snapshot { .. } | Stage::Switching => Acknowledged::default(),
        };
        Self { stage, acked }
    }

    /// Whether the snapshot is done.
    pub fn follows_changes(&self) -> bool {
        matches!(self.stage, Stage::Changes(_))
    }
}

impl<S: Tables + ChangeLog> Reader for Combined<S> {
    type Position = CombinedPosition<S::Key, S::Point>;

    async fn read(&mut self, batch: &mut Batch<Self::Position>) -> Result<()> {
        if let Stage::Snapshot { start, snapshot } = &mut self.stage {
            for (at, record) in snapshot.next(limit(batch)).await? {
                batch.push(CombinedPosition::Snapshot { start: start.clone(), at }, record);
            }
            if snapshot.is_done()
                && let Stage::Snapshot { start, snapshot } =
                    std::mem::replace(&mut self.stage, Stage::Switching)
            {
                let changes = Changes::with(snapshot.into_inner(), start, self.acked.clone());
                self.stage = Stage::Changes(changes);
            }
        }
        if let Stage::Changes(changes) = &mut self.stage {
            for (point, record) in changes.next(limit(batch)).await? {
                batch.push(CombinedPosition::Changes { point }, record);
            }
        }
        Ok(())
    }

    fn acks(&mut self) -> impl AsyncFnMut(Acked<Self::Position>) -> Result<()> + 'static {
        let acknowledged = self.acked.clone();
        async move |acked: Acked<Self::Position>| {
            // Acks of the snapshot come late, and say nothing of changes.
            if let CombinedPosition::Changes { point } = acked.last()? {
                acknowledged.set(point, acked.len());
            }
            Ok(())
        }
    }
}
