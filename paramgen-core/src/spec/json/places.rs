//! Where the parameters of a list stand, by name: what groups and rules speak of.

use std::{collections::HashMap, ops::Range};

use crate::show::Quoted;

/// Where the parameters of a list stand, by name.
pub(super) struct ListPlaces(pub(super) HashMap<String, usize>);

impl ListPlaces {
    pub(super) fn get(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied()
    }

    /// The stretch of the list that these names are.
    pub(super) fn range(&self, names: &[String]) -> Result<Range<usize>, String> {
        let place = |name: &String| {
            self.get(name).ok_or_else(|| format!("there is no parameter {} in this list", Quoted(name)))
        };
        let Some(first) = names.first() else { return Ok(0..0) };
        let first = place(first)?;
        for (i, name) in names.iter().enumerate() {
            if place(name)? != first + i {
                return Err(format!("{} does not stand behind the parameter before it", Quoted(name)));
            }
        }
        Ok(first..first + names.len())
    }
}
