//! No key of the format is accepted and ignored: one that cannot be simulated yet says so.

use std::path::Path;

use saule::scenario::{Code, load, reference};

use super::{VALID, set};

/// Path and example of every key that the reference calls "not yet supported".
fn later() -> Vec<(String, String)> {
    let mut path = String::new();
    let mut found = Vec::new();
    for line in reference().lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            path = heading.trim_matches('`').to_owned();
        } else if line.contains("| *Not yet supported.*") {
            let example = line.rsplit("<br> `").next().unwrap().trim_end_matches("` |");
            found.push((path.clone(), example.to_owned()));
        }
    }
    found
}

#[test]
fn keys_of_later_versions_are_reported() {
    let scenario = Path::new(VALID).join("minimal.toml");
    let later = later();
    assert!(later.len() > 5, "{}", later.len());
    for (path, example) in later {
        let source = if path.contains("burst") { "launch" } else { "ordinary" };
        let path = path.replace("CLASS", "petitions").replace("SOURCE", source).replace("STAGE", "desk");
        let path = path.replace("[]", "[0]").replace("top level", "");
        let assignment = match example.strip_prefix('[') {
            // A whole part of the file, whatever is in it.
            Some(header) => format!("{}={{}}", header.split(['.', ']']).next().unwrap()),
            None => format!("{path}.{example}"),
        };
        let report = match load(&scenario, &set(assignment.trim_start_matches('.'))) {
            Err(report) => report,
            Ok(_) => panic!("{assignment} is accepted"),
        };
        let first = &report.diagnostics()[0];
        assert_eq!(first.code, Code::NotYetSupported, "{assignment}\n{}", report.render(false, 120));
        let others = report.diagnostics().iter().filter(|other| other.code != Code::NotYetSupported);
        let expected = [Code::Contradiction, Code::DanglingName, Code::MissingKey, Code::DataFile];
        for other in others {
            assert!(expected.contains(&other.code), "{assignment}\n{}", report.render(false, 120));
        }
    }
}
