//! A value that does not vary.

use rand::Rng;

/// Always the same value.
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
    pub fn sample<R: Rng + ?Sized>(&self, _rng: &mut R) -> f64 {
        self.value
    }

    /// The value.
    pub fn mean(&self) -> f64 {
        self.value
    }
}
