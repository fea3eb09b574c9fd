//! The signatures of one request, as far as anybody has asked.

use super::{histogram::bin, stream::Stream};
use crate::model::{distribution::Poisson, signature_time};

/// Levels and the cumulated intensities at which the signatures of a request reach them. What is not known yet is
/// drawn when it is asked for, given all that is known: the answers have the law that they would have had
/// if every signature had been simulated, whatever the order of the questions.
#[derive(Debug, Clone)]
pub struct Trajectory {
    /// In strictly increasing order of levels.
    points: Vec<(u32, f64)>,
    stream: Stream,
}

impl Trajectory {
    /// A request of which these points are known; more are drawn from the stream.
    pub fn new(points: Vec<(u32, f64)>, stream: Stream) -> Self {
        Self { points, stream }
    }

    /// What is drawn from now on comes from another stream.
    pub fn draw_from(&mut self, stream: Stream) {
        self.stream = stream;
    }

    /// What is known.
    pub fn into_points(self) -> Vec<(u32, f64)> {
        self.points
    }

    /// The cumulated intensity at which the signatures reach a level, at least 1.
    pub fn position(&mut self, level: u32) -> f64 {
        match self.points.binary_search_by_key(&level, |point| point.0) {
            Ok(place) => self.points[place].1,
            Err(place) => self.draw(level, place),
        }
    }

    /// The bin (see [`bin`]) of the number of signatures by a cumulated intensity. No more is drawn than it takes to
    /// know the bin.
    pub fn count_bin(&mut self, intensity: f64) -> i32 {
        loop {
            let place = self.points.partition_point(|point| point.1 <= intensity);
            let (low, reached) = self.before(place);
            let ahead = (intensity - reached).max(0.0);
            let next = match self.points.get(place) {
                // All counts from `low` up to, but not including, the next level are possible.
                Some(&(high, _)) if bin(f64::from(low)) == bin(f64::from(high - 1)) => return bin(f64::from(low)),
                Some(&(high, position)) => {
                    let share = ahead / (position - reached);
                    low + ((f64::from(high - low) * share) as u32).clamp(1, high - low - 1)
                }
                None if low == u32::MAX => return bin(f64::from(low)),
                None => low.saturating_add((ahead as u32).max(1)),
            };
            self.draw(next, place);
        }
    }

    /// The same where nothing is asked from now on but at this intensity and greater ones. Beyond all that is known the
    /// signatures of each span are a Poisson number of its own, which costs less than the moments of some of them.
    pub fn next_count_bin(&mut self, intensity: f64) -> i32 {
        let (known, reached) = self.before(self.points.len());
        let ahead = Poisson::new(intensity - reached);
        let Some(ahead) = ahead.ok().filter(|_| known < u32::MAX) else { return self.count_bin(intensity) };
        let count = known.saturating_add(ahead.draw(&mut self.stream) as u32);
        // To what comes after an intensity it makes no difference whether a signature fell right there, or before.
        self.points.clear();
        self.points.push((count, intensity));
        bin(f64::from(count))
    }

    /// The last known point before a place; at first nothing is reached.
    fn before(&self, place: usize) -> (u32, f64) {
        place.checked_sub(1).map_or((0, 0.0), |last| self.points[last])
    }

    fn draw(&mut self, level: u32, place: usize) -> f64 {
        let (below, above) = (self.before(place), self.points.get(place).copied());
        let position = signature_time::draw_between(level, below, above, &mut self.stream);
        self.points.insert(place, (level, position));
        position
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::{
            histogram::bin_bounds,
            stream::{Key, Purpose},
        },
        model::special::{gamma_cdf, normal_cdf},
    };

    fn trajectory(number: u64, known: Vec<(u32, f64)>) -> Trajectory {
        Trajectory::new(known, Key::of_replication(11, number).stream(Purpose::SampledSignatures, 0))
    }

    /// Counts at two intensities, asked for in either order, beside a level: alpha 0.0001 for each comparison.
    #[test]
    fn counts_are_those_of_a_poisson_process() {
        const REQUESTS: u64 = 40_000;
        let (early, late) = (9.0, 30.0);
        let shares: Vec<Vec<f64>> = [false, true]
            .into_iter()
            .map(|late_first| {
                let mut seen = [0.0; 6];
                for number in 0..REQUESTS {
                    let mut signatures = trajectory(number, vec![]);
                    let level = signatures.position(20);
                    let first = signatures.count_bin(if late_first { late } else { early });
                    let second = signatures.count_bin(if late_first { early } else { late });
                    let (few, many) = if late_first { (second, first) } else { (first, second) };
                    assert!(few <= many && (level <= late) == (many >= bin(20.0)));
                    // P(N ≥ n) = P(G_n ≤ x).
                    let gained = bin_bounds(many).0 - bin_bounds(few).0;
                    let hits =
                        [few >= bin(6.0), few >= bin(12.0), many >= bin(26.0), many >= bin(37.0), gained >= 20.0, {
                            few >= bin(9.0) && gained >= 21.0
                        }];
                    seen.iter_mut().zip(hits).for_each(|(sum, hit)| *sum += f64::from(hit));
                }
                seen.iter().map(|hits| hits / REQUESTS as f64).collect()
            })
            .collect();
        let at_least = |count: f64, mean: f64| gamma_cdf(count, mean);
        let exact = [
            at_least(6.0, early),
            at_least(12.0, early),
            at_least(26.0, late),
            at_least(37.0, late),
            at_least(20.0, late - early),
            at_least(9.0, early) * at_least(21.0, late - early),
        ];
        for seen in shares {
            for (share, exact) in seen.iter().zip(exact) {
                let error = 3.89 * (exact * (1.0 - exact) / REQUESTS as f64).sqrt();
                assert!((share - exact).abs() < error, "{share}, expected {exact} ± {error}");
            }
        }
    }

    /// Counts at growing intensities before and beyond a known level have the law of those that are asked for in any
    /// order: alpha 0.0001 for each comparison.
    #[test]
    fn counts_one_after_another_are_those_of_a_poisson_process() {
        const REQUESTS: u64 = 40_000;
        let spans = [4.0, 5.0, 9.0, 0.0, 30.0, 0.7];
        for level in [None, Some(20)] {
            let (mut sums, mut products) = ([0.0; 6], [0.0; 5]);
            for number in 0..REQUESTS {
                let mut signatures = trajectory(number, vec![]);
                if let Some(level) = level {
                    signatures.position(level);
                }
                let (mut intensity, mut before) = (0.0, 0.0);
                let gains = spans.map(|span| {
                    intensity += span;
                    let count = bin_bounds(signatures.next_count_bin(intensity)).0;
                    count - std::mem::replace(&mut before, count) - span
                });
                sums.iter_mut().zip(gains).for_each(|(sum, gain)| *sum += gain * gain);
                products.iter_mut().zip(gains.windows(2)).for_each(|(sum, pair)| *sum += pair[0] * pair[1]);
            }
            for (sum, span) in sums.into_iter().zip(spans) {
                // A Poisson number has the variance λ, and its square about λ the variance λ + 2λ².
                let error = 3.89 * ((span + 2.0 * span * span) / REQUESTS as f64).sqrt();
                let variance = sum / REQUESTS as f64;
                assert!((variance - span).abs() <= error, "{level:?}: {variance}, expected {span} ± {error}");
            }
            for (sum, pair) in products.into_iter().zip(spans.windows(2)) {
                let error = 3.89 * (pair[0] * pair[1] / REQUESTS as f64).sqrt();
                assert!((sum / REQUESTS as f64).abs() <= error, "{level:?}: {pair:?} are correlated");
            }
        }
    }

    #[test]
    fn large_counts_are_known_to_their_bin() {
        let mut above = 0;
        for number in 0..2_000 {
            let mut signatures = trajectory(number, vec![]);
            let found = signatures.count_bin(50_000.0);
            above += usize::from(bin_bounds(found).0 > 50_200.0);
            assert!(signatures.points.len() < 40, "{}", signatures.points.len());
        }
        // A bin is 32 wide there: the first that begins above 50,200 begins at 50,208.
        let exact = 1.0 - normal_cdf((50_207.5 - 50_000.0) / 50_000f64.sqrt());
        assert!((above as f64 / 2e3 - exact).abs() < 3.89 * (exact * (1.0 - exact) / 2e3).sqrt(), "{above}");
    }

    #[test]
    fn what_is_known_is_kept() {
        let mut signatures = trajectory(1, vec![(7, 3.5), (9, 4.0)]);
        assert_eq!((signatures.position(7), signatures.position(9)), (3.5, 4.0));
        assert_eq!([3.5, 4.0].map(|intensity| signatures.count_bin(intensity) >= bin(7.0)), [true, true]);
        let between = signatures.position(8);
        assert!(3.5 < between && between < 4.0);
        assert_eq!(signatures.count_bin(0.0), 0);
        assert_eq!(signatures.into_points().first().map(|point| point.0 <= 8), Some(true));
    }
}
