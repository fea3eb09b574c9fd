//! Cases of the desk: full queues, patience, priorities, staff that comes and goes.

use saule::model::metric::{Metric, Statistic};

use crate::cases::{
    Case,
    Number::{Level, MeanTime, MeanTimeOf, QuantileOverRuns, Ratio, ShareWaiting},
};
use Metric::{Abandoned, Backlog, Created, Queued, Refused, ResponseTime, WaitingTime};
use Statistic::{End, Mean};

/// Every case.
pub const CASES: &[Case] = &[
    Case {
        name: "M(t)/M/c(t), staff leave at once (task returns to the head)",
        parameters: r#"{"lam":"1+0.6 sin(2 pi t/365)","mu":0.25,"c":"5 while t mod 100 < 60, else 3","t":60.0,"start":"empty"}"#,
        scenario: "shifts.toml",
        set: &["stages.desk.when_staff_leave=hand_back", "horizon=60 days"],
        replications: 60000,
        rows: &[("mean number in system", Level(Backlog, End))],
    },
    Case {
        name: "M(t)/M/c(t), staff leave at once (task returns to the head)",
        parameters: r#"{"lam":"1+0.6 sin(2 pi t/365)","mu":0.25,"c":"5 while t mod 100 < 60, else 3","t":365.0,"start":"empty"}"#,
        scenario: "shifts.toml",
        set: &["stages.desk.when_staff_leave=hand_back", "horizon=365 days"],
        replications: 120000,
        rows: &[
            ("mean number in system", Level(Backlog, End)),
            ("0.5 quantile of number in system", QuantileOverRuns(Backlog, 0.5)),
        ],
    },
    Case {
        name: "M(t)/M/c(t), staff finish their task first",
        parameters: r#"{"lam":"1+0.6 sin(2 pi t/365)","mu":0.25,"c":"5 while t mod 100 < 60, else 3","t":200.0,"start":"empty"}"#,
        scenario: "shifts.toml",
        set: &["horizon=200 days"],
        replications: 15000,
        rows: &[("mean number in system", Level(Backlog, End))],
    },
    Case {
        name: "M/M/c/c",
        parameters: r#"{"lam":4.0,"mu":1.0,"c":5}"#,
        scenario: "queue.toml",
        set: &[
            r#"requests.customers.arrivals.poisson.poisson.rate=4 per day"#,
            r#"stages.desk.staff=5"#,
            r#"stages.desk.queue_limit=0"#,
            r#"horizon=2200 days"#,
            r#"observe=2200 days"#,
            r#"monte_carlo.warm_up=200 days"#,
        ],
        replications: 600,
        rows: &[("blocking (Erlang B)", Ratio(Refused, Created))],
    },
    Case {
        name: "M/M/c/c",
        parameters: r#"{"lam":8.0,"mu":1.0,"c":10}"#,
        scenario: "queue.toml",
        set: &[
            r#"requests.customers.arrivals.poisson.poisson.rate=8 per day"#,
            r#"stages.desk.staff=10"#,
            r#"stages.desk.queue_limit=0"#,
            r#"horizon=2200 days"#,
            r#"observe=2200 days"#,
            r#"monte_carlo.warm_up=200 days"#,
        ],
        replications: 600,
        rows: &[("blocking (Erlang B)", Ratio(Refused, Created))],
    },
    Case {
        name: "M/M/c/c",
        parameters: r#"{"lam":20.0,"mu":1.0,"c":20}"#,
        scenario: "queue.toml",
        set: &[
            r#"requests.customers.arrivals.poisson.poisson.rate=20 per day"#,
            r#"stages.desk.staff=20"#,
            r#"stages.desk.queue_limit=0"#,
            r#"horizon=2200 days"#,
            r#"observe=2200 days"#,
            r#"monte_carlo.warm_up=200 days"#,
        ],
        replications: 300,
        rows: &[("blocking (Erlang B)", Ratio(Refused, Created))],
    },
    Case {
        name: "M/M/c/K",
        parameters: r#"{"lam":0.9,"mu":1.0,"c":1,"K":5}"#,
        scenario: "queue.toml",
        set: &[
            r#"requests.customers.arrivals.poisson.poisson.rate=0.9 per day"#,
            r#"stages.desk.staff=1"#,
            r#"stages.desk.queue_limit=4"#,
            r#"horizon=2200 days"#,
            r#"observe=2200 days"#,
            r#"monte_carlo.warm_up=200 days"#,
        ],
        replications: 3000,
        rows: &[("blocking", Ratio(Refused, Created)), ("mean wait of the admitted", MeanTime(WaitingTime))],
    },
    Case {
        name: "M/M/c/K",
        parameters: r#"{"lam":3.3,"mu":1.0,"c":3,"K":10}"#,
        scenario: "queue.toml",
        set: &[
            r#"requests.customers.arrivals.poisson.poisson.rate=3.3 per day"#,
            r#"stages.desk.staff=3"#,
            r#"stages.desk.queue_limit=7"#,
            r#"horizon=2200 days"#,
            r#"observe=2200 days"#,
            r#"monte_carlo.warm_up=200 days"#,
        ],
        replications: 1200,
        rows: &[("blocking", Ratio(Refused, Created)), ("mean wait of the admitted", MeanTime(WaitingTime))],
    },
    Case {
        name: "M/M/c/K",
        parameters: r#"{"lam":2.4,"mu":1.0,"c":3,"K":10}"#,
        scenario: "queue.toml",
        set: &[
            r#"requests.customers.arrivals.poisson.poisson.rate=2.4 per day"#,
            r#"stages.desk.staff=3"#,
            r#"stages.desk.queue_limit=7"#,
            r#"horizon=2200 days"#,
            r#"observe=2200 days"#,
            r#"monte_carlo.warm_up=200 days"#,
        ],
        replications: 6000,
        rows: &[("blocking", Ratio(Refused, Created)), ("mean wait of the admitted", MeanTime(WaitingTime))],
    },
    Case {
        name: "M/M/c+M (Erlang-A)",
        parameters: r#"{"lam":110,"mu":1.0,"c":100,"theta":0.5}"#,
        scenario: "queue.toml",
        set: &[
            r#"requests.customers.arrivals.poisson.poisson.rate=110 per day"#,
            r#"stages.desk.staff=100"#,
            r#"requests.customers.patience={ exponential = { mean = "2 days" } }"#,
            r#"horizon=2200 days"#,
            r#"observe=2200 days"#,
            r#"monte_carlo.warm_up=200 days"#,
        ],
        replications: 220,
        rows: &[
            ("probability of waiting", ShareWaiting),
            ("probability of abandoning", Ratio(Abandoned, Created)),
            ("mean number in queue", Level(Queued, Mean)),
        ],
    },
    Case {
        name: "M/M/c+M (Erlang-A)",
        parameters: r#"{"lam":110,"mu":1.0,"c":100,"theta":10.0}"#,
        scenario: "queue.toml",
        set: &[
            r#"requests.customers.arrivals.poisson.poisson.rate=110 per day"#,
            r#"stages.desk.staff=100"#,
            r#"requests.customers.patience={ exponential = { mean = "0.1 days" } }"#,
            r#"horizon=2200 days"#,
            r#"observe=2200 days"#,
            r#"monte_carlo.warm_up=200 days"#,
        ],
        replications: 250,
        rows: &[
            ("probability of waiting", ShareWaiting),
            ("probability of abandoning", Ratio(Abandoned, Created)),
            ("mean number in queue", Level(Queued, Mean)),
        ],
    },
    Case {
        name: "M/M/c+M (Erlang-A)",
        parameters: r#"{"lam":3.6,"mu":1.0,"c":3,"theta":0.1}"#,
        scenario: "queue.toml",
        set: &[
            r#"requests.customers.arrivals.poisson.poisson.rate=3.6 per day"#,
            r#"stages.desk.staff=3"#,
            r#"requests.customers.patience={ exponential = { mean = "10 days" } }"#,
            r#"horizon=2200 days"#,
            r#"observe=2200 days"#,
            r#"monte_carlo.warm_up=200 days"#,
        ],
        replications: 2500,
        rows: &[
            ("probability of waiting", ShareWaiting),
            ("probability of abandoning", Ratio(Abandoned, Created)),
            ("mean number in queue", Level(Queued, Mean)),
        ],
    },
    Case {
        name: "M/M/c non-preemptive priority",
        parameters: r#"{"lam":[1.0,1.5],"mu":[1.0,1.0],"c":3}"#,
        scenario: "priority.toml",
        set: &[],
        replications: 800,
        rows: &[
            ("mean wait of class 1", MeanTimeOf(WaitingTime, 0)),
            ("mean wait of class 2", MeanTimeOf(WaitingTime, 1)),
        ],
    },
    Case {
        name: "M/M/1 non-preemptive priority (Ciw test)",
        parameters: r#"{"lam":[0.2,0.6],"mu":[1.0,1.0]}"#,
        scenario: "priority.toml",
        set: &[
            r#"stages.desk.staff=1"#,
            r#"requests.urgent.arrivals.poisson.poisson.rate=0.2 per day"#,
            r#"requests.ordinary.arrivals.poisson.poisson.rate=0.6 per day"#,
        ],
        replications: 2500,
        rows: &[
            ("mean sojourn of class 1", MeanTimeOf(ResponseTime, 0)),
            ("mean sojourn of class 2", MeanTimeOf(ResponseTime, 1)),
        ],
    },
];
