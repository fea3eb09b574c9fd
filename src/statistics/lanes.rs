//! Loops over a few values without branches between them, which compilers put into vector lanes.

/// Most values that are looked at together.
pub const MOST: usize = 32;

/// One and a half times 2⁵². The sum of this and a number within ±2⁵¹ is that number rounded to a whole one, which
/// stands in the last bits of the sum.
const ROUNDING: f64 = 6_755_399_441_055_744.0;

/// Whole numbers up to 2⁵² and more are floating-point numbers, so sums of them up to this are exact.
const EXACT: f64 = 4_503_599_627_370_496.0;

/// Accumulators of a sum, so that one addition need not wait for the one before.
const LANES: usize = 4;

/// True if all values are the same, bit by bit.
pub fn are_same(values: &[f64]) -> bool {
    let Some(first) = values.first() else { return true };
    values.iter().fold(0, |differing, value| differing | (value.to_bits() ^ first.to_bits())) == 0
}

/// How many of some values are of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds {
    /// Whole numbers from 0 to the largest that counts as small.
    pub small: u64,
    /// Numbers from minus to plus the limit.
    pub within: u64,
}

/// Counts the kinds of values, and writes those that are small whole numbers as integers.
pub fn kinds(values: &[f64], largest: f64, limit: f64, numbers: &mut [u16]) -> Kinds {
    let (mut small, mut within) = (0, 0);
    for (&value, number) in values.iter().zip(numbers) {
        let rounded = value + ROUNDING;
        small += u64::from((rounded - ROUNDING == value) & (value >= 0.0) & (value <= largest));
        within += u64::from(value.abs() <= limit);
        *number = rounded.to_bits() as u16;
    }
    Kinds { small, within }
}

/// The smallest and the largest of values within ±2⁵¹, and whether all are whole.
pub fn extremes(values: &[f64]) -> (f64, f64, bool) {
    let (mut min, mut max, mut fractions) = (f64::INFINITY, f64::NEG_INFINITY, 0);
    for &value in values {
        min = if value < min { value } else { min };
        max = if value > max { value } else { max };
        fractions += u64::from(value + ROUNDING - ROUNDING != value);
    }
    (min, max, fractions == 0)
}

/// Sum and sum of squares of values, if all of them are whole and both sums exact; `None` of others, or of larger ones.
pub fn whole_sums(values: &[f64]) -> Option<(i64, u64)> {
    let (mut sums, mut squares, mut fractions) = ([0.0; LANES], [0.0; LANES], [0; LANES]);
    let mut add = |lane: usize, value: f64| {
        sums[lane] += value;
        squares[lane] += value * value;
        fractions[lane] |= (value + ROUNDING - ROUNDING).to_bits() ^ value.to_bits();
    };
    let (chunks, rest) = values.as_chunks::<LANES>();
    chunks.iter().for_each(|chunk| (0..LANES).for_each(|lane| add(lane, chunk[lane])));
    rest.iter().enumerate().for_each(|(lane, &value)| add(lane, value));
    let (sum, squares): (f64, f64) = (sums.iter().sum(), squares.iter().sum());
    // Sums of squares only grow, so if the last is small enough, all were. A whole number is no larger than its square, so
    // the sum of these is exact too. Undefined and infinite values leave no such sum.
    let exact = squares <= EXACT && fractions.iter().all(|&fractions| fractions == 0);
    exact.then_some((sum as i64, squares as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_is_the_same_to_the_bit() {
        assert!(are_same(&[]) && are_same(&[f64::NAN; 3]) && are_same(&[0.5; 40]));
        assert!(!are_same(&[0.0, -0.0]) && !are_same(&[1.0, 1.0, 1.0 + f64::EPSILON]));
    }

    #[test]
    fn kinds_are_told_apart() {
        let mut numbers = [0; 4];
        let values = [0.0, 7.0, 1_024.0, -0.0];
        assert_eq!(kinds(&values, 1_024.0, 1e12, &mut numbers), Kinds { small: 4, within: 4 });
        assert_eq!(numbers, [0, 7, 1_024, 0]);
        for value in [0.5, 1_025.0, -1.0, 5e-324, 4_294_967_301.0, -1e12] {
            assert_eq!(kinds(&[3.0, value], 1_024.0, 1e12, &mut numbers), Kinds { small: 1, within: 2 }, "{value}");
        }
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 2f64.powi(52), -1.5 * 2f64.powi(52), 1e300] {
            assert_eq!(kinds(&[3.0, value], 1_024.0, 1e12, &mut numbers), Kinds { small: 1, within: 1 }, "{value}");
        }
    }

    #[test]
    fn extremes_are_found() {
        assert_eq!(extremes(&[3.0, -2.0, 1e12]), (-2.0, 1e12, true));
        assert_eq!(extremes(&[0.25, 7.0]), (0.25, 7.0, false));
    }

    #[test]
    fn sums_are_exact_or_none() {
        assert_eq!(whole_sums(&[3.0, -5.0, 0.0, 1e6, -1.0, 2.0]), Some((999_999, 1_000_000_000_039)));
        assert_eq!(whole_sums(&[67_108_864.0]), Some((67_108_864, 1 << 52)));
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.5, 67_108_865.0, 1e15, 1e300] {
            assert_eq!(whole_sums(&[1.0, value]), None, "{value}");
        }
        assert_eq!(whole_sums(&[5e7; MOST]), None, "squares beyond 2⁵²");
    }

    proptest! {
        #[test]
        fn sums_are_those_of_integers(values in prop::collection::vec(-6_000_000i64..6_000_000, 0..MOST)) {
            let floats: Vec<f64> = values.iter().map(|&value| value as f64).collect();
            let squares = values.iter().map(|value| value.unsigned_abs().pow(2)).sum();
            prop_assert_eq!(whole_sums(&floats), Some((values.iter().sum(), squares)));
        }
    }
}
