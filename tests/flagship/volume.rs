//! Petitions created, listed or not. A run's count varies by less than 1% and its mean over replications by a
//! fourteenth of that; the published totals are rounded, or dated to within some days. So 5% is allowed.

use saule::model::metric::Metric;

use crate::simulated::{AS_IT_HAPPENED, mean};

#[track_caller]
fn assert_created(published: f64, span: (&str, &str)) {
    let simulated = mean(&AS_IT_HAPPENED.growth(Metric::Created, span));
    assert!((simulated / published - 1.0).abs() < 0.05, "{simulated} simulated, {published} published");
}

#[test]
fn the_launch_brings_7_800_in_eleven_days() {
    assert_created(7_800.0, ("2011-09-22", "2011-10-03"));
}

#[test]
fn the_first_year_brings_46_000() {
    assert_created(46_000.0, ("2011-09-22", "2012-09-22"));
    assert_created(45_901.0, ("2011-09-22", "2012-08-31"));
}

#[test]
fn november_and_december_2012_bring_73_000() {
    assert_created(73_000.0, ("2012-11-01", "2013-01-01"));
}

#[test]
fn totals_of_2013_are_met() {
    assert_created(141_310.0, ("2011-09-22", "2013-01-15"));
    assert_created(178_000.0, ("2011-09-22", "2013-03-30"));
}
