//! Streams with neighbouring names are independent: each of them random, and no two related.
//!
//! The streams are opened as the engine opens them (`neighbours`). A public battery reads them interleaved, and what it
//! does not look at, neighbour against neighbour, is tested here. Everything is fixed, so a test passes always or never;
//! each states its alpha, the probability of failing under a generator without fault.

mod battery;
mod neighbours;
mod opening_words;
mod pairs;
