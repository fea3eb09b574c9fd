//! What metrics are called.

use super::Locale;
use crate::model::metric::{Kind, Metric};

/// French labels by the name of the metric; the English ones stand in the table of metrics.
const FRENCH: &[(&str, &str)] = &[
    ("created", "demandes créées"),
    ("eligible", "demandes au-dessus du seuil"),
    ("expired", "demandes expirées"),
    ("answered", "demandes ayant reçu une réponse"),
    ("responses", "traitements achevés"),
    ("gathering", "demandes en collecte de signatures"),
    ("threshold", "signatures requises"),
    ("backlog_from_creation", "stock compté dès la création"),
    ("backlog_in_window", "stock pendant la collecte"),
    ("backlog_after_window", "stock après la collecte"),
    ("backlog", "demandes en attente de réponse"),
    ("queued", "demandes dans la file"),
    ("in_service", "demandes en traitement"),
    ("unreleased", "réponses en attente de publication"),
    ("staff", "effectif"),
    ("utilisation", "taux d’occupation"),
    ("time_to_threshold_days", "jours de la création au seuil"),
    ("waiting_time_days", "jours dans la file"),
    ("response_time_days", "jours du seuil à la réponse"),
    ("refused", "demandes refusées"),
    ("abandoned", "demandes abandonnées"),
    ("peer_answered", "demandes avec réponse d’un pair"),
    ("oldest_wait_days", "jours d’attente de la plus ancienne"),
    ("clearing_time_days", "jours pour écouler le stock"),
    ("on_time_share", "part des promesses tenues"),
    ("coverage_requests", "part des demandes ayant reçu une réponse"),
    ("coverage_signatures", "part des signatures ayant reçu une réponse"),
    ("tone_balance", "balance des tons"),
    ("archive", "communications conservées"),
    ("dropped", "demandes écartées"),
];

/// What a sentence calls a metric, in the singular and without its unit, in English and in French.
const QUANTITIES: &[(&str, &str, &str)] = &[
    ("created", "the number of requests created", "le nombre de demandes créées"),
    ("eligible", "the number of requests over the threshold", "le nombre de demandes au-dessus du seuil"),
    ("expired", "the number of requests expired", "le nombre de demandes expirées"),
    ("answered", "the number of requests answered", "le nombre de demandes ayant reçu une réponse"),
    ("responses", "the number of services completed", "le nombre de traitements achevés"),
    ("gathering", "the number of requests gathering signatures", "le nombre de demandes en collecte"),
    ("threshold", "the threshold", "le seuil"),
    ("backlog_from_creation", "the backlog counted from creation", "le stock compté dès la création"),
    ("backlog_in_window", "the backlog within the window", "le stock pendant la collecte"),
    ("backlog_after_window", "the backlog after the window", "le stock après la collecte"),
    ("backlog", "the backlog", "le nombre de demandes en attente"),
    ("queued", "the queue", "la file"),
    ("in_service", "the number of requests in service", "le nombre de demandes en traitement"),
    ("unreleased", "the number of answers awaiting release", "le nombre de réponses en attente de publication"),
    ("staff", "the staff", "l’effectif"),
    ("utilisation", "utilisation", "le taux d’occupation"),
    ("time_to_threshold_days", "the time to the threshold", "le délai jusqu’au seuil"),
    ("waiting_time_days", "the time in the queue", "le temps dans la file"),
    ("response_time_days", "the time to an answer", "le délai de réponse"),
    ("refused", "the number of requests refused", "le nombre de demandes refusées"),
    ("abandoned", "the number of requests abandoned", "le nombre de demandes abandonnées"),
    ("peer_answered", "the number of answers by peers", "le nombre de réponses de pairs"),
    ("oldest_wait_days", "the wait of the oldest request", "l’attente de la plus ancienne demande"),
    ("clearing_time_days", "the time to clear the backlog", "le temps pour écouler le stock"),
    ("on_time_share", "the share of promises kept", "la part des promesses tenues"),
    ("coverage_requests", "the share of requests answered", "la part des demandes ayant reçu une réponse"),
    ("coverage_signatures", "the share of signatures answered", "la part des signatures ayant reçu une réponse"),
    ("tone_balance", "the tone balance", "la balance des tons"),
    ("archive", "the archive", "l’archive"),
    ("dropped", "the number of requests dropped", "le nombre de demandes écartées"),
];

impl Locale {
    /// What a sentence calls a metric, in the singular and without its unit: "the backlog".
    pub fn quantity(self, metric: Metric) -> &'static str {
        let info = metric.info();
        let words = QUANTITIES.iter().find(|(name, ..)| *name == info.name);
        words.map_or(info.label, |(_, english, french)| self.choose(english, french))
    }

    /// What follows a value of a metric in a sentence, where its name does not say what is counted: "signatures", "days".
    pub fn unit(self, metric: Metric) -> &'static str {
        match metric {
            Metric::Threshold => "signatures",
            Metric::Archive => "communications",
            Metric::OldestWait | Metric::ClearingTime => self.choose("days", "jours"),
            _ if metric.info().kind == Kind::Time => self.choose("days", "jours"),
            _ => "",
        }
    }

    /// What a metric is called, with its unit.
    pub fn metric(self, metric: Metric) -> &'static str {
        let info = metric.info();
        let french = FRENCH.iter().find(|(name, _)| *name == info.name);
        self.choose(info.label, french.map_or(info.label, |(_, label)| label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metric::METRICS;

    #[test]
    fn every_metric_has_a_name_in_every_language() {
        for info in METRICS {
            assert!(FRENCH.iter().any(|(name, _)| *name == info.name), "{}", info.name);
            assert!(QUANTITIES.iter().any(|(name, ..)| *name == info.name), "{}", info.name);
        }
        assert_eq!((FRENCH.len(), QUANTITIES.len()), (METRICS.len(), METRICS.len()));
    }
}
