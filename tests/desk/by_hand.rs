//! Small desks whose whole course can be worked out by hand.

use saule::model::metric::{
    Metric::{
        self, Abandoned, Answered, CoverageRequests, Created, Eligible, InService, OnTimeShare, PeerAnswered, Queued,
        Refused, Staff, WaitingTime,
    },
    Statistic,
};

use super::{replications, series, statistic};

/// Values of a metric of all classes at days 0, 0.5, 1, …
fn course(metric: Metric, set: &[&str]) -> Vec<f64> {
    let (layout, outcomes) = replications("waiting.toml", set, 1);
    series(&layout, &outcomes[0], metric, None, None).to_vec()
}

/// The first grid points at which a flow has reached 1, 2, 3 …
fn moments(metric: Metric, class: Option<usize>, set: &[&str]) -> Vec<f64> {
    let (layout, outcomes) = replications("waiting.toml", set, 1);
    let flow = series(&layout, &outcomes[0], metric, class, None);
    let count = *flow.last().unwrap() as usize;
    (1..=count).map(|n| layout.grid[flow.iter().position(|&value| value >= n as f64).unwrap()]).collect()
}

const FALLING: [&str; 3] = [
    "stages.desk.initial_backlog={ first = 3 }",
    "stages.desk.service=2 days",
    r#"stages.desk.staff=[{ at = "0 days", staff = 2 }, { at = "1 day", staff = 1 }]"#,
];

#[test]
fn work_in_hand_is_finished_when_staff_leave() {
    assert_eq!(moments(Answered, None, &FALLING), [2.0, 2.0, 4.0]);
}

#[test]
fn work_handed_back_is_continued_first() {
    let set = [FALLING[0], FALLING[1], FALLING[2], "stages.desk.when_staff_leave=hand_back"];
    // The second waits with one day left from day 1, is continued at day 2; the third starts at day 3.
    assert_eq!(moments(Answered, None, &set), [2.0, 3.0, 5.0]);
    assert_eq!(course(InService, &set)[1..4], [2.0, 1.0, 1.0]);
    assert_eq!(course(Queued, &set)[1..6], [1.0, 2.0, 2.0, 1.0, 1.0]);
}

#[test]
fn patience_runs_on_when_work_is_handed_back() {
    let patience = r#"requests.first.patience=1.25 days"#;
    let set = [FALLING[0], FALLING[1], FALLING[2], "stages.desk.when_staff_leave=hand_back", patience];
    // The second waits from day 1 on and would be continued at day 2; the third leaves at 1.25.
    assert_eq!(moments(Answered, None, &set), [2.0, 3.0]);
    assert_eq!(moments(Abandoned, None, &set), [1.5]);
    let longer = [set[0], "stages.desk.service=3 days", set[2], set[3], set[4]];
    assert_eq!(moments(Abandoned, None, &longer), [1.5, 2.5]);
}

#[test]
fn a_backlog_beyond_the_limit_stays_and_refuses_newcomers() {
    let set = ["stages.desk.initial_backlog={ first = 4 }", "stages.desk.queue_limit=1"];
    assert_eq!(moments(Answered, None, &set), [1.0, 2.0, 3.0, 4.0]);
    // The desk sends work on to itself: who comes back finds three waiting, then two, and one place is all there is.
    let back = [set[0], set[1], r#"stages.desk.next={ desk = 0.999999999, end = 0.000000001 }"#];
    assert_eq!(moments(Refused, None, &back)[..2], [1.0, 2.0]);
    assert_eq!(course(Queued, &back)[..6], [3.0, 3.0, 2.0, 2.0, 1.0, 1.0]);
}

#[test]
fn staff_repeats_in_rounds() {
    let set = [
        "stages.desk.initial_backlog={ first = 4 }",
        r#"stages.desk.staff=[{ at = "1 day", staff = 2 }, { at = "1.5 days", staff = 0 }]"#,
        "stages.desk.staff_repeats=3 days",
    ];
    let (layout, outcomes) = replications("waiting.toml", &set, 1);
    let staff = series(&layout, &outcomes[0], Staff, None, Some(0));
    assert_eq!(staff[..12], [0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0]);
    assert_eq!(moments(Answered, None, &set), [2.0, 2.0, 5.0, 5.0]);
}

#[test]
fn patience_ends_in_the_queue_and_not_in_service() {
    let set = ["stages.desk.initial_backlog={ first = 3 }", "requests.first.patience=1.25 days"];
    assert_eq!(moments(Answered, None, &set), [1.0, 2.0]);
    assert_eq!(moments(Abandoned, None, &set), [1.5]);
}

#[test]
fn patience_in_working_time_runs_in_working_hours() {
    let set = [
        "stages.desk.initial_backlog={ first = 2 }",
        "stages.desk.service=5 days",
        r#"calendars.half={ days = ["Mon", "Tue", "Wed"], from = "12:00" }"#,
        "requests.first.calendar=half",
        "requests.first.patience=18 working hours",
    ];
    // Twelve hours on Monday afternoon, six on Tuesday.
    assert_eq!(moments(Abandoned, None, &set), [2.0]);
}

#[test]
fn peers_answer_those_whose_service_has_not_started() {
    let set =
        ["stages.desk.initial_backlog={ first = 3 }", r#"requests.first.peers={ share = 1, delay = "1.25 days" }"#];
    assert_eq!(moments(Answered, None, &set), [1.0, 2.0]);
    assert_eq!(moments(PeerAnswered, None, &set), [1.5]);
}

#[test]
fn the_first_priority_and_the_earliest_promise_go_first() {
    let backlog = "stages.desk.initial_backlog={ first = 2, second = 2 }";
    let fifo = [backlog];
    assert_eq!(moments(Answered, Some(0), &fifo), [1.0, 2.0]);
    let priority = [backlog, "stages.desk.discipline=priority", "requests.second.priority=1"];
    assert_eq!(moments(Answered, Some(0), &priority), [3.0, 4.0]);
    let promise =
        [backlog, "stages.desk.discipline=deadline", "requests.first.promise=5 days", "requests.second.promise=4 days"];
    assert_eq!(moments(Answered, Some(0), &promise), [3.0, 4.0]);
    // Nothing promised comes last.
    let unpromised = [backlog, "stages.desk.discipline=deadline", "requests.second.promise=400 days"];
    assert_eq!(moments(Answered, Some(0), &unpromised), [3.0, 4.0]);
}

#[test]
fn classes_have_their_own_service_and_way_on() {
    let set = [
        "stages.desk.initial_backlog={ first = 1, second = 1 }",
        r#"stages.desk.by_class={ second = { service = "2 days", next = "check" } }"#,
    ];
    assert_eq!(moments(Answered, Some(0), &set), [1.0]);
    assert_eq!(moments(Answered, Some(1), &set), [4.0]);
}

#[test]
fn the_library_answers_in_its_own_time() {
    let set = [
        "stages.desk.initial_backlog={ first = 1, second = 1 }",
        "stages.desk.library_service=0.5 days",
        "requests.second.library_share=1",
    ];
    assert_eq!(moments(Answered, Some(0), &set), [1.0]);
    assert_eq!(moments(Answered, Some(1), &set), [1.5]);
}

#[test]
fn productivity_changes_the_speed_of_work() {
    let backlog = "stages.desk.initial_backlog={ first = 1 }";
    let done = |set: &[&str]| moments(Answered, None, &[&[backlog], set].concat());
    assert_eq!(done(&["stages.desk.productivity=0.5"]), [2.0]);
    let election = r#"stages.desk.productivity=[{ at = "0 days", factor = 1 }, { at = "0.5 days", factor = 0.25 }]"#;
    assert_eq!(done(&[election]), [2.5]);
    // (t − 0.5)²/4 of the work is done on the ramp.
    let ramp = r#"stages.desk.productivity=[{ at = "0 days", factor = 0 }, { at = "0.5 days", factor = 1, until = "2.5 days" }]"#;
    assert_eq!(done(&[ramp]), [2.5]);
    // Doubling every day does (2^t − 1)/ln 2 days of work; this is a little less than 3/ln 2.
    assert_eq!(done(&["stages.desk.productivity=100% per day", "stages.desk.service=4.328 days"]), [2.0]);
    // Six hours of work at half speed fill the twelve hours of Monday afternoon.
    let noon = r#"calendars.noon={ days = ["Mon", "Tue"], from = "12:00" }"#;
    let office = [noon, "stages.desk.calendar=noon", "stages.desk.service=6 working hours"];
    assert_eq!(done(&[&office[..], &["stages.desk.productivity=0.5"]].concat()), [1.0]);
    assert_eq!(done(&[&office[..], &["stages.desk.productivity=0.4"]].concat()), [2.0]);
}

#[test]
fn copies_have_a_queue_and_staff_each() {
    let set =
        ["stages.desk.initial_backlog={ first = 400 }", "stages.desk.copies=4", "stages.desk.service=0.015625 days"];
    let (layout, outcomes) = replications("waiting.toml", &set, 1);
    assert_eq!(series(&layout, &outcomes[0], Staff, None, Some(0))[0], 4.0);
    let answered = series(&layout, &outcomes[0], Answered, None, None);
    // Half a day is 32 services at each copy. The copies' shares differ: at day 1.5, after 96 services, some have
    // none left, and some have.
    assert_eq!(answered[1..3], [128.0, 256.0]);
    assert!(answered[3] < 384.0 && answered[3] > 340.0, "{}", answered[3]);
    assert_eq!(answered[4], 400.0);
}

#[test]
fn who_waits_at_the_start_counts_without_a_warm_up() {
    let set = ["stages.desk.initial_backlog={ first = 3 }", "requests.first.promise=2 days"];
    let (layout, outcomes) = replications("waiting.toml", &set, 1);
    let end = |metric| statistic(&layout, &outcomes[0], metric, Statistic::End, 0);
    // They are answered after 1, 2 and 3 days, and wait for 0, 1 and 2.
    assert_eq!([Created, Eligible, Answered].map(end), [3.0; 3]);
    assert_eq!([end(CoverageRequests), end(OnTimeShare)], [1.0, 2.0 / 3.0]);
    let waiting = layout.tallies.iter().position(|cell| cell.metric == WaitingTime && cell.class == Some(0)).unwrap();
    let times = &outcomes[0].tallies[waiting];
    assert_eq!((times.ended.total(), times.sum), (3, 3.0));
    let later = ["stages.desk.initial_backlog={ first = 3 }", "monte_carlo.warm_up=1.5 days"];
    let (layout, outcomes) = replications("waiting.toml", &later, 1);
    let end = |metric| statistic(&layout, &outcomes[0], metric, Statistic::End, 0);
    assert_eq!([Created, Eligible, Answered].map(end), [0.0, 0.0, 2.0]);
    assert!(end(CoverageRequests).is_nan(), "nobody came since");
}

/// Where one class follows another, a request counts as one of the time at which it was created first.
#[test]
fn coverage_is_of_the_same_requests_in_a_class_that_follows() {
    let (layout, outcomes) = replications("followed.toml", &[], 20);
    for outcome in &outcomes {
        // In nearly no time a second signature makes a request eligible in the second class, where it has its answer.
        let [first, second] = [0, 1].map(|class| statistic(&layout, outcome, CoverageRequests, Statistic::End, class));
        assert!((0.3..0.9).contains(&first) && second > 0.99, "{first} {second}");
    }
}

#[test]
fn staff_of_many_copies_are_told_as_they_are() {
    let set = ["stages.desk.staff=1_000_000", "stages.desk.copies=10_000"];
    let (layout, outcomes) = replications("waiting.toml", &set, 1);
    assert_eq!(series(&layout, &outcomes[0], Staff, None, Some(0))[0], 1e10);
}
