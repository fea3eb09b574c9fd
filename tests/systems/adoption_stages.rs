//! Five stages of adoption.

use saule::model::metric::Metric;

use crate::{
    facts::assert_mean,
    simulated::{Runs, estimate},
};

fn runs(variant: &str) -> Runs {
    Runs::of("adoption-stages", variant, Some(40), &[])
}

/// Demand doubles every year: 2·365·(2^t − 1)/ln 2 messages in t years.
#[test]
fn demand_doubles_every_year() {
    let runs = runs("early in steps");
    for (year, moment) in [(1, "2010-01-07T00:00"), (3, "2012-01-05T00:00"), (5, "2013-12-26T00:00")] {
        let days =
            (moment[..10].parse::<jiff::civil::Date>().expect("a date") - jiff::civil::date(2009, 1, 1)).get_days();
        let years = f64::from(days) / 365.0;
        let expected = 2.0 * 365.0 * (2_f64.powf(years) - 1.0) / 2_f64.ln();
        assert!((years - f64::from(year)).abs() < 0.05);
        assert_mean(&runs.at(Metric::Created, None, moment), expected, 0.0);
    }
}

/// What one person can do is reached when demand is five a day, after log2(2.5) years or in April 2010. A late jump
/// overheats between then and its own date; a year of steps behind does, too; early steps never do.
#[test]
fn late_paths_overheat_and_early_steps_do_not() {
    let late = runs("one late jump");
    let overheated = late.first("overheated");
    assert_eq!(overheated.len(), late.count());
    assert!(overheated.iter().all(|&days| (365.0 * 2.5_f64.log2()..1_461.0).contains(&days)));
    assert_eq!(late.after("caught_up").len(), late.count(), "the jump catches up");
    assert!(runs("early in steps").first("overheated").is_empty());
    let behind = runs("a year of steps behind");
    assert_eq!(behind.first("overheated").len(), behind.count());
    let depth = |runs: &Runs| estimate(&runs.each("backlog.max")).value;
    assert!(depth(&behind) < depth(&late));
}
