//! Tone: friendly and hostile requests.

use rand::RngExt;

use super::stream::{Key, Purpose};
use crate::model::{Days, Source, metric::Statistic};

/// True if a request of a source is hostile. `key` is that of the request in its first class: one that comes to a class
/// which follows keeps its tone.
pub fn is_hostile(source: &Source, key: Key) -> bool {
    source.hostile_share.is_some_and(|share| key.stream(Purpose::Tone, 0).random::<f64>() < share)
}

/// The tone balance over time, (friendly created − hostile unanswered) / created; undefined before the first request.
#[derive(Debug, Clone, Copy)]
pub struct Tone {
    created: i64,
    /// Friendly created minus hostile unanswered.
    balance: i64,
    since: Days,
    integral: f64,
    /// How long it was defined.
    duration: Days,
    max: f64,
    min: f64,
}

impl Default for Tone {
    fn default() -> Self {
        Self {
            created: 0,
            balance: 0,
            since: 0.0,
            integral: 0.0,
            duration: 0.0,
            max: f64::NEG_INFINITY,
            min: f64::INFINITY,
        }
    }
}

impl Tone {
    /// A request is created.
    pub fn create(&mut self, is_hostile: bool, now: Days) {
        self.advance(now);
        self.created += 1;
        self.balance += if is_hostile { -1 } else { 1 };
    }

    /// A hostile request is answered.
    pub fn appease(&mut self, now: Days) {
        self.advance(now);
        self.balance += 1;
    }

    /// The value now; NaN before the first request.
    pub fn value(&self) -> f64 {
        if self.created > 0 { self.balance as f64 / self.created as f64 } else { f64::NAN }
    }

    /// Forgets what was measured before now.
    pub fn begin_measuring(&mut self, now: Days) {
        *self = Tone { created: self.created, balance: self.balance, since: now, ..Tone::default() };
    }

    /// A statistic since measuring began; NaN where it was never defined.
    pub fn statistic(mut self, statistic: Statistic, now: Days) -> f64 {
        self.advance(now);
        match statistic {
            Statistic::End => self.value(),
            _ if self.created == 0 => f64::NAN,
            Statistic::Mean if self.duration > 0.0 => self.integral / self.duration,
            Statistic::Mean => self.value(),
            Statistic::Max => self.max.max(self.value()),
            Statistic::Min => self.min.min(self.value()),
        }
    }

    fn advance(&mut self, now: Days) {
        if now > self.since && self.created > 0 {
            let value = self.value();
            self.integral += value * (now - self.since);
            self.duration += now - self.since;
            self.max = self.max.max(value);
            self.min = self.min.min(value);
        }
        self.since = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_from_the_first_request() {
        let mut tone = Tone::default();
        tone.begin_measuring(1.0);
        assert!(tone.value().is_nan() && tone.statistic(Statistic::Mean, 2.0).is_nan());
        tone.create(true, 4.0);
        tone.create(false, 6.0);
        tone.appease(9.0);
        // −1 for two days, 0 for three, ½ for one.
        assert_eq!(tone.statistic(Statistic::Mean, 10.0), (-2.0 + 0.5) / 6.0);
        assert_eq!(tone.statistic(Statistic::Min, 10.0), -1.0);
        assert_eq!(tone.statistic(Statistic::Max, 10.0), 0.5);
        assert_eq!(tone.statistic(Statistic::End, 10.0), 0.5);
    }
}
