//! What charts of differences find: the clearest of several differences from the same reference.

use super::wording::capitalised;
use super::{Amount, Voice};
use crate::findings::{Estimate, Verdict, course::TOWERING};

/// The widest difference over time counts from so many half-widths of its 95% interval on: 3.9 standard errors, which
/// the widest of 600 independent ones passes by chance in one case of twenty (Bonferroni: 0.05 / 600, two-sided).
const BEYOND_CHANCE: f64 = 2.0;

/// What is compared with what: variants with the baseline, or results with the first of them.
pub struct Differences<'a> {
    /// What differs, for example "the backlog".
    pub quantity: &'a str,
    /// What is compared, each with its difference at the end.
    pub ends: Vec<(&'a str, Estimate)>,
    /// The widest of all differences over time that is clear, with the moment in words.
    pub widest: Option<(&'a str, Estimate, String)>,
    /// What they are compared with.
    pub reference: &'a str,
    /// How a value belongs to what is compared, in English, and in French alone and behind "que".
    pub at: (&'static str, (&'static str, &'static str)),
    /// How values are said.
    pub amount: Amount,
}

impl Differences<'_> {
    /// The end that is furthest from the reference, of those that clearly differ; or the widest difference of all, where
    /// it towers above that; or that none is clear.
    pub fn finding(&self) -> String {
        let clear = self.ends.iter().filter(|(_, end)| is_clear(end));
        let furthest = clear.max_by(|a, b| a.1.value.abs().total_cmp(&b.1.value.abs()));
        let end = furthest.map_or(0.0, |(_, end)| end.value.abs());
        match (&self.widest, furthest) {
            (Some(widest), _) if widest.1.value.abs() > TOWERING * end => self.at_its_widest(widest),
            (_, Some(furthest)) => self.at_the_end(furthest),
            _ => self.without_difference(),
        }
    }

    /// "The backlog ends 380 higher under “keep 5,000” than under “as it happened” (95% interval 376 to 384)".
    fn at_the_end(&self, (name, end): &(&str, Estimate)) -> String {
        let (ends, compared) = (self.amount.voice.choose("ends", "finit"), self.compared(name, end));
        format!("{} {ends} {compared}{}", capitalised(self.quantity), self.interval(end))
    }

    /// "The backlog is up to 47,000 higher under “late” than under “in time” on 28 Nov 2012 (95% interval …)".
    fn at_its_widest(&self, (name, widest, at): &(&str, Estimate, String)) -> String {
        let (up, compared) = (self.amount.voice.choose("is up to", "est jusqu’à"), self.compared(name, widest));
        format!("{} {up} {compared} {at}{}", capitalised(self.quantity), self.interval(widest))
    }

    /// "380 higher under “keep 5,000” than under “as it happened”".
    fn compared(&self, name: &str, end: &Estimate) -> String {
        let (voice, distance) = (self.amount.voice, self.amount.distance(end.value));
        let (name, reference) = (voice.quoted(name), voice.quoted(self.reference));
        let (higher, haut) = if end.value > 0.0 { ("higher", "plus haut") } else { ("lower", "plus bas") };
        let (at, (avec, qu_avec)) = self.at;
        voice.pick(
            format!("{distance} {higher} {at} {name} than {at} {reference}"),
            format!("{distance} {haut} {avec} {name} {qu_avec} {reference}"),
        )
    }

    fn without_difference(&self) -> String {
        let voice = self.amount.voice;
        let (quantity, reference) = (capitalised(self.quantity), voice.quoted(self.reference));
        let (and, et) = match &self.ends[..] {
            [(only, _)] => {
                let only = voice.quoted(only);
                (format!("{only} and {reference}"), format!("{only} et {reference}"))
            }
            _ => (format!("{reference} and any other"), format!("{reference} et les autres")),
        };
        match self.ends.iter().all(|(_, end)| Verdict::of(end) == Verdict::Same) {
            true => voice.pick(
                format!("{quantity} ends the same for {and}, in every run"),
                format!("{quantity} finit au même point pour {et}, dans chaque simulation"),
            ),
            false => voice.pick(
                format!("{quantity} shows no clear difference at the end between {and}"),
                format!("{quantity} finit sans différence nette entre {et}"),
            ),
        }
    }

    /// " (95% interval 379 to 381)", of the distance.
    fn interval(&self, end: &Estimate) -> String {
        let voice = self.amount.voice;
        let Some((low, high)) = end.interval else { return String::new() };
        let (near, far) = if end.value > 0.0 { (low, high) } else { (high, low) };
        let (near, far) = (self.amount.size(near), self.amount.size(far));
        voice.pick(
            format!(" (95% interval {near} to {far})"),
            format!(" (intervalle à 95\u{202f}%\u{a0}: {near} à {far})"),
        )
    }

    /// All of them: "“keep 5,000” +388 (95% interval +380 to +397); …".
    pub fn told(&self) -> String {
        let voice: Voice = self.amount.voice;
        let told = self.ends.iter().map(|(name, end)| {
            let interval = match end.interval {
                Some((low, high)) => {
                    let (low, high) = (self.amount.signed(low), self.amount.signed(high));
                    voice.pick(
                        format!("95% interval {low} to {high}"),
                        format!("intervalle à 95\u{202f}% de {low} à {high}"),
                    )
                }
                None => voice
                    .choose("too few runs for an interval", "trop peu de simulations pour un intervalle")
                    .to_owned(),
            };
            format!("{} {} ({interval})", voice.quoted(name), self.amount.signed(end.value))
        });
        told.collect::<Vec<_>>().join(voice.choose("; ", "\u{a0}; "))
    }
}

/// The widest of differences, each with its days, of those that differ from zero more clearly than the most of so many
/// moments would by chance.
pub fn widest<'a>(
    all: impl Iterator<Item = (&'a str, f64, Estimate)>,
    say: impl Fn(f64) -> String,
) -> Option<(&'a str, Estimate, String)> {
    let is_beyond_chance = |end: &Estimate| {
        end.half_width().is_some_and(|half| half.is_finite() && end.value.abs() > BEYOND_CHANCE * half)
    };
    let clear = all.filter(|(_, days, end)| days.is_finite() && end.value.is_finite() && is_beyond_chance(end));
    let (name, days, widest) = clear.max_by(|a, b| a.2.value.abs().total_cmp(&b.2.value.abs()))?;
    Some((name, widest, say(days)))
}

fn is_clear(end: &Estimate) -> bool {
    matches!(Verdict::of(end), Verdict::More | Verdict::Fewer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(ends: Vec<(&str, Estimate)>) -> String {
        let amount = Amount::of("backlog", Voice::default());
        let at = ("under", ("avec", "qu’avec"));
        let all = [("a", 3.0, Estimate { value: 40.0, interval: Some((-1.0, 81.0)) }), ("b", 7.0, ends[0].1)];
        let widest = widest(all.into_iter(), |days| format!("on day {days}"));
        Differences { quantity: "the backlog", ends, widest, reference: "today", at, amount }.finding()
    }

    #[test]
    fn only_what_is_clear_is_said_to_differ() {
        let end = |low: f64, high: f64| Estimate { value: f64::midpoint(low, high), interval: Some((low, high)) };
        assert_eq!(
            finding(vec![("a", end(-9.0, -5.0)), ("b", end(-30.0, 90.0))]),
            "The backlog ends 7 lower under “a” than under “today” (95% interval 5 to 9)"
        );
        assert_eq!(
            finding(vec![("b", end(-30.0, 90.0))]),
            "The backlog shows no clear difference at the end between “b” and “today”"
        );
        assert_eq!(finding(vec![("b", Estimate::ZERO)]), "The backlog ends the same for “b” and “today”, in every run");
        let few = Estimate { value: 3.0, interval: None };
        assert!(finding(vec![("a", few), ("b", few)]).contains("no clear difference"));
    }
}
