//! What the other variants rest on: how many petitions reach the lines that were not in force.

use saule::model::metric::Metric;

use crate::{
    history::{count, sampling_error},
    simulated::{AS_IT_HAPPENED, FROM_25000, KEEP_5000, Variant, mean},
};

/// The potentials are fitted above 1,000 signatures and calibrated at the line in force only, so at another line the
/// 95% sampling error of a Poisson count is allowed.
#[track_caller]
fn assert_reach(variant: &Variant, line: u32, spans: &[(&str, &str)]) {
    for &span in spans {
        let recorded = count(|petition| petition.signatures >= line && petition.created_within(span));
        let simulated = mean(&variant.crossings(span));
        let error = sampling_error(recorded);
        assert!((simulated - recorded).abs() < error, "{span:?}: {simulated} simulated, {recorded} ± {error} recorded");
    }
}

#[test]
fn as_many_as_recorded_reach_5_000_in_every_period() {
    let spans = [("2011-10-03", "2012-11-07"), ("2012-11-07", "2013-01-15"), ("2013-01-15", "2013-06-11")];
    assert_reach(&KEEP_5000, 5_000, &spans);
}

#[test]
fn as_many_as_recorded_reach_25_000_in_every_period() {
    let spans = [("2011-09-22", "2011-10-03"), ("2011-10-03", "2012-11-07"), ("2013-01-15", "2013-06-11")];
    assert_reach(&FROM_25000, 25_000, &spans);
}

/// The same petitions under another line: never fewer are eligible at 5,000, in any replication.
#[test]
fn keeping_5_000_never_makes_fewer_eligible() {
    let end = "2013-06-11";
    let (kept, raised) = (KEEP_5000.at(Metric::Eligible, end), AS_IT_HAPPENED.at(Metric::Eligible, end));
    assert!(kept.iter().zip(&raised).all(|(kept, raised)| kept >= raised));
}

/// The answer to the scenario's question: with the staff of history, in every replication.
#[test]
fn at_5_000_the_backlog_would_have_grown_out_of_hand() {
    let end = "2013-06-11";
    let (kept, raised) = (KEEP_5000.at(Metric::Backlog, end), AS_IT_HAPPENED.at(Metric::Backlog, end));
    assert!(kept.iter().zip(&raised).all(|(kept, raised)| *kept > 3.0 * raised), "{kept:?} against {raised:?}");
}
