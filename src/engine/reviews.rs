//! Reviews of an adaptive threshold: a clock, and what it looks at.

use std::collections::VecDeque;

use super::{
    clearing::LOOK_BACK,
    events::{Event, EventList},
    monitor::Monitor,
    plan::Plan,
};
use crate::model::{Adaptive, Binds, Signal, metric::Metric};

/// The reviews of one class.
pub struct Reviews {
    rule: Adaptive,
    class: u16,
    /// Series of the class's backlog and answers.
    backlog: usize,
    answered: usize,
    /// Answers before the span of each review to come whose span has begun.
    before: VecDeque<i64>,
}

impl Reviews {
    /// The reviews of a class with an adaptive threshold; the first is scheduled.
    pub fn new(plan: &Plan, class: usize, events: &mut EventList) -> Option<Self> {
        let rule = plan.model.classes[class].threshold.adaptive?;
        let backlog = plan.layout.series_index(Metric::Backlog, Some(class), None)?;
        let answered = plan.layout.series_index(Metric::Answered, Some(class), None)?;
        let reviews = Self { rule, class: class as u16, backlog, answered, before: VecDeque::new() };
        reviews.schedule(1, events);
        if rule.signal == Signal::ClearingTime {
            let within = libm::floor(LOOK_BACK / rule.every) as u32;
            reviews.schedule_span(within.saturating_add(1), events);
        }
        Some(reviews)
    }

    /// The level after review `number`; the next review is scheduled.
    pub fn review(&mut self, number: u32, level: u32, monitor: &Monitor, events: &mut EventList) -> u32 {
        let backlog = monitor.value(self.backlog) as f64;
        let value = match self.rule.signal {
            Signal::Backlog => backlog,
            Signal::ClearingTime => {
                let now = self.rule.every * f64::from(number);
                let has_span = f64::from(number) > libm::floor(LOOK_BACK / self.rule.every);
                let before = if has_span { self.before.pop_front().unwrap_or(0) } else { 0 };
                let answers = (monitor.value(self.answered) - before) as f64;
                // Nothing to clear takes no time, whoever answers.
                if backlog == 0.0 { 0.0 } else { backlog / (answers / now.min(LOOK_BACK)) }
            }
        };
        self.schedule(number.saturating_add(1), events);
        self.rule.review(level, value)
    }

    /// Notes the answers before the span of review `number`; the beginning of the next span is scheduled.
    pub fn begin_span(&mut self, number: u32, monitor: &Monitor, events: &mut EventList) {
        self.before.push_back(monitor.value(self.answered));
        self.schedule_span(number.saturating_add(1), events);
    }

    /// Whom a move of the level binds.
    pub fn binds(&self) -> Binds {
        self.rule.binds
    }

    /// Schedules the beginning of the span of a review that is later than the first span is long.
    fn schedule_span(&self, number: u32, events: &mut EventList) {
        let at = self.rule.every * f64::from(number) - LOOK_BACK;
        events.schedule(at, Event::ReviewSpan { class: self.class, number });
    }

    fn schedule(&self, number: u32, events: &mut EventList) {
        let at = self.rule.every * f64::from(number);
        events.schedule(at, Event::Review { class: self.class, number });
    }
}
