//! Requests that requests trigger.

use super::Builder;
use crate::model::{SelfExcitation, Source};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::tree::{Node, Table, Value};

impl Builder<'_> {
    /// The self-excitation of a class; `Some(None)` if it has none.
    pub(super) fn self_excitation(
        &mut self,
        class: &Table,
        sources: Option<&[Source]>,
    ) -> Option<Option<SelfExcitation>> {
        let Some(node) = class.get("self_excitation") else { return Some(None) };
        let table = node.table()?;
        let ratio = table.get("branching_ratio").and_then(|node| self.branching_ratio(node));
        let half_life = table.get("half_life").and_then(|node| self.positive_duration(node, "half_life"));
        let by_potential = match table.get("by_potential") {
            Some(node) if matches!(node.value, Value::Boolean(true)) => {
                sources.is_some_and(|sources| self.has_mean_potential(node, class, sources)).then_some(true)
            }
            _ => Some(false),
        };
        Some(Some(SelfExcitation {
            branching_ratio: ratio?,
            mean_delay: half_life? / std::f64::consts::LN_2,
            by_potential: by_potential?,
        }))
    }

    fn branching_ratio(&mut self, node: &Node) -> Option<f64> {
        let ratio = node.number().filter(|ratio| *ratio >= 0.0)?;
        if ratio >= 1.0 {
            self.out_of_range(
                node,
                "branching_ratio",
                "a number below 1, or requests would trigger others without end",
            );
            return None;
        }
        Some(ratio)
    }

    /// True if every source has potentials to scale by; reports each that has not.
    fn has_mean_potential(&mut self, node: &Node, class: &Table, sources: &[Source]) -> bool {
        let mut possible = true;
        for source in sources {
            let mean = source.potential.as_ref().map(|potential| potential.mean());
            let label = match mean {
                Some(mean) if mean > 0.0 && mean.is_finite() => continue,
                Some(mean) if mean > 0.0 => "expected potentials with a finite mean",
                Some(_) => "expected potentials greater than 0",
                None => "expected a key `potential` in the class or in every source",
            };
            possible = false;
            let message = format!("`by_potential` cannot scale by the mean potential of the source `{}`", source.name);
            let of_class = class.get("potential").map(|node| node.span);
            let named = class.get("arrivals").and_then(Node::table).and_then(|arrivals| arrivals.get(&source.name));
            let of_source = named.and_then(Node::table).and_then(|source| source.get("potential"));
            let mut diagnostic = Diagnostic::at(Code::OutOfRange, node.span, message).label(label);
            if let Some(place) = of_source.map(|node| node.span).or(of_class) {
                diagnostic = diagnostic.related(place, "its potentials");
            }
            self.add(diagnostic);
        }
        possible
    }
}
