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
