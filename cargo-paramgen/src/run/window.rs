//! How many of the last records may be refused: Conduit's dead-letter queue stops its pipeline by that.

use std::collections::VecDeque;

/// The outcomes of the last records.
#[derive(Debug)]
pub(super) struct Window {
    size: usize,
    threshold: usize,
    refused: VecDeque<bool>,
}

impl Window {
    /// Without a size nothing is too much.
    pub(super) fn new(size: usize, threshold: usize) -> Self {
        Self { size, threshold, refused: VecDeque::new() }
    }

    /// Adds a record's outcome; false when too many are refused now.
    pub(super) fn add(&mut self, is_refused: bool) -> bool {
        if self.size == 0 {
            return true;
        }
        if self.refused.len() == self.size {
            self.refused.pop_front();
        }
        self.refused.push_back(is_refused);
        !is_refused || self.refused.iter().filter(|refused| **refused).count() <= self.threshold
    }

    /// What was too much, in words.
    pub(super) fn in_words(&self) -> String {
        match (self.size, self.threshold) {
            (1, _) => "the destination refused a record".to_owned(),
            (size, 0) => format!("one of the last {size} records was refused"),
            (size, threshold) => format!("more than {threshold} of the last {size} records were refused"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Window;

    #[test]
    fn it_stops_as_the_queue_does() {
        let run = |size, threshold, outcomes: &[bool]| {
            let mut window = Window::new(size, threshold);
            outcomes.iter().position(|refused| !window.add(*refused))
        };
        assert_eq!(run(1, 0, &[false, true, true]), Some(1));
        assert_eq!(run(0, 0, &[true; 9]), None);
        assert_eq!(run(3, 1, &[true, false, false, true, false, true]), Some(5));
        assert_eq!(run(3, 2, &[true, true, false, true, true, true]), Some(5));
    }
}
