//! The numbers of a sweep at every point.

use super::super::{
    document::{Block, Cell, Section, Table},
    say::capitalised,
};
use super::{Measure, Writer};
use crate::{experiment::design::Design, locale::Locale, results::sweep::Setting};

/// A two-way table has no more columns than these.
const MOST_COLUMNS: usize = 10;

/// Points that the answer lists.
const FEW: usize = 12;

/// Points that a table lists; `sweep.csv` has all.
const MOST_ROWS: usize = 100;

impl Writer<'_> {
    /// What is varied.
    pub(super) fn varied(&self) -> Table {
        let locale = self.locale;
        let row = |index: usize| {
            let factor = &self.sweep.plan.factors[index];
            let mut values = self.values(index);
            values.sort_by(|a, b| a.number.partial_cmp(&b.number).unwrap_or(std::cmp::Ordering::Equal));
            let ends =
                [values.first(), values.last()].map(|end| end.map_or(String::new(), |end| self.setting(index, end)));
            let [from, to] = ends;
            let cells = [factor.path.clone(), from, to, locale.whole(values.len() as u64)];
            (self.keys.name(&factor.path), cells.map(Cell::from).to_vec())
        };
        let columns = locale.choose(["key", "from", "to", "values"], ["clé", "de", "à", "valeurs"]);
        Table {
            caption: locale
                .choose(
                    "What the sweep varies; all else is as follows",
                    "Ce que l’étude fait varier\u{202f}; le reste est comme suit",
                )
                .to_owned(),
            corner: locale.choose("value", "valeur").to_owned(),
            columns: columns.map(str::to_owned).to_vec(),
            rows: (0..self.sweep.plan.factors.len()).map(row).collect(),
            is_text: true,
        }
    }

    /// The numbers, where the answer has no room for them.
    pub(super) fn tables(&self) -> Option<Section> {
        let blocks = if self.is_short() { Vec::new() } else { self.numbers() };
        Section::of("tables", self.locale.choose("Tables", "Tableaux"), blocks)
    }

    /// True if the numbers are so few that the answer may hold them.
    pub(super) fn is_short(&self) -> bool {
        self.second().is_some() || self.sweep.plan.points.len() <= FEW
    }

    /// The values of the second key, where the points are combinations of two and a table can have them side by side.
    fn second(&self) -> Option<Vec<&Setting>> {
        let plan = &self.sweep.plan;
        if plan.design != Design::Grid || plan.factors.len() != 2 {
            return None;
        }
        let second = self.values(1);
        (second.len() <= MOST_COLUMNS).then_some(second)
    }

    /// The values of a key, in the order of the points.
    fn values(&self, factor: usize) -> Vec<&Setting> {
        let mut values: Vec<&Setting> = Vec::new();
        for point in &self.sweep.plan.points {
            if !values.contains(&&point[factor]) {
                values.push(&point[factor]);
            }
        }
        values
    }

    /// What is drawn at every point, and the risk.
    pub(super) fn numbers(&self) -> Vec<Block> {
        let plan = &self.sweep.plan;
        let Some(second) = self.second() else {
            let more = plan.points.len().checked_sub(MOST_ROWS).filter(|more| *more > 0);
            let more = more.map(|more| self.locale.whole(more as u64)).map(|more| match self.locale {
                Locale::English => format!("{more} further points stand in sweep.csv."),
                Locale::French => format!("{more} autres points sont dans sweep.csv."),
            });
            return [Some(Block::Table(self.list())), more.map(Block::Text)].into_iter().flatten().collect();
        };
        let mut blocks = Vec::new();
        for variant in &self.sweep.about.variants {
            let risk = plan.risk.as_ref().map(|_| Measure::Risk);
            let measures = [Some(Measure::Drawn), risk].into_iter().flatten();
            blocks.extend(measures.map(|measure| Block::Table(self.matrix(measure, &variant.name, &second))));
        }
        blocks
    }

    /// One key from top to bottom, the other from left to right.
    fn matrix(&self, measure: Measure, variant: &str, second: &[&Setting]) -> Table {
        let plan = &self.sweep.plan;
        let first = self.values(0);
        let cell = |row: &Setting, column: &Setting| {
            let index = plan.points.iter().position(|point| point[0] == *row && point[1] == *column);
            index.map_or_else(Cell::default, |index| self.cell(measure, index, variant))
        };
        let names = [0, 1].map(|index: usize| self.keys.name(&plan.factors[index].path));
        let of = if self.sweep.about.variants.len() > 1 { format!(", {variant}") } else { String::new() };
        let interval = match self.is_share(measure) {
            true => self.locale.choose("with its 95% interval", "avec son intervalle à 95\u{202f}%"),
            false => self.locale.choose(
                "with the half-width of its 95% confidence interval",
                "avec la demi-largeur de son intervalle de confiance à 95\u{202f}%",
            ),
        };
        let across = self.locale.choose("from left to right", "de gauche à droite");
        Table {
            caption: format!(
                "{}{of}, {interval}. {}{}{across}",
                capitalised(&self.heading(measure)),
                capitalised(&names[1]),
                self.locale.colon()
            ),
            corner: names[0].clone(),
            columns: second.iter().map(|setting| self.setting(1, setting)).collect(),
            rows: first
                .iter()
                .map(|row| (self.setting(0, row), second.iter().map(|column| cell(row, column)).collect()))
                .collect(),
            is_text: false,
        }
    }

    /// A row for every point.
    fn list(&self) -> Table {
        let (plan, locale) = (&self.sweep.plan, self.locale);
        let names: Vec<String> = plan.factors.iter().map(|factor| self.keys.name(&factor.path)).collect();
        let mut columns: Vec<String> = names.iter().skip(1).cloned().collect();
        for variant in &self.sweep.about.variants {
            let of = if self.sweep.about.variants.len() > 1 {
                format!("{}{}", variant.name, locale.colon())
            } else {
                String::new()
            };
            columns.push(format!("{of}{}", self.measure()));
            columns.push(format!("{of}{}", locale.choose("80% of runs", "80\u{202f}% des simulations")));
            columns.extend(plan.risk.as_ref().map(|_| format!("{of}{}", self.heading(Measure::Risk))));
        }
        let row = |(index, point): (usize, &Vec<Setting>)| {
            let settings = point.iter().enumerate().map(|(factor, setting)| self.setting(factor, setting));
            let mut settings = settings.collect::<Vec<_>>().into_iter();
            let name = settings.next().unwrap_or_default();
            let mut cells: Vec<Cell> = settings.map(Cell::from).collect();
            for variant in &self.sweep.about.variants {
                cells.push(self.cell(Measure::Drawn, index, &variant.name));
                cells.push(self.spread(index, &variant.name).into());
                cells.extend(plan.risk.as_ref().map(|_| self.cell(Measure::Risk, index, &variant.name)));
            }
            (name, cells)
        };
        let caption = locale.choose(
            "Every point: the mean over replications with the half-width of its 95% confidence interval, and the values \
             between which 80% of runs lie",
            "Chaque point\u{a0}: la moyenne sur les réplications avec la demi-largeur de son intervalle de confiance à \
             95\u{202f}%, et les valeurs entre lesquelles se trouvent 80\u{202f}% des simulations",
        );
        Table {
            caption: caption.to_owned(),
            corner: names.first().cloned().unwrap_or_default(),
            columns,
            rows: plan.points.iter().enumerate().take(MOST_ROWS).map(row).collect(),
            is_text: false,
        }
        .without_empty_columns()
    }

    /// The same as tables say it; of a share, whose interval is not symmetric, its ends.
    fn cell(&self, measure: Measure, index: usize, variant: &str) -> Cell {
        let Some(estimate) = self.estimate(measure, index, variant) else { return Cell::default() };
        let locale = self.locale;
        if !self.is_share(measure) {
            return locale.plus_minus(estimate.value, estimate.half_width()).into();
        }
        let percent = |share: f64| locale.fixed(100.0 * share, 0);
        let value = locale.percent_fixed(estimate.value, 0);
        let interval = estimate.interval.map(|(low, high)| format!(" ({}–{})", percent(low), percent(high)));
        (value + &interval.unwrap_or_default()).into()
    }

    /// The values between which 80% of runs lie; empty where runs do not differ in it.
    fn spread(&self, index: usize, variant: &str) -> String {
        let is_share = self.is_share(Measure::Drawn);
        let say = |value: f64| if is_share { self.locale.percent(value) } else { self.locale.spoken(value) };
        let quantile = |name| self.row(Measure::Drawn, index, variant, name).and_then(|row| row.value);
        quantile("p10")
            .zip(quantile("p90"))
            .map_or_else(String::new, |(low, high)| format!("{}–{}", say(low), say(high)))
    }
}
