//! `timeline` reads articles, finds every dated event in them, keeps them in SQLite and answers questions about them.
//!
//! Two ladders. Every step is a change of type, so that the compiler watches the order:
//!
//! ```text
//! article   →  Document → sentences → TimeExpression → document date → dated expressions → Mention → Event → SQLite
//! query     →  Query → Plan → Statement → Rows → table, list, CSV, JSON, chart …
//! ```
//!
//! The modules stand in the order of the ladders, and each imports only from those above it.

pub mod text;

pub mod date;

pub mod lexicon;

pub mod document;

pub mod syntax;

pub mod timex;

pub mod dating;

pub mod event;

pub mod extract;

pub mod store;

pub mod query;

pub mod output;

pub mod session;

pub mod cli;

pub mod repl;
