//! Happenings: what a scenario calls its events. When they happen, and what they change.
//!
//! Conditions are looked at whenever something that they read has changed, and at moments worked out beforehand: where
//! a quantity that grows with time reaches a bound, or a condition has held for long enough. There is no grid of time.
//! A look is taken when everything that happens at a moment has happened, so that a value which holds for no time at
//! all makes nothing happen. A model without happenings has none of this.

mod actions;
mod desk;
mod readings;
mod run;
mod watch;

pub use self::{actions::layers, watch::Happenings};
