use super::{PeriodRecord, SavedQuery};
use crate::date::Bounds;

/// A column of names that a query may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// Event types, their synonyms, and the classes (a class stands for all its types).
    Type,
    /// Actors by any of their names.
    Actor,
    /// Places by any of their names.
    Place,
    /// Documents by title, source name or number.
    Document,
    /// Periods by any of their names.
    Period,
    /// Saved queries.
    Query,
}

/// A row that a name stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Named {
    /// The row's `id`.
    pub id: i64,
    /// The row's own name, which may not be the one that was asked for.
    pub name: String,
}

/// What is known of an event's date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventDate {
    /// There is no such event.
    NoEvent,
    /// Nothing bounds it.
    Undated,
    /// It has one.
    Dated {
        /// As it was said, in EDTF.
        written: String,
        /// In days.
        bounds: Bounds,
    },
}

/// What names mean. The database is one; a test may bring another.
pub trait Catalogue {
    /// Returns every row that `name` stands for, case and accents aside: none where it is unknown, several where it is
    /// ambiguous or (for a class) stands for many.
    fn named(&self, kind: NameKind, name: &str) -> Vec<Named>;

    /// Returns the names most like `name`, best first, at most `limit`.
    fn similar(&self, kind: NameKind, name: &str, limit: usize) -> Vec<String>;

    /// Returns the periods that a name stands for.
    fn periods(&self, name: &str) -> Vec<PeriodRecord> {
        let _ = name;
        Vec::new()
    }

    /// Returns the saved query of that name.
    fn saved(&self, name: &str) -> Option<SavedQuery> {
        let _ = name;
        None
    }

    /// Returns what is known of the date of the event with that number.
    fn date_of(&self, event: i64) -> EventDate {
        let _ = event;
        EventDate::NoEvent
    }

    /// Returns how many events the row takes part in or is part of, counted up to `limit` at most, so that a query about
    /// a name that nearly every event has is not answered by walking through all of that name's events.
    fn events_of(&self, kind: NameKind, id: i64, limit: u64) -> u64 {
        let _ = (kind, id, limit);
        0
    }
}
