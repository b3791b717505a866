//! A line a second: how far each pipeline is.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use cargo_paramgen::run::Counts;

use crate::show;

/// What happened since it was said last.
pub(super) struct Progress<'c> {
    pipelines: Vec<(&'c str, &'c Counts, [u64; 4])>,
    said: Instant,
    moved: Instant,
}

impl<'c> Progress<'c> {
    pub(super) fn new(counts: &'c [(String, Arc<Counts>)]) -> Self {
        let pipelines = counts.iter().map(|(id, counts)| (id.as_str(), &**counts, [0; 4]));
        let now = Instant::now();
        Self { pipelines: pipelines.collect(), said: now, moved: now }
    }

    pub(super) fn say(&mut self) {
        let now = Instant::now();
        let seconds = now.duration_since(self.said).as_secs_f64();
        self.said = now;
        for (id, counts, before) in &mut self.pipelines {
            let all = [counts.read(), counts.written(), counts.nacked(), counts.retried()];
            if counts.is_opening() {
                // What is still opening is not idle.
                self.moved = now;
            }
            if all == *before {
                continue;
            }
            self.moved = now;
            let rate = (all[1].saturating_sub(before[1]) as f64 / seconds.max(0.001)).round();
            *before = all;
            let [read, written, nacked, retried] = all;
            show::to_stderr(&format!(
                "{id}: {read} read, {written} written, {rate} records/s, {nacked} refused, {retried} retries\n"
            ));
        }
    }

    /// How long nothing has moved anywhere.
    pub(super) fn idle(&self) -> Duration {
        self.moved.elapsed()
    }
}
