//! Two texts that differ, each cut to what a person needs to see where.

use crate::show::{Quoted, Shown};

/// Characters shown of a text, and how many of them stand before the first difference where it is cut.
const SHOWN_CHARS: usize = 60;
const BEFORE: usize = 20;

/// The part of each text around the first place where they differ.
pub(crate) struct Excerpts {
    left: String,
    right: String,
}

impl Excerpts {
    pub(crate) fn of(left: &str, right: &str) -> Self {
        let same = left.chars().zip(right.chars()).take_while(|(a, b)| a == b).count();
        Self { left: cut(left, same), right: cut(right, same) }
    }

    pub(crate) fn left(&self) -> String {
        stated(&self.left)
    }

    pub(crate) fn right(&self) -> String {
        stated(&self.right)
    }

    /// The same without quotes, for texts of this crate's own making.
    pub(crate) fn left_bare(&self) -> String {
        bare(&self.left)
    }

    pub(crate) fn right_bare(&self) -> String {
        bare(&self.right)
    }
}

fn cut(text: &str, same: usize) -> String {
    // A difference that the first characters show needs no cut before it.
    let start = if same + BEFORE < SHOWN_CHARS { 0 } else { same - BEFORE };
    let mut rest = text.chars().skip(start);
    let shown: String = rest.by_ref().take(SHOWN_CHARS).collect();
    let [before, behind] = [start > 0, rest.next().is_some()].map(|cut| if cut { "…" } else { "" });
    format!("{before}{shown}{behind}")
}

/// A text as it reads best: only where its ends would be lost, it stands between quotes.
fn stated(text: &str) -> String {
    match text {
        "" => "empty".to_owned(),
        "empty" => Quoted(text).to_string(),
        text if text.contains([' ', '\n', '\t', ',']) => Quoted(text).to_string(),
        text => Shown(text).to_string(),
    }
}

fn bare(text: &str) -> String {
    if text.is_empty() { "none".to_owned() } else { Shown(text).to_string() }
}
