//! No label collides or leaves the canvas, and no line leaves its plot.

use saule::charts::{Chart, charts};
use saule::results::rows::Results;

use crate::sample;
use crate::svg::{Group, Point, Text, groups, size, texts};

/// Free space that every text keeps from the edge of the canvas, in pixels.
const EDGE: f64 = 8.0;

/// Viewers without the embedded font set text in another one, which may be wider by this share.
const WIDER: f64 = 0.04;

/// Ends of plots are rounded to eighths of a pixel, as points are, and widths of letters to thousandths of the em.
const ROUNDING: f64 = 0.25;

/// Smallest type on paper, in points: that of newspapers' tables.
const SMALLEST: f64 = 6.5;

/// Left, upper, right and lower edge, in pixels.
type Box = [f64; 4];

/// Asserts everything that this file promises of a chart.
pub fn assert_clean(chart: &Chart) {
    let faults = faults(chart);
    assert!(faults.is_empty(), "{}:\n{}", chart.name, faults.join("\n"));
}

/// What breaks the promises of this file.
pub fn faults(chart: &Chart) -> Vec<String> {
    let texts: Vec<Text> = texts(&chart.svg).into_iter().map(|text| text.wider(WIDER)).collect();
    let groups = groups(&chart.svg);
    let mut faults = leaving_the_canvas(&chart.svg, &texts);
    faults.extend(colliding(&texts));
    faults.extend(struck_through(&texts, &groups));
    faults.extend(on_the_edge_of_a_plot(&texts, &groups));
    faults.extend(under_data(&texts, &groups));
    faults.extend(out_of_the_plot(&groups));
    faults
}

/// Texts that are too small to read on paper, as the document is printed: in millimetres if it says them, else 16 cm wide
/// for the usual width. Not for pages of a fixed height, which shrink everything.
pub fn too_small(chart: &Chart) -> Vec<String> {
    let start = &chart.svg[..chart.svg.find('>').unwrap()];
    let width = start.split("width=\"").nth(1).and_then(|width| width.split_once("mm\"")).map(|(width, _)| width);
    let pixels = size(&chart.svg).0;
    let millimetres = width.map_or(pixels / 6.0, |width| width.parse().unwrap());
    let points = |text: &Text| text.em * millimetres / pixels * 72.0 / 25.4;
    let texts = texts(&chart.svg);
    let small = texts.iter().filter(|text| points(text) < SMALLEST);
    small.map(|text| format!("{text:?} is {:.1} points high", points(text))).collect()
}

/// Texts of ours that were cut, so that the reader misses what they say.
pub fn cut(chart: &Chart) -> Vec<String> {
    let ours = ["title", "subtitle", "note", "panel-title", "key", "label", "value-label"];
    let texts = texts(&chart.svg);
    let cut = texts.iter().filter(|text| ours.contains(&text.class.as_str()) && text.words.contains('…'));
    cut.map(|text| format!("{}: {} is cut", text.class, text.words)).collect()
}

/// All charts of the results are clean; returns how many there are.
pub fn assert_all_clean(results: &Results) -> usize {
    let charts = charts(results);
    charts.iter().for_each(assert_clean);
    charts.len()
}

fn leaving_the_canvas(svg: &str, texts: &[Text]) -> Vec<String> {
    let (width, height) = size(svg);
    let is_inside = |text: &&Text| {
        text.left >= EDGE && text.right <= width - EDGE && text.top >= EDGE && text.bottom <= height - EDGE
    };
    let leaving = texts.iter().filter(|text| !is_inside(text));
    leaving.map(|text| format!("{text:?} leaves the canvas of {width} by {height}")).collect()
}

fn colliding(texts: &[Text]) -> Vec<String> {
    let pairs = texts.iter().enumerate().flat_map(|(index, a)| texts[index + 1..].iter().map(move |b| (a, b)));
    let colliding = pairs.filter(|(a, b)| overlap(edges(a), edges(b)));
    colliding.map(|(a, b)| format!("{a:?} collides with {b:?}")).collect()
}

/// Marks and axes strike through no text, and leaders through none but that which they lead to. Names that stand on a halo
/// may lie on a mark.
fn struck_through(texts: &[Text], groups: &[Group]) -> Vec<String> {
    let spared = |class: &str| match class {
        "mark" => Some(["label"].as_slice()),
        "axis" | "leader" => Some([].as_slice()),
        _ => None,
    };
    let mut faults = Vec::new();
    for group in groups {
        let Some(spared) = spared(&group.class) else { continue };
        for text in texts.iter().filter(|text| !spared.contains(&text.class.as_str())) {
            if group.strokes.iter().any(|stroke| crosses(stroke, inner(edges(text)))) {
                faults.push(format!("a stroke of class {} goes through {text:?}", group.class));
            }
        }
    }
    faults
}

/// A text lies within a plot or beside it, and not on its edge; and what belongs beside lies beside.
fn on_the_edge_of_a_plot(texts: &[Text], groups: &[Group]) -> Vec<String> {
    let inside = ["label"];
    let mut faults = Vec::new();
    for plot in groups.iter().filter_map(|group| group.plot) {
        for text in texts {
            let area = inner(edges(text));
            let is_within = lies_within(area, plot);
            let is_fine = is_within && inside.contains(&text.class.as_str());
            if overlap(area, plot) && !is_fine {
                faults.push(format!("{text:?} lies on the plot {plot:?}"));
            }
        }
    }
    faults
}

/// Bars, dots and intervals lie under no text.
fn under_data(texts: &[Text], groups: &[Group]) -> Vec<String> {
    let mut faults = Vec::new();
    for group in groups.iter().filter(|group| ["bar", "estimates", "line"].contains(&group.class.as_str())) {
        for text in texts {
            let area = inner(edges(text));
            let is_on_a_block = group.blocks.iter().any(|&block| overlap(area, block));
            if is_on_a_block || group.strokes.iter().any(|stroke| crosses(stroke, area)) {
                faults.push(format!("{text:?} lies on a mark of class {}", group.class));
            }
        }
    }
    faults
}

/// Lines and bands stay within a plot.
fn out_of_the_plot(groups: &[Group]) -> Vec<String> {
    let plots: Vec<Box> = groups.iter().filter_map(|group| group.plot).collect();
    let is_inside = |&(x, y): &Point| plots.iter().any(|plot| lies_within([x, y, x, y], *plot));
    let data = groups.iter().filter(|group| ["band", "line"].contains(&group.class.as_str()));
    let leaving = data.flat_map(|group| group.strokes.iter().flatten().map(move |point| (group, point)));
    let leaving = leaving.filter(|(_, point)| !is_inside(point));
    leaving.map(|(group, point)| format!("{} leaves the plot at {point:?}", group.series)).collect()
}

fn edges(text: &Text) -> Box {
    [text.left, text.top, text.right, text.bottom]
}

/// A text's box without the space that its line keeps above capitals and below descenders.
fn inner([left, top, right, bottom]: Box) -> Box {
    let spare = 0.15 * (bottom - top);
    [left, top + spare, right, bottom - spare]
}

fn overlap(a: Box, b: Box) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

fn lies_within(a: Box, b: Box) -> bool {
    a[0] >= b[0] - ROUNDING && a[1] >= b[1] - ROUNDING && a[2] <= b[2] + ROUNDING && a[3] <= b[3] + ROUNDING
}

/// True if a stroke passes through a box (Liang and Barsky 1984).
fn crosses(stroke: &[Point], area: Box) -> bool {
    let passes = |pair: &[Point]| {
        let ((x, y), (dx, dy)) = (pair[0], (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1));
        let sides = [(-dx, x - area[0]), (dx, area[2] - x), (-dy, y - area[1]), (dy, area[3] - y)];
        let (mut from, mut to) = (0.0_f64, 1.0_f64);
        for (speed, way) in sides {
            if speed == 0.0 && way <= 0.0 {
                return false;
            }
            if speed < 0.0 {
                from = from.max(way / speed);
            } else if speed > 0.0 {
                to = to.min(way / speed);
            }
        }
        from < to
    };
    stroke.windows(2).any(passes)
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
