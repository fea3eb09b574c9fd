//! The share of requests answered by age, where some leave in another way and some are cut off.

use super::middle;
use crate::{engine::Histogram, model::Days};

/// How far a share may fall short of a quantile, or of all, by rounding.
const ROUNDING: f64 = 1e-12;

/// The cumulative incidence of the answer: the probability that a request has been answered by an age.
///
/// It is the estimator of Aalen & Johansen (1978), at each age t with dₐ answers, dₓ other exits and n requests at
/// risk: F(t) = F(t−) + S(t−)·dₐ/n and S(t) = S(t−)·(1 − (dₐ + dₓ)/n); where nothing competes it is one minus the
/// estimator of Kaplan & Meier (1958). At equal ages, requests leave before others are cut off. After the last age F
/// stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Incidence {
    /// Age and share answered by then, both increasing.
    steps: Vec<(Days, f64)>,
}

impl Incidence {
    /// The estimate from ages at the answer, at another exit, and at the end of the observation. Ages within a bin
    /// count as its middle.
    pub fn new(answered: &Histogram, left: &Histogram, cut_off: &Histogram) -> Self {
        let mut at_risk = answered.total() + left.total() + cut_off.total();
        let mut left = left.iter().peekable();
        let mut cut_off = cut_off.iter().peekable();
        let (mut share, mut staying) = (0.0, 1.0);
        let mut steps = Vec::new();
        for (bin, answers) in answered.iter() {
            // Before the answers of this bin come the exits of earlier bins, each before that bin's cut-offs.
            while let Some((earlier, exits)) = left.next_if(|bar| bar.0 < bin) {
                while let Some((_, cut)) = cut_off.next_if(|bar| bar.0 < earlier) {
                    at_risk -= cut;
                }
                staying *= 1.0 - exits as f64 / at_risk as f64;
                at_risk -= exits;
            }
            while let Some((_, cut)) = cut_off.next_if(|bar| bar.0 < bin) {
                at_risk -= cut;
            }
            let exits = left.next_if(|bar| bar.0 == bin).map_or(0, |bar| bar.1);
            share += staying * (answers as f64 / at_risk as f64);
            staying *= 1.0 - (answers + exits) as f64 / at_risk as f64;
            at_risk -= answers + exits;
            steps.push((middle(bin), if share > 1.0 - ROUNDING { 1.0 } else { share }));
        }
        Self { steps }
    }

    /// Share answered by an age.
    pub fn share(&self, age: Days) -> f64 {
        let passed = self.steps.partition_point(|step| step.0 <= age);
        if passed == 0 { 0.0 } else { self.steps[passed - 1].1 }
    }

    /// The age by which a share has been answered; `None` if it never is.
    pub fn quantile(&self, share: f64) -> Option<Days> {
        let before = self.steps.partition_point(|step| step.1 < share - ROUNDING);
        self.steps.get(before).map(|step| step.0)
    }

    /// The mean of the age at the answer, where an answer that comes after `limit` days, or never, counts as `limit`
    /// days: the integral of 1 − F from 0 to `limit`.
    pub fn restricted_mean(&self, limit: Days) -> Days {
        let (mut mean, mut before) = (0.0, 0.0);
        for &(age, share) in &self.steps {
            mean += (share - before) * age.min(limit);
            before = share;
        }
        mean + (1.0 - before) * limit
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Uniforms;
    use super::*;
    use crate::engine::histogram::bin;

    fn histogram(ages: &[f64]) -> Histogram {
        let mut histogram = Histogram::default();
        ages.iter().for_each(|&age| histogram.add(bin(age), 1));
        histogram
    }

    fn curve(answered: &[f64], left: &[f64], cut_off: &[f64]) -> Incidence {
        Incidence::new(&histogram(answered), &histogram(left), &histogram(cut_off))
    }

    #[test]
    fn a_table_by_hand() {
        // age          1    2    3    4    5    6    8
        // at risk     10    9    7    6    4    3    1
        // answered     1    0    1    1    0    1    0
        // left         0    1    0    1    0    1    0
        // cut off      0    1    0    0    1    0    1     (at 2: one left, then one cut off)
        // S before     1   9/10  4/5 24/35 16/35 16/35
        // F           1/10 1/10 3/14 23/70 23/70 101/210
        let curve = curve(&[1.0, 3.0, 4.0, 6.0], &[2.0, 4.0, 6.0], &[2.0, 5.0, 8.0]);
        let expected = [(1.1, 0.1), (2.5, 0.1), (3.1, 3.0 / 14.0), (4.1, 23.0 / 70.0), (5.5, 23.0 / 70.0)];
        for (age, share) in expected {
            assert!((curve.share(age) - share).abs() < 1e-14, "at {age}: {}", curve.share(age));
        }
        assert!((curve.share(100.0) - 101.0 / 210.0).abs() < 1e-14);
        assert_eq!(curve.quantile(0.5), None);
        assert!((curve.quantile(0.3).unwrap() - 4.0).abs() < 0.004);
        // Ages 1, 3, 4, 6 with their shares; the rest counts as the limit.
        let mean = 0.1 + 3.0 * (8.0 / 70.0) + 4.0 * (8.0 / 70.0) + 6.0 * (32.0 / 210.0) + 10.0 * (109.0 / 210.0);
        assert!((curve.restricted_mean(10.0) / mean - 1.0).abs() < 5e-4);
    }

    #[test]
    fn without_cut_offs_it_is_the_empirical_distribution() {
        let ages: Vec<f64> = (1..=200).map(f64::from).collect();
        let curve = curve(&ages, &[], &[]);
        for (percent, expected) in [(5, 10.0), (50, 100.0), (95, 190.0)] {
            let age = curve.quantile(f64::from(percent) / 100.0).unwrap();
            assert!((age / expected - 1.0).abs() < 6e-4, "{percent}: {age}");
        }
        assert!((curve.restricted_mean(1e4) / 100.5 - 1.0).abs() < 6e-4);
    }

    #[test]
    fn all_is_all() {
        let ages: Vec<f64> = (1..=4_999).map(|n| 0.01 * f64::from(n)).collect();
        assert_eq!(curve(&ages, &[], &[]).share(100.0), 1.0);
    }

    #[test]
    fn an_age_of_zero_is_zero() {
        let curve = curve(&[0.0, 0.0, 2.0], &[], &[]);
        assert_eq!(curve.quantile(0.5), Some(0.0));
    }

    #[test]
    fn competing_exponentials_with_random_cut_off() {
        // Answers at rate a, other exits at rate b, cut off at rate c: F(t) = a/(a+b) (1 − exp(−(a+b)t)). With 200,000
        // requests the largest standard error of F is below 0.0015; the bound is 4.5 of them (alpha < 1e-5 per age).
        let (a, b, c) = (0.2, 0.1, 0.15);
        let mut uniforms = Uniforms(11);
        let mut histograms = [Histogram::default(), Histogram::default(), Histogram::default()];
        for _ in 0..200_000 {
            let ages = [a, b, c].map(|rate| uniforms.exponential() / rate);
            let first = (0..3).min_by(|&i, &j| ages[i].total_cmp(&ages[j])).unwrap();
            histograms[first].add(bin(ages[first]), 1);
        }
        let curve = Incidence::new(&histograms[0], &histograms[1], &histograms[2]);
        let share = |age: f64| a / (a + b) * (1.0 - (-(a + b) * age).exp());
        for age in [0.5, 1.0, 3.0, 6.0, 10.0] {
            assert!((curve.share(age) - share(age)).abs() < 0.0065, "at {age}: {} {}", curve.share(age), share(age));
        }
        let limit = 8.0;
        let mean = limit - a / (a + b) * (limit - (1.0 - (-(a + b) * limit).exp()) / (a + b));
        assert!((curve.restricted_mean(limit) / mean - 1.0).abs() < 0.01);
        assert!(curve.quantile(0.7).is_none());
    }
}
