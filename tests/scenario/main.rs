//! Scenario files, from the outside: what loads, what does not, and what is said about it.

mod diagnostics;
