//! `saule compare`

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use saule::{
    PROGRAM,
    charts::Source,
    comparison::{self, Folder},
    results::{self, Destination, Replicated, Stored, comparison::ComparisonProvenance},
};

use super::{Done, Failure, contrasts, reporting::Reporting, simulation::command_line};

/// Holds results folders against the first of them, in tables and charts
#[derive(Args)]
pub struct Compare {
    /// Folders made by `saule run` or `merge`, the one to compare with first
    #[arg(value_name = "RESULTS", required = true)]
    results: Vec<PathBuf>,
    /// Folder of the comparison [default: output/NAME-compare, after the first folder]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    reporting: Reporting,
}

impl Compare {
    /// Reads all folders before anything is written.
    pub fn execute(&self) -> Result<Done, Failure> {
        self.reporting.check()?;
        let names = self.names()?;
        let folders: Result<Vec<Folder>, Failure> =
            self.results.iter().zip(names).map(|(dir, name)| read(dir, name)).collect();
        let folders = folders?;
        let output = self.output.clone().unwrap_or_else(|| {
            let name: String = folders[0].name.chars().map(|c| if c == '/' { '-' } else { c }).collect();
            Path::new("output").join(format!("{name}-compare"))
        });
        let destination = Destination::check_compare(&output, &self.results, self.reporting.force)?;
        let provenance = ComparisonProvenance {
            program: PROGRAM.into(),
            command: command_line(),
            made_by: destination.made_by().into(),
        };
        let comparison = comparison::compare(&folders, provenance);
        if comparison.rows.is_empty() {
            let notes = comparison.about.notes.join("\n");
            return Err(Failure::input(format!("the results have no metric in common: nothing to compare\n{notes}")));
        }
        let scenarios = scenarios(&self.results);
        let mut files = comparison.files();
        files.extend(results::comparison::scenario_files(&scenarios));
        files.extend(self.reporting.pages(Source::Comparison(&comparison), &scenarios)?);
        let dir = destination.place(true, files)?;
        self.reporting.conclude(&dir, |ending| contrasts::text(&comparison, ending))?;
        Ok(Done::Whole)
    }

    /// What tables and charts call the folders: the last part of their paths, or as much as tells them apart.
    fn names(&self) -> Result<Vec<String>, Failure> {
        if let [only] = &self.results[..] {
            return Err(Failure::input(format!(
                "{} alone has nothing to be compared with: name two results folders or more",
                only.display()
            )));
        }
        let find = |dir: &PathBuf| {
            let not_there = |error| Failure::input(format!("cannot find {}: {error}", dir.display()));
            fs::canonicalize(dir).map_err(not_there)
        };
        let paths = self.results.iter().map(find).collect::<Result<Vec<PathBuf>, Failure>>()?;
        for (index, path) in paths.iter().enumerate() {
            if paths[..index].contains(path) {
                return Err(Failure::input(format!(
                    "{} is named twice: compare different results folders",
                    self.results[index].display()
                )));
            }
        }
        let longest = paths.iter().map(|path| path.components().count()).max().unwrap_or(1);
        let names = (1..=longest).map(|parts| paths.iter().map(|path| end(path, parts)).collect::<Vec<String>>());
        let mut different = names.filter(|names| names.iter().collect::<BTreeSet<_>>().len() == names.len());
        Ok(different.next().unwrap_or_default())
    }
}

/// The scenarios of results folders, in their order; none where a folder has lost its own.
fn scenarios(folders: &[PathBuf]) -> Vec<String> {
    let read: Result<Vec<String>, _> =
        folders.iter().map(|dir| fs::read_to_string(dir.join("scenario.toml"))).collect();
    read.unwrap_or_default()
}

/// The last parts of a path, joined by `/`.
fn end(path: &Path, parts: usize) -> String {
    let all: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    all[all.len().saturating_sub(parts)..].join("/")
}

/// Reads one folder.
fn read(dir: &Path, name: String) -> Result<Folder, Failure> {
    let Stored::Run(results) = results::open(dir)? else {
        return Err(Failure::input(format!(
            "{} holds no run: folders of `saule run` and `merge` are what can be compared",
            dir.display()
        )));
    };
    if !results.about.provenance.complete {
        return Err(Failure::input(format!(
            "{} holds an interrupted run: finish it with the same `saule run`, then compare",
            dir.display()
        )));
    }
    let kept = Replicated::read(dir)?;
    Ok(Folder { name, results, kept })
}
