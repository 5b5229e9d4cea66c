//! Points and periods of the calendar, as TIMEX3 and EDTF write them.

use std::fmt;

use super::meaning::{Again, Amount, Modifier, Part, PartOfDay, Season, TimeOfDay, Unit, Vague};
use crate::date::{Date, Day, Edtf, Year};

/// The period of the calendar that a [`Point`] names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grain {
    /// A hundred years.
    Century,
    /// Ten years.
    Decade,
    /// A year.
    Year,
    /// Half a year, 1 or 2.
    Half(u8),
    /// A quarter, 1 to 4; 0 is an unknown one.
    Quarter(u8),
    /// A season.
    Season(Season),
    /// A month, 1 to 12; 0 is an unknown one.
    Month(u8),
    /// An ISO week, 1 to 53; 0 is an unknown one.
    Week(u8),
    /// Saturday and Sunday of an ISO week.
    Weekend(u8),
    /// Month and day; 0 is an unknown one.
    Day(u8, u8),
    /// A day of an unknown week, Monday is 1.
    Weekday(u8),
}

/// A period of the calendar, of a year that may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    /// The year, 0 is 1 BC; of a decade or century, one of its years.
    pub year: Option<i32>,
    /// What of the year.
    pub grain: Grain,
}

impl Point {
    pub(super) const fn new(year: i32, grain: Grain) -> Self {
        Self { year: Some(year), grain }
    }

    pub(super) fn day(day: Day) -> Self {
        let (year, month, dom) = day.ymd();
        Self::new(i32::try_from(year).unwrap_or(i32::MAX), Grain::Day(month, dom))
    }

    /// Returns the first day, where the point names a known one.
    pub fn first_day(&self) -> Option<Day> {
        let year = i64::from(self.year?);
        match self.grain {
            Grain::Century => Day::from_ymd(
                if year > 0 { year.div_euclid(100) * 100 } else { year - (year + 99).rem_euclid(100) },
                1,
                1,
            ),
            Grain::Decade => Day::from_ymd(decade_start(year), 1, 1),
            Grain::Year | Grain::Month(0) | Grain::Day(0, _) | Grain::Quarter(0) | Grain::Week(0) => {
                Day::from_ymd(year, 1, 1)
            }
            Grain::Half(half) => Day::from_ymd(year, 6 * half - 5, 1),
            Grain::Quarter(quarter) => Day::from_ymd(year, 3 * quarter - 2, 1),
            Grain::Season(season) => Day::from_ymd(year, season_month(season), 1),
            Grain::Month(month) | Grain::Day(month, 0) => Day::from_ymd(year, month, 1),
            Grain::Week(week) => monday(year, week),
            Grain::Weekend(week) => monday(year, week).map(|d| d.plus(5)),
            Grain::Day(month, day) => Day::from_ymd(year, month, day),
            Grain::Weekday(_) => None,
        }
    }

    /// Returns the month, where the point lies in a known one.
    pub const fn month(&self) -> Option<u8> {
        match self.grain {
            Grain::Month(month @ 1..) | Grain::Day(month @ 1.., _) => Some(month),
            Grain::Quarter(q @ 1..) => Some(3 * q - 1),
            Grain::Half(h) => Some(6 * h - 3),
            Grain::Season(season) => Some(season_month(season) % 12 + 1),
            _ => None,
        }
    }

    /// Tells whether the point is a known day.
    pub const fn is_day(&self) -> bool {
        matches!(self.grain, Grain::Day(1.., 1..))
    }

    /// Returns the EDTF of the point, or `None` where EDTF has none.
    pub fn edtf(&self) -> Option<Edtf> {
        let Some(year) = self.year else {
            return match self.grain {
                Grain::Month(month @ 1..) => Some(Date::of_unknown_year(month, None).into()),
                Grain::Day(month @ 1.., day @ 1..) => Some(Date::of_unknown_year(month, Some(day)).into()),
                _ => None,
            };
        };
        let year = i64::from(year);
        Some(match self.grain {
            Grain::Century if (0..10000).contains(&year) => Date::century(year.div_euclid(100)).into(),
            Grain::Century => Edtf::interval(Date::year(year - 99), Date::year(year)),
            Grain::Decade if (0..10000).contains(&year) => Date::decade(year.div_euclid(10)).into(),
            Grain::Decade => {
                Edtf::interval(Date::year(decade_start(year)), Date::year(decade_start(year) + 9))
            }
            Grain::Year | Grain::Month(0) | Grain::Day(0, _) | Grain::Quarter(0) | Grain::Week(0) => {
                Date::year(year).into()
            }
            Grain::Half(half) => Date::month(year, 39 + half).into(),
            Grain::Quarter(quarter) => Date::month(year, 32 + quarter).into(),
            Grain::Season(season) => Date::month(year, season_code(season)).into(),
            Grain::Month(month) | Grain::Day(month, 0) => Date::month(year, month).into(),
            Grain::Day(month, day) => Date::day(year, month, day).into(),
            Grain::Week(_) | Grain::Weekend(_) => {
                let first = self.first_day()?;
                let length = if matches!(self.grain, Grain::Week(_)) { 6 } else { 1 };
                Edtf::interval(first.into(), first.plus(length).into())
            }
            Grain::Weekday(_) => return None,
        })
    }
}

/// The first year of the decade; before our era decades are counted back from their last year.
fn decade_start(year: i64) -> i64 {
    if year > 0 { year.div_euclid(10) * 10 } else { 1 - ((1 - year).div_euclid(10) * 10 + 9) }
}

fn monday(year: i64, week: u8) -> Option<Day> {
    let fourth = Day::from_ymd(year, 1, 4)?;
    Some(fourth.plus(7 * (i64::from(week) - 1) - i64::from(fourth.weekday()) + 1))
}

/// The first month of a season; winter is that of the year it begins in.
pub(super) const fn season_month(season: Season) -> u8 {
    match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    }
}

const fn season_code(season: Season) -> u8 {
    match season {
        Season::Spring => 21,
        Season::Summer => 22,
        Season::Autumn => 23,
        Season::Winter => 24,
    }
}

const fn season_name(season: Season) -> &'static str {
    match season {
        Season::Spring => "SP",
        Season::Summer => "SU",
        Season::Autumn => "FA",
        Season::Winter => "WI",
    }
}

impl fmt::Display for Point {
    /// Writes the point as TIMEX3 does: `1998-W11`, `BC0490`, `198`, `XXXX-04-12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, number) = match self.year {
            // The first century has the year 0 for a name, which is no year before our era here.
            Some(0) if self.grain == Grain::Century => (false, 0),
            Some(year) if year <= 0 => (true, 1 - year),
            Some(year) => (false, year),
            None => (false, 0),
        };
        if before {
            f.write_str("BC")?;
        }
        match (self.grain, self.year) {
            (Grain::Century, None) => return f.write_str("XX"),
            (Grain::Decade, None) => return f.write_str("XXX"),
            (Grain::Century, Some(_)) => return write!(f, "{:02}", (number - i32::from(before)) / 100),
            (Grain::Decade, Some(_)) => return write!(f, "{:03}", number / 10),
            (_, None) => f.write_str("XXXX")?,
            (_, Some(_)) => write!(f, "{number:04}")?,
        }
        match self.grain {
            Grain::Century | Grain::Decade | Grain::Year => Ok(()),
            Grain::Half(half) => write!(f, "-H{half}"),
            Grain::Quarter(0) => f.write_str("-QX"),
            Grain::Quarter(quarter) => write!(f, "-Q{quarter}"),
            Grain::Season(season) => write!(f, "-{}", season_name(season)),
            Grain::Month(0) => f.write_str("-XX"),
            Grain::Month(month) => write!(f, "-{month:02}"),
            Grain::Week(0) => f.write_str("-WXX"),
            Grain::Week(week) => write!(f, "-W{week:02}"),
            Grain::Weekend(0) => f.write_str("-WXX-WE"),
            Grain::Weekend(week) => write!(f, "-W{week:02}-WE"),
            Grain::Day(0, 0) => f.write_str("-XX-XX"),
            Grain::Day(0, day) => write!(f, "-XX-{day:02}"),
            Grain::Day(month, 0) => write!(f, "-{month:02}-XX"),
            Grain::Day(month, day) => write!(f, "-{month:02}-{day:02}"),
            Grain::Weekday(weekday) => write!(f, "-WXX-{weekday}"),
        }
    }
}

impl fmt::Display for TimeOfDay {
    /// Writes the time as TIMEX3 does, `T` in front.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Part(part) => f.write_str(match part {
                PartOfDay::Morning => "TMO",
                PartOfDay::Midday => "TMI",
                PartOfDay::Afternoon => "TAF",
                PartOfDay::Evening => "TEV",
                PartOfDay::Night => "TNI",
            }),
            Self::Clock { hour: 24, .. } => f.write_str("T24:00"),
            Self::Clock { hour, minute, second } => {
                write!(f, "T{hour:02}:{:02}", minute.unwrap_or(0))?;
                second.map_or(Ok(()), |s| write!(f, ":{s:02}"))
            }
        }
    }
}

/// A TIMEX3 value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// A period of the calendar, or a time within a day.
    Point(Point, Option<TimeOfDay>),
    /// A length of time.
    Duration(Amount, Unit),
    /// Times that come again.
    Set(Again),
    /// `PRESENT_REF`, `PAST_REF`, `FUTURE_REF`.
    Reference(Vague),
}

impl Value {
    /// Returns the EDTF, or `None` for durations, sets and references without a calendar.
    pub fn edtf(&self, modifier: Option<Modifier>) -> Option<Edtf> {
        let Self::Point(point, _) = self else { return None };
        let edtf = point.edtf()?;
        Some(match (modifier, edtf) {
            (Some(Modifier::Approx), Edtf::Date(date)) => Edtf::Date(date.approximate()),
            (_, edtf) => edtf,
        })
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Point(point, time) => {
                write!(f, "{point}")?;
                time.map_or(Ok(()), |time| write!(f, "{time}"))
            }
            Self::Duration(amount, unit) => period(f, amount, unit),
            Self::Set(Again::Every(amount, unit)) => period(f, amount, unit),
            Self::Set(Again::In(unit)) => f.write_str(match unit {
                Unit::Hour => "XXXX-XX-XXTXX",
                Unit::Day => "XXXX-XX-XX",
                Unit::Week | Unit::Fortnight => "XXXX-WXX",
                Unit::Weekend => "XXXX-WXX-WE",
                Unit::Month => "XXXX-XX",
                Unit::Quarter => "XXXX-QX",
                _ => "XXXX",
            }),
            Self::Set(Again::Part(part)) => match part {
                Part::Weekday(weekday) => write!(f, "XXXX-WXX-{weekday}"),
                Part::Month(month) => write!(f, "XXXX-{month:02}"),
                Part::Season(season) => write!(f, "XXXX-{}", season_name(season)),
                Part::Quarter(quarter) => write!(f, "XXXX-Q{quarter}"),
                Part::Day(month, day) => write!(f, "XXXX-{month:02}-{day:02}"),
                _ => f.write_str("XXXX"),
            },
            Self::Set(Again::PartOfDay(part)) => write!(f, "XXXX-XX-XX{}", TimeOfDay::Part(part)),
            Self::Reference(Vague::Present) => f.write_str("PRESENT_REF"),
            Self::Reference(Vague::Past) => f.write_str("PAST_REF"),
            Self::Reference(Vague::Future) => f.write_str("FUTURE_REF"),
        }
    }
}

/// ISO 8601 periods as TIMEX3 has them: `P2Y`, `PT30M`, `PXW`, `P3DE`.
fn period(f: &mut fmt::Formatter<'_>, amount: Amount, unit: Unit) -> fmt::Result {
    let (time, letter, factor) = match unit {
        Unit::Second => (true, "S", 1),
        Unit::Minute => (true, "M", 1),
        Unit::Hour => (true, "H", 1),
        Unit::Day => (false, "D", 1),
        Unit::Weekend => (false, "WE", 1),
        Unit::Week => (false, "W", 1),
        Unit::Fortnight => (false, "W", 2),
        Unit::Month => (false, "M", 1),
        Unit::Quarter => (false, "Q", 1),
        Unit::Season => (false, "M", 3),
        Unit::Year => (false, "Y", 1),
        Unit::Decade => (false, "Y", 10),
        Unit::Century => (false, "Y", 100),
        Unit::Millennium => (false, "Y", 1000),
    };
    f.write_str(if time { "PT" } else { "P" })?;
    match amount {
        Amount::Vague => {
            let letter = match unit {
                Unit::Decade => "DE",
                Unit::Century => "CE",
                Unit::Millennium => "ML",
                _ => letter,
            };
            write!(f, "X{letter}")
        }
        // Half of an hour, day or year is written in the next smaller unit.
        Amount::Exact(500) => match unit {
            Unit::Hour => f.write_str("30M"),
            Unit::Day => f.write_str("T12H"),
            Unit::Year => f.write_str("6M"),
            _ => thousandths(f, 500 * factor, letter),
        },
        // … and so is the half of "two and a half years".
        Amount::Exact(number)
            if number % 1000 == 500 && matches!(unit, Unit::Minute | Unit::Hour | Unit::Day | Unit::Year) =>
        {
            let half = match unit {
                Unit::Minute => "30S",
                Unit::Hour => "30M",
                Unit::Day => "T12H",
                _ => "6M",
            };
            write!(f, "{}{letter}{half}", number / 1000)
        }
        Amount::Exact(number) | Amount::Range(number, _) => {
            thousandths(f, number.saturating_mul(factor), letter)
        }
    }
}

fn thousandths(f: &mut fmt::Formatter<'_>, number: u32, letter: &str) -> fmt::Result {
    write!(f, "{}", number / 1000)?;
    let mut rest = number % 1000;
    if rest > 0 {
        f.write_str(".")?;
        while rest > 0 {
            write!(f, "{}", rest / 100)?;
            rest = rest % 100 * 10;
        }
    }
    f.write_str(letter)
}

/// Whether a date that was read has a known year.
pub(super) fn known_year(date: &Date) -> Option<i32> {
    match date.year {
        Year::Known(year) => i32::try_from(year).ok(),
        Year::Masked { .. } => None,
    }
}
