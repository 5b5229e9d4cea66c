//! What a text tells at each place: the date that "the previous month" and a bare January behind it are counted from, and
//! whether the text tells of another time than its own.

use super::calendar::{grain_of, in_year};
use super::near::Base;
use super::{Resolved, Resolver};
use crate::timex::meaning::{
    Amount, Direction, Meaning, Part, Shift, TimeExpression, Unit, Written, WrittenYear,
};
use crate::timex::point::{Grain, Point, Value};

/// What is told at this place of the text.
#[derive(Clone, Copy)]
pub(super) struct Story {
    pub(super) point: Point,
    pub(super) index: usize,
    pub(super) explicit: bool,
    pub(super) sentence: usize,
}

/// From how many years' distance the document date is no neighbour of what is told.
pub(super) const FAR: i32 = 2;

/// Among how many expressions the year is looked for that tells whether a date was an aside.
const AHEAD: usize = 40;

impl Resolver<'_> {
    pub(super) fn remember(&mut self, index: usize, resolved: &Resolved) {
        let expression = &self.expressions[index];
        // Behind "the nine months" and "the full year" it is years that are compared.
        let longer = match expression.meaning {
            Meaning::Duration(Amount::Exact(n), Unit::Month) => {
                n > 3000 && self.reader.is_word(expression.first as usize, "the")
            }
            Meaning::Duration(Amount::ONE, Unit::Year) | Meaning::Unit(Shift::Whole, Unit::Year) => true,
            _ => false,
        };
        self.longer |= longer;
        let Value::Point(point, _) = resolved.value else { return };
        let Some(year) = point.year else { return };
        // Comparisons look away from the period reported on and from what is told, and back again.
        let compares = matches!(
            expression.meaning,
            Meaning::Offset(_, _, Direction::Ago | Direction::Earlier | Direction::Before)
                | Meaning::Unit(Shift::Before, _)
        ) || self.looks_back_from(point);
        if matches!(point.grain, Grain::Quarter(1..)) && !compares && self.is_reported(point) {
            self.quarter = Some((point, index));
            self.longer = false;
        }
        if compares {
            return;
        }
        if matches!(point.grain, Grain::Century) || point.grain == Grain::Year && !self.plausible(index, year)
        {
            return;
        }
        if point.is_day()
            && let Some(day) = point.first_day()
        {
            self.day = Some((day, index));
        }
        // A bare year that repeats the year told of takes no month away.
        let repeats = point.grain == Grain::Year
            && self.story.is_some_and(|s| s.point.year == point.year && s.point.month().is_some());
        if repeats {
            if let Some(story) = &mut self.story {
                story.sentence = self.sentence;
            }
            return;
        }
        // What was told before an aside is taken up again behind it.
        let main = self.main.or(self.story);
        let says = expression.has_year()
            || matches!(
                expression.meaning,
                Meaning::Date(Written { shift: Some(_), .. }) | Meaning::Unit(..)
            );
        self.main = main.filter(|main| says && self.is_aside(index, main.point, year));
        self.story = Some(Story { point, index, explicit: expression.has_year(), sentence: self.sentence });
    }

    /// Whether a date of another year looks away from what is told, which the next date with a year takes up again.
    fn is_aside(&self, index: usize, told: Point, year: i32) -> bool {
        let Some(told) = told.year.filter(|told| self.history && *told != year) else { return false };
        let next = self.next_year(index, AHEAD);
        next.is_some_and(|(next, _)| (next - told).abs() < (next - year).abs())
    }

    /// "the 1988 period" in a report on a quarter of 1989.
    fn looks_back_from(&self, point: Point) -> bool {
        let reported = self.quarter.and_then(|(told, _)| told.first_day());
        !self.history
            && matches!(point.grain, Grain::Quarter(_))
            && reported.is_some_and(|told| point.first_day() < Some(told))
    }

    /// Reports are about a quarter that is over; one that still runs is only looked at where no other was named.
    pub(super) fn is_reported(&self, quarter: Point) -> bool {
        let (Some(first), Some(base)) = (quarter.first_day(), self.base) else { return true };
        let over = first.plus_months(3) <= base.day;
        over || first <= base.day && self.quarter.is_none()
    }

    /// One year far from its neighbours on both sides is an aside: the story goes on without it.
    pub(super) fn plausible(&self, index: usize, year: i32) -> bool {
        let Some(told) = self.story.and_then(|s| s.point.year) else { return true };
        if (year - told).abs() <= 10 || !self.history {
            return true;
        }
        let next = self.expressions[index + 1..].iter().take(8).find_map(|e| match e.meaning {
            Meaning::Date(Written { year: WrittenYear::Known(year), .. }) => Some(year),
            _ => None,
        });
        next.is_none_or(|next| (next - told).abs() > (next - year).abs())
    }

    /// Whether what has no year is told in the time of the story and not of the document.
    pub(super) fn follows_story(&self) -> Option<Story> {
        let story = self.story?;
        if self.history {
            return Some(self.main.filter(|_| story.sentence < self.sentence).unwrap_or(story));
        }
        let base = self.base?;
        let year = story.point.year?;
        let near = self.sentence - story.sentence.min(self.sentence);
        let dated = story.point.month().is_some();
        let far = (year - base.year).abs() >= FAR;
        let far = far && (dated || (year - base.year).abs() >= 10);
        (story.explicit && far && (near == 0 || dated && near <= 1 && (year - base.year).abs() >= 10))
            .then_some(story)
    }

    /// Whether the report speaks of a quarter here, and not of a longer period.
    pub(super) fn compares_quarters(&self, index: usize, named: usize) -> bool {
        let end = self.expressions[index].end as usize;
        let quarter = end > 0 && self.reader.word(end - 1).unit == Some(Unit::Quarter);
        quarter
            || !self.longer && (self.recent(named) || self.expressions[index].rule == "period reported on")
    }

    /// Whether an expression stands in this sentence or the few before.
    pub(super) fn recent(&self, index: usize) -> bool {
        let start = self.expressions[index].span.start;
        let first = self.document.sentences.get(self.sentence.saturating_sub(6)).map_or(0, |s| s.span.start);
        start >= first
    }

    /// Whether a range begins here that ends in an earlier month, and so in the next year.
    pub(super) fn turns(&self, index: usize, first: Point) -> bool {
        let Some(next) = self.expressions.get(index + 1).filter(|e| e.pair.follows() && e.is_through())
        else {
            return false;
        };
        let Meaning::Date(Written { year: WrittenYear::Unsaid, part, .. }) = next.meaning else {
            return false;
        };
        grain_of(part).is_some_and(|grain| Point::new(2000, grain).month() < first.month())
    }

    /// The next year that is written within so many expressions, and where.
    pub(super) fn next_year(&self, index: usize, within: usize) -> Option<(i32, usize)> {
        self.expressions[index + 1..].iter().enumerate().take(within).find_map(|(i, e)| match e.meaning {
            Meaning::Date(Written {
                year: WrittenYear::Known(year),
                part: Part::Day(..) | Part::Month(_) | Part::Year,
                ..
            }) => Some((year, index + 1 + i)),
            _ => None,
        })
    }
}

/// Whether a text tells of another time than it was written in: many full dates far from the document date, few words
/// like "yesterday" that count from it, and no day without a year that is the document's own.
pub(super) fn tells_history(expressions: &[TimeExpression], base: &Base) -> bool {
    let (year, (_, month, day)) = (base.year, base.day.ymd());
    let own = |part: Part| base.exact && part == Part::Day(month, day);
    let (mut far, mut near) = (0, 0);
    for expression in expressions {
        match expression.meaning {
            Meaning::Date(Written { year: WrittenYear::Known(y), part, .. }) if (y - year).abs() >= FAR => {
                far += match part {
                    Part::Day(..) | Part::Month(_) | Part::Season(_) => 2,
                    _ => 1,
                };
            }
            Meaning::Date(Written { part: Part::Weekday(_), .. }) | Meaning::Day(_) => near += 3,
            Meaning::Date(Written { year: WrittenYear::Unsaid, part, .. }) if own(part) => near += 3,
            Meaning::Unit(Shift::This | Shift::Last | Shift::Next | Shift::Latest, _)
            | Meaning::Offset(_, _, Direction::Ago) => near += 2,
            Meaning::Date(Written { year: WrittenYear::Known(_), .. }) => near += 1,
            _ => {}
        }
    }
    far >= 6 && far > 2 * near
}

/// A date without a year within what is told: stories go forward, so that January behind December is the next year's.
pub(super) fn in_story(written: &Written, story: Point) -> Option<Point> {
    let year = story.year?;
    if let Part::DayOfMonth(day) = written.part {
        return Some(match story.month() {
            Some(month) => Point::new(year, Grain::Day(month, day)),
            None => Point::new(year, Grain::Day(0, day)),
        });
    }
    let own = in_year(written.part, year);
    let (Some(month), Some(told)) = (own.month(), story.month()) else { return Some(own) };
    let (month, told) = (i32::from(month), i32::from(told));
    let turned = match written.shift {
        Some(Shift::Behind | Shift::Next) => i32::from(month <= told),
        Some(Shift::Before | Shift::Last) => -i32::from(month >= told),
        Some(_) => 0,
        None => i32::from(told - month >= 8),
    };
    Some(in_year(written.part, year + turned))
}
