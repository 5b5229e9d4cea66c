//! The one test binary: every table, law and transcript is a module of it.

#![allow(clippy::unwrap_used)] // it is all tests, helpers included

mod date;
mod samples;
mod timex;
