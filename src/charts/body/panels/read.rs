//! What can be read off a panel: at each moment that its lines know, the value of each, with the band around it.

use super::grid::Cell;
use super::{Band, Label, Line, Panel, Panels};
use crate::charts::axis::Across;
use crate::charts::drawing::canvas::{FINENESS, edges};
use crate::charts::drawing::reading::{Panel as PanelReading, Reading};
use crate::charts::drawing::{Fill, Ink};
use crate::charts::words::{Voice, wording};

/// Bands by the columns that they lie between, and what they are called. Of several around a line the first is read.
const BANDS: [(&str, &str, &str); 6] = [
    ("p10 p90", "80% of runs", "80\u{202f}% des simulations"),
    ("end.p10 end.p90", "80% of runs", "80\u{202f}% des simulations"),
    ("ci_low ci_high", "95% confidence interval", "intervalle de confiance à 95\u{202f}%"),
    ("p05 p95", "90% of runs", "90\u{202f}% des simulations"),
    ("end.p05 end.p95", "90% of runs", "90\u{202f}% des simulations"),
    ("p25 p75", "50% of runs", "50\u{202f}% des simulations"),
];

/// Two places are one if they are so close, as a share of the axis.
const SAME: f64 = 1e-9;

/// A line or layer on the way to words.
struct Series<'a> {
    name: String,
    /// Places with values, from left to right.
    points: Vec<[f64; 2]>,
    band: Option<&'a Band>,
    /// True if it has a value at its points only, not between them.
    is_dots: bool,
    /// True if it is the middle of many runs.
    is_median: bool,
}

/// What can be read off a panel; none without lines.
pub fn reading(panels: &Panels, panel: &Panel, cell: &Cell) -> Option<Reading> {
    let (values, across) = (&panels.values, &panels.across);
    let of_lines =
        panel.lines.iter().filter(|line| line.ink != Ink::Edge).filter_map(|line| series(panel, line, values.voice));
    let of_layers = panel.bands.iter().filter_map(|band| layer(panel, band));
    let all: Vec<Series> = of_lines.chain(of_layers).collect();
    let stops: Vec<f64> = all
        .iter()
        .map(|series| &series.points)
        .max_by_key(|points| points.len())?
        .iter()
        .map(|point| point[0])
        .collect();
    let step = across.length() / stops.len() as f64;
    let say = |value: f64| if values.is_share { values.voice.percent(value) } else { values.voice.spoken(value) };
    let to = values.voice.choose("to", "à");
    let said = |series: &Series| {
        let at = |stop: &f64| {
            let value = say(series.at(*stop, step)?);
            let ends = series.band.and_then(|band| ends(band, *stop, SAME * across.length()));
            Some(ends.map_or(value.clone(), |[low, high]| format!("{value} ({} {to} {})", say(low), say(high))))
        };
        (series.name.clone(), stops.iter().map(at).collect())
    };
    let band = all.iter().find_map(|series| band_name(series.band?, values.voice));
    Some(Reading::Panel(PanelReading {
        plot: edges(&cell.plot),
        label: values.label.clone(),
        stops: stops
            .iter()
            .map(|&stop| ((cell.scale.x(stop) * FINENESS).round() as i64, place(across, stop)))
            .collect(),
        series: all.iter().map(said).collect(),
        note: band.map(|band| note(band, all.iter().any(|series| series.is_median), values.voice)),
    }))
}

/// A line under the name that stands beside it, with its band.
fn series<'a>(panel: &'a Panel, line: &Line, voice: Voice) -> Option<Series<'a>> {
    let mut points: Vec<[f64; 2]> = line.segments.iter().flatten().copied().collect();
    points.sort_by(|a, b| a[0].total_cmp(&b[0]));
    // A dot that marks a point of the line is the same point.
    points.dedup();
    let last = *points.last()?;
    let named = |label: &&Label| label.ink == Some(line.ink) && !label.text.is_empty();
    let labels = || panel.labels.iter().filter(named);
    let label = labels().find(|label| label.at == last).or_else(|| labels().next());
    let around = |columns: &str| {
        let is_it = |band: &&Band| band.data.series == line.data.series && band.data.columns == columns;
        panel.bands.iter().find(is_it)
    };
    let has_band = !matches!(line.ink, Ink::Observed(_) | Ink::Reference);
    Some(Series {
        name: label.map_or_else(|| unlabelled(line, voice), |label| label.text.clone()),
        is_dots: line.segments.iter().all(|segment| segment.len() == 1),
        is_median: line.data.columns.ends_with("p50"),
        points,
        band: BANDS.iter().filter(|_| has_band).find_map(|(columns, ..)| around(columns)),
    })
}

/// What a line is called that has no name beside it.
fn unlabelled(line: &Line, voice: Voice) -> String {
    match line.ink {
        Ink::Observed(_) => wording::observed(&line.data.series, voice),
        _ => line.data.series.clone(),
    }
}

/// A layer of a stack under the name that stands in it: its height.
fn layer<'a>(panel: &'a Panel, band: &Band) -> Option<Series<'a>> {
    let points = band.segments.iter().flatten();
    let &[time, low, high] = points.clone().last().filter(|_| matches!(band.fill, Fill::Layer(_) | Fill::Shade))?;
    let middle = [time, f64::midpoint(low, high)];
    let label = panel.labels.iter().find(|label| label.ink.is_none() && label.at == middle)?;
    let points = points.map(|&[time, low, high]| [time, high - low]).collect();
    Some(Series { name: label.text.clone(), points, band: None, is_dots: false, is_median: false })
}

impl Series<'_> {
    /// The value at a place: of the nearest point within half a step, else what is drawn between two of them.
    fn at(&self, place: f64, step: f64) -> Option<f64> {
        let distance = |point: &&[f64; 2]| (point[0] - place).abs();
        let nearest = self.points.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
        if distance(&nearest) <= if self.is_dots { 0.0 } else { step / 2.0 } {
            return Some(nearest[1]);
        }
        let between =
            self.points.windows(2).find(|pair| pair[0][0] <= place && place <= pair[1][0] && !self.is_dots)?;
        let share = (place - between[0][0]) / (between[1][0] - between[0][0]);
        Some(between[0][1] + share * (between[1][1] - between[0][1]))
    }
}

fn ends(band: &Band, place: f64, same: f64) -> Option<[f64; 2]> {
    let found = band.segments.iter().flatten().find(|[time, ..]| (time - place).abs() <= same);
    found.map(|&[_, low, high]| [low, high])
}

fn band_name(band: &Band, voice: Voice) -> Option<&'static str> {
    let found = BANDS.iter().find(|(columns, ..)| *columns == band.data.columns);
    found.map(|(_, english, french)| voice.choose(*english, *french))
}

/// What stands in brackets, and before them.
fn note(band: &str, is_median: bool, voice: Voice) -> String {
    match is_median {
        true => {
            voice.pick(format!("median (in brackets: {band})"), format!("médiane (entre parenthèses\u{a0}: {band})"))
        }
        false => voice.pick(format!("in brackets: {band}"), format!("entre parenthèses\u{a0}: {band}")),
    }
}

/// What a place on the axis is.
fn place(across: &Across, place: f64) -> String {
    match across {
        Across::Time(time) => time.say(place),
        Across::Age(age) => age.say(place),
        Across::Factor(factor) => {
            let values = factor.values().iter();
            let distance = |value: &&_| (factor.place(value) - place).abs();
            let value = values.min_by(|a, b| distance(a).total_cmp(&distance(b)));
            value.map_or_else(String::new, |value| factor.say(value))
        }
    }
}
