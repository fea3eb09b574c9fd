//! Draws the pictures of `scenarios/README.md` into `docs/images`, one for each system: `cargo run --release --example
//! gallery`. With names of systems it draws only those.

use std::{
    env, fs,
    io::{Error, Result},
    path::Path,
    process::Command,
};

/// A picture: what is run, and which of its charts answers the question.
struct Picture {
    system: &'static str,
    chart: &'static str,
    /// What follows `saule`; the scenario is put in after the first word.
    arguments: &'static [&'static str],
}

const PICTURES: [Picture; 8] = [
    Picture { system: "we-the-people", chart: "backlog-overlay", arguments: &["run"] },
    Picture {
        system: "uk-parliament",
        chart: "answer",
        arguments: &[
            "sweep",
            "--variant=2018's desk, 5,000",
            "--metric=on_time_share[class=petitions].end",
            "--vary=requests.petitions.threshold.signatures=2500..10000 step 500",
            "--replications=200",
        ],
    },
    Picture {
        system: "ask-jpm",
        chart: "answer",
        arguments: &[
            "sweep",
            "--variant=held, endorsed by 150",
            "--metric=utilisation[stage=answers].mean",
            "--vary=requests.questions.threshold.signatures=25..400 step 25",
            "--replications=100",
        ],
    },
    Picture { system: "adviser-rollout", chart: "answer", arguments: &["run"] },
    Picture { system: "bank-channels", chart: "answer", arguments: &["run"] },
    Picture { system: "adoption-stages", chart: "answer", arguments: &["run"] },
    Picture {
        system: "support-forum",
        chart: "answer",
        arguments: &[
            "sweep",
            "--variant=half answered by peers",
            "--metric=on_time_share.end",
            "--set=monte_carlo.warm_up=\"2 years\"",
            "--vary=requests.questions.peers.share=0..0.9 step 0.1",
            "--vary=stages.team.staff=5..20 step 5",
            "--replications=10",
        ],
    },
    Picture { system: "willow", chart: "answer", arguments: &["run"] },
];

fn main() -> Result<()> {
    let wanted: Vec<String> = env::args().skip(1).collect();
    let is_wanted = |picture: &&Picture| wanted.is_empty() || wanted.iter().any(|name| name == picture.system);
    PICTURES.iter().filter(is_wanted).try_for_each(draw)
}

/// Runs the program on a scenario, and keeps the chart.
fn draw(picture: &Picture) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let results = env::temp_dir().join(format!("saule-gallery-{}", std::process::id()));
    let status = Command::new(env!("CARGO"))
        .args(["run", "--release", "--quiet", "--", picture.arguments[0]])
        .arg(format!("scenarios/{}.toml", picture.system))
        .args(&picture.arguments[1..])
        .args(["--quiet", "--formats=png", "--output"])
        .arg(&results)
        .current_dir(root)
        .status()?;
    if !status.success() {
        return Err(Error::other(format!("{}: {status}", picture.system)));
    }
    let chart = results.join("charts").join(format!("{}.png", picture.chart));
    fs::copy(chart, root.join("docs/images").join(format!("gallery-{}.png", picture.system)))?;
    fs::remove_dir_all(results)
}
