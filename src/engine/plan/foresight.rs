//! What can be foreseen of requests before they come.

use super::{Due, has_tone};
use crate::{
    engine::{crowd::Asked, hopeless::Hopeless, known_growth::KnownGrowth, signature_floor::SignatureFloor},
    model::{Action, Class, Days, Happening, Measure, Model, Trigger, distribution::Bound, metric::Metric},
};

/// Whether sources of a class may look ahead ([`Plan::looks_ahead`](super::Plan::looks_ahead)).
pub fn looks_ahead(model: &Model, class: &Class) -> bool {
    let has_ramps = (0..class.threshold.changes.len()).any(|change| class.threshold.ramp(change).is_some());
    let is_level_foreseen = class.threshold.adaptive.is_none() && !class.threshold.rebinds() && !has_ramps;
    // Requests are counted by blocks that follow one another: while nothing is asked of them, none could be.
    let always_gathers = class.threshold.levels().all(|level| level > 0);
    let is_remembered = class.retention.is_some() || has_tone(model);
    let is_alone = class.self_excitation.is_none() && !model.happenings.iter().any(concerns_gathering);
    is_level_foreseen && always_gathers && !is_remembered && is_alone
}

/// Whether a happening changes what becomes of requests before they are eligible, or reads how many there are.
fn concerns_gathering(happening: &Happening) -> bool {
    let changes = |action: &Action| match action {
        Action::Threshold { .. } | Action::Close(_) | Action::Reopen(_) | Action::ScaleArrivals { .. } => true,
        Action::Staff { .. }
        | Action::Productivity { .. }
        | Action::Discipline { .. }
        | Action::QueueLimit { .. }
        | Action::Patience { .. }
        | Action::DropQueue(_)
        | Action::AnswerAll(_) => false,
    };
    let reads = |measure: Measure| match measure {
        Measure::Metric { metric, .. } => {
            use Metric::{CoverageRequests, CoverageSignatures, Created, Expired, Gathering};
            matches!(metric, Created | Gathering | Expired | CoverageRequests | CoverageSignatures)
        }
        Measure::Count(_) | Measure::Held(_) => false,
    };
    let of_condition = match &happening.trigger {
        Trigger::At(_) => false,
        Trigger::When { condition, .. } => condition.comparisons.iter().any(|comparison| reads(comparison.measure)),
    };
    of_condition || happening.actions.iter().any(changes)
}

/// When a class is asked for those of its requests that are counted.
pub fn asked(class: &Class, agenda: &[(Days, Due)]) -> Asked {
    let booked = agenda.iter().flat_map(|&(at, due)| [due.booked_until(at), at]);
    Asked::new(booked, class.window.unwrap_or(f64::INFINITY))
}

/// By source and level: requests that cannot cross.
pub fn hopeless(model: &Model, class: &Class, floor: &SignatureFloor, known: &KnownGrowth) -> Vec<Vec<Hopeless>> {
    if !looks_ahead(model, class) {
        return Vec::new();
    }
    let last = class.window.unwrap_or(f64::INFINITY).min(model.time.horizon);
    let mut floors: Vec<Bound> = class.threshold.levels().map(|level| floor.of(level)).collect();
    floors.dedup();
    class.sources.iter().map(|source| Hopeless::of_floors(source, &floors, last, known)).collect()
}
