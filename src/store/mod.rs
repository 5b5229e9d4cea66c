//! The database: SQLite, and the only folder that opens a connection.
//!
//! Takes: documents with their events; the word lists as rows; a [`Statement`]. Gives: what was written, event by event
//! or as [rows](RowSink); what names mean ([`Catalogue`]), and
//! which names there are ([`Directory`]).
//! Knows nothing of the query language or of terminals.

mod batch;
mod catalogue;
mod directory;
mod error;
mod indexes;
mod load;
mod merge;
mod names;
mod near;
mod open;
mod read;
mod run;
mod saved;
pub mod schema;
mod statement;
mod told;
mod words;
mod write;

pub use catalogue::{Catalogue, EventDate, NameKind, Named};
pub use directory::Directory;
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
