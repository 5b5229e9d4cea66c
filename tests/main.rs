//! The one test binary: every table, law and transcript is a module of it.
mod date;
mod query;
