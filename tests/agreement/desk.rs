//! Cases of the desk: full queues, patience, priorities, staff that comes and goes.

use saule::model::metric::{Metric, Statistic};

use crate::case::{
    Case,
    Number::{Level, MeanTime, MeanTimeOf, QuantileOverRuns, Ratio, ShareWaiting},
};
use Metric::{Abandoned, Backlog, Created, Queued, Refused, ResponseTime, WaitingTime};
use Statistic::{End, Mean};

/// Every case.
pub fn cases() -> Vec<Case> {
    [full_queues(), patience(), priorities(), shifts()].into_iter().flatten().collect()
}

fn full_queues() -> Vec<Case> {
    let no_queue = |parameters, rate, staff: u32, replications| {
        Case::queue("M/M/c/c", parameters, rate, replications)
            .staff(staff)
            .queue_limit(0)
            .shorter()
            .row("blocking (Erlang B)", Ratio(Refused, Created))
    };
    let short_queue = |parameters, rate, staff: u32, places, replications| {
        Case::queue("M/M/c/K", parameters, rate, replications)
            .staff(staff)
            .queue_limit(places)
            .shorter()
            .row("blocking", Ratio(Refused, Created))
            .row("mean wait of the admitted", MeanTime(WaitingTime))
    };
    vec![
        no_queue(r#"{"lam":4.0,"mu":1.0,"c":5}"#, 4.0, 5, 600),
        no_queue(r#"{"lam":8.0,"mu":1.0,"c":10}"#, 8.0, 10, 600),
        no_queue(r#"{"lam":20.0,"mu":1.0,"c":20}"#, 20.0, 20, 300),
        short_queue(r#"{"lam":0.9,"mu":1.0,"c":1,"K":5}"#, 0.9, 1, 4, 3_000),
        short_queue(r#"{"lam":3.3,"mu":1.0,"c":3,"K":10}"#, 3.3, 3, 7, 1_200),
        short_queue(r#"{"lam":2.4,"mu":1.0,"c":3,"K":10}"#, 2.4, 3, 7, 6_000),
    ]
}

fn patience() -> Vec<Case> {
    let impatient = |parameters, rate, staff: u32, mean, replications| {
        Case::queue("M/M/c+M (Erlang-A)", parameters, rate, replications)
            .staff(staff)
            .patience(mean)
            .shorter()
            .row("probability of waiting", ShareWaiting)
            .row("probability of abandoning", Ratio(Abandoned, Created))
            .row("mean number in queue", Level(Queued, Mean))
    };
    vec![
        // The longest memory of the four: 1.35 million days make an interval of 1%.
        impatient(r#"{"lam":100,"mu":1.0,"c":100,"theta":0.1}"#, 100.0, 100, "10 days", 750),
        impatient(r#"{"lam":110,"mu":1.0,"c":100,"theta":0.5}"#, 110.0, 100, "2 days", 220),
        impatient(r#"{"lam":110,"mu":1.0,"c":100,"theta":10.0}"#, 110.0, 100, "0.1 days", 250),
        impatient(r#"{"lam":3.6,"mu":1.0,"c":3,"theta":0.1}"#, 3.6, 3, "10 days", 2_500),
    ]
}

fn priorities() -> Vec<Case> {
    let waits = |parameters, replications| {
        Case::of("M/M/c non-preemptive priority", parameters, "priority.toml", replications)
            .row("mean wait of class 1", MeanTimeOf(WaitingTime, 0))
            .row("mean wait of class 2", MeanTimeOf(WaitingTime, 1))
    };
    let rates = |case: Case, urgent: f64, ordinary: f64| {
        case.staff(1)
            .set(format!("requests.urgent.arrivals.poisson.poisson.rate={urgent} per day"))
            .set(format!("requests.ordinary.arrivals.poisson.poisson.rate={ordinary} per day"))
    };
    let ciw = r#"{"lam":[0.2,0.6],"mu":[1.0,1.0]}"#;
    vec![
        waits(r#"{"lam":[1.0,1.5],"mu":[1.0,1.0],"c":3}"#, 800),
        // The second class remembers an idle desk for longer than the others do.
        rates(waits(r#"{"lam":[0.3,0.3],"mu":[1.0,0.5],"c":1}"#, 2_200), 0.3, 0.3)
            .set(r#"stages.desk.by_class={ ordinary = { service = { exponential = { mean = "2 days" } } } }"#)
            .until(60_000)
            .set("monte_carlo.warm_up=4000 days"),
        rates(Case::of("M/M/1 non-preemptive priority (Ciw test)", ciw, "priority.toml", 2_500), 0.2, 0.6)
            .row("mean sojourn of class 1", MeanTimeOf(ResponseTime, 0))
            .row("mean sojourn of class 2", MeanTimeOf(ResponseTime, 1)),
    ]
}

fn shifts() -> Vec<Case> {
    const LEAVING: &str = "M(t)/M/c(t), staff leave at once (task returns to the head)";
    const FINISHING: &str = "M(t)/M/c(t), staff finish their task first";
    const HAND_BACK: &str = "stages.desk.when_staff_leave=hand_back";
    let until = |name, parameters, day: u32, replications| {
        Case::of(name, parameters, "shifts.toml", replications)
            .set(format!("horizon={day} days"))
            .row("mean number in system", Level(Backlog, End))
    };
    let day_60 =
        r#"{"lam":"1+0.6 sin(2 pi t/365)","mu":0.25,"c":"5 while t mod 100 < 60, else 3","t":60.0,"start":"empty"}"#;
    let day_200 =
        r#"{"lam":"1+0.6 sin(2 pi t/365)","mu":0.25,"c":"5 while t mod 100 < 60, else 3","t":200.0,"start":"empty"}"#;
    let day_365 =
        r#"{"lam":"1+0.6 sin(2 pi t/365)","mu":0.25,"c":"5 while t mod 100 < 60, else 3","t":365.0,"start":"empty"}"#;
    vec![
        until(LEAVING, day_60, 60, 60_000).set(HAND_BACK),
        // P(N ≤ 26) = 0.9485 and P(N ≤ 27) = 0.9524: so many show that the 0.95 quantile is 27 and nothing else.
        until(LEAVING, day_365, 365, 600_000)
            .set(HAND_BACK)
            .row("0.5 quantile of number in system", QuantileOverRuns(Backlog, 0.5))
            .row("0.95 quantile of number in system", QuantileOverRuns(Backlog, 0.95)),
        until(FINISHING, day_200, 200, 15_000),
    ]
}
