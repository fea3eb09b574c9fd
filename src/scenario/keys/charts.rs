//! Keys of charts.

use super::*;
use crate::model::chart::{Appearance, By, ChartKind, Palette, Scale, TimeLabels};

pub static CHARTS: NamesDef = NamesDef {
    what: "chart",
    plural: "charts",
    shape: Shape::Table(&CHART),
    free: false,
    fixed: false,
    beside: Some(&DEFAULTS),
};

/// The words of one of the enums of [`crate::model::chart`].
macro_rules! words_of {
    ($name:ident) => {{
        static WORDS: [Word; $name::ALL.len()] = {
            let mut words = [word("", ""); $name::ALL.len()];
            let mut index = 0;
            while index < words.len() {
                words[index] = word($name::ALL[index].word(), $name::ALL[index].meaning());
                index += 1;
            }
            words
        };
        Shape::Word(&WORDS)
    }};
}

static NAMES_OF_VARIANTS: Shape = Shape::Name("variant");
static NAMES_OF_HISTORIES: Shape = Shape::Name("history");
static PERCENTAGE: Shape = Shape::Integer(Range::between(50.0, 90.0));
static NOTHING: [Word; 1] = [word("none", "no bands, lines alone")];
static BANDS: [Shape; 3] =
    [Shape::Integer(Range::between(50.0, 90.0)), Shape::List(&PERCENTAGE), Shape::Word(&NOTHING)];
static HISTORIES: [Shape; 2] = [Shape::Boolean, Shape::List(&NAMES_OF_HISTORIES)];

static ANNOTATION: Shape = Shape::Table(&TableDef::plain(
    "an annotation",
    &[
        key("at", Shape::Moment, "When it happened.", "at = 2012-11-07").required(),
        key("text", Shape::Text, "A few words that stand beside a line there.", r#"text = "election""#).required(),
    ],
));

const VARIANTS: Key = key(
    "variants",
    Shape::List(&NAMES_OF_VARIANTS),
    "The variants that are shown. Defaults to all.",
    r#"variants = ["keep 5,000"]"#,
);
const BAND: Key = key(
    "band",
    Shape::AnyOf(&BANDS),
    "Percentages of the runs that bands hold: 50, 80 or 90, several of them, or `none`. Defaults to what the kind has \
     room for.",
    "band = [50, 90]",
);
const SCALE: Key = key("scale", words_of!(Scale), "How values are spread along their axis.", r#"scale = "log""#)
    .default(r#""linear""#);
const OBSERVED: Key = key(
    "observed",
    Shape::AnyOf(&HISTORIES),
    "Which recorded histories of the metric are drawn over the bands: all, none, or some by name.",
    "observed = false",
)
.default("true");
const CAPTION: Key = key(
    "caption",
    Shape::Text,
    "A note of the author, above the usual ones.",
    r#"caption = "The desk closes for the elections.""#,
);
const ANNOTATIONS: Key = key(
    "annotations",
    Shape::List(&ANNOTATION),
    "Moments that are marked with words, in charts over time.",
    r#"annotations = [{ at = 2012-11-07, text = "election" }]"#,
);
const TIME: Key = key("time", words_of!(TimeLabels), "What time axes count.", r#"time = "days""#).default(r#""dates""#);
const SIZE: Key = key(
    "size",
    Shape::Size,
    "Width, and height if that is fixed: in millimetres of paper, where type keeps its size in print, or in pixels of \
     a screen. Without a height, a chart is as high as its content asks for. Defaults to 960 pixels wide.",
    r#"size = "160 x 100 mm""#,
);
const DPI: Key = key(
    "dpi",
    Shape::Number(Range::between(36.0, 1200.0)),
    "Dots of a PNG per inch; a pixel of a size in pixels is 1/96 inch. Defaults to 300 for sizes in millimetres, 96 for \
     sizes in pixels, 192 without a size.",
    "dpi = 300",
);
const PALETTE: Key = key(
    "palette",
    words_of!(Palette),
    "The colours. All survive colour-blindness and grey print.",
    r#"palette = "grey""#,
)
.default(r#""willow""#);
const THEME: Key = key("theme", words_of!(Appearance), "The ground.", r#"theme = "dark""#).default(r#""light""#);

/// What both the defaults and a chart may say, in the order of the documentation.
const SHARED: [Key; 11] = [VARIANTS, BAND, SCALE, OBSERVED, CAPTION, ANNOTATIONS, TIME, SIZE, DPI, PALETTE, THEME];

/// Keys of one table, with the shared ones behind its own.
const fn with_shared<const OWN: usize, const ALL: usize>(own: [Key; OWN]) -> [Key; ALL] {
    assert!(ALL == OWN + SHARED.len());
    let mut keys = [THEME; ALL];
    let mut index = 0;
    while index < ALL {
        keys[index] = if index < OWN { own[index] } else { SHARED[index - OWN] };
        index += 1;
    }
    keys
}

static DEFAULTS: TableDef = TableDef::plain("the defaults of all charts", &DEFAULT_KEYS);

static DEFAULT_KEYS: [Key; 12] = with_shared([key(
    "usual",
    Shape::Boolean,
    "Whether the usual charts are drawn beside those with a name.",
    "usual = false",
)
.default("true")]);

static CHART: TableDef = TableDef::plain("a chart", &CHART_KEYS);

static CHART_KEYS: [Key; 17] = with_shared([
    key("kind", words_of!(ChartKind), "What is drawn.", r#"kind = "fan""#).required(),
    key("metric", Shape::Metric, "The metric that is shown.", r#"metric = "queued""#).default(r#""backlog""#),
    key("class", Shape::Name("class"), "The class that is shown. Defaults to all.", r#"class = "petitions""#),
    key("stage", Shape::Name("stage"), "The stage that is shown. Defaults to all.", r#"stage = "drafting""#),
    key("by", words_of!(By), "What stands side by side.", r#"by = "class""#).default(r#""variant""#),
    key("title", Shape::Text, "The title, in place of the usual one.", r#"title = "Half would wait a year""#),
]);
