//! Keys of growth curves that are distributions of a time, whose parameters may be distributions themselves.

use super::distributions as plain;
use super::*;

const TIME: Shape = Shape::Distribution(Quantity::Duration);
const NUMBER: Shape = Shape::Distribution(Quantity::Number);

pub(super) const ERLANG: Key =
    key("erlang", Shape::Table(&ERLANG_CURVE), "Erlang.", r#"erlang = { shape = 3, mean = "5 days" }"#);
pub(super) const GAMMA: Key =
    key("gamma", Shape::Table(&GAMMA_CURVE), "Gamma.", r#"gamma = { mean = "5 days", cv = 0.5 }"#);
pub(super) const LOGNORMAL: Key = key(
    "lognormal",
    Shape::Table(&LOGNORMAL_CURVE),
    "Lognormal.",
    r#"lognormal = { median = { lognormal = { median = "5 days", sigma = 0.5 } }, sigma = 0.8 }"#,
);
pub(super) const WEIBULL: Key =
    key("weibull", Shape::Table(&WEIBULL_CURVE), "Weibull.", r#"weibull = { shape = 1.5, scale = "5 days" }"#);
pub(super) const PARETO: Key = key(
    "pareto",
    Shape::Table(&PARETO_CURVE),
    "Pareto, truncated at `maximum` if given.",
    r#"pareto = { minimum = "1 day", exponent = 1.2 }"#,
);
pub(super) const UNIFORM: Key = key(
    "uniform",
    Shape::Table(&UNIFORM_CURVE),
    "A constant rate from `min` to `max`.",
    r#"uniform = { min = "0 days", max = "25 days" }"#,
);
pub(super) const TRIANGULAR: Key = key(
    "triangular",
    Shape::Table(&TRIANGULAR_CURVE),
    "Triangular.",
    r#"triangular = { min = "1 day", mode = "2 days", max = "5 days" }"#,
);
pub(super) const NORMAL: Key = key(
    "normal",
    Shape::Table(&NORMAL_CURVE),
    "Normal, truncated at 0.",
    r#"normal = { mean = "5 days", sd = "1 day" }"#,
);
/// Without parameters that vary.
pub(super) const LOGNORMAL_PARETO: Key = plain::LOGNORMAL_PARETO_KEY
    .with_example("lognormal_pareto = { median = \"2 days\", sigma = 1.5, tail_from = \"30 days\", exponent = 1.2 }");
/// Without parameters that vary.
pub(super) const MIXTURE: Key = plain::MIXTURE_KEY.with_example(
    "mixture = [{ weight = 0.8, of = \"1 day\" }, { weight = 0.2, of = { exponential = { mean = \"5 days\" } } }]",
);

const fn time(name: &'static str, doc: &'static str, example: &'static str) -> Key {
    key(name, TIME, doc, example)
}

const fn number(name: &'static str, doc: &'static str, example: &'static str) -> Key {
    key(name, NUMBER, doc, example)
}

const MEAN: Key = time("mean", "Mean age of a signature.", r#"mean = "5 days""#);
const MEDIAN: Key = time("median", "Age by which half of the signatures are in.", r#"median = "5 days""#);
const SCALE: Key = time("scale", "Scale of age.", r#"scale = "5 days""#);
const CV: Key = number("cv", "Coefficient of variation: standard deviation over mean.", "cv = 0.5");
const SIGMA: Key = number("sigma", "Standard deviation of the logarithm.", "sigma = 0.8");
const SHAPE: Key = number("shape", "Shape.", "shape = 1.5");
const EXPONENT: Key = number("exponent", "Exponent of the survival function.", "exponent = 1.2");
const MIN: Key = time("min", "Age of the first signature.", r#"min = "0 days""#);
const MAX: Key = time("max", "Age by which all signatures are in.", r#"max = "25 days""#);

static ERLANG_CURVE: TableDef = TableDef::parameters(
    "Erlang growth",
    &[key("shape", Shape::Integer(Range::between(1.0, 1e6)), "Number of exponentials.", "shape = 3"), MEAN],
    &[&["shape", "mean"]],
);

static GAMMA_CURVE: TableDef =
    TableDef::parameters("gamma growth", &[MEAN, CV, SHAPE, SCALE], &[&["mean", "cv"], &["shape", "scale"]]);

static LOGNORMAL_CURVE: TableDef = TableDef::parameters(
    "lognormal growth",
    &[MEAN, CV, MEDIAN, SIGMA],
    &[&["mean", "cv"], &["median", "sigma"], &["mean", "sigma"]],
);

static WEIBULL_CURVE: TableDef = TableDef::parameters("Weibull growth", &[SHAPE, SCALE], &[&["shape", "scale"]]);

static PARETO_CURVE: TableDef = TableDef::parameters(
    "Pareto growth",
    &[
        time("minimum", "Age of the first signature.", r#"minimum = "1 day""#),
        EXPONENT,
        time("maximum", "Truncation: no signature comes later.", r#"maximum = "180 days""#),
    ],
    &[&["minimum", "exponent"]],
);

static UNIFORM_CURVE: TableDef = TableDef::parameters("uniform growth", &[MIN, MAX], &[&["min", "max"]]);

static TRIANGULAR_CURVE: TableDef = TableDef::parameters(
    "triangular growth",
    &[MIN, time("mode", "Age of steepest growth.", r#"mode = "2 days""#), MAX],
    &[&["min", "mode", "max"]],
);

static NORMAL_CURVE: TableDef = TableDef::parameters(
    "normal growth",
    &[
        time("mean", "Mean age before truncation.", r#"mean = "5 days""#),
        time("sd", "Standard deviation before truncation.", r#"sd = "1 day""#),
    ],
    &[&["mean", "sd"]],
);
