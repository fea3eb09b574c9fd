//! What a scenario says is what the model has.

use std::path::Path;

use saule::model::{
    Action, Answers, Arrivals, Binds, BurstStart, Comparison, Discipline, Growth, Measure, Model, Relation, Staff,
    Target, Trigger, growth::Width, metric::Metric,
};
use saule::scenario::Options;

use super::{VALID, loaded, set};

const HOUR: f64 = 1.0 / 24.0;

/// Of office hours, 09:00 to 17:30.
const WORKING_DAY: f64 = 8.5 * HOUR;

fn everything() -> Model {
    let scenario = loaded(&Path::new(VALID).join("everything.toml"), &Options::default()).scenario;
    assert_eq!((scenario.replications, scenario.seed, scenario.baseline), (50, 7, 1));
    assert_eq!(scenario.title, "Everything \"at once\" – é");
    scenario.variants.into_iter().next().unwrap().model
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9 * b.abs().max(1.0), "{a}, expected {b}");
}

#[test]
fn moments_count_from_the_start() {
    let model = everything();
    assert_eq!(model.time.start.to_string(), "2025-01-01T08:30:00");
    assert_eq!(
        (model.time.horizon, model.time.observe, model.time.warm_up, model.time.follow_up),
        (400.0, 0.5, 14.0, 60.0)
    );
    let changes = &model.classes[0].threshold.changes;
    near(changes[0].at, 31.0 - 8.5 * HOUR);
    near(changes[1].at, 151.0 + 3.5 * HOUR);
    near(changes[2].at, 300.0);
    assert_eq!(changes.iter().map(|change| change.binds).collect::<Vec<_>>(), [Binds::New, Binds::Open, Binds::New]);
}

#[test]
fn sources_have_their_own_or_the_classes_values() {
    let model = everything();
    let sources = &model.classes[0].sources;
    let &Arrivals::Poisson { rate, from, until, .. } = &sources[0].arrivals else { panic!("not Poisson") };
    near(rate, 105.5 / 7.0);
    near(from, 9.0 - 8.5 * HOUR);
    near(until, 243.0 - 8.5 * HOUR);
    let Arrivals::Burst { start: BurstStart::At(at), size, .. } = &sources[1].arrivals else { panic!("not a burst") };
    near(*at, -7.0 - 8.5 * HOUR);
    near(size.mean(), 550.0);
    assert_ne!(sources[1].potential, sources[0].potential);
    assert_eq!(sources[2].potential, sources[0].potential);
    assert_eq!((sources[0].new_topic_share, sources[2].new_topic_share), (0.6, 0.05));
    let Arrivals::Poisson { rate, .. } = sources[3].arrivals else { panic!("not Poisson") };
    near(rate, 144.0);
    let Some(Growth::Logistic { width: Width::Relative(width), .. }) = &sources[3].growth else {
        panic!("not logistic")
    };
    near(width.mean(), 0.8 / 3.0);
    near(model.classes[0].window.unwrap(), 30.5);
    assert_eq!((sources[0].hostile_share, sources[2].hostile_share), (Some(0.3), Some(0.9)));
    assert_eq!(model.classes[0].retention, Some(730.0));
    assert_eq!((model.classes[1].retention, model.classes[1].sources[0].hostile_share), (None, None));
    // A class without a threshold needs neither potential nor growth.
    assert!(model.classes[1].sources[0].potential.is_none() && !model.classes[1].threshold.is_ever_positive());
}

#[test]
fn half_lives_of_growth_are_time_constants() {
    let scenario = loaded(&Path::new(VALID).join("everything.toml"), &Options::default()).scenario;
    let fewer = &scenario.variants[1].model;
    let quick = fewer.classes[0].sources.iter().find(|source| source.name == "quick").unwrap();
    let Some(Growth::Exponential { time_constant }) = &quick.growth else { panic!("not exponential") };
    near(time_constant.mean(), 2.0 / std::f64::consts::LN_2);
}

#[test]
fn stages_know_staff_hours_and_routes() {
    let model = everything();
    let [triage, archive] = model.stages.as_slice() else { panic!("two stages") };
    assert_eq!((triage.label.as_str(), archive.label.as_str()), ("Triage", "archive"));
    assert_eq!((triage.discipline, archive.discipline), (Discipline::MostSignatures, Discipline::Lifo));
    assert_eq!((triage.answers, archive.answers), (Answers::Topic, Answers::Request));
    let Staff::Limited(staff) = &triage.staff else { panic!("limited") };
    // A ramp from 2 to 6 over March, then 1 from July on.
    let march = 59.0 - 8.5 * HOUR;
    let levels: Vec<u32> =
        [march - 1.0, march + 3.8, march + 3.9, march + 15.5, march + 31.0, 300.0].map(|t| staff.at(t)).into();
    assert_eq!(levels, [2, 2, 3, 4, 6, 1]);
    assert_eq!(archive.staff, Staff::Unlimited);
    // 3 hours, 1 working day, 30 minutes.
    near(triage.service.mean(), (3.5 * HOUR + WORKING_DAY) / 3.0);
    near(triage.calendar.as_ref().unwrap().day_length(), WORKING_DAY);
    // 1 January 2025 is a Wednesday: published on Thursday at midnight.
    near(triage.release.as_ref().unwrap().next_open(0.0), 15.5 * HOUR);
    assert_eq!(format!("{:?}", triage.next), "Shares([(0.5, Stage(1)), (0.625, Stage(0)), (1.0, End)])");
    assert_eq!(format!("{:?}", archive.next), format!("To({:?})", Target::End));
}

#[test]
fn history_is_read_between_start_and_horizon() {
    let scenario = loaded(&Path::new(VALID).join("everything.toml"), &Options::default()).scenario;
    let history = &scenario.observed[0];
    assert_eq!((history.name.as_str(), history.metric), ("backlog, as counted", Metric::Queued));
    assert_eq!((history.class.as_deref(), history.stage.as_deref()), (Some("petitions"), Some("triage")));
    // Empty cells are left out.
    let values: Vec<f64> = history.points.iter().map(|point| point.1).collect();
    assert_eq!(values, [27.0, 45.0, 53.0]);
    near(history.points[0].0, 32.0 - 8.5 * HOUR);
    let shorter = loaded(&Path::new(VALID).join("everything.toml"), &set("horizon=33 days")).scenario;
    assert_eq!(shorter.observed[0].points.len(), 2);
}

#[test]
fn without_variants_there_is_one() {
    let scenario = loaded(&Path::new(VALID).join("minimal.toml"), &Options::default()).scenario;
    assert_eq!(scenario.variants.iter().map(|variant| variant.name.as_str()).collect::<Vec<_>>(), ["base"]);
}

#[test]
fn events_have_a_trigger_and_actions() {
    let happenings = everything().happenings;
    let [overheated, cooler, spring] = happenings.as_slice() else { panic!("{happenings:?}") };
    let Trigger::When { condition, lasts } = &overheated.trigger else { panic!("no condition") };
    assert_eq!((condition.comparisons.len(), *lasts, overheated.after), (3, 7.0, None));
    let queued = Measure::Metric { metric: Metric::Queued, class: None, stage: Some(0) };
    let expected = Comparison { measure: queued, relation: Relation::AtLeast, bound: 10.5 };
    assert_eq!(condition.comparisons[1], expected);
    assert!(overheated.is_watched());
    let Trigger::When { condition, .. } = &cooler.trigger else { panic!("no condition") };
    assert_eq!((condition.comparisons[1].measure, cooler.after), (Measure::Count(0), Some(0)));
    let [
        Action::Close(1),
        Action::DropQueue(0),
        Action::AnswerAll(1),
        Action::ScaleArrivals { class: 1, factor: 1.5 },
        Action::ScaleArrivals { class: 2, factor: 0.0 },
        Action::Staff { stage: 0, staff: 3 },
        Action::QueueLimit { stage: 0, limit: None },
        Action::Discipline { stage: 1, discipline: Discipline::Fifo },
        Action::Threshold { class: 0, signatures: 10_000, binds: Binds::Open },
    ] = cooler.actions.as_slice()
    else {
        panic!("{:?}", cooler.actions)
    };
    let Trigger::At(at) = spring.trigger else { panic!("no date") };
    near(at, 59.0 - 8.5 * HOUR);
    let patience = spring.actions.iter().find_map(|action| match action {
        Action::Patience { class: 1, patience: Some(patience) } => Some(patience),
        _ => None,
    });
    // Working days of the calendar of messages, which has 24 hours each.
    near(patience.unwrap().time.mean(), 2.0);
    assert!(everything().classes[0].threshold.levels().any(|level| level == 10_000));
}
