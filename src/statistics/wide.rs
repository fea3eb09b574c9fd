//! Whole numbers of 256 bits, for exact sums of squares.

use serde::{Deserialize, Serialize};

/// An unsigned integer below 2²⁵⁶. Its operations are exact as long as their result stays below that, which
/// [`Moments`](super::Moments) sees to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Wide {
    high: u128,
    low: u128,
}

impl From<u128> for Wide {
    fn from(low: u128) -> Self {
        Self { high: 0, low }
    }
}

impl Wide {
    /// The product of two integers.
    pub fn product(a: u128, b: u128) -> Self {
        const HALF: u128 = (1 << 64) - 1;
        let (a_high, a_low) = (a >> 64, a & HALF);
        let (b_high, b_low) = (b >> 64, b & HALF);
        let (middle, middle_carry) = (a_high * b_low).overflowing_add(a_low * b_high);
        let (low, low_carry) = (a_low * b_low).overflowing_add(middle << 64);
        let carries = (u128::from(middle_carry) << 64) + u128::from(low_carry);
        Self { high: a_high * b_high + (middle >> 64) + carries, low }
    }

    /// The integer times 2 to the power of `bits`, between 1 and 127.
    pub fn shifted(value: u128, bits: u32) -> Self {
        Self { high: value >> (128 - bits), low: value << bits }
    }

    /// Adds another integer.
    pub fn add(&mut self, other: Self) {
        let (low, carry) = self.low.overflowing_add(other.low);
        *self = Self { high: self.high + other.high + u128::from(carry), low };
    }

    /// This integer times a factor.
    pub fn times(self, factor: u64) -> Self {
        let mut result = Self::product(self.low, u128::from(factor));
        result.high += self.high * u128::from(factor);
        result
    }

    /// This integer minus one that is not larger.
    pub fn minus(self, other: Self) -> Self {
        let (low, borrow) = self.low.overflowing_sub(other.low);
        Self { high: self.high - other.high - u128::from(borrow), low }
    }

    /// The nearest floating-point number, within one unit in the last place.
    pub fn to_f64(self) -> f64 {
        const TWO_TO_128: f64 = 340_282_366_920_938_463_463_374_607_431_768_211_456.0;
        self.high as f64 * TWO_TO_128 + self.low as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carries_pass_from_limb_to_limb() {
        let largest = Wide::product(u128::MAX, u128::MAX);
        assert_eq!(largest, Wide { high: u128::MAX - 1, low: 1 });
        let mut sum = Wide { high: 0, low: u128::MAX };
        sum.add(Wide { high: 2, low: 1 });
        assert_eq!(sum, Wide { high: 3, low: 0 });
        assert_eq!(sum.minus(Wide { high: 0, low: 1 }), Wide { high: 2, low: u128::MAX });
        assert_eq!(Wide::shifted((1 << 100) + 5, 106), Wide::product((1 << 100) + 5, 1 << 106));
    }

    #[test]
    fn multiplication_distributes_over_addition() {
        let (a, b) = (0x0123_4567_89ab_cdef_0f1e_2d3c_4b5a_6978_u128, u128::MAX - 12_345);
        let mut parts = Wide::product(a, b >> 7);
        for _ in 0..127 {
            parts.add(Wide::product(a, b >> 7));
        }
        parts.add(Wide::product(a, b & 127));
        assert_eq!(parts, Wide::product(a, b));
        let mut thrice = Wide::product(a, b >> 7);
        thrice.add(thrice);
        thrice.add(Wide::product(a, b >> 7));
        assert_eq!(Wide::product(a, b >> 7).times(3), thrice);
    }
}
