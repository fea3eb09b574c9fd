//! Requests that requests trigger (Hawkes 1971, in the cluster form of Hawkes and Oakes 1974).
//!
//! The requests that one triggers are a burst after it: a Poisson number, each after an exponential delay, found by
//! inverting the cumulated rate. So at a higher branching ratio a request triggers the same requests and more.

use super::{Name, advance};
use crate::{
    engine::stream::{Key, Purpose},
    model::{Class, Days, Signatures, Source},
};

/// What the requests of one source trigger.
#[derive(Debug, Clone, Copy)]
pub struct Triggering {
    /// Mean number of triggered requests; per expected signature if it is by potential.
    pub(super) mean: f64,
    pub(super) mean_delay: Days,
    pub(super) by_potential: bool,
}

impl Triggering {
    /// That of a source of a class; `None` if the class does not excite itself.
    pub fn of(class: &Class, source: &Source) -> Option<Self> {
        let excitation = class.self_excitation?;
        let per_request = match &source.potential {
            Some(potential) if excitation.by_potential => potential.mean(),
            _ => 1.0,
        };
        Some(Self {
            mean: excitation.branching_ratio / per_request,
            mean_delay: excitation.mean_delay,
            by_potential: excitation.by_potential,
        })
    }

    /// The moments and names of the requests that a request called `key`, created `now`, triggers up to `end`, in
    /// order of time. Each is named by its rank. A further layer is another independent family.
    pub fn triggered(
        self,
        key: Key,
        layer: u16,
        now: Days,
        potential: Signatures,
        end: Days,
    ) -> impl Iterator<Item = (Days, Name)> {
        let mean = if self.by_potential { self.mean * potential } else { self.mean };
        let mut stream = key.stream(Purpose::Triggered, u32::from(layer));
        let family = key.named("triggered").of_layer(layer);
        let mut position = 0.0;
        let moments = std::iter::from_fn(move || {
            advance(&mut position, &mut stream);
            let moment = now - self.mean_delay * libm::log1p(-position / mean);
            (position < mean && moment <= end).then_some(moment)
        });
        moments.zip(0..).map(move |(moment, number)| (moment, Name::of(family, number)))
    }
}
