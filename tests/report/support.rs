//! A folder to work in, the program to call there, and pages as trees.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use tempfile::TempDir;

/// Names that mean something to HTML, Markdown or a shell.
pub const HOSTILE: &str = "<script>alert(1)</script> & \"q\" 'a' </title><!-- | `c` **b** [l](javascript:x)";

/// Two classes, two stages, an event, targets of every verdict, and two variants of which one has a hostile name.
const SCENARIO: &str = r#"
schema = 1
title = 'HOSTILE'
question = "Does it <b>hold</b>?"
start = 2025-01-06
horizon = "60 days"

[monte_carlo]
replications = 40
seed = 7

[calendars.office]
days = ["Mon", "Tue", "Wed", "Thu", "Fri"]
from = "09:00"
to = "17:00"

[requests.petitions]
label = 'HOSTILE'
potential = { lognormal = { median = 40, sigma = 2 } }
growth = { exponential = { half_life = "3 days" } }
window = "30 days"
threshold = { signatures = 200 }
arrivals.ordinary = { poisson = { rate = "10 per day" } }
promise = "10 days"
enters = "reading"

[requests.letters]
arrivals.post = { poisson = { rate = "1 per day" } }
enters = "reading"

[stages.reading]
staff = 2
service = { lognormal = { mean = "4 hours", cv = 1 } }
calendar = "office"
next = "answering"

[stages.answering]
staff = 2
service = { lognormal = { mean = "1 day", cv = 1 } }
discipline = "random"

[events.crowded]
when = "backlog > 20"

[targets]
roomy = { metric = "backlog.max <= 100000" }
empty = { metric = "backlog.max <= 1", probability = 0.5 }

[variants.today]
[variants.'HOSTILE']
stages.answering.staff = 3
[variants."the same"]
"#;

/// A temporary folder that holds `small.toml`.
pub struct Place(TempDir);

impl Place {
    /// A new one.
    pub fn new() -> Self {
        let place = Place(tempfile::tempdir().unwrap());
        // A TOML literal text has no escapes, so it cannot hold an apostrophe.
        let scenario = SCENARIO.replace("'HOSTILE'", &format!("'''{HOSTILE}'''"));
        let scenario = scenario.replace(&format!("[variants.'''{HOSTILE}''']"), &format!("[variants.{HOSTILE:?}]"));
        fs::write(place.path("small.toml"), scenario).unwrap();
        place
    }

    /// One in which `small.toml` was run, with further arguments.
    pub fn with_results(more: &[&str]) -> Self {
        let place = Self::new();
        place.saule(&[&["run", "small.toml", "--formats", "svg", "--output", "out"], more].concat());
        place
    }

    /// Path of something in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A file of it.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Calls the program and waits; targets may be missed.
    pub fn saule(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_saule"));
        let output = command.args(arguments).current_dir(self.0.path()).output().unwrap();
        let problem = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 1)) && !problem.contains("error"), "{problem}");
        output
    }
}

/// A page as XML: what only HTML may leave out is put in, and what stands in scripts and styles is left out.
pub fn as_xml(page: &str) -> String {
    let mut xml = page.replacen("<!DOCTYPE html>", "", 1);
    for name in ["style", "script"] {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let (before, rest) = xml.split_once(&open).unwrap();
        let (_, after) = rest.split_once(&close).unwrap();
        xml = format!("{before}{after}");
    }
    let (head, body) = xml.split_once("</head>").unwrap();
    let head: Vec<String> = head
        .split_inclusive('>')
        .map(|tag| if tag.contains("<meta") { tag.replace('>', "/>") } else { tag.to_owned() })
        .collect();
    format!("{}</head>{body}", head.concat())
}
