//! The two ways in which changes are followed, as one.

use paramgen_connector::{
    Error, Record, Result,
    cdc::{ChangeLog, Tables, TimedLog, TimedPoint, TrackedPoint, TriggerTable},
};
use serde::{Deserialize, Serialize};

use crate::{cell::Cell, database::Database, timed::TimedKey};

/// What is followed.
#[derive(Debug)]
pub enum Log {
    /// What triggers have tracked; nothing where there are none.
    Triggers(TriggerTable<Database>),
    /// Rows by their times.
    Times(TimedLog<Database>),
}

/// A place in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Point {
    /// Among what triggers have tracked.
    Triggers(TrackedPoint),
    /// Among the times.
    Times(TimedPoint<Cell, TimedKey>),
}

impl Log {
    pub fn new(database: Database) -> Self {
        match database.times {
            None => Self::Triggers(TriggerTable::new(database)),
            Some(_) => Self::Times(TimedLog::new(database)),
        }
    }
}

impl ChangeLog for Log {
    type Point = Point;

    async fn point(&mut self) -> Result<Point> {
        Ok(match self {
            Self::Triggers(log) => Point::Triggers(log.point().await?),
            Self::Times(log) => Point::Times(log.point().await?),
        })
    }

    async fn after(&mut self, point: &Point, limit: usize) -> Result<Vec<(Point, Record)>> {
        Ok(match (self, point) {
            (Self::Triggers(log), Point::Triggers(point)) => {
                let changes = log.after(point, limit).await?;
                changes.into_iter().map(|(point, record)| (Point::Triggers(point), record)).collect()
            }
            (Self::Times(log), Point::Times(point)) => {
                let changes = log.after(point, limit).await?;
                changes.into_iter().map(|(point, record)| (Point::Times(point), record)).collect()
            }
            (Self::Triggers(_), Point::Times(_)) | (Self::Times(_), Point::Triggers(_)) => {
                return Err(Error::new(
                    "the position is one of another way to follow changes; what changed since cannot be told: set changes \
                     back, or begin anew with a connector of another id",
                ));
            }
        })
    }

    async fn forget(&mut self, up_to: &Point) -> Result<()> {
        match (self, up_to) {
            (Self::Triggers(log), Point::Triggers(up_to)) => log.forget(up_to).await,
            (Self::Triggers(_) | Self::Times(_), Point::Times(_)) | (Self::Times(_), Point::Triggers(_)) => {
                Ok(())
            }
        }
    }
}

impl Tables for Log {
    type Key = Vec<Cell>;

    async fn tables(&mut self) -> Result<Vec<String>> {
        match self {
            Self::Triggers(log) => log.tables().await,
            Self::Times(log) => log.tables().await,
        }
    }

    async fn end(&mut self, table: &str) -> Result<Option<Vec<Cell>>> {
        match self {
            Self::Triggers(log) => log.end(table).await,
            Self::Times(log) => log.end(table).await,
        }
    }

    async fn page(
        &mut self,
        table: &str,
        after: Option<&Vec<Cell>>,
        end: &Vec<Cell>,
        limit: usize,
    ) -> Result<Vec<(Vec<Cell>, Record)>> {
        match self {
            Self::Triggers(log) => log.page(table, after, end, limit).await,
            Self::Times(log) => log.page(table, after, end, limit).await,
        }
    }
}
