//! A sweep over the staff of M/M/c agrees with Erlang's formula at every point.

use saule::theory::MultiServerQueue;

use super::{Place, number, rows, sweep};

/// Ten requests a day, a quarter of a day of work each; the warm-up is hundreds of services long.
const MMC: &str = r#"
schema = 1
start = 2025-01-06
horizon = "400 days"
[monte_carlo]
replications = 200
seed = 5
warm_up = "100 days"
[requests.petitions.arrivals]
ordinary = { poisson = { rate = "10 per day" } }
[stages.desk]
staff = 1
service = { exponential = { mean = "6 hours" } }
"#;

/// Student's t with 199 degrees of freedom for 99.9% over that for 95%: each number is within with that probability.
const WIDER: f64 = 3.340 / 1.972;

#[test]
fn staff_agree_with_erlang_c() {
    let place = Place::new();
    place.write("small.toml", MMC);
    sweep(&place, "results", &["--vary", "stages.desk.staff=3,4,6,10", "--formats", "none"]);
    let levels = rows(&place, "results", 1, &["base", "all", "all", "backlog", "mean"]);
    let queued = rows(&place, "results", 1, &["base", "all", "all", "queued", "mean"]);
    assert_eq!((levels.len(), queued.len()), (4, 4));
    for (level, queue) in levels.iter().zip(&queued) {
        let theory = MultiServerQueue { arrival_rate: 10.0, service_rate: 4.0, servers: level[0].parse().unwrap() };
        for (row, exact) in [(level, theory.mean_in_system().unwrap()), (queue, theory.mean_queue().unwrap())] {
            let (value, half_width) = (number(row, 2), (number(row, 0) - number(row, 1)) / 2.0);
            assert!((value - exact).abs() < WIDER * half_width, "staff {}: {value} for {exact}", row[0]);
            assert!(half_width < 0.05 * exact.max(0.2), "staff {}: ± {half_width} of {exact}", row[0]);
        }
    }
}
