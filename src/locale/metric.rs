//! What metrics are called.

use super::Locale;
use crate::model::metric::Metric;

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

impl Locale {
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
        }
        assert_eq!(FRENCH.len(), METRICS.len());
    }
}
