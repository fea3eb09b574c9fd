//! Signals that end a run: the first asks it to stop after the replications under way, the second stops it at once.

use std::{
    ffi::c_int,
    sync::{Arc, LazyLock, atomic::AtomicBool},
};

use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag,
};

use super::Failure;

/// The status of a run that was stopped.
const STOPPED: c_int = 130;

static STOP: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Listens from now on; the flag is set by the first signal.
pub fn listen() -> Result<&'static AtomicBool, Failure> {
    for signal in [Some(SIGINT), Some(SIGTERM), hang_up()].into_iter().flatten() {
        // In this order: the first signal finds the flag not set yet.
        flag::register_conditional_shutdown(signal, STOPPED, STOP.clone())
            .and_then(|_| flag::register(signal, STOP.clone()))
            .map_err(|error| Failure::system(format!("cannot listen for interrupts: {error}")))?;
    }
    Ok(&STOP)
}

/// The signal that a terminal has been closed, unless it is ignored, as under `nohup`, or nobody can tell.
#[cfg(unix)]
fn hang_up() -> Option<c_int> {
    use signal_hook::consts::SIGHUP;
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    let ignored = u64::from_str_radix(ignored.trim(), 16).ok()?;
    (ignored >> (SIGHUP - 1) & 1 == 0).then_some(SIGHUP)
}

/// There is no such signal.
#[cfg(not(unix))]
fn hang_up() -> Option<c_int> {
    None
}
