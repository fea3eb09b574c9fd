//! What can be worked out once per variant, before any replication: the layout of the numbers, the moments at which
//! something is due in every replication, and the levels a request must pass.

mod agenda;
mod foresight;
mod places;

use super::{
    clearing::Counting,
    crowd::Asked,
    hopeless::Hopeless,
    known_growth::KnownGrowth,
    layout::{Cell, Layout},
    requests::Needs,
    signature_floor::SignatureFloor,
    single_line::Line,
};
use crate::model::{Days, Model, distribution::Bound, metric::Metric};

use agenda::agenda;
use foresight::{asked, hopeless, looks_ahead};
use places::{derived, has_tone, is_counted, is_defined, places, tally};

pub use agenda::Due;
pub use places::{Cells, Derived, Places};

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
    /// What the desk needs to know of requests.
    pub needs: Needs,
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

impl<'m> Plan<'m> {
    /// Prepares a model.
    pub fn new(model: &'m Model) -> Self {
        Self::knowing(model, &KnownGrowth::default())
    }

    /// The same for one of many models, with what is known from others.
    pub fn knowing(model: &'m Model, known: &KnownGrowth) -> Self {
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
            needs: Needs::of(model),
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
            hopeless: model.classes.iter().map(|class| hopeless(model, class, &floor, known)).collect(),
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

fn followers(model: &Model, followed: usize) -> Vec<u16> {
    let classes = model.classes.iter().enumerate();
    classes.filter(|(_, class)| class.follows == Some(followed)).map(|(follower, _)| follower as u16).collect()
}
