//! Which inputs matter: the tornado, and Sobol's indices.

use super::sweep::named;
use crate::charts::ask::Ask;
use crate::charts::body::bars::{self, Bar, BarRow, Bars};
use crate::charts::frame::{Figure, KeyEntry, Swatch};
use crate::charts::words::{Voice, finding, statistic, wording::capitalised};
use crate::findings::{Estimate, Verdict};
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
    let told = rows.iter().map(|row| {
        let ends: Vec<&str> = row.bars.iter().flatten().map(|bar| bar.text.as_str()).collect();
        format!(" {}: {}.", row.name, ends.join(", "))
    });
    let told: String = told.collect();
    let finding = moved(&rows, &statistic::measure(metric, voice), voice);
    Figure {
        part: None,
        name: "tornado".to_owned(),
        title: None,
        finding,
        measure: {
            let (count, under) = (voice.whole(about.provenance.replications), voice.quoted(&about.variant));
            voice.pick(
                format!(
                    "Change of {metric} from {base} under {under}, one value at a time: means over {count} simulated runs, \
                     with 95% confidence intervals"
                ),
                format!(
                    "Écart de {metric} par rapport à {base} avec {under}, une valeur à la fois\u{a0}: moyennes de {count} \
                     simulations, avec intervalles de confiance à 95\u{202f}%"
                ),
            )
        },
        description: voice.choose("Tornado chart.", "Diagramme en tornade.").to_owned() + &told,
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
        title: None,
        finding: involved(&rows, &statistic::measure(metric, voice), voice),
        measure: {
            let (points, under) = (voice.whole(about.points), voice.quoted(&about.variant));
            voice.pick(
                format!(
                    "Shares of the variance of {metric} under {under}: first-order and total Sobol indices of {points} \
                     points, with 95% bootstrap intervals"
                ),
                format!(
                    "Parts de la variance de {metric} avec {under}\u{a0}: indices de Sobol du premier ordre et totaux de \
                     {points} points, avec intervalles bootstrap à 95\u{202f}%"
                ),
            )
        },
        description: voice.choose("Bar chart.", "Diagramme en barres.").to_owned(),
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

/// "Service mean matters most for the backlog at the end (10 days: −12.3; 30 days: +20)", of rows with the largest first;
/// that two do where the first cannot be told from the next, or that none clearly does.
fn moved(rows: &[BarRow], quantity: &str, voice: Voice) -> String {
    let is_clear = |bar: &Bar| matches!(Verdict::of(&bar.estimate()), Verdict::More | Verdict::Fewer);
    let mut clear = rows.iter().filter(|row| row.bars.iter().flatten().any(is_clear));
    let Some(first) = clear.next() else {
        return voice.pick(
            format!("No value that was varied clearly matters for {quantity}"),
            format!("Aucune des valeurs variées ne compte nettement pour {quantity}"),
        );
    };
    let ends: Vec<&str> = first.bars.iter().flatten().map(|bar| bar.text.as_str()).collect();
    let (name, ends) = (capitalised(&named(&first.name)), ends.join("; "));
    // The longest bar of each, without its sign.
    let longest = |row: &BarRow| {
        let bars = row.bars.iter().flatten().map(|bar| bar.estimate().without_sign());
        bars.max_by(|a, b| a.value.total_cmp(&b.value))
    };
    let next = clear.next();
    let is_first = next.is_none_or(|next| {
        longest(first).zip(longest(next)).is_some_and(|(first, next)| first.against(&next) == Verdict::More)
    });
    match (is_first, next) {
        (false, Some(next)) => {
            let next = named(&next.name);
            voice.pick(
                format!("{name} and {next} matter most for {quantity}, with no clear difference between them"),
                format!("{name} et {next} comptent le plus pour {quantity}, sans différence nette entre eux"),
            )
        }
        _ if rows.len() == 1 => voice
            .pick(format!("{name} matters for {quantity} ({ends})"), format!("{name} compte pour {quantity} ({ends})")),
        _ => voice.pick(
            format!("{name} matters most for {quantity} ({ends})"),
            format!("{name} compte le plus pour {quantity} ({ends})"),
        ),
    }
}

/// "Service mean matters most: 80% of the variance of the backlog at the end involves it, 70% comes from it alone", of
/// rows with the largest first.
fn involved(rows: &[BarRow], quantity: &str, voice: Voice) -> String {
    let Some(BarRow { name, bars: [Some(alone), Some(total)] }) = rows.first() else { return finding::nothing(voice) };
    let name = capitalised(&named(name));
    let next = rows.get(1).and_then(|row| Some((named(&row.name), row.bars[1].as_ref()?.estimate())));
    if let Some((next, _)) = next.filter(|(_, next)| total.estimate().against(next) != Verdict::More) {
        return voice.pick(
            format!("{name} and {next} matter most for {quantity}, with no clear difference between them"),
            format!("{name} et {next} comptent le plus pour {quantity}, sans différence nette entre eux"),
        );
    }
    let (total, alone) = (&total.text, voice.percent_fixed(alone.value.max(0.0) / 100.0, 0));
    voice.pick(
        format!("{name} matters most: {total} of the variance of {quantity} involves it, {alone} comes from it alone"),
        format!("{name} compte le plus\u{a0}: {total} de la variance ({quantity}) en dépend, {alone} en vient seul"),
    )
}

impl Bar {
    /// Its length with its interval.
    fn estimate(&self) -> Estimate {
        Estimate { value: self.value, interval: self.interval }
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
