//! The archive: how long communications are kept.

use std::collections::VecDeque;

use crate::model::{Days, Model};

/// Communications of each class that has a retention, by the moment at which they may be destroyed.
pub struct Archive {
    retention: Vec<Option<Days>>,
    ends: Vec<VecDeque<Days>>,
}

impl Archive {
    /// An empty archive.
    pub fn new(model: &Model) -> Self {
        let retention: Vec<Option<Days>> = model.classes.iter().map(|class| class.retention).collect();
        Self { ends: vec![VecDeque::new(); retention.len()], retention }
    }

    /// True if a class's communications are kept.
    pub fn keeps(&self, class: usize) -> bool {
        self.retention[class].is_some()
    }

    /// Keeps a communication of a class, if the class keeps any.
    pub fn keep(&mut self, class: usize, now: Days) {
        self.ends[class].extend(self.retention[class].map(|retention| now + retention));
    }

    /// When the next retention ends; infinite if none does.
    pub fn next_end(&self) -> Days {
        self.ends.iter().filter_map(|ends| ends.front().copied()).fold(f64::INFINITY, f64::min)
    }

    /// Takes the next communication whose retention has ended by now: its class, and the moment.
    pub fn expire(&mut self, now: Days) -> Option<(usize, Days)> {
        let next = |class: usize| self.ends[class].front().copied().unwrap_or(f64::INFINITY);
        let class = (0..self.ends.len()).min_by(|&a, &b| next(a).total_cmp(&next(b)))?;
        let at = self.ends[class].pop_front_if(|end| *end <= now)?;
        Some((class, at))
    }
}
