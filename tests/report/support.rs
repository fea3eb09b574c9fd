//! A folder to work in, the program to call there, and pages as trees.

use std::{
    collections::BTreeSet,
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use roxmltree::{Document, Node};
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

/// That a page is whole in itself and well formed.
pub fn check(page: &str) {
    let xml = as_xml(page);
    let document = Document::parse(&xml).unwrap_or_else(|error| panic!("{error}"));
    let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "every id is unique");
    for node in document.descendants().filter(Node::is_element) {
        for id in node.attribute("aria-labelledby").into_iter().flat_map(str::split_whitespace) {
            assert!(known.contains(id), "{id}");
        }
        if let Some(link) = node.attribute("href") {
            assert!(known.contains(link.strip_prefix('#').unwrap_or_else(|| panic!("{link} leads out"))), "{link}");
        }
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on") && attribute.name() != "src", "{attribute:?}");
        }
        match node.tag_name().name() {
            "table" => assert!(node.children().any(|child| child.has_tag_name("caption"))),
            "th" => assert!(matches!(node.attribute("scope"), Some("row" | "col"))),
            "svg" => assert_eq!(node.attribute("role"), Some("img")),
            name => assert!(!["link", "iframe", "img", "object", "script"].contains(&name), "{name}"),
        }
    }
    let rows = document.descendants().filter(|node| node.tag_name().name() == "table").map(|table| {
        let widths: BTreeSet<usize> = table
            .descendants()
            .filter(|node| node.tag_name().name() == "tr")
            .map(|row| row.children().filter(Node::is_element).count())
            .collect();
        widths.len()
    });
    assert!(rows.into_iter().all(|widths| widths == 1), "every row of a table has the same number of cells");
}

/// That a report as Markdown has no marks of the scenario's making, that its tables are whole, and that its pictures are there;
/// tells how many.
pub fn check_markdown(place: &Place, folder: &str) -> usize {
    let text = place.read(&format!("{folder}/report.md"));
    let outside_code: String =
        text.split("```").enumerate().filter(|(part, _)| part % 2 == 0).map(|(_, text)| text).collect();
    let unescaped = outside_code.replace("\\]", "").replace("\\*", "").replace("\\<", "");
    assert!(!unescaped.contains("<script") && !unescaped.contains("](javascript"), "{outside_code}");
    assert!(!unescaped.contains("*b"));
    let pictures: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("![")?.rsplit_once("](")?.1.strip_suffix(')')).collect();
    for picture in &pictures {
        assert!(place.path(folder).join(picture).exists(), "{picture}");
    }
    // A table's rows have as many cells as its head: bars within cells are escaped.
    let mut width = 0;
    for line in outside_code.lines() {
        let bars = line.replace("\\|", "").matches('|').count();
        match (line.starts_with('|'), width) {
            (false, _) => width = 0,
            (true, 0) => width = bars,
            (true, _) => assert_eq!(bars, width, "{line}"),
        }
    }
    pictures.len()
}

/// The words of a page in small letters, but for what its scenario says and for charts, which have their own tests.
pub fn words(page: &str) -> String {
    let text = as_xml(page);
    let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}"));
    let is_own =
        |node: &Node| !node.ancestors().any(|parent| matches!(parent.tag_name().name(), "pre" | "svg" | "figcaption"));
    let words: Vec<&str> = document.descendants().filter(is_own).filter_map(|node| node.text()).collect();
    words.join(" ").to_lowercase()
}
