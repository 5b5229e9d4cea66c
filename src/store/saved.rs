use rusqlite::{Connection, OptionalExtension, params};

use super::{PeriodRow, Store, StoreError};
use crate::date::{self, Bounds, Edtf};
use crate::text::fold;

/// The kind of a period that somebody named in this database.
const OWN: &str = "own";

/// A query with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedQuery {
    /// Its name, without the `@` before it.
    pub name: String,
    /// What it stands for.
    pub text: String,
}

/// A period with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodRecord {
    /// Its name.
    pub name: String,
    /// `war`, `treaty`, `summit` …; `own` where it was named in this database.
    pub kind: String,
    /// When it was, in EDTF.
    pub date: String,
    /// The same in days.
    pub bounds: Bounds,
    /// Its other names.
    pub aliases: Vec<String>,
}

impl PeriodRecord {
    /// Tells whether it was named in this database.
    pub fn is_own(&self) -> bool {
        self.kind == OWN
    }
}

impl Store {
    /// Keeps a query under a name, in the place of one that had it before; returns whether there was one.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn save_query(&mut self, query: &SavedQuery) -> Result<bool, StoreError> {
        let known = self.delete_query(&query.name)?;
        let sql = "INSERT INTO queries (folded, name, text) VALUES (?1, ?2, ?3)";
        self.connection.execute(sql, params![fold(&query.name), query.name, query.text])?;
        Ok(known)
    }

    /// Forgets a saved query; returns whether there was one.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn delete_query(&mut self, name: &str) -> Result<bool, StoreError> {
        Ok(self.connection.execute("DELETE FROM queries WHERE folded = ?1", [fold(name)])? > 0)
    }

    /// Returns the saved query of that name, case and accents aside.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn saved_query(&self, name: &str) -> Result<Option<SavedQuery>, StoreError> {
        let sql = "SELECT name, text FROM queries WHERE folded = ?1";
        let query = |r: &rusqlite::Row<'_>| Ok(SavedQuery { name: r.get(0)?, text: r.get(1)? });
        Ok(self.connection.prepare_cached(sql)?.query_row([fold(name)], query).optional()?)
    }

    /// Returns every saved query, by name.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn saved_queries(&self) -> Result<Vec<SavedQuery>, StoreError> {
        let query = |r: &rusqlite::Row<'_>| Ok(SavedQuery { name: r.get(0)?, text: r.get(1)? });
        self.all("SELECT name, text FROM queries ORDER BY folded", [], query)
    }

    /// Names a period, in the place of one of that name that was named in this database before; returns whether there
    /// was one. It comes before a period of the word lists that has the same name.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn name_period(&mut self, name: &str, date: &Edtf) -> Result<bool, StoreError> {
        let known = self.delete_period(name)?;
        let (name, kind, date) = (name.to_owned(), OWN.to_owned(), date.to_string());
        put_period(&self.connection, &PeriodRow { name, kind, date, aliases: Vec::new() })?;
        Ok(known)
    }

    /// Forgets a period that was named in this database; returns whether there was one.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn delete_period(&mut self, name: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM periods WHERE kind = ?1 AND id IN (SELECT period FROM period_names WHERE folded = ?2)";
        Ok(self.connection.execute(sql, params![OWN, fold(name)])? > 0)
    }

    /// Returns the periods that a name stands for, case and accents aside: those named in this database, or else those of
    /// the word lists.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn periods_named(&self, name: &str) -> Result<Vec<PeriodRecord>, StoreError> {
        let mut found = self.periods_where(
            "WHERE p.id IN (SELECT period FROM period_names WHERE folded = ?1) ORDER BY p.id",
            &fold(name.trim()),
        )?;
        if found.iter().any(PeriodRecord::is_own) {
            found.retain(PeriodRecord::is_own);
        }
        Ok(found)
    }

    /// Returns every period, those named in this database first, then by date.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn periods(&self) -> Result<Vec<PeriodRecord>, StoreError> {
        let mut found = self.periods_where("WHERE ?1 = ?1", "")?;
        found.sort_by_key(|period| (!period.is_own(), period.bounds.earliest(), period.bounds.latest()));
        Ok(found)
    }

    fn periods_where(&self, condition: &str, value: &str) -> Result<Vec<PeriodRecord>, StoreError> {
        let sql = format!(
            "SELECT p.name, p.kind, p.date, (SELECT group_concat(alias, char(10)) FROM period_names n \
             WHERE n.period = p.id AND n.alias <> p.name) FROM periods p {condition}"
        );
        let rows: Vec<(String, String, String, Option<String>)> =
            self.all(&sql, [value], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
        let record = |(name, kind, date, aliases): (String, String, String, Option<String>)| {
            // What was written was a date; another tool may have written something else.
            let bounds = date::parse(&date).ok()?.bounds();
            let aliases = aliases.unwrap_or_default().lines().map(str::to_owned).collect();
            Some(PeriodRecord { name, kind, date, bounds, aliases })
        };
        Ok(rows.into_iter().filter_map(record).collect())
    }
}

/// Writes a period with its names.
pub(super) fn put_period(connection: &Connection, row: &PeriodRow) -> Result<(), StoreError> {
    let sql = "INSERT INTO periods (name, kind, date) VALUES (?1, ?2, ?3) RETURNING id";
    let id: i64 =
        connection.prepare_cached(sql)?.query_row(params![row.name, row.kind, row.date], |r| r.get(0))?;
    let sql = "INSERT INTO period_names (folded, period, alias) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    let mut name = connection.prepare_cached(sql)?;
    for alias in std::iter::once(&row.name).chain(&row.aliases) {
        name.execute(params![fold(alias), id, alias])?;
    }
    Ok(())
}
