//! Replications, by the engine.

use saule::{
    engine::{Outcome, Plan, simulate},
    model::{Model, Staff, metric::Metric},
};

use super::{
    Turn, Work,
    models::{petitions, queue, staff, three_stages, unit_exponential},
};

pub fn works() -> Vec<Work> {
    vec![
        Work {
            name: "petitions, a year",
            unit: "petition",
            beside: Some("petitions, a year (tight loop)"),
            counted: true,
            prepare: || replications(petitions(), &[Metric::Created]),
        },
        Work {
            name: "M/M/1, 10,000 customers",
            unit: "customer",
            beside: Some("M/M/1 (Lindley)"),
            counted: true,
            prepare: || {
                let model = queue(0.9, staff(1), unit_exponential(), 11_111.0, 11_111.0);
                replications(model, &[Metric::Created])
            },
        },
        Work {
            name: "M/M/5, 10,000 customers",
            unit: "customer",
            beside: Some("M/M/5 (Kiefer-Wolfowitz)"),
            counted: true,
            prepare: || {
                let model = queue(4.5, staff(5), unit_exponential(), 2_222.0, 2_222.0);
                replications(model, &[Metric::Created])
            },
        },
        Work {
            name: "three stages, four weeks",
            unit: "event",
            beside: None,
            counted: true,
            // What happens to requests: they come, are served, give up. Openings of the desk are not counted.
            prepare: || replications(three_stages(), &[Metric::Created, Metric::Responses, Metric::Abandoned]),
        },
        Work {
            name: "event list, 10,000 pending",
            unit: "event",
            beside: None,
            counted: true,
            // M/M/∞: each arrival and each completion schedules or takes an event.
            prepare: || {
                let model = queue(10_000.0, Staff::Unlimited, unit_exponential(), 4.0, 4.0);
                replications(model, &[Metric::Created, Metric::Responses])
            },
        },
    ]
}

/// One replication after the other. Units are what some flows have counted at the horizon.
fn replications(model: Model, flows: &'static [Metric]) -> Turn {
    let model: &'static Model = Box::leak(Box::new(model));
    let plan = Plan::new(model);
    let layout = saule::engine::Layout::new(model);
    let last = layout.grid.len() - 1;
    let index = |&flow| layout.series_index(flow, None, None).expect("every flow has a total") * (last + 1) + last;
    let counts: Vec<usize> = flows.iter().map(index).collect();
    let mut replication = 0;
    Box::new(move || {
        replication += 1;
        let outcome: Outcome = simulate(&plan, 1, replication);
        counts.iter().map(|&index| outcome.series[index] as u64).sum()
    })
}
