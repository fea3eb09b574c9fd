//! The page: whole in itself, well formed, and nothing of a scenario in it is taken for markup.

use super::support::{HOSTILE, Place, check, check_markdown};

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
    assert!(check_markdown(&place, "out") > 3);
    assert!(HOSTILE.contains('|'), "which is what the names try");
}
