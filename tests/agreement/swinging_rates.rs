//! Cases whose arrival rate changes over time.

use saule::model::metric::{Metric::Backlog, Statistic::End};

use crate::case::{
    Case,
    Number::{Level, QuantileOverRuns},
};

/// Staff of 5 for 60 days and of 3 for 40, again and again.
const SHIFTS: &str = r#"[
    { at = "0 days", staff = 5 }, { at = "60 days", staff = 3 }, { at = "100 days", staff = 5 },
    { at = "160 days", staff = 3 }, { at = "200 days", staff = 5 }, { at = "260 days", staff = 3 },
    { at = "300 days", staff = 5 }, { at = "360 days", staff = 3 },
]"#;

impl Case {
    fn wave(self, amplitude: f64, period: &str) -> Self {
        self.set(format!(
            r#"requests.customers.arrivals.poisson.poisson.wave={{ amplitude = {amplitude}, period = "{period}" }}"#
        ))
    }
}

/// Every case.
pub fn cases() -> Vec<Case> {
    let swinging =
        |name, parameters, day, replications| Case::of(name, parameters, "swings.toml", replications).until(day);
    const SINE: &str = "M(t)/M/inf sinusoidal";
    let weekly = r#"{"base":20.0,"amplitude":10.0,"gamma":0.8975979010256552,"mu":0.25,"t":365.0,"start":"empty"}"#;
    let faster = r#"{"base":10.0,"amplitude":9.0,"gamma":1.0,"mu":1.0,"t":50.0,"start":"empty"}"#;
    let fixed = r#"{"base":20.0,"amplitude":10.0,"gamma":0.8975979010256552,"d":4.0,"t":100.0}"#;
    let shifts = |parameters, day, replications| {
        swinging("M(t)/M/c(t), staff finish their task first", parameters, day, replications)
            .rate(1.0)
            .wave(0.6, "365 days")
            .staff(SHIFTS)
            .row("mean number in system", Level(Backlog, End))
    };
    let day_200 =
        r#"{"lam":"1+0.6 sin(2 pi t/365)","mu":0.25,"c":"5 while t mod 100 < 60, else 3","t":200.0,"start":"empty"}"#;
    let day_365 =
        r#"{"lam":"1+0.6 sin(2 pi t/365)","mu":0.25,"c":"5 while t mod 100 < 60, else 3","t":365.0,"start":"empty"}"#;
    vec![
        // 40 weeks less: what they would still add is below 1e-9 of the value.
        swinging(SINE, weekly, 85, 15_000)
            .row("mean number busy at t", Level(Backlog, End))
            .row("0.05 quantile of number busy", QuantileOverRuns(Backlog, 0.05))
            .row("0.5 quantile of number busy", QuantileOverRuns(Backlog, 0.5))
            .row("0.95 quantile of number busy", QuantileOverRuns(Backlog, 0.95)),
        swinging(SINE, faster, 50, 26_000)
            .rate(10.0)
            .wave(0.9, "6.283185307179586 days")
            .set("stages.desk.service.exponential.mean=1 day")
            .row("mean number busy at t", Level(Backlog, End)),
        swinging("M(t)/D/inf sinusoidal", fixed, 100, 2_000)
            .service("4 days")
            .row("mean number busy at t", Level(Backlog, End)),
        shifts(day_200, 200, 10_000),
        shifts(day_365, 365, 115_000),
    ]
}
