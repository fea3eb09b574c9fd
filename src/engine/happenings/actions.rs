//! What happenings change.

use crate::{
    engine::run::Run,
    model::{Action, Days, Model},
};

impl Run<'_, '_> {
    /// Carries out what a happening changes.
    pub(super) fn act(&mut self, happening: usize, now: Days) {
        let plan = self.context.plan;
        for action in &plan.model.happenings[happening].actions {
            match action {
                Action::Threshold { class, signatures, binds } => {
                    self.book(now);
                    self.set_threshold(*class, *signatures, *binds, now);
                }
                Action::Patience { class, patience } => self.context.patience[*class] = patience.as_ref(),
                Action::Close(class) => self.close(*class, true),
                Action::Reopen(class) => self.close(*class, false),
                Action::ScaleArrivals { class, factor } => {
                    if let Some(happenings) = &mut self.happenings {
                        happenings.scales[*class] = *factor;
                    }
                }
                of_the_desk => self.desk.act(&mut self.context, of_the_desk, now),
            }
        }
    }

    fn close(&mut self, class: usize, closed: bool) {
        if let Some(happenings) = &mut self.happenings {
            happenings.closed[class] = closed;
        }
    }
}

/// How many layers beside the first the sources of each class need, so that arrivals can be scaled.
pub fn layers(model: &Model) -> Vec<u16> {
    let mut layers = vec![0; model.classes.len()];
    for action in model.happenings.iter().flat_map(|happening| &happening.actions) {
        if let Action::ScaleArrivals { class, factor } = *action {
            layers[class] = layers[class].max((factor.ceil() as u16).saturating_sub(1));
        }
    }
    layers
}
