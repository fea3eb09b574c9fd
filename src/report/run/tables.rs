//! The tables: the main numbers of every variant, and the same by class, by stage, and as differences.

use super::super::document::{Block, Cell, Mark, Section, Table};
use crate::{
    findings::{Asked, Estimate, Spread, Verdict},
    locale::{Locale, moment},
    model::metric::Metric,
    results::{Results, rows::SeriesRow},
};

/// Dates in the table of the backlog over time.
const DATES: usize = 12;

/// Columns of a table: metric, statistic, and how they are called in English and in French.
type Columns = &'static [(&'static str, &'static str, &'static str, &'static str)];

const BY_CLASS: Columns = &[
    ("created", "end", "created", "créées"),
    ("eligible", "end", "eligible", "éligibles"),
    ("expired", "end", "expired", "expirées"),
    ("answered", "end", "answered", "avec réponse"),
    ("peer_answered", "end", "answered by peers", "réponse par des pairs"),
    ("abandoned", "end", "abandoned", "abandonnées"),
    ("refused", "end", "refused", "refusées"),
    ("dropped", "end", "dropped", "écartées"),
    ("backlog", "end", "waiting at the end", "en attente à la fin"),
];

/// Metrics that are told only where they are more than 0.
const RARE: [&str; 5] = ["expired", "peer_answered", "abandoned", "refused", "dropped"];

const SERVICE: Columns = &[
    ("response_time_days", "p50", "half answered within, days", "la moitié avec réponse en, jours"),
    ("response_time_days", "p90", "90% answered within, days", "90\u{202f}% avec réponse en, jours"),
    ("response_time_days", "mean", "mean response time, days", "temps de réponse moyen, jours"),
    ("on_time_share", "end", "promises kept", "promesses tenues"),
    ("coverage_requests", "end", "requests answered", "demandes avec réponse"),
    ("coverage_signatures", "end", "signatures answered", "signatures avec réponse"),
];

const BY_STAGE: Columns = &[
    ("staff", "mean", "staff, mean", "effectif moyen"),
    ("utilisation", "mean", "utilisation", "occupation"),
    ("responses", "end", "services completed", "traitements achevés"),
    ("queued", "mean", "queue, mean", "file, moyenne"),
    ("queued", "max", "queue, highest", "file, maximum"),
    ("waiting_time_days", "mean", "mean wait, days", "attente moyenne, jours"),
    ("waiting_time_days", "p90", "90% wait at most, days", "90\u{202f}% attendent au plus, jours"),
];

/// Rows of the table of differences: metric and statistic, and what follows the name of the metric.
const CHANGES: Columns = &[
    ("created", "end", "", ""),
    ("eligible", "end", "", ""),
    ("answered", "end", "", ""),
    ("backlog", "mean", ", mean over time", ", moyenne dans le temps"),
    ("backlog", "end", ", at the end", ", à la fin"),
    ("backlog", "max", ", highest", ", maximum"),
    ("response_time_days", "mean", ", mean", ", moyenne"),
    ("utilisation", "mean", ", mean", ", moyenne"),
    ("on_time_share", "end", "", ""),
    ("coverage_requests", "end", "", ""),
    ("coverage_signatures", "end", "", ""),
];

/// Makes tables of results.
pub struct Tables<'r> {
    pub results: &'r Results,
    pub locale: Locale,
}

impl Tables<'_> {
    /// The main numbers of every variant.
    pub fn headline(&self) -> Table {
        let locale = self.locale;
        let say = |english: &str, french: &str| locale.choose(english, french).to_owned();
        let columns = vec![
            say("eligible", "éligibles"),
            say("answered", "avec réponse"),
            say("waiting, mean over time", "en attente, moyenne dans le temps"),
            say("waiting at the end", "en attente à la fin"),
            say("80% of runs end with", "80\u{202f}% des simulations finissent avec"),
            say("highest of a run, mean", "maximum d’une simulation, moyenne"),
        ];
        let row = |variant: &str| {
            let cell = |metric, statistic| Cell::from(self.number(&Asked::total(metric, statistic), variant));
            let spread = Spread::of(self.results, variant, "backlog", "end");
            let band = spread.map(|spread| format!("{}–{}", locale.spoken(spread.low), locale.spoken(spread.high)));
            vec![
                cell("eligible", "end"),
                cell("answered", "end"),
                cell("backlog", "mean"),
                cell("backlog", "end"),
                band.unwrap_or_default().into(),
                cell("backlog", "max"),
            ]
        };
        let caption = say(
            "Requests in each variant: means over replications, with the half-width of their 95% confidence interval",
            "Demandes par variante\u{a0}: moyennes sur les réplications, avec la demi-largeur de leur intervalle de \
             confiance à 95\u{202f}%",
        );
        self.by_variant(caption, columns, row)
    }

    /// All other tables.
    pub fn section(&self) -> Section {
        let locale = self.locale;
        let mut tables = vec![self.over_time()];
        tables.extend(self.changes());
        tables.extend(self.of_classes(
            BY_CLASS,
            locale.choose("Requests by class, over the period", "Demandes par classe, sur la période"),
        ));
        tables.extend(self.of_classes(SERVICE, locale.choose("Service by class", "Service par classe")));
        tables.extend(self.of_stages());
        let kept = tables.into_iter().filter(|table| !table.columns.is_empty() && !table.rows.is_empty());
        Section { id: "tables", title: locale.choose("Tables", "Tableaux"), blocks: kept.map(Block::Table).collect() }
    }

    /// The backlog at some dates: its median and eight runs of ten.
    fn over_time(&self) -> Table {
        let locale = self.locale;
        let about = &self.results.about;
        let rows_of = |variant: &str| -> Vec<&SeriesRow> {
            let is_total = |row: &&SeriesRow| {
                &*row.variant == variant && (&*row.metric, &*row.class, &*row.stage) == ("backlog", "all", "all")
            };
            self.results.timeseries.iter().filter(is_total).collect()
        };
        let series: Vec<Vec<&SeriesRow>> = about.variants.iter().map(|variant| rows_of(&variant.name)).collect();
        let points = series.first().map_or(0, Vec::len);
        let steps = DATES.min(points.saturating_sub(1)).max(1);
        let chosen = (0..=steps).map(|step| step * points.saturating_sub(1) / steps);
        let cell = |row: &SeriesRow| {
            let [low, median, high] = [row.p10, row.p50, row.p90].map(|value| value.map(|value| locale.spoken(value)));
            match (low, median, high) {
                (Some(low), Some(median), Some(high)) => format!("{median} ({low}–{high})"),
                (_, median, _) => median.unwrap_or_default(),
            }
        };
        let row = |point: usize| {
            let time = series.first()?.get(point)?.time_days;
            let cells = series.iter().map(|rows| rows.get(point).map_or(String::new(), |row| cell(row)).into());
            Some((self.date(time), cells.collect()))
        };
        Table {
            caption: locale
                .choose(
                    "Requests awaiting an answer: median over runs, and the values between which 80% of runs lie",
                    "Demandes en attente de réponse\u{a0}: médiane des simulations, et les valeurs entre lesquelles se \
                     trouvent 80\u{202f}% d’entre elles",
                )
                .to_owned(),
            corner: "date".to_owned(),
            columns: about.variants.iter().map(|variant| variant.name.clone()).collect(),
            rows: chosen.filter_map(row).collect(),
            is_text: false,
        }
    }

    /// Every other variant minus the baseline.
    fn changes(&self) -> Option<Table> {
        let (about, locale) = (&self.results.about, self.locale);
        let others: Vec<&str> =
            about.variants.iter().map(|variant| variant.name.as_str()).filter(|name| *name != about.baseline).collect();
        let row = |&(metric, statistic, english, french): &(&str, &str, &str, &str)| {
            let asked = Asked::total(metric, statistic);
            let changes: Vec<Option<Estimate>> =
                others.iter().map(|variant| asked.change(self.results, variant)).collect();
            if changes.iter().all(Option::is_none) {
                return None;
            }
            let name = locale.metric(Metric::named(metric)?).to_owned() + locale.choose(english, french);
            Some((name, changes.into_iter().map(|change| self.change(metric, change)).collect()))
        };
        let rows: Vec<(String, Vec<Cell>)> = CHANGES.iter().filter_map(row).collect();
        let baseline = locale.quoted(&about.baseline);
        (!others.is_empty()).then(|| Table {
            caption: match locale {
                Locale::English => format!(
                    "Difference from {baseline}, replication by replication, with the half-width of its 95% confidence \
                     interval"
                ),
                Locale::French => format!(
                    "Différence avec {baseline}, réplication par réplication, avec la demi-largeur de son intervalle de \
                     confiance à 95\u{202f}%"
                ),
            },
            corner: locale.choose("measure", "mesure").to_owned(),
            columns: others.iter().map(|name| (*name).to_owned()).collect(),
            rows,
            is_text: false,
        })
    }

    fn change(&self, metric: &str, change: Option<Estimate>) -> Cell {
        let Some(change) = change else { return Cell::default() };
        let scaled = |value: f64| if is_share(metric) { 100.0 * value } else { value };
        let unit = if is_share(metric) { " points" } else { "" };
        let half_width = change.half_width().map(scaled);
        let text = self.locale.signed_plus_minus(scaled(change.value), half_width) + unit;
        match Verdict::of(&change) {
            Verdict::Unclear => {
                let unclear = self.locale.choose("unclear", "incertain");
                Cell { text: format!("{text} ({unclear})"), mark: Mark::Open }
            }
            _ => text.into(),
        }
    }

    /// A table of classes; their names stand before those of variants where there are several.
    fn of_classes(&self, columns: Columns, caption: &str) -> Option<Table> {
        let names: Vec<(&str, &str)> =
            self.results.about.classes.iter().map(|class| (class.name.as_str(), class.label.as_str())).collect();
        self.of_places(columns, caption, self.locale.choose("class", "classe"), &names, |asked, name| {
            asked.of_class(name)
        })
    }

    fn of_stages(&self) -> Option<Table> {
        let names: Vec<(&str, &str)> =
            self.results.about.stages.iter().map(|stage| (stage.name.as_str(), stage.label.as_str())).collect();
        let caption = self.locale.choose("The desk, stage by stage", "Le bureau, étape par étape");
        self.of_places(BY_STAGE, caption, self.locale.choose("stage", "étape"), &names, |asked, name| {
            asked.at_stage(name)
        })
    }

    fn of_places<'n>(
        &self,
        columns: Columns,
        caption: &str,
        kind: &str,
        names: &[(&'n str, &str)],
        at: impl Fn(Asked<'static>, &'n str) -> Asked<'n>,
    ) -> Option<Table> {
        let about = &self.results.about;
        let mut rows = Vec::new();
        for (name, label) in names {
            for variant in &about.variants {
                let cells = columns.iter().map(|&(metric, statistic, ..)| {
                    Cell::from(self.number(&at(Asked::total(metric, statistic), name), &variant.name))
                });
                let title = match (names.len(), about.variants.len()) {
                    (1, _) => variant.name.clone(),
                    (_, 1) => (*label).to_owned(),
                    _ => format!("{label}, {}", variant.name),
                };
                rows.push((title, cells.collect()));
            }
        }
        let variant = self.locale.choose("variant", "variante");
        let corner = match (names.len(), about.variants.len()) {
            (1, _) => variant.to_owned(),
            (_, 1) => kind.to_owned(),
            _ => format!("{kind}, {variant}"),
        };
        let titles = columns.iter().map(|&(.., english, french)| self.locale.choose(english, french).to_owned());
        let caption = match names {
            [(_, label)] => format!("{caption}{}{label}", self.locale.colon()),
            _ => caption.to_owned(),
        };
        let table = Table { caption, corner, columns: titles.collect(), rows, is_text: false };
        // What happens nowhere needs no column.
        let is_rare = |column: usize| RARE.contains(&columns[column].0);
        (!names.is_empty()).then(|| table.without(|column, text| text.is_empty() || (is_rare(column) && text == "0")))
    }

    fn by_variant(&self, caption: String, columns: Vec<String>, cells: impl Fn(&str) -> Vec<Cell>) -> Table {
        let rows = self.results.about.variants.iter().map(|variant| (variant.name.clone(), cells(&variant.name)));
        let corner = self.locale.choose("variant", "variante").to_owned();
        Table { caption, corner, columns, rows: rows.collect(), is_text: false }.without_empty_columns()
    }

    /// An estimate with its half-width; shares in percent.
    fn number(&self, asked: &Asked, variant: &str) -> String {
        let Some(estimate) = asked.of(self.results, variant) else { return String::new() };
        if !is_share(asked.metric) {
            return match estimate.half_width() {
                Some(half_width) if half_width > 0.0 => self.locale.plus_minus(estimate.value, Some(half_width)),
                _ => self.locale.spoken(estimate.value),
            };
        }
        let half_width = estimate.half_width().map(|half_width| 100.0 * half_width);
        self.locale.plus_minus(100.0 * estimate.value, half_width) + self.locale.choose("%", "\u{202f}%")
    }

    fn date(&self, days: f64) -> String {
        match moment(&self.results.about.start, days) {
            Some(moment) if self.results.about.horizon_days < 3.0 => self.locale.date_and_hour(moment),
            Some(moment) => self.locale.date(moment.date()),
            None => self.locale.spoken(days),
        }
    }
}

/// True for what is said in percent.
fn is_share(metric: &str) -> bool {
    matches!(metric, "utilisation" | "on_time_share" | "coverage_requests" | "coverage_signatures")
}
