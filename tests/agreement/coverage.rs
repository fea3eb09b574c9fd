//! Every row of the reference is a case, or it is said why not; `docs/theory.md` shows both.

use std::{fmt::Write as _, fs, path::Path};

use crate::{case::Case, crossings, desk, queues, reference, swinging_rates};

/// Rows without a case: the name of the case, a part of its parameters or metric, and the reason.
const WITHOUT_CASE: &[(&str, &str, &str)] = &[
    ("D/M/1", "", "no arrival process with regular gaps, other than a recorded trace"),
    ("E2/M/1", "", "no arrival process with Erlang gaps"),
    ("GI/G/c bound", "", "no arrival process with Erlang gaps, and a bound is no value"),
    ("M/G/c lognormal bound", "", "a bound is no value"),
    ("M/M/1 departures (Burke)", "", "the gaps between departures are not a metric"),
    ("M/M/1 preemptive-resume priority", "", "services are never interrupted for a request of higher priority"),
    ("petition model, smooth counts: MONTE CARLO, not exact", "", "another simulation's result is no exact value"),
];

fn cases() -> Vec<Case> {
    [queues::cases(), crossings::cases(), desk::cases(), swinging_rates::cases()].into_iter().flatten().collect()
}

fn reason(row: &reference::Row) -> Option<&'static str> {
    let applies = |part: &str| row.raw_parameters.contains(part) || row.metric.contains(part);
    WITHOUT_CASE.iter().find(|(case, part, _)| *case == row.case && applies(part)).map(|without| without.2)
}

#[test]
fn every_row_is_a_case_or_has_a_reason() {
    let cases = cases();
    for row in reference::rows() {
        let is_case = cases.iter().any(|case| {
            row.is_of(case.name, case.parameters) && case.rows.iter().any(|(metric, _)| *metric == row.metric)
        });
        let reason = reason(row);
        let (case, parameters, metric) = (&row.case, &row.raw_parameters, &row.metric);
        assert!(is_case != reason.is_some(), "{case} {parameters} {metric}: a case: {is_case}, {reason:?}");
    }
}

#[test]
fn the_table_of_cases_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/theory.md");
    let table = table();
    if std::env::var_os("SAULE_BLESS").is_some() {
        fs::write(&path, &table).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == table, "docs/theory.md: write it anew with SAULE_BLESS=1 cargo test --test agreement coverage");
}

/// The page, from the cases themselves.
fn table() -> String {
    let mut page = String::from(
        "# Held to theory\n\n\
         Each row is a case of `tests/agreement`: a scenario of `tests/agreement/scenarios`, with what is set in it, \
         that reproduces\nexact values of `tests/reference/queueing.csv`. The exact value must lie within the \
         simulation's 99.9% interval, and that\ninterval must be narrow: half-width at most 1% of the value. \
         Print simulated and exact values side by side with\n\n\
         ```sh\ncargo test --release --test agreement -- --nocapture\n```\n\n\
         Further closed forms, without a row there, are tested beside them: Hawkes clusters, bursts, batches, rework, \
         office hours,\nsizes of topics, adaptive thresholds, two thresholds on one petition, and the response times of \
         an overloaded desk\nseen to their end.\n\n\
         | case | parameters | scenario | set | values |\n|---|---|---|---|---|\n",
    );
    let code = |text: &str| format!("`{}`", text.replace('|', "\\|"));
    for case in cases() {
        let set: Vec<String> = case.set.iter().map(|set| code(set)).collect();
        let values: Vec<&str> = case.rows.iter().map(|(metric, _)| *metric).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} |",
            case.name,
            code(case.parameters),
            case.scenario,
            set.join("<br>"),
            values.join("; ")
        );
    }
    page += "\n## Rows without a case\n\n| case | parameters | value | why |\n|---|---|---|---|\n";
    for row in reference::rows() {
        if let Some(reason) = reason(row) {
            let _ = writeln!(page, "| {} | {} | {} | {reason} |", row.case, code(&row.raw_parameters), row.metric);
        }
    }
    page
}
