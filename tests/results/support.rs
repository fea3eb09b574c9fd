//! A small scenario, and outcomes made up for it.

use jiff::civil::date;
use saule::{
    engine::{Happened, Layout, Outcome, histogram::bin},
    model::{
        Arrivals, Binds, Class, Distribution, Happening, Model, Observed, Scenario, Source, Staff, Stage, Steps,
        ThresholdChange, ThresholdPolicy, TimeAxis, Trigger, Variant, distribution::Fixed, metric::Metric,
    },
    results::{Results, rows::Provenance, tabulate},
    statistics::Collector,
};

/// Two classes, one stage, ten days; the baseline is the second variant.
pub fn scenario() -> Scenario {
    let change = |at: f64, signatures: u32| ThresholdChange { at, until: None, signatures, binds: Binds::New };
    let raised = ThresholdPolicy {
        signatures: 5_000,
        changes: vec![change(-3.0, 6_000), change(4.5, 25_000), change(11.0, 1)],
        ..ThresholdPolicy::default()
    };
    let kept = ThresholdPolicy { signatures: 5_000, ..ThresholdPolicy::default() };
    Scenario {
        title: "A small desk".into(),
        question: None,
        replications: 40,
        precision: None,
        targets: Vec::new(),
        seed: 7,
        baseline: 1,
        variants: vec![
            Variant { name: "raised, \"as it was\"".into(), model: model(raised) },
            Variant { name: "keep 5,000".into(), model: model(kept) },
        ],
        observed: vec![Observed {
            name: "counted".into(),
            metric: Metric::BacklogFromCreation,
            class: Some("petitions".into()),
            stage: None,
            points: vec![(0.5, 12.0), (2.0, 31.5)],
        }],
        charts: Default::default(),
    }
}

fn model(threshold: ThresholdPolicy) -> Model {
    let stage =
        Stage { label: "Drafting".into(), ..Stage::plain("drafting", Staff::Limited(Steps::constant(2)), days(3.0)) };
    Model {
        time: TimeAxis {
            start: date(2011, 9, 22).at(0, 0, 0, 0),
            horizon: 10.0,
            observe: 1.0,
            warm_up: 0.0,
            follow_up: 0.0,
        },
        classes: vec![class("petitions", threshold), class("questions", ThresholdPolicy::default())],
        stages: vec![stage],
        happenings: vec![Happening {
            name: "over_five".into(),
            trigger: Trigger::At(3.0),
            after: None,
            actions: vec![],
        }],
    }
}

fn days(value: f64) -> Distribution {
    Distribution::from(Fixed::new(value))
}

fn class(name: &str, threshold: ThresholdPolicy) -> Class {
    let arrivals = Arrivals::Poisson { rate: 1.0, from: 0.0, until: f64::INFINITY, rhythm: None, batch: None };
    let sources = vec![Source::plain("ordinary", arrivals)];
    Class { label: name.to_uppercase(), threshold, ..Class::plain(name, sources) }
}

/// Numbers that differ between replications, variants and places. The utilisation is undefined at time 0; one
/// request in three is never answered, and in the second variant everything takes a day longer.
pub fn outcome(layout: &Layout, replication: u64, variant: usize) -> Outcome {
    let mut outcome = Outcome::new(layout, Vec::new());
    let noise = |index: usize| ((replication * 37 + index as u64 * 11) % 23) as f64;
    for (index, value) in outcome.series.iter_mut().enumerate() {
        let metric = layout.series[index / layout.grid.len()].metric;
        *value = match metric {
            Metric::Utilisation if index % layout.grid.len() == 0 => f64::NAN,
            Metric::Utilisation => noise(index) / 23.0,
            _ => noise(index) + 10.0 * variant as f64,
        };
    }
    for (index, value) in outcome.scalars.iter_mut().enumerate() {
        *value = noise(index) / 3.0 + 5.0 * variant as f64;
    }
    for (index, tally) in outcome.tallies.iter_mut().enumerate() {
        tally.end(1.0 + noise(index) / 4.0 + variant as f64);
        tally.end(2.0 + noise(index + 5) / 4.0 + variant as f64);
        tally.censored.add(bin(9.0), 1);
    }
    let first = if replication.is_multiple_of(3) { f64::NAN } else { noise(1) / 4.0 };
    outcome.happened = vec![Happened { count: replication % 3, first, after: f64::NAN, held: f64::NAN }];
    outcome
}

/// The scenario's collector after some replications.
pub fn collector(layout: &Layout, replications: u64) -> Collector {
    let mut collector = Collector::new(layout, 2, 1);
    for replication in 0..replications {
        collector.add(replication, &[outcome(layout, replication, 0), outcome(layout, replication, 1)]);
    }
    collector
}

/// The scenario's results after some replications.
pub fn results(replications: u64) -> Results {
    let scenario = scenario();
    let layout = Layout::new(&scenario.variants[0].model);
    tabulate(&scenario, &layout, collector(&layout, replications), provenance(replications))
}

fn provenance(replications: u64) -> Provenance {
    Provenance {
        program: "saule 0.1.0".into(),
        scenario_hash: "00ff".into(),
        seed: 7,
        replications,
        command: "saule run small.toml --threads 2".into(),
        complete: true,
    }
}
