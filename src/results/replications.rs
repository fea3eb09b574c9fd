//! `replications.csv`: the statistics of every single replication, written while they are simulated.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{
    Content, Error,
    tables::{Place, places},
};
use crate::{
    engine::{Layout, Outcome},
    model::{Days, Scenario, metric::Metric},
    shards,
    statistics::{TIME_STATISTICS, statistics_within},
};

/// Name of the file.
pub const REPLICATIONS_CSV: &str = "replications.csv";

/// Its first line.
const COLUMNS: &str = "variant,replication,class,stage,metric,statistic,value\n";

/// Turns outcomes into rows: variants, then places and statistics in the order of `summary.csv`. What has no value in
/// a replication has no row.
pub struct ReplicationRows {
    /// Names of the variants, as cells.
    variants: Vec<String>,
    /// The cells from class to statistic, with the index of the value in an outcome.
    scalars: Vec<(usize, String)>,
    times: Vec<TimeRows>,
}

/// The rows of a tally.
struct TimeRows {
    tally: usize,
    limit: Option<Days>,
    /// The cells of each statistic that the metric has.
    cells: Vec<String>,
}

impl ReplicationRows {
    /// The rows of this layout.
    pub fn new(scenario: &Scenario, layout: &Layout) -> Self {
        let cells = |place: &Place, statistic: &str| {
            // Names of classes and stages are bare keys: nothing to be quoted.
            format!("{},{},{},{statistic}", place.class, place.stage, place.metric.info().name)
        };
        let of_series = |place: &Place| -> Vec<(usize, String)> {
            let scalars = layout.scalars.iter().enumerate().filter(|(_, (series, _))| *series == place.index);
            scalars.map(|(index, (_, statistic))| (index, cells(place, statistic.name()))).collect()
        };
        let of_times = |place: Place| {
            let is_response = place.metric == Metric::ResponseTime;
            let statistics = if is_response { &TIME_STATISTICS[..] } else { &TIME_STATISTICS[..8] };
            TimeRows {
                tally: place.index,
                limit: layout.time_limit(place.metric),
                cells: statistics.iter().map(|statistic| cells(&place, statistic)).collect(),
            }
        };
        Self {
            variants: scenario.variants.iter().map(|variant| quoted(&variant.name)).collect(),
            scalars: places(scenario, layout, &layout.series).iter().flat_map(of_series).collect(),
            times: places(scenario, layout, &layout.tallies).into_iter().map(of_times).collect(),
        }
    }

    /// The rows of one replication.
    pub fn of(&self, replication: u64, outcomes: &[Outcome]) -> Vec<u8> {
        let mut rows = String::new();
        for (variant, outcome) in self.variants.iter().zip(outcomes) {
            let start = format!("{variant},{replication}");
            let mut push = |cells: &str, value: f64| {
                if value.is_finite() {
                    // Writing to a string cannot fail. Adding zero turns −0 into 0.
                    let _ = writeln!(rows, "{start},{cells},{}", value + 0.0);
                }
            };
            self.scalars.iter().for_each(|(index, cells)| push(cells, outcome.scalars[*index]));
            for time in &self.times {
                let values = statistics_within(&outcome.tallies[time.tally], time.limit);
                time.cells.iter().zip(values).for_each(|(cells, value)| push(cells, value));
            }
        }
        rows.into_bytes()
    }
}

/// A text as a cell of a CSV file.
fn quoted(text: &str) -> String {
    let is_plain = !text.contains(['"', ',', '\n', '\r']);
    if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

/// The table while it grows, under a hidden name; gone with this value unless a results folder takes it.
pub struct ReplicationsFile {
    path: PathBuf,
    file: BufWriter<File>,
    hasher: Sha256,
    length: u64,
}

impl ReplicationsFile {
    /// Begins a table in a file that does not exist yet.
    pub(super) fn create(path: PathBuf) -> Result<Self, Error> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        }
        let file = File::create(&path).map_err(Error::io("create", &path))?;
        let mut table = Self { path, file: BufWriter::new(file), hasher: Sha256::new(), length: 0 };
        table.write_all(COLUMNS.as_bytes()).map_err(Error::io("write", &table.path))?;
        Ok(table)
    }

    /// Appends the rows of another table, which lies beside a `shard.bin` that says what it must be.
    pub fn append(&mut self, shard: &Path, kept: &shards::Kept) -> Result<(), shards::Error> {
        copy(shard, kept, self)
    }

    /// Errs if the table beside a `shard.bin` is not what that says it must be.
    pub fn verify(shard: &Path, kept: &shards::Kept) -> Result<(), shards::Error> {
        copy(shard, kept, &mut io::sink())
    }

    /// Ends the table: its file, and what tells it from any other.
    pub fn finish(mut self) -> Result<(Content<'static>, shards::Kept), Error> {
        let synced = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        synced.map_err(Error::io("write", &self.path))?;
        let kept = shards::Kept { length: self.length, hash: self.hasher.clone().finalize().into() };
        Ok((Content::Table(self), kept))
    }

    /// Where the file is now.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Write for ReplicationsFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for ReplicationsFile {
    fn drop(&mut self) {
        // A file that was taken is not there any more.
        let _ = fs::remove_file(&self.path);
    }
}

/// Copies the rows of the table beside a `shard.bin` that says what it must be.
fn copy(shard: &Path, kept: &shards::Kept, to: &mut impl Write) -> Result<(), shards::Error> {
    let problem = |problem: String| shards::Error::Table { file: REPLICATIONS_CSV, problem };
    let path = shard.with_file_name(REPLICATIONS_CSV);
    let unreadable = |error: io::Error| problem(format!("cannot be read: {error}"));
    let mut file = BufReader::new(File::open(path).map_err(unreadable)?.take(kept.length.saturating_add(1)));
    let mut columns = vec![0; COLUMNS.len()];
    file.read_exact(&mut columns).map_err(unreadable)?;
    let mut copy = Copy { to, hasher: Sha256::new_with_prefix(&columns) };
    let length = io::copy(&mut file, &mut copy).map_err(|error| problem(format!("cannot be copied: {error}")))?;
    let is_whole = columns == COLUMNS.as_bytes()
        && length + columns.len() as u64 == kept.length
        && copy.hasher.finalize()[..] == kept.hash[..];
    if is_whole { Ok(()) } else { Err(problem("is damaged, its checksum does not match".into())) }
}

/// Writes what passes through, and takes its checksum.
struct Copy<'a, W> {
    to: &'a mut W,
    hasher: Sha256,
}

impl<W: Write> Write for Copy<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
