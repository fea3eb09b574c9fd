//! Cost of one replication of reference workloads: `cargo bench --bench engine`.

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use saule::{
    engine::{Plan, simulate},
    model::{
        Arrivals, Class, Days, Distribution, Growth, Model, Route, Source, Staff, Stage, Steps, Target, Terms,
        ThresholdPolicy, TimeAxis,
        distribution::{Exponential, LogNormal},
    },
};

/// Poisson arrivals at one desk that takes requests in order.
fn queue(rate: f64, staff: u32, service: Distribution, horizon: Days, observe: Days) -> Model {
    let source = Source {
        name: "source".into(),
        arrivals: Arrivals::Poisson { rate, from: 0.0, until: f64::INFINITY, rhythm: None, batch: None },
        potential: None,
        growth: None,
        new_topic_share: 1.0,
        hostile_share: None,
        potential_growth_correlation: 0.0,
    };
    let class = Class {
        name: "requests".into(),
        label: "requests".into(),
        sources: vec![source],
        self_excitation: None,
        follows: None,
        window: None,
        threshold: ThresholdPolicy::default(),
        enters: Route::To(Target::Stage(0)),
        terms: Terms::default(),
        retention: None,
    };
    let stage = Stage::plain("desk", Staff::Limited(Steps::constant(staff)), service);
    let time = TimeAxis { start: date(2025, 1, 1).at(0, 0, 0, 0), horizon, observe, warm_up: 0.0, follow_up: 0.0 };
    Model { time, classes: vec![class], stages: vec![stage], happenings: vec![] }
}

/// 365 days of 20 petitions a day, 5,000 signatures in 30 days, a desk of 3, observed daily.
fn petitions() -> Model {
    let service = LogNormal::with_mean_sigma(4.0, 1.0).expect("valid parameters");
    let mut model = queue(20.0, 3, service.into(), 365.0, 1.0);
    let class = &mut model.classes[0];
    class.window = Some(30.0);
    class.threshold.signatures = 5_000;
    class.sources[0].potential = Some(LogNormal::with_median_sigma(150.0, 2.3).expect("valid parameters").into());
    class.sources[0].growth = Some(Growth::Exponential { time_constant: Distribution::fixed(5.0) });
    model
}

fn workloads(criterion: &mut Criterion) {
    let exponential = || Exponential::with_mean(1.0).expect("valid parameters").into();
    let models = [
        ("petitions, one year", petitions()),
        ("M/M/1, 100,000 customers", queue(0.9, 1, exponential(), 111_111.0, 111_111.0)),
        ("M/M/5, 100,000 customers", queue(4.5, 5, exponential(), 22_222.0, 22_222.0)),
    ];
    for (name, model) in &models {
        let plan = Plan::new(model);
        let mut replication = 0;
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| {
                replication += 1;
                simulate(&plan, 1, replication)
            });
        });
    }
}

criterion_group!(benches, workloads);
criterion_main!(benches);
