//! The answer in sentences: what waits at the end, how sure that is, and how variants differ.

use super::super::{
    document::{Block, Section},
    say::{self, decimals},
};
use crate::{
    findings::{Asked, Estimate, Spread, Verdict},
    locale::Locale,
    results::{Results, warning_in},
};

/// Variants that the first sentence tells of; of more it tells the extremes.
const FEW: usize = 4;

const BACKLOG_AT_END: Asked = Asked::total("backlog", "end");

const BACKLOG_OVER_TIME: Asked = Asked::total("backlog", "mean");

/// Says what results answer.
pub struct Answer<'r> {
    pub results: &'r Results,
    pub locale: Locale,
}

impl Answer<'_> {
    /// What was simulated, in a line.
    pub fn scope(&self) -> String {
        let (about, locale) = (&self.results.about, self.locale);
        let variants = locale.whole(about.variants.len() as u64);
        let runs = locale.whole(about.provenance.replications);
        let (start, end) = (self.date(0.0), self.date(about.horizon_days));
        match (locale, about.variants.len()) {
            (Locale::English, 1) => format!("Simulated from {start} to {end}, in {runs} replications."),
            (Locale::English, _) => {
                format!("{variants} variants, simulated from {start} to {end} in {runs} replications of each.")
            }
            (Locale::French, 1) => format!("Simulé du {start} au {end}, en {runs} réplications."),
            (Locale::French, _) => {
                format!("{variants} variantes, simulées du {start} au {end} en {runs} réplications chacune.")
            }
        }
    }

    /// The answer in a sentence on the end, and one on the whole period.
    pub fn lead(&self) -> String {
        let (about, locale) = (&self.results.about, self.locale);
        let ends = self.of_all(&BACKLOG_AT_END);
        let date = self.date(about.horizon_days);
        match &ends[..] {
            [] => locale.choose("There are no values.", "Il n’y a pas de valeurs.").to_owned(),
            [(_, only)] => {
                let (value, interval) = (self.rounded(only), self.interval(only));
                match locale {
                    Locale::English => format!("On {date}, {value} requests await an answer on average{interval}."),
                    Locale::French => {
                        format!("Le {date}, {value} demandes attendent une réponse en moyenne{interval}.")
                    }
                }
            }
            several => format!("{} {}", self.compared(&date, several), self.compared_over_time()),
        }
    }

    /// A statistic of every variant that has it.
    fn of_all(&self, asked: &Asked) -> Vec<(&str, Estimate)> {
        let variants = self.results.about.variants.iter().map(|variant| variant.name.as_str());
        variants.filter_map(|variant| Some((variant, asked.of(self.results, variant)?))).collect()
    }

    /// The means over time of several variants, in the order in which their ends were told.
    fn compared_over_time(&self) -> String {
        let locale = self.locale;
        let means = self.of_all(&BACKLOG_OVER_TIME);
        let by_value = |a: &&(&str, Estimate), b: &&(&str, Estimate)| a.1.value.total_cmp(&b.1.value);
        let (Some(lowest), Some(highest)) = (means.iter().min_by(by_value), means.iter().max_by(by_value)) else {
            return String::new();
        };
        if means.len() <= FEW {
            let list = locale.list(&means.iter().map(|(_, mean)| self.rounded(mean)).collect::<Vec<_>>());
            return match locale {
                Locale::English => format!("Averaged over the whole period, the numbers are {list}."),
                Locale::French => format!("En moyenne sur toute la période, les nombres sont {list}."),
            };
        }
        let [(least, low), (most, high)] =
            [lowest, highest].map(|(name, mean)| (self.rounded(mean), locale.quoted(name)));
        match locale {
            Locale::English => {
                format!("Averaged over the whole period it is between {least} (under {low}) and {most} (under {high}).")
            }
            Locale::French => {
                format!("En moyenne sur toute la période, c’est entre {least} (sous {low}) et {most} (sous {high}).")
            }
        }
    }

    /// The ends of several variants, of more than a few the extremes.
    fn compared(&self, date: &str, ends: &[(&str, Estimate)]) -> String {
        let locale = self.locale;
        let under = |(variant, end): &(&str, Estimate), is_first: bool| {
            let (value, name) = (self.rounded(end), locale.quoted(variant));
            match (locale, is_first) {
                (Locale::English, true) => format!("{value} requests await an answer on average under {name}"),
                (Locale::English, false) => format!("{value} under {name}"),
                (Locale::French, true) => format!("{value} demandes attendent une réponse en moyenne sous {name}"),
                (Locale::French, false) => format!("{value} sous {name}"),
            }
        };
        if ends.len() <= FEW {
            let parts: Vec<String> = ends.iter().enumerate().map(|(rank, end)| under(end, rank == 0)).collect();
            let (on, list) = (locale.choose("On", "Le"), locale.list(&parts));
            return format!("{on} {date}, {list}.");
        }
        let by_value = |a: &&(&str, Estimate), b: &&(&str, Estimate)| a.1.value.total_cmp(&b.1.value);
        let (Some(lowest), Some(highest)) = (ends.iter().min_by(by_value), ends.iter().max_by(by_value)) else {
            return String::new();
        };
        let ends = [(self.rounded(&lowest.1), lowest.0), (self.rounded(&highest.1), highest.0)];
        let [(least, low), (most, high)] = ends.map(|(value, name)| (value, locale.quoted(name)));
        match locale {
            Locale::English => format!(
                "On {date}, between {least} (under {low}) and {most} (under {high}) requests await an answer on average."
            ),
            Locale::French => format!(
                "Le {date}, entre {least} (sous {low}) et {most} (sous {high}) demandes attendent une réponse en moyenne."
            ),
        }
    }

    /// The answer variant by variant.
    pub fn section(&self) -> Section {
        let about = &self.results.about;
        let baseline = about.variants.iter().filter(|variant| variant.name == about.baseline);
        let others = about.variants.iter().filter(|variant| variant.name != about.baseline);
        let title = |name: &str| match name == about.baseline && about.variants.len() > 1 {
            true => format!("{name} ({})", self.locale.choose("baseline", "référence")),
            false => name.to_owned(),
        };
        let entries = baseline.chain(others).map(|variant| (title(&variant.name), self.of_variant(&variant.name)));
        let mut blocks = vec![Block::Entries(entries.collect())];
        blocks.push(Block::Table(super::tables::Tables { results: self.results, locale: self.locale }.headline()));
        Section { id: "answer", title: self.locale.choose("Answer", "Réponse"), blocks }
    }

    /// What to know before trusting the numbers.
    pub fn warnings(&self) -> Option<Section> {
        let about = &self.results.about;
        let said = about.warnings.iter().map(|warning| self.without_ticks(&warning_in(self.locale, warning)));
        let mut sentences: Vec<String> = said.collect();
        if !about.provenance.complete {
            let interrupted = self.locale.choose(
                "The run was interrupted: the numbers rest on the replications that were finished.",
                "L’exécution a été interrompue\u{a0}: les chiffres reposent sur les réplications terminées.",
            );
            sentences.insert(0, interrupted.to_owned());
        }
        if about.precision.as_ref().is_some_and(|precision| !precision.reached) {
            let short = self.locale.choose(
                "The precision that was asked for is not reached.",
                "La précision demandée n’est pas atteinte.",
            );
            sentences.push(short.to_owned());
        }
        (!sentences.is_empty()).then(|| Section {
            id: "warnings",
            title: self.locale.choose("Before you trust these numbers", "Avant de vous fier à ces chiffres"),
            blocks: vec![Block::Warning(sentences)],
        })
    }

    /// A text with names in quotation marks, as sentences have them, in place of backticks.
    fn without_ticks(&self, text: &str) -> String {
        let part =
            |(index, part): (usize, &str)| if index % 2 == 1 { self.locale.quoted(part) } else { part.to_owned() };
        text.split('`').enumerate().map(part).collect()
    }

    fn of_variant(&self, variant: &str) -> Vec<String> {
        let lines = [
            [self.ending(variant), self.change(&BACKLOG_AT_END, variant)],
            [self.over_time(variant), self.change(&BACKLOG_OVER_TIME, variant)],
            [self.throughput(variant), self.times(variant)],
        ];
        let lines = lines.into_iter().map(|parts| parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
        lines.filter(|line| !line.is_empty()).collect()
    }

    /// How many wait at the end, and how far runs differ.
    fn ending(&self, variant: &str) -> Option<String> {
        let end = BACKLOG_AT_END.of(self.results, variant)?;
        let locale = self.locale;
        let average = match locale {
            Locale::English => {
                format!("At the end {} requests await an answer on average{}", self.rounded(&end), self.interval(&end))
            }
            Locale::French => format!(
                "À la fin, {} demandes attendent une réponse en moyenne{}",
                self.rounded(&end),
                self.interval(&end)
            ),
        };
        let spread = Spread::of(self.results, variant, "backlog", "end");
        let spread = spread.map(|Spread { low, median, high }| [low, median, high].map(|value| locale.spoken(value)));
        let percent = locale.percent(0.8);
        Some(match (locale, spread) {
            (_, None) => format!("{average}."),
            (Locale::English, Some([low, _, high])) if low == high => {
                format!("{average}, and {low} in {percent} of runs.")
            }
            // A median that is the mean needs no words.
            (Locale::English, Some([low, median, high])) if median == self.rounded(&end) => {
                format!("{average}; {percent} of runs end with {low} to {high}.")
            }
            (Locale::French, Some([low, median, high])) if low != high && median == self.rounded(&end) => {
                format!("{average}\u{202f}; {percent} des simulations finissent avec {low} à {high}.")
            }
            (Locale::English, Some([low, median, high])) => {
                format!(
                    "{average}; the median of the runs is {median}, and {percent} of runs end with {low} to {high}."
                )
            }
            (Locale::French, Some([low, _, high])) if low == high => {
                format!("{average}, et {low} dans {percent} des simulations.")
            }
            (Locale::French, Some([low, median, high])) => format!(
                "{average}\u{202f}; la médiane des simulations est de {median}, et {percent} d’entre elles finissent avec \
                 {low} à {high}."
            ),
        })
    }

    /// How many wait on average over time.
    fn over_time(&self, variant: &str) -> Option<String> {
        let mean = BACKLOG_OVER_TIME.of(self.results, variant)?;
        let (value, interval) = (self.rounded(&mean), self.interval(&mean));
        Some(match self.locale {
            Locale::English => format!("Averaged over the whole period, {value} wait{interval}."),
            Locale::French => format!("En moyenne sur toute la période, {value} attendent{interval}."),
        })
    }

    /// How a statistic differs from the baseline's, and whether it does.
    fn change(&self, asked: &Asked, variant: &str) -> Option<String> {
        let (about, locale) = (&self.results.about, self.locale);
        let difference = asked.change(self.results, variant)?;
        let baseline = locale.quoted(&about.baseline);
        let verdict = Verdict::of(&difference);
        let decimals = decimals(&difference);
        let size = locale.fixed(difference.value.abs(), decimals);
        let interval = match (verdict, difference.interval) {
            (Verdict::Fewer, Some((low, high))) => {
                self.interval(&Estimate { value: -difference.value, interval: Some((-high, -low)) })
            }
            _ => self.interval(&difference),
        };
        let signed = locale.signed_fixed(difference.value, decimals);
        Some(match (locale, verdict) {
            (Locale::English, Verdict::More) => format!("That is {size} more than under {baseline}{interval}."),
            (Locale::English, Verdict::Fewer) => format!("That is {size} fewer than under {baseline}{interval}."),
            (Locale::English, Verdict::Same) => format!("That is the same as under {baseline}, in every replication."),
            (Locale::English, Verdict::Unclear) => {
                format!("That cannot be told apart from {baseline}: the difference is {signed}{interval}.")
            }
            (Locale::English, Verdict::Unknown) => {
                format!("The difference from {baseline} is {signed}; the replications are too few to judge it.")
            }
            (Locale::French, Verdict::More) => format!("C’est {size} de plus que sous {baseline}{interval}."),
            (Locale::French, Verdict::Fewer) => format!("C’est {size} de moins que sous {baseline}{interval}."),
            (Locale::French, Verdict::Same) => format!("C’est autant que sous {baseline}, dans chaque réplication."),
            (Locale::French, Verdict::Unclear) => {
                format!("On ne peut le distinguer de {baseline}\u{a0}: la différence est de {signed}{interval}.")
            }
            (Locale::French, Verdict::Unknown) => format!(
                "La différence avec {baseline} est de {signed}\u{202f}; les réplications sont trop peu nombreuses pour en \
                 juger."
            ),
        })
    }

    /// How many became eligible, and how many of them were answered.
    fn throughput(&self, variant: &str) -> Option<String> {
        let of = |metric| Asked::total(metric, "end").of(self.results, variant);
        let [eligible, answered] = [of("eligible")?, of("answered")?].map(|estimate| self.rounded(&estimate));
        Some(match self.locale {
            Locale::English => {
                format!("{eligible} requests became eligible over the period and {answered} were answered.")
            }
            Locale::French => {
                format!("{eligible} demandes ont passé le seuil pendant la période et {answered} ont reçu une réponse.")
            }
        })
    }

    /// How long an answer takes.
    fn times(&self, variant: &str) -> Option<String> {
        let of = |statistic| Asked::total("response_time_days", statistic).of(self.results, variant);
        let says_times = self.results.summary.iter().any(|row| row.metric == "response_time_days");
        let [half, most] = [of("p50"), of("p90")].map(|time| time.map(|time| self.duration(&time)));
        let percent = self.locale.percent(0.9);
        match (self.locale, half, most) {
            (Locale::English, None, _) if says_times => {
                Some("Fewer than half of the eligible requests are answered in the time that is simulated.".to_owned())
            }
            (Locale::French, None, _) if says_times => Some(
                "Moins de la moitié des demandes éligibles reçoivent une réponse pendant la période simulée."
                    .to_owned(),
            ),
            (_, None, _) => None,
            (Locale::English, Some(half), None) => Some(format!(
                "Half of the eligible requests are answered within {half}, but not {percent} of them in the time \
                 that is simulated."
            )),
            (Locale::English, Some(half), Some(most)) => {
                Some(format!("Half of the eligible requests are answered within {half}, {percent} within {most}."))
            }
            (Locale::French, Some(half), None) => Some(format!(
                "La moitié des demandes éligibles reçoivent une réponse en {half}, mais pas {percent} d’entre elles \
                 pendant la période simulée."
            )),
            (Locale::French, Some(half), Some(most)) => {
                Some(format!("La moitié des demandes éligibles reçoivent une réponse en {half}, {percent} en {most}."))
            }
        }
    }

    /// A length of time, in whole days where more is not known.
    fn duration(&self, time: &Estimate) -> String {
        let is_rough = time.half_width().is_some_and(|half_width| half_width >= 0.5) && time.value >= 2.0;
        self.locale.duration(if is_rough { time.value.round() } else { time.value })
    }

    fn rounded(&self, estimate: &Estimate) -> String {
        say::rounded(estimate, self.locale)
    }

    fn interval(&self, estimate: &Estimate) -> String {
        say::interval(estimate, self.locale)
    }

    fn date(&self, days: f64) -> String {
        let about = &self.results.about;
        say::date(&about.start, about.horizon_days, days, self.locale)
    }
}
