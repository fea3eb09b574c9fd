//! A class of requests: how they arrive, what makes them eligible, where they go.

use super::{Days, Route, SelfExcitation, Source, Terms, ThresholdPolicy};

/// A class of requests: petitions, tweets, customer messages.
#[derive(Debug, Clone)]
pub struct Class {
    /// Bare key of the scenario file.
    pub name: String,
    /// What charts print.
    pub label: String,
    /// Superposed arrival processes, in file order; at least one.
    pub sources: Vec<Source>,
    /// Requests that requests trigger.
    pub self_excitation: Option<SelfExcitation>,
    /// Time to gather signatures, from creation; `None` is unlimited.
    pub window: Option<Days>,
    /// Signatures that make a request eligible.
    pub threshold: ThresholdPolicy,
    /// Where an eligible request goes.
    pub enters: Route,
    /// How its requests wait for the desk.
    pub terms: Terms,
}
