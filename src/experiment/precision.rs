//! Runs that end when they know enough.
//!
//! The run looks at its intervals at numbers of replications that are fixed beforehand: the minimum, and then each a
//! fifth more than the last, up to the maximum. It ends at the first look at which every interval is narrow enough.
//! So the result is the same for any number of threads, and few looks, none of them early, keep
//! the bias small that comes from stopping where the spread happens to look small: such intervals cover with the
//! stated probability in the limit of narrow ones (Chow & Robbins 1965), and in practice where the first look has
//! enough replications (Law 2015, Simulation Modeling and Analysis, section 9.4.1).

use std::sync::atomic::Ordering;

use super::{Control, Crew, Experiment, Keep, NotKept};
use crate::{
    model::{Precision, Scenario},
    statistics::{Confidence, Estimate, LEVEL},
};

/// What the intervals were at one number of replications.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// The number.
    pub replications: u64,
    /// The estimate of each reading, in the order of the scenario, for each variant; `None` if it has no value yet.
    pub estimates: Vec<Vec<Option<Estimate>>>,
}

/// The numbers of replications at which a run looks at its intervals, in increasing order.
pub fn looks(precision: &Precision) -> impl Iterator<Item = u64> + use<> {
    let maximum = precision.maximum;
    let next = move |&last: &u64| (last < maximum).then(|| maximum.min(last + last.div_ceil(5)));
    std::iter::successors(Some(precision.minimum.min(maximum)), next)
}

/// Half of the interval's length; `None` without one.
pub fn half_width(estimate: Option<Estimate>) -> Option<f64> {
    estimate?.interval.map(|(low, high)| 0.5 * (high - low))
}

impl Look {
    /// True if every interval is at most the share of its estimate wide that is asked for. A value that is always 0 is
    /// known precisely; one whose mean is 0 by chance never is.
    pub fn is_precise(&self, precision: &Precision) -> bool {
        self.estimates.iter().flatten().all(|&estimate| {
            let width = half_width(estimate);
            estimate.zip(width).is_some_and(|(estimate, width)| width <= precision.half_width * estimate.value.abs())
        })
    }
}

impl Experiment {
    /// Simulates from the last replication done until a look finds all intervals narrow enough, or to the maximum, or
    /// until told to stop. Returns it with the looks, the last of them at the end unless it was stopped.
    ///
    /// Errs as [`Experiment::run`] does.
    pub fn run_until_precise(
        mut self,
        scenario: &Scenario,
        precision: &Precision,
        control: &Control<'_>,
        mut keep: Option<Keep<'_>>,
    ) -> Result<(Self, Vec<Look>), NotKept> {
        let mut taken = Vec::new();
        let begun = self.done.end;
        let crew = Crew::new(scenario);
        // A look at what was done before has been taken before.
        for replications in looks(precision).filter(|look| *look > begun) {
            let keep = keep.as_mut().map(|keep| Keep { rows: keep.rows, to: &mut *keep.to });
            self = self.go_on(&crew, replications, control, keep)?;
            if self.done.end < replications {
                debug_assert!(control.stop.load(Ordering::Relaxed));
                break;
            }
            let look = self.look(precision);
            let is_precise = look.is_precise(precision);
            taken.push(look);
            if is_precise {
                break;
            }
        }
        Ok((self, taken))
    }

    fn look(&self, precision: &Precision) -> Look {
        let mut confidence = Confidence::new(LEVEL);
        let estimates = self.collector.variants().iter().map(|variant| {
            let of = |reading| variant.estimate(&self.layout, reading, &mut confidence);
            precision.readings.iter().map(of).collect()
        });
        Look { replications: self.done.end - self.done.start, estimates: estimates.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn precision(minimum: u64, maximum: u64) -> Precision {
        Precision { readings: Vec::new(), half_width: 0.1, minimum, maximum }
    }

    #[test]
    fn looks_are_a_fifth_apart_and_end_at_the_maximum() {
        assert_eq!(looks(&precision(200, 400)).collect::<Vec<_>>(), [200, 240, 288, 346, 400]);
        assert_eq!(looks(&precision(2, 5)).collect::<Vec<_>>(), [2, 3, 4, 5]);
        assert_eq!(looks(&precision(7, 7)).collect::<Vec<_>>(), [7]);
    }

    #[test]
    fn zero_is_precise_only_without_spread() {
        let look = |value, low, high| Look {
            replications: 10,
            estimates: vec![vec![Some(Estimate { value, interval: Some((low, high)) })]],
        };
        let wanted = precision(10, 20);
        assert!(look(10.0, 9.0, 11.0).is_precise(&wanted));
        assert!(!look(10.0, 8.9, 11.1).is_precise(&wanted));
        assert!(look(-10.0, -11.0, -9.0).is_precise(&wanted));
        assert!(look(0.0, 0.0, 0.0).is_precise(&wanted));
        assert!(!look(0.0, -0.1, 0.1).is_precise(&wanted));
        assert!(!Look { replications: 10, estimates: vec![vec![None]] }.is_precise(&wanted));
    }
}
