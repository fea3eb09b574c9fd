//! Every kind of diagnostic has a fixture `diagnostics/CODE.toml` (or `CODE.WHAT.toml`) and, beside it, the text that
//! is expected. `SAULE_BLESS=1 cargo test --test scenario` rewrites the expected texts; then look at them.
//!
//! Lines `# --set …`, `# --target …`, `# --seed …` and so on at the top of a fixture are its command line.

use std::path::{Path, PathBuf};

use saule::scenario::{Code, Options, Report, Severity, load};

use super::toml_files;

fn fixtures() -> Vec<PathBuf> {
    toml_files("tests/scenario/diagnostics")
}

fn options(path: &Path) -> Options {
    let mut options = Options::default();
    for line in String::from_utf8_lossy(&std::fs::read(path).unwrap()).lines() {
        let Some((option, value)) = line.strip_prefix("# --").and_then(|line| line.split_once(' ')) else { break };
        match option {
            "set" => options.set.push(value.to_owned()),
            "variant" => options.variants.push(value.to_owned()),
            "precision" => options.precision = Some(value.to_owned()),
            "target" => options.targets.push(value.to_owned()),
            "seed" => options.seed = Some(value.parse().unwrap()),
            _ => panic!("{}: unknown option --{option}", path.display()),
        }
    }
    options
}

/// The diagnostics of a fixture, be they errors or warnings.
fn report(path: &Path) -> Report {
    match load(path, &options(path)) {
        Ok(loaded) => loaded.warnings,
        Err(report) => report,
    }
}

#[test]
fn are_what_the_fixtures_expect() {
    let bless = std::env::var_os("SAULE_BLESS").is_some();
    let mut wrong = Vec::new();
    for path in fixtures() {
        let rendered = report(&path).render(false, 120);
        let expected = path.with_extension("txt");
        if bless {
            std::fs::write(&expected, &rendered).unwrap();
        } else if std::fs::read_to_string(&expected).ok().as_deref() != Some(rendered.as_str()) {
            wrong.push(format!("{}:\n{rendered}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn have_a_fixture_each() {
    for code in Code::ALL {
        let of_code = |path: &&PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.split('.').next() == Some(code.name())
        };
        let fixtures = fixtures();
        let own: Vec<&PathBuf> = fixtures.iter().filter(of_code).collect();
        assert!(!own.is_empty(), "no fixture for {}", code.name());
        for path in own {
            let found = report(path).diagnostics().iter().any(|diagnostic| diagnostic.code == *code);
            assert!(found, "{} does not show {}", path.display(), code.name());
        }
    }
}

#[test]
fn warnings_alone_let_a_scenario_load() {
    for path in fixtures() {
        let errors = report(&path).diagnostics().iter().any(|d| d.code.severity() == Severity::Error);
        assert_eq!(load(&path, &options(&path)).is_err(), errors, "{}", path.display());
    }
}

#[test]
fn six_mistakes_are_six_diagnostics() {
    let report = report(Path::new("tests/scenario/diagnostics/six-mistakes.toml"));
    assert_eq!(report.counts(), (6, 0));
    let text = report.render(false, 120);
    assert_eq!(text.matches("did you mean").count(), 3, "{text}");
    assert!(text.ends_with("\n6 errors\n"), "{text}");
}

#[test]
fn colour_only_adds_escapes() {
    let report = report(Path::new("tests/scenario/diagnostics/six-mistakes.toml"));
    let (plain, coloured) = (report.render(false, 120), report.render(true, 120));
    assert!(!plain.contains('\u{1b}') && coloured.contains('\u{1b}'));
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
}

#[test]
fn are_in_the_order_of_the_text() {
    for path in fixtures() {
        let report = report(&path);
        let spans: Vec<_> = report.diagnostics().iter().map(|diagnostic| diagnostic.span).collect();
        assert!(spans.is_sorted(), "{}", path.display());
    }
}
