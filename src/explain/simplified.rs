//! A model as it can be foreseen: dated events become dated changes, ramps of thresholds become steps, and what depends
//! on the course of things is left out and named.

use crate::model::{Action, Days, Happening, Model, Staff, Steps, ThresholdChange, ThresholdPolicy, Trigger};

/// A model without events and ramps of thresholds.
pub struct Simplified {
    /// What is left.
    pub model: Model,
    /// What was left out, in sentences.
    pub left_out: Vec<String>,
    /// Why rates may change at moments that nobody knows; `None` if they do not.
    pub unforeseen: Option<String>,
}

/// So many steps stand for the ramp of a threshold.
const STEPS: u32 = 8;

/// Simplifies a model.
pub fn simplify(model: &Model) -> Simplified {
    let mut simplified = Simplified { model: model.clone(), left_out: Vec::new(), unforeseen: None };
    for class in &mut simplified.model.classes {
        if class.threshold.changes.iter().any(|change| change.until.is_some()) {
            class.threshold = in_steps(&class.threshold);
            simplified.left_out.push(format!("{}: ramps of the threshold are taken in {STEPS} steps", class.name));
        }
        class.threshold.by_happenings.clear();
    }
    for happening in &model.happenings {
        simplified.foresee(happening);
    }
    simplified.model.happenings.clear();
    simplified
}

impl Simplified {
    /// Writes what a dated event changes into the model, or leaves it out.
    fn foresee(&mut self, happening: &Happening) {
        let at = match happening.trigger {
            Trigger::At(at) if happening.after.is_none() => Some(at.max(0.0)),
            _ => None,
        };
        let foreseen = |action: &Action| at.is_some_and(|at| self.apply(action, at));
        let mut apply = foreseen;
        let done: Vec<bool> = happening.actions.iter().map(&mut apply).collect();
        if done.contains(&false) {
            self.left_out.push(format!("what the event {} changes", happening.name));
            self.unforeseen = Some(format!("the event {} changes the rules", happening.name));
        }
    }

    /// True if the action is one that a dated list could have told.
    fn apply(&mut self, action: &Action, at: Days) -> bool {
        match *action {
            Action::Staff { stage, staff } => match &mut self.model.stages[stage].staff {
                Staff::Limited(steps) => set(steps, at, staff),
                Staff::Unlimited => false,
            },
            Action::Threshold { class, signatures, binds } => {
                let policy = &mut self.model.classes[class].threshold;
                policy.changes.retain(|change| change.at != at);
                policy.changes.push(ThresholdChange { at, until: None, signatures, binds });
                policy.changes.sort_by(|a, b| a.at.total_cmp(&b.at));
                true
            }
            _ => false,
        }
    }
}

/// Writes a value into steps at a moment; it holds until their next change.
fn set(steps: &mut Steps<u32>, at: Days, value: u32) -> bool {
    let mut changes: Vec<(Days, u32)> = steps.changes().iter().copied().filter(|change| change.0 != at).collect();
    changes.push((at, value));
    changes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let set = Steps::new(steps.at(f64::NEG_INFINITY), changes);
    let is_valid = set.is_ok();
    if let Ok(set) = set {
        *steps = set;
    }
    is_valid
}

/// The policy with steps for ramps; each step holds over an equal part of its ramp the level in the middle of it.
fn in_steps(policy: &ThresholdPolicy) -> ThresholdPolicy {
    let mut changes: Vec<ThresholdChange> = Vec::new();
    for (index, change) in policy.changes.iter().enumerate() {
        let next = policy.changes.get(index + 1).map_or(f64::INFINITY, |next| next.at);
        if let Some(ramp) = policy.ramp(index) {
            let moment = |place: f64| ramp.at + (ramp.until - ramp.at) * place / f64::from(STEPS);
            for step in 0..STEPS {
                let signatures = ramp.value(ramp.passed(moment(f64::from(step) + 0.5)));
                let step = ThresholdChange { at: moment(f64::from(step)), until: None, signatures, ..*change };
                changes.push(step);
            }
        }
        changes.push(ThresholdChange { at: change.until.unwrap_or(change.at), until: None, ..*change });
        // A ramp that the next change cuts short.
        changes.retain(|earlier| earlier.at < next);
    }
    ThresholdPolicy { changes, ..policy.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Binds;

    #[test]
    fn ramps_become_steps_around_the_line() {
        let change = |at, until, signatures| ThresholdChange { at, until, signatures, binds: Binds::New };
        let changes = vec![change(10.0, Some(26.0), 1_600), change(30.0, None, 5)];
        let policy = ThresholdPolicy { signatures: 0, changes, ..ThresholdPolicy::default() };
        let steps = in_steps(&policy);
        assert_eq!(
            [9.0, 10.0, 11.9, 12.0, 25.9, 26.0, 30.0].map(|time| steps.at(time)),
            [0, 100, 100, 300, 1500, 1600, 5]
        );
        assert!(steps.changes.windows(2).all(|pair| pair[0].at < pair[1].at), "{steps:?}");
    }
}
