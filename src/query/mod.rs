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

mod ast;
mod calendar;
mod chain;
mod chain_count;
mod columns;
mod complete;
mod count;
mod error;
mod expected;
mod fold;
mod gaps;
mod input;
mod lexical;
mod literal;
mod outline;
mod parse;
mod place;
mod plan;
mod resolve;
mod select;
mod sql;
mod summary;
mod typed;
mod unexpected;
mod words;

pub use ast::{
    Atom, DateRelation, Duration, Field, Filter, MonthDay, Period, Point, Query, Shared, Side, Spanned,
    Stage, spelled, spelled_as,
};
pub use columns::{ChainKey, Format, Key};
pub use complete::{Completion, complete};
pub use error::QueryError;
pub(crate) use expected::alike;
pub use parse::parse;
pub use plan::{Beside, Chain, Count, Gaps, Link, Plan, Predicate, Recurring, Stand, Step, Test};
pub use resolve::{check_saved, plan};
pub use sql::Compiled;
pub use summary::Summary;
pub use words::{Word, goes_on, words};
