//! Which date is meant: counted from the document date or from what is told, on the past or the future side.

use super::meaning::{
    Amount, Direction, Meaning, Part, Shift, TimeExpression, Unit, Vague, Written, WrittenYear,
};
use super::point::{Grain, Point, Value, known_year};
use super::reader::Reader;
use super::side::{self, Side};
use crate::date::{DateBasis, Day, Edtf, Field};
use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::lexicon::calendar::Cue;

/// What is known of the day a document was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Reference {
    /// The day.
    Day(Day),
    /// The year and month.
    Month(i32, u8),
    /// The year.
    Year(i32),
    /// The month and day, but not the year.
    MonthDay(u8, u8),
    /// Nothing.
    #[default]
    None,
}

impl Reference {
    /// Makes a reference of a document date; what is no single date counts as nothing.
    pub fn of(date: Option<&Edtf>) -> Self {
        let Some(Edtf::Date(date)) = date else { return Self::None };
        match (known_year(date), date.month, date.day) {
            (Some(year), Some(Field::Known(month)), Some(Field::Known(day))) => {
                Day::from_ymd(i64::from(year), month, day).map_or(Self::None, Self::Day)
            }
            (Some(year), Some(Field::Known(month @ 1..=12)), None) => Self::Month(year, month),
            (Some(year), None, None) => Self::Year(year),
            (None, Some(Field::Known(month @ 1..=12)), Some(Field::Known(day))) => Self::MonthDay(month, day),
            _ => Self::None,
        }
    }
}

/// What an expression was counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Against {
    /// Nothing: it says all itself.
    Itself,
    /// The document date.
    Document,
    /// Another expression, by its place in the list.
    Expression(usize),
    /// There was nothing to count from.
    Nothing,
}

/// A time expression with what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// What is written.
    pub expression: TimeExpression,
    /// TIMEX3's value.
    pub value: Value,
    /// A second reading, where the text does not decide: 4/5/2016.
    pub other: Option<Value>,
    /// What it was counted from.
    pub against: Against,
    /// On which side of the day of writing, where the words near it had to tell.
    pub side: Option<Side>,
}

impl Resolved {
    /// Returns the EDTF, or `None` for durations, sets and references without a calendar.
    pub fn edtf(&self) -> Option<Edtf> {
        let first = self.value.edtf(self.expression.modifier)?;
        match (self.other.and_then(|other| other.edtf(self.expression.modifier)), first) {
            (Some(Edtf::Date(second)), Edtf::Date(first)) => {
                Some(Edtf::OneOf(vec![crate::date::Choice::Date(first), crate::date::Choice::Date(second)]))
            }
            (_, first) => Some(first),
        }
    }

    /// Returns how the date is known.
    pub const fn basis(&self) -> DateBasis {
        match self.against {
            Against::Itself => DateBasis::Explicit,
            Against::Nothing => match self.expression.meaning {
                Meaning::Date(_) => DateBasis::Explicit,
                _ => DateBasis::RelativeToDocument,
            },
            Against::Document => match self.expression.meaning {
                Meaning::Date(Written {
                    year: WrittenYear::Unsaid | WrittenYear::Short(_),
                    shift: None,
                    part,
                    ..
                }) if !matches!(part, Part::Weekday(_) | Part::DayOfMonth(_)) => DateBasis::YearInferred,
                _ => DateBasis::RelativeToDocument,
            },
            Against::Expression(_) => match self.expression.meaning {
                Meaning::Date(Written {
                    year: WrittenYear::Unsaid | WrittenYear::Short(_),
                    shift: None,
                    ..
                }) => DateBasis::YearInferred,
                _ => DateBasis::RelativeToExpression,
            },
        }
    }

    /// Returns the point in the calendar, for dates and times.
    pub const fn point(&self) -> Option<Point> {
        match self.value {
            Value::Point(point, _) => Some(point),
            _ => None,
        }
    }
}

/// Resolves the expressions of a document, in the order of the text. May be called again with a better reference.
pub fn resolve(
    expressions: &[TimeExpression],
    document: &Document,
    reference: &Reference,
    lexicon: &Lexicon,
) -> Vec<Resolved> {
    let mut resolver = Resolver::new(expressions, document, *reference, lexicon);
    let mut out: Vec<Resolved> = Vec::with_capacity(expressions.len());
    for index in 0..expressions.len() {
        let resolved = resolver.one(index, out.last());
        resolver.remember(index, &resolved);
        out.push(resolved);
    }
    out
}

/// The day of writing, as far as it is known.
#[derive(Clone, Copy)]
struct Base {
    day: Day,
    year: i32,
    month: Option<u8>,
    exact: bool,
    known_year: bool,
}

/// What is told at this place of the text.
#[derive(Clone, Copy)]
struct Story {
    point: Point,
    index: usize,
    explicit: bool,
    sentence: usize,
}

struct Resolver<'a> {
    expressions: &'a [TimeExpression],
    document: &'a Document,
    reader: Reader<'a>,
    base: Option<Base>,
    story: Option<Story>,
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

/// From how many years' distance the document date is no neighbour of what is told.
const FAR: i32 = 2;

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
        let history = base.is_none_or(|base| tells_history(expressions, base.year));
        Self {
            expressions,
            document,
            reader,
            base,
            story: None,
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

    fn remember(&mut self, index: usize, resolved: &Resolved) {
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
        );
        if matches!(point.grain, Grain::Quarter(1..)) && resolved.side != Some(Side::Future) && !compares {
            self.quarter = Some((point, index));
            self.longer = false;
        }
        if compares {
            return;
        }
        if matches!(point.grain, Grain::Century) || !self.plausible(index, year) {
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
        self.story = Some(Story { point, index, explicit: expression.has_year(), sentence: self.sentence });
    }

    /// One year far from its neighbours on both sides is an aside: the story goes on without it.
    fn plausible(&self, index: usize, year: i32) -> bool {
        let Some(told) = self.story.and_then(|s| s.point.year) else { return true };
        if (year - told).abs() <= 10 || !self.history {
            return true;
        }
        let next = self.expressions[index + 1..].iter().take(8).find_map(|e| match e.meaning {
            Meaning::Date(Written { year: WrittenYear::Known(year), .. }) => Some(year),
            _ => None,
        });
        next.is_some_and(|next| (next - told).abs() > (next - year).abs())
    }

    fn one(&mut self, index: usize, last: Option<&Resolved>) -> Resolved {
        self.locate(index);
        let expression = self.expressions[index];
        let make = |value, against, side| Resolved { expression, value, other: None, against, side };
        match expression.meaning {
            Meaning::Date(written) => self.date(index, &expression, &written, last),
            Meaning::Day(days) => {
                let (value, against) = match self.from_base(index) {
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
            Meaning::Duration(amount, unit) => make(Value::Duration(amount, unit), Against::Itself, None),
            Meaning::Nth(_, _) => {
                // "it is the second day of the talks": the day of writing
                let copula = self.reader.before(expression.first as usize).cue == Some(Cue::Present);
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
    fn from_base(&self, _index: usize) -> Option<(Day, Against)> {
        let base = self.base.filter(|b| b.exact);
        match (self.history, self.day, base) {
            (true, Some((day, index)), _) => Some((day, Against::Expression(index))),
            (true, None, _) => None,
            (false, _, Some(base)) => Some((base.day, Against::Document)),
            (false, ..) => None,
        }
    }

    /// Whether what has no year is told in the time of the story and not of the document.
    fn follows_story(&self, _index: usize) -> Option<Story> {
        let story = self.story?;
        if self.history {
            return Some(story);
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
            against,
            side,
        };
        if let (Part::Quarter(0), Some(year)) = (written.part, self.written_year(index, written.year)) {
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
        let story = if told { self.story } else { self.follows_story(index) };
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
            if let Some((year, at)) = self.next_year(index).filter(|_| self.history && self.story.is_none()) {
                return make(in_year(written.part, year), Against::Expression(at), None);
            }
            return make(without_year(written.part), Against::Nothing, None);
        };
        let (point, side) = self.near_document(expression, written, base);
        make(self.masked(point), Against::Document, side)
    }

    /// The year of "the 1988 quarter" and "last year's quarter".
    fn written_year(&self, index: usize, year: WrittenYear) -> Option<i32> {
        match year {
            WrittenYear::Known(year) => Some(year),
            WrittenYear::Of(shift) => self.unit(index, shift, Unit::Year).0.year,
            _ => None,
        }
    }

    fn next_year(&self, index: usize) -> Option<(i32, usize)> {
        self.expressions[index + 1..].iter().enumerate().take(12).find_map(|(i, e)| match e.meaning {
            Meaning::Date(Written {
                year: WrittenYear::Known(year),
                part: Part::Day(..) | Part::Month(_) | Part::Year,
                ..
            }) => Some((year, index + 1 + i)),
            _ => None,
        })
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
            let ahead =
                self.expressions[index + 1..].iter().enumerate().take(3).find_map(|(i, e)| match e.meaning {
                    Meaning::Date(Written { year: WrittenYear::Known(year), part, .. }) => {
                        Some((year, part, index + 1 + i))
                    }
                    _ => None,
                });
            let joined = |at: usize| self.expressions[index + 1..=at].iter().all(|e| e.pair.follows());
            if let Some((year, part, at)) = ahead.filter(|(_, _, at)| joined(*at)) {
                let other = Point::new(2000, grain_of(part)?);
                let turns = own.first_day() > other.first_day() && self.expressions[at].through;
                return Some((if turns { year - 1 } else { year }, Against::Expression(at)));
            }
        }
        if pair.follows()
            && let Some(Resolved { value: Value::Point(first, _), .. }) = last
            && let Some(year) = first.year
        {
            let (month, other) = (own.month()?, first.month()?);
            let turns = month < other && self.expressions[index].through;
            return Some((if turns { year + 1 } else { year }, Against::Expression(index - 1)));
        }
        None
    }

    /// Whether a range begins here that ends in an earlier month, and so in the next year.
    fn turns(&self, index: usize, first: Point) -> bool {
        let Some(next) = self.expressions.get(index + 1).filter(|e| e.pair.follows() && e.through) else {
            return false;
        };
        let Meaning::Date(Written { year: WrittenYear::Unsaid, part, .. }) = next.meaning else {
            return false;
        };
        grain_of(part).is_some_and(|grain| Point::new(2000, grain).month() < first.month())
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

    fn weekday(
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
            let Some((day, index)) = self.day else { return (unknown, Against::Nothing, None) };
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
    fn weekday_of_writing(
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
    fn near_document(
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
                let year = if matches!(written.part, Part::Season(super::meaning::Season::Winter))
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
            Some(Side::Past) if back > 300 && ahead < 45 => future,
            Some(Side::Future) if ahead > 300 && back < 45 => past,
            Some(Side::Past) => past,
            Some(Side::Future) => future,
            None if ahead * 2 < back => future,
            None => past,
        };
        (at(year), side)
    }

    /// A unit moved from the document date, or from what is told.
    fn unit(&self, index: usize, shift: Shift, unit: Unit) -> (Point, Against, Option<Side>) {
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
        let story = self.story.filter(|s| told || self.history && s.index < index);
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
            Shift::Whole if unit == Unit::Weekend && day.weekday() < 6 => -1,
            _ => 0,
        };
        let point = step(day, steps, unit);
        (if known { point } else { Point { year: None, ..point } }, against, None)
    }

    fn offset(&self, index: usize, amount: Amount, unit: Unit, direction: Direction) -> (Value, Against) {
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
        let anchored = self.story.is_some_and(|s| s.explicit && s.sentence == self.sentence);
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

    /// Whether the report speaks of a quarter here, and not of a longer period.
    fn compares_quarters(&self, index: usize, named: usize) -> bool {
        let end = self.expressions[index].end as usize;
        let quarter = end > 0 && self.reader.word(end - 1).unit == Some(Unit::Quarter);
        quarter
            || !self.longer && (self.recent(named) || self.expressions[index].rule == "period reported on")
    }

    /// Whether an expression stands in this sentence or the few before.
    fn recent(&self, index: usize) -> bool {
        let start = self.expressions[index].span.start;
        let first = self.document.sentences.get(self.sentence.saturating_sub(6)).map_or(0, |s| s.span.start);
        start >= first
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

fn base(reference: Reference) -> Option<Base> {
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
        Reference::None => None,
    }
}

/// Whether a text tells of another time than it was written in: many full dates far from the document date, few words
/// like "yesterday" that count from it.
fn tells_history(expressions: &[TimeExpression], year: i32) -> bool {
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
            Meaning::Unit(Shift::This | Shift::Last | Shift::Next | Shift::Latest, _)
            | Meaning::Offset(_, _, Direction::Ago) => near += 2,
            Meaning::Date(Written { year: WrittenYear::Known(_), .. }) => near += 1,
            _ => {}
        }
    }
    far >= 6 && far > 2 * near
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

fn grain_of(part: Part) -> Option<Grain> {
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

fn in_year(part: Part, year: i32) -> Point {
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

fn without_year(part: Part) -> Point {
    let grain = match part {
        Part::Weekday(weekday) => Grain::Weekday(weekday),
        Part::DayOfMonth(day) => Grain::Day(0, day),
        Part::Holiday(holiday) => match holiday.rule {
            crate::lexicon::HolidayRule::Fixed(month, day) => Grain::Day(month, day),
            crate::lexicon::HolidayRule::Weekday { month, .. } => Grain::Day(month, 0),
            crate::lexicon::HolidayRule::Easter(_) => Grain::Day(0, 0),
        },
        part => grain_of(part).unwrap_or(Grain::Year),
    };
    Point { year: None, grain }
}

/// A date without a year within what is told: stories go forward, so that January behind December is the next year's.
fn in_story(written: &Written, story: Point) -> Option<Point> {
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

fn length_of(part: Part) -> i64 {
    match part {
        Part::Season(_) | Part::Quarter(_) => 75,
        Part::Month(_) => 31,
        _ => 1,
    }
}

/// Whether a point is fine enough for a unit to be counted from it.
fn holds(point: Point, unit: Unit) -> bool {
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
fn unknown_day(point: Point) -> Point {
    let grain = match point.grain {
        Grain::Day(month, _) | Grain::Month(month) => Grain::Day(month, 0),
        _ => Grain::Day(0, 0),
    };
    Point { year: point.year, grain }
}

fn unknown(unit: Unit) -> Point {
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

fn steps_of(amount: Amount, unit: Unit) -> Option<i64> {
    match amount {
        Amount::Exact(n) if n % 1000 == 0 => Some(i64::from(n / 1000)),
        Amount::Exact(500) if matches!(unit, Unit::Century | Unit::Decade) => Some(0),
        _ => None,
    }
}

fn step(day: Day, steps: i64, unit: Unit) -> Point {
    step_by(day, steps, unit, unit)
}

/// The period of `grain` that lies `steps` units from the one with `day` in it.
fn step_by(day: Day, steps: i64, unit: Unit, grain: Unit) -> Point {
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
