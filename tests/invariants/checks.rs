//! The invariants of one scenario.

use std::{
    path::Path,
    sync::{LazyLock, atomic::AtomicBool},
};

use rayon::{ThreadPool, ThreadPoolBuilder};

use saule::{
    engine::{Histogram, Layout, Outcome, Plan, histogram::bin_bounds, simulate},
    experiment::{self, Control},
    model::metric::{Kind, Metric, Statistic},
    scenario::{self, Options},
    statistics::Collector,
};

/// What is wrong with a replication, or nothing.
type Check = Result<(), String>;

/// Errs with the first invariant that a scenario breaks.
pub fn hold(path: &Path, is_monotone: bool) -> Check {
    let loaded = scenario::load(path, &Options::default()).map_err(|report| report.render(false, 100))?;
    let scenario = loaded.scenario;
    let run = |pool: &ThreadPool| -> Collector {
        let control = Control { progress: &|_| (), stop: &AtomicBool::new(false) };
        pool.install(|| experiment::run(&scenario, &control)).unwrap().collector
    };
    static POOLS: LazyLock<[ThreadPool; 2]> =
        LazyLock::new(|| [1, 2].map(|threads| ThreadPoolBuilder::new().num_threads(threads).build().unwrap()));
    if run(&POOLS[0]) != run(&POOLS[1]) {
        return Err("one and two threads give different results".into());
    }
    let plans: Vec<Plan> = scenario.variants.iter().map(|variant| Plan::new(&variant.model)).collect();
    for replication in 0..scenario.replications {
        let runs: Vec<Outcome> = plans.iter().map(|plan| simulate(plan, scenario.seed, replication)).collect();
        for (plan, run) in plans.iter().zip(&runs) {
            conservation(&plan.layout, run)?;
            sane_values(&plan.layout, run)?;
            sane_events(plan, run)?;
            littles_law(plan, run)?;
            flows_from_the_start(plan, run)?;
        }
        for (variant, run) in scenario.variants.iter().zip(&runs).skip(1) {
            let layout = &plans[0].layout;
            match variant.name.as_str() {
                "more staff" => more_staff(layout, &runs[0], run, is_monotone)?,
                _ => higher_threshold(layout, &runs[0], run)?,
            }
        }
    }
    Ok(())
}

/// The values of a metric over the grid; `None` where the model does not have the place.
fn series<'r>(
    layout: &Layout,
    run: &'r Outcome,
    metric: Metric,
    class: Option<usize>,
    stage: Option<usize>,
) -> Option<&'r [f64]> {
    let points = layout.grid.len();
    let index = layout.series_index(metric, class, stage)?;
    Some(&run.series[index * points..(index + 1) * points])
}

/// Every request is somewhere, at every observation.
fn conservation(layout: &Layout, run: &Outcome) -> Check {
    let parts = ["gathering", "expired", "backlog", "answered", "peer_answered", "abandoned", "refused", "dropped"];
    let classes: Vec<Option<usize>> = (0..layout.classes).map(Some).chain([None]).collect();
    for &class in &classes {
        let of = |metric, stage| series(layout, run, metric, class, stage);
        let total = |stage: Option<usize>, names: &[&str], point: usize| -> f64 {
            let metrics = names.iter().filter_map(|name| Metric::named(name));
            metrics.filter_map(|metric| of(metric, stage)).map(|values| values[point]).sum()
        };
        for point in 0..layout.grid.len() {
            let created = total(None, &["created"], point);
            if created != total(None, &parts, point) {
                return Err(format!("class {class:?}, point {point}: {created} created are not all accounted for"));
            }
            for stage in (0..layout.stages).map(Some).chain([None]) {
                let backlog = total(stage, &["backlog"], point);
                if backlog != total(stage, &["queued", "in_service", "unreleased"], point) {
                    return Err(format!("class {class:?}, stage {stage:?}, point {point}: {backlog} in the backlog"));
                }
            }
            if total(None, &["backlog"], point) != total(None, &["backlog_in_window", "backlog_after_window"], point) {
                return Err(format!("class {class:?}, point {point}: the windows do not split the backlog"));
            }
        }
    }
    Ok(())
}

/// Nothing is negative, infinite, or undefined without a reason; shares are shares.
fn sane_values(layout: &Layout, run: &Outcome) -> Check {
    let points = layout.grid.len();
    let of_series = run.series.iter().enumerate().map(|(index, value)| (layout.series[index / points].metric, value));
    let of_scalars =
        run.scalars.iter().zip(&layout.scalars).map(|(value, scalar)| (layout.series[scalar.0].metric, value));
    for (metric, &value) in of_series.chain(of_scalars) {
        let info = metric.info();
        let may_be_undefined =
            matches!(info.kind, Kind::Ratio | Kind::Share) || matches!(metric, Metric::Staff | Metric::Archive);
        let (low, high) = match metric {
            Metric::ToneBalance => (-1.0, 1.0),
            Metric::Utilisation => (0.0, f64::MAX),
            _ if info.kind == Kind::Share => (0.0, 1.0),
            _ => (0.0, f64::MAX),
        };
        let is_sane = (low..=high).contains(&value) || (value.is_nan() && may_be_undefined);
        if !is_sane {
            return Err(format!("{} is {value}", info.name));
        }
    }
    let negative = |times: &Histogram| times.iter().any(|(bin, _)| bin < 0);
    match run.tallies.iter().any(|t| negative(&t.ended) || negative(&t.competed) || negative(&t.censored)) {
        true => Err("a time is negative".into()),
        false => Ok(()),
    }
}

/// What is reported of events fits together.
fn sane_events(plan: &Plan<'_>, run: &Outcome) -> Check {
    let horizon = plan.model.time.horizon;
    for (happening, event) in plan.model.happenings.iter().zip(&run.happened) {
        let has_happened = event.count > 0;
        let is_once = event.count <= 1 || happening.is_watched();
        let first = if has_happened { (0.0..=horizon).contains(&event.first) } else { event.first.is_nan() };
        let follows = event.after.is_nan() || event.first.is_nan() || event.first >= event.after;
        let held = event.held.is_nan() || (0.0..=horizon).contains(&event.held);
        if !(is_once && first && follows && held) {
            return Err(format!("event {}: {event:?}", happening.name));
        }
    }
    Ok(())
}

/// Without a warm-up, the time that the eligible have spent in the backlog is the backlog's integral (Little 1961):
/// times of the answered exactly, others to half a bin.
fn littles_law(plan: &Plan<'_>, run: &Outcome) -> Check {
    let (layout, time) = (&plan.layout, &plan.model.time);
    if time.warm_up > 0.0 || time.follow_up > 0.0 {
        return Ok(());
    }
    for class in 0..layout.classes {
        let series = layout.series_index(Metric::Backlog, Some(class), None).unwrap();
        let scalar = layout.scalars.iter().position(|scalar| *scalar == (series, Statistic::Mean)).unwrap();
        let tally = &run.tallies[plan.response_time(class)];
        let middle = |bin: i32| if bin == 0 { 0.0 } else { (bin_bounds(bin).0 + bin_bounds(bin).1) / 2.0 };
        let binned: f64 = [&tally.competed, &tally.censored]
            .iter()
            .flat_map(|times| times.iter())
            .map(|(bin, n)| middle(bin) * n as f64)
            .sum();
        let (integral, spent) = (run.scalars[scalar] * time.horizon, tally.sum + binned);
        if (integral - spent).abs() > 0.0005 * binned + 1e-9 * integral + 1e-9 {
            return Err(format!("class {class}: {spent} days spent in a backlog whose integral is {integral}"));
        }
    }
    Ok(())
}

/// Without a warm-up, what a flow comes to is all of it.
fn flows_from_the_start(plan: &Plan<'_>, run: &Outcome) -> Check {
    let (layout, points) = (&plan.layout, plan.layout.grid.len());
    for (&(series, _), &end) in layout.scalars.iter().zip(&run.scalars) {
        let info = layout.series[series].metric.info();
        let last = run.series[(series + 1) * points - 1];
        if plan.model.time.warm_up == 0.0 && info.kind == Kind::Flow && end != last && !last.is_nan() {
            return Err(format!("`{}` comes to {end} and ends at {last}", info.name));
        }
    }
    Ok(())
}

/// Staff changes nothing before the desk, and under fifo it never lengthens the backlog.
fn more_staff(layout: &Layout, base: &Outcome, more: &Outcome, is_monotone: bool) -> Check {
    for class in (0..layout.classes).map(Some) {
        for metric in [Metric::Created, Metric::Eligible, Metric::Expired, Metric::Gathering] {
            if series(layout, base, metric, class, None) != series(layout, more, metric, class, None) {
                return Err(format!("staff changes `{}`", metric.info().name));
            }
        }
    }
    let backlog = |run| series(layout, run, Metric::Backlog, None, None).unwrap();
    if is_monotone && backlog(base).iter().zip(backlog(more)).any(|(base, more)| more > base) {
        return Err("more staff lengthens the backlog".into());
    }
    Ok(())
}

/// A higher threshold creates the same requests, and makes no more of them eligible while it is in force alone.
fn higher_threshold(layout: &Layout, base: &Outcome, higher: &Outcome) -> Check {
    for class in (0..layout.classes).map(Some) {
        if series(layout, base, Metric::Created, class, None) != series(layout, higher, Metric::Created, class, None) {
            return Err("a threshold changes what is created".into());
        }
        let eligible = |run| series(layout, run, Metric::Eligible, class, None).unwrap();
        let is_fixed = |run: &Outcome| {
            let levels = series(layout, run, Metric::Threshold, class, None).unwrap();
            levels.iter().all(|level| *level == levels[0])
        };
        if is_fixed(base)
            && is_fixed(higher)
            && eligible(base).iter().zip(eligible(higher)).any(|(base, more)| more > base)
        {
            return Err("a higher threshold makes more requests eligible".into());
        }
    }
    Ok(())
}
