//! How the rate of an arrival process changes over time: trend × wave × weekly profile × daily profile.
//!
//! A rhythm is cut into pieces inside which the profiles are constant and the trend has one form; there its integral
//! has a closed form, so that the cumulated rate is exact and can be inverted, without any grid.

use super::{
    Days,
    trend::{Trend, TrendPiece},
};

/// A relative rate; 1 on average but for its trend.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rhythm {
    /// Lasting change; none is a constant 1.
    pub trend: Option<Trend>,
    /// Seasonal swing.
    pub wave: Option<Wave>,
    /// Days of the week and hours of the day.
    pub profile: Option<Profile>,
}

/// The factor 1 + amplitude·sin(2π(t − phase)/period).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wave {
    /// In [0, 1].
    pub amplitude: f64,
    /// Greater than 0.
    pub period: Days,
    /// A moment at which the wave rises through its mean.
    pub phase: Days,
}

/// Factors of equal parts of the week, with mean 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// One a day (7), or one an hour (24, or 168 where weekdays differ).
    factors: Vec<f64>,
    /// Days from Monday 0:00 to time 0.
    offset: Days,
    parts_per_day: f64,
}

/// A stretch of time over which a rhythm is (factor + slope·s)·exp(growth·s)·(1 + amplitude·sin(angle + frequency·s)),
/// s days after its beginning, with a slope or a growth of 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    trend: TrendPiece,
    amplitude: f64,
    /// Sine and cosine of the angle.
    angle: (f64, f64),
    frequency: f64,
    length: Days,
}

impl Profile {
    /// From factors at least 0, not all 0, of the seven weekdays (Monday first) and the 24 hours of a day; either may
    /// be left out. `offset` is the time from a Monday's midnight to time 0, at least 0.
    pub fn new(weekly: Option<&[f64]>, daily: Option<&[f64]>, offset: Days) -> Self {
        let weekly = weekly.map_or(vec![1.0], relative);
        let daily = daily.map_or(vec![1.0], relative);
        let factors = weekly.iter().flat_map(|day| daily.iter().map(move |hour| day * hour)).collect();
        Self { factors, offset, parts_per_day: daily.len() as f64 }
    }

    /// The factor at `time`, and when the next one comes.
    fn at(&self, time: Days) -> (f64, Days) {
        let begins = |part: f64| part / self.parts_per_day - self.offset;
        let mut part = libm::floor((time + self.offset) * self.parts_per_day);
        // A moment computed as the beginning of a part belongs to it, however it was rounded.
        while begins(part + 1.0) <= time {
            part += 1.0;
        }
        (self.factors[part as usize % self.factors.len()], begins(part + 1.0))
    }
}

/// Factors divided by their mean.
fn relative(factors: &[f64]) -> Vec<f64> {
    let mean = factors.iter().sum::<f64>() / factors.len() as f64;
    factors.iter().map(|factor| factor / mean).collect()
}

impl Rhythm {
    /// The piece that begins at `time` (at least 0), cut at `end` (later than `time`).
    pub fn piece(&self, time: Days, end: Days) -> Piece {
        let constant = TrendPiece { factor: 1.0, slope: 0.0, growth: 0.0, end: f64::INFINITY };
        let mut trend = self.trend.as_ref().map_or(constant, |trend| trend.piece(time));
        trend.end = trend.end.min(end);
        if let Some(profile) = &self.profile {
            let (factor, until) = profile.at(time);
            trend.factor *= factor;
            trend.slope *= factor;
            trend.end = trend.end.min(until);
        }
        let wave = self.wave.unwrap_or(Wave { amplitude: 0.0, period: 1.0, phase: 0.0 });
        let cycles = (time - wave.phase) / wave.period;
        let angle = std::f64::consts::TAU * (cycles - libm::floor(cycles));
        Piece {
            amplitude: wave.amplitude,
            angle: (libm::sin(angle), libm::cos(angle)),
            frequency: std::f64::consts::TAU / wave.period,
            length: trend.end - time,
            trend,
        }
    }
}

impl Piece {
    /// The moment at which it ends.
    pub fn end(&self) -> Days {
        self.trend.end
    }

    /// The integral over the whole piece.
    pub fn total(&self) -> f64 {
        self.integral_and_rate(self.length).0
    }

    /// The integral over the first `s` days.
    pub fn integral(&self, s: Days) -> f64 {
        self.integral_and_rate(s).0
    }

    /// The integral over the first `s` days, and the relative rate at their end.
    fn integral_and_rate(&self, s: Days) -> (f64, f64) {
        let TrendPiece { factor, slope, growth, .. } = self.trend;
        let (plain, trend) = match growth {
            0.0 => (factor * s + 0.5 * slope * s * s, factor + slope * s),
            _ => {
                let gained = libm::expm1(growth * s);
                (factor * gained / growth, factor + factor * gained)
            }
        };
        if self.amplitude == 0.0 {
            return (plain, trend);
        }
        let (half_sine, half_cosine) = libm::sincos(0.5 * self.frequency * s);
        // sin(frequency·s) and 1 − cos(frequency·s), the latter free of cancellation.
        let (sine, versine) = (2.0 * half_sine * half_cosine, 2.0 * half_sine * half_sine);
        let swing = self.angle.0 * (1.0 - versine) + self.angle.1 * sine;
        let swung = self.swung(s, trend, sine, versine);
        (plain + self.amplitude * swung, trend * (1.0 + self.amplitude * swing))
    }

    /// The integral of the trend times sin(angle + frequency·s), from those of its products with the cosine and the
    /// sine of frequency·s (integration by parts).
    fn swung(&self, s: Days, trend: f64, sine: f64, versine: f64) -> f64 {
        let TrendPiece { factor, slope, growth, .. } = self.trend;
        let w = self.frequency;
        let (with_cosine, with_sine) = if growth != 0.0 {
            // trend·cos − factor, free of cancellation.
            let along = (trend - factor) - trend * versine;
            let norm = growth * growth + w * w;
            ((growth * along + w * trend * sine) / norm, (growth * trend * sine - w * along) / norm)
        } else {
            (
                (factor * sine + slope * (s * sine - versine / w)) / w,
                (factor * versine + slope * (sine / w - s * (1.0 - versine))) / w,
            )
        };
        self.angle.0 * with_cosine + self.angle.1 * with_sine
    }

    /// Days after its beginning at which the integral reaches `target`, at least 0 and below the total. The same
    /// whatever else is asked for.
    pub fn inverse(&self, target: f64) -> Days {
        let TrendPiece { factor, slope, growth, .. } = self.trend;
        let s = if self.amplitude > 0.0 {
            self.solve(target)
        } else if growth != 0.0 {
            libm::log1p(growth * target / factor) / growth
        } else {
            2.0 * target / (factor + libm::sqrt((factor * factor + 2.0 * slope * target).max(0.0)))
        };
        s.max(0.0).min(self.length)
    }

    /// Newton's method, kept inside a bracket that shrinks with every step and halved where Newton would leave it.
    fn solve(&self, target: f64) -> Days {
        let (mut low, mut high) = (0.0, self.length);
        let mut s = 0.0;
        // Halving alone would be done in 53 steps.
        for _ in 0..100 {
            let (integral, rate) = self.integral_and_rate(s);
            if integral > target {
                high = s;
            } else {
                low = s;
            }
            let newton = s + (target - integral) / rate;
            let leaves = !(newton > low && newton < high);
            let next = if leaves { 0.5 * (low + high) } else { newton };
            let step = (next - s).abs();
            s = next;
            // The error after a step of Newton's is of the order of its square.
            let enough = if leaves { f64::EPSILON } else { 1e-9 };
            if step <= enough * self.length {
                break;
            }
        }
        s
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::trend::DatedFactors;

    fn wave(amplitude: f64, period: Days, phase: Days) -> Option<Wave> {
        Some(Wave { amplitude, period, phase })
    }

    /// Rhythms with every form of piece.
    fn rhythms() -> Vec<Rhythm> {
        let growth = |growth| Some(Trend::Compounding { growth });
        let ramp = || Some(Trend::Dated(DatedFactors::new(&[(0.0, 0.5, None), (3.0, 2.0, Some(40.0))])));
        let hours: Vec<f64> = (0..24).map(f64::from).collect();
        let week = [3.0, 2.0, 2.0, 2.0, 1.0, 0.0, 0.5];
        let profile = || Some(Profile::new(Some(&week), Some(&hours), 2.3));
        vec![
            Rhythm { trend: growth(0.01), ..Rhythm::default() },
            Rhythm { trend: ramp(), ..Rhythm::default() },
            Rhythm { wave: wave(1.0, 7.0, 1.0), ..Rhythm::default() },
            Rhythm { trend: growth(-0.03), wave: wave(0.7, 30.0, 400.0), profile: None },
            Rhythm { trend: ramp(), wave: wave(0.9, 5.0, 0.3), profile: profile() },
            Rhythm { trend: growth(0.002), wave: wave(0.2, 365.0, 0.0), profile: profile() },
        ]
    }

    /// Simpson's rule on a piece, fine enough to be exact to ten digits.
    fn simpson(piece: &Piece, s: Days) -> f64 {
        let n = 2_000;
        let h = s / f64::from(n);
        let weight = |i| {
            if i == 0 || i == n {
                1.0
            } else if i % 2 == 1 {
                4.0
            } else {
                2.0
            }
        };
        (0..=n).map(|i| weight(i) * piece.integral_and_rate(f64::from(i) * h).1).sum::<f64>() * h / 3.0
    }

    #[test]
    fn integrals_are_those_of_the_rate() {
        for rhythm in rhythms() {
            for start in [0.0, 3.0, 17.4] {
                let piece = rhythm.piece(start, start + 20.0);
                for share in [0.1, 0.5, 1.0] {
                    let s = share * piece.length;
                    let (exact, found) = (simpson(&piece, s), piece.integral_and_rate(s).0);
                    assert!((found - exact).abs() < 1e-9 * exact.max(1.0), "{rhythm:?} {start}: {found}, not {exact}");
                }
            }
        }
    }

    #[test]
    fn the_inverse_inverts() {
        for rhythm in rhythms() {
            let mut start = 0.0;
            while start < 30.0 {
                let piece = rhythm.piece(start, 30.0);
                let total = piece.total();
                for share in [0.0, 1e-9, 0.2, 0.5, 0.999] {
                    let reached = piece.integral_and_rate(piece.inverse(share * total)).0;
                    assert!((reached - share * total).abs() < 1e-12 * total.max(1.0), "{rhythm:?} from {start}");
                }
                assert!(piece.end() > start);
                start = piece.end();
            }
        }
    }

    #[test]
    fn whole_weeks_and_waves_have_mean_1() {
        let uneven = Profile::new(Some(&[3.0, 2.0, 2.0, 2.0, 1.0, 0.0, 0.5]), Some(&[2.0; 24]), 0.4);
        for rhythm in [
            Rhythm { profile: Some(uneven), ..Rhythm::default() },
            Rhythm { wave: wave(0.9, 7.0, 2.0), ..Rhythm::default() },
        ] {
            let (mut total, mut start) = (0.0, 1.7);
            while start < 15.7 {
                let piece = rhythm.piece(start, 15.7);
                total += piece.total();
                start = piece.end();
            }
            assert!((total - 14.0).abs() < 1e-12, "{total} days in a fortnight");
        }
    }

    #[test]
    fn profiles_follow_the_civil_week() {
        // Time 0 is Wednesday 12:00.
        let days = Profile::new(Some(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]), None, 2.5);
        assert_eq!(days.at(0.0), (3.0 / 4.0, 0.5));
        assert_eq!(days.at(0.5), (1.0, 1.5));
        assert_eq!(days.at(4.5), (0.25, 5.5));
        let hours: Vec<f64> = (1..=24).map(f64::from).collect();
        let daily = Profile::new(None, Some(&hours), 2.5);
        assert_eq!(daily.at(0.0).0, 13.0 / 12.5);
    }
}
