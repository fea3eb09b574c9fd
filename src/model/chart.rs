//! What a scenario or a command line asks of charts. It changes no number: the results folder keeps it for those who
//! draw.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The charts that are wanted, and how they look.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Charts {
    /// What holds for every chart that says nothing else.
    pub defaults: ChartOptions,
    /// Charts asked for by name; without any, the usual ones are drawn.
    pub wanted: Vec<ChartRequest>,
}

/// A chart asked for by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChartRequest {
    /// Its name, which is that of its files.
    pub name: String,
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

words! {
    /// A unit of length.
    Unit {
        Millimetres = "mm", "millimetres";
        Pixels = "px", "pixels, of which 96 are an inch";
    }
}
