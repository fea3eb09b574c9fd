//! Charts as a reader gets them: SVG documents, measured and inverted, and PNG bytes.

mod geometry;
mod hard_cases;
mod identity;
mod kinds;
mod looks;
mod numbers;
mod other_results;
mod palette;
mod pictures;
mod planted;
mod sample;
mod shipped;
mod svg;
mod titles;
