//! Growth curves.

use std::f64::consts::LN_2;
use std::sync::Arc;

use super::Builder;
use super::data::number;
use super::distribution::Unit;
use super::growth_families::FAMILIES;
use crate::model::growth::{Family, Flaw, MOST_WAVES, Recorded, Waves, Weights, Width};
use crate::model::{Distribution, Growth, Source};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::quantity;
use crate::scenario::tree::{Key, Node, Table};

impl Builder<'_> {
    /// A growth curve, whose parameters may be distributions. A plain time is the age of all signatures.
    pub(super) fn growth(&mut self, node: &Node, name: &str) -> Option<Growth> {
        let Some(table) = node.table() else {
            let age = self.duration(node, name)?;
            return Some(Growth::Law(Arc::new(Distribution::fixed(age))));
        };
        if table.get("mixture").or(table.get("lognormal_pareto")).is_some() {
            return Some(Growth::Law(Arc::new(self.family(table, Unit::Days(1.0))?)));
        }
        let (key, node) = table.iter().next()?;
        let parameters = node.table()?;
        match key.name.as_str() {
            "exponential" => self.exponential_growth(parameters),
            "lomax" => self.lomax_growth(parameters),
            "logistic" => self.logistic_growth(parameters),
            "waves" => self.waves(parameters),
            "empirical" => self.recorded_growth(parameters),
            _ => self.growth_by_family(key, parameters),
        }
    }

    fn exponential_growth(&mut self, parameters: &Table) -> Option<Growth> {
        // The half-life is the time constant times ln 2, so the time constant is scaled as it is read.
        let time_constant = match (parameters.get("mean"), parameters.get("half_life")) {
            (Some(mean), _) => self.positive_distribution(mean, "mean", Unit::Days(1.0)),
            (None, half_life) => self.positive_distribution(half_life?, "half_life", Unit::Days(1.0 / LN_2)),
        };
        Some(Growth::Exponential { time_constant: time_constant? })
    }

    fn lomax_growth(&mut self, parameters: &Table) -> Option<Growth> {
        let scale = self.positive_distribution(parameters.get("scale")?, "scale", Unit::Days(1.0));
        let exponent = self.positive_distribution(parameters.get("exponent")?, "exponent", Unit::Number);
        Some(Growth::Lomax { scale: scale?, exponent: exponent? })
    }

    fn logistic_growth(&mut self, parameters: &Table) -> Option<Growth> {
        let midpoint = self.distribution(parameters.get("midpoint")?, "midpoint", Unit::Days(1.0));
        let width = match parameters.get("width") {
            Some(width) => Width::Absolute(self.positive_distribution(width, "width", Unit::Days(1.0))?),
            None => {
                let relative = parameters.get("relative_width")?;
                Width::Relative(self.positive_distribution(relative, "relative_width", Unit::Number)?)
            }
        };
        Some(Growth::Logistic { midpoint: midpoint?, width })
    }

    fn waves(&mut self, parameters: &Table) -> Option<Growth> {
        let further = parameters.get("further").and_then(|node| {
            let further = self.distribution(node, "further", Unit::Number)?;
            if node.table().is_none() && further.mean() > MOST_WAVES {
                self.out_of_range(node, "further", "at most 1,000 waves");
                return None;
            }
            Some(further)
        });
        let spread = parameters.get("spread").and_then(|node| self.distribution(node, "spread", Unit::Days(1.0)));
        let decay = parameters.get("decay").and_then(|node| self.growth(node, "decay"));
        let weights = match parameters.get("weights").and_then(Node::table) {
            Some(weights) => Weights::LogNormal { sigma: weights.get("sigma")?.number()? },
            None => Weights::Equal,
        };
        Some(Growth::Waves(Box::new(Waves { further: further?, spread: spread?, decay: decay?, weights })))
    }

    /// A distribution of a time, whose parameters may be distributions.
    fn growth_by_family(&mut self, key: &Key, given: &Table) -> Option<Growth> {
        let has_all = |parameters: &[(&str, bool)]| parameters.iter().all(|(name, _)| given.get(name).is_some());
        let family = FAMILIES.iter().find(|family| family.name == key.name && has_all(family.parameters))?;
        let mut laws = Vec::new();
        for &(name, is_time) in family.parameters {
            let unit = if is_time { Unit::Days(1.0) } else { Unit::Number };
            laws.push(given.get(name).and_then(|node| self.distribution(node, name, unit)).map(|law| (law, is_time)));
        }
        let laws = super::all(laws)?;
        let fixed = |(law, _): &(Distribution, bool)| matches!(law, Distribution::Fixed(_)).then(|| law.mean());
        let growth = match super::all(laws.iter().map(fixed).collect()) {
            Some(values) => (family.make)(&values).map(|law| Growth::Law(Arc::new(law))),
            None => Family::new(family.make, laws).map(|family| Growth::Family(Box::new(family))),
        };
        growth.map_err(|error| self.parameter_error(key, given, error)).ok()
    }

    fn recorded_growth(&mut self, given: &Table) -> Option<Growth> {
        let (file, age, share) = (given.get("file")?, given.get("age")?, given.get("share")?);
        let rows = self.rows(file)?;
        let (age_column, share_column) = (self.column(&rows, age), self.column(&rows, share));
        let (age_column, share_column) = (age_column?, share_column?);
        let ages = self.cells(&rows, age_column, days);
        let shares = self.cells(&rows, share_column, number);
        let mut points = Vec::new();
        let mut row_of = Vec::new();
        for (row, pair) in ages?.into_iter().zip(shares?).enumerate() {
            match pair {
                (None, None) => continue,
                (age, share) => {
                    row_of.push(row);
                    // An empty cell is no number, and reported as such.
                    points.push((age.unwrap_or(f64::NAN), share.unwrap_or(f64::NAN)));
                }
            }
        }
        match Recorded::new(points) {
            Ok(recorded) => return Some(Growth::Recorded(Arc::new(recorded))),
            Err(Flaw::Age(point)) => {
                self.bad_cell(&rows, row_of[point], age_column, "expected an age greater than the one before", None);
            }
            Err(Flaw::Share(point)) => {
                let expected = "expected a share of at most 1 that is not below the one before";
                self.bad_cell(&rows, row_of[point], share_column, expected, None);
            }
            Err(Flaw::Incomplete) => self.add(
                Diagnostic::at(Code::DataFile, share.span, "the recorded curve does not reach 1")
                    .label("expected a last share of 1")
                    .help("divide the column by its last value"),
            ),
        }
        None
    }

    /// The correlation of potentials with the first random time of `growth`, if some source has one.
    pub(super) fn check_correlation(&mut self, class: &Table, sources: &[Source]) {
        let Some((key, node)) = class.entry("potential_growth_correlation") else { return };
        let has_random_time = |source: &Source| source.growth.as_ref().is_some_and(Growth::has_random_time);
        if node.number() == Some(0.0) || sources.iter().any(has_random_time) {
            return;
        }
        self.add(
            Diagnostic::at(Code::OutOfRange, key.span, "`growth` has no random time to correlate the potential with")
                .label("expected a time in `growth` that is a distribution")
                .help(
                    "for example `growth = { exponential = { half_life = { lognormal = { median = \"5 days\", \
                     sigma = 0.8 } } } }`",
                ),
        );
    }
}

/// A number of days, or a duration.
fn days(cell: &str) -> Result<f64, String> {
    let days = number(cell).ok().or_else(|| quantity::duration(cell).ok()?.elapsed());
    days.ok_or_else(|| "expected a number of days, or a duration such as `5 hours`".to_owned())
}
