//! Which potentials can never cross a level.

use crate::model::{distribution::Bound, signature_time};

/// For each level that a variant uses, the smallest cumulated intensity at which its last signature can fall. Most
/// requests of a petition platform have a potential below it, and are known to expire without a draw of their own.
pub struct SignatureFloor {
    /// (level, floor), sorted by level.
    floors: Vec<(u32, Bound)>,
}

impl SignatureFloor {
    /// Floors of the given levels.
    pub fn new(levels: impl Iterator<Item = u32>) -> Self {
        let mut levels: Vec<u32> = levels.filter(|&level| level > 0).collect();
        levels.sort_unstable();
        levels.dedup();
        Self { floors: levels.into_iter().map(|level| (level, Bound::new(signature_time::smallest(level)))).collect() }
    }

    /// The floor of a level; none for level 0. That of a level which only a rule arrives at is worked out anew.
    pub fn of(&self, level: u32) -> Bound {
        match self.floors.binary_search_by_key(&level, |floor| floor.0) {
            Ok(index) => self.floors[index].1,
            Err(_) if level == 0 => Bound::NONE,
            Err(_) => Bound::new(signature_time::smallest(level)),
        }
    }
}
