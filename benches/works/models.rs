//! The models that are simulated.

use jiff::civil::{Time, Weekday, date};
use saule::model::{
    Arrivals, Class, Days, Distribution, Growth, Model, OpenHours, Patience, PerDay, Route, Source, Staff, Stage,
    Steps, Target, TimeAxis,
    calendar::WeeklyHours,
    distribution::{Exponential, Gamma, LogNormal},
};

const VALID: &str = "valid parameters";

/// Exponential with mean 1: the service time of the queues.
pub fn unit_exponential() -> Distribution {
    Exponential::with_mean(1.0).expect(VALID).into()
}

/// How many signatures a petition gathers in the end.
pub fn potential() -> LogNormal {
    LogNormal::with_median_sigma(150.0, 2.3).expect(VALID)
}

/// Days of work that a petition takes.
pub fn answering() -> LogNormal {
    LogNormal::with_mean_sigma(4.0, 1.0).expect(VALID)
}

/// Poisson arrivals at one desk that takes requests in order, observed every `observe` days.
pub fn queue(rate: PerDay, staff: Staff, service: Distribution, horizon: Days, observe: Days) -> Model {
    let stage = Stage::plain("desk", staff, service);
    network(rate, vec![stage], horizon, observe)
}

/// As many servers as this, always.
pub fn staff(servers: u32) -> Staff {
    Staff::Limited(Steps::constant(servers))
}

/// Petitions for a year: 20 a day, 5,000 signatures in 30 days, a desk of 3, observed daily.
pub fn petitions() -> Model {
    let mut model = queue(20.0, staff(3), answering().into(), 365.0, 1.0);
    let class = &mut model.classes[0];
    class.window = Some(30.0);
    class.threshold.signatures = 5_000;
    class.sources[0].potential = Some(potential().into());
    class.sources[0].growth = Some(Growth::Exponential { time_constant: Distribution::fixed(5.0) });
    model
}

/// Four weeks at a desk of three stages in office hours: 400 requests a day are sorted; 70% of them are drafted, the
/// others are answered at once; drafts are reviewed, and one in five goes back. Those who queue for long give up.
pub fn three_stages() -> Model {
    const MINUTE: Days = 1.0 / 1_440.0;
    let horizon = 28.0;
    let service = |minutes: f64| Gamma::with_mean_cv(minutes * MINUTE, 0.7).expect(VALID).into();
    let mut sorting = Stage::plain("sorting", staff(8), service(5.0));
    sorting.next = Route::Shares(vec![(0.7, Target::Stage(1)), (1.0, Target::End)]);
    let mut drafting = Stage::plain("drafting", staff(34), service(30.0));
    drafting.next = Route::To(Target::Stage(2));
    let mut review = Stage::plain("review", staff(12), service(10.0));
    review.next = Route::Shares(vec![(0.2, Target::Stage(1)), (1.0, Target::End)]);
    let mut stages = vec![sorting, drafting, review];
    stages.iter_mut().for_each(|stage| stage.calendar = Some(office_hours(horizon)));
    let mut model = network(400.0, stages, horizon, 1.0);
    let time = Exponential::with_mean(10.0).expect(VALID).into();
    model.classes[0].terms.patience = Some(Patience { time, clock: Default::default() });
    model
}

/// Monday to Friday, from 9 to 17.
fn office_hours(horizon: Days) -> OpenHours {
    use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
    let days = vec![Monday, Tuesday, Wednesday, Thursday, Friday];
    let hour = |hour| Time::constant(hour, 0, 0, 0);
    let week = WeeklyHours { days, from: hour(9), to: Some(hour(17)), holidays: Vec::new() };
    week.open_hours(date(2025, 1, 1).at(0, 0, 0, 0), horizon)
}

/// Poisson arrivals that enter the first of some stages, without any threshold.
fn network(rate: PerDay, stages: Vec<Stage>, horizon: Days, observe: Days) -> Model {
    let arrivals = Arrivals::Poisson { rate, from: 0.0, until: f64::INFINITY, rhythm: None, batch: None };
    let class = Class::plain("requests", vec![Source::plain("source", arrivals)]);
    let time = TimeAxis { start: date(2025, 1, 1).at(0, 0, 0, 0), horizon, observe, warm_up: 0.0, follow_up: 0.0 };
    Model { time, classes: vec![class], stages, happenings: Vec::new() }
}
