//! Exact sums of a sample, for means with Student-t intervals.

use serde::{Deserialize, Serialize};

use super::{Confidence, Estimate, MAX_REPLICATIONS, lanes, wide::Wide};

/// Fixed point: values are whole multiples of 2⁻⁵³, so that every floating-point number from one half on is exact.
const SCALE: f64 = 9_007_199_254_740_992.0;

/// Binary logarithm of [`SCALE`].
const SCALE_BITS: u32 = 53;

/// Values of smaller size fit into 64 bits with their sign.
const NEAR: f64 = 1_024.0;

/// Values beyond ±2⁴² (4·10¹²) would overflow the sums, and no model comes near them.
pub(super) const LIMIT: f64 = 4_398_046_511_104.0;

/// True if a value can be measured: finite, and within ±2⁴². Others are left out of every statistic.
pub(super) fn is_measurable(value: f64) -> bool {
    value.abs() <= LIMIT
}

/// A measurable value in fixed point, rounded to the nearest multiple of 2⁻⁵³ (ties away from zero).
pub(super) fn fixed(value: f64) -> i128 {
    if value.abs() >= NEAR {
        // Whole, as all floating-point numbers of this size are.
        return (value * SCALE) as i128;
    }
    i128::from(near_fixed(value))
}

/// The same of values below [`NEAR`].
fn near_fixed(value: f64) -> i64 {
    // As `f64::round`, which is a call where the processor may not have an instruction for it.
    let scaled = value * SCALE;
    let whole = scaled as i64;
    let rest = scaled - whole as f64;
    whole + i64::from(rest >= 0.5) - i64::from(rest <= -0.5)
}

/// The square of a value in fixed point.
fn square(fixed: i128) -> Wide {
    // Values below 1,024 fit into 64 bits.
    match i64::try_from(fixed) {
        Ok(fixed) => Wide::from((i128::from(fixed) * i128::from(fixed)) as u128),
        Err(_) => Wide::product(fixed.unsigned_abs(), fixed.unsigned_abs()),
    }
}

/// The whole number below 2³¹ that a value is, if it is one.
fn whole(value: f64) -> Option<i64> {
    let whole = value as i32;
    (f64::from(whole) == value).then_some(i64::from(whole))
}

/// A sum of values in fixed point, as a floating-point number.
pub(super) fn float(fixed: i128) -> f64 {
    fixed as f64 / SCALE
}

/// Count, sum and sum of squares of a sample, exact and so independent of the order of adding and merging.
///
/// Each value is rounded once to fixed point; everything after that is integer arithmetic, the squares at full
/// length, so the variance suffers no cancellation even where values are seconds and the unit is days.
///
/// Nothing overflows: a value is at most 2⁹⁵ units, so the sum of n values stays within 2¹²⁷, and n² times its square,
/// the largest intermediate, within 2²⁵⁴, for every n up to 2³²; there are fewer replications than that
/// ([`MAX_REPLICATIONS`](super::MAX_REPLICATIONS)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Moments {
    count: u64,
    sum: i128,
    squares: Wide,
}

impl Moments {
    /// Adds a value. An undefined one (NaN, infinite, beyond ±2⁴²) is skipped.
    pub fn add(&mut self, value: f64) {
        self.add_times(value, 1);
    }

    /// Adds a value so many times, at most [`MAX_REPLICATIONS`]. An undefined one is skipped.
    pub(super) fn add_times(&mut self, value: f64, times: u64) {
        if let Some(whole) = whole(value) {
            // The same as below, an order of magnitude faster; most values are counts.
            self.add_whole(times, whole * times as i64, (whole.pow(2) as u128) * u128::from(times));
        } else if is_measurable(value) {
            let value = fixed(value);
            self.count += times;
            self.sum += value * i128::from(times);
            self.squares.add(square(value).times(times));
        }
    }

    /// Adds some values. Undefined ones are skipped.
    pub(super) fn add_all(&mut self, values: &[f64]) {
        for values in values.chunks(lanes::MOST) {
            match lanes::whole_sums(values) {
                Some((sum, squares)) => self.add_whole(values.len() as u64, sum, squares.into()),
                None if values.iter().all(|value| value.abs() < NEAR || !is_measurable(*value)) => {
                    self.add_near(values)
                }
                None => values.iter().for_each(|&value| self.add(value)),
            }
        }
    }

    /// Adds values of which none but undefined ones reach [`NEAR`]. Which are undefined, or whole, cannot be foretold, so
    /// nothing branches on it.
    fn add_near(&mut self, values: &[f64]) {
        let (mut count, mut sum, mut squares) = (0, 0, Wide::default());
        for &value in values {
            let is_defined = value.abs() < NEAR;
            let fixed = i128::from(near_fixed(if is_defined { value } else { 0.0 }));
            count += u64::from(is_defined);
            sum += fixed;
            squares.add(Wide::from((fixed * fixed) as u128));
        }
        self.count += count;
        self.sum += sum;
        self.squares.add(squares);
    }

    /// Adds the differences of values from others, one by one. Where either is undefined, so is the difference.
    pub(super) fn add_paired(&mut self, values: &[f64], others: &[f64]) {
        let mut differences = [0.0; lanes::MOST];
        for (values, others) in values.chunks(lanes::MOST).zip(others.chunks(lanes::MOST)) {
            let differences = &mut differences[..values.len()];
            let pairs = values.iter().zip(others);
            differences.iter_mut().zip(pairs).for_each(|(difference, (value, other))| *difference = value - other);
            self.add_all(differences);
        }
    }

    /// Adds so many whole numbers with this sum and sum of squares.
    fn add_whole(&mut self, count: u64, sum: i64, squares: u128) {
        self.count += count;
        self.sum += i128::from(sum) << SCALE_BITS;
        self.squares.add(Wide::shifted(squares, 2 * SCALE_BITS));
    }

    /// The moments of whole numbers, given as (number, how often).
    pub(super) fn of_whole_numbers(numbers: impl Iterator<Item = (u16, u32)>) -> Self {
        // Up to MAX_REPLICATIONS numbers of 16 bits: all of it stays below 2⁶⁴.
        let (mut count, mut sum, mut squares) = (0, 0, 0);
        for (number, times) in numbers {
            let (number, times) = (u64::from(number), u64::from(times));
            count += times;
            sum += number * times;
            squares += number * number * times;
        }
        let squares = Wide::shifted(squares.into(), 2 * SCALE_BITS);
        Self { count, sum: i128::from(sum) << SCALE_BITS, squares }
    }

    /// True if at most `most` values can have these sums: what was read from a file may be anything, and sums of
    /// impossible ones could overflow.
    pub(super) fn is_sound(&self, most: u64) -> bool {
        let largest = fixed(LIMIT).unsigned_abs();
        let total = self.sum.unsigned_abs();
        self.count <= most.min(MAX_REPLICATIONS)
            && total <= largest * u128::from(self.count)
            && self.squares <= Wide::product(largest, largest).times(self.count)
            // No sample has a negative variance (Cauchy & Schwarz).
            && Wide::product(total, total) <= self.squares.times(self.count)
    }

    /// Adds every value of another sample.
    pub fn merge(&mut self, other: &Moments) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares.add(other.squares);
    }

    /// Number of values.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The mean; `None` without values.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| float(self.sum) / self.count as f64)
    }

    /// The unbiased sample variance; `None` below two values.
    pub fn variance(&self) -> Option<f64> {
        if self.count < 2 {
            return None;
        }
        let total = self.sum.unsigned_abs();
        let spread = self.squares.times(self.count).minus(Wide::product(total, total));
        let count = self.count as f64;
        Some(spread.to_f64() / (SCALE * SCALE) / count / (count - 1.0))
    }

    /// The standard error of the mean; `None` below two values.
    pub fn standard_error(&self) -> Option<f64> {
        self.variance().map(|variance| (variance / self.count as f64).sqrt())
    }

    /// The mean with its Student-t interval; `None` without values, and no interval for a single one.
    pub fn estimate(&self, confidence: &mut Confidence) -> Option<Estimate> {
        let value = self.mean()?;
        let interval = self.standard_error().map(|error| {
            let half_width = confidence.student(self.count - 1) * error;
            (value - half_width, value + half_width)
        });
        Some(Estimate { value, interval })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        values.iter().for_each(|&value| moments.add(value));
        moments
    }

    #[test]
    fn a_textbook_sample() {
        let moments = of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
        assert_eq!(moments.mean(), Some(5.0));
        assert_eq!(moments.variance(), Some(32.0 / 7.0));
        let (low, high) = moments.estimate(&mut Confidence::new(0.95)).unwrap().interval.unwrap();
        // 5 ± t(0.975, 7) √(32/56)
        assert!((high - low - 2.0 * 2.364_624_251_592_784 * (4.0f64 / 7.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn one_value_has_no_interval_and_none_has_no_mean() {
        let mut confidence = Confidence::new(0.95);
        assert_eq!(of(&[3.5]).estimate(&mut confidence), Some(Estimate { value: 3.5, interval: None }));
        assert_eq!(of(&[f64::NAN, f64::INFINITY, 1e300]).estimate(&mut confidence), None);
    }

    #[test]
    fn the_variance_does_not_cancel() {
        // Values near 10⁶ that differ by 2⁻²⁰: floating-point sums of squares would lose them all.
        let step = 2f64.powi(-20);
        let moments = of(&[1e6, 1e6 + step, 1e6 + 2.0 * step]);
        assert_eq!(moments.variance(), Some(step * step));
        // Seconds in a unit of days.
        let second = 1.0 / 86_400.0;
        let variance = of(&[10.0 * second, 11.0 * second, 12.0 * second]).variance().unwrap();
        assert!((variance / (second * second) - 1.0).abs() < 1e-11);
    }

    #[test]
    fn a_million_values_of_a_trillion_do_not_overflow() {
        let mut moments = of(&[1e12, -1e12 + 0.5, 1e12, 1e12 - 1.0]);
        let quarter = moments.variance().unwrap();
        for _ in 0..20 {
            moments.merge(&moments.clone());
        }
        assert_eq!(moments.count(), 4 << 20);
        assert!((moments.variance().unwrap() / (quarter * 0.75) - 1.0).abs() < 1e-6);
        let mut extreme = of(&[LIMIT, -LIMIT]);
        for _ in 0..30 {
            extreme.merge(&extreme.clone());
        }
        assert_eq!(extreme.mean(), Some(0.0));
        assert!((extreme.variance().unwrap() / (LIMIT * LIMIT) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn whole_numbers_take_the_same_way_as_others() {
        let numbers = [(0, 3), (7, 2), (1024, 5)];
        let mut one_by_one = Moments::default();
        let mut by_rounding = Moments::default();
        for (number, times) in numbers {
            for _ in 0..times {
                one_by_one.add(f64::from(number));
                let value = fixed(f64::from(number));
                by_rounding.count += 1;
                by_rounding.sum += value;
                by_rounding.squares.add(Wide::product(value.unsigned_abs(), value.unsigned_abs()));
            }
        }
        assert_eq!(one_by_one, by_rounding);
        assert_eq!(Moments::of_whole_numbers(numbers.into_iter()), by_rounding);
    }

    proptest! {
        #[test]
        fn many_at_once_are_as_one_by_one(
            kinds in prop::collection::vec((prop_oneof![
                Just(f64::NAN), Just(f64::INFINITY), Just(-0.0), -3.0f64..3.0, -2e3f64..2e3, -1e13f64..1e13,
                (-50i32..50).prop_map(f64::from), any::<i32>().prop_map(f64::from),
            ], 0u8..4), 0..150),
            which in 0u8..4,
        ) {
            // All kinds, or so few that many stretches are of one.
            let chosen = |kind: &&(f64, u8)| which == 0 || kind.0.is_nan() || kind.0.abs() < 100.0 * f64::from(which);
            let values: Vec<f64> = kinds.iter().filter(chosen).map(|kind| kind.0).collect();
            let others: Vec<f64> = kinds.iter().filter(chosen).map(|kind| f64::from(kind.1)).collect();
            let (mut at_once, mut paired) = (Moments::default(), Moments::default());
            at_once.add_all(&values);
            paired.add_paired(&values, &others);
            prop_assert_eq!(at_once, of(&values));
            prop_assert_eq!(paired, of(&values.iter().zip(&others).map(|(a, b)| a - b).collect::<Vec<_>>()));
        }

        #[test]
        fn merging_is_exact_in_any_order(
            values in prop::collection::vec((-1e12f64..1e12, any::<bool>()), 0..60),
            small in prop::collection::vec(-1.0f64..1.0, 0..60),
        ) {
            let all: Vec<f64> = values.iter().map(|v| v.0).chain(small.iter().copied()).collect();
            let part = |chosen: bool| of(&values.iter().filter(|v| v.1 == chosen).map(|v| v.0).collect::<Vec<_>>());
            let mut merged = of(&small);
            merged.merge(&part(true));
            merged.merge(&part(false));
            prop_assert_eq!(merged, of(&all));
        }
    }
}
