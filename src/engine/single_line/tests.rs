//! The single line beside the general way.

use jiff::civil::date;
use proptest::{prelude::*, test_runner::TestCaseError};

use super::{line::MOST_SERVERS, *};
use crate::{
    engine::{outcome::Tally, run::Run},
    model::{
        Arrivals, Class, Discipline, Model, Patience, Period, Source, Staff, Stage, Steps, TimeAxis,
        distribution::{Exponential, Mixture},
        metric::Statistic,
    },
};

fn exponential(mean: Days) -> Distribution {
    Exponential::with_mean(mean).expect("a mean above 0").into()
}

fn model(servers: u32, service: Distribution, sources: Vec<Source>, time: TimeAxis) -> Model {
    let class = Class::plain("requests", sources);
    let stage = Stage::plain("desk", Staff::Limited(Steps::constant(servers)), service);
    Model { time, classes: vec![class], stages: vec![stage], happenings: Vec::new() }
}

fn time(observe: Days, warm_up: Days, follow_up: Days) -> TimeAxis {
    TimeAxis { start: date(2025, 1, 1).at(0, 0, 0, 0), horizon: 60.0, observe, warm_up, follow_up }
}

/// Services that end together, services as they come, and some that hardly end behind which many others do.
fn services() -> impl Strategy<Value = Distribution> {
    let long = |share| Mixture::new(vec![(1.0 - share, exponential(0.02)), (share, exponential(200.0))]);
    prop_oneof![
        (0u8..8).prop_map(|quarters| Distribution::fixed(f64::from(quarters) * 0.25)),
        (0.05..2.0).prop_map(exponential),
        (0.0001..0.01).prop_map(move |share| long(share).expect("weights that add up to 1").into()),
    ]
}

/// Moments at which several things happen at once, too.
fn sources() -> impl Strategy<Value = Vec<Source>> {
    let poisson = (
        prop_oneof![0.1..20.0, 20.0..80.0],
        prop_oneof![Just(None), (1.0..4.0f64).prop_map(|size| Some(Distribution::fixed(size)))],
    );
    let poisson =
        poisson.prop_map(|(rate, batch)| Arrivals::Poisson { rate, from: 0.0, until: 50.0, rhythm: None, batch });
    let moments = prop::collection::vec(0u8..240, 0..200).prop_map(|mut quarters| {
        quarters.sort_unstable();
        Arrivals::Moments(quarters.into_iter().map(|quarter| f64::from(quarter) * 0.25).collect())
    });
    let counts = prop::collection::vec(0u64..60, 1..12).prop_map(|counts| {
        let periods = (0..).zip(counts).map(|(week, count)| {
            let from = f64::from(week) * 7.0;
            Period { from, until: from + 7.0, count }
        });
        Arrivals::Counts(periods.collect())
    });
    let arrivals = prop_oneof![poisson, moments, counts];
    prop::collection::vec(arrivals, 1..4).prop_map(|all| {
        let named = all.into_iter().enumerate();
        named.map(|(index, arrivals)| Source::plain(&index.to_string(), arrivals)).collect()
    })
}

/// Nothing differs but what is added up in another order: means over time, utilisation and sums of times.
fn compare(plan: &Plan<'_>, one: &Outcome, other: &Outcome) -> Result<(), TestCaseError> {
    let layout = &plan.layout;
    // Sums of some ten thousand terms, none below 0, of at most 90 days each: each addition is wrong by 2⁻⁵³ at most of what
    // is reached, so that the two differ by less than 20,000 · 2⁻⁵² of it.
    let is_within = |error: f64, a: f64, b: f64| {
        a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= error * a.abs().max(b.abs()).max(1.0)
    };
    let is_near = |a, b| is_within(4.5e-12, a, b);
    // The utilisation between two grid points is the difference of sums since the beginning over what there was in between.
    let since_before = layout.grid.windows(2).map(|ends| ends[1] / (ends[1] - ends[0]));
    let errors: Vec<f64> = std::iter::once(1.0).chain(since_before).map(|times| 4.5e-12 * times).collect();
    let greatest = errors.iter().copied().fold(0.0, f64::max);
    let points = layout.grid.len();
    for (index, cell) in layout.series.iter().enumerate() {
        for (point, error) in errors.iter().enumerate() {
            let (a, b) = (one.series[index * points + point], other.series[index * points + point]);
            let is_equal =
                a.to_bits() == b.to_bits() || (cell.metric == Metric::Utilisation && is_within(*error, a, b));
            prop_assert!(is_equal, "{cell:?} at point {point}: {a} and {b}");
        }
    }
    for (place, &(index, statistic)) in layout.scalars.iter().enumerate() {
        let (a, b, cell) = (one.scalars[place], other.scalars[place], layout.series[index]);
        let is_close = match (statistic, cell.metric) {
            (Statistic::Mean, _) => is_near(a, b),
            (_, Metric::Utilisation) => is_within(greatest, a, b),
            _ => a.is_nan() && b.is_nan(),
        };
        let is_equal = a.to_bits() == b.to_bits() || is_close;
        prop_assert!(is_equal, "{statistic:?} of {cell:?}: {a} and {b}");
    }
    for ((a, b), cell) in one.tallies.iter().zip(&other.tallies).zip(&layout.tallies) {
        prop_assert!(is_near(a.sum, b.sum), "sum of {cell:?}: {} and {}", a.sum, b.sum);
        let counts = |tally: &Tally| [tally.ended.clone(), tally.competed.clone(), tally.censored.clone()];
        prop_assert_eq!(counts(a), counts(b), "{:?}", cell);
    }
    prop_assert!(one.happened.is_empty() && other.happened.is_empty());
    prop_assert_eq!(format!("{:?}", one.signatures), format!("{:?}", other.signatures));
    Ok(())
}

proptest! {
    #[test]
    fn tells_what_the_general_way_tells(
        servers in prop_oneof![4 => 0u32..8, 1 => Just(MOST_SERVERS)],
        service in services(),
        sources in sources(),
        (observe, warm_up, follow_up) in (1.0..60.0, prop_oneof![Just(0.0), 0.5..30.0], prop_oneof![Just(0.0), 1.0..30.0]),
        replication: u64,
    ) {
        let model = model(servers, service, sources, time(observe, warm_up, follow_up));
        let plan = Plan::new(&model);
        let line = plan.single_line.as_ref().ok_or_else(|| TestCaseError::fail("it is nothing but a line"))?;
        let key = Key::of_replication(1, replication);
        let one = SingleLine::new(&plan, line, key, Vec::new()).complete();
        // Whatever stood in the room before makes no difference.
        let other = Run::new(&plan, key, vec![1.0; 1_000]).complete();
        compare(&plan, &one, &other)?;
    }
}

#[test]
fn is_no_line_where_anything_else_may_happen() {
    let sources = || vec![Source::plain("source", Arrivals::Moments([1.0].into()))];
    let plain = || model(2, exponential(1.0), sources(), time(1.0, 0.0, 0.0));
    assert!(Line::of(&plain()).is_some());
    let changes: [fn(&mut Model); 9] = [
        |model| model.classes.push(model.classes[0].clone()),
        |model| model.stages.push(model.stages[0].clone()),
        |model| model.classes[0].window = Some(3.0),
        |model| model.classes[0].threshold.signatures = 1,
        |model| model.classes[0].terms.patience = Some(Patience { time: exponential(1.0), clock: Default::default() }),
        |model| model.classes[0].sources[0].potential = Some(exponential(1.0)),
        |model| model.stages[0].staff = Staff::Unlimited,
        |model| model.stages[0].discipline = Discipline::Lifo,
        |model| model.stages[0].initial_backlog = vec![1],
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut model = plain();
        change(&mut model);
        assert!(Line::of(&model).is_none(), "change {number}");
    }
}
