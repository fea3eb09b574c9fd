//! Keys of growth curves.

use super::growth_families as families;
use super::*;

/// The cumulative share of the potential by age.
pub(super) const GROWTH: Shape = Shape::AnyOf(&[Shape::Table(&CURVES), Shape::Duration]);

const TIME: Shape = Shape::Distribution(Quantity::Duration);
const NUMBER: Shape = Shape::Distribution(Quantity::Number);

static CURVES: TableDef = TableDef::choice(
    "a growth curve",
    &[
        EXPONENTIAL_KEY,
        LOMAX_KEY,
        LOGISTIC_KEY,
        key(
            "waves",
            Shape::Table(&WAVES),
            "One wave at age 0 and further ones at random ages.",
            r#"waves = { further = 2, spread = "200 days", decay = { exponential = { half_life = "1 day" } } }"#,
        ),
        EMPIRICAL_KEY,
        families::ERLANG,
        families::GAMMA,
        families::LOGNORMAL,
        families::WEIBULL,
        families::PARETO,
        families::UNIFORM,
        families::TRIANGULAR,
        families::NORMAL,
        families::LOGNORMAL_PARETO,
        families::MIXTURE,
    ],
    &[
        "exponential",
        "lomax",
        "logistic",
        "waves",
        "empirical",
        "erlang",
        "gamma",
        "lognormal",
        "weibull",
        "pareto",
        "uniform",
        "triangular",
        "normal",
        "lognormal_pareto",
        "mixture",
    ],
);

/// The curve of one wave: as any growth, but not of waves itself.
static DECAYS: TableDef = TableDef::choice(
    "the decay of a wave",
    &[
        EXPONENTIAL_KEY,
        LOMAX_KEY,
        LOGISTIC_KEY,
        EMPIRICAL_KEY,
        families::ERLANG,
        families::GAMMA,
        families::LOGNORMAL,
        families::WEIBULL,
        families::PARETO,
        families::UNIFORM,
        families::TRIANGULAR,
        families::NORMAL,
        families::LOGNORMAL_PARETO,
        families::MIXTURE,
    ],
    &[
        "exponential",
        "lomax",
        "logistic",
        "empirical",
        "erlang",
        "gamma",
        "lognormal",
        "weibull",
        "pareto",
        "uniform",
        "triangular",
        "normal",
        "lognormal_pareto",
        "mixture",
    ],
);

const EXPONENTIAL_KEY: Key = key(
    "exponential",
    Shape::Table(&EXPONENTIAL),
    "F(a) = 1 − exp(−a/mean).",
    r#"exponential = { half_life = "5 days" }"#,
);
const LOMAX_KEY: Key = key(
    "lomax",
    Shape::Table(&LOMAX),
    "F(a) = 1 − (1 + a/scale)^(−exponent).",
    r#"lomax = { scale = "1.2 days", exponent = 0.8 }"#,
);
const LOGISTIC_KEY: Key = key(
    "logistic",
    Shape::Table(&LOGISTIC),
    "An S-curve, rescaled to start at 0.",
    r#"logistic = { midpoint = "20 days", width = "4 days" }"#,
);
const EMPIRICAL_KEY: Key = key(
    "empirical",
    Shape::Table(&EMPIRICAL),
    "A recorded curve, with straight lines between its points, from share 0 at age 0.",
    r#"empirical = { file = "data/growth.csv", age = "age_days", share = "share" }"#,
);

static EXPONENTIAL: TableDef = TableDef::parameters(
    "exponential growth",
    &[
        key("mean", TIME, "Mean age of a signature.", r#"mean = "5 days""#),
        key("half_life", TIME, "Age by which half of the signatures are in.", r#"half_life = "5 days""#),
    ],
    &[&["mean"], &["half_life"]],
);

static LOMAX: TableDef = TableDef::parameters(
    "lomax growth",
    &[
        key("scale", TIME, "Scale of age.", r#"scale = { lognormal = { median = "1.2 days", sigma = 0.8 } }"#),
        key("exponent", NUMBER, "Exponent of the survival function.", "exponent = 0.8"),
    ],
    &[&["scale", "exponent"]],
);

static LOGISTIC: TableDef = TableDef::parameters(
    "logistic growth",
    &[
        key("midpoint", TIME, "Age of steepest growth.", r#"midpoint = "20 days""#),
        key("width", TIME, "Scale parameter of the logistic.", r#"width = "4 days""#),
        key("relative_width", NUMBER, "The same, as a multiple of the midpoint.", "relative_width = 0.2"),
    ],
    &[&["midpoint", "width"], &["midpoint", "relative_width"]],
);

static WAVES: TableDef = TableDef::plain(
    "growth by waves",
    &[
        key(
            "further",
            NUMBER,
            "Number of waves after the first; rounded, at most 1,000.",
            "further = { poisson = { mean = 1.75 } }",
        )
        .required(),
        key("spread", TIME, "Their ages are uniform over this time.", r#"spread = "237 days""#).required(),
        key(
            "decay",
            Shape::AnyOf(&[Shape::Table(&DECAYS), Shape::Duration]),
            "Delay of a signature after the start of its wave. Parameters that are distributions are drawn once per \
             request, for all of its waves.",
            r#"decay = { exponential = { half_life = "1 day" } }"#,
        )
        .required(),
        key(
            "weights",
            Shape::AnyOf(&[
                Shape::Word(&[word("equal", "every wave has the same share of the potential")]),
                Shape::Table(&WEIGHTS),
            ]),
            "Shares of the waves in the potential: equal, or in proportion to lognormal numbers.",
            "weights = { sigma = 1.0 }",
        )
        .default(r#""equal""#),
    ],
);

static WEIGHTS: TableDef = TableDef::plain(
    "lognormal weights",
    &[key("sigma", Shape::Number(NOT_NEGATIVE), "Standard deviation of the logarithm.", "sigma = 1.0").required()],
);

static EMPIRICAL: TableDef = TableDef::plain(
    "a recorded growth curve",
    &[
        key("file", Shape::DataFile, "CSV file with a header line.", r#"file = "data/growth.csv""#).required(),
        key("age", Shape::Text, "Column with ages: increasing numbers of days, or durations.", r#"age = "age_days""#)
            .required(),
        key("share", Shape::Text, "Column with cumulative shares, which end at 1.", r#"share = "share""#).required(),
    ],
);
