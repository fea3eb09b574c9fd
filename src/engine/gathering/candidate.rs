//! A request that gathers signatures and may cross.

use std::cell::OnceCell;

use crate::{
    engine::{
        passage::{Growing, Hold},
        stream::{Key, Purpose},
        trajectory::Trajectory,
    },
    model::{Days, Signatures, Source},
};

/// A request that gathers signatures and may cross.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Names its random streams.
    pub key: Key,
    /// When it was created, before all classes that it has been in.
    pub created: Days,
    /// Expected final signatures.
    pub potential: Signatures,
    /// Signatures that it will have gathered when its window ends or at the horizon: their expected number, given its
    /// potential, its growth and when it reaches the level that bound it at first.
    pub signatures: Signatures,
    /// Index of its source within the class.
    pub source: u16,
    /// Whether it has crossed.
    pub(super) crossed: bool,
    /// The level that bound it when it was created in its present class.
    pub(super) level_at_creation: u32,
    /// Tells its crossing that is valid from those that are void.
    pub(super) ticket: u32,
    /// What it brings from the class that its own follows.
    heritage: Option<Box<Heritage>>,
}

/// What a request brings from the class that its own follows.
#[derive(Debug, Clone)]
struct Heritage {
    /// Names the stream of its growth.
    origin: Key,
    /// When it came.
    opened: Days,
    /// Levels and the cumulated intensities at which its signatures reach them, as far as they are drawn.
    points: Vec<(u32, f64)>,
}

impl Candidate {
    /// A request created now under a level.
    pub fn new(key: Key, now: Days, potential: Signatures, source: u16, level: u32, ticket: u32) -> Self {
        Self {
            key,
            created: now,
            potential,
            signatures: potential,
            source,
            crossed: false,
            level_at_creation: level,
            ticket,
            heritage: None,
        }
    }

    /// When it was created in its present class.
    pub fn opened(&self) -> Days {
        self.heritage.as_ref().map_or(self.created, |heritage| heritage.opened)
    }

    /// Names the stream of its growth, which is the same in every class.
    pub fn origin(&self) -> Key {
        self.heritage.as_ref().map_or(self.key, |heritage| heritage.origin)
    }

    /// The request that this one, which became eligible now, is in a class that follows its own, under the level there;
    /// `points` are what is known of its signature times.
    pub fn successor(&self, points: Vec<(u32, f64)>, now: Days, key: Key, level: u32, ticket: u32) -> Self {
        let heritage = Some(Box::new(Heritage { origin: self.origin(), opened: now, points }));
        Self { key, crossed: false, level_at_creation: level, ticket, heritage, ..self.clone() }
    }

    /// True if it comes from a class that its own follows.
    pub fn is_inherited(&self) -> bool {
        self.heritage.is_some()
    }

    /// True if something came to bind it since it was created here.
    pub fn is_bound_by(&self, hold: &Hold) -> bool {
        hold.after(self.opened()).is_some()
    }

    /// Its signatures, of which only what it brought along is known.
    pub fn growing<'m>(&self, sources: &'m [Source]) -> Growing<'m> {
        let known = self.heritage.as_ref().map_or_else(Vec::new, |heritage| heritage.points.clone());
        Growing {
            created: self.created,
            potential: self.potential,
            source: &sources[usize::from(self.source)],
            origin: self.origin(),
            curve: OnceCell::new(),
            signatures: Trajectory::new(known, self.key.stream(Purpose::Signatures, 0)),
        }
    }
}
