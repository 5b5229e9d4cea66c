use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::Value;

use crate::date::{self, Date, DateBasis, Day, Edtf, MONTHS};
use crate::document::read::written_date;
use crate::event::{Participant, Realis, Role};
use crate::lexicon::CLASSES;
use crate::query::Key;
use crate::store::{
    ClaimReading, LIST_SEPARATOR, LoadRefusal, LoadedClaim, LoadedDate, LoadedDocument, LoadedEvent,
};
use crate::text::Span;

/// In which order a date of figures alone names day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `28/06/1914`
    DayFirst,
    /// `06/28/1914`
    MonthFirst,
}

/// Why a row is no event.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    /// The system does not give it, or it breaks off.
    #[error("{reason}")]
    Unreadable {
        /// What the system says.
        reason: String,
    },
    /// Another number of fields than the header has.
    #[error("expected {expected} fields, found {found}")]
    Fields {
        /// As many as names of columns.
        expected: usize,
        /// As many as there are.
        found: usize,
    },
    /// Not text.
    #[error("expected UTF-8 in {column}")]
    NotUtf8 {
        /// Where.
        column: String,
    },
    /// No JSON object.
    #[error("expected a JSON object: {reason}")]
    NotJson {
        /// What is wrong with it.
        reason: String,
    },
    /// A member of a list that cannot be one.
    #[error("expected names without \"; \" in {column}, found {found}")]
    Member {
        /// Where.
        column: String,
        /// What stands there.
        found: String,
    },
    /// Nothing that could be read stands in it.
    #[error("expected a date, a type or a summary, found none")]
    Nothing,
    /// A date that is none.
    #[error("expected a date in {column}, found {found:?}: {reason}")]
    Date {
        /// Where.
        column: &'static str,
        /// What stands there.
        found: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A date that may be two days.
    #[error("expected one date in {column}, found {found:?}, which may be {day_first} or {month_first}")]
    TwoDates {
        /// Where.
        column: &'static str,
        /// What stands there.
        found: String,
        /// The day where the day stands first.
        day_first: Day,
        /// The day where the month does.
        month_first: Day,
    },
    /// A column that contradicts another.
    #[error("expected {expected} in {column}, as {because} has it, found {found}")]
    Contradiction {
        /// Where.
        column: &'static str,
        /// What should stand there.
        expected: String,
        /// The column that says so.
        because: &'static str,
        /// What stands there.
        found: String,
    },
    /// A word that is none of those which may stand there.
    #[error("expected {expected} in {column}, found {found:?}")]
    Word {
        /// Where.
        column: &'static str,
        /// What may stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// Two figures of which one comes too early.
    #[error("expected the evidence to end behind {start}, its start, found {end}")]
    Backwards {
        /// Where it begins.
        start: i64,
        /// Where it would end.
        end: i64,
    },
    /// Evidence of another length than its place.
    #[error("expected {expected} characters of evidence, from {start} to {end}, found {found}")]
    Length {
        /// As many as start and end leave room for.
        expected: i64,
        /// Where it begins.
        start: i64,
        /// Where it ends.
        end: i64,
        /// As many as there are.
        found: i64,
    },
    /// What the database does not take.
    #[error(transparent)]
    Refused(LoadRefusal),
}

/// The cells of one row by what they hold; nothing and an empty text are the same.
pub(super) struct Cells<'a> {
    order: Option<DateOrder>,
    /// What the table is called.
    table: &'a str,
    /// What stands between the names of a list.
    separator: &'static str,
    texts: FxHashMap<Key, String>,
    claims: Vec<ClaimCells>,
}

/// A claim as JSON Lines tell it.
#[derive(Deserialize)]
struct ClaimCells {
    #[serde(rename = "type")]
    event_type: String,
    date: Option<String>,
    basis: Option<String>,
    explanation: Option<String>,
    realis: String,
    #[serde(default)]
    rules: String,
    evidence: String,
    start: i64,
    end: i64,
    trigger_start: Option<i64>,
    trigger_end: Option<i64>,
    document: DocumentCells,
}

#[derive(Deserialize)]
struct DocumentCells {
    title: Option<String>,
    #[serde(default)]
    sources: Vec<String>,
    publisher: Option<String>,
    url: Option<String>,
    published: Option<String>,
    #[serde(default)]
    basis: String,
    #[serde(default)]
    explanation: String,
}

impl<'a> Cells<'a> {
    /// `export` tells that the table is one of ours, where `;` alone is part of a name.
    pub(super) fn new(order: Option<DateOrder>, table: &'a str, export: bool) -> Self {
        let separator = if export { LIST_SEPARATOR } else { ";" };
        Self { order, table, separator, texts: FxHashMap::default(), claims: Vec::new() }
    }

    pub(super) fn clear(&mut self) {
        self.texts.values_mut().for_each(String::clear);
        self.claims.clear();
    }

    pub(super) fn set(&mut self, key: Key, text: &str) {
        self.texts.entry(key).or_default().push_str(text);
    }

    /// Takes the claims of a row of JSON Lines.
    pub(super) fn claims(&mut self, value: &Value) -> Result<(), RowError> {
        let claims = Vec::<ClaimCells>::deserialize(value);
        self.claims = claims.map_err(|error| RowError::Word {
            column: "claims",
            expected: "what an export holds".to_owned(),
            found: error.to_string(),
        })?;
        Ok(())
    }

    /// Returns the text of a cell, blanks around it cut off, if there is any.
    fn text(&self, key: Key) -> Option<&str> {
        self.texts.get(&key).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// Returns the text of a cell as it stands there, if there is any.
    fn exact(&self, key: Key) -> Option<&str> {
        self.texts.get(&key).map(String::as_str).filter(|text| !text.is_empty())
    }

    fn names(&self, key: Key) -> impl Iterator<Item = &str> {
        let text = self.text(key).unwrap_or_default();
        text.split(self.separator).map(str::trim).filter(|name| !name.is_empty())
    }

    fn number(&self, key: Key) -> Result<Option<i64>, RowError> {
        let Some(text) = self.text(key) else { return Ok(None) };
        match text.parse() {
            Ok(number) if number >= 0 => Ok(Some(number)),
            _ => Err(word(key, "a whole number", text)),
        }
    }

    fn one_of<T>(
        &self,
        key: Key,
        known: &[&'static str],
        find: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, RowError> {
        let Some(text) = self.text(key) else { return Ok(None) };
        find(text).map(Some).ok_or_else(|| word(key, &known.join(", "), text))
    }
}

fn word(key: Key, expected: &str, found: &str) -> RowError {
    RowError::Word { column: key.name(), expected: expected.to_owned(), found: found.to_owned() }
}

/// Makes an event of a row.
pub(super) fn event(cells: &Cells<'_>) -> Result<LoadedEvent, RowError> {
    let date = date_of(cells)?;
    let event_type = cells.text(Key::Type);
    let participants = participants(cells);
    let place = cells.text(Key::Place).map(str::to_owned);
    let summary = cells.exact(Key::Summary).or_else(|| cells.exact(Key::Evidence));
    if date.is_none() && event_type.is_none() && summary.is_none() {
        return Err(RowError::Nothing);
    }
    let event_type = event_type.unwrap_or("other").to_owned();
    let summary = summary.map_or_else(|| title(&event_type, &participants, place.as_deref()), str::to_owned);
    let class = cells.one_of(Key::Class, &CLASSES, |text| {
        CLASSES.into_iter().find(|class| class.eq_ignore_ascii_case(text))
    })?;
    let realises = [Realis::Actual, Realis::Planned];
    let realis = cells.one_of(Key::Realis, &realises.map(Realis::name), |text| {
        realises.into_iter().find(|realis| realis.name().eq_ignore_ascii_case(text))
    })?;
    let planned = realis == Some(Realis::Planned);
    let mut event = LoadedEvent {
        id: cells.number(Key::Id)?,
        date,
        event_type,
        class: class.map(str::to_owned),
        planned,
        participants,
        place,
        summary,
        claims: Vec::new(),
    };
    event.claims = match cells.claims.as_slice() {
        [] => claim_of(cells)?.into_iter().collect(),
        claims => claims.iter().map(claim).collect::<Result<_, _>>()?,
    };
    Ok(event)
}

/// A line for an event that nobody described.
fn title(event_type: &str, participants: &[(Participant, usize)], place: Option<&str>) -> String {
    let names: Vec<&str> = participants.iter().map(|(participant, _)| participant.name.as_str()).collect();
    let who = if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    format!("{event_type}{who}{place}")
}

fn date_of(cells: &Cells<'_>) -> Result<Option<LoadedDate>, RowError> {
    let edge = |key| cells.text(key).map(|text| one_date(key, text, cells.order)).transpose();
    let edtf = match cells.text(Key::Date) {
        Some(text) => one_date(Key::Date, text, cells.order)?,
        // First and last day alone: some time between them.
        None => match (edge(Key::Earliest)?, edge(Key::Latest)?) {
            (None, None) => return Ok(None),
            (Some(first), Some(last)) if first == last => first,
            (first, last) => {
                let begins = first.as_ref().map(|date| date.bounds().earliest());
                if last
                    .as_ref()
                    .is_some_and(|last| begins.is_some_and(|begin| last.bounds().latest() < begin))
                {
                    let latest = cells.text(Key::Latest).unwrap_or_default();
                    return Err(word(Key::Latest, "a day not before earliest", latest));
                }
                let day = |date: Option<Edtf>, last: bool| {
                    let bounds = date?.bounds();
                    Some(Date::from(if last { bounds.latest() } else { bounds.earliest() }))
                };
                Edtf::some_time(day(first, false), day(last, true))
            }
        },
    };
    let bounds = edtf.bounds();
    let precision = edtf.precision();
    if cells.text(Key::Date).is_some() {
        for (key, day) in [(Key::Earliest, bounds.earliest()), (Key::Latest, bounds.latest())] {
            let written = if day.is_unbounded() { String::new() } else { day.to_string() };
            agrees(cells, key, &written)?;
        }
        agrees(cells, Key::Precision, precision.name())?;
    }
    let basis = cells.one_of(Key::Basis, &DateBasis::ALL.map(DateBasis::name), DateBasis::from_name)?;
    Ok(Some(LoadedDate {
        edtf: edtf.to_string(),
        bounds,
        precision,
        basis: basis.unwrap_or(DateBasis::Explicit),
        explanation: cells.exact(Key::Explanation).map(str::to_owned),
    }))
}

/// What follows from the date must not say otherwise.
fn agrees(cells: &Cells<'_>, key: Key, expected: &str) -> Result<(), RowError> {
    match cells.text(key) {
        Some(found) if found != expected => {
            // Another spelling of the same day.
            if one_date(key, found, cells.order).is_ok_and(|date| date.to_string() == expected) {
                return Ok(());
            }
            let expected = if expected.is_empty() { "nothing" } else { expected };
            let (column, expected, found) = (key.name(), expected.to_owned(), found.to_owned());
            Err(RowError::Contradiction { column, expected, because: Key::Date.name(), found })
        }
        _ => Ok(()),
    }
}

/// Reads a date: EDTF, or as tables and people write it.
fn one_date(key: Key, text: &str, order: Option<DateOrder>) -> Result<Edtf, RowError> {
    let refusal = match date::parse(text) {
        Ok(date) => return Ok(date),
        Err(refusal) => refusal,
    };
    if let Some([day_first, month_first]) = figures(text) {
        let day = match (day_first, month_first, order) {
            (Some(day), _, Some(DateOrder::DayFirst)) | (_, Some(day), Some(DateOrder::MonthFirst)) => day,
            (Some(a), Some(b), None) if a == b => a,
            (Some(day), None, None) | (None, Some(day), None) => day,
            (Some(day_first), Some(month_first), None) => {
                let (column, found) = (key.name(), text.to_owned());
                return Err(RowError::TwoDates { column, found, day_first, month_first });
            }
            _ => {
                let (column, found) = (key.name(), text.to_owned());
                let reason = "there is no such day in the order that was given".to_owned();
                return Err(RowError::Date { column, found, reason });
            }
        };
        return Ok(Date::from(day).into());
    }
    if let Some(date) = written_date(text).or_else(|| month_of_year(text)) {
        return Ok(date);
    }
    Err(RowError::Date { column: key.name(), found: text.to_owned(), reason: refusal.reason })
}

/// Reads `a/b/year` both ways, the day first and the month first.
fn figures(text: &str) -> Option<[Option<Day>; 2]> {
    // A time of day may stand behind it.
    let text = text.split(' ').next().unwrap_or(text);
    let parts: Vec<i64> = text.split('/').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, year] = parts[..] else { return None };
    if year < 100 {
        return None;
    }
    let (a, b) = (u8::try_from(a).ok()?, u8::try_from(b).ok()?);
    Some([Day::from_ymd(year, b, a), Day::from_ymd(year, a, b)])
}

/// Reads `April 2014`.
fn month_of_year(text: &str) -> Option<Edtf> {
    let (month, year) = text.split_once(' ')?;
    let month = month.trim_end_matches('.').to_lowercase();
    let at = MONTHS.iter().position(|name| {
        let name = name.to_lowercase();
        name == month || (month.len() >= 3 && name.starts_with(&month))
    })?;
    let year: i64 = year.trim().parse().ok().filter(|year| (1000..=9999).contains(year))?;
    Some(Date::month(year, u8::try_from(at + 1).ok()?).into())
}

/// Everybody, with the order in which an export names them.
fn participants(cells: &Cells<'_>) -> Vec<(Participant, usize)> {
    let all: Vec<&str> = cells.names(Key::Participants).collect();
    // Between two places of the list of all there is room for those who stand in both lists.
    let step = 2 + cells.names(Key::To).count();
    let mut found: Vec<(Participant, usize)> = Vec::new();
    let mut next = all.len() * step;
    for (key, role) in [(Key::From, Role::From), (Key::To, Role::To)] {
        let mut before = 0;
        for name in cells.names(key) {
            let twice = found.iter().any(|(known, _)| known.name == name);
            let order = match all.iter().position(|known| *known == name) {
                Some(at) if !twice => at * step,
                Some(_) => before + 1,
                None => {
                    next += step;
                    next
                }
            };
            before = order;
            found.push((Participant { name: name.to_owned(), role }, order));
        }
    }
    // Who is on neither side took part all the same.
    for (at, name) in all.iter().enumerate() {
        if !found.iter().any(|(known, _)| known.name == *name) {
            found.push((Participant { name: (*name).to_owned(), role: Role::From }, at * step));
        }
    }
    found
}

/// The claim that a row of a table makes, if it names a document or cites one.
fn claim_of(cells: &Cells<'_>) -> Result<Option<LoadedClaim>, RowError> {
    let evidence = cells.exact(Key::Evidence).unwrap_or_default().to_owned();
    let mut title = cells.exact(Key::Document).map(str::to_owned);
    let url = cells.text(Key::Url).map(str::to_owned);
    let published = cells.text(Key::Published);
    let published = published.map(|text| one_date(Key::Published, text, cells.order)).transpose()?;
    if evidence.is_empty() && title.is_none() && url.is_none() {
        return Ok(None);
    }
    let mut sources = Vec::new();
    if title.is_none() && url.is_none() {
        // Words that no document has said stand in the table itself.
        title = None;
        sources.push(cells.table.to_owned());
    }
    let length = i64::try_from(evidence.chars().count()).unwrap_or(0);
    let start = cells.number(Key::Start)?;
    let end = cells.number(Key::End)?;
    let points = match (start, end) {
        (Some(start), Some(end)) if end < start => return Err(RowError::Backwards { start, end }),
        (Some(start), Some(end)) if end - start != length && length > 0 => {
            return Err(RowError::Length { expected: end - start, start, end, found: length });
        }
        (Some(start), Some(end)) => (start, end),
        (start, _) => (start.unwrap_or(0), start.unwrap_or(0) + length),
    };
    Ok(Some(LoadedClaim {
        document: LoadedDocument { title, sources, url, published, ..LoadedDocument::default() },
        evidence,
        points,
        trigger: Span::default(),
        reading: None,
        rules: String::new(),
    }))
}

/// A claim as an export in JSON Lines tells it.
fn claim(cells: &ClaimCells) -> Result<LoadedClaim, RowError> {
    let length = i64::try_from(cells.evidence.chars().count()).unwrap_or(0);
    let (start, end) = (cells.start, cells.end);
    if end < start {
        return Err(RowError::Backwards { start, end });
    }
    if end - start != length {
        return Err(RowError::Length { expected: end - start, start, end, found: length });
    }
    let byte = |point: Option<i64>| {
        let points = usize::try_from(point? - start).ok()?;
        let mut bytes = cells.evidence.char_indices().map(|(at, _)| at).chain([cells.evidence.len()]);
        bytes.nth(points)
    };
    let trigger = match (byte(cells.trigger_start), byte(cells.trigger_end)) {
        (Some(start), Some(end)) if start <= end => Span::new(start, end),
        _ => Span::default(),
    };
    for date in [&cells.date, &cells.document.published].into_iter().flatten() {
        date::parse(date).map_err(|error| RowError::Date {
            column: "claims",
            found: date.clone(),
            reason: error.reason,
        })?;
    }
    let document = &cells.document;
    Ok(LoadedClaim {
        document: LoadedDocument {
            title: document.title.clone(),
            sources: document.sources.clone(),
            publisher: document.publisher.clone(),
            url: document.url.clone(),
            published: document.published.as_deref().and_then(|text| date::parse(text).ok()),
            published_basis: document.basis.clone(),
            published_explanation: document.explanation.clone(),
        },
        evidence: cells.evidence.clone(),
        points: (start, end),
        trigger,
        reading: Some(ClaimReading {
            event_type: cells.event_type.clone(),
            date: [cells.date.clone(), cells.basis.clone(), cells.explanation.clone()],
            planned: cells.realis == Realis::Planned.name(),
        }),
        rules: cells.rules.clone(),
    })
}
