//! The progress bar: on standard error, and only for a terminal.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over the replications of a scenario; hidden if `quiet` or if nobody would see it.
pub fn bar(title: &str, replications: u64, quiet: bool) -> ProgressBar {
    let visible = !quiet && std::io::stderr().is_terminal();
    let target = if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{msg}  {bar:30} {human_pos}/{human_len} replications  {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(replications), target).with_style(style).with_message(title.to_owned())
}
