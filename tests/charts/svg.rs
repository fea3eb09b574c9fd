//! Reading charts: their groups, strokes, and the boxes of their texts as the PNG renderer sets them.

use std::sync::{Arc, LazyLock};

use resvg::usvg::{self, fontdb};
use roxmltree::{Document, Node};

/// Units of the drawing surface per pixel.
pub const FINENESS: f64 = 8.0;

pub type Point = (f64, f64);

/// A text as it is set: its class, words, and box in pixels.
#[derive(Debug, Clone)]
pub struct Text {
    pub class: String,
    pub words: String,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    /// Height of the em, in pixels.
    pub em: f64,
    anchor: String,
}

impl Text {
    /// The box in a font that is wider by a share: text grows away from its anchor.
    pub fn wider(self, share: f64) -> Text {
        let more = (self.right - self.left) * share;
        let (to_the_left, to_the_right) = match self.anchor.as_str() {
            "start" => (0.0, more),
            "end" => (more, 0.0),
            _ => (more / 2.0, more / 2.0),
        };
        Text { left: self.left - to_the_left, right: self.right + to_the_right, ..self }
    }
}

/// A group of strokes.
pub struct Group {
    pub class: String,
    pub series: String,
    pub columns: String,
    pub stroke: String,
    pub fill: String,
    /// Points of each stroke, in pixels.
    pub strokes: Vec<Vec<Point>>,
    /// Left, upper, right and lower edges of rectangles and dots.
    pub blocks: Vec<[f64; 4]>,
    /// The same of the plot, where the group is an axis that says it.
    pub plot: Option<[f64; 4]>,
    /// Texts in the group.
    pub words: Vec<String>,
}

/// Width and height of the page in pixels, whatever size it is shown in.
pub fn size(svg: &str) -> (f64, f64) {
    let document = Document::parse(svg).unwrap();
    let corners: Vec<f64> =
        document.root_element().attribute("viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
    (corners[2] / FINENESS, corners[3] / FINENESS)
}

/// All groups, in the order of drawing.
pub fn groups(svg: &str) -> Vec<Group> {
    let document = Document::parse(svg).unwrap();
    document.root_element().children().filter(|node| node.has_tag_name("g")).map(group).collect()
}

fn group(node: Node) -> Group {
    let of = |node: Node, name: &str| node.attribute(name).unwrap_or_default().to_owned();
    let shapes = || node.children().filter(|child| child.attribute("points").is_some());
    let words = node.children().filter(|child| child.has_tag_name("text"));
    Group {
        class: of(node, "class"),
        series: of(node, "data-series"),
        columns: of(node, "data-columns"),
        stroke: shapes().next().map(|shape| of(shape, "stroke")).unwrap_or_default(),
        fill: shapes().next().map(|shape| of(shape, "fill")).unwrap_or_default(),
        strokes: shapes().map(|shape| points(shape.attribute("points").unwrap())).collect(),
        blocks: node.children().filter_map(block).collect(),
        plot: node.attribute("data-plot").map(|plot| {
            let edges: Vec<f64> = plot.split(' ').map(|edge| edge.parse::<f64>().unwrap() / FINENESS).collect();
            edges.try_into().unwrap()
        }),
        words: words.map(|text| text.text().unwrap().trim().to_owned()).collect(),
    }
}

fn block(shape: Node) -> Option<[f64; 4]> {
    let length = |name: &str| shape.attribute(name).map(|length| length.parse::<f64>().unwrap() / FINENESS);
    match shape.tag_name().name() {
        "rect" => {
            let (x, y) = (length("x")?, length("y")?);
            Some([x, y, x + length("width")?, y + length("height")?])
        }
        "circle" => {
            let (x, y, radius) = (length("cx")?, length("cy")?, length("r")?);
            Some([x - radius, y - radius, x + radius, y + radius])
        }
        _ => None,
    }
}

fn points(text: &str) -> Vec<Point> {
    let number = |text: &str| text.parse::<f64>().unwrap() / FINENESS;
    let point = |pair: &str| pair.split_once(',').map(|(x, y)| (number(x), number(y))).unwrap();
    text.split_whitespace().map(point).collect()
}

/// All texts, with the boxes of their lines (ascender to descender) in the embedded fonts.
pub fn texts(svg: &str) -> Vec<Text> {
    let document = Document::parse(svg).unwrap();
    let named: Vec<([String; 3], f64)> = document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .map(|node| {
            let class = node.parent_element().and_then(|group| group.attribute("class")).unwrap_or_default();
            let anchor = node.attribute("text-anchor").unwrap_or("start");
            let em: f64 = node.attribute("font-size").unwrap().parse().unwrap();
            ([class, node.text().unwrap_or_default().trim(), anchor].map(str::to_owned), em / FINENESS)
        })
        .collect();
    let mut boxes = Vec::new();
    let tree = tree(svg);
    collect(tree.root(), &mut boxes);
    assert_eq!(named.len(), boxes.len(), "every text is set");
    // From the size that the document is shown in to pixels of the page.
    let scale = size(svg).0 / f64::from(tree.size().width());
    let text = |(([class, words, anchor], em), set): (([String; 3], f64), usvg::Rect)| Text {
        class,
        words,
        left: f64::from(set.left()) * scale,
        top: f64::from(set.top()) * scale,
        right: f64::from(set.right()) * scale,
        bottom: f64::from(set.bottom()) * scale,
        em,
        anchor,
    };
    named.into_iter().zip(boxes).map(text).collect()
}

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(include_bytes!("../../assets/fonts/Roboto-Regular.ttf").to_vec());
    fonts.load_font_data(include_bytes!("../../assets/fonts/Roboto-Bold.ttf").to_vec());
    Arc::new(fonts)
});

fn tree(svg: &str) -> usvg::Tree {
    let options = usvg::Options { fontdb: FONTS.clone(), ..usvg::Options::default() };
    usvg::Tree::from_str(svg, &options).unwrap()
}

fn collect(group: &usvg::Group, boxes: &mut Vec<usvg::Rect>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => collect(group, boxes),
            usvg::Node::Text(text) => boxes.push(text.abs_bounding_box()),
            _ => {}
        }
    }
}
