use std::fmt;

use super::{Date, Edtf, Endpoint, Field, Year};

/// How narrow a date is: the smallest unit of the calendar that surely holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// A known day.
    Day,
    /// A month of a known year.
    Month,
    /// One of the four seasons (21 to 32).
    Season,
    /// Three months (33 to 36).
    Quarter,
    /// Four months (37 to 39).
    Quadrimester,
    /// Six months (40 and 41).
    Semestral,
    /// A known year.
    Year,
    /// Ten years: `198X`.
    Decade,
    /// A hundred years: `19XX`.
    Century,
    /// A thousand years: `1XXX`.
    Millennium,
    /// From one date to another.
    Interval,
    /// An interval with an open or unknown end.
    Open,
    /// One of several dates, or all of them.
    Set,
    /// No unit holds it: the year is not known, whatever is known of month and day.
    Unknown,
}

impl Precision {
    /// Every precision, narrow units first.
    pub const ALL: [Self; 14] = [
        Self::Day,
        Self::Month,
        Self::Season,
        Self::Quarter,
        Self::Quadrimester,
        Self::Semestral,
        Self::Year,
        Self::Decade,
        Self::Century,
        Self::Millennium,
        Self::Interval,
        Self::Open,
        Self::Set,
        Self::Unknown,
    ];

    /// Returns the name used in tables, exports and queries.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Season => "season",
            Self::Quarter => "quarter",
            Self::Quadrimester => "quadrimester",
            Self::Semestral => "semestral",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Century => "century",
            Self::Millennium => "millennium",
            Self::Interval => "interval",
            Self::Open => "open",
            Self::Set => "set",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the precision with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|precision| precision.name() == name)
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Edtf {
    /// Returns how narrow the date is. `~` and `?` change nothing.
    pub fn precision(&self) -> Precision {
        match self {
            Self::Date(date) => date.precision(),
            Self::Interval(Endpoint::Date(_), Endpoint::Date(_)) => Precision::Interval,
            Self::Interval(..) => Precision::Open,
            Self::OneOf(_) | Self::AllOf(_) => Precision::Set,
        }
    }
}

impl Date {
    /// Returns how narrow the date is: `2004-12-XX` is a month, `2004-XX-31` a year, `19XX-12-06` a century.
    pub fn precision(&self) -> Precision {
        if let Year::Masked { digits, .. } = self.year
            && let Some(place) = digits.iter().position(Option::is_none)
        {
            return [Precision::Unknown, Precision::Millennium, Precision::Century, Precision::Decade][place];
        }
        match (self.month, self.day) {
            (Some(Field::Known(33..=36)), _) => Precision::Quarter,
            (Some(Field::Known(37..=39)), _) => Precision::Quadrimester,
            (Some(Field::Known(40..)), _) => Precision::Semestral,
            (Some(Field::Known(21..)), _) => Precision::Season,
            (Some(Field::Known(_)), Some(Field::Known(_))) => Precision::Day,
            (Some(Field::Known(_)), _) => Precision::Month,
            _ => Precision::Year,
        }
    }
}
