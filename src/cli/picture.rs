//! What the command line says of charts.

use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use jiff::{SignedDuration, civil::DateTime};
use saule::model::{
    chart::{
        Annotation, Appearance, BANDS, By, ChartKind, ChartOptions, ChartRequest, Charts, Palette, Scale, Size,
        TimeLabels,
    },
    metric::METRICS,
};

use super::Failure;

/// Which charts, and how they look
#[derive(Args)]
#[command(next_help_heading = "Charts")]
pub struct Picture {
    /// Charts to draw, by their name in the scenario or by kind [default: all of the scenario's, and the usual ones]
    #[arg(long = "chart", value_name = "NAME|KIND", value_delimiter = ',')]
    charts: Vec<String>,
    /// Metric that is shown; without --chart, by the usual kinds that take one
    #[arg(long, value_name = "METRIC", value_parser = metrics(), hide_possible_values = true)]
    metric: Option<String>,
    /// Class that is shown
    #[arg(long, value_name = "NAME")]
    class: Option<String>,
    /// Stage that is shown
    #[arg(long, value_name = "NAME")]
    stage: Option<String>,
    /// What stands side by side
    #[arg(long, value_parser = words(By::ALL, By::word, By::meaning))]
    by: Option<By>,
    /// Show this variant only; may be repeated
    #[arg(long, value_name = "NAME")]
    variant: Vec<String>,
    /// Percentages of the runs that bands hold, of 50, 80 and 90, as in 50,90; or none
    #[arg(long, value_name = "PERCENTS", value_delimiter = ',', value_parser = band)]
    band: Vec<Band>,
    /// How values are spread along their axis
    #[arg(long, value_parser = words(Scale::ALL, Scale::word, Scale::meaning))]
    scale: Option<Scale>,
    /// Recorded histories to draw, by name; or none [default: all of the metric]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub observed: Vec<String>,
    /// Title, in place of the usual one
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// A note above the usual ones
    #[arg(long, value_name = "TEXT")]
    caption: Option<String>,
    /// Words at a date or a day since the start, as in 2012-11-07=election or 47=election; may be repeated
    #[arg(long, value_name = "WHEN=TEXT", value_parser = annotation)]
    annotate: Vec<(When, String)>,
    /// What time axes count
    #[arg(long, value_parser = words(TimeLabels::ALL, TimeLabels::word, TimeLabels::meaning))]
    time: Option<TimeLabels>,
    /// Width, and height if that is fixed, as in "160 mm", "160x100mm" or "1200x675px"
    #[arg(long, value_name = "SIZE")]
    size: Option<Size>,
    /// Dots of a PNG per inch
    #[arg(long, value_name = "DPI", value_parser = dpi)]
    dpi: Option<f64>,
    /// Colours
    #[arg(long, value_parser = words(Palette::ALL, Palette::word, Palette::meaning))]
    palette: Option<Palette>,
    /// Ground
    #[arg(long, value_parser = words(Appearance::ALL, Appearance::word, Appearance::meaning))]
    theme: Option<Appearance>,
}

/// A moment on the command line.
#[derive(Debug, Clone, Copy)]
enum When {
    At(DateTime),
    Days(f64),
}

/// One of the percentages, or none of them.
type Band = Option<u32>;

impl Picture {
    /// True if only some of the charts are drawn.
    pub fn is_choice(&self) -> bool {
        !self.charts.is_empty() || self.shows_another_subject()
    }

    /// The charts that are wanted of results whose scenario asks for `stored`; `usual` are the kinds that these results
    /// usually have, `start` is their first moment.
    pub fn charts(&self, stored: &Charts, usual: &[ChartKind], start: Option<&str>) -> Result<Charts, Failure> {
        let options = self.options(start)?;
        let over = |request: &ChartRequest| ChartRequest { options: options.or(&request.options), ..request.clone() };
        let defaults = options.or(&stored.defaults);
        if self.charts.is_empty() && !self.shows_another_subject() {
            return Ok(Charts { usual: stored.usual, defaults, wanted: stored.wanted.iter().map(over).collect() });
        }
        let plain = |kind: ChartKind| ChartRequest { name: None, kind, options: options.clone() };
        let mut wanted = Vec::new();
        for name in &self.charts {
            match stored.wanted.iter().find(|request| request.name.as_ref() == Some(name)) {
                Some(request) => wanted.push(over(request)),
                None => wanted.push(plain(ChartKind::named(name).ok_or_else(|| unknown(name, stored))?)),
            }
        }
        if self.charts.is_empty() {
            let shows = |kind: &ChartKind| self.metric.is_none() || kind.takes_metric();
            wanted.extend(usual.iter().copied().filter(shows).map(plain));
        }
        Ok(Charts { usual: false, defaults, wanted })
    }

    /// True if what is shown is not what usually is.
    fn shows_another_subject(&self) -> bool {
        self.metric.is_some() || self.class.is_some() || self.stage.is_some() || self.by.is_some()
    }

    fn options(&self, start: Option<&str>) -> Result<ChartOptions, Failure> {
        let listed = |names: &[String]| (!names.is_empty()).then(|| names.to_vec());
        let annotations = self.annotate.iter().map(|(when, text)| {
            let time_days = days(*when, start)?;
            Ok(Annotation { time_days, text: text.clone() })
        });
        Ok(ChartOptions {
            metric: self.metric.clone(),
            by: self.by,
            class: self.class.clone(),
            stage: self.stage.clone(),
            variants: listed(&self.variant),
            band: (!self.band.is_empty()).then(|| self.band.iter().flatten().copied().collect()),
            scale: self.scale,
            observed: listed(&self.observed).map(|names| if names == ["none"] { Vec::new() } else { names }),
            title: self.title.clone(),
            caption: self.caption.clone(),
            annotations: annotations.collect::<Result<_, Failure>>()?,
            time: self.time,
            size: self.size,
            dpi: self.dpi,
            palette: self.palette,
            theme: self.theme,
        })
    }
}

fn unknown(name: &str, stored: &Charts) -> Failure {
    let kinds: Vec<&str> = ChartKind::ALL.iter().map(|kind| kind.word()).collect();
    let named: Vec<&str> = stored.wanted.iter().filter_map(|request| request.name.as_deref()).collect();
    let of_scenario = match named[..] {
        [] => "the scenario names no chart".to_owned(),
        _ => format!("the scenario names {}", named.join(", ")),
    };
    Failure::input(format!("there is no chart `{name}`\n{of_scenario}; kinds are {}", kinds.join(", ")))
}

/// Words as clap takes them, with their meanings.
fn words<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    word: fn(T) -> &'static str,
    meaning: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let values = all.iter().map(|&one| PossibleValue::new(word(one)).help(meaning(one)));
    PossibleValuesParser::new(values.collect::<Vec<_>>())
        .try_map(move |written| all.iter().copied().find(|&one| word(one) == written).ok_or("no such word"))
}

fn metrics() -> PossibleValuesParser {
    PossibleValuesParser::new(METRICS.iter().map(|info| info.name).collect::<Vec<_>>())
}

fn band(text: &str) -> Result<Band, String> {
    let percent = text.trim().trim_end_matches('%').parse::<u32>().ok().filter(|percent| BANDS.contains(percent));
    match (text, percent) {
        ("none", _) => Ok(None),
        (_, Some(percent)) => Ok(Some(percent)),
        _ => Err("expected 50, 80, 90 or none: results have quantiles for these".to_owned()),
    }
}

fn dpi(text: &str) -> Result<f64, String> {
    let dpi = text.parse::<f64>().ok().filter(|dpi| (36.0..=1200.0).contains(dpi));
    dpi.ok_or_else(|| "expected a number from 36 to 1200".to_owned())
}

fn annotation(text: &str) -> Result<(When, String), String> {
    let expected = || "expected WHEN=TEXT, as in 2012-11-07=election or 47=election".to_owned();
    let (when, words) = text.split_once('=').ok_or_else(expected)?;
    let when = match (when.trim().parse::<DateTime>(), when.trim().parse::<f64>()) {
        (Ok(moment), _) => When::At(moment),
        (_, Ok(days)) if days.is_finite() => When::Days(days),
        _ => return Err(expected()),
    };
    Ok((when, words.trim().to_owned()))
}

/// Days since the start of the results.
fn days(when: When, start: Option<&str>) -> Result<f64, Failure> {
    let moment = match when {
        When::Days(days) => return Ok(days),
        When::At(moment) => moment,
    };
    let start: DateTime = start.and_then(|start| start.parse().ok()).ok_or_else(|| {
        Failure::input("these results have no common start: give --annotate a number of days in place of a date")
    })?;
    Ok(SignedDuration::as_secs_f64(&moment.duration_since(start)) / 86_400.0)
}
