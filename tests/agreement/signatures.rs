//! Signatures by age, against Poisson laws.
//!
//! Petitions are created at moment 0 with the same potential K and growth F, so that by age a they have a Poisson number
//! of signatures with mean K·F(a), whatever their threshold; n signatures are there by age a with probability
//! P(Gamma(n) ≤ K·F(a)).

use std::path::Path;

use saule::{
    engine::{AGES, Plan, signature_ages, simulate},
    model::special::gamma_cdf,
    scenario::{self, Options},
    statistics::{SIGNATURE_PERCENTS, SignatureCounts, Times},
};

/// A normal variate is farther out with probability 0.0001: alpha of each comparison.
const LIMIT: f64 = 3.89;

/// Of an event that is hardly ever seen, more often than that with probability below 0.0001 (Poisson, mean 1).
const FEW: f64 = 6.0;

/// Replications; each gives about 6 sampled petitions of 400.
const REPLICATIONS: u64 = 3_200;

/// Growth of the scenario.
const MEAN_AGE: f64 = 5.0;

struct Found {
    ages: [f64; AGES],
    quantiles: Vec<[f64; 5]>,
    shares: Vec<Option<f64>>,
    /// Petitions simulated.
    petitions: f64,
    /// Petitions sampled.
    sampled: f64,
}

fn simulated(set: &[&str], class: usize) -> Found {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agreement/scenarios/thresholds.toml");
    let few = "requests.petitions.arrivals.first_moment.burst.size=400";
    let set = [few].iter().chain(set).map(|&set| set.to_owned()).collect();
    let loaded = scenario::load(&path, &Options { set, ..Options::default() });
    let loaded = loaded.unwrap_or_else(|report| panic!("{}", report.render(false, 100)));
    let model = &loaded.scenario.variants[0].model;
    let plan = Plan::new(model);
    let (mut counts, mut crossed) = (SignatureCounts::default(), Times::new(None));
    let (mut petitions, mut sampled) = (0.0, 0.0);
    for replication in 0..REPLICATIONS {
        let outcome = simulate(&plan, 9, replication);
        let sample = &outcome.signatures[class];
        counts.add(sample);
        crossed.add(replication, &outcome.tallies[plan.time_to_threshold(class)]);
        petitions += sample.created as f64;
        sampled += sample.seen.len() as f64;
    }
    let ages = signature_ages(&model.classes[class], model.time.horizon).expect("the class gathers");
    let shares = counts.shares_eligible(&crossed.ended(), &ages);
    Found { ages, quantiles: counts.quantiles().collect(), shares, petitions, sampled }
}

fn growth(age: f64) -> f64 {
    1.0 - (-age / MEAN_AGE).exp()
}

/// Probability of at most so many signatures, where so many are expected.
fn poisson_cdf(count: f64, expected: f64) -> f64 {
    if count < 0.0 { 0.0 } else { 1.0 - gamma_cdf(count + 1.0, expected) }
}

/// The quantiles are those of a law of counts, given by its distribution function at each age. Returns how many of them
/// are so far from any step that no error is possible.
fn assert_quantiles(name: &str, found: &Found, cdf: impl Fn(f64, f64) -> f64) -> usize {
    let mut certain = 0;
    for (&age, quantiles) in found.ages.iter().zip(&found.quantiles) {
        for (&quantile, percent) in quantiles.iter().zip(SIGNATURE_PERCENTS) {
            let share = f64::from(percent) / 100.0;
            let error = LIMIT * (share * (1.0 - share) / found.sampled).sqrt();
            let (below, to) = (cdf(quantile - 1.0, age), cdf(quantile, age));
            assert!(
                below <= share + error && share - error <= to,
                "{name}: {quantile} is no {share} quantile at {age}"
            );
            certain += usize::from(below < share - error && to > share + error);
        }
    }
    certain
}

#[test]
fn quantiles_are_those_of_the_poisson_law_under_any_threshold() {
    let ramp = r#"requests.petitions.threshold={ signatures = 22, changes = [{ at = "1 day", until = "8 days", signatures = 8, binds = "open" }] }"#;
    let steps = r#"requests.petitions.threshold={ signatures = 9, changes = [{ at = "3 days", signatures = 16, binds = "open" }] }"#;
    for (policy, potential, least) in [
        ("requests.petitions.threshold.signatures=15", 20.0, 150),
        ("requests.petitions.threshold.signatures=100", 120.0, 60),
        ("requests.petitions.threshold.signatures=5_000", 20.0, 150),
        ("requests.petitions.threshold.signatures=0", 20.0, 150),
        (ramp, 20.0, 150),
        (steps, 20.0, 150),
    ] {
        let found = simulated(&[policy, &format!("requests.petitions.potential={potential}")], 0);
        assert!((12_000.0..26_000.0).contains(&found.sampled), "{}", found.sampled);
        let certain = assert_quantiles(policy, &found, |count, age| poisson_cdf(count, potential * growth(age)));
        assert!(certain >= least, "{policy}: only {certain} of 205 quantiles are sharp");
    }
}

/// Potentials too small for any threshold are followed as well: a mixture of two Poisson laws.
#[test]
fn petitions_without_a_chance_are_part_of_the_sample() {
    let potential = "requests.petitions.potential={ mixture = [{ weight = 0.7, of = 4 }, { weight = 0.3, of = 60 }] }";
    for threshold in ["40", "5_000"] {
        let set = format!("requests.petitions.threshold.signatures={threshold}");
        let found = simulated(&[potential, &set], 0);
        let cdf =
            |count, age| 0.7 * poisson_cdf(count, 4.0 * growth(age)) + 0.3 * poisson_cdf(count, 60.0 * growth(age));
        assert!(assert_quantiles(threshold, &found, cdf) >= 100);
    }
}

#[test]
fn the_share_eligible_is_that_of_the_gamma_law() {
    let found = simulated(&["requests.petitions.threshold.signatures=15"], 0);
    for (&age, share) in found.ages.iter().zip(&found.shares) {
        let share = share.expect("the horizon is later than the window");
        let (exact, soon) = (gamma_cdf(15.0, 20.0 * growth(age)), gamma_cdf(15.0, 20.0 * growth(1.001 * age)));
        let error = LIMIT * (exact * (1.0 - exact) / found.petitions).sqrt() + FEW / found.petitions;
        assert!(exact - error <= share && share <= soon + error, "{share} at {age}, expected {exact} ± {error}");
    }
    let at_once = simulated(&["requests.petitions.threshold.signatures=0"], 0);
    assert!(at_once.shares.iter().all(|share| *share == Some(1.0)));
}

/// Petitions created until the horizon: those created late are not seen to their end, and the share is right all the same.
#[test]
fn late_petitions_do_not_dilute_the_share_eligible() {
    let steady = "requests.petitions.arrivals.first_moment=none";
    let arrivals = r#"requests.petitions.arrivals.steady={ poisson = { rate = "40 per day" } }"#;
    let found = simulated(&[steady, arrivals, r#"requests.petitions.window="20 days""#], 0);
    let mut checked = 0;
    for (&age, share) in found.ages.iter().zip(&found.shares) {
        let Some(share) = share else { continue };
        let exact = gamma_cdf(15.0, 20.0 * growth(age));
        // Of the petitions that count at an age at least the part that is seen to it.
        let seen = found.petitions * (1.0 - age / 12.0).max(0.0);
        let error = LIMIT * (exact / seen).sqrt() + 0.001;
        assert!((share - exact).abs() < error, "{share} at {age}, expected {exact} ± {error}");
        checked += usize::from(exact > 0.01 && error < 0.1 * exact);
    }
    assert!(checked >= 10, "{checked}");
    assert!(found.shares.last().unwrap().is_none(), "nobody is seen for 20 days");
}

/// Requests of a class that follows another have what it took to come there: at the end of the window, a Poisson
/// number given that it is no less. Their age counts from the creation of the petition.
#[test]
fn requests_that_follow_keep_their_signatures() {
    let found =
        simulated(&["requests.petitions.threshold.signatures=17", "requests.debates.threshold.signatures=22"], 1);
    let expected = 20.0 * growth(10.0);
    let enough = 1.0 - poisson_cdf(16.0, expected);
    let last = Found { ages: [10.0; AGES], quantiles: vec![*found.quantiles.last().unwrap()], ..found };
    let cdf = |count: f64, _| ((poisson_cdf(count, expected) - poisson_cdf(16.0, expected)) / enough).max(0.0);
    assert!(assert_quantiles("debates", &last, cdf) >= 2);
    let share = last.shares.last().unwrap().unwrap();
    let exact = (1.0 - poisson_cdf(21.0, expected)) / enough;
    let error = LIMIT * (exact * (1.0 - exact) / last.petitions).sqrt();
    assert!((share - exact).abs() < error, "{share}, expected {exact} ± {error}");
}
