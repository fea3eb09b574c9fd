//! Promises kept, and requests answered: what the shares of a class are made of.

use super::plan::Plan;
use crate::model::{Days, Promise, Signatures, search::partition_point_near};

/// What became of the requests of one class.
#[derive(Debug, Clone)]
pub struct ClassShares<'p> {
    promise: Option<&'p Promise>,
    grid: &'p [Days],
    /// Points of the grid in a day, but for the last.
    points_a_day: f64,
    /// Promises that fell due, and of these the kept ones, by the first grid point that is not before.
    due: Vec<u64>,
    kept: Vec<u64>,
    /// Requests answered, be it by peers.
    answered: u64,
    /// Signatures of the requests created, and of those answered.
    signatures: (Signatures, Signatures),
    measured: Measured,
}

/// Counts of the requests that were created since the warm-up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Measured {
    /// Themselves.
    pub created: u64,
    /// Promises that fell due.
    pub due: u64,
    /// Of these, the kept ones.
    pub kept: u64,
    /// Requests answered, be it by peers.
    pub answered: u64,
    /// Signatures of the requests created, and of those answered.
    pub signatures: (Signatures, Signatures),
}

impl<'p> ClassShares<'p> {
    /// Nothing is promised or answered yet.
    pub fn new(plan: &'p Plan<'_>, class: usize) -> Self {
        let promise = plan.model.classes[class].terms.promise.as_ref();
        let points = if promise.is_some() { plan.layout.grid.len() } else { 0 };
        Self {
            promise,
            grid: &plan.layout.grid,
            points_a_day: 1.0 / plan.model.time.observe,
            due: vec![0; points],
            kept: vec![0; points],
            answered: 0,
            signatures: (0.0, 0.0),
            measured: Measured::default(),
        }
    }

    /// So many requests are created.
    #[inline]
    pub fn create(&mut self, number: u64, is_measured: bool) {
        self.measured.created += if is_measured { number } else { 0 };
    }

    /// A request becomes eligible.
    #[inline]
    pub fn promise(&mut self, eligible: Days, is_measured: bool) {
        if let Some((point, _)) = self.falls_due(eligible) {
            self.due[point] += 1;
            self.measured.due += u64::from(is_measured);
        }
    }

    /// A request with so many signatures is answered, by the desk or by peers.
    #[inline]
    pub fn answer(&mut self, eligible: Days, signatures: Signatures, is_measured: bool, now: Days) {
        self.answered += 1;
        self.signatures.1 += signatures;
        if is_measured {
            self.measured.answered += 1;
            self.measured.signatures.1 += signatures;
        }
        if let Some((point, due)) = self.falls_due(eligible)
            && now <= due
        {
            self.kept[point] += 1;
            self.measured.kept += u64::from(is_measured);
        }
    }

    /// So many requests without promise or signatures are answered, of which some were created since the warm-up.
    pub fn answer_many(&mut self, answered: u64, measured: u64) {
        self.answered += answered;
        self.measured.answered += measured;
    }

    /// Requests are created that will have gathered so many signatures.
    #[inline]
    pub fn gather(&mut self, signatures: Signatures, is_measured: bool) {
        self.signatures.0 += signatures;
        if is_measured {
            self.measured.signatures.0 += signatures;
        }
    }

    /// Signatures of the requests created so far, and of those answered.
    pub fn signatures(&self) -> (Signatures, Signatures) {
        self.signatures
    }

    /// Requests answered so far, be it by peers.
    pub fn answered(&self) -> u64 {
        self.answered
    }

    /// Counts of the requests that were created since the warm-up.
    pub fn measured(&self) -> Measured {
        self.measured
    }

    /// Promises that fell due at a grid point or since the one before, and of these the kept ones.
    pub fn due_at(&self, point: usize) -> (u64, u64) {
        if self.due.is_empty() { (0, 0) } else { (self.due[point], self.kept[point]) }
    }

    /// When the promise falls due and the grid point at which it counts; `None` after the last one.
    #[inline]
    fn falls_due(&self, eligible: Days) -> Option<(usize, Days)> {
        let promise = self.promise?;
        let due = promise.clock.after(eligible, promise.within);
        let guess = ((due * self.points_a_day) as usize).saturating_add(1);
        let point = partition_point_near(self.grid, guess, |&moment| moment < due);
        (point < self.grid.len()).then_some((point, due))
    }
}

/// A share of signatures; NaN of none.
pub fn share_of_signatures(parts: impl Iterator<Item = (Signatures, Signatures)>) -> f64 {
    let (whole, part) = parts.fold((0.0, 0.0), |sum, (whole, part)| (sum.0 + whole, sum.1 + part));
    // The two are summed in different orders.
    if whole > 0.0 { (part / whole).min(1.0) } else { f64::NAN }
}

/// A share of counts; NaN of none.
pub fn share(part: u64, whole: u64) -> f64 {
    if whole > 0 { part as f64 / whole as f64 } else { f64::NAN }
}
