use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use crate::event::same::{Kind, PartyKind};
use crate::text::fold;

/// What is held in memory while documents are written: what is known of types, actors and places, so that each is asked
/// once and not for every event, and what is still to be written into the full text. It holds for one transaction, in which
/// nobody else writes.
#[derive(Debug, Default)]
pub(super) struct Batch {
    known: Known,
    text: Vec<TextChange>,
}

#[derive(Debug, Default)]
struct Known {
    types: HashMap<String, Arc<TypeOf>>,
    actors: HashMap<String, i64>,
    places: HashMap<String, i64>,
    kinds: HashMap<i64, PartyKind>,
    countries: HashMap<i64, Option<i64>>,
}

/// An event that goes into the full text or out of it, with the words that stand there.
#[derive(Debug)]
pub(super) struct TextChange {
    pub(super) event: i64,
    pub(super) indexing: Indexing,
    pub(super) summary: String,
    pub(super) evidence: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Indexing {
    PutIn,
    TakeOut,
}

/// How far a batch had come.
pub(super) struct Mark(usize);

/// A type of event.
#[derive(Debug)]
pub(super) struct TypeOf {
    pub(super) id: i64,
    name: String,
    class: String,
}

impl TypeOf {
    /// Returns the type of an event; `None` where there is no such event.
    pub(super) fn load(tx: &Connection, event: i64) -> Result<Option<Self>, StoreError> {
        let sql = "SELECT t.id, t.name, t.class FROM events e JOIN types t ON t.id = e.type WHERE e.id = ?1";
        Ok(tx.prepare_cached(sql)?.query_row([event], Self::read).optional()?)
    }

    pub(super) fn kind(&self) -> Kind<'_> {
        Kind { name: &self.name, class: &self.class }
    }

    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get(0)?, name: row.get(1)?, class: row.get(2)? })
    }
}

impl Batch {
    /// Returns a mark that [`Batch::undo`] goes back to.
    pub(super) fn mark(&self) -> Mark {
        Mark(self.text.len())
    }

    /// Forgets what came after the mark. Names that were made meanwhile are gone, so all names are asked anew.
    pub(super) fn undo(&mut self, mark: Mark) {
        self.text.truncate(mark.0);
        self.known = Known::default();
    }

    /// Keeps a change of the full text. FTS5 writes a piece of index of its own at the end of every savepoint, so the
    /// changes of many documents wait for the end of the transaction.
    pub(super) fn index(&mut self, change: TextChange) {
        self.text.push(change);
    }

    /// Writes the changes of the full text, in their order.
    pub(super) fn write_text(&mut self, tx: &Connection) -> Result<(), StoreError> {
        for TextChange { event, indexing, summary, evidence } in self.text.drain(..) {
            let sql = match indexing {
                Indexing::PutIn => "INSERT INTO events_text (rowid, summary, evidence) VALUES (?1, ?2, ?3)",
                Indexing::TakeOut => {
                    "INSERT INTO events_text (events_text, rowid, summary, evidence) VALUES ('delete', ?1, ?2, ?3)"
                }
            };
            tx.prepare_cached(sql)?.execute(params![event, summary, evidence])?;
        }
        Ok(())
    }

    /// Returns the type of that name.
    pub(super) fn event_type(&mut self, tx: &Connection, name: &str) -> Result<Arc<TypeOf>, StoreError> {
        if let Some(known) = self.known.types.get(name) {
            return Ok(Arc::clone(known));
        }
        let sql = "SELECT id, name, class FROM types WHERE name = ?1";
        let found = tx.prepare_cached(sql)?.query_row([name], TypeOf::read).optional()?;
        let found = Arc::new(found.ok_or_else(|| StoreError::UnknownType { name: name.into() })?);
        self.known.types.insert(name.to_owned(), Arc::clone(&found));
        Ok(found)
    }

    /// Returns the actor of that name, after making it where the lists do not have it.
    pub(super) fn actor(&mut self, tx: &Connection, name: &str) -> Result<i64, StoreError> {
        if let Some(id) = self.known.actors.get(name) {
            return Ok(*id);
        }
        let id = match id_of(tx, "SELECT id FROM actors WHERE name = ?1", name)? {
            Some(id) => id,
            None => {
                tx.prepare_cached("INSERT INTO actors (name, kind) VALUES (?1, 'other')")?.execute([name])?;
                let id = tx.last_insert_rowid();
                tx.prepare_cached("INSERT INTO aliases (folded, actor, alias) VALUES (?1, ?2, ?3)")?
                    .execute(params![fold(name), id, name])?;
                id
            }
        };
        self.known.actors.insert(name.to_owned(), id);
        Ok(id)
    }

    /// Returns the place of that name, after making it where the lists do not have it.
    pub(super) fn place(&mut self, tx: &Connection, name: &str) -> Result<i64, StoreError> {
        if let Some(id) = self.known.places.get(name) {
            return Ok(*id);
        }
        let id = match id_of(tx, "SELECT id FROM places WHERE name = ?1", name)? {
            Some(id) => id,
            None => {
                tx.prepare_cached("INSERT INTO places (name, kind) VALUES (?1, 'other')")?.execute([name])?;
                let id = tx.last_insert_rowid();
                tx.prepare_cached("INSERT INTO place_aliases (folded, place, alias) VALUES (?1, ?2, ?3)")?
                    .execute(params![fold(name), id, name])?;
                // It may be the country that another place names.
                self.known.countries.clear();
                id
            }
        };
        self.known.places.insert(name.to_owned(), id);
        Ok(id)
    }

    /// Returns what an actor is.
    pub(super) fn kind(&mut self, tx: &Connection, actor: i64) -> Result<PartyKind, StoreError> {
        if let Some(kind) = self.known.kinds.get(&actor) {
            return Ok(*kind);
        }
        let sql = "SELECT kind FROM actors WHERE id = ?1";
        let kind: Option<String> = tx.prepare_cached(sql)?.query_row([actor], |r| r.get(0)).optional()?;
        let kind = match kind.as_deref() {
            Some("person") => PartyKind::Person,
            Some("organ") => PartyKind::Organ,
            Some("other") | None => PartyKind::Unknown,
            Some(_) => PartyKind::Body,
        };
        self.known.kinds.insert(actor, kind);
        Ok(kind)
    }

    /// Returns the country in which a place lies, where that is a place of its own.
    pub(super) fn country(&mut self, tx: &Connection, place: i64) -> Result<Option<i64>, StoreError> {
        if let Some(country) = self.known.countries.get(&place) {
            return Ok(*country);
        }
        let sql =
            "SELECT l.id FROM places p JOIN places l ON l.name = p.country WHERE p.id = ?1 AND l.id <> p.id";
        let country = tx.prepare_cached(sql)?.query_row([place], |r| r.get(0)).optional()?;
        self.known.countries.insert(place, country);
        Ok(country)
    }
}

/// Returns the number that `sql` finds for a text, if it finds one.
pub(super) fn id_of(tx: &Connection, sql: &str, key: &str) -> Result<Option<i64>, StoreError> {
    Ok(tx.prepare_cached(sql)?.query_row([key], |r| r.get(0)).optional()?)
}
