//! From the outcomes of replications to estimates with intervals.
//!
//! A [`Collector`] takes outcomes in and keeps sums and counts only: its memory does not grow with the number of
//! replications, and because all of them are integers, collectors merge exactly, in any order and for any split of the
//! replications. Estimates are drawn from it at the end:
//!
//! | of | by | interval |
//! |---|---|---|
//! | means over replications, paired differences | [`Moments`] | Student t |
//! | quantiles over replications | [`Sample`] | order statistics (binomial) |
//! | times of requests pooled over replications | [`Times`] | Student t over sections |
//! | signatures of requests by age, pooled | [`SignatureCounts`] | none |
//! | what became of happenings | [`Happenings`] | Wilson score, order statistics |
//! | differences between runs | [`Contrast`] | Student t, or Welch's |
//! | shares of replications in which a condition holds | [`RunCondition`] | Wilson score |

mod ages;
mod bins;
mod bunch;
mod collector;
mod columns;
mod confidence;
mod contrast;
mod counts;
mod goals;
mod happenings;
mod incidence;
mod lanes;
mod moments;
mod pooled;
mod sample;
mod share;
mod signatures;
mod sobol;
mod student;
mod wide;

pub use ages::ages;
pub use bunch::Bunch;
pub use collector::{Collector, VariantStatistics};
pub use confidence::Confidence;
pub use contrast::{Contrast, Summarised, difference_of_intervals, holm};
pub use goals::{Judgement, RunCondition, Verdict};
pub use happenings::{Happenings, OpenEstimate, Times as HappeningTimes};
pub use incidence::Incidence;
pub use moments::Moments;
pub use pooled::{SECTIONS, Sectioned, TIME_STATISTICS, Times, statistics_within};
pub use sample::{Bar, PERCENTS, Sample};
pub use signatures::{SIGNATURE_PERCENTS, SignatureCounts};
pub use sobol::{SobolIndices, SobolRow, sobol_indices};
pub use student::{student_quantile, student_tails};

use crate::engine::histogram::bin_bounds;

/// Confidence level of the intervals that are reported, where nobody asks for another.
pub const LEVEL: f64 = 0.95;

/// Largest number of replications that a [`Collector`] can hold.
pub const MAX_REPLICATIONS: u64 = u32::MAX as u64;

/// A number estimated from replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The point estimate.
    pub value: f64,
    /// Confidence interval; `None` where the replications are too few for one.
    pub interval: Option<(f64, f64)>,
}

/// Rank, from 1, of the order statistic that estimates the quantile `percent` of `count` values: the smallest value
/// with at least that share at or below it (inverse of the empirical distribution; Hyndman & Fan 1996, definition 1).
fn rank(count: u64, percent: u8) -> u64 {
    (u128::from(count) * u128::from(percent)).div_ceil(100).max(1) as u64
}

/// The middle of a bin of [`crate::engine::histogram::bin`]; of the bin of zero, zero.
fn middle(bin: i32) -> f64 {
    if bin == 0 {
        return 0.0;
    }
    let (low, high) = bin_bounds(bin);
    0.5 * (low + high)
}

#[cfg(test)]
mod testing {
    /// Uniform numbers in (0, 1), the same in every run: Knuth's linear congruential generator (MMIX).
    pub struct Uniforms(pub u64);

    impl Uniforms {
        pub fn next(&mut self) -> f64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 11) as f64 + 0.5) / (1u64 << 53) as f64
        }

        /// An exponential time with mean 1.
        pub fn exponential(&mut self) -> f64 {
            -self.next().ln()
        }
    }
}
