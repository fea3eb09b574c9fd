//! Two metrics that need a word beside their fans: the tone balance, and the archive.

use super::{fan, overlay};
use crate::charts::ask::Ask;
use crate::charts::frame::Figure;
use crate::model::metric::Metric;
use crate::results::Results;

/// The tone balance of all variants in one panel, or the fan of the only one.
pub fn tone(results: &Results, ask: &Ask) -> Vec<Figure> {
    let english = "Tone balance: friendly requests created, less hostile ones not yet answered, as a share of all created. \
                1 is friendly throughout, −1 hostile and unanswered.";
    let french = "Balance des tons\u{a0}: demandes amicales créées, moins les hostiles encore sans réponse, en part de \
                  toutes. 1\u{a0}: tout est amical\u{a0}; −1\u{a0}: tout est hostile et sans réponse.";
    let note = ask.voice.choose(english, french);
    figures(results, &ask.of_place(Metric::ToneBalance.info().name), "tone", note)
}

/// The number of communications kept, of all variants in one panel, or the fan of the only one.
pub fn archive(results: &Results, ask: &Ask) -> Vec<Figure> {
    let english =
        "Communications kept: requests and the answers to them, each for the time that its class is retained.";
    let french = "Communications conservées\u{a0}: demandes et réponses, chacune pour la durée de sa classe.";
    let note = ask.voice.choose(english, french);
    figures(results, &ask.of_place(Metric::Archive.info().name), "archive", note)
}

fn figures(results: &Results, ask: &Ask, name: &str, note: &str) -> Vec<Figure> {
    let mut figures = overlay::figures(results, ask);
    if figures.is_empty() {
        figures = fan::figures(results, ask);
    }
    for figure in &mut figures {
        name.clone_into(&mut figure.name);
        figure.notes.insert(0, note.to_owned());
    }
    figures
}
