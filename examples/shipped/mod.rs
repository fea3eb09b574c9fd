//! The shipped scenarios, and what else than a run is asked of them: so that every kind of chart has a picture.

use std::{
    io::{Error, Result},
    path::Path,
    process::Command,
};

/// Names of the scenarios in the folder `scenarios`.
#[allow(dead_code, reason = "not everybody wants all of them")]
pub const SYSTEMS: [&str; 8] = [
    "we-the-people",
    "uk-parliament",
    "ask-jpm",
    "adviser-rollout",
    "bank-channels",
    "adoption-stages",
    "support-forum",
    "willow",
];

/// A command other than `run`.
pub struct Asked {
    /// A name for its results.
    pub name: &'static str,
    /// Its scenario.
    pub system: &'static str,
    /// What follows `saule`; the scenario is put in after the first word. How many replications is the caller's affair.
    pub arguments: &'static [&'static str],
}

/// Sweeps that the scenarios and the README state, and a command for every other kind of results.
pub const ASKED: [Asked; 8] = [
    Asked {
        name: "thresholds",
        system: "we-the-people",
        arguments: &[
            "sweep",
            "--variant=keep 5,000",
            "--vary=requests.petitions.threshold.signatures=1000..100000 log 9",
            "--risk=backlog.end > 50",
        ],
    },
    Asked {
        name: "promise",
        system: "uk-parliament",
        arguments: &[
            "sweep",
            "--variant=2018's desk, 5,000",
            "--metric=on_time_share[class=petitions].end",
            "--vary=requests.petitions.threshold.signatures=2500..10000 step 500",
        ],
    },
    Asked {
        name: "busy-hour",
        system: "ask-jpm",
        arguments: &[
            "sweep",
            "--variant=held, endorsed by 150",
            "--metric=utilisation[stage=answers].mean",
            "--vary=requests.questions.threshold.signatures=25..400 step 25",
        ],
    },
    Asked {
        name: "peers-and-team",
        system: "support-forum",
        arguments: &[
            "sweep",
            "--variant=half answered by peers",
            "--metric=on_time_share.end",
            "--set=monte_carlo.warm_up=\"2 years\"",
            "--vary=requests.questions.peers.share=0..0.9 step 0.1",
            "--vary=stages.team.staff=5..20 step 5",
        ],
    },
    Asked {
        name: "thresholds-and-pace",
        system: "we-the-people",
        arguments: &[
            "sweep",
            "--variant=keep 5,000",
            "--vary=requests.petitions.threshold.signatures=5_000,10_000,25_000,50_000,100_000",
            "--vary=stages.drafting.service.lognormal.mean=20 days,30 days,40 days",
        ],
    },
    Asked {
        name: "sample",
        system: "we-the-people",
        arguments: &[
            "sweep",
            "--variant=keep 5,000",
            "--samples=60",
            "--vary=requests.petitions.threshold.signatures=5_000..100_000 log 60",
            "--vary=stages.drafting.service.lognormal.mean=20 days..40 days",
        ],
    },
    Asked {
        name: "busiest",
        system: "ask-jpm",
        arguments: &[
            "solve",
            "--variant=held, endorsed by 150",
            "--vary=requests.questions.threshold.signatures=25..300 step 25",
            "--target=utilisation[stage=answers].mean >= 0.9",
            "--largest",
        ],
    },
    Asked {
        name: "influence",
        system: "we-the-people",
        arguments: &[
            "sensitivity",
            "--variant=as it happened",
            "--vary=stages.drafting.service.lognormal.mean=20 days..40 days",
            "--vary=requests.petitions.arrivals.regular.new_topic_share=0.7..1",
            "--vary=requests.petitions.arrivals.secession.burst.size=20_000..32_000",
        ],
    },
];

/// Two runs of one scenario to be compared: their names, and what is set for each.
pub const COMPARED: (&str, [(&str, &str); 2]) = (
    "we-the-people",
    [
        ("30-days-an-answer", "--set=stages.drafting.service.lognormal.mean=\"30 days\""),
        ("20-days-an-answer", "--set=stages.drafting.service.lognormal.mean=\"20 days\""),
    ],
);

/// Calls `program` for a shipped scenario without charts, and leaves the results in a folder; a target that is missed is
/// no error.
pub fn results(program: &Path, system: &str, arguments: &[&str], extra: &[&str], folder: &Path) -> Result<()> {
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{system}.toml"));
    let mut command = Command::new(program);
    command.arg(arguments[0]).arg(scenario).args(&arguments[1..]).args(extra);
    called(&mut command, folder)
}

/// The comparison of two runs of [`COMPARED`] in a folder, the runs beside it.
#[allow(dead_code, reason = "not everybody compares")]
pub fn comparison(program: &Path, extra: &[&str], folder: &Path) -> Result<()> {
    let (system, compared) = COMPARED;
    let runs = compared.map(|(name, _)| folder.with_file_name(name));
    for ((_, set), run) in compared.iter().zip(&runs) {
        results(program, system, &["run", set], extra, run)?;
    }
    called(Command::new(program).arg("compare").args(&runs), folder)
}

fn called(command: &mut Command, folder: &Path) -> Result<()> {
    command.args(["--formats", "none", "--quiet", "--force", "--output"]).arg(folder);
    let output = command.output().map_err(|error| Error::other(format!("{command:?}: {error}")))?;
    match output.status.code() {
        Some(0 | 1) => Ok(()),
        _ => Err(Error::other(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)))),
    }
}
