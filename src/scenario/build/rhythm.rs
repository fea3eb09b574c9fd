//! How the rate of a Poisson source changes, and how many requests come at once.

use super::Builder;
use super::distribution::Unit;
use super::time::days_between;
use crate::model::rhythm::{Profile, Wave};
use crate::model::{Days, Distribution, PerDay, Rhythm};
use crate::scenario::tree::{Node, Table};

/// Most arrivals per day that a trend may lead to; beyond, a simulation would not end.
const MOST_PER_DAY: PerDay = 1e9;

impl Builder<'_> {
    /// The rhythm of a Poisson source with this rate that ends at `until`; `Some(None)` if its rate is constant.
    pub(super) fn rhythm(&mut self, table: &Table, rate: PerDay, until: Days) -> Option<Option<Rhythm>> {
        let trend = table.get("trend").map(|node| (node, self.trend(node, "trend")));
        let wave = table.get("wave").map(|node| self.wave(node));
        let weekly = table.get("weekly").map(|node| self.factors(node, "weekly"));
        let daily = table.get("daily").map(|node| self.factors(node, "daily"));
        let end = self.time.as_ref().map_or(0.0, |time| time.end().min(until));
        if let Some((node, Some(trend))) = &trend
            && rate * trend.maximum(end) > MOST_PER_DAY
        {
            self.out_of_range(node, "trend", "a trend that leads to at most 1,000,000,000 requests per day");
            return None;
        }
        let given = trend.is_some() || wave.is_some() || weekly.is_some() || daily.is_some();
        let (weekly, daily) = (read(weekly)?, read(daily)?);
        let profile = match weekly.is_some() || daily.is_some() {
            true => Some(Profile::new(weekly.as_deref(), daily.as_deref(), self.since_monday()?)),
            false => None,
        };
        let rhythm = Rhythm { trend: read(trend.map(|(_, trend)| trend))?, wave: read(wave)?, profile };
        Some(given.then_some(rhythm))
    }

    fn wave(&mut self, node: &Node) -> Option<Wave> {
        let table = node.table()?;
        let amplitude = table.get("amplitude").and_then(Node::number).filter(|share| (0.0..=1.0).contains(share));
        let period = table.get("period").and_then(|node| self.positive_duration(node, "period"));
        let phase = match table.get("phase") {
            Some(node) => self.duration(node, "phase"),
            None => Some(0.0),
        };
        Some(Wave { amplitude: amplitude?, period: period?, phase: phase? })
    }

    fn factors(&mut self, node: &Node, name: &str) -> Option<Vec<f64>> {
        let factors = node.list()?.iter().map(|item| item.number().filter(|factor| *factor >= 0.0)).collect();
        let factors: Vec<f64> = super::all(factors)?;
        if factors.iter().all(|factor| *factor == 0.0) {
            self.out_of_range(node, name, "at least one factor greater than 0");
            return None;
        }
        Some(factors)
    }

    /// Days from the last Monday's midnight to the start.
    fn since_monday(&self) -> Option<Days> {
        let start = self.time.as_ref()?.start;
        let midnight = start.date().at(0, 0, 0, 0);
        Some(f64::from(start.weekday().to_monday_zero_offset()) + days_between(midnight, start))
    }

    /// Requests per arrival; `Some(None)` if they come one by one.
    pub(super) fn batch(&mut self, table: &Table) -> Option<Option<Distribution>> {
        let Some(node) = table.get("batch") else { return Some(None) };
        let batch = self.finite_distribution(node, "batch", Unit::Number)?;
        if !batch.is_whole() {
            self.out_of_range(node, "batch", "a whole number, or a distribution of whole numbers such as `poisson`");
            return None;
        }
        Some(Some(batch))
    }
}

/// `Some(None)` for what is not given, `None` for what is malformed.
fn read<T>(given: Option<Option<T>>) -> Option<Option<T>> {
    given.map_or(Some(None), |read| read.map(Some))
}
