//! What a point is: the scenario with its values in every variant, with the random numbers of every other point.

use std::fs;

use super::support::{files, stdout};
use super::{Place, number, rows, sweep};

/// The table of a single run.
fn summary_of_run(place: &Place, more: &[&str]) -> String {
    let run = ["run", "small.toml", "--output", "run", "-q", "--formats", "none"];
    assert!(place.saule(&[&run[..], more].concat()).status.success());
    fs::read_to_string(place.path("run/summary.csv")).unwrap()
}

#[test]
fn a_point_is_the_run_with_its_values() {
    let place = Place::new();
    let vary = ["--vary", "stages.desk.staff=3,1", "--vary", "requests.petitions.threshold.signatures=200,150"];
    sweep(&place, "results", &[&vary[..], &["--variant", "today", "--formats", "none"]].concat());
    let set = ["--set", "stages.desk.staff=3", "--set", "requests.petitions.threshold.signatures=150"];
    let run = summary_of_run(&place, &[&set[..], &["--variant", "today"]].concat());
    let table = fs::read_to_string(place.path("results/sweep.csv")).unwrap();
    let point: Vec<&str> = table.lines().filter_map(|line| line.strip_prefix("3,150,")).collect();
    assert_eq!(point, run.lines().skip(1).collect::<Vec<_>>());
    assert!(table.starts_with("stages.desk.staff,requests.petitions.threshold.signatures,variant,class,"));
    // The whole grid, the last key first.
    let mut points: Vec<String> = table.lines().skip(1).map(|line| line.split(',').take(2).collect()).collect();
    points.dedup();
    assert_eq!(points, ["3200", "3150", "1200", "1150"]);
}

#[test]
fn values_hold_in_every_variant_that_is_run() {
    let place = Place::new();
    sweep(&place, "results", &["--vary", "stages.desk.staff=1,5", "--formats", "none"]);
    let of = |variant: &str| {
        let rows = rows(&place, "results", 1, &[variant]);
        rows.into_iter().map(|row| [&row[..1], &row[2..]].concat()).collect::<Vec<_>>()
    };
    assert!(of("today").len() > 100);
    assert_eq!(of("today"), of("one more"), "both have the same staff, and their own is 2 and 3");
}

#[test]
fn every_point_has_the_same_random_numbers() {
    // Four replications: with independent numbers, the order of neighbouring staff would be by chance.
    let place = Place::new();
    let options = ["--replications", "4", "--variant", "today", "--formats", "none"];
    sweep(&place, "results", &[&["--vary", "stages.desk.staff=1..8"][..], &options].concat());
    let created = rows(&place, "results", 1, &["today", "all", "all", "created", "end"]);
    assert!(created.len() == 8 && created.iter().all(|row| row[6] == created[0][6]));
    let backlog = rows(&place, "results", 1, &["today", "all", "all", "backlog", "mean"]);
    let means: Vec<f64> = backlog.iter().map(|row| number(row, 2)).collect();
    assert!(means.windows(2).all(|pair| pair[1] <= pair[0]) && means[7] < means[0], "{means:?}");
}

#[test]
fn a_risk_is_a_share_of_runs() {
    let place = Place::new();
    let vary = ["--vary", "stages.desk.staff=1,2,9", "--risk", "backlog.max > 6 and backlog.end <= 1000"];
    sweep(&place, "results", &vary);
    let risks = rows(&place, "results", 1, &["today", "all", "all", "risk"]);
    assert_eq!(risks[0][5], "backlog.max > 6 and backlog.end <= 1000");
    let shares: Vec<f64> = risks.iter().map(|row| number(row, 2)).collect();
    assert!(shares[0] > shares[2] && shares.iter().all(|share| (share * 40.0).fract().abs() < 1e-9), "{shares:?}");
    for row in &risks {
        assert!(number(row, 1) <= number(row, 2) && number(row, 2) <= number(row, 0) && number(row, 1) >= 0.0);
    }
    // The share is that of the runs one by one.
    let run = ["--set", "stages.desk.staff=2", "--variant", "today", "--keep-replications"];
    summary_of_run(&place, &run);
    let kept = fs::read_to_string(place.path("run/replications.csv")).unwrap();
    let highest = kept.lines().filter_map(|line| line.split_once(",all,all,backlog,max,")?.1.parse::<f64>().ok());
    let held = highest.filter(|highest| *highest > 6.0).count();
    assert_eq!(shares[1], held as f64 / 40.0);
    let charts: Vec<String> = files(&place.path("results")).keys().map(|path| path.display().to_string()).collect();
    assert!(charts.contains(&"charts/risk-by-staff.png".to_owned()), "{charts:?}");
}

#[test]
fn samples_stay_within_the_ranges() {
    let place = Place::new();
    let vary = ["--vary", "stages.desk.staff=1..4", "--vary", "requests.petitions.window=10 days..40 days"];
    for design in ["latin", "sobol"] {
        let sample = ["--samples", "8", "--design", design, "--replications", "2"];
        sweep(&place, design, &[&vary[..], &sample].concat());
        let rows = rows(&place, design, 2, &["today", "all", "all", "created", "end"]);
        assert_eq!(rows.len(), 8);
        let mut staff: Vec<u32> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
        staff.sort_unstable();
        assert_eq!(staff, [1, 1, 2, 2, 3, 3, 4, 4], "{design}");
        for row in &rows {
            let days: f64 = row[1].strip_suffix(" days").unwrap().parse().unwrap();
            assert!((10.0..=40.0).contains(&days));
        }
        assert!(place.path(design).join("charts/backlog-end-over-window.svg").exists());
    }
}

#[test]
fn the_summary_has_a_line_a_point() {
    let place = Place::new();
    let sweep = ["sweep", "small.toml", "--vary", "stages.desk.staff=1..3", "--variant", "today", "--risk"];
    let output = place.saule(&[&sweep[..], &["backlog.max > 6", "--formats", "none"]].concat());
    let text = stdout(&output);
    assert!(text.contains("3 points, 40 replications at each"), "{text}");
    assert!(text.contains("P(backlog.max > 6)") && text.contains("output/small-sweep"), "{text}");
    let json = ["--vary", "stages.desk.staff=1..3", "--json", "-q", "--formats", "none", "--output", "json"];
    let output = place.saule(&[&["sweep", "small.toml"], &json[..]].concat());
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(summary["sweep"]["points"][2][0]["shown"], "3");
    assert_eq!(summary["summary"][0]["metric"], "backlog");
}
