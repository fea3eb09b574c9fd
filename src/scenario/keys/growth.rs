//! Keys of growth curves.

use super::distributions as families;
use super::*;

/// The cumulative share of the potential by age.
pub(super) const GROWTH: Shape = Shape::AnyOf(&[Shape::Table(&CURVES), Shape::Duration]);

const TIME: Shape = Shape::Distribution(Quantity::Duration);
const NUMBER: Shape = Shape::Distribution(Quantity::Number);

static CURVES: TableDef = TableDef::choice(
    "a growth curve",
    &[
        key(
            "exponential",
            Shape::Table(&EXPONENTIAL),
            "F(a) = 1 − exp(−a/mean).",
            r#"exponential = { half_life = "5 days" }"#,
        ),
        key(
            "lomax",
            Shape::Table(&LOMAX),
            "F(a) = 1 − (1 + a/scale)^(−exponent).",
            r#"lomax = { scale = "1.2 days", exponent = 0.8 }"#,
        ),
        key(
            "logistic",
            Shape::Table(&LOGISTIC),
            "An S-curve, rescaled to start at 0.",
            r#"logistic = { midpoint = "20 days", width = "4 days" }"#,
        ),
        key(
            "waves",
            Shape::Table(&WAVES),
            "Further waves at random ages.",
            r#"waves = { further = 2, spread = "200 days", decay = { exponential = { half_life = "1 day" } } }"#,
        )
        .later(),
        key(
            "empirical",
            Shape::Table(&EMPIRICAL),
            "A recorded curve.",
            r#"empirical = { file = "data/growth.csv", age = "age_days", share = "share" }"#,
        )
        .later(),
        families::ERLANG_KEY.later(),
        families::GAMMA_KEY.later(),
        families::LOGNORMAL_KEY.later(),
        families::WEIBULL_KEY.later(),
        families::PARETO_KEY.with_example(r#"pareto = { minimum = "1 day", exponent = 1.2 }"#).later(),
        families::UNIFORM_KEY.later(),
        families::TRIANGULAR_KEY.later(),
        families::NORMAL_KEY.later(),
        families::LOGNORMAL_PARETO_KEY
            .with_example(
                "lognormal_pareto = { median = \"2 days\", sigma = 1.5, tail_from = \"30 days\", exponent = \
                 1.2 }",
            )
            .later(),
        families::MIXTURE_KEY
            .with_example(
                "mixture = [{ weight = 0.8, of = \"1 day\" }, { weight = 0.2, of = { exponential = { mean = \
                 \"5 days\" } } }]",
            )
            .later(),
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
        key("further", NUMBER, "Number of waves after the first.", "further = { poisson = { mean = 1.75 } }")
            .required(),
        key("spread", TIME, "Their ages are uniform over this time.", r#"spread = "237 days""#).required(),
        key(
            "decay",
            TIME,
            "Delay of a signature after the start of its wave.",
            r#"decay = { exponential = { half_life = "1 day" } }"#,
        )
        .required(),
        key(
            "weights",
            Shape::AnyOf(&[
                Shape::Word(&[word("equal", "every wave has the same share of the potential")]),
                Shape::Table(&WEIGHTS),
            ]),
            "Shares of the waves.",
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
        key("age", Shape::Text, "Column with ages in days.", r#"age = "age_days""#).required(),
        key("share", Shape::Text, "Column with cumulative shares.", r#"share = "share""#).required(),
    ],
);
