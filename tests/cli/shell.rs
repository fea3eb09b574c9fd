//! What the shell and the manual's reader get.

use super::support::{Place, stderr, stdout};

const SUBCOMMANDS: [&str; 5] = ["run", "sweep", "merge", "completions", "man"];

#[test]
fn every_shell_gets_a_script_that_knows_the_subcommands() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = place.saule(&["completions", shell]);
        assert!(output.status.success(), "{}", stderr(&output));
        for name in SUBCOMMANDS {
            assert!(stdout(&output).contains(name), "{shell}: {name}");
        }
    }
    let unknown = place.saule(&["completions", "cmd"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("bash"), "{}", stderr(&unknown));
}

#[test]
fn bash_completes_an_option() {
    let place = Place::new();
    let script = stdout(&place.saule(&["completions", "bash"]));
    let ask = "COMP_WORDS=(saule run --replic); COMP_CWORD=2; _saule saule --replic run; echo \"${COMPREPLY[@]}\"";
    let bash = std::process::Command::new("bash").args(["--norc", "-c", &format!("{script}\n{ask}")]).output();
    let Ok(answer) = bash else {
        eprintln!("skipped: there is no bash here");
        return;
    };
    assert_eq!(stdout(&answer).trim(), "--replications", "{}", stderr(&answer));
}

#[test]
fn the_manual_has_a_page_for_each_subcommand() {
    let place = Place::new();
    let page = stdout(&place.saule(&["man"]));
    assert!(page.contains(".TH saule 1") && page.contains("Monte Carlo"), "{page}");
    let output = place.saule(&["man", "--output", "new/man"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(place.path("new/man/saule.1").exists());
    for name in SUBCOMMANDS {
        let page = std::fs::read_to_string(place.path(&format!("new/man/saule-{name}.1"))).unwrap();
        assert!(page.contains(&format!("saule-{name}")), "{page}");
    }
    let blocked = place.saule(&["man", "--output", "small.toml"]);
    assert_eq!((blocked.status.code(), stdout(&blocked)), (Some(1), String::new()));
}

#[cfg(unix)]
#[test]
fn the_command_is_kept_as_a_shell_takes_it() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

    let place = Place::new();
    let command = |arguments: &[&OsStr]| {
        let output = place.command(&["run"]).args(arguments).args(["--formats", "none", "-q"]).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
    };
    let [scenario, variant, output] = ["small.toml", "--variant", "--output"].map(OsStr::new);
    let kept = |folder: &str| {
        let text = std::fs::read_to_string(place.path(folder).join("summary.json")).unwrap();
        let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
        summary["provenance"]["command"].as_str().unwrap().to_owned()
    };
    command(&[scenario, variant, OsStr::new("one more"), output, OsStr::new("its own")]);
    assert_eq!(
        kept("its own"),
        "saule run small.toml --variant 'one more' --output 'its own' --formats none -q",
        "what takes quotes has them"
    );
    // A name that is not UTF-8 is no reason to fail.
    command(&[scenario, output, OsStr::from_bytes(b"r\xe9sultats")]);
    let folder = place.path("").join(OsStr::from_bytes(b"r\xe9sultats"));
    assert!(folder.join("summary.csv").exists());
}

#[cfg(unix)]
#[test]
fn what_nobody_reads_is_done_all_the_same() {
    use std::process::Stdio;

    let place = Place::new();
    let scenario = std::fs::read_to_string(place.path("small.toml")).unwrap();
    place.write("strict.toml", scenario + "[targets]\nfew = { metric = \"backlog.max <= 1\" }\n");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = place.command(&["run", "strict.toml", "small.toml", "--formats", "none"]);
    let ended = command.stdout(writer).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(1), "a target is missed: {}", stderr(&ended));
    assert!(place.path("output/strict/summary.csv").exists() && place.path("output/small/summary.csv").exists());
}

/// Commands that simulate a scenario at many points read it once.
#[cfg(unix)]
#[test]
fn a_scenario_may_come_through_a_pipe() {
    use std::{io::Write as _, process::Stdio};

    let place = Place::new();
    for (command, more) in [
        ("run", &["--seed", "7"][..]),
        ("sweep", &["--vary", "stages.desk.staff=1,2"]),
        ("solve", &["--vary", "stages.desk.staff=1,2", "--target", "backlog.mean <= 1000"]),
        ("sensitivity", &["--vary", "stages.desk.staff=1..4", "--samples", "4"]),
    ] {
        let common = [command, "/dev/stdin", "--replications", "10", "--formats", "none", "-q", "--output", command];
        let mut call = place.command(&[&common, more].concat());
        let mut child = call.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(super::support::SCENARIO.as_bytes()).unwrap();
        let ended = child.wait_with_output().unwrap();
        assert!(ended.status.success(), "{command}: {}", stderr(&ended));
        assert!(place.path(command).join("summary.json").exists());
    }
}
