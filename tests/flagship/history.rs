//! What the records say: `scenarios/data`.

use std::{path::Path, sync::LazyLock};

use serde::Deserialize;

/// A petition with at least 150 signatures.
#[derive(Debug, Deserialize)]
pub struct Petition {
    /// As `YYYY-MM-DDTHH:MM:SS`, so that text sorts by time.
    pub created_at: String,
    /// In force when it was created.
    pub threshold: u32,
    pub signatures: u32,
    pub answered_at: Option<String>,
    /// Number of the response that answered it; one may answer several petitions.
    pub response: Option<u32>,
}

impl Petition {
    /// True if it crossed on its own count, and was not swept along by the answer to others.
    pub fn crossed(&self) -> bool {
        self.signatures >= self.threshold
    }

    /// True if it was created in a span of days, the last one excluded.
    pub fn created_within(&self, (from, until): (&str, &str)) -> bool {
        from <= self.created_at.as_str() && self.created_at.as_str() < until
    }
}

/// Every listed petition.
pub static PETITIONS: LazyLock<Vec<Petition>> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/data/we-the-people-petitions.csv");
    let mut reader = csv::Reader::from_path(path).expect("the file of petitions is there");
    reader.deserialize().collect::<Result<_, _>>().expect("every row is a petition")
});

/// Number of petitions that satisfy a condition.
pub fn count(condition: impl Fn(&Petition) -> bool) -> f64 {
    PETITIONS.iter().filter(|petition| condition(petition)).count() as f64
}

/// Half-width of the 95% interval of a Poisson count, from its normal approximation.
pub fn sampling_error(count: f64) -> f64 {
    1.96 * count.sqrt()
}
