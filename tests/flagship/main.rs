//! The flagship scenario against the history that it is made from.
//!
//! Seed and number of replications are fixed, so every test has one outcome on every machine. Each states the error
//! that it allows and why; none depends on where the Monte Carlo error of its run happens to fall, which is below a
//! tenth of that.

mod backlog;
mod counterfactuals;
mod crossings;
mod desk;
mod documented;
mod explained;
mod history;
mod readme;
mod simulated;
mod volume;
