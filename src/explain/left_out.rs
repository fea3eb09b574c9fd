//! What of a model the explanation leaves out: named, so that nobody takes it for accounted for.

use super::held::source_potentials;
use crate::model::{Answers, Arrivals, BurstStart, Class, Days, Model, OpenHours, Staff, Stage, WhenStaffLeave};

/// What is left out of the fluid balance and the shares of a model, each in a sentence.
pub fn left_out(model: &Model) -> Vec<String> {
    let classes = model.classes.iter().flat_map(of_class);
    let stages = model.stages.iter().flat_map(|stage| of_stage(stage, model));
    classes.chain(stages).collect()
}

fn of_class(class: &Class) -> Vec<String> {
    let name = &class.name;
    let mut left_out = Vec::new();
    let mut say = |applies: bool, what: String| {
        if applies {
            left_out.push(what);
        }
    };
    let peers = class.terms.peers.as_ref().filter(|peers| peers.share > 0.0);
    say(
        peers.is_some(),
        format!("{name}: answers from other users ({}% of requests get one); they relieve the desk", {
            (100.0 * peers.map_or(0.0, |peers| peers.share)).round()
        }),
    );
    say(class.threshold.adaptive.is_some(), format!("{name}: the adaptive threshold is kept where it starts"));
    say(
        class.threshold.rebinds() && class.threshold.adaptive.is_none(),
        format!("{name}: where a change binds open requests, the chance between two levels of one request is left out"),
    );
    say(
        class.follows.is_some() && !class.threshold.changes.is_empty(),
        format!("{name}: a request is held to the level of the moment, not to that of its coming here"),
    );
    let correlated = class.sources.iter().filter_map(source_potentials).any(|source| source.leaves_correlation_out());
    say(correlated, format!("{name}: the correlation of waves with the potential"));
    let random = class
        .sources
        .iter()
        .any(|source| matches!(source.arrivals, Arrivals::Burst { start: BurstStart::Random(_), .. }));
    say(
        random || class.self_excitation.is_some(),
        format!("{name}: arrivals come in clusters; means are right, but chance makes longer queues than usual"),
    );
    left_out
}

fn of_stage(stage: &Stage, model: &Model) -> Vec<String> {
    let name = &stage.name;
    let mut left_out = Vec::new();
    if let Some(release) = &stage.release {
        let delay = mean_delay(release, model.time.horizon);
        left_out.push(format!("{name}: finished answers wait {delay:.1} days on average for a release day"));
    }
    if stage.copies > 1 {
        left_out.push(format!("{name}: its {} copies are taken as one desk in the balance", stage.copies));
    }
    if stage.answers == Answers::Topic {
        left_out.push(format!("{name}: how large topics grow; the backlog is told in answers, not in requests"));
    }
    let falls = |staff: &Staff| match staff {
        Staff::Limited(steps) => {
            let mut levels: Vec<u32> = vec![steps.at(0.0)];
            levels.extend(steps.changes().iter().filter(|change| change.0 > 0.0).map(|change| change.1));
            levels.windows(2).any(|pair| pair[1] < pair[0])
        }
        Staff::Unlimited => false,
    };
    if stage.when_staff_leave == WhenStaffLeave::Finish && falls(&stage.staff) {
        left_out.push(format!("{name}: who leaves finishes the work in hand; the balance stops it at once"));
    }
    left_out
}

/// Mean time from a moment until the desk publishes.
fn mean_delay(release: &OpenHours, horizon: Days) -> Days {
    const MOMENTS: u32 = 1_000;
    let moment = |index: u32| horizon * (f64::from(index) + 0.5) / f64::from(MOMENTS);
    let delays = (0..MOMENTS).map(|index| release.next_open(moment(index)) - moment(index));
    let (sum, count) =
        delays.filter(|delay| delay.is_finite()).fold((0.0, 0.0), |(sum, count), delay| (sum + delay, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}
