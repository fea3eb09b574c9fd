//! A class of requests: how they arrive, what makes them eligible, where they go.

use super::{Days, Route, SelfExcitation, Source, Target, Terms, ThresholdPolicy};

/// A class of requests: petitions, tweets, customer messages.
#[derive(Debug, Clone)]
pub struct Class {
    /// Bare key of the scenario file.
    pub name: String,
    /// What charts print.
    pub label: String,
    /// Superposed arrival processes, in file order; at least one. Those of a class that follows another are the
    /// other's, and create nothing by themselves: they tell how the requests that come from there grow.
    pub sources: Vec<Source>,
    /// Requests that requests trigger.
    pub self_excitation: Option<SelfExcitation>,
    /// Index of the class whose eligible requests are the requests of this one; no class follows itself, not even
    /// by way of others.
    pub follows: Option<usize>,
    /// Time to gather signatures, from creation; `None` is unlimited.
    pub window: Option<Days>,
    /// Signatures that make a request eligible.
    pub threshold: ThresholdPolicy,
    /// Where an eligible request goes.
    pub enters: Route,
    /// How its requests wait for the desk.
    pub terms: Terms,
    /// How long every communication is kept in the archive; `None` keeps no archive.
    pub retention: Option<Days>,
}

impl Class {
    /// Requests that are eligible at creation, and enter the first stage.
    pub fn plain(name: &str, sources: Vec<Source>) -> Self {
        Self {
            name: name.to_owned(),
            label: name.to_owned(),
            sources,
            self_excitation: None,
            follows: None,
            window: None,
            threshold: ThresholdPolicy::default(),
            enters: Route::To(Target::Stage(0)),
            terms: Terms::default(),
            retention: None,
        }
    }
}
