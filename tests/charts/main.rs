//! Charts as a reader gets them: SVG documents, measured and inverted, and PNG bytes.

mod pictures;
mod sample;
