//! Results folders side by side: each one minus the first, with intervals, and which differences are more than chance.
//!
//! Variants of the same name belong together; where two folders have no name in common, their baselines do. A
//! statistic of both is compared in the sharpest way that the folders allow:
//!
//! | what | how | `method` |
//! |---|---|---|
//! | flows, levels, ratios and shares, where both kept their replications and share seed and baseline | Student's t over the differences of single replications | `paired` |
//! | the same otherwise; times; points of time series | Welch's t, the standard errors recovered from the intervals | `welch` |
//! | quantiles over replications | from the two intervals (Zou & Donner 2008) | `intervals` |
//!
//! All comparisons of one statistic, over folders and variants, are a family: Holm's adjustment keeps the chance of a
//! false finding among them at 5%.

mod french;
mod matching;
mod series;
mod statistics;

use std::collections::BTreeMap;

use crate::{
    locale::Locale,
    results::{
        Replicated, Results,
        comparison::{ComparedResults, Comparison, ComparisonAbout, ComparisonProvenance, ComparisonRow},
        rows::Named,
    },
    statistics::holm,
};

pub use french::note_in;

/// A results folder to be compared.
pub struct Folder {
    /// What tables and charts call it; different from that of the others.
    pub name: String,
    /// Its tables.
    pub results: Results,
    /// Its single replications, if they were kept.
    pub kept: Option<Replicated>,
}

/// Compares every folder with the first. There is at least one row for each pair of variants that share a statistic;
/// none at all if the folders have nothing in common.
pub fn compare(folders: &[Folder], provenance: ComparisonProvenance) -> Comparison {
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    if let Some((reference, others)) = folders.split_first() {
        for other in others {
            notes.extend(matching::notes(reference, other));
            for (reference_variant, variant) in matching::variants(reference, other) {
                let pair = Pair { reference, reference_variant, other, variant };
                rows.extend(statistics::rows(&pair));
                rows.extend(series::rows(&pair));
            }
        }
    }
    adjust(&mut rows);
    Comparison { about: about(folders, notes, provenance), rows }
}

/// Two variants that belong together.
struct Pair<'a> {
    reference: &'a Folder,
    reference_variant: &'a str,
    other: &'a Folder,
    variant: &'a str,
}

impl Pair<'_> {
    /// A row that has the names of the pair and nothing else.
    fn row(&self) -> ComparisonRow {
        ComparisonRow {
            results: self.other.name.clone(),
            reference: self.reference.name.clone(),
            variant: self.variant.to_owned(),
            reference_variant: self.reference_variant.to_owned(),
            class: String::new(),
            stage: String::new(),
            metric: String::new(),
            statistic: String::new(),
            time_days: None,
            reference_value: None,
            value: None,
            difference: None,
            ci_low: None,
            ci_high: None,
            method: String::new(),
            p_value: None,
            p_adjusted: None,
        }
    }
}

/// Fills in the adjusted p-values, family by family.
fn adjust(rows: &mut [ComparisonRow]) {
    let mut families: BTreeMap<[&str; 4], Vec<(usize, f64)>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        if let Some(p_value) = row.p_value {
            families.entry([&row.class, &row.stage, &row.metric, &row.statistic]).or_default().push((index, p_value));
        }
    }
    let mut adjusted = Vec::new();
    for family in families.values() {
        let p_values: Vec<f64> = family.iter().map(|&(_, p_value)| p_value).collect();
        adjusted.extend(family.iter().map(|&(index, _)| index).zip(holm(&p_values)));
    }
    for (index, p_value) in adjusted {
        rows[index].p_adjusted = Some(p_value);
    }
}

fn about(folders: &[Folder], notes: Vec<String>, provenance: ComparisonProvenance) -> ComparisonAbout {
    let abouts = || folders.iter().map(|folder| &folder.results.about);
    let named = |of: fn(&Folder) -> &Vec<Named>| {
        let mut all: Vec<Named> = Vec::new();
        for named in folders.iter().flat_map(of) {
            if all.iter().all(|known| known.name != named.name) {
                all.push(named.clone());
            }
        }
        all
    };
    let start = abouts().map(|about| about.start.clone()).next();
    ComparisonAbout {
        results: folders.iter().map(compared).collect(),
        start: start.filter(|start| abouts().all(|about| about.start == *start)),
        horizon_days: abouts().map(|about| about.horizon_days).reduce(f64::min).unwrap_or_default(),
        classes: named(|folder| &folder.results.about.classes),
        stages: named(|folder| &folder.results.about.stages),
        notes,
        provenance,
    }
}

fn compared(folder: &Folder) -> ComparedResults {
    let about = &folder.results.about;
    ComparedResults {
        name: folder.name.clone(),
        title: about.title.clone(),
        variants: about.variants.iter().map(|variant| variant.name.clone()).collect(),
        scenario_hash: about.provenance.scenario_hash.clone(),
        seed: about.provenance.seed,
        replications: about.provenance.replications,
        kept_replications: folder.kept.is_some(),
    }
}
