//! SIGINT and SIGTERM: the first asks the run to stop after the current batch, the second stops at once.

use std::{
    process,
    sync::atomic::{AtomicBool, Ordering},
};

use super::Failure;

static STOP: AtomicBool = AtomicBool::new(false);

/// Listens from now on; the flag is set by the first signal.
pub fn listen() -> Result<&'static AtomicBool, Failure> {
    ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            process::exit(130);
        }
    })
    .map_err(|error| Failure::system(format!("cannot listen for interrupts: {error}")))?;
    Ok(&STOP)
}
