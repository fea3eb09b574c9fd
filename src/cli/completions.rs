//! `saule completions`

use std::io::Write as _;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{Arguments, Done, Failure};

/// Prints a script that completes subcommands and options in a shell
///
/// For bash: saule completions bash > ~/.local/share/bash-completion/completions/saule
#[derive(Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    /// Prints the script.
    pub fn execute(&self) -> Result<Done, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "saule", &mut script);
        std::io::stdout().write_all(&script)?;
        Ok(Done::Whole)
    }
}
