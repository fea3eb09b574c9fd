//! What parameters must be.

use std::fmt;

/// Why parameters do not make a distribution: the parameter's key in a scenario file, and what it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParameterError {
    /// Key of the offending parameter, for example `"sigma"`.
    pub parameter: &'static str,
    /// What was expected, for example `"greater than 0"`.
    pub expected: &'static str,
}

impl fmt::Display for ParameterError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} must be {}", self.parameter, self.expected)
    }
}

impl std::error::Error for ParameterError {}

/// Larger numbers would overflow in moments and extreme draws.
const LARGEST: f64 = 1e100;

/// `value`, if it is greater than 0 and not absurdly large.
pub(super) fn positive(parameter: &'static str, value: f64) -> Result<f64, ParameterError> {
    require(value > 0.0, parameter, "greater than 0")?;
    require(value <= LARGEST, parameter, "at most 1e100")?;
    Ok(value)
}

/// `value`, if it is at least 0 and not absurdly large.
pub(super) fn at_least_0(parameter: &'static str, value: f64) -> Result<f64, ParameterError> {
    require(value >= 0.0, parameter, "at least 0")?;
    require(value <= LARGEST, parameter, "at most 1e100")?;
    Ok(value)
}

/// `value`, if it can be the exponent of a survival function: from 0.1 (below, draws leave the range of numbers).
pub(super) fn tail_exponent(value: f64) -> Result<f64, ParameterError> {
    require(value >= 0.1, "exponent", "at least 0.1")?;
    require(value <= LARGEST, "exponent", "at most 1e100")?;
    Ok(value)
}

/// The complaint about `parameter`, unless `holds`.
pub(super) fn require(holds: bool, parameter: &'static str, expected: &'static str) -> Result<(), ParameterError> {
    if holds { Ok(()) } else { Err(ParameterError { parameter, expected }) }
}
