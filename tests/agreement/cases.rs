//! The cases: which row, which scenario, which number.

use saule::model::metric::{Metric, Statistic};

/// Rows of the reference that one scenario reproduces.
pub struct Case {
    /// Case and parameters of the rows.
    pub name: &'static str,
    pub parameters: &'static str,
    /// Scenario file and what is set in it.
    pub scenario: &'static str,
    pub set: &'static [&'static str],
    pub replications: u64,
    /// Metric of each row, and what is read off a replication for it.
    pub rows: &'static [(&'static str, Number)],
}

/// A number of one replication.
#[derive(Clone, Copy)]
pub enum Number {
    /// A statistic of a level or flow.
    Level(Metric, Statistic),
    /// A quantile over replications of a level at the horizon.
    QuantileOverRuns(Metric, f64),
    /// Whether the backlog is empty at the horizon.
    Empty,
    /// Squared distance of the backlog at the horizon from its exact mean; the root of its mean is compared.
    Deviation(f64),
    /// Squared distance of the backlog from its exact mean, averaged over the grid.
    VarianceOverTime(f64),
    /// Growth of the backlog per day over the second half of the horizon.
    Growth,
    /// Mean of a time.
    MeanTime(Metric),
    /// Quantile of a time.
    TimeQuantile(Metric, f64),
    /// Share of times greater than a bound.
    TimeAbove(Metric, f64),
    /// Share of requests that became eligible.
    ShareCrossing,
}

impl Number {
    /// True of numbers that come from binned times.
    pub fn is_binned(self) -> bool {
        matches!(self, Number::TimeQuantile(..))
    }
}

use Metric::{Backlog, Eligible, Queued, ResponseTime, TimeToThreshold, WaitingTime};
use Number::{
    Deviation, Empty, Growth, Level, MeanTime, QuantileOverRuns, ShareCrossing, TimeAbove, TimeQuantile,
    VarianceOverTime,
};
use Statistic::{End, Mean};

/// Every case.
pub const CASES: &[Case] = &[
    Case {
        name: "M/M/1",
        parameters: r#"{"lam":0.5,"mu":1.0}"#,
        scenario: "queue.toml",
        set: &["requests.customers.arrivals.poisson.poisson.rate=0.5 per day", "observe=5 days"],
        replications: 1000,
        rows: &[
            ("mean number in system L", Level(Backlog, Mean)),
            ("mean wait Wq", MeanTime(WaitingTime)),
            ("variance of number in system", VarianceOverTime(1.0)),
            ("95% quantile of sojourn time", TimeQuantile(ResponseTime, 0.95)),
            ("P(wait > 2)", TimeAbove(WaitingTime, 2.0)),
        ],
    },
    Case {
        name: "M/M/1",
        parameters: r#"{"lam":0.8,"mu":1.0}"#,
        scenario: "queue.toml",
        set: &["requests.customers.arrivals.poisson.poisson.rate=0.8 per day"],
        replications: 1200,
        rows: &[("mean number in system L", Level(Backlog, Mean)), ("mean wait Wq", MeanTime(WaitingTime))],
    },
    Case {
        name: "M/M/1",
        parameters: r#"{"lam":0.9,"mu":1.0}"#,
        scenario: "queue.toml",
        set: &["requests.customers.arrivals.poisson.poisson.rate=0.9 per day", "observe=20 days"],
        replications: 28_000,
        rows: &[
            ("mean number in system L", Level(Backlog, Mean)),
            ("mean wait Wq", MeanTime(WaitingTime)),
            ("variance of number in system", VarianceOverTime(9.0)),
            ("95% quantile of sojourn time", TimeQuantile(ResponseTime, 0.95)),
            ("P(wait > 2)", TimeAbove(WaitingTime, 2.0)),
        ],
    },
    Case {
        name: "M/M/1",
        parameters: r#"{"lam":0.95,"mu":1.0}"#,
        scenario: "queue.toml",
        set: &["requests.customers.arrivals.poisson.poisson.rate=0.95 per day"],
        replications: 12_000,
        rows: &[("mean number in system L", Level(Backlog, Mean))],
    },
    Case {
        name: "M/M/c",
        parameters: r#"{"lam":2.7,"mu":1.0,"c":3}"#,
        scenario: "queue.toml",
        set: &["requests.customers.arrivals.poisson.poisson.rate=2.7 per day", "stages.desk.staff=3"],
        replications: 1500,
        rows: &[
            ("probability of waiting (Erlang C)", TimeAbove(WaitingTime, 0.0)),
            ("mean wait Wq", MeanTime(WaitingTime)),
        ],
    },
    Case {
        name: "M/M/c",
        parameters: r#"{"lam":4.5,"mu":1.0,"c":5}"#,
        scenario: "queue.toml",
        set: &["requests.customers.arrivals.poisson.poisson.rate=4.5 per day", "stages.desk.staff=5"],
        replications: 1200,
        rows: &[
            ("probability of waiting (Erlang C)", TimeAbove(WaitingTime, 0.0)),
            ("mean wait Wq", MeanTime(WaitingTime)),
            ("P(wait > 1)", TimeAbove(WaitingTime, 1.0)),
            ("80% quantile of wait", TimeQuantile(WaitingTime, 0.8)),
            ("mean number in queue Lq", Level(Queued, Mean)),
        ],
    },
    Case {
        name: "M/M/c",
        parameters: r#"{"lam":8.0,"mu":1.0,"c":10}"#,
        scenario: "queue.toml",
        set: &["requests.customers.arrivals.poisson.poisson.rate=8 per day", "stages.desk.staff=10"],
        replications: 400,
        rows: &[
            ("probability of waiting (Erlang C)", TimeAbove(WaitingTime, 0.0)),
            ("mean wait Wq", MeanTime(WaitingTime)),
        ],
    },
    Case {
        name: "M/M/c",
        parameters: r#"{"lam":19.0,"mu":1.0,"c":20}"#,
        scenario: "queue.toml",
        set: &["requests.customers.arrivals.poisson.poisson.rate=19 per day", "stages.desk.staff=20"],
        replications: 1000,
        rows: &[
            ("probability of waiting (Erlang C)", TimeAbove(WaitingTime, 0.0)),
            ("mean wait Wq", MeanTime(WaitingTime)),
        ],
    },
    Case {
        name: "M/G/1 lognormal",
        parameters: r#"{"lam":0.5,"mean":1.0,"sigma":1.0}"#,
        scenario: "queue.toml",
        set: &[
            "requests.customers.arrivals.poisson.poisson.rate=0.5 per day",
            r#"stages.desk.service={ lognormal = { mean = "1 day", sigma = 1.0 } }"#,
        ],
        replications: 4000,
        rows: &[("mean wait Wq", MeanTime(WaitingTime))],
    },
    Case {
        name: "M/G/1 lognormal",
        parameters: r#"{"lam":0.8,"mean":1.0,"sigma":0.5}"#,
        scenario: "queue.toml",
        set: &[
            "requests.customers.arrivals.poisson.poisson.rate=0.8 per day",
            r#"stages.desk.service={ lognormal = { mean = "1 day", sigma = 0.5 } }"#,
        ],
        replications: 2000,
        rows: &[("mean wait Wq", MeanTime(WaitingTime))],
    },
    Case {
        name: "M/G/1 lognormal",
        parameters: r#"{"lam":0.8,"mean":1.0,"sigma":1.0}"#,
        scenario: "queue.toml",
        set: &[
            "requests.customers.arrivals.poisson.poisson.rate=0.8 per day",
            r#"stages.desk.service={ lognormal = { mean = "1 day", sigma = 1.0 } }"#,
        ],
        replications: 3_000,
        rows: &[("mean wait Wq", MeanTime(WaitingTime))],
    },
    Case {
        name: "M/G/1 lognormal",
        parameters: r#"{"lam":0.9,"mean":1.0,"sigma":1.0}"#,
        scenario: "queue.toml",
        set: &[
            "requests.customers.arrivals.poisson.poisson.rate=0.9 per day",
            r#"stages.desk.service={ lognormal = { mean = "1 day", sigma = 1.0 } }"#,
        ],
        replications: 7_000,
        rows: &[("mean wait Wq", MeanTime(WaitingTime))],
    },
    Case {
        name: "M/D/c",
        parameters: r#"{"lam":4.5,"d":1.0,"c":5}"#,
        scenario: "queue.toml",
        set: &[
            "requests.customers.arrivals.poisson.poisson.rate=4.5 per day",
            "stages.desk.staff=5",
            "stages.desk.service=1 day",
        ],
        replications: 800,
        rows: &[("mean wait Wq", MeanTime(WaitingTime))],
    },
    Case {
        name: "M/G/inf lognormal",
        parameters: r#"{"lam":20.0,"mean":4.0,"sigma":1.0,"t":365.0,"start":"empty"}"#,
        scenario: "queue.toml",
        set: &[
            "requests.customers.arrivals.poisson.poisson.rate=20 per day",
            "stages.desk.staff=unlimited",
            r#"stages.desk.service={ lognormal = { mean = "4 days", sigma = 1 } }"#,
            "horizon=365 days",
            "observe=365 days",
            "monte_carlo.warm_up=0 days",
        ],
        replications: 3000,
        rows: &[("mean number busy at t", Level(Backlog, End))],
    },
    Case {
        name: "M/M/1 transient from empty",
        parameters: r#"{"lam":0.9,"mu":1.0,"t":10.0}"#,
        scenario: "queue.toml",
        set: &[
            "requests.customers.arrivals.poisson.poisson.rate=0.9 per day",
            "horizon=10 days",
            "observe=10 days",
            "monte_carlo.warm_up=0 days",
        ],
        replications: 400_000,
        rows: &[("mean number in system", Level(Backlog, End)), ("P(empty)", Empty)],
    },
    Case {
        name: "M/M/1 transient from empty",
        parameters: r#"{"lam":0.9,"mu":1.0,"t":100.0}"#,
        scenario: "queue.toml",
        set: &[
            "requests.customers.arrivals.poisson.poisson.rate=0.9 per day",
            "horizon=100 days",
            "observe=100 days",
            "monte_carlo.warm_up=0 days",
        ],
        replications: 850_000,
        rows: &[("mean number in system", Level(Backlog, End)), ("P(empty)", Empty)],
    },
    Case {
        name: "M/M/c overload transient",
        parameters: r#"{"lam":1.27,"mu":0.25,"c":3,"t":365.0,"start":"empty"}"#,
        scenario: "queue.toml",
        set: &[
            "requests.customers.arrivals.poisson.poisson.rate=1.27 per day",
            "stages.desk.staff=3",
            r#"stages.desk.service={ exponential = { mean = "4 days" } }"#,
            "horizon=365 days",
            "observe=365 days",
            "monte_carlo.warm_up=0 days",
        ],
        replications: 80_000,
        rows: &[
            ("mean number in system", Level(Backlog, End)),
            ("standard deviation of number in system", Deviation(191.871_608_950_896_1)),
            ("0.05 quantile of number in system", QuantileOverRuns(Backlog, 0.05)),
            ("0.5 quantile of number in system", QuantileOverRuns(Backlog, 0.5)),
            ("0.95 quantile of number in system", QuantileOverRuns(Backlog, 0.95)),
        ],
    },
    Case {
        name: "M/M/c overload fluid",
        parameters: r#"{"lam":1.27,"mu":0.25,"c":3}"#,
        scenario: "queue.toml",
        set: &[
            "requests.customers.arrivals.poisson.poisson.rate=1.27 per day",
            "stages.desk.staff=3",
            r#"stages.desk.service={ exponential = { mean = "4 days" } }"#,
            "horizon=2000 days",
            "observe=1000 days",
            "monte_carlo.warm_up=0 days",
        ],
        replications: 20_000,
        rows: &[("growth rate of mean backlog per day", Growth)],
    },
    Case {
        name: "M/M/1 -> M/M/1 tandem",
        parameters: r#"{"lam":0.6,"mu":[1.0,0.8]}"#,
        scenario: "tandem.toml",
        set: &[],
        replications: 1000,
        rows: &[("mean total number", Level(Backlog, Mean))],
    },
    Case {
        name: "Jackson network, 2 nodes with feedback",
        parameters: r#"{"lam":[4,5],"mu":[8,10],"route":[[0,0.5],[0.25,0]]}"#,
        scenario: "jackson.toml",
        set: &[],
        replications: 1500,
        rows: &[("mean total number", Level(Backlog, Mean))],
    },
    Case {
        name: "threshold crossing, exponential decay",
        parameters: r#"{"threshold":5000,"total_mean":5000,"tau":5.0,"window":30.0}"#,
        scenario: "crossing.toml",
        set: &["requests.petitions.potential=5000"],
        replications: 400,
        rows: &[
            ("probability of crossing in the window", ShareCrossing),
            ("mean crossing time given crossing", MeanTime(TimeToThreshold)),
            ("0.05 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.05)),
            ("0.5 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.5)),
            ("0.95 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.95)),
        ],
    },
    Case {
        name: "threshold crossing, exponential decay",
        parameters: r#"{"threshold":5000,"total_mean":5100,"tau":5.0,"window":30.0}"#,
        scenario: "crossing.toml",
        set: &["requests.petitions.potential=5100"],
        replications: 400,
        rows: &[
            ("probability of crossing in the window", ShareCrossing),
            ("mean crossing time given crossing", MeanTime(TimeToThreshold)),
            ("0.05 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.05)),
            ("0.5 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.5)),
            ("0.95 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.95)),
        ],
    },
    Case {
        name: "threshold crossing, exponential decay",
        parameters: r#"{"threshold":5000,"total_mean":5500,"tau":5.0,"window":30.0}"#,
        scenario: "crossing.toml",
        set: &["requests.petitions.potential=5500"],
        replications: 400,
        rows: &[
            ("probability of crossing in the window", ShareCrossing),
            ("mean crossing time given crossing", MeanTime(TimeToThreshold)),
            ("0.05 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.05)),
            ("0.5 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.5)),
            ("0.95 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.95)),
        ],
    },
    Case {
        name: "threshold crossing, exponential decay",
        parameters: r#"{"threshold":5000,"total_mean":5050,"tau":5.0,"window":180.0}"#,
        scenario: "crossing.toml",
        set: &[
            "requests.petitions.potential=5050",
            "requests.petitions.window=180 days",
            "horizon=190 days",
            "observe=190 days",
        ],
        replications: 400,
        rows: &[
            ("probability of crossing in the window", ShareCrossing),
            ("mean crossing time given crossing", MeanTime(TimeToThreshold)),
            ("0.05 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.05)),
            ("0.5 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.5)),
            ("0.95 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.95)),
        ],
    },
    Case {
        name: "threshold crossing, exponential decay",
        parameters: r#"{"threshold":25000,"total_mean":25100,"tau":5.0,"window":30.0}"#,
        scenario: "crossing.toml",
        set: &["requests.petitions.potential=25100", "requests.petitions.threshold.signatures=25000"],
        replications: 400,
        rows: &[
            ("probability of crossing in the window", ShareCrossing),
            ("mean crossing time given crossing", MeanTime(TimeToThreshold)),
            ("0.05 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.05)),
            ("0.5 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.5)),
            ("0.95 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.95)),
        ],
    },
    Case {
        name: "threshold crossing, exponential decay",
        parameters: r#"{"threshold":25000,"total_mean":25500,"tau":5.0,"window":180.0}"#,
        scenario: "crossing.toml",
        set: &[
            "requests.petitions.potential=25500",
            "requests.petitions.threshold.signatures=25000",
            "requests.petitions.window=180 days",
            "horizon=190 days",
            "observe=190 days",
        ],
        replications: 400,
        rows: &[
            ("probability of crossing in the window", ShareCrossing),
            ("mean crossing time given crossing", MeanTime(TimeToThreshold)),
            ("0.05 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.05)),
            ("0.5 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.5)),
            ("0.95 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.95)),
        ],
    },
    Case {
        name: "threshold crossing, exponential decay",
        parameters: r#"{"threshold":25000,"total_mean":40000,"tau":30.0,"window":180.0}"#,
        scenario: "crossing.toml",
        set: &[
            "requests.petitions.potential=40000",
            "requests.petitions.growth.exponential.mean=30 days",
            "requests.petitions.threshold.signatures=25000",
            "requests.petitions.window=180 days",
            "horizon=190 days",
            "observe=190 days",
        ],
        replications: 400,
        rows: &[
            ("probability of crossing in the window", ShareCrossing),
            ("mean crossing time given crossing", MeanTime(TimeToThreshold)),
            ("0.05 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.05)),
            ("0.5 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.5)),
            ("0.95 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.95)),
        ],
    },
    Case {
        name: "threshold crossing, exponential decay",
        parameters: r#"{"threshold":25000,"total_mean":25000,"tau":5.0,"window":1000000000.0}"#,
        scenario: "crossing.toml",
        set: &[
            "requests.petitions.potential=25000",
            "requests.petitions.threshold.signatures=25000",
            "requests.petitions.window=none",
            "horizon=1000 days",
            "observe=1000 days",
        ],
        replications: 400,
        rows: &[
            ("probability of crossing in the window", ShareCrossing),
            ("mean crossing time given crossing", MeanTime(TimeToThreshold)),
            ("0.05 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.05)),
            ("0.5 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.5)),
            ("0.95 quantile of crossing time given crossing", TimeQuantile(TimeToThreshold, 0.95)),
        ],
    },
    Case {
        name: "petition model, smooth counts",
        parameters: r#"{"threshold":5000,"median":150.0,"sigma":2.3,"tau":5.0,"window":30.0}"#,
        scenario: "petitions.toml",
        set: &[
            "requests.petitions.threshold.signatures=5000",
            "requests.petitions.arrivals.poisson.poisson.until=300 days",
        ],
        replications: 800,
        rows: &[("share of petitions that cross", ShareCrossing)],
    },
    Case {
        name: "petition model, smooth counts",
        parameters: r#"{"threshold":5000,"median":150.0,"sigma":2.3,"tau":5.0,"window":30.0,"rate":20.0,"days":365}"#,
        scenario: "petitions.toml",
        set: &["requests.petitions.threshold.signatures=5000"],
        replications: 800,
        rows: &[("mean number of crossings by day 365 (Poisson law)", Level(Eligible, End))],
    },
    Case {
        name: "petition model, smooth counts",
        parameters: r#"{"threshold":25000,"median":150.0,"sigma":2.3,"tau":5.0,"window":30.0}"#,
        scenario: "petitions.toml",
        set: &[
            "requests.petitions.threshold.signatures=25000",
            "requests.petitions.arrivals.poisson.poisson.until=300 days",
        ],
        replications: 2500,
        rows: &[("share of petitions that cross", ShareCrossing)],
    },
    Case {
        name: "petition model, Poisson counts",
        parameters: r#"{"threshold":25000,"median":150.0,"sigma":2.3,"tau":5.0,"window":30.0}"#,
        scenario: "petitions.toml",
        set: &[
            "requests.petitions.threshold.signatures=25000",
            "requests.petitions.arrivals.poisson.poisson.until=300 days",
        ],
        replications: 2500,
        rows: &[("share of petitions that cross", ShareCrossing)],
    },
    Case {
        name: "petition model, smooth counts",
        parameters: r#"{"threshold":25000,"median":150.0,"sigma":2.3,"tau":5.0,"window":30.0,"rate":20.0,"days":365}"#,
        scenario: "petitions.toml",
        set: &["requests.petitions.threshold.signatures=25000"],
        replications: 2500,
        rows: &[("mean number of crossings by day 365 (Poisson law)", Level(Eligible, End))],
    },
];
