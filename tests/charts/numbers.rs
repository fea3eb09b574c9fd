//! What is drawn is what the rows say: coordinates, turned back into values by the axis's own ticks, equal the columns.

use saule::charts::charts;
use saule::results::rows::{Results, SeriesRow};

use crate::sample;
use crate::svg::{FINENESS, Group, Point, groups};

/// From pixels to days and values.
struct Inverse {
    left: f64,
    days_per_pixel: f64,
    zero: f64,
    value_per_pixel: f64,
}

impl Inverse {
    /// From the baseline, the highest grid line, and the label of that line.
    fn of(groups: &[Group], days: f64) -> Inverse {
        let find = |class: &str| groups.iter().find(|group| group.class == class).unwrap();
        let baseline = &find("axis").strokes[0];
        let highest = find("grid").strokes.last().unwrap()[0].1;
        let label = find("value-tick").words.last().unwrap().replace(',', "");
        Inverse {
            left: baseline[0].0,
            days_per_pixel: days / (baseline[1].0 - baseline[0].0),
            zero: baseline[0].1,
            value_per_pixel: label.parse::<f64>().unwrap() / (baseline[0].1 - highest),
        }
    }

    /// Coordinates are exact to half a unit of the surface; so are the ends of the axes.
    fn assert_same(&self, drawn: Point, row: [f64; 2], what: &str) {
        let (day, value) = ((drawn.0 - self.left) * self.days_per_pixel, (self.zero - drawn.1) * self.value_per_pixel);
        let tolerance = 1.1 / FINENESS;
        assert!((day - row[0]).abs() <= tolerance * self.days_per_pixel, "{what}: day {day} for {row:?}");
        assert!((value - row[1]).abs() <= tolerance * self.value_per_pixel, "{what}: {value} for {row:?}");
    }
}

fn column(row: &SeriesRow, name: &str) -> f64 {
    let value = match name {
        "p05" => row.p05,
        "p10" => row.p10,
        "p25" => row.p25,
        "p50" => row.p50,
        "p75" => row.p75,
        "p90" => row.p90,
        "p95" => row.p95,
        _ => panic!("{name} is no column of the chart"),
    };
    value.unwrap()
}

#[test]
fn coordinates_are_the_rows() {
    let results = sample::flagship();
    let mut seen = 0;
    for chart in charts(&results).iter().filter(|chart| !chart.name.ends_with("-by-variant")) {
        let metric = chart.name.split('-').next().unwrap();
        let groups = groups(&chart.svg);
        let inverse = Inverse::of(&groups, results.about.horizon_days);
        for group in groups.iter().filter(|group| ["band", "line"].contains(&group.class.as_str())) {
            let what = format!("{}, {}, {}", chart.name, group.series, group.columns);
            let expected: Vec<[f64; 2]> = if group.columns == "observed" {
                results.observed.iter().map(|row| [row.time_days, row.value]).collect()
            } else {
                let is_drawn = |row: &&SeriesRow| row.variant == group.series && row.metric == metric;
                let rows: Vec<&SeriesRow> = results.timeseries.iter().filter(is_drawn).collect();
                // A band is drawn along its upper column and back along its lower one.
                let columns: Vec<&str> = group.columns.split(' ').collect();
                let last = columns.last().unwrap();
                let mut points: Vec<[f64; 2]> = rows.iter().map(|row| [row.time_days, column(row, last)]).collect();
                if columns.len() == 2 {
                    points.extend(rows.iter().rev().map(|row| [row.time_days, column(row, columns[0])]));
                }
                points
            };
            let drawn: Vec<Point> = group.strokes.concat();
            assert_eq!(drawn.len(), expected.len(), "{what}");
            drawn.iter().zip(expected).for_each(|(&drawn, row)| inverse.assert_same(drawn, row, &what));
            seen += 1;
        }
    }
    // Two metrics: four fans of three bands and a median, an overlay of four bands and medians; history in five of them.
    assert_eq!(seen, 2 * (4 * 4 + 8) + 5);
}

#[test]
fn a_missing_value_is_a_gap() {
    let mut results = sample::flagship();
    let gap = results.timeseries.iter_mut().find(|row| row.time_days == 100.0).unwrap();
    gap.p50 = None;
    let charts = charts(&results);
    let fan = charts.iter().find(|chart| chart.name == "backlog-fan-as-it-happened").unwrap();
    let lengths = |columns: &str| -> Vec<usize> {
        let groups = groups(&fan.svg);
        groups.iter().find(|group| group.columns == columns).unwrap().strokes.iter().map(Vec::len).collect()
    };
    assert_eq!(lengths("p50"), [100, 528]);
    assert_eq!(lengths("p05 p95"), [2 * 629]);
}

#[test]
fn the_finding_is_the_last_row() {
    let results = sample::flagship();
    let last = results.timeseries.iter().rfind(|row| row.variant == "keep 5,000" && row.metric == "backlog");
    let [low, median, high] = ["p10", "p50", "p90"].map(|name| column(last.unwrap(), name));
    let charts = charts(&results);
    let fan = charts.iter().find(|chart| chart.name == "backlog-fan-keep-5000").unwrap();
    let finding = format!("On 11 Jun 2013 the median is {median} and 80% of runs lie between {low} and {high}.");
    assert!(fan.svg.contains(&finding), "{finding}");
}

#[test]
fn a_comparison_names_the_extremes_or_says_that_there_are_none() {
    let mut results = sample::flagship();
    let overlay =
        |results: &Results| charts(results).into_iter().find(|chart| chart.name == "backlog-overlay").unwrap().title;
    let last = |variant: &str| {
        let row = results.timeseries.iter().rfind(|row| row.variant == *variant && row.metric == "backlog");
        column(row.unwrap(), "p50")
    };
    let (low, high) = (last(sample::LONG_NAME), last("keep 5,000"));
    let extremes = format!("The backlog ends between {low} (“{}”) and {high} (“keep 5,000”)", sample::LONG_NAME);
    assert_eq!(overlay(&results), extremes);
    for row in &mut results.timeseries {
        (row.p10, row.p50, row.p90) = (Some(7.0), Some(7.0), Some(7.0));
    }
    assert_eq!(overlay(&results), "The backlog stays at 7 throughout under every variant");
}
