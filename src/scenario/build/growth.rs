//! Growth curves.

use std::f64::consts::LN_2;

use super::Builder;
use super::distribution::Unit;
use crate::model::Growth;
use crate::model::growth::Width;
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::tree::Node;

impl Builder<'_> {
    /// A growth curve, whose parameters may be distributions.
    pub(super) fn growth(&mut self, node: &Node) -> Option<Growth> {
        let Some(table) = node.table() else {
            self.not_a_curve(node);
            return None;
        };
        if let Some(parameters) = table.get("exponential") {
            let parameters = parameters.table()?;
            // The half-life is the time constant times ln 2, so the time constant is scaled as it is read.
            let time_constant = match (parameters.get("mean"), parameters.get("half_life")) {
                (Some(mean), _) => self.positive_distribution(mean, "mean", Unit::Days(1.0)),
                (None, half_life) => self.positive_distribution(half_life?, "half_life", Unit::Days(1.0 / LN_2)),
            };
            return Some(Growth::Exponential { time_constant: time_constant? });
        }
        if let Some(parameters) = table.get("lomax") {
            let parameters = parameters.table()?;
            let scale = self.positive_distribution(parameters.get("scale")?, "scale", Unit::Days(1.0));
            let exponent = self.positive_distribution(parameters.get("exponent")?, "exponent", Unit::Number);
            return Some(Growth::Lomax { scale: scale?, exponent: exponent? });
        }
        let parameters = table.get("logistic")?.table()?;
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

    fn not_a_curve(&mut self, node: &Node) {
        if node.text().is_some() {
            self.add(
                Diagnostic::at(Code::NotYetSupported, node.span, "a fixed `growth` is not yet supported")
                    .label("all signatures would come at this age")
                    .help("for example `growth = { exponential = { half_life = \"5 days\" } }`"),
            );
        }
    }
}
