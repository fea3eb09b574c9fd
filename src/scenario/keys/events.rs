//! Keys of events.

use super::*;

pub(super) static EVENTS: NamesDef =
    NamesDef { what: "event", plural: "events", shape: Shape::Table(&EVENT), free: false, fixed: false, beside: None };

/// More copies of a source than any scenario needs; each is simulated.
const SCALE: Range = Range::between(0.0, 1_000.0);

static EVENT: TableDef = TableDef::choice(
    "an event",
    &[
        key("at", Shape::Moment, "When it happens.", "at = 2011-10-03"),
        key(
            "when",
            Shape::Condition,
            "The condition that makes it happen, on values of the moment; flows count from `start`. An event that \
             changes something happens once. One that changes nothing is watched: it happens every time, and how long \
             its condition held is a result.",
            r#"when = "backlog > 50""#,
        ),
        key("for", Shape::Duration, "How long the condition must have held.", r#"for = "7 days""#),
        key(
            "after",
            Shape::Name("event"),
            "Not before this event has happened: it neither happens nor is watched.",
            r#"after = "over_fifty""#,
        ),
        key(
            "set",
            Shape::Assignments,
            "Values that change, by path: `stages.STAGE.staff`, `.productivity`, `.discipline`, `.queue_limit`, \
             `requests.CLASS.patience`, `requests.CLASS.threshold.signatures`, and beside it `.binds` (`\"new\"` or \
             `\"open\"`).",
            r#"set = { "stages.drafting.staff" = 6 }"#,
        ),
        key("close", Shape::Name("class"), "A class whose arrivals are dropped from then on.", r#"close = "tweets""#),
        key("reopen", Shape::Name("class"), "A class that opens again.", r#"reopen = "tweets""#),
        key("drop_queue", Shape::Name("stage"), "A stage whose queue is dropped.", r#"drop_queue = "answering""#),
        key(
            "answer_all",
            Shape::Name("stage"),
            "A stage whose requests are all answered at once, skipping what follows.",
            r#"answer_all = "answering""#,
        ),
        key(
            "scale_arrivals",
            Shape::Shares("class", SCALE),
            "Factors on arrivals, by class, in place of those before. Below 1 each request is left out by a draw of \
             its own, above 1 others come in addition.",
            "scale_arrivals = { tweets = 2.5 }",
        ),
    ],
    &["at", "when"],
)
.excluding(&[("at", "for")]);

/// What an event can set.
pub static SETTABLE: TableDef = TableDef::plain(
    "what an event can set",
    &[
        key("stages", Shape::Names(&STAGES), "Of stages.", r#""stages.drafting.staff" = 6"#),
        key("requests", Shape::Names(&CLASSES), "Of classes.", r#""requests.petitions.patience" = "60 days""#),
    ],
);

static STAGES: NamesDef =
    NamesDef { what: "stage", plural: "stages", shape: Shape::Table(&STAGE), free: false, fixed: false, beside: None };

static STAGE: TableDef = TableDef::plain(
    "what an event can set of a stage",
    &[
        key("staff", Shape::Integer(STAFF), "Number of servers.", r#""stages.drafting.staff" = 6"#),
        key(
            "productivity",
            Shape::Number(NOT_NEGATIVE),
            "Speed of work, until the next entry of the stage's dated list.",
            r#""stages.drafting.productivity" = 0.5"#,
        ),
        key(
            "discipline",
            desk::DISCIPLINE,
            "Which request is served next.",
            r#""stages.drafting.discipline" = "lifo""#,
        ),
        key(
            "queue_limit",
            Shape::Integer(COUNT),
            "Waiting places; those who wait stay.",
            r#""stages.drafting.queue_limit" = 20"#,
        ),
    ],
);

static CLASSES: NamesDef =
    NamesDef { what: "class", plural: "classes", shape: Shape::Table(&CLASS), free: false, fixed: false, beside: None };

static CLASS: TableDef = TableDef::plain(
    "what an event can set of a class",
    &[
        key(
            "threshold",
            Shape::Table(&THRESHOLD),
            "The threshold.",
            r#""requests.petitions.threshold.signatures" = 25_000"#,
        ),
        key(
            "patience",
            Shape::Distribution(Quantity::Working),
            "Patience in queues joined from then on.",
            r#""requests.petitions.patience" = "60 days""#,
        ),
    ],
);

static THRESHOLD: TableDef = TableDef::plain(
    "what an event can set of a threshold",
    &[
        key(
            "signatures",
            Shape::Integer(SIGNATURES),
            "The level.",
            r#""requests.petitions.threshold.signatures" = 25_000"#,
        ),
        key("binds", requests::BINDS, "Whom it binds.", r#""requests.petitions.threshold.binds" = "open""#),
    ],
);

/// What an event takes away by `"none"`.
pub const REMOVABLE: [&str; 2] = ["queue_limit", "patience"];
