//! The README answers each system's question in a sentence, and its numbers are those of the program.
//!
//! `SAULE_BLESS=1 cargo test --release --test systems sentences` writes them anew, from as many replications as the
//! scenarios ask for. Without it fewer are run: a number must then lie within three half-widths of their 95% interval.
//! While the README is true, one of its numbers fails with a probability below 1e-4: where the replications are the first of
//! those behind it, and where new random numbers make both independent (4.1 standard errors of the difference).

use std::{fmt::Write as _, fs, path::Path};

use jiff::{ToSpan as _, civil::Date};
use saule::{model::metric::Metric, statistics::Estimate};

use crate::simulated::{Runs, estimate, half_width, quantile};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

/// A sentence, with `{}` for each of its figures.
struct Sentence {
    system: &'static str,
    text: &'static str,
    figures: Vec<Figure>,
}

/// A number of a sentence.
struct Figure {
    estimate: Estimate,
    form: Form,
}

/// How a number is printed.
enum Form {
    /// With so many decimals, and the half-width of its interval.
    Number(usize),
    /// A share in percent, likewise.
    Percent(usize),
    /// The day that is so many days after a date.
    Day(Date),
}

/// As many replications as are run: the file's to write, fewer to check.
fn replications(few: u64) -> Option<u64> {
    std::env::var_os("SAULE_BLESS").is_none().then_some(few)
}

fn number(estimate: Estimate, decimals: usize) -> Figure {
    Figure { estimate, form: Form::Number(decimals) }
}

fn percent(estimate: Estimate, decimals: usize) -> Figure {
    Figure { estimate, form: Form::Percent(decimals) }
}

impl Figure {
    fn print(&self) -> String {
        let (value, half_width) = (self.estimate.value, half_width(self.estimate));
        match self.form {
            Form::Number(decimals) => grouped(value, decimals) + &margin(half_width, decimals),
            Form::Percent(decimals) => format!("{:.decimals$}%", 100.0 * value) + &margin(100.0 * half_width, decimals),
            Form::Day(start) => start.saturating_add((value.floor() as i64).days()).strftime("%-d %B %Y").to_string(),
        }
    }

    /// The value that a text has, and what it is rounded to.
    fn parse(&self, text: &str) -> Option<(f64, f64)> {
        let plain = |text: &str| text.replace([',', '%'], "").split(" ± ").next()?.parse::<f64>().ok();
        match self.form {
            Form::Number(decimals) => Some((plain(text)?, 0.1_f64.powi(decimals as i32))),
            Form::Percent(decimals) => Some((plain(text)? / 100.0, 0.01 * 0.1_f64.powi(decimals as i32))),
            Form::Day(start) => {
                let day = Date::strptime("%d %B %Y", text).ok()?;
                Some((f64::from((day - start).get_days()), 1.0))
            }
        }
    }
}

/// The half-width of an interval, where it is as large as the last decimal.
fn margin(half_width: f64, decimals: usize) -> String {
    let printed = format!("{half_width:.decimals$}");
    if printed.bytes().all(|byte| matches!(byte, b'0' | b'.')) { String::new() } else { format!(" ± {printed}") }
}

/// With commas between thousands.
fn grouped(value: f64, decimals: usize) -> String {
    let printed = format!("{value:.decimals$}");
    let whole = printed.split('.').next().unwrap_or(&printed);
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + &printed[whole.len()..]
}

impl Sentence {
    /// The line of the README, a list item, without its line breaks.
    fn line(&self) -> String {
        let mut line = self.head();
        let mut parts = self.text.split("{}");
        line += parts.next().unwrap_or_default();
        for (figure, part) in self.figures.iter().zip(parts) {
            write!(line, "{}{part}", figure.print()).expect("a text takes all");
        }
        line
    }

    fn head(&self) -> String {
        format!("- [{system}](scenarios/{system}.toml): ", system = self.system)
    }

    /// The texts that stand in a line in place of the figures.
    fn quoted<'l>(&self, line: &'l str) -> Vec<&'l str> {
        let outdated = || panic!("the README says something else than\n{}\nbut\n{line}", self.line());
        let mut rest = line.strip_prefix(&self.head()).unwrap_or_else(outdated);
        let parts: Vec<&str> = self.text.split("{}").collect();
        rest = rest.strip_prefix(parts[0]).unwrap_or_else(outdated);
        let mut texts = Vec::new();
        for (index, part) in parts.iter().enumerate().skip(1) {
            let last = index + 1 == parts.len();
            let end = if last { rest.strip_suffix(part).map(str::len) } else { rest.find(part) };
            let (text, after) = rest.split_at(end.unwrap_or_else(|| outdated().len()));
            texts.push(text);
            rest = &after[part.len()..];
        }
        texts
    }

    /// Writes the sentence into the README, or holds the README to it.
    fn settle(&self) {
        assert_eq!(self.text.matches("{}").count(), self.figures.len(), "a figure for each place");
        let readme = fs::read_to_string(README).expect("the README can be read");
        let line = readme.lines().find(|line| line.starts_with(&self.head()));
        let line = line.unwrap_or_else(|| panic!("the README has no line for {}", self.system));
        if std::env::var_os("SAULE_BLESS").is_some() {
            fs::write(Path::new(README), readme.replace(line, &self.line())).expect("the README can be written");
            return;
        }
        for (figure, text) in self.figures.iter().zip(self.quoted(line)) {
            let (quoted, unit) = figure.parse(text).unwrap_or_else(|| panic!("{text} is no figure of its kind"));
            let slack = 3.0 * half_width(figure.estimate) + unit;
            let now = figure.estimate.value;
            assert!((now - quoted).abs() <= slack, "{}: {text} in the README, now {now} ± {slack}", self.system);
        }
    }
}

fn we_the_people() -> Sentence {
    let at_the_end = |variant| Runs::of("we-the-people", variant, replications(150), &[]).estimate("backlog.end");
    Sentence {
        system: "we-the-people",
        text: "had 5,000 signatures remained the line, {} petitions would have been waiting in June 2013 instead of {}.",
        figures: vec![number(at_the_end("keep 5,000"), 1), number(at_the_end("as it happened"), 1)],
    }
}

fn uk_parliament() -> Sentence {
    let on_time = |variant, threshold: u64| {
        let threshold = format!("requests.petitions.threshold.signatures={threshold}");
        let runs = Runs::of("uk-parliament", variant, replications(100), &[&threshold]);
        percent(runs.estimate("on_time_share[class=petitions].end"), 1)
    };
    Sentence {
        system: "uk-parliament",
        text: "with 17 answers in hand at most, as in 2018, {} are answered within 21 days at 10,000 signatures, {} at \
               5,000, {} at 4,000 and {} at 2,500: for seven in ten the line could go down to between 4,000 and 5,000.",
        figures: [10_000, 5_000, 4_000, 2_500].map(|threshold| on_time("2018's desk, 10,000", threshold)).into(),
    }
}

fn ask_jpm() -> Sentence {
    let runs = |variant, vary: &[&str]| Runs::of("ask-jpm", variant, replications(100), vary);
    let cancelled = runs("cancelled", &[]);
    let hostile: Vec<f64> = cancelled.each("tone_balance.end").iter().map(|balance| (1.0 - balance) / 2.0).collect();
    let held = runs("held, in order", &[]);
    let busy = |threshold: u64| {
        let threshold = format!("requests.questions.threshold.signatures={threshold}");
        percent(runs("held, endorsed by 150", &[&threshold]).estimate("utilisation[stage=answers].mean"), 0)
    };
    Sentence {
        system: "ask-jpm",
        text: "{} tweets came, {} of them hostile, and none was answered; held in order, the hour would have seen {} \
               answers, {} of the questions; a threshold of 150 endorsements keeps one person busy for {} of it, 200 \
               for {}.",
        figures: vec![
            number(cancelled.estimate("created.end"), 0),
            percent(estimate(&hostile), 2),
            number(held.estimate("answered.end"), 1),
            percent(held.estimate("coverage_requests.end"), 3),
            busy(150),
            busy(200),
        ],
    }
}

fn adviser_rollout() -> Sentence {
    let need = Runs::of("adviser-rollout", "free text, as many as it takes", replications(10), &[]);
    let busy = |days: &[&str]| {
        let at = |day: &&str| need.at(Metric::InService, None, &format!("{day}T14:00"));
        let days: Vec<Vec<f64>> = days.iter().map(at).collect();
        let mean = |run: usize| days.iter().map(|day| day[run]).sum::<f64>() / days.len() as f64;
        number(estimate(&(0..need.count()).map(mean).collect::<Vec<_>>()), 1)
    };
    let on_time = |staff: u64| {
        let staff = format!("stages.review.staff[1].staff={staff}");
        let runs = Runs::of("adviser-rollout", "free text, reviewers in time", replications(8), &[&staff]);
        percent(runs.estimate("on_time_share.end"), 1)
    };
    let late = Runs::of("adviser-rollout", "free text, reviewers three months late", replications(8), &[]);
    Sentence {
        system: "adviser-rollout",
        text: "on a Wednesday afternoon {} reviewers are busy in the pilot, {} in July 2012, {} in August, {} in September \
               and {} in October; ten approve {} within half a day, nine {}; three months late, {} messages wait at \
               worst, and catching up takes {} days; the archive holds {} by June 2014.",
        figures: vec![
            busy(&["2012-05-09", "2012-05-16", "2012-05-23", "2012-05-30"]),
            busy(&["2012-07-04", "2012-07-11", "2012-07-18", "2012-07-25"]),
            busy(&["2012-08-01", "2012-08-08", "2012-08-15", "2012-08-22", "2012-08-29"]),
            busy(&["2012-09-05", "2012-09-12", "2012-09-19", "2012-09-26"]),
            busy(&["2012-10-03", "2012-10-10", "2012-10-17", "2012-10-24", "2012-10-31"]),
            on_time(10),
            on_time(9),
            number(late.estimate("queued[stage=review].max"), 0),
            number(estimate(&late.after("caught_up")), 0),
            number(late.estimate("archive.end"), 0),
        ],
    }
}

fn bank_channels() -> Sentence {
    let runs = |variant| Runs::of("bank-channels", variant, replications(20), &[]);
    let evening =
        |runs: &Runs, day: &str| number(estimate(&runs.at(Metric::Backlog, None, &format!("{day}T18:00"))), 0);
    let (apart, pooled) = (runs("one per region, one to one"), runs("one pooled team, one to one"));
    let thread = runs("one per region, thread");
    Sentence {
        system: "bank-channels",
        text: "on an ordinary Wednesday evening one person per region leaves {} messages waiting, the same heads pooled {}; \
               on the Friday of the crisis {} wait where each is answered, {} where one thread answers many.",
        figures: vec![
            evening(&apart, "2013-03-20"),
            evening(&pooled, "2013-03-20"),
            evening(&apart, "2013-04-12"),
            evening(&thread, "2013-04-12"),
        ],
    }
}

fn adoption_stages() -> Sentence {
    let start = jiff::civil::date(2009, 1, 1);
    let day = |days: &[f64], percent| Figure { estimate: quantile(days, percent), form: Form::Day(start) };
    let runs = |variant| Runs::of("adoption-stages", variant, replications(80), &[]);
    let (late, behind) = (runs("one late jump"), runs("a year of steps behind"));
    assert!(runs("early in steps").first("overheated").is_empty(), "the sentence says never");
    let overheated = late.first("overheated");
    Sentence {
        system: "adoption-stages",
        text: "one late jump overheats on {} (80% of runs: {} to {}), lets {} messages wait at worst and takes {} days to \
               catch up; a year of steps behind, on {}, {} and {} days; early steps never do.",
        figures: vec![
            day(&overheated, 50),
            day(&overheated, 10),
            day(&overheated, 90),
            number(late.estimate("backlog.max"), 0),
            number(quantile(&late.after("caught_up"), 50), 0),
            day(&behind.first("overheated"), 50),
            number(behind.estimate("backlog.max"), 0),
            number(quantile(&behind.after("caught_up"), 50), 0),
        ],
    }
}

fn support_forum() -> Sentence {
    let on_time = |year: u32, staff: u32, share: f64| {
        let horizon = format!("horizon=\"{} days\"", 365 * year);
        let warm_up = format!("monte_carlo.warm_up=\"{} days\"", 365 * (year - 1));
        let vary = [&horizon, &warm_up, &format!("requests.questions.peers.share={share}")];
        let vary = vary.map(String::as_str);
        let staff = format!("stages.team.staff={staff}");
        let vary = [vary[0], vary[1], vary[2], &staff];
        let runs = Runs::of("support-forum", "half answered by peers", replications(20), &vary);
        percent(runs.estimate("on_time_share.end"), 1)
    };
    Sentence {
        system: "support-forum",
        text: "a team of five keeps {} of its promises without peers in the first year; for nine in ten it needs 30 to 40% \
               of answers from peers in the second ({} and {}), and 65 to 75% in the third ({} and {}), when ten people \
               need 30 to 40% ({} and {}).",
        figures: vec![
            on_time(1, 5, 0.0),
            on_time(2, 5, 0.3),
            on_time(2, 5, 0.4),
            on_time(3, 5, 0.65),
            on_time(3, 5, 0.75),
            on_time(3, 10, 0.3),
            on_time(3, 10, 0.4),
        ],
    }
}

fn willow() -> Sentence {
    let runs =
        ["fixed at 5,000", "scheduled rises", "willow"].map(|name| Runs::of("willow", name, replications(50), &[]));
    let all = |metric| runs.each_ref().map(|runs: &Runs| runs.estimate(metric));
    let answered = all("answered.end").map(|estimate| number(estimate, 0));
    let coverage = all("coverage_signatures.end").map(|estimate| percent(estimate, 1));
    let on_time = all("on_time_share.end").map(|estimate| percent(estimate, 1));
    Sentence {
        system: "willow",
        text: "fixed, scheduled or adaptive, the desk answers as many petitions ({}, {} and {}), with {}, {} and {} of all \
               signatures; but {}, {} and {} within 60 days.",
        figures: answered.into_iter().chain(coverage).chain(on_time).collect(),
    }
}

#[test]
fn the_readme_answers_the_questions_of_all_eight_with_numbers_of_the_program() {
    for sentence in
        [we_the_people, uk_parliament, ask_jpm, adviser_rollout, bank_channels, adoption_stages, support_forum, willow]
    {
        sentence().settle();
    }
}
