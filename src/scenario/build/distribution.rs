//! Distributions.

use super::Builder;
use super::time::written_duration;
use crate::model::calendar::WeeklyHours;
use crate::model::distribution::{
    Distribution, Empirical, Erlang, Exponential, Gamma, LogNormal, LogNormalPareto, Lomax, Mixture, Normal,
    ParameterError, Pareto, Poisson, Triangular, Uniform, Weibull,
};
use crate::scenario::diagnostic::{Code, Diagnostic};
use crate::scenario::keys::distributions::FAMILIES;
use crate::scenario::quantity::Duration;
use crate::scenario::suggest::joined;
use crate::scenario::tree::{Key, Node, Table};

/// What a distribution is of.
#[derive(Clone, Copy)]
pub(super) enum Unit<'a> {
    /// A number.
    Number,
    /// A length of time; the result is in days, times this factor.
    Days(f64),
    /// Work at a stage: of open time, if it has a calendar (its name and hours).
    Work(Option<(&'a str, &'a WeeklyHours)>),
}

/// The parameters of one family.
struct Parameters<'t, 'u> {
    table: &'t Table,
    unit: Unit<'u>,
}

impl Builder<'_> {
    /// A value or a distribution of values; `name` is its key.
    pub(super) fn distribution(&mut self, node: &Node, name: &str, unit: Unit) -> Option<Distribution> {
        match node.table() {
            Some(table) => self.family(table, unit),
            None => self.amount(node, name, unit).map(Distribution::fixed),
        }
    }

    /// The same, with a warning if averages of it cannot settle.
    pub(super) fn finite_distribution(&mut self, node: &Node, name: &str, unit: Unit) -> Option<Distribution> {
        let distribution = self.distribution(node, name, unit)?;
        if distribution.mean().is_infinite() {
            let message = format!("`{name}` has an infinite mean");
            self.add(
                Diagnostic::at(Code::InfiniteMean, node.span, message)
                    .label("averages over replications will not settle")
                    .help("give a `maximum`, or an `exponent` greater than 1; quantiles are trustworthy as it is"),
            );
        }
        Some(distribution)
    }

    /// The same, of values greater than 0.
    pub(super) fn positive_distribution(&mut self, node: &Node, name: &str, unit: Unit) -> Option<Distribution> {
        let distribution = self.distribution(node, name, unit)?;
        if node.table().is_none() && distribution.mean() <= 0.0 {
            self.out_of_range(node, name, "a value greater than 0");
            return None;
        }
        Some(distribution)
    }

    /// A distribution by its family.
    pub(super) fn family(&mut self, table: &Table, unit: Unit) -> Option<Distribution> {
        let (key, node) = FAMILIES.one_of.iter().find_map(|family| table.entry(family))?;
        if key.name == "mixture" {
            return self.mixture(key, node, unit);
        }
        let parameters = Parameters { table: node.table()?, unit };
        if key.name == "empirical" {
            return self.empirical(key, &parameters);
        }
        let made = self.made(key, &parameters)?;
        made.map_err(|error| self.parameter_error(key, parameters.table, error)).ok()
    }

    fn made(&mut self, key: &Key, given: &Parameters) -> Option<Result<Distribution, ParameterError>> {
        let has = |name| given.table.get(name).is_some();
        // Each reports its own mistakes, so all are read before any is missed.
        let mut amount = |name| given.table.get(name).and_then(|node| self.amount(node, name, given.unit));
        let number = |name| given.table.get(name).and_then(Node::number);
        let both = |a: Option<f64>, b: Option<f64>| Some((a?, b?));
        let made = match key.name.as_str() {
            "exponential" if has("half_life") => Exponential::with_half_life(amount("half_life")?).map(Into::into),
            "exponential" => Exponential::with_mean(amount("mean")?).map(Into::into),
            "erlang" => {
                let shape =
                    given.table.get("shape").and_then(Node::integer).and_then(|shape| u32::try_from(shape).ok());
                Erlang::new(shape?, amount("mean")?).map(Into::into)
            }
            "gamma" if has("shape") => Gamma::with_shape_scale(number("shape")?, amount("scale")?).map(Into::into),
            "gamma" => Gamma::with_mean_cv(amount("mean")?, number("cv")?).map(Into::into),
            "lognormal" if has("cv") => LogNormal::with_mean_cv(amount("mean")?, number("cv")?).map(Into::into),
            "lognormal" if has("median") => {
                LogNormal::with_median_sigma(amount("median")?, number("sigma")?).map(Into::into)
            }
            "lognormal" => LogNormal::with_mean_sigma(amount("mean")?, number("sigma")?).map(Into::into),
            "weibull" => Weibull::new(number("shape")?, amount("scale")?).map(Into::into),
            "pareto" => {
                let (minimum, maximum) = (amount("minimum"), amount("maximum"));
                (!has("maximum") || maximum.is_some()).then_some(())?;
                Pareto::new(minimum?, number("exponent")?, maximum).map(Into::into)
            }
            "lomax" => Lomax::new(amount("scale")?, number("exponent")?).map(Into::into),
            "uniform" => {
                let (min, max) = both(amount("min"), amount("max"))?;
                Uniform::new(min, max).map(Into::into)
            }
            "triangular" => {
                let (min, mode, max) = (amount("min"), amount("mode"), amount("max"));
                Triangular::new(min?, mode?, max?).map(Into::into)
            }
            "normal" => {
                let (mean, sd) = both(amount("mean"), amount("sd"))?;
                Normal::new(mean, sd).map(Into::into)
            }
            "poisson" => {
                let mean = amount("mean")?;
                if !matches!(given.unit, Unit::Number) {
                    self.counts_only(key);
                    return None;
                }
                Poisson::new(mean).map(Into::into)
            }
            "lognormal_pareto" => {
                let (median, tail_from, maximum) = (amount("median"), amount("tail_from"), amount("maximum"));
                (!has("maximum") || maximum.is_some()).then_some(())?;
                let (sigma, exponent) = both(number("sigma"), number("exponent"))?;
                LogNormalPareto::new(median?, sigma, tail_from?, exponent, maximum).map(Into::into)
            }
            _ => return None,
        };
        Some(made)
    }

    fn mixture(&mut self, key: &Key, node: &Node, unit: Unit) -> Option<Distribution> {
        let component = |builder: &mut Self, item: &Node| {
            let table = item.table()?;
            let of = table.get("of").and_then(|of| builder.distribution(of, "of", unit));
            Some((table.get("weight")?.number().filter(|weight| *weight > 0.0)?, of?))
        };
        let components = node.list()?.iter().map(|item| component(self, item)).collect();
        match Mixture::new(super::all(components)?) {
            Ok(mixture) => Some(mixture.into()),
            Err(error) => {
                self.out_of_range(node, &key.name, error.expected);
                None
            }
        }
    }

    fn empirical(&mut self, key: &Key, given: &Parameters) -> Option<Distribution> {
        let (file, column) = (given.table.get("file")?, given.table.get("column")?);
        let values = self.column_of_amounts(file, column, given.unit)?;
        match Empirical::new(values) {
            Ok(empirical) => Some(empirical.into()),
            Err(error) => {
                let message = format!("`{}` has no distribution in these values", key.name);
                self.add(
                    Diagnostic::at(Code::DataFile, column.span, message).label(format!("expected {}", error.expected)),
                );
                None
            }
        }
    }

    fn counts_only(&mut self, key: &Key) {
        let message = "a Poisson distribution is of whole numbers, not of time";
        let label = "expected another family";
        self.add(Diagnostic::at(Code::WrongType, key.span, message).label(label));
    }

    /// Reports parameters that do not make a distribution.
    pub(super) fn parameter_error(&mut self, key: &Key, table: &Table, error: ParameterError) {
        match table.get(error.parameter) {
            Some(node) => self.out_of_range(node, error.parameter, format_args!("a value {}", error.expected)),
            None => {
                let message = format!("`{}` does not make a distribution", key.name);
                let label = format!("expected `{}` {}", error.parameter, error.expected);
                self.add(Diagnostic::at(Code::OutOfRange, key.span, message).label(label));
            }
        }
    }

    /// A value of what is distributed, in the unit of the model.
    pub(super) fn amount(&mut self, node: &Node, name: &str, unit: Unit) -> Option<f64> {
        match unit {
            Unit::Number => node.number().filter(|number| number.is_finite() && *number >= 0.0),
            Unit::Days(factor) => Some(self.duration(node, name)? * factor),
            Unit::Work(None) => self.duration(node, name),
            Unit::Work(Some((calendar, hours))) => {
                let duration = written_duration(node)?;
                let open_time = duration.open_time(hours.day_length());
                if open_time.is_none() {
                    self.ambiguous_work(node, name, &duration, calendar, hours);
                }
                open_time
            }
        }
    }

    /// "15 days" at a desk with office hours can mean two things.
    fn ambiguous_work(&mut self, node: &Node, name: &str, written: &Duration, calendar: &str, hours: &WeeklyHours) {
        let text = node.text().unwrap_or_default();
        // Days are taken for open days one by one; longer units, for the open days that fall into them.
        let is_longer = ["week", "month", "year"].iter().any(|unit| text.contains(unit));
        let share = if is_longer { hours.days.len() as f64 / 7.0 } else { 1.0 };
        let clock = written.clock + written.working_clock;
        let rest = if clock > 0.0 { format!(" {}", counted(clock * 24.0, "hour")) } else { String::new() };
        let readings = [
            format!("\"{}{rest}\"", counted(written.calendar * share + written.working_days, "working day")),
            format!("\"{}\"", counted((written.calendar + clock) * 24.0, "hour")),
        ];
        let day = counted(hours.day_length() * 24.0, "hour");
        self.add(
            Diagnostic::at(
                Code::WorkingTime,
                node.span,
                format!("`{name}` can mean two things at a desk with a calendar"),
            )
            .label("expected minutes, hours or working days")
            .help(format!("write {}", joined(&readings, "or")))
            .help(format!("a working day of `{calendar}` has {day}, and hours count only while it is open")),
        );
    }
}

/// So many of something, with at most two decimals.
fn counted(number: f64, noun: &str) -> String {
    let number = (number * 100.0).round() / 100.0;
    format!("{number} {noun}{}", if number == 1.0 { "" } else { "s" })
}
