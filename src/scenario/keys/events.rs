//! Keys of events.

use super::*;

pub(super) static EVENTS: NamesDef =
    NamesDef { what: "event", plural: "events", shape: Shape::Table(&EVENT), free: false, fixed: false };

static EVENT: TableDef = TableDef::choice(
    "an event",
    &[
        key("at", Shape::Moment, "When it happens.", "at = 2011-10-03"),
        key("when", Shape::Condition, "The condition that makes it happen.", r#"when = "backlog > 50""#),
        key("for", Shape::Duration, "How long the condition must have held.", r#"for = "7 days""#),
        key("after", Shape::Name("event"), "Not before this event has happened.", r#"after = "over_fifty""#),
        key("set", Shape::Assignments, "Values that change, by path.", r#"set = { "stages.drafting.staff" = 6 }"#),
        key("close", Shape::Name("class"), "A class whose arrivals are dropped from then on.", r#"close = "tweets""#),
        key("reopen", Shape::Name("class"), "A class that opens again.", r#"reopen = "tweets""#),
        key("drop_queue", Shape::Name("stage"), "A stage whose queue is dropped.", r#"drop_queue = "answering""#),
        key(
            "answer_all",
            Shape::Name("stage"),
            "A stage whose requests are all answered at once.",
            r#"answer_all = "answering""#,
        ),
        key(
            "scale_arrivals",
            Shape::Shares("class", NOT_NEGATIVE),
            "Factors on arrivals, by class.",
            "scale_arrivals = { tweets = 2.5 }",
        ),
    ],
    &["at", "when"],
);
