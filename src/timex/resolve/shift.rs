//! Units moved from a reference and counts of units: "last week", "the previous month", "three days later".

use super::calendar::{holds, step, step_by, steps_of, unknown, unknown_day};
use super::story::{FAR, Story};
use super::{Against, Resolver};
use crate::timex::meaning::{Amount, Direction, Shift, Unit, Vague};
use crate::timex::point::{Point, Value};
use crate::timex::side::Side;

impl Resolver<'_> {
    /// A unit moved from the document date, or from what is told.
    pub(super) fn unit(&self, index: usize, shift: Shift, unit: Unit) -> (Point, Against, Option<Side>) {
        let told = matches!(
            shift,
            Shift::Before
                | Shift::Behind
                | Shift::Same
                | Shift::That
                | Shift::Final
                | Shift::Latest
                | Shift::Between
        );
        if unit == Unit::Quarter
            && matches!(shift, Shift::Whole | Shift::Latest | Shift::Same | Shift::That)
            && let Some((point, index)) = self.quarter
        {
            return (point, Against::Expression(index), None);
        }
        // "the end of the month" behind a date of an earlier year: that month
        let far = |s: &Story| {
            let base = self.base.map_or(0, |b| b.year);
            let near = self.sentence - s.sentence.min(self.sentence) <= 1;
            s.explicit && near && s.point.year.is_some_and(|y| base - y >= FAR) && holds(s.point, unit)
        };
        // "the latest quarter" is that of the report, whatever day was told of before it.
        let reported = unit == Unit::Quarter && shift == Shift::Latest && !self.history;
        // "in the morning": of the day that was told of just before, or of the day of writing.
        let day_told = self.story.is_some_and(|s| s.point.is_day() && self.sentence <= s.sentence + 1);
        let own_day = shift == Shift::Same
            && self.expressions[index].time.is_some()
            && self.base.is_some_and(|b| b.exact)
            && !self.history
            && !day_told;
        let told = told && !reported && !own_day;
        let story =
            self.story.filter(|s| told || self.history && s.index < index || shift == Shift::Whole && far(s));
        let (day, known, against) = match (story, self.base) {
            (Some(story), _) => {
                let Some(day) = story.point.first_day() else {
                    return (unknown(unit), Against::Nothing, None);
                };
                if !holds(story.point, unit) && unit < Unit::Year {
                    // "that day" behind a month: a day of it
                    return (unknown_day(story.point), Against::Expression(story.index), None);
                }
                (day, true, Against::Expression(story.index))
            }
            (None, Some(base)) if !self.history => {
                let exact = base.exact || unit >= Unit::Year || unit >= Unit::Month && base.month.is_some();
                if !exact || !base.known_year && unit >= Unit::Week {
                    return (unknown(unit), Against::Nothing, None);
                }
                (base.day, base.known_year, Against::Document)
            }
            _ => return (unknown(unit), Against::Nothing, None),
        };
        let steps = match shift {
            Shift::Last | Shift::Before | Shift::Past => -1,
            Shift::Next | Shift::Behind | Shift::Coming => 1,
            Shift::Latest if against == Against::Document => -1,
            // Reports are about quarters that are over.
            Shift::Whole if unit == Unit::Quarter && against == Against::Document => -1,
            // "the weekend" and what happened there is over on Monday
            Shift::Whole
                if unit == Unit::Weekend
                    && day.weekday() < 6
                    && self.side(&self.expressions[index]) != Some(Side::Future) =>
            {
                -1
            }
            _ => 0,
        };
        let point = step(day, steps, unit);
        (if known { point } else { Point { year: None, ..point } }, against, None)
    }

    /// "the past three months", "the next two years": from or to the document date, where that is told of.
    pub(super) fn ends(&self, shift: Shift, amount: Amount, unit: Unit) -> Option<(Point, Point)> {
        let base = self.base.filter(|b| b.exact && b.known_year && !self.history)?;
        let number = steps_of(amount, unit)?;
        let grain = if unit > Unit::Month { Unit::Month } else { Unit::Day };
        let now = step(base.day, 0, grain);
        Some(match shift {
            Shift::Past | Shift::Last => (step_by(base.day, -number, unit, grain), now),
            _ => (now, step_by(base.day, number, unit, grain)),
        })
    }

    pub(super) fn offset(
        &self,
        index: usize,
        amount: Amount,
        unit: Unit,
        direction: Direction,
    ) -> (Value, Against) {
        let back = matches!(direction, Direction::Ago | Direction::Earlier | Direction::Before);
        let vague = Value::Reference(if back { Vague::Past } else { Vague::Future });
        let Some(number) = steps_of(amount, unit) else { return (vague, Against::Itself) };
        let count = if back { -number } else { number };
        let deictic = matches!(direction, Direction::Ago | Direction::Hence);
        // "a year earlier" in a report on a quarter is the same quarter of the year before.
        let compared =
            unit == Unit::Year && !self.history && matches!(direction, Direction::Ago | Direction::Earlier);
        if compared
            && count == -1
            && let Some((point, at)) = self.quarter
            && self.compares_quarters(index, at)
            && let Some(year) = point.year
        {
            return (Value::Point(Point { year: Some(year - 1), ..point }, None), Against::Expression(at));
        }
        let year = self.base.map_or(0, |b| b.year);
        let anchored = self.story.is_some_and(|s| {
            let far = s.point.year.is_some_and(|y| (y - year).abs() >= FAR);
            s.explicit
                && (s.sentence == self.sentence || far && self.sentence - s.sentence.min(self.sentence) <= 1)
        });
        let deictic = deictic || compared && count == -1 && !anchored;
        let story = self.story.filter(|s| {
            if deictic {
                self.history
            } else {
                self.history || self.sentence - s.sentence.min(self.sentence) <= 1
            }
        });
        let expression = &self.expressions[index];
        match (story, self.base) {
            (Some(story), _) => {
                let Some(day) = story.point.first_day() else { return (vague, Against::Itself) };
                let against = Against::Expression(story.index);
                if !holds(story.point, unit) && unit < Unit::Year {
                    return (Value::Point(unknown_day(story.point), expression.time), against);
                }
                let grain = if unit == Unit::Week { Unit::Day } else { unit };
                (Value::Point(step_by(day, count, unit, grain), None), against)
            }
            (None, Some(base)) if !self.history && (base.exact || unit >= Unit::Year) => {
                let grain = if unit == Unit::Week { Unit::Day } else { unit };
                let point = self.masked(step_by(base.day, count, unit, grain));
                (Value::Point(point, None), Against::Document)
            }
            _ => (Value::Point(unknown(unit), None), Against::Nothing),
        }
    }
}
