use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why the database could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file where a database was to be read.
    #[error("there is no database at {}", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The folder in which the database was to be made is not there.
    #[error("there is no folder {} to keep a database in", folder.display())]
    NoFolder {
        /// The folder that is missing.
        folder: PathBuf,
    },
    /// Something else than a database file stands there.
    #[error("expected a database at {}, found {found}", path.display())]
    NotADatabase {
        /// Where it stands.
        path: PathBuf,
        /// What it is: "a folder", "an empty file".
        found: &'static str,
    },
    /// It is a database, but another program's.
    #[error("expected a timeline database at {}, found the SQLite database of another program", path.display())]
    Foreign {
        /// Where it stands.
        path: PathBuf,
    },
    /// A newer version of this program wrote it.
    #[error("expected a database of version {known} or older at {}, found version {found}", path.display())]
    Newer {
        /// Where it stands.
        path: PathBuf,
        /// The version it has.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// It was to be written, but may only be read.
    #[error("the database {} is read-only", path.display())]
    ReadOnly {
        /// Where it stands.
        path: PathBuf,
    },
    /// The file could not be looked at.
    #[error("cannot open {}: {reason}", path.display())]
    Unreadable {
        /// Where it stands.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// Another program is writing to it and did not finish in time.
    #[error("the database is in use by another program")]
    Busy,
    /// The disk has no room left.
    #[error("no room is left on the disk of the database")]
    Full,
    /// The statement that ran was stopped.
    #[error("interrupted")]
    Interrupted,
    /// An event has a type that the word lists do not have.
    #[error("expected an event type of the word lists, found `{name}`")]
    UnknownType {
        /// The type it has.
        name: String,
    },
    /// An office names somebody whom the word lists do not have.
    #[error("expected an actor of the word lists, found `{name}`")]
    UnknownActor {
        /// The name it gives.
        name: String,
    },
    /// A mention points outside its document's text, or into the middle of a character.
    #[error("expected a mention inside the text, found bytes {start} to {end}")]
    BadSpan {
        /// Offset of its first byte.
        start: usize,
        /// Offset behind its last byte.
        end: usize,
    },
    /// An event has no such claim, or no other to be set apart from.
    #[error("{}", match (claim, claims) {
        (_, 1) => format!("event {event} has one mention only; there is nothing to split"),
        (claim, claims) => format!("expected a mention from 1 to {claims} of event {event}, found {claim}"),
    })]
    NoClaim {
        /// The event.
        event: i64,
        /// The claim, counted from 1.
        claim: usize,
        /// How many it has.
        claims: usize,
    },
    /// A statement would write.
    #[error("expected SQL that only reads")]
    NotReadOnly,
    /// Anything else that SQLite says.
    #[error("the database answered: {0}")]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::OperationInterrupted) => Self::Interrupted,
            _ => Self::Sqlite(error),
        }
    }
}
