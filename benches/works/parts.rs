//! Parts of the engine by themselves: samplers, streams, statistics.

use std::hint::black_box;

use rand_distr::{Distribution as _, Exp1};
use saule::{
    engine::{
        Layout, Outcome, Plan, simulate,
        stream::{Key, Purpose, Stream},
    },
    model::{
        Distribution,
        distribution::{
            Empirical, Erlang, Exponential, Gamma, LogNormal, Lomax, Mixture, ParameterError, Poisson, Triangular,
            Uniform, Weibull,
        },
    },
    statistics::Collector,
};

use super::{Turn, Work, models::petitions};

pub fn works() -> Vec<Work> {
    let mut works = samplers();
    works.extend(streams());
    works.extend(statistics());
    works
}

/// Draws of a turn.
const DRAWS: u64 = 10_000;

fn samplers() -> Vec<Work> {
    fn sampler(name: &'static str, prepare: fn() -> Turn) -> Work {
        Work { name, unit: "draw", beside: None, counted: true, prepare }
    }
    vec![
        sampler("sample exponential", || draws(Exponential::with_mean(4.0))),
        sampler("sample lognormal", || draws(LogNormal::with_mean_sigma(4.0, 1.0))),
        sampler("sample gamma", || draws(Gamma::with_mean_cv(4.0, 0.7))),
        sampler("sample erlang", || draws(Erlang::new(3, 4.0))),
        sampler("sample weibull", || draws(Weibull::new(1.5, 4.0))),
        sampler("sample lomax", || draws(Lomax::new(4.0, 1.5))),
        sampler("sample uniform", || draws(Uniform::new(2.0, 6.0))),
        sampler("sample triangular", || draws(Triangular::new(1.0, 3.0, 8.0))),
        sampler("sample poisson", || draws(Poisson::new(4.0))),
        sampler("sample empirical", || draws(Empirical::new((1..=100).map(f64::from).collect()))),
        sampler("sample mixture", || draws(mixture())),
    ]
}

/// Three components, as the potentials of petitions have.
fn mixture() -> Result<Mixture, ParameterError> {
    Mixture::new(vec![
        (0.9, LogNormal::with_median_sigma(5.0, 1.0)?.into()),
        (0.09, LogNormal::with_median_sigma(3_430.0, 1.34)?.into()),
        (0.01, Uniform::new(25_000.0, 37_500.0)?.into()),
    ])
}

fn draws<D: Into<Distribution>>(family: Result<D, ParameterError>) -> Turn {
    let family = family.unwrap_or_else(|_| unreachable!("valid parameters")).into();
    let mut stream = Key::of_replication(1, 1).stream(Purpose::Service, 0);
    Box::new(move || {
        black_box((0..DRAWS).map(|_| family.sample(&mut stream)).sum::<f64>());
        DRAWS
    })
}

fn streams() -> Vec<Work> {
    vec![
        Work {
            name: "open a stream, first draw",
            unit: "stream",
            beside: None,
            counted: true,
            prepare: || {
                let mut of = Key::of_replication(1, 1).named("source");
                Box::new(move || {
                    of = of.child(1);
                    let draw = |number| exponential(&mut of.request(number).stream(Purpose::Service, 0));
                    black_box((0..DRAWS).map(draw).sum::<f64>());
                    DRAWS
                })
            },
        },
        Work {
            name: "draw from a stream",
            unit: "draw",
            beside: None,
            counted: true,
            prepare: || {
                let mut stream = Key::of_replication(1, 1).stream(Purpose::Moments, 0);
                Box::new(move || {
                    black_box((0..DRAWS).map(|_| exponential(&mut stream)).sum::<f64>());
                    DRAWS
                })
            },
        },
    ]
}

#[inline(always)]
fn exponential(stream: &mut Stream) -> f64 {
    Exp1.sample(stream)
}

fn statistics() -> Vec<Work> {
    vec![
        Work {
            // In bunches, as a run does.
            name: "collect replications",
            unit: "number",
            beside: None,
            counted: true,
            prepare: || {
                let (layout, outcomes) = outcomes();
                let mut collector = Collector::new(&layout, 1, 0);
                let mut bunch = collector.bunch(BUNCH, usize::MAX);
                for (replication, outcome) in (0..).zip(outcomes.iter().cycle().take(BUNCH)) {
                    bunch.push(replication, vec![outcome.clone()]);
                }
                Box::new(move || {
                    collector.add_bunch(&bunch);
                    (outcomes[0].series.len() + outcomes[0].scalars.len()) as u64 * BUNCH as u64
                })
            },
        },
        Work {
            name: "merge collectors",
            unit: "number",
            beside: None,
            counted: true,
            prepare: || {
                let (layout, outcomes) = outcomes();
                let mut collector = Collector::new(&layout, 1, 0);
                for (replication, outcome) in (0..).zip(&outcomes) {
                    collector.add(replication, std::slice::from_ref(outcome));
                }
                let numbers = (outcomes[0].series.len() + outcomes[0].scalars.len()) as u64;
                let mut sum = Collector::new(&layout, 1, 0);
                Box::new(move || {
                    sum.merge(&collector);
                    numbers
                })
            },
        },
    ]
}

/// Replications that are collected together.
const BUNCH: usize = 32;

/// Some replications of the petitions.
fn outcomes() -> (Layout, Vec<Outcome>) {
    let model = petitions();
    let plan = Plan::new(&model);
    (Layout::new(&model), (0..16).map(|replication| simulate(&plan, 1, replication)).collect())
}
