//! What is due at the same moment in every replication.

use crate::{
    engine::clearing::Counting,
    model::{Action, Binds, Days, Model, Ramp, Staff, Trigger},
};

/// Something that is due at a moment known beforehand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Due {
    /// A class's threshold changes.
    Threshold { class: usize, signatures: u32, binds: Binds },
    /// A class's threshold begins to move along a ramp.
    Ramp { class: usize, ramp: Ramp, binds: Binds },
    /// A stage's staff changes.
    Staff { stage: usize, staff: u32 },
    /// A stage's own productivity has a new entry.
    Productivity { stage: usize },
    /// The date of a happening.
    Happening(usize),
    /// The warm-up is over.
    Measure,
    /// Answers are counted, for clearing times.
    Count,
    /// Grid point number so-and-so is recorded, after everything else that happens at its moment.
    Observe(usize),
    /// The horizon: from now on only response times are followed up.
    Close,
    /// The end of the follow-up.
    End,
}

impl Due {
    /// True of what comes after everything else that happens at its moment.
    pub fn comes_last(self) -> bool {
        self.rank() > 0
    }

    /// The last moment at which what happens comes before this, which is due at a moment.
    pub fn comes_after(self, at: Days) -> Days {
        if self.comes_last() { at } else { at.next_down() }
    }

    /// Up to when what happens is booked before this is carried out: what happens as measuring begins is measured.
    pub fn booked_until(self, at: Days) -> Days {
        if self == Due::Measure { at.next_down() } else { at }
    }

    fn rank(self) -> u8 {
        match self {
            Due::Threshold { .. } | Due::Ramp { .. } | Due::Staff { .. } | Due::Productivity { .. } => 0,
            Due::Happening(_) | Due::Measure => 0,
            Due::Count | Due::Observe(_) => 1,
            Due::Close => 2,
            Due::End => 3,
        }
    }
}

/// All that is due in a model, in order of time: at the points of the grid, and where answers are counted beside them.
pub fn agenda(model: &Model, grid: &[Days], counting: &Counting) -> Vec<(Days, Due)> {
    let mut agenda = vec![(model.time.warm_up, Due::Measure)];
    for (class, policy) in model.classes.iter().map(|class| &class.threshold).enumerate() {
        for (index, change) in policy.changes.iter().enumerate() {
            match policy.ramp(index) {
                Some(ramp) if ramp.until > 0.0 => {
                    agenda.push((change.at.max(0.0), Due::Ramp { class, ramp, binds: change.binds }));
                }
                None if change.at > 0.0 => {
                    let (signatures, binds) = (change.signatures, change.binds);
                    agenda.push((change.at, Due::Threshold { class, signatures, binds }));
                }
                _ => (),
            }
        }
    }
    for (stage, staff) in model.stages.iter().map(|stage| &stage.staff).enumerate() {
        if let Staff::Limited(steps) = staff {
            agenda.extend(
                steps
                    .changes()
                    .iter()
                    .filter(|step| step.0 > 0.0)
                    .map(|&(at, staff)| (at, Due::Staff { stage, staff })),
            );
        }
    }
    agenda.extend(productivity(model));
    agenda.extend(model.happenings.iter().enumerate().filter_map(|(index, happening)| match happening.trigger {
        Trigger::At(at) => Some((at.max(0.0), Due::Happening(index))),
        Trigger::When { .. } => None,
    }));
    agenda.retain(|(at, _)| *at <= model.time.end());
    agenda.extend(counting.extra.iter().map(|&at| (at, Due::Count)));
    agenda.extend(grid.iter().enumerate().map(|(point, &at)| (at, Due::Observe(point))));
    agenda.push((model.time.horizon, Due::Close));
    agenda.extend((model.time.follow_up > 0.0).then(|| (model.time.end(), Due::End)));
    // The sort is stable: at equal moments policies come first, then observations, and the end last.
    agenda.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.rank().cmp(&b.1.rank())));
    agenda
}

/// Where the productivity of a stage that happenings set has entries of its own.
fn productivity(model: &Model) -> Vec<(Days, Due)> {
    let sets =
        |stage: usize| move |action: &Action| matches!(action, Action::Productivity { stage: s, .. } if *s == stage);
    let mut entries = Vec::new();
    for (stage, of_stage) in model.stages.iter().enumerate() {
        let is_set = model.happenings.iter().flat_map(|happening| &happening.actions).any(sets(stage));
        if let (true, Some(clock)) = (is_set, &of_stage.work_clock) {
            entries.extend(clock.entries().iter().filter(|at| **at > 0.0).map(|&at| (at, Due::Productivity { stage })));
        }
    }
    entries
}
