//! One builder a chart kind, and the table that names them all. A new kind is a file with a builder, a line in
//! [`BUILDERS`], and its word in [`ChartKind`].

mod adaptive;
mod balance;
mod comparison;
mod curve;
mod difference;
mod fan;
mod flow;
mod heat;
mod measure;
mod multiples;
mod naming;
mod overlay;
mod response_time;
mod search;
mod sensitivity;
mod signatures;
mod strips;
mod sweep;
mod threshold_curve;
pub mod tracks;
mod trend;
mod utilisation;

pub use naming::unique;

use super::Source;
use super::ask::Ask;
use super::frame::Figure;
use crate::model::chart::{ChartKind, ChartOptions};
use crate::results::{Results, Solved, comparison::Comparison, sensitivity::Sensitivity, sweep::Sweep};
use tracks::Subject;

/// Makes the figures of a kind from one sort of results; none where these lack what it shows.
enum Builder {
    Run(fn(&Results, &Ask) -> Vec<Figure>),
    Sweep(fn(&Sweep, &Ask) -> Vec<Figure>),
    Solve(fn(&Solved, &Ask) -> Vec<Figure>),
    Sensitivity(fn(&Sensitivity, &Ask) -> Vec<Figure>),
    Comparison(fn(&Comparison, &Ask) -> Vec<Figure>),
}

/// The builder of each kind.
const BUILDERS: &[(ChartKind, Builder)] = &[
    (ChartKind::Fan, Builder::Run(fan::figures)),
    (ChartKind::SmallMultiples, Builder::Run(multiples::figures)),
    (ChartKind::Overlay, Builder::Run(overlay::figures)),
    (ChartKind::Difference, Builder::Run(difference::figures)),
    (ChartKind::ResponseTime, Builder::Run(response_time::figures)),
    (ChartKind::Strips, Builder::Run(strips::figures)),
    (ChartKind::Utilisation, Builder::Run(utilisation::figures)),
    (ChartKind::Adaptive, Builder::Run(adaptive::figures)),
    (ChartKind::Flow, Builder::Run(flow::figures)),
    (ChartKind::Signatures, Builder::Run(signatures::figures)),
    (ChartKind::Tone, Builder::Run(balance::tone)),
    (ChartKind::Archive, Builder::Run(balance::archive)),
    (ChartKind::ThresholdCurve, Builder::Run(threshold_curve::of_run)),
    (ChartKind::ThresholdCurve, Builder::Sweep(threshold_curve::of_sweep)),
    (ChartKind::Curve, Builder::Sweep(curve::figures)),
    (ChartKind::HeatMap, Builder::Sweep(heat::figures)),
    (ChartKind::Scatter, Builder::Sweep(curve::scatter)),
    (ChartKind::Search, Builder::Solve(search::figures)),
    (ChartKind::Tornado, Builder::Sensitivity(sensitivity::tornado)),
    (ChartKind::Sobol, Builder::Sensitivity(sensitivity::sobol)),
    (ChartKind::DifferenceOfResults, Builder::Comparison(comparison::difference)),
    (ChartKind::SideBySide, Builder::Comparison(comparison::side_by_side)),
];

/// The figures of a chart that is asked for; none if its kind draws other results than these.
pub fn build(source: Source, ask: &Ask) -> Vec<Figure> {
    let builders = BUILDERS.iter().filter(|(kind, _)| *kind == ask.kind);
    let figures = builders.flat_map(|(_, builder)| match (source, builder) {
        (Source::Run(results), Builder::Run(build)) => build(results, ask),
        (Source::Sweep(sweep), Builder::Sweep(build)) => build(sweep, ask),
        (Source::Solve(solved), Builder::Solve(build)) => build(solved, ask),
        (Source::Sensitivity(analysis), Builder::Sensitivity(build)) => build(analysis, ask),
        (Source::Comparison(comparison), Builder::Comparison(build)) => build(comparison, ask),
        _ => Vec::new(),
    });
    figures.collect()
}

/// What is drawn where nothing is asked for. Of a run: the fans, side by side and in one panel, of the backlog and of
/// every metric that has recorded history; the differences from the baseline; response times where something is promised
/// or several variants can be compared; adaptive thresholds, tone and archive where there are any. Of other results
/// every kind that draws them.
pub fn usual(source: Source) -> Vec<(ChartKind, ChartOptions)> {
    let plain = |kind: ChartKind| (kind, ChartOptions::default());
    match source {
        Source::Run(results) => usual_of_run(results),
        _ => of(source).into_iter().map(plain).collect(),
    }
}

/// The kinds that these results can be drawn as.
pub fn of(source: Source) -> Vec<ChartKind> {
    let draws = |builder: &Builder| {
        matches!(
            (source, builder),
            (Source::Run(_), Builder::Run(_))
                | (Source::Sweep(_), Builder::Sweep(_))
                | (Source::Solve(_), Builder::Solve(_))
                | (Source::Sensitivity(_), Builder::Sensitivity(_))
                | (Source::Comparison(_), Builder::Comparison(_))
        )
    };
    BUILDERS.iter().filter(|(_, builder)| draws(builder)).map(|(kind, _)| *kind).collect()
}

fn usual_of_run(results: &Results) -> Vec<(ChartKind, ChartOptions)> {
    let kinds = [ChartKind::Fan, ChartKind::SmallMultiples, ChartKind::Overlay];
    let of = |subject: Subject| kinds.map(|kind| (kind, subject.clone().options()));
    let fans = Subject::usual(results).into_iter().flat_map(of);
    let variants = &results.about.variants;
    let has_answers = variants.len() > 1 || variants.iter().any(|variant| !variant.promises.is_empty());
    let others = [
        (ChartKind::Difference, true),
        (ChartKind::ResponseTime, has_answers),
        (ChartKind::Adaptive, true),
        (ChartKind::Tone, true),
        (ChartKind::Archive, true),
    ];
    let others = others.into_iter().filter(|(_, is_drawn)| *is_drawn);
    fans.chain(others.map(|(kind, _)| (kind, ChartOptions::default()))).collect()
}
