//! What an extractor gives and the store keeps: events, and the mentions that are their evidence.
//!
//! Takes: names, dates and spans. Gives: [`Event`], [`Mention`], [`Participant`].
//! Knows nothing of SQL, of documents as files, or of how mentions are found.

pub mod same;

use std::fmt;

use crate::date::{DateBasis, Edtf};
use crate::text::Span;

/// What happened, once: one or more mentions of the same happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The noun a diplomat would use: `meeting`, `suspension`. A name of the table of event types.
    pub event_type: String,
    /// When, or `None` where nothing bounds it.
    pub date: Option<EventDate>,
    /// Whether it happened or is announced.
    pub realis: Realis,
    /// Who, in the order of the text, each actor once a role.
    pub participants: Vec<Participant>,
    /// Where, by the name of the table of places, or as written where the table has none.
    pub place: Option<String>,
    /// One line for a chronology.
    pub summary: String,
    /// The evidence, best first; never empty.
    pub mentions: Vec<Mention>,
}

/// One claim of one sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The words that are the evidence, in bytes of the document's text.
    pub evidence: Span,
    /// The words that name the happening ("was suspended"), inside the evidence.
    pub trigger: Span,
    /// As [`Event::event_type`].
    pub event_type: String,
    /// When, as this mention has it.
    pub date: Option<EventDate>,
    /// Whether it happened or is announced, as this mention has it.
    pub realis: Realis,
    /// Who, as this mention has it.
    pub participants: Vec<Participant>,
    /// Where, as this mention has it.
    pub place: Option<String>,
    /// One line for a chronology.
    pub summary: String,
    /// The word that sets it apart from another of its kind: "another", "second", "again".
    pub cue: Option<String>,
    /// The rules that fired, each with the words it fired on: `type: "suspended" → suspension`.
    pub rules: Vec<String>,
}

/// When something happened and how that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDate {
    /// The date as far as the text tells it.
    pub edtf: Edtf,
    /// How it is known.
    pub basis: DateBasis,
    /// The same for a reader: "the previous month, counted from `April 2014` in the same sentence".
    pub explanation: String,
}

/// Someone who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Participant {
    /// The name of the table of actors, or as written where the table has none.
    pub name: String,
    /// On which side.
    pub role: Role,
}

/// On which side of an event somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Who acts: the source.
    From,
    /// Who is acted upon or addressed: the target.
    To,
}

/// Whether something happened or is announced. What is denied, negated or imagined is no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Realis {
    /// It happened or is happening.
    Actual,
    /// It is announced for a date that has not come when the text is written.
    Planned,
}

impl Role {
    /// Returns the name used in tables and exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
        }
    }
}

impl Realis {
    /// Returns the name used in tables, exports and queries.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Planned => "planned",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Realis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
