//! Statistics as sentences say them.

use super::Voice;
use crate::model::metric::{Kind, Metric};

/// A statistic behind what it is of: " at the end", " on average over time".
pub fn said(metric: Option<Metric>, statistic: &str, voice: Voice) -> String {
    let (within, quantile) = statistic.split_once('.').map_or((statistic, None), |(w, q)| (w, Some(q)));
    let kind = metric.map(|metric| metric.info().kind);
    let within = match within {
        "end" if matches!(kind, Some(Kind::Level | Kind::Ratio)) => voice.choose(" at the end", " à la fin").to_owned(),
        "" | "end" => String::new(),
        "max" => voice.choose(" at its highest", " au plus haut").to_owned(),
        "min" => voice.choose(" at its lowest", " au plus bas").to_owned(),
        "mean" if kind == Some(Kind::Time) => voice.choose(" on average", " en moyenne").to_owned(),
        "mean" => voice.choose(" on average over time", " en moyenne dans le temps").to_owned(),
        "naive_mean" => voice.choose(" of those answered", " de celles ayant une réponse").to_owned(),
        quantile => {
            let percent = voice.quantile(quantile);
            voice.pick(format!(" ({percent} quantile over requests)"), format!(" (quantile à {percent} des demandes)"))
        }
    };
    let over = quantile.map(|quantile| {
        let percent = voice.quantile(quantile);
        voice.pick(format!(" ({percent} quantile over runs)"), format!(" (quantile à {percent} des simulations)"))
    });
    within + &over.unwrap_or_default()
}

/// A measure as it is written, `queued[stage=desk].max`, in words: "the queue (desk) at its highest". One of another
/// form stays as it is.
pub fn measure(written: &str, voice: Voice) -> String {
    let (head, statistic) = match written.find(']') {
        Some(end) => written.split_at(end + 1),
        None => written.split_at(written.find('.').unwrap_or(written.len())),
    };
    let (name, places) = head.split_once('[').unwrap_or((head, ""));
    let Some(metric) = Metric::named(name) else { return written.to_owned() };
    let places = places.trim_end_matches(']').split(',').filter_map(|place| Some(place.split_once('=')?.1.trim()));
    let places: Vec<&str> = places.collect();
    let place = if places.is_empty() { String::new() } else { format!(" ({})", places.join(", ")) };
    format!("{}{place}{}", voice.quantity(metric), said(Some(metric), statistic.trim_start_matches('.'), voice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_told_in_words() {
        for (written, told) in [
            ("backlog.end", "the backlog at the end"),
            ("queued[stage=desk].max", "the queue (desk) at its highest"),
            ("backlog[class=a, stage=b].mean.p95", "the backlog (a, b) on average over time (95% quantile over runs)"),
            ("response_time_days.p90", "the time to an answer (90% quantile over requests)"),
            ("answered.end", "the number of requests answered"),
            ("event[event=over].share", "event[event=over].share"),
        ] {
            assert_eq!(measure(written, Voice::default()), told);
        }
    }
}
