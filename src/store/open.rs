use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, InterruptHandle, OpenFlags};

use super::batch::Batch;
use super::{StoreError, schema};

/// How long a statement waits for another process that is writing: an import keeps many documents at a time, and on a slow
/// machine that takes a while.
const PATIENCE: Duration = Duration::from_secs(20);

/// How much memory a writer keeps pages in, in KiB.
const CACHE: i64 = 64 * 1024;

/// After how many pages of 4 KiB the log is folded into the database.
const LOG: i64 = 16 * 1024;

/// An open database.
#[derive(Debug)]
pub struct Store {
    pub(super) connection: Connection,
    pub(super) batch: Batch,
}

/// Stops the statement that a [`Store`] is running, from another thread.
pub struct Interrupt(InterruptHandle);

impl Interrupt {
    /// Stops what runs now; what is started later runs as usual.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

impl Store {
    /// Opens the database at `path` for reading and writing. One that is not there is made; one of an older version is
    /// brought up to date.
    ///
    /// # Errors
    ///
    /// Refuses, before a byte of it is changed, what is not a database, is another program's, is of a newer version,
    /// or is read-only.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let flags = match header(path)? {
            Header::Absent => {
                let folder = path.parent().filter(|f| !f.as_os_str().is_empty());
                if let Some(folder) = folder.filter(|f| !f.is_dir()) {
                    return Err(StoreError::NoFolder { folder: folder.into() });
                }
                OpenFlags::SQLITE_OPEN_CREATE
            }
            Header::Empty | Header::Ours { .. } => OpenFlags::empty(),
        };
        // SQLite would fall back to reading where the file says so, and not look at all where the user is root.
        if path.metadata().is_ok_and(|m| m.permissions().readonly()) {
            return Err(StoreError::ReadOnly { path: path.into() });
        }
        let flags = flags | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        if connection.is_readonly("main")? {
            return Err(StoreError::ReadOnly { path: path.into() });
        }
        let mut store = Self::with(connection)?;
        store.refuse_newer(path)?;
        // The first step is taken before WAL is on, so that the file itself says from its first byte on whose it is.
        schema::migrate(&mut store.connection).map_err(|error| unwritable(error, path))?;
        store.connection.pragma_update(None, "journal_mode", "wal")?;
        // Safe against a crash of the program, and with WAL against loss of power too but for the last documents.
        store.connection.pragma_update(None, "synchronous", "normal")?;
        // An import touches the indexes all over: room for their pages, and a log that is folded in seldom, so that a page
        // changed a hundred times is written a few.
        store.connection.pragma_update(None, "cache_size", -CACHE)?;
        store.connection.pragma_update(None, "wal_autocheckpoint", LOG)?;
        Ok(store)
    }

    /// Opens a database that lives in memory and vanishes with the value.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says; there is no file that could be refused.
    pub fn open_in_memory() -> Result<Self, StoreError> {
        let mut store = Self::with(Connection::open_in_memory()?)?;
        schema::migrate(&mut store.connection)?;
        Ok(store)
    }

    /// Opens the database at `path` for reading. Nothing is made where nothing is.
    ///
    /// # Errors
    ///
    /// As [`Store::open`], but a file that is read-only is welcome, and [`StoreError::Missing`] where there is none.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        match header(path)? {
            Header::Absent => return Err(StoreError::Missing { path: path.into() }),
            Header::Empty => {
                return Err(StoreError::NotADatabase { path: path.into(), found: "an empty file" });
            }
            Header::Ours { version } if version < schema::VERSION => {
                let store = Self::open(path)?;
                store.connection.pragma_update(None, "query_only", true)?;
                return Ok(store);
            }
            Header::Ours { .. } => {}
        }
        let store = Self::reading(path)?;
        store.refuse_newer(path)?;
        Ok(store)
    }

    /// Returns two numbers that are others once the database has changed: how often others have changed it, and how many
    /// rows this store has.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn revision(&self) -> Result<(i64, u64), StoreError> {
        let others = self.connection.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        Ok((others, self.connection.total_changes()))
    }

    /// Returns a handle that stops a running statement from another thread.
    pub fn interrupt_handle(&self) -> Interrupt {
        Interrupt(self.connection.get_interrupt_handle())
    }

    /// Opens for reading a file that is known to be ours.
    fn reading(path: &Path) -> Result<Self, StoreError> {
        // A reader that could write tidies up the two files that WAL keeps beside the database; a strict reader leaves
        // them behind. So the file is opened for writing where that is allowed, and the connection forbids it.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let store = Self::with(Connection::open_with_flags(path, flags)?)?;
        store.connection.pragma_update(None, "query_only", true)?;
        match schema::version(&store.connection) {
            Ok(_) => Ok(store),
            // On a medium that cannot be written those two files cannot be made, and nobody can change the database.
            Err(StoreError::Sqlite(error)) if beside_missing(&error) => {
                let uri = format!("file:{}?immutable=1", percent_encoded(path));
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
                Self::with(Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?)
            }
            Err(error) => Err(error),
        }
    }

    fn with(connection: Connection) -> Result<Self, StoreError> {
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.set_prepared_statement_cache_capacity(96);
        // Without it a kept statement is planned anew for every value of some parameters.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        Ok(Self { connection, batch: Batch::default() })
    }

    /// The header was read from the file; what another process wrote a moment ago may still stand in its log.
    fn refuse_newer(&self, path: &Path) -> Result<(), StoreError> {
        let found = schema::version(&self.connection)?;
        if found > schema::VERSION {
            return Err(StoreError::Newer { path: path.into(), found, known: schema::VERSION });
        }
        Ok(())
    }
}

/// What stands at a path, as far as its first hundred bytes tell.
enum Header {
    Absent,
    Empty,
    Ours { version: i64 },
}

/// Looks at the file itself, because SQLite may change a file by merely opening it.
fn header(path: &Path) -> Result<Header, StoreError> {
    let unreadable = |reason| StoreError::Unreadable { path: path.into(), reason };
    let not_one = |found| Err(StoreError::NotADatabase { path: path.into(), found });
    match path.metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Header::Absent),
        Err(error) => return Err(unreadable(error)),
        Ok(metadata) if metadata.is_dir() => return not_one("a folder"),
        Ok(metadata) if !metadata.is_file() => return not_one("a device or pipe"),
        Ok(_) => {}
    }
    let mut bytes = Vec::with_capacity(100);
    File::open(path).and_then(|f| f.take(100).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.is_empty() {
        return Ok(Header::Empty);
    }
    if !bytes.starts_with(b"SQLite format 3\0") {
        return not_one("another kind of file");
    }
    // Offsets of the SQLite file format, 1.3: user_version at 60, application_id at 68, big-endian.
    let number = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(i32::from_be_bytes);
    let (Some(version), Some(application)) = (number(60), number(68)) else {
        return not_one("the beginning of a database");
    };
    if i64::from(application) != schema::APPLICATION_ID {
        return Err(StoreError::Foreign { path: path.into() });
    }
    if i64::from(version) > schema::VERSION {
        let (found, known) = (version.into(), schema::VERSION);
        return Err(StoreError::Newer { path: path.into(), found, known });
    }
    Ok(Header::Ours { version: version.into() })
}

/// A folder or disk that cannot be written shows itself only when the first write fails.
fn unwritable(error: StoreError, path: &Path) -> StoreError {
    match error {
        StoreError::Sqlite(e)
            if matches!(
                e.sqlite_error_code(),
                Some(rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::CannotOpen)
            ) =>
        {
            StoreError::ReadOnly { path: path.into() }
        }
        error => error,
    }
}

fn beside_missing(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::CannotOpen))
}

/// Writes a path for a `file:` URI; bytes outside the unreserved set of RFC 3986 and `/` become `%XX`.
fn percent_encoded(path: &Path) -> String {
    path.as_os_str()
        .as_encoded_bytes()
        .iter()
        .map(|&b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                char::from(b).to_string()
            }
            b => format!("%{b:02X}"),
        })
        .collect()
}
