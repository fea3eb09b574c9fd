//! Signatures of requests by age, pooled over replications.

use serde::{Deserialize, Serialize};

use super::rank;
use crate::{
    engine::{
        AGES, Histogram, SignatureSample,
        histogram::{bin, bin_bounds},
    },
    model::Days,
};

/// The quantiles over requests.
pub const SIGNATURE_PERCENTS: [u8; 5] = [5, 25, 50, 75, 95];

/// The signatures of the requests of one class over all replications, from a sample of each in which every request
/// counts for as many as it stands for. Exact in any order of adding.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SignatureCounts {
    created: u64,
    at_once: Histogram,
    /// Numbers of signatures by each age; empty without a sampled request.
    counts: Vec<Histogram>,
    /// Ages at the horizon.
    seen: Histogram,
}

impl SignatureCounts {
    /// Adds the sample of one replication.
    pub fn add(&mut self, sample: &SignatureSample) {
        self.created += sample.created;
        self.at_once.merge(&sample.at_once);
        for &age in &sample.seen {
            self.seen.add(age, sample.weight);
        }
        if !sample.counts.is_empty() {
            self.counts.resize(AGES, Histogram::default());
        }
        for request in sample.counts.chunks_exact(AGES) {
            for (histogram, &count) in self.counts.iter_mut().zip(request) {
                histogram.add(count, sample.weight);
            }
        }
    }

    /// Adds every sample of other replications.
    pub fn merge(&mut self, other: &SignatureCounts) {
        self.created += other.created;
        self.at_once.merge(&other.at_once);
        self.seen.merge(&other.seen);
        if !other.counts.is_empty() {
            self.counts.resize(AGES, Histogram::default());
        }
        self.counts.iter_mut().zip(&other.counts).for_each(|(histogram, other)| histogram.merge(other));
    }

    /// True of a state that adding samples can lead to.
    pub(super) fn is_sound(&self, replications: u64) -> bool {
        let Self { created, at_once, counts, seen } = self;
        let sampled = seen.total();
        let histograms = [at_once, seen].into_iter().chain(counts);
        // A replication creates far fewer than 2³⁰ requests, and the sample stands for at most about twice as many.
        let most = u128::from(replications) << 31;
        histograms.into_iter().all(|histogram| histogram.is_sound(0.0, f64::MAX, most))
            && u128::from(*created) <= most
            && at_once.total() <= *created
            && (counts.len() == AGES || (counts.is_empty() && sampled == 0))
            && counts.iter().all(|histogram| histogram.total() == sampled)
    }

    /// For each age the quantiles [`SIGNATURE_PERCENTS`] over requests of the number of signatures.
    pub fn quantiles(&self) -> impl Iterator<Item = [f64; 5]> + '_ {
        self.counts.iter().map(quantiles)
    }

    /// The share of all requests that have become eligible by each of some increasing ages, to 0.1% of the age; `None`
    /// from the age on that no request reaches before the horizon. `crossed` counts the ages of those that gathered for
    /// a threshold.
    ///
    /// Whoever becomes eligible at an age stands for as many as would be that old by the horizon if they could be seen:
    /// each counts as one over the share of requests that are seen to its age (Horvitz & Thompson 1952; with
    /// censoring times that are known, Robins & Rotnitzky 1992). That share is estimated from the sample.
    pub fn shares_eligible(&self, crossed: &Histogram, ages: &[Days]) -> Vec<Option<f64>> {
        let mut eligible = crossed.clone();
        eligible.merge(&self.at_once);
        let total = self.seen.total();
        let mut seen = self.seen.iter().peekable();
        let mut old_enough = total;
        let mut seen_to = |age: i32| {
            while let Some((_, requests)) = seen.next_if(|bar| bar.0 < age) {
                old_enough -= requests;
            }
            old_enough as f64 / total as f64
        };
        let mut bars = eligible.iter().peekable();
        let mut sum = 0.0;
        ages.iter()
            .map(|&age| {
                while let Some((bin, requests)) = bars.next_if(|bar| bin_bounds(bar.0).0 <= age) {
                    let seen = seen_to(bin);
                    sum += if seen > 0.0 { requests as f64 / seen } else { 0.0 };
                }
                (seen_to(bin(age)) > 0.0).then(|| (sum / self.created as f64).min(1.0))
            })
            .collect()
    }
}

/// Quantiles of whole numbers; those of a bin that holds several count as the middle one.
fn quantiles(histogram: &Histogram) -> [f64; 5] {
    let total = histogram.total();
    let mut bars = histogram.iter();
    let (mut reached, mut value) = (0, 0.0);
    SIGNATURE_PERCENTS.map(|percent| {
        while reached < rank(total, percent) {
            let Some((bin, count)) = bars.next() else { break };
            let (low, high) = bin_bounds(bin);
            reached += count;
            value = if bin == 0 { 0.0 } else { (0.5 * (low.ceil() + high.ceil() - 1.0)).floor() };
        }
        value
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(weight: u64, counts: &[f64], seen: f64) -> SignatureSample {
        SignatureSample {
            created: weight * counts.len() as u64,
            weight,
            counts: counts.iter().flat_map(|&count| [bin(count); AGES]).collect(),
            seen: vec![bin(seen); counts.len()],
            ..SignatureSample::default()
        }
    }

    #[test]
    fn sampled_requests_count_for_those_they_stand_for() {
        let mut counts = SignatureCounts::default();
        counts.add(&sample(1, &[0.0, 1.0, 2_047.0], 9.0));
        counts.add(&sample(4, &[7.0, 5_000.0], 9.0));
        assert_eq!(counts.quantiles().count(), AGES);
        // 0, 1, four times 7, 2,047 and four times a number from 5,000 to 5,003.
        assert_eq!(counts.quantiles().next(), Some([0.0, 7.0, 7.0, 5_001.0, 5_001.0]));
        assert_eq!(SignatureCounts::default().quantiles().count(), 0);
    }

    #[test]
    fn shares_know_who_is_seen_to_an_age() {
        let mut counts = SignatureCounts::default();
        counts.add(&sample(1, &[1.0; 6], 10.0));
        counts.add(&sample(1, &[1.0; 2], 3.0));
        // One of the eight at once, one at 2, and two at 4, where three of four are seen.
        counts.at_once.add(bin(0.0), 1);
        let mut crossed = Histogram::default();
        crossed.add(bin(2.0), 1);
        crossed.add(bin(4.0), 2);
        let shares = counts.shares_eligible(&crossed, &[0.0, 1.0, 2.0, 3.0, 4.0, 10.0, 10.1]);
        let known = [1.0, 1.0, 2.0, 2.0, 2.0 + 8.0 / 3.0, 2.0 + 8.0 / 3.0].map(|sum| Some(sum / 8.0));
        assert_eq!((&shares[..6], shares[6]), (&known[..], None));
    }

    #[test]
    fn merging_is_adding_in_any_order() {
        let samples = [sample(1, &[3.0], 2.0), sample(2, &[4.0, 9.0], 1.0), SignatureSample::default()];
        let of = |order: &[usize]| {
            let mut counts = SignatureCounts::default();
            order.iter().for_each(|&index| counts.add(&samples[index]));
            counts
        };
        let mut merged = of(&[2]);
        merged.merge(&of(&[1]));
        merged.merge(&of(&[0]));
        assert_eq!(merged, of(&[0, 1, 2]));
    }
}
