//! What charts of a metric over time find, in a plain sentence each: their titles. Numbers are medians and ranges of
//! the rows; what these do not tell apart is not said to differ (see [`crate::findings::course`]).

use super::{Amount, Voice, wording};
use crate::charts::axis::TimeAxis;
use crate::charts::kinds::tracks::{Track, View};
use crate::findings::{
    Estimate,
    course::{Contrast, Course, Moment, Path, SHARE, TOWERING, change_at_end, covered},
};
use crate::model::chart::By;

/// Records this close to a day apart, in days, are daily.
const NEARLY: f64 = 1e-3;

/// More tracks than these are not told one by one.
const MOST_TOLD: usize = 3;
/// Names of more letters than this in all are not told one by one, either.
const MOST_LETTERS: usize = 80;
/// A track, what stands behind its numbers, and its way.
struct Told<'v> {
    name: &'v str,
    place: String,
    path: Path,
}

/// Tells of the tracks of a view.
struct Teller<'v> {
    view: &'v View<'v>,
    time: &'v TimeAxis,
    amount: Amount,
    voice: Voice,
}

/// How far recorded history lies within the runs of the baseline; of other variants, and where nothing was recorded or
/// runs are too few to have a range, how the runs go: "The backlog under “keep 5,000” grows to 416, between 380 and 448
/// in 80% of runs".
pub fn of_one(view: &View, track: &Track, time: &TimeAxis) -> String {
    let teller = Teller::new(view, time);
    let Some(path) = teller.path(track) else { return nothing(teller.voice) };
    let is_baseline = track.variant.name == view.results.about.baseline;
    let history =
        view.histories.iter().chain(&track.histories).next().filter(|_| is_baseline && path.end.range.is_some());
    let recorded = history.and_then(|history| teller.recorded(track, &history.points));
    recorded.unwrap_or_else(|| teller.one(&Told { name: &track.name, place: teller.place(track), path }))
}

/// Where the medians of several tracks end, and whether they differ.
pub fn of_several(view: &View, time: &TimeAxis) -> String {
    Teller::new(view, time).several()
}

/// Where most runs of several tracks end, and whether they differ.
pub fn of_ranges(view: &View, time: &TimeAxis) -> String {
    Teller::new(view, time).ranges()
}

/// What is said where there is nothing to say.
pub fn nothing(voice: Voice) -> String {
    voice.choose("There are no values to show", "Il n’y a aucune valeur à montrer").to_owned()
}

impl<'v> Teller<'v> {
    fn new(view: &'v View<'v>, time: &'v TimeAxis) -> Self {
        let voice = time.voice();
        Teller { view, time, amount: view.subject.amount(voice), voice }
    }

    fn path(&self, track: &Track) -> Option<Path> {
        Path::of(track.rows.iter().copied(), self.view.results.about.provenance.replications)
    }

    /// "The backlog", or "The backlog under “keep 5,000”" where classes or stages of a variant are told.
    fn subject(&self) -> String {
        let about = &self.view.results.about;
        let noun = wording::capitalised(&self.view.subject.quantity(&about.classes, &about.stages, self.voice));
        noun + &self
            .view
            .variant
            .map_or_else(String::new, |variant| wording::under(self.view.results, variant, self.voice))
    }

    /// Where a track is: " under “keep 5,000”", " for Petitions"; empty for the only variant.
    fn place(&self, track: &Track) -> String {
        match self.view.by {
            By::Variant => wording::under(self.view.results, track.variant, self.voice),
            By::Class => format!(" {} {}", self.voice.choose("for", "pour"), track.name),
            By::Stage => format!(" {} {}", self.voice.choose("at", "à l’étape"), track.name),
        }
    }

    /// "Recorded history lies within the range of 80% of runs on 612 of 628 days"; none where it has nothing to lie in.
    fn recorded(&self, track: &Track, points: &[[f64; 2]]) -> Option<String> {
        let (within, all) = covered(track.rows.iter().copied(), points);
        let is_daily = points.windows(2).all(|pair| (pair[1][0] - pair[0][0] - 1.0).abs() < NEARLY);
        let (voice, runs) = (self.voice, of_runs(self.voice));
        let (within, of) = (voice.whole(within), voice.whole(all));
        let (on_days, jours) = if is_daily { ("on", "jours") } else { ("at", "moments") };
        let days = if is_daily { "days" } else { "moments" };
        (all > 0).then(|| {
            voice.pick(
                format!("Recorded history lies within the range of {runs} {on_days} {within} of {of} {days}"),
                format!("L’historique se trouve dans l’intervalle de {runs} pour {within} {jours} sur {of}"),
            )
        })
    }

    fn everywhere(&self) -> &'static str {
        match self.view.by {
            By::Variant => self.voice.choose("under every variant", "avec toutes les variantes"),
            By::Class => self.voice.choose("for every class", "pour toutes les classes"),
            By::Stage => self.voice.choose("at every stage", "à toutes les étapes"),
        }
    }

    fn one(&self, told: &Told) -> String {
        let (subject, place, voice) = (self.subject(), &told.place, self.voice);
        let Path { start, end, course } = told.path;
        let value = self.amount.told(end.median);
        let way = match course {
            Course::Stays => {
                return voice.pick(
                    format!("{subject}{place} stays at {value} throughout"),
                    format!("{subject}{place} reste à {value} tout au long"),
                );
            }
            Course::Grows => voice.pick(format!("grows to {value}"), format!("monte à {value}")),
            Course::Falls => {
                let from = self.amount.say(start.median);
                voice.pick(format!("falls from {from} to {value}"), format!("descend de {from} à {value}"))
            }
            Course::Peaks { value: peak, time_days } => {
                let peak = self.amount.say(peak);
                match time_days.map(|days| wording::unbroken_moment(days, self.time)) {
                    Some(at) => voice.pick(
                        format!("peaks at {peak} {at} and ends at {value}"),
                        format!("culmine à {peak} {at} et finit à {value}"),
                    ),
                    None => voice.pick(
                        format!("reaches {peak} and ends at {value}"),
                        format!("atteint {peak} et finit à {value}"),
                    ),
                }
            }
            Course::Ends => voice.pick(format!("ends at {value}"), format!("finit à {value}")),
        };
        format!("{subject}{place} {way}{}", self.range_after(&end))
    }

    /// ", between 380 and 448 in 80% of runs".
    fn range_after(&self, end: &Moment) -> String {
        let voice = self.voice;
        let Some((low, high)) = end.range else { return String::new() };
        if end.is_certain() {
            return format!(" {} {}", voice.choose("in at least", "dans au moins"), of_runs(voice));
        }
        let (low, high, runs) = (self.amount.say(low), self.amount.say(high), of_runs(voice));
        voice.pick(format!(", between {low} and {high} in {runs}"), format!(", entre {low} et {high} dans {runs}"))
    }

    /// The tracks that have values, that with the highest end first.
    fn all(&self) -> Vec<Told<'v>> {
        let told =
            self.view.tracks.iter().filter_map(|track| {
                Some(Told { name: &track.name, place: self.place(track), path: self.path(track)? })
            });
        let mut told: Vec<Told> = told.collect();
        told.sort_by(|a, b| b.path.end.median.total_cmp(&a.path.end.median));
        told
    }

    fn contrast(&self, high: &Told, low: &Told) -> Contrast {
        let subject = &self.view.subject;
        let change = |told: &Told| -> Option<Estimate> {
            let place = (subject.class.as_str(), subject.stage.as_str());
            change_at_end(self.view.results, told.name, &subject.metric, place).filter(|_| self.view.by == By::Variant)
        };
        Contrast::of((&high.path.end, &low.path.end), change(high).zip(change(low)))
    }

    fn several(&self) -> String {
        let all = self.all();
        let (high, low) = match &all[..] {
            [] => return nothing(self.voice),
            [only] => return self.one(only),
            [high, .., low] => (high, low),
        };
        if let Some(summit) = self.summit(&all) {
            return summit;
        }
        let (voice, subject, everywhere) = (self.voice, self.subject(), self.everywhere());
        let (most, least) = (self.amount.told(high.path.end.median), self.amount.say(low.path.end.median));
        let contrast = self.contrast(high, low);
        let alike = contrast == Contrast::Same || high.path.end.median == low.path.end.median;
        match contrast {
            Contrast::Same if all.iter().all(|told| told.path.course == Course::Stays) => voice.pick(
                format!("{subject} stays at {most} throughout {everywhere}"),
                format!("{subject} reste à {most} tout au long {everywhere}"),
            ),
            Contrast::Same => voice.pick(
                format!("{subject} ends at {most} {everywhere}"),
                format!("{subject} finit à {most} {everywhere}"),
            ),
            Contrast::Unclear if alike => voice.pick(
                format!("{subject} ends at {most} {everywhere}: no clear difference"),
                format!("{subject} finit à {most} {everywhere}\u{a0}: pas de différence nette"),
            ),
            Contrast::Unclear => voice.pick(
                format!("{subject} ends between {least} and {most} {everywhere}: no clear difference"),
                format!("{subject} finit entre {least} et {most} {everywhere}\u{a0}: pas de différence nette"),
            ),
            // What rounding makes equal is no difference worth a title.
            Contrast::Apart | Contrast::OnAverage if self.amount.say(high.path.end.median) == least => voice.pick(
                format!("{subject} ends at {most} {everywhere}"),
                format!("{subject} finit à {most} {everywhere}"),
            ),
            Contrast::Apart | Contrast::OnAverage => {
                let told = if is_short(&all) { self.listed(&all) } else { self.extremes(high, low) };
                format!("{subject} {told}{}", self.overlap(contrast))
            }
        }
    }

    /// "grows to 416 under “keep 5,000”, ends at 49 under “25,000 from the start” and 36 under “as it happened”".
    fn listed(&self, all: &[Told]) -> String {
        let verb = |told: &Told| match told.path.course {
            Course::Stays => self.voice.choose("stays at", "reste"),
            Course::Grows => self.voice.choose("grows to", "monte"),
            Course::Falls => self.voice.choose("falls to", "descend"),
            Course::Peaks { .. } | Course::Ends => self.voice.choose("ends at", "finit"),
        };
        let part = |told: &Told| {
            format!("{}{}{}", self.voice.choose("", "à "), self.amount.told(told.path.end.median), told.place)
        };
        let groups = all.chunk_by(|a, b| verb(a) == verb(b)).map(|group| {
            let parts: Vec<String> = group.iter().map(part).collect();
            format!("{} {}", group.first().map_or("", verb), self.voice.list(&parts))
        });
        groups.collect::<Vec<_>>().join(", ")
    }

    /// "ends between 36 (“as it happened”) and 416 (“keep 5,000”)".
    fn extremes(&self, high: &Told, low: &Told) -> String {
        let say = |told: &Told| format!("{} ({})", self.amount.say(told.path.end.median), self.voice.quoted(told.name));
        let (low, high) = (say(low), say(high));
        self.voice.pick(format!("ends between {low} and {high}"), format!("finit entre {low} et {high}"))
    }

    /// "peaks at 47,856 on 28 Nov 2012 under “three months late”, and ends between 1 and 9 under every variant", where the
    /// highest peak is so far above all ends that these say little.
    fn summit(&self, all: &[Told]) -> Option<String> {
        let peak = |told: &Told| match told.path.course {
            Course::Peaks { value, time_days } => Some((value, time_days)),
            _ => None,
        };
        let peaks = all.iter().filter_map(|told| Some((told, peak(told)?)));
        let (told, (value, time_days)) = peaks.max_by(|a, b| a.1.0.total_cmp(&b.1.0))?;
        let (high, low) = (all.first()?.path.end.median, all.last()?.path.end.median);
        if value <= TOWERING * high {
            return None;
        }
        let (subject, place, everywhere, voice) = (self.subject(), &told.place, self.everywhere(), self.voice);
        let at = time_days.map_or_else(String::new, |days| format!(" {}", wording::unbroken_moment(days, self.time)));
        let (value, high, low) = (self.amount.told(value), self.amount.say(high), self.amount.say(low));
        let ends = match low == high {
            true => voice.pick(format!("ends at {high}"), format!("finit à {high}")),
            false => voice.pick(format!("ends between {low} and {high}"), format!("finit entre {low} et {high}")),
        };
        Some(voice.pick(
            format!("{subject} peaks at {value}{at}{place}, and {ends} {everywhere}"),
            format!("{subject} culmine à {value}{at}{place} et {ends} {everywhere}"),
        ))
    }

    /// What is added where runs overlap, and means do not.
    fn overlap(&self, contrast: Contrast) -> &'static str {
        match contrast {
            Contrast::OnAverage => {
                self.voice.choose(", though their runs overlap", ", mais leurs simulations se recouvrent")
            }
            _ => "",
        }
    }

    fn ranges(&self) -> String {
        let all = self.all();
        let ([high, .., low], true) = (&all[..], all.iter().all(|told| told.path.end.range.is_some())) else {
            return self.several();
        };
        let contrast = self.contrast(high, low);
        if matches!(contrast, Contrast::Same | Contrast::Unclear) || self.summit(&all).is_some() {
            return self.several();
        }
        let voice = self.voice;
        let mut is_first = true;
        let part = |told: &Told| {
            let (low, high) = told.path.end.range.unwrap_or_default();
            let runs = if std::mem::replace(&mut is_first, false) {
                format!(" {} {}", voice.choose("in", "dans"), of_runs(voice))
            } else {
                String::new()
            };
            let (from, to) = (self.amount.say(low), self.amount.say(high));
            let range = match from == to {
                true => voice.pick(format!("at {to}"), format!("à {to}")),
                false => voice.pick(format!("between {from} and {to}"), format!("entre {from} et {to}")),
            };
            format!("{range}{runs}{}", told.place)
        };
        let parts: Vec<String> = match is_short(&all) {
            true => all.iter().map(part).collect(),
            false => [high, low].into_iter().map(part).collect(),
        };
        let (subject, ends) = (self.subject(), voice.choose("ends", "finit"));
        format!("{subject} {ends} {}{}", parts.join(", "), self.overlap(contrast))
    }
}

/// "80% of runs".
fn of_runs(voice: Voice) -> String {
    let share = voice.percent(SHARE);
    voice.pick(format!("{share} of runs"), format!("{share} des simulations"))
}

/// True if a title has room for all of them.
fn is_short(all: &[Told]) -> bool {
    all.len() <= MOST_TOLD && all.iter().map(|told| told.name.chars().count()).sum::<usize>() <= MOST_LETTERS
}
