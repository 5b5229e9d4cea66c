//! The query language: from text to SQL.
//!
//! Takes: a query as typed, a [`Catalogue`](crate::store::Catalogue) that says what names mean, and which day today is.
//! Gives: a [`Query`] that prints itself back, a [`Plan`] that has nothing left to look up, and a [`Compiled`] query: the
//! [`Statement`](crate::store::Statement), what its columns hold, and the words for the line under the result. Also what
//! could be typed next ([`complete`]).
//! Knows nothing of connections and terminals. The norm of the language is `grammar/query.ebnf`.
//!
//! ```text
//! text ─ lexical ─ parse → Query ─ resolve → Plan ─ fold, sql → Compiled
//! ```

mod columns;
mod error;

pub use columns::{Format, Key};
pub use error::QueryError;
