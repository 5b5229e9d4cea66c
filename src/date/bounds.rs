use super::{Choice, Date, Day, Edtf, Endpoint, Field, Year, days_in_month};

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

    /// Makes the bounds of something that began on one of the days of `begin` and ended on one of `end`, first and
    /// last day of each. It cannot have begun after its end, so a beginning never reaches past the last day of the
    /// end, and an end never reaches back before the first day of the beginning: `2014/2014-04` began by the end
    /// of April. Where all of `end` lies before all of `begin`, the two change places.
    pub fn span(begin: (Day, Day), end: (Day, Day)) -> Self {
        let (begin, end) = if end.1 < begin.0 { (end, begin) } else { (begin, end) };
        Self { begin: (begin.0, begin.1.min(end.1)), end: (end.0.max(begin.0), end.1), extent: Extent::Span }
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
    ///
    /// * A date of any precision is a point, one-of sets too: somewhere from the first day of the earliest member to
    ///   the last day of the latest. Gaps between members are not kept.
    /// * An interval is a span that begins within its first date and ends within its last (see [`Bounds::span`]).
    ///   With `..` it has no end, so every later day is within it: the end is [`Day::MAX`] for certain. With nothing
    ///   written the end may be any day from the beginning on. At the beginning it is the other way round.
    /// * An all-of set is a span from its first member to its last.
    ///
    /// How a single date is read: [`Date::days`].
    pub fn bounds(&self) -> Bounds {
        match self {
            Self::Date(date) => {
                let (first, last) = date.days();
                Bounds::point(first, last)
            }
            Self::Interval(first, last) => interval(first, last),
            Self::OneOf(choices) => {
                let hull = choices.iter().map(choice).reduce(|a, b| Bounds {
                    begin: (a.begin.0.min(b.begin.0), Day::MAX),
                    end: (Day::MIN, a.end.1.max(b.end.1)),
                    extent: Extent::Point,
                });
                hull.map_or(Bounds::point(Day::MIN, Day::MAX), |b| Bounds::point(b.earliest(), b.latest()))
            }
            Self::AllOf(choices) => {
                let hull = choices.iter().map(choice).reduce(|a, b| Bounds {
                    begin: (a.begin.0.min(b.begin.0), a.begin.1.min(b.begin.1)),
                    end: (a.end.0.max(b.end.0), a.end.1.max(b.end.1)),
                    extent: Extent::Span,
                });
                hull.unwrap_or(Bounds::span((Day::MIN, Day::MAX), (Day::MIN, Day::MAX)))
            }
        }
    }
}

fn interval(first: &Endpoint, last: &Endpoint) -> Bounds {
    let dates = |end: &Endpoint| match end {
        Endpoint::Date(date) => Some(date.days()),
        Endpoint::Open | Endpoint::Unknown => None,
    };
    let (begin, end) = (dates(first), dates(last));
    let begin = begin.unwrap_or(match first {
        Endpoint::Open => (Day::MIN, Day::MIN),
        _ => (Day::MIN, end.map_or(Day::MAX, |end| end.1)),
    });
    let end = end.unwrap_or(match last {
        Endpoint::Open => (Day::MAX, Day::MAX),
        _ => (begin.0, Day::MAX),
    });
    Bounds::span(begin, end)
}

fn choice(choice: &Choice) -> Bounds {
    match choice {
        Choice::Date(date) => {
            let days = date.days();
            Bounds::span(days, days)
        }
        Choice::Range(first, last) => Bounds::span(
            first.as_ref().map_or((Day::MIN, Day::MIN), Date::days),
            last.as_ref().map_or((Day::MAX, Day::MAX), Date::days),
        ),
    }
}

impl Date {
    /// Returns the first and the last day that the date may mean.
    ///
    /// * Unspecified digits give the tightest range that fits, days that do not exist left out: `XXXX-02-29` begins
    ///   in year 0 and ends in 9996.
    /// * Seasons are months of the year they are written with, in the order of ISO 8601-2: 21 to 24 and 25 to 28
    ///   are spring (March to May), summer, autumn and winter of the northern hemisphere, 29 to 32 the same words in
    ///   the southern (spring from September), 33 to 36 quarters, 37 to 39 thirds, 40 and 41 halves. A season that
    ///   begins in December ends in February of the next year.
    /// * `~` widens by one unit of the date's own precision on either side: a day, a month, a season, a year, ten years
    ///   for `198X~`. Where only some parts are approximate, the unit is that of the first run of such parts:
    ///   `2004-06~-11` is a month around that day, `2004-06-~11` a day. An unknown year cannot be widened.
    ///   `?` widens nothing.
    ///
    /// A day that does not exist, which [`parse`](super::parse) refuses, is read as its month.
    pub fn days(&self) -> (Day, Day) {
        let year_alone = || Self { month: None, ..self.without_day() };
        let days = self.readings().or_else(|| self.without_day().readings());
        let days = days.or_else(|| year_alone().readings()).unwrap_or((Day::MIN, Day::MAX));
        self.widened(days)
    }

    fn without_day(&self) -> Self {
        Self { day: None, ..self.clone() }
    }

    /// Returns the first and the last day that fit the digits, or `None` where no day does.
    pub(crate) fn readings(&self) -> Option<(Day, Day)> {
        // Where every digit is known there is nothing to try.
        match (self.year, self.month, self.day) {
            (Year::Known(year), Some(Field::Known(month)), Some(Field::Known(day))) => {
                let day = Day::from_ymd(year.clamp(-Year::LIMIT, Year::LIMIT), month, day)?;
                return Some((day, day));
            }
            (Year::Known(year), Some(Field::Known(month @ 1..=12)), None) => {
                let first = Day::from_ymd(year.clamp(-Year::LIMIT, Year::LIMIT), month, 1)?;
                return Some((first, first.plus_months(1).plus(-1)));
            }
            (Year::Known(year), None, None) => {
                let year = year.clamp(-Year::LIMIT, Year::LIMIT);
                return Some((Day::from_ymd(year, 1, 1)?, Day::from_ymd(year, 12, 31)?));
            }
            _ => {}
        }
        let mut years = self.year.readings();
        let mut backwards = self.year.readings().rev();
        match self.month {
            Some(Field::Known(code @ 21..)) if self.day.is_none() => {
                let (first, months) = season(code)?;
                let begin = Day::from_ymd(years.next()?, first, 1)?;
                Some((begin, Day::from_ymd(backwards.next()?, first, 1)?.plus_months(months).plus(-1)))
            }
            _ => {
                let first = years.find_map(|year| {
                    self.months().find_map(|month| {
                        let day = self.days_of(year, month).next()?;
                        Day::from_ymd(year, month, day)
                    })
                })?;
                let last = backwards.find_map(|year| {
                    self.months().rev().find_map(|month| {
                        let day = self.days_of(year, month).next_back()?;
                        Day::from_ymd(year, month, day)
                    })
                })?;
                Some((first, last))
            }
        }
    }

    fn months(&self) -> impl DoubleEndedIterator<Item = u8> + use<> {
        Field::readings(self.month, 12)
    }

    fn days_of(&self, year: i64, month: u8) -> impl DoubleEndedIterator<Item = u8> + use<> {
        Field::readings(self.day, days_in_month(year, month))
    }

    fn widened(&self, (first, last): (Day, Day)) -> (Day, Day) {
        let approximate = |part: usize| self.quality[part].approximate;
        let Some(start) = (0..self.parts()).find(|&part| approximate(part)) else { return (first, last) };
        let end = (start..self.parts()).take_while(|&part| approximate(part)).count() + start;
        let blank = Some(Field::Masked([None, None]));
        let months = match end {
            3 if self.day != blank => return (first.plus(-1), last.plus(1)),
            2.. if self.month != blank => match self.month {
                Some(Field::Known(code @ 21..)) => season(code).map_or(0, |(_, months)| months),
                _ => 1,
            },
            _ => 12 * self.year.unit(),
        };
        let last = if self.day.is_none() || self.day == blank {
            // The last of a month stays the last of a month.
            last.plus(1).plus_months(months).plus(-1)
        } else {
            last.plus_months(months)
        };
        (first.plus_months(-months), last)
    }
}

/// Returns the first month of a season code and how many months it lasts.
const fn season(code: u8) -> Option<(u8, i64)> {
    match code {
        21..=28 => Some((3 + (code - 21) % 4 * 3, 3)),
        29 => Some((9, 3)),
        30 => Some((12, 3)),
        31 => Some((3, 3)),
        32 => Some((6, 3)),
        33..=36 => Some(((code - 33) * 3 + 1, 3)),
        37..=39 => Some(((code - 37) * 4 + 1, 4)),
        40 | 41 => Some(((code - 40) * 6 + 1, 6)),
        _ => None,
    }
}

impl Year {
    /// The largest year that is read, either side of 0; [`Day`] has room for all of their days.
    pub(crate) const LIMIT: i64 = 999_999_999_999;

    /// Returns the years that fit the digits, in ascending order.
    fn readings(self) -> impl DoubleEndedIterator<Item = i64> {
        let (low, high) = match self {
            Self::Known(year) => {
                let year = year.clamp(-Self::LIMIT, Self::LIMIT);
                (year, year)
            }
            Self::Masked { negative, digits } => {
                let with = |blank| digits.iter().fold(0, |n, d| n * 10 + i64::from(d.unwrap_or(blank)));
                if negative { (-with(9), -with(0)) } else { (with(0), with(9)) }
            }
        };
        (low..=high).filter(move |year| self.fits(year.unsigned_abs()))
    }

    fn fits(self, mut magnitude: u64) -> bool {
        let Self::Masked { digits, .. } = self else { return true };
        digits.iter().rev().all(|digit| {
            let last = magnitude % 10;
            magnitude /= 10;
            digit.is_none_or(|digit| u64::from(digit) == last)
        })
    }

    /// Returns how many years `~` stands for: 1, 10 for a decade, 100 for a century; 0 for a wholly unknown year.
    fn unit(self) -> i64 {
        match self {
            Self::Known(_) => 1,
            Self::Masked { digits, .. } => {
                match digits.iter().rev().take_while(|digit| digit.is_none()).count() {
                    4 => 0,
                    blanks => (0..blanks).fold(1, |unit, _| unit * 10),
                }
            }
        }
    }
}

impl Field {
    /// Returns the numbers from 1 to `limit` that fit, all of them where there is no field, in ascending order.
    fn readings(field: Option<Self>, limit: u8) -> impl DoubleEndedIterator<Item = u8> {
        let (low, high) = match field {
            Some(Self::Known(number)) => (number, number),
            _ => (1, limit),
        };
        (low.max(1)..=high.min(limit)).filter(move |number| match field {
            Some(Self::Masked([tens, units])) => {
                tens.is_none_or(|tens| tens == number / 10) && units.is_none_or(|units| units == number % 10)
            }
            _ => true,
        })
    }
}
