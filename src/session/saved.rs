use super::{Session, SessionError};
use crate::date::{Day, Edtf};
use crate::query::{self, QueryError};
use crate::store::{PeriodRecord, SavedQuery, StoreError};

/// Why a query could not be saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// It is not understood, or leans on itself.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The database, or the word lists.
    #[error(transparent)]
    Session(#[from] SessionError),
}

impl Session {
    /// Keeps a query under a name (without `@`), in its canonical spelling; returns whether another one had that name
    /// before. `today` is what its `today` means while it is checked.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the query; otherwise as [`crate::store::Store::open`].
    pub fn save_query(&mut self, name: &str, text: &str, today: Day) -> Result<bool, SaveError> {
        let query = query::parse(text)?;
        let (store, _) = self.prepare()?;
        query::check_saved(name, &query, store, today)?;
        let saved = SavedQuery { name: name.to_owned(), text: query.to_string() };
        Ok(store.save_query(&saved).map_err(SessionError::from)?)
    }

    /// Forgets a saved query; returns whether there was one.
    ///
    /// # Errors
    ///
    /// As [`crate::store::Store::open`].
    pub fn delete_query(&mut self, name: &str) -> Result<bool, SessionError> {
        Ok(self.prepare()?.0.delete_query(name)?)
    }

    /// Returns every saved query, by name.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn saved_queries(&self) -> Result<Vec<SavedQuery>, StoreError> {
        self.store.saved_queries()
    }

    /// Names a period; returns whether another one had that name before.
    ///
    /// # Errors
    ///
    /// As [`crate::store::Store::open`].
    pub fn name_period(&mut self, name: &str, date: &Edtf) -> Result<bool, SessionError> {
        Ok(self.prepare()?.0.name_period(name, date)?)
    }

    /// Forgets a period that was named in this database; returns whether there was one.
    ///
    /// # Errors
    ///
    /// As [`crate::store::Store::open`].
    pub fn delete_period(&mut self, name: &str) -> Result<bool, SessionError> {
        Ok(self.prepare()?.0.delete_period(name)?)
    }

    /// Returns every period, those named in this database first, then by date.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn periods(&self) -> Result<Vec<PeriodRecord>, StoreError> {
        self.store.periods()
    }
}
