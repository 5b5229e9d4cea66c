use super::{Bounds, Day};

/// How a date stands to a literal period from day a to day b, both included (the query language's relations).
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
    /// Tells whether `bounds` stand in this relation to the days `a` to `b`: certainly, and possibly.
    pub fn holds(self, bounds: &Bounds, a: Day, b: Day) -> (bool, bool) {
        let _ = (bounds, a, b);
        unimplemented!()
    }
}
