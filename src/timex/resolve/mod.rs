//! Which date is meant: counted from the document date or from what is told, on the past or the future side.

mod calendar;
mod near;
mod reference;
mod resolved;
mod shift;
mod story;

use super::meaning::{Meaning, Part, Shift, TimeExpression, Unit, Vague, Written, WrittenYear};
use super::point::{Grain, Point, Value};
use super::reader::Reader;
use super::side::{self, Side};
use crate::date::Day;
use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::lexicon::calendar::{Cue, Role};
use calendar::{grain_of, in_year, unknown_day, without_year};
use near::{Base, base};
use story::{Story, in_story, tells_history};

pub use reference::{Few, Reference};
pub use resolved::{Against, Resolved};

/// Resolves the expressions of a document, in the order of the text. May be called again with a better reference.
///
/// Where the document was written on one of a few days, what has no year of its own is resolved for each of them.
pub fn resolve(
    expressions: &[TimeExpression],
    document: &Document,
    reference: &Reference,
    lexicon: &Lexicon,
) -> Vec<Resolved> {
    let Reference::OneOf(days) = reference else {
        return resolve_once(expressions, document, reference, lexicon);
    };
    let open = days.iter().next().map_or(Reference::News, |day| {
        let (_, month, day) = day.ymd();
        Reference::MonthDay(month, day)
    });
    let mut out = resolve_once(expressions, document, &open, lexicon);
    let each: Vec<Vec<Resolved>> =
        days.iter().map(|day| resolve_once(expressions, document, &Reference::Day(day), lexicon)).collect();
    for (index, resolved) in out.iter_mut().enumerate() {
        if resolved.point().is_some_and(|point| point.year.is_none()) {
            let readings = each.iter().map(|one| one[index].point().filter(|p| p.year.is_some()));
            resolved.among = readings.collect::<Option<Vec<Point>>>().and_then(|points| Few::of(&points));
            if let (Some(_), Some(first)) = (resolved.among, each.first()) {
                resolved.against = first[index].against;
            }
        }
    }
    out
}

fn resolve_once(
    expressions: &[TimeExpression],
    document: &Document,
    reference: &Reference,
    lexicon: &Lexicon,
) -> Vec<Resolved> {
    let mut resolver = Resolver::new(expressions, document, *reference, lexicon);
    let mut out: Vec<Resolved> = Vec::with_capacity(expressions.len());
    for (index, expression) in expressions.iter().enumerate() {
        let mut resolved = resolver.one(index, out.last());
        if expression.is_through()
            && let (Some(last), Some(first)) = (resolved.point(), out.last().and_then(Resolved::point))
        {
            resolved.ends = Some((first, last));
        }
        resolver.remember(index, &resolved);
        out.push(resolved);
    }
    out
}

struct Resolver<'a> {
    expressions: &'a [TimeExpression],
    document: &'a Document,
    reader: Reader<'a>,
    base: Option<Base>,
    story: Option<Story>,
    /// What was told before the date that is told of looked away from it.
    main: Option<Story>,
    /// The quarter that is reported on, and where it was named.
    quarter: Option<(Point, usize)>,
    /// Whether a longer period was named since, with which years are compared.
    longer: bool,
    /// The last day named, and where.
    day: Option<(Day, usize)>,
    /// Whether the document tells of another time than the one it was written in.
    history: bool,
    /// Whether figures stand day first, where another date of the text decides it.
    day_first: Option<bool>,
    sentence: usize,
}

impl<'a> Resolver<'a> {
    fn new(
        expressions: &'a [TimeExpression],
        document: &'a Document,
        reference: Reference,
        lexicon: &'a Lexicon,
    ) -> Self {
        let reader = Reader::new(document, lexicon);
        let base = base(reference);
        let day_first = day_first(&reader, expressions);
        // News of an unknown day is no history, however far back it looks.
        let history = base.is_none_or(|base| base.known_year && tells_history(expressions, &base));
        Self {
            expressions,
            document,
            reader,
            base,
            story: None,
            main: None,
            quarter: None,
            longer: false,
            day: None,
            history,
            day_first,
            sentence: 0,
        }
    }

    /// The number of the sentence that the expression stands in.
    fn locate(&mut self, index: usize) {
        let start = self.expressions[index].span.start;
        let sentences = &self.document.sentences;
        while self.sentence + 1 < sentences.len() && sentences[self.sentence + 1].span.start <= start {
            self.sentence += 1;
        }
    }

    fn one(&mut self, index: usize, last: Option<&Resolved>) -> Resolved {
        self.locate(index);
        let expression = self.expressions[index];
        let make = |value, against, side| Resolved {
            expression,
            value,
            other: None,
            among: None,
            against,
            side,
            ends: None,
        };
        match expression.meaning {
            Meaning::Date(written) => self.date(index, &expression, &written, last),
            Meaning::Day(days) => {
                let (value, against) = match self.today() {
                    Some((day, against)) => (self.masked(Point::day(day.plus(i64::from(days)))), against),
                    None => (Point { year: None, grain: Grain::Day(0, 0) }, Against::Nothing),
                };
                if self.history && days == 0 && expression.time.is_none() {
                    return make(Value::Reference(Vague::Present), Against::Document, None);
                }
                make(Value::Point(value, expression.time), against, None)
            }
            Meaning::Unit(shift, unit) => {
                let (point, against, side) = self.unit(index, shift, unit);
                make(Value::Point(point, expression.time), against, side)
            }
            Meaning::Offset(amount, unit, direction) => {
                let (value, against) = self.offset(index, amount, unit, direction);
                make(value, against, None)
            }
            Meaning::Span(shift, amount, unit) => {
                let mut resolved = make(Value::Duration(amount, unit), Against::Itself, None);
                resolved.ends = self.ends(shift, amount, unit);
                resolved
            }
            Meaning::Duration(amount, unit) => make(Value::Duration(amount, unit), Against::Itself, None),
            Meaning::Nth(_, _) => {
                // "it is the second day of the talks": the day of writing
                let first = expression.first as usize;
                let copula = self.reader.before(first).cue == Some(Cue::Present)
                    || first > 1
                        && self.reader.is(first - 1, Role::PluralEnding)
                        && self.reader.is_word(first - 2, "it");
                let today = self.base.filter(|b| copula && b.exact && !self.history);
                let (point, against) = match self.story {
                    _ if today.is_some() => {
                        (self.masked(Point::day(today.map_or(Day(0), |b| b.day))), Against::Document)
                    }
                    Some(story) => (unknown_day(story.point), Against::Expression(story.index)),
                    None => (Point { year: None, grain: Grain::Day(0, 0) }, Against::Nothing),
                };
                make(Value::Point(point, expression.time), against, None)
            }
            Meaning::Set(again, _) => make(Value::Set(again), Against::Itself, None),
            Meaning::Reference(vague) => make(Value::Reference(vague), Against::Itself, None),
        }
    }

    /// Takes the year off where the document date has none.
    fn masked(&self, point: Point) -> Point {
        match self.base {
            Some(base) if !base.known_year => Point { year: None, ..point },
            _ => point,
        }
    }

    /// The day that "today" is: of the story where a history tells, else of the document.
    fn today(&self) -> Option<(Day, Against)> {
        let base = self.base.filter(|b| b.exact);
        match (self.history, self.day, base) {
            (true, Some((day, index)), _) => Some((day, Against::Expression(index))),
            (true, None, _) => None,
            (false, _, Some(base)) => Some((base.day, Against::Document)),
            (false, ..) => None,
        }
    }

    fn side(&self, expression: &TimeExpression) -> Option<Side> {
        let tokens = expression.tokens();
        let sentence = self.document.sentences.get(self.sentence).map_or(0..0, |s| s.tokens.clone());
        side::side(&self.reader, &sentence, &tokens)
    }

    fn date(
        &mut self,
        index: usize,
        expression: &TimeExpression,
        written: &Written,
        last: Option<&Resolved>,
    ) -> Resolved {
        let make = |point: Point, against, side| Resolved {
            expression: *expression,
            value: Value::Point(point, expression.time),
            other: None,
            among: None,
            against,
            side,
            ends: None,
        };
        if let (Part::Quarter(0), Some(year)) = (written.part, self.said_year(index, written.year)) {
            // "the 1988 period" is a quarter where the report is about one.
            let period = expression.end > 0 && self.reader.is(expression.end as usize - 1, Role::Period);
            if period && (self.longer || self.quarter.is_none()) {
                return make(Point::new(year, Grain::Year), Against::Itself, None);
            }
            let quarter =
                self.quarter.map_or(0, |(p, _)| if let Grain::Quarter(q) = p.grain { q } else { 0 });
            return make(Point::new(year, Grain::Quarter(quarter)), Against::Itself, None);
        }
        let year = match written.year {
            WrittenYear::Known(year) => Some((year, Against::Itself)),
            WrittenYear::Short(short) => Some(self.century_of(short)),
            WrittenYear::Of(shift) => {
                let (point, against, _) = self.unit(index, shift, Unit::Year);
                point.year.map(|year| (year, against))
            }
            WrittenYear::Unsaid => self.year_of_pair(index, written, last),
        };
        if let Some((year, against)) = year {
            let mut resolved = make(in_year(written.part, year), against, None);
            if let Some((month, day)) = written.other {
                let us = Value::Point(
                    resolved.value.point().unwrap_or(Point::new(year, Grain::Year)),
                    expression.time,
                );
                let other = Value::Point(Point::new(year, Grain::Day(month, day)), expression.time);
                (resolved.value, resolved.other) = match self.day_first {
                    Some(true) => (other, None),
                    Some(false) => (us, None),
                    None => (us, Some(other)),
                };
            }
            return resolved;
        }
        if let Part::Weekday(weekday) = written.part {
            let (point, against, side) = self.weekday(expression, weekday, written.shift);
            return make(point, against, side);
        }
        let told = matches!(written.shift, Some(Shift::Before | Shift::Behind | Shift::Same | Shift::That));
        let story = if told { self.story } else { self.follows_story() };
        if let Some(story) = story
            && let Some(mut point) = in_story(written, story.point)
        {
            // "from October to March", told in March: that October is over
            if self.turns(index, point)
                && point.month() > story.point.month()
                && point.year == story.point.year
            {
                point.year = point.year.map(|y| y - 1);
            }
            return make(point, Against::Expression(story.index), None);
        }
        let Some(base) = self.base.filter(|_| !self.history) else {
            // The first dates of a history stand before any year: the next year in the text is theirs.
            if let Some((year, at)) =
                self.next_year(index, 12).filter(|_| self.history && self.story.is_none())
            {
                return make(in_year(written.part, year), Against::Expression(at), None);
            }
            return make(without_year(written.part), Against::Nothing, None);
        };
        let (point, side) = self.near_document(expression, written, base);
        make(self.masked(point), Against::Document, side)
    }

    /// The year that a date says itself: "1988", "'98", "last year's".
    fn said_year(&self, index: usize, year: WrittenYear) -> Option<i32> {
        match year {
            WrittenYear::Known(year) => Some(year),
            WrittenYear::Short(short) => Some(self.century_of(short).0),
            WrittenYear::Of(shift) => self.unit(index, shift, Unit::Year).0.year,
            WrittenYear::Unsaid => None,
        }
    }

    /// The year that the other end of a range has: "from March to May 2014", "April 12, 2014 to May 3".
    fn year_of_pair(
        &self,
        index: usize,
        written: &Written,
        last: Option<&Resolved>,
    ) -> Option<(i32, Against)> {
        let own = Point::new(2000, grain_of(written.part)?);
        let pair = self.expressions[index].pair;
        if written.shift.is_some() {
            return None;
        }
        if pair.goes_on() {
            let ahead = (index + 1..self.expressions.len()).take(3).find_map(|at| {
                let Meaning::Date(Written { year, part, shift: None, .. }) = self.expressions[at].meaning
                else {
                    return None;
                };
                Some((self.said_year(at, year)?, part, at))
            });
            let joined = |at: usize| self.expressions[index + 1..=at].iter().all(|e| e.pair.follows());
            if let Some((year, part, at)) = ahead.filter(|(_, _, at)| joined(*at)) {
                let other = Point::new(2000, grain_of(part)?);
                let turns = own.first_day() > other.first_day() && self.expressions[at].is_through();
                return Some((if turns { year - 1 } else { year }, Against::Expression(at)));
            }
        }
        if pair.follows()
            && let Some(Resolved { value: Value::Point(first, _), .. }) = last
            && let Some(year) = first.year
        {
            let (month, other) = (own.month()?, first.month()?);
            let turns = month < other && self.expressions[index].is_through();
            return Some((if turns { year + 1 } else { year }, Against::Expression(index - 1)));
        }
        None
    }

    /// The century of '98 or of "the nineties": the nearest to what is told, or to the document, that is not long to come.
    fn century_of(&self, short: u8) -> (i32, Against) {
        let short = i32::from(short);
        let (near, against) =
            match (self.history.then_some(self.story).flatten(), self.base.filter(|b| b.known_year)) {
                (Some(story), _) => (story.point.year.unwrap_or(1950), Against::Expression(story.index)),
                (None, Some(base)) => (base.year, Against::Document),
                (None, None) => (1999, Against::Nothing),
            };
        let mut year = near - near.rem_euclid(100) + short;
        if year > near + 20 {
            year -= 100;
        }
        (year, against)
    }
}

impl Value {
    const fn point(&self) -> Option<Point> {
        match self {
            Self::Point(point, _) => Some(*point),
            _ => None,
        }
    }
}

/// Whether the figures of this text stand day first, told by a date that has no other reading.
fn day_first(reader: &Reader, expressions: &[TimeExpression]) -> Option<bool> {
    expressions.iter().find_map(|e| match e.meaning {
        Meaning::Date(Written { part: Part::Day(month, day), other: None, .. })
            if e.rule == "numeric date" && month != day =>
        {
            let first = reader.digits(e.first as usize)?.0;
            Some(first == u32::from(day))
        }
        _ => None,
    })
}
