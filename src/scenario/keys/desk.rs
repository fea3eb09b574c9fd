//! Keys of the stages of the desk.

use super::*;

/// Where a request goes: a stage, the end, or shares over them.
pub(super) const ROUTE: Shape = Shape::AnyOf(&[Shape::Name("stage"), Shape::Shares("stage", SHARE)]);

pub(super) static STAGES: NamesDef =
    NamesDef { what: "stage", plural: "stages", shape: Shape::Table(&STAGE), free: false, fixed: true, beside: None };

/// Each is kept in memory.
const INITIAL: Range = Range::between(0.0, 10_000_000.0);

/// Each has a queue of its own in memory.
const COPIES: Range = Range::between(1.0, 10_000.0);

static STAFF_LEVEL: Shape = Shape::AnyOf(&[
    Shape::Integer(STAFF),
    Shape::Word(&[word("unlimited", "as many as there are requests: a pure delay")]),
    Shape::List(&Shape::Table(&STAFF_STEP)),
]);

/// Which waiting request is served next.
pub(super) const DISCIPLINE: Shape = Shape::Word(&[
    word("fifo", "in order of joining the queue"),
    word("lifo", "the latest to join"),
    word("random", "each waiting request equally likely"),
    word("most_signatures", "the largest expected number of signatures at that moment"),
    word("priority", "by the class's priority, then in order of joining"),
    word("deadline", "the earliest promise first, those without one last"),
]);

static STAGE: TableDef = TableDef::plain(
    "a stage",
    &[
        key("label", Shape::Text, "What charts print instead of the name.", r#"label = "Drafting""#),
        key(
            "staff",
            STAFF_LEVEL,
            "Number of servers, `\"unlimited\"`, or a dated list of numbers. When it falls, `when_staff_leave` says \
             what becomes of work in hand.",
            "staff = [{ at = 2011-09-22, staff = 4 }, { at = 2012-07-01, staff = 1 }]",
        )
        .required(),
        key(
            "staff_repeats",
            Shape::Duration,
            "The list of staff is a cycle of this length, from `start`: its last number holds until the first entry of \
             the next round.",
            r#"staff_repeats = "7 days""#,
        ),
        key(
            "when_staff_leave",
            Shape::Word(&[
                word("finish", "work in hand is finished first"),
                word("hand_back", "it goes back to the head of the queue, last started first, and is continued later"),
            ]),
            "What happens to work in hand when staff falls.",
            r#"when_staff_leave = "hand_back""#,
        )
        .default(r#""finish""#),
        key(
            "productivity",
            Shape::AnyOf(&[
                Shape::Number(NOT_NEGATIVE),
                Shape::Growth,
                Shape::List(&Shape::Table(&requests::FACTOR_STEP)),
            ]),
            "A factor on the speed of work: a number, compounding growth, which is 1 at `start`, or a dated list.",
            r#"productivity = "10% per year""#,
        ),
        key(
            "service",
            Shape::Distribution(Quantity::Working),
            "Time of one service. If the stage has a calendar it is working time, such as `\"15 working days\"`.",
            r#"service = { lognormal = { mean = "4 days", cv = 1.0 } }"#,
        )
        .required(),
        key(
            "library_service",
            Shape::Distribution(Quantity::Working),
            "Service time of requests that prepared texts answer.",
            r#"library_service = "10 minutes""#,
        ),
        key(
            "by_class",
            Shape::Names(&BY_CLASS),
            "What differs by class.",
            r#"by_class = { petitions = { service = "2 days" } }"#,
        ),
        key("discipline", DISCIPLINE, "Which waiting request is served next.", r#"discipline = "random""#)
            .default(r#""fifo""#),
        key(
            "calendar",
            Shape::Name("calendar"),
            "When the stage is open. Without it, always.",
            r#"calendar = "office""#,
        ),
        key("queue_limit", Shape::Integer(COUNT), "Waiting places; a full queue refuses.", "queue_limit = 20"),
        key(
            "answers",
            Shape::Word(&[word("request", "one request"), word("topic", "every waiting request of its topic")]),
            "What one service answers.",
            r#"answers = "topic""#,
        )
        .default(r#""request""#),
        key(
            "release_days",
            Shape::List(&top::WEEKDAY),
            "Weekdays on which finished answers are published. Without it, at once.",
            r#"release_days = ["Thu", "Fri"]"#,
        ),
        key(
            "next",
            ROUTE,
            "Where a request goes afterwards: a stage, `\"end\"`, or shares over them.",
            "next = { review = 0.9, drafting = 0.1 }",
        )
        .default(r#""end""#),
        key(
            "copies",
            Shape::Integer(COPIES),
            "So many identical desks, each with its own queue and `staff`; a request keeps to one of them.",
            "copies = 39",
        )
        .default("1"),
        key(
            "initial_backlog",
            Shape::Shares("class", INITIAL),
            "Requests that wait at the start, by class: created and eligible then, without signatures. They wait even beyond `queue_limit`.",
            "initial_backlog = { petitions = 30 }",
        ),
    ],
);

static STAFF_STEP: TableDef = TableDef::plain(
    "a dated number of staff",
    &[
        key("at", Shape::Moment, "From when it holds; the first holds before it, too.", "at = 2012-07-01").required(),
        key("staff", Shape::Integer(STAFF), "Number of servers.", "staff = 4").required(),
        key(
            "until",
            Shape::Moment,
            "The number moves linearly from the one before, at `at`, to this one, here; it is rounded.",
            "until = 2012-09-01",
        ),
    ],
);

static BY_CLASS: NamesDef = NamesDef {
    what: "class",
    plural: "classes",
    shape: Shape::Table(&CLASS_AT_STAGE),
    free: false,
    fixed: false,
    beside: None,
};

static CLASS_AT_STAGE: TableDef = TableDef::plain(
    "a class at a stage",
    &[
        key("service", Shape::Distribution(Quantity::Working), "In place of the stage's.", r#"service = "2 days""#),
        key("next", ROUTE, "In place of the stage's.", r#"next = "end""#),
    ],
);
