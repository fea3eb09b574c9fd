//! The metrics that a run reports: one table that the engine, the results and the documentation share.

/// A quantity that a run reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Metric {
    /// Requests created.
    Created,
    /// Requests that became eligible.
    Eligible,
    /// Requests whose window ended below the threshold.
    Expired,
    /// Requests answered by the desk and published.
    Answered,
    /// Services completed; one that answers a topic counts once.
    Responses,
    /// Requests gathering signatures.
    Gathering,
    /// The threshold in force for new requests.
    Threshold,
    /// Backlog, and those gathering that will become eligible before the horizon.
    BacklogFromCreation,
    /// The part of the backlog whose window is still running.
    BacklogInWindow,
    /// The part of the backlog whose window is over.
    BacklogAfterWindow,
    /// Eligible and not yet published.
    Backlog,
    /// Waiting in a queue.
    Queued,
    /// Being worked on.
    InService,
    /// Finished and waiting for a release day.
    Unreleased,
    /// Servers scheduled.
    Staff,
    /// Busy over scheduled staff time, within open hours.
    Utilisation,
    /// From creation to eligibility, over requests that crossed.
    TimeToThreshold,
    /// From joining a stage's queue to start of service, over requests that started.
    WaitingTime,
    /// From eligibility to the published answer.
    ResponseTime,
    /// Requests that a full queue refused.
    Refused,
    /// Requests whose patience ran out in a queue.
    Abandoned,
    /// Requests that other users answered while they waited.
    PeerAnswered,
    /// Age of the oldest request that waits: for an answer since eligibility (class), in a queue since joining (stage).
    OldestWait,
    /// Backlog over answers per day in the last 30 days, or since the start if shorter.
    ClearingTime,
    /// Of promises fallen due, those kept.
    OnTimeShare,
    /// Requests answered, be it by peers, over requests created.
    CoverageRequests,
    /// Signatures on requests answered, be it by peers, over those on requests created.
    CoverageSignatures,
    /// Friendly requests created minus hostile ones unanswered, over requests created.
    ToneBalance,
    /// Communications kept, requests and answers.
    Archive,
    /// Requests that an event dropped: from a queue, or because their class was closed.
    Dropped,
}

/// How a metric behaves in time, which decides its statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Counts up; its statistic is `end`, counted from the end of warm-up.
    Flow,
    /// Time-weighted; its statistics are `mean`, `end`, `max`, `min`.
    Level,
    /// Ratio of integrals over time; its statistics are those of a level.
    Ratio,
    /// Share of requests so far; its statistic is `end`, over requests created after the warm-up.
    Share,
    /// One value per request; its statistics are a mean and quantiles over requests.
    Time,
}

/// Along which dimensions a metric is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Per class, and for all classes.
    Class,
    /// Per class; a total would mean nothing.
    EachClass,
    /// Per stage.
    Stage,
    /// Per class, per stage, per pair, and for all.
    ClassAndStage,
    /// The same, but over all stages it is another number than at a single stage.
    ClassAndEachStage,
}

/// What the table says of a metric.
#[derive(Debug, Clone, Copy)]
pub struct Info {
    /// The metric.
    pub metric: Metric,
    /// Its name in scenario files, on the command line and in results.
    pub name: &'static str,
    /// How it behaves in time.
    pub kind: Kind,
    /// Along which dimensions it is reported.
    pub by: By,
    /// Axis title in charts, with its unit.
    pub label: &'static str,
    /// True if its values are whole numbers.
    pub is_count: bool,
}

macro_rules! table {
    ($($metric:ident $name:literal $kind:ident $by:ident $count:literal $label:literal;)*) => {
        /// Every metric, in the order of results files. `METRICS[m as usize].metric == m`.
        pub const METRICS: &[Info] = &[$(Info {
            metric: Metric::$metric, name: $name, kind: Kind::$kind, by: By::$by, label: $label, is_count: $count,
        }),*];
    };
}

table! {
    Created             "created"               Flow  Class         true  "requests created";
    Eligible            "eligible"              Flow  Class         true  "requests over the threshold";
    Expired             "expired"               Flow  Class         true  "requests expired";
    Answered            "answered"              Flow  Class         true  "requests answered";
    Responses           "responses"             Flow  ClassAndStage true  "services completed";
    Gathering           "gathering"             Level Class         true  "requests gathering signatures";
    Threshold           "threshold"             Level EachClass     true  "signatures needed";
    BacklogFromCreation "backlog_from_creation" Level Class         true  "backlog counted from creation";
    BacklogInWindow     "backlog_in_window"     Level Class         true  "backlog within the window";
    BacklogAfterWindow  "backlog_after_window"  Level Class         true  "backlog after the window";
    Backlog             "backlog"               Level ClassAndStage true  "requests awaiting an answer";
    Queued              "queued"                Level ClassAndStage true  "requests queued";
    InService           "in_service"            Level ClassAndStage true  "requests in service";
    Unreleased          "unreleased"            Level ClassAndStage true  "answers awaiting a release day";
    Staff               "staff"                 Level Stage         true  "staff";
    Utilisation         "utilisation"           Ratio Stage         false "utilisation";
    TimeToThreshold     "time_to_threshold_days" Time Class         false "days from creation to the threshold";
    WaitingTime         "waiting_time_days"     Time  ClassAndStage false "days in the queue";
    ResponseTime        "response_time_days"    Time  Class         false "days from the threshold to the answer";
    Refused             "refused"               Flow  ClassAndStage true  "requests refused";
    Abandoned           "abandoned"             Flow  ClassAndStage true  "requests abandoned";
    PeerAnswered        "peer_answered"         Flow  ClassAndStage true  "requests answered by peers";
    OldestWait          "oldest_wait_days"      Level ClassAndEachStage false "days the oldest has waited";
    ClearingTime        "clearing_time_days"    Ratio ClassAndEachStage false "days to clear the backlog";
    OnTimeShare         "on_time_share"         Share Class         false "share of promises kept";
    CoverageRequests    "coverage_requests"     Share Class         false "share of requests answered";
    CoverageSignatures  "coverage_signatures"   Share Class         false "share of signatures answered";
    ToneBalance         "tone_balance"          Ratio Class         false "tone balance";
    Archive             "archive"               Level Class         true  "communications kept";
    Dropped             "dropped"               Flow  ClassAndEachStage true "requests dropped";
}

impl Metric {
    /// What the table says of this metric.
    pub fn info(self) -> &'static Info {
        &METRICS[self as usize]
    }

    /// True if its values are shares, from 0 to 1.
    pub fn is_share(self) -> bool {
        self.info().kind == Kind::Share || self == Metric::Utilisation
    }

    /// The metric with the given name.
    pub fn named(name: &str) -> Option<Metric> {
        METRICS.iter().find(|info| info.name == name).map(|info| info.metric)
    }
}

/// A statistic of a flow or level within one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Statistic {
    /// Time average from the end of warm-up to the horizon.
    Mean,
    /// Value at the horizon; of a flow, the count since the end of warm-up.
    End,
    /// Largest value since the end of warm-up.
    Max,
    /// Smallest value since the end of warm-up.
    Min,
}

impl Statistic {
    /// Its name in results.
    pub fn name(self) -> &'static str {
        match self {
            Statistic::Mean => "mean",
            Statistic::End => "end",
            Statistic::Max => "max",
            Statistic::Min => "min",
        }
    }
}

impl Kind {
    /// The statistics of a run that this kind of metric has (times have their own).
    pub fn statistics(self) -> &'static [Statistic] {
        match self {
            Kind::Flow | Kind::Share => &[Statistic::End],
            Kind::Level | Kind::Ratio => &[Statistic::Mean, Statistic::End, Statistic::Max, Statistic::Min],
            Kind::Time => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_indexed_by_the_metric() {
        for (index, info) in METRICS.iter().enumerate() {
            assert_eq!(info.metric as usize, index, "{}", info.name);
            assert_eq!(Metric::named(info.name), Some(info.metric));
        }
    }
}
