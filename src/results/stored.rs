//! Any results folder, back in memory: what charts are drawn from.

use std::path::Path;

use serde::Deserialize;

use super::{
    Error, Results, SolveAbout, SolveRow, Solved,
    comparison::{Comparison, ComparisonAbout, ComparisonRow},
    csv::Row,
    read::{about, read, table},
    rows::{About, SummaryRow},
    sensitivity::{Sensitivity, SensitivityAbout, SensitivityRow},
    sweep::{Plan, SWEEP_CSV, Sweep},
};

/// The results of one of the commands.
#[derive(Debug, Clone, PartialEq)]
pub enum Stored {
    /// Those of `saule run` or `saule merge`.
    Run(Results),
    /// Those of `saule sweep`: of its rows the ones that are drawn.
    Sweep(Sweep),
    /// Those of `saule solve`.
    Solve(Solved),
    /// Those of `saule sensitivity`.
    Sensitivity(Sensitivity),
    /// Those of `saule compare`.
    Comparison(Comparison),
}

/// The part of a sweep's `summary.json` that is drawn.
#[derive(Deserialize)]
struct SweepSummary {
    #[serde(flatten)]
    about: About,
    sweep: Plan,
    summary: Vec<PointRow>,
}

/// A row at a point.
#[derive(Deserialize)]
struct PointRow {
    point: usize,
    #[serde(flatten)]
    row: SummaryRow,
}

/// Reads the folder of any command.
///
/// Errs as [`read`] does.
pub fn open(dir: &Path) -> Result<Stored, Error> {
    let has = |name: &str| dir.join(name).exists();
    if has(SWEEP_CSV) {
        sweep(dir).map(Stored::Sweep)
    } else if has(SolveRow::FILE) {
        Ok(Stored::Solve(Solved { about: about::<SolveAbout>(dir)?, rows: table(dir)? }))
    } else if has(SensitivityRow::FILE) {
        Ok(Stored::Sensitivity(Sensitivity { about: about::<SensitivityAbout>(dir)?, rows: table(dir)? }))
    } else if has(ComparisonRow::FILE) {
        Ok(Stored::Comparison(Comparison { about: about::<ComparisonAbout>(dir)?, rows: table(dir)? }))
    } else {
        read(dir).map(Stored::Run)
    }
}

fn sweep(dir: &Path) -> Result<Sweep, Error> {
    let SweepSummary { about, sweep: plan, summary } = about(dir)?;
    let mut rows: Vec<Vec<SummaryRow>> = plan.points.iter().map(|_| Vec::new()).collect();
    for PointRow { point, row } in summary {
        if let Some(rows) = rows.get_mut(point) {
            rows.push(row);
        }
    }
    Ok(Sweep { about, plan, rows })
}
