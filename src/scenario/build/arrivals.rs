//! Arrival sources.

use super::Builder;
use super::distribution::Unit;
use crate::model::{Arrivals, BurstStart, Distribution, Growth, Source};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::quantity;
use crate::scenario::tree::{Key, Node, Table};

/// What a class gives to those of its sources that say nothing else.
pub(super) struct ClassDefaults {
    pub potential: Option<Distribution>,
    pub growth: Option<Growth>,
    pub new_topic_share: Option<f64>,
    pub potential_growth_correlation: Option<f64>,
}

impl Builder<'_> {
    /// One source of a class.
    pub(super) fn source(&mut self, name: &str, table: &Table, class: &ClassDefaults) -> Option<Source> {
        let arrivals = self.arrivals(table);
        let potential = match table.get("potential") {
            Some(node) => Some(self.finite_distribution(node, "potential", Unit::Number)),
            None => class.potential.clone().map(Some),
        };
        let growth = match table.get("growth") {
            Some(node) => Some(self.growth(node, "growth")),
            None => class.growth.clone().map(Some),
        };
        let new_topic_share = match table.get("new_topic_share") {
            Some(node) => share(node),
            None => class.new_topic_share,
        };
        Some(Source {
            name: name.to_owned(),
            arrivals: arrivals?,
            potential: potential.map_or(Some(None), |read| read.map(Some))?,
            growth: growth.map_or(Some(None), |read| read.map(Some))?,
            new_topic_share: new_topic_share?,
            potential_growth_correlation: class.potential_growth_correlation?,
        })
    }

    fn arrivals(&mut self, table: &Table) -> Option<Arrivals> {
        if let Some(node) = table.get("poisson") {
            return self.poisson(node.table()?);
        }
        match (table.entry("burst"), table.entry("trace")) {
            (Some((key, node)), _) => self.burst(key, node.table()?),
            (None, Some((key, node))) => self.trace(key, node.table()?),
            (None, None) => None,
        }
    }

    fn poisson(&mut self, table: &Table) -> Option<Arrivals> {
        let rate = table.get("rate").and_then(|node| quantity::rate(node.text()?).ok());
        let mut moment = |name, default| match table.get(name) {
            Some(node) => self.moment(node),
            None => Some(default),
        };
        let (from, until) = (moment("from", 0.0), moment("until", f64::INFINITY));
        let (from, until) = (from?, until?);
        if until <= from {
            self.ends_before_it_begins(table);
            return None;
        }
        let rhythm = rate.and_then(|rate| self.rhythm(table, rate, until));
        let batch = self.batch(table);
        let (from, until) = (from.max(0.0), until.max(0.0));
        Some(Arrivals::Poisson { rate: rate?, from, until, rhythm: rhythm?, batch: batch? })
    }

    fn ends_before_it_begins(&mut self, table: &Table) {
        let (Some(from), until) = (table.get("from").or(table.get("until")), table.get("until")) else { return };
        let until = until.unwrap_or(from);
        let diagnostic = Diagnostic::at(Code::OutOfOrder, until.span, "the source ends before it begins")
            .label("expected a later moment than `from`, or than `start`");
        self.add(if from.span == until.span { diagnostic } else { diagnostic.related(from.span, "it begins here") });
    }

    fn burst(&mut self, key: &Key, table: &Table) -> Option<Arrivals> {
        let size = table.get("size").and_then(|node| self.finite_distribution(node, "size", Unit::Number));
        let decay = table.get("decay").and_then(|node| self.distribution(node, "decay", Unit::Days(1.0)));
        let start = match (table.get("at"), table.get("random")) {
            (Some(node), _) => self.moment(node).map(BurstStart::At),
            (None, Some(node)) => node.text().and_then(|text| quantity::rate(text).ok()).map(BurstStart::Random),
            (None, None) => {
                let label = "expected a key `at` or `random` in here";
                self.missing(key.span, "a burst does not say when it starts", label, "at = 2011-09-22");
                None
            }
        };
        Some(Arrivals::Burst { start: start?, size: size?, decay: decay? })
    }
}

/// A share, within its bounds.
pub(super) fn share(node: &Node) -> Option<f64> {
    node.number().filter(|share| (0.0..=1.0).contains(share))
}
