//! Colours stay apart for colour-blind readers and in grey print, measured on the chart itself.

use saule::charts::{Source, draw};
use saule::locale::Locale;
use saule::model::chart::{Appearance, ChartOptions, ChartRequest, Charts, Palette};

use crate::kinds::filled;
use crate::sample::{self, Variant};
use crate::svg::groups;

type Vector = [f64; 3];
type Matrix = [Vector; 3];

const NORMAL: Matrix = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

/// Full protanopia, deuteranopia and tritanopia in linear RGB (Machado, Oliveira and Fernandes 2009, table 1).
const DEFICIENCIES: [Matrix; 3] = [
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
];

fn product(matrix: &Matrix, vector: Vector) -> Vector {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

/// Linear RGB of `#RRGGBB`.
fn linear(color: &str) -> Vector {
    let channel = |at: usize| f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
    let decoded = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
    [decoded(channel(1)), decoded(channel(3)), decoded(channel(5))]
}

/// CIE L*a*b* under D65, of a colour as seen with a deficiency.
fn lab(color: &str, vision: &Matrix) -> Vector {
    let seen = product(vision, linear(color)).map(|c| c.clamp(0.0, 1.0));
    let to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]];
    let [x, y, z] = product(&to_xyz, seen);
    let f = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let (fx, fy, fz) = (f(x / 0.9505), f(y), f(z / 1.089));
    [116.0 * fy - 16.0, 500.0 * (fx - fy), 200.0 * (fy - fz)]
}

fn distance(a: Vector, b: Vector) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

fn lightness(color: &str) -> f64 {
    lab(color, &NORMAL)[0]
}

/// Contrast of two colours (WCAG 2, relative luminance).
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |color: &str| {
        let [red, green, blue] = linear(color);
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    let (one, other) = (luminance(one), luminance(other));
    one.max(other) / one.min(other)
}

/// Every palette on every ground.
fn looks() -> impl Iterator<Item = (Palette, Appearance)> {
    Palette::ALL.iter().flat_map(|&palette| Appearance::ALL.iter().map(move |&ground| (palette, ground)))
}

fn options((palette, ground): (Palette, Appearance)) -> Charts {
    let defaults = ChartOptions { palette: Some(palette), theme: Some(ground), ..ChartOptions::default() };
    Charts { defaults, ..Charts::default() }
}

/// The colour behind everything.
fn paper(svg: &str) -> String {
    let document = roxmltree::Document::parse(svg).unwrap();
    let rectangle = document.descendants().find(|node| node.has_tag_name("rect")).unwrap();
    rectangle.attribute("fill").unwrap().to_owned()
}

/// Colours of the medians of an overlay of so many variants, of recorded history, and of the paper.
fn overlay(variants: usize, look: (Palette, Appearance)) -> Vec<String> {
    let variants: Vec<Variant> = (0..variants)
        .map(|rank| (format!("variant {rank}"), Vec::new(), (|day| (day, 1.0)) as sample::Course))
        .collect();
    let mut results = sample::results("2020-01-01T00:00:00", 10.0, 1.0, &variants);
    results.observed = sample::history("count", "backlog", 10, 1.0, |day| day);
    let charts = draw(Source::Run(&results), &options(look), Locale::English);
    let overlay = charts.iter().find(|chart| chart.name == "backlog-overlay").unwrap();
    let lines = groups(&overlay.svg).into_iter().filter(|group| group.class == "line").map(|group| group.stroke);
    lines.chain([paper(&overlay.svg)]).collect()
}

#[test]
fn lines_differ_for_every_eye() {
    // Greys differ in lightness alone: there, dashes tell more than a few lines apart.
    for look in looks().filter(|(palette, _)| *palette != Palette::Grey) {
        for count in 2..=6 {
            let mut colors = overlay(count, look);
            colors.pop();
            assert_eq!(colors.len(), count + 1);
            for vision in [NORMAL].iter().chain(&DEFICIENCIES) {
                for (index, a) in colors.iter().enumerate() {
                    for b in &colors[index + 1..] {
                        // A difference of 20 is seen at a glance; 2.3 is just noticeable.
                        let apart = distance(lab(a, vision), lab(b, vision));
                        assert!(apart > 20.0, "{look:?}: {a} and {b} are {apart:.0} apart");
                    }
                }
            }
        }
    }
}

#[test]
fn lines_stand_out_and_grow_fainter() {
    for look in looks() {
        let colors = overlay(6, look);
        let [variants @ .., history, paper] = &colors[..] else { panic!() };
        let faint = |color: &String| (lightness(color) - lightness(paper)).abs();
        assert!(faint(history) > faint(&variants[0]), "{look:?}");
        // Steps that survive grey print.
        assert!(variants.windows(2).all(|pair| faint(&pair[0]) - faint(&pair[1]) > 4.0), "{look:?} {variants:?}");
        assert!(variants.iter().all(|color| contrast(color, paper) >= 3.0), "{look:?} {variants:?}");
    }
}

#[test]
fn bands_of_a_fan_grow_stronger_inwards() {
    for look in looks() {
        let chart = &draw(Source::Run(&sample::flagship()), &options(look), Locale::English)[0];
        let groups = groups(&chart.svg);
        let paper = lightness(&paper(&chart.svg));
        let bands = groups.iter().filter(|group| group.class == "band").map(|group| lightness(&group.fill));
        let median = groups.iter().filter(|group| group.class == "line").map(|group| lightness(&group.stroke));
        let levels: Vec<f64> = bands.chain(median).map(|level| (level - paper).abs()).collect();
        assert_eq!(levels.len(), 4);
        // Steps that survive grey print.
        assert!(levels[0] > 7.0 && levels.windows(2).all(|pair| pair[1] - pair[0] > 7.0), "{look:?} {levels:?}");
    }
}

/// Distance of a colour from the grey of the same lightness.
fn colorfulness(color: &str) -> f64 {
    let [_, a, b] = lab(color, &NORMAL);
    a.hypot(b)
}

#[test]
fn grey_has_no_colors() {
    let results = filled(sample::flagship(), 400.0);
    for look in looks().filter(|(palette, _)| *palette == Palette::Grey) {
        let mut charts = options(look);
        let kinds = saule::charts::kinds(Source::Run(&results)).into_iter();
        charts.wanted = kinds.map(|kind| ChartRequest { name: None, kind, options: ChartOptions::default() }).collect();
        for chart in draw(Source::Run(&results), &charts, Locale::English) {
            let colors: std::collections::BTreeSet<&str> =
                chart.svg.match_indices("\"#").map(|(at, _)| &chart.svg[at + 1..at + 8]).collect();
            assert!(colors.len() > 3, "{colors:?}");
            // The dark ground and what is near it have a breath of blue.
            let colorful: Vec<&&str> = colors.iter().filter(|color| colorfulness(color) > 6.0).collect();
            assert!(colorful.is_empty(), "{}, {look:?}: {colorful:?}", chart.name);
        }
    }
}

#[test]
fn words_can_be_read_on_every_ground() {
    for look in looks() {
        let chart = &draw(Source::Run(&sample::flagship()), &options(look), Locale::English)[0];
        let paper = paper(&chart.svg);
        let document = roxmltree::Document::parse(&chart.svg).unwrap();
        for text in document.descendants().filter(|node| node.has_tag_name("text")) {
            let color = text.attribute("fill").unwrap();
            // WCAG 2 asks for 4.5 in small type.
            assert!(contrast(color, &paper) >= 4.5, "{look:?} {color}");
        }
    }
}
