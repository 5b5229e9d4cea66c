//! One sitting with the program: what both faces, command line and REPL, can ask for.
//!
//! Takes: paths, queries, numbers. Gives: reports, rows, records.
//! Knows nothing of clap, rustyline or standard output.

mod annotate;
mod annotation;
mod files;
mod import;
mod load;
mod parallel;
mod question;
mod reading;
mod saved;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;

pub use annotate::{AnnotateOptions, Input, Presented, annotate, annotate_timeml};
pub use annotation::{Annotation, DocumentDate, EventAnnotation, SkippedAnnotation, TimexAnnotation};
pub use files::{Selection, count_files};
pub use import::{DocumentReport, Found, ImportOptions, ImportTotal, Imported, SkipCounts};
pub use load::{DateOrder, LoadTotal, Mapping, MappingError, Refusal, RowError, TableError, TableOptions};
pub use question::{FormatChoice, Question};
pub use reading::{ReadError, lexicon};
pub use saved::SaveError;

use crate::lexicon::{Lexicon, LexiconError};
use crate::store::{
    self, Catalogue, Counts, Directory, DocumentRecord, EventRecord, NameRecord, RowSink, RunError,
    Statement, Store, StoreError, StoredDocument,
};

/// What a face can fail with.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The word lists.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
}

impl SessionError {
    /// Returns the exit code of a program that fails with this: 130 where it was interrupted, else 1.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Store(StoreError::Interrupted) => 130,
            Self::Store(_) | Self::Lexicon(_) => 1,
        }
    }
}

/// Stops the query that a session is running, from another thread, for as long as the session lives.
#[derive(Clone)]
pub struct Interrupt(Arc<Mutex<store::Interrupt>>);

impl Interrupt {
    /// Stops what runs now; what is started later runs as usual.
    pub fn interrupt(&self) {
        if let Ok(handle) = self.0.lock() {
            handle.interrupt();
        }
    }
}

/// An open database, or none yet, and the word lists.
pub struct Session {
    /// Where the database is or will be; `None` for one that lives in memory.
    path: Option<PathBuf>,
    store: Store,
    /// Follows the store when it is opened anew.
    interrupt: Interrupt,
    writable: bool,
    lexicon: Option<Lexicon>,
    lists: Option<PathBuf>,
}

impl Session {
    /// Opens the database at `path` for questions. Nothing is written before something is imported.
    ///
    /// # Errors
    ///
    /// As [`Store::open_read_only`].
    pub fn open(path: &Path, lists: Option<&Path>) -> Result<Self, SessionError> {
        Ok(Self::on(Some(path.into()), Store::open_read_only(path)?, false, None, lists))
    }

    /// As [`Session::open`], but where there is no database yet the session begins with an empty one in memory, and
    /// the file is made when something is imported.
    ///
    /// # Errors
    ///
    /// As [`Store::open_read_only`] for a file that is there, and what is wrong with the word lists.
    pub fn open_or_begin(path: &Path, lists: Option<&Path>) -> Result<Self, SessionError> {
        match Self::open(path, lists) {
            Err(SessionError::Store(StoreError::Missing { .. })) => {
                let mut session = Self::in_memory(lists)?;
                session.path = Some(path.into());
                session.writable = false;
                Ok(session)
            }
            opened => opened,
        }
    }

    /// As [`Session::open_or_begin`], for a session that imports before it asks anything: where there is no database yet,
    /// no word lists are written into the one in memory, which takes as long as a hundred articles.
    ///
    /// # Errors
    ///
    /// As [`Session::open_or_begin`].
    pub fn open_to_import(path: &Path, lists: Option<&Path>) -> Result<Self, SessionError> {
        match Self::open(path, lists) {
            Err(SessionError::Store(StoreError::Missing { .. })) => {
                let lexicon = lexicon(lists)?;
                Ok(Self::on(Some(path.into()), Store::open_in_memory()?, false, Some(lexicon), lists))
            }
            opened => opened,
        }
    }

    /// Begins a session whose database lives in memory and vanishes with it.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the word lists.
    pub fn in_memory(lists: Option<&Path>) -> Result<Self, SessionError> {
        let mut store = Store::open_in_memory()?;
        let lexicon = lexicon(lists)?;
        store.write_word_lists(&reading::word_lists(&lexicon))?;
        Ok(Self::on(None, store, true, Some(lexicon), lists))
    }

    fn on(
        path: Option<PathBuf>,
        store: Store,
        writable: bool,
        lexicon: Option<Lexicon>,
        lists: Option<&Path>,
    ) -> Self {
        let interrupt = Interrupt(Arc::new(Mutex::new(store.interrupt_handle())));
        Self { path, store, interrupt, writable, lexicon, lists: lists.map(Into::into) }
    }

    /// Returns where the database is or will be; `None` for one that lives in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Runs a statement and gives its rows to `sink`.
    ///
    /// # Errors
    ///
    /// As [`Store::run`].
    pub fn run<S: RowSink + ?Sized>(
        &self,
        statement: &Statement,
        sink: &mut S,
    ) -> Result<(), RunError<S::Error>> {
        self.store.run(statement, sink)
    }

    /// Returns how SQLite will run a statement, a line a step.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn steps(&self, statement: &Statement) -> Result<Vec<String>, StoreError> {
        self.store.steps(statement)
    }

    /// Returns what names mean in this database.
    pub fn catalogue(&self) -> &dyn Catalogue {
        &self.store
    }

    /// Reads every name that a query may use, for completion: beside what else is done where the database is a file.
    /// Returns where the names will come; nothing comes where they cannot be read.
    pub fn directory(&self) -> Receiver<Directory> {
        let (sender, names) = mpsc::channel();
        let read = move |store: &Store| {
            // Who no longer waits for them does not miss them.
            let _ = Directory::read(store).map(|directory| sender.send(directory));
        };
        match self.path.as_deref().and_then(|path| Store::open_read_only(path).ok()) {
            Some(store) => drop(thread::spawn(move || read(&store))),
            None => read(&self.store),
        }
        names
    }

    /// As [`Store::numbered`].
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn numbered(&self, digits: &str, limit: usize) -> Result<Vec<(i64, String)>, StoreError> {
        self.store.numbered(digits, limit)
    }

    /// Returns what changes when the database does, through this session or another.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn revision(&self) -> Result<(i64, u64), StoreError> {
        self.store.revision()
    }

    /// Returns a handle that stops the query that is running.
    pub fn interrupt_handle(&self) -> Interrupt {
        self.interrupt.clone()
    }

    /// Returns the event of that number, whole.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn show(&self, id: i64) -> Result<Option<EventRecord>, StoreError> {
        self.store.event(id)
    }

    /// Says that a claim of an event tells of another happening; see [`Store::split`].
    ///
    /// # Errors
    ///
    /// As [`Store::split`], and what is wrong with the word lists.
    pub fn split(&mut self, event: i64, claim: usize) -> Result<i64, SessionError> {
        let (store, _) = self.prepare()?;
        Ok(store.split(event, claim)?)
    }

    /// Returns the documents that an event's claims stand in, claim by claim.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn sources(&self, event: &EventRecord) -> Result<Vec<StoredDocument>, StoreError> {
        let found = event.mentions.iter().map(|mention| self.store.stored_document(mention.document));
        found.filter_map(Result::transpose).collect()
    }

    /// Returns every document, or only those whose day of writing is not known.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn documents(&self, undated_only: bool) -> Result<Vec<DocumentRecord>, StoreError> {
        self.store.documents(undated_only)
    }

    /// Returns every event type, class by class.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn types(&self) -> Result<Vec<NameRecord>, StoreError> {
        self.store.types()
    }

    /// Returns every actor that takes part in an event, busiest first.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn actors(&self) -> Result<Vec<NameRecord>, StoreError> {
        self.store.actors()
    }

    /// Returns every place at which an event happened, busiest first.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn places(&self) -> Result<Vec<NameRecord>, StoreError> {
        self.store.places()
    }

    /// Returns how much there is.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        self.store.counts()
    }

    /// Returns the SQL that made the tables and views.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn schema(&self) -> Result<String, StoreError> {
        self.store.schema()
    }

    /// Makes the database ready to be written, and the word lists ready to read with.
    fn prepare(&mut self) -> Result<(&mut Store, &Lexicon), SessionError> {
        if !self.writable
            && let Some(path) = &self.path
        {
            self.store = Store::open(path)?;
            if let Ok(mut handle) = self.interrupt.0.lock() {
                *handle = self.store.interrupt_handle();
            }
            self.writable = true;
        }
        let lexicon = match self.lexicon.take() {
            Some(lexicon) => lexicon,
            None => lexicon(self.lists.as_deref())?,
        };
        // Every time, because a database just opened may have older lists; the same lists change nothing.
        self.store.write_word_lists(&reading::word_lists(&lexicon))?;
        Ok((&mut self.store, self.lexicon.insert(lexicon)))
    }
}
