//! The one test binary: every table, law and transcript is a module of it.

#![allow(clippy::unwrap_used)] // it is all tests, helpers included

mod cli;
mod date;
mod dating;
mod extract;
mod formats;
mod layers;
mod lexicon;
mod limits;
mod load;
mod merge;
mod output;
mod query;
mod repl;
mod samples;
mod session;
mod store;
mod tallies;
mod timex;
mod types;
