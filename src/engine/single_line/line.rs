//! Which models are nothing but one line.

use crate::model::{Answers, Class, Discipline, Distribution, Model, Route, Source, Staff, Stage, Target};

/// Above this many servers, a heap orders their services better than a list.
pub const MOST_SERVERS: u32 = 256;

/// What such a desk is made of.
pub struct Line<'m> {
    pub servers: usize,
    pub service: &'m Distribution,
}

impl<'m> Line<'m> {
    /// The line of a model that is nothing else.
    pub fn of(model: &'m Model) -> Option<Self> {
        let ([class], [stage], []) = (&model.classes[..], &model.stages[..], &model.happenings[..]) else {
            return None;
        };
        let Staff::Limited(steps) = &stage.staff else { return None };
        let servers = steps.at(0.0);
        let is_single = is_plain_class(class) && is_plain_stage(stage) && steps.changes().is_empty();
        (is_single && servers <= MOST_SERVERS)
            .then(|| Self { servers: servers as usize, service: stage.service_of(0, false) })
    }
}

/// Requests wait for their answer from their creation on, for as long as it takes, and nobody asks how.
fn is_plain_class(class: &Class) -> bool {
    let Class { self_excitation, follows, window, threshold, enters, terms, retention, sources, .. } = class;
    let is_plain_source =
        |source: &Source| source.potential.is_none() && source.growth.is_none() && source.hostile_share.is_none();
    let is_eligible_at_once = !threshold.is_ever_positive() && threshold.adaptive.is_none();
    let waits = terms.promise.is_none() && terms.patience.is_none() && terms.peers.is_none();
    let is_answered_once = *enters == Route::To(Target::Stage(0)) && terms.library_share == 0.0 && retention.is_none();
    let comes = self_excitation.is_none() && follows.is_none() && window.is_none();
    comes && is_eligible_at_once && waits && is_answered_once && sources.iter().all(is_plain_source)
}

/// Work goes on without a break at the same pace, in order of joining, and answers leave at once.
fn is_plain_stage(stage: &Stage) -> bool {
    let Stage { discipline, calendar, work_clock, queue_limit, answers, release, copies, initial_backlog, .. } = stage;
    let is_in_order = *discipline == Discipline::Fifo && *answers == Answers::Request && *copies == 1;
    let never_rests = calendar.is_none() && work_clock.is_none() && release.is_none();
    let begins_empty = initial_backlog.iter().all(|&count| count == 0);
    is_in_order && never_rests && begins_empty && queue_limit.is_none() && *stage.next_of(0) == Route::To(Target::End)
}
