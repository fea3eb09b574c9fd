//! What a threshold costs and saves: the backlog at the end, and the shares of requests and of signatures that get an
//! answer, over the threshold on a logarithmic axis. Drawn of a sweep of a threshold, or of a run with several variants
//! that each keep a threshold of their own.

use super::tracks::{INTERVALS, Interval};
use crate::charts::ask::{ALL, Ask};
use crate::charts::axis::{Across, FactorAxis};
use crate::charts::body::panels::{Band, Data, Label, Line, Panel, Panels, Row, Stack, Values};
use crate::charts::drawing::{Fill, Ink, Slot};
use crate::charts::frame::Figure;
use crate::charts::words::wording::{STATED, Where, band_name, bands_note, median, overlay_note, source};
use crate::charts::words::{Amount, Voice, finding, measure};
use crate::experiment::design::Design;
use crate::findings::{Estimate, Verdict};
use crate::model::chart::Scale;
use crate::model::metric::Metric;
use crate::results::Results;
use crate::results::rows::{About, SummaryRow};
use crate::results::sweep::{Factor, FactorKind, Setting, Sweep};

/// Parts of the room that the backlog and each share get.
const PARTS: (u32, u32) = (3, 2);
/// More bands than these on top of each other turn to mud; then only lines are drawn.
const MOST_BANDS: usize = 4;
/// Fewer thresholds than these make no curve.
const FEWEST: usize = 3;
/// The statistic of all metrics.
const END: &str = "end";
/// The shares below the backlog, and what they are shares of.
const SHARES: [(Metric, &str, &str); 2] = [
    (Metric::CoverageRequests, "of requests", "des demandes"),
    (Metric::CoverageSignatures, "of signatures", "des signatures"),
];

/// What is known at one threshold.
struct Point<'a> {
    threshold: Setting,
    rows: Vec<&'a SummaryRow>,
}

/// The points of a curve, by threshold.
struct Curve<'a> {
    name: &'a str,
    points: Vec<Point<'a>>,
}

/// The chart of a sweep of one threshold.
pub fn of_sweep(sweep: &Sweep, ask: &Ask) -> Vec<Figure> {
    let [factor] = &sweep.plan.factors[..] else { return Vec::new() };
    let is_threshold = factor.path.split('.').any(|segment| segment.starts_with("threshold"));
    if sweep.plan.design != Design::Grid || !is_threshold {
        return Vec::new();
    }
    let curve = |variant: &'_ str| -> Vec<Point<'_>> {
        let points = sweep.plan.points.iter().zip(&sweep.rows).filter_map(|(settings, rows)| {
            let threshold = settings.first().filter(|setting| setting.number.is_some())?.clone();
            Some(Point { threshold, rows: of_variant(rows, variant, ask) })
        });
        sorted(points.collect())
    };
    let variants = sweep.about.variants.iter().filter(|variant| ask.shows(&variant.name));
    let curves = variants.map(|variant| Curve { name: &variant.name, points: curve(&variant.name) });
    figure(&sweep.about, &curves.collect::<Vec<_>>(), ask).into_iter().collect()
}

/// The chart of the variants of a run that keep one threshold throughout; none for fewer than three of them.
pub fn of_run(results: &Results, ask: &Ask) -> Vec<Figure> {
    let about = &results.about;
    let moves = |variant: &str| {
        let rows = results
            .timeseries
            .iter()
            .filter(|row| row.variant == *variant && row.metric == *Metric::Threshold.info().name);
        rows.into_iter().any(|row| row.p05 != row.p95)
    };
    let points = about.variants.iter().filter(|variant| ask.shows(&variant.name)).filter_map(|variant| {
        let levels = variant.thresholds.iter().filter(|level| ask.class() == ALL || level.class == ask.class());
        let levels: Vec<_> = levels.collect();
        let [level] = levels[..] else { return None };
        let threshold = Setting { shown: level.signatures.to_string(), number: Some(level.signatures.into()) };
        (!moves(&variant.name)).then(|| Point { threshold, rows: of_variant(&results.summary, &variant.name, ask) })
    });
    let curve = Curve { name: "variants", points: sorted(points.collect()) };
    let mut figures: Vec<Figure> = figure(about, &[curve], ask).into_iter().collect();
    for figure in &mut figures {
        let note = ask.voice.choose(
            "Each threshold is that of a variant; variants may differ in more than their threshold.",
            "Chaque seuil est celui d’une variante\u{a0}; les variantes peuvent différer par plus que leur seuil.",
        );
        figure.notes.insert(0, note.to_owned());
    }
    figures
}

fn of_variant<'a>(rows: &'a [SummaryRow], variant: &str, ask: &Ask) -> Vec<&'a SummaryRow> {
    rows.iter().filter(|row| row.variant == variant && row.class == ask.class() && row.stage == ALL).collect()
}

fn sorted(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by(|a, b| a.number().total_cmp(&b.number()));
    points
}

fn figure(about: &About, curves: &[Curve], ask: &Ask) -> Option<Figure> {
    let axis = axis(curves, ask.voice)?;
    let chart = Chart { curves, axis: &axis, ask };
    let mut rows: Vec<Row> = chart.backlog().into_iter().collect();
    let shares = if curves.len() == 1 { chart.both_shares().into_iter().collect() } else { chart.each_share() };
    rows.extend(shares);
    let note = match curves.len() {
        1 => bands_note(&INTERVALS, Where::Value, ask.voice),
        2..=MOST_BANDS => overlay_note(&[STATED], Where::Value, ask.voice),
        _ => bands_note(&[], Where::Value, ask.voice),
    };
    let shares = ask.voice.choose(
        "Shares are means over the runs, of all requests created and of all signatures given.",
        "Les parts sont des moyennes sur les simulations, de toutes les demandes créées et de toutes les signatures données.",
    );
    (!rows.is_empty()).then(|| Figure {
        name: "threshold-curve".to_owned(),
        part: None,
        title: None,
        finding: chart.finding(),
        measure: chart.measure(about),
        description: {
            let lines = ask.voice.choose(
                "Line charts over the threshold: backlog, and shares answered.",
                "Courbes selon le seuil\u{a0}: attente, et parts ayant une réponse.",
            );
            lines.to_owned() + &chart.shares()
        },
        key: Vec::new(),
        body: Box::new(Stack::new(rows)),
        notes: [note, shares.to_owned()].into_iter().chain(source(about, ask.voice)).collect(),
    })
}

/// The axis of the thresholds, logarithmic where they are all positive; none for too few of them.
fn axis(curves: &[Curve], voice: Voice) -> Option<FactorAxis> {
    let settings = || curves.iter().flat_map(|curve| curve.points.iter().map(|point| &point.threshold));
    let numbers: Vec<f64> = settings().filter_map(|setting| setting.number).collect();
    let mut distinct = numbers.clone();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let kind = if numbers.iter().all(|number| *number > 0.0) { FactorKind::Logarithmic } else { FactorKind::Linear };
    let factor =
        Factor { path: voice.choose("threshold", "seuil").to_owned(), unit: Some("signatures".to_owned()), kind };
    (distinct.len() >= FEWEST).then(|| FactorAxis::new(&factor, settings(), voice))
}

impl Point<'_> {
    fn number(&self) -> f64 {
        self.threshold.number.unwrap_or_default()
    }

    /// A statistic's estimate, with its interval.
    fn row(&self, metric: Metric, statistic: &str) -> Option<&SummaryRow> {
        self.rows.iter().find(|row| row.metric == metric.info().name && row.statistic == statistic).copied()
    }

    fn value(&self, metric: Metric, statistic: &str) -> Option<f64> {
        self.row(metric, statistic)?.value.filter(|value| value.is_finite())
    }

    /// The median backlog at the end, with its confidence interval.
    fn median(&self) -> Option<Estimate> {
        let row = self.row(Metric::Backlog, &format!("{END}.p50"))?;
        Some(Estimate { value: row.value.filter(|value| value.is_finite())?, interval: row.ci_low.zip(row.ci_high) })
    }

    fn quantile(&self, metric: Metric, name: &str) -> Option<f64> {
        self.value(metric, &format!("{END}.{name}"))
    }
}

/// What a figure is made from.
struct Chart<'a> {
    curves: &'a [Curve<'a>],
    axis: &'a FactorAxis,
    ask: &'a Ask,
}

impl Chart<'_> {
    fn ink(&self, index: usize) -> Ink {
        let of = self.curves.len();
        if of == 1 { Ink::Median } else { Ink::Variant(Slot { index, of }) }
    }

    fn place(&self, point: &Point) -> f64 {
        self.axis.place(&point.threshold)
    }

    /// The backlog at the end: medians and intervals over the runs.
    fn backlog(&self) -> Option<Row> {
        let metric = Metric::Backlog;
        let mut panel = Panel::default();
        for (index, curve) in self.curves.iter().enumerate() {
            let slot = Slot { index, of: self.curves.len() };
            let intervals: Vec<_> = match self.curves.len() {
                1 => INTERVALS.iter().enumerate().map(|(rank, interval)| (*interval, Fill::Fan(rank))).collect(),
                2..=MOST_BANDS => vec![(STATED, Fill::Variant(slot))],
                _ => Vec::new(),
            };
            for (interval, fill) in intervals {
                let ends = |point: &Point| {
                    let (low, high) =
                        (point.quantile(metric, interval.low.name)?, point.quantile(metric, interval.high.name)?);
                    Some([self.place(point), low, high])
                };
                let columns = format!("{END}.{} {END}.{}", interval.low.name, interval.high.name);
                let data = Data { series: curve.name.to_owned(), columns };
                panel.bands.push(Band { data, fill, segments: vec![curve.points.iter().filter_map(ends).collect()] });
            }
            let of = |point: &Point| point.quantile(metric, "p50");
            self.add(&mut panel, curve, self.ink(index), of, "end.p50");
            self.name(
                &mut panel,
                curve,
                self.ink(index),
                of,
                if self.curves.len() == 1 { median(self.ask.voice) } else { curve.name },
            );
        }
        if let [curve] = self.curves {
            panel.labels.extend(band_labels(curve, self));
        }
        let label = format!("{} {}", self.ask.voice.metric(metric), self.ask.voice.choose("at the end", "à la fin"));
        self.stacked(panel, label, false, PARTS.0)
    }

    /// Both shares of the only curve in one row.
    fn both_shares(&self) -> Option<Row> {
        let curve = self.curves.first()?;
        let mut panel = Panel::default();
        for (index, (metric, english, french)) in SHARES.into_iter().enumerate() {
            let ink = Ink::Variant(Slot { index, of: SHARES.len() });
            let of = |point: &Point| point.value(metric, END);
            self.add(&mut panel, curve, ink, of, metric.info().name);
            self.name(&mut panel, curve, ink, of, self.ask.voice.choose(english, french));
        }
        self.stacked(panel, self.ask.voice.choose("share answered", "part ayant une réponse").to_owned(), true, PARTS.1)
    }

    /// A row for each share, with all curves.
    fn each_share(&self) -> Vec<Row> {
        let row = |metric: Metric| {
            let mut panel = Panel::default();
            for (index, curve) in self.curves.iter().enumerate() {
                let of = |point: &Point| point.value(metric, END);
                self.add(&mut panel, curve, self.ink(index), of, metric.info().name);
                self.name(&mut panel, curve, self.ink(index), of, curve.name);
            }
            self.stacked(panel, self.ask.voice.metric(metric).to_owned(), true, PARTS.1)
        };
        SHARES.iter().filter_map(|(metric, ..)| row(*metric)).collect()
    }

    /// A line through the points, and a dot at each.
    fn add(&self, panel: &mut Panel, curve: &Curve, ink: Ink, of: impl Fn(&Point) -> Option<f64>, column: &str) {
        let points = curve.points.iter().filter_map(|point| Some([self.place(point), of(point)?]));
        let points: Vec<[f64; 2]> = points.collect();
        let dots = points.iter().map(|point| vec![*point]);
        let segments: Vec<Vec<[f64; 2]>> =
            std::iter::once(points.clone()).filter(|line| !line.is_empty()).chain(dots).collect();
        let data = Data { series: curve.name.to_owned(), columns: column.to_owned() };
        panel.lines.push(Line { data, ink, segments });
    }

    fn name(&self, panel: &mut Panel, curve: &Curve, ink: Ink, of: impl Fn(&Point) -> Option<f64>, name: &str) {
        let end = curve.points.iter().rev().find_map(|point| Some([self.place(point), of(point)?]));
        panel.labels.extend(end.map(|at| Label { text: name.to_owned(), tail: String::new(), at, ink: Some(ink) }));
    }

    fn stacked(&self, panel: Panel, label: String, is_share: bool, parts: u32) -> Option<Row> {
        let has_values = panel.values().next().is_some();
        let values = Values { label, is_whole: !is_share, is_share, scale: Scale::Linear, voice: self.ask.voice };
        let across = Across::Factor(self.axis.clone());
        has_values.then(|| Row { panels: Panels::new(values, across, vec![panel]), parts })
    }

    /// The curve that is told of, with its lowest and highest threshold: that whose backlog differs most between them, of
    /// those where that is clear; else the first.
    fn ends(&self) -> Option<(&Curve<'_>, &Point<'_>, &Point<'_>)> {
        let change = |curve: &&Curve| {
            let (from, to) = (curve.points.first()?.median()?, curve.points.last()?.median()?);
            let is_clear = matches!(to.against(&from), Verdict::More | Verdict::Fewer);
            is_clear.then(|| (to.value - from.value).abs())
        };
        let clear = self.curves.iter().filter_map(|curve| Some((curve, change(&curve)?)));
        // Of equal ones the first.
        let most = clear.reduce(|most, next| if next.1 > most.1 { next } else { most });
        let curve = most.map(|(curve, _)| curve).or(self.curves.first())?;
        Some((curve, curve.points.first()?, curve.points.last()?))
    }

    /// "From 5,000 to 100,000 signatures the backlog at the end falls from 424 to 35".
    fn finding(&self) -> String {
        let voice = self.ask.voice;
        let told = || {
            let (curve, first, last) = self.ends()?;
            let (from, to) = (first.median()?, last.median()?);
            let under = match self.curves.len() {
                1 => String::new(),
                _ => format!(" {} {}", voice.choose("under", "avec"), voice.quoted(curve.name)),
            };
            let (low, high) = (voice.spoken(first.number()), voice.spoken(last.number()));
            let (before, after) = (voice.spoken(from.value), voice.spoken(to.value));
            let (way, sens) = match to.against(&from) {
                Verdict::More => ("rises", "monte"),
                Verdict::Fewer => ("falls", "descend"),
                _ if from.value == to.value => {
                    return Some(voice.pick(
                        format!("At {low} as at {high} signatures the backlog ends at {after}{under}"),
                        format!("À {low} comme à {high} signatures, {after} demandes attendent à la fin{under}"),
                    ));
                }
                _ => {
                    return Some(voice.pick(
                        format!(
                            "No clear difference in the backlog at the end between {low} and {high} signatures{under}"
                        ),
                        format!(
                            "Pas de différence nette entre {low} et {high} signatures pour l’attente à la fin{under}"
                        ),
                    ));
                }
            };
            Some(voice.pick(
                format!("From {low} to {high} signatures the backlog at the end {way} from {before} to {after}{under}"),
                format!(
                    "De {low} à {high} signatures, le nombre de demandes en attente à la fin {sens} de {before} à \
                     {after}{under}"
                ),
            ))
        };
        told().unwrap_or_else(|| finding::nothing(voice))
    }

    /// "Share answered of requests from 40% to 4%, of signatures from 80% to 60%."
    fn shares(&self) -> String {
        let voice = self.ask.voice;
        let amount = Amount::share(voice);
        let Some((_, first, last)) = self.ends() else { return String::new() };
        let told = SHARES.iter().filter_map(|(metric, english, french)| {
            let (from, to) = (first.value(*metric, END)?, last.value(*metric, END)?);
            let (from, to) = (precise(from, amount), precise(to, amount));
            Some(voice.pick(format!("{english} from {from} to {to}"), format!("{french} de {from} à {to}")))
        });
        let told: Vec<String> = told.collect();
        let told = told.join(", ");
        match told.is_empty() {
            true => String::new(),
            false => voice.pick(format!(" Share answered {told}."), format!(" Part ayant une réponse\u{a0}: {told}.")),
        }
    }

    fn measure(&self, about: &About) -> String {
        let (voice, runs) = (self.ask.voice, measure::runs(about, self.ask.voice));
        let intervals: &[Interval] = match self.curves.len() {
            1 => &INTERVALS,
            2..=MOST_BANDS => &[STATED],
            _ => &[],
        };
        let intervals = measure::with(intervals, voice);
        voice.pick(
            format!(
                "Requests awaiting an answer at the end, by threshold: median of {runs} at each{intervals}; below, shares \
                 answered"
            ),
            format!(
                "Demandes en attente de réponse à la fin, selon le seuil\u{a0}: médiane de {runs} à chacun{intervals}\u{a0}; \
                 en bas, parts ayant une réponse"
            ),
        )
    }
}

/// A small share with enough decimals to tell it from others.
fn precise(share: f64, amount: Amount) -> String {
    if share > 0.0 && share < 0.01 { amount.voice.percent_fixed(share, 2) } else { amount.say(share) }
}

/// The names of the bands of the only curve, at its highest threshold.
fn band_labels(curve: &Curve, chart: &Chart) -> Vec<Label> {
    let Some(point) = curve.points.last() else { return Vec::new() };
    let label = |(index, interval): (usize, &Interval)| {
        let inner = INTERVALS.get(index + 1).map_or("p50", |inner| inner.high.name);
        let (outer, inner) =
            (point.quantile(Metric::Backlog, interval.high.name)?, point.quantile(Metric::Backlog, inner)?);
        let at = [chart.place(point), inner + (outer - inner) / 2.0];
        Some(Label { text: band_name(*interval, chart.ask.voice), tail: String::new(), at, ink: None })
    };
    INTERVALS.iter().enumerate().filter_map(label).collect()
}
