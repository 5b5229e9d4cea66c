//! Arithmetic of the calendar: which period lies so many units from another. True in any language.

use crate::date::Day;
use crate::lexicon::HolidayRule;
use crate::timex::meaning::{Amount, Part, Unit};
use crate::timex::point::{Grain, Point};

pub(super) fn grain_of(part: Part) -> Option<Grain> {
    Some(match part {
        Part::Month(month) => Grain::Month(month),
        Part::Day(month, day) => Grain::Day(month, day),
        Part::Season(season) => Grain::Season(season),
        Part::Quarter(quarter @ 1..) => Grain::Quarter(quarter),
        Part::Half(half) => Grain::Half(half),
        Part::Year => Grain::Year,
        _ => return None,
    })
}

pub(super) fn in_year(part: Part, year: i32) -> Point {
    match part {
        Part::Decade => Point::new(year, Grain::Decade),
        Part::Century => Point::new(year, Grain::Century),
        Part::DayOfMonth(day) => Point::new(year, Grain::Day(0, day)),
        Part::Holiday(holiday) => {
            holiday.in_year(i64::from(year)).map_or(Point::new(year, Grain::Day(0, 0)), Point::day)
        }
        // 29 February of a year without one cannot be meant: the month remains.
        Part::Day(month, day) if Day::from_ymd(i64::from(year), month, day).is_none() => {
            Point::new(year, Grain::Month(month))
        }
        part => Point::new(year, grain_of(part).unwrap_or(Grain::Year)),
    }
}

pub(super) fn without_year(part: Part) -> Point {
    let grain = match part {
        Part::Weekday(weekday) => Grain::Weekday(weekday),
        Part::DayOfMonth(day) => Grain::Day(0, day),
        Part::Holiday(holiday) => match holiday.rule {
            HolidayRule::Fixed(month, day) => Grain::Day(month, day),
            HolidayRule::Weekday { month, .. } => Grain::Day(month, 0),
            HolidayRule::Easter(_) => Grain::Day(0, 0),
        },
        part => grain_of(part).unwrap_or(Grain::Year),
    };
    Point { year: None, grain }
}

/// Whether a point is fine enough for a unit to be counted from it.
pub(super) fn holds(point: Point, unit: Unit) -> bool {
    match point.grain {
        Grain::Day(1.., 1..) => true,
        Grain::Week(1..) | Grain::Weekend(1..) => unit >= Unit::Week,
        Grain::Month(1..) | Grain::Day(1.., 0) => unit >= Unit::Month,
        Grain::Quarter(1..) => unit >= Unit::Quarter,
        Grain::Season(_) | Grain::Half(_) => unit >= Unit::Season,
        _ => unit >= Unit::Year,
    }
}

/// A day of a period, not known which.
pub(super) fn unknown_day(point: Point) -> Point {
    let grain = match point.grain {
        Grain::Day(month, _) | Grain::Month(month) => Grain::Day(month, 0),
        _ => Grain::Day(0, 0),
    };
    Point { year: point.year, grain }
}

pub(super) fn unknown(unit: Unit) -> Point {
    let grain = match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Grain::Day(0, 0),
        Unit::Week | Unit::Fortnight => Grain::Week(0),
        Unit::Weekend => Grain::Weekend(0),
        Unit::Month => Grain::Month(0),
        Unit::Quarter => Grain::Quarter(0),
        Unit::Season | Unit::Year => Grain::Year,
        Unit::Decade => Grain::Decade,
        Unit::Century | Unit::Millennium => Grain::Century,
    };
    Point { year: None, grain }
}

pub(super) fn steps_of(amount: Amount, unit: Unit) -> Option<i64> {
    match amount {
        Amount::Exact(n) if n % 1000 == 0 => Some(i64::from(n / 1000)),
        Amount::Exact(500) if matches!(unit, Unit::Century | Unit::Decade) => Some(0),
        _ => None,
    }
}

pub(super) fn step(day: Day, steps: i64, unit: Unit) -> Point {
    step_by(day, steps, unit, unit)
}

/// The period of `grain` that lies `steps` units from the one with `day` in it.
pub(super) fn step_by(day: Day, steps: i64, unit: Unit, grain: Unit) -> Point {
    let moved = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => day,
        Unit::Day => day.plus(steps),
        Unit::Week | Unit::Weekend => day.plus(7 * steps),
        Unit::Fortnight => day.plus(14 * steps),
        Unit::Month => day.plus_months(steps),
        Unit::Quarter | Unit::Season => day.plus_months(3 * steps),
        Unit::Year => day.plus_months(12 * steps),
        Unit::Decade => day.plus_months(120 * steps),
        Unit::Century => day.plus_months(1200 * steps),
        Unit::Millennium => day.plus_months(12_000 * steps),
    };
    let (year, month, _) = moved.ymd();
    let year = i32::try_from(year).unwrap_or(i32::MAX);
    match grain {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Point::day(moved),
        Unit::Week | Unit::Fortnight | Unit::Weekend => {
            let (year, week) = moved.iso_week();
            let grain = if grain == Unit::Weekend { Grain::Weekend(week) } else { Grain::Week(week) };
            Point::new(i32::try_from(year).unwrap_or(i32::MAX), grain)
        }
        Unit::Month => Point::new(year, Grain::Month(month)),
        Unit::Quarter => Point::new(year, Grain::Quarter((month - 1) / 3 + 1)),
        Unit::Season | Unit::Year => Point::new(year, Grain::Year),
        Unit::Decade => Point::new(year, Grain::Decade),
        Unit::Century | Unit::Millennium => Point::new(year, Grain::Century),
    }
}
