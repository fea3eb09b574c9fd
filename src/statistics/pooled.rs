//! Times of requests, pooled over replications.

use serde::{Deserialize, Serialize};

use super::{
    Confidence, Estimate, Incidence, PERCENTS, Sample,
    bins::Bins,
    middle,
    moments::{fixed, float},
    rank,
};
use crate::{
    engine::{Histogram, Tally},
    model::Days,
};

/// Names of the statistics of a time, in the order of results. The last two differ for response times alone: their
/// `mean` is restricted to the horizon, and `naive_mean` is over answered requests; other times have no `naive_mean`.
pub const TIME_STATISTICS: [&str; 9] = ["mean", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "naive_mean"];

/// Number of sections that replications fall into. Enough for a Student t near its limit (31 degrees of freedom), few
/// enough that a section of a short run still holds requests.
pub const SECTIONS: usize = 32;

/// The times of one metric at one place, over all replications.
///
/// Point estimates are over all requests together. Requests of one replication depend on each other, so intervals
/// come from sections: replication r belongs to section r mod 32, and the deviations of the sections' own estimates
/// from the pooled one tell its error (sectioning: Asmussen & Glynn 2007, Stochastic Simulation, section III.5;
/// Nakayama 2014). A section weighs as much as it has requests, which makes the interval of a mean that of a ratio
/// estimator (Cochran 1977, Sampling Techniques, chapter 6) and lets section sizes differ.
///
/// The statistics are also taken within each replication, for quantiles over replications.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// Of response times, the limit of the restricted mean; other times are neither censored nor competed with.
    limit: Option<Days>,
    sections: Vec<Section>,
    within: [Sample; 9],
}

/// The times of some replications, exact in any order of adding.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Section {
    ended: Bins,
    competed: Bins,
    censored: Bins,
    /// Sum of the ended times in fixed point, each replication's rounded once.
    sum: i128,
}

/// An estimate over all requests, and what each section contributes to its error.
#[derive(Debug, Clone, PartialEq)]
pub struct Sectioned {
    value: f64,
    /// The sections that hold requests, as a set of bits.
    present: u32,
    /// Weighted deviation of each section from the pooled estimate; `None` if some section has no estimate.
    deviations: Option<[f64; SECTIONS]>,
}

impl Times {
    /// No times yet. `limit` is that of the restricted mean of response times, in days, and `None` for others.
    pub fn new(limit: Option<Days>) -> Self {
        Self { limit, sections: vec![Section::default(); SECTIONS], within: Default::default() }
    }

    /// Adds the times of one replication.
    pub fn add(&mut self, replication: u64, tally: &Tally) {
        let statistics = statistics_within(tally, self.limit);
        for (sample, value) in self.within.iter_mut().zip(statistics) {
            sample.add(value);
        }
        self.sections[(replication % SECTIONS as u64) as usize].add(tally);
    }

    /// True if this is a state of at most `replications` replications with this limit of the restricted mean: what
    /// was read from a file may be anything.
    pub(super) fn is_sound(&self, limit: Option<Days>, replications: u64) -> bool {
        self.limit == limit
            && self.sections.len() == SECTIONS
            && self.sections.iter().all(|section| section.is_sound(replications))
            && self.within.iter().all(|sample| sample.is_sound(replications))
    }

    /// Adds every time of other replications.
    pub fn merge(&mut self, other: &Times) {
        for (section, other) in self.sections.iter_mut().zip(&other.sections) {
            section.merge(other);
        }
        for (sample, other) in self.within.iter_mut().zip(&other.within) {
            sample.merge(other);
        }
    }

    /// The statistics [`TIME_STATISTICS`] within each replication that has them.
    pub fn within(&self) -> &[Sample; 9] {
        &self.within
    }

    /// A statistic, by its index in [`TIME_STATISTICS`], with its interval: over all requests, or its quantile
    /// `percent` over replications; `None` without values.
    pub fn estimate(&self, statistic: usize, percent: Option<u8>, confidence: &mut Confidence) -> Option<Estimate> {
        match percent {
            None => self.estimates()[statistic].as_ref().map(|pooled| pooled.estimate(confidence)),
            Some(percent) => self.within[statistic].quantile(percent, confidence),
        }
    }

    /// The share of requests answered by each of some ages, over all requests; `None` without requests. Nothing else
    /// makes sense of times but those that can be cut off.
    pub fn shares(&self, ages: &[Days]) -> Option<Vec<Sectioned>> {
        let total = self.total();
        let shares = |section: &Section| -> Vec<f64> {
            let [ended, competed, censored] = section.histograms();
            let incidence = Incidence::new(&ended, &competed, &censored);
            ages.iter().map(|&age| incidence.share(age)).collect()
        };
        let by_section: Vec<(u64, Vec<f64>)> =
            self.sections.iter().map(|section| (section.requests(), shares(section))).collect();
        let of_age = |(age, share): (usize, f64)| {
            Sectioned::new(share, total.requests(), std::array::from_fn(|s| (by_section[s].0, by_section[s].1[age])))
        };
        (total.requests() > 0).then(|| shares(&total).into_iter().enumerate().map(of_age).collect())
    }

    /// The times that were seen to their end.
    pub fn ended(&self) -> Histogram {
        Histogram::from_sorted(self.total().ended.iter())
    }

    /// Number of requests, and how many of them were cut off before their end.
    pub fn censoring(&self) -> (u64, u64) {
        let total = self.total();
        (total.requests(), total.censored.total())
    }

    /// The statistics [`TIME_STATISTICS`] over all requests; `None` where undefined, as a quantile never reached.
    pub fn estimates(&self) -> [Option<Sectioned>; 9] {
        let total = self.total();
        let pooled = total.statistics(self.limit);
        let by_section: Vec<[f64; 9]> = self.sections.iter().map(|section| section.statistics(self.limit)).collect();
        std::array::from_fn(|statistic| {
            let value = pooled[statistic];
            if value.is_nan() {
                return None;
            }
            let naive = statistic == TIME_STATISTICS.len() - 1;
            let size = |section: &Section| if naive { section.ended.total() } else { section.requests() };
            Some(Sectioned::new(
                value,
                size(&total),
                std::array::from_fn(|index| (size(&self.sections[index]), by_section[index][statistic])),
            ))
        })
    }

    /// All sections together.
    fn total(&self) -> Section {
        let mut total = Section::default();
        self.sections.iter().for_each(|section| total.merge(section));
        total
    }
}

impl Section {
    fn add(&mut self, tally: &Tally) {
        self.ended.add_counts(tally.ended.iter());
        self.competed.add_counts(tally.competed.iter());
        self.censored.add_counts(tally.censored.iter());
        self.sum += fixed(tally.sum);
    }

    /// A replication has fewer than 2³¹ requests, and less than 2²⁰ days pass for each, in units of 2⁻⁵³.
    fn is_sound(&self, replications: u64) -> bool {
        let requests = u128::from(replications) << 31;
        [&self.ended, &self.competed, &self.censored].iter().all(|times| times.is_sound(0.0, f64::MAX, requests))
            && self.sum.unsigned_abs() <= u128::from(replications).saturating_mul(1 << (31 + 20 + 53))
    }

    fn merge(&mut self, other: &Section) {
        self.ended.merge(&other.ended);
        self.competed.merge(&other.competed);
        self.censored.merge(&other.censored);
        self.sum += other.sum;
    }

    fn requests(&self) -> u64 {
        self.ended.total() + self.competed.total() + self.censored.total()
    }

    fn statistics(&self, limit: Option<Days>) -> [f64; 9] {
        let [ended, competed, censored] = self.histograms();
        statistics(&ended, &competed, &censored, float(self.sum), limit)
    }

    /// Times that ended, competed with, and censored.
    fn histograms(&self) -> [Histogram; 3] {
        [&self.ended, &self.competed, &self.censored].map(|bins| Histogram::from_sorted(bins.iter()))
    }
}

/// The statistics [`TIME_STATISTICS`] of the requests of one replication; NaN where undefined. `limit` is that of
/// [`Times::new`].
pub fn statistics_within(tally: &Tally, limit: Option<Days>) -> [f64; 9] {
    statistics(&tally.ended, &tally.competed, &tally.censored, tally.sum, limit)
}

/// The statistics [`TIME_STATISTICS`] of a set of requests; NaN where undefined.
fn statistics(
    ended: &Histogram,
    competed: &Histogram,
    censored: &Histogram,
    sum: f64,
    limit: Option<Days>,
) -> [f64; 9] {
    let mut result = [f64::NAN; 9];
    let [mean, quantiles @ .., naive_mean] = &mut result;
    let mean_of_ended = sum / ended.total() as f64;
    match limit {
        Some(limit) if !(ended.is_empty() && competed.is_empty() && censored.is_empty()) => {
            let incidence = Incidence::new(ended, competed, censored);
            *mean = incidence.restricted_mean(limit);
            for (quantile, percent) in quantiles.iter_mut().zip(PERCENTS) {
                *quantile = incidence.quantile(f64::from(percent) / 100.0).unwrap_or(f64::NAN);
            }
            *naive_mean = mean_of_ended;
        }
        None if !ended.is_empty() => {
            *mean = mean_of_ended;
            *quantiles = sample_quantiles(ended);
        }
        _ => {}
    }
    result
}

/// The quantiles [`PERCENTS`] of a histogram that is not empty, each the middle of a bin.
fn sample_quantiles(histogram: &Histogram) -> [f64; 7] {
    let count = histogram.total();
    let mut bars = histogram.iter();
    let (mut reached, mut value) = (0, f64::NAN);
    PERCENTS.map(|percent| {
        while reached < rank(count, percent) {
            let Some((bin, count)) = bars.next() else { break };
            reached += count;
            value = middle(bin);
        }
        value
    })
}

impl Sectioned {
    /// From the pooled value and size, and each section's size and value.
    fn new(value: f64, size: u64, sections: [(u64, f64); SECTIONS]) -> Self {
        let mut present = 0;
        let mut deviations = [0.0; SECTIONS];
        for (index, &(requests, estimate)) in sections.iter().enumerate().filter(|section| section.1.0 > 0) {
            present |= 1 << index;
            deviations[index] = requests as f64 / size as f64 * (estimate - value);
        }
        let defined = deviations.iter().all(|deviation| !deviation.is_nan());
        Self { value, present, deviations: defined.then_some(deviations) }
    }

    /// The difference of two estimates over the same replications, with its sections paired.
    pub fn minus(&self, other: &Sectioned) -> Sectioned {
        let deviations = self.deviations.zip(other.deviations);
        Sectioned {
            value: self.value - other.value,
            present: self.present | other.present,
            deviations: deviations.map(|(a, b)| std::array::from_fn(|section| a[section] - b[section])),
        }
    }

    /// The value with its Student-t interval; no interval for a single section, or where a section has no estimate.
    pub fn estimate(&self, confidence: &mut Confidence) -> Estimate {
        let sections = self.present.count_ones();
        let interval = self.deviations.filter(|_| sections > 1).map(|deviations| {
            let squares: f64 = deviations.iter().map(|deviation| deviation * deviation).sum();
            let count = f64::from(sections);
            let error = (count / (count - 1.0) * squares).sqrt();
            let half_width = confidence.student(u64::from(sections) - 1) * error;
            (self.value - half_width, self.value + half_width)
        });
        Estimate { value: self.value, interval }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Uniforms;
    use super::*;
    use crate::engine::histogram::bin;
    use proptest::prelude::*;

    fn tally(ended: &[f64]) -> Tally {
        let mut tally = Tally::default();
        ended.iter().for_each(|&time| tally.end(time));
        tally
    }

    fn times(limit: Option<f64>, tallies: &[Tally]) -> Times {
        let mut times = Times::new(limit);
        (0..).zip(tallies).for_each(|(replication, tally)| times.add(replication, tally));
        times
    }

    #[test]
    fn means_are_over_requests_and_not_over_replications() {
        let times = times(None, &[tally(&[1.0]), tally(&[4.0, 4.0, 4.0]), Tally::default()]);
        let mean = times.estimates()[0].as_ref().unwrap().estimate(&mut Confidence::new(0.95));
        assert_eq!(mean.value, 13.0 / 4.0);
        // Deviations 1/4·(1 − 13/4) and 3/4·(4 − 13/4), both 9/16 in size; t(0.975, 1) √(2·2·(9/16)²).
        let (low, high) = mean.interval.unwrap();
        assert!((high - low - 2.0 * 12.706_204_736_174_7 * 2.0 * 9.0 / 16.0).abs() < 1e-9);
        assert!(times.estimates()[8].is_none(), "only response times have a naive mean");
    }

    #[test]
    fn a_queue_of_a_thousand_years_is_sound() {
        // A hundred million requests that wait for five hundred years each.
        let mut long = Tally::default();
        long.ended.add(bin(182_500.0), 100_000_000);
        long.sum = 182_500.0 * 1e8;
        let times = times(None, &[long.clone()]);
        assert!(times.is_sound(None, 1) && !times.is_sound(None, 0));
        long.sum = 2f64.powi(52);
        assert!(!self::times(None, &[long]).is_sound(None, 1), "more days than requests could take");
    }

    #[test]
    fn quantiles_are_order_statistics_of_all_requests() {
        let tallies: Vec<Tally> = (0..50)
            .map(|i| tally(&[f64::from(4 * i + 1), f64::from(4 * i + 2), f64::from(4 * i + 3), f64::from(4 * i + 4)]))
            .collect();
        let estimates = times(None, &tallies).estimates();
        for (estimate, expected) in estimates[1..8].iter().zip([10.0, 20.0, 50.0, 100.0, 150.0, 180.0, 190.0]) {
            let value = estimate.as_ref().unwrap().value;
            assert!((value / expected - 1.0).abs() < 6e-4, "{value}, expected {expected}");
        }
        let response = times(Some(1e6), &tallies).estimates();
        for statistic in 1..8 {
            assert_eq!(response[statistic].as_ref().map(|e| e.value), estimates[statistic].as_ref().map(|e| e.value));
        }
    }

    #[test]
    fn response_times_know_what_is_not_answered() {
        let mut cut = tally(&[2.0]);
        cut.censored.add(bin(10.0), 3);
        let times = times(Some(10.0), &[cut]);
        let value = |statistic: usize| times.estimates()[statistic].as_ref().map(|estimate| estimate.value);
        // One of four answered at 2, the others unanswered at the horizon of 10.
        assert!((value(0).unwrap() - 8.0).abs() < 0.01);
        assert_eq!(value(8), Some(2.0));
        assert!((value(3).unwrap() - 2.0).abs() < 0.002);
        assert_eq!(value(4), None);
        assert_eq!(times.within()[4].moments().count(), 0);
        assert_eq!(times.within()[8].moments().mean(), Some(2.0));
    }

    #[test]
    fn shares_by_age_pool_all_requests() {
        // Ages 1 and 3 answered, one other exit at 2, one cut off at 5: 1/4 by 1; by 3 a half of the two at risk, of whom
        // half remain.
        let mut first = tally(&[1.0]);
        first.competed.add(bin(2.0), 1);
        let mut second = tally(&[3.0]);
        second.censored.add(bin(5.0), 1);
        let times = times(Some(9.0), &[first, second]);
        let mut confidence = Confidence::new(0.95);
        let shares = times.shares(&[0.5, 1.5, 4.0, 9.0]).unwrap();
        let values: Vec<f64> = shares.iter().map(|share| share.value).collect();
        assert!(values.iter().zip([0.0, 0.25, 0.5, 0.5]).all(|(a, b)| (a - b).abs() < 1e-12), "{values:?}");
        let (low, high) = shares[1].estimate(&mut confidence).interval.unwrap();
        assert!(low < 0.25 && high > 0.25);
        assert_eq!(times.censoring(), (4, 1));
        assert!(Times::new(Some(1.0)).shares(&[1.0]).is_none());
    }

    #[test]
    fn one_section_has_no_interval_and_no_request_no_estimate() {
        let mut confidence = Confidence::new(0.95);
        let single = times(None, &[tally(&[1.0, 2.0])]);
        assert_eq!(single.estimates()[0].as_ref().unwrap().estimate(&mut confidence).interval, None);
        assert!(Times::new(Some(10.0)).estimates().iter().all(Option::is_none));
        assert!(Times::new(None).estimates().iter().all(Option::is_none));
    }

    #[test]
    fn intervals_cover_means_and_quantiles_of_dependent_requests() {
        // Each replication's requests share a scale, so a naive interval would be far too short. 400 experiments of 64
        // replications at 90%; binomial bounds at alpha 0.001 (336, 379), widened by 8 for the estimators' small bias.
        let mut uniforms = Uniforms(3);
        let mut confidence = Confidence::new(0.9);
        // Scale 1 or 3 with equal chance, and 20 exponential times; mean 2, and the median solves
        // ½exp(−m) + ½exp(−m/3) = ½, with x = exp(−m/3): x³ + x = 1.
        let truths = [(0, 2.0), (4, -3.0 * 0.682_327_803_828_019_3f64.ln())];
        let mut covered = [0, 0];
        for _ in 0..400 {
            let tallies: Vec<Tally> = (0..64)
                .map(|_| {
                    let scale = if uniforms.next() < 0.5 { 1.0 } else { 3.0 };
                    tally(&(0..20).map(|_| scale * uniforms.exponential()).collect::<Vec<_>>())
                })
                .collect();
            let estimates = times(None, &tallies).estimates();
            for (hits, (statistic, truth)) in covered.iter_mut().zip(truths) {
                let (low, high) = estimates[statistic].as_ref().unwrap().estimate(&mut confidence).interval.unwrap();
                *hits += u32::from(low <= truth && truth <= high);
            }
        }
        assert!(covered.iter().all(|hits| (328..=387).contains(hits)), "{covered:?}");
    }

    #[test]
    fn differences_are_paired_by_section() {
        let mut confidence = Confidence::new(0.95);
        let noisy: Vec<Tally> = (0..40).map(|i| tally(&[f64::from(i * 7 % 13), f64::from(i % 5)])).collect();
        let shifted: Vec<Tally> =
            (0..40).map(|i| tally(&[f64::from(i * 7 % 13) + 2.0, f64::from(i % 5) + 2.0])).collect();
        let (noisy, shifted) = (times(None, &noisy).estimates(), times(None, &shifted).estimates());
        let difference = shifted[0].as_ref().unwrap().minus(noisy[0].as_ref().unwrap()).estimate(&mut confidence);
        let (low, high) = difference.interval.unwrap();
        assert!((difference.value - 2.0).abs() < 1e-9 && high - low < 1e-9, "{difference:?}");
    }

    proptest! {
        #[test]
        fn merging_is_exact_in_any_order(
            replications in prop::collection::vec((prop::collection::vec(0.0f64..500.0, 0..6), 0u8..3, any::<bool>()), 0..50),
        ) {
            let of = |part: Option<u8>| {
                let mut times = Times::new(Some(400.0));
                for (replication, (ages, chosen, cut)) in (0..).zip(&replications) {
                    if part.is_none_or(|part| part == *chosen) {
                        let mut tally = tally(ages);
                        if *cut {
                            tally.censored.add(bin(33.0), 1);
                            tally.competed.add(bin(21.0), 2);
                        }
                        times.add(replication, &tally);
                    }
                }
                times
            };
            let mut merged = of(Some(1));
            merged.merge(&of(Some(2)));
            merged.merge(&of(Some(0)));
            prop_assert_eq!(merged, of(None));
        }
    }
}
