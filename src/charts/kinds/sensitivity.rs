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
    let metric = &about.metric;
    let base = analysis.row("", "base").and_then(|row| row.value).map(|value| voice.spoken(value)).unwrap_or_default();
    let value_label = voice.pick(format!("change of {metric} from {base}"), format!("écart de {metric} à {base}"));
    let end = |input: &Input, quantity: &str, at: &str| {
        let row = analysis.row(&input.path, quantity)?;
        let value = row.value?;
        let (change, interval) = (voice.signed(value), row.ci_low.zip(row.ci_high));
        let text = format!("{at}{}{change}", voice.colon());
        let within =
            interval.map_or_else(String::new, |(low, high)| within(&voice.signed(low), &voice.signed(high), voice));
        let said = format!("{at}\n{value_label}{}{change}{within}", voice.colon());
        Some(Bar { value, interval, text, said })
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
    let finding = rows.first().map_or_else(String::new, |first| {
        let ends: Vec<&str> = first.bars.iter().flatten().map(|bar| bar.text.as_str()).collect();
        let name = &first.name;
        voice.pick(
            format!("{name} moves it most. Change from {base} at {}.", ends.join(", at ")),
            format!("{name} agit le plus. Écart par rapport à {base} pour {}.", ends.join(", pour ")),
        )
    });
    Figure {
        part: None,
        name: "tornado".to_owned(),
        title: voice.pick(
            format!("What moves {metric}, one value at a time"),
            format!("Ce qui agit sur {metric}, une valeur à la fois"),
        ),
        subtitle: finding,
        description: voice.pick(
            format!("Tornado chart: change of {metric} when one value is at either end of its range."),
            format!("Diagramme en tornade\u{a0}: écart de {metric} quand une valeur est à un bout de son intervalle."),
        ),
        key: key(voice.choose(
            ["at the low end of the range", "at the high end"],
            ["au bas de l’intervalle", "en haut de l’intervalle"],
        )),
        body: Box::new(Bars { value_label, rows, voice }),
        notes: vec![
            voice
                .choose(
                    "Each value is set to either end of its range while all others stay as they are. Thin lines: 95% \
                     confidence intervals of the change, paired by replication.",
                    "Chaque valeur est mise à un bout de son intervalle, les autres restant ce qu’elles sont. Traits \
                     fins\u{a0}: intervalles de confiance à 95\u{202f}% de l’écart, apparié par réplication.",
                )
                .to_owned(),
            source(analysis, voice),
        ],
    }
}

fn indices(analysis: &Sensitivity, voice: Voice) -> Figure {
    let about = &analysis.about;
    let names = voice.choose(
        ["first-order: comes from it alone", "total: with all its interactions"],
        ["premier ordre\u{a0}: vient d’elle seule", "total\u{a0}: avec toutes ses interactions"],
    );
    let bar = |row: &SensitivityRow, name: &str| {
        let percent = |share: f64| voice.percent_fixed(share, 0);
        let (value, interval) = (row.value?, row.ci_low.zip(row.ci_high));
        let within = interval.map_or_else(String::new, |(low, high)| within(&percent(low), &percent(high), voice));
        let said = format!("{name}\n{}{within}", percent(value));
        let interval = interval.map(|(low, high)| (100.0 * low, 100.0 * high));
        Some(Bar { value: 100.0 * value, interval, text: percent(value), said })
    };
    let of = |input: &Input, quantity: &str, name| analysis.row(&input.path, quantity).and_then(|row| bar(row, name));
    let row = |input: &Input| BarRow {
        name: input.path.clone(),
        bars: [of(input, "first", names[0]), of(input, "total", names[1])],
    };
    let mut rows: Vec<BarRow> = about.inputs.iter().map(row).collect();
    sort_by(&mut rows, |row| row.bars[1].as_ref().map_or(0.0, |bar| bar.value));
    let metric = &about.metric;
    let finding = match rows.first() {
        Some(BarRow { name, bars: [Some(first), Some(total)] }) => {
            let (total, first) = (&total.text, voice.percent_fixed(first.value.max(0.0) / 100.0, 0));
            voice.pick(
                format!(
                    "{name} matters most: {total} of the variance of {metric} involves it, {first} comes from it alone."
                ),
                format!(
                    "{name} compte le plus\u{a0}: {total} de la variance de {metric} en dépend, {first} en vient seul."
                ),
            )
        }
        _ => String::new(),
    };
    let noise = about.noise_share.map_or_else(String::new, |share| {
        let percent = voice.percent_fixed(share.max(0.01), 0);
        let (least, moins) = if share < 0.01 { ("Less than", "Moins de") } else { ("At most", "Au plus") };
        voice.pick(
            format!(" {least} {percent} of the variance is chance."),
            format!(" {moins} {percent} de la variance vient du hasard."),
        )
    });
    Figure {
        part: None,
        name: "sobol".to_owned(),
        title: voice
            .pick(format!("Where the variance of {metric} comes from"), format!("D’où vient la variance de {metric}")),
        subtitle: finding,
        description: voice.pick(
            format!("Bar chart: Sobol indices of {metric}, first-order and total."),
            format!("Diagramme en barres\u{a0}: indices de Sobol de {metric}, du premier ordre et totaux."),
        ),
        key: key(names),
        body: Box::new(Bars {
            value_label: voice.pick(
                format!("share of the variance of {metric}, %"),
                format!("part de la variance de {metric}, en\u{a0}%"),
            ),
            rows,
            voice,
        }),
        notes: vec![
            voice.pick(
                format!(
                    "Sobol indices with all values drawn at random from their ranges: {} points. Thin lines: 95% \
                     bootstrap intervals.{noise}",
                    voice.whole(about.points)
                ),
                format!(
                    "Indices de Sobol, toutes les valeurs tirées au hasard dans leurs intervalles\u{a0}: {} points. \
                     Traits fins\u{a0}: intervalles bootstrap à 95\u{202f}%.{noise}",
                    voice.whole(about.points)
                ),
            ),
            source(analysis, voice),
        ],
    }
}

/// An interval behind its estimate.
fn within(low: &str, high: &str, voice: Voice) -> String {
    voice.pick(format!(" (95% interval {low} to {high})"), format!(" (intervalle à 95\u{202f}%\u{a0}: {low} à {high})"))
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
    let (program, seed, title) = (&about.provenance.program, about.provenance.seed, &about.title);
    let (count, variant) = (voice.whole(about.provenance.replications), voice.quoted(&about.variant));
    voice.pick(
        format!(
            "Source: {program}, {count} replications of each point, seed {seed}. Scenario: {title}, variant {variant}."
        ),
        format!(
            "Source\u{a0}: {program}, {count} réplications de chaque point, graine {seed}. Scénario\u{a0}: {title}, \
             variante {variant}."
        ),
    )
}
