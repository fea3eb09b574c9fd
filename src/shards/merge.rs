//! Shards added up to the run that they are parts of.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use super::{
    Error, Header, Kept, Stored,
    file::{file_of, read},
};
use crate::{
    engine::Layout,
    scenario::{Loaded, Resolved},
    statistics::{Collector, RunCondition},
};

/// A whole run, put together from its shards.
pub struct Merged {
    /// Header of one of the shards; what it says of the run holds for all.
    pub header: Header,
    /// The scenario.
    pub loaded: Loaded,
    /// Where the numbers stand.
    pub layout: Layout,
    /// The statistics of all replications.
    pub collector: Collector,
    /// The file of each shard in order, with the table of single replications beside it.
    pub parts: Vec<(PathBuf, Option<Kept>)>,
}

/// Why shards cannot be added up: everything that is wrong with them.
#[derive(Debug, Default)]
pub struct Refused {
    problems: Vec<(PathBuf, Error)>,
    /// Numbers of the shards that were not given, and how many there should be.
    missing: Option<(Vec<u32>, u32)>,
}

impl Refused {
    /// Something is wrong with a shard.
    pub(super) fn problem(&mut self, path: &Path, problem: Error) {
        self.problems.push((path.to_owned(), problem));
    }

    /// Some of the shards are not there.
    pub(super) fn missing(&mut self, missing: Vec<u32>, count: u32) {
        self.missing = (!missing.is_empty()).then_some((missing, count));
    }

    /// True if nothing is wrong.
    pub(super) fn is_empty(&self) -> bool {
        self.problems.is_empty() && self.missing.is_none()
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problems = self.problems.iter().map(|(path, problem)| format!("error: {}: {problem}", path.display()));
        let missing = self.missing.iter().map(|(missing, count)| {
            let noun = if missing.len() == 1 { "shard" } else { "shards" };
            format!("error: missing {noun} {} of {count}: simulate them with --shard I/{count}", ranges(missing))
        });
        f.write_str(&problems.chain(missing).collect::<Vec<_>>().join("\n"))
    }
}

impl std::error::Error for Refused {}

/// Adds up the shards in these files or folders: all of a run, in any order, each at least once.
///
/// Unfinished shards are passed over where a finished one is given too. Memory is that of two shards.
pub fn merge(paths: &[PathBuf]) -> Result<Merged, Refused> {
    let mut refused = Refused::default();
    let mut sum: Option<Sum> = None;
    for path in paths {
        let added = read(path).and_then(|stored| match &mut sum {
            None => Sum::begin(path, stored).map(|begun| sum = Some(begun)),
            Some(sum) => sum.add(path, stored),
        });
        if let Err(problem) = added {
            refused.problems.push((path.clone(), problem));
        }
    }
    if let Some(sum) = &mut sum {
        let unfinished = std::mem::take(&mut sum.unfinished);
        refused.problems.extend(unfinished.into_iter().filter(|(part, _)| !sum.parts.contains_key(part)).map(|u| u.1));
        // What is wrong with a shard may be the reason that it is missing: one thing after the other.
        let missing = sum.missing();
        refused.missing = (!missing.is_empty()).then_some((missing, sum.header.slice.count()));
    }
    match sum {
        Some(sum) if refused.problems.is_empty() && refused.missing.is_none() => Ok(sum.finish()),
        _ => Err(refused),
    }
}

/// Shards added up so far.
struct Sum {
    /// The first shard, which the others are held against.
    path: PathBuf,
    header: Header,
    loaded: Loaded,
    layout: Layout,
    collector: Collector,
    parts: BTreeMap<u32, (PathBuf, Option<Kept>)>,
    unfinished: BTreeMap<u32, (PathBuf, Error)>,
}

impl Sum {
    fn begin(path: &Path, stored: Stored) -> Result<Self, Error> {
        let (loaded, layout) = stored.reload()?;
        let scenario = &loaded.scenario;
        let conditions = RunCondition::of_targets(&layout, &scenario.targets);
        let collector = Collector::new(&layout, scenario.variants.len(), scenario.baseline).counting(&conditions);
        let header = stored.header.clone();
        let (parts, unfinished) = Default::default();
        let mut sum = Self { path: path.to_owned(), header, loaded, layout, collector, parts, unfinished };
        sum.add(path, stored)?;
        Ok(sum)
    }

    fn add(&mut self, path: &Path, stored: Stored) -> Result<(), Error> {
        if let Some(what) = stored.header.difference(&stored.resolved, &self.header, &self.loaded.resolved) {
            return Err(Error::Different { what, from: self.path.display().to_string() });
        }
        let scenario = &self.loaded.scenario;
        let conditions = RunCondition::of_targets(&self.layout, &scenario.targets);
        if !stored.collector.is_sound(&self.layout, scenario.variants.len(), scenario.baseline)
            || !stored.collector.counts(&conditions)
        {
            return Err(Error::Unsound);
        }
        let Header { slice, done, replications, kept, .. } = stored.header;
        let whole = slice.of(replications);
        if done != whole {
            let problem = Error::Unfinished { done: done.end - done.start, of: whole.end - whole.start };
            self.unfinished.insert(slice.index(), (path.to_owned(), problem));
        } else if !self.parts.contains_key(&slice.index()) {
            self.collector.merge(&stored.collector);
            self.parts.insert(slice.index(), (file_of(path), kept));
        }
        Ok(())
    }

    fn missing(&self) -> Vec<u32> {
        (1..=self.header.slice.count()).filter(|part| !self.parts.contains_key(part)).collect()
    }

    fn finish(self) -> Merged {
        let Self { header, loaded, layout, collector, parts, .. } = self;
        Merged { header, loaded, layout, collector, parts: parts.into_values().collect() }
    }
}

impl Header {
    /// In what this state's run differs from another's, given both scenarios, as the end of a sentence about this
    /// one; `None` if both are parts of one run.
    pub fn difference(&self, resolved: &Resolved, other: &Header, other_resolved: &Resolved) -> Option<String> {
        let number =
            |what: &str, ours: u64, theirs: u64| (ours != theirs).then(|| format!("{what}: {ours}, not {theirs}"));
        let kept = |header: &Header| header.kept.is_some();
        number("the seed", self.seed, other.seed)
            .or_else(|| number("the number of replications", self.replications, other.replications))
            .or_else(|| number("the number of shards", self.slice.count().into(), other.slice.count().into()))
            .or_else(|| resolved.difference(other_resolved))
            .or_else(|| {
                let word = if kept(self) { "with" } else { "without" };
                (kept(self) != kept(other)).then(|| format!("what is kept: {word} --keep-replications"))
            })
    }
}

/// Increasing numbers, with runs of them as ranges: `1, 4–7`.
fn ranges(numbers: &[u32]) -> String {
    let runs = numbers.chunk_by(|a, b| a + 1 == *b);
    let shown = runs.map(|run| match run {
        [first, .., last] if run.len() > 2 => format!("{first}–{last}"),
        _ => run.iter().map(u32::to_string).collect::<Vec<_>>().join(", "),
    });
    shown.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_numbers_are_short() {
        assert_eq!(ranges(&[1, 4, 5, 6, 9, 10]), "1, 4–6, 9, 10");
        assert_eq!(ranges(&[2]), "2");
    }
}
