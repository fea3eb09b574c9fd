//! The answer of a sweep: where what is drawn is lowest and highest, and how likely the condition is.

use super::super::{
    document::{Block, Section},
    say::{self, capitalised},
};
use super::{Measure, Writer};
use crate::{findings::Estimate, locale::Locale, results::sweep::Setting};

/// Risks up to this are called small.
const SMALL: f64 = 0.1;

impl Writer<'_> {
    /// What is drawn of the only variant or the baseline, and its risk.
    pub(super) fn lead(&self) -> String {
        let measures = [Some(Measure::Drawn), self.sweep.plan.risk.as_ref().map(|_| Measure::Risk)];
        let variants = &self.sweep.about.variants;
        let sentences = measures.into_iter().flatten().filter_map(|measure| match &variants[..] {
            [only] => self.extremes(measure, &only.name, ""),
            _ => {
                let baseline = &self.sweep.about.baseline;
                let under = format!("{} {}, ", self.locale.choose("Under", "Sous"), self.locale.quoted(baseline));
                self.extremes(measure, baseline, &under)
            }
        });
        let text = sentences.collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            self.locale.choose("There are no values.", "Il n’y a pas de valeurs.").to_owned()
        } else {
            text
        }
    }

    /// The answer variant by variant, what the lead says left out, and the numbers where they are few; none if that is nothing.
    pub(super) fn answer(&self) -> Option<Section> {
        let risk = self.sweep.plan.risk.as_ref().map(|_| Measure::Risk);
        let variants = &self.sweep.about.variants;
        let mut blocks = Vec::new();
        if let [only] = &variants[..] {
            blocks.extend(self.small_risks(&only.name).map(Block::Text));
        } else {
            let of = |variant: &str| -> Vec<String> {
                let measures = [Some(Measure::Drawn), risk].into_iter().flatten();
                measures.filter_map(|m| self.extremes(m, variant, "")).chain(self.small_risks(variant)).collect()
            };
            let entries = variants.iter().map(|variant| (variant.name.clone(), of(&variant.name)));
            blocks.push(Block::Entries(entries.collect()));
        }
        if self.is_short() {
            blocks.extend(self.numbers());
        }
        Section::of("answer", self.locale.choose("Answer", "Réponse"), blocks)
    }

    /// Between what and what a number lies, and where: of one key from its lowest to its highest value. `under` begins the
    /// sentence.
    fn extremes(&self, measure: Measure, variant: &str, under: &str) -> Option<String> {
        let locale = self.locale;
        let points = self.sweep.plan.points.iter().enumerate();
        let known = points.filter_map(|(index, point)| Some((self.estimate(measure, index, variant)?, &point[..])));
        let mut known: Vec<(Estimate, &[Setting])> = known.collect();
        known.sort_by(|a, b| a.0.value.total_cmp(&b.0.value));
        let (mut from, mut to) = (*known.first()?, *known.last()?);
        let what = self.heading(measure);
        let what = if under.is_empty() { capitalised(&what) } else { format!("{under}{what}") };
        let is_share = self.is_share(measure);
        let say = |estimate, is_named| say::number(&estimate, is_share, is_named, locale);
        let is_clear = from.0.interval.zip(to.0.interval).is_none_or(|(low, high)| low.1 < high.0);
        let colon = locale.colon();
        if !is_clear || from.0.value == to.0.value {
            let (low, high) = (say(from.0, true), say(to.0, false));
            return Some(match locale {
                Locale::English => format!("{what}{colon}{low} to {high}, no clear difference between points."),
                Locale::French => format!("{what}{colon}de {low} à {high}, sans différence nette entre les points."),
            });
        }
        let is_one_key = self.sweep.plan.factors.len() == 1;
        if is_one_key && from.1[0].number > to.1[0].number {
            (from, to) = (to, from);
        }
        let (low, high) = (say(from.0, true), say(to.0, false));
        // Where several points have the same number none of them is the place.
        let is_alone = |value: f64| known.iter().filter(|(other, _)| other.value == value).count() == 1;
        let at = |place: String| format!(" {} {place}", locale.choose("at", "pour"));
        let at_low = if is_alone(from.0.value) { at(self.place(from.1)) } else { String::new() };
        let at_high = match is_alone(to.0.value) {
            true if is_one_key && !at_low.is_empty() => at(self.setting(0, &to.1[0])),
            true => at(self.place(to.1)),
            false => String::new(),
        };
        Some(match locale {
            Locale::English => format!("{what}{colon}from {low}{at_low} to {high}{at_high}."),
            Locale::French => format!("{what}{colon}de {low}{at_low} à {high}{at_high}."),
        })
    }

    /// At how many points the risk is small, and at how many it is large.
    fn small_risks(&self, variant: &str) -> Option<String> {
        let (locale, points) = (self.locale, self.sweep.plan.points.len());
        let risk = self.sweep.plan.risk.as_ref()?;
        let risks: Vec<Estimate> =
            (0..points).filter_map(|index| self.estimate(Measure::Risk, index, variant)).collect();
        let small = risks.iter().filter(|risk| risk.value <= SMALL).count();
        let large = risks.iter().filter(|risk| risk.value >= 1.0 - SMALL).count();
        let [small, large, all] = [small, large, points].map(|count| locale.whole(count as u64));
        let [least, most] = [SMALL, 1.0 - SMALL].map(|share| locale.percent(share));
        Some(match locale {
            Locale::English => format!(
                "Of {all} points, {small} have {risk} in at most {least} of the simulated runs, and {large} in at least {most}."
            ),
            Locale::French => format!(
                "Sur {all} points, {small} donnent {risk} dans au plus {least} des simulations, et {large} dans au moins {most}."
            ),
        })
    }
}
