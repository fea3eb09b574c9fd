//! Common random numbers of arrivals, and their exactness.

use super::*;
use crate::model::{
    PerDay, Period, Rhythm, Trend,
    distribution::{Exponential, LogNormal},
    rhythm::{Profile, Wave},
};

const END: Days = 60.0;

fn key() -> Key {
    Key::of_replication(11, 3).named("class").named("source")
}

/// Moments up to `END`, each with the potential of its request.
fn drawn(arrivals: &Arrivals) -> Vec<(Days, f64)> {
    let law: Distribution = LogNormal::with_median_sigma(100.0, 1.0).unwrap().into();
    let mut process = ArrivalProcess::new(arrivals, key(), 0, END);
    let moments = std::iter::from_fn(|| {
        let moment = process.next_moment();
        (moment <= END).then(|| {
            let names = process.names();
            let potential = law.at(names.place());
            names.take();
            (moment, potential)
        })
    });
    moments.collect()
}

fn poisson(rate: PerDay, rhythm: Option<Rhythm>) -> Arrivals {
    Arrivals::Poisson { rate, from: 0.0, until: f64::INFINITY, rhythm, batch: None }
}

fn rhythm() -> Rhythm {
    Rhythm {
        trend: Some(Trend::Compounding { growth: 0.01 }),
        wave: Some(Wave { amplitude: 1.0, period: 9.0, phase: 2.0 }),
        profile: Some(Profile::new(Some(&[1.0, 2.0, 0.0, 4.0, 2.0, 1.0, 0.5]), None, 1.25)),
    }
}

/// The cumulated rate of a rhythm up to a moment.
fn cumulated(rhythm: &Rhythm, time: Days) -> f64 {
    let (mut total, mut start) = (0.0, 0.0);
    while start < time {
        let piece = rhythm.piece(start, time);
        total += piece.total();
        start = piece.end();
    }
    total
}

#[test]
fn the_nth_request_is_the_same_at_another_rate() {
    let (slow, fast) = (drawn(&poisson(5.0, Some(rhythm()))), drawn(&poisson(12.5, Some(rhythm()))));
    assert!(slow.len() > 200 && fast.len() > 2 * slow.len());
    for (n, ((early, k), (late, l))) in fast.iter().zip(&slow).enumerate() {
        assert_eq!(k, l, "potential of request {n}");
        let (a, b) = (12.5 * cumulated(&rhythm(), *early), 5.0 * cumulated(&rhythm(), *late));
        assert!((a - b).abs() < 1e-9 * b, "request {n}: cumulated rates {a} and {b}");
    }
}

#[test]
fn a_rhythm_of_1_changes_nothing() {
    let flat = Rhythm { profile: Some(Profile::new(Some(&[3.0; 7]), Some(&[2.0; 24]), 4.3)), ..Rhythm::default() };
    let (plain, with_rhythm) = (drawn(&poisson(7.0, None)), drawn(&poisson(7.0, Some(flat))));
    assert_eq!(plain.len(), with_rhythm.len());
    for (a, b) in plain.iter().zip(&with_rhythm) {
        assert!((a.0 - b.0).abs() < 1e-11 && a.1 == b.1, "{a:?} and {b:?}");
    }
}

#[test]
fn nothing_comes_while_the_rate_is_0() {
    let hours: Vec<f64> = (0..24).map(|hour| f64::from(u8::from(hour == 9))).collect();
    let nine = Rhythm { profile: Some(Profile::new(None, Some(&hours), 0.0)), ..Rhythm::default() };
    let moments = drawn(&poisson(20.0, Some(nine)));
    assert!(moments.len() > 1_000);
    assert!(moments.iter().all(|(moment, _)| (9.0..10.0).contains(&(moment.fract() * 24.0))));
    assert!(moments.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    assert!(drawn(&poisson(0.0, Some(rhythm()))).is_empty());
}

#[test]
fn batches_share_their_moment() {
    let batched = |size| Arrivals::Poisson {
        rate: 3.0,
        from: 0.0,
        until: f64::INFINITY,
        rhythm: None,
        batch: Some(Distribution::fixed(size)),
    };
    let single = drawn(&poisson(3.0, None));
    let triple = drawn(&batched(3.0));
    assert_eq!(triple.len(), 3 * single.len());
    assert!(triple.iter().enumerate().all(|(n, request)| request.0 == single[n / 3].0));
    assert!(drawn(&batched(0.0)).is_empty());
}

#[test]
fn random_bursts_own_their_streams() {
    let decay: Distribution = Exponential::with_mean(5.0).unwrap().into();
    let bursts = |size| Arrivals::Burst {
        start: BurstStart::Random(0.2),
        size: Distribution::fixed(size),
        decay: decay.clone(),
    };
    let (small, large) = (drawn(&bursts(5.0)), drawn(&bursts(50.0)));
    assert!(small.len() > 20 && large.len() > 5 * small.len());
    assert!(large.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    // Every request of the small bursts is one of the large ones, with the same potential.
    assert!(small.iter().all(|request| large.iter().any(|other| other.1 == request.1)));
}

#[test]
fn counted_requests_stay_in_their_periods() {
    let periods = [(-4.0, 3.0, 700), (10.0, 17.0, 90), (17.0, 24.0, 0), (30.0, 37.0, 1)];
    let periods: Vec<Period> = periods.map(|(from, until, count)| Period { from, until, count }).to_vec();
    let moments = drawn(&Arrivals::Counts(periods.into()));
    let within = |from, until| moments.iter().filter(|(moment, _)| (from..=until).contains(moment)).count();
    assert_eq!((within(10.0, 17.0), within(30.0, 37.0), within(3.1, 9.9)), (90, 1, 0));
    // A binomial number of the first 700, of mean 300 and standard deviation 13.1: within 4.4 of them (alpha = 1e-5).
    assert!((242..=358).contains(&within(0.0, 3.0)));
    // Their mean is 1.5, within 4.4 standard errors of 0.05.
    let mean = moments.iter().filter(|(moment, _)| *moment <= 3.0).map(|(moment, _)| moment).sum::<f64>();
    assert!((mean / within(0.0, 3.0) as f64 - 1.5).abs() < 0.22);
    assert!(moments.windows(2).all(|pair| pair[0].0 <= pair[1].0));
}

#[test]
fn a_higher_branching_ratio_adds_requests() {
    let triggering = |mean| Triggering { mean, mean_delay: 2.0, by_potential: false };
    for number in 0..200 {
        let family = |mean| {
            let keys = triggering(mean).triggered(key().child(number), 0, 1.0, 0.0, f64::INFINITY);
            keys.map(|(moment, name)| (moment, name.key())).collect::<Vec<_>>()
        };
        let (few, many) = (family(0.4), family(0.9));
        assert!(few.len() <= many.len());
        assert!(few.iter().zip(&many).all(|(a, b)| a.1 == b.1 && a.0 >= b.0 && b.0 >= 1.0));
    }
}
