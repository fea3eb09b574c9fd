//! The page in a real browser, held against the rules of axe-core for accessibility.
//!
//! It needs Chromium (`chromium` in the path, or named by `CHROMIUM`) and axe-core (`npm install --no-save axe-core` here, or
//! `axe.min.js` named by `AXE_CORE`), and is reported as skipped without.

use std::{env, fs, io::Write as _, path::PathBuf, process::Command};

use super::support::Place;

fn chromium() -> Option<String> {
    let names =
        env::var("CHROMIUM").into_iter().chain(["chromium", "chromium-browser", "google-chrome"].map(String::from));
    let is_there =
        |name: &String| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
    names.into_iter().find(is_there)
}

fn axe() -> Option<String> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
    fs::read_to_string(env::var_os("AXE_CORE").map_or(here, PathBuf::from)).ok()
}

/// Adds axe-core to a page, and what writes its findings into the page.
fn instrumented(page: &str, axe: &str) -> String {
    let report = "axe.run().then(found => { const all = found.violations.map(rule => ({ id: rule.id, impact: rule.impact, \
                  html: rule.nodes.map(node => node.html.slice(0, 200)) })); const out = document.createElement('pre'); \
                  out.id = 'found'; out.textContent = 'FO' + 'UND ' + encodeURIComponent(JSON.stringify(all)) + ' END'; \
                  document.body.append(out); });";
    page.replace("</body>", &format!("<script>{axe}</script><script>{report}</script></body>"))
}

/// A page as it is once its scripts have run.
fn dumped(chromium: &str, place: &Place, page: &str, dark: bool) -> String {
    let file = place.path("page.html");
    fs::write(&file, page).unwrap();
    let mut command = Command::new(chromium);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=30000", "--dump-dom"]);
    if dark {
        command.arg("--blink-settings=preferredColorScheme=0");
    }
    let output = command.arg(format!("--user-data-dir={}", place.path("profile").display())).arg(&file).output();
    String::from_utf8(output.unwrap().stdout).unwrap()
}

/// What axe finds in a page, as it writes it: `[]`, encoded as a part of an address, if nothing.
fn findings(chromium: &str, axe: &str, place: &Place, page: &str, dark: bool) -> String {
    let page = dumped(chromium, place, &instrumented(page, axe), dark);
    let found = page.split_once("FOUND ").and_then(|(_, rest)| rest.split_once(" END"));
    found.unwrap_or_else(|| panic!("axe did not run: {} bytes", page.len())).0.to_owned()
}

#[test]
fn a_browser_finds_no_fault() {
    let (Some(chromium), Some(axe)) = (chromium(), axe()) else {
        // Past the capture of the test harness.
        let _ = writeln!(std::io::stderr(), "skipped: there is no Chromium, or no axe-core");
        return;
    };
    let place = Place::with_results(&[]);
    for (locale, dark) in [("en", false), ("fr", true)] {
        place.saule(&["report", "out", "--locale", locale]);
        let page = place.read("out/report.html");
        assert_eq!(findings(&chromium, &axe, &place, &page, dark), "%5B%5D", "{locale}");
    }
    let place = super::others::with_all("en");
    for (folder, _) in super::others::commands() {
        let page = place.read(&format!("{folder}/report.html"));
        assert_eq!(findings(&chromium, &axe, &place, &page, false), "%5B%5D", "{folder}");
    }
    let faulty = place.read("out/report.html").replace("<main>", "<main><img src=\"a.png\">");
    assert!(findings(&chromium, &axe, &place, &faulty, false).contains("image-alt"), "a fault would be found");
}

/// Writes what every chart says at the end of its first row, by keys, and in its middle, under the pointer, into the page.
const READ: &str = "for (const figure of document.querySelectorAll('figure.chart')) { \
    const canvas = figure.querySelector('.canvas'), said = () => figure.querySelector('.values').textContent; \
    figure.closest('details')?.setAttribute('open', ''); \
    const all = []; \
    for (const key of ['Home', 'End', 'Escape']) { \
      canvas.dispatchEvent(new KeyboardEvent('keydown', { key })); all.push(said()); } \
    const row = JSON.parse(figure.querySelector('metadata').textContent)[0]; \
    const [left, top, right, bottom] = (row.panel?.plot ?? row.spots[0][0]); \
    const svg = figure.querySelector('svg'); \
    const at = new DOMPoint((left + right) / 2, (top + bottom) / 2).matrixTransform(svg.getScreenCTM()); \
    for (const [type, pointerType] of [['pointermove', 'mouse'], ['pointerleave', 'mouse'], ['click', 'touch']]) { \
      const [clientX, clientY] = [at.x, at.y].map(Math.round); /* clicks have whole pixels */ \
      canvas.dispatchEvent(new PointerEvent(type, { clientX, clientY, pointerType })); all.push(said()); } \
    const out = document.createElement('pre'); out.className = 'read'; \
    out.textContent = encodeURIComponent(JSON.stringify(all)); document.body.append(out); }";

#[test]
fn charts_are_read_with_keys_a_pointer_and_a_finger() {
    let Some(chromium) = chromium() else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no Chromium");
        return;
    };
    let place = super::others::with_all("en");
    charts_say_their_values(&chromium, &place, "out");
    for (folder, _) in super::others::commands() {
        charts_say_their_values(&chromium, &place, folder);
    }
}

fn charts_say_their_values(chromium: &str, place: &Place, folder: &str) {
    let page = place.read(&format!("{folder}/report.html"));
    let page = page.replace("</body>", &format!("<script>{READ}</script></body>"));
    let page = dumped(chromium, place, &page, false);
    let read: Vec<&str> =
        page.split("<pre class=\"read\">").skip(1).map(|rest| rest.split_once('<').unwrap().0).collect();
    assert!(!read.is_empty() && read.len() == page.matches("<figure").count(), "{folder}");
    for said in read {
        // [first, last, "", in the middle, "", in the middle]; a line feed is %5Cn.
        let said: Vec<&str> = said.trim_start_matches("%5B").trim_end_matches("%5D").split("%2C%22").collect();
        assert_eq!(said.len(), 6, "{said:?}");
        assert_eq!((said[2], said[4]), ("%22", "%22"), "{said:?}");
        assert_eq!(said[3], said[5], "a finger reads as a pointer does");
        assert!(
            (said[0] != said[1] || folder != "out") && [0, 1, 3].iter().all(|&index| said[index].contains("%5Cn")),
            "{said:?}"
        );
    }
}
