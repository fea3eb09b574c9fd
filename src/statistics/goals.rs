//! Whether results meet what they are held to.

use serde::{Deserialize, Serialize};

use super::{Confidence, Estimate, VariantStatistics, share::share, statistics_within};
use crate::{
    engine::{Layout, Outcome, Spot},
    model::{Bounded, Days, Goal, Reading, Relation},
};

/// Why a reading has a place: scenarios are checked for it.
const RECORDED: &str = "a valid scenario reads only what its runs record";

/// A condition that holds in a replication or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunCondition {
    comparisons: Vec<RunComparison>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct RunComparison {
    spot: Spot,
    /// Of response times, the limit of the restricted mean.
    limit: Option<Days>,
    relation: Relation,
    bound: f64,
}

/// In how many replications a condition held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Counted {
    pub(super) condition: RunCondition,
    pub(super) held: u64,
}

impl RunCondition {
    /// The condition on the outcomes of a layout.
    pub fn new(layout: &Layout, comparisons: &[Bounded]) -> Self {
        let compared = |comparison: &Bounded| RunComparison {
            spot: layout.spot(&comparison.reading).expect(RECORDED),
            limit: layout.time_limit(comparison.reading.metric),
            relation: comparison.relation,
            bound: comparison.bound,
        };
        Self { comparisons: comparisons.iter().map(compared).collect() }
    }

    /// The conditions of which a scenario asks in how many replications they hold, in the order of its targets.
    pub fn of_targets(layout: &Layout, targets: &[Goal]) -> Vec<Self> {
        let counted = targets.iter().filter(|goal| goal.probability.is_some());
        counted.map(|goal| Self::new(layout, &goal.comparisons)).collect()
    }

    /// True if all comparisons hold in a replication; what has no value there does not.
    fn holds(&self, outcome: &Outcome) -> bool {
        self.comparisons.iter().all(|comparison| {
            let value = match comparison.spot {
                Spot::Scalar(index) => outcome.scalars[index],
                Spot::Time { tally, statistic } => {
                    statistics_within(&outcome.tallies[tally], comparison.limit)[statistic]
                }
            };
            comparison.relation.holds(value, comparison.bound)
        })
    }
}

impl Counted {
    pub(super) fn new(condition: RunCondition) -> Self {
        Self { condition, held: 0 }
    }

    pub(super) fn add(&mut self, outcome: &Outcome) {
        self.held += u64::from(self.condition.holds(outcome));
    }
}

/// What can be said of a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval lies on the right side.
    Met,
    /// The whole interval lies on the wrong side.
    Missed,
    /// The interval holds the bound, or there is none.
    Undecided,
}

/// An estimate held against a bound.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// What is required, for example `backlog.max.p95 <= 50`.
    pub text: String,
    /// The estimate; `None` if no replication gives one.
    pub estimate: Option<Estimate>,
    /// The bound; of a share of replications, that share.
    pub bound: f64,
    /// On which side the interval lies.
    pub verdict: Verdict,
    /// If it holds the bound: about how many replications would take the bound out of it, were the estimate true.
    pub needed: Option<u64>,
}

impl Judgement {
    /// Holds an estimate from so many replications against a bound.
    pub fn new(text: String, estimate: Option<Estimate>, relation: Relation, bound: f64, replications: u64) -> Self {
        let verdict = estimate.map_or(Verdict::Undecided, |estimate| verdict(&estimate, relation, bound));
        let needed = estimate.filter(|_| verdict == Verdict::Undecided).and_then(|estimate| {
            let (low, high) = estimate.interval?;
            let distance = (estimate.value - bound).abs();
            let half_width = if estimate.value < bound { high - estimate.value } else { estimate.value - low };
            let factor = (half_width / distance).powi(2);
            let needed = (replications as f64 * factor).ceil();
            (distance > 0.0 && needed <= 1e15).then_some((needed as u64).max(replications + 1))
        });
        Self { text, estimate, bound, verdict, needed }
    }
}

/// On which side of a bound an interval lies.
fn verdict(estimate: &Estimate, relation: Relation, bound: f64) -> Verdict {
    let Some((low, high)) = estimate.interval else { return Verdict::Undecided };
    let (best, worst) = if relation.is_upward() { (high, low) } else { (low, high) };
    if relation.holds(worst, bound) {
        Verdict::Met
    } else if relation.holds(best, bound) {
        Verdict::Undecided
    } else {
        Verdict::Missed
    }
}

impl VariantStatistics {
    /// The estimate of a reading over replications: a mean with its Student-t interval (times: over all requests), or
    /// a quantile with its order-statistic interval. `None` if no replication has a value.
    pub fn estimate(&self, layout: &Layout, reading: &Reading, confidence: &mut Confidence) -> Option<Estimate> {
        match layout.spot(reading)? {
            Spot::Scalar(index) => self.scalars[index].estimate(reading.quantile, confidence),
            Spot::Time { tally, statistic } => self.times[tally].estimate(statistic, reading.quantile, confidence),
        }
    }

    /// Holds this variant against every target, in order: one judgement for a share of replications, else one for each
    /// comparison.
    pub fn judge(
        &self,
        layout: &Layout,
        targets: &[Goal],
        replications: u64,
        confidence: &mut Confidence,
    ) -> Vec<Vec<Judgement>> {
        let mut counted = self.counted.iter();
        let judge = |goal: &Goal| match goal.probability {
            Some(probability) => {
                let held = counted.next().map_or(0, |counted| counted.held);
                let estimate = share(held, replications, confidence.level());
                let text = format!("share of runs with {} >= {probability}", goal.text);
                vec![Judgement::new(text, estimate, Relation::AtLeast, probability, replications)]
            }
            None => {
                let judge = |comparison: &Bounded| {
                    let estimate = self.estimate(layout, &comparison.reading, confidence);
                    let text = comparison.to_string();
                    Judgement::new(text, estimate, comparison.relation, comparison.bound, replications)
                };
                goal.comparisons.iter().map(judge).collect()
            }
        };
        targets.iter().map(judge).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(value: f64, interval: (f64, f64), relation: Relation, bound: f64) -> Judgement {
        let estimate = Estimate { value, interval: Some(interval) };
        Judgement::new(String::new(), Some(estimate), relation, bound, 100)
    }

    #[test]
    fn the_interval_decides() {
        let interval = (8.0, 12.0);
        let verdict = |relation, bound| judged(10.0, interval, relation, bound).verdict;
        assert_eq!(verdict(Relation::AtMost, 12.0), Verdict::Met);
        assert_eq!(verdict(Relation::Less, 12.0), Verdict::Undecided);
        assert_eq!(verdict(Relation::AtMost, 8.0), Verdict::Undecided);
        assert_eq!(verdict(Relation::Less, 8.0), Verdict::Missed);
        assert_eq!(verdict(Relation::AtLeast, 8.0), Verdict::Met);
        assert_eq!(verdict(Relation::Greater, 12.0), Verdict::Missed);
        assert_eq!(verdict(Relation::Greater, 11.0), Verdict::Undecided);
    }

    #[test]
    fn a_half_width_falls_with_the_root_of_the_number() {
        // A half-width of 2 must fall below a distance of 0.5: 16 times as many.
        assert_eq!(judged(10.0, (8.0, 12.0), Relation::AtMost, 10.5).needed, Some(1_600));
        assert_eq!(judged(10.0, (8.0, 12.0), Relation::AtMost, 10.0).needed, None, "on the bound itself");
        assert_eq!(judged(10.0, (8.0, 12.0), Relation::AtMost, 13.0).needed, None, "decided");
    }
}
