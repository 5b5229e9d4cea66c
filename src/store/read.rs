use rusqlite::{OptionalExtension, Row};

use super::{Store, StoreError};
use crate::text::Span;

/// One event whole: what happened, how its date is known, and every claim it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRecord {
    /// Its number.
    pub id: i64,
    /// Its type and the class of that type.
    pub event_type: String,
    /// PLOVER's class, or STATEMENT, or OTHER.
    pub class: String,
    /// When, as the best mention has it.
    pub date: Option<DateRecord>,
    /// First and last day it may have touched, as day numbers; [`crate::date::Day::MIN`] and `MAX` for no limit.
    pub days: Option<(i64, i64)>,
    /// `actual` or `planned`.
    pub realis: String,
    /// One line for a chronology.
    pub summary: String,
    /// Who, in the order of the text.
    pub participants: Vec<ParticipantRecord>,
    /// Where.
    pub place: Option<PlaceRecord>,
    /// The claims, best first, each document's together.
    pub mentions: Vec<MentionRecord>,
    /// Events of other documents that may be the same with another day.
    pub rivals: Vec<RivalRecord>,
}

/// An event that agrees with another one in all but its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RivalRecord {
    /// Its number.
    pub id: i64,
    /// Its day, canonical EDTF.
    pub date: String,
    /// How many documents say so.
    pub documents: usize,
}

/// A date and how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateRecord {
    /// Canonical EDTF.
    pub edtf: String,
    /// The name of its [`crate::date::DateBasis`].
    pub basis: String,
    /// The same for a reader.
    pub explanation: String,
}

/// Someone who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipantRecord {
    /// Who.
    pub name: String,
    /// `state`, `organisation`, `group`, `person` or `other`.
    pub kind: String,
    /// `from` or `to`.
    pub role: String,
}

/// A place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRecord {
    /// Its name.
    pub name: String,
    /// The state it lies in.
    pub country: Option<String>,
    /// Degrees north and east.
    pub position: Option<(f64, f64)>,
}

/// One sentence's claim.
#[derive(Clone, Debug, PartialEq)]
pub struct MentionRecord {
    /// Its type.
    pub event_type: String,
    /// When, as it has it.
    pub date: Option<DateRecord>,
    /// `actual` or `planned`.
    pub realis: String,
    /// The words of the text.
    pub evidence: String,
    /// The words that name the happening, in bytes of `evidence`.
    pub trigger: Span,
    /// Why it is a claim of the event, where another document tells that best.
    pub joined: Option<String>,
    /// Where the evidence stands in the document, in code points, end exclusive.
    pub points: (i64, i64),
    /// The rules that fired.
    pub rules: Vec<String>,
    /// The document's number.
    pub document: i64,
    /// The document's headline, or where it came from.
    pub title: String,
    /// Its address on the web.
    pub url: Option<String>,
    /// When it was written.
    pub published: Option<String>,
}

/// A document without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRecord {
    /// Its number.
    pub id: i64,
    /// The headline.
    pub title: Option<String>,
    /// When it was written, canonical EDTF; `None` where nothing is known.
    pub published: Option<String>,
    /// Whether that is one known day.
    pub dated: bool,
    /// How that is known, in one word.
    pub basis: String,
    /// The same for a reader.
    pub explanation: String,
    /// Where it came from.
    pub sources: Vec<String>,
    /// How many events it tells of, alone or with others.
    pub events: u64,
}

/// A document as it was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDocument {
    /// One of the names it came under.
    pub name: String,
    /// The text as read.
    pub text: String,
    /// The headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
}

/// A name of the word lists and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRecord {
    /// The name.
    pub name: String,
    /// An actor's or place's kind, a type's class.
    pub kind: String,
    /// An actor's other names, a type's meaning.
    pub note: String,
    /// In how many events it stands.
    pub events: u64,
}

/// How much a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counts {
    /// Documents.
    pub documents: u64,
    /// Events.
    pub events: u64,
    /// Events without a date.
    pub undated: u64,
    /// Mentions.
    pub mentions: u64,
}

impl Store {
    /// Returns the event of that number, if there is one.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn event(&self, id: i64) -> Result<Option<EventRecord>, StoreError> {
        let sql = "SELECT t.name, t.class, e.date, e.basis, e.explanation, e.begin_earliest, e.end_latest, e.realis, \
                   e.summary, l.name, l.country, l.latitude, l.longitude \
                   FROM events e JOIN types t ON t.id = e.type LEFT JOIN places l ON l.id = e.place WHERE e.id = ?1";
        let event = self
            .connection
            .prepare_cached(sql)?
            .query_row([id], |r| {
                Ok(EventRecord {
                    id,
                    event_type: r.get(0)?,
                    class: r.get(1)?,
                    date: date_of(r, 2)?,
                    days: r.get::<_, Option<i64>>(5)?.zip(r.get(6)?),
                    realis: r.get(7)?,
                    summary: r.get(8)?,
                    participants: Vec::new(),
                    place: match r.get(9)? {
                        Some(name) => Some(PlaceRecord {
                            name,
                            country: r.get(10)?,
                            position: r.get::<_, Option<f64>>(11)?.zip(r.get(12)?),
                        }),
                        None => None,
                    },
                    mentions: Vec::new(),
                    rivals: Vec::new(),
                })
            })
            .optional()?;
        let Some(mut event) = event else { return Ok(None) };
        event.participants = self.all(
            "SELECT a.name, a.kind, p.role FROM participants p JOIN actors a ON a.id = p.actor \
             WHERE p.event = ?1 ORDER BY p.place_in_text, p.role",
            [id],
            |r| Ok(ParticipantRecord { name: r.get(0)?, kind: r.get(1)?, role: r.get(2)? }),
        )?;
        event.mentions = self.all(
            "SELECT t.name, m.date, m.basis, m.explanation, m.realis, m.evidence, m.trigger_start - m.start, \
             m.trigger_end - m.start, m.start_point, m.end_point, m.rules, m.document, \
             coalesce(d.title, (SELECT min(s.name) FROM sources s WHERE s.document = d.id), ''), d.url, d.published, m.joined \
             FROM mentions m JOIN types t ON t.id = m.type JOIN documents d ON d.id = m.document \
             JOIN events e ON e.id = m.event WHERE m.event = ?1 \
             ORDER BY m.best DESC, m.document <> e.document, m.document, m.id",
            [id],
            |r| {
                let rules: String = r.get(10)?;
                Ok(MentionRecord {
                    event_type: r.get(0)?,
                    date: date_of(r, 1)?,
                    realis: r.get(4)?,
                    evidence: r.get(5)?,
                    trigger: Span::new(r.get(6)?, r.get(7)?),
                    points: (r.get(8)?, r.get(9)?),
                    rules: rules.lines().map(str::to_owned).collect(),
                    document: r.get(11)?,
                    title: r.get(12)?,
                    url: r.get(13)?,
                    published: r.get(14)?,
                    joined: r.get(15)?,
                })
            },
        )?;
        event.rivals = super::merge::rivals(&self.connection, id)?;
        Ok(Some(event))
    }

    /// Returns every document, or only those whose day of writing is not known.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn documents(&self, undated_only: bool) -> Result<Vec<DocumentRecord>, StoreError> {
        self.all(
            "SELECT d.id, d.title, d.published, d.published_earliest IS d.published_latest AND d.published IS NOT NULL, \
             d.published_basis, d.published_explanation, (SELECT group_concat(name, char(10)) FROM \
             (SELECT s.name FROM sources s WHERE s.document = d.id ORDER BY s.name)), \
             (SELECT count(DISTINCT m.event) FROM mentions m WHERE m.document = d.id) FROM documents d \
             WHERE NOT ?1 OR d.published IS NULL OR d.published_earliest < d.published_latest ORDER BY d.id",
            [undated_only],
            |r| {
                let sources: Option<String> = r.get(6)?;
                Ok(DocumentRecord {
                    id: r.get(0)?,
                    title: r.get(1)?,
                    published: r.get(2)?,
                    dated: r.get(3)?,
                    basis: r.get(4)?,
                    explanation: r.get(5)?,
                    sources: sources.unwrap_or_default().lines().map(str::to_owned).collect(),
                    events: r.get(7)?,
                })
            },
        )
    }

    /// Returns what is needed to read a document anew, if there is such a document.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn stored_document(&self, id: i64) -> Result<Option<StoredDocument>, StoreError> {
        let sql = "SELECT coalesce((SELECT min(name) FROM sources WHERE document = d.id), ''), d.text, d.title, \
                   d.publisher, d.url FROM documents d WHERE d.id = ?1";
        let read = |r: &Row<'_>| {
            Ok(StoredDocument {
                name: r.get(0)?,
                text: r.get(1)?,
                title: r.get(2)?,
                publisher: r.get(3)?,
                url: r.get(4)?,
            })
        };
        Ok(self.connection.query_row(sql, [id], read).optional()?)
    }

    /// Returns every event type, class by class.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn types(&self) -> Result<Vec<NameRecord>, StoreError> {
        self.names(
            "SELECT t.name, t.class, t.meaning, (SELECT count(*) FROM events WHERE type = t.id) FROM types t \
             ORDER BY t.class, t.name",
        )
    }

    /// Returns every actor that takes part in an event, busiest first.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn actors(&self) -> Result<Vec<NameRecord>, StoreError> {
        self.names(
            "SELECT a.name, a.kind, coalesce((SELECT group_concat(alias, '; ') FROM (SELECT alias FROM aliases \
             WHERE actor = a.id AND alias <> a.name ORDER BY alias)), ''), n FROM \
             (SELECT actor, count(DISTINCT event) AS n FROM participants GROUP BY actor) \
             JOIN actors a ON a.id = actor ORDER BY n DESC, a.name",
        )
    }

    /// Returns every place at which an event happened, busiest first.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn places(&self) -> Result<Vec<NameRecord>, StoreError> {
        self.names(
            "SELECT l.name, l.kind, coalesce(l.country, ''), n FROM (SELECT place, count(*) AS n FROM events \
             WHERE place IS NOT NULL GROUP BY place) JOIN places l ON l.id = place ORDER BY n DESC, l.name",
        )
    }

    /// Returns how much there is.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM events), \
                   (SELECT count(*) FROM events WHERE begin_earliest IS NULL), (SELECT count(*) FROM mentions)";
        Ok(self.connection.query_row(sql, [], |r| {
            Ok(Counts { documents: r.get(0)?, events: r.get(1)?, undated: r.get(2)?, mentions: r.get(3)? })
        })?)
    }

    /// Returns the SQL that made the tables and views, for whoever asks the database with another tool.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn schema(&self) -> Result<String, StoreError> {
        // The tables in which FTS5 keeps its index are its own affair.
        let sql = "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB 'events_text_*' \
                   ORDER BY type = 'view', rowid";
        Ok(self.all(sql, [], |r| r.get::<_, String>(0))?.join("\n\n"))
    }

    fn names(&self, sql: &str) -> Result<Vec<NameRecord>, StoreError> {
        self.all(sql, [], |r| {
            Ok(NameRecord { name: r.get(0)?, kind: r.get(1)?, note: r.get(2)?, events: r.get(3)? })
        })
    }

    /// Returns every row of a query, each read by `read`.
    pub(super) fn all<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        Ok(self.connection.prepare_cached(sql)?.query_map(params, read)?.collect::<Result<_, _>>()?)
    }
}

/// Reads a date from three columns: EDTF, basis, explanation.
fn date_of(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<DateRecord>> {
    let edtf: Option<String> = row.get(at)?;
    let basis: Option<String> = row.get(at + 1)?;
    let explanation: Option<String> = row.get(at + 2)?;
    Ok(edtf.map(|edtf| DateRecord {
        edtf,
        basis: basis.unwrap_or_default(),
        explanation: explanation.unwrap_or_default(),
    }))
}
