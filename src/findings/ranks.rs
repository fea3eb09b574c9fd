//! Whether two quantities go together: their rank correlation.

/// Two-sided 5% point of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;
/// Of fewer points than these the normal approximation says nothing.
const FEWEST: usize = 10;

/// Spearman's rank correlation of pairs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankCorrelation {
    /// From −1 to 1.
    pub value: f64,
    /// Number of pairs.
    pub count: usize,
}

impl RankCorrelation {
    /// Of pairs of finite numbers; equal ones share the mean of their ranks. None if one of the two never varies.
    pub fn of(pairs: &[(f64, f64)]) -> Option<Self> {
        let ranked = |of: fn(&(f64, f64)) -> f64| ranks(&pairs.iter().map(of).collect::<Vec<_>>());
        let (first, second) = (ranked(|pair| pair.0), ranked(|pair| pair.1));
        let middle = (pairs.len() as f64 + 1.0) / 2.0;
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - middle) * (b - middle)).sum::<f64>();
        let spread = libm::sqrt(product(&first, &first) * product(&second, &second));
        (spread > 0.0).then(|| Self { value: product(&first, &second) / spread, count: pairs.len() })
    }

    /// True if such a value would be rare (5%) between quantities that have nothing to do with each other: over all
    /// orders its variance is 1/(n − 1), and it is nearly normal (Pitman 1937, Significance tests which may be applied
    /// to samples from any populations II, JRSS Supplement 4).
    pub fn is_clear(&self) -> bool {
        self.count >= FEWEST && self.value.abs() * libm::sqrt(self.count as f64 - 1.0) > Z
    }
}

/// Ranks from 1 on, in the order of the values.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        // Ranks start + 1 to start + len have this mean.
        let mean = start as f64 + (tied.len() as f64 + 1.0) / 2.0;
        tied.iter().for_each(|&index| ranks[index] = mean);
        start += tied.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_shared_by_equals() {
        assert_eq!(ranks(&[5.0, 1.0, 5.0, 9.0]), [2.5, 1.0, 2.5, 4.0]);
    }

    #[test]
    fn correlations_are_those_of_ranks() {
        let of = |pairs: &[(f64, f64)]| RankCorrelation::of(pairs).map(|correlation| correlation.value);
        let cubes: Vec<(f64, f64)> = (0..20).map(f64::from).map(|x| (x, x * x * x)).collect();
        assert_eq!(of(&cubes), Some(1.0));
        assert!(RankCorrelation::of(&cubes).unwrap().is_clear());
        assert!(!RankCorrelation::of(&cubes[..9]).unwrap().is_clear(), "too few");
        // 1 − 6·Σd²/(n(n² − 1)) with d = 1, 1, 1, 1, 0.
        let few = [(1.0, 2.0), (2.0, 1.0), (3.0, 4.0), (4.0, 3.0), (5.0, 5.0)];
        assert!((of(&few).unwrap() - (1.0 - 6.0 * 4.0 / 120.0)).abs() < 1e-12);
        assert_eq!(of(&[(1.0, 2.0), (2.0, 2.0)]), None);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn what_is_alike_by_chance_is_not_clear() {
        // Digits of pi against their place.
        let digits = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4, 3, 3, 8, 3, 2, 7];
        let pairs: Vec<(f64, f64)> =
            digits.iter().enumerate().map(|(place, &digit)| (place as f64, f64::from(digit))).collect();
        assert!(!RankCorrelation::of(&pairs).unwrap().is_clear());
    }
}
