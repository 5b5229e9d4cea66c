//! The database: SQLite, and the only folder that opens a connection.
//!
//! Takes: documents with their events; a [`Statement`]. Gives: what was written; [`Rows`](RowSink).
//! Knows nothing of the query language or of terminals.

mod catalogue;
pub mod schema;
mod statement;

pub use catalogue::{Catalogue, NameKind, Named};
pub use statement::{Column, ColumnKind, LIST_SEPARATOR, RowSink, Statement, Value};
