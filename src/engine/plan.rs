//! What can be worked out once per variant, before any replication: the layout of the numbers, the moments at which
//! something is due in every replication, and the levels a request must pass.

use super::{
    clearing::Counting,
    crowd::Asked,
    hopeless::Hopeless,
    layout::{Cell, Layout},
    presence,
    request::has_details,
    signature_floor::SignatureFloor,
    single_line::Line,
};
use crate::model::{
    Action, Binds, Class, Days, Happening, Measure, Model, Ramp, Source, Staff, Trigger,
    distribution::Bound,
    metric::{By, METRICS, Metric},
};

/// A model prepared for simulation. Shared by all replications and threads.
pub struct Plan<'m> {
    /// What is simulated.
    pub model: &'m Model,
    /// Where the numbers stand in an outcome.
    pub layout: Layout,
    /// What happens at the same moment in every replication, in order of time.
    pub agenda: Vec<(Days, Due)>,
    /// Series cells of class metrics, by class.
    pub of_class: Vec<Places>,
    /// Series cells of class and stage metrics, at `class * stages + stage`.
    pub of_pair: Vec<Places>,
    /// Series cells of stage metrics, by stage.
    pub of_stage: Vec<Places>,
    /// Threshold levels at time 0, by class.
    pub first_levels: Vec<u32>,
    /// Staff at time 0, by stage; `u32::MAX` is unlimited.
    pub first_staff: Vec<u32>,
    /// Whether a class's threshold ever binds open requests, which then have to be remembered.
    pub rebinds: Vec<bool>,
    /// Whether sources of a class may look ahead: to requests that cannot cross nothing happens but that their window
    /// ends, and the threshold changes at known moments only.
    pub looks_ahead: Vec<bool>,
    /// The classes that follow each class.
    pub followers: Vec<Vec<u16>>,
    /// Whether any request can be hostile.
    pub has_tone: bool,
    /// Whether the desk needs to know details of requests.
    pub has_details: bool,
    /// Series of flows and levels that are counted one by one, whose value at a grid point is that of their level.
    pub counted: Vec<usize>,
    /// Series whose value at a grid point is not that of their level but worked out there.
    pub derived: Vec<(usize, Derived)>,
    /// Series that never have a value, in order.
    pub undefined: Vec<usize>,
    /// The model, if it is nothing but one line.
    pub single_line: Option<Line<'m>>,
    /// When answers are counted.
    pub counting: Counting,
    /// Potentials that cannot cross a level.
    pub floor: SignatureFloor,
    /// By class, when it is asked for those of its requests that are counted.
    pub asked: Vec<Asked>,
    /// By class and source, and by level: requests that cannot cross. Only of what may look ahead.
    hopeless: Vec<Vec<Vec<Hopeless>>>,
    /// Index of the tally of every (metric, class, stage) that is no total: at `class`, or `class * stages + stage`.
    to_threshold: Vec<usize>,
    response: Vec<usize>,
    waiting: Vec<usize>,
}

/// What a series is at a grid point that is not that of a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Derived {
    /// The utilisation of a stage since the last grid point.
    Utilisation(usize),
    /// How long the oldest has waited.
    OldestWait,
    /// The clearing time of a number.
    ClearingTime(usize),
    /// Worked out from what there is at present.
    Present,
}

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

/// Series indices that one change updates, for each metric.
pub type Places = [Cells; METRICS.len()];

/// Up to four series indices: a pair of class and stage, and the totals it belongs to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cells {
    count: u8,
    index: [u32; 4],
}

impl Cells {
    /// The indices.
    #[inline]
    pub fn as_slice(&self) -> &[u32] {
        &self.index[..usize::from(self.count)]
    }

    /// The same, counted from a first one, which none is before.
    pub fn after(mut self, first: usize) -> Self {
        self.index[..usize::from(self.count)].iter_mut().for_each(|index| *index -= first as u32);
        self
    }

    fn push(&mut self, index: usize) {
        self.index[usize::from(self.count)] = index as u32;
        self.count += 1;
    }
}

impl<'m> Plan<'m> {
    /// Prepares a model.
    pub fn new(model: &'m Model) -> Self {
        let layout = Layout::new(model);
        let classes = model.classes.len();
        let stages = model.stages.len();
        let first_levels: Vec<u32> = model.classes.iter().map(|class| class.threshold.at(0.0)).collect();
        let counting = Counting::new(&layout.grid);
        let agenda = agenda(model, &layout.grid, &counting);
        let floor = SignatureFloor::new(model.classes.iter().flat_map(|class| class.threshold.levels()));
        let having = |is_meant: &dyn Fn(&Cell) -> bool| {
            let series = layout.series.iter().enumerate();
            series.filter(|(_, cell)| is_meant(cell)).map(|(index, _)| index).collect()
        };
        Self {
            counted: having(&|cell| is_counted(cell.metric) && is_defined(model, cell)),
            derived: derived(model, &layout),
            undefined: having(&|cell| !is_defined(model, cell)),
            has_tone: has_tone(model),
            has_details: has_details(model),
            single_line: Line::of(model),
            of_class: (0..classes).map(|class| places(&layout.series, Some(class), None)).collect(),
            of_pair: (0..classes * stages)
                .map(|pair| places(&layout.series, Some(pair / stages), Some(pair % stages)))
                .collect(),
            of_stage: (0..stages).map(|stage| places(&layout.series, None, Some(stage))).collect(),
            first_staff: model.stages.iter().map(|stage| stage.staff.at(0.0)).collect(),
            rebinds: model.classes.iter().map(|class| class.threshold.rebinds()).collect(),
            looks_ahead: model.classes.iter().map(|class| looks_ahead(model, class)).collect(),
            followers: (0..classes).map(|class| followers(model, class)).collect(),
            hopeless: model.classes.iter().map(|class| hopeless(model, class, &floor)).collect(),
            floor,
            to_threshold: (0..classes).map(|class| tally(&layout, Metric::TimeToThreshold, class, None)).collect(),
            response: (0..classes).map(|class| tally(&layout, Metric::ResponseTime, class, None)).collect(),
            waiting: (0..classes * stages)
                .map(|pair| tally(&layout, Metric::WaitingTime, pair / stages, Some(pair % stages)))
                .collect(),
            first_levels,
            asked: model.classes.iter().map(|class| asked(class, &agenda)).collect(),
            agenda,
            counting,
            layout,
            model,
        }
    }

    /// The requests of a class's source that do not exceed a floor, where it looks ahead; `None` if it has none such.
    pub fn hopeless(&self, class: usize, source: usize, floor: Bound) -> Option<&Hopeless> {
        self.hopeless[class].get(source)?.iter().find(|hopeless| hopeless.floor() == floor)
    }

    /// The requests of a class's source that cannot cross, whenever between two moments they are created.
    pub fn hopeless_within(&self, class: usize, source: usize, from: Days, until: Days) -> Option<&Hopeless> {
        if !self.looks_ahead[class] {
            return None;
        }
        let policy = &self.model.classes[class].threshold;
        let later = policy.changes.iter().filter(|change| from < change.at && change.at <= until);
        let lowest = later.map(|change| change.signatures).fold(policy.at(from), u32::min);
        self.hopeless(class, source, self.floor.of(lowest))
    }

    /// Index of a class's tally of times to the threshold.
    pub fn time_to_threshold(&self, class: usize) -> usize {
        self.to_threshold[class]
    }

    /// Index of a class's tally of response times.
    pub fn response_time(&self, class: usize) -> usize {
        self.response[class]
    }

    /// Index of the tally of waiting times of a pair of class and stage.
    pub fn waiting_time(&self, pair: usize) -> usize {
        self.waiting[pair]
    }

    /// The number of a pair of class and stage.
    #[inline]
    pub fn pair(&self, class: u16, stage: u16) -> usize {
        usize::from(class) * self.layout.stages + usize::from(stage)
    }
}

/// Whether any request can be hostile.
fn has_tone(model: &Model) -> bool {
    model.classes.iter().flat_map(|class| &class.sources).any(|source| source.hostile_share.is_some())
}

/// For each metric the cells that cover a place: its own and the totals over it. A place without a stage has only
/// metrics by class, one without a class only metrics by stage.
fn places(series: &[Cell], class: Option<usize>, stage: Option<usize>) -> Places {
    let mut places = [Cells::default(); METRICS.len()];
    let covers = |cell: Option<usize>, place: Option<usize>| cell.is_none() || cell == place;
    for (index, cell) in series.iter().enumerate() {
        let info = cell.metric.info();
        let applies = match info.by {
            By::Class | By::EachClass => stage.is_none() && class.is_some(),
            By::Stage => class.is_none(),
            By::ClassAndStage => class.is_some() && stage.is_some(),
            By::ClassAndEachStage => class.is_some() && cell.stage == stage,
        };
        if applies && covers(cell.class, class) && covers(cell.stage, stage) {
            places[cell.metric as usize].push(index);
        }
    }
    places
}

/// True of a cell that has a value at some time.
fn is_defined(model: &Model, cell: &Cell) -> bool {
    let keeps = |class: &Class| class.retention.is_some();
    match (cell.metric, cell.class, cell.stage) {
        (Metric::ToneBalance, ..) => has_tone(model),
        (Metric::Staff, _, Some(stage)) => model.stages[stage].staff != Staff::Unlimited,
        (Metric::Archive, Some(class), _) => keeps(&model.classes[class]),
        (Metric::Archive, None, _) => model.classes.iter().any(keeps),
        _ => true,
    }
}

/// True of flows and levels that are counted one by one: not of who is at which stage, and not of what is known at the end.
fn is_counted(metric: Metric) -> bool {
    metric.info().is_count && metric != Metric::BacklogFromCreation && !presence::METRICS.contains(&metric)
}

/// The series that are worked out at each grid point, and how.
fn derived(model: &Model, layout: &Layout) -> Vec<(usize, Derived)> {
    let mut clearing_times = 0..;
    let how = |cell: &Cell| match (cell.metric, cell.stage) {
        (Metric::Utilisation, Some(stage)) => Some(Derived::Utilisation(stage)),
        (Metric::OldestWait, _) => Some(Derived::OldestWait),
        (Metric::ClearingTime, _) => clearing_times.next().map(Derived::ClearingTime),
        (Metric::ToneBalance | Metric::CoverageRequests | Metric::CoverageSignatures, _) => Some(Derived::Present),
        _ => None,
    };
    let hows: Vec<Option<Derived>> = layout.series.iter().map(how).collect();
    let defined = hows.into_iter().enumerate().filter(|(index, _)| is_defined(model, &layout.series[*index]));
    defined.filter_map(|(index, how)| Some((index, how?))).collect()
}

/// Index of the tally of a metric at a place; every place of the metric has one.
fn tally(layout: &Layout, metric: Metric, class: usize, stage: Option<usize>) -> usize {
    let place = Cell { metric, class: Some(class), stage };
    layout.tallies.iter().position(|cell| *cell == place).unwrap_or_default()
}

fn agenda(model: &Model, grid: &[Days], counting: &Counting) -> Vec<(Days, Due)> {
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

fn looks_ahead(model: &Model, class: &Class) -> bool {
    let has_ramps = (0..class.threshold.changes.len()).any(|change| class.threshold.ramp(change).is_some());
    let is_level_foreseen = class.threshold.adaptive.is_none() && !class.threshold.rebinds() && !has_ramps;
    let is_remembered = class.retention.is_some() || has_tone(model);
    let is_alone = class.self_excitation.is_none() && !model.happenings.iter().any(concerns_gathering);
    is_level_foreseen && !is_remembered && is_alone
}

/// Whether a happening changes what becomes of requests before they are eligible, or reads how many there are.
fn concerns_gathering(happening: &Happening) -> bool {
    let changes = |action: &Action| match action {
        Action::Threshold { .. } | Action::Close(_) | Action::Reopen(_) | Action::ScaleArrivals { .. } => true,
        Action::Staff { .. }
        | Action::Productivity { .. }
        | Action::Discipline { .. }
        | Action::QueueLimit { .. }
        | Action::Patience { .. }
        | Action::DropQueue(_)
        | Action::AnswerAll(_) => false,
    };
    let reads = |measure: Measure| match measure {
        Measure::Metric { metric, .. } => {
            use Metric::{CoverageRequests, CoverageSignatures, Created, Expired, Gathering};
            matches!(metric, Created | Gathering | Expired | CoverageRequests | CoverageSignatures)
        }
        Measure::Count(_) | Measure::Held(_) => false,
    };
    let of_condition = match &happening.trigger {
        Trigger::At(_) => false,
        Trigger::When { condition, .. } => condition.comparisons.iter().any(|comparison| reads(comparison.measure)),
    };
    of_condition || happening.actions.iter().any(changes)
}

/// When a class is asked for those of its requests that are counted.
fn asked(class: &Class, agenda: &[(Days, Due)]) -> Asked {
    let booked = agenda.iter().flat_map(|&(at, due)| [due.booked_until(at), at]);
    Asked::new(booked, class.window.unwrap_or(f64::INFINITY))
}

/// By source and level: requests that cannot cross.
fn hopeless(model: &Model, class: &Class, floor: &SignatureFloor) -> Vec<Vec<Hopeless>> {
    if !looks_ahead(model, class) {
        return Vec::new();
    }
    let last = class.window.unwrap_or(f64::INFINITY).min(model.time.horizon);
    let mut floors: Vec<Bound> =
        class.threshold.levels().filter(|&level| level > 0).map(|level| floor.of(level)).collect();
    floors.dedup();
    let gathers = |source: &Source| source.potential.is_some() && source.growth.is_some();
    let of_source = |source: &Source| match gathers(source) {
        true => floors.iter().map(|&floor| Hopeless::new(source, floor, last)).collect(),
        false => Vec::new(),
    };
    class.sources.iter().map(of_source).collect()
}

fn followers(model: &Model, followed: usize) -> Vec<u16> {
    let classes = model.classes.iter().enumerate();
    classes.filter(|(_, class)| class.follows == Some(followed)).map(|(follower, _)| follower as u16).collect()
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
