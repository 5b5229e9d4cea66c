//! Many events at once, from a table that somebody wrote: one transaction, prepared statements, and the indexes of a
//! large load built at its end.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::config::DbConfig;
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;

use super::indexes::{HELD_BY_DEFAULT, drop_indexes, hold_text};
use super::text_index::{HELD_TEXT, TextIndex};
use super::write::extent;
use super::{Store, StoreError, text_hash};
use crate::date::{Bounds, DateBasis, Day, Edtf, Precision, Unit};
use crate::event::{Participant, Realis, Role};
use crate::text::{Span, fold};

const PUT_EVENT: &str = "\
    INSERT INTO events (id, date, begin_earliest, begin_latest, end_earliest, end_latest, extent, precision, basis, \
    explanation, type, realis, place, summary, document) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
const PUT_MENTION: &str = "\
    INSERT INTO mentions (event, document, start, end, start_point, end_point, trigger_start, trigger_end, evidence, \
    type, date, basis, explanation, realis, rules, best, place, summary, participants) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";

/// How many participants are sorted before they are written: they lie in the table actor by actor.
const SORTED_TOGETHER: usize = 1 << 20;
/// The memory for pages while many events are written, in KiB.
const CACHE_KIB: i64 = 256 << 10;
/// The same while indexes are built: so much is sorted at once by another thread while this one reads on.
const SORTED_KIB: i64 = 8 << 10;

/// An event as a table tells it, with nothing left to check but names and numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadedEvent {
    /// The number it had; it keeps it where that is free.
    pub id: Option<i64>,
    /// When.
    pub date: Option<LoadedDate>,
    /// A type or one of its synonyms; one that nobody knows yet becomes a type.
    pub event_type: String,
    /// Its class, where the table tells it.
    pub class: Option<String>,
    /// Whether it is announced and did not happen yet.
    pub planned: bool,
    /// Who, each with a number that tells the order in which they are named.
    pub participants: Vec<(Participant, usize)>,
    /// Where.
    pub place: Option<String>,
    /// One line for a chronology.
    pub summary: String,
    /// What says so, best first.
    pub claims: Vec<LoadedClaim>,
}

/// A date, its days worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedDate {
    /// Canonical EDTF.
    pub edtf: String,
    /// Its days.
    pub bounds: Bounds,
    /// How fine it is.
    pub precision: Precision,
    /// How it is known.
    pub basis: DateBasis,
    /// The same in words, where the table tells it.
    pub explanation: Option<String>,
}

/// What one sentence of one document says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadedClaim {
    /// The document.
    pub document: LoadedDocument,
    /// The words.
    pub evidence: String,
    /// Where they stand in the document, in code points, end exclusive.
    pub points: (i64, i64),
    /// The words that name the happening, in bytes of `evidence`; empty where nobody knows.
    pub trigger: Span,
    /// What it says of the event; `None` where that is just what is known of the event.
    pub reading: Option<ClaimReading>,
    /// The rules that fired, one a line.
    pub rules: String,
}

/// What a claim says of its event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimReading {
    /// As [`LoadedEvent::event_type`].
    pub event_type: String,
    /// Canonical EDTF, the name of the basis, the explanation.
    pub date: [Option<String>; 3],
    /// Whether it is announced.
    pub planned: bool,
}

/// A document of which the text is not at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LoadedDocument {
    /// The headline.
    pub title: Option<String>,
    /// Where it came from.
    pub sources: Vec<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
    /// When it was written.
    pub published: Option<Edtf>,
    /// How that is known, in one word.
    pub published_basis: String,
    /// The same in words.
    pub published_explanation: String,
}

/// How a load begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadOptions {
    /// About how many events will come; decides whether indexes are built anew.
    pub expected: u64,
    /// Whether a name may be any name of an actor or place; an export of our own has the one it is listed under.
    pub aliases: bool,
}

/// Why an event was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadRefusal {
    /// Another row has its number.
    #[error("expected each number once, found {id} again: it stands on line {line} already")]
    NumberAgain {
        /// The number.
        id: i64,
        /// The other row.
        line: u64,
    },
    /// Another row tells the same.
    #[error("it is the same event as on line {line}")]
    SameAsLine {
        /// The other row.
        line: u64,
    },
    /// The database has it.
    #[error("it is in the database already, as event {id}")]
    Known {
        /// Its number there.
        id: i64,
    },
    /// Its type has another class.
    #[error("expected the class {known} of the type {event_type}, found {found}")]
    OtherClass {
        /// The type.
        event_type: String,
        /// The class that the type has.
        known: String,
        /// The class that the row gives.
        found: String,
    },
}

/// What a load wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadWritten {
    /// Events.
    pub events: u64,
    /// Those that got another number than the table has, because that was taken.
    pub renumbered: u64,
    /// Types that were not known before.
    pub new_types: Vec<String>,
    /// Documents that were not known before.
    pub documents: u64,
}

/// A load that is going on. What is not [finished](Loader::finish) leaves no trace.
pub struct Loader<'a> {
    connection: &'a Connection,
    options: LoadOptions,
    /// The SQL of the indexes that are built at the end.
    indexes: Vec<String>,
    was_empty: bool,
    next_id: i64,
    types: FxHashMap<String, i64>,
    classes: FxHashMap<i64, String>,
    actors: FxHashMap<String, i64>,
    places: FxHashMap<String, i64>,
    sources: FxHashMap<String, i64>,
    documents: FxHashMap<LoadedDocument, i64>,
    /// What stands in the database, and in rows without a number, by what it says.
    told: FxHashMap<u64, Told>,
    /// The line of every number of the table.
    numbered: FxHashMap<i64, u64>,
    participants: Vec<(i64, i64, Role, usize)>,
    /// How many events of each type lie in the same months, as the table of tallies has it.
    tallies: FxHashMap<(i64, [i64; 4]), i64>,
    /// The full text, where it is built beside the rest.
    text: Option<TextIndex>,
    put_event: CachedStatement<'a>,
    put_mention: CachedStatement<'a>,
    written: LoadWritten,
    open: bool,
}

#[derive(Clone, Copy)]
enum Told {
    Event(i64),
    Line(u64),
}

impl Store {
    /// Begins a load. Nobody else sees anything of it before it is finished.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn load(&mut self, options: LoadOptions) -> Result<Loader<'_>, StoreError> {
        let connection = &self.connection;
        // With a rollback journal new pages are written once, with WAL twice. Where another program has the database
        // open, WAL stays.
        let _ = connection.pragma_update(None, "journal_mode", "delete");
        connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        connection.pragma_update(None, "threads", 2)?;
        // The rows refer only to rows that the loader has found or made.
        connection.pragma_update(None, "foreign_keys", false)?;
        // Nor does it make rows that contradict themselves.
        connection.pragma_update(None, "ignore_check_constraints", true)?;
        // The tallies are written at the end, all at once.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        Loader::new(connection, options)
    }
}

impl<'a> Loader<'a> {
    fn new(connection: &'a Connection, options: LoadOptions) -> Result<Self, StoreError> {
        let (events, last): (u64, i64) =
            connection.query_row("SELECT count(*), coalesce(max(id), 0) FROM events", [], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })?;
        let mut loader = Self {
            connection,
            options,
            indexes: Vec::new(),
            was_empty: events == 0,
            next_id: last + 1,
            types: FxHashMap::default(),
            classes: FxHashMap::default(),
            actors: FxHashMap::default(),
            places: FxHashMap::default(),
            sources: FxHashMap::default(),
            documents: FxHashMap::default(),
            told: FxHashMap::default(),
            numbered: FxHashMap::default(),
            participants: Vec::new(),
            tallies: FxHashMap::default(),
            text: None,
            put_event: connection.prepare_cached(PUT_EVENT)?,
            put_mention: connection.prepare_cached(PUT_MENTION)?,
            written: LoadWritten::default(),
            open: true,
        };
        loader.remember()?;
        if loader.was_empty {
            loader.text = Some(TextIndex::begin(connection)?);
        } else {
            loader.remember_events()?;
            connection.execute_batch("CREATE TEMP TABLE loaded (id INTEGER PRIMARY KEY)")?;
        }
        if options.expected > events {
            let tables = ["events", "participants", "mentions"];
            loader.indexes = drop_indexes(connection, &tables, &[])?;
        }
        Ok(loader)
    }

    /// Takes an event, which stands on that line of its table.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says; what is wrong with the event is no error.
    pub fn add(&mut self, event: &LoadedEvent, line: u64) -> Result<Result<i64, LoadRefusal>, StoreError> {
        if let Some(id) = event.id
            && let Some(line) = self.numbered.get(&id)
        {
            return Ok(Err(LoadRefusal::NumberAgain { id, line: *line }));
        }
        let event_type = match self.type_of(&event.event_type, event.class.as_deref())? {
            Ok(id) => id,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let place = event.place.as_deref().map(|name| self.named(Names::Places, name)).transpose()?;
        let mut who = Vec::with_capacity(event.participants.len());
        for (participant, order) in &event.participants {
            let actor = self.named(Names::Actors, &participant.name)?;
            // Two names may be one actor, who takes part once a role.
            if !who.iter().any(|(known, role, _)| *known == actor && *role == participant.role) {
                who.push((actor, participant.role, *order));
            }
        }
        let mut claims = Vec::with_capacity(event.claims.len());
        for claim in &event.claims {
            claims.push(self.document(&claim.document)?);
        }
        // Rows with numbers are compared by these, and with what the database has.
        let says = (event.id.is_none() || !self.was_empty).then(|| {
            fingerprint(&Saying {
                date: event.date.as_ref().map(|date| date.edtf.as_str()),
                event_type,
                planned: event.planned,
                place,
                summary: &event.summary,
                evidence: event.claims.first().map(|claim| (claim.evidence.as_str(), claim.points)),
                document: claims.first().copied(),
                participants: who.iter().map(|(actor, role, _)| (*actor, *role)).collect(),
            })
        });
        match says.and_then(|says| self.told.get(&says)) {
            Some(Told::Event(id)) => return Ok(Err(LoadRefusal::Known { id: *id })),
            Some(Told::Line(line)) if event.id.is_none() => {
                return Ok(Err(LoadRefusal::SameAsLine { line: *line }));
            }
            _ => {}
        }
        let id = self.number(event.id)?;
        match (event.id, says) {
            (Some(given), _) => drop(self.numbered.insert(given, line)),
            (None, Some(says)) => drop(self.told.insert(says, Told::Line(line))),
            (None, None) => {}
        }
        who.sort_by_key(|(.., order)| *order);
        self.write(id, event, event_type, place, &who, &claims)?;
        let ordered = who.into_iter().enumerate();
        self.participants.extend(ordered.map(|(order, (actor, role, _))| (actor, id, role, order)));
        if let Some(date) = &event.date {
            *self.tallies.entry((event_type, months(&date.bounds))).or_default() += 1;
        }
        if let Some(text) = &mut self.text {
            let evidence: Vec<&str> = event.claims.iter().map(|claim| claim.evidence.as_str()).collect();
            text.add(id, &event.summary, evidence.join("\n"));
        }
        if self.participants.len() >= SORTED_TOGETHER {
            self.write_participants()?;
        }
        self.written.events += 1;
        Ok(Ok(id))
    }

    /// Keeps everything.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says; then nothing is kept.
    pub fn finish(mut self) -> Result<LoadWritten, StoreError> {
        self.write_participants()?;
        self.connection.pragma_update(None, "cache_size", -SORTED_KIB)?;
        for sql in &self.indexes {
            self.connection.execute_batch(sql)?;
        }
        self.connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        self.write_tallies()?;
        match self.text.take() {
            Some(text) => text.finish(self.connection)?,
            None => self.write_text()?,
        }
        self.connection.execute_batch("COMMIT")?;
        self.open = false;
        self.connection.execute_batch("DROP TABLE IF EXISTS temp.loaded")?;
        Ok(std::mem::take(&mut self.written))
    }

    /// Writes the full text of the new events in the order of the numbers, as FTS5 wants it; and more at once than it
    /// would hold by itself, which saves it from merging.
    fn write_text(&self) -> Result<(), StoreError> {
        hold_text(self.connection, HELD_TEXT)?;
        self.connection.execute_batch(
            "INSERT INTO events_text (rowid, summary, evidence) SELECT e.id, e.summary, coalesce((SELECT \
             group_concat(evidence, char(10)) FROM (SELECT evidence FROM mentions WHERE event = e.id ORDER BY id)), '') \
             FROM events e JOIN temp.loaded n ON n.id = e.id ORDER BY e.id",
        )?;
        hold_text(self.connection, HELD_BY_DEFAULT)
    }

    fn write_tallies(&self) -> Result<(), StoreError> {
        let mut statement = self.statement(
            "INSERT INTO tallies (type, first_month, last_after, surely_from, surely_to, events) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET events = events + excluded.events",
        )?;
        for ((event_type, [first, last, from, to]), events) in &self.tallies {
            statement.execute(params![event_type, first, last, from, to, events])?;
        }
        Ok(())
    }

    /// Learns the names that the database has.
    fn remember(&mut self) -> Result<(), StoreError> {
        let pairs = |sql: &str| -> Result<Vec<(String, i64)>, StoreError> {
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let types = pairs("SELECT folded, type FROM type_synonyms")?;
        let classes = pairs("SELECT class, id FROM types")?;
        // A name that two have is neither's.
        let (mut actors, mut places) = (Vec::new(), Vec::new());
        if self.options.aliases {
            actors = pairs("SELECT folded, min(actor) FROM aliases GROUP BY folded HAVING count(*) = 1")?;
            places =
                pairs("SELECT folded, min(place) FROM place_aliases GROUP BY folded HAVING count(*) = 1")?;
        }
        // A listed name goes before another's alias, so it comes behind and stays.
        actors.extend(pairs("SELECT name, id FROM actors")?);
        places.extend(pairs("SELECT name, id FROM places")?);
        let sources = pairs("SELECT name, document FROM sources")?;
        self.types = types.into_iter().collect();
        self.classes = classes.into_iter().map(|(class, id)| (id, class)).collect();
        self.actors = actors.into_iter().collect();
        self.places = places.into_iter().collect();
        self.sources = sources.into_iter().collect();
        let sql = "SELECT id, coalesce(title, (SELECT min(name) FROM sources WHERE document = d.id)), url, published \
                   FROM documents d";
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let published: Option<String> = row.get(3)?;
            let published = published.and_then(|text| crate::date::parse(&text).ok());
            let (title, url) = (row.get(1)?, row.get(2)?);
            let document = LoadedDocument { title, url, published, ..LoadedDocument::default() };
            self.documents.entry(document).or_insert(row.get(0)?);
        }
        Ok(())
    }

    /// Learns what the events say that the database has.
    fn remember_events(&mut self) -> Result<(), StoreError> {
        let sql = "SELECT e.id, e.date, e.type, e.realis, e.place, e.summary, m.evidence, m.start_point, m.end_point, \
                   e.document, (SELECT group_concat(p.actor || ' ' || p.role) FROM participants p WHERE p.event = e.id) \
                   FROM events e LEFT JOIN mentions m ON m.event = e.id AND m.best = 1";
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let text = |at: usize| row.get_ref(at).map(|value| value.as_str().ok());
            let points = (row.get::<_, Option<i64>>(7)?, row.get::<_, Option<i64>>(8)?);
            let says = fingerprint(&Saying {
                date: text(1)?,
                event_type: row.get(2)?,
                planned: text(3)? == Some(Realis::Planned.name()),
                place: row.get(4)?,
                summary: text(5)?.unwrap_or_default(),
                evidence: text(6)?
                    .map(|words| (words, (points.0.unwrap_or_default(), points.1.unwrap_or_default()))),
                document: row.get(9)?,
                participants: text(10)?
                    .unwrap_or_default()
                    .split(',')
                    .filter_map(|part| part.split_once(' '))
                    .filter_map(|(actor, role)| {
                        let role = if role == Role::To.name() { Role::To } else { Role::From };
                        Some((actor.parse().ok()?, role))
                    })
                    .collect(),
            });
            self.told.entry(says).or_insert(Told::Event(row.get(0)?));
        }
        Ok(())
    }

    /// Returns the number that the next event gets.
    fn number(&mut self, given: Option<i64>) -> Result<i64, StoreError> {
        let free = match given {
            None => None,
            Some(id) if id >= self.next_id => Some(id),
            Some(id) => {
                let taken = self
                    .statement("SELECT 1 FROM events WHERE id = ?1")?
                    .query_row([id], |_| Ok(()))
                    .optional()?
                    .is_some();
                (!taken).then_some(id)
            }
        };
        self.written.renumbered += u64::from(given.is_some() && free.is_none());
        let id = free.unwrap_or(self.next_id);
        self.next_id = self.next_id.max(id + 1);
        Ok(id)
    }

    fn write(
        &mut self,
        id: i64,
        event: &LoadedEvent,
        event_type: i64,
        place: Option<i64>,
        who: &[(i64, Role, usize)],
        documents: &[i64],
    ) -> Result<(), StoreError> {
        let date = event.date.as_ref();
        let corners = date.map(|d| d.bounds);
        self.put_event.execute(params![
            id,
            date.map(|d| &d.edtf),
            corners.map(|b| b.begin.0.0),
            corners.map(|b| b.begin.1.0),
            corners.map(|b| b.end.0.0),
            corners.map(|b| b.end.1.0),
            extent(corners),
            date.map_or("unknown", |d| d.precision.name()),
            date.map(|d| d.basis.name()),
            date.and_then(|d| d.explanation.as_ref()),
            event_type,
            realis(event.planned),
            place,
            event.summary,
            documents.first(),
        ])?;
        if !self.was_empty {
            self.statement("INSERT INTO temp.loaded (id) VALUES (?1)")?.execute([id])?;
        }
        // A table does not say which claim named whom: each is taken to say what the event does.
        let mut named = String::with_capacity(32);
        for (actor, role, _) in who {
            let before = if named.is_empty() { '[' } else { ',' };
            let _ = write!(named, "{before}[{actor},\"{}\"]", role.name());
        }
        named.push_str(if named.is_empty() { "[]" } else { "]" });
        for (order, (claim, document)) in event.claims.iter().zip(documents).enumerate() {
            let (claimed, [edtf, basis, explanation], planned) = match &claim.reading {
                None => {
                    let explanation = date.and_then(|d| d.explanation.as_deref());
                    let known = [date.map(|d| d.edtf.as_str()), date.map(|d| d.basis.name()), explanation];
                    (event_type, known, event.planned)
                }
                Some(reading) => {
                    let claimed = self.type_of(&reading.event_type, None)?.unwrap_or(event_type);
                    (claimed, reading.date.each_ref().map(Option::as_deref), reading.planned)
                }
            };
            // Without the text nobody can tell bytes from code points in front of the evidence.
            let start = claim.points.0;
            let bytes = |offset: usize| start + i64::try_from(offset).unwrap_or(0);
            self.put_mention.execute(params![
                id,
                document,
                start,
                bytes(claim.evidence.len()),
                start,
                claim.points.1,
                bytes(claim.trigger.start),
                bytes(claim.trigger.end),
                claim.evidence,
                claimed,
                edtf,
                basis,
                explanation,
                realis(planned),
                claim.rules,
                order == 0,
                place,
                event.summary,
                named,
            ])?;
        }
        Ok(())
    }

    fn write_participants(&mut self) -> Result<(), StoreError> {
        let mut participants = std::mem::take(&mut self.participants);
        participants.sort_unstable();
        let mut statement = self.statement(
            "INSERT INTO participants (event, actor, role, place_in_text) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (actor, event, role, order) in participants.drain(..) {
            statement.execute(params![event, actor, role.name(), order])?;
        }
        drop(statement);
        self.participants = participants;
        Ok(())
    }

    /// Finds a type by any of its words, or makes one.
    fn type_of(&mut self, name: &str, class: Option<&str>) -> Result<Result<i64, LoadRefusal>, StoreError> {
        let id = match self.types.get(name) {
            Some(id) => Some(*id),
            None => {
                let found = self.types.get(fold(name).as_ref()).copied();
                found.map(|id| *self.types.entry(name.to_owned()).or_insert(id))
            }
        };
        if let Some(id) = id {
            let known = self.classes.get(&id).map_or("", String::as_str);
            return Ok(match class {
                Some(found) if found != known => {
                    let (event_type, known, found) = (name.to_owned(), known.to_owned(), found.to_owned());
                    Err(LoadRefusal::OtherClass { event_type, known, found })
                }
                _ => Ok(id),
            });
        }
        let class = class.unwrap_or("OTHER");
        self.statement("INSERT INTO types (name, class, meaning) VALUES (?1, ?2, 'from a table')")?
            .execute([name, class])?;
        let id = self.connection.last_insert_rowid();
        self.statement("INSERT INTO type_synonyms (folded, type) VALUES (?1, ?2)")?
            .execute(params![fold(name), id])?;
        self.types.insert(name.to_owned(), id);
        self.types.insert(fold(name).into_owned(), id);
        self.classes.insert(id, class.to_owned());
        self.written.new_types.push(name.to_owned());
        Ok(Ok(id))
    }

    /// Finds an actor or place by its name, or makes it.
    fn named(&mut self, names: Names, name: &str) -> Result<i64, StoreError> {
        let aliases = self.options.aliases;
        let known = match names {
            Names::Actors => &mut self.actors,
            Names::Places => &mut self.places,
        };
        if let Some(id) = known.get(name) {
            return Ok(*id);
        }
        if aliases && let Some(id) = known.get(fold(name).as_ref()).copied() {
            known.insert(name.to_owned(), id);
            return Ok(id);
        }
        let (put, also) = match names {
            Names::Actors => (
                "INSERT INTO actors (name, kind) VALUES (?1, 'other')",
                "INSERT INTO aliases (folded, actor, alias) VALUES (?1, ?2, ?3)",
            ),
            Names::Places => (
                "INSERT INTO places (name, kind) VALUES (?1, 'other')",
                "INSERT INTO place_aliases (folded, place, alias) VALUES (?1, ?2, ?3)",
            ),
        };
        self.statement(put)?.execute([name])?;
        let id = self.connection.last_insert_rowid();
        self.statement(also)?.execute(params![fold(name), id, name])?;
        let known = match names {
            Names::Actors => &mut self.actors,
            Names::Places => &mut self.places,
        };
        known.insert(name.to_owned(), id);
        if aliases {
            known.entry(fold(name).into_owned()).or_insert(id);
        }
        Ok(id)
    }

    /// Finds a document by where it came from or, where nobody says so, by title, address and date; or makes it.
    fn document(&mut self, document: &LoadedDocument) -> Result<i64, StoreError> {
        if let Some(id) = document.sources.iter().find_map(|name| self.sources.get(name)) {
            return Ok(*id);
        }
        // A table tells no more of a document than what it is found by.
        if document.sources.is_empty()
            && let Some(id) = self.documents.get(document)
        {
            return Ok(*id);
        }
        let LoadedDocument { title, url, published, .. } = document.clone();
        let key = LoadedDocument { title, url, published, ..LoadedDocument::default() };
        if document.sources.is_empty()
            && let Some(id) = self.documents.get(&key)
        {
            return Ok(*id);
        }
        let (basis, explanation) = match (&document.published, document.published_basis.as_str()) {
            (None, "") => ("unknown", "nothing is known"),
            (Some(_), "") => ("given", "given with its events"),
            (_, basis) => (basis, document.published_explanation.as_str()),
        };
        let bounds = document.published.as_ref().map(Edtf::bounds);
        // No article has this as its text, and no other document this title, address and date.
        let hash = text_hash(&format!("a document without its text: {document:?}"));
        self.statement(
            "INSERT INTO documents (text_hash, text, title, publisher, url, published, published_earliest, \
             published_latest, published_basis, published_explanation) VALUES (?1, '', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            hash,
            document.title,
            document.publisher,
            document.url,
            document.published.as_ref().map(Edtf::to_string),
            bounds.map(|b| b.earliest().0),
            bounds.map(|b| b.latest().0),
            basis,
            explanation,
        ])?;
        let id = self.connection.last_insert_rowid();
        for name in &document.sources {
            self.statement("INSERT INTO sources (name, document) VALUES (?1, ?2)")?
                .execute(params![name, id])?;
            self.sources.insert(name.clone(), id);
        }
        if document.sources.is_empty() {
            self.documents.insert(key, id);
        }
        self.written.documents += 1;
        Ok(id)
    }

    fn statement(&self, sql: &str) -> Result<CachedStatement<'a>, StoreError> {
        Ok(self.connection.prepare_cached(sql)?)
    }
}

impl Drop for Loader<'_> {
    /// Takes back what was not finished, and gives the connection back as it was.
    fn drop(&mut self) {
        if self.open {
            let _ = self.connection.execute_batch("ROLLBACK");
            let _ = self.connection.execute_batch("DROP TABLE IF EXISTS temp.loaded");
        }
        let _ = self.connection.pragma_update(None, "foreign_keys", true);
        let _ = self.connection.pragma_update(None, "ignore_check_constraints", false);
        let _ = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true);
        let _ = self.connection.pragma_update(None, "cache_size", -2000);
        let _ = self.connection.pragma_update(None, "journal_mode", "wal");
    }
}

#[derive(Clone, Copy)]
enum Names {
    Actors,
    Places,
}

/// What makes two events the same: everything a reader would compare.
struct Saying<'a> {
    date: Option<&'a str>,
    event_type: i64,
    planned: bool,
    place: Option<i64>,
    summary: &'a str,
    evidence: Option<(&'a str, (i64, i64))>,
    document: Option<i64>,
    participants: Vec<(i64, Role)>,
}

fn fingerprint(saying: &Saying<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    let Saying { date, event_type, planned, place, summary, evidence, document, participants } = saying;
    (date, event_type, planned, place, summary, evidence, document).hash(&mut hasher);
    let mut participants = participants.clone();
    participants.sort_unstable();
    participants.hash(&mut hasher);
    hasher.finish()
}

/// Returns the months of a date as the table of tallies has them: the first, and those of the other corners counted from it.
fn months(bounds: &Bounds) -> [i64; 4] {
    let month = |day: Day| if day.is_unbounded() { day.0 } else { Unit::Month.bucket(day) };
    let Bounds { begin, end, .. } = bounds;
    let first = month(begin.0);
    if begin.0 == end.1 {
        return [first, 0, 0, 0];
    }
    [first, month(end.1) - first, month(begin.1) - first, month(end.0) - first]
}

const fn realis(planned: bool) -> &'static str {
    if planned { Realis::Planned.name() } else { Realis::Actual.name() }
}
