use super::{Day, Edtf};

/// Whether a date is one unknown day or a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Extent {
    /// One day, perhaps not known which: "some day in April 2014". Begin and end are one and the same day.
    Point,
    /// It really lasts: a two-day meeting, a war since April 2014.
    Span,
}

/// What a date means in days, inclusive on every side: the four corners of ISO 8601-2 reasoning.
///
/// [`Day::MIN`] and [`Day::MAX`] stand for no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// The first and the last day on which it may have begun.
    pub begin: (Day, Day),
    /// The first and the last day on which it may have ended.
    pub end: (Day, Day),
    /// Whether begin and end are the same unknown day.
    pub extent: Extent,
}

impl Bounds {
    /// Makes the bounds of one unknown day from `first` to `last`.
    pub const fn point(first: Day, last: Day) -> Self {
        Self { begin: (first, last), end: (first, last), extent: Extent::Point }
    }

    /// Returns the first day that may be touched.
    pub const fn earliest(&self) -> Day {
        self.begin.0
    }

    /// Returns the last day that may be touched.
    pub const fn latest(&self) -> Day {
        self.end.1
    }
}

impl Edtf {
    /// Returns what the date means in days.
    pub fn bounds(&self) -> Bounds {
        unimplemented!()
    }
}
