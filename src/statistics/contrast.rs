//! Differences between two samples, and whether they are more than chance.

use super::{
    Confidence, Estimate, Moments,
    student::{student_quantile, student_tails},
};

/// A mean that is known by its standard error only.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summarised {
    /// The mean.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Degrees of freedom of the standard error, at least 1.
    pub freedom: f64,
}

/// A difference of two means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    /// The difference.
    pub value: f64,
    /// Its confidence interval.
    pub interval: (f64, f64),
    /// Probability of a difference at least as large, either way, if there were none. Where neither mean has any
    /// spread, 1 without a difference and 0 with one.
    pub p_value: f64,
}

impl Summarised {
    /// Recovers the standard error from a Student-t interval: its half-width over the quantile that made it.
    pub fn from_interval(mean: f64, (low, high): (f64, f64), freedom: u64, confidence: &mut Confidence) -> Self {
        let standard_error = 0.5 * (high - low) / confidence.student(freedom.max(1));
        Self { mean, standard_error, freedom: freedom.max(1) as f64 }
    }

    /// This mean minus one of an independent sample, by Welch's t with the degrees of freedom of Satterthwaite: Welch
    /// (1947), "The generalization of ‘Student's’ problem when several different population variances are involved",
    /// Biometrika 34, 28–35.
    pub fn minus(&self, other: &Summarised, level: f64) -> Contrast {
        let parts = [self, other].map(|part| part.standard_error * part.standard_error);
        let variance = parts[0] + parts[1];
        let freedom = variance * variance / (parts[0] * parts[0] / self.freedom + parts[1] * parts[1] / other.freedom);
        Contrast::new(self.mean - other.mean, variance.sqrt(), if freedom.is_finite() { freedom } else { 1.0 }, level)
    }
}

impl Contrast {
    /// The mean of paired differences, by Student's t; `None` below two pairs.
    pub fn paired(differences: &Moments, level: f64) -> Option<Self> {
        let freedom = differences.count().checked_sub(1)?;
        Some(Self::new(differences.mean()?, differences.standard_error()?, freedom as f64, level))
    }

    fn new(value: f64, standard_error: f64, freedom: f64, level: f64) -> Self {
        let half_width = if standard_error > 0.0 { student_quantile(level, freedom) * standard_error } else { 0.0 };
        let p_value = if value == 0.0 { 1.0 } else { student_tails(value / standard_error, freedom) };
        Self { value, interval: (value - half_width, value + half_width), p_value }
    }
}

/// The difference of two estimates that are independent and have an interval each, whatever the kind: the interval of
/// Zou & Donner (2008), "Construction of confidence limits about effect measures", Statistics in Medicine 27,
/// 1693–1702. `None` if an interval is missing.
pub fn difference_of_intervals(of: &Estimate, minus: &Estimate) -> Option<(f64, f64)> {
    let ((low, high), (other_low, other_high)) = (of.interval?, minus.interval?);
    let value = of.value - minus.value;
    let below = libm::hypot(of.value - low, other_high - minus.value);
    let above = libm::hypot(high - of.value, minus.value - other_low);
    Some((value - below, value + above))
}

/// The p-values of a family of tests, adjusted so that the chance of any false finding stays below the level at which
/// they are read: Holm (1979), "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
/// Statistics 6, 65–70. In the order given.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut largest: f64 = 0.0;
    for (rank, &index) in order.iter().enumerate() {
        let left = (p_values.len() - rank) as f64;
        largest = largest.max((left * p_values[index]).min(1.0));
        adjusted[index] = largest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::super::{LEVEL, testing::Uniforms};
    use super::*;

    fn summarised(values: &[f64]) -> Summarised {
        let moments = moments(values);
        let freedom = values.len() as u64 - 1;
        let interval = moments.estimate(&mut Confidence::new(LEVEL)).unwrap().interval.unwrap();
        Summarised::from_interval(moments.mean().unwrap(), interval, freedom, &mut Confidence::new(LEVEL))
    }

    fn moments(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        values.iter().for_each(|&value| moments.add(value));
        moments
    }

    #[test]
    fn welch_agrees_with_another_program() {
        // Reference: scipy.stats.ttest_ind(a, b, equal_var=False), 9.9047 degrees of freedom.
        let a = [17.2, 20.9, 22.6, 18.1, 21.7, 21.4, 23.5, 24.2, 14.7, 21.8];
        let b = [
            21.5, 22.8, 21.0, 23.0, 21.6, 23.6, 22.5, 20.7, 23.4, 21.8, 20.7, 21.7, 21.5, 22.5, 23.6, 21.5, 22.5, 23.5,
            21.5, 21.8,
        ];
        let contrast = summarised(&a).minus(&summarised(&b), LEVEL);
        assert!((contrast.p_value - 0.148_841_696_605_328).abs() < 1e-9, "{contrast:?}");
        let (low, high) = contrast.interval;
        assert!((low - -3.698_421_325_375_16).abs() + (high - 0.648_421_325_375_166).abs() < 1e-8, "{contrast:?}");
    }

    #[test]
    fn standard_errors_are_recovered_from_intervals() {
        let values = [3.0, 4.5, 8.0, 1.0];
        let recovered = summarised(&values);
        assert!((recovered.standard_error / moments(&values).standard_error().unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn pairs_are_judged_by_student() {
        // Mean 2, standard error √(2.5/5), t = 2.828 with 4 degrees: p = 0.0474 (tables of Student's distribution).
        let contrast = Contrast::paired(&moments(&[0.0, 1.0, 2.0, 3.0, 4.0]), LEVEL).unwrap();
        assert!((contrast.p_value - 0.047_42).abs() < 1e-5, "{contrast:?}");
        assert!(contrast.interval.0 > 0.0 && Contrast::paired(&moments(&[1.0]), LEVEL).is_none());
    }

    #[test]
    fn without_spread_a_difference_is_certain() {
        let same = Contrast::paired(&moments(&[0.0, 0.0]), LEVEL).unwrap();
        let other = Contrast::paired(&moments(&[2.0, 2.0]), LEVEL).unwrap();
        assert_eq!((same.p_value, same.interval), (1.0, (0.0, 0.0)));
        assert_eq!((other.p_value, other.interval), (0.0, (2.0, 2.0)));
        let constant = |mean| Summarised { mean, standard_error: 0.0, freedom: 4.0 };
        assert_eq!(constant(3.0).minus(&constant(1.0), LEVEL).p_value, 0.0);
    }

    /// 95% intervals of 4,000 differences of normal-like means cover in 94–96%: beyond three standard errors (0.34%)
    /// of 95%, at a fixed seed.
    #[test]
    fn intervals_cover() {
        let mut uniforms = Uniforms(11);
        let mut draw = |count: usize, scale: f64| -> Vec<f64> {
            (0..count).map(|_| scale * ((0..12).map(|_| uniforms.next()).sum::<f64>() - 6.0)).collect()
        };
        let covered = (0..4_000).filter(|_| {
            let contrast = summarised(&draw(6, 5.0)).minus(&summarised(&draw(15, 1.0)), LEVEL);
            contrast.interval.0 <= 0.0 && 0.0 <= contrast.interval.1
        });
        let share = covered.count() as f64 / 4_000.0;
        assert!((0.94..=0.96).contains(&share), "{share}");
    }

    #[test]
    fn holm_steps_down() {
        // By hand: 4, 3, 2 and 1 times the sorted values, never falling.
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        let expected = [0.03, 0.06, 0.06, 0.02];
        assert!(adjusted.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-15), "{adjusted:?}");
        assert_eq!(holm(&[0.5, 0.9]), [1.0, 1.0]);
        assert!(holm(&[]).is_empty());
    }

    #[test]
    fn differences_of_skewed_intervals_lean_the_right_way() {
        let of = Estimate { value: 10.0, interval: Some((9.0, 14.0)) };
        let minus = Estimate { value: 4.0, interval: Some((1.0, 4.0)) };
        let (low, high) = difference_of_intervals(&of, &minus).unwrap();
        assert_eq!((low, high), (5.0, 11.0));
        assert!(difference_of_intervals(&of, &Estimate { interval: None, ..minus }).is_none());
    }
}
