//! Differences of the statistics of `summary.csv`.

use std::collections::BTreeMap;

use super::{Pair, matching};
use crate::{
    model::metric::{Kind, Metric},
    results::{
        comparison::ComparisonRow,
        rows::{DistributionRow, Results, SummaryRow},
    },
    statistics::{Confidence, Contrast, Estimate, LEVEL, Moments, SECTIONS, Summarised, difference_of_intervals},
};

/// Names of a statistic at a place.
type Key<'a> = [&'a str; 4];

/// A row for every statistic that both variants have.
pub fn rows(pair: &Pair) -> Vec<ComparisonRow> {
    let sides =
        [Side::new(&pair.reference.results, pair.reference_variant), Side::new(&pair.other.results, pair.variant)];
    let mut confidence = Confidence::new(LEVEL);
    let is_paired = matching::unpaired(pair.reference, pair.other).is_none();
    let mut rows = Vec::new();
    for row in pair.other.results.summary.iter().filter(|row| row.variant == pair.variant) {
        let key = key(row);
        let (Some(minus), Some(of)) = (sides[0].estimate(key), sides[1].estimate(key)) else { continue };
        let found = match kind(key) {
            Compared::Mean if is_paired => paired(pair, key).map(|contrast| ("paired", contrast)),
            _ => None,
        };
        let found = found.or_else(|| {
            let [minus, of] = [&sides[0], &sides[1]].map(|side| side.summarised(key, &mut confidence));
            Some(("welch", of?.minus(&minus?, LEVEL)))
        });
        rows.push(filled(pair, key, [&minus, &of], found));
    }
    rows
}

/// What kind of estimate a statistic is.
enum Compared {
    /// The mean over replications.
    Mean,
    /// An estimate over all requests, whose interval rests on sections of replications.
    Pooled,
    /// A quantile over replications.
    Quantile,
}

fn kind([_, _, metric, statistic]: Key) -> Compared {
    if statistic.contains('.') {
        return Compared::Quantile;
    }
    match Metric::named(metric).map(|metric| metric.info().kind) {
        Some(Kind::Time) => Compared::Pooled,
        _ => Compared::Mean,
    }
}

fn key(row: &SummaryRow) -> Key<'_> {
    [&row.class, &row.stage, &row.metric, &row.statistic]
}

fn filled(pair: &Pair, key: Key, [minus, of]: [&Estimate; 2], found: Option<(&str, Contrast)>) -> ComparisonRow {
    let mut row = ComparisonRow {
        class: key[0].to_owned(),
        stage: key[1].to_owned(),
        metric: key[2].to_owned(),
        statistic: key[3].to_owned(),
        reference_value: Some(minus.value),
        value: Some(of.value),
        difference: Some(of.value - minus.value),
        ..pair.row()
    };
    if let Some((method, contrast)) = found {
        method.clone_into(&mut row.method);
        row.difference = Some(contrast.value);
        (row.ci_low, row.ci_high) = (Some(contrast.interval.0), Some(contrast.interval.1));
        row.p_value = Some(contrast.p_value);
    } else if let (Compared::Quantile, Some((low, high))) = (kind(key), difference_of_intervals(of, minus)) {
        "intervals".clone_into(&mut row.method);
        (row.ci_low, row.ci_high) = (Some(low), Some(high));
    }
    row
}

/// Replication by replication, over those that both have.
fn paired(pair: &Pair, [class, stage, metric, statistic]: Key) -> Option<Contrast> {
    let of = |folder: &'_ super::Folder, variant: &str| -> Option<BTreeMap<u64, f64>> {
        let values = folder.kept.as_ref()?.values([variant, class, stage, metric, statistic]);
        Some(values.iter().copied().collect())
    };
    let reference = of(pair.reference, pair.reference_variant)?;
    let mut differences = Moments::default();
    for (replication, value) in of(pair.other, pair.variant)? {
        if let Some(minus) = reference.get(&replication) {
            differences.add(value - minus);
        }
    }
    Contrast::paired(&differences, LEVEL)
}

/// The statistics of one variant of a folder.
struct Side<'a> {
    estimates: BTreeMap<Key<'a>, Estimate>,
    /// Replications in which a statistic has a value.
    counts: BTreeMap<Key<'a>, u64>,
    replications: u64,
}

impl<'a> Side<'a> {
    fn new(results: &'a Results, variant: &str) -> Self {
        let mut estimates = BTreeMap::new();
        for row in results.summary.iter().filter(|row| row.variant == variant) {
            if let Some(value) = row.value {
                estimates.insert(key(row), Estimate { value, interval: row.ci_low.zip(row.ci_high) });
            }
        }
        let mut counts = BTreeMap::new();
        for row in results.distributions.iter().filter(|row| row.variant == variant) {
            let DistributionRow { class, stage, metric, statistic, count, .. } = row;
            *counts.entry([&**class, stage, metric, statistic]).or_default() += count;
        }
        Self { estimates, counts, replications: results.about.provenance.replications }
    }

    fn estimate(&self, key: Key) -> Option<Estimate> {
        self.estimates.get(&key).copied()
    }

    /// A mean with its standard error, from its interval and the number of values behind it.
    fn summarised(&self, key: Key, confidence: &mut Confidence) -> Option<Summarised> {
        let Estimate { value, interval } = self.estimate(key)?;
        let values = match kind(key) {
            Compared::Mean => self.counts.get(&key).copied().unwrap_or(self.replications),
            Compared::Pooled => self.replications.min(SECTIONS as u64),
            Compared::Quantile => return None,
        };
        Some(Summarised::from_interval(value, interval?, values.saturating_sub(1), confidence))
    }
}
