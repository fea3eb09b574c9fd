//! `replications.csv`, back in memory.

use std::{collections::BTreeMap, fs::File, io::BufReader, path::Path};

use super::{Error, REPLICATIONS_CSV};

/// The statistics of every single replication of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replicated {
    /// For each variant, class, stage, metric and statistic, (replication, value) by replication.
    series: BTreeMap<[String; 5], Vec<(u64, f64)>>,
}

impl Replicated {
    /// Reads the table of a results folder; `None` if the folder has none.
    ///
    /// Errs if the table is malformed, or holds a replication twice.
    pub fn read(dir: &Path) -> Result<Option<Self>, Error> {
        let path = dir.join(REPLICATIONS_CSV);
        if !path.exists() {
            return Ok(None);
        }
        let file = File::open(&path).map_err(Error::io("read", &path))?;
        let malformed = |problem: String| Error::Malformed { path: path.clone(), problem };
        Self::parse(BufReader::new(file)).map(Some).map_err(malformed)
    }

    fn parse(file: impl std::io::Read) -> Result<Self, String> {
        let mut reader = csv::Reader::from_reader(file);
        let columns = ["variant", "class", "stage", "metric", "statistic", "replication", "value"];
        let header = reader.headers().map_err(|error| error.to_string())?.clone();
        let at = |column: &str| {
            header.iter().position(|name| name == column).ok_or_else(|| format!("it has no column `{column}`"))
        };
        let places: Vec<usize> = columns.into_iter().map(at).collect::<Result<_, _>>()?;
        let mut series: BTreeMap<[String; 5], Vec<(u64, f64)>> = BTreeMap::new();
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).map_err(|error| error.to_string())? {
            let cell = |place: usize| record.get(places[place]).unwrap_or_default();
            let line = || record.position().map_or(0, csv::Position::line);
            let (Ok(replication), Ok(value)) = (cell(5).parse(), cell(6).parse::<f64>()) else {
                return Err(format!("line {}: `replication` or `value` is not a number", line()));
            };
            if !value.is_finite() {
                return Err(format!("line {}: `value` is not finite", line()));
            }
            let key: [String; 5] = std::array::from_fn(|place| cell(place).to_owned());
            series.entry(key).or_default().push((replication, value));
        }
        for (key, values) in &mut series {
            values.sort_by_key(|&(replication, _)| replication);
            if let Some(pair) = values.windows(2).find(|pair| pair[0].0 == pair[1].0) {
                return Err(format!("replication {} occurs twice for {}", pair[0].0, key.join(", ")));
            }
        }
        Ok(Self { series })
    }

    /// (replication, value) of a statistic, by replication: those of a variant, class, stage, metric and statistic.
    /// Replications without a value are left out.
    pub fn values(&self, names: [&str; 5]) -> &[(u64, f64)] {
        self.series.get(&names.map(str::to_owned)).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_by_replication() {
        let text = "variant,replication,class,stage,metric,statistic,value\n\
                    \"a,b\",1,all,all,backlog,end,3.5\n\"a,b\",0,all,all,backlog,end,2\nc,0,all,all,backlog,end,1\n";
        let table = Replicated::parse(text.as_bytes()).unwrap();
        assert_eq!(table.values(["a,b", "all", "all", "backlog", "end"]), [(0, 2.0), (1, 3.5)]);
        assert!(table.values(["a,b", "all", "all", "backlog", "max"]).is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let with = |rows: &str| {
            Replicated::parse(format!("variant,replication,class,stage,metric,statistic,value\n{rows}").as_bytes())
        };
        assert!(with("a,0,all,all,backlog,end,x\n").unwrap_err().contains("line 2"));
        assert!(with("a,0,all,all,backlog,end,inf\n").unwrap_err().contains("finite"));
        assert!(with("a,0,all,all,backlog,end,1\na,0,all,all,backlog,end,1\n").unwrap_err().contains("twice"));
        assert!(Replicated::parse("a,b\n".as_bytes()).unwrap_err().contains("`variant`"));
    }
}
