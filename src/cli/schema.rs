//! `saule schema`

use std::io::Write as _;

use clap::Args;
use saule::scenario;

use super::{Done, Failure};

/// Prints the JSON Schema of scenario files
#[derive(Args)]
pub struct Schema {}

impl Schema {
    /// Prints it.
    pub fn execute(&self) -> Result<Done, Failure> {
        let schema = scenario::json_schema();
        writeln!(anstream::stdout(), "{schema:#}")?;
        Ok(Done::Whole)
    }
}
