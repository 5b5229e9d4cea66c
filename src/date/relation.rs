use super::{Bounds, Day, Extent};

/// How a date stands to a period from day a to day b, both included (the query language's relations).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Begins on or after a and ends on or before b.
    In,
    /// Shares a day with the period.
    Overlapping,
    /// Begins on or before a and ends on or after b.
    Covering,
    /// Ends before a.
    Before,
    /// Begins after b.
    After,
    /// Begins on or after a.
    Since,
    /// Ends on or before b.
    Until,
}

/// In how many readings of an unknown date something must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fit {
    /// In every reading.
    Certainly,
    /// In at least one.
    Possibly,
    /// In at least one, but not in every.
    Maybe,
}

impl Relation {
    /// Every relation, in the order in which they are documented.
    pub const ALL: [Self; 7] =
        [Self::In, Self::Overlapping, Self::Covering, Self::Before, Self::After, Self::Since, Self::Until];

    /// Returns the word of the query language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Overlapping => "overlapping",
            Self::Covering => "covering",
            Self::Before => "before",
            Self::After => "after",
            Self::Since => "since",
            Self::Until => "until",
        }
    }

    /// Returns the relation with that name, in lower case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.name() == name)
    }

    /// Tells whether `bounds` stand in this relation to the days `a` to `b` (`a` not after `b`): certainly, and
    /// possibly. A point covers one day at most.
    pub const fn holds(self, bounds: &Bounds, a: Day, b: Day) -> (bool, bool) {
        self.holds_between(bounds, &Bounds { begin: (a, a), end: (b, b), extent: Extent::Span })
    }

    /// Tells whether one date stands in this relation to another that may be as little known: certainly (in every
    /// pair of readings), and possibly (in one pair at least). The two must be independent: an event compared with
    /// itself gets no sensible answer.
    pub const fn holds_between(self, date: &Bounds, other: &Bounds) -> (bool, bool) {
        match self {
            Self::In => within(date, other),
            Self::Covering => within(other, date),
            Self::Overlapping => (
                date.begin.1.0 <= other.end.0.0 && date.end.0.0 >= other.begin.1.0,
                date.begin.0.0 <= other.end.1.0 && date.end.1.0 >= other.begin.0.0,
            ),
            Self::Before => precedes(date, other),
            Self::After => precedes(other, date),
            Self::Since => (date.begin.0.0 >= other.begin.1.0, date.begin.1.0 >= other.begin.0.0),
            Self::Until => (date.end.1.0 <= other.end.0.0, date.end.0.0 <= other.end.1.0),
        }
    }
}

const fn within(inner: &Bounds, outer: &Bounds) -> (bool, bool) {
    // Within a point lies only what may itself be over in a day.
    let room = matches!(outer.extent, Extent::Span) || inner.end.0.0 <= inner.begin.1.0;
    (
        inner.begin.0.0 >= outer.begin.1.0 && inner.end.1.0 <= outer.end.0.0,
        room && inner.begin.1.0 >= outer.begin.0.0 && inner.end.0.0 <= outer.end.1.0,
    )
}

const fn precedes(first: &Bounds, second: &Bounds) -> (bool, bool) {
    (first.end.1.0 < second.begin.0.0, first.end.0.0 < second.begin.1.0)
}

impl Fit {
    /// Every fit; the query language's default is [`Fit::Possibly`].
    pub const ALL: [Self; 3] = [Self::Certainly, Self::Possibly, Self::Maybe];

    /// Returns the word of the query language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Certainly => "certainly",
            Self::Possibly => "possibly",
            Self::Maybe => "maybe",
        }
    }

    /// Returns the fit with that name, in lower case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fit| fit.name() == name)
    }

    /// Tells whether a relation that holds `(certainly, possibly)` is enough, as [`Relation::holds`] returns it.
    pub const fn accepts(self, (certain, possible): (bool, bool)) -> bool {
        match self {
            Self::Certainly => certain,
            Self::Possibly => possible,
            Self::Maybe => possible && !certain,
        }
    }
}
