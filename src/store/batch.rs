use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;

use super::StoreError;
use super::indexes::{HELD_BY_DEFAULT, drop_indexes, drop_triggers, hold_text, tally};
use super::near::Near;
use super::told::Apart;
use crate::event::same::{Kind, PartyKind};
use crate::text::fold;

/// What is held in memory while documents are written: what is known of types, actors and places, so that each is asked
/// once and not for every event, and what is still to be written into the full text. It holds for one transaction, in which
/// nobody else writes.
#[derive(Debug, Default)]
pub(super) struct Batch {
    known: Known,
    text: FxHashMap<i64, TextChange>,
    apart: Option<Arc<Apart>>,
    pub(super) near: Near,
    /// How many events were written, and how many there were before.
    events: i64,
    before: i64,
    /// The SQL of the indexes and triggers that are made at the end.
    indexes: Vec<String>,
    triggers: Vec<String>,
}

#[derive(Debug, Default)]
struct Known {
    types: FxHashMap<String, Arc<TypeOf>>,
    actors: FxHashMap<String, i64>,
    places: FxHashMap<String, i64>,
    kinds: FxHashMap<i64, PartyKind>,
    countries: FxHashMap<i64, Option<i64>>,
}

/// What becomes of an event in the full text: the words that stand there and are taken out, and those that are put in.
#[derive(Debug, Default)]
struct TextChange {
    out: Option<Words>,
    put: Option<Words>,
}

/// What the full text holds of an event.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) summary: String,
    pub(super) evidence: String,
}

/// So many words for the full text wait in memory at most, counted in events.
const WAITING: usize = 1 << 14;
/// How many bytes of the full text FTS5 holds before it writes them as a piece of index of their own.
const HELD_TEXT: i64 = 16 << 20;
/// From so many new events on it may pay to make indexes anew, as long as not many more than these are there already.
const MANY: i64 = 2_000;
const TOO_MANY: i64 = 200_000;
/// The index of events that writing itself needs.
const NEEDED: [&str; 1] = ["events_type"];

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
    /// Begins a transaction: nothing is known, but for whether there is anything to know.
    pub(super) fn begin(tx: &Connection) -> Result<Self, StoreError> {
        let before = tx.query_row("SELECT coalesce(max(id), 0) FROM events", [], |r| r.get(0))?;
        Ok(Self { before, near: Near::of(before == 0), ..Self::default() })
    }

    /// Keeps words that are to be put into the full text. FTS5 writes a piece of index of its own at the end of every
    /// savepoint, so the changes of many documents wait for the end of the transaction.
    pub(super) fn put_in(&mut self, event: i64, words: Words) {
        self.text.entry(event).or_default().put = Some(words);
    }

    /// Keeps words that are to be taken out of the full text, unless they only wait to be put in.
    pub(super) fn take_out(&mut self, event: i64, words: Words) {
        let change = self.text.entry(event).or_default();
        if change.put.take().is_none() {
            change.out = Some(words);
        }
    }

    /// Takes note of events that were written, and makes room for more.
    pub(super) fn count(&mut self, tx: &Connection, events: usize) -> Result<(), StoreError> {
        self.events += i64::try_from(events).unwrap_or(0);
        if self.indexes.is_empty() && self.before < TOO_MANY && self.events > MANY.max(self.before / 8) {
            self.indexes = drop_indexes(tx, &["events"], &NEEDED)?;
            self.triggers = drop_triggers(tx)?;
        }
        if self.text.len() > WAITING {
            self.write_text(tx)?;
        }
        Ok(())
    }

    /// Writes what waits for the end of the transaction.
    pub(super) fn finish(&mut self, tx: &Connection) -> Result<(), StoreError> {
        self.write_text(tx)?;
        for sql in self.indexes.drain(..) {
            tx.execute_batch(&sql)?;
        }
        if !self.triggers.is_empty() {
            tally(tx)?;
        }
        for sql in self.triggers.drain(..) {
            tx.execute_batch(&sql)?;
        }
        Ok(())
    }

    /// Writes the changes of the full text, in the order of the events: FTS5 writes out what it holds whenever a number is
    /// not higher than the last.
    fn write_text(&mut self, tx: &Connection) -> Result<(), StoreError> {
        if self.text.is_empty() {
            return Ok(());
        }
        hold_text(tx, HELD_TEXT)?;
        let mut changes: Vec<(i64, TextChange)> = self.text.drain().collect();
        changes.sort_unstable_by_key(|(event, _)| *event);
        let mut take_out = tx.prepare_cached(
            "INSERT INTO events_text (events_text, rowid, summary, evidence) VALUES ('delete', ?1, ?2, ?3)",
        )?;
        let mut put_in =
            tx.prepare_cached("INSERT INTO events_text (rowid, summary, evidence) VALUES (?1, ?2, ?3)")?;
        for (event, TextChange { out, put }) in changes {
            if let Some(Words { summary, evidence }) = out {
                take_out.execute(params![event, summary, evidence])?;
            }
            if let Some(Words { summary, evidence }) = put {
                put_in.execute(params![event, summary, evidence])?;
            }
        }
        hold_text(tx, HELD_BY_DEFAULT)
    }

    /// Returns which claims a person keeps apart.
    pub(super) fn apart(&mut self, tx: &Connection) -> Result<Arc<Apart>, StoreError> {
        if let Some(apart) = &self.apart {
            return Ok(Arc::clone(apart));
        }
        let apart = Arc::new(Apart::load(tx)?);
        self.apart = Some(Arc::clone(&apart));
        Ok(apart)
    }

    /// Forgets which claims a person keeps apart, after some of them were deleted.
    pub(super) fn forget_apart(&mut self) {
        self.apart = None;
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
