//! A queue that is one line tells by itself who has waited longest there; where requests of several classes may stand in
//! it, each class has a line of its own beside it. Both must tell the same.

use saule::engine::Cell;
use saule::model::metric::Metric;

use super::replications;

/// A class that nobody belongs to.
const NOBODY: &str =
    r#"requests.nobody={ enters = "sorting", arrivals = { never = { poisson = { rate = "0 per day" } } } }"#;

#[test]
fn a_class_without_requests_changes_nothing_of_another() {
    for discipline in ["fifo", "lifo"] {
        let set = ["sorting", "drafting", "review"].map(|stage| format!("stages.{stage}.discipline={discipline}"));
        let set = set.each_ref().map(String::as_str);
        let (alone, one) = replications("lines.toml", &set, 3);
        let (both, two) = replications("lines.toml", &[&set[..], &[NOBODY]].concat(), 3);
        let index = |cell: &Cell| both.series_index(cell.metric, cell.class, cell.stage).unwrap();
        let points = alone.grid.len();
        let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<u64>>();
        for (one, two) in one.iter().zip(&two) {
            for (series, cell) in alone.series.iter().enumerate() {
                let of = |values: &[f64], series: usize| bits(&values[series * points..(series + 1) * points]);
                assert_eq!(of(&one.series, series), of(&two.series, index(cell)), "{discipline}, {cell:?}");
            }
            for (&(series, statistic), &value) in alone.scalars.iter().zip(&one.scalars) {
                let there = (index(&alone.series[series]), statistic);
                let there = both.scalars.iter().position(|scalar| *scalar == there).unwrap();
                assert_eq!(value.to_bits(), two.scalars[there].to_bits(), "{discipline}, {:?}", alone.series[series]);
            }
        }
        let abandoned = alone.series_index(Metric::Abandoned, None, None).unwrap();
        assert!(one[0].series[(abandoned + 1) * points - 1] > 50.0, "some leave from within the lines");
    }
}
