//! Draws the pictures of `scenarios/README.md` into `docs/images`, one for each system, with the program built beside it;
//! with names of systems only those.
//!
//! ```text
//! cargo build --release && cargo run --release --example gallery -- [SYSTEM…]
//! ```

mod shipped;

use std::{
    env, fs,
    io::{Error, Result},
    path::Path,
    process::Command,
};

use shipped::ASKED;

/// A picture: what is run, and which of its charts answers the question.
struct Picture {
    system: &'static str,
    chart: &'static str,
    /// The command among those of [`ASKED`] that is not a run, and its replications.
    asked: Option<(&'static str, &'static str)>,
}

const fn of_run(system: &'static str, chart: &'static str) -> Picture {
    Picture { system, chart, asked: None }
}

const PICTURES: [Picture; 8] = [
    of_run("we-the-people", "backlog-overlay"),
    Picture { system: "uk-parliament", chart: "answer", asked: Some(("promise", "--replications=200")) },
    Picture { system: "ask-jpm", chart: "answer", asked: Some(("busy-hour", "--replications=100")) },
    of_run("adviser-rollout", "answer"),
    of_run("bank-channels", "answer"),
    of_run("adoption-stages", "answer"),
    Picture { system: "support-forum", chart: "answer", asked: Some(("peers-and-team", "--replications=10")) },
    of_run("willow", "answer"),
];

fn main() -> Result<()> {
    let wanted: Vec<String> = env::args().skip(1).collect();
    let is_wanted = |picture: &&Picture| wanted.is_empty() || wanted.iter().any(|name| name == picture.system);
    PICTURES.iter().filter(is_wanted).try_for_each(draw)
}

/// Runs the program on a scenario, and keeps the chart.
fn draw(picture: &Picture) -> Result<()> {
    let examples = env::current_exe()?;
    let program = examples.ancestors().nth(2).map(|folder| folder.join("saule")).unwrap_or_default();
    let results = env::temp_dir().join(format!("saule-gallery-{}", std::process::id()));
    let asked = picture.asked.and_then(|(name, extra)| Some((ASKED.iter().find(|asked| asked.name == name)?, extra)));
    match asked {
        Some((asked, extra)) => shipped::results(&program, asked.system, asked.arguments, &[extra], &results)?,
        None => shipped::results(&program, picture.system, &["run"], &[], &results)?,
    }
    let ended = Command::new(&program).arg("plot").arg(&results).args(["--formats=png", "--quiet"]).status()?;
    if !ended.success() {
        return Err(Error::other(format!("{}: {ended}", picture.system)));
    }
    let chart = results.join("charts").join(format!("{}.png", picture.chart));
    let image = format!("docs/images/gallery-{}.png", picture.system);
    fs::copy(chart, Path::new(env!("CARGO_MANIFEST_DIR")).join(&image))?;
    println!("{image}");
    fs::remove_dir_all(results)
}
