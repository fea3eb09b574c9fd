//! What the charts over one varied key find, in a sentence each: how a measure goes with it.

use super::measure::Measure;
use super::sweep::named;
use crate::charts::axis::FactorAxis;
use crate::charts::words::{Voice, finding, wording::capitalised};
use crate::findings::{Estimate, Verdict, ranks::RankCorrelation};
use crate::results::sweep::{FactorKind, Setting, Sweep};

/// More variants than these are not told one by one, nor are names of more letters than these in all.
const MOST_TOLD: (usize, usize) = (3, 60);

/// A measure over a varied key.
pub struct Trend<'a> {
    /// The sweep.
    pub sweep: &'a Sweep,
    /// What is shown.
    pub measure: &'a Measure<'a>,
    /// Which of the varied keys.
    pub factor: usize,
    /// Its axis.
    pub axis: &'a FactorAxis,
    /// The points in the order of the axis, each with its place.
    pub places: &'a [(f64, usize)],
    /// How it speaks.
    pub voice: Voice,
}

/// An estimate and the point that it is of.
type At = (Estimate, usize);

impl Trend<'_> {
    /// How the measure goes from the first to the last value of the key: of the only variant, of a few, or of the
    /// baseline.
    pub fn finding(&self) -> String {
        let about = &self.sweep.about;
        let names: Vec<&str> = about.variants.iter().map(|variant| variant.name.as_str()).collect();
        let is_short =
            names.len() <= MOST_TOLD.0 && names.iter().map(|name| name.chars().count()).sum::<usize>() <= MOST_TOLD.1;
        let baseline = names.iter().position(|name| *name == about.baseline).unwrap_or_default();
        let told = if is_short { &names[..] } else { names.get(baseline..=baseline).unwrap_or_default() };
        self.of(told)
    }

    /// The same of every variant, for those who cannot see the lines.
    pub fn told(&self) -> String {
        let names: Vec<&str> = self.sweep.about.variants.iter().map(|variant| variant.name.as_str()).collect();
        self.of(&names)
    }

    /// "From 5,000 to 100,000 (threshold signatures) the backlog at the end falls from 425 to 5 under “a”, …".
    fn of(&self, variants: &[&str]) -> String {
        let ways: Vec<String> = variants.iter().filter_map(|name| self.way(name)).collect();
        if ways.is_empty() {
            return finding::nothing(self.voice);
        }
        let told = format!("{} {}", self.measure.quantity(), ways.join(", "));
        let point = |place: Option<&(f64, usize)>| place.map(|&(_, point)| self.shown(point)).unwrap_or_default();
        let (from, to) = (point(self.places.first()), point(self.places.last()));
        let name = named(&self.sweep.plan.factors[self.factor].path);
        match self.is_ordered() {
            true => self
                .voice
                .pick(format!("From {from} to {to} ({name}) {told}"), format!("De {from} à {to} ({name}), {told}")),
            false => capitalised(&told),
        }
    }

    fn is_ordered(&self) -> bool {
        self.sweep.plan.factors[self.factor].kind != FactorKind::Words
    }

    /// "falls from 1,189 to 19 under “today”".
    fn way(&self, variant: &str) -> Option<String> {
        let all = self.places.iter().filter_map(|&(_, point)| Some((self.measure.estimate(point, variant)?, point)));
        let all: Vec<At> = all.collect();
        let by_value = |a: &&At, b: &&At| a.0.value.total_cmp(&b.0.value);
        let (lowest, highest) = (all.iter().min_by(by_value)?, all.iter().max_by(by_value)?);
        let way = match self.is_ordered() {
            true => self.along(all.first()?, all.last()?, (lowest, highest)),
            false => match highest.0.against(&lowest.0) {
                Verdict::More => {
                    let (from, to) = (self.at(lowest), self.at(highest));
                    self.voice.pick(format!("goes from {from} to {to}"), format!("va de {from} à {to}"))
                }
                verdict => self.without_difference(&lowest.0, &highest.0, verdict),
            },
        };
        Some(way + &self.under(variant))
    }

    /// From the first to the last value of a key with an order.
    fn along(&self, first: &At, last: &At, (lowest, highest): (&At, &At)) -> String {
        let voice = self.voice;
        let amount = self.measure.amount();
        let (from, to) = (amount.say(first.0.value), amount.told(last.0.value));
        let is_apart =
            |turn: &At, verdict: Verdict| turn.0.against(&first.0) == verdict && turn.0.against(&last.0) == verdict;
        if is_apart(highest, Verdict::More) {
            let turn = self.at(highest);
            return voice.pick(
                format!("rises from {from} to {turn} and falls to {to}"),
                format!("monte de {from} à {turn} puis descend à {to}"),
            );
        }
        if is_apart(lowest, Verdict::Fewer) {
            let turn = self.at(lowest);
            return voice.pick(
                format!("falls from {from} to {turn} and rises to {to}"),
                format!("descend de {from} à {turn} puis monte à {to}"),
            );
        }
        match last.0.against(&first.0) {
            Verdict::More => voice.pick(format!("rises from {from} to {to}"), format!("monte de {from} à {to}")),
            Verdict::Fewer => voice.pick(format!("falls from {from} to {to}"), format!("descend de {from} à {to}")),
            verdict => self.without_difference(&lowest.0, &highest.0, verdict),
        }
    }

    fn without_difference(&self, lowest: &Estimate, highest: &Estimate, verdict: Verdict) -> String {
        let (low, high) = (self.measure.say(lowest.value), self.measure.amount().told(highest.value));
        let voice = self.voice;
        if lowest.value == highest.value {
            return voice.pick(format!("stays at {high}"), format!("reste à {high}"));
        }
        let doubt = match verdict {
            Verdict::Unknown => "",
            _ => voice.choose(", with no clear difference", ", sans différence nette"),
        };
        voice.pick(format!("is between {low} and {high}{doubt}"), format!("est entre {low} et {high}{doubt}"))
    }

    /// "1,189 (1,000)".
    fn at(&self, (estimate, point): &At) -> String {
        format!("{} ({})", self.measure.amount().told(estimate.value), self.shown(*point))
    }

    /// The value of the key at a point.
    fn shown(&self, point: usize) -> String {
        self.axis.say(&self.sweep.plan.points[point][self.factor])
    }

    fn under(&self, variant: &str) -> String {
        match self.sweep.about.variants.len() {
            1 => String::new(),
            _ => format!(" {} {}", self.voice.choose("under", "avec"), self.voice.quoted(variant)),
        }
    }

    /// Whether the measure goes with the key over points at which other keys differ, too: of the only variant, or of
    /// the baseline.
    pub fn relation(&self) -> String {
        let (sweep, voice) = (self.sweep, self.voice);
        let variants = || sweep.about.variants.iter();
        let variant = variants().find(|variant| variant.name == sweep.about.baseline).or(variants().next());
        let Some(variant) = variant.map(|variant| variant.name.as_str()) else { return finding::nothing(voice) };
        let value = |point: usize| self.measure.value(point, variant);
        let number = |settings: &[Setting]| settings[self.factor].number;
        let numbered = sweep.plan.points.iter().enumerate();
        let pairs = numbered.filter_map(|(index, point)| Some((number(point)?, value(index)?)));
        let pairs: Vec<(f64, f64)> = pairs.collect();
        let name = named(&sweep.plan.factors[self.factor].path);
        let quantity = format!("{}{}", capitalised(&self.measure.quantity()), self.under(variant));
        let Some(correlation) = RankCorrelation::of(&pairs) else {
            return voice.pick(
                format!("{quantity} shows no relation with {name}"),
                format!("{quantity}\u{a0}: aucun lien avec {name}"),
            );
        };
        let (size, count) = (voice.fixed(correlation.value, 2), voice.whole(correlation.count as u64));
        let told = voice.pick(
            format!(" (rank correlation {size} over {count} points)"),
            format!(" (corrélation des rangs\u{a0}: {size} sur {count} points)"),
        );
        match (correlation.is_clear(), correlation.value > 0.0) {
            (true, true) => voice.pick(
                format!("{quantity} tends to rise with {name}{told}"),
                format!("{quantity} tend à monter avec {name}{told}"),
            ),
            (true, false) => voice.pick(
                format!("{quantity} tends to fall as {name} rises{told}"),
                format!("{quantity} tend à descendre quand {name} monte{told}"),
            ),
            (false, _) => voice.pick(
                format!("{quantity} shows no clear relation with {name}{told}"),
                format!("{quantity}\u{a0}: pas de lien net avec {name}{told}"),
            ),
        }
    }
}
