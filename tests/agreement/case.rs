//! A case: which rows, which scenario, which numbers.

use saule::model::metric::{Metric, Statistic};

/// Rows of the reference that one scenario reproduces.
pub struct Case {
    /// Case and parameters of the rows.
    pub name: &'static str,
    pub parameters: &'static str,
    /// Scenario file and what is set in it.
    pub scenario: &'static str,
    pub set: Vec<String>,
    pub replications: u64,
    /// Metric of each row, and what is read off a replication for it.
    pub rows: Vec<(&'static str, Number)>,
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
    /// A flow over another.
    Ratio(Metric, Metric),
    /// Share of customers that find no free server, those who abandon among them.
    ShareWaiting,
    /// Mean of a time of the class with this index.
    MeanTimeOf(Metric, usize),
}

impl Number {
    /// True of numbers that come from binned times.
    pub fn is_binned(self) -> bool {
        matches!(self, Number::TimeQuantile(..))
    }
}

impl Case {
    /// A scenario as it stands, so far without rows.
    pub fn of(name: &'static str, parameters: &'static str, scenario: &'static str, replications: u64) -> Self {
        Case { name, parameters, scenario, set: Vec::new(), replications, rows: Vec::new() }
    }

    /// One class at one stage in equilibrium: requests a day, at a server of rate 1.
    pub fn queue(name: &'static str, parameters: &'static str, rate: f64, replications: u64) -> Self {
        Self::of(name, parameters, "queue.toml", replications).rate(rate)
    }

    pub fn set(mut self, key_and_value: impl Into<String>) -> Self {
        self.set.push(key_and_value.into());
        self
    }

    pub fn row(mut self, metric: &'static str, number: Number) -> Self {
        self.rows.push((metric, number));
        self
    }

    pub fn rate(self, per_day: f64) -> Self {
        self.set(format!("requests.customers.arrivals.poisson.poisson.rate={per_day} per day"))
    }

    pub fn staff(self, staff: impl std::fmt::Display) -> Self {
        self.set(format!("stages.desk.staff={staff}"))
    }

    pub fn service(self, time: &str) -> Self {
        self.set(format!("stages.desk.service={time}"))
    }

    /// Exponential patience with this mean.
    pub fn patience(self, mean: &str) -> Self {
        self.set(format!(r#"requests.customers.patience={{ exponential = {{ mean = "{mean}" }} }}"#))
    }

    /// Places in the queue, beside those in service.
    pub fn queue_limit(self, places: u32) -> Self {
        self.set(format!("stages.desk.queue_limit={places}"))
    }

    /// Up to this day, and looked at only then.
    pub fn until(self, day: u32) -> Self {
        self.set(format!("horizon={day} days")).set(format!("observe={day} days"))
    }

    /// From an empty desk up to this day.
    pub fn starts_empty_until(self, day: u32) -> Self {
        self.until(day).set("monte_carlo.warm_up=0 days")
    }

    /// For 2,000 days after 200 in which the queue forgets that it began empty.
    pub fn shorter(self) -> Self {
        self.until(2_200).set("monte_carlo.warm_up=200 days")
    }
}
