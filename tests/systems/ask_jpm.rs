//! #AskJPM against what newspapers counted.

use std::sync::LazyLock;

use saule::model::metric::Metric;

use crate::{
    facts::{assert_covers, assert_mean},
    simulated::{Runs, estimate},
};

static CANCELLED: LazyLock<Runs> = LazyLock::new(|| Runs::of("ask-jpm", "cancelled", Some(60), &[]));

/// 80,000, a round number: to the nearest thousand.
#[test]
fn eighty_thousand_tweets_come() {
    assert_mean(&CANCELLED.each("created.end"), 80_000.0, 500.0);
}

/// "At least two thirds". Nothing is answered, so the balance of tone is friendly less hostile, over all.
#[test]
fn two_thirds_are_hostile() {
    let hostile: Vec<f64> = CANCELLED.each("tone_balance.end").iter().map(|balance| (1.0 - balance) / 2.0).collect();
    assert_mean(&hostile, 0.67, 0.0);
    assert!(estimate(&hostile).value >= 2.0 / 3.0);
}

/// On each of the six days before the 13th a hundredth of the peak comes at most.
#[test]
fn six_days_are_quiet() {
    for day in 7..13 {
        let span = (format!("2013-11-{day:02}T00:00"), format!("2013-11-{:02}T00:00", day + 1));
        let tweets = CANCELLED.growth(Metric::Created, (&span.0, &span.1));
        assert!(tweets.iter().all(|&tweets| tweets < 277.0), "{tweets:?} on the {day}th");
    }
}

/// "About 6,000 in seven hours": from 12:20 to 19:20; the grid has whole hours, so from noon to 19:00 and a third of the
/// hour after. "Over 27,700 on the peak day": more than on any other, and within 2% of that.
#[test]
fn the_storm_is_as_large_as_reported() {
    let until_seven = CANCELLED.growth(Metric::Created, ("2013-11-13T12:00", "2013-11-13T19:00"));
    assert_covers(&until_seven, 6_000.0 * (1.0 - 0.042));
    assert_mean(&until_seven, 6_000.0 * (1.0 - 0.042), 60.0);
    let day = |day: u32| {
        let span = (format!("2013-11-{day}T00:00"), format!("2013-11-{}T00:00", day + 1));
        estimate(&CANCELLED.growth(Metric::Created, (&span.0, &span.1))).value
    };
    assert!((27_700.0 * 0.98..27_700.0 * 1.02).contains(&day(14)), "{}", day(14));
    assert!([13, 15, 16, 17].iter().all(|&other| day(other) < day(14)));
}

/// Nothing is answered once it is cancelled, and the hashtag grows louder: more come in the hour after than before.
#[test]
fn cancelling_makes_it_louder() {
    assert!(CANCELLED.each("answered.end").iter().all(|&answered| answered == 0.0));
    let before = CANCELLED.growth(Metric::Created, ("2013-11-13T18:00", "2013-11-13T19:00"));
    let after = CANCELLED.growth(Metric::Created, ("2013-11-13T20:00", "2013-11-13T21:00"));
    assert!(after.iter().zip(before).all(|(after, before)| *after > 1.5 * before));
}

/// One person answers 30 questions in the hour at two minutes each, and what is begun is finished.
#[test]
fn one_person_answers_thirty_in_an_hour() {
    let answered = Runs::of("ask-jpm", "held, in order", Some(60), &[]).each("answered.end");
    assert_mean(&answered, 31.0, 0.0);
}
