//! Common random numbers: under every variant a request has the same potential, signatures and service requirement.
//!
//! An outcome does not list requests, so scenarios are such that sums tell: nothing is created in the last years, and
//! every request that becomes eligible is answered, by work around the clock and released at once. Then a class's
//! response times less its waiting times add up to what its requests require of the desk, whoever does it when.

use std::{fmt::Write, path::Path};

use proptest::prelude::*;
use saule::{
    engine::{Outcome, Plan, simulate},
    model::metric::Metric,
    scenario::{self, Options},
};

/// The file of a scenario. Its variants change the desk alone, but for the last, which raises one threshold.
/// Potentials are near the two levels, and these so close that independent draws would often cross in the wrong order.
pub fn scenario() -> impl Strategy<Value = String> {
    (prop::collection::vec(class(), 2..4), prop::collection::vec(stage(), 1..4), any::<u32>()).prop_map(
        |(classes, stages, seed)| {
            let mut text = format!(
                "schema = 1\nstart = 2025-01-01\nhorizon = \"3000 days\"\nobserve = \"100 days\"\n\
                 [monte_carlo]\nreplications = 3\nseed = {seed}\n"
            );
            for (index, class) in classes.iter().enumerate() {
                let _ = write!(
                    text,
                    "[requests.c{index}]\nenters = \"s0\"\n{}",
                    class.replace("NAME", &format!("c{index}"))
                );
            }
            for (index, (stage, rework)) in stages.iter().enumerate() {
                let next = if index + 1 < stages.len() { format!("s{}", index + 1) } else { "end".into() };
                let _ = write!(
                    text,
                    "[stages.s{index}]\nnext = {{ {next} = {}, s{index} = {rework} }}\n{stage}",
                    1.0 - rework
                );
            }
            text += "[variants.base]\n";
            let desks = [
                "staff = 40",
                "discipline = \"lifo\"",
                "discipline = \"random\"",
                "copies = 3",
                "staff = \"unlimited\"",
            ];
            for (variant, change) in desks.iter().enumerate() {
                let _ = writeln!(text, "[variants.desk{variant}]");
                for index in 0..stages.len() {
                    let _ = writeln!(text, "stages.s{index}.{change}");
                }
            }
            text + "[variants.higher]\nrequests.c0.threshold.signatures = 5_100\n"
        },
    )
}

fn class() -> impl Strategy<Value = String> {
    let growth = prop_oneof![
        Just("{ exponential = { half_life = \"4 days\" } }"),
        Just("{ lognormal = { median = \"5 days\", sigma = 1.2 } }"),
        Just("{ waves = { further = 3, spread = \"20 days\", decay = { exponential = { mean = \"3 days\" } } } }"),
    ];
    let batch = prop_oneof![Just(""), Just(", batch = 3")];
    let excitation = prop_oneof![
        2 => Just(""),
        1 => Just("self_excitation = { branching_ratio = 0.4, half_life = \"2 days\", by_potential = true }\n")
    ];
    (growth, 4_000u32..6_000, 5u32..40, batch, excitation).prop_map(|(growth, median, rate, batch, excitation)| {
        format!(
            "threshold = {{ signatures = 5_000 }}\nwindow = \"30 days\"\ngrowth = {growth}\n\
             potential = {{ lognormal = {{ median = {median}, sigma = 0.1 }} }}\n{excitation}\
             [requests.NAME.arrivals]\n\
             flow = {{ poisson = {{ rate = \"{} per day\", until = \"15 days\"{batch} }} }}\n",
            f64::from(rate) / 10.0
        )
    })
}

/// A stage, and the share of its requests that need it again.
fn stage() -> impl Strategy<Value = (String, f64)> {
    let discipline = prop_oneof![Just("fifo"), Just("most_signatures"), Just("priority")];
    let service = prop_oneof![
        Just("{ exponential = { mean = \"20 hours\" } }"),
        Just("{ lognormal = { mean = \"9 hours\", cv = 1.5 } }"),
        Just("{ gamma = { mean = \"2 days\", cv = 0.7 } }"),
    ];
    (1u32..4, discipline, service, prop_oneof![Just(0.0), Just(0.25), Just(0.5)]).prop_map(
        |(staff, discipline, service, rework)| {
            (format!("staff = {staff}\nservice = {service}\ndiscipline = \"{discipline}\"\n"), rework)
        },
    )
}

/// Errs with the first difference that a variant makes where it must not.
pub fn hold(path: &Path) -> Result<(), String> {
    let loaded = scenario::load(path, &Options::default()).map_err(|report| report.render(false, 100))?;
    let variants = &loaded.scenario.variants;
    let plans: Vec<Plan> = variants.iter().map(|variant| Plan::new(&variant.model)).collect();
    for replication in 0..loaded.scenario.replications {
        let runs: Vec<Outcome> = plans.iter().map(|plan| simulate(plan, loaded.scenario.seed, replication)).collect();
        for ((variant, plan), run) in variants.iter().zip(&plans).zip(&runs) {
            for class in 0..plan.layout.classes {
                let same = same_requests(plan, &runs[0], run, class, variant.name != "higher" || class > 0);
                same.map_err(|difference| format!("class {class} of `{}`: {difference}", variant.name))?;
            }
        }
    }
    Ok(())
}

/// Whether a class of the variant has the requests of the base; with `same_level`, whether as many become eligible at
/// the same ages and require the same.
fn same_requests(plan: &Plan, base: &Outcome, run: &Outcome, class: usize, same_level: bool) -> Result<(), String> {
    let points = plan.layout.grid.len();
    let series = |run: &Outcome, metric| {
        let index = plan.layout.series_index(metric, Some(class), None).unwrap();
        run.series[index * points..(index + 1) * points].to_vec()
    };
    if series(base, Metric::Created) != series(run, Metric::Created) {
        return Err("other requests are created".into());
    }
    let is_more = |(more, fewer): (&f64, &f64)| more > fewer;
    if !same_level {
        let (low, high) = (series(base, Metric::Eligible), series(run, Metric::Eligible));
        return if high.iter().zip(&low).any(is_more) { Err("a higher threshold admits more".into()) } else { Ok(()) };
    }
    if base.tallies[plan.time_to_threshold(class)] != run.tallies[plan.time_to_threshold(class)] {
        return Err("potentials or signatures differ".into());
    }
    let (before, after) = (required(plan, base, class)?, required(plan, run, class)?);
    match (before - after).abs() <= 1e-9 * before {
        true => Ok(()),
        false => Err(format!("{after} days of service are required, not {before}")),
    }
}

/// Days of service that the requests of a class require, over all stages.
fn required(plan: &Plan, run: &Outcome, class: usize) -> Result<f64, String> {
    let response = &run.tallies[plan.response_time(class)];
    if !(response.censored.is_empty() && response.competed.is_empty()) {
        return Err("a request is not answered".into());
    }
    let waits: f64 = (0..plan.layout.stages)
        .map(|stage| run.tallies[plan.waiting_time(plan.pair(class as u16, stage as u16))].sum)
        .sum();
    Ok(response.sum - waits)
}
