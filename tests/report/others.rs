//! The reports of other commands than `run`: a sweep, a search, a sensitivity analysis, a comparison.

use std::fs;

use super::support::{Place, check, check_markdown, words};

const TODAY: [&str; 2] = ["--variant", "today"];

/// Commands that write a report, and the folders that they write it into; the comparison needs `out`.
pub fn commands() -> Vec<(&'static str, Vec<&'static str>)> {
    let of = |folder: &'static str, arguments: &[&'static str]| {
        let shared = ["--output", folder, "--formats", "svg", "--force"];
        (folder, [arguments, &shared].concat())
    };
    let small = ["--replications", "8"];
    let staff = ["--vary", "stages.answering.staff=1..6"];
    let threshold = ["--vary", "requests.petitions.threshold.signatures=100..400 log 3"];
    let sweep = ["sweep", "small.toml"];
    vec![
        of("curve", &[&sweep[..], &threshold, &small].concat()),
        of("map", &[&sweep[..], &TODAY, &threshold, &staff, &small, &["--risk", "backlog.max > 20"]].concat()),
        of("sample", &[&sweep[..], &TODAY, &threshold, &staff, &small, &["--samples", "16"]].concat()),
        of(
            "search",
            &[
                &["solve", "small.toml"],
                &TODAY[..],
                &staff,
                &["--target", "backlog.mean <= 40", "--replications", "400"],
            ]
            .concat(),
        ),
        of(
            "influence",
            &[&["sensitivity", "small.toml", "--samples", "8"], &TODAY[..], &threshold, &staff, &small].concat(),
        ),
        of("contrast", &["compare", "out", "other"]),
    ]
}

/// A place with the results of all of them.
pub fn with_all(locale: &str) -> Place {
    let place = Place::with_results(&["--replications", "12"]);
    let shared = ["run", "small.toml", "--formats", "none", "--output", "other", "--replications", "12"];
    place.saule(&[&shared[..], &["--set", "stages.answering.staff=4"]].concat());
    for (_, arguments) in commands() {
        place.saule(&[&arguments[..], &["--locale", locale]].concat());
    }
    place
}

#[test]
fn every_command_writes_a_whole_page() {
    let place = with_all("en");
    for (folder, _) in commands() {
        let page = place.read(&format!("{folder}/report.html"));
        check(&page);
        let sections = ["charts", "assumptions", "method", "provenance"];
        let found: Vec<_> = sections.map(|id| page.find(&format!("<section id=\"{id}\"")).unwrap()).into();
        assert!(found.is_sorted(), "{folder}");
        let (question, lead) = (page.find("class=\"question\"").unwrap(), page.find("class=\"lead\"").unwrap());
        assert!(question < lead && lead < found[0], "{folder}: the answer comes first");
        assert!(page.contains("interval") && page.contains("confidence"), "{folder}");
        assert!(page.contains("<table"), "{folder}");
    }
}

#[test]
fn a_report_can_be_written_again_from_the_folder_alone() {
    let place = with_all("en");
    for (folder, _) in commands() {
        let file = format!("{folder}/report.html");
        let first = place.read(&file);
        fs::remove_file(place.path(&file)).unwrap();
        place.saule(&["report", folder]);
        assert!(place.read(&file) == first, "{folder}");
        place.saule(&["report", folder, "--format", "md"]);
        assert!(check_markdown(&place, folder) > 0, "{folder}");
    }
}

#[test]
fn french_reports_are_in_french() {
    let place = with_all("fr");
    for (folder, _) in commands() {
        let words = words(&place.read(&format!("{folder}/report.html")));
        // Keys and variants are as the scenario has them.
        let words = words.replace("requests.petitions", "").replace("the same", "");
        assert!(words.contains("intervalle de confiance") || words.contains("avec une confiance"), "{folder}");
        for english in [
            "confidence",
            "requests",
            "replications of",
            "waiting",
            "answered",
            "median",
            " the ",
            "mean over",
            "of runs",
            "smallest",
            "lowest",
            " and ",
            "difference",
            "values",
        ] {
            let found =
                words.find(english).map(|at| words[at.saturating_sub(60)..].chars().take(140).collect::<String>());
            assert!(found.is_none(), "{folder}: {english}: {found:?}");
        }
    }
}

#[test]
fn the_answers_are_those_of_the_tables() {
    let place = with_all("en");
    let search: serde_json::Value = serde_json::from_str(&place.read("search/summary.json")).unwrap();
    let answer = search["answer"].as_str().unwrap();
    let page = place.read("search/report.html");
    assert!(page.contains(&format!("Staff (answering): {answer} is the smallest")), "{answer}");
    assert!(page.contains("(the answer)"));
    // 3 × 6 points in a table of two ways, and one more column for the names.
    let map = place.read("map/report.html");
    let table =
        map.split("<table").skip(1).find(|table| table.contains("Probability that backlog.max &gt; 20")).unwrap();
    assert_eq!(table.split("</table>").next().unwrap().matches("<td").count(), 18);
    let contrast = place.read("contrast/report.html");
    assert!(contrast.contains("What differs in other from out"), "the scenarios are held against each other");
    assert!(contrast.contains("Desk, answering: staff: 4"));
    assert!(contrast.contains("compared as independent samples"), "the note");
}

#[test]
fn shards_of_a_sweep_make_the_report_of_the_whole() {
    let place = Place::new();
    let (_, whole) = commands().remove(0);
    place.saule(&whole);
    for shard in ["1/2", "2/2"] {
        place.saule(&[&whole[..], &["--shard", shard]].concat());
    }
    place.saule(&["merge", "curve-shard-1-of-2", "curve-shard-2-of-2", "--formats", "svg", "--output", "merged"]);
    assert!(place.read("merged/report.html") == place.read("curve/report.html"));
}
