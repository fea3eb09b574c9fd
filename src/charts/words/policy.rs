//! What charts mark of a variant's policy: its thresholds, and the end of warm-up.

use super::Voice;
use crate::charts::ask::Ask;
use crate::charts::axis::TimeAxis;
use crate::charts::body::panels::Mark;
use crate::results::rows::{About, ThresholdMark, VariantAbout};

/// Changes that a sentence lists; the rest are counted.
const MOST_LISTED: usize = 6;

/// The moments to mark on a chart of one variant: each change of a threshold and the end of warm-up, by time. A
/// threshold that never changes is named without a line.
pub fn marks(about: &About, variant: &VariantAbout, time: &TimeAxis, ask: &Ask) -> Vec<Mark> {
    let voice = ask.voice;
    let mut marks = Vec::new();
    let levels = classes_with_thresholds(about, variant);
    for (label, levels) in &levels {
        let class = label.map_or_else(String::new, |label| format!("{label}{}", voice.colon()));
        for level in levels.iter().filter(|level| level.time_days > 0.0 || levels.len() == 1) {
            let is_change = level.time_days > 0.0;
            let since = if is_change { since(level, time) } else { throughout(voice).into() };
            marks.push(Mark {
                time_days: level.time_days,
                text: format!("{class}{} {since}", signatures(level.signatures, time.voice())),
                short: class.clone() + &time.voice().whole(level.signatures.into()),
                is_change,
            });
        }
    }
    marks.extend(warm_up(about, voice));
    marks.extend(ask.options.annotations.iter().map(|annotation| Mark {
        time_days: annotation.time_days,
        text: annotation.text.clone(),
        short: annotation.text.clone(),
        is_change: true,
    }));
    marks.retain(|mark| (0.0..=time.days()).contains(&mark.time_days));
    marks.sort_by(|a, b| a.time_days.total_cmp(&b.time_days));
    marks
}

/// The moments that all variants have in common.
pub fn common_marks<'a>(
    about: &About,
    variants: impl IntoIterator<Item = &'a VariantAbout>,
    time: &TimeAxis,
    ask: &Ask,
) -> Vec<Mark> {
    let mut each = variants.into_iter().map(|variant| marks(about, variant, time, ask));
    let first = each.next().unwrap_or_default();
    each.fold(first, |common, marks| common.into_iter().filter(|mark| marks.contains(mark)).collect())
}

/// The thresholds of a variant in a sentence; none where nothing is gathered.
pub fn sentence(about: &About, variant: &VariantAbout, time: &TimeAxis) -> Option<String> {
    let levels = classes_with_thresholds(about, variant);
    let sentences = levels.iter().map(|(label, levels)| {
        let class = label.map_or_else(String::new, |label| format!(" ({label})"));
        let name = time.voice().choose("Threshold", "Seuil");
        format!("{name}{class}{}{}.", time.voice().colon(), history(levels, time))
    });
    let sentences: Vec<String> = sentences.collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// "5,000 signatures, 25,000 from 3 Oct 2011".
fn history(levels: &[&ThresholdMark], time: &TimeAxis) -> String {
    let mut parts: Vec<String> = Vec::new();
    for level in levels.iter().take(MOST_LISTED) {
        let number = if parts.is_empty() {
            signatures(level.signatures, time.voice())
        } else {
            time.voice().whole(level.signatures.into())
        };
        let since = if level.time_days > 0.0 { format!(" {}", since(level, time)) } else { String::new() };
        parts.push(number + &since);
    }
    match levels.len() {
        1 => format!("{} {}", parts.join(""), throughout(time.voice())),
        count if count > MOST_LISTED => {
            let (listed, more) = (parts.join(", "), count - MOST_LISTED);
            time.voice().pick(
                format!("{listed}, and {more} later changes"),
                format!("{listed}, puis {more} autres changements"),
            )
        }
        _ => parts.join(", "),
    }
}

/// "from 3 Oct 2011", or "by degrees from 3 Oct 2011 to 1 Dec 2011".
fn since(level: &ThresholdMark, time: &TimeAxis) -> String {
    match level.moves_from_days {
        Some(begins) => {
            let (from, to) = (time.say(begins), time.say(level.time_days));
            time.voice().pick(format!("by degrees from {from} to {to}"), format!("progressivement du {from} au {to}"))
        }
        None => {
            let from = time.say(level.time_days);
            time.voice().pick(format!("from {from}"), format!("dès le {from}"))
        }
    }
}

/// The thresholds of each class that has any, with its label where there are several classes.
fn classes_with_thresholds<'a>(
    about: &'a About,
    variant: &'a VariantAbout,
) -> Vec<(Option<&'a str>, Vec<&'a ThresholdMark>)> {
    let of = |name: &str| -> Vec<&ThresholdMark> {
        variant.thresholds.iter().filter(|mark| mark.class == name && mark.time_days.is_finite()).collect()
    };
    let is_alone = about.classes.len() == 1;
    let classes = about.classes.iter().map(|class| ((!is_alone).then_some(class.label.as_str()), of(&class.name)));
    classes.filter(|(_, levels)| levels.iter().any(|level| level.signatures > 0)).collect()
}

fn signatures(level: u32, voice: Voice) -> String {
    match level {
        0 => voice.choose("no signatures needed", "aucune signature requise").to_owned(),
        1 => "1 signature".to_owned(),
        _ => format!("{} signatures", voice.whole(level.into())),
    }
}

fn throughout(voice: Voice) -> &'static str {
    voice.choose("throughout", "tout au long")
}

/// True if a threshold of a variant changes on a chart.
pub fn is_changed(about: &About, variant: &VariantAbout, time: &TimeAxis) -> bool {
    let is_shown = |level: &&ThresholdMark| level.time_days > 0.0 && level.time_days <= time.days();
    classes_with_thresholds(about, variant).iter().any(|(_, levels)| levels.iter().any(is_shown))
}

/// What the dashed lines of small panels mean, where thresholds change.
pub fn marks_note(voice: Voice) -> &'static str {
    voice.choose(
        "Dashed lines mark changes of the threshold, with the new number of signatures where there is room.",
        "Les traits tiretés marquent les changements de seuil, avec le nouveau nombre de signatures là où il y a la place.",
    )
}

fn warm_up(about: &About, voice: Voice) -> Option<Mark> {
    (about.warm_up_days > 0.0).then(|| Mark {
        time_days: about.warm_up_days,
        text: voice.choose("end of warm-up", "fin de la mise en régime").to_owned(),
        short: voice.choose("warm-up", "mise en régime").to_owned(),
        is_change: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::model::chart::ChartKind;
    use crate::results::rows::{Named, Provenance};

    fn about(classes: &[&str], levels: &[(&str, f64, u32)]) -> About {
        let named = |name: &&str| Named { name: (*name).into(), label: format!("{name} to us") };
        let mark = |&(class, time_days, signatures): &(&str, f64, u32)| ThresholdMark {
            class: class.into(),
            time_days,
            signatures,
            moves_from_days: None,
        };
        About {
            charts: Default::default(),
            precision: None,
            title: String::new(),
            question: None,
            start: "2011-09-22T00:00:00".into(),
            horizon_days: 628.0,
            warm_up_days: 0.0,
            baseline: String::new(),
            variants: vec![VariantAbout {
                name: "a".into(),
                thresholds: levels.iter().map(mark).collect(),
                promises: vec![],
            }],
            classes: classes.iter().map(named).collect(),
            stages: Vec::new(),
            warnings: vec![],
            provenance: Provenance {
                program: String::new(),
                scenario_hash: String::new(),
                seed: 0,
                replications: 1,
                command: String::new(),
                complete: true,
            },
        }
    }

    fn shown(about: &About) -> (Vec<String>, Option<String>) {
        let time = TimeAxis::new(&about.start, about.horizon_days, Voice::default());
        let ask = Ask::new(ChartKind::Fan, None, Default::default(), Locale::English);
        let marks = marks(about, &about.variants[0], &time, &ask).into_iter().map(|mark| mark.text).collect();
        (marks, sentence(about, &about.variants[0], &time))
    }

    #[test]
    fn changes_are_marked_and_told() {
        let (marks, sentence) =
            shown(&about(&["petitions"], &[("petitions", 0.0, 5_000), ("petitions", 11.0, 25_000)]));
        assert_eq!(marks, ["25,000 signatures from 3 Oct 2011"]);
        assert_eq!(sentence.as_deref(), Some("Threshold: 5,000 signatures, 25,000 from 3 Oct 2011."));
    }

    #[test]
    fn ramps_are_told_from_end_to_end() {
        let mut about = about(&["petitions"], &[("petitions", 0.0, 5_000), ("petitions", 41.0, 25_000)]);
        about.variants[0].thresholds[1].moves_from_days = Some(11.0);
        let (marks, sentence) = shown(&about);
        assert_eq!(marks, ["25,000 signatures by degrees from 3 Oct 2011 to 2 Nov 2011"]);
        assert_eq!(
            sentence.as_deref(),
            Some("Threshold: 5,000 signatures, 25,000 by degrees from 3 Oct 2011 to 2 Nov 2011.")
        );
    }

    #[test]
    fn a_threshold_that_never_changes_is_named() {
        let (marks, sentence) = shown(&about(&["petitions"], &[("petitions", 0.0, 5_000)]));
        assert_eq!(marks, ["5,000 signatures throughout"]);
        assert_eq!(sentence.as_deref(), Some("Threshold: 5,000 signatures throughout."));
    }

    #[test]
    fn classes_without_a_threshold_are_passed_over() {
        let levels = [("tweets", 0.0, 0), ("petitions", 0.0, 10), ("petitions", 700.0, 1), ("petitions", 30.0, 1)];
        let mut about = about(&["tweets", "petitions"], &levels);
        about.warm_up_days = 20.0;
        let (marks, sentence) = shown(&about);
        assert_eq!(marks, ["end of warm-up", "petitions to us: 1 signature from 22 Oct 2011"]);
        assert!(sentence.unwrap().starts_with("Threshold (petitions to us): 10 signatures, 1 from"));
        about.classes.pop();
        assert_eq!(shown(&about).1, None);
    }
}
