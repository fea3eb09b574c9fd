//! The report of a sweep: what it asked, how, and in `answer` and `tables` what came of it.

mod answer;
mod tables;

use super::{
    Diagnostics,
    assumptions::{self, Keys},
    charts,
    document::{Block, Document, Section},
    method, say,
};
use crate::{
    charts::Chart,
    experiment::design::Design,
    findings::Estimate,
    locale::Locale,
    model::metric::Metric,
    results::{
        rows::SummaryRow,
        sweep::{FactorKind, Setting, Sweep, risk_row},
    },
    scenario,
};

/// The report of a sweep. Errs if the scenario cannot be read.
pub fn document(sweep: &Sweep, drawn: &[Chart], scenario: &str, locale: Locale) -> Result<Document, Diagnostics> {
    let variants = scenario::variants_in_full(scenario)?;
    let baseline = variants.iter().find(|(name, _)| *name == sweep.about.baseline).or(variants.first());
    let keys = Keys::new(baseline.map_or("", |(_, text)| text), locale);
    let writer = Writer { sweep, keys, locale };
    let mut assumed = assumptions::section(&variants, &sweep.about.baseline, scenario, locale);
    assumed.blocks.insert(0, Block::Table(writer.varied()));
    let mut sections: Vec<Section> = writer.answer().into_iter().collect();
    sections.extend(charts::section(drawn, |_| false, locale));
    sections.extend(writer.tables());
    sections.push(assumed);
    sections.push(method::section(writer.method(), locale));
    sections.push(method::provenance(&sweep.about.provenance, method::REPEAT_COMMAND, locale));
    Ok(Document {
        title: sweep.about.title.clone(),
        question: Some(writer.question()),
        scope: writer.scope(),
        lead: writer.lead(),
        sections,
    })
}

struct Writer<'s> {
    sweep: &'s Sweep,
    keys: Keys,
    locale: Locale,
}

/// A number at every point: what is drawn, or the risk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Drawn,
    Risk,
}

impl Writer<'_> {
    /// What is drawn, in words.
    fn measure(&self) -> String {
        let (drawn, about) = (&self.sweep.plan.drawn, &self.sweep.about);
        let metric = Metric::named(&drawn.metric);
        let mut words = metric.map_or(drawn.metric.as_str(), |metric| self.locale.metric(metric)).to_owned();
        for (name, named) in [(&drawn.class, &about.classes), (&drawn.stage, &about.stages)] {
            if name != "all" {
                let label = named.iter().find(|named| named.name == *name).map_or(name, |named| &named.label);
                words += &format!(", {label}");
            }
        }
        words + &self.locale.statistic(metric, &drawn.statistic)
    }

    fn question(&self) -> String {
        let names = self.sweep.plan.factors.iter().map(|factor| self.keys.name(&factor.path));
        let (names, measure) = (names.collect::<Vec<_>>(), self.measure());
        match self.locale {
            Locale::English => format!("What is the effect of {} on {measure}?", self.locale.list(&names)),
            Locale::French => {
                let names: Vec<String> = names.iter().map(|name| self.locale.quoted(name)).collect();
                let (names, measure) = (self.locale.list(&names), self.locale.quoted(&measure));
                format!("Quel est l’effet de {names} sur {measure}\u{a0}?")
            }
        }
    }

    fn scope(&self) -> String {
        let (about, plan) = (&self.sweep.about, &self.sweep.plan);
        let points = self.locale.whole(plan.points.len() as u64);
        let runs = self.locale.whole(about.provenance.replications);
        let date = |days| say::date(&about.start, about.horizon_days, days, self.locale);
        let (start, end) = (date(0.0), date(about.horizon_days));
        let variant = match &about.variants[..] {
            [only] => format!(" {}{}{}.", self.locale.choose("Variant", "Variante"), self.locale.colon(), only.name),
            _ => String::new(),
        };
        match self.locale {
            Locale::English => {
                format!("{points} points, simulated from {start} to {end} in {runs} replications at each.{variant}")
            }
            Locale::French => {
                format!("{points} points, simulés du {start} au {end} en {runs} réplications chacun.{variant}")
            }
        }
    }

    fn row(&self, measure: Measure, index: usize, variant: &str, quantile: &str) -> Option<&SummaryRow> {
        let rows = self.sweep.rows.get(index)?;
        match measure {
            Measure::Drawn => self.sweep.plan.drawn.row(rows, variant, quantile),
            Measure::Risk => risk_row(rows, variant),
        }
    }

    fn estimate(&self, measure: Measure, index: usize, variant: &str) -> Option<Estimate> {
        let row = self.row(measure, index, variant, "")?;
        Some(Estimate { value: row.value?, interval: row.ci_low.zip(row.ci_high) })
    }

    fn is_share(&self, measure: Measure) -> bool {
        measure == Measure::Risk || Metric::named(&self.sweep.plan.drawn.metric).is_some_and(Metric::is_share)
    }

    /// What a measure is called above a table or column.
    fn heading(&self, measure: Measure) -> String {
        match (measure, &self.sweep.plan.risk) {
            (Measure::Risk, Some(risk)) => match self.locale {
                Locale::English => format!("probability that {risk}"),
                Locale::French => format!("probabilité que {risk}"),
            },
            _ => self.measure(),
        }
    }

    /// A point in words.
    fn place(&self, point: &[Setting]) -> String {
        let value = |(index, setting): (usize, &Setting)| {
            let factor = &self.sweep.plan.factors[index];
            format!("{} {}", self.keys.name(&factor.path), self.setting(index, setting))
        };
        point.iter().enumerate().map(value).collect::<Vec<_>>().join(", ")
    }

    /// A value of a factor; numbers as the language writes them.
    fn setting(&self, factor: usize, setting: &Setting) -> String {
        let factor = &self.sweep.plan.factors[factor];
        let is_number = matches!(factor.kind, FactorKind::Linear | FactorKind::Logarithmic);
        let Some(number) = setting.number.filter(|_| is_number) else { return setting.shown.clone() };
        let number = say::as_it_is(number, self.locale);
        factor.unit.as_ref().map_or(number.clone(), |unit| format!("{number} {unit}"))
    }

    fn method(&self) -> Vec<String> {
        let (plan, locale) = (&self.sweep.plan, self.locale);
        let runs = locale.whole(self.sweep.about.provenance.replications);
        let repeated = match locale {
            Locale::English => format!("Every point is simulated {runs} times (replications)."),
            Locale::French => format!("Chaque point est simulé {runs} fois (réplications)."),
        };
        let design = match plan.design {
            Design::Grid => locale.choose(
                "The points are all combinations of the values.",
                "Les points sont toutes les combinaisons des valeurs.",
            ),
            Design::Latin => locale.choose(
                "The points are a Latin hypercube: of as many equal parts of each range as there are points, each holds one.",
                "Les points forment un hypercube latin\u{a0}: chaque intervalle est divisé en autant de parts égales qu’il y a de \
                 points, et chacune en contient un.",
            ),
            Design::Sobol => locale.choose(
                "The points are those of Sobol’s sequence, scrambled: they fill the ranges evenly.",
                "Les points sont ceux de la suite de Sobol, brouillée\u{a0}: ils remplissent régulièrement les intervalles.",
            ),
        };
        let common = locale.choose(
            "Replications of the same number share their random numbers at all points: the same requests arrive, and only what \
             is varied differs. Neighbouring points are therefore compared more sharply than their intervals suggest.",
            "Les réplications de même numéro partagent leurs nombres aléatoires en tous les points\u{a0}: les mêmes demandes \
             arrivent, et seul diffère ce qui varie. Des points voisins se comparent donc plus finement que leurs intervalles ne \
             le laissent croire.",
        );
        let risk = plan.risk.as_ref().map(|_| {
            locale.choose(
                "The probability of the condition is the share of runs in which it holds, with Wilson’s interval.",
                "La probabilité de la condition est la part des simulations où elle est vraie, avec l’intervalle de Wilson.",
            )
        });
        let first = format!("{} {repeated} {design}", method::simulation(locale));
        [Some(first), Some(common.to_owned()), risk.map(str::to_owned), Some(method::intervals(locale).to_owned())]
            .into_iter()
            .flatten()
            .collect()
    }
}
