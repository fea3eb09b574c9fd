//! Everything that is kept of replications.

use std::{hint::black_box, mem};

use serde::{Deserialize, Serialize};

use super::{
    Bunch, Happenings, MAX_REPLICATIONS, Moments, RunCondition, Sample, SignatureCounts, Times,
    columns::{Columns, WIDTH},
    goals::Counted,
};
use crate::{
    engine::{Cell, Layout, Outcome},
    model::Days,
};

/// The statistics of a scenario's variants over replications.
///
/// Memory is a few hundred bytes for each recorded number of the layout, whatever the number of replications.
/// Collectors of disjoint replications merge into exactly the collector of all of them, in any order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Collector {
    baseline: usize,
    replications: u64,
    variants: Vec<VariantStatistics>,
}

/// The statistics of one variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VariantStatistics {
    /// Value of series `s` at grid point `g` over replications, at `s * layout.grid.len() + g`; empty in a collector of
    /// whole runs.
    pub series: Vec<Sample>,
    /// One sample per `layout.scalars`.
    pub scalars: Vec<Sample>,
    /// One per `layout.tallies`.
    pub times: Vec<Times>,
    /// One per class.
    pub signatures: Vec<SignatureCounts>,
    /// This variant minus the baseline, replication by replication, laid out as `series`; empty for the baseline.
    pub series_differences: Vec<Moments>,
    /// This variant minus the baseline, laid out as `scalars`; empty for the baseline.
    pub scalar_differences: Vec<Moments>,
    /// One per happening of the variant's model, once there is a replication.
    pub happenings: Vec<Happenings>,
    /// One per condition whose replications are counted.
    pub(super) counted: Vec<Counted>,
    horizon: Days,
}

impl Collector {
    /// No replication yet, of `variants` variants, of which `baseline` is the one that others are compared with.
    pub fn new(layout: &Layout, variants: usize, baseline: usize) -> Self {
        Self::keeping(layout, layout.series.len() * layout.grid.len(), variants, baseline)
    }

    /// The same, but without series: of whole runs only, which is a small part of the memory and of the time.
    pub fn of_runs(layout: &Layout, variants: usize, baseline: usize) -> Self {
        Self::keeping(layout, 0, variants, baseline)
    }

    fn keeping(layout: &Layout, points: usize, variants: usize, baseline: usize) -> Self {
        let of_variant = |variant| VariantStatistics::new(layout, points, variant == baseline);
        Self { baseline, replications: 0, variants: (0..variants).map(of_variant).collect() }
    }

    /// True if it has series.
    pub fn has_series(&self) -> bool {
        self.width() > 0
    }

    /// An empty bunch of replications for it: for so many of them, at least one, or as many as fit into so many bytes, about.
    pub fn bunch(&self, replications: usize, bytes: usize) -> Bunch {
        Bunch::new(self.width(), self.variants.len(), replications, bytes)
    }

    /// Numbers of a variant's series.
    fn width(&self) -> usize {
        self.variants.first().map_or(0, |variant| variant.series.len())
    }

    /// Counts the replications in which each of these conditions holds, too. For a collector that is still empty.
    pub fn counting(mut self, conditions: &[RunCondition]) -> Self {
        for variant in &mut self.variants {
            variant.counted = conditions.iter().cloned().map(Counted::new).collect();
        }
        self
    }

    /// True if these are the conditions whose replications it counts.
    pub fn counts(&self, conditions: &[RunCondition]) -> bool {
        let of = |variant: &VariantStatistics| variant.counted.iter().map(|counted| &counted.condition).eq(conditions);
        self.variants.iter().all(of)
    }

    /// Adds one replication: the outcome of every variant, in order. Each replication must be added once.
    pub fn add(&mut self, replication: u64, outcomes: &[Outcome]) {
        self.add_numbers(1, |_, variant| &outcomes[variant].series, VariantStatistics::of_series);
        self.add_others(&[(replication, outcomes)]);
    }

    /// Adds some replications, the same as one by one. As there are many numbers, and little is known of each, fetching
    /// what is known costs most of it: once for all of these replications.
    pub fn add_bunch(&mut self, bunch: &Bunch) {
        let series = |place: usize, variant: usize| bunch.series(place, variant);
        self.add_numbers(bunch.outcomes().len(), series, VariantStatistics::of_series);
        self.add_others(bunch.outcomes());
    }

    /// Adds all of some replications but their series.
    fn add_others<O: AsRef<[Outcome]>>(&mut self, replications: &[(u64, O)]) {
        let scalars = |place: usize, variant: usize| &replications[place].1.as_ref()[variant].scalars[..];
        self.add_numbers(replications.len(), scalars, VariantStatistics::of_scalars);
        for (number, outcomes) in replications {
            for (variant, outcome) in self.variants.iter_mut().zip(outcomes.as_ref()) {
                variant.add_others(*number, outcome);
            }
        }
        self.replications += replications.len() as u64;
    }

    /// Adds numbers of one kind, and their differences from the baseline: of so many replications, those of each, by its
    /// place, and of each variant.
    fn add_numbers<'a>(
        &mut self,
        replications: usize,
        numbers: impl Fn(usize, usize) -> &'a [f64],
        statistics: impl Fn(&mut VariantStatistics) -> (&mut [Sample], &mut [Moments]),
    ) {
        let count = if replications > 0 { statistics(&mut self.variants[self.baseline]).0.len() } else { 0 };
        let mut columns: Vec<Columns> = self.variants.iter().map(|_| Columns::default()).collect();
        let mut rows = Vec::with_capacity(replications);
        for from in (0..count).step_by(WIDTH) {
            let range = from..count.min(from + WIDTH);
            for (variant, columns) in columns.iter_mut().enumerate() {
                rows.clear();
                rows.extend((0..replications).map(|place| &numbers(place, variant)[range.clone()]));
                columns.fill(&rows);
            }
            for (variant, own) in self.variants.iter_mut().zip(&columns) {
                let (samples, differences) = statistics(variant);
                fetch(&samples[range.clone()]);
                samples[range.clone()].iter_mut().zip(own.iter()).for_each(|(sample, values)| sample.add_all(values));
                let of_baseline = columns[self.baseline].iter();
                let differences = differences.get_mut(range.clone()).unwrap_or_default();
                for ((moments, values), baseline) in differences.iter_mut().zip(own.iter()).zip(of_baseline) {
                    moments.add_paired(values, baseline);
                }
            }
        }
    }

    /// Adds every replication of another collector of the same scenario; the two must share none.
    pub fn merge(&mut self, other: &Collector) {
        for (variant, other) in self.variants.iter_mut().zip(&other.variants) {
            variant.merge(other);
        }
        self.replications += other.replications;
    }

    /// True if this is a collector of this many variants with this layout, in a state that replications can bring
    /// about. Collectors that were read from a file may be anything; those that pass can be merged and reported.
    pub fn is_sound(&self, layout: &Layout, variants: usize, baseline: usize) -> bool {
        let is_sound = |(index, statistics): (usize, &VariantStatistics)| {
            statistics.is_sound(layout, index == baseline, self.replications)
        };
        self.baseline == baseline
            && self.replications <= MAX_REPLICATIONS
            && self.variants.len() == variants
            && self.variants.iter().enumerate().all(is_sound)
    }

    /// Number of replications added.
    pub fn replications(&self) -> u64 {
        self.replications
    }

    /// Index of the variant that others are compared with.
    pub fn baseline(&self) -> usize {
        self.baseline
    }

    /// Takes the samples of all variants' series out, which are by far the largest part, so that who is done with
    /// some of them can let go of them. Of series, the collector then knows only the differences.
    pub fn take_series(&mut self) -> Vec<Vec<Sample>> {
        self.variants.iter_mut().map(|variant| mem::take(&mut variant.series)).collect()
    }

    /// The variants in order.
    pub fn variants(&self) -> &[VariantStatistics] {
        &self.variants
    }
}

impl VariantStatistics {
    fn new(layout: &Layout, points: usize, is_baseline: bool) -> Self {
        let differences = |count: usize| vec![Moments::default(); if is_baseline { 0 } else { count }];
        Self {
            series: vec![Sample::default(); points],
            scalars: vec![Sample::default(); layout.scalars.len()],
            signatures: vec![SignatureCounts::default(); layout.classes],
            times: layout.tallies.iter().map(|cell| Times::new(layout.time_limit(cell.metric))).collect(),
            series_differences: differences(points),
            scalar_differences: differences(layout.scalars.len()),
            happenings: Vec::new(),
            counted: Vec::new(),
            horizon: last_moment(layout),
        }
    }

    /// The samples of series, and the differences.
    fn of_series(&mut self) -> (&mut [Sample], &mut [Moments]) {
        (&mut self.series, &mut self.series_differences)
    }

    /// The samples of statistics of a run, and the differences.
    fn of_scalars(&mut self) -> (&mut [Sample], &mut [Moments]) {
        (&mut self.scalars, &mut self.scalar_differences)
    }

    /// Adds a replication to all but series and statistics of a run.
    fn add_others(&mut self, replication: u64, outcome: &Outcome) {
        for (times, tally) in self.times.iter_mut().zip(&outcome.tallies) {
            times.add(replication, tally);
        }
        for (counts, sample) in self.signatures.iter_mut().zip(&outcome.signatures) {
            counts.add(sample);
        }
        self.happenings.resize(outcome.happened.len(), Happenings::default());
        for (happenings, happened) in self.happenings.iter_mut().zip(&outcome.happened) {
            happenings.add(happened, self.horizon);
        }
        self.counted.iter_mut().for_each(|counted| counted.add(outcome));
    }

    fn is_sound(&self, layout: &Layout, is_baseline: bool, replications: u64) -> bool {
        // Named one by one, so that whoever adds a field has to say when it is sound.
        let Self {
            series,
            scalars,
            times,
            signatures,
            series_differences,
            scalar_differences,
            happenings,
            counted,
            horizon,
        } = self;
        let points = layout.series.len() * layout.grid.len();
        let differences = |count: usize| if is_baseline { 0 } else { count };
        let times_sound = |(times, cell): (&Times, &Cell)| times.is_sound(layout.time_limit(cell.metric), replications);
        series.len() == points
            && scalars.len() == layout.scalars.len()
            && times.len() == layout.tallies.len()
            && series_differences.len() == differences(points)
            && scalar_differences.len() == differences(layout.scalars.len())
            && series.iter().chain(scalars).all(|sample| sample.is_sound(replications))
            && times.iter().zip(&layout.tallies).all(times_sound)
            && signatures.len() == layout.classes
            && signatures.iter().all(|counts| counts.is_sound(replications))
            && *horizon == last_moment(layout)
            && counted.iter().all(|counted| counted.held <= replications)
            && happenings.iter().all(|happenings| happenings.is_sound(replications))
            && series_differences.iter().chain(scalar_differences).all(|moments| moments.is_sound(replications))
    }

    fn merge(&mut self, other: &VariantStatistics) {
        self.series.iter_mut().zip(&other.series).for_each(|(sample, other)| sample.merge(other));
        self.scalars.iter_mut().zip(&other.scalars).for_each(|(sample, other)| sample.merge(other));
        self.times.iter_mut().zip(&other.times).for_each(|(times, other)| times.merge(other));
        self.signatures.iter_mut().zip(&other.signatures).for_each(|(counts, other)| counts.merge(other));
        merge_moments(&mut self.series_differences, &other.series_differences);
        merge_moments(&mut self.scalar_differences, &other.scalar_differences);
        self.happenings.resize(self.happenings.len().max(other.happenings.len()), Happenings::default());
        self.happenings.iter_mut().zip(&other.happenings).for_each(|(happenings, other)| happenings.merge(other));
        self.counted.iter_mut().zip(&other.counted).for_each(|(counted, other)| counted.held += other.held);
    }
}

/// Fetches something of each of some samples from memory. Nothing waits for it, so many are fetched at a time; one by
/// one, as values are added to them, each would be waited for.
fn fetch(samples: &[Sample]) {
    black_box(samples.iter().fold(0, |all, sample| all ^ sample.fetch()));
}

/// The last moment of the grid, up to which events are watched.
fn last_moment(layout: &Layout) -> Days {
    layout.grid.last().copied().unwrap_or_default()
}

fn merge_moments(moments: &mut [Moments], others: &[Moments]) {
    moments.iter_mut().zip(others).for_each(|(moments, other)| moments.merge(other));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::Tally,
        model::metric::{Metric, Statistic},
    };
    use proptest::prelude::*;

    fn layout() -> Layout {
        let cell = |metric| Cell { metric, class: Some(0), stage: None };
        Layout {
            classes: 1,
            stages: 0,
            grid: vec![0.0, 1.0, 2.0],
            series: vec![cell(Metric::Created), cell(Metric::Gathering)],
            scalars: vec![(0, Statistic::End), (1, Statistic::Mean)],
            tallies: vec![cell(Metric::TimeToThreshold), cell(Metric::ResponseTime)],
            longest_response: 2.0,
        }
    }

    fn outcome(layout: &Layout, seed: f64) -> Outcome {
        let mut outcome = Outcome::new(layout, Vec::new());
        for (index, value) in outcome.series.iter_mut().enumerate().filter(|(index, _)| index % 4 < 3) {
            *value = (seed * (index as f64 + 1.0)).floor();
        }
        outcome.scalars = vec![seed.floor(), seed * 0.37];
        let mut tally = Tally::default();
        tally.end(seed);
        tally.end(0.0);
        outcome.tallies = vec![tally.clone(), tally];
        outcome
    }

    #[test]
    fn differences_are_taken_replication_by_replication() {
        let layout = layout();
        let mut collector = Collector::new(&layout, 2, 1);
        for (replication, seed) in (0..).zip([10.0, 500.0, 3_000.0]) {
            collector.add(replication, &[outcome(&layout, seed + 5.0), outcome(&layout, seed)]);
        }
        let [first, baseline] = collector.variants() else { panic!("two variants") };
        assert_eq!(first.scalar_differences[0].mean(), Some(5.0));
        assert_eq!(first.scalar_differences[0].variance(), Some(0.0));
        assert_eq!(first.series_differences[3].count(), 0, "undefined in every replication");
        assert!(baseline.series_differences.is_empty());
        assert_eq!(collector.replications(), 3);
        assert_eq!(baseline.scalars[0].moments().mean(), Some(1_170.0));
    }

    proptest! {
        #[test]
        fn any_split_in_any_order_gives_the_same_state(
            replications in prop::collection::vec((0.0f64..2_000.0, 0.0f64..2_000.0, 0usize..4), 0..40),
            order in Just([0usize, 1, 2, 3]).prop_shuffle(),
        ) {
            let layout = layout();
            let mut whole = Collector::new(&layout, 2, 0);
            let mut parts = vec![whole.clone(); 4];
            for (replication, &(a, b, part)) in (0..).zip(&replications) {
                let outcomes = [outcome(&layout, a), outcome(&layout, b)];
                whole.add(replication, &outcomes);
                parts[part].add(replication, &outcomes);
            }
            let mut merged = Collector::new(&layout, 2, 0);
            order.iter().for_each(|&part| merged.merge(&parts[part]));
            prop_assert_eq!(merged, whole);
        }
    }
}
