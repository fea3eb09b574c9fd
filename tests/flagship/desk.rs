//! Responses of the desk, against those that answered a petition which crossed on its own count.

use std::collections::BTreeMap;

use saule::model::metric::Metric;

use crate::{
    history::{PETITIONS, sampling_error},
    simulated::{AS_IT_HAPPENED, mean},
};

const WHOLE: (&str, &str) = ("2011-09-22", "2013-06-11");

/// Moments of the responses to petitions that crossed.
fn responses() -> Vec<String> {
    let mut first = BTreeMap::new();
    for petition in PETITIONS.iter().filter(|petition| petition.crossed()) {
        if let (Some(response), Some(at)) = (petition.response, &petition.answered_at) {
            let earliest = first.entry(response).or_insert_with(|| at.clone());
            *earliest = at.min(earliest).clone();
        }
    }
    first.into_values().collect()
}

fn recorded(span: (&str, &str)) -> f64 {
    responses().iter().filter(|at| span.0 <= at.as_str() && at.as_str() < span.1).count() as f64
}

#[test]
fn about_six_responses_a_month() {
    assert_eq!(recorded(WHOLE), 118.0);
    let simulated = mean(&AS_IT_HAPPENED.growth(Metric::Responses, WHOLE));
    let months = 628.0 / 30.44;
    assert!((5.5..6.5).contains(&(simulated / months)), "{simulated} in {months} months");
}

/// The staff of each period is derived from these counts. The 95% sampling error of a Poisson count is allowed: the
/// desk also depends on what crosses, and its steps are whole people.
#[test]
fn the_pace_follows_the_record_period_by_period() {
    let steps = ["2011-09-22", "2012-01-24", "2012-07-01", "2012-11-07", "2013-03-01", "2013-06-11"];
    for (from, until) in steps.iter().zip(&steps[1..]) {
        let recorded = recorded((from, until));
        let simulated = mean(&AS_IT_HAPPENED.growth(Metric::Responses, (from, until)));
        let error = sampling_error(recorded);
        assert!((simulated - recorded).abs() < error, "{from}: {simulated} simulated, {recorded} ± {error} recorded");
    }
}

/// 150 petitions that crossed were answered, by 118 responses.
#[test]
fn a_response_answers_as_many_petitions_as_in_the_record() {
    let answered = PETITIONS.iter().filter(|petition| petition.crossed() && petition.response.is_some()).count();
    assert_eq!(answered, 150);
    let simulated =
        mean(&AS_IT_HAPPENED.growth(Metric::Answered, WHOLE)) / mean(&AS_IT_HAPPENED.growth(Metric::Responses, WHOLE));
    let recorded = answered as f64 / recorded(WHOLE);
    assert!((simulated / recorded - 1.0).abs() < 0.05, "{simulated} simulated, {recorded} recorded");
}
