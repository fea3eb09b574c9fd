//! Five channels and 39 regional banks.

use saule::model::metric::Metric;

use crate::{
    facts::assert_mean,
    simulated::{Runs, estimate},
};

fn runs(variant: &str) -> Runs {
    Runs::of("bank-channels", variant, Some(20), &[])
}

/// Attention to a post halves within 2.8 hours on Twitter, 3.2 on Facebook and 7.4 on YouTube (bitly, 2011): so much of
/// the crisis has come by noon, two hours after it began.
#[test]
fn attention_halves_as_published() {
    let came = runs("one per region, one to one").growth(Metric::Created, ("2013-04-09T06:00", "2013-04-09T12:00"));
    let share = |half_life: f64| 1.0 - 0.5_f64.powf(2.0 / half_life);
    let crisis = 1_500.0 * share(2.8) + 1_100.0 * share(3.2) + 100.0 * share(7.4);
    // 710 messages on an average day, 1.2 times as many on a Tuesday, 17 of the 64 parts of its day from 6 to 12.
    let everyday = 710.0 * 1.2 * 17.0 / 64.0;
    assert_mean(&came, crisis + everyday, 0.0);
}

/// The same heads answer the same messages: pooling shortens waits, whether in threads or one to one, and a thread saves
/// most of the queue of the crisis week.
#[test]
fn pooling_and_threads_both_shorten_the_queue() {
    let evening = |runs: &Runs, day: &str| estimate(&runs.at(Metric::Backlog, None, &format!("{day}T18:00"))).value;
    let (apart, pooled) = (runs("one per region, one to one"), runs("one pooled team, one to one"));
    assert!(evening(&pooled, "2013-03-20") < 0.5 * evening(&apart, "2013-03-20"));
    let thread = runs("one per region, thread");
    assert!(evening(&thread, "2013-04-12") < 0.3 * evening(&apart, "2013-04-12"));
    assert_eq!(evening(&thread, "2013-03-20"), evening(&apart, "2013-03-20"), "without a crisis a thread is no help");
}

/// 15% of what regional banks handle goes on to customer service.
#[test]
fn listening_passes_problems_on() {
    let runs = runs("one pooled team, one to one");
    let (first, second) =
        (runs.each("responses[stage=regions].end"), runs.each("responses[stage=customer_service].end"));
    let shares: Vec<f64> = second.iter().zip(first).map(|(second, first)| second / first).collect();
    assert_mean(&shares, 0.15, 0.001);
}
