//! What theory says of a model before any simulation: shares that cross, loads, backlogs, waits.
//!
//! ```text
//! sources ──arrivals──► created ──crossing──► eligible ──load──► visits of stages ──balance──► backlog over time
//!                                                              └──steady, waits──► waits where a formula applies
//! ```
//!
//! Everything is a mean, in closed form or by numerical integration; nothing is drawn but growth curves that have no
//! other form. Every number is a [`Figure`]: with its unit, its formula, and what it assumes; or, outside the formula's
//! domain, no number and the reason.

mod arrivals;
mod axis;
mod balance;
mod crossing;
mod delay;
mod figure;
mod gathering;
mod held;
mod left_out;
mod load;
mod simplified;
mod stage;
mod steady;
mod waits;

use serde::Serialize;

pub use figure::{Figure, Formula, Unit};
pub use gathering::Crossing;
pub use stage::{Period, StageExplanation};
pub use waits::Wait;

use crate::model::{Model, Variant};
use axis::Axis;
use gathering::Flow;
use load::Load;
use simplified::Simplified;
use stage::Reader;

/// What theory says of a variant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Name of the variant.
    pub variant: String,
    /// Who crosses: a line for each source and period of a threshold.
    pub crossings: Vec<Crossing>,
    /// The stages of the desk, in file order.
    pub stages: Vec<StageExplanation>,
    /// What is left out, in sentences.
    pub left_out: Vec<String>,
}

/// Explains a variant.
pub fn explain(variant: &Variant) -> Explanation {
    let simplified = simplified::simplify(&variant.model);
    let model = &simplified.model;
    let axis = Axis::new(model);
    let (flows, crossings) = gathering::gather(model, &axis);
    let stages = match load::loads(model, &flows) {
        Some(loads) => stages(&simplified, &axis, &flows, &loads, &crossings),
        None => model.stages.iter().map(unknown).collect(),
    };
    let left_out = simplified.left_out.iter().cloned().chain(left_out::left_out(model)).collect();
    Explanation { variant: variant.name.clone(), crossings, stages, left_out }
}

fn stages(
    simplified: &Simplified,
    axis: &Axis,
    flows: &[Flow],
    loads: &[Load],
    crossings: &[Crossing],
) -> Vec<StageExplanation> {
    let model = &simplified.model;
    let courses = balance::balance(model, axis, flows, loads);
    let rates = long_run_rates(model, crossings);
    let stage = |index: usize| {
        let of_stage: Vec<f64> = rates.iter().map(|of_class| of_class[index]).collect();
        let waits = waits::waits(simplified, loads, index, &of_stage);
        Reader::new(model, index, axis, &loads[index], &courses[index]).explanation(waits)
    };
    (0..model.stages.len()).map(stage).collect()
}

/// Visits of each stage per day, by class, once the first requests have had time to cross.
fn long_run_rates(model: &Model, crossings: &[Crossing]) -> Vec<Vec<f64>> {
    let eligible = |class: &crate::model::Class| -> f64 {
        let of_class = crossings.iter().filter(|crossing| crossing.class == class.name);
        let count = |crossing: &Crossing| Some(crossing.created.value? * crossing.share.value?);
        of_class.filter_map(count).sum::<f64>() / model.time.horizon
    };
    let eligible: Vec<f64> = model.classes.iter().map(eligible).collect();
    load::visits(model, &eligible, false).unwrap_or_else(|| vec![vec![0.0; model.stages.len()]; model.classes.len()])
}

/// A stage of which nothing is known for want of means.
fn unknown(stage: &crate::model::Stage) -> StageExplanation {
    let none = |quantity, unit| {
        let why = "the mean number of requests is infinite, or some never leave";
        Figure::none(quantity, unit, figure::formulas::NONE, why)
    };
    StageExplanation {
        stage: stage.name.clone(),
        unit: Unit::Requests,
        figures: vec![none("people needed (offered load)", Unit::People), none("backlog at the end", Unit::Requests)],
        periods: Vec::new(),
        waits: vec![Wait { class: None, figure: none("mean wait", Unit::Days) }],
    }
}
