//! One sitting with the program: what both faces, command line and REPL, can ask for.
//!
//! Takes: paths, queries, numbers. Gives: reports, rows, records.
//! Knows nothing of clap, rustyline or standard output.

mod annotation;
mod files;
mod parallel;

pub use annotation::{Annotation, DocumentDate, EventAnnotation, Record, TimexAnnotation};
