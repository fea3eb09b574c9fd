//! Cases of single queues and networks.

use saule::model::metric::{Metric, Statistic};

use crate::case::{
    Case,
    Number::{
        self, Deviation, Empty, Growth, Level, MeanTime, QuantileOverRuns, TimeAbove, TimeQuantile, VarianceOverTime,
    },
};
use Metric::{Backlog, Queued, ResponseTime, WaitingTime};
use Statistic::{End, Mean};

const NUMBER_IN_SYSTEM: (&str, Number) = ("mean number in system L", Level(Backlog, Mean));
const WAIT: (&str, Number) = ("mean wait Wq", MeanTime(WaitingTime));
const WAITING: (&str, Number) = ("probability of waiting (Erlang C)", TimeAbove(WaitingTime, 0.0));

/// Every case.
pub fn cases() -> Vec<Case> {
    [single_server(), many_servers(), other_services(), transients(), networks()].into_iter().flatten().collect()
}

impl Case {
    fn known(self, (metric, number): (&'static str, Number)) -> Self {
        self.row(metric, number)
    }

    /// The rows that say how numbers and times are spread, the exact mean being given.
    fn spread(self, mean: f64) -> Self {
        self.row("variance of number in system", VarianceOverTime(mean))
            .row("95% quantile of sojourn time", TimeQuantile(ResponseTime, 0.95))
            .row("P(wait > 2)", TimeAbove(WaitingTime, 2.0))
    }
}

fn single_server() -> Vec<Case> {
    let queue = |parameters, rate, replications| Case::queue("M/M/1", parameters, rate, replications);
    vec![
        queue(r#"{"lam":0.5,"mu":1.0}"#, 0.5, 1_000)
            .set("observe=5 days")
            .known(NUMBER_IN_SYSTEM)
            .known(WAIT)
            .spread(1.0),
        queue(r#"{"lam":0.8,"mu":1.0}"#, 0.8, 1_200).known(NUMBER_IN_SYSTEM).known(WAIT),
        queue(r#"{"lam":0.9,"mu":1.0}"#, 0.9, 28_000)
            .set("observe=20 days")
            .known(NUMBER_IN_SYSTEM)
            .known(WAIT)
            .spread(9.0),
        queue(r#"{"lam":0.95,"mu":1.0}"#, 0.95, 12_000).known(NUMBER_IN_SYSTEM),
    ]
}

fn many_servers() -> Vec<Case> {
    let queue = |parameters, rate, staff: u32, replications| {
        Case::queue("M/M/c", parameters, rate, replications).staff(staff).known(WAITING).known(WAIT)
    };
    vec![
        queue(r#"{"lam":2.7,"mu":1.0,"c":3}"#, 2.7, 3, 1_500),
        queue(r#"{"lam":4.5,"mu":1.0,"c":5}"#, 4.5, 5, 1_200)
            .row("P(wait > 1)", TimeAbove(WaitingTime, 1.0))
            .row("80% quantile of wait", TimeQuantile(WaitingTime, 0.8))
            .row("mean number in queue Lq", Level(Queued, Mean)),
        queue(r#"{"lam":8.0,"mu":1.0,"c":10}"#, 8.0, 10, 400),
        queue(r#"{"lam":19.0,"mu":1.0,"c":20}"#, 19.0, 20, 1_000),
    ]
}

fn other_services() -> Vec<Case> {
    let lognormal = |parameters, rate, sigma: f64, replications| {
        Case::queue("M/G/1 lognormal", parameters, rate, replications)
            .service(&format!(r#"{{ lognormal = {{ mean = "1 day", sigma = {sigma} }} }}"#))
            .known(WAIT)
    };
    vec![
        lognormal(r#"{"lam":0.5,"mean":1.0,"sigma":1.0}"#, 0.5, 1.0, 4_000),
        lognormal(r#"{"lam":0.8,"mean":1.0,"sigma":0.5}"#, 0.8, 0.5, 2_000),
        lognormal(r#"{"lam":0.8,"mean":1.0,"sigma":1.0}"#, 0.8, 1.0, 3_000),
        lognormal(r#"{"lam":0.9,"mean":1.0,"sigma":1.0}"#, 0.9, 1.0, 7_000),
        Case::queue("M/D/c", r#"{"lam":4.5,"d":1.0,"c":5}"#, 4.5, 800).staff(5).service("1 day").known(WAIT),
    ]
}

fn transients() -> Vec<Case> {
    let pure_delay = r#"{"lam":20.0,"mean":4.0,"sigma":1.0,"t":365.0,"start":"empty"}"#;
    let from_empty = |parameters, day, replications| {
        Case::queue("M/M/1 transient from empty", parameters, 0.9, replications)
            .starts_empty_until(day)
            .row("mean number in system", Level(Backlog, End))
            .row("P(empty)", Empty)
    };
    let overloaded = |name, parameters, replications| {
        Case::queue(name, parameters, 1.27, replications).staff(3).service(r#"{ exponential = { mean = "4 days" } }"#)
    };
    let overload = r#"{"lam":1.27,"mu":0.25,"c":3,"t":365.0,"start":"empty"}"#;
    vec![
        Case::queue("M/G/inf lognormal", pure_delay, 20.0, 3_000)
            .staff("unlimited")
            .service(r#"{ lognormal = { mean = "4 days", sigma = 1 } }"#)
            .starts_empty_until(365)
            .row("mean number busy at t", Level(Backlog, End)),
        from_empty(r#"{"lam":0.9,"mu":1.0,"t":10.0}"#, 10, 400_000),
        from_empty(r#"{"lam":0.9,"mu":1.0,"t":100.0}"#, 100, 850_000),
        overloaded("M/M/c overload transient", overload, 80_000)
            .starts_empty_until(365)
            .row("mean number in system", Level(Backlog, End))
            .row("standard deviation of number in system", Deviation(191.871_608_950_896_1))
            .row("0.05 quantile of number in system", QuantileOverRuns(Backlog, 0.05))
            .row("0.5 quantile of number in system", QuantileOverRuns(Backlog, 0.5))
            .row("0.95 quantile of number in system", QuantileOverRuns(Backlog, 0.95)),
        overloaded("M/M/c overload fluid", r#"{"lam":1.27,"mu":0.25,"c":3}"#, 20_000)
            .starts_empty_until(2_000)
            .set("observe=1000 days")
            .row("growth rate of mean backlog per day", Growth),
    ]
}

fn networks() -> Vec<Case> {
    let jackson = r#"{"lam":[4,5],"mu":[8,10],"route":[[0,0.5],[0.25,0]]}"#;
    let networks = [
        Case::of("M/M/1 -> M/M/1 tandem", r#"{"lam":0.6,"mu":[1.0,0.8]}"#, "tandem.toml", 1_000),
        Case::of("Jackson network, 2 nodes with feedback", jackson, "jackson.toml", 1_500),
    ];
    networks.map(|network| network.row("mean total number", Level(Backlog, Mean))).into()
}
