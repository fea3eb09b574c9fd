//! A value that does not vary.

use rand::Rng;

/// Always the same value.
///
/// ```
/// use saule::model::distribution::Fixed;
///
/// assert_eq!(Fixed::new(4.0).quantile(0.9), 4.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fixed {
    value: f64,
}

impl Fixed {
    /// The distribution concentrated on `value`.
    pub fn new(value: f64) -> Self {
        Self { value }
    }

    /// The value. Draws nothing.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, _rng: &mut R) -> f64 {
        self.value
    }

    /// The value.
    pub fn mean(&self) -> f64 {
        self.value
    }

    /// 0.
    pub fn variance(&self) -> f64 {
        0.0
    }

    /// P(X ≤ `x`): 0 below the value, 1 from it on.
    pub fn cdf(&self, x: f64) -> f64 {
        if x < self.value { 0.0 } else { 1.0 }
    }

    /// The value.
    pub fn quantile(&self, _p: f64) -> f64 {
        self.value
    }
}
