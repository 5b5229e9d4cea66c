//! Dates counted from the day of writing: weekdays, and months and days without a year, on the side that the verb tells.

use super::calendar::in_year;
use super::{Against, Reference, Resolver};
use crate::date::Day;
use crate::timex::meaning::{Part, Season, Shift, TimeExpression, Written};
use crate::timex::point::{Grain, Point};
use crate::timex::side::Side;

/// The day of writing, as far as it is known.
#[derive(Clone, Copy)]
pub(super) struct Base {
    pub(super) day: Day,
    pub(super) year: i32,
    pub(super) month: Option<u8>,
    pub(super) exact: bool,
    pub(super) known_year: bool,
}

/// How far behind a date, in bytes, a weekday may still be counted from it: some three sentences.
const NEARBY: usize = 500;

impl Resolver<'_> {
    pub(super) fn weekday(
        &self,
        expression: &TimeExpression,
        weekday: u8,
        shift: Option<Shift>,
    ) -> (Point, Against, Option<Side>) {
        let unknown = Point { year: None, grain: Grain::Weekday(weekday) };
        let told =
            self.history || matches!(shift, Some(Shift::Before | Shift::Behind | Shift::That | Shift::Same));
        if told {
            if self.day.is_none()
                && self.base.is_some()
                && shift.is_none_or(|s| matches!(s, Shift::This | Shift::Last | Shift::Next))
            {
                return self.weekday_of_writing(expression, weekday, shift);
            }
            // A weekday alone belongs to a day that was told of right before it, not to one of pages ago.
            let told = self.day.filter(|(_, index)| {
                shift.is_some()
                    || expression.span.start.saturating_sub(self.expressions[*index].span.end) <= NEARBY
            });
            let Some((day, index)) = told else { return (unknown, Against::Nothing, None) };
            let ahead = (i64::from(weekday) - i64::from(day.weekday())).rem_euclid(7);
            let back = matches!(shift, Some(Shift::Before | Shift::Last));
            let days = match (back, ahead) {
                (true, 0) => -7,
                (true, ahead) => ahead - 7,
                (false, 0) if shift.is_some_and(|s| s == Shift::Behind || s == Shift::Next) => 7,
                (false, ahead) => ahead,
            };
            return (Point::day(day.plus(days)), Against::Expression(index), None);
        }
        self.weekday_of_writing(expression, weekday, shift)
    }

    /// A weekday counted from the document date.
    pub(super) fn weekday_of_writing(
        &self,
        expression: &TimeExpression,
        weekday: u8,
        shift: Option<Shift>,
    ) -> (Point, Against, Option<Side>) {
        let unknown = Point { year: None, grain: Grain::Weekday(weekday) };
        let Some(base) = self.base.filter(|b| b.exact && b.known_year) else {
            return (unknown, Against::Nothing, None);
        };
        let ahead = (i64::from(weekday) - i64::from(base.day.weekday())).rem_euclid(7);
        let side = if shift.is_none() { self.side(expression) } else { None };
        let days = match (shift, side) {
            (Some(Shift::Last | Shift::Past), _) => {
                if ahead == 0 {
                    -7
                } else {
                    ahead - 7
                }
            }
            (Some(Shift::Next | Shift::Coming), _) => {
                if ahead == 0 {
                    7
                } else {
                    ahead
                }
            }
            (Some(Shift::This), _) => i64::from(weekday) - i64::from(base.day.weekday()),
            (_, Some(Side::Future)) => ahead,
            _ => {
                if ahead == 0 {
                    0
                } else {
                    ahead - 7
                }
            }
        };
        (Point::day(base.day.plus(days)), Against::Document, side)
    }

    /// A date without a year in a text about its own time: the nearest on the side that the verb tells.
    pub(super) fn near_document(
        &self,
        expression: &TimeExpression,
        written: &Written,
        base: Base,
    ) -> (Point, Option<Side>) {
        let at = |year: i32| in_year(written.part, year);
        let distance = |year: i32| at(year).first_day().map_or(i64::MAX, |d| d.0 - base.day.0);
        let same = base.month.is_some()
            && at(base.year).month() == base.month
            && matches!(written.part, Part::Month(_));
        match written.shift {
            Some(Shift::Last | Shift::Past) => {
                let mut year = base.year;
                let ends = |year: i32| {
                    at(year).first_day().map_or(0, |d| d.0 + length_of(written.part)) - base.day.0
                };
                if ends(year) > 0 || same {
                    year -= 1;
                }
                return (at(year), None);
            }
            Some(Shift::Next | Shift::Coming) => {
                let year = if distance(base.year) > 0 { base.year } else { base.year + 1 };
                return (at(year), None);
            }
            Some(Shift::This | Shift::Latest) => {
                // "this winter" in February is the winter that began last year
                let year = if matches!(written.part, Part::Season(Season::Winter))
                    && base.month.is_some_and(|m| m <= 3)
                {
                    base.year - 1
                } else {
                    base.year
                };
                return (at(year), None);
            }
            _ => {}
        }
        if let Part::DayOfMonth(day) = written.part {
            let side = self.side(expression);
            let this = base.day.ymd();
            let in_month = |months: i64| {
                let (year, month, _) =
                    Day::from_ymd(this.0, this.1, 1).map_or(this, |d| d.plus_months(months).ymd());
                Point::new(i32::try_from(year).unwrap_or(base.year), Grain::Day(month, day))
            };
            let months = match (side, day.cmp(&this.2)) {
                (Some(Side::Future), std::cmp::Ordering::Less) => 1,
                (Some(Side::Future), _) | (_, std::cmp::Ordering::Less | std::cmp::Ordering::Equal) => 0,
                (_, std::cmp::Ordering::Greater) => -1,
            };
            return (in_month(months), side);
        }
        if same {
            return (at(base.year), None);
        }
        if let Part::Quarter(_) | Part::Half(_) = written.part {
            // Reports are about quarters that are over or running.
            let side = self.side(expression);
            let year = match side {
                Some(Side::Future) if distance(base.year) < -200 => base.year + 1,
                Some(Side::Future) => base.year,
                _ if distance(base.year) > 31 => base.year - 1,
                _ => base.year,
            };
            return (at(year), side);
        }
        let side = self.side(expression);
        let (past, future) =
            if distance(base.year) <= 0 { (base.year, base.year + 1) } else { (base.year - 1, base.year) };
        let (back, ahead) = (-distance(past), distance(future));
        // News writes the year of what lies ten months away, and leaves it out where the other side is near.
        // "will be paid", "to be paid by February": a limit lies ahead more often than far behind.
        let limit = ["by", "through"]
            .iter()
            .any(|w| expression.first > 0 && self.reader.is_word(expression.first as usize - 1, w));
        let year = match side {
            Some(Side::Past) if limit && back > 2 * ahead => future,
            Some(Side::Past) if back > 300 && ahead < 62 => future,
            Some(Side::Future) if ahead > 300 && back < 45 => past,
            Some(Side::Past) => past,
            Some(Side::Future) => future,
            None if ahead * 2 < back => future,
            None => past,
        };
        (at(year), side)
    }
}

pub(super) fn base(reference: Reference) -> Option<Base> {
    let make = |day: Day, month, exact, known_year| {
        let year = i32::try_from(day.ymd().0).ok()?;
        Some(Base { day, year, month, exact, known_year })
    };
    match reference {
        Reference::Day(day) => make(day, Some(day.ymd().1), true, true),
        Reference::Month(year, month) => {
            make(Day::from_ymd(i64::from(year), month, 15)?, Some(month), false, true)
        }
        Reference::Year(year) => make(Day::from_ymd(i64::from(year), 7, 1)?, None, false, true),
        // A leap year has every day that may be meant; the year is taken off again.
        Reference::MonthDay(month, day) => make(Day::from_ymd(2000, month, day)?, Some(month), true, false),
        // It is resolved for each of its days.
        Reference::OneOf(_) => None,
        Reference::News => make(Day::from_ymd(2000, 7, 1)?, None, false, false),
        Reference::None => None,
    }
}

fn length_of(part: Part) -> i64 {
    match part {
        Part::Season(_) | Part::Quarter(_) => 75,
        Part::Month(_) => 31,
        _ => 1,
    }
}
