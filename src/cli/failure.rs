//! How a command ends.

use std::{io, process::ExitCode};

/// A command that did what it was asked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// All of it.
    Whole,
    /// All of it, and a target is not met.
    Missed,
    /// What was finished before an interrupt.
    Interrupted,
}

impl Done {
    /// 0, 1 if a target is not met, or 130 as after SIGINT.
    pub fn exit_code(self) -> ExitCode {
        match self {
            Done::Whole => ExitCode::SUCCESS,
            Done::Missed => ExitCode::from(1),
            Done::Interrupted => ExitCode::from(130),
        }
    }
}

/// A command that could not.
#[derive(Debug)]
pub enum Failure {
    /// The input or the command line is wrong; the text says where and how to mend it.
    Input(String),
    /// Results could not be written, or the system refused something.
    System(String),
    /// Whoever reads the output has gone: no reason to complain.
    NobodyReads,
}

impl Failure {
    /// Prints what is wrong on standard error.
    pub fn print(&self) {
        use io::Write as _;
        let (Failure::Input(text) | Failure::System(text)) = self else { return };
        // If standard error is gone as well, the exit status has to say it alone.
        let _ = writeln!(anstream::stderr(), "{}", text.trim_end());
    }

    /// 2 for wrong input, 1 for a failure while writing.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Failure::Input(_) => ExitCode::from(2),
            Failure::System(_) => ExitCode::from(1),
            Failure::NobodyReads => ExitCode::SUCCESS,
        }
    }

    /// Prints one line of a message as clap prints its own.
    pub fn input(message: impl std::fmt::Display) -> Self {
        Failure::Input(format!("error: {message}"))
    }

    /// A failure of the system, in the same form.
    pub fn system(message: impl std::fmt::Display) -> Self {
        Failure::System(format!("error: {message}"))
    }
}

/// Why simulations ended before the last.
pub enum End {
    /// They were told to.
    Interrupted,
    /// They could not go on.
    Failed(Failure),
}

impl From<Failure> for End {
    fn from(failure: Failure) -> Self {
        End::Failed(failure)
    }
}

/// Writing to standard output failed.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::NobodyReads,
            _ => Failure::system(format!("cannot write to standard output: {error}")),
        }
    }
}
