//! Dates as EDTF (ISO 8601-2:2019) writes them, and what they mean in days.
//!
//! Takes: EDTF text. Gives: [`Edtf`], its canonical spelling, and its [`Bounds`] in days.
//! Knows nothing of prose, SQL, or which day it is today.

mod basis;
mod bounds;
mod calendar;
mod display;
mod parse;
mod precision;
mod relation;
mod unit;

pub use basis::DateBasis;
pub use bounds::{Bounds, Extent};
pub use calendar::{Day, days_in_month, is_leap_year};
pub use parse::{EdtfError, MONTHS, parse};
pub use precision::Precision;
pub use relation::{Fit, Relation};
pub use unit::Unit;

use serde::{Deserialize, Serialize};

/// A date as it was said: canonical EDTF when displayed. Equality is sameness of what was said, so there is no order;
/// order comes from [`Edtf::bounds`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Edtf {
    /// One date of any precision: `2016`, `2016-04`, `XXXX-12-06`, `198X`, `2016-22`.
    Date(Date),
    /// Something that lasts from one date to another: `2017-12-05/2017-12-06`, `2014-04/..`.
    Interval(Endpoint, Endpoint),
    /// One of several dates, which one is not known: `[2017-09..2017-12-06]`.
    OneOf(Vec<Choice>),
    /// All of several dates: `{1960,1961-12}`.
    AllOf(Vec<Choice>),
}

/// One end of an interval.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Endpoint {
    /// A date of any precision.
    Date(Date),
    /// `..`: it has no end there.
    Open,
    /// Nothing written: there is an end, but nobody knows when.
    Unknown,
}

/// A member of a set.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Choice {
    /// One date.
    Date(Date),
    /// Every date from one to another: `a..b`; `..b` and `a..` have no end on one side.
    Range(Option<Date>, Option<Date>),
}

/// A year, month, day or season, any part of it perhaps unspecified or qualified.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Date {
    /// The year; 0 is 1 BC.
    pub year: Year,
    /// 1 to 12, or 21 to 41 for the seasons, quarters, quadrimesters and semestrals of ISO 8601-2.
    pub month: Option<Field>,
    /// 1 to 31; never without a month that is 1 to 12 or masked.
    pub day: Option<Field>,
    /// What is said of the year, the month and the day. Parts that are not there repeat the last one that is.
    pub quality: [Quality; 3],
}

/// A year of which digits may be unspecified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Year {
    /// Every digit is known; 0 is 1 BC, -1 is 2 BC.
    Known(i64),
    /// Four digits, some unspecified: `198X`, `XXXX`; `negative` where a minus stands before them.
    Masked {
        /// Whether a minus stands before the digits.
        negative: bool,
        /// The digits, `None` where `X` stands.
        digits: [Option<u8>; 4],
    },
}

/// A month or day of which digits may be unspecified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Field {
    /// Both digits are known.
    Known(u8),
    /// Some are not: `1X`, `XX`.
    Masked([Option<u8>; 2]),
}

/// What EDTF's `?`, `~` and `%` say of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Quality {
    /// `?` or `%`: the source may be wrong.
    pub uncertain: bool,
    /// `~` or `%`: about then.
    pub approximate: bool,
}

impl Quality {
    /// Neither uncertain nor approximate.
    pub const PLAIN: Self = Self { uncertain: false, approximate: false };
}

impl Date {
    /// Makes a year.
    pub const fn year(year: i64) -> Self {
        Self { year: Year::Known(year), month: None, day: None, quality: [Quality::PLAIN; 3] }
    }

    /// Makes a month (1 to 12) or a season code (21 to 41) of a year.
    pub const fn month(year: i64, month: u8) -> Self {
        Self {
            year: Year::Known(year),
            month: Some(Field::Known(month)),
            day: None,
            quality: [Quality::PLAIN; 3],
        }
    }

    /// Makes a day. Nothing is checked: use [`Day::from_ymd`] where the day may not exist.
    pub const fn day(year: i64, month: u8, day: u8) -> Self {
        Self {
            year: Year::Known(year),
            month: Some(Field::Known(month)),
            day: Some(Field::Known(day)),
            quality: [Quality::PLAIN; 3],
        }
    }

    /// Makes a month, or a day in it, of an unknown year: `XXXX-12`, `XXXX-12-06`.
    pub const fn of_unknown_year(month: u8, day: Option<u8>) -> Self {
        Self {
            year: Year::Masked { negative: false, digits: [None; 4] },
            month: Some(Field::Known(month)),
            day: match day {
                Some(day) => Some(Field::Known(day)),
                None => None,
            },
            quality: [Quality::PLAIN; 3],
        }
    }

    /// Makes a decade from its first three digits (`198` is `198X`); years 0 to 9999 only.
    pub const fn decade(tens: i64) -> Self {
        let digits =
            [Some((tens / 100 % 10) as u8), Some((tens / 10 % 10) as u8), Some((tens % 10) as u8), None];
        Self {
            year: Year::Masked { negative: false, digits },
            month: None,
            day: None,
            quality: [Quality::PLAIN; 3],
        }
    }

    /// Makes a century from its first two digits (`19` is `19XX`); years 0 to 9999 only.
    pub const fn century(hundreds: i64) -> Self {
        let digits = [Some((hundreds / 10 % 10) as u8), Some((hundreds % 10) as u8), None, None];
        Self {
            year: Year::Masked { negative: false, digits },
            month: None,
            day: None,
            quality: [Quality::PLAIN; 3],
        }
    }

    /// Returns the same date marked as approximate (`~`) as a whole.
    #[must_use]
    pub const fn approximate(mut self) -> Self {
        let [year, month, day] = self.quality;
        self.quality = [
            Quality { approximate: true, ..year },
            Quality { approximate: true, ..month },
            Quality { approximate: true, ..day },
        ];
        self
    }

    /// Returns the same date marked as uncertain (`?`) as a whole.
    #[must_use]
    pub const fn uncertain(mut self) -> Self {
        let [year, month, day] = self.quality;
        self.quality = [
            Quality { uncertain: true, ..year },
            Quality { uncertain: true, ..month },
            Quality { uncertain: true, ..day },
        ];
        self
    }

    /// Returns how many of year, month and day are there.
    pub(crate) const fn parts(&self) -> usize {
        match (self.month, self.day) {
            (None, _) => 1,
            (_, None) => 2,
            _ => 3,
        }
    }

    /// Tells whether the year is wholly unspecified (`XXXX`).
    pub const fn has_unknown_year(&self) -> bool {
        matches!(self.year, Year::Masked { digits: [None, None, None, None], .. })
    }
}

impl From<Date> for Edtf {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        let (year, month, day) = day.ymd();
        Self::day(year, month, day)
    }
}

impl Edtf {
    /// Makes an interval that lasts from `first` to `last`, both included.
    pub const fn interval(first: Date, last: Date) -> Self {
        Self::Interval(Endpoint::Date(first), Endpoint::Date(last))
    }

    /// Makes one unknown date from `first` to `last`; `None` for no limit on that side: `[..2016-04-20]`.
    pub fn some_time(first: Option<Date>, last: Option<Date>) -> Self {
        Self::OneOf(vec![Choice::Range(first, last)])
    }

    /// Makes something that began at `first` and has no end yet: `2014-04/..`.
    pub const fn since(first: Date) -> Self {
        Self::Interval(Endpoint::Date(first), Endpoint::Open)
    }
}
