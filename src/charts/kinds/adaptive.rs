//! The path of an adaptive threshold over the runs, with the backlog that moves it below: a figure for each variant and
//! class whose threshold differs from run to run.

use super::fan;
use super::naming::slug;
use super::tracks::{self, INTERVALS, Subject, Track, View, slug_of};
use crate::charts::ask::{ALL, Ask};
use crate::charts::axis::{Across, TimeAxis};
use crate::charts::body::panels::{Panels, Row, Stack};
use crate::charts::frame::Figure;
use crate::charts::words::{self, wording};
use crate::model::chart::Scale;
use crate::model::metric::Metric;
use crate::results::Results;

/// Parts of the room that the threshold and the backlog get.
const PARTS: (u32, u32) = (3, 2);
/// A threshold that spans more than this factor is drawn on a logarithmic axis.
const WIDE: f64 = 20.0;

/// A figure for each variant and class with an adaptive threshold.
pub fn figures(results: &Results, ask: &Ask) -> Vec<Figure> {
    let classes = results.about.classes.iter().filter(|class| ask.class() == ALL || class.name == ask.class());
    let of = |class: &str| {
        let ask = ask.of(Metric::Threshold.info().name, class, ALL);
        let figures = |view: View| -> Vec<Figure> {
            view.tracks.iter().filter(|track| varies(track)).map(|track| figure(&view, track, class, &ask)).collect()
        };
        View::all(results, &ask.by_variant()).into_iter().flat_map(figures).collect::<Vec<_>>()
    };
    classes.flat_map(|class| of(&class.name)).collect()
}

/// True if the threshold is not the same in all runs.
pub fn varies(track: &Track) -> bool {
    let widest = INTERVALS[0];
    track.rows.iter().any(|row| widest.low.of(row).zip(widest.high.of(row)).is_some_and(|(low, high)| low < high))
}

fn figure(view: &View, track: &Track, class: &str, ask: &Ask) -> Figure {
    let about = &view.results.about;
    let time = TimeAxis::new(&about.start, view.days(), ask.voice);
    let mut rows = vec![Row { panels: threshold(view, track, &time, ask), parts: PARTS.0 }];
    rows.extend(backlog(view, track, &time, class, ask).map(|panels| Row { panels, parts: PARTS.1 }));
    let several = about.classes.len() > 1;
    let variant = ask.voice.quoted(&track.variant.name);
    let slugs = [several.then(|| slug(class)), Some(slug_of(view.results, track.variant))];
    let mut notes = vec![fan::note(ask)];
    notes.extend(wording::source(about, ask.voice));
    Figure {
        name: "adaptive-threshold".to_owned(),
        part: Some(slugs.into_iter().flatten().collect::<Vec<_>>().join("-")),
        title: None,
        finding: finding(view, track, &variant, ask),
        measure: measure(view, track, &time, ask),
        description: wording::description(
            ask.voice
                .choose("Fan chart above that of the backlog", "Graphique en éventail au-dessus de celui des demandes"),
            view,
            &[track],
            &time,
        ),
        key: Vec::new(),
        body: Box::new(Stack::new(rows)),
        notes,
    }
}

/// "Under “adaptive” the threshold moves between 100 and 4,000 signatures".
fn finding(view: &View, track: &Track, variant: &str, ask: &Ask) -> String {
    let widest = INTERVALS[0];
    let lows = track.rows.iter().filter_map(|row| widest.low.of(row));
    let highs = track.rows.iter().filter_map(|row| widest.high.of(row));
    let (low, high) = (lows.fold(f64::INFINITY, f64::min), highs.fold(0.0, f64::max));
    let class = match view.results.about.classes.len() {
        1 => String::new(),
        _ => format!(" ({})", view.subject.place(view.results)),
    };
    let (low, high) = (ask.voice.spoken(low), ask.voice.spoken(high));
    ask.voice.pick(
        format!("Under {variant} the threshold{class} moves between {low} and {high} signatures"),
        format!("Avec {variant}, le seuil{class} va de {low} à {high} signatures"),
    )
}

/// What both panels show.
fn measure(view: &View, track: &Track, time: &TimeAxis, ask: &Ask) -> String {
    let below = ask.voice.choose("; below, the requests awaiting an answer", "\u{a0}; en bas, les demandes en attente");
    words::measure::of_medians(view, Some(track), time, &tracks::drawn(ask, &fan::USUAL)) + below
}

fn threshold(view: &View, track: &Track, time: &TimeAxis, ask: &Ask) -> Panels {
    let panel = fan::named(track, &[], ask);
    let mut values = view.subject.values(view.results, ask);
    let (low, high) = panel.values().fold((f64::INFINITY, 0.0_f64), |ends, v| (ends.0.min(v), ends.1.max(v)));
    if ask.options.scale.is_none() && low > 0.0 && high > WIDE * low {
        values.scale = Scale::Log;
    }
    Panels::new(values, Across::Time(time.clone()), vec![panel])
}

/// The backlog of the class under the same variant.
fn backlog(view: &View, track: &Track, time: &TimeAxis, class: &str, ask: &Ask) -> Option<Panels> {
    let subject = Subject { metric: Metric::Backlog.info().name.into(), class: class.into(), stage: ALL.into() };
    let backlog = Track::new(view.results, track.variant, &subject);
    backlog.last()?;
    let panel = fan::named(&backlog, &[], ask);
    let mut values = subject.values(view.results, ask);
    values.scale = Scale::Linear;
    Some(Panels::new(values, Across::Time(time.clone()), vec![panel]))
}
