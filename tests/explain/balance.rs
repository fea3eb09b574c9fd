//! Backlogs: pure delays exactly, overloaded desks within a few per cent of the simulated mean.

use saule::{
    explain::Unit,
    model::metric::Metric,
    theory::infinite_server::{SineRate, mean_busy, mean_busy_exponential},
};

use super::{
    reference::rows,
    support::{explained, figure, queue, scenario, simulated, value},
};

#[test]
fn a_pure_delay_is_exact() {
    let body = queue(20.0, "staff = \"unlimited\"\nservice = { lognormal = { mean = \"4 days\", sigma = 1 } }");
    for days in [3.0, 60.0] {
        let stage = &explained(days, &body).stages[0];
        let service = saule::model::distribution::LogNormal::with_mean_sigma(4.0, 1.0).unwrap().into();
        let exact = mean_busy(20.0, &service, days).unwrap();
        let found = value(stage, "in service at the end");
        assert!((found / exact - 1.0).abs() < 1e-4, "after {days} days: {found}, not {exact}");
        assert_eq!(value(stage, "mean wait"), 0.0);
    }
}

/// Cells are short beside the swing: 512 of them over 31 days.
#[test]
fn a_pure_delay_of_swinging_arrivals() {
    let body = "
        [requests.customers.arrivals]
        some = { poisson = { rate = \"10 per day\", wave = { amplitude = 0.9, period = \"6 days\", phase = \"0 days\" } } }
        [stages.desk]
        staff = \"unlimited\"
        service = { exponential = { mean = \"1 day\" } }";
    let stage = &explained(31.0, body).stages[0];
    let exact = mean_busy_exponential(&SineRate { base: 10.0, amplitude: 9.0, period: 6.0 }, 1.0, 31.0).unwrap();
    let found = value(stage, "in service at the end");
    assert!((found / exact - 1.0).abs() < 2e-3, "{found}, not {exact}");
}

#[test]
fn an_overloaded_desk_grows_by_what_it_cannot_serve() {
    for row in rows().iter().filter(|row| row.case == "M/M/c overload fluid") {
        let p = &row.parameters;
        let mean = 1.0 / p.number("mu");
        let stage = format!("staff = {}\nservice = {{ exponential = {{ mean = \"{mean} days\" }} }}", p.count("c"));
        let stage = &explained(3_000.0, &queue(p.number("lam"), &stage)).stages[0];
        let growth = value(stage, "growth of the backlog at the end");
        assert!((growth / row.value - 1.0).abs() < 1e-6, "{row:?}: {growth}");
        assert_eq!(figure(stage, "mean wait").value, None);
    }
}

/// A simulated mean, and how far off the fluid may be of it.
#[track_caller]
fn assert_backlog(days: f64, body: &str, replications: u64, share: f64) {
    let scenario = scenario(days, body);
    let explanation = saule::explain::explain(&scenario.variants[0]);
    let fluid: f64 = explanation
        .stages
        .iter()
        .map(|stage| {
            assert_eq!(stage.unit, Unit::Requests);
            let is_delay = stage.figures.iter().any(|figure| figure.quantity == "in service at the end");
            value(stage, if is_delay { "in service at the end" } else { "backlog at the end" })
        })
        .sum();
    let (mean, half_width) = simulated(&scenario, &[Metric::Backlog], replications)["Backlog"];
    assert!(half_width < 0.02 * mean, "± {half_width} is too wide for {mean}");
    assert!((fluid - mean).abs() < share * mean + half_width, "{fluid}, simulated {mean} ± {half_width}");
}

/// Overloaded all the time: within 3% of the simulated mean.
#[test]
fn overloads_are_close_to_simulation() {
    let exponential = "service = { exponential = { mean = \"1 day\" } }";
    assert_backlog(100.0, &queue(5.0, &format!("staff = 3\n{exponential}")), 1_500, 0.03);
    assert_backlog(
        100.0,
        &queue(5.0, "staff = 3\nservice = { lognormal = { mean = \"1 day\", cv = 1 } }"),
        1_500,
        0.03,
    );
    let office = "
        [calendars.office]
        days = [\"Mon\", \"Tue\", \"Wed\", \"Thu\", \"Fri\"]
        from = \"09:00\"
        to = \"17:00\"\n";
    let stage = "staff = 6\ncalendar = \"office\"\nservice = { exponential = { mean = \"8 hours\" } }";
    assert_backlog(100.0, &format!("{office}{}", queue(8.0, stage)), 1_500, 0.03);
}

/// Impatience and staff that comes later; within 3%.
#[test]
fn overloads_that_change_are_close_to_simulation() {
    let service = "service = { exponential = { mean = \"1 day\" } }";
    let impatient = queue(60.0, &format!("staff = 30\n{service}")).replace(
        "[requests.customers",
        "[requests.customers]\npatience = { exponential = { mean = \"4 days\" } }\n[requests.customers",
    );
    assert_backlog(40.0, &impatient, 400, 0.03);
    let later = format!("staff = [{{ at = 2025-01-01, staff = 0 }}, {{ at = 2025-01-31, staff = 25 }}]\n{service}");
    assert_backlog(60.0, &queue(20.0, &later), 400, 0.03);
}

/// Rework, a delay between two desks, requests that wait at the start; within 3%.
#[test]
fn networks_are_close_to_simulation() {
    let body = "
        [requests.drafts]
        enters = \"drafting\"
        arrivals = { some = { poisson = { rate = \"20 per day\" } } }
        [stages.drafting]
        staff = 18
        service = { exponential = { mean = \"1 day\" } }
        next = \"mail\"
        initial_backlog = { drafts = 50 }
        [stages.mail]
        staff = \"unlimited\"
        service = \"3 days\"
        next = \"review\"
        [stages.review]
        staff = 6
        service = { exponential = { mean = \"0.5 days\" } }
        next = { end = 0.8, drafting = 0.2 }";
    assert_backlog(90.0, body, 300, 0.03);
}

/// A queue that builds up and clears, by hand: 10 a day for 10 days against 5 a day from day 20 on.
#[test]
fn what_builds_up_is_worked_off_in_time() {
    let body = "
        [requests.customers.arrivals]
        some = { poisson = { rate = \"10 per day\", until = 2025-01-11 } }
        [stages.desk]
        staff = [{ at = 2025-01-01, staff = 0 }, { at = 2025-01-21, staff = 500 }]
        service = { exponential = { mean = \"100 days\" } }";
    let stage = &explained(100.0, body).stages[0];
    assert!((value(stage, "highest backlog") - 100.0).abs() < 1e-6);
    assert!((value(stage, "when it is highest") - 10.0).abs() < 0.1);
    let few = body.replace("500", "5").replace("100 days", "1 day");
    let stage = &explained(100.0, &few).stages[0];
    // 95 wait, of which 5 a day are served.
    assert!((value(stage, "highest backlog worked off") - 39.0).abs() < 0.15);
    let backlogs: Vec<f64> = stage.periods.iter().map(|period| period.backlog).collect();
    assert_eq!(backlogs.len(), 3, "{stage:#?}");
    assert!((backlogs[0] - 100.0).abs() < 1e-6 && (backlogs[1] - 100.0).abs() < 1e-6 && backlogs[2] < 1e-6);
}
