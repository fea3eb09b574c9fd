//! What statistics are called.

use super::Locale;
use crate::model::metric::{Kind, Metric};

impl Locale {
    /// What a statistic of a metric is called, as it follows the name of the metric: "end.p95" is " at the end, 95% quantile over
    /// runs" of a level.
    pub fn statistic(self, metric: Option<Metric>, statistic: &str) -> String {
        let (within, quantile) = statistic.split_once('.').map_or((statistic, None), |(w, q)| (w, Some(q)));
        let is_time = metric.is_some_and(|metric| metric.info().kind == Kind::Time);
        let is_level = metric.is_some_and(|metric| matches!(metric.info().kind, Kind::Level | Kind::Ratio));
        let quantile_of = |quantile: &str, english: &str, french: &str| match self {
            Self::English => format!(", {} quantile over {english}", self.quantile(quantile)),
            Self::French => format!(", quantile à {} {french}", self.quantile(quantile)),
        };
        let within = match within {
            "end" if is_level => self.choose(" at the end", " à la fin").to_owned(),
            "end" => String::new(),
            "max" => self.choose(", highest of a run", ", maximum d’une simulation").to_owned(),
            "min" => self.choose(", lowest of a run", ", minimum d’une simulation").to_owned(),
            "mean" if is_time => self.choose(", mean over requests", ", moyenne sur les demandes").to_owned(),
            "mean" => self.choose(", mean over time", ", moyenne dans le temps").to_owned(),
            "naive_mean" => {
                self.choose(", mean over those answered", ", moyenne sur celles ayant reçu une réponse").to_owned()
            }
            quantile => quantile_of(quantile, "requests", "des demandes"),
        };
        within + &quantile.map_or_else(String::new, |quantile| quantile_of(quantile, "runs", "des simulations"))
    }

    /// "90%" of `p90`.
    pub fn quantile(self, written: &str) -> String {
        let digits = written.trim_start_matches(['p', '0']);
        digits.parse().map_or_else(|_| digits.to_owned(), |percent: f64| self.percent(percent / 100.0))
    }

    /// What a statistic written as `METRIC[place].STATISTIC` is called; as it is written where it names no metric.
    pub fn written_statistic(self, text: &str) -> String {
        let (measure, statistic) = match text.split_once(']') {
            Some((measure, statistic)) => (measure, statistic.trim_start_matches('.')),
            None => text.split_once('.').unwrap_or((text, "")),
        };
        let (name, place) = measure.split_once('[').unwrap_or((measure, ""));
        let Some(metric) = Metric::named(name) else { return text.to_owned() };
        let places = place.split(',').filter_map(|place| Some(place.split_once('=')?.1.trim()));
        let places: String = places.map(|place| format!(", {place}")).collect();
        format!("{}{places}{}", self.metric(metric), self.statistic(Some(metric), statistic))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_are_told_in_words() {
        let say = |text| Locale::English.written_statistic(text);
        assert_eq!(say("backlog.mean"), "requests awaiting an answer, mean over time");
        assert_eq!(
            say("backlog[class=petitions].end.p95"),
            "requests awaiting an answer, petitions at the end, 95% quantile over runs"
        );
        assert_eq!(say("response_time_days.p90"), "days from the threshold to the answer, 90% quantile over requests");
        assert_eq!(say("no metric.mean"), "no metric.mean");
        assert_eq!(
            Locale::French.written_statistic("backlog.max"),
            "demandes en attente de réponse, maximum d’une simulation"
        );
    }
}
