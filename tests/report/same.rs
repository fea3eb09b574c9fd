//! Equal results make equal reports, whoever asks for them.

use super::support::Place;

#[test]
fn a_report_can_be_written_again_to_the_same_bytes() {
    let place = Place::with_results(&[]);
    let (first, summary) = (place.read("out/report.html"), place.read("out/summary.json"));
    std::fs::remove_file(place.path("out/report.html")).unwrap();
    place.saule(&["report", "out"]);
    assert!(place.read("out/report.html") == first);
    assert_eq!(place.read("out/summary.json"), summary, "nothing else is touched");
    assert!(!place.path("out/report.md").exists());
}

#[test]
fn shards_make_the_report_of_the_whole() {
    let place = Place::with_results(&[]);
    for shard in ["1/2", "2/2"] {
        place.saule(&["run", "small.toml", "--shard", shard]);
    }
    let shards = ["output/small-shard-1-of-2", "output/small-shard-2-of-2"];
    place.saule(&["merge", shards[0], shards[1], "--formats", "svg", "--output", "merged"]);
    assert!(place.read("merged/report.html") == place.read("out/report.html"));
}

#[test]
fn without_charts_there_is_no_report() {
    let place = Place::new();
    let output = place.saule(&["run", "small.toml", "--formats", "none", "--output", "out"]);
    assert!(!place.path("out/report.html").exists());
    assert!(String::from_utf8_lossy(&output.stdout).trim_end().ends_with("out"));
    place.saule(&["report", "out", "--output", "elsewhere.html"]);
    assert!(place.read("elsewhere.html").contains("<svg"), "charts are drawn from the tables");
}

#[test]
fn a_run_says_where_its_report_is() {
    let place = Place::new();
    let output = place.saule(&["run", "small.toml", "--formats", "svg", "--output", "out"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.trim_end().ends_with("report.html"), "{text}");
}

#[test]
fn what_is_no_results_folder_is_refused() {
    let place = Place::new();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_saule"));
    let output = command.args(["report", "."]).current_dir(place.path(".")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("saule run"));
}
