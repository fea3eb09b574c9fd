//! A stage with unlimited staff: every request is in service for as long as its own service takes.
//!
//! The number in service is Poisson if arrivals are; its mean is ∫ λ(u)·P(S > t − u) du (Eick, Massey and Whitt 1993).

use super::{axis::Axis, load::Load};
use crate::{
    model::{Days, Distribution, Model, Stage},
    theory::infinite_server::mean_busy,
};

/// The course of the mean number in service.
pub struct Delay {
    /// Work done by a server since the start, at the edges of the cells.
    worked: Vec<Days>,
    /// What came in each cell so far.
    come: Vec<f64>,
    /// In service at time 0.
    first: f64,
    survival: Survival,
}

/// P(S > w) and its integral, S being the service of a request that comes to the stage.
struct Survival {
    laws: Vec<(f64, Distribution)>,
    /// (w, ∫ P(S > v) dv from 0 to w), the w in a geometric sequence.
    integral: Vec<(Days, Days)>,
}

/// Ratio of neighbouring points of the table, and their number.
const RATIO: f64 = 1.03;
const POINTS: i32 = 700;

impl Delay {
    /// That of a stage; `first` are in service at the start.
    pub fn new(model: &Model, stage: &Stage, load: &Load, axis: &Axis, first: f64) -> Self {
        let mut worked = vec![0.0];
        for cell in 0..axis.cells() {
            let (from, until) = axis.cell(cell);
            worked.push(worked[cell] + stage.worked(from, until));
        }
        let longest = worked[axis.cells()];
        Self { survival: Survival::new(model, stage, load, longest), worked, come: Vec::new(), first }
    }

    /// The mean number in service at the end of a cell in which so many requests come.
    pub fn step(&mut self, cell: usize, come: f64) -> f64 {
        self.come.push(come);
        let now = self.worked[cell + 1];
        let mut level = self.first * self.survival.at(now);
        for (before, &come) in self.come.iter().enumerate().filter(|(_, come)| **come > 0.0) {
            let (youngest, oldest) = (now - self.worked[before + 1], now - self.worked[before]);
            let mean_survival = if oldest > youngest {
                (self.survival.integral(oldest) - self.survival.integral(youngest)) / (oldest - youngest)
            } else {
                self.survival.at(oldest)
            };
            level += come * mean_survival;
        }
        level
    }
}

impl Survival {
    fn new(model: &Model, stage: &Stage, load: &Load, longest: Days) -> Self {
        let total = load.requests().max(f64::MIN_POSITIVE);
        let mut laws: Vec<(f64, Distribution)> = Vec::new();
        for (class, visits) in load.visits.iter().enumerate().filter(|(_, visits)| **visits > 0.0) {
            let library = if stage.library_service.is_some() { model.classes[class].terms.library_share } else { 0.0 };
            for (from_library, share) in [(false, 1.0 - library), (true, library)] {
                let law = stage.service_of(class, from_library);
                match laws.iter_mut().find(|(_, known)| known == law) {
                    Some((weight, _)) => *weight += share * visits / total,
                    None => laws.push((share * visits / total, law.clone())),
                }
            }
        }
        let point = |index: i32| {
            let time = longest * libm::pow(RATIO, f64::from(index - POINTS));
            let busy = |(weight, law): &(f64, Distribution)| weight * mean_busy(1.0, law, time).unwrap_or(0.0);
            (time, laws.iter().map(busy).sum())
        };
        let integral = (0..=POINTS).map(point).collect();
        Self { laws, integral }
    }

    fn at(&self, time: Days) -> f64 {
        self.laws.iter().map(|(weight, law)| weight * (1.0 - law.cdf(time))).sum()
    }

    fn integral(&self, time: Days) -> Days {
        let (first, last) = (self.integral[0], self.integral[self.integral.len() - 1]);
        if time <= first.0 {
            return if first.0 > 0.0 { first.1 * time / first.0 } else { 0.0 };
        }
        let place = f64::from(POINTS) + libm::log(time / last.0) / libm::log(RATIO);
        let index = (place.max(0.0) as usize).min(self.integral.len() - 2);
        let ((t0, i0), (t1, i1)) = (self.integral[index], self.integral[index + 1]);
        i0 + (i1 - i0) * ((time - t0) / (t1 - t0)).clamp(0.0, 1.0)
    }
}
