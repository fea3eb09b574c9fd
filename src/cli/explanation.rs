//! Explanations as text: tables, short sentences, and what they rest on.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets::NOTHING};
use jiff::{SignedDuration, civil::DateTime};
use saule::{
    explain::{Crossing, Explanation, Figure, StageExplanation, Unit},
    locale::Locale,
    model::{Days, Scenario, TimeAxis},
};

/// Columns of lines where there is no terminal, and on wide ones.
const WIDTH: usize = 100;

/// Crossings of fewer requests than this are not shown, though they count.
const FEWEST: f64 = 0.05;

/// The explanations of a scenario's variants.
pub fn text(scenario: &Scenario, explanations: &[Explanation]) -> String {
    let width = terminal_size::terminal_size_of(std::io::stdout())
        .map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(40, WIDTH));
    let time = &scenario.variants[0].model.time;
    let days = Locale::English.fixed(time.horizon, if time.horizon < 10.0 { 1 } else { 0 });
    let mut text = format!("{}\n{days} days from {}: what theory expects\n", scenario.title, time.start.date());
    let mut writer = Writer { time, width, notes: Vec::new() };
    for explanation in explanations {
        text += &writer.variant(explanation);
    }
    text += &writer.list("Rests on", &numbered(&writer.notes));
    let mut left_out: Vec<(String, String)> = Vec::new();
    for what in explanations.iter().flat_map(|explanation| &explanation.left_out) {
        if !left_out.iter().any(|(_, known)| known == what) {
            left_out.push(("–".to_owned(), what.clone()));
        }
    }
    text + &writer.list("Left out", &left_out)
}

/// Writes variants, all with the same time axis.
struct Writer<'a> {
    time: &'a TimeAxis,
    width: usize,
    /// What numbers rest on, in order of their marks.
    notes: Vec<String>,
}

impl Writer<'_> {
    fn variant(&mut self, explanation: &Explanation) -> String {
        let rule = "─".repeat(explanation.variant.chars().count().min(self.width));
        let mut text = format!("\n{}\n{rule}\n", explanation.variant);
        if !explanation.crossings.is_empty() {
            text += &self.crossings(&explanation.crossings);
        }
        for stage in &explanation.stages {
            text += &self.stage(stage);
        }
        text
    }

    fn crossings(&mut self, crossings: &[Crossing]) -> String {
        let mut table = plain_table();
        let marks = self.mark_of(&crossings[0].share) + &self.mark_of(&crossings[0].eligible);
        table.set_header(["requests", "from", "threshold", "created", "share crossing", "eligible by the end"]);
        // What is left of a burst long after it is not worth a line.
        let is_seen = |crossing: &&Crossing| crossing.created.value.is_none_or(|created| created >= FEWEST);
        for crossing in crossings.iter().filter(is_seen) {
            table.add_row([
                format!("{}.{}", crossing.class, crossing.source),
                self.date(crossing.from),
                if crossing.threshold == 0 {
                    "none".to_owned()
                } else {
                    Locale::English.fixed(f64::from(crossing.threshold), 0)
                },
                self.value(&crossing.created),
                self.value(&crossing.share),
                self.value(&crossing.eligible),
            ]);
        }
        if crossings.len() > 1 && crossings.iter().all(|crossing| crossing.class == crossings[0].class) {
            let sum = |of: &dyn Fn(&Crossing) -> Option<f64>| crossings.iter().map(of).sum::<Option<f64>>();
            let created = sum(&|crossing| crossing.created.value);
            let eligible = sum(&|crossing| crossing.eligible.value);
            let total = |value: Option<f64>| value.map_or("–".to_owned(), significant);
            let empty = String::new;
            table.add_row(["all".to_owned(), empty(), empty(), total(created), empty(), total(eligible)]);
        }
        align_right(&mut table, 2..6);
        format!("\nWho crosses the threshold {marks}\n{}\n", self.fitted(table))
    }

    fn stage(&mut self, stage: &StageExplanation) -> String {
        let unit = if stage.unit == Unit::Answers { ", in answers" } else { "" };
        let mut text = format!("\n{}{unit}: {}\n", stage.stage, self.verdict(stage));
        if stage.periods.len() > 1 {
            text += &self.periods(stage);
        }
        let mut table = plain_table();
        let waits = stage.waits.iter().map(|wait| (wait.class.as_deref(), &wait.figure));
        for (class, figure) in stage.figures.iter().map(|figure| (None, figure)).chain(waits) {
            let quantity = match class {
                Some(class) => format!("{} of {class}", figure.quantity),
                None => figure.quantity.to_owned(),
            };
            let value = match &figure.reason {
                Some(reason) => reason.clone(),
                None => format!("{} {}", self.value(figure), self.mark_of(figure)),
            };
            table.add_row([quantity, value]);
        }
        let _ = writeln!(text, "{}", self.fitted(table));
        text
    }

    /// What the stage's figures say, in a sentence.
    fn verdict(&self, stage: &StageExplanation) -> String {
        let value = |quantity: &str| find(stage, quantity).and_then(|figure| figure.value);
        let unit = if stage.unit == Unit::Answers { "answers" } else { "requests" };
        if find(stage, "in service at the end").is_some() {
            return "nobody waits for staff".to_owned();
        }
        let Some(highest) = value("highest backlog") else {
            return "its backlog cannot be told".to_owned();
        };
        let growth = value("growth of the backlog at the end");
        if let Some(growth) = growth.filter(|&growth| growth > 0.0) {
            return format!("falls behind, by {} {unit} a day at the end", significant(growth));
        }
        if let Some(growth) = growth {
            return format!("catches up, by {} {unit} a day at the end", significant(-growth));
        }
        match value("highest backlog worked off") {
            Some(moment) => {
                let highest = significant(highest);
                format!("a backlog of up to {highest} {unit} builds up and is worked off by {}", self.date(moment))
            }
            None => "keeps up".to_owned(),
        }
    }

    fn periods(&self, stage: &StageExplanation) -> String {
        let mut table = plain_table();
        table.set_header(["from", "staff", "come per day", "capacity per day", "backlog at its end"]);
        for period in &stage.periods {
            table.add_row([
                self.date(period.from),
                period.staff.map_or("unlimited".to_owned(), significant),
                significant(period.arrivals_per_day),
                period.capacity_per_day.map_or("any".to_owned(), significant),
                significant(period.backlog),
            ]);
        }
        align_right(&mut table, 1..5);
        format!("{}\n\n", self.fitted(table))
    }

    /// A table that fits the terminal.
    fn fitted(&self, mut table: Table) -> String {
        table.set_width(u16::try_from(self.width).unwrap_or(u16::MAX));
        table.trim_fmt()
    }

    /// Sentences, each with its mark, wrapped.
    fn list(&self, title: &str, sentences: &[(String, String)]) -> String {
        if sentences.is_empty() {
            return String::new();
        }
        let mut table = plain_table();
        for (mark, sentence) in sentences {
            table.add_row([mark, sentence]);
        }
        format!("\n{title}\n{}\n", self.fitted(table))
    }

    /// The mark of what a number rests on.
    fn mark_of(&mut self, figure: &Figure) -> String {
        let mut note = figure.formula.name.to_owned();
        if !figure.formula.source.is_empty() {
            let _ = write!(note, " ({})", figure.formula.source);
        }
        if !figure.assumes.is_empty() {
            let _ = write!(note, ": {}", figure.assumes);
        }
        let known = self.notes.iter().position(|known| *known == note).unwrap_or_else(|| {
            self.notes.push(note);
            self.notes.len() - 1
        });
        format!("[{}]", known + 1)
    }

    /// A number with its unit where the table does not tell it.
    fn value(&self, figure: &Figure) -> String {
        let Some(value) = figure.value else { return "–".to_owned() };
        match figure.unit {
            Unit::Share => percent(value, figure.error),
            Unit::Days => duration(value),
            Unit::Moment => self.date(value),
            Unit::RequestsPerDay | Unit::AnswersPerDay => format!("{} a day", significant(value)),
            _ => significant(value),
        }
    }

    /// A moment as a date; with the time of day where the whole scenario is short.
    fn date(&self, moment: Days) -> String {
        let seconds = SignedDuration::try_from_secs_f64((moment * 86_400.0).round()).unwrap_or(SignedDuration::MAX);
        let date = self.time.start.checked_add(seconds).unwrap_or(DateTime::MAX);
        if self.time.horizon < 10.0 { date.strftime("%Y-%m-%d %H:%M").to_string() } else { date.date().to_string() }
    }
}

fn find<'s>(stage: &'s StageExplanation, quantity: &str) -> Option<&'s Figure> {
    stage.figures.iter().find(|figure| figure.quantity == quantity)
}

fn numbered(notes: &[String]) -> Vec<(String, String)> {
    notes.iter().enumerate().map(|(index, note)| (format!("[{}]", index + 1), note.clone())).collect()
}

fn plain_table() -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table
}

fn align_right(table: &mut Table, columns: std::ops::Range<usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// A number to three digits, or all of its whole ones.
fn significant(value: f64) -> String {
    let size = value.abs();
    if size < 5e-4 {
        return if value == 0.0 || size < 1e-9 { "0".to_owned() } else { format!("{value:.1e}") };
    }
    let decimals = (2.0 - size.log10().floor()).clamp(0.0, 6.0) as usize;
    // A whole number needs no zeros behind.
    if (value - value.round()).abs() < 1e-9 * size {
        Locale::English.fixed(value, 0)
    } else {
        Locale::English.fixed(value, decimals)
    }
}

/// A share in percent: to three digits, or where its error is known to four or as many as that leaves.
fn percent(value: f64, error: Option<f64>) -> String {
    let percent = 100.0 * value;
    if percent == 0.0 || (percent - 100.0).abs() < 1e-9 {
        return format!("{percent:.0}%");
    }
    if percent < 1e-6 {
        return "below 0.000001%".to_owned();
    }
    let digits = if error.is_some() { 3.0 } else { 2.0 } - percent.log10().floor();
    let known = error.filter(|&error| error > 0.0).map_or(digits, |error| -(100.0 * error).log10().ceil());
    let decimals = digits.min(known).clamp(0.0, 9.0) as usize;
    let exactness = if known < digits { "about " } else { "" };
    format!("{exactness}{percent:.decimals$}%")
}

/// A length of time in the unit that suits it.
fn duration(days: Days) -> String {
    let (value, unit) = match days {
        0.0 => return "none".to_owned(),
        days if days < 1.0 / 24.0 => (days * 1_440.0, "minutes"),
        days if days < 2.0 => (days * 24.0, "hours"),
        days => (days, "days"),
    };
    format!("{} {unit}", significant(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_that_count() {
        assert_eq!(
            [0.0, 3.0, 0.012_345, 12.345, 1_234.5, 1e-5].map(significant),
            ["0", "3", "0.0123", "12.3", "1,234", "1.0e-5"]
        );
        assert_eq!(percent(0.010_518_622, Some(1e-8)), "1.052%");
        assert_eq!(percent(0.010_518_622, Some(2e-4)), "about 1.1%");
        assert_eq!(percent(1.0, Some(0.0)), "100%");
        assert_eq!([1.2345, 0.8766].map(|ratio| percent(ratio, None)), ["123%", "87.7%"]);
        assert_eq!(duration(0.5), "12 hours");
        assert_eq!(duration(0.01), "14.4 minutes");
    }
}
