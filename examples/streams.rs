//! Writes random words of the engine's streams to standard output, endlessly, for a battery of tests to read.
//!
//! ```sh
//! cargo run --release --example streams -- requests | dieharder -a -g 200
//! cargo run --release --example streams -- replications --round 256 | RNG_test stdin64
//! ```
//!
//! Neighbouring streams are interleaved: by default the opening word of each of endlessly many. The words are 64 bits
//! wide, the low byte first.

use std::io::{self, BufWriter, ErrorKind};

use clap::{Parser, value_parser};

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/streams/neighbours.rs"]
mod neighbours;

use neighbours::{Half, Interleaving, Neighbours, write_words};

/// Write random words of neighbouring streams.
#[derive(Parser)]
struct Arguments {
    /// In what the streams' names differ.
    neighbours: Neighbours,
    /// Words taken from each stream before the next is opened.
    #[arg(long, default_value_t = 1, value_parser = value_parser!(u64).range(1..))]
    words: u64,
    /// Open only so many streams and take a word of each in turn; with 1, one long stream.
    #[arg(long, value_parser = value_parser!(u64).range(1..), conflicts_with = "words")]
    round: Option<u64>,
    /// Write only one half of each word, 32 bits.
    #[arg(long)]
    half: Option<Half>,
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let interleaving = arguments.round.map_or(Interleaving::Openings(arguments.words), Interleaving::Rounds);
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match write_words(arguments.neighbours, interleaving, arguments.half, &mut out) {
        // The reader has had enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}
