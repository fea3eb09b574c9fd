//! The smallest or largest of some values at which every target holds, by comparisons whose errors are controlled.
//!
//! A value is continued at fixed numbers of replications, each twice the last, until the simultaneous intervals of its
//! estimates lie on one side of their bounds, or the budget is spent. Two ways through the values:
//!
//! - *Bisection*, where targets that hold at a value hold at all values beyond it. A first look at values spread over
//!   the range holds this against the data.
//! - *Elimination* otherwise: all values are continued side by side; those that miss a target, and those beyond one
//!   that meets all, drop out (comparisons with a standard: Nelson & Goldsman 2001; fully sequential selection: Kim &
//!   Nelson 2001).
//!
//! All comparisons of a search share the error probability by Bonferroni's inequality. It holds under common random
//! numbers, which make estimates at different values depend on each other.

use crate::statistics::Verdict;

/// Values that are looked at before a bisection.
const PILOT: usize = 9;

/// Replications of a value at the first look.
pub const FIRST_LOOK: u64 = 200;

/// How a search goes through the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Bisection, unless the first look speaks against it.
    Auto,
    /// Bisection: the targets are known to be monotone.
    Bisection,
    /// Elimination.
    Elimination,
}

/// What is searched, and how.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Task {
    /// Number of values, at least 1; the wanted one is the first that meets all targets.
    pub values: usize,
    /// Comparisons at each value, at least 1.
    pub comparisons: usize,
    /// Most replications of a value.
    pub budget: u64,
    /// Probability, in (0, 1), with which no comparison of the search is wrong.
    pub confidence: f64,
    /// The way through the values.
    pub manner: Manner,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The first value that is shown to meet all targets, by its place.
    pub answer: Option<usize>,
    /// Values before it (all, if there is none) of which the budget could not tell whether they meet the targets.
    pub undecided: Vec<usize>,
    /// How it was found; never [`Manner::Auto`].
    pub manner: Manner,
    /// Confidence level of each single interval.
    pub level: f64,
}

/// What judges the values of a search.
pub trait Trials {
    /// Why a value cannot be judged: an error, or an interrupt.
    type Error;

    /// Continues a value, given by its place, to at least so many replications, and tells on which side of their bounds
    /// the intervals of its comparisons lie at a confidence level.
    fn judge(&mut self, place: usize, replications: u64, level: f64) -> Result<Vec<Verdict>, Self::Error>;
}

impl Task {
    /// Searches. Errs as the trials do.
    pub fn search<T: Trials>(&self, trials: &mut T) -> Result<Found, T::Error> {
        // Half of the error probability is kept for elimination where bisection may turn out not to do.
        let share = if self.manner == Manner::Auto { 0.5 } else { 1.0 };
        if self.manner != Manner::Elimination {
            // The answer's neighbours are looked at, too, of which the halvings leave one.
            let places = self.pilot().len() + halvings(self.values) + 1;
            let level = self.level(places.min(self.values), share);
            if let Some(found) = self.bisect(trials, level)? {
                return Ok(found);
            }
        }
        self.eliminate(trials, self.level(self.values, share))
    }

    /// Numbers of replications at which a value is looked at, in increasing order.
    pub fn looks(&self) -> impl Iterator<Item = u64> + use<> {
        let budget = self.budget;
        let next = move |&last: &u64| (last < budget).then(|| budget.min(last.saturating_mul(2)));
        std::iter::successors(Some(FIRST_LOOK.min(budget)), next)
    }

    /// The level of each interval, where this share of the error probability is for the looks at so many values.
    fn level(&self, values: usize, share: f64) -> f64 {
        let comparisons = values.max(1) * self.looks().count() * self.comparisons;
        1.0 - share * (1.0 - self.confidence) / comparisons as f64
    }

    /// Places spread over all values, both ends included.
    fn pilot(&self) -> Vec<usize> {
        let (last, count) = (self.values - 1, self.values.min(PILOT));
        (0..count).map(|index| (index * last).checked_div(count - 1).unwrap_or_default()).collect()
    }

    /// `None` if the targets turn out not to be monotone, and that is not declared.
    fn bisect<T: Trials>(&self, trials: &mut T, level: f64) -> Result<Option<Found>, T::Error> {
        let pilot = self.pilot();
        let last = self.values - 1;
        let mut seen = Vec::new();
        for &place in &pilot {
            seen.push((place, trials.judge(place, FIRST_LOOK.min(self.budget), level)?));
        }
        if self.manner == Manner::Auto && !(0..self.comparisons).all(|index| is_monotone(&seen, index)) {
            return Ok(None);
        }
        let found = |answer, undecided| Ok(Some(Found { answer, undecided, manner: Manner::Bisection, level }));
        let first = self.decide(trials, 0, level, |_| true)?;
        let rising: Vec<bool> = first.iter().map(|verdict| *verdict != Verdict::Met).collect();
        let of_rising = |index: usize| rising[index];
        if !rising.contains(&true) {
            return found(Some(0), Vec::new());
        }
        let mut undecided = Vec::new();
        let at_end = whole(&self.decide(trials, last, level, of_rising)?, of_rising);
        if whole(&first, of_rising) == Verdict::Undecided {
            undecided.push(0);
        }
        if at_end != Verdict::Met || last == 0 {
            if at_end == Verdict::Undecided && last > 0 {
                undecided.push(last);
            }
            return found(None, undecided);
        }
        // What the pilot has decided narrows the search.
        let decided = |wanted: Verdict| {
            seen.iter().filter(move |(_, verdicts)| whole(verdicts, of_rising) == wanted).map(|(place, _)| *place)
        };
        let mut high = decided(Verdict::Met).min().unwrap_or(last);
        let mut missed = decided(Verdict::Missed).filter(|place| *place < high).max();
        let mut low = missed.unwrap_or(0);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            match whole(&self.decide(trials, middle, level, of_rising)?, of_rising) {
                Verdict::Met => high = middle,
                Verdict::Missed => (low, missed) = (middle, Some(middle)),
                Verdict::Undecided => {
                    low = middle;
                    undecided.push(middle);
                }
            }
        }
        // Where one is missed, those before it are missed all the more.
        undecided.retain(|&place| missed.is_none_or(|missed| place > missed));
        match whole(&self.decide(trials, high, level, |_| true)?, |_| true) {
            Verdict::Met => found(Some(high), undecided),
            // Beyond this value the targets that it misses are missed all the more.
            Verdict::Missed => found(None, undecided),
            Verdict::Undecided => {
                undecided.push(high);
                found(None, undecided)
            }
        }
    }

    /// The verdicts on a value, after as many replications as those that matter need, or as the budget has.
    fn decide<T: Trials>(
        &self,
        trials: &mut T,
        place: usize,
        level: f64,
        matters: impl Fn(usize) -> bool,
    ) -> Result<Vec<Verdict>, T::Error> {
        let mut verdicts = Vec::new();
        for replications in self.looks() {
            verdicts = trials.judge(place, replications, level)?;
            if verdicts.iter().enumerate().all(|(index, verdict)| !matters(index) || *verdict != Verdict::Undecided) {
                break;
            }
        }
        Ok(verdicts)
    }

    fn eliminate<T: Trials>(&self, trials: &mut T, level: f64) -> Result<Found, T::Error> {
        let mut answer = None;
        let mut alive: Vec<usize> = (0..self.values).collect();
        for replications in self.looks() {
            let mut undecided = Vec::new();
            for place in alive {
                if answer.is_some_and(|answer| place > answer) {
                    break;
                }
                match whole(&trials.judge(place, replications, level)?, |_| true) {
                    Verdict::Met => answer = Some(place),
                    Verdict::Missed => (),
                    Verdict::Undecided => undecided.push(place),
                }
            }
            alive = undecided;
        }
        Ok(Found { answer, undecided: alive, manner: Manner::Elimination, level })
    }
}

/// The verdict on a value: met if all comparisons that matter are, missed if one is.
fn whole(verdicts: &[Verdict], matters: impl Fn(usize) -> bool) -> Verdict {
    let mut of_those = verdicts.iter().enumerate().filter(|(index, _)| matters(*index)).map(|(_, verdict)| *verdict);
    if of_those.clone().any(|verdict| verdict == Verdict::Missed) {
        Verdict::Missed
    } else if of_those.all(|verdict| verdict == Verdict::Met) {
        Verdict::Met
    } else {
        Verdict::Undecided
    }
}

/// True unless a comparison, where it is decided, turns more than once along the values.
fn is_monotone(seen: &[(usize, Vec<Verdict>)], index: usize) -> bool {
    let decided = seen.iter().map(|(_, verdicts)| verdicts[index]).filter(|verdict| *verdict != Verdict::Undecided);
    let decided: Vec<Verdict> = decided.collect();
    decided.windows(2).filter(|pair| pair[0] != pair[1]).count() <= 1
}

/// How often so many values can be halved until one is left.
fn halvings(values: usize) -> usize {
    values.next_power_of_two().trailing_zeros() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Values that meet their comparisons as a function says, decided from some number of replications on.
    struct Known<F> {
        met: F,
        decided_from: u64,
        judged: Vec<usize>,
    }

    impl<F: Fn(usize) -> Vec<bool>> Trials for Known<F> {
        type Error = ();

        fn judge(&mut self, place: usize, replications: u64, _: f64) -> Result<Vec<Verdict>, ()> {
            self.judged.push(place);
            let verdict = |met: &bool| match met {
                _ if replications < self.decided_from => Verdict::Undecided,
                true => Verdict::Met,
                false => Verdict::Missed,
            };
            Ok((self.met)(place).iter().map(verdict).collect())
        }
    }

    fn task(values: usize, comparisons: usize, manner: Manner) -> Task {
        Task { values, comparisons, budget: 1_600, confidence: 0.95, manner }
    }

    fn search(task: Task, decided_from: u64, met: impl Fn(usize) -> Vec<bool>) -> (Found, Vec<usize>) {
        let mut known = Known { met, decided_from, judged: Vec::new() };
        let found = task.search(&mut known).unwrap();
        (found, known.judged)
    }

    #[test]
    fn bisection_finds_every_boundary() {
        for values in [1, 2, 3, 9, 10, 57, 1_000] {
            for boundary in 0..=values {
                let (found, judged) = search(task(values, 1, Manner::Auto), 400, |place| vec![place >= boundary]);
                assert_eq!(found.answer, (boundary < values).then_some(boundary), "{boundary} of {values}");
                assert!(found.undecided.is_empty() && found.manner == Manner::Bisection);
                assert!(judged.len() <= 9 + 2 * (3 + halvings(values)), "{} looks", judged.len());
                let task = task(values, 1, Manner::Auto);
                let neighbours = found.answer.map(|answer| [answer.saturating_sub(1), (answer + 1).min(values - 1)]);
                let places: BTreeSet<usize> = judged.into_iter().chain(neighbours.into_iter().flatten()).collect();
                assert!(found.level >= task.level(places.len(), 0.5), "{} places of {values}", places.len());
                assert!(found.level <= task.level(values, 0.5), "no place is counted twice");
            }
        }
    }

    #[test]
    fn targets_may_point_in_opposite_directions() {
        let window = |low: usize, high: usize| move |place: usize| vec![place >= low, place <= high];
        assert_eq!(search(task(100, 2, Manner::Auto), 0, window(30, 40)).0.answer, Some(30));
        assert_eq!(search(task(100, 2, Manner::Auto), 0, window(0, 40)).0.answer, Some(0));
        assert_eq!(search(task(100, 2, Manner::Auto), 0, window(60, 40)).0.answer, None);
    }

    #[test]
    fn what_is_not_monotone_is_searched_everywhere() {
        let valley = |place: usize| vec![(40..60).contains(&place) || place == 7];
        let (found, _) = search(task(100, 1, Manner::Auto), 0, valley);
        assert_eq!((found.answer, found.manner), (Some(7), Manner::Elimination));
        assert_eq!(search(task(100, 1, Manner::Elimination), 400, valley).0.answer, Some(7));
    }

    #[test]
    fn what_the_budget_cannot_tell_is_said() {
        let (found, _) = search(task(10, 1, Manner::Bisection), 5_000, |place| vec![place >= 4]);
        assert_eq!((found.answer, found.undecided), (None, vec![0, 9]));
        let (found, _) = search(task(10, 1, Manner::Elimination), 5_000, |place| vec![place >= 4]);
        assert_eq!((found.answer, found.undecided.len()), (None, 10));
    }

    /// Values around the boundary are never told apart: all of them before the answer that were looked at are named, and
    /// none that is before one shown to miss.
    #[test]
    fn every_undecided_value_of_a_bisection_is_said() {
        struct Grey;
        impl Trials for Grey {
            type Error = ();

            fn judge(&mut self, place: usize, _: u64, _: f64) -> Result<Vec<Verdict>, ()> {
                Ok(vec![match place {
                    0..40 => Verdict::Missed,
                    40..70 => Verdict::Undecided,
                    _ => Verdict::Met,
                }])
            }
        }
        let found = task(100, 1, Manner::Bisection).search(&mut Grey).unwrap();
        assert_eq!(found.answer, Some(70));
        // From the pilot's 37 and 74 on, the halvings are at 55, 64, 69, 71 and 70.
        assert_eq!(found.undecided, [55, 64, 69]);
    }

    #[test]
    fn comparisons_share_the_error_probability() {
        // Four looks (200, 400, 800, 1600) at three values, two comparisons each.
        let level = task(3, 2, Manner::Elimination).level(3, 1.0);
        assert!((1.0 - level - 0.05 / 24.0).abs() < 1e-15);
    }
}
