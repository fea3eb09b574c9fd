//! Expected numbers of requests that sources create, cell by cell: the mean of every arrival process is known exactly.

use super::axis::Axis;
use crate::model::{Arrivals, BurstStart, Class, Days, Distribution, Rhythm, SelfExcitation};

/// Requests that each source of a class creates in each cell, on average; `None` where a mean is infinite.
pub fn created(class: &Class, axis: &Axis) -> Vec<Option<Vec<f64>>> {
    let of_source = |arrivals: &Arrivals| {
        let own = expected(arrivals, axis)?;
        Some(match class.self_excitation {
            Some(excitation) => with_triggered(&own, excitation, axis),
            None => own,
        })
    };
    class.sources.iter().map(|source| of_source(&source.arrivals)).collect()
}

/// Expected arrivals in each cell.
fn expected(arrivals: &Arrivals, axis: &Axis) -> Option<Vec<f64>> {
    let cells = |of: &dyn Fn(Days, Days) -> f64| {
        (0..axis.cells())
            .map(|cell| {
                let (from, until) = axis.cell(cell);
                of(from, until)
            })
            .collect::<Vec<f64>>()
    };
    let counts = match arrivals {
        Arrivals::Poisson { rate, from, until, rhythm, batch } => {
            let rate = rate * batch.as_ref().map_or(1.0, Distribution::mean);
            cells(&|begin, end| rate * relative_time(rhythm.as_ref(), begin.max(*from), end.min(*until)))
        }
        Arrivals::Burst { start: BurstStart::At(at), size, decay } => {
            let size = size.mean();
            cells(&|begin, end| size * (decay.cdf(end - at) - share_before(decay, begin, *at)))
        }
        Arrivals::Burst { start: BurstStart::Random(rate), size, decay } => {
            let rate = rate * size.mean();
            // Simpson's rule: bursts that started earlier than a delay ago have sent that share.
            let share =
                |begin: Days, end: Days| decay.cdf(begin) + 4.0 * decay.cdf(0.5 * (begin + end)) + decay.cdf(end);
            cells(&|begin, end| rate * (end - begin) * share(begin, end) / 6.0)
        }
        Arrivals::Moments(moments) => {
            let until = |time: Days| moments.partition_point(|&moment| moment < time) as f64;
            cells(&|begin, end| until(end) - until(begin))
        }
        Arrivals::Counts(periods) => cells(&|begin, end| {
            let first = periods.partition_point(|period| period.until <= begin);
            let overlapping = periods[first..].iter().take_while(|period| period.from < end);
            overlapping
                .map(|period| {
                    let common = period.until.min(end) - period.from.max(begin);
                    period.count as f64 * (common / (period.until - period.from)).max(0.0)
                })
                .sum()
        }),
    };
    counts.iter().all(|count| count.is_finite()).then_some(counts)
}

/// Share of a burst's delays that are over by a moment. What falls before time 0 is not created; what falls on it is.
fn share_before(decay: &Distribution, moment: Days, at: Days) -> f64 {
    let delay = moment - at;
    decay.cdf(if moment <= 0.0 || delay <= 0.0 { delay.next_down() } else { delay })
}

/// Integral of a rhythm between two moments, 0 if the second is not the later.
fn relative_time(rhythm: Option<&Rhythm>, from: Days, until: Days) -> Days {
    let Some(rhythm) = rhythm else { return (until - from).max(0.0) };
    let (mut time, mut total) = (from, 0.0);
    while time < until {
        let piece = rhythm.piece(time, until);
        total += piece.total();
        time = piece.end();
    }
    total
}

/// Adds what requests trigger. The mean rate m of all requests obeys m = λ + y with y′ = κ·n·m − κ·y for a branching
/// ratio n and a mean delay 1/κ (Hawkes 1971), so y′ = κ·n·λ − κ·(1 − n)·y.
fn with_triggered(own: &[f64], excitation: SelfExcitation, axis: &Axis) -> Vec<f64> {
    let (ratio, rate) = (excitation.branching_ratio, 1.0 / excitation.mean_delay);
    let slow = rate * (1.0 - ratio);
    let mut intensity = 0.0;
    let mut all = Vec::with_capacity(own.len());
    for (cell, &count) in own.iter().enumerate() {
        let days = axis.length(cell);
        let limit = ratio / (1.0 - ratio) * count / days;
        // The intensity approaches its limit exponentially while the rate holds.
        let gone = -libm::expm1(-slow * days);
        let triggered = limit * days + (intensity - limit) * gone / slow;
        intensity += (limit - intensity) * gone;
        all.push(count + triggered);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::distribution::Exponential;

    fn axis() -> Axis {
        Axis::even(10.0, 100)
    }

    #[test]
    fn bursts_send_their_size_once() {
        let decay: Distribution = Exponential::with_mean(0.5).unwrap().into();
        for (at, share) in [(0.0, 1.0), (5.0, 1.0), (-0.5, libm::exp(-1.0))] {
            let burst =
                Arrivals::Burst { start: BurstStart::At(at), size: Distribution::fixed(80.0), decay: decay.clone() };
            let total: f64 = expected(&burst, &axis()).unwrap().iter().sum();
            assert!((total - 80.0 * share).abs() < 0.01, "from {at}: {total}");
        }
        let at_once = Arrivals::Burst {
            start: BurstStart::At(0.0),
            size: Distribution::fixed(3.0),
            decay: Distribution::fixed(0.0),
        };
        assert_eq!(expected(&at_once, &axis()).unwrap()[0], 3.0);
    }

    #[test]
    fn triggering_ends_at_the_size_of_a_cluster() {
        let excitation = SelfExcitation { branching_ratio: 0.5, mean_delay: 0.2, by_potential: false };
        let all = with_triggered(&[1.0; 100], excitation, &axis());
        assert!((all[99] - 2.0).abs() < 1e-6, "{}", all[99]);
        // The intensity of Hawkes's process from an empty past, by hand: y = 10·(1 − exp(−2.5·t)), at the start 0.
        let by_hand = 10.0 * (0.1 - (1.0 - libm::exp(-0.25)) / 2.5);
        assert!((all[0] - 1.0 - by_hand).abs() < 1e-9, "{}", all[0]);
    }

    #[test]
    fn an_infinite_mean_is_none() {
        let size: Distribution = crate::model::distribution::Lomax::new(5.0, 0.9).unwrap().into();
        let burst = Arrivals::Burst { start: BurstStart::At(0.0), size, decay: Distribution::fixed(1.0) };
        assert_eq!(expected(&burst, &axis()), None);
    }
}
