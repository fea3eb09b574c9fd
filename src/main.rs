//! The command line.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    arguments.color.write_global();
    match cli::dispatch(&arguments.command) {
        Ok(done) => done.exit_code(),
        Err(failure) => {
            failure.print();
            failure.exit_code()
        }
    }
}
