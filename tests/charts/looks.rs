//! What can be asked of charts: sizes, palettes, grounds, languages, axes, bands, and what they leave of the geometry.

use saule::charts::{Chart, Source, draw};
use saule::locale::Locale;
use saule::model::chart::{
    Annotation, Appearance, By, ChartKind, ChartOptions, ChartRequest, Charts, Palette, Scale, TimeLabels,
};
use saule::results::{Stored, rows::Results};

use crate::geometry::assert_clean;
use crate::other_results::{self, drawn};
use crate::svg::{groups, texts};
use crate::{hard_cases, sample};

fn with(options: ChartOptions) -> Charts {
    Charts { defaults: options, ..Charts::default() }
}

fn sized(size: &str) -> ChartOptions {
    ChartOptions { size: Some(size.parse().unwrap()), ..ChartOptions::default() }
}

fn wanted(kind: ChartKind, options: ChartOptions) -> Charts {
    let request = ChartRequest { name: Some("wanted".into()), kind, options };
    Charts { usual: false, wanted: vec![request], ..Charts::default() }
}

fn of(results: &Results, charts: &Charts) -> Vec<Chart> {
    draw(Source::Run(results), charts, Locale::English)
}

/// The flagship and some of the hard cases, as any results.
fn everything() -> Vec<(&'static str, Stored)> {
    let runs = [("flagship", sample::flagship())].into_iter().chain(hard_cases::gallery());
    runs.map(|(name, results)| (name, Stored::Run(results))).chain(other_results::gallery()).collect()
}

#[test]
fn every_size_is_clean() {
    for size in ["160 mm", "120 mm", "210 x 148 mm", "160 x 60 mm", "1200 x 675 px", "640 px"] {
        for (_, stored) in everything() {
            drawn(&stored, &with(sized(size)), Locale::English).iter().for_each(assert_clean);
        }
    }
}

#[test]
fn a_fixed_size_is_exact() {
    let svg = &of(&sample::flagship(), &with(sized("160 x 60 mm")))[0].svg;
    assert!(
        svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"160mm\" height=\"60mm\""),
        "{}",
        &svg[..120]
    );
    let chart = &of(&sample::flagship(), &with(sized("1200 x 675 px")))[0];
    assert_eq!(png_size(&chart.png().unwrap()), (1200, 675));
    let options = ChartOptions { dpi: Some(600.0), ..sized("127 x 76.2 mm") };
    let chart = &of(&sample::flagship(), &with(options))[0];
    assert_eq!(png_size(&chart.png().unwrap()), (3000, 1800));
}

/// Width and height in the header of a PNG.
fn png_size(bytes: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn french_is_as_clean_and_leaves_no_english() {
    let english = ["median", "runs", "Source:", "from", "under", "Shaded", "Lines are", "each", "chart"];
    for (name, stored) in everything() {
        for chart in drawn(&stored, &Charts::default(), Locale::French) {
            assert_clean(&chart);
            for text in
                texts(&chart.svg).iter().filter(|text| ["subtitle", "note", "key"].contains(&text.class.as_str()))
            {
                let words: Vec<&str> = text.words.split(|c: char| !c.is_alphabetic()).collect();
                // Names of variants, keys and scenarios stay as they are written.
                let is_ours =
                    !["«", "scenario", "title", "second rise", "name that"].iter().any(|own| text.words.contains(own))
                        && !text.words.contains("from the start")
                        && !text.words.contains("from creation");
                for word in english.iter().filter(|_| is_ours) {
                    assert!(!words.contains(word), "{name}, {}: {}", chart.name, text.words);
                }
            }
        }
    }
}

#[test]
fn french_numbers_and_months() {
    let charts = draw(Source::Run(&sample::flagship()), &Charts::default(), Locale::French);
    let fan = charts.iter().find(|chart| chart.name == "backlog-fan-as-it-happened").unwrap();
    for text in ["11 juin 2013", "25\u{202f}000 signatures", "médiane\u{a0}: ", "80\u{202f}% des simulations"] {
        assert!(fan.svg.contains(text), "{text}");
    }
}

#[test]
fn ratios_are_clean_and_leave_zero_out() {
    let options = ChartOptions { scale: Some(Scale::Log), ..ChartOptions::default() };
    for (_, stored) in everything() {
        drawn(&stored, &with(options.clone()), Locale::English).iter().for_each(assert_clean);
    }
    let chart = &of(&sample::flagship(), &with(options))[0];
    assert!(chart.svg.contains("requests awaiting an answer (logarithmic scale)"));
    let ticks = groups(&chart.svg).into_iter().find(|group| group.class == "value-tick").unwrap().words;
    assert_eq!(ticks, ["1", "2", "5", "10", "20", "50", "100"]);
}

#[test]
fn days_in_place_of_dates() {
    let options = ChartOptions { time: Some(TimeLabels::Days), ..ChartOptions::default() };
    for chart in of(&sample::flagship(), &with(options)) {
        assert_clean(&chart);
        assert!(chart.svg.contains("days since the start") && chart.svg.contains("On day 628 "), "{}", chart.name);
    }
}

#[test]
fn bands_are_those_that_are_asked_for() {
    let bands = |band: Vec<u32>| -> Vec<String> {
        let charts = wanted(ChartKind::Fan, ChartOptions { band: Some(band), ..ChartOptions::default() });
        let chart = of(&sample::flagship(), &charts).remove(0);
        assert_clean(&chart);
        groups(&chart.svg).into_iter().filter(|group| group.class == "band").map(|group| group.columns).collect()
    };
    assert_eq!(bands(vec![50, 90]), ["p05 p95", "p25 p75"]);
    assert_eq!(bands(vec![80]), ["p10 p90"]);
    assert!(bands(Vec::new()).is_empty());
}

#[test]
fn histories_and_variants_are_chosen() {
    let options = ChartOptions {
        metric: Some("backlog_from_creation".into()),
        variants: Some(vec!["keep 5,000".into()]),
        ..ChartOptions::default()
    };
    let names = |options: ChartOptions| -> Vec<String> {
        let charts = of(&sample::flagship(), &wanted(ChartKind::Fan, options));
        assert_eq!(charts.len(), 1);
        assert_eq!(charts[0].name, "wanted");
        groups(&charts[0].svg).into_iter().filter(|group| group.class == "line").map(|group| group.series).collect()
    };
    assert_eq!(names(options.clone()), ["keep 5,000", "counted_from_creation"]);
    assert_eq!(names(ChartOptions { observed: Some(Vec::new()), ..options }), ["keep 5,000"]);
}

#[test]
fn titles_captions_and_annotations_are_the_authors() {
    let options = ChartOptions {
        title: Some("Half would wait a year".into()),
        caption: Some("The desk closes for the elections.".into()),
        annotations: vec![Annotation { time_days: 412.0, text: "election".into() }],
        ..ChartOptions::default()
    };
    for kind in [ChartKind::Fan, ChartKind::SmallMultiples, ChartKind::Overlay] {
        for chart in of(&sample::flagship(), &wanted(kind, options.clone())) {
            assert_clean(&chart);
            let words: Vec<(String, String)> =
                texts(&chart.svg).into_iter().map(|text| (text.class, text.words)).collect();
            for (class, text) in [
                ("title", "Half would wait a year"),
                ("note", "The desk closes for the elections."),
                ("mark-name", "election"),
            ] {
                assert!(words.contains(&(class.into(), text.into())), "{kind}: {text}");
            }
        }
    }
}

#[test]
fn dashed_lines_are_explained_where_thresholds_change() {
    let options = ChartOptions {
        annotations: vec![Annotation { time_days: 412.0, text: "election".into() }],
        ..ChartOptions::default()
    };
    let unchanged = |results: &mut Results| {
        results.about.variants.iter_mut().for_each(|variant| variant.thresholds.truncate(1));
    };
    for changes in [true, false] {
        let mut results = sample::flagship();
        if !changes {
            unchanged(&mut results);
        }
        let charts = of(&results, &wanted(ChartKind::SmallMultiples, options.clone()));
        let explains = |text: &str| text.starts_with("Dashed lines mark changes of the threshold");
        let notes = texts(&charts[0].svg).into_iter().filter(|text| text.class == "note" && explains(&text.words));
        assert_eq!(notes.count(), usize::from(changes));
    }
}

#[test]
fn classes_stand_side_by_side() {
    let mut results = sample::flagship();
    for (class, factor) in [("petitions", 0.7), ("questions", 0.3)] {
        let mut rows = results.timeseries.iter().filter(|row| row.class == "all").cloned().collect::<Vec<_>>();
        for row in &mut rows {
            row.class = class.into();
            for value in
                [&mut row.p05, &mut row.p10, &mut row.p25, &mut row.p50, &mut row.p75, &mut row.p90, &mut row.p95]
            {
                *value = value.map(|value| value * factor);
            }
        }
        results.timeseries.extend(rows);
    }
    let mut second = results.about.classes[0].clone();
    (second.name, second.label) = ("questions".into(), "questions to us".into());
    results.about.classes.push(second);
    for (kind, count) in [(ChartKind::Fan, 8), (ChartKind::SmallMultiples, 4), (ChartKind::Overlay, 4)] {
        let options = ChartOptions { by: Some(By::Class), ..ChartOptions::default() };
        let charts = of(&results, &wanted(kind, options));
        assert_eq!(charts.len(), count, "{kind}");
        charts.iter().for_each(assert_clean);
        let series: Vec<String> = groups(&charts[0].svg).into_iter().map(|group| group.series).collect();
        assert!(series.contains(&"petitions".to_owned()));
        assert_eq!(series.contains(&"questions to us".to_owned()), kind != ChartKind::Fan);
    }
}

#[test]
fn the_usual_charts_are_left_out_where_that_is_asked_for() {
    let results = sample::flagship();
    let mut charts = wanted(ChartKind::Overlay, ChartOptions::default());
    assert_eq!(of(&results, &charts).len(), 1);
    charts.usual = true;
    assert_eq!(of(&results, &charts).len(), 13);
}

#[test]
fn looks_change_no_geometry() {
    let results = sample::flagship();
    let plain = of(&results, &Charts::default());
    for &palette in Palette::ALL {
        for &theme in Appearance::ALL {
            let options = ChartOptions { palette: Some(palette), theme: Some(theme), ..ChartOptions::default() };
            for (chart, plain) in of(&results, &with(options)).iter().zip(&plain) {
                let places =
                    |chart: &Chart| -> Vec<_> { groups(&chart.svg).into_iter().map(|group| group.strokes).collect() };
                assert_eq!(places(chart), places(plain), "{palette} {theme}");
            }
        }
    }
}

#[test]
fn pdf_keeps_lines_and_text() {
    let chart = &of(&sample::flagship(), &Charts::default())[0];
    let bytes = chart.pdf().unwrap();
    assert_eq!(bytes, chart.pdf().unwrap(), "equal numbers give equal bytes");
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.starts_with("%PDF-"));
    // Fonts that the document brings with it, with a table from glyphs back to letters; and no picture.
    for part in ["Roboto-Regular", "Roboto-Bold", "/FontFile2", "/ToUnicode"] {
        assert!(text.contains(part), "{part}");
    }
    assert!(!text.contains("/Subtype/Image") && !text.contains("/Subtype /Image"));
    // 16 cm wide.
    assert!(text.contains("/MediaBox [0 0 453.54"), "the page is as wide as a text column");
}

/// Draws what the geometry is held to, for people to look at.
#[test]
#[ignore = "draws pictures to look at"]
fn pictures_of_other_results() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures").join("others");
    std::fs::create_dir_all(&folder).unwrap();
    for (index, (_, stored)) in everything().iter().enumerate() {
        for chart in drawn(stored, &Charts::default(), Locale::English) {
            std::fs::write(folder.join(format!("{index}-{}.png", chart.name)), chart.png().unwrap()).unwrap();
        }
    }
}
