//! The database: SQLite, and the only folder that opens a connection.
//!
//! Takes: documents with their events; the word lists as rows; a [`Statement`]. Gives: what was written, event by event
//! or as [rows](RowSink); and what names mean ([`Catalogue`]).
//! Knows nothing of the query language or of terminals.

mod batch;
mod catalogue;
mod error;
mod load;
mod merge;
mod names;
mod open;
mod read;
mod run;
mod saved;
pub mod schema;
mod statement;
mod text_index;
mod words;
mod write;

pub use catalogue::{Catalogue, EventDate, NameKind, Named};
pub use error::StoreError;
pub use load::{
    ClaimReading, LoadOptions, LoadRefusal, LoadWritten, LoadedClaim, LoadedDate, LoadedDocument,
    LoadedEvent, Loader,
};
pub use open::{Interrupt, Store};
pub use read::{
    Counts, DateRecord, DocumentRecord, EventRecord, MentionRecord, NameRecord, ParticipantRecord,
    PlaceRecord, RivalRecord, StoredDocument,
};
pub use run::{Effort, RunError};
pub use saved::{PeriodRecord, SavedQuery};
pub use statement::{Column, ColumnKind, LIST_SEPARATOR, RowSink, Statement, Value};
pub use words::{ActorRow, OfficeRow, PeriodRow, PlaceRow, TypeRow, WordLists};
pub use write::{Change, NewDocument, Written, text_hash};
