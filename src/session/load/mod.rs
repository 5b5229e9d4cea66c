//! Events from a table: our own exports, and whatever else has a row an event.

mod columns;
mod rows;
mod value;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

pub use columns::{Mapping, MappingError};
pub use value::{DateOrder, RowError};

use super::files::Source;
use super::parallel::in_order;
use super::{Session, SessionError};
use crate::store::{LoadOptions, LoadWritten, StoreError};

/// About how many bytes of a table an event takes, for a guess at their number.
const BYTES_AN_EVENT: u64 = 300;

/// How a table is loaded.
#[derive(Clone, Debug, Default)]
pub struct TableOptions {
    /// Which column holds what; where it is empty, columns go by our own names.
    pub mapping: Mapping,
    /// How `4/5/2016` is to be read.
    pub order: Option<DateOrder>,
    /// Whether the good rows are kept where others are refused.
    pub keep_going: bool,
}

/// A row that was not taken.
#[derive(Debug)]
pub struct Refusal {
    /// Where it begins, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: RowError,
}

/// Why a table could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The system does not give it.
    #[error("cannot read {}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// There is nothing in it, or nothing that could be a table.
    #[error("expected CSV or JSON Lines in {}, found {found}", path.display())]
    NoTable {
        /// The file.
        path: PathBuf,
        /// What stands there.
        found: &'static str,
    },
    /// Its columns are not those that were expected.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// The database or the word lists.
    #[error(transparent)]
    Session(#[from] SessionError),
}

impl From<StoreError> for TableError {
    fn from(error: StoreError) -> Self {
        Self::Session(error.into())
    }
}

/// What became of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadTotal {
    /// What is in the database now; nothing where rows were refused and not all the same wanted.
    pub written: LoadWritten,
    /// How many rows could be taken.
    pub good: u64,
    /// How many could not.
    pub refused: u64,
    /// Columns of the table that were not read.
    pub unread: Vec<String>,
}

impl Session {
    /// Loads the events of a table, CSV or JSON Lines, told apart by how it begins; `-` is standard input. `report` is
    /// told of every row that is refused, in the order of the table. Where one is, nothing is kept unless the options
    /// say so.
    ///
    /// # Errors
    ///
    /// Fails where the file cannot be read, its columns say nothing, or the database fails; then nothing is kept.
    pub fn load(
        &mut self,
        path: &Path,
        options: &TableOptions,
        mut report: impl FnMut(&Refusal),
    ) -> Result<LoadTotal, TableError> {
        let source = if path.as_os_str() == "-" { Source::StandardInput } else { Source::File(path.into()) };
        let unreadable = |reason| TableError::Unreadable { path: path.into(), reason };
        let reader = source.open().map_err(unreadable)?;
        let table = rows::open(path, reader, &options.mapping)?;
        let (columns, batches) = (table.columns, table.batches);
        let bytes = path.metadata().map_or(0, |metadata| metadata.len());
        let begin = LoadOptions { expected: bytes / BYTES_AN_EVENT, aliases: !columns.is_export() };
        let mut total = LoadTotal { unread: columns.unread().to_vec(), ..LoadTotal::default() };
        let (store, _) = self.prepare()?;
        let mut loader = store.load(begin)?;
        let mut failure = None;
        let name = path.display().to_string();
        let work = |batch: rows::Batch| batch.read(&columns, options.order, &name);
        in_order(batches, rows::Batch::weight, work, |ready| {
            for (line, event) in ready.into_iter().flatten() {
                let taken = event.and_then(|event| match loader.add(&event, line) {
                    Ok(taken) => taken.map_err(RowError::Refused),
                    Err(error) => {
                        failure = Some(error);
                        Ok(0)
                    }
                });
                if failure.is_some() {
                    return ControlFlow::Break(());
                }
                match taken {
                    Ok(_) => total.good += 1,
                    Err(reason) => {
                        total.refused += 1;
                        report(&Refusal { line, reason });
                    }
                }
            }
            ControlFlow::Continue(())
        });
        if let Some(error) = failure {
            return Err(error.into());
        }
        if total.refused == 0 || (options.keep_going && total.good > 0) {
            total.written = loader.finish()?;
        }
        Ok(total)
    }
}
