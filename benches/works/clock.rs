//! Processor time, where the system tells it; else what the clock says.

use std::{fs, time::Instant};

/// Measures milliseconds.
pub struct Clock {
    begun: Instant,
    processor_time: fn() -> Option<f64>,
}

#[allow(dead_code, reason = "not every bench measures processor time, or of both kinds")]
impl Clock {
    /// Of this thread.
    pub fn of_thread() -> Self {
        Self { begun: Instant::now(), processor_time: of_thread }
    }

    /// Of all threads of this process, also those that have ended.
    pub fn of_process() -> Self {
        Self { begun: Instant::now(), processor_time: of_process }
    }

    /// Milliseconds since some moment.
    pub fn now(&self) -> f64 {
        (self.processor_time)().unwrap_or_else(|| self.begun.elapsed().as_secs_f64() * 1e3)
    }
}

/// Milliseconds that this thread has had a processor, of which Linux keeps account.
fn of_thread() -> Option<f64> {
    let account = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(account.split_whitespace().next()?.parse::<f64>().ok()? * 1e-6)
}

/// The same of this process, of user and system together; this account is kept to the hundredth of a second.
fn of_process() -> Option<f64> {
    let account = fs::read_to_string("/proc/self/stat").ok()?;
    // What comes before is the name of the program, which may have spaces in it.
    let (_, numbers) = account.rsplit_once(')')?;
    let ticks: Vec<f64> = numbers.split_whitespace().skip(11).take(2).flat_map(str::parse).collect();
    (ticks.len() == 2).then(|| ticks.iter().sum::<f64>() * 10.0)
}
