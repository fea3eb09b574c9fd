//! What the charts of a sweep share: its varied keys, as axes and in words.

use super::naming::slug;
use crate::charts::axis::FactorAxis;
use crate::charts::words::Voice;
use crate::model::distribution;
use crate::results::sweep::{FactorKind, Setting, Sweep};

/// The axis of a varied key.
pub fn axis(sweep: &Sweep, factor: usize, voice: Voice) -> FactorAxis {
    FactorAxis::new(&sweep.plan.factors[factor], sweep.plan.points.iter().map(|point| &point[factor]), voice)
}

/// True of what says nothing that a sentence needs, between what is distributed or grows and its parameter.
fn is_family(part: &str) -> bool {
    distribution::FAMILIES.contains(&part) || ["fixed", "logistic"].contains(&part)
}

/// What a varied key is called in a sentence: the end of its path, with what it belongs to unless that is a mere name.
pub fn named(path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    let kept = if parts.len() > 3 { 2 } else { 1 };
    let parts: Vec<&str> = parts.into_iter().filter(|part| !is_family(part)).collect();
    let kept = kept.min(parts.len());
    parts[parts.len() - kept..].join(" ").replace('_', " ")
}

/// The same for the names of files.
pub fn short(path: &str) -> String {
    slug(path.rsplit('.').next().unwrap_or(path))
}

/// A value of a varied key in a sentence: "5,000 signatures" where its unit says what it is, else "staff 4".
pub fn setting(sweep: &Sweep, factor: usize, axis: &FactorAxis, value: &Setting) -> String {
    let factor = &sweep.plan.factors[factor];
    let name = named(&factor.path);
    let says_itself =
        factor.unit.as_ref().is_some_and(|unit| name.ends_with(unit.as_str())) || factor.kind == FactorKind::Words;
    if says_itself { axis.say(value) } else { format!("{name} {}", axis.say(value)) }
}
