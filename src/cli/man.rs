//! `saule man`

use std::{fs, io::Write as _, path::PathBuf};

use clap::{Args, CommandFactory as _};
use clap_mangen::Man;

use super::{Arguments, Done, Failure};

/// Prints the manual page, or writes one for each subcommand
///
/// To read it: saule man | man -l -
#[derive(Args)]
pub struct ManPages {
    /// Write saule.1, saule-run.1 and so on into this folder, which is made if need be
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl ManPages {
    /// Prints or writes.
    pub fn execute(&self) -> Result<Done, Failure> {
        let command = Arguments::command();
        match &self.output {
            Some(dir) => {
                let written = fs::create_dir_all(dir).and_then(|()| clap_mangen::generate_to(command, dir));
                written.map_err(|error| Failure::system(format!("cannot write to {}: {error}", dir.display())))?;
            }
            None => {
                let mut page = Vec::new();
                Man::new(command).render(&mut page)?;
                std::io::stdout().write_all(&page)?;
            }
        }
        Ok(Done::Whole)
    }
}
