//! Keys at the top of the file, the experiment, calendars, targets, history and variants.

use super::*;

/// The whole file.
pub static SCENARIO: TableDef = TableDef::plain(
    "the scenario",
    &[
        key(
            "schema",
            Shape::Integer(Range::between(1.0, 1.0)),
            "Version of the file format. Always 1 so far; it rises only when a valid file would change its meaning.",
            "schema = 1",
        )
        .required()
        .shared(),
        key(
            "title",
            Shape::Text,
            "Headline of charts and reports. Defaults to the name of the file.",
            r#"title = "5,000 or 25,000 signatures?""#,
        )
        .shared(),
        key(
            "question",
            Shape::Text,
            "The question that the scenario answers.",
            r#"question = "Which threshold keeps the promise?""#,
        )
        .shared(),
        key(
            "start",
            Shape::Civil,
            "Moment at which the simulation begins, in civil time without a time zone.",
            "start = 2011-09-22",
        )
        .required()
        .shared(),
        key(
            "horizon",
            Shape::Moment,
            "End of the simulated period: a date, or a length of time after `start`.",
            r#"horizon = "2 years""#,
        )
        .required()
        .shared(),
        key("observe", Shape::Duration, "Step of the time series.", r#"observe = "1 day""#)
            .default(r#""1 day""#)
            .shared(),
        key(
            "baseline",
            Shape::Name("variant"),
            "The variant that others are compared with. Defaults to the first.",
            r#"baseline = "as it happened""#,
        )
        .shared(),
        key(
            "extends",
            Shape::ScenarioFile,
            "Another scenario file on which this one builds: everything here overrides what stands there. Paths of \
             data files stay relative to the file that they are written in.",
            r#"extends = "base.toml""#,
        )
        .shared(),
        key("monte_carlo", Shape::Table(&MONTE_CARLO), "Replications and random numbers.", "[monte_carlo]").shared(),
        key("calendars", Shape::Names(&CALENDARS), "Open hours, by name.", "[calendars.office]"),
        key(
            "requests",
            Shape::Names(&requests::CLASSES),
            "Classes of requests, by name: how they arrive, what makes them eligible, where they go.",
            "[requests.petitions]",
        )
        .required(),
        key(
            "stages",
            Shape::Names(&desk::STAGES),
            "Stages of the desk, by name. Without any, a request is answered as soon as it is eligible.",
            "[stages.drafting]",
        ),
        key(
            "events",
            Shape::Names(&events::EVENTS),
            "What happens at a date or on a condition, by name.",
            "[events.over_fifty]",
        ),
        key("targets", Shape::Names(&TARGETS), "Goals that a run is held to, by name.", "[targets.promise]").shared(),
        key(
            "observed",
            Shape::Names(&OBSERVED),
            "Recorded history to hold against the simulation, by name.",
            "[observed.counted]",
        )
        .shared(),
        key(
            "charts",
            Shape::Names(&charts::CHARTS),
            "Which charts are drawn, by name, and what holds for all. They change no number.",
            "[charts.queue]",
        )
        .shared(),
        key(
            "variants",
            Shape::Names(&VARIANTS),
            "Alternatives, by name: what each changes. Without this table there is one variant, `base`.",
            r#"[variants."keep 5,000"]"#,
        )
        .shared(),
    ],
);

/// Most replications of a run.
pub const MOST_REPLICATIONS: u64 = 1_000_000_000;

static MONTE_CARLO: TableDef = TableDef::plain(
    "the Monte Carlo settings",
    &[
        key(
            "replications",
            Shape::Integer(Range::between(1.0, MOST_REPLICATIONS as f64)),
            "Number of replications of every variant.",
            "replications = 2_000",
        )
        .default("1000"),
        key(
            "precision",
            Shape::Table(&PRECISION),
            "Instead of a number: run until intervals are this narrow.",
            r#"precision = { metric = "backlog.end", half_width = 0.01 }"#,
        ),
        key("seed", Shape::Integer(Range::from(0.0)), "Root of all random numbers.", "seed = 20110922").default("1"),
        key("warm_up", Shape::Duration, "Statistics count from this long after `start`.", r#"warm_up = "30 days""#)
            .default(r#""0 days""#),
        key(
            "follow_up",
            Shape::Duration,
            "The desk runs on for this time after the horizon, so that requests that became eligible before it are \
             seen to their end: for response times only, nothing else is recorded there.",
            r#"follow_up = "90 days""#,
        )
        .default(r#""0 days""#),
    ],
)
.excluding(&[("replications", "precision")]);

static PRECISION: TableDef = TableDef::plain(
    "a precision",
    &[
        key(
            "metric",
            Shape::AnyOf(&[Shape::Measure, Shape::List(&Shape::Measure)]),
            "The metric with its statistic, or several; all of them must be as precise in every variant.",
            r#"metric = "backlog.end""#,
        )
        .required(),
        key(
            "half_width",
            Shape::Number(POSITIVE),
            "Half-width of the 95% interval, as a share of the estimate.",
            "half_width = 0.01",
        )
        .required(),
        key(
            "minimum",
            Shape::Integer(Range::between(2.0, MOST_REPLICATIONS as f64)),
            "Smallest number of replications.",
            "minimum = 200",
        )
        .default("200"),
        key(
            "maximum",
            Shape::Integer(Range::between(2.0, MOST_REPLICATIONS as f64)),
            "Number of replications at which the run ends in any case.",
            "maximum = 100_000",
        )
        .default("100000"),
    ],
);

static CALENDARS: NamesDef = NamesDef {
    what: "calendar",
    plural: "calendars",
    shape: Shape::Table(&CALENDAR),
    free: false,
    fixed: false,
    beside: None,
};

static CALENDAR: TableDef = TableDef::plain(
    "a calendar",
    &[
        key("days", Shape::List(&WEEKDAY), "Open weekdays.", r#"days = ["Mon", "Tue", "Wed", "Thu", "Fri"]"#)
            .required(),
        key("from", Shape::TimeOfDay, "Opening time.", r#"from = "09:00""#).default(r#""00:00""#),
        key("to", Shape::TimeOfDay, "Closing time, `24:00` for midnight.", r#"to = "17:00""#).default(r#""24:00""#),
        key("holidays", Shape::List(&Shape::Date), "Dates closed all day.", "holidays = [2011-12-26]").default("[]"),
    ],
);

pub(super) static WEEKDAY: Shape = Shape::Word(&[
    word("Mon", "Monday"),
    word("Tue", "Tuesday"),
    word("Wed", "Wednesday"),
    word("Thu", "Thursday"),
    word("Fri", "Friday"),
    word("Sat", "Saturday"),
    word("Sun", "Sunday"),
]);

static TARGETS: NamesDef = NamesDef {
    what: "target",
    plural: "targets",
    shape: Shape::Table(&TARGET),
    free: true,
    fixed: false,
    beside: None,
};

static TARGET: TableDef = TableDef::plain(
    "a target",
    &[
        key(
            "metric",
            Shape::Condition,
            "The condition to be met, on statistics of a run: their means over replications, or the quantile that each \
             names.",
            r#"metric = "backlog.max.p95 < 50""#,
        )
        .required(),
        key(
            "probability",
            Shape::Number(SHARE),
            "Share of replications in which the condition must hold; it then names no quantile.",
            "probability = 0.9",
        ),
    ],
);

static OBSERVED: NamesDef = NamesDef {
    what: "history",
    plural: "histories",
    shape: Shape::Table(&HISTORY),
    free: true,
    fixed: false,
    beside: None,
};

static HISTORY: TableDef = TableDef::plain(
    "a recorded history",
    &[
        key("file", Shape::DataFile, "CSV file with a header line.", r#"file = "data/backlog.csv""#).required(),
        key("date", Shape::Text, "Column with dates or date-times.", r#"date = "date""#).required(),
        key("value", Shape::Text, "Column with values; empty cells are left out.", r#"value = "awaiting""#).required(),
        key("metric", Shape::Metric, "The metric that was recorded.", r#"metric = "backlog""#).required(),
        key(
            "class",
            Shape::Name("class"),
            "The class that it was recorded for. Defaults to all.",
            r#"class = "petitions""#,
        ),
        key(
            "stage",
            Shape::Name("stage"),
            "The stage that it was recorded for. Defaults to all.",
            r#"stage = "drafting""#,
        ),
        key(
            "where",
            Shape::Columns,
            "Only rows that have these texts in these columns.",
            r#"where = { platform = "web" }"#,
        ),
    ],
);

static VARIANTS: NamesDef =
    NamesDef { what: "variant", plural: "variants", shape: Shape::Overrides, free: true, fixed: false, beside: None };
