//! No label collides or leaves the canvas, and no line leaves its plot.

use saule::charts::{Chart, charts};
use saule::results::rows::Results;

use crate::sample;
use crate::svg::{Text, groups, size, texts};

/// Free space that every text keeps from the edge of the canvas, in pixels.
const EDGE: f64 = 8.0;

/// Viewers without the embedded font set text in another one, which may be wider by this share.
const WIDER: f64 = 0.04;

/// Asserts everything that this file promises of a chart.
pub fn assert_clean(chart: &Chart) {
    let texts: Vec<Text> = texts(&chart.svg).into_iter().map(|text| text.wider(WIDER)).collect();
    within_the_canvas(chart, &texts);
    apart(chart, &texts);
    not_struck_through(chart, &texts);
    within_the_plot(chart);
}

/// All charts of the results are clean; returns how many there are.
pub fn assert_all_clean(results: &Results) -> usize {
    let charts = charts(results);
    charts.iter().for_each(assert_clean);
    charts.len()
}

fn within_the_canvas(chart: &Chart, texts: &[Text]) {
    let (width, height) = size(&chart.svg);
    for text in texts {
        let is_inside =
            text.left >= EDGE && text.right <= width - EDGE && text.top >= EDGE && text.bottom <= height - EDGE;
        assert!(is_inside, "{}: {text:?} leaves the canvas of {width} by {height}", chart.name);
    }
}

fn apart(chart: &Chart, texts: &[Text]) {
    for (index, a) in texts.iter().enumerate() {
        for b in &texts[index + 1..] {
            let is_apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
            assert!(is_apart, "{}: {a:?} collides with {b:?}", chart.name);
        }
    }
}

fn not_struck_through(chart: &Chart, texts: &[Text]) {
    let groups = groups(&chart.svg);
    let lines = groups.iter().filter(|group| group.class == "mark").flat_map(|group| &group.strokes);
    for line in lines {
        let (x, top, bottom) = (line[0].0, line[0].1, line[1].1);
        for text in texts.iter().filter(|text| text.class != "label") {
            let is_crossed = text.left < x && x < text.right && text.top < bottom && top < text.bottom;
            assert!(!is_crossed, "{}: a mark at {x} strikes through {text:?}", chart.name);
        }
    }
}

/// The plot's edges are those of its grid lines; the first grid group after a band or line is its own.
fn within_the_plot(chart: &Chart) {
    let groups = groups(&chart.svg);
    let plots: Vec<[f64; 4]> = groups
        .iter()
        .zip(groups.iter().skip(1))
        .filter(|(grid, axis)| grid.class == "grid" && axis.class == "axis")
        .map(|(grid, axis)| {
            let zero = &axis.strokes[0];
            let levels = || grid.strokes.iter().chain([zero]).map(|line| line[0].1);
            let (top, bottom) = (levels().fold(f64::MAX, f64::min), levels().fold(f64::MIN, f64::max));
            [zero[0].0, top, zero[1].0, bottom]
        })
        .collect();
    for group in groups.iter().filter(|group| ["band", "line"].contains(&group.class.as_str())) {
        for &(x, y) in group.strokes.iter().flatten() {
            let is_inside = |plot: &[f64; 4]| plot[0] <= x && x <= plot[2] && plot[1] <= y && y <= plot[3];
            assert!(plots.iter().any(is_inside), "{}: {} leaves the plot at {x},{y}", chart.name, group.series);
        }
    }
}

#[test]
fn the_sample_is_clean() {
    // Four fans, small multiples and an overlay, of two metrics.
    assert_eq!(assert_all_clean(&sample::flagship()), 12);
}

#[test]
fn every_line_and_band_has_a_name() {
    for chart in charts(&sample::flagship()) {
        let words: Vec<String> = texts(&chart.svg).into_iter().map(|text| text.words).collect();
        let all = words.join(" ");
        if chart.name.contains("-fan-") || chart.name.ends_with("-by-variant") {
            for name in ["50% of runs", "80% of runs", "90% of runs", "median", "prediction intervals"] {
                assert!(all.contains(name), "{}: {name}", chart.name);
            }
        }
        let has_history = chart.name.starts_with("backlog_from_creation");
        assert_eq!(all.contains("observed: counted from creation"), has_history, "{}", chart.name);
    }
}

#[test]
fn threshold_changes_are_marked() {
    let charts = charts(&sample::flagship());
    let chart = charts.iter().find(|chart| chart.name == "backlog-fan-as-it-happened").unwrap();
    let words: Vec<String> =
        texts(&chart.svg).into_iter().filter(|text| text.class == "mark-name").map(|text| text.words).collect();
    assert_eq!(words, ["25,000 signatures", "from 3 Oct 2011", "100,000 signatures", "from 15 Jan 2013"]);
    let marks: Vec<f64> = groups(&chart.svg)
        .iter()
        .filter(|group| group.class == "mark")
        .flat_map(|group| group.strokes.iter().map(|line| line[0].0))
        .collect();
    assert_eq!(marks.len(), 2);
    let zero = &groups(&chart.svg).iter().find(|group| group.class == "axis").unwrap().strokes[0].clone();
    let day = |x: f64| (x - zero[0].0) / (zero[1].0 - zero[0].0) * 628.0;
    assert!((day(marks[0]) - 11.0).abs() < 0.1 && (day(marks[1]) - 481.0).abs() < 0.1, "{marks:?}");
}

#[test]
fn charts_speak_for_themselves() {
    for chart in charts(&sample::flagship()) {
        let document = roxmltree::Document::parse(&chart.svg).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        let text = |tag: &str| root.children().find(|node| node.has_tag_name(tag)).unwrap().text().unwrap().to_owned();
        assert!(!text("title").is_empty());
        assert!(text("desc").contains("the median is") && text("desc").contains("11 Jun 2013"), "{}", text("desc"));
    }
}
