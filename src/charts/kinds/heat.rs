//! The heat map of a sweep of two keys.

use super::measure::Measure;
use super::naming::slug;
use super::sweep::{axis, named, setting, short};
use crate::charts::ask::Ask;
use crate::charts::axis::FactorAxis;
use crate::charts::body::heat::{Heat, Shade, contour::Lattice};
use crate::charts::frame::Figure;
use crate::charts::words::{Voice, finding, wording::capitalised};
use crate::experiment::design::Design;
use crate::findings::{Estimate, Verdict};
use crate::results::sweep::{FactorKind, Setting, Sweep};

/// Levels of a risk at which a line is drawn.
const RISKS: [f64; 3] = [0.1, 0.5, 0.9];

/// A heat map for each variant, of what is drawn and of the risk if there is one.
pub fn figures(sweep: &Sweep, ask: &Ask) -> Vec<Figure> {
    if sweep.plan.design != Design::Grid || sweep.plan.factors.len() != 2 {
        return Vec::new();
    }
    let mut figures = Vec::new();
    for measure in Measure::all(sweep, ask.voice) {
        let variants = sweep.about.variants.iter().filter(|variant| ask.shows(&variant.name));
        figures.extend(variants.filter_map(|variant| figure(sweep, &measure, &variant.name, ask)));
    }
    figures
}

/// The heat map of a variant; none if no point has a value.
fn figure(sweep: &Sweep, measure: &Measure, variant: &str, ask: &Ask) -> Option<Figure> {
    let map = Map::new(sweep, measure, variant, ask)?;
    let several = sweep.about.variants.len() > 1;
    let [across, up] = [0, 1].map(|factor| short(&sweep.plan.factors[factor].path));
    let [first, second] = &map.names;
    let voice = ask.voice;
    Some(Figure {
        name: format!("{}-by-{across}-and-{up}", measure.slug()),
        part: several.then(|| slug(variant)),
        title: None,
        finding: map.finding(sweep, variant),
        measure: {
            let under = if several { under(variant, voice) } else { String::new() };
            let (title, runs) = (measure.title(), measure.runs());
            voice.pick(
                format!("{title}{under}, by {first} and {second}: estimates over {runs} at each point"),
                format!("{title}{under}, selon {first} et {second}\u{a0}: estimations sur {runs} en chaque point"),
            )
        },
        description: {
            let (across, up) = (map.heat.across.title(), map.heat.up.title());
            voice.pick(format!("Heat map over {across} and {up}."), format!("Carte de chaleur sur {across} et {up}."))
        },
        key: Vec::new(),
        notes: map.notes(),
        body: Box::new(map.heat),
    })
}

/// A heat map, and what its words need.
struct Map<'a> {
    measure: &'a Measure<'a>,
    heat: Heat,
    names: [String; 2],
}

impl<'a> Map<'a> {
    fn new(sweep: &Sweep, measure: &'a Measure<'a>, variant: &str, ask: &Ask) -> Option<Map<'a>> {
        let (across, up) = (axis(sweep, 0, ask.voice), axis(sweep, 1, ask.voice));
        let values = lattice(sweep, measure, variant, (&across, &up))?;
        let all = || values.iter().flatten().flatten().copied();
        let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        if low > high {
            return None;
        }
        let shade = match measure.is_risk() {
            true => Shade::covering(0.0, 1.0, false),
            false => Shade::covering(low, high, measure.is_count()),
        };
        let is_ordered = sweep.plan.factors.iter().all(|factor| factor.kind != FactorKind::Words);
        let candidates: Vec<f64> = if measure.is_risk() { RISKS.to_vec() } else { shade.ticks().to_vec() };
        let levels = candidates.into_iter().filter(|level| is_ordered && low < *level && *level < high).collect();
        let names = [0, 1].map(|factor| named(&sweep.plan.factors[factor].path));
        let said = said(sweep, measure, variant, (&across, &up), ask.voice.colon());
        let heat = Heat { across, up, values, said, shade, levels, is_share: measure.is_share(), voice: ask.voice };
        Some(Map { measure, heat, names })
    }

    /// Where the lowest and the highest value are: "The backlog at the end goes from 12 (100,000 signatures, staff 4) to
    /// 400 (5,000 signatures, staff 1)".
    fn finding(&self, sweep: &Sweep, variant: &str) -> String {
        let Heat { across, up, voice, .. } = &self.heat;
        let voice = *voice;
        let points = sweep.plan.points.iter().enumerate();
        let estimate = |index: usize| {
            let row = self.measure.row(index, variant, "")?;
            Some(Estimate {
                value: row.value.filter(|value| value.is_finite())?,
                interval: row.ci_low.zip(row.ci_high),
            })
        };
        let cells = points.filter_map(|(index, point)| Some((estimate(index)?, point)));
        let mut cells: Vec<(Estimate, &Vec<Setting>)> = cells.collect();
        cells.sort_by(|a, b| a.0.value.total_cmp(&b.0.value));
        let (Some((least, at_low)), Some((most, at_high))) = (cells.first(), cells.last()) else {
            return finding::nothing(voice);
        };
        let say = |value: f64, point: &[Setting]| {
            let [first, second] =
                [(0, across), (1, up)].map(|(factor, axis)| setting(sweep, factor, axis, &point[factor]));
            format!("{} ({first}, {second})", self.measure.say(value))
        };
        let under = if sweep.about.variants.len() > 1 { under(variant, voice) } else { String::new() };
        let quantity = format!("{}{under}", capitalised(&self.measure.quantity()));
        let (low, high) = (self.measure.say(least.value), self.measure.say(most.value));
        match most.against(least) {
            Verdict::More => {
                let (low, high) = (say(least.value, at_low), say(most.value, at_high));
                voice.pick(format!("{quantity} goes from {low} to {high}"), format!("{quantity} va de {low} à {high}"))
            }
            _ if low == high => {
                voice.pick(format!("{quantity} is {high} at every point"), format!("{quantity} est de {high} partout"))
            }
            Verdict::Unknown => voice.pick(
                format!("{quantity} is between {low} and {high}"),
                format!("{quantity} est entre {low} et {high}"),
            ),
            _ => voice.pick(
                format!("{quantity} is between {low} and {high} at every point: no clear difference"),
                format!("{quantity} est partout entre {low} et {high}\u{a0}: pas de différence nette"),
            ),
        }
    }

    fn notes(&self) -> Vec<String> {
        let voice = self.heat.voice;
        let what = if self.measure.is_risk() {
            voice.choose(
                "Each cell is the share of simulated runs that meet the condition; its interval is in sweep.csv.",
                "Chaque case est la part des simulations qui remplissent la condition\u{a0}; son intervalle est dans \
                 sweep.csv.",
            )
        } else {
            voice.choose(
                "Each cell is the estimate over the simulated runs; its interval is in sweep.csv.",
                "Chaque case est l’estimation sur les simulations\u{a0}; son intervalle est dans sweep.csv.",
            )
        };
        let levels: Vec<String> = self.heat.levels.iter().map(|&level| voice.percent(level)).collect();
        // The colour key has a number at every other level.
        let levels = if self.measure.is_risk() { format!(" ({})", levels.join(", ")) } else { String::new() };
        let lines = match self.heat.levels.is_empty() {
            true => String::new(),
            false => voice.pick(
                format!(" Lines join equal values{levels}, interpolated between cells."),
                format!(" Les lignes joignent les valeurs égales{levels}, interpolées entre les cases."),
            ),
        };
        vec![format!("{what}{lines}"), self.measure.source()]
    }
}

/// What the cells say, by row and column: the values of both keys, and the estimate with its interval.
fn said(
    sweep: &Sweep,
    measure: &Measure,
    variant: &str,
    (across, up): (&FactorAxis, &FactorAxis),
    colon: &str,
) -> Vec<Vec<String>> {
    let paths = [0, 1].map(|factor| &sweep.plan.factors[factor].path);
    let of = |up_value: &Setting| {
        let cell = |value: &Setting| {
            let is_it = |point: &Vec<Setting>| point[0] == *value && point[1] == *up_value;
            let estimate = sweep.plan.points.iter().position(is_it).and_then(|point| measure.told(point, variant));
            let keys = format!("{}{colon}{}\n{}{colon}{}", paths[0], across.say(value), paths[1], up.say(up_value));
            format!("{keys}\n{}{colon}{}", measure.label(), estimate.unwrap_or_default())
        };
        across.values().iter().map(cell).collect()
    };
    up.values().iter().map(of).collect()
}

/// The values by row and column; none if a point is off the axes.
fn lattice(
    sweep: &Sweep,
    measure: &Measure,
    variant: &str,
    (across, up): (&FactorAxis, &FactorAxis),
) -> Option<Lattice> {
    let mut values: Lattice = vec![vec![None; across.values().len()]; up.values().len()];
    for (index, point) in sweep.plan.points.iter().enumerate() {
        let column = across.values().iter().position(|value| *value == point[0])?;
        let row = up.values().iter().position(|value| *value == point[1])?;
        values[row][column] = measure.value(index, variant);
    }
    Some(values)
}

/// " under “keep 5,000”".
fn under(variant: &str, voice: Voice) -> String {
    format!(" {} {}", voice.choose("under", "avec"), voice.quoted(variant))
}
