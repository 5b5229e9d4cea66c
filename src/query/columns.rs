use std::fmt;

use crate::date::Unit;
use crate::store::{Column, ColumnKind};

/// A column of a result, and what `show`, `sort` and `count by` call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The event's number.
    Id,
    /// The date as EDTF.
    Date,
    /// The first day it may have touched.
    Earliest,
    /// The last day it may have touched.
    Latest,
    /// `day`, `month`, `year` …
    Precision,
    /// How the date is known.
    Basis,
    /// The same in words.
    Explanation,
    /// The event type.
    Type,
    /// The class of the type.
    Class,
    /// `actual` or `planned`.
    Realis,
    /// Who acted.
    From,
    /// Who was acted upon or addressed.
    To,
    /// Everybody who took part.
    Participants,
    /// Where.
    Place,
    /// One line.
    Summary,
    /// The sentence that says so.
    Evidence,
    /// The document's title, or its source where it has none.
    Document,
    /// When the document was published, as EDTF.
    Published,
    /// The document's address.
    Url,
    /// Where the evidence begins, in code points of the document's text.
    Start,
    /// Where the evidence ends, in code points, exclusive.
    End,
    /// Every claim that the event rests on, best first, as JSON: what `timeline load` restores it from.
    Claims,
    /// A bucket of time.
    Bucket(Unit),
    /// A bucket for each actor that takes part.
    Actor,
    /// How many events.
    Count,
    /// How many events are surely in the bucket.
    AtLeast,
    /// How many events are possibly in the bucket.
    AtMost,
    /// The first day without an event.
    Begins,
    /// The last day without an event.
    Ends,
    /// Where no event bounds a gap, but the period that is asked for.
    Open,
    /// How many days lie between the event and what it is compared with: `3`, or `0..33` where dates are loose.
    Days,
    /// How many days lie between the event and what it is compared with, at least.
    DaysAtLeast,
    /// The same, at most; nothing where the date has no limit.
    DaysAtMost,
    /// Whether the row surely fits; not for the reader (see [`ColumnKind::Certain`]).
    Mark,
}

/// How rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Columns that fit the terminal.
    Table,
    /// One field a line.
    List,
    /// Comma-separated values (RFC 4180).
    Csv,
    /// Tab-separated values.
    Tsv,
    /// One JSON object a line.
    Jsonl,
    /// One JSON array.
    Json,
    /// A Markdown table.
    Markdown,
    /// Bars for counts.
    Chart,
    /// Bars along an axis of time.
    Gantt,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 9] = [
        Self::Table,
        Self::List,
        Self::Csv,
        Self::Tsv,
        Self::Jsonl,
        Self::Json,
        Self::Markdown,
        Self::Chart,
        Self::Gantt,
    ];

    /// Returns the name used in queries and options.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::List => "list",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Jsonl => "jsonl",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Chart => "chart",
            Self::Gantt => "gantt",
        }
    }

    /// Returns the format of that name, in any case of letters.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name().eq_ignore_ascii_case(name))
    }

    /// Returns the columns that event rows have where the query does not `show` others: few for readers, all for
    /// programs.
    pub const fn columns(self) -> &'static [Key] {
        match self {
            Self::Gantt => &[Key::Id, Key::Date, Key::Type, Key::Summary],
            Self::Table | Self::List | Self::Markdown | Self::Chart => {
                &[Key::Id, Key::Date, Key::Type, Key::Participants, Key::Place, Key::Summary]
            }
            Self::Csv | Self::Tsv => CSV,
            Self::Jsonl | Self::Json => &EXPORT,
        }
    }
}

/// The columns of CSV: those of JSON that fit into a cell.
const CSV: &[Key] = EXPORT.split_at(20).0;

/// The columns of JSON Lines, which hold everything that is known of an event.
const EXPORT: [Key; 22] = [
    Key::Id,
    Key::Date,
    Key::Earliest,
    Key::Latest,
    Key::Precision,
    Key::Basis,
    Key::Type,
    Key::Class,
    Key::Realis,
    Key::From,
    Key::To,
    Key::Participants,
    Key::Place,
    Key::Summary,
    Key::Evidence,
    Key::Document,
    Key::Published,
    Key::Url,
    Key::Start,
    Key::End,
    Key::Explanation,
    Key::Claims,
];

/// A row of the table of keys: the name, and which stages know it.
struct Row {
    key: Key,
    name: &'static str,
    kind: ColumnKind,
    /// `show` and `sort` of event rows.
    events: bool,
    /// `count by`.
    counted: bool,
}

const fn row(key: Key, name: &'static str, kind: ColumnKind, events: bool, counted: bool) -> Row {
    Row { key, name, kind, events, counted }
}

const fn bucket(unit: Unit) -> Row {
    row(Key::Bucket(unit), unit.name(), ColumnKind::Bucket(unit), false, true)
}

static KEYS: [Row; 39] = [
    row(Key::Id, "id", ColumnKind::Number, true, false),
    row(Key::Date, "date", ColumnKind::Text, true, false),
    row(Key::Earliest, "earliest", ColumnKind::Day, true, false),
    row(Key::Latest, "latest", ColumnKind::Day, true, false),
    row(Key::Precision, "precision", ColumnKind::Text, true, true),
    row(Key::Basis, "basis", ColumnKind::Text, true, true),
    row(Key::Explanation, "explanation", ColumnKind::Text, true, false),
    row(Key::Type, "type", ColumnKind::Text, true, true),
    row(Key::Class, "class", ColumnKind::Text, true, true),
    row(Key::Realis, "realis", ColumnKind::Text, true, true),
    row(Key::From, "from", ColumnKind::List, true, true),
    row(Key::To, "to", ColumnKind::List, true, true),
    row(Key::Participants, "participants", ColumnKind::List, true, false),
    row(Key::Place, "place", ColumnKind::Text, true, true),
    row(Key::Summary, "summary", ColumnKind::Text, true, false),
    row(Key::Evidence, "evidence", ColumnKind::Text, true, false),
    row(Key::Document, "document", ColumnKind::Text, true, true),
    row(Key::Published, "published", ColumnKind::Text, true, false),
    row(Key::Url, "url", ColumnKind::Text, true, false),
    row(Key::Start, "start", ColumnKind::Number, true, false),
    row(Key::End, "end", ColumnKind::Number, true, false),
    row(Key::Claims, "claims", ColumnKind::Json, true, false),
    row(Key::Actor, "actor", ColumnKind::Text, false, true),
    bucket(Unit::Day),
    bucket(Unit::Week),
    bucket(Unit::Month),
    bucket(Unit::Quarter),
    bucket(Unit::Year),
    bucket(Unit::Decade),
    row(Key::Count, "count", ColumnKind::Number, false, false),
    row(Key::AtLeast, "at_least", ColumnKind::Number, false, false),
    row(Key::AtMost, "at_most", ColumnKind::Number, false, false),
    row(Key::Begins, "begins", ColumnKind::Day, false, false),
    row(Key::Ends, "ends", ColumnKind::Day, false, false),
    row(Key::Open, "open", ColumnKind::Text, false, false),
    row(Key::Days, "days", ColumnKind::Text, false, false),
    row(Key::DaysAtLeast, "days_at_least", ColumnKind::Number, false, false),
    row(Key::DaysAtMost, "days_at_most", ColumnKind::Number, false, false),
    // Nobody asks for it: it marks the rows.
    row(Key::Mark, "certain", ColumnKind::Certain, false, false),
];

impl Key {
    /// Every key that a query may name.
    pub fn all() -> impl Iterator<Item = Self> {
        KEYS.iter().map(|row| row.key).filter(|key| *key != Self::Mark)
    }

    /// Tells whether event rows have it, for `show` and `sort`.
    pub fn is_of_events(self) -> bool {
        self.row().is_some_and(|row| row.events)
    }

    /// Tells whether it is a distance: event rows have it only behind `nearest`, chains for every link.
    pub const fn is_distance(self) -> bool {
        matches!(self, Self::Days | Self::DaysAtLeast | Self::DaysAtMost)
    }

    /// Tells whether events are counted by it.
    pub fn is_counted(self) -> bool {
        self.row().is_some_and(|row| row.counted)
    }

    /// Returns the name used in queries and headings.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// Returns the key of that name, in any case of letters.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|key| key.name().eq_ignore_ascii_case(name))
    }

    /// Returns the column that holds it.
    pub fn column(self) -> Column {
        Column::new(self.name(), self.row().map_or(ColumnKind::Text, |row| row.kind))
    }

    /// Returns the unit, where the key is a bucket of time.
    pub const fn unit(self) -> Option<Unit> {
        match self {
            Self::Bucket(unit) => Some(unit),
            _ => None,
        }
    }

    fn row(self) -> Option<&'static Row> {
        KEYS.iter().find(|row| row.key == self)
    }
}

/// A key as a stage names it: of the row itself, or of one event of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChainKey {
    /// Which event of the chain: 0 is `a`; `None` where no letter stands before the key.
    pub event: Option<usize>,
    /// The key.
    pub key: Key,
}

impl ChainKey {
    /// How many events a chain may have: each has a letter from `a` to `h`.
    pub const EVENTS: usize = 8;

    /// Reads `date` or `b.date`, in any case of letters.
    pub fn from_name(name: &str) -> Option<Self> {
        if let Some((letter, name)) = name.split_once('.') {
            let event = (0..Self::EVENTS).find(|event| Self::letter(*event).eq_ignore_ascii_case(letter))?;
            return Some(Self { event: Some(event), key: Key::from_name(name)? });
        }
        Key::from_name(name).map(Self::from)
    }

    /// Returns the letter of an event of a chain.
    pub fn letter(event: usize) -> &'static str {
        "abcdefgh".get(event..=event).unwrap_or("h")
    }

    /// Returns the column that holds it.
    pub fn column(self) -> Column {
        Column { name: self.to_string(), ..self.key.column() }
    }
}

impl From<Key> for ChainKey {
    fn from(key: Key) -> Self {
        Self { event: None, key }
    }
}

impl fmt::Display for ChainKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(event) = self.event {
            write!(f, "{}.", Self::letter(event))?;
        }
        self.key.fmt(f)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_keys() {
        for key in Key::all() {
            assert_eq!(Key::from_name(key.name()), Some(key));
        }
    }
}
