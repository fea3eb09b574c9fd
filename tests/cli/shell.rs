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
