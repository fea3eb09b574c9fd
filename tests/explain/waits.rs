//! Waits by the formula that applies.

use saule::theory::{
    FiniteQueue, ImpatientQueue, MultiServerQueue, fixed_service_wait, pollaczek_khinchine, shared_priority_waits,
};

use super::support::{explained, figure, queue, value};

const LONG: f64 = 10_000.0;

#[track_caller]
fn assert_waits(rate: f64, stage: &str, expected: &[(&str, Option<f64>)]) {
    let explanation = explained(LONG, &queue(rate, stage));
    for (quantity, exact) in expected {
        let (found, exact) = (value(&explanation.stages[0], quantity), exact.unwrap());
        assert!((found / exact - 1.0).abs() < 1e-9, "{quantity} is {found}, not {exact}");
    }
}

#[test]
fn markovian_queues() {
    for (rate, servers) in [(0.5, 1), (0.95, 1), (2.0, 3), (2.85, 3)] {
        let theory = MultiServerQueue { arrival_rate: rate, service_rate: 1.0, servers };
        let stage = format!("staff = {servers}\nservice = {{ exponential = {{ mean = \"1 day\" }} }}");
        assert_waits(rate, &stage, &[("mean wait", theory.mean_wait())]);
        if servers > 1 {
            let expected = [
                ("share that waits", theory.probability_of_waiting()),
                ("90% wait at most", theory.wait_quantile(0.9)),
            ];
            assert_waits(rate, &stage, &expected);
        }
    }
}

#[test]
fn one_server_and_any_service() {
    let stage = "staff = 1\nservice = { lognormal = { mean = \"1 day\", cv = 1.5 } }";
    assert_waits(0.8, stage, &[("mean wait", pollaczek_khinchine(0.8, 1.0, 2.25))]);
    let prepared = "staff = 1\nservice = { exponential = { mean = \"2 days\" } }\nlibrary_service = \"0.5 days\"";
    let body = queue(0.4, prepared)
        .replace("[requests.customers", "[requests.customers]\nlibrary_share = 0.25\n[requests.customers");
    let wait = value(&explained(LONG, &body).stages[0], "mean wait");
    // E[S] = 0.75·2 + 0.25·0.5, E[S²] = 0.75·8 + 0.25·0.25.
    let by_hand = pollaczek_khinchine(0.4, 1.625, 6.0625 - 1.625 * 1.625).unwrap();
    assert!((wait / by_hand - 1.0).abs() < 1e-9, "{wait}, not {by_hand}");
}

#[test]
fn fixed_and_general_service_of_several_servers() {
    assert_waits(2.5, "staff = 3\nservice = \"1 day\"", &[("mean wait", fixed_service_wait(2.5, 1.0, 3))]);
    // Lee and Longton's approximation is exact for exponential service, and scales with 1 + cv².
    let erlang = MultiServerQueue { arrival_rate: 2.5, service_rate: 1.0, servers: 3 };
    let stage = "staff = 3\nservice = { lognormal = { mean = \"1 day\", cv = 2 } }";
    assert_waits(2.5, stage, &[("mean wait", erlang.mean_wait().map(|wait| 2.5 * wait))]);
}

#[test]
fn copies_are_queues_of_their_own() {
    let one = MultiServerQueue { arrival_rate: 0.8, service_rate: 1.0, servers: 1 };
    let stage = "staff = 1\ncopies = 5\nservice = { exponential = { mean = \"1 day\" } }";
    assert_waits(4.0, stage, &[("mean wait", one.mean_wait())]);
}

#[test]
fn impatience_and_full_queues_have_formulas_at_any_load() {
    for rate in [2.0, 5.0] {
        let impatient = ImpatientQueue { arrival_rate: rate, service_rate: 1.0, servers: 3, patience_rate: 0.5 };
        let body = queue(rate, "staff = 3\nservice = { exponential = { mean = \"1 day\" } }").replace(
            "[requests.customers",
            "[requests.customers]\npatience = { exponential = { mean = \"2 days\" } }\n[requests.customers",
        );
        let stage = &explained(LONG, &body).stages[0];
        for (quantity, exact) in [
            ("share that waits", impatient.probability_of_waiting()),
            ("share that loses patience", impatient.probability_of_abandoning()),
            ("mean time in the queue", impatient.mean_wait()),
        ] {
            assert!((value(stage, quantity) / exact.unwrap() - 1.0).abs() < 1e-9, "{quantity} at {rate}");
        }
        let finite = FiniteQueue { arrival_rate: rate, service_rate: 1.0, servers: 3, places: 7 };
        let stage = "staff = 3\nqueue_limit = 4\nservice = { exponential = { mean = \"1 day\" } }";
        let expected = [("share refused", finite.blocking()), ("mean wait of those admitted", finite.mean_wait())];
        assert_waits(rate, stage, &expected);
    }
}

#[test]
fn priorities_have_a_wait_each() {
    let body = "
        [requests.urgent]
        priority = 1
        arrivals = { some = { poisson = { rate = \"1 per day\" } } }
        [requests.other]
        priority = 2
        arrivals = { some = { poisson = { rate = \"1.5 per day\" } } }
        [stages.desk]
        staff = 3
        discipline = \"priority\"
        service = { exponential = { mean = \"1 day\" } }";
    let explanation = explained(LONG, body);
    let exact = shared_priority_waits(&[1.0, 1.5], 1.0, 3).unwrap();
    for (wait, (class, exact)) in explanation.stages[0].waits.iter().zip([("urgent", exact[0]), ("other", exact[1])]) {
        assert_eq!(wait.class.as_deref(), Some(class));
        assert!((wait.figure.value.unwrap() / exact - 1.0).abs() < 1e-9, "{wait:?}");
    }
}

/// Jackson's network: each stage is as if alone, at the rate of the traffic equations.
#[test]
fn networks_of_exponential_stages() {
    let body = "
        [requests.drafts]
        enters = \"drafting\"
        arrivals = { some = { poisson = { rate = \"1.5 per day\" } } }
        [stages.drafting]
        staff = 3
        service = { exponential = { mean = \"1 day\" } }
        next = \"review\"
        [stages.review]
        staff = 1
        service = { exponential = { mean = \"0.5 days\" } }
        next = { end = 0.9, drafting = 0.1 }";
    let explanation = explained(LONG, body);
    let rate = 1.5 / 0.9;
    for (stage, service_rate, servers) in [(0, 1.0, 3), (1, 2.0, 1)] {
        let theory = MultiServerQueue { arrival_rate: rate, service_rate, servers }.mean_wait().unwrap();
        let wait = value(&explanation.stages[stage], "mean wait");
        assert!((wait / theory - 1.0).abs() < 1e-9, "stage {stage}: {wait}, not {theory}");
    }
    // Behind service that is not exponential nothing is known.
    let explanation = explained(
        LONG,
        &body.replace("exponential = { mean = \"1 day\" }", "erlang = { shape = 2, mean = \"1 day\" }"),
    );
    let wait = figure(&explanation.stages[1], "mean wait");
    assert!(wait.value.is_none() && wait.reason.as_ref().unwrap().contains("drafting"), "{wait:?}");
}
