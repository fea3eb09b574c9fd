//! Special functions that the model's mathematics needs.
//!
//! Everything goes through `libm`, never through the floating-point functions of `std`: those differ between
//! machines in the last bits, and simulated numbers must not.

mod incomplete_gamma;
mod normal;
pub(crate) mod temme;

pub use incomplete_gamma::{gamma_cdf, gamma_cdf_per_log_density, gamma_quantile, gamma_survival};
pub use normal::{
    normal_cdf, normal_excess, normal_excess_moments, normal_excess_survival, normal_quantile, normal_survival,
};
