//! The sources of requests in one replication, each with its next request.

use super::{
    arrivals::{ArrivalProcess, Name, Triggering},
    plan::Plan,
    sampling::Turn,
    stream::Key,
    windows::Lane,
};
use crate::model::{Days, Signatures, Source, distribution::Bound};

/// A source with its next request.
pub struct SourceState<'m> {
    /// Index of its class.
    pub class: u16,
    /// Its index within the class.
    pub index: u16,
    /// Where happenings may scale arrivals up, a source has further layers, which stand after it.
    pub layer: u16,
    /// The last of its layers.
    pub layers: u16,
    /// What it is.
    pub source: &'m Source,
    /// When its next request comes; infinite if none does.
    pub next: Days,
    /// What its requests trigger.
    pub triggering: Option<Triggering>,
    /// Number of its lane.
    pub lane: usize,
    /// Whether requests that cannot cross need no attention of their own.
    pub looks_ahead: bool,
    /// Which of its requests are sampled.
    pub turn: Turn,
    /// The potential of the next request, once it is drawn.
    foreseen: Option<Signatures>,
    arrivals: ArrivalProcess<'m>,
}

/// Up to when something happens.
#[derive(Debug, Clone, Copy)]
pub struct Until {
    /// The moment.
    pub moment: Days,
    /// Whether what happens at that very moment is included.
    pub inclusive: bool,
}

impl Until {
    /// True of what happens by then.
    #[inline]
    pub fn includes(self, moment: Days) -> bool {
        moment < self.moment || (moment == self.moment && self.inclusive)
    }
}

impl<'m> SourceState<'m> {
    /// A source of a plan, at `(class, index)`, before its first request; the number of its layer and of the last one.
    pub fn new(
        plan: &Plan<'m>,
        (class, index): (usize, usize),
        (layer, layers): (u16, u16),
        source: &'m Source,
        key: Key,
        lane: usize,
    ) -> Self {
        let mut arrivals = ArrivalProcess::new(&source.arrivals, key, layer, plan.model.time.end());
        Self {
            class: class as u16,
            index: index as u16,
            layer,
            layers,
            source,
            next: arrivals.next_moment(),
            triggering: Triggering::of(&plan.model.classes[class], source),
            lane,
            looks_ahead: plan.looks_ahead[class] && source.potential.is_some() && source.growth.is_some(),
            turn: Turn::new(key),
            foreseen: None,
            arrivals,
        }
    }

    /// Notes the requests whose potential does not exceed a floor, up to the first that does.
    pub fn skip_hopeless(&mut self, floor: Bound, until: Until, lane: &mut Lane) {
        let Some(potentials) = &self.source.potential else { return };
        while self.foreseen.is_none() && until.includes(self.next) {
            let names = self.arrivals.names();
            self.foreseen = potentials.sample_above(self.turn.floor(floor), &mut names.potentials);
            if self.foreseen.is_none() {
                names.created += 1;
                self.turn.pass();
                lane.come(self.next);
                self.next = self.arrivals.next_moment();
            }
        }
    }

    /// Takes the next request: its name and its potential, 0 where there is none.
    #[inline]
    pub fn take_next(&mut self) -> (Name, Signatures) {
        let names = self.arrivals.names();
        let name = Name { of: names.key, number: names.created };
        names.created += 1;
        let potential = match (self.foreseen.take(), &self.source.potential) {
            (Some(foreseen), _) => foreseen,
            (None, Some(potentials)) => potentials.sample(&mut names.potentials),
            (None, None) => 0.0,
        };
        self.next = self.arrivals.next_moment();
        (name, potential)
    }
}
