//! One chart as it was asked for: what its builder needs to know beside the results.

use crate::charts::words::Voice;
use crate::locale::Locale;
use crate::model::chart::{ChartKind, ChartOptions, TimeLabels};
use crate::model::metric::Metric;

/// Name of a total over classes or stages.
pub const ALL: &str = "all";

/// A chart that is asked for, by the author of the scenario, on the command line, or because it is a usual one.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// What is drawn.
    pub kind: ChartKind,
    /// The name of its files, where it was asked for by name.
    pub name: Option<String>,
    /// How it is drawn.
    pub options: ChartOptions,
    /// How it speaks.
    pub voice: Voice,
}

impl Ask {
    /// The same of a metric at a place.
    pub fn of(&self, metric: &str, class: &str, stage: &str) -> Ask {
        let place = |name: &str| (name != ALL).then(|| name.to_owned());
        let (class, stage) = (place(class), place(stage));
        let options = ChartOptions { metric: Some(metric.to_owned()), class, stage, ..self.options.clone() };
        Ask { options, ..self.clone() }
    }

    /// The same with the variants apart, whatever was to stand side by side.
    pub fn by_variant(&self) -> Ask {
        Ask { options: ChartOptions { by: None, ..self.options.clone() }, ..self.clone() }
    }

    /// The same of a metric, over all stages.
    pub fn of_place(&self, metric: &str) -> Ask {
        self.of(metric, self.class(), ALL)
    }

    /// A chart with these options, defaults included.
    pub fn new(kind: ChartKind, name: Option<String>, options: ChartOptions, locale: Locale) -> Ask {
        let voice = Voice { locale, time: options.time.unwrap_or(TimeLabels::Dates) };
        Ask { kind, name, options, voice }
    }

    /// Name of the metric that is shown: the backlog, unless another is asked for.
    pub fn metric(&self) -> &str {
        self.options.metric.as_deref().unwrap_or(Metric::Backlog.info().name)
    }

    /// Name of the class that is shown, or `all`.
    pub fn class(&self) -> &str {
        self.options.class.as_deref().unwrap_or(ALL)
    }

    /// Name of the stage that is shown, or `all`.
    pub fn stage(&self) -> &str {
        self.options.stage.as_deref().unwrap_or(ALL)
    }

    /// Percentages of the runs that bands hold, where the author says which.
    pub fn bands(&self, usual: &[u32]) -> Vec<u32> {
        self.options.band.clone().unwrap_or_else(|| usual.to_vec())
    }

    /// True if a variant is shown.
    pub fn shows(&self, variant: &str) -> bool {
        self.options.variants.as_ref().is_none_or(|shown| shown.iter().any(|name| name == variant))
    }

    /// True if a recorded history is drawn.
    pub fn shows_history(&self, name: &str) -> bool {
        self.options.observed.as_ref().is_none_or(|shown| shown.iter().any(|history| history == name))
    }
}
