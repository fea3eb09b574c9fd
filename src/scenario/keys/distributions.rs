//! Keys of distributions. Bounds of parameters are the constructors' business, in `model::distribution`.

use super::*;
use crate::model::distribution;

/// A distribution: a table with one family. A plain value stands for a distribution that does not vary.
pub static FAMILIES: TableDef = TableDef::choice(
    "a distribution",
    &[
        key("exponential", Shape::Table(&EXPONENTIAL), "Exponential.", r#"exponential = { mean = "5 days" }"#),
        ERLANG_KEY,
        GAMMA_KEY,
        LOGNORMAL_KEY,
        WEIBULL_KEY,
        PARETO_KEY,
        key(
            "lomax",
            Shape::Table(&LOMAX),
            "Pareto from 0: survival (1 + x/scale)^(−exponent).",
            r#"lomax = { scale = "6 days", exponent = 1.2 }"#,
        ),
        UNIFORM_KEY,
        TRIANGULAR_KEY,
        NORMAL_KEY,
        key("poisson", Shape::Table(&POISSON), "Poisson.", "poisson = { mean = 1.75 }"),
        LOGNORMAL_PARETO_KEY,
        MIXTURE_KEY,
        key(
            "empirical",
            Shape::Table(&EMPIRICAL),
            "Recorded values, each equally likely. Those of a duration carry their unit, or are in days.",
            r#"empirical = { file = "data/services.csv", column = "days" }"#,
        ),
    ],
    &distribution::FAMILIES,
);

pub(super) const ERLANG_KEY: Key = key(
    "erlang",
    Shape::Table(&ERLANG),
    "Erlang: a sum of `shape` exponentials.",
    r#"erlang = { shape = 3, mean = "5 days" }"#,
);
pub(super) const GAMMA_KEY: Key =
    key("gamma", Shape::Table(&GAMMA), "Gamma.", r#"gamma = { mean = "5 days", cv = 0.5 }"#);
pub(super) const LOGNORMAL_KEY: Key =
    key("lognormal", Shape::Table(&LOGNORMAL), "Lognormal.", r#"lognormal = { median = "5 days", sigma = 0.8 }"#);
pub(super) const WEIBULL_KEY: Key =
    key("weibull", Shape::Table(&WEIBULL), "Weibull.", r#"weibull = { shape = 1.5, scale = "5 days" }"#);
pub(super) const PARETO_KEY: Key = key(
    "pareto",
    Shape::Table(&PARETO),
    "Pareto, truncated at `maximum` if given.",
    "pareto = { minimum = 10, exponent = 1.2 }",
);
pub(super) const UNIFORM_KEY: Key =
    key("uniform", Shape::Table(&UNIFORM), "Uniform.", r#"uniform = { min = "1 day", max = "3 days" }"#);
pub(super) const TRIANGULAR_KEY: Key = key(
    "triangular",
    Shape::Table(&TRIANGULAR),
    "Triangular.",
    r#"triangular = { min = "1 day", mode = "2 days", max = "5 days" }"#,
);
pub(super) const NORMAL_KEY: Key =
    key("normal", Shape::Table(&NORMAL), "Normal, truncated at 0.", r#"normal = { mean = "5 days", sd = "1 day" }"#);

pub(super) const LOGNORMAL_PARETO_KEY: Key = key(
    "lognormal_pareto",
    Shape::Table(&LOGNORMAL_PARETO),
    "Lognormal body with a Pareto tail.",
    "lognormal_pareto = { median = 80, sigma = 3.2, tail_from = 9_300, exponent = 0.86 }",
);
pub(super) const MIXTURE_KEY: Key = key(
    "mixture",
    Shape::List(&COMPONENTS),
    "One of several distributions, by weight.",
    "mixture = [{ weight = 0.98, of = 5 }, { weight = 0.02, of = { lognormal = { median = 4_500, sigma = \
             1.2 } } }]",
);

const fn amount(name: &'static str, doc: &'static str, example: &'static str) -> Key {
    key(name, Shape::Amount, doc, example)
}

const fn number(name: &'static str, doc: &'static str, example: &'static str) -> Key {
    key(name, Shape::Number(ANY), doc, example)
}

const MEAN: Key = amount("mean", "Mean.", r#"mean = "5 days""#);
const MEDIAN: Key = amount("median", "Median.", "median = 12");
const SCALE: Key = amount("scale", "Scale.", r#"scale = "6 days""#);
const CV: Key = number("cv", "Coefficient of variation: standard deviation over mean.", "cv = 1.0");
const SIGMA: Key = number("sigma", "Standard deviation of the logarithm.", "sigma = 2.4");
const EXPONENT: Key = number("exponent", "Exponent of the survival function.", "exponent = 1.2");
const MAXIMUM: Key = amount("maximum", "Truncation: larger values do not occur.", "maximum = 1_000_000");

static EXPONENTIAL: TableDef = TableDef::parameters(
    "an exponential distribution",
    &[MEAN, amount("half_life", "Median.", r#"half_life = "4 days""#)],
    &[&["mean"], &["half_life"]],
);

static ERLANG: TableDef = TableDef::parameters(
    "an Erlang distribution",
    &[key("shape", Shape::Integer(Range::between(1.0, 1e6)), "Number of exponentials.", "shape = 3"), MEAN],
    &[&["shape", "mean"]],
);

static GAMMA: TableDef = TableDef::parameters(
    "a gamma distribution",
    &[MEAN, CV, number("shape", "Shape.", "shape = 2.5"), SCALE],
    &[&["mean", "cv"], &["shape", "scale"]],
);

static LOGNORMAL: TableDef = TableDef::parameters(
    "a lognormal distribution",
    &[MEAN, CV, MEDIAN, SIGMA],
    &[&["mean", "cv"], &["median", "sigma"], &["mean", "sigma"]],
);

static WEIBULL: TableDef = TableDef::parameters(
    "a Weibull distribution",
    &[number("shape", "Shape.", "shape = 1.5"), SCALE],
    &[&["shape", "scale"]],
);

static PARETO: TableDef = TableDef::parameters(
    "a Pareto distribution",
    &[amount("minimum", "Smallest value.", "minimum = 10"), EXPONENT, MAXIMUM],
    &[&["minimum", "exponent"]],
);

static LOMAX: TableDef = TableDef::parameters("a Lomax distribution", &[SCALE, EXPONENT], &[&["scale", "exponent"]]);

static UNIFORM: TableDef = TableDef::parameters(
    "a uniform distribution",
    &[amount("min", "Smallest value.", r#"min = "1 day""#), amount("max", "Largest value.", r#"max = "3 days""#)],
    &[&["min", "max"]],
);

static TRIANGULAR: TableDef = TableDef::parameters(
    "a triangular distribution",
    &[
        amount("min", "Smallest value.", r#"min = "1 day""#),
        amount("mode", "Most likely value.", r#"mode = "2 days""#),
        amount("max", "Largest value.", r#"max = "5 days""#),
    ],
    &[&["min", "mode", "max"]],
);

static NORMAL: TableDef = TableDef::parameters(
    "a normal distribution",
    &[
        amount("mean", "Mean before truncation.", r#"mean = "5 days""#),
        amount("sd", "Standard deviation before truncation.", r#"sd = "1 day""#),
    ],
    &[&["mean", "sd"]],
);

static POISSON: TableDef = TableDef::parameters("a Poisson distribution", &[MEAN], &[&["mean"]]);

static LOGNORMAL_PARETO: TableDef = TableDef::parameters(
    "a lognormal distribution with a Pareto tail",
    &[MEDIAN, SIGMA, amount("tail_from", "Where the tail begins.", "tail_from = 9_300"), EXPONENT, MAXIMUM],
    &[&["median", "sigma", "tail_from", "exponent"]],
);

static COMPONENTS: Shape = Shape::Table(&COMPONENT);

static COMPONENT: TableDef = TableDef::plain(
    "a component of a mixture",
    &[
        key("weight", Shape::Number(POSITIVE), "Relative weight.", "weight = 0.98").required(),
        key("of", Shape::SameDistribution, "Its distribution.", "of = { lognormal = { median = 5, sigma = 1.0 } }")
            .required(),
    ],
);

static EMPIRICAL: TableDef = TableDef::parameters(
    "recorded values",
    &[
        key("file", Shape::DataFile, "CSV file with a header line.", r#"file = "data/services.csv""#),
        key("column", Shape::Text, "Column with the values.", r#"column = "days""#),
    ],
    &[&["file", "column"]],
);
