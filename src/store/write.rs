use std::collections::HashMap;

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::batch::{Batch, TypeOf, Words, id_of};
use super::merge::{Fresh, rebuild, settle, settle_fresh};
use super::near::{Look, fingerprint, neighbours};
use super::told::write_participants;
use super::{Store, StoreError};
use crate::date::{Bounds, Edtf, Extent};
use crate::event::same::PartyKind;
use crate::event::{Event, Mention, Role};
use crate::text::CodePoints;

const PUT_EVENT: &str = "\
    INSERT INTO events (date, begin_earliest, begin_latest, end_earliest, end_latest, extent, precision, basis, \
    explanation, type, realis, place, summary, document, id) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
const PUT_PARTICIPANT: &str = "\
    INSERT INTO participants (event, actor, role, place_in_text) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
const PUT_MENTION: &str = "\
    INSERT INTO mentions (event, document, start, end, start_point, end_point, trigger_start, trigger_end, \
    evidence, type, date, basis, explanation, realis, rules, best, place, summary, participants, cue) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)";

/// A document as it is handed to the database.
#[derive(Clone, Debug, Default)]
pub struct NewDocument<'a> {
    /// Where it came from: a path or address.
    pub name: &'a str,
    /// The text as read; spans of mentions point into it.
    pub text: &'a str,
    /// The headline.
    pub title: Option<&'a str>,
    /// Who published it.
    pub publisher: Option<&'a str>,
    /// Its address on the web.
    pub url: Option<&'a str>,
    /// When it was written, as far as that is known.
    pub published: Option<Edtf>,
    /// How that is known, in one word.
    pub published_basis: &'a str,
    /// The same for a reader.
    pub published_explanation: &'a str,
}

/// What became of a document that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its number.
    pub id: i64,
    /// What the database did.
    pub change: Change,
}

/// What the database did with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// It was known under this name with another text, or was to be read anew: its events were replaced.
    Replaced,
    /// Its text was known under another name: the name was added.
    SourceAdded,
    /// Its text was known under this name: nothing was done.
    Unchanged,
}

impl Store {
    /// Returns the [`text_hash`] of every document's text, and the date that the document has (canonical EDTF).
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn known_texts(&self) -> Result<HashMap<String, Option<String>>, StoreError> {
        Ok(self
            .all("SELECT text_hash, published FROM documents", [], |r| Ok((r.get(0)?, r.get(1)?)))?
            .into_iter()
            .collect())
    }

    /// Tells whether a document has exactly this text.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn knows(&self, text: &str) -> Result<bool, StoreError> {
        let sql = "SELECT id FROM documents WHERE text_hash = ?1";
        Ok(id_of(&self.connection, sql, &text_hash(text))?.is_some())
    }

    /// Writes a document with the events that were found in it, all of it or, where anything fails, nothing.
    ///
    /// A text that is known already stays as it is and at most gains a name. Another text under a known name replaces
    /// the old one, its mentions, and the events that no other document reports; the number of the document stays.
    ///
    /// # Errors
    ///
    /// Refuses events of an unknown type and mentions outside the text; otherwise returns what SQLite says.
    pub fn write_document(
        &mut self,
        document: &NewDocument<'_>,
        events: &[Event],
    ) -> Result<Written, StoreError> {
        self.write(document, events, false)
    }

    /// As [`Store::write_document`], but a known text is taken over anew with its date and events.
    ///
    /// # Errors
    ///
    /// As [`Store::write_document`].
    pub fn rewrite_document(
        &mut self,
        document: &NewDocument<'_>,
        events: &[Event],
    ) -> Result<Written, StoreError> {
        self.write(document, events, true)
    }

    /// Says when a document was written, and leaves its events as they are.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn date_document(
        &mut self,
        id: i64,
        date: &Edtf,
        basis: &str,
        explanation: &str,
    ) -> Result<(), StoreError> {
        let bounds = date.bounds();
        let sql = "UPDATE documents SET published = ?2, published_earliest = ?3, published_latest = ?4, \
                   published_basis = ?5, published_explanation = ?6 WHERE id = ?1";
        let (first, last) = (bounds.earliest().0, bounds.latest().0);
        self.connection.execute(sql, params![id, date.to_string(), first, last, basis, explanation])?;
        Ok(())
    }

    /// Begins a transaction for many documents. Until [`Store::commit`] nobody else sees them; each of them is still
    /// written whole or not at all.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn begin(&mut self) -> Result<(), StoreError> {
        // The rows of a document refer only to rows that were found or made with it, and what is deleted takes its own along.
        self.connection.pragma_update(None, "foreign_keys", false)?;
        // Immediate, so that two imports wait for each other instead of one failing half-way.
        let begun = self.connection.execute_batch("BEGIN IMMEDIATE").map_err(StoreError::from);
        match begun.and_then(|()| Batch::begin(&self.connection)) {
            Ok(batch) => self.batch = batch,
            Err(error) => {
                self.end();
                return Err(error);
            }
        }
        Ok(())
    }

    /// Keeps what was written since [`Store::begin`]. Where SQLite has given up the transaction (a full disk), there is
    /// nothing to keep.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        let Self { connection, batch } = self;
        if connection.is_autocommit() {
            return Ok(());
        }
        // Events that no search for words finds are worse than none.
        let kept = batch.finish(connection).and_then(|()| Ok(connection.execute_batch("COMMIT")?));
        self.end();
        kept
    }

    /// Gives up a transaction that is still open, and what was known in it.
    fn end(&mut self) {
        if !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        self.batch = Batch::default();
        let _ = self.connection.pragma_update(None, "foreign_keys", true);
    }

    fn write(
        &mut self,
        document: &NewDocument<'_>,
        events: &[Event],
        anew: bool,
    ) -> Result<Written, StoreError> {
        let alone = self.connection.is_autocommit();
        if alone {
            self.begin()?;
        }
        let written = match check(&self.connection, &mut self.batch, document, events) {
            Ok(()) => self.write_whole(document, events, anew),
            // Nothing of it has been written, so the others can stay.
            Err(refusal) if !alone => return Err(refusal),
            Err(refusal) => Err(refusal),
        };
        let kept = if alone { written.and_then(|w| self.commit().map(|()| w)) } else { written };
        if kept.is_err() {
            // Half a document is worse than none, and to go back to the last whole one would cost all of them.
            self.end();
        }
        kept
    }

    /// Writes a document that was [checked](check) inside a transaction.
    fn write_whole(
        &mut self,
        document: &NewDocument<'_>,
        events: &[Event],
        anew: bool,
    ) -> Result<Written, StoreError> {
        let hash = text_hash(document.text);
        let Self { connection, batch } = self;
        let tx = &*connection;
        let known = id_of(tx, "SELECT id FROM documents WHERE text_hash = ?1", &hash)?;
        let named = id_of(tx, "SELECT document FROM sources WHERE name = ?1", document.name)?;
        // A name stands for one text: the document that has it now loses it, and goes where it was its only one.
        let old = match named {
            Some(old) if known != named => {
                tx.prepare_cached("DELETE FROM sources WHERE name = ?1")?.execute([document.name])?;
                (count(tx, "SELECT count(*) FROM sources WHERE document = ?1", old)? == 0).then_some(old)
            }
            _ => None,
        };
        let (id, change) = match (known, old) {
            (Some(id), _) if !anew && named == known => (Some(id), Change::Unchanged),
            (Some(id), _) if !anew => (Some(id), Change::SourceAdded),
            (Some(id), _) => (Some(id), Change::Replaced),
            (None, Some(old)) => (Some(old), Change::Replaced),
            (None, None) if named.is_some() => (None, Change::Replaced),
            (None, None) => (None, Change::Added),
        };
        let mut vacant = Vacant::default();
        if let Some(old) = old {
            clear(tx, batch, old, &mut vacant)?;
            if id != Some(old) {
                for sql in [
                    "DELETE FROM apart WHERE ?1 IN (document, other_document)",
                    "DELETE FROM documents WHERE id = ?1",
                ] {
                    tx.prepare_cached(sql)?.execute([old])?;
                }
                batch.forget_apart();
            }
        }
        let id = match (id, change) {
            (Some(id), Change::Unchanged | Change::SourceAdded) => id,
            (id, _) => {
                if let Some(id) = id {
                    clear(tx, batch, id, &mut vacant)?;
                }
                let id = write_row(tx, id, &hash, document)?;
                let mut written = Vec::with_capacity(events.len());
                let mut page = Page::new(tx, id, document.text)?;
                for event in events {
                    written.push(page.write_event(batch, event, &mut vacant)?);
                }
                drop(page);
                let divided = batch.apart(tx)?.tells_of(id);
                let mut moved = Vec::new();
                for event in written {
                    if divided {
                        moved.extend(rebuild(tx, batch, event.id)?);
                    }
                    // What has moved may no longer be what was written.
                    if moved.contains(&event.id) {
                        moved.extend(settle(tx, batch, event.id)?);
                    } else {
                        moved.extend(settle_fresh(tx, batch, &event)?);
                    }
                }
                if divided {
                    vacant.neighbours.append(&mut moved);
                }
                id
            }
        };
        if change != Change::Unchanged {
            tx.prepare_cached("INSERT INTO sources (name, document) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
                .execute(params![document.name, id])?;
        }
        // What was kept apart only by events that are gone may be of one happening now.
        for event in vacant.neighbours {
            settle(tx, batch, event)?;
        }
        batch.count(tx, events.len())?;
        Ok(Written { id, change })
    }
}

/// Returns a name that only this text has, and always will: its SHA-256 (FIPS 180-4) in hexadecimal digits.
pub fn text_hash(text: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(text).iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Returns what the table of events calls the extent of a date; without one it is a point.
pub(super) fn extent(bounds: Option<Bounds>) -> &'static str {
    match bounds.map(|bounds| bounds.extent) {
        Some(Extent::Span) => "span",
        Some(Extent::Point) | None => "point",
    }
}

/// Writes the row of a document, over the one it has where `id` is given.
fn write_row(
    tx: &Connection,
    id: Option<i64>,
    hash: &str,
    document: &NewDocument<'_>,
) -> Result<i64, StoreError> {
    let bounds = document.published.as_ref().map(Edtf::bounds);
    let sql = "INSERT INTO documents (id, text_hash, text, title, publisher, url, published, published_earliest, \
               published_latest, published_basis, published_explanation) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (id) DO UPDATE SET \
               text_hash = excluded.text_hash, text = excluded.text, title = excluded.title, \
               publisher = excluded.publisher, url = excluded.url, published = excluded.published, \
               published_earliest = excluded.published_earliest, published_latest = excluded.published_latest, \
               published_basis = excluded.published_basis, published_explanation = excluded.published_explanation \
               RETURNING id";
    let row = params![
        id,
        hash,
        document.text,
        document.title,
        document.publisher,
        document.url,
        document.published.as_ref().map(Edtf::to_string),
        bounds.map(|b| b.earliest().0),
        bounds.map(|b| b.latest().0),
        document.published_basis,
        document.published_explanation,
    ];
    Ok(tx.prepare_cached(sql)?.query_row(row, |r| r.get(0))?)
}

/// What the events of a document leave behind when they are taken out.
#[derive(Default)]
struct Vacant {
    /// Their numbers, by the words of their best claim, so that an event that is found again keeps its number.
    numbers: HashMap<(String, i64), i64>,
    /// The highest of them, so that nothing else takes one before it is asked for.
    highest: i64,
    /// Other events that may have been kept from each other by them.
    neighbours: Vec<i64>,
}

impl Vacant {
    /// Returns the number that an event has to have; `None` where any will do.
    fn number(&mut self, tx: &Connection, text: &str, event: &Event) -> Result<Option<i64>, StoreError> {
        if self.highest == 0 {
            return Ok(None);
        }
        let number = event.mentions.first().and_then(|best| {
            let words = best.evidence.range();
            let trigger = i64::try_from(best.trigger.start.checked_sub(words.start)?).ok()?;
            self.numbers.remove(&(text.get(words)?.to_owned(), trigger))
        });
        if number.is_none() {
            self.highest = self.highest.max(count(tx, "SELECT coalesce(max(id), ?1) FROM events", 0)?) + 1;
        }
        Ok(number.or(Some(self.highest)))
    }
}

/// Takes a document's mentions out, and the events that nothing else reports.
fn clear(tx: &Connection, batch: &mut Batch, document: i64, vacant: &mut Vacant) -> Result<(), StoreError> {
    let events: Vec<i64> = tx
        .prepare_cached("SELECT DISTINCT event FROM mentions WHERE document = ?1")?
        .query_map([document], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    for &event in &events {
        if let Some(kind) = TypeOf::load(tx, event)? {
            vacant.neighbours.extend(neighbours(tx, batch, event, &kind, false)?);
        }
        let sql = "SELECT evidence, trigger_start - start FROM mentions WHERE event = ?1 AND best = 1 AND document = ?2";
        let words = tx
            .prepare_cached(sql)?
            .query_row([event, document], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        vacant.numbers.extend(words.map(|words| (words, event)));
        vacant.highest = vacant.highest.max(event);
        batch.take_out(event, words_of(tx, event)?);
        batch.near.forget(event);
    }
    tx.prepare_cached("DELETE FROM mentions WHERE document = ?1")?.execute([document])?;
    for &event in &events {
        if count(tx, "SELECT count(*) FROM mentions WHERE event = ?1", event)? == 0 {
            delete_event(tx, event)?;
            // Its fellows may have been looked for meanwhile, and it found with them.
            batch.near.forget(event);
        } else {
            batch.put_in(event, words_of(tx, event)?);
            vacant.numbers.retain(|_, number| *number != event);
            vacant.neighbours.extend(rebuild(tx, batch, event)?);
        }
    }
    Ok(())
}

/// Deletes an event of which no mention is left, with those who take part: foreign keys may be off.
pub(super) fn delete_event(tx: &Connection, event: i64) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM participants WHERE event = ?1")?.execute([event])?;
    tx.prepare_cached("DELETE FROM events WHERE id = ?1")?.execute([event])?;
    Ok(())
}

/// The days of a date as the table of events has them.
pub(super) struct Corners {
    pub(super) days: Option<[i64; 4]>,
    pub(super) extent: &'static str,
    pub(super) precision: &'static str,
}

impl Corners {
    pub(super) fn of(date: Option<&Edtf>) -> Self {
        let bounds = date.map(Edtf::bounds);
        Self {
            days: bounds.map(|b| [b.begin.0.0, b.begin.1.0, b.end.0.0, b.end.1.0]),
            extent: extent(bounds),
            precision: date.map_or("unknown", |date| date.precision().name()),
        }
    }
}

/// Refuses what cannot be written, before anything is.
fn check(
    tx: &Connection,
    batch: &mut Batch,
    document: &NewDocument<'_>,
    events: &[Event],
) -> Result<(), StoreError> {
    for event in events {
        batch.event_type(tx, &event.event_type)?;
        for mention in &event.mentions {
            batch.event_type(tx, &mention.event_type)?;
            let (evidence, trigger) = (mention.evidence, mention.trigger);
            for (span, stands) in [(evidence, evidence.contains(trigger)), (trigger, true)] {
                if !stands || document.text.get(span.range()).is_none() {
                    return Err(StoreError::BadSpan { start: span.start, end: span.end });
                }
            }
        }
    }
    Ok(())
}

/// A document that is being written, and the statements that write it.
struct Page<'a> {
    tx: &'a Connection,
    document: i64,
    text: &'a str,
    points: CodePoints<'a>,
    put_event: CachedStatement<'a>,
    put_participant: CachedStatement<'a>,
    put_mention: CachedStatement<'a>,
}

impl<'a> Page<'a> {
    fn new(tx: &'a Connection, document: i64, text: &'a str) -> Result<Self, StoreError> {
        Ok(Self {
            tx,
            document,
            text,
            points: CodePoints::new(text),
            put_event: tx.prepare_cached(PUT_EVENT)?,
            put_participant: tx.prepare_cached(PUT_PARTICIPANT)?,
            put_mention: tx.prepare_cached(PUT_MENTION)?,
        })
    }

    /// Writes an event as if nothing else told of it.
    fn write_event(
        &mut self,
        batch: &mut Batch,
        event: &Event,
        vacant: &mut Vacant,
    ) -> Result<Fresh, StoreError> {
        let tx = self.tx;
        let kind = batch.event_type(tx, &event.event_type)?;
        let place = event.place.as_deref().map(|name| batch.place(tx, name)).transpose()?;
        let date = event.date.as_ref();
        let corners = Corners::of(date.map(|d| &d.edtf));
        self.put_event.execute(params![
            date.map(|d| d.edtf.to_string()),
            corners.days.map(|d| d[0]),
            corners.days.map(|d| d[1]),
            corners.days.map(|d| d[2]),
            corners.days.map(|d| d[3]),
            corners.extent,
            corners.precision,
            date.map(|d| d.basis.name()),
            date.map(|d| &d.explanation),
            kind.id,
            event.realis.name(),
            place,
            event.summary,
            self.document,
            vacant.number(tx, self.text, event)?,
        ])?;
        let id = tx.last_insert_rowid();
        let mut parties: Vec<i64> = Vec::with_capacity(event.participants.len());
        for (order, participant) in (0_i64..).zip(&event.participants) {
            let actor = batch.actor(tx, &participant.name)?;
            if !parties.contains(&actor) && batch.kind(tx, actor)? != PartyKind::Unknown {
                parties.push(actor);
            }
            // Two names of one text may be one actor; it takes part once a role.
            self.put_participant.execute(params![id, actor, participant.role.name(), order])?;
        }
        let mut evidence = String::new();
        for (order, mention) in event.mentions.iter().enumerate() {
            if order > 0 {
                evidence.push('\n');
            }
            evidence.push_str(self.write_mention(batch, mention, id, order == 0)?);
        }
        batch.put_in(id, Words { summary: event.summary.clone(), evidence });
        let summary = fingerprint(&event.summary);
        let look = corners
            .days
            .and_then(|days| Look::of(&kind, days, date.map(|d| d.basis), place.is_some(), parties, summary));
        if let Some(look) = &look {
            batch.near.learn(id, &kind, look);
        }
        Ok(Fresh { id, kind, look })
    }

    /// Writes a claim of an event, and returns the words that are its evidence.
    fn write_mention(
        &mut self,
        batch: &mut Batch,
        mention: &Mention,
        event: i64,
        best: bool,
    ) -> Result<&'a str, StoreError> {
        let tx = self.tx;
        let (evidence, trigger) = (mention.evidence, mention.trigger);
        let words = self.text.get(evidence.range()).unwrap_or_default();
        let mut who: Vec<(i64, Role)> = Vec::with_capacity(mention.participants.len());
        for participant in &mention.participants {
            who.push((batch.actor(tx, &participant.name)?, participant.role));
        }
        let (start_point, end_point) = self.points.span(evidence);
        let date = mention.date.as_ref();
        self.put_mention.execute(params![
            event,
            self.document,
            evidence.start,
            evidence.end,
            start_point,
            end_point,
            trigger.start,
            trigger.end,
            words,
            batch.event_type(tx, &mention.event_type)?.id,
            date.map(|d| d.edtf.to_string()),
            date.map(|d| d.basis.name()),
            date.map(|d| &d.explanation),
            mention.realis.name(),
            mention.rules.join("\n"),
            best,
            mention.place.as_deref().map(|name| batch.place(tx, name)).transpose()?,
            mention.summary,
            write_participants(&who),
            mention.cue,
        ])?;
        Ok(words)
    }
}

/// Returns what the full text holds of an event. Taken out must be exactly what was put in, so this runs before the rows
/// that it reads are changed.
pub(super) fn words_of(tx: &Connection, event: i64) -> Result<Words, StoreError> {
    let sql = "SELECT e.summary, (SELECT group_concat(evidence, char(10)) FROM (SELECT evidence FROM mentions \
               WHERE event = e.id ORDER BY id)) FROM events e WHERE e.id = ?1";
    let read = |r: &rusqlite::Row<'_>| {
        Ok(Words { summary: r.get(0)?, evidence: r.get::<_, Option<String>>(1)?.unwrap_or_default() })
    };
    Ok(tx.prepare_cached(sql)?.query_row([event], read)?)
}

fn count(tx: &Connection, sql: &str, id: i64) -> Result<i64, StoreError> {
    Ok(tx.prepare_cached(sql)?.query_row([id], |r| r.get(0))?)
}
