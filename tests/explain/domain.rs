//! Outside of a formula's domain there is no number, but a reason.

use std::path::Path;

use saule::{
    explain::{self, Explanation, Figure},
    scenario::{self, Options},
};

use super::support::{explained, figure, queue};

fn figures(explanation: &Explanation) -> Vec<&Figure> {
    let crossings = explanation.crossings.iter().flat_map(|line| [&line.created, &line.share, &line.eligible]);
    let stages = explanation
        .stages
        .iter()
        .flat_map(|stage| stage.figures.iter().chain(stage.waits.iter().map(|wait| &wait.figure)));
    crossings.chain(stages).collect()
}

/// Every figure has a finite value or a reason, never both; and so do the periods.
#[track_caller]
fn assert_sound(explanation: &Explanation) {
    for figure in figures(explanation) {
        assert_eq!(figure.value.is_some(), figure.reason.is_none(), "{figure:?}");
        assert!(figure.value.is_none_or(f64::is_finite), "{figure:?}");
    }
    for period in explanation.stages.iter().flat_map(|stage| &stage.periods) {
        let all = [Some(period.arrivals_per_day), period.capacity_per_day, period.staff, Some(period.backlog)];
        assert!(all.into_iter().flatten().all(f64::is_finite), "{period:?}");
    }
}

/// The mean wait has no value, and the reason says why.
#[track_caller]
fn assert_no_wait(body: &str, why: &str) {
    let explanation = explained(200.0, body);
    assert_sound(&explanation);
    let wait = figure(&explanation.stages[0], "mean wait");
    assert_eq!(wait.value, None, "{wait:?}");
    assert!(wait.reason.as_ref().is_some_and(|reason| reason.contains(why)), "{wait:?} does not say {why}");
}

const SERVICE: &str = "service = { exponential = { mean = \"1 day\" } }";

#[test]
fn overload_has_no_wait() {
    for rate in [3.0, 3.5, 300.0] {
        assert_no_wait(&queue(rate, &format!("staff = 3\n{SERVICE}")), "of the capacity is asked for");
    }
    assert_no_wait(&queue(1.0, "staff = 1\nservice = \"1 day\""), "100% of the capacity");
}

#[test]
fn nobody_at_the_desk() {
    let body = queue(3.0, &format!("staff = 0\n{SERVICE}"));
    assert_no_wait(&body, "nobody works here");
    let explanation = explained(200.0, &body);
    let stage = &explanation.stages[0];
    assert_eq!(figure(stage, "load relative to capacity").value, None);
    assert_eq!(figure(stage, "time to clear it, if nothing more came").value, None);
    assert!((figure(stage, "backlog at the end").value.unwrap() - 600.0).abs() < 1e-6);
}

#[test]
fn nobody_comes() {
    assert_no_wait(&queue(0.0, &format!("staff = 2\n{SERVICE}")), "nobody comes");
}

#[test]
fn means_that_are_infinite() {
    let endless = "{ lomax = { scale = \"1 day\", exponent = 0.9 } }";
    assert_no_wait(&queue(0.1, &format!("staff = 1\nservice = {endless}")), "mean service time is infinite");
    let wild = "{ lomax = { scale = \"1 day\", exponent = 1.5 } }";
    assert_no_wait(&queue(0.1, &format!("staff = 1\nservice = {wild}")), "variance of the service time is infinite");
    assert_no_wait(&queue(0.1, &format!("staff = 2\nservice = {wild}")), "variance of the service time is infinite");
    let burst = queue(1.0, &format!("staff = 1\n{SERVICE}")).replace(
        "poisson = { rate = \"1 per day\" }",
        "burst = { at = 2025-01-05, size = { lomax = { scale = 9, exponent = 0.9 } }, decay = \"1 day\" }",
    );
    assert_no_wait(&burst, "infinite");
    assert_eq!(explained(200.0, &burst).crossings[0].created.value, None);
}

#[test]
fn infinite_mean_potentials_still_cross() {
    let body = format!(
        "[requests.petitions]\npotential = {{ lomax = {{ scale = 100, exponent = 0.5 }} }}\n\
         growth = {{ exponential = {{ half_life = \"3 days\" }} }}\nthreshold = {{ signatures = 10_000 }}\n\
         arrivals = {{ some = {{ poisson = {{ rate = \"10 per day\" }} }} }}\n\
         [stages.desk]\nstaff = 3\n{SERVICE}\n"
    );
    let explanation = explained(200.0, &body);
    assert_sound(&explanation);
    let share = explanation.crossings[0].share.value.unwrap();
    // P(K > 10,000) = 101^−0.5, but for the chance of counts.
    assert!((share / 101f64.powf(-0.5) - 1.0).abs() < 1e-4, "{share}");
}

#[test]
fn what_is_not_stationary_is_said() {
    let stage = format!("staff = 3\n{SERVICE}");
    let with = |arrivals: &str| queue(1.0, &stage).replace("poisson = { rate = \"1 per day\" }", arrivals);
    assert_no_wait(&with("poisson = { rate = \"1 per day\", trend = \"1% per week\" }"), "at a rate that changes");
    assert_no_wait(&with("poisson = { rate = \"1 per day\", batch = 2 }"), "in batches");
    assert_no_wait(&with("poisson = { rate = \"1 per day\", until = 2025-02-01 }"), "for a part of the time");
    assert_no_wait(&with("burst = { random = \"1 per day\", size = 2, decay = \"1 day\" }"), "in bursts");
    let of_class = |more: &str| {
        queue(1.0, &stage).replace("[requests.customers", &format!("[requests.customers]\n{more}\n[requests.customers"))
    };
    assert_no_wait(&of_class("self_excitation = { branching_ratio = 0.5, half_life = \"1 day\" }"), "trigger others");
    assert_no_wait(&of_class("peers = { share = 0.5, delay = \"1 day\" }"), "other users answer");
    assert_no_wait(&of_class("patience = \"1 day\""), "lose patience");
    let staff = "staff = [{ at = 2025-01-01, staff = 3 }, { at = 2025-03-01, staff = 4 }]";
    assert_no_wait(&queue(1.0, &format!("{staff}\n{SERVICE}")), "the staff changes");
    assert_no_wait(&queue(1.0, &format!("staff = 3\nproductivity = \"10% per year\"\n{SERVICE}")), "speed of work");
    assert_no_wait(&queue(1.0, "staff = 3\nqueue_limit = 2\nservice = \"1 day\""), "queue is limited");
}

#[test]
fn what_is_left_out_is_named() {
    let body = queue(1.0, &format!("staff = 3\nrelease_days = [\"Thu\"]\ncopies = 2\n{SERVICE}")).replace(
        "[requests.customers",
        "[requests.customers]\npeers = { share = 0.3, delay = \"1 day\" }\n[requests.customers",
    );
    let left_out = explained(200.0, &body).left_out.join("\n");
    for what in ["other users", "30%", "release day", "2 copies"] {
        assert!(left_out.contains(what), "{what} is not in {left_out}");
    }
}

/// Everything that a scenario can hold.
#[test]
fn every_scenario_of_the_tests_is_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut explained = 0;
    for folder in ["scenarios", "tests/scenario/valid", "tests/agreement/scenarios", "tests/desk/scenarios"] {
        for entry in root.join(folder).read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            // Some are made to be completed by the tests that use them.
            let Ok(loaded) = scenario::load(&path, &Options::default()) else { continue };
            for variant in &loaded.scenario.variants {
                assert_sound(&explain::explain(variant));
                explained += 1;
            }
        }
    }
    assert!(explained > 15, "{explained} variants");
}

#[test]
fn dated_events_are_foreseen_and_others_named() {
    let stage = format!("staff = 3\n{SERVICE}");
    let dated =
        format!("{}\n[events.more]\nat = 2025-02-20\nset = {{ \"stages.desk.staff\" = 9 }}\n", queue(5.0, &stage));
    let list = queue(
        5.0,
        &stage.replace("staff = 3", "staff = [{ at = 2025-01-01, staff = 3 }, { at = 2025-02-20, staff = 9 }]"),
    );
    let (by_event, by_list) = (explained(200.0, &dated), explained(200.0, &list));
    assert_eq!(by_event.stages[0].figures, by_list.stages[0].figures);
    assert!(by_event.left_out.is_empty(), "{:?}", by_event.left_out);
    let on_condition = dated.replace("at = 2025-02-20", "when = \"backlog > 50\"");
    assert_no_wait(&on_condition.replace("5 per day", "1 per day"), "the event more changes the rules");
    assert_eq!(explained(200.0, &on_condition).left_out, ["what the event more changes"]);
}

#[test]
fn ramps_of_thresholds_are_taken_in_steps() {
    let body = format!(
        "[requests.petitions]\npotential = 1_000\ngrowth = {{ exponential = {{ half_life = \"3 days\" }} }}\n\
         window = \"30 days\"\nthreshold = {{ signatures = 100, changes = [\
         {{ at = 2025-02-01, until = 2025-04-01, signatures = 2_000 }}] }}\n\
         arrivals = {{ some = {{ poisson = {{ rate = \"10 per day\" }} }} }}\n\
         [stages.desk]\nstaff = 3\n{SERVICE}\n"
    );
    let explanation = explained(200.0, &body);
    assert_sound(&explanation);
    assert!(explanation.left_out[0].contains("8 steps"), "{:?}", explanation.left_out);
    assert_eq!(explanation.crossings.len(), 10);
}
