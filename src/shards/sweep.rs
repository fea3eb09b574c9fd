//! The state of a sweep, or of a shard of it: the points that are done, with their rows.
//!
//! A point is done or not: replications of a point that was interrupted are simulated again. What is done is known by
//! the hash of the point's resolved scenario, so another sweep of the same scenario may go on from it.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{
    Error, Refused, Slice,
    container::{self, Kind},
    file::file_of,
};
use crate::{
    PROGRAM,
    results::{
        points::{PointRow, PointRows},
        rows::About,
        sweep::{Plan, Sweep},
    },
    scenario::Resolved,
};

const KIND: Kind = Kind { magic: b"saule sweep\n", format: 2 };

/// What a state is part of, and who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Program and version.
    pub program: String,
    /// Command and scenario file, as seen from beside the folder: who may replace the folder.
    pub made_by: String,
    /// The part of the points that was to be simulated.
    pub slice: Slice,
    /// Number of points of the whole sweep.
    pub points: u64,
}

/// A state of a sweep.
#[derive(Debug, Clone)]
pub struct State {
    /// What it is part of.
    pub header: Header,
    /// What is simulated.
    pub about: About,
    /// Where.
    pub plan: Plan,
    /// The scenario that is varied.
    pub resolved: Resolved,
    /// The points that are done, by the hash of their resolved scenario.
    pub done: PointRows,
    /// The hashes of the points of this part, in order.
    pub keys: Vec<String>,
}

/// What follows the header. What may leave out fields is written as JSON.
#[derive(Serialize, Deserialize)]
struct Body<'a> {
    about: String,
    plan: String,
    scenario: Cow<'a, str>,
    data: Cow<'a, [(String, Vec<u8>)]>,
    done: PointRows,
    keys: Cow<'a, [String]>,
}

impl State {
    /// True if every point of the part is done.
    pub fn is_complete(&self) -> bool {
        self.keys.iter().all(|key| self.done.contains(key))
    }

    /// What is drawn of a whole sweep that is complete.
    pub fn sweep(&self) -> Sweep {
        let drawn = |row: &PointRow<'_>| self.plan.draws(row.subject);
        let rows = |key: &String| self.rows(key).filter(drawn).map(PointRow::to_row).collect();
        Sweep { about: self.about.clone(), plan: self.plan.clone(), rows: self.keys.iter().map(rows).collect() }
    }

    /// Its table, piece by piece.
    pub fn table(&self) -> impl Iterator<Item = Vec<u8>> {
        self.plan.table(|point| self.rows(&self.keys[point]))
    }

    fn rows(&self, key: &str) -> impl Iterator<Item = PointRow<'_>> {
        self.done.rows(key).into_iter().flatten()
    }

    /// The state as the bytes of its file.
    pub fn encode(&self) -> Vec<u8> {
        let json = |value: serde_json::Result<String>| value.expect("plain data is written to memory");
        let body = Body {
            about: json(serde_json::to_string(&self.about)),
            plan: json(serde_json::to_string(&self.plan)),
            scenario: Cow::Borrowed(&self.resolved.text),
            data: Cow::Borrowed(&self.resolved.data),
            done: self.done.in_order(),
            keys: Cow::Borrowed(&self.keys),
        };
        let bytes = postcard::to_allocvec(&(&self.header, body)).expect("plain data is written to memory");
        container::seal(&KIND, &bytes)
    }

    fn is_sound(&self) -> bool {
        let Header { slice, points, .. } = &self.header;
        let count = self.plan.points.len() as u64;
        let part = || slice.of(*points);
        slice.is_sound()
            && *points == count
            && self.keys.len() as u64 == part().end - part().start
            && self.plan.points.iter().all(|point| point.len() == self.plan.factors.len())
            && self.done.is_sound(is_bare)
    }
}

/// True for what can stand in a table as it is.
fn is_bare(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// True if a path means the state of a sweep, rather than of a run.
pub fn is_sweep(path: &Path) -> bool {
    container::is_of_kind(&KIND, &file_of(path))
}

/// Who made the state in a folder, even if it is damaged.
pub(super) fn made_by(dir: &Path) -> Option<String> {
    let content = container::beginning(&KIND, &file_of(dir))?;
    Some(postcard::take_from_bytes::<Header>(&content).ok()?.0.made_by)
}

/// Reads the state in a folder or file.
///
/// Errs if there is none, if it is damaged, or if another version wrote it.
pub fn read(path: &Path) -> Result<State, Error> {
    let bytes = container::open(&KIND, &file_of(path))?;
    let (header, rest) = split(&bytes)?;
    let unsound = |_| Error::Unsound;
    let (body, rest) = postcard::take_from_bytes::<Body<'_>>(rest).map_err(|_| Error::Unsound)?;
    let state = State {
        header,
        about: serde_json::from_str(&body.about).map_err(unsound)?,
        plan: serde_json::from_str(&body.plan).map_err(unsound)?,
        resolved: Resolved::new(body.scenario.into_owned(), body.data.into_owned()),
        done: body.done,
        keys: body.keys.into_owned(),
    };
    if rest.is_empty() && state.is_sound() { Ok(state) } else { Err(Error::Unsound) }
}

fn split(bytes: &[u8]) -> Result<(Header, &[u8]), Error> {
    let (header, rest) = postcard::take_from_bytes::<Header>(bytes).map_err(|_| Error::Unsound)?;
    if header.program == PROGRAM { Ok((header, rest)) } else { Err(Error::OtherProgram { program: header.program }) }
}

/// Adds up the shards in these files or folders: all of a sweep, in any order, each at least once.
pub fn merge(paths: &[PathBuf]) -> Result<State, Refused> {
    let mut refused = Refused::default();
    let mut first: Option<(PathBuf, State)> = None;
    let mut parts: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for path in paths {
        let added = read(path).and_then(|state| match &mut first {
            None => {
                add(&state.header, &state, &mut parts)?;
                first = Some((path.clone(), state));
                Ok(())
            }
            Some((first_path, sum)) => {
                if let Some(what) = difference(&state, sum) {
                    return Err(Error::Different { what, from: first_path.display().to_string() });
                }
                add(&state.header, &state, &mut parts)?;
                sum.done.extend(state.done);
                Ok(())
            }
        });
        if let Err(problem) = added {
            refused.problem(path, problem);
        }
    }
    let Some((_, mut sum)) = first else { return Err(refused) };
    let count = sum.header.slice.count();
    refused.missing((1..=count).filter(|part| !parts.contains_key(part)).collect(), count);
    if !refused.is_empty() {
        return Err(refused);
    }
    sum.header.slice = Slice::WHOLE;
    sum.keys = parts.into_values().flatten().collect();
    Ok(sum)
}

fn add(header: &Header, state: &State, parts: &mut BTreeMap<u32, Vec<String>>) -> Result<(), Error> {
    if !state.is_complete() {
        let done = state.keys.iter().filter(|key| state.done.contains(key)).count() as u64;
        return Err(Error::UnfinishedSweep { done, of: state.keys.len() as u64 });
    }
    parts.entry(header.slice.index()).or_insert_with(|| state.keys.clone());
    Ok(())
}

/// In what two states are not parts of one sweep, as the end of a sentence about the first.
fn difference(state: &State, other: &State) -> Option<String> {
    let (slices, others) = (state.header.slice.count(), other.header.slice.count());
    if slices != others {
        return Some(format!("the number of shards: {slices}, not {others}"));
    }
    let scenario = state.resolved.difference(&other.resolved);
    scenario.or_else(|| (state.plan != other.plan).then(|| "what is varied, drawn or counted".to_owned()))
}
