//! Factors that change over time.

use super::Builder;
use crate::model::{Trend, trend::DatedFactors};
use crate::scenario::quantity;
use crate::scenario::tree::Node;

impl Builder<'_> {
    /// Compounding growth, or a dated list of factors, under the key `name`.
    pub(super) fn trend(&mut self, node: &Node, name: &str) -> Option<Trend> {
        let Some(items) = node.list() else {
            return quantity::growth(node.text()?).ok().map(|growth| Trend::Compounding { growth });
        };
        let factor = |node: &Node| node.number().filter(|factor| factor.is_finite() && *factor >= 0.0);
        let entries = self.dated(node, items, (name, "factor"), factor)?;
        let entries: Vec<_> = entries.iter().map(|entry| (entry.at, entry.value, entry.until)).collect();
        Some(Trend::Dated(DatedFactors::new(&entries)))
    }
}
