//! Keys of classes of requests: arrivals, signatures, thresholds, and what becomes of the eligible.

use super::*;

pub(super) static CLASSES: NamesDef =
    NamesDef { what: "class", plural: "classes", shape: Shape::Table(&CLASS), free: false, fixed: true, beside: None };

static CLASS: TableDef = TableDef::plain(
    "a class of requests",
    &[
        key("label", Shape::Text, "What charts print instead of the name.", r#"label = "Petitions""#),
        key(
            "arrivals",
            Shape::Names(&SOURCES),
            "Arrival sources, by name; they are superposed. Needed where the class does not follow another.",
            r#"arrivals.ordinary = { poisson = { rate = "40 per day" } }"#,
        ),
        key(
            "self_excitation",
            Shape::Table(&SELF_EXCITATION),
            "Every request of the class, whatever its source, triggers further ones (Hawkes process).",
            r#"self_excitation = { branching_ratio = 0.4, half_life = "2 days" }"#,
        ),
        key(
            "potential",
            Shape::Distribution(Quantity::Number),
            "Expected final number of signatures of a request. Needed where the threshold is ever above 0.",
            "potential = { lognormal = { median = 12, sigma = 2.4 } }",
        ),
        key(
            "growth",
            growth::GROWTH,
            "How signatures come in: the cumulative share of the potential by age. Needed where the threshold is \
             ever above 0.",
            r#"growth = { exponential = { half_life = "5 days" } }"#,
        ),
        key(
            "potential_growth_correlation",
            Shape::Number(Range::between(-1.0, 1.0)),
            "Correlation of the potential with the first random time of `growth` (Gaussian copula): above 0, requests \
             with a large potential are slow.",
            "potential_growth_correlation = 0.8",
        )
        .default("0"),
        key(
            "window",
            Shape::Duration,
            "Time to gather signatures, from creation. Without it there is no end.",
            r#"window = "30 days""#,
        ),
        key(
            "threshold",
            Shape::Table(&THRESHOLD),
            "Signatures that make a request eligible. Without it a request is eligible at creation.",
            "threshold = { signatures = 5_000 }",
        ),
        key(
            "follows",
            Shape::Name("class"),
            "This class's requests are those of another, created here when they become eligible there. They keep \
             their signatures, age and window, and have a threshold of their own, which is not lower. Their time to \
             the threshold counts from their first creation.",
            r#"follows = "petitions""#,
        ),
        key(
            "new_topic_share",
            Shape::Number(SHARE),
            "Probability that a request opens a topic of its own where a stage answers topics; otherwise it joins \
             a waiting one.",
            "new_topic_share = 0.6",
        )
        .default("1"),
        key(
            "priority",
            Shape::Integer(Range::between(1.0, 1e6)),
            "Rank under the discipline `priority`; 1 is served first, a class without one last.",
            "priority = 1",
        ),
        key(
            "promise",
            Shape::Duration,
            "An answer is promised within this time after eligibility.",
            r#"promise = "21 days""#,
        ),
        key(
            "patience",
            Shape::Distribution(Quantity::Working),
            "A queued request leaves after this time. It runs afresh in each queue, and not in service.",
            r#"patience = { exponential = { mean = "60 days" } }"#,
        ),
        key(
            "calendar",
            Shape::Name("calendar"),
            "Calendar of a promise or patience in working time.",
            r#"calendar = "office""#,
        ),
        key("hostile_share", Shape::Number(SHARE), "Share of requests that are hostile.", "hostile_share = 0.67"),
        key(
            "peers",
            Shape::Table(&PEERS),
            "Answers from other users. One that comes before any service of the request has started ends its waiting.",
            r#"peers = { share = 0.3, delay = { exponential = { mean = "1 day" } } }"#,
        ),
        key(
            "library_share",
            Shape::Number(SHARE),
            "Share of requests that prepared texts answer, at stages with a `library_service`.",
            "library_share = 0.5",
        ),
        key(
            "enters",
            desk::ROUTE,
            "The stage that an eligible request enters, or shares over stages. Defaults to the only stage.",
            r#"enters = "drafting""#,
        ),
        key(
            "retention",
            Shape::Duration,
            "How long every communication is kept in the archive.",
            r#"retention = "5 years""#,
        ),
    ],
)
.excluding(&[
    ("follows", "arrivals"),
    ("follows", "self_excitation"),
    ("follows", "potential"),
    ("follows", "growth"),
    ("follows", "potential_growth_correlation"),
    ("follows", "window"),
]);

static SOURCES: NamesDef = NamesDef {
    what: "source",
    plural: "sources",
    shape: Shape::Table(&SOURCE),
    free: false,
    fixed: false,
    beside: None,
};

static SOURCE: TableDef = TableDef::choice(
    "an arrival source",
    &[
        key("poisson", Shape::Table(&POISSON), "A Poisson process.", r#"poisson = { rate = "105 per day" }"#),
        key(
            "burst",
            Shape::Table(&BURST),
            "A wave of requests after a moment.",
            r#"burst = { at = 2011-09-22, size = 9_500, decay = { exponential = { half_life = "4 days" } } }"#,
        ),
        key(
            "trace",
            Shape::Table(&TRACE),
            "Recorded arrivals.",
            r#"trace = { file = "data/created.csv", moments = "created_at" }"#,
        ),
        key(
            "potential",
            Shape::Distribution(Quantity::Number),
            "In place of the class's.",
            "potential = { lognormal = { median = 4_500, sigma = 1.2 } }",
        ),
        key(
            "growth",
            growth::GROWTH,
            "In place of the class's.",
            r#"growth = { exponential = { half_life = "1 day" } }"#,
        ),
        key("hostile_share", Shape::Number(SHARE), "In place of the class's.", "hostile_share = 0.8"),
        key("new_topic_share", Shape::Number(SHARE), "In place of the class's.", "new_topic_share = 0.05"),
    ],
    &["poisson", "burst", "trace"],
);

static POISSON: TableDef = TableDef::plain(
    "a Poisson source",
    &[
        key("rate", Shape::Rate, "Mean number of arrivals per time.", r#"rate = "105 per day""#).required(),
        key(
            "trend",
            Shape::AnyOf(&[Shape::Growth, Shape::List(&Shape::Table(&FACTOR_STEP))]),
            "Lasting change of the rate: compounding growth, which is 1 at `start`, or a dated list of factors.",
            r#"trend = "2% per week""#,
        ),
        key(
            "wave",
            Shape::Table(&WAVE),
            "A sine wave on the rate: 1 + amplitude·sin(2π(t − phase)/period), with t from `start`.",
            r#"wave = { amplitude = 0.5, period = "1 year", phase = "0 days" }"#,
        ),
        key(
            "weekly",
            Shape::Factors(7),
            "Relative rates of the weekdays, Monday first; they are divided by their mean.",
            "weekly = [1, 1, 1, 1, 1, 0.3, 0.3]",
        ),
        key(
            "daily",
            Shape::Factors(24),
            "Relative rates of the hours of the day; they are divided by their mean.",
            "daily = [1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 1, 1, 1]",
        ),
        key(
            "batch",
            Shape::Distribution(Quantity::Number),
            "Requests per arrival: a whole number, or a distribution of whole numbers.",
            "batch = 3",
        ),
        key("from", Shape::Moment, "First moment. Defaults to `start`.", "from = 2011-10-03"),
        key("until", Shape::Moment, "End of the process. Without it there is none.", "until = 2012-01-01"),
    ],
);

pub(super) static FACTOR_STEP: TableDef = TableDef::plain(
    "a dated factor",
    &[
        key("at", Shape::Moment, "From when it holds.", "at = 2012-01-01").required(),
        key("factor", Shape::Number(NOT_NEGATIVE), "The factor.", "factor = 1.5").required(),
        key("until", Shape::Moment, "The factor moves linearly from `at` to here.", "until = 2012-03-01"),
    ],
);

static WAVE: TableDef = TableDef::plain(
    "a wave",
    &[
        key("amplitude", Shape::Number(SHARE), "Relative height.", "amplitude = 0.5").required(),
        key("period", Shape::Duration, "Length.", r#"period = "1 year""#).required(),
        key("phase", Shape::Duration, "Shift.", r#"phase = "90 days""#).default(r#""0 days""#),
    ],
);

static BURST: TableDef = TableDef::plain(
    "a burst",
    &[
        key(
            "size",
            Shape::Distribution(Quantity::Number),
            "Expected number of requests. A random one is drawn once for each burst.",
            "size = 9_500",
        )
        .required(),
        key("at", Shape::Moment, "When it starts. What falls before `start` is not created.", "at = 2011-09-22"),
        key(
            "random",
            Shape::Rate,
            "Instead of `at`: bursts start at random from `start` on, so often.",
            r#"random = "2 per year""#,
        ),
        key(
            "decay",
            Shape::Distribution(Quantity::Duration),
            "Delay of each request after the start of the burst.",
            r#"decay = { exponential = { half_life = "4 days" } }"#,
        )
        .required(),
    ],
)
.excluding(&[("at", "random")]);

static TRACE: TableDef = TableDef::plain(
    "a trace",
    &[
        key("file", Shape::DataFile, "CSV file with a header line.", r#"file = "data/created.csv""#).required(),
        key("moments", Shape::Text, "Column with the moment of each request.", r#"moments = "created_at""#),
        key(
            "counts",
            Shape::Text,
            "Instead: column with the number of requests per period, each uniform within it.",
            r#"counts = "created""#,
        ),
        key("date", Shape::Text, "Column with the start of each period.", r#"date = "date""#),
        key("every", Shape::Duration, "Length of a period.", r#"every = "1 day""#),
        key(
            "where",
            Shape::Columns,
            "Only rows that have these texts in these columns.",
            r#"where = { platform = "web" }"#,
        ),
    ],
)
.excluding(&[("moments", "counts"), ("moments", "date"), ("moments", "every")]);

static SELF_EXCITATION: TableDef = TableDef::plain(
    "self-excitation",
    &[
        key(
            "branching_ratio",
            Shape::Number(NOT_NEGATIVE),
            "Mean number of requests that one request triggers; below 1.",
            "branching_ratio = 0.4",
        )
        .required(),
        key("half_life", Shape::Duration, "Half-life of the delay to a triggered request.", r#"half_life = "2 days""#)
            .required(),
        key(
            "by_potential",
            Shape::Boolean,
            "Whether the number scales with the request's potential over the mean of its source.",
            "by_potential = true",
        )
        .default("false"),
    ],
);

static PEERS: TableDef = TableDef::plain(
    "answers by peers",
    &[
        key("share", Shape::Number(SHARE), "Share of requests that get one.", "share = 0.3").required(),
        key(
            "delay",
            Shape::Distribution(Quantity::Duration),
            "Delay from eligibility to the answer.",
            r#"delay = { exponential = { mean = "1 day" } }"#,
        )
        .required(),
    ],
);

static THRESHOLD: TableDef = TableDef::plain(
    "a threshold",
    &[
        key(
            "signatures",
            Shape::Integer(SIGNATURES),
            "Signatures needed at the start; 0 makes a request eligible at creation.",
            "signatures = 5_000",
        )
        .default("0"),
        key(
            "changes",
            Shape::List(&Shape::Table(&CHANGE)),
            "Later levels, in the order of time.",
            "changes = [{ at = 2011-10-03, signatures = 25_000 }]",
        )
        .default("[]"),
        key(
            "adaptive",
            Shape::Table(&ADAPTIVE),
            "Instead of `changes`: a rule that raises the level when the backlog of the class is large, and lowers it \
             when it is small.",
            "adaptive = { every = \"7 days\", on = \"backlog\", raise_above = 50, lower_below = 10, factor = 2, \
             minimum = 1_000, maximum = 100_000 }",
        ),
    ],
)
.excluding(&[("changes", "adaptive")]);

pub(super) const BINDS: Shape = Shape::Word(&[
    word("new", "requests created from then on; earlier ones keep their level for life"),
    word("open", "also requests that are still gathering"),
]);

static CHANGE: TableDef = TableDef::plain(
    "a change of the threshold",
    &[
        key("at", Shape::Moment, "From when it holds.", "at = 2011-10-03").required(),
        key("signatures", Shape::Integer(SIGNATURES), "The new level.", "signatures = 25_000").required(),
        key("until", Shape::Moment, "The level moves linearly from `at` to here.", "until = 2011-12-01"),
        key("binds", BINDS, "Whom it binds.", r#"binds = "open""#).default(r#""new""#),
    ],
);

/// A level that a factor can move.
const ONE_OR_MORE: Range = Range { low: 1.0, ..SIGNATURES };

static ADAPTIVE: TableDef = TableDef::plain(
    "an adaptive threshold",
    &[
        key("every", Shape::Duration, "Time between reviews.", r#"every = "7 days""#).required(),
        key(
            "on",
            Shape::Word(&[
                word("backlog", "requests of the class that await an answer"),
                word("clearing_time_days", "backlog over answers per day in the last 30 days"),
            ]),
            "What is looked at.",
            r#"on = "backlog""#,
        )
        .required(),
        key("raise_above", Shape::Number(NOT_NEGATIVE), "Above this the level is multiplied.", "raise_above = 50")
            .required(),
        key("lower_below", Shape::Number(NOT_NEGATIVE), "Below this the level is divided.", "lower_below = 10")
            .required(),
        key("factor", Shape::Number(Range::above(1.0)), "By how much.", "factor = 2").required(),
        key("minimum", Shape::Integer(ONE_OR_MORE), "Lowest level.", "minimum = 1_000").required(),
        key("maximum", Shape::Integer(ONE_OR_MORE), "Highest level.", "maximum = 100_000").required(),
        key("binds", BINDS, "Whom a change binds.", r#"binds = "open""#).default(r#""new""#),
    ],
);
