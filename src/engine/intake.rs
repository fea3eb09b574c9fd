//! What is there before the desk: sources of requests, and the requests that gather signatures.

use super::{
    arrivals::Name,
    context::Context,
    gathering::{Candidate, Gathering},
    happenings::layers,
    monitor::Monitor,
    plan::Plan,
    sampling::{Sampler, SignatureSample},
    sources::{Single, SourceState},
    stream::Key,
    windows::Windows,
};
use crate::model::{Class, Days, metric::Metric};

/// Requests that are counted are drawn for so many of the moments at which something is due, together.
const STRETCH: usize = 32;

/// But not beyond the next one while so many gather that may cross: each of them takes memory until it does.
const MANY: usize = 1_024;

/// The sources of all classes and those who gather, in one replication.
///
/// Requests that are counted are drawn ahead of the main loop, and those of them that will cross are put on an event list.
pub struct Intake<'p, 'm> {
    plan: &'p Plan<'m>,
    pub sources: Vec<SourceState<'m>>,
    /// Requests of a source that are foreseen and have to be followed up.
    foreseen: Vec<Single>,
    pub gathering: Vec<Gathering>,
    pub windows: Windows<'p>,
    /// The lane of the first source of each class.
    pub first_lane: Vec<usize>,
    pub samplers: Vec<Sampler>,
}

impl<'p, 'm> Intake<'p, 'm> {
    /// Nobody has come yet.
    pub fn new(plan: &'p Plan<'m>, replication: Key, monitor: &mut Monitor<'p>) -> Self {
        let mut sources = Vec::new();
        let layers = layers(plan.model);
        let mut windows = Windows::new(plan.layout.classes, plan.model.time.horizon);
        let mut lanes = 0;
        let mut first_lane = Vec::new();
        for (class_index, class) in plan.model.classes.iter().enumerate() {
            first_lane.push(lanes);
            lanes += class.sources.len();
            let key = replication.named("class").named(&class.name);
            for (index, source) in class.sources.iter().enumerate() {
                let lane = windows.add_lane(class_index as u16, class.window.unwrap_or(f64::INFINITY));
                if class.follows.is_none() {
                    let key = key.named(&source.name);
                    let layers = layers[class_index];
                    sources.extend(
                        (0..=layers).map(|layer| {
                            SourceState::new(plan, (class_index, index), (layer, layers), source, key, lane)
                        }),
                    );
                }
            }
            let level = i64::from(plan.first_levels[class_index]);
            monitor.add(&plan.of_class[class_index], Metric::Threshold, level, 0.0);
        }
        let gathering = (0..plan.layout.classes).map(|class| Gathering::new(plan, class)).collect();
        let samplers = (0..plan.layout.classes).map(|class| Sampler::new(plan.model, class, replication)).collect();
        let mut intake = Self { plan, sources, foreseen: Vec::new(), gathering, windows, first_lane, samplers };
        (0..plan.layout.classes).for_each(|class| intake.expect_hopeless(class));
        for state in &intake.sources {
            intake.windows.lane(state.lane).count(state.crowd(plan));
        }
        let foreseen = (0..plan.layout.classes).map(|class| intake.windows.counts_all(class)).collect();
        monitor.from_creation.expect(&plan.model.classes, foreseen);
        intake
    }

    /// The moment of the next arrival and the index of its source.
    #[inline]
    pub fn next_arrival(&self) -> (Days, usize) {
        let mut earliest = (f64::INFINITY, 0);
        for (index, source) in self.sources.iter().enumerate() {
            if source.next < earliest.0 {
                earliest = (source.next, index);
            }
        }
        earliest
    }

    /// Whether requests of a source are counted. Nothing that happens makes a difference to them, so that they may be drawn
    /// before it, and those that come at the very moment at which something is due are.
    #[inline]
    pub fn is_counted(&mut self, source: usize) -> bool {
        self.windows.lane(self.sources[source].lane).crowd().is_some()
    }

    /// Thing number so-and-so in the plan's agenda is next. Now and then, draws requests that are counted for several of
    /// the next ones, so that what draws them stays at hand.
    pub fn look_far_ahead(&mut self, number: usize, context: &mut Context<'p, 'm>) {
        if !number.is_multiple_of(STRETCH) {
            return;
        }
        for &(due_at, _) in self.plan.agenda[number..].iter().take(STRETCH) {
            if self.gathering.iter().map(Gathering::kept).sum::<usize>() > MANY {
                break;
            }
            for source in 0..self.sources.len() {
                if self.is_counted(source) {
                    self.look_ahead(source, due_at, context);
                }
            }
        }
    }

    /// Notes the requests of a source that come before the next one that is looked at when it is created.
    #[inline]
    pub fn look_ahead(&mut self, source: usize, until: Days, context: &mut Context<'p, 'm>) {
        let SourceState { looks_ahead, next, .. } = self.sources[source];
        if !looks_ahead || next > until {
            return;
        }
        let plan = self.plan;
        loop {
            let state = &mut self.sources[source];
            let class = usize::from(state.class);
            let (floor, mask) = (self.gathering[class].floor(), self.samplers[class].mask());
            state.look_ahead(plan, until, floor, mask, self.windows.lane(state.lane), &mut self.foreseen);
            if self.foreseen.is_empty() {
                break;
            }
            let mut foreseen = std::mem::take(&mut self.foreseen);
            foreseen.drain(..).for_each(|request| self.foresee(source, request, context));
            self.foreseen = foreseen;
        }
    }

    /// Follows up a request that is counted when it is created, where nothing but its own signatures decides whether it
    /// crosses: if it does, that is known beforehand.
    fn foresee(&mut self, source: usize, request: Single, context: &mut Context<'p, 'm>) {
        let plan = self.plan;
        let Single { at, number, potential, may_cross } = request;
        let &SourceState { class, index, lane, ref turn, .. } = &self.sources[source];
        let Some(key) = self.sources[source].name(number).map(Name::key) else { return };
        let Class { sources, threshold, .. } = &plan.model.classes[usize::from(class)];
        let level = threshold.at(at);
        self.samplers[usize::from(class)]
            .foresee(turn, number, at, &plan.model.time, || Candidate::new(key, at, potential, index, level, 0));
        if !may_cross {
            return;
        }
        let gathering = &mut self.gathering[usize::from(class)];
        let begun = gathering.begin((at, level), index, potential, key, sources, &plan.floor);
        if let Some(crowd) = self.windows.lane(lane).crowd() {
            crowd.foresee(at, begun.signatures, begun.crossing.is_some());
        }
        if let Some(crossing) = begun.crossing {
            let Context { monitor, events, .. } = context;
            // Who crosses after the horizon is not foreseen: nobody would know of it then.
            if crossing.at <= plan.model.time.horizon && monitor.from_creation.is_foreseen(class) {
                monitor.from_creation.rise(class, at);
            }
            events.cross(class, crossing);
        }
    }

    /// A request that was to cross does so now; `None` if that is void.
    #[inline]
    pub fn cross(
        &mut self,
        monitor: &mut Monitor<'p>,
        class: u16,
        slot: u32,
        ticket: u32,
        now: Days,
    ) -> Option<Candidate> {
        let candidate = self.gathering[usize::from(class)].cross(slot, ticket)?;
        self.windows.note(class, -1, now);
        if monitor.measures(candidate.created) {
            monitor.tally(self.plan.time_to_threshold(usize::from(class)), now - candidate.created);
        }
        Some(candidate)
    }

    /// Books what is noted of the requests that gather, up to now.
    pub fn book(&mut self, monitor: &mut Monitor<'p>, now: Days) {
        monitor.book(&mut self.windows, now, |class, slot| self.gathering[class].expire(slot));
    }

    /// The threshold of a class changes for requests created from now on.
    pub fn set_level(&mut self, monitor: &mut Monitor<'p>, class: usize, signatures: u32, now: Days) {
        let before = self.gathering[class].level();
        self.gathering[class].set_level(signatures, &self.plan.floor);
        self.expect_hopeless(class);
        self.level_moved(monitor, class, before, now);
    }

    /// Records by how much the threshold of a class has moved now.
    pub fn level_moved(&self, monitor: &mut Monitor<'p>, class: usize, before: u32, now: Days) {
        let delta = i64::from(self.gathering[class].level()) - i64::from(before);
        monitor.add(&self.plan.of_class[class], Metric::Threshold, delta, now);
    }

    /// Tells the lanes of a class which requests cannot cross its present level.
    fn expect_hopeless(&mut self, class: usize) {
        let plan = self.plan;
        let floor = self.gathering[class].floor();
        for source in 0..plan.model.classes[class].sources.len() {
            self.windows.lane(self.first_lane[class] + source).expect(plan.hopeless(class, source, floor));
        }
    }

    /// Measuring begins: requests created from now on count.
    pub fn measure(&mut self, monitor: &mut Monitor<'p>, now: Days) {
        let samplers = self.samplers.iter_mut().enumerate();
        samplers.for_each(|(class, sampler)| sampler.begin(now, self.windows.unlisted(class)));
        self.sources.iter_mut().filter(|state| state.source.gathers()).for_each(|state| state.turn.begin());
        monitor.begin_measuring(self.plan.model, now);
        self.book(monitor, now);
    }

    /// The horizon: the samples of all classes.
    pub fn close(&mut self) -> Vec<SignatureSample> {
        for state in &mut self.sources {
            self.samplers[usize::from(state.class)].end(&mut state.turn);
        }
        let classes = self.samplers.iter_mut().zip(&self.gathering).enumerate();
        let samples = classes.map(|(class, (sampler, gathering))| {
            sampler.close(self.plan, class, gathering, self.windows.unlisted(class))
        });
        samples.collect()
    }
}
