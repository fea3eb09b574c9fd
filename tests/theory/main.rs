//! `saule::theory` reproduces the reference values of `tests/reference/queueing.csv`.

mod reference;

use std::collections::BTreeMap;

use reference::{Parameters, Row, rows};
use saule::model::Distribution;
use saule::model::distribution::{Gamma, LogNormal, Poisson};
use saule::model::growth::Curve;
use saule::theory::crossing::Threshold;
use saule::theory::infinite_server::{SineRate, mean_busy, mean_busy_exponential, mean_busy_fixed};
use saule::theory::{
    FiniteQueue, ImpatientQueue, MultiServerQueue, PriorityClass, SingleServerQueue, erlang_b, fixed_service_wait,
    pollaczek_khinchine, priority_waits, shared_priority_waits,
};

/// Relative error allowed: the reference has all its digits.
const TOLERANCE: f64 = 1e-8;

/// Systems that no formula here covers, with their numbers of rows.
const NOT_COVERED: [(&str, usize); 13] = [
    ("D/M/1", 1),
    ("E2/M/1", 1),
    ("GI/G/c bound", 2),
    ("Jackson network, 2 nodes with feedback", 1),
    ("M(t)/M/c(t), staff finish their task first", 2),
    ("M(t)/M/c(t), staff leave at once (task returns to the head)", 4),
    ("M/G/c lognormal bound", 2),
    ("M/M/1 -> M/M/1 tandem", 1),
    ("M/M/1 departures (Burke)", 2),
    ("M/M/1 preemptive-resume priority", 1),
    ("M/M/1 transient from empty", 4),
    ("M/M/c overload transient", 5),
    ("petition model, smooth counts: MONTE CARLO, not exact", 2),
];

#[test]
fn every_covered_row_is_reproduced() {
    for row in rows() {
        if let Some(value) = theory(&row) {
            let error = (value / row.value - 1.0).abs();
            assert!(error < TOLERANCE, "{row:?}: theory gives {value}, relative error {error:e}");
        }
    }
}

#[test]
fn the_rows_not_covered_are_known() {
    let mut not_covered = BTreeMap::new();
    for row in rows().iter().filter(|row| theory(row).is_none()) {
        *not_covered.entry(row.case.clone()).or_insert(0) += 1;
    }
    let found: Vec<(&str, usize)> = not_covered.iter().map(|(case, &count)| (case.as_str(), count)).collect();
    assert_eq!(found, NOT_COVERED);
}

/// What theory says of a row; `None` if it has no formula.
fn theory(row: &Row) -> Option<f64> {
    let (metric, p) = (row.metric.as_str(), &row.parameters);
    match row.case.as_str() {
        "M/M/1" => single_server(metric, p),
        "M/M/c" | "M/M/c overload fluid" => multi_server(metric, p),
        "M/M/c/c" => erlang_b(p.count("c"), p.number("lam") / p.number("mu")),
        "M/M/c/K" => finite_queue(metric, p),
        "M/G/1 lognormal" => {
            let service = lognormal(p);
            pollaczek_khinchine(p.number("lam"), service.mean(), service.variance())
        }
        "M/D/c" => fixed_service_wait(p.number("lam"), p.number("d"), p.count("c")),
        "M/M/c+M (Erlang-A)" => impatient(metric, p),
        "M/M/c non-preemptive priority" | "M/M/1 non-preemptive priority (Ciw test)" => priorities(metric, p),
        "M(t)/M/inf sinusoidal" => infinite_servers(metric, p),
        "M(t)/D/inf sinusoidal" => mean_busy_fixed(&sine_rate(p), p.number("d"), p.number("t")),
        "M/G/inf lognormal" => mean_busy(p.number("lam"), &lognormal(p), p.number("t")),
        "threshold crossing, exponential decay" => crossing(metric, p),
        "threshold crossing, constant rate" => constant_growth(metric, p),
        "petition model, smooth counts" | "petition model, Poisson counts" => petitions(row),
        _ => None,
    }
}

fn single_server(metric: &str, p: &Parameters) -> Option<f64> {
    let queue = SingleServerQueue { arrival_rate: p.number("lam"), service_rate: p.number("mu") };
    match metric {
        "mean number in system L" => queue.multi_server().mean_in_system(),
        "mean wait Wq" => queue.multi_server().mean_wait(),
        "variance of number in system" => queue.variance_in_system(),
        "95% quantile of sojourn time" => queue.sojourn_quantile(0.95),
        "P(wait > 2)" => queue.multi_server().wait_exceeds(2.0),
        _ => None,
    }
}

fn multi_server(metric: &str, p: &Parameters) -> Option<f64> {
    let queue = MultiServerQueue { arrival_rate: p.number("lam"), service_rate: p.number("mu"), servers: p.count("c") };
    match metric {
        "probability of waiting (Erlang C)" => queue.probability_of_waiting(),
        "mean wait Wq" => queue.mean_wait(),
        "P(wait > 1)" => queue.wait_exceeds(1.0),
        "80% quantile of wait" => queue.wait_quantile(0.8),
        "mean number in queue Lq" => queue.mean_queue(),
        "growth rate of mean backlog per day" => queue.overload_growth(),
        _ => None,
    }
}

fn finite_queue(metric: &str, p: &Parameters) -> Option<f64> {
    let queue = FiniteQueue {
        arrival_rate: p.number("lam"),
        service_rate: p.number("mu"),
        servers: p.count("c"),
        places: p.count("K"),
    };
    match metric {
        "blocking" => queue.blocking(),
        "mean wait of the admitted" => queue.mean_wait(),
        _ => None,
    }
}

fn impatient(metric: &str, p: &Parameters) -> Option<f64> {
    let queue = ImpatientQueue {
        arrival_rate: p.number("lam"),
        service_rate: p.number("mu"),
        servers: p.count("c"),
        patience_rate: p.number("theta"),
    };
    match metric {
        "probability of waiting" => queue.probability_of_waiting(),
        "probability of abandoning" => queue.probability_of_abandoning(),
        "mean number in queue" => queue.mean_queue(),
        _ => None,
    }
}

fn priorities(metric: &str, p: &Parameters) -> Option<f64> {
    let (rates, services) = (p.numbers("lam"), p.numbers("mu"));
    let servers = p.optional_count("c").unwrap_or(1);
    let waits = if servers == 1 {
        let class = |(&arrival_rate, &rate): (&f64, &f64)| PriorityClass {
            arrival_rate,
            service_mean: 1.0 / rate,
            service_variance: 1.0 / (rate * rate),
        };
        let classes: Vec<PriorityClass> = rates.iter().zip(&services).map(class).collect();
        priority_waits(&classes)
    } else {
        shared_priority_waits(&rates, services[0], servers)
    }?;
    match metric {
        "mean wait of class 1" => Some(waits[0]),
        "mean wait of class 2" => Some(waits[1]),
        "mean sojourn of class 1" => Some(waits[0] + 1.0 / services[0]),
        "mean sojourn of class 2" => Some(waits[1] + 1.0 / services[1]),
        _ => None,
    }
}

fn infinite_servers(metric: &str, p: &Parameters) -> Option<f64> {
    let mean = mean_busy_exponential(&sine_rate(p), p.number("mu"), p.number("t"))?;
    let busy = Poisson::new(mean).expect("a mean is a valid parameter");
    match metric {
        "mean number busy at t" => Some(mean),
        "0.05 quantile of number busy" => Some(busy.quantile(0.05)),
        "0.5 quantile of number busy" => Some(busy.quantile(0.5)),
        "0.95 quantile of number busy" => Some(busy.quantile(0.95)),
        _ => None,
    }
}

fn crossing(metric: &str, p: &Parameters) -> Option<f64> {
    let growth = Curve::Exponential(p.number("tau"));
    let threshold = Threshold { signatures: p.count("threshold"), window: Some(p.number("window")), growth: &growth };
    let potential = p.number("total_mean");
    match metric {
        "probability of crossing in the window" => threshold.probability(potential),
        "mean crossing time given crossing" => threshold.mean_age(potential),
        "0.05 quantile of crossing time given crossing" => threshold.age_quantile(potential, 0.05),
        "0.5 quantile of crossing time given crossing" => threshold.age_quantile(potential, 0.5),
        "0.95 quantile of crossing time given crossing" => threshold.age_quantile(potential, 0.95),
        _ => None,
    }
}

fn constant_growth(metric: &str, p: &Parameters) -> Option<f64> {
    let age = Gamma::with_shape_scale(p.number("threshold"), 1.0 / p.number("rate")).expect("valid parameters");
    match metric {
        "mean crossing time" => Some(age.mean()),
        "0.95 quantile of crossing time" => Some(age.quantile(0.95)),
        _ => None,
    }
}

fn petitions(row: &Row) -> Option<f64> {
    let p = &row.parameters;
    let growth = Curve::Exponential(p.number("tau"));
    let threshold = Threshold { signatures: p.count("threshold"), window: Some(p.number("window")), growth: &growth };
    let potential =
        LogNormal::with_median_sigma(p.number("median"), p.number("sigma")).expect("valid parameters").into();
    match (row.case.as_str(), row.metric.as_str()) {
        ("petition model, Poisson counts", "share of petitions that cross") => threshold.share_crossing(&potential),
        (_, "share of petitions that cross") => threshold.share_crossing_of_means(&potential),
        (_, "mean number of crossings by day 365 (Poisson law)") => {
            threshold.crossings_of_means(&potential, p.number("rate"), p.number("days"))
        }
        _ => None,
    }
}

fn lognormal(p: &Parameters) -> Distribution {
    LogNormal::with_mean_sigma(p.number("mean"), p.number("sigma")).expect("valid parameters").into()
}

fn sine_rate(p: &Parameters) -> SineRate {
    let period = std::f64::consts::TAU / p.number("gamma");
    SineRate { base: p.number("base"), amplitude: p.number("amplitude"), period }
}
