//! Faults that are planted in a clean chart are found: each promise of `geometry` can be broken.

use saule::charts::{Chart, charts};

use crate::geometry::{cut, faults, too_small};
use crate::sample;
use crate::svg::{FINENESS, groups, texts};

fn chart() -> Chart {
    charts(&sample::flagship()).into_iter().find(|chart| chart.name == "backlog-fan-as-it-happened").unwrap()
}

/// The chart with an attribute of the first text of a class changed.
fn with(chart: &Chart, class: &str, attribute: &str, value: &str) -> Chart {
    let group = chart.svg.find(&format!("<g class=\"{class}\"")).unwrap();
    let text = group + chart.svg[group..].find("<text ").unwrap();
    let start = text + chart.svg[text..].find(&format!(" {attribute}=\"")).unwrap() + attribute.len() + 3;
    let end = start + chart.svg[start..].find('"').unwrap();
    Chart { svg: format!("{}{value}{}", &chart.svg[..start], &chart.svg[end..]), ..chart.clone() }
}

/// The chart with the first text of a class somewhere else; `at` is in pixels, the left end of its baseline.
fn moved(chart: &Chart, class: &str, at: (f64, f64)) -> Chart {
    let place = |pixels: f64| (pixels * FINENESS).round().to_string();
    with(&with(chart, class, "x", &place(at.0)), class, "y", &place(at.1))
}

fn assert_found(chart: &Chart, fault: &str) {
    let faults = faults(chart);
    assert!(faults.iter().any(|found| found.contains(fault)), "{fault} is not among {faults:?}");
}

#[test]
fn a_clean_chart_has_no_fault() {
    let chart = chart();
    assert_eq!([faults(&chart), too_small(&chart), cut(&chart)].concat(), [""; 0]);
}

#[test]
fn texts_in_the_wrong_place_are_found() {
    let chart = chart();
    let groups = groups(&chart.svg);
    let plot = groups.iter().find_map(|group| group.plot).unwrap();
    let first_of = |class: &str| texts(&chart.svg).into_iter().find(|text| text.class == class).unwrap();

    assert_found(&moved(&chart, "title", (-30.0, 40.0)), "leaves the canvas");
    assert_found(&moved(&chart, "note", (900.0, 600.0)), "leaves the canvas");

    let subtitle = first_of("subtitle");
    assert_found(&moved(&chart, "title", (subtitle.left, subtitle.bottom - 1.0)), "collides");
    // A line of a block that is set too close to the next.
    assert_found(&moved(&chart, "mark-name", (first_of("mark-name").left, first_of("mark-name").bottom)), "collides");

    let tick = first_of("value-tick");
    assert_found(&moved(&chart, "value-tick", (plot[0] + 60.0, tick.bottom)), "lies on the plot");
    assert_found(&moved(&chart, "value-tick", (plot[0] + 3.0, tick.bottom)), "lies on the plot");
    let tick = first_of("time-tick");
    assert_found(&moved(&chart, "time-tick", (tick.left, plot[3] + 5.0)), "a stroke of class axis goes through");

    let mark = groups.iter().find(|group| group.class == "mark").unwrap().strokes[0][0];
    assert_found(&moved(&chart, "mark-name", (mark.0 - 20.0, mark.1 + 15.0)), "a stroke of class mark goes through");

    let median = groups.iter().find(|group| group.class == "line").unwrap();
    let middle = median.strokes[0][median.strokes[0].len() / 2];
    assert_found(&moved(&chart, "label", middle), "lies on a mark of class line");
}

#[test]
fn lines_that_leave_the_plot_are_found() {
    let chart = chart();
    let line = chart.svg.find("<g class=\"line\"").unwrap();
    let start = line + chart.svg[line..].find("points=\"").unwrap() + "points=\"".len();
    let astray = Chart { svg: format!("{}0,0 {}", &chart.svg[..start], &chart.svg[start..]), ..chart };
    assert_found(&astray, "leaves the plot");
}

#[test]
fn small_and_cut_texts_are_found() {
    let chart = chart();
    let pixels = |pixels: f64| (pixels * FINENESS).to_string();
    // Of a page of 160 mm or 960 pixels, 14 are 6.6 points.
    assert_eq!(too_small(&with(&chart, "note", "font-size", &pixels(14.0))).len(), 0);
    assert_eq!(too_small(&with(&chart, "note", "font-size", &pixels(13.0))).len(), 1);
    let title = texts(&chart.svg)[0].words.clone();
    let shortened = Chart { svg: chart.svg.replace(&title, "Requests awaiting…"), ..chart };
    assert!(cut(&shortened)[0].starts_with("title"), "{:?}", cut(&shortened));
}
