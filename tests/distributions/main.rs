//! Statistical tests of the distributions and of the law of signature times.
//!
//! Seeds are fixed, so the tests always give the same answer. They are sized so that errors of 2% in a parameter
//! would not pass: `goodness_of_fit` proves that by rejecting such mutants.

mod coupling;
mod families;
mod goodness_of_fit;
mod kolmogorov_smirnov;
mod round_trips;
mod signature_times;
mod value_stability;
