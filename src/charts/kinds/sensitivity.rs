//! Which inputs matter: the tornado, and Sobol's indices.

use crate::charts::ask::Ask;
use crate::charts::body::bars::{self, Bar, BarRow, Bars};
use crate::charts::frame::{Figure, KeyEntry, Swatch};
use crate::charts::words::Voice;
use crate::results::sensitivity::{Input, Sensitivity, SensitivityRow};

/// How far each value alone moves the statistic.
pub fn tornado(analysis: &Sensitivity, ask: &Ask) -> Vec<Figure> {
    vec![tornado_of(analysis, ask.voice)]
}

/// The indices, where the statistic varies at all.
pub fn sobol(analysis: &Sensitivity, ask: &Ask) -> Vec<Figure> {
    analysis.about.variance.map(|_| indices(analysis, ask.voice)).into_iter().collect()
}

fn tornado_of(analysis: &Sensitivity, voice: Voice) -> Figure {
    let about = &analysis.about;
    let end = |input: &Input, quantity: &str, at: &str| {
        let row = analysis.row(&input.path, quantity)?;
        let value = row.value?;
        let change = voice.signed(value);
        Some(Bar { value, interval: row.ci_low.zip(row.ci_high), text: format!("{at}: {change}") })
    };
    let row = |input: &Input| BarRow {
        name: input.path.clone(),
        bars: [end(input, "low_difference", &input.low), end(input, "high_difference", &input.high)],
    };
    let mut rows: Vec<BarRow> = about.inputs.iter().map(row).collect();
    sort_by(&mut rows, |row| {
        let values = || row.bars.iter().flatten().map(|bar| bar.value);
        values().fold(0.0, f64::max) - values().fold(0.0, f64::min)
    });
    let metric = &about.metric;
    let base = analysis.row("", "base").and_then(|row| row.value).map(|value| voice.spoken(value)).unwrap_or_default();
    let finding = rows.first().map_or_else(String::new, |first| {
        let ends: Vec<&str> = first.bars.iter().flatten().map(|bar| bar.text.as_str()).collect();
        format!("{} moves it most. Change from {base} at {}.", first.name, ends.join(", at "))
    });
    Figure {
        part: None,
        name: "tornado".to_owned(),
        title: format!("What moves {metric}, one value at a time"),
        subtitle: finding,
        description: format!("Tornado chart: change of {metric} when one value is at either end of its range."),
        key: key(["at the low end of the range", "at the high end"]),
        body: Box::new(Bars { value_label: format!("change of {metric} from {base}"), rows, voice }),
        notes: vec![
            "Each value is set to either end of its range while all others stay as they are. Black lines: 95% confidence \
             intervals of the change, paired by replication."
                .to_owned(),
            source(analysis, voice),
        ],
    }
}

fn indices(analysis: &Sensitivity, voice: Voice) -> Figure {
    let about = &analysis.about;
    let bar = |row: &SensitivityRow| {
        let value = 100.0 * row.value?;
        let interval = row.ci_low.zip(row.ci_high).map(|(low, high)| (100.0 * low, 100.0 * high));
        Some(Bar { value, interval, text: format!("{}%", voice.fixed(value, 0)) })
    };
    let of = |input: &Input, quantity: &str| analysis.row(&input.path, quantity).and_then(bar);
    let row = |input: &Input| BarRow { name: input.path.clone(), bars: [of(input, "first"), of(input, "total")] };
    let mut rows: Vec<BarRow> = about.inputs.iter().map(row).collect();
    sort_by(&mut rows, |row| row.bars[1].as_ref().map_or(0.0, |bar| bar.value));
    let metric = &about.metric;
    let finding = match rows.first() {
        Some(BarRow { name, bars: [Some(first), Some(total)] }) => format!(
            "{name} matters most: {} of the variance of {metric} involves it, {} comes from it alone.",
            total.text,
            if first.value > 0.0 { &first.text } else { "0%" }
        ),
        _ => String::new(),
    };
    let noise = about.noise_share.map_or_else(String::new, |share| {
        let percent = if share < 0.01 {
            "Less than 1%".to_owned()
        } else {
            format!("At most {}%", voice.fixed(100.0 * share, 0))
        };
        format!(" {percent} of the variance is chance.")
    });
    Figure {
        part: None,
        name: "sobol".to_owned(),
        title: format!("Where the variance of {metric} comes from"),
        subtitle: finding,
        description: format!("Bar chart: Sobol indices of {metric}, first-order and total."),
        key: key(["first-order: comes from it alone", "total: with all its interactions"]),
        body: Box::new(Bars { value_label: format!("share of the variance of {metric}, %"), rows, voice }),
        notes: vec![
            format!(
                "Sobol indices with all values drawn at random from their ranges: {} points. Black lines: 95% bootstrap \
                 intervals.{noise}",
                voice.whole(about.points)
            ),
            source(analysis, voice),
        ],
    }
}

/// The names of the two bars of every row.
fn key(names: [&str; 2]) -> Vec<KeyEntry> {
    let entry = |(bar, name): (usize, &str)| KeyEntry { swatch: Swatch::Fill(bars::fill(bar)), text: name.to_owned() };
    names.into_iter().enumerate().map(entry).collect()
}

/// The largest first; where two are equal, in the order given.
fn sort_by(rows: &mut [BarRow], weight: impl Fn(&BarRow) -> f64) {
    rows.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
}

fn source(analysis: &Sensitivity, voice: Voice) -> String {
    let about = &analysis.about;
    format!(
        "Source: {}, {} replications of each point, seed {}. Scenario: {}, variant “{}”.",
        about.provenance.program,
        voice.whole(about.provenance.replications),
        about.provenance.seed,
        about.title,
        about.variant
    )
}
