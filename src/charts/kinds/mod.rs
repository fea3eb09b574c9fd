//! One builder a chart kind, and the table that names them all. A new kind is a file with a builder, a line in
//! [`BUILDERS`], and its word in [`ChartKind`].

mod comparison;
mod curve;
mod fan;
mod heat;
mod measure;
mod multiples;
mod naming;
mod overlay;
mod search;
mod sensitivity;
mod sweep;
pub mod tracks;

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

/// What is drawn where nothing is asked for: of a run the fans, side by side and in one panel, of the backlog and of
/// every metric that has recorded history; of other results every kind that draws them.
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
    Subject::usual(results).into_iter().flat_map(of).collect()
}
