//! The page: whole in itself, well formed, and nothing of a scenario in it is taken for markup.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};

use super::support::{HOSTILE, Place, as_xml};

fn check(page: &str) {
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

#[test]
fn a_page_is_whole_and_well_formed() {
    let place = Place::with_results(&[]);
    let page = place.read("out/report.html");
    check(&page);
    assert_eq!(page.matches("<script").count(), 1, "the page's own");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!page.contains("<b>hold</b>"));
    for outside in ["http:", "https:", "@import", "url("] {
        let named = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!named.contains(outside), "{outside}");
    }
    let sections = ["answer", "targets", "charts", "events", "tables", "assumptions", "method", "provenance"];
    let places: Vec<_> = sections.map(|id| page.find(&format!("<section id=\"{id}\"")).unwrap()).into();
    assert!(places.is_sorted(), "the answer comes first");
    place.saule(&["report", "out", "--locale", "fr"]);
    check(&place.read("out/report.html"));
}

#[test]
fn markdown_has_the_same_and_no_marks_of_its_own() {
    let place = Place::with_results(&[]);
    place.saule(&["report", "out", "--format", "md"]);
    let text = place.read("out/report.md");
    let outside_code: String =
        text.split("```").enumerate().filter(|(part, _)| part % 2 == 0).map(|(_, text)| text).collect();
    let unescaped = outside_code.replace("\\]", "").replace("\\*", "").replace("\\<", "");
    assert!(!unescaped.contains("<script") && !unescaped.contains("](javascript"), "{outside_code}");
    assert!(!unescaped.contains("*b"));
    let pictures: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("![")?.rsplit_once("](")?.1.strip_suffix(')')).collect();
    assert!(pictures.len() > 3);
    for picture in pictures {
        assert!(place.path("out").join(picture).exists(), "{picture}");
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
    assert!(HOSTILE.contains('|'), "which is what the names try");
}
