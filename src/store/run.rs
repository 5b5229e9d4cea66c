use std::ops::ControlFlow;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ToSql, params_from_iter};

use super::{RowSink, Statement, Store, StoreError, Value};

/// Why the rows of a statement did not all arrive.
#[derive(Debug, thiserror::Error)]
pub enum RunError<E> {
    /// The database failed, or was interrupted.
    #[error(transparent)]
    Store(StoreError),
    /// Whoever took the rows failed.
    #[error("{0}")]
    Sink(E),
}

/// How much SQLite had to do for a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Effort {
    /// Instructions of its virtual machine.
    pub steps: u64,
    /// Rows of tables and indexes that were read one after another from end to end.
    pub scanned: u64,
    /// Times that rows were sorted.
    pub sorts: u64,
}

impl<E> From<StoreError> for RunError<E> {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl<E> From<rusqlite::Error> for RunError<E> {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Runs a statement and gives its rows to `sink` one by one, until there are no more or it wants no more.
    ///
    /// # Errors
    ///
    /// Refuses a statement that would write; otherwise returns what SQLite or the sink says, and
    /// [`StoreError::Interrupted`] where somebody used [`Store::interrupt_handle`].
    pub fn run<S: RowSink + ?Sized>(
        &self,
        statement: &Statement,
        sink: &mut S,
    ) -> Result<(), RunError<S::Error>> {
        let mut prepared = self.connection.prepare_cached(&statement.sql)?;
        if !prepared.readonly() {
            return Err(StoreError::NotReadOnly.into());
        }
        let names: Vec<&str> = prepared.column_names().collect();
        let width = names.len();
        sink.columns(&names).map_err(RunError::Sink)?;
        drop(names);
        let mut rows = prepared.query(params_from_iter(&statement.params))?;
        // One row is kept and filled again and again, so that text is not allocated anew for every cell.
        let mut values = vec![Value::Null; width];
        while let Some(row) = rows.next()? {
            for (i, value) in values.iter_mut().enumerate() {
                value.set(row.get_ref(i)?);
            }
            if sink.row(&values).map_err(RunError::Sink)? == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(())
    }

    /// Runs a statement as [`Store::run`] does, and returns how much SQLite had to do.
    ///
    /// # Errors
    ///
    /// As [`Store::run`].
    pub fn measure<S: RowSink + ?Sized>(
        &self,
        statement: &Statement,
        sink: &mut S,
    ) -> Result<Effort, RunError<S::Error>> {
        use rusqlite::StatementStatus::{FullscanStep, Sort, VmStep};
        {
            let prepared = self.connection.prepare_cached(&statement.sql)?;
            for status in [FullscanStep, Sort, VmStep] {
                prepared.reset_status(status);
            }
        }
        self.run(statement, sink)?;
        // The same statement comes back from the cache, and what it counted with it.
        let prepared = self.connection.prepare_cached(&statement.sql)?;
        let status = |of| u64::try_from(prepared.get_status(of)).unwrap_or(0);
        Ok(Effort { steps: status(VmStep), scanned: status(FullscanStep), sorts: status(Sort) })
    }

    /// Returns how SQLite will run a statement, a line a step, indented as the steps lie in one another.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn steps(&self, statement: &Statement) -> Result<Vec<String>, StoreError> {
        let mut prepared = self.connection.prepare(&format!("EXPLAIN QUERY PLAN {}", statement.sql))?;
        let mut rows = prepared.query(params_from_iter(&statement.params))?;
        let mut depths: Vec<(i64, usize)> = vec![(0, 0)];
        let mut steps = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, parent, detail): (i64, i64, String) = (row.get(0)?, row.get(1)?, row.get(3)?);
            let depth = depths.iter().rev().find(|(i, _)| *i == parent).map_or(0, |(_, depth)| *depth);
            depths.push((id, depth + 1));
            steps.push(format!("{}{detail}", "  ".repeat(depth)));
        }
        Ok(steps)
    }
}

impl Value {
    fn set(&mut self, from: ValueRef<'_>) {
        match (from, self) {
            (ValueRef::Text(bytes), Self::Text(text)) => {
                text.clear();
                text.push_str(&String::from_utf8_lossy(bytes));
            }
            (ValueRef::Text(bytes) | ValueRef::Blob(bytes), value) => {
                *value = Self::Text(String::from_utf8_lossy(bytes).into_owned());
            }
            (ValueRef::Integer(number), value) => *value = Self::Integer(number),
            (ValueRef::Real(number), value) => *value = Self::Real(number),
            (ValueRef::Null, value) => *value = Self::Null,
        }
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}
