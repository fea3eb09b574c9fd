//! Thresholds that change for open requests, and two thresholds on one petition, against the Poisson law of counts.
//!
//! All petitions are created at moment 0 with the same potential K, so their signatures by age a are a Poisson number
//! with mean K·F(a), with independent increments. Whoever has the level's signatures at the end of a span has crossed
//! within it, which gives the share eligible at every moment by convolution.

use std::path::Path;

use saule::engine::{Layout, Outcome, Plan, simulate};
use saule::model::metric::{Metric, Statistic};
use saule::model::special::normal_cdf;
use saule::scenario::{self, Options};

/// A normal variate is farther out with probability 0.0001: alpha of each comparison.
const LIMIT: f64 = 3.89;

/// Growth of the scenario.
const MEAN_AGE: f64 = 5.0;

/// Grid of the scenario: days 0 to 12.
const DAYS: usize = 12;

/// Days after which windows are over.
const WINDOW: f64 = 10.0;

fn scenario(set: &[&str]) -> scenario::Loaded {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreement/scenarios/thresholds.toml");
    let options = Options { set: set.iter().map(|&set| set.to_owned()).collect(), ..Options::default() };
    scenario::load(&path, &options).unwrap_or_else(|report| panic!("{}", report.render(false, 100)))
}

/// A metric of a class on the grid.
fn series(layout: &Layout, outcome: &Outcome, metric: Metric, class: usize) -> Vec<f64> {
    let index = layout.series_index(metric, Some(class), None).expect("the class has the metric");
    outcome.series[index * layout.grid.len()..(index + 1) * layout.grid.len()].to_vec()
}

/// Poisson probabilities of 0, 1, … below `count`.
fn poisson(mean: f64, count: usize) -> Vec<f64> {
    let next = |p: &mut f64, n: usize| {
        let now = *p;
        *p *= mean / (n + 1) as f64;
        Some(now)
    };
    (0..count).scan((-mean).exp(), next).collect()
}

/// Share that has become eligible by each day under levels that bind from their days on.
fn exact(potential: f64, levels: &[(f64, usize)]) -> Vec<f64> {
    let most = 1 + levels.iter().map(|level| level.1).max().unwrap();
    (0..=DAYS).map(|day| share_eligible(potential, levels, (day as f64).min(WINDOW), most)).collect()
}

fn share_eligible(potential: f64, levels: &[(f64, usize)], by: f64, most: usize) -> f64 {
    let expected = |age: f64| potential * (1.0 - (-age / MEAN_AGE).exp());
    // Probability of each count among those that are not eligible; larger counts do not occur there.
    let mut open = vec![0.0; most];
    open[0] = 1.0;
    for (index, &(from, level)) in levels.iter().enumerate().take_while(|(_, level)| level.0 <= by) {
        open[level..].fill(0.0);
        let until = levels.get(index + 1).map_or(by, |next| next.0.min(by));
        let gains = poisson(expected(until) - expected(from), most);
        let gained = |count: usize| (0..=count).map(|before| open[before] * gains[count - before]).sum();
        open = (0..most).map(gained).collect();
        open[level..].fill(0.0);
    }
    (1.0 - open.iter().sum::<f64>()).max(0.0)
}

/// Simulates five replications; eligible and created requests of a class by day.
fn simulated(set: &[&str], class: usize) -> (Vec<f64>, f64) {
    let loaded = scenario(set);
    let plan = Plan::new(&loaded.scenario.variants[0].model);
    let mut eligible = vec![0.0; DAYS + 1];
    let mut petitions = 0.0;
    for replication in 0..5 {
        let outcome = simulate(&plan, loaded.scenario.seed, replication);
        petitions += series(&plan.layout, &outcome, Metric::Created, 0)[0];
        let of_class = series(&plan.layout, &outcome, Metric::Eligible, class);
        eligible.iter_mut().zip(of_class).for_each(|(sum, value)| *sum += value);
        assert_conserved(&plan.layout, &outcome);
    }
    (eligible, petitions)
}

/// created = gathering + expired + eligible, for both classes; a debate is created when its petition is eligible.
fn assert_conserved(layout: &Layout, outcome: &Outcome) {
    for class in [0, 1] {
        let of = |metric| series(layout, outcome, metric, class);
        let (created, gathering) = (of(Metric::Created), of(Metric::Gathering));
        let (expired, eligible) = (of(Metric::Expired), of(Metric::Eligible));
        for day in 0..=DAYS {
            assert_eq!(created[day], gathering[day] + expired[day] + eligible[day], "class {class}, day {day}");
            assert!(day < 10 || gathering[day] == 0.0, "class {class} gathers after its window");
        }
    }
    assert_eq!(series(layout, outcome, Metric::Eligible, 0), series(layout, outcome, Metric::Created, 1));
}

fn assert_agrees(name: &str, (eligible, petitions): (Vec<f64>, f64), exact: &[f64]) {
    for (day, (found, share)) in eligible.iter().zip(exact).enumerate() {
        let expected = petitions * share;
        let error = LIMIT * (expected * (1.0 - share)).sqrt() + 1e-6;
        assert!((found - expected).abs() < error, "{name}, day {day}: {found}, expected {expected} ± {error}");
    }
}

fn policy(class: &str, levels: &[(f64, usize)]) -> String {
    let change =
        |level: &(f64, usize)| format!("{{ at = \"{} days\", signatures = {}, binds = \"open\" }}", level.0, level.1);
    let changes: Vec<String> = levels[1..].iter().map(change).collect();
    format!("requests.{class}.threshold={{ signatures = {}, changes = [{}] }}", levels[0].1, changes.join(", "))
}

/// Levels, each from a day on.
type Levels = &'static [(f64, usize)];

/// Potentials and levels.
const POLICIES: &[(f64, Levels)] = &[
    (20.0, &[(0.0, 15)]),
    (20.0, &[(0.0, 15), (5.0, 10)]),
    (20.0, &[(0.0, 10), (5.0, 15)]),
    (20.0, &[(0.0, 12), (2.5, 17), (5.5, 8), (7.0, 14)]),
    // Back to a level that was known, and to none at all.
    (20.0, &[(0.0, 12), (3.0, 17), (4.0, 12), (8.0, 14), (9.5, 0)]),
    // Beyond the levels whose gaps are summed, and across that border.
    (120.0, &[(0.0, 100), (5.0, 60)]),
    (120.0, &[(0.0, 60), (2.5, 110), (5.5, 80), (7.0, 20), (8.0, 100)]),
];

#[test]
fn open_requests_are_held_to_the_new_level_from_then_on() {
    for (potential, levels) in POLICIES {
        let set = [format!("requests.petitions.potential={potential}"), policy("petitions", levels)];
        let found = simulated(&set.each_ref().map(String::as_str), 0);
        assert_agrees(&format!("{levels:?}"), found, &exact(*potential, levels));
    }
}

/// One unit step after another, as a ramp takes them: from halfway before each whole number on.
fn steps(from: usize, to: usize, at: f64, until: f64) -> Vec<(f64, usize)> {
    let count = from.abs_diff(to);
    let moment = |step: usize| if step == 0 { at } else { at + (until - at) * (step as f64 - 0.5) / count as f64 };
    (0..=count).map(|step| (moment(step), if to > from { from + step } else { from - step })).collect()
}

/// Level at the start, and dated ones with the ends of their ramps, all binding open requests.
fn ramps(class: &str, start: usize, changes: &[(f64, f64, usize)]) -> (String, Vec<(f64, usize)>) {
    let (mut entries, mut levels) = (Vec::new(), vec![(0.0, start)]);
    for &(at, until, level) in changes {
        let before = levels.last().unwrap().1;
        levels.extend(if until > at { steps(before, level, at, until) } else { vec![(at, level)] });
        let ramp = if until > at { format!(", until = \"{until} days\"") } else { String::new() };
        entries.push(format!("{{ at = \"{at} days\", signatures = {level}, binds = \"open\"{ramp} }}"));
    }
    let changes = entries.join(", ");
    (format!("requests.{class}.threshold={{ signatures = {start}, changes = [{changes}] }}"), levels)
}

/// Start level and changes.
type Ramps = (usize, &'static [(f64, f64, usize)]);

/// A ramp has the law of its unit steps, each of which binds every open request.
#[test]
fn a_ramp_binds_open_requests_step_by_step() {
    let cases: &[(f64, Ramps)] = &[
        (20.0, (5, &[(1.0, 9.0, 25)])),
        (20.0, (22, &[(2.0, 8.0, 6)])),
        // Up and down without a rest, then a jump, then to none at all.
        (20.0, (10, &[(0.5, 4.0, 16), (4.0, 6.0, 9), (7.0, 7.0, 14), (8.0, 9.5, 0)])),
        // The line runs beside the signatures for a while.
        (30.0, (4, &[(0.2, 3.4, 16), (3.4, 9.0, 24)])),
        (120.0, (90, &[(1.0, 6.0, 30), (6.5, 9.5, 100)])),
    ];
    for (potential, (start, changes)) in cases {
        let (policy, levels) = ramps("petitions", *start, changes);
        let found = simulated(&[&format!("requests.petitions.potential={potential}"), &policy], 0);
        assert_agrees(&format!("{start}, then {changes:?}"), found, &exact(*potential, &levels));
    }
}

/// The second of two classes meets its own moving threshold on the same signatures.
#[test]
fn two_ramps_on_one_petition_share_its_signatures() {
    let (first, first_levels) = ramps("petitions", 6, &[(1.0, 5.0, 12), (6.0, 9.0, 5)]);
    let (second, second_levels) = ramps("debates", 18, &[(2.0, 8.0, 13)]);
    let set = ["requests.petitions.potential=20", &first, &second];
    assert_agrees("first", simulated(&set, 0), &exact(20.0, &first_levels));
    assert_agrees("second", simulated(&set, 1), &exact(20.0, &second_levels));
}

/// On a ramp that binds new requests, a request keeps for life the level at its creation: here 13 at 3.2 days.
#[test]
fn a_request_keeps_the_level_that_a_ramp_had_at_its_creation() {
    let ramp = r#"requests.petitions.threshold={ signatures = 10, changes = [{ at = "0 days", until = "10 days", signatures = 20 }] }"#;
    let later = r#"requests.petitions.arrivals.first_moment.burst.at="3.2 days""#;
    let loaded = scenario(&[ramp, later]);
    let plan = Plan::new(&loaded.scenario.variants[0].model);
    let outcome = simulate(&plan, 8, 0);
    let of = |metric| series(&plan.layout, &outcome, metric, 0);
    let petitions = of(Metric::Created)[DAYS];
    for (day, found) in of(Metric::Eligible).into_iter().enumerate().skip(4) {
        let share = share_eligible(20.0, &[(0.0, 13)], day as f64 - 3.2, 14);
        let error = LIMIT * (petitions * share * (1.0 - share)).sqrt();
        assert!(
            (found - petitions * share).abs() < error,
            "day {day}: {found}, expected {} ± {error}",
            petitions * share
        );
    }
    // The level itself: the number nearest to the line, and its mean over time.
    let levels: Vec<f64> = (0..=DAYS).map(|day| (10.0 + day as f64).min(20.0)).collect();
    assert_eq!(of(Metric::Threshold), levels);
    let index = plan.layout.series_index(Metric::Threshold, Some(0), None).unwrap();
    let mean = plan.layout.scalars.iter().position(|scalar| *scalar == (index, Statistic::Mean)).unwrap();
    assert!((outcome.scalars[mean] - (15.0 * 10.0 + 20.0 * 2.0) / 12.0).abs() < 1e-9);
}

/// 20,000 signatures in ten days: as many steps, each of them exact, at the cost of a few draws a request.
#[test]
fn a_long_ramp_is_met_where_signatures_and_level_meet() {
    // By day 5 the level has fallen from 24,000 to 14,000 and 30,000·(1 − e⁻¹) = 18,964 signatures are there: they met
    // before. Near the meeting counts are normal, with a standard deviation of about 120 signatures.
    let (policy, _) = ramps("petitions", 24_000, &[(0.0, 10.0, 4_000)]);
    let small = "requests.petitions.arrivals.first_moment.burst.size=2_000";
    let loaded = scenario(&["requests.petitions.potential=30_000", small, &policy, r#"observe="1 hour""#]);
    let plan = Plan::new(&loaded.scenario.variants[0].model);
    let outcome = simulate(&plan, 3, 0);
    let petitions = series(&plan.layout, &outcome, Metric::Created, 0)[0];
    let eligible = series(&plan.layout, &outcome, Metric::Eligible, 0);
    let mut seen = 0;
    for (hour, found) in eligible.into_iter().enumerate() {
        let day = hour as f64 / 24.0;
        let expected = 30_000.0 * (1.0 - f64::exp(-day / MEAN_AGE));
        let level = 24_000.0 - 2_000.0 * day;
        let share = normal_cdf((expected - level.round() + 0.5) / expected.max(1.0).sqrt());
        // The skewness of a Poisson number moves the share by 0.001 at most.
        let error = LIMIT * (petitions * share * (1.0 - share)).sqrt() + 0.001 * petitions;
        assert!((found - petitions * share).abs() < error, "hour {hour}: {found}, expected {}", petitions * share);
        seen += usize::from(share > 0.01 && share < 0.99);
    }
    assert!(seen >= 2, "the meeting is over too soon to see: {seen}");
}

#[test]
fn a_change_that_binds_new_requests_leaves_open_ones_alone() {
    let changes = r#"requests.petitions.threshold.changes=[{ at = "5 days", signatures = 10 }]"#;
    assert_agrees("new", simulated(&[changes], 0), &exact(20.0, &[(0.0, 15)]));
}

/// Who has the signatures of the higher threshold has those of the lower one, so the second class sees the same law
/// as if it were alone, whatever was drawn for the first.
#[test]
fn two_thresholds_on_one_petition_share_its_signatures() {
    let cases: &[(f64, Levels, Levels)] = &[
        (20.0, &[(0.0, 10)], &[(0.0, 15)]),
        (20.0, &[(0.0, 10)], &[(0.0, 18), (6.0, 12), (8.0, 16)]),
        // Of these petitions a higher level than the second is known when they come.
        (20.0, &[(0.0, 17), (5.0, 10)], &[(0.0, 17), (5.0, 13)]),
        (120.0, &[(0.0, 70), (4.0, 20)], &[(0.0, 90), (4.0, 40), (6.0, 90)]),
    ];
    for (potential, first, second) in cases {
        let set = [
            format!("requests.petitions.potential={potential}"),
            policy("petitions", first),
            policy("debates", second),
        ];
        let set = set.each_ref().map(String::as_str);
        assert_agrees(&format!("{first:?}"), simulated(&set, 0), &exact(*potential, first));
        assert_agrees(&format!("{first:?}, then {second:?}"), simulated(&set, 1), &exact(*potential, second));
    }
}

/// Every petition goes on to a debate and is answered at once in both classes, so that the balance is the friendly share.
#[test]
fn a_petition_keeps_its_tone_in_the_class_that_follows() {
    let set = [
        "requests.petitions.hostile_share=0.3",
        "requests.petitions.threshold.signatures=0",
        "requests.debates.threshold.signatures=0",
    ];
    let loaded = scenario(&set);
    let plan = Plan::new(&loaded.scenario.variants[0].model);
    let outcome = simulate(&plan, 5, 0);
    let balance = |class| series(&plan.layout, &outcome, Metric::ToneBalance, class)[DAYS];
    let petitions = series(&plan.layout, &outcome, Metric::Created, 0)[DAYS];
    assert!((balance(0) - 0.7).abs() < LIMIT * (0.21 / petitions).sqrt(), "{}", balance(0));
    assert_eq!(balance(0), balance(1));
}

/// Under common random numbers a higher threshold, fixed for life, makes no more requests eligible at any moment.
/// Levels are 100 apart, or both among those whose gaps are summed.
#[test]
fn a_higher_threshold_never_makes_more_requests_eligible() {
    let growths = [
        r#"{ exponential = { half_life = { lognormal = { median = "3 days", sigma = 0.9 } } } }"#,
        r#"{ waves = { further = { poisson = { mean = 2 } }, spread = "8 days", decay = { exponential = { half_life = { lognormal = { median = "1 day", sigma = 0.5 } } } }, weights = { sigma = 1 } } }"#,
    ];
    let mut differences = 0;
    for growth in growths {
        let runs: Vec<Vec<Vec<f64>>> = [5, 9, 30, 140, 250, 1_000]
            .map(|level| {
                let loaded = scenario(&[
                    "requests.petitions.arrivals.first_moment.burst.size=300",
                    "requests.petitions.potential={ lognormal = { median = 60, sigma = 2 } }",
                    "requests.petitions.potential_growth_correlation=0.7",
                    &format!("requests.petitions.growth={growth}"),
                    &format!("requests.petitions.threshold={{ signatures = {level} }}"),
                ]);
                let plan = Plan::new(&loaded.scenario.variants[0].model);
                let eligible = |seed| series(&plan.layout, &simulate(&plan, seed, 0), Metric::Eligible, 0);
                (0..300).map(eligible).collect()
            })
            .into();
        for (lower, higher) in runs.iter().zip(&runs[1..]) {
            for (seed, (lower, higher)) in lower.iter().zip(higher).enumerate() {
                assert!(lower.iter().zip(higher).all(|(low, high)| high <= low), "seed {seed}: {lower:?}, {higher:?}");
                differences += usize::from(lower != higher);
            }
        }
    }
    assert!(differences > 2_000, "the levels hardly differ: {differences}");
}
