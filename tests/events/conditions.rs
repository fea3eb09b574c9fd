//! When conditions begin and cease to hold, on a desk whose course is known (`scenarios/by_hand.toml`).

use super::happened;

/// First moment, how often, and how long, of a watched condition.
#[track_caller]
fn watched(keys: &str, first: f64, count: u64, held: f64) {
    let event = happened(&[&format!("events.e={{ {keys} }}")])[0];
    assert_eq!((event.first, event.count), (first, count), "{keys}");
    assert!((event.held - held).abs() < 1e-12, "{keys}: held for {}", event.held);
}

#[track_caller]
fn never(keys: &str) {
    let event = happened(&[&format!("events.e={{ {keys} }}")])[0];
    assert!(event.first.is_nan() && event.count == 0, "{keys}: {event:?}");
}

#[test]
fn levels_are_followed_exactly() {
    watched(r#"when = "backlog > 2""#, 4.0, 1, 6.0);
    watched(r#"when = "backlog > 4""#, 8.0, 1, 1.0);
    watched(r#"when = "queued[class=first, stage=desk] >= 2 and answered < 2""#, 4.0, 1, 1.0);
    watched(r#"when = "in_service < 1""#, 0.0, 1, 1.0);
    watched(r#"when = "utilisation >= 1""#, 1.0, 1, 9.0);
    watched(r#"when = "staff <= 1""#, 0.0, 1, 10.0);
    watched(r#"when = "backlog[class=second] <= 0""#, 0.0, 1, 10.0);
    watched(r#"when = "coverage_requests >= 0.5""#, 9.0, 1, 1.0);
    watched(r#"when = "created >= 3""#, 3.0, 1, 7.0);
}

#[test]
fn what_holds_for_no_time_does_not_count() {
    // At day 3 one comes and another is answered; in between there are three or one.
    watched(r#"when = "backlog >= 3""#, 4.0, 1, 6.0);
    never(r#"when = "backlog < 2 and created >= 2""#);
}

#[test]
fn a_condition_must_hold_for_long_enough() {
    watched(r#"when = "backlog >= 3", for = "36 hours""#, 5.5, 1, 6.0);
    never(r#"when = "backlog > 4", for = "1.01 days""#);
}

#[test]
fn the_oldest_wait_passes_its_bound_between_events() {
    // The second waits from 2 to 5, the third from 3 to 7, the fourth from 4 to 9, the fifth from 5 on.
    watched(r#"when = "oldest_wait_days > 2.5""#, 4.5, 2, 0.5 + 4.5);
    watched(r#"when = "oldest_wait_days < 1""#, 0.0, 1, 2.0);
    watched(r#"when = "oldest_wait_days[stage=desk] >= 1.75""#, 4.75, 2, 0.25 + 4.25);
}

#[test]
fn the_clearing_time_grows_between_answers() {
    // Infinite from 1 to 3; then backlog × t / answered: 3t above 13 from 13/3 to 5, 2t from 6.5 to 7, 5t/3 from 8 to 9.
    watched(r#"when = "clearing_time_days > 13""#, 1.0, 4, 2.0 + 2.0 / 3.0 + 0.5 + 1.0);
    watched(r#"when = "clearing_time_days[stage=desk] > 13""#, 1.0, 4, 2.0 + 2.0 / 3.0 + 0.5 + 1.0);
    never(r#"when = "clearing_time_days < 1 and created >= 1""#);
}

#[test]
fn answers_leave_the_clearing_time_after_thirty_days() {
    // Answered at 3, 5, 7, 9 and 11; three remain: 18 days at day 30, 22.5 from 33 on, then 30, 45, 90, infinite.
    let pause = r#"events.pause={ at = "10 days", set = { "stages.desk.staff" = 0 } }"#;
    for (bound, first) in [("> 20", 33.0), (">= 90", 39.0), ("> 90", 41.0)] {
        let watch = format!(r#"events.slow={{ when = "clearing_time_days {bound}", after = "pause" }}"#);
        let slow = happened(&["horizon=60 days", pause, &watch])[1];
        assert_eq!((slow.first, slow.after), (first, 10.0), "{bound}");
        assert!((slow.held - (60.0 - first)).abs() < 1e-12);
    }
}

#[test]
fn windows_that_end_are_noticed_when_they_do() {
    let set = [
        "requests.first.potential=0.001",
        r#"requests.first.growth={ exponential = { mean = "1 day" } }"#,
        "requests.first.threshold.signatures=5",
        "requests.first.window=3 days",
    ];
    let with = |event: &str| happened(&[&set[..], &[event]].concat())[0];
    assert_eq!(with(r#"events.e={ when = "expired >= 2" }"#).first, 5.0);
    assert_eq!(with(r#"events.e={ when = "created >= 8 and gathering < 3" }"#).first, 9.0);
    assert_eq!(with(r#"events.e={ when = "gathering[class=first] >= 3", for = "2.25 days" }"#).first, 5.25);
    let idle = r#"events.e={ when = "created >= 8 and archive < 2" }"#;
    let archive = happened(&["stages.desk.staff=0", "requests.first.retention=2.5 days", idle])[0];
    assert_eq!(archive.first, 9.5);
}

#[test]
fn an_event_waits_for_another() {
    let first = r#"events.first={ when = "backlog >= 3" }"#;
    let then = |keys: &str| happened(&[first, &format!("events.then={{ {keys}, after = \"first\" }}")])[1];
    assert_eq!(then(r#"at = "2 days""#).first, 4.0);
    assert_eq!(then(r#"at = "6.5 days""#).first, 6.5);
    // It is not watched before.
    let watched = then(r#"when = "backlog >= 1", for = "1 day""#);
    assert_eq!((watched.first, watched.after, watched.held), (5.0, 4.0, 6.0));
    let never =
        happened(&[r#"events.first={ when = "backlog >= 9" }"#, r#"events.then={ at = "1 day", after = "first" }"#])[1];
    assert!(never.count == 0 && never.after.is_nan());
}

#[test]
fn conditions_may_read_other_events() {
    let busy = r#"events.busy={ when = "oldest_wait_days > 2.5" }"#;
    let then = |when: &str| happened(&[busy, &format!("events.then={{ when = \"{when}\" }}")])[1];
    assert_eq!(then("count[event=busy] >= 2").first, 5.5);
    // Half a day from 4.5 on, the rest from 5.5 on.
    assert_eq!(then("held_days[event=busy] > 2").first, 7.0);
    assert_eq!(then("held_days[event=busy] < 0.25").held, 4.75);
}

#[test]
fn conditions_follow_each_other_when_nothing_else_happens() {
    let busy = r#"events.busy={ when = "created >= 8" }"#;
    let then = r#"events.then={ when = "held_days[event=busy] > 0.5" }"#;
    assert_eq!(happened(&[busy, then])[1].first, 8.5);
    let both = r#"events={ then = { when = "held_days[event=busy] > 0.5" }, busy = { when = "created >= 8" } }"#;
    assert_eq!(happened(&[both])[0].first, 8.5);
}

#[test]
fn conditions_that_contradict_each_other_come_to_an_end() {
    // After two days each holds only if the other does not.
    let both = r#"events={ a = { when = "held_days[event=b] > 2" }, b = { when = "held_days[event=a] <= 0" } }"#;
    let events = happened(&[both]);
    assert_eq!((events[0].first, events[1].first), (2.0, 0.0));
}

#[test]
fn an_event_that_changes_something_happens_once() {
    let event = happened(&[r#"events.e={ when = "oldest_wait_days > 2.5", set = { "stages.desk.staff" = 1 } }"#])[0];
    assert_eq!((event.first, event.count, event.held), (4.5, 1, 5.0));
}

#[test]
fn what_happens_at_the_horizon_counts_and_what_happens_later_does_not() {
    watched(r#"when = "oldest_wait_days >= 5 and created >= 8""#, 10.0, 1, 0.0);
    let later =
        happened(&["monte_carlo.follow_up=20 days", r#"events.e={ when = "backlog < 4 and created >= 8" }"#])[0];
    assert!(later.count == 0 && later.first.is_nan());
}
