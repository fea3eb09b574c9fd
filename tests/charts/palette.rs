//! Colours stay apart for colour-blind readers and in grey print, measured on the chart itself.

use saule::charts::charts;

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

/// Contrast with white (WCAG 2, relative luminance).
fn contrast(color: &str) -> f64 {
    let [red, green, blue] = linear(color);
    1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}

/// Colours of the medians of an overlay of so many variants, and of recorded history.
fn overlay(variants: usize) -> Vec<String> {
    let variants: Vec<Variant> = (0..variants)
        .map(|rank| (format!("variant {rank}"), Vec::new(), (|day| (day, 1.0)) as sample::Course))
        .collect();
    let mut results = sample::results("2020-01-01T00:00:00", 10.0, 1.0, &variants);
    results.observed = sample::history("count", "backlog", 10, 1.0, |day| day);
    let charts = charts(&results);
    let overlay = charts.iter().find(|chart| chart.name == "backlog-overlay").unwrap();
    groups(&overlay.svg).into_iter().filter(|group| group.class == "line").map(|group| group.stroke).collect()
}

#[test]
fn lines_differ_for_every_eye() {
    for count in 2..=6 {
        let colors = overlay(count);
        assert_eq!(colors.len(), count + 1);
        for vision in [NORMAL].iter().chain(&DEFICIENCIES) {
            for (index, a) in colors.iter().enumerate() {
                for b in &colors[index + 1..] {
                    // A difference of 20 is seen at a glance; 2.3 is just noticeable.
                    let apart = distance(lab(a, vision), lab(b, vision));
                    assert!(apart > 20.0, "{a} and {b} are {apart:.0} apart");
                }
            }
        }
    }
}

#[test]
fn lines_stand_out_and_grow_lighter() {
    let colors = overlay(6);
    let (history, variants) = colors.split_last().unwrap();
    assert!(lightness(history) < lightness(&variants[0]));
    assert!(variants.windows(2).all(|pair| lightness(&pair[1]) - lightness(&pair[0]) > 4.0), "{variants:?}");
    assert!(variants.iter().all(|color| contrast(color) >= 3.0), "{variants:?}");
}

#[test]
fn bands_of_a_fan_darken_inwards() {
    let charts = charts(&sample::flagship());
    let groups = groups(&charts[0].svg);
    let bands = groups.iter().filter(|group| group.class == "band").map(|group| lightness(&group.fill));
    let median = groups.iter().filter(|group| group.class == "line").map(|group| lightness(&group.stroke));
    let levels: Vec<f64> = [100.0].into_iter().chain(bands).chain(median).collect();
    assert_eq!(levels.len(), 5);
    // Steps that survive grey print.
    assert!(levels.windows(2).all(|pair| pair[0] - pair[1] > 7.0), "{levels:?}");
}
