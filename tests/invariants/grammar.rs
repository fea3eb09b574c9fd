//! Random scenarios: a small grammar of the keys that a file may hold, all of them valid together.

use std::fmt::Write;

use proptest::prelude::*;

/// A scenario as text, and what is known of it.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The file.
    pub text: String,
    /// Whether more staff can never lengthen its backlog.
    pub is_monotone: bool,
}

/// Any scenario of the grammar. Its variants are `base`, `more staff` and `higher threshold`; the last two differ from
/// the first in nothing else.
pub fn scenario() -> impl Strategy<Value = Scenario> {
    let time =
        (20u32..120, prop_oneof![Just("1 day"), Just("36 hours"), Just("1 week")], often_zero(15), often_zero(40));
    let parts = (prop::collection::vec(class(), 1..3), prop::collection::vec(stage(), 0..4), events());
    (time, parts, any::<u32>()).prop_map(|((horizon, observe, warm_up, follow_up), (classes, stages, events), seed)| {
        let mut text = format!(
            "schema = 1\nstart = 2025-01-01\nhorizon = \"{horizon} days\"\nobserve = \"{observe}\"\n\
                 [monte_carlo]\nreplications = 3\nseed = {seed}\nwarm_up = \"{warm_up} days\"\n\
                 follow_up = \"{follow_up} days\"\n\
                 [calendars.office]\ndays = [\"Mon\", \"Tue\", \"Wed\", \"Fri\"]\nfrom = \"09:00\"\nto = \"16:30\"\n"
        );
        for (index, class) in classes.iter().enumerate() {
            let enters = if stages.is_empty() { "end" } else { "s0" };
            let _ = write!(
                text,
                "[requests.c{index}]\nenters = \"{enters}\"\n{}",
                class.replace("NAME", &format!("c{index}"))
            );
        }
        for (index, stage) in stages.iter().enumerate() {
            let next = if index + 1 < stages.len() { format!("s{}", index + 1) } else { "end".into() };
            let next = match stage.rework {
                Some(share) => format!("{{ {next} = {}, s{index} = {share} }}", 1.0 - share),
                None => format!("\"{next}\""),
            };
            let _ = write!(text, "[stages.s{index}]\nnext = {next}\n{}", stage.text);
        }
        // Events of a stage need one, whose staff is limited.
        let has_desk = !stages.is_empty() && !stages[0].text.contains("unlimited");
        let possible = events.into_iter().filter(|event| has_desk || !event.contains("s0"));
        // The first waits for none.
        let events: Vec<&str> = possible.skip_while(|event| event.contains("after")).collect();
        for (index, event) in events.iter().enumerate() {
            let _ = writeln!(text, "[events.e{index}]\n{event}");
        }
        text += "[variants.base]\n";
        if !stages.is_empty() {
            let _ = write!(text, "[variants.\"more staff\"]\nstages.s0.staff = 9\n");
        }
        text += "[variants.\"higher threshold\"]\n";
        for index in 0..classes.len() {
            // A level far above any other, and fixed for life.
            let _ = writeln!(text, "requests.c{index}.threshold.signatures = 1_000");
        }
        let is_monotone = stages.len() == 1 && stages[0].is_monotone && events.is_empty() && !text.contains("patience");
        Scenario { text, is_monotone }
    })
}

#[derive(Debug, Clone)]
struct Stage {
    text: String,
    rework: Option<f64>,
    is_monotone: bool,
}

/// Events. What they change before the desk does not depend on the desk, so that variants create the same requests.
fn events() -> impl Strategy<Value = Vec<&'static str>> {
    let event = prop::sample::select(vec![
        "at = \"8 days\"\nclose = \"c0\"\n",
        "at = \"14 days\"\nreopen = \"c0\"\n",
        "when = \"created >= 30\"\nclose = \"c0\"\nscale_arrivals = { c0 = 2 }\n",
        "at = \"5 days\"\nscale_arrivals = { c0 = 1.7 }\n",
        "when = \"created[class=c0] > 20\"\nfor = \"2 days\"\nscale_arrivals = { c0 = 0.4 }\n",
        "at = \"9 days\"\nset = { \"requests.c0.threshold\" = { signatures = 30, binds = \"open\" } }\n",
        "at = \"7 days\"\nset = { \"requests.c0.patience\" = { exponential = { mean = \"3 days\" } } }\n",
        "when = \"backlog > 5\"\nfor = \"12 hours\"\ndrop_queue = \"s0\"\n",
        "when = \"oldest_wait_days[stage=s0] > 3\"\nanswer_all = \"s0\"\n",
        "when = \"clearing_time_days > 4\"\nset = { \"stages.s0.staff\" = 1 }\n",
        "when = \"queued[stage=s0] > 3 and utilisation[stage=s0] >= 1\"\nset = { \"stages.s0.discipline\" = \"random\", \"stages.s0.queue_limit\" = 4 }\n",
        "at = \"11 days\"\nset = { \"stages.s0.productivity\" = 0.4, \"stages.s0.discipline\" = \"lifo\" }\n",
        "at = \"13 days\"\nset = { \"stages.s0.productivity\" = 3, \"stages.s0.staff\" = 0 }\n",
        "when = \"backlog > 2 and oldest_wait_days < 9\"\n",
        "when = \"gathering > 3 and expired > 5\"\nfor = \"1 day\"\n",
        "when = \"backlog < 4\"\nafter = \"e0\"\n",
    ]);
    prop_oneof![1 => Just(Vec::new()), 2 => prop::collection::vec(event, 1..5)]
}

/// A number below `end`, in half of the cases 0.
fn often_zero(end: u32) -> impl Strategy<Value = u32> {
    prop_oneof![Just(0), 0..end]
}

/// A key with its value, or nothing.
fn maybe(line: &'static str) -> impl Strategy<Value = &'static str> {
    prop_oneof![2 => Just(""), 1 => Just(line)]
}

fn class() -> impl Strategy<Value = String> {
    let threshold = prop_oneof![
        Just("threshold = { signatures = 100 }\n"),
        Just("threshold = { signatures = 10, changes = [{ at = \"10 days\", signatures = 60, binds = \"open\" }] }\n"),
        Just("threshold = { signatures = 50, changes = [{ at = \"12 days\", signatures = 5 }] }\n"),
        Just(
            "threshold = { signatures = 50, changes = [{ at = \"12 days\", signatures = 0 }, { at = \"17 days\", signatures = 40 }] }\n"
        ),
        Just(
            "threshold = { signatures = 60, changes = [{ at = \"5 days\", until = \"25 days\", signatures = 10, binds = \"open\" }, { at = \"30 days\", until = \"31 days\", signatures = 90, binds = \"open\" }] }\n"
        ),
        Just(
            "threshold = { signatures = 0, changes = [{ at = \"0 days\", until = \"25 days\", signatures = 120 }] }\n"
        ),
        Just("threshold = { signatures = 0 }\n"),
    ];
    let growth = prop_oneof![
        Just("growth = { exponential = { half_life = \"4 days\" } }\n"),
        Just("growth = { logistic = { midpoint = \"9 days\", width = \"2 days\" } }\n"),
    ];
    let terms = (
        maybe("window = \"20 days\"\n"),
        maybe("patience = { exponential = { mean = \"9 days\" } }\n"),
        maybe("promise = \"5 working days\"\ncalendar = \"office\"\n"),
        maybe("hostile_share = 0.4\n"),
        maybe("retention = \"11 days\"\n"),
        maybe("new_topic_share = 0.3\n"),
        maybe("priority = 1\n"),
    );
    let arrivals = (
        1u32..60,
        maybe("wave = { burst = { at = \"6 days\", size = 60, decay = { exponential = { mean = \"3 days\" } } } }\n"),
    );
    (threshold, growth, 20u32..300, terms, arrivals).prop_map(
        |(threshold, growth, median, (a, b, c, d, e, f, g), (rate, burst))| {
            format!(
                "{threshold}{growth}potential = {{ lognormal = {{ median = {median}, sigma = 1.5 }} }}\n{a}{b}{c}{d}{e}{f}{g}\
                 [requests.NAME.arrivals]\nflow = {{ poisson = {{ rate = \"{} per day\" }} }}\n{burst}",
                f64::from(rate) / 10.0
            )
        },
    )
}

fn stage() -> impl Strategy<Value = Stage> {
    let staff = prop_oneof![
        3 => (1u32..5).prop_map(|staff| (staff.to_string(), true)),
        1 => Just(("\"unlimited\"".to_owned(), false)),
        1 => Just(("[{ at = \"0 days\", staff = 2 }, { at = \"9 days\", staff = 0 }, { at = \"20 days\", staff = 4 }]".to_owned(), true)),
    ];
    let discipline = prop_oneof![
        3 => Just("fifo"), 1 => Just("lifo"), 1 => Just("random"), 1 => Just("most_signatures"),
        1 => Just("priority"), 1 => Just("deadline"),
    ];
    let service = prop_oneof![
        Just("{ exponential = { mean = \"20 hours\" } }"),
        Just("{ lognormal = { mean = \"9 hours\", cv = 1.5 } }"),
        Just("\"6 hours\""),
    ];
    let more = (
        maybe("calendar = \"office\"\n"),
        maybe("release_days = [\"Thu\", \"Fri\"]\n"),
        maybe("answers = \"topic\"\n"),
        maybe("initial_backlog = { c0 = 30 }\n"),
        prop::option::weighted(0.3, 0u32..9),
        prop::option::weighted(0.3, Just(0.25)),
    );
    (staff, discipline, service, more).prop_map(
        |((staff, is_limited), discipline, service, (calendar, release, topics, backlog, limit, rework))| {
            let limit = limit.filter(|_| is_limited);
            let mut text = format!(
                "staff = {staff}\nservice = {service}\ndiscipline = \"{discipline}\"\n{calendar}{release}{topics}{backlog}"
            );
            if let Some(limit) = limit {
                let _ = writeln!(text, "queue_limit = {limit}");
            }
            // Nine are more than any of the numbers above; a pure delay has more.
            let is_monotone =
                is_limited && discipline == "fifo" && topics.is_empty() && limit.is_none() && rework.is_none();
            Stage { text, rework, is_monotone }
        },
    )
}
