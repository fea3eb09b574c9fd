//! The summaries that end a sweep, a search, a sensitivity analysis and a comparison: in both languages, on wide and narrow
//! terminals.

use super::support::{Place, stderr, stdout};

/// What is typed, but for language and output.
const COMMANDS: [(&str, &[&str]); 4] = [
    (
        "sweep",
        &[
            "sweep",
            "small.toml",
            "--vary",
            "stages.desk.staff=1..3",
            "--risk",
            "backlog.max > 20",
            "--replications",
            "10",
        ],
    ),
    (
        "solve",
        &[
            "solve",
            "small.toml",
            "--vary",
            "stages.desk.staff=1..8",
            "--target",
            "backlog.mean <= 9",
            "--replications",
            "400",
        ],
    ),
    (
        "sensitivity",
        &[
            "sensitivity",
            "small.toml",
            "--vary",
            "stages.desk.staff=1..3",
            "--vary",
            "requests.petitions.threshold.signatures=100..400",
            "--samples",
            "8",
            "--replications",
            "10",
        ],
    ),
    ("compare", &["compare", "one", "two"]),
];

fn place() -> Place {
    let place = Place::new();
    for (folder, more) in [("one", "stages.desk.staff=2"), ("two", "stages.desk.staff=4")] {
        let shared = ["run", "small.toml", "--replications", "10", "--formats", "none", "--quiet"];
        let output = place.saule(&[&shared[..], &["--output", folder, "--set", more]].concat());
        assert!(output.status.success(), "{}", stderr(&output));
    }
    place
}

/// Snapshots are renewed by `SAULE_BLESS=1 cargo test --test cli endings`.
#[test]
fn endings_are_as_recorded() {
    let place = place();
    for (name, arguments) in COMMANDS {
        for (width, locale) in [(80, "en"), (80, "fr"), (44, "fr")] {
            let arguments = [arguments, &["--formats", "none", "--force", "--locale", locale]].concat();
            let output = place.command(&arguments).env("COLUMNS", width.to_string()).output().unwrap();
            assert!(output.status.success(), "{}", stderr(&output));
            let text = stdout(&output);
            let snapshot =
                format!("{}/tests/cli/snapshots/ending-{name}-{width}-{locale}.txt", env!("CARGO_MANIFEST_DIR"));
            if std::env::var_os("SAULE_BLESS").is_some() {
                std::fs::write(&snapshot, &text).unwrap();
            }
            let recorded = std::fs::read_to_string(&snapshot).unwrap();
            assert_eq!(text, recorded, "{snapshot}: renew the snapshot if this is as it should be");
            let widest = text.lines().map(|line| line.trim_end().chars().count()).max().unwrap();
            assert!(widest <= width, "{name}, {width}: {text}");
        }
    }
}

#[test]
fn an_ending_names_the_report_where_there_is_one() {
    let place = place();
    for (name, arguments) in COMMANDS {
        let folder = format!("with-{name}");
        let output = place.saule(&[arguments, &["--formats", "svg", "--output", &folder]].concat());
        assert!(stdout(&output).ends_with(&format!("{folder}/report.html\n")), "{}", stdout(&output));
        assert!(place.path(&folder).join("report.html").exists());
        let quiet = place.saule(&[arguments, &["--formats", "svg", "--output", &folder, "--quiet"]].concat());
        assert_eq!(stdout(&quiet), "", "{name}");
    }
}
