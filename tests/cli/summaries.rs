//! The summary that ends a run: on wide and narrow terminals, in both languages, in colour and without.

use super::support::{Place, stderr, stdout};

/// A scenario with an event, a target that is met, one that is missed, and a long name.
const SCENARIO: &str = r#"
[events.crowded]
when = "backlog > 20"

[targets]
crowd = { metric = "backlog.max <= 100000" }
quiet = { metric = "backlog.max <= 1", probability = 0.5 }

[variants."one more who works as fast as the others"]
stages.desk.staff = 3
"#;

fn place() -> Place {
    let place = Place::new();
    let scenario = super::support::SCENARIO.replace("[variants.today]", &format!("{SCENARIO}\n[variants.today]"));
    place.write("small.toml", scenario);
    place
}

fn summary(place: &Place, width: u16, more: &[&str]) -> String {
    let arguments = [&["run", "small.toml", "--formats", "none", "--force"], more].concat();
    let output = place.command(&arguments).env("COLUMNS", width.to_string()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "a target is missed: {}", stderr(&output));
    stdout(&output)
}

/// Snapshots are renewed by `SAULE_BLESS=1 cargo test --test cli summaries`.
#[test]
fn summaries_are_as_recorded() {
    let place = place();
    for (name, width, more) in [
        ("40", 40, &[][..]),
        ("80", 80, &[]),
        ("120", 120, &[]),
        ("200", 200, &[]),
        ("80-fr", 80, &["--locale", "fr"]),
        ("40-fr", 40, &["--locale", "fr"]),
    ] {
        let text = summary(&place, width, more);
        let snapshot = format!("{}/tests/cli/snapshots/summary-{name}.txt", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("SAULE_BLESS").is_some() {
            std::fs::write(&snapshot, &text).unwrap();
        }
        let recorded = std::fs::read_to_string(&snapshot).unwrap();
        assert_eq!(text, recorded, "{name}: renew the snapshot if this is as it should be");
        // Everything in it is one column wide.
        let widest = text.lines().max_by_key(|line| line.chars().count()).unwrap();
        assert!(widest.chars().count() <= width.into(), "{name}: {widest}");
    }
}

#[test]
fn a_pipe_has_neither_colour_nor_an_end_of_lines() {
    let place = place();
    let plain = stdout(&place.saule(&["run", "small.toml", "--formats", "none"]));
    assert!(!plain.contains('\u{1b}') && plain.contains("median over time"), "{plain}");
    let coloured = |more: &[&str], no_color: &str| {
        let arguments = [&["run", "small.toml", "--formats", "none"], more].concat();
        stdout(&place.command(&arguments).env("NO_COLOR", no_color).output().unwrap()).contains("\u{1b}[")
    };
    assert!(coloured(&["--color", "always"], ""));
    assert!(!coloured(&["--color", "never"], ""));
    assert!(!coloured(&[], "1"));
}

#[test]
fn an_unknown_language_is_refused() {
    let output = Place::new().saule(&["run", "small.toml", "--locale", "de"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("expected `en` or `fr`"), "{}", stderr(&output));
}
