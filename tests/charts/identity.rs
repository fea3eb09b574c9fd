//! Equal numbers give equal bytes: whatever the command line, the time of drawing and the fonts of the machine.

use saule::charts::{charts, png};

use crate::sample;

#[test]
fn bytes_depend_on_the_numbers_alone() {
    let results = sample::flagship();
    let mut elsewhere = results.clone();
    elsewhere.about.provenance.command = "saule run other.toml --threads 8".into();
    elsewhere.about.provenance.scenario_hash = "fedcba9876543210".into();
    assert_eq!(charts(&results), charts(&elsewhere));
}

#[test]
fn names_are_unique_and_say_what_is_shown() {
    let mut results = sample::flagship();
    results.about.variants[2].name = "AS IT HAPPENED".into();
    for row in results.timeseries.iter_mut().filter(|row| row.variant == "25,000 from the start") {
        row.variant = "AS IT HAPPENED".into();
    }
    let names: Vec<String> = charts(&results).into_iter().map(|chart| chart.name).take(6).collect();
    let expected = [
        "backlog-fan-as-it-happened",
        "backlog-fan-keep-5000",
        "backlog-fan-as-it-happened-2",
        "backlog-fan-second-rise-to-100000-signatures-moved-to-november-2012",
        "backlog-by-variant",
        "backlog-overlay",
    ];
    assert_eq!(names, expected);
}

#[test]
fn only_the_embedded_fonts_are_known() {
    let text = |family: &str| {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"40\">\
             <text x=\"4\" y=\"30\" font-size=\"24\" font-family=\"{family}\">12,345 petitions</text></svg>"
        );
        png(&svg, 192.0).unwrap()
    };
    // A family of the machine would look different; an unknown one falls back to the embedded one.
    for family in ["DejaVu Sans", "Liberation Serif", "Arial", "monospace", "no such family"] {
        assert_eq!(text(family), text("Roboto"), "{family}");
    }
    assert_ne!(
        text("Roboto"),
        png("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"40\"/>", 192.0).unwrap()
    );
}

#[test]
fn a_png_is_twice_the_size_and_never_changes() {
    let charts = charts(&sample::flagship());
    let picture = charts[0].png().unwrap();
    assert_eq!(picture, charts[0].png().unwrap());
    let length = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
    assert_eq!((&picture[1..4], length(16), length(20)), (&b"PNG"[..], 1920, 1280));
}
