//! The charts: those that compare variants first, those of a single variant folded away.

use super::document::{Block, Section};
use crate::{charts::Chart, locale::Locale};

/// The charts, as places in their list, those that are details folded away; none if there is none.
pub fn section(charts: &[Chart], is_detail: impl Fn(&Chart) -> bool + Copy, locale: Locale) -> Option<Section> {
    let places = |wanted: bool| {
        let chosen = charts.iter().enumerate().filter(move |(_, chart)| is_detail(chart) == wanted);
        chosen.map(|(index, _)| Block::Chart(index))
    };
    let mut blocks: Vec<Block> = places(false).collect();
    let details: Vec<Block> = places(true).collect();
    if !details.is_empty() {
        let count = locale.whole(details.len() as u64);
        let title = match locale {
            Locale::English => format!("Further charts, variant by variant ({count})"),
            Locale::French => format!("Autres graphiques, variante par variante ({count})"),
        };
        blocks.push(Block::Folded(title, details));
    }
    let title = locale.choose("Charts", "Graphiques");
    (!blocks.is_empty()).then_some(Section { id: "charts", title, blocks })
}

/// What a chart is called: the title of its document.
pub(super) fn title(chart: &Chart) -> String {
    text_of(&chart.svg, "<title", "</title>")
}

/// What a chart says in a sentence: its subtitle.
pub(super) fn finding(chart: &Chart) -> String {
    text_of(&chart.svg, "<g class=\"subtitle\"", "</g>")
}

/// The text between the end of a tag and another one, without tags and in one line; empty where there is none.
fn text_of(svg: &str, from: &str, to: &str) -> String {
    let inner = svg.split_once(from).and_then(|(_, rest)| rest.split_once('>')?.1.split_once(to));
    let mut text = String::new();
    for piece in inner.map_or("", |(inner, _)| inner).split('<') {
        text += piece.split_once('>').map_or(piece, |(_, after)| after);
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_say_what_they_are() {
        let svg = "<svg><title id=\"a\">A &lt; B</title><g class=\"subtitle\">\n<text x=\"1\">One</text>\n<text>two &amp;amp;.\
                   </text>\n</g></svg>";
        let chart = Chart { name: "a".into(), svg: svg.into(), dpi: 96.0 };
        assert_eq!((title(&chart).as_str(), finding(&chart).as_str()), ("A < B", "One two &amp;."));
        let bare = Chart { name: "a".into(), svg: "<svg/>".into(), dpi: 96.0 };
        assert_eq!(title(&bare) + &finding(&bare), "");
    }
}
