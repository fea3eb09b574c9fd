//! What events change, on a desk whose course is known (`scenarios/by_hand.toml`).

use saule::model::metric::Metric::{
    Abandoned, Answered, Backlog, CoverageSignatures, Created, Dropped, InService, Queued, Refused, Responses,
    Threshold, Unreleased,
};

use super::{course, moments, replications};

fn at(day: f64, keys: &str) -> String {
    format!("events.at{}={{ at = \"{day} days\", {keys} }}", (day * 100.0) as u32)
}

fn set(day: f64, path: &str, value: &str) -> String {
    at(day, &format!("set = {{ \"{path}\" = {value} }}"))
}

#[test]
fn staff_changes_as_a_dated_list_does() {
    let event = set(4.5, "stages.desk.staff", "3");
    assert_eq!(moments(Answered, &[&event]), [3.0, 5.0, 6.5, 6.5, 7.0, 8.5, 9.0, 10.0]);
    let list = r#"stages.desk.staff=[{ at = "0 days", staff = 1 }, { at = "4.5 days", staff = 3 }]"#;
    assert_eq!(moments(Answered, &[list]), moments(Answered, &[&event]));
}

#[test]
fn work_in_hand_goes_on_at_the_new_speed() {
    let faster = set(4.0, "stages.desk.productivity", "2");
    assert_eq!(moments(Answered, &[&faster])[..4], [3.0, 4.5, 5.5, 6.5]);
    // From day 6 on at half the speed: half a day of work at speed 2 is two days then, and later ones take four.
    let slower = set(6.0, "stages.desk.productivity", "0.5");
    assert_eq!(moments(Answered, &[&faster, &slower]), [3.0, 4.5, 5.5, 8.0]);
    let strike = set(4.0, "stages.desk.productivity", "0");
    assert_eq!(moments(Answered, &[&strike]), [3.0]);
    assert_eq!(moments(Answered, &[&strike, &set(6.0, "stages.desk.productivity", "1")]), [3.0, 7.0, 9.0]);
}

#[test]
fn a_dated_productivity_takes_over_at_its_next_entry() {
    let dated = r#"stages.desk.productivity=[{ at = "0 days", factor = 1 }, { at = "4.5 days", factor = 1 }]"#;
    // Double speed from 4 to 4.5 does a whole day.
    assert_eq!(moments(Answered, &[dated, &set(4.0, "stages.desk.productivity", "2")])[..3], [3.0, 4.5, 6.5]);
}

#[test]
fn work_pauses_at_closing_time_at_any_speed() {
    let office = [
        r#"calendars.noon={ days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], from = "12:00" }"#,
        "stages.desk.calendar=noon",
        "stages.desk.service=12 working hours",
    ];
    let slow = set(1.0, "stages.desk.productivity", "0.5");
    assert_eq!(moments(Answered, &[&office[..], &[&slow]].concat()), [3.0, 5.0, 7.0, 9.0]);
}

#[test]
fn those_who_wait_are_ordered_anew() {
    let base =
        ["stages.desk.initial_backlog={ first = 2, second = 2 }", "stages.desk.service=1 day", "horizon=1.5 days"];
    let of_second = |more: &[&str]| -> Vec<f64> {
        let longer = [
            base[0],
            base[1],
            "requests.first.arrivals={ daily = \"none\", other = { poisson = { rate = \"0 per day\" } } }",
        ];
        let (layout, outcomes) = replications("by_hand.toml", &[&longer[..], more].concat(), 1);
        let index = layout.series_index(Answered, Some(1), None).unwrap();
        let flow = &outcomes[0].series[index * layout.grid.len()..(index + 1) * layout.grid.len()];
        (1..=2).map(|n| flow.iter().position(|&value| value >= f64::from(n)).unwrap() as f64 / 2.0).collect()
    };
    assert_eq!(of_second(&[]), [3.0, 4.0]);
    assert_eq!(of_second(&[&set(0.5, "stages.desk.discipline", "\"lifo\"")]), [2.0, 3.0]);
    let priority = set(0.5, "stages.desk.discipline", "\"priority\"");
    assert_eq!(of_second(&["requests.second.priority=1", &priority]), [2.0, 3.0]);
    assert_eq!(of_second(&["requests.first.priority=1", &priority]), [3.0, 4.0]);
    for discipline in ["random", "most_signatures", "deadline", "fifo"] {
        let lifo = set(0.25, "stages.desk.discipline", "\"lifo\"");
        let other = set(0.5, "stages.desk.discipline", &format!("\"{discipline}\""));
        let answered = of_second(&[&lifo, &other]);
        assert!(answered[1] <= 4.0, "{discipline}: {answered:?}");
    }
    // Work that was handed back still comes first.
    let handed_back = [
        r#"stages.desk.staff=[{ at = "0 days", staff = 1 }, { at = "0.5 days", staff = 0 }, { at = "1 day", staff = 1 }]"#,
        "stages.desk.when_staff_leave=hand_back",
    ];
    let lifo = set(0.75, "stages.desk.discipline", "\"lifo\"");
    assert_eq!(of_second(&[handed_back[0], handed_back[1], &lifo]), [2.5, 3.5]);
}

#[test]
fn a_limit_refuses_those_who_come() {
    let limit = set(4.5, "stages.desk.queue_limit", "1");
    assert_eq!(moments(Refused, &[&limit]), [5.0, 6.0, 7.0]);
    let lifted = set(5.5, "stages.desk.queue_limit", "\"none\"");
    assert_eq!(moments(Refused, &[&limit, &lifted]), [5.0]);
}

#[test]
fn patience_is_that_of_queues_joined_later() {
    let patience = set(4.5, "requests.first.patience", "\"1.5 days\"");
    // The third and the fourth stay; the fifth comes at 5, the sixth at 6, and so on.
    assert_eq!(moments(Abandoned, &[&patience]), [6.5, 7.5, 8.5]);
    assert_eq!(moments(Abandoned, &["requests.first.patience=1.5 days"])[0], 4.5);
    let endless = set(3.5, "requests.first.patience", "\"none\"");
    assert_eq!(moments(Abandoned, &["requests.first.patience=1.5 days", &endless]), [4.5]);
}

#[test]
fn a_closed_class_drops_what_arrives() {
    let events = [at(2.5, "close = \"first\""), at(5.5, "reopen = \"first\"")];
    let events = [events[0].as_str(), &events[1]];
    assert_eq!(moments(Dropped, &events), [3.0, 4.0, 5.0]);
    assert_eq!(moments(Created, &events).len(), 8);
    assert_eq!(moments(Answered, &events), [3.0, 5.0, 8.0, 10.0]);
}

#[test]
fn a_queue_is_dropped_and_work_in_hand_goes_on() {
    let drop = at(4.5, "drop_queue = \"desk\"");
    assert_eq!(moments(Dropped, &[&drop]), [4.5, 4.5]);
    assert_eq!(moments(Answered, &[&drop]), [3.0, 5.0, 7.0, 9.0]);
    let (layout, outcomes) = replications("by_hand.toml", &[&drop], 1);
    let end = |class, stage| {
        let index = layout.series_index(Dropped, class, stage).unwrap();
        outcomes[0].series[(index + 1) * layout.grid.len() - 1]
    };
    assert_eq!([end(None, None), end(Some(0), None), end(Some(0), Some(0)), end(Some(1), None)], [2.0, 2.0, 2.0, 0.0]);
}

#[test]
fn everyone_is_answered_at_once() {
    let answer = at(4.5, "answer_all = \"desk\"");
    assert_eq!(moments(Answered, &[&answer]), [3.0, 4.5, 4.5, 4.5, 7.0, 9.0]);
    assert_eq!(moments(Responses, &[&answer]), [3.0, 7.0, 9.0]);
    // The answers of day 3 and 5 wait for Sunday, day 6.
    let set = ["stages.desk.release_days=[\"Sun\"]", &at(5.5, "answer_all = \"desk\"")];
    assert_eq!(moments(Answered, &set), [5.5, 5.5, 5.5, 5.5, 5.5]);
    for metric in [Backlog, InService, Queued, Unreleased] {
        assert_eq!(course(metric, &set)[11], 0.0);
    }
}

#[test]
fn actions_follow_each_other_at_a_moment() {
    let second = r#"events.second={ when = "dropped >= 2", answer_all = "desk" }"#;
    assert_eq!(moments(Answered, &[&at(4.5, "drop_queue = \"desk\""), second])[..2], [3.0, 4.5]);
}

#[test]
fn an_event_acts_as_a_dated_change_of_the_threshold_does() {
    let signatures = [
        "requests.first.potential={ lognormal = { median = 60, sigma = 1 } }",
        r#"requests.first.growth={ exponential = { mean = "4 days" } }"#,
        "requests.first.arrivals={ daily = \"none\", many = { poisson = { rate = \"40 per day\" } } }",
        "requests.first.window=6 days",
        "requests.first.threshold.signatures=50",
        "observe=0.25 days",
    ];
    for binds in ["new", "open"] {
        let dated =
            format!(r#"requests.first.threshold.changes=[{{ at = "5 days", signatures = 20, binds = "{binds}" }}]"#);
        let event =
            at(5.0, &format!(r#"set = {{ "requests.first.threshold" = {{ signatures = 20, binds = "{binds}" }} }}"#));
        let run = |change: &str| replications("by_hand.toml", &[&signatures[..], &[change]].concat(), 3);
        let ((layout, dated), (_, event)) = (run(&dated), run(&event));
        for (dated, event) in dated.iter().zip(&event) {
            for (place, cell) in layout.series.iter().enumerate() {
                let points = place * layout.grid.len()..(place + 1) * layout.grid.len();
                for (dated, event) in dated.series[points.clone()].iter().zip(&event.series[points]) {
                    // Where the level is foreseen, requests too small to cross count by the mean of their signatures.
                    let is_mean = cell.metric == CoverageSignatures && binds == "new";
                    let is_near = is_mean && (dated / event - 1.0).abs() < 0.05;
                    assert!(dated.to_bits() == event.to_bits() || is_near, "{binds} {cell:?}: {dated} {event}");
                }
            }
            assert_eq!(dated.tallies, event.tallies);
        }
        let index = layout.series_index(Threshold, Some(0), None).unwrap();
        assert_eq!(event[0].series[(index + 1) * layout.grid.len() - 1], 20.0);
    }
}
