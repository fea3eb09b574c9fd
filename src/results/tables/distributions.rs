//! `distributions.csv`: how the statistics of a run are spread over replications.

use super::{Place, Tables};
use crate::{
    engine::histogram::{bin, bin_bounds},
    results::rows::{DistributionRow, Name},
    statistics::{Bar, Sample, TIME_STATISTICS},
};

/// Numbers that are not whole share bins so that there are at most so many: enough for a histogram, and files stay
/// small.
const MOST_BARS: usize = 100;

impl Tables<'_> {
    /// The distribution of every statistic of `summary.csv` that is taken within a run.
    pub(super) fn distributions(&self) -> Vec<DistributionRow> {
        let mut rows = Vec::new();
        for (variant, statistics) in self.variants() {
            let variant = Name::from(variant);
            for place in &self.series_places {
                for &(index, statistic) in &self.scalars[place.index] {
                    push(&mut rows, &variant, place, statistic.name(), &statistics.scalars[index]);
                }
            }
            for place in &self.time_places {
                let within = statistics.times[place.index].within();
                for (statistic, sample) in TIME_STATISTICS.into_iter().zip(within) {
                    push(&mut rows, &variant, place, statistic, sample);
                }
            }
        }
        rows
    }
}

fn push(rows: &mut Vec<DistributionRow>, variant: &Name, place: &Place, statistic: &str, sample: &Sample) {
    let [class, stage, metric] = &place.names;
    let statistic = Name::from(statistic);
    rows.extend(bars(sample).into_iter().map(|bar| DistributionRow {
        variant: variant.clone(),
        class: class.clone(),
        stage: stage.clone(),
        metric: metric.clone(),
        statistic: statistic.clone(),
        bin_low: bar.low,
        bin_high: bar.high,
        count: bar.count,
    }));
}

/// The bars of a sample: whole numbers one by one where all are small and whole, and else the narrowest bins, of 0.1%
/// times a power of two, that are few enough.
fn bars(sample: &Sample) -> Vec<Bar> {
    let mut bars: Vec<Bar> = sample.bars().collect();
    if bars.iter().all(|bar| bar.low == bar.high) {
        return bars;
    }
    let fine = bars.clone();
    // Bins are numbered in 21 bits; long before the last shift, all of one sign share one.
    for shift in 0..21 {
        if bars.len() <= MOST_BARS {
            break;
        }
        bars = merged(&fine, shift);
    }
    bars
}

/// Bars in bins of 2^`shift` bins of [`bin`]; zero stays apart.
fn merged(fine: &[Bar], shift: u32) -> Vec<Bar> {
    let mut bars: Vec<Bar> = Vec::new();
    for bar in fine {
        let number = bin(bar.value);
        let first = (number.abs() >> shift << shift).max(1);
        let last = (number.abs() >> shift << shift) + (1 << shift) - 1;
        let (low, high) = match number.signum() {
            0 => (0.0, 0.0),
            1 => (bin_bounds(first).0, bin_bounds(last).1),
            _ => (bin_bounds(-last).0, bin_bounds(-first).1),
        };
        match bars.last_mut() {
            Some(previous) if previous.low == low => previous.count += bar.count,
            _ => bars.push(Bar { low, high, value: bar.value, count: bar.count }),
        }
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(values: impl IntoIterator<Item = f64>) -> Sample {
        let mut sample = Sample::default();
        values.into_iter().for_each(|value| sample.add(value));
        sample
    }

    #[test]
    fn whole_numbers_keep_their_own_bars() {
        let bars = bars(&sample((0..900).map(|i| f64::from(i % 300))));
        assert_eq!(bars.len(), 300);
        assert!((0..300).zip(&bars).all(|(i, bar)| bar.low == f64::from(i) && bar.high == bar.low && bar.count == 3));
    }

    #[test]
    fn others_share_bins_that_hold_them_all() {
        let values: Vec<f64> = (-500..1_500).map(|i| f64::from(i) * 0.37).collect();
        let bars = bars(&sample(values.iter().copied()));
        assert!((20..=MOST_BARS).contains(&bars.len()), "{}", bars.len());
        assert!(bars.is_sorted_by(|a, b| a.high <= b.low), "{bars:?}");
        for bar in &bars {
            let held = values.iter().filter(|&&value| match value {
                0.0 => bar.low == 0.0 && bar.high == 0.0,
                _ if value > 0.0 => bar.low <= value && value < bar.high,
                _ => bar.low < value && value <= bar.high,
            });
            assert_eq!(held.count() as u64, bar.count, "{bar:?}");
        }
    }
}
