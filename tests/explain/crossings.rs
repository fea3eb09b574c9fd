//! Shares that cross: against the reference, and against simulation where no closed form is known.

use saule::model::metric::Metric;

use super::{
    reference::{Parameters, rows},
    support::{explained, scenario, simulated},
};

fn petitions(p: &Parameters, potential: &str, rate: f64) -> String {
    let (threshold, window, half_life) =
        (p.count("threshold"), p.number("window"), p.number("tau") * std::f64::consts::LN_2);
    format!(
        "[requests.petitions]\npotential = {potential}\nthreshold = {{ signatures = {threshold} }}\n\
         window = \"{window} days\"\ngrowth = {{ exponential = {{ half_life = \"{half_life} days\" }} }}\n\
         arrivals = {{ some = {{ poisson = {{ rate = \"{rate} per day\" }} }} }}\n\
         [stages.desk]\nstaff = 3\nservice = {{ lognormal = {{ mean = \"4 days\", sigma = 1 }} }}\n"
    )
}

#[test]
fn shares_are_those_of_the_reference() {
    let mut compared = 0;
    for row in rows() {
        let p = &row.parameters;
        let potential = match (row.case.as_str(), row.metric.as_str()) {
            ("threshold crossing, exponential decay", "probability of crossing in the window") => {
                p.number("total_mean").to_string()
            }
            ("petition model, Poisson counts", "share of petitions that cross") => {
                format!("{{ lognormal = {{ median = {}, sigma = {} }} }}", p.number("median"), p.number("sigma"))
            }
            _ => continue,
        };
        let share = explained(365.0, &petitions(p, &potential, 20.0)).crossings[0].share.value.unwrap();
        assert!((share / row.value - 1.0).abs() < 1e-6, "{row:?}: {share}");
        compared += 1;
    }
    assert!(compared >= 6, "{compared} rows of the reference compared");
}

/// The reference takes counts at their means: at 5,000 signatures that changes the number by less than 0.1%.
#[test]
fn crossings_by_the_horizon_are_those_of_the_reference() {
    let is_count = |metric: &str| metric == "mean number of crossings by day 365 (Poisson law)";
    for row in rows().iter().filter(|row| is_count(&row.metric)) {
        let p = &row.parameters;
        let potential =
            format!("{{ lognormal = {{ median = {}, sigma = {} }} }}", p.number("median"), p.number("sigma"));
        let explanation = explained(p.number("days"), &petitions(p, &potential, p.number("rate")));
        let eligible = explanation.crossings[0].eligible.value.unwrap();
        assert!((eligible / row.value - 1.0).abs() < 1e-3, "{row:?}: {eligible}");
    }
}

/// Expected eligible requests lie within the 99.9% interval of the simulated mean, which is within 2% of it.
#[track_caller]
fn assert_simulated(body: &str, replications: u64) {
    let body = format!("{body}\n[stages.desk]\nstaff = 1\nservice = \"1 day\"\n");
    let scenario = scenario(120.0, &body);
    let explanation = saule::explain::explain(&scenario.variants[0]);
    let (created, eligible): (f64, f64) = explanation
        .crossings
        .iter()
        .map(|crossing| (crossing.created.value.unwrap(), crossing.eligible.value.unwrap()))
        .fold((0.0, 0.0), |sum, line| (sum.0 + line.0, sum.1 + line.1));
    let simulated = simulated(&scenario, &[Metric::Created, Metric::Eligible], replications);
    for (metric, expected) in [("Created", created), ("Eligible", eligible)] {
        let (mean, half_width) = simulated[metric];
        assert!((mean - expected).abs() < half_width, "{metric}: {expected}, simulated {mean} ± {half_width}");
        assert!(half_width < 0.02 * mean, "{metric}: ± {half_width} is too wide for {mean}");
    }
}

fn gathering(potential: &str, growth: &str, more: &str) -> String {
    format!(
        "[requests.petitions]\npotential = {potential}\ngrowth = {growth}\nwindow = \"30 days\"\n{more}\n\
         [requests.petitions.arrivals]\nsome = {{ poisson = {{ rate = \"40 per day\" }} }}\n"
    )
}

const POTENTIAL: &str = "{ lognormal = { median = 400, sigma = 1.5 } }";
const THRESHOLD: &str = "threshold = { signatures = 500 }";

#[test]
fn random_growth() {
    let slow = "{ exponential = { half_life = { lognormal = { median = \"8 days\", sigma = 1 } } } }";
    assert_simulated(&gathering(POTENTIAL, slow, THRESHOLD), 400);
    let two = "{ lomax = { scale = { uniform = { min = \"2 days\", max = \"20 days\" } }, exponent = { uniform = { min = 0.5, max = 2 } } } }";
    assert_simulated(&gathering(POTENTIAL, two, THRESHOLD), 400);
    let waves = "{ waves = { further = { poisson = { mean = 2 } }, spread = \"40 days\", decay = { exponential = { half_life = \"2 days\" } } } }";
    assert_simulated(&gathering(POTENTIAL, waves, THRESHOLD), 400);
}

#[test]
fn slowness_that_goes_with_the_potential() {
    let growth = "{ exponential = { half_life = { lognormal = { median = \"8 days\", sigma = 1 } } } }";
    for correlation in [-0.7, 0.8] {
        let more = format!("{THRESHOLD}\npotential_growth_correlation = {correlation}");
        assert_simulated(&gathering(POTENTIAL, growth, &more), 400);
    }
}

#[test]
fn thresholds_that_change() {
    let growth = "{ exponential = { half_life = \"6 days\" } }";
    for (binds, first, second) in [("new", 300, 900), ("open", 300, 900), ("open", 900, 300)] {
        let more = format!(
            "threshold = {{ signatures = {first}, changes = [{{ at = 2025-02-10, signatures = {second}, binds = \"{binds}\" }}] }}"
        );
        assert_simulated(&gathering(POTENTIAL, growth, &more), 400);
    }
}

#[test]
fn a_second_threshold_on_the_same_request() {
    let growth = "{ exponential = { half_life = \"6 days\" } }";
    let debated = "[requests.debated]\nfollows = \"petitions\"\nthreshold = { signatures = 1500 }\n";
    assert_simulated(&format!("{}{debated}", gathering(POTENTIAL, growth, THRESHOLD)), 600);
}

#[test]
fn arrivals_of_every_kind() {
    for arrivals in [
        "poisson = { rate = \"40 per day\", weekly = [3, 1, 1, 1, 1, 0, 0], trend = \"2% per week\" }",
        "poisson = { rate = \"20 per day\", batch = 2 }",
        "burst = { random = \"10 per day\", size = 6, decay = { lomax = { scale = \"3 days\", exponent = 1.5 } } }",
        "burst = { at = 2025-01-20, size = 6000, decay = { exponential = { half_life = \"5 days\" } } }",
    ] {
        let body = gathering("300", "{ exponential = { half_life = \"6 days\" } }", "threshold = { signatures = 290 }");
        let body = body.replace("poisson = { rate = \"40 per day\" }", arrivals);
        assert_simulated(&body, 400);
    }
}

#[test]
fn requests_that_trigger_requests() {
    let more = "threshold = { signatures = 290 }\nself_excitation = { branching_ratio = 0.6, half_life = \"10 days\" }";
    assert_simulated(&gathering("300", "{ exponential = { half_life = \"6 days\" } }", more), 1_500);
}
