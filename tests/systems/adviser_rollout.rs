//! Social media of Morgan Stanley's advisers.

use saule::model::metric::Metric;

use crate::{
    facts::assert_mean,
    simulated::{Runs, estimate},
};

const IN_TIME: &str = "free text, reviewers in time";

/// Texts and messages a week from an adviser, and beside them 60 free texts a week from those who write freely.
const PER_ADVISER: f64 = 0.205 + 0.08;

/// Advisers that the messages of a span of whole weeks come from.
fn advisers(runs: &Runs, span: (&str, &str), weeks: f64, others: f64) -> Vec<f64> {
    let messages = runs.growth(Metric::Created, span);
    messages.iter().map(|messages| (messages / weeks - others) / PER_ADVISER).collect()
}

/// 600 until the end of June 2012, 17,000 a year later, 16,000 in 2014.
#[test]
fn six_hundred_advisers_and_then_seventeen_thousand() {
    let runs = Runs::of("adviser-rollout", IN_TIME, Some(8), &[]);
    let pilot = ("2011-06-01T14:00", "2012-05-30T14:00");
    assert_mean(&advisers(&runs, pilot, 52.0, 0.0), 600.0, 0.0);
    let all = ("2012-09-26T14:00", "2013-06-19T14:00");
    assert_mean(&advisers(&runs, all, 38.0, 60.0), 17_000.0, 0.0);
    let later = ("2014-02-05T14:00", "2014-05-28T14:00");
    assert_mean(&advisers(&runs, later, 16.0, 60.0), 16_000.0, 0.0);
}

/// Everything is kept, request and answer, for five years: by May 2014 all that there was; four years later what came and
/// went in the 261 weeks before, which are within a week of five years.
#[test]
fn the_archive_keeps_everything_for_five_years() {
    let runs = Runs::of("adviser-rollout", IN_TIME, Some(2), &["horizon=2018-06-06T14:00:00"]);
    let sum = |moment| -> Vec<f64> {
        let (came, answered) = (runs.at(Metric::Created, None, moment), runs.at(Metric::Answered, None, moment));
        came.iter().zip(answered).map(|(came, answered)| came + answered).collect()
    };
    assert_eq!(runs.at(Metric::Archive, None, "2014-05-28T14:00"), sum("2014-05-28T14:00"));
    let kept = estimate(&runs.at(Metric::Archive, None, "2018-05-30T14:00")).value;
    let in_five_years = estimate(&sum("2018-05-30T14:00")).value - estimate(&sum("2013-05-29T14:00")).value;
    assert!((kept / in_five_years - 1.0).abs() < 1.0 / 261.0, "{kept} kept, {in_five_years} in five years");
}

/// "Within hours": with reviewers in time, all but one in a hundred are approved within half a working day.
#[test]
fn reviewers_in_time_approve_within_hours() {
    let on_time = Runs::of("adviser-rollout", IN_TIME, Some(4), &[]).each("on_time_share.end");
    assert!(on_time.iter().all(|&share| share > 0.99), "{on_time:?}");
}

/// Reviewers who come three months late leave tens of thousands waiting; a library needs hardly any reviewers.
#[test]
fn late_reviewers_are_overrun_and_a_library_needs_few() {
    let late = Runs::of("adviser-rollout", "free text, reviewers three months late", Some(4), &[]);
    assert_eq!(late.first("overheated").len(), late.count());
    assert!(late.each("queued[stage=review].max").iter().all(|&waiting| waiting > 20_000.0));
    let library = Runs::of("adviser-rollout", "library only", Some(4), &[]);
    assert!(library.first("overheated").is_empty());
    assert!(library.each("utilisation[stage=review].mean").iter().all(|&utilisation| utilisation < 0.2));
}
