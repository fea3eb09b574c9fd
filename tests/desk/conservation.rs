//! No request is lost or counted twice: at every observation of every replication, exactly.

use saule::model::metric::Metric::{
    self, Abandoned, Answered, Backlog, BacklogAfterWindow, BacklogInWindow, Created, Dropped, Expired, Gathering,
    InService, PeerAnswered, Queued, Refused, Unreleased,
};

use super::{replications, series};

const DISCIPLINES: [&str; 6] = ["fifo", "lifo", "random", "most_signatures", "priority", "deadline"];

#[test]
fn every_request_is_somewhere_at_every_observation() {
    for discipline in DISCIPLINES {
        let set =
            [format!("stages.drafting.discipline={discipline}"), format!("stages.review.discipline={discipline}")];
        let set: Vec<&str> = set.iter().map(String::as_str).collect();
        let (layout, outcomes) = replications("everything.toml", &set, 20);
        for outcome in &outcomes {
            for class in [Some(0), Some(1), Some(2), None] {
                let sum = |metrics: &[Metric], point: usize| -> f64 {
                    metrics.iter().map(|&metric| series(&layout, outcome, metric, class, None)[point]).sum()
                };
                for point in 0..layout.grid.len() {
                    let left = [Gathering, Expired, Backlog, Answered, PeerAnswered, Abandoned, Refused, Dropped];
                    assert_eq!(sum(&[Created], point), sum(&left, point), "{discipline}, {class:?}, {point}");
                    let in_backlog = sum(&[Backlog], point);
                    assert_eq!(in_backlog, sum(&[Queued, InService, Unreleased], point), "{discipline}, {class:?}");
                    assert_eq!(in_backlog, sum(&[BacklogInWindow, BacklogAfterWindow], point), "{discipline}");
                }
            }
        }
    }
}

#[test]
fn every_way_out_is_taken() {
    let (layout, outcomes) = replications("everything.toml", &[], 10);
    let last = |outcome, metric, class, stage| *series(&layout, outcome, metric, class, stage).last().unwrap();
    let end =
        |metric, class, stage| -> f64 { outcomes.iter().map(|outcome| last(outcome, metric, class, stage)).sum() };
    for metric in [Expired, Answered, PeerAnswered, Abandoned, Refused] {
        assert!(end(metric, None, None) > 10.0, "{metric:?}");
    }
    // A class without patience and peers stays; a stage without limit refuses nobody.
    assert_eq!(end(Abandoned, Some(2), None) + end(PeerAnswered, Some(2), None), 0.0);
    assert_eq!(end(Refused, None, Some(1)), 0.0);
}

#[test]
fn those_who_leave_in_another_way_compete_with_the_answer() {
    let (layout, outcomes) = replications("everything.toml", &["monte_carlo.warm_up=0 days"], 3);
    for outcome in &outcomes {
        for class in 0..3 {
            let is_response =
                |cell: &&saule::engine::Cell| cell.metric == Metric::ResponseTime && cell.class == Some(class);
            let index = layout.tallies.iter().position(|cell| is_response(&cell)).unwrap();
            let end = |metric| *series(&layout, outcome, metric, Some(class), None).last().unwrap();
            let tally = &outcome.tallies[index];
            assert_eq!(tally.ended.total() as f64, end(Answered));
            assert_eq!(tally.competed.total() as f64, end(PeerAnswered) + end(Abandoned) + end(Refused));
            assert_eq!(tally.censored.total() as f64, end(Backlog));
        }
    }
}

#[test]
fn no_request_is_lost_when_events_change_the_desk() {
    let events = r#"events={
        a = { at = "25.3 days", drop_queue = "drafting", set = { "stages.review.discipline" = "lifo" } },
        b = { when = "backlog[stage=review] > 20", for = "2 days", answer_all = "review" },
        c = { at = "45 days", close = "questions", set = { "stages.drafting.staff" = 0, "stages.drafting.discipline" = "random" } },
        d = { at = "55 days", reopen = "questions", scale_arrivals = { questions = 2.5, petitions = 0.5 } },
        e = { at = "60 days", answer_all = "drafting", set = { "stages.drafting.productivity" = 2, "stages.drafting.queue_limit" = 5 } },
        f = { when = "oldest_wait_days > 4", after = "d", drop_queue = "review", set = { "stages.review.staff" = 1 } },
        g = { at = "80 days", set = { "requests.petitions.threshold" = { signatures = 150, binds = "open" }, "requests.questions.patience" = "none" } },
    }"#;
    for (index, discipline) in DISCIPLINES.iter().enumerate() {
        let discipline = format!("stages.drafting.discipline={discipline}");
        let (layout, outcomes) = replications("everything.toml", &[&discipline, events], 5);
        for outcome in &outcomes {
            let of = |metric, class| series(&layout, outcome, metric, class, None);
            for class in [Some(0), Some(1), Some(2), None] {
                for point in 0..layout.grid.len() {
                    let left = [Gathering, Expired, Backlog, Answered, PeerAnswered, Abandoned, Refused, Dropped];
                    let sum: f64 = left.iter().map(|&metric| of(metric, class)[point]).sum();
                    assert_eq!(of(Created, class)[point], sum, "{class:?}, {point}");
                    let here: f64 =
                        [Queued, InService, Unreleased].iter().map(|&metric| of(metric, class)[point]).sum();
                    assert_eq!(of(Backlog, class)[point], here, "{class:?}, {point}");
                }
            }
            assert!(*of(Dropped, None).last().unwrap() > 100.0);
            assert!(outcome.happened.iter().all(|event| event.count == 1), "{index}: {:?}", outcome.happened);
        }
    }
}
