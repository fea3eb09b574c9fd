//! `saule plot` redraws charts from any results folder, as a whole or not at all.

use std::{fs, path::Path};

use super::support::{Place, files, stderr, stdout};

/// Names in a folder of charts, in order.
fn charts(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_is_redrawn_is_what_was_drawn() {
    let place = Place::new();
    let vary = ["--vary", "stages.desk.staff=1,2,3", "--replications", "20", "--quiet"];
    for (command, more) in [
        ("run", vec!["--quiet"]),
        ("sweep", vary.to_vec()),
        ("solve", [&vary[..], &["--target", "backlog.end < 1000"]].concat()),
        ("sensitivity", vec!["--vary", "stages.desk.staff=1..3", "--replications", "20", "--samples", "8", "--quiet"]),
    ] {
        let output = format!("output/{command}");
        let drawn = place.saule(&[&[command, "small.toml", "--output", &output], &more[..]].concat());
        assert!(drawn.status.code().is_some_and(|code| code < 2), "{command}: {}", stderr(&drawn));
        let folder = place.path(&output).join("charts");
        let read = || {
            charts(&folder).into_iter().map(|name| (fs::read(folder.join(&name)).unwrap(), name)).collect::<Vec<_>>()
        };
        let before = read();
        assert!(!before.is_empty(), "{command}");
        let redrawn = place.saule(&["plot", &output]);
        assert_eq!(redrawn.status.code(), Some(0), "{command}: {}", stderr(&redrawn));
        assert!(read() == before, "{command}");
        assert!(stdout(&redrawn).ends_with(&format!("\n{output}/charts\n")), "{}", stdout(&redrawn));
    }
}

#[test]
fn comparisons_are_redrawn() {
    let place = Place::new();
    for (output, seed) in [("output/a", "1"), ("output/b", "2")] {
        place.saule(&["run", "small.toml", "--seed", seed, "--output", output, "--formats", "none", "--quiet"]);
    }
    place.saule(&["compare", "output/a", "output/b", "--output", "c", "--quiet", "--formats", "svg"]);
    let before = fs::read(place.path("c/charts/backlog-difference-today.svg")).unwrap();
    assert_eq!(place.saule(&["plot", "c", "--formats", "svg,pdf"]).status.code(), Some(0));
    assert!(fs::read(place.path("c/charts/backlog-difference-today.svg")).unwrap() == before);
    assert!(place.path("c/charts/backlog-difference-today.pdf").exists());
}

#[test]
fn a_choice_of_charts_leaves_the_others() {
    let place = Place::new();
    place.saule(&["run", "small.toml", "--output", "r", "--formats", "svg", "--quiet"]);
    let usual = charts(&place.path("r/charts"));
    let drawn = place.saule(&["plot", "r", "--chart", "overlay", "--metric", "queued", "--formats", "pdf"]);
    assert_eq!(drawn.status.code(), Some(0), "{}", stderr(&drawn));
    let mut expected = [&usual[..], &["queued-overlay.pdf".to_owned()]].concat();
    expected.sort();
    assert_eq!(charts(&place.path("r/charts")), expected);

    // A metric without a choice of charts is drawn by the usual kinds that show one, and by no other.
    let metric = ["--metric", "queued", "--formats", "svg", "--output", "queued"];
    let shown = place.saule(&[&["plot", "r"], &metric[..]].concat());
    assert_eq!(shown.status.code(), Some(0), "{}", stderr(&shown));
    let kinds = ["by-variant", "difference", "fan-one-more", "fan-today", "overlay"];
    assert_eq!(charts(&place.path("queued")), kinds.map(|kind| format!("queued-{kind}.svg")));

    // Everything anew takes the place of what was there in these formats.
    fs::write(place.path("r/charts/old.svg"), "").unwrap();
    place.saule(&["plot", "r", "--formats", "svg"]);
    assert_eq!(charts(&place.path("r/charts")), expected);
}

#[test]
fn another_folder_is_replaced_as_long_as_it_loses_nothing_but_these_charts() {
    let place = Place::new();
    place.saule(&["run", "small.toml", "--output", "r", "--formats", "none", "--quiet"]);
    let plot =
        |more: &[&str]| place.saule(&[&["plot", "r", "--output", "pictures", "--formats", "svg"], more].concat());
    assert_eq!(plot(&[]).status.code(), Some(0));
    assert!(!place.path("r/charts").exists());
    let drawn = charts(&place.path("pictures"));
    assert_eq!(plot(&["--theme", "dark"]).status.code(), Some(0), "the same charts again");
    assert_eq!(charts(&place.path("pictures")), drawn);
    let refused = plot(&["--chart", "overlay"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--force"), "{}", stderr(&refused));
    assert_eq!(charts(&place.path("pictures")), drawn, "nothing has changed");
    assert_eq!(plot(&["--chart", "overlay", "--force"]).status.code(), Some(0));
    assert_eq!(charts(&place.path("pictures")), ["backlog-overlay.svg"]);
}

#[test]
fn a_folder_in_use_is_not_replaced_even_by_force() {
    let place = Place::new();
    place.saule(&["run", "small.toml", "--output", "of/r", "--formats", "none", "--quiet"]);
    let before = files(&place.path("of/r"));
    for output in ["of/r", "of", ".", "of/../of/r"] {
        let refused = place.saule(&["plot", "of/r", "--output", output, "--formats", "svg", "--force"]);
        assert_eq!(refused.status.code(), Some(2), "{output}: {}", stderr(&refused));
        assert!(before == files(&place.path("of/r")), "{output}");
    }
    assert_eq!(place.names(), ["of", "small.toml"]);
}

#[test]
fn the_charts_of_the_scenario_are_drawn_and_redrawn() {
    let place = Place::new();
    let scenario = fs::read_to_string(place.path("small.toml")).unwrap();
    let charts_table = "\n[charts]\nusual = false\ntheme = \"dark\"\n[charts.queue]\nkind = \"fan\"\nmetric = \"queued\"\n\
                        variants = [\"today\"]\ntitle = \"Who waits\"\n";
    place.write("small.toml", scenario + charts_table);
    let ran = place.saule(&["run", "small.toml", "--output", "r", "--formats", "svg", "--quiet"]);
    assert_eq!(ran.status.code(), Some(0), "{}", stderr(&ran));
    assert_eq!(charts(&place.path("r/charts")), ["queue.svg"]);
    let svg = fs::read_to_string(place.path("r/charts/queue.svg")).unwrap();
    assert!(svg.contains("Who waits") && svg.contains("#16191D"));
    let french =
        place.saule(&["plot", "r", "--formats", "svg", "--locale", "fr", "--theme", "light", "--chart", "queue"]);
    assert_eq!(french.status.code(), Some(0), "{}", stderr(&french));
    let svg = fs::read_to_string(place.path("r/charts/queue.svg")).unwrap();
    assert!(svg.contains("médiane") && svg.contains("#FFFFFF") && !svg.contains("#16191D"));
    // Without the variant that it shows there is no such chart, and the resolved scenario still loads.
    let other =
        place.saule(&["run", "small.toml", "--variant", "one more", "--output", "o", "--formats", "svg", "--quiet"]);
    assert_eq!(other.status.code(), Some(0), "{}", stderr(&other));
    assert_eq!(place.saule(&["check", "o/scenario.toml"]).status.code(), Some(0));
}

#[test]
fn mistakes_are_told_with_what_would_be_right() {
    let place = Place::new();
    place.saule(&["run", "small.toml", "--output", "r", "--formats", "none", "--quiet"]);
    for (arguments, expected) in [
        (&["--chart", "fann"][..], "there is no chart `fann`"),
        (&["--chart", "tornado"], "these results cannot be drawn as tornado: their kinds are fan"),
        (&["--metric", "backlogs"], "'backlog'"),
        (&["--variant", "tomorrow"], "there is no variant `tomorrow`: the results have today, one more"),
        (&["--class", "petition"], "there is no class `petition`: the results have petitions"),
        (&["--observed", "recorded"], "there is no recorded history `recorded`: the results have none"),
        (&["--chart", "threshold-curve"], "threshold-curve shows backlog and shares answered over three thresholds"),
        (&["--band", "95"], "expected 50, 80, 90 or none"),
        (&["--size", "16 cm"], "expected a width in mm or px"),
        (&["--annotate", "soon=now"], "expected WHEN=TEXT"),
        (&["--formats", "none"], "leaves nothing to draw"),
        (&["--chart", "overlay", "--metric", "response_time_days"], "nothing to draw"),
    ] {
        let refused = place.saule(&[&["plot", "r"], arguments].concat());
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&refused).contains(expected), "{}", stderr(&refused));
    }
    assert!(!place.path("r/charts").exists());
    let nothing = place.saule(&["plot", "small.toml"]);
    assert_eq!(nothing.status.code(), Some(2));
}
