//! What a scenario or a command line asks of charts. It changes no number: the results folder keeps it for those who
//! draw.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The charts that are wanted, and how they look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Charts {
    /// True if the usual charts are drawn, too.
    pub usual: bool,
    /// What holds for every chart that says nothing else.
    pub defaults: ChartOptions,
    /// Charts asked for by name.
    pub wanted: Vec<ChartRequest>,
}

impl Default for Charts {
    fn default() -> Self {
        Self { usual: true, defaults: ChartOptions::default(), wanted: Vec::new() }
    }
}

impl Charts {
    /// True if nothing is asked for.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Takes variants that are not `kept` out of what charts show, and charts that would show none.
    pub fn keep_variants(&mut self, kept: &[String]) {
        let keep = |shown: &mut Vec<String>| shown.retain(|name| kept.contains(name));
        let options = self.wanted.iter_mut().map(|request| &mut request.options).chain([&mut self.defaults]);
        options.filter_map(|options| options.variants.as_mut()).for_each(keep);
        self.defaults.variants.take_if(|shown| shown.is_empty());
        self.wanted.retain(|request| request.options.variants.as_ref().is_none_or(|shown| !shown.is_empty()));
    }
}

/// A chart asked for by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChartRequest {
    /// Its name, which is that of its files; without one, these are named after what is shown.
    pub name: Option<String>,
    /// What is drawn.
    pub kind: ChartKind,
    /// How.
    #[serde(flatten)]
    pub options: ChartOptions,
}

/// What a chart may be told. Everything has a default.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChartOptions {
    /// Name of the metric that is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// What is shown side by side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// Name of the class that is shown; `None` for all together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Name of the stage that is shown; `None` for all together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Names of the variants that are shown; `None` for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variants: Option<Vec<String>>,
    /// Percentages of the runs that bands hold, of 50, 80 and 90; empty for no bands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<Vec<u32>>,
    /// How values are spread along their axis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
    /// Names of the recorded histories that are drawn; `None` for all of the metric.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<Vec<String>>,
    /// Title in place of the usual one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A note of the author, before the usual ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Moments that are marked with words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<Annotation>,
    /// What the time axis counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeLabels>,
    /// Width and height.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// Dots of a PNG per inch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dpi: Option<f64>,
    /// The colours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub palette: Option<Palette>,
    /// On which ground.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<Appearance>,
}

/// Percentages of the runs that bands may hold.
pub const BANDS: [u32; 3] = [90, 80, 50];

impl ChartOptions {
    /// These options, with those of `others` where these say nothing.
    pub fn or(&self, others: &ChartOptions) -> ChartOptions {
        let annotations = if self.annotations.is_empty() { &others.annotations } else { &self.annotations };
        ChartOptions {
            metric: self.metric.clone().or_else(|| others.metric.clone()),
            by: self.by.or(others.by),
            class: self.class.clone().or_else(|| others.class.clone()),
            stage: self.stage.clone().or_else(|| others.stage.clone()),
            variants: self.variants.clone().or_else(|| others.variants.clone()),
            band: self.band.clone().or_else(|| others.band.clone()),
            scale: self.scale.or(others.scale),
            observed: self.observed.clone().or_else(|| others.observed.clone()),
            title: self.title.clone().or_else(|| others.title.clone()),
            caption: self.caption.clone().or_else(|| others.caption.clone()),
            annotations: annotations.clone(),
            time: self.time.or(others.time),
            size: self.size.or(others.size),
            dpi: self.dpi.or(others.dpi),
            palette: self.palette.or(others.palette),
            theme: self.theme.or(others.theme),
        }
    }
}

/// Words with a meaning: an enum whose variants are written as words, in one table for files, schema and documentation.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($variant:ident = $word:literal, $meaning:literal;)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $(
                #[doc = $meaning]
                #[serde(rename = $word)]
                $variant,
            )*
        }

        impl $name {
            /// All of them, in the order of the documentation.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// How it is written.
            pub const fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// What it means.
            pub const fn meaning(self) -> &'static str {
                match self { $($name::$variant => $meaning,)* }
            }

            /// The one that is written so.
            pub fn named(word: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|known| known.word() == word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// What a chart draws.
    ChartKind {
        Fan = "fan", "a metric over time in one variant: median and prediction intervals; a chart for each variant";
        SmallMultiples = "small-multiples", "the fans of all variants side by side, on shared axes";
        Overlay = "overlay", "the medians of all variants in one panel";
        Difference = "difference", "a metric over time: each variant minus the baseline, with confidence intervals";
        ResponseTime = "response-time", "the share of requests answered by age in each variant, with the promise";
        Strips = "strips", "a metric over time above its context: threshold, staff and arrivals; one for each variant";
        Utilisation = "utilisation", "share of staff busy at each stage over time, and its queue; one for each variant";
        Adaptive = "adaptive", "the path of an adaptive threshold, and the backlog; one for each variant that has one";
        Flow = "flow", "what has become of the requests over the threshold, as stacked areas; one for each variant";
        Signatures = "signatures", "signatures by age, with the thresholds; one for each class";
        Tone = "tone", "the tone balance over time";
        Archive = "archive", "the number of communications kept over time";
        ThresholdCurve = "threshold-curve", "backlog and shares answered over three thresholds or more: of a sweep of them, or of the variants of a run";
        Curve = "curve", "of a sweep of one key: a statistic over its values";
        HeatMap = "heat-map", "of a sweep of two keys: a statistic or a risk at every combination, with contours";
        Scatter = "scatter", "of a sampled sweep: a dot a point, over each key";
        Search = "search", "of `solve`: the estimates at the values tried";
        Tornado = "tornado", "of `sensitivity`: how far each value moves a statistic";
        Sobol = "sobol", "of `sensitivity`: shares of the variance";
        DifferenceOfResults = "difference-of-results", "of `compare`: the difference from the first results over time";
        SideBySide = "side-by-side", "of `compare`: the mean of each of the results over time";
    }
}

impl ChartKind {
    /// True if it shows the metric that is asked for; the others show metrics of their own, or a sweep's.
    pub const fn takes_metric(self) -> bool {
        matches!(
            self,
            Self::Fan
                | Self::SmallMultiples
                | Self::Overlay
                | Self::Difference
                | Self::Strips
                | Self::DifferenceOfResults
                | Self::SideBySide
        )
    }
}

words! {
    /// What is shown side by side.
    By {
        Variant = "variant", "variants";
        Class = "class", "classes of requests";
        Stage = "stage", "stages of the desk";
    }
}

words! {
    /// How values are spread along an axis.
    Scale {
        Linear = "linear", "equal differences are equally far apart";
        Log = "log", "equal ratios are equally far apart; values of 0 and below are left out";
    }
}

words! {
    /// What a time axis counts.
    TimeLabels {
        Dates = "dates", "dates";
        Days = "days", "days since the start";
    }
}

words! {
    /// The ground that charts are drawn on.
    Appearance {
        Light = "light", "dark on white, for paper and most screens";
        Dark = "dark", "light on a dark ground, for slides and screens at night";
    }
}

words! {
    /// A set of colours; all survive colour-blindness and grey print.
    Palette {
        Willow = "willow", "blue fans; variants from indigo to gold";
        Vivid = "vivid", "stronger colours, for slides";
        Grey = "grey", "no colours at all";
    }
}

/// A moment with words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// Days since the start.
    pub time_days: f64,
    /// What happened.
    pub text: String,
}

/// Width and height of a picture. Without a height, it is as high as its content asks for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Size {
    /// In which both are.
    pub unit: Unit,
    /// Greater than 0.
    pub width: f64,
    /// Greater than 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<f64>,
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.height {
            Some(height) => write!(f, "{} x {height} {}", self.width, self.unit),
            None => write!(f, "{} {}", self.width, self.unit),
        }
    }
}

/// Shortest and longest side of a picture: smaller ones have no room for words, larger ones none in memory.
const SIDES: [(Unit, f64, f64); 2] = [(Unit::Millimetres, 50.0, 2_000.0), (Unit::Pixels, 300.0, 12_000.0)];

impl FromStr for Size {
    type Err = String;

    /// Reads `160 mm`, `160 x 100 mm`, `1200x675px`. The error is what was expected.
    fn from_str(text: &str) -> Result<Size, String> {
        let form = || "expected a width in mm or px, and a height if it is fixed, such as \"160 x 100 mm\"".to_owned();
        let text = text.trim();
        let unit = Unit::ALL.iter().copied().find(|unit| text.ends_with(unit.word())).ok_or_else(form)?;
        let lengths: Vec<&str> = text[..text.len() - unit.word().len()].split(['x', '×']).map(str::trim).collect();
        let length = |text: &str| {
            let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            if is_plain { text.parse::<f64>().map_err(|_| form()) } else { Err(form()) }
        };
        let size = match lengths[..] {
            [width] => Size { unit, width: length(width)?, height: None },
            [width, height] => Size { unit, width: length(width)?, height: Some(length(height)?) },
            _ => return Err(form()),
        };
        let limits = SIDES.iter().find(|(of, ..)| *of == unit).map_or((0.0, f64::MAX), |&(_, low, high)| (low, high));
        let sides = std::iter::once(size.width).chain(size.height);
        if sides.into_iter().all(|side| (limits.0..=limits.1).contains(&side)) {
            Ok(size)
        } else {
            Err(format!("expected sides from {} to {} {unit}", limits.0, limits.1))
        }
    }
}

words! {
    /// A unit of length.
    Unit {
        Millimetres = "mm", "millimetres";
        Pixels = "px", "pixels, of which 96 are an inch";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_they_are_written() {
        for (text, shown) in [
            ("160 mm", "160 mm"),
            ("160x100mm", "160 x 100 mm"),
            (" 1200 × 675 px ", "1200 x 675 px"),
            ("85.5 mm", "85.5 mm"),
        ] {
            let size: Size = text.parse().unwrap();
            assert_eq!(size.to_string(), shown);
            assert_eq!(size.to_string().parse(), Ok(size));
        }
        for text in
            ["", "mm", "160", "160 cm", "160 x mm", "1 x 2 x 3 mm", "-160 mm", "1e3 px", "NaN mm", "160 mm x 90"]
        {
            assert!(text.parse::<Size>().unwrap_err().contains("160 x 100 mm"), "{text}");
        }
        assert_eq!("20 mm".parse::<Size>().unwrap_err(), "expected sides from 50 to 2000 mm");
        assert_eq!("1000 x 90000 px".parse::<Size>().unwrap_err(), "expected sides from 300 to 12000 px");
    }

    #[test]
    fn what_is_not_said_is_the_default() {
        let defaults = ChartOptions { dpi: Some(300.0), band: Some(vec![80]), ..ChartOptions::default() };
        let own = ChartOptions { band: Some(Vec::new()), ..ChartOptions::default() };
        let both = own.or(&defaults);
        assert_eq!((both.dpi, both.band), (Some(300.0), Some(Vec::new())));
    }

    #[test]
    fn words_come_back() {
        for kind in ChartKind::ALL {
            assert_eq!(ChartKind::named(kind.word()), Some(*kind));
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{}\"", kind.word()));
        }
    }
}
