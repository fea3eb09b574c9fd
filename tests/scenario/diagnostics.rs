//! Every kind of diagnostic has a fixture `diagnostics/CODE.toml` (or `CODE.WHAT.toml`) and, beside it, the text that
//! is expected. `SAULE_BLESS=1 cargo test --test scenario` rewrites the expected texts; then look at them.
//!
//! Lines `# --set …`, `# --variant …`, `# --seed …` at the top of a fixture are its command line.

use std::path::{Path, PathBuf};

use saule::scenario::{Code, Options, Report, load};

const FIXTURES: &str = "tests/scenario/diagnostics";

fn fixtures() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(FIXTURES)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    paths.sort();
    paths
}

fn options(path: &Path) -> Options {
    let mut options = Options::default();
    for line in std::fs::read(path).unwrap().split(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(line);
        let Some((option, value)) = line.strip_prefix("# --").and_then(|line| line.split_once(' ')) else { continue };
        match option {
            "set" => options.set.push(value.to_owned()),
            "variant" => options.variants.push(value.to_owned()),
            "seed" => options.seed = Some(value.parse().unwrap()),
            "replications" => options.replications = Some(value.parse().unwrap()),
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
