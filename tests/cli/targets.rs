//! What runs are held to: targets, and precision.

use std::fs;

use super::support::{Place, SCENARIO, files, stderr, stdout};

/// The small desk with more tables.
fn place(more: &str) -> Place {
    let place = Place::new();
    place.write("small.toml", format!("{SCENARIO}{more}"));
    place
}

fn lines(place: &Place, path: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(place.path(path)).unwrap();
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

const RUN: [&str; 6] = ["run", "small.toml", "--output", "results", "--formats", "none"];

#[test]
fn a_target_that_is_missed_is_exit_status_1() {
    let place = place("[targets]\nfew = { metric = \"backlog.max <= 1\" }\n");
    let output = place.saule(&RUN);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("few, today: missed, backlog.max <= 1: "), "{}", stdout(&output));
    assert!(place.path("results/summary.csv").exists(), "the results are there all the same");
}

#[test]
fn targets_are_told_variant_by_variant() {
    let place = place(
        "[targets]\n\
         room = { metric = \"backlog.max.p50 <= 1000 and answered.end >= 1\" }\n\
         often = { metric = \"answered.end >= 0 and backlog.min <= 1e9\", probability = 0.5 }\n\
         edge = { metric = \"backlog.end >= 0\", probability = 1 }\n",
    );
    let output = place.saule(&RUN);
    assert_eq!(output.status.code(), Some(0), "an undecided target is not missed: {}", stderr(&output));
    let rows = lines(&place, "results/targets.csv");
    assert_eq!(rows[0].join(","), "variant,target,value,ci_low,ci_high,bound,met,condition,replications_needed");
    let told: Vec<String> = rows[1..].iter().map(|row| format!("{} {} {}", row[0], row[1], row[6])).collect();
    let of =
        |variant: &str| ["room yes", "room yes", "often yes", "edge undecided"].map(|told| format!("{variant} {told}"));
    assert_eq!(told, [of("today"), of("one more")].concat());
    let text = fs::read_to_string(place.path("results/summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(summary["targets"].as_array().unwrap().len(), 8);
    assert_eq!(summary["targets"][0]["condition"], "backlog.max.p50 <= 1000");

    // The resolved scenario is held to the same, and the parts of a run add up to it.
    assert!(place.saule(&["run", "results/scenario.toml", "--output", "again", "--formats", "none"]).status.success());
    assert!(files(&place.path("results")) == files(&place.path("again")));
    for shard in ["1/2", "2/2"] {
        assert!(place.saule(&["run", "small.toml", "--shard", shard, "--output", "part", "-q"]).status.success());
    }
    let merge = ["merge", "part-shard-1-of-2", "part-shard-2-of-2", "--output", "sum", "--formats", "none"];
    assert!(place.saule(&merge).status.success());
    assert!(files(&place.path("results")) == files(&place.path("sum")));
}

#[test]
fn a_run_ends_when_it_is_precise_for_any_number_of_threads() {
    let place = place("");
    for threads in ["1", "8"] {
        let precision = ["--precision", "eligible.end,backlog[class=petitions].mean=0.05", "--threads", threads];
        let run = ["run", "small.toml", "--output", threads, "--formats", "none", "--keep-replications"];
        let output = place.saule(&[&run[..], &precision].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
    let (one, eight) = (files(&place.path("1")), files(&place.path("8")));
    assert_eq!(one.keys().collect::<Vec<_>>(), eight.keys().collect::<Vec<_>>());
    for (name, content) in one.iter().filter(|(name, _)| !name.ends_with("scenario.toml")) {
        assert!(eight[name] == *content, "{} differs", name.display());
    }
    let rows = lines(&place, "1/precision.csv");
    assert_eq!(rows[0].join(","), "replications,variant,metric,value,half_width,relative");
    let looks: Vec<(u64, f64)> =
        rows[1..].iter().map(|row| (row[0].parse().unwrap(), row[row.len() - 1].parse().unwrap())).collect();
    let last = looks.last().unwrap().0;
    assert!(last >= 200);
    let is_precise = |look: u64| looks.iter().filter(|row| row.0 == look).all(|row| row.1 <= 0.05);
    assert!(is_precise(last) && looks.iter().all(|row| row.0 == last || !is_precise(row.0)), "{looks:?}");
    let text = fs::read_to_string(place.path("1/summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(summary["provenance"]["replications"], last);
    assert_eq!(summary["precision"]["reached"], true);
    // As many replications by number give the same summary.
    let count = last.to_string();
    let fixed = ["run", "small.toml", "--output", "fixed", "--formats", "none", "--replications", &count];
    assert!(place.saule(&fixed).status.success());
    let summary = |folder: &str| fs::read(place.path(folder).join("summary.csv")).unwrap();
    assert!(summary("1") == summary("fixed"));
}

#[test]
fn a_precision_that_is_not_reached_is_told() {
    let more = ["--set", "monte_carlo.precision={ metric = \"refused.end\", half_width = 1e-9 }"];
    let set = ["--set", "monte_carlo.precision.maximum=250"];
    let place = place("");
    let output = place.saule(&[&RUN[..], &more, &set, &["--set", "stages.desk.queue_limit=5"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("after 250 replications, the maximum"), "{}", stderr(&output));
}

#[test]
fn shards_and_numbers_contradict_a_precision() {
    let place = place("");
    let precision = ["--precision", "eligible.end=0.05"];
    for more in [["--shard", "1/2"], ["--replications", "50"]] {
        let output = place.saule(&[&RUN[..], &precision, &more].concat());
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(more[0]), "{}", stderr(&output));
        assert!(!place.path("results").exists());
    }
    let share = place.saule(&[&RUN[..], &["--precision", "0.05"]].concat());
    assert_eq!(share.status.code(), Some(2), "the scenario has no precision of which this could be the share");
}
