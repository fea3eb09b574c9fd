//! Cases whose arrival rate changes over time.

use saule::model::metric::{Metric::Backlog, Statistic::End};

use crate::cases::{
    Case,
    Number::{Level, QuantileOverRuns},
};

/// Staff of 5 for 60 days and of 3 for 40, again and again.
const SHIFTS: &str = r#"stages.desk.staff=[
    { at = "0 days", staff = 5 }, { at = "60 days", staff = 3 }, { at = "100 days", staff = 5 },
    { at = "160 days", staff = 3 }, { at = "200 days", staff = 5 }, { at = "260 days", staff = 3 },
    { at = "300 days", staff = 5 }, { at = "360 days", staff = 3 },
]"#;
const YEARLY: &str = r#"requests.customers.arrivals.poisson.poisson.wave={ amplitude = 0.6, period = "365 days" }"#;

/// Every case.
pub const CASES: &[Case] = &[
    Case {
        name: "M(t)/M/inf sinusoidal",
        parameters: r#"{"base":20.0,"amplitude":10.0,"gamma":0.8975979010256552,"mu":0.25,"t":365.0,"start":"empty"}"#,
        scenario: "swings.toml",
        // 40 weeks less: what they would still add is below 1e-9 of the value.
        set: &["horizon=85 days", "observe=85 days"],
        replications: 15_000,
        rows: &[
            ("mean number busy at t", Level(Backlog, End)),
            ("0.05 quantile of number busy", QuantileOverRuns(Backlog, 0.05)),
            ("0.5 quantile of number busy", QuantileOverRuns(Backlog, 0.5)),
            ("0.95 quantile of number busy", QuantileOverRuns(Backlog, 0.95)),
        ],
    },
    Case {
        name: "M(t)/M/inf sinusoidal",
        parameters: r#"{"base":10.0,"amplitude":9.0,"gamma":1.0,"mu":1.0,"t":50.0,"start":"empty"}"#,
        scenario: "swings.toml",
        set: &[
            "requests.customers.arrivals.poisson.poisson.rate=10 per day",
            r#"requests.customers.arrivals.poisson.poisson.wave={ amplitude = 0.9, period = "6.283185307179586 days" }"#,
            "stages.desk.service.exponential.mean=1 day",
            "horizon=50 days",
            "observe=50 days",
        ],
        replications: 26_000,
        rows: &[("mean number busy at t", Level(Backlog, End))],
    },
    Case {
        name: "M(t)/D/inf sinusoidal",
        parameters: r#"{"base":20.0,"amplitude":10.0,"gamma":0.8975979010256552,"d":4.0,"t":100.0}"#,
        scenario: "swings.toml",
        set: &["stages.desk.service=4 days", "horizon=100 days", "observe=100 days"],
        replications: 2_000,
        rows: &[("mean number busy at t", Level(Backlog, End))],
    },
    Case {
        name: "M(t)/M/c(t), staff finish their task first",
        parameters: r#"{"lam":"1+0.6 sin(2 pi t/365)","mu":0.25,"c":"5 while t mod 100 < 60, else 3","t":200.0,"start":"empty"}"#,
        scenario: "swings.toml",
        set: &[
            "requests.customers.arrivals.poisson.poisson.rate=1 per day",
            YEARLY,
            SHIFTS,
            "horizon=200 days",
            "observe=200 days",
        ],
        replications: 10_000,
        rows: &[("mean number in system", Level(Backlog, End))],
    },
    Case {
        name: "M(t)/M/c(t), staff finish their task first",
        parameters: r#"{"lam":"1+0.6 sin(2 pi t/365)","mu":0.25,"c":"5 while t mod 100 < 60, else 3","t":365.0,"start":"empty"}"#,
        scenario: "swings.toml",
        set: &["requests.customers.arrivals.poisson.poisson.rate=1 per day", YEARLY, SHIFTS],
        replications: 115_000,
        rows: &[("mean number in system", Level(Backlog, End))],
    },
];
