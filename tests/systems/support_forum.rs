//! Customers who answer customers.

use crate::{
    facts::assert_mean,
    simulated::{Runs, estimate},
};

fn year(year: u32, share: f64, staff: u32) -> Runs {
    let horizon = format!("horizon=\"{} days\"", 365 * year);
    let warm_up = format!("monte_carlo.warm_up=\"{} days\"", 365 * (year - 1));
    let share = format!("requests.questions.peers.share={share}");
    let staff = format!("stages.team.staff={staff}");
    Runs::of("support-forum", "half answered by peers", Some(10), &[&horizon, &warm_up, &share, &staff])
}

/// 20 a day at the start, twice as many a year later: 365·20/ln 2 in the first year, and twice that in the second.
#[test]
fn demand_doubles_every_year() {
    for (number, factor) in [(1, 1.0), (2, 2.0)] {
        assert_mean(&year(number, 0.5, 5).each("created.end"), factor * 365.0 * 20.0 / 2_f64.ln(), 0.0);
    }
}

/// More answers from peers never keep fewer promises; and where the team is idle half of the time, they do not matter.
#[test]
fn peers_keep_promises_once_the_team_cannot() {
    let on_time = |number, share, staff| estimate(&year(number, share, staff).each("on_time_share.end")).value;
    assert!(on_time(1, 0.0, 5) > 0.99);
    let third: Vec<f64> = [0.0, 0.3, 0.6, 0.9].iter().map(|&share| on_time(3, share, 5)).collect();
    assert!(third.is_sorted(), "{third:?}");
    assert!(third[0] < 0.1 && third[3] > 0.9, "{third:?}");
}
