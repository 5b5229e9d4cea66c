//! What was written. Every part keeps its place in the text, and the whole prints itself back in canonical spelling.

use std::fmt;

use super::columns::{ChainKey, Format};
use super::lexical::{is_reserved, is_word};
use crate::date::{Edtf, Fit, Relation, Unit};
use crate::event::Realis;
use crate::store::NameKind;
use crate::text::Span;

/// A part of a query and its place. Two parts are equal when they say the same, wherever they stand.
#[derive(Clone, Copy, Debug)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where, in bytes of the query's text.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its place together.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// A query: which events, and what is done with them, stage by stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The saved query that it begins with; `None` where it begins with all events.
    pub saved: Option<Spanned<String>>,
    /// Which events; `None` for all of them.
    pub filter: Option<Filter>,
    /// What is done with them, in order.
    pub stages: Vec<Spanned<Stage>>,
}

/// Which events.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// One condition.
    Atom(Spanned<Atom>),
    /// Not so.
    Not(Box<Self>),
    /// All of two or more, side by side or joined by `and`.
    All(Vec<Self>),
    /// At least one of two or more, joined by `or`.
    Any(Vec<Self>),
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Atom {
    /// One of these names in that field.
    Named(Field, Vec<Spanned<String>>),
    /// These words in the summary or the evidence.
    About(Spanned<String>),
    /// One of these events.
    Id(Vec<Spanned<i64>>),
    /// `actual` or `planned`.
    Realis(Realis),
    /// Nothing bounds its date.
    Undated,
    /// It stands so in time.
    Dates(Option<Fit>, DateRelation),
    /// A combination of dates, judged as a whole.
    Fitted(Fit, Box<Filter>),
}

/// A field that names are asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The event type, a synonym of it, or its class.
    Type,
    /// Anybody who takes part.
    With,
    /// Who acts.
    From,
    /// Who is acted upon or addressed.
    To,
    /// Where.
    At,
    /// Which document says so.
    Document,
    /// How the date is known.
    Basis,
}

/// How an event stands in time.
#[derive(Clone, Debug, PartialEq)]
pub enum DateRelation {
    /// `in`, `overlapping` or `covering`, and which period.
    Period(Relation, Spanned<Period>),
    /// `before`, `after`, `since` or `until`, and which date.
    Point(Relation, Spanned<Point>),
    /// `between … and …`
    Between(Spanned<Point>, Spanned<Point>),
    /// `within … of …`
    Within(Duration, Spanned<Point>),
    /// `on …`: a day of any year.
    On(MonthDay),
}

/// A stretch of time.
#[derive(Clone, Debug, PartialEq)]
pub enum Period {
    /// All the days of one date.
    Point(Point),
    /// From one date to another; open where there is none. Never without both. Each is an [`Edtf::Date`].
    Range(Option<Edtf>, Option<Edtf>),
}

/// A date, or what stands for one.
#[derive(Clone, Debug, PartialEq)]
pub enum Point {
    /// A date of any precision, with a known year or decade; always [`Edtf::Date`].
    Date(Edtf),
    /// The day on which it is asked.
    Today,
    /// The date of the event with this number.
    Event(i64),
    /// A period by its name.
    Named(String),
}

/// A day of any year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthDay {
    /// From 1 to 12.
    pub month: u8,
    /// From 1 to the last day that the month may have; 29 February is one.
    pub day: u8,
}

/// So many days, weeks, months or years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// How many.
    pub count: i64,
    /// Of what: never quarters or decades.
    pub unit: Unit,
}

/// What is done with the rows so far.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Keeps those that fit.
    Where(Filter),
    /// Counts them, in all or by keys.
    Count(Vec<Spanned<ChainKey>>),
    /// Puts them in the order of a key.
    Sort {
        /// The key.
        key: Spanned<ChainKey>,
        /// Whether the greatest comes first.
        descending: bool,
    },
    /// Keeps the first rows.
    First(i64),
    /// Keeps the last rows, in the same order.
    Last(i64),
    /// Keeps those nearest to a date, the nearest first.
    Nearest(i64, Spanned<Point>),
    /// Adds to each row an event that stands next to its last one in time, or keeps those rows that have none.
    Linked {
        /// Whether there must be none.
        negated: bool,
        /// On which side the other event lies.
        side: Side,
        /// How far away at most.
        within: Duration,
        /// Which other event.
        by: Filter,
        /// What the two must have in common.
        sharing: Vec<Shared>,
    },
    /// Finds stretches of time without events, longer than so much; for each value of a key by itself where there is one.
    Gaps(Duration, Option<Spanned<ChainKey>>),
    /// Chooses the columns.
    Show(Vec<Spanned<ChainKey>>),
    /// Chooses the format.
    As(Format),
}

/// On which side of an event another one lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The other begins after it has ended.
    Followed,
    /// The other has ended before it begins.
    Preceded,
}

impl Side {
    /// Both sides.
    pub const ALL: [Self; 2] = [Self::Followed, Self::Preceded];

    /// Returns the keyword.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Followed => "followed",
            Self::Preceded => "preceded",
        }
    }
}

/// What two events may have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shared {
    /// Somebody takes part in both.
    Actors,
    /// Somebody acts in both.
    From,
    /// Somebody is acted upon or addressed in both.
    To,
    /// The event type.
    Type,
    /// The class of the type.
    Class,
    /// A known place.
    Place,
    /// A document that tells of both.
    Document,
}

impl Shared {
    /// Everything that may be shared, in the order of the grammar.
    pub const ALL: [Self; 7] =
        [Self::Actors, Self::From, Self::To, Self::Type, Self::Class, Self::Place, Self::Document];

    /// Returns the word of the query language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Actors => "actors",
            Self::From => "from",
            Self::To => "to",
            Self::Type => "type",
            Self::Class => "class",
            Self::Place => "place",
            Self::Document => "document",
        }
    }
}

impl Filter {
    /// Returns the place of the whole filter.
    pub fn span(&self) -> Span {
        match self {
            Self::Atom(atom) => atom.span,
            Self::Not(inner) => inner.span(),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().map(Self::span).reduce(Span::cover).unwrap_or_default()
            }
        }
    }
}

impl Field {
    /// Every field, in the order of the grammar.
    pub const ALL: [Self; 7] =
        [Self::Type, Self::With, Self::From, Self::To, Self::At, Self::Document, Self::Basis];

    /// Returns the keyword.
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::With => "with",
            Self::From => "from",
            Self::To => "to",
            Self::At => "at",
            Self::Document => "document",
            Self::Basis => "basis",
        }
    }

    /// Returns what the names are names of; `None` for the basis, whose names are fixed.
    pub const fn kind(self) -> Option<NameKind> {
        match self {
            Self::Type => Some(NameKind::Type),
            Self::With | Self::From | Self::To => Some(NameKind::Actor),
            Self::At => Some(NameKind::Place),
            Self::Document => Some(NameKind::Document),
            Self::Basis => None,
        }
    }

    /// Returns what a name of this field is called in messages.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Type => "event type",
            Self::With | Self::From | Self::To => "actor",
            Self::At => "place",
            Self::Document => "document",
            Self::Basis => "basis",
        }
    }
}

/// Writes a text between quotes that it does not hold itself.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0.replace('"', "\"\""))
    }
}

/// Returns a name as a query writes it: bare where that is understood, quoted elsewhere.
pub fn spelled(name: &str) -> String {
    if is_word(name) && !is_reserved(name) { name.to_owned() } else { Quoted(name).to_string() }
}

/// Returns a name of that kind as a query writes it: periods always in quotes, saved queries behind `@`.
pub fn spelled_as(kind: NameKind, name: &str) -> String {
    match kind {
        NameKind::Period => Quoted(name).to_string(),
        NameKind::Query => format!("@{name}"),
        _ => spelled(name),
    }
}

fn list<T>(
    f: &mut fmt::Formatter<'_>,
    items: impl IntoIterator<Item = T>,
    separator: &str,
    mut write: impl FnMut(&mut fmt::Formatter<'_>, T) -> fmt::Result,
) -> fmt::Result {
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            f.write_str(separator)?;
        }
        write(f, item)?;
    }
    Ok(())
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.saved {
            Some(name) => write!(f, "@{}", name.value)?,
            None => f.write_str("events")?,
        }
        if let Some(filter) = &self.filter {
            write!(f, " {filter}")?;
        }
        for stage in &self.stages {
            write!(f, " | {}", stage.value)?;
        }
        Ok(())
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let term = |f: &mut fmt::Formatter<'_>, part: &Self| match part {
            Self::All(_) | Self::Any(_) => write!(f, "({part})"),
            part => part.fmt(f),
        };
        match self {
            Self::Atom(atom) => atom.value.fmt(f),
            Self::Not(inner) => match inner.as_ref() {
                Self::Atom(atom) => write!(f, "not {}", atom.value),
                other => write!(f, "not ({other})"),
            },
            Self::All(parts) => list(f, parts, " ", term),
            Self::Any(parts) => list(f, parts, " or ", term),
        }
    }
}

impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(field, names) => {
                write!(f, "{} ", field.keyword())?;
                list(f, names, ", ", |f, name| match field {
                    Field::Document if name.value.bytes().all(|b| b.is_ascii_digit()) => {
                        f.write_str(&name.value)
                    }
                    _ => f.write_str(&spelled(&name.value)),
                })
            }
            Self::About(words) => write!(f, "about {}", Quoted(&words.value)),
            Self::Id(ids) => {
                f.write_str("id ")?;
                list(f, ids, ", ", |f, id| write!(f, "#{}", id.value))
            }
            Self::Realis(realis) => realis.fmt(f),
            Self::Undated => f.write_str("undated"),
            Self::Dates(None, relation) => relation.fmt(f),
            Self::Dates(Some(fit), relation) => write!(f, "{} {relation}", fit.name()),
            Self::Fitted(fit, filter) => write!(f, "{} ({filter})", fit.name()),
        }
    }
}

impl fmt::Display for DateRelation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(relation, period) => write!(f, "{} {}", relation.name(), period.value),
            Self::Point(relation, point) => write!(f, "{} {}", relation.name(), point.value),
            Self::Between(first, last) => write!(f, "between {} and {}", first.value, last.value),
            Self::Within(duration, point) => write!(f, "within {duration} of {}", point.value),
            Self::On(day) => write!(f, "on {day}"),
        }
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "--{:02}-{:02}", self.month, self.day)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Point(point) => point.fmt(f),
            Self::Range(first, last) => {
                if let Some(first) = first {
                    first.fmt(f)?;
                }
                f.write_str("..")?;
                last.as_ref().map_or(Ok(()), |last| last.fmt(f))
            }
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Today => f.write_str("today"),
            Self::Event(id) => write!(f, "#{id}"),
            Self::Named(name) => Quoted(name).fmt(f),
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.count, self.unit, if self.count == 1 { "" } else { "s" })
    }
}

impl Stage {
    /// Returns the word that the stage begins with, or its second behind `not`.
    pub(super) const fn keyword(&self) -> &'static str {
        match self {
            Self::Where(_) => "where",
            Self::Count(_) => "count",
            Self::Sort { .. } => "sort",
            Self::First(_) => "first",
            Self::Last(_) => "last",
            Self::Nearest(..) => "nearest",
            Self::Linked { side, .. } => side.name(),
            Self::Gaps(..) => "gaps",
            Self::Show(_) => "show",
            Self::As(_) => "as",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = |f: &mut fmt::Formatter<'_>, keys: &[Spanned<ChainKey>]| {
            list(f, keys, ", ", |f, key| key.value.fmt(f))
        };
        match self {
            Self::Where(filter) => write!(f, "where {filter}"),
            Self::Count(by) if by.is_empty() => f.write_str("count"),
            Self::Count(by) => {
                f.write_str("count by ")?;
                keys(f, by)
            }
            Self::Sort { key, descending } => {
                write!(f, "sort {}{}", key.value, if *descending { " desc" } else { "" })
            }
            Self::First(count) => write!(f, "first {count}"),
            Self::Last(count) => write!(f, "last {count}"),
            Self::Nearest(count, point) => write!(f, "nearest {count} to {}", point.value),
            Self::Linked { negated, side, within, by, sharing } => {
                let not = if *negated { "not " } else { "" };
                write!(f, "{not}{} within {within} by {by}", side.name())?;
                if sharing.is_empty() {
                    return Ok(());
                }
                f.write_str(" sharing ")?;
                list(f, sharing, ", ", |f, shared| f.write_str(shared.name()))
            }
            Self::Gaps(over, by) => {
                write!(f, "gaps over {over}")?;
                by.as_ref().map_or(Ok(()), |key| write!(f, " by {}", key.value))
            }
            Self::Show(columns) => {
                f.write_str("show ")?;
                keys(f, columns)
            }
            Self::As(format) => write!(f, "as {format}"),
        }
    }
}
