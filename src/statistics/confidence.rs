//! Quantiles behind confidence intervals.

use std::collections::BTreeMap;
use std::f64::consts::FRAC_2_PI;

/// A confidence level, with the quantiles that belong to it; each is computed once.
///
/// Functions are those of the `libm` crate, so intervals do not differ between machines.
#[derive(Debug, Clone)]
pub struct Confidence {
    level: f64,
    students: BTreeMap<u64, f64>,
    ranks: BTreeMap<(u64, u8), Option<(u64, u64)>>,
}

impl Confidence {
    /// Two-sided intervals that cover with probability `level`, between 0 and 1.
    pub fn new(level: f64) -> Self {
        debug_assert!(0.0 < level && level < 1.0);
        Self { level, students: BTreeMap::new(), ranks: BTreeMap::new() }
    }

    /// The level.
    pub fn level(&self) -> f64 {
        self.level
    }

    /// The t for which Student's distribution with `freedom` (at least 1) degrees lies in [−t, t] with the level's
    /// probability.
    pub fn student(&mut self, freedom: u64) -> f64 {
        let level = self.level;
        *self.students.entry(freedom).or_insert_with(|| student_quantile(level, freedom))
    }

    /// Ranks (low, high), from 1, of the order statistics of `count` values between which the quantile `percent`
    /// (1 to 99) lies with at least the level's probability, whatever the distribution; `None` if the values are too
    /// few.
    ///
    /// The number of values at or below the quantile is binomial, and each tail gets at most half of what the level
    /// leaves (David & Nagaraja 2003, Order Statistics, section 7.1).
    pub fn ranks(&mut self, count: u64, percent: u8) -> Option<(u64, u64)> {
        let level = self.level;
        *self.ranks.entry((count, percent)).or_insert_with(|| quantile_ranks(level, count, percent))
    }
}

/// Solves A(t | ν) = level by Newton's method in θ = arctan(t/√ν), where A is concave, so that every step from 0
/// on stays below the root and none overshoots.
fn student_quantile(level: f64, freedom: u64) -> f64 {
    let mut angle = 0.0;
    loop {
        let (probability, density) = student_probability(angle, freedom);
        let step = (level - probability) / density;
        angle += step;
        if step <= 1e-15 * angle {
            return (freedom as f64).sqrt() * libm::tan(angle);
        }
    }
}

/// Probability that |T| is below √ν·tan θ, and its derivative in θ: the finite series of Abramowitz & Stegun (1964),
/// equations 26.7.3 and 26.7.4. The derivative is a multiple of the last term.
fn student_probability(angle: f64, freedom: u64) -> (f64, f64) {
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    if freedom == 1 {
        return (FRAC_2_PI * angle, FRAC_2_PI);
    }
    let odd = freedom % 2 == 1;
    let mut term = if odd { cosine } else { 1.0 };
    let mut sum = term;
    let mut index = if odd { 2 } else { 1 };
    while index + 2 < freedom {
        let ratio = index as f64 / (index + 1) as f64;
        term *= ratio * cosine * cosine;
        sum += term;
        index += 2;
    }
    let slope = (freedom - 1) as f64 * term * cosine;
    if odd { (FRAC_2_PI * (angle + sine * sum), FRAC_2_PI * slope) } else { (sine * sum, slope) }
}

/// See [`Confidence::ranks`].
fn quantile_ranks(level: f64, count: u64, percent: u8) -> Option<(u64, u64)> {
    let (first, probabilities) = binomial(count, f64::from(percent) / 100.0);
    let tail = 0.5 * (1.0 - level);
    let low = first + numbers_within(tail, probabilities.iter());
    let high = first + probabilities.len() as u64 - numbers_within(tail, probabilities.iter().rev());
    (low >= 1 && high <= count).then_some((low, high))
}

/// How many of the probabilities, from the first on, together stay within `tail`.
fn numbers_within<'a>(tail: f64, probabilities: impl Iterator<Item = &'a f64>) -> u64 {
    let sums = probabilities.scan(0.0, |sum, probability| {
        *sum += probability;
        Some(*sum)
    });
    sums.take_while(|&sum| sum <= tail).count() as u64
}

/// The probabilities of a binomial distribution, from the first number on that is not negligible (10⁻²⁰ of the
/// largest probability).
fn binomial(count: u64, share: f64) -> (u64, Vec<f64>) {
    const NEGLIGIBLE: f64 = 1e-20;
    let odds = share / (1.0 - share);
    let mode = (((count + 1) as f64 * share) as u64).min(count);
    let mut below = Vec::new();
    let (mut number, mut weight) = (mode, 1.0);
    while number > 0 && weight > NEGLIGIBLE {
        weight *= number as f64 / (count - number + 1) as f64 / odds;
        number -= 1;
        below.push(weight);
    }
    let first = number;
    let mut weights: Vec<f64> = below.into_iter().rev().chain([1.0]).collect();
    let (mut number, mut weight) = (mode, 1.0);
    while number < count && weight > NEGLIGIBLE {
        weight *= (count - number) as f64 / (number + 1) as f64 * odds;
        number += 1;
        weights.push(weight);
    }
    let total: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= total);
    (first, weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn student_quantiles_agree_with_tables() {
        // Degrees of freedom and two-sided quantiles at 90%, 95% and 99.9%, to 15 digits (mpmath 1.3).
        let table = [
            (1, 6.313_751_514_675_04, 12.706_204_736_174_7, 636.619_248_768_72),
            (2, 2.919_985_580_353_73, 4.302_652_729_749_46, 31.599_054_576_443_6),
            (3, 2.353_363_434_801_82, 3.182_446_305_283_71, 12.923_978_636_687_5),
            (5, 2.015_048_373_333_02, 2.570_581_835_636_32, 6.868_826_625_881_11),
            (10, 1.812_461_122_811_68, 2.228_138_851_986_27, 4.586_893_858_702_64),
            (30, 1.697_260_886_593_96, 2.042_272_456_301_24, 3.645_958_635_042_02),
            (31, 1.695_518_782_545_87, 2.039_513_446_396_41, 3.633_456_349_758_33),
            (100, 1.660_234_326_085_34, 1.983_971_518_523_55, 3.390_491_311_164_23),
            (999, 1.646_380_345_427_54, 1.962_341_461_133_45, 3.300_292_440_398_74),
            (1999, 1.645_616_248_187_26, 1.961_151_420_170_56, 3.295_400_576_927_38),
            (9999, 1.645_006_033_311_3, 1.960_201_263_621_36, 3.291_500_063_300_93),
            (99_999, 1.644_868_864_937_35, 1.959_987_707_771_84, 3.290_624_032_384_92),
            (999_999, 1.644_855_150_723_56, 1.959_966_356_816_48, 3.290_536_461_258_42),
        ];
        for (freedom, ninety, ninety_five, high) in table {
            for (level, expected) in [(0.9, ninety), (0.95, ninety_five), (0.999, high)] {
                let t = Confidence::new(level).student(freedom);
                assert!((t / expected - 1.0).abs() < 1e-9, "{freedom} at {level}: {t}, expected {expected}");
            }
        }
    }

    #[test]
    fn binomial_probabilities_sum_to_one_and_have_the_right_mean() {
        for (count, share) in [(1, 0.05), (6, 0.5), (1_000, 0.95), (1_000_000, 0.25)] {
            let (first, probabilities) = binomial(count, share);
            let mean: f64 = probabilities.iter().enumerate().map(|(i, p)| (first + i as u64) as f64 * p).sum();
            assert!((mean / (count as f64 * share) - 1.0).abs() < 1e-9);
        }
        assert!((binomial(6, 0.5).1[0] - 1.0 / 64.0).abs() < 1e-15);
    }

    #[test]
    fn ranks_agree_with_the_binomial_distribution() {
        let mut confidence = Confidence::new(0.95);
        // Medians: P(B = 0) is 1/32 for five values and 1/64 for six; for a hundred, P(B ≤ 39) = 0.0176 and
        // P(B ≤ 40) = 0.0284 (tabulated, e.g. Conover 1999, table A3).
        assert_eq!(confidence.ranks(5, 50), None);
        assert_eq!(confidence.ranks(6, 50), Some((1, 6)));
        assert_eq!(confidence.ranks(100, 50), Some((40, 61)));
        // A lower end for the 5% quantile needs 0.95ⁿ ≤ 0.025, so at least 72 values; so does an upper end for 95%.
        assert_eq!(confidence.ranks(71, 5), None);
        assert_eq!(confidence.ranks(72, 5).unwrap().0, 1);
        assert_eq!(confidence.ranks(72, 95).unwrap().1, 72);
        assert_eq!(confidence.ranks(0, 50), None);
    }

    #[test]
    fn ranks_of_mirrored_quantiles_mirror() {
        let mut confidence = Confidence::new(0.9);
        for count in [40, 200, 4_567] {
            let (low, high) = confidence.ranks(count, 10).unwrap();
            assert_eq!(confidence.ranks(count, 90), Some((count + 1 - high, count + 1 - low)));
        }
    }
}
