//! Factors that change over time.

use super::Days;

/// A factor as a function of time, continuous or with steps.
#[derive(Debug, Clone, PartialEq)]
pub enum Trend {
    /// exp(growth·t), which is 1 at time 0; `growth` is per day.
    Compounding {
        /// Natural logarithm of the growth factor of one day.
        growth: f64,
    },
    /// Linear between given moments.
    Dated(DatedFactors),
}

/// A piecewise linear factor: each segment holds from its moment until the next, the first also before it.
#[derive(Debug, Clone, PartialEq)]
pub struct DatedFactors {
    segments: Vec<Segment>,
}

/// One straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Segment {
    from: Days,
    factor: f64,
    /// Change of the factor per day.
    slope: f64,
}

/// A trend from some moment on: (`factor` + `slope`·s)·exp(`growth`·s) after s days. `slope` or `growth` is 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrendPiece {
    /// The factor at its beginning.
    pub factor: f64,
    /// Change per day.
    pub slope: f64,
    /// Relative change per day.
    pub growth: f64,
    /// Where another piece begins; infinite if none does.
    pub end: Days,
}

impl DatedFactors {
    /// From entries (moment, factor, end of the ramp that leads from the factor before it): at least one entry, the
    /// first without a ramp, moments increasing, a ramp longer than 0 and over before the next entry begins.
    pub fn new(entries: &[(Days, f64, Option<Days>)]) -> Self {
        let mut segments = Vec::new();
        let mut before = entries.first().map_or(1.0, |entry| entry.1);
        for &(from, factor, until) in entries {
            if let Some(until) = until {
                segments.push(Segment { from, factor: before, slope: (factor - before) / (until - from) });
            }
            segments.push(Segment { from: until.unwrap_or(from), factor, slope: 0.0 });
            before = factor;
        }
        Self { segments }
    }

    fn piece(&self, time: Days) -> TrendPiece {
        let passed = self.segments.partition_point(|segment| segment.from <= time);
        let end = self.segments.get(passed).map_or(f64::INFINITY, |next| next.from);
        let (factor, slope) = match self.segments.get(passed.saturating_sub(1)) {
            // Before the first moment its factor holds.
            Some(segment) if passed > 0 => (segment.factor + segment.slope * (time - segment.from), segment.slope),
            Some(first) => (first.factor, 0.0),
            None => (1.0, 0.0),
        };
        TrendPiece { factor, slope, growth: 0.0, end }
    }
}

impl Trend {
    /// Moments at which a dated list has an entry or ends a ramp, in order.
    pub fn entries(&self) -> Vec<Days> {
        match self {
            Trend::Compounding { .. } => Vec::new(),
            Trend::Dated(factors) => factors.segments.iter().map(|segment| segment.from).collect(),
        }
    }

    /// The largest factor from time 0 to `end`, or more.
    pub fn maximum(&self, end: Days) -> f64 {
        match self {
            Trend::Compounding { growth } => libm::exp(growth * end).max(1.0),
            Trend::Dated(factors) => factors.segments.iter().map(|segment| segment.factor).fold(0.0, f64::max),
        }
    }

    /// What holds from `time` on.
    pub fn piece(&self, time: Days) -> TrendPiece {
        match self {
            Trend::Compounding { growth } => {
                TrendPiece { factor: libm::exp(growth * time), slope: 0.0, growth: *growth, end: f64::INFINITY }
            }
            Trend::Dated(factors) => factors.piece(time),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ramps_lead_from_the_factor_before() {
        let trend = Trend::Dated(DatedFactors::new(&[(5.0, 2.0, None), (10.0, 4.0, Some(20.0)), (30.0, 1.0, None)]));
        let factor = |time| trend.piece(time).factor;
        assert_eq!([0.0, 5.0, 9.0, 10.0, 15.0, 20.0, 29.0, 30.0].map(factor), [2.0, 2.0, 2.0, 2.0, 3.0, 4.0, 4.0, 1.0]);
        assert_eq!(
            [0.0, 5.0, 10.0, 25.0, 30.0].map(|time| trend.piece(time).end),
            [5.0, 10.0, 20.0, 30.0, f64::INFINITY]
        );
    }

    #[test]
    fn compounding_starts_at_one() {
        let trend = Trend::Compounding { growth: std::f64::consts::LN_2 / 7.0 };
        assert_eq!(trend.piece(0.0).factor, 1.0);
        assert!((trend.piece(21.0).factor - 8.0).abs() < 1e-12);
    }
}
