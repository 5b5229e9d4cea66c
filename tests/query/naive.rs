//! The plain way: every event is asked one by one, and every day it may have happened on is tried.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use timeline::date::{Bounds, Day, Edtf, Extent, Fit, Relation, Unit};
use timeline::query::{Atom, DateRelation, Duration, Field, Filter, MonthDay, Period, Point, Spanned};
use timeline::text::{Span, fold};

use super::database::{ACTORS, PLACES, Record, TYPES, World};
use timeline::store::{Catalogue, NameKind};

/// A relation, the event that it is asked of, and in which bucket.
type Asked = (String, i64, Option<(Unit, i64)>);

/// Days outside the window are alike for every question about days inside it, so that two on each side stand for all.
pub(crate) struct Naive<'a> {
    pub(crate) world: &'a World,
    pub(crate) window: (Day, Day),
    /// Whether dates wider than a year are asked for where a day of any year is.
    wide: Cell<bool>,
    /// The bucket that such a day must lie in.
    inside: Cell<Option<(Unit, i64)>>,
    /// How events stand to others whose dates are not known to the day, as far as that was tried.
    beside: RefCell<HashMap<Asked, (bool, bool)>>,
}

/// Whether a fit asks whether a row is selected, or whether it is surely so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    Selected,
    Sure,
}

/// One way a date may have been in fact: its first and its last day.
pub(crate) type Reading = (Day, Day);

impl<'a> Naive<'a> {
    pub(crate) fn new(world: &'a World, window: (Day, Day)) -> Self {
        Self { world, window, wide: Cell::new(false), inside: Cell::new(None), beside: RefCell::default() }
    }

    /// Tells whether it was so on that day of some year: possibly, and certainly. Eight years have every day of the year,
    /// so that no more of a long time is looked at.
    fn comes(&self, monthday: MonthDay, event: &Record) -> (bool, bool) {
        const ENOUGH: i64 = 9 * 366;
        let Some(bounds) = event.bounds() else { return (false, false) };
        let text = event.date.as_ref().map(ToString::to_string).unwrap_or_default();
        let is = |day: Day| {
            let (_, month, dom) = day.ymd();
            (month, dom) == (monthday.month, monthday.day)
        };
        let in_bucket = |day: Day| self.inside.get().is_none_or(|(unit, bucket)| unit.bucket(day) == bucket);
        let fits_digits = |day: Day| {
            let day = day.to_string();
            let text = text.trim_end_matches('?');
            !text.starts_with(|c: char| c.is_ascii_digit() || c == 'X')
                || !text.contains('X')
                || text.contains(['/', '~', '%'])
                || day.chars().zip(text.chars()).all(|(known, digit)| digit == 'X' || digit == known)
        };
        let from = match self.inside.get() {
            Some((unit, bucket)) if unit.bucket(bounds.earliest()) < bucket => {
                let mut day = self.window.0;
                while unit.bucket(day) < bucket {
                    day = day.plus(1);
                }
                day
            }
            _ => bounds.earliest().max(Day(-800_000)),
        };
        let last = bounds.latest().min(from.plus(ENOUGH));
        let possible = (from.0..=last.0).map(Day).any(|day| is(day) && fits_digits(day) && in_bucket(day));
        let surely = bounds.begin.1.max(Day(-800_000));
        let surely = (surely, bounds.end.0.min(surely.plus(ENOUGH)));
        let digits = text.trim_end_matches('?').len() == 10
            && text[..4].contains('X')
            && text[5..10] == monthday.to_string()[2..];
        let certain = (surely.0.0..=surely.1.0).map(Day).any(is) || digits;
        let wide = bounds.latest().0 - bounds.earliest().0 > 365;
        (possible && (self.wide.get() || !wide || certain), certain)
    }

    /// Judges dates that stand behind a fit.
    fn fitted(&self, inner: &Filter, event: &Record) -> (bool, bool) {
        let outside = self.wide.replace(true);
        let found = self.fits(inner, event);
        self.wide.set(outside);
        found
    }
    /// Tells whether an event fits: possibly, and certainly.
    pub(crate) fn fits(&self, filter: &Filter, event: &Record) -> (bool, bool) {
        (
            self.judged(filter, event, Ask::Selected, &|_| true),
            self.judged(filter, event, Ask::Sure, &|_| true),
        )
    }

    /// Tells whether a point event fits in one reading.
    pub(crate) fn fits_on(&self, filter: &Filter, event: &Record, reading: Reading) -> bool {
        self.holds(filter, true, event, Some(reading), Ask::Selected)
    }

    /// Tells whether it fits, possibly and certainly, on days of one bucket: of point events only.
    pub(crate) fn fits_in(&self, filter: &Filter, event: &Record, unit: Unit, bucket: i64) -> (bool, bool) {
        self.inside.set(Some((unit, bucket)));
        let inside = |reading: Reading| unit.bucket(reading.0) == bucket;
        let all_inside = self.readings(event).iter().all(|reading| inside(*reading));
        let selected = self.judged(filter, event, Ask::Selected, &inside);
        self.inside.set(None);
        (selected, all_inside && self.judged(filter, event, Ask::Sure, &|_| true))
    }

    fn judged(&self, filter: &Filter, event: &Record, ask: Ask, among: &dyn Fn(Reading) -> bool) -> bool {
        match event.bounds() {
            None => self.holds(filter, true, event, None, ask),
            Some(bounds) if bounds.extent == Extent::Span => self.leafwise(filter, true, event, &bounds, ask),
            Some(_) => {
                let readings = self.readings(event);
                let mut readings = readings.into_iter().filter(|reading| among(*reading));
                let mut holds = |reading| self.holds(filter, true, event, Some(reading), ask);
                match ask {
                    Ask::Selected => readings.any(&mut holds),
                    Ask::Sure => readings.all(&mut holds),
                }
            }
        }
    }

    fn clip(&self, day: Day) -> Day {
        day.max(self.window.0.plus(-2)).min(self.window.1.plus(2))
    }

    /// Every reading of an event's date.
    pub(crate) fn readings(&self, event: &Record) -> Vec<Reading> {
        let Some(bounds) = event.bounds() else { return Vec::new() };
        let days = |(first, last): (Day, Day)| (self.clip(first).0..=self.clip(last).0).map(Day);
        if bounds.extent == Extent::Point {
            return days(bounds.begin).map(|day| (day, day)).collect();
        }
        let pairs = days(bounds.begin).flat_map(|begin| days(bounds.end).map(move |end| (begin, end)));
        pairs.filter(|(begin, end)| begin <= end).collect()
    }

    /// Tells whether a filter (or, where not `positive`, its opposite) holds in one reading.
    fn holds(
        &self,
        filter: &Filter,
        positive: bool,
        event: &Record,
        reading: Option<Reading>,
        ask: Ask,
    ) -> bool {
        match filter {
            Filter::Not(inner) => self.holds(inner, !positive, event, reading, ask),
            Filter::All(parts) if positive => parts.iter().all(|p| self.holds(p, true, event, reading, ask)),
            Filter::Any(parts) if !positive => {
                parts.iter().all(|p| self.holds(p, false, event, reading, ask))
            }
            Filter::All(parts) | Filter::Any(parts) => {
                parts.iter().any(|p| self.holds(p, positive, event, reading, ask))
            }
            Filter::Atom(atom) => match &atom.value {
                Atom::Dates(None | Some(Fit::Possibly), relation)
                    if self
                        .halves(relation, positive || !matches!(atom.value, Atom::Dates(Some(_), _)))
                        .is_some() =>
                {
                    let halves = self.halves(relation, true).unwrap();
                    self.holds(&halves, positive, event, reading, ask)
                }
                Atom::Dates(None | Some(Fit::Possibly), relation)
                    if self.unknown(relation).is_some()
                        && (positive || matches!(atom.value, Atom::Dates(None, _))) =>
                {
                    let (possible, certain) = self.beside(relation, event);
                    event.date.is_some()
                        && match (positive, ask) {
                            (true, Ask::Selected) => possible,
                            (true, Ask::Sure) => certain,
                            (false, Ask::Selected) => !certain,
                            (false, Ask::Sure) => !possible,
                        }
                }
                Atom::Dates(None, DateRelation::On(day)) => self.on(*day, positive, event, ask),
                Atom::Dates(Some(Fit::Possibly), DateRelation::On(day)) if positive => {
                    self.asked(|| self.on(*day, true, event, ask))
                }
                Atom::Dates(None, relation) => {
                    let (relation, first, last) = self.stand(relation);
                    // An event without a date stands in no relation, nor in the opposite of one.
                    reading.is_some_and(|reading| stands(relation, reading, first, last) == positive)
                }
                // Possibly is how dates are judged anyway.
                Atom::Dates(Some(Fit::Possibly), relation) if positive => {
                    let (relation, first, last) = self.stand(relation);
                    reading.is_some_and(|reading| stands(relation, reading, first, last))
                }
                Atom::Fitted(Fit::Possibly, inner) if positive => {
                    self.asked(|| self.holds(inner, true, event, reading, ask))
                }
                Atom::Dates(Some(fit), relation) => {
                    let plain = Filter::Atom(timeline::query::Spanned::new(
                        Atom::Dates(None, relation.clone()),
                        atom.span,
                    ));
                    self.known(*fit, &plain, positive, event, ask)
                }
                Atom::Fitted(fit, inner) => self.known(*fit, inner, positive, event, ask),
                other => self.plain(other, event) == positive,
            },
        }
    }

    fn asked(&self, judge: impl FnOnce() -> bool) -> bool {
        let outside = self.wide.replace(true);
        let found = judge();
        self.wide.set(outside);
        found
    }

    /// A day of any year is judged by itself, not reading by reading.
    fn on(&self, day: MonthDay, positive: bool, event: &Record, ask: Ask) -> bool {
        if event.date.is_none() {
            return false;
        }
        match (positive, ask) {
            (true, Ask::Selected) => self.comes(day, event).0,
            (true, Ask::Sure) => self.comes(day, event).1,
            (false, Ask::Selected) => !self.comes(day, event).1,
            (false, Ask::Sure) => !self.asked(|| self.comes(day, event).0),
        }
    }

    fn known(&self, fit: Fit, inner: &Filter, positive: bool, event: &Record, ask: Ask) -> bool {
        if event.date.is_none() {
            return false;
        }
        // What is known of an event is known of it in every bucket.
        let bucket = self.inside.take();
        let (possible, certain) = self.fitted(inner, event);
        self.inside.set(bucket);
        let known = match fit {
            Fit::Certainly => certain,
            Fit::Possibly => possible,
            Fit::Maybe => possible && !certain,
        };
        match (positive, ask) {
            (false, _) => !known,
            (true, Ask::Selected) => known,
            (true, Ask::Sure) => known && certain,
        }
    }

    /// Spans are judged date by date.
    fn leafwise(&self, filter: &Filter, positive: bool, event: &Record, bounds: &Bounds, ask: Ask) -> bool {
        match filter {
            Filter::Not(inner) => self.leafwise(inner, !positive, event, bounds, ask),
            Filter::All(parts) if positive => {
                parts.iter().all(|p| self.leafwise(p, true, event, bounds, ask))
            }
            Filter::Any(parts) if !positive => {
                parts.iter().all(|p| self.leafwise(p, false, event, bounds, ask))
            }
            Filter::All(parts) | Filter::Any(parts) => {
                parts.iter().any(|p| self.leafwise(p, positive, event, bounds, ask))
            }
            Filter::Atom(atom) => match &atom.value {
                Atom::Fitted(Fit::Possibly, inner) if positive => {
                    self.asked(|| self.leafwise(inner, true, event, bounds, ask))
                }
                Atom::Dates(fit @ (None | Some(Fit::Possibly)), relation)
                    if self.halves(relation, positive || fit.is_none()).is_some() =>
                {
                    let halves = self.halves(relation, true).unwrap();
                    self.leafwise(&halves, positive, event, bounds, ask)
                }
                Atom::Dates(_, relation)
                    if matches!(relation, DateRelation::On(_)) || self.unknown(relation).is_some() =>
                {
                    self.holds(filter, positive, event, Some((bounds.begin.0, bounds.end.0)), ask)
                }
                Atom::Dates(None | Some(Fit::Possibly), _)
                    if positive || !matches!(atom.value, Atom::Dates(Some(_), _)) =>
                {
                    let mut readings = self.readings(event).into_iter();
                    let mut holds = |reading| self.holds(filter, positive, event, Some(reading), ask);
                    match ask {
                        Ask::Selected => readings.any(&mut holds),
                        Ask::Sure => readings.all(&mut holds),
                    }
                }
                _ => self.holds(filter, positive, event, Some((bounds.begin.0, bounds.end.0)), ask),
            },
        }
    }

    /// The events that a relation names whose dates are not known to the day.
    fn unknown(&self, relation: &DateRelation) -> Option<Vec<&Record>> {
        let is_event = |point: &Point| matches!(point, Point::Event(_));
        let named = match relation {
            DateRelation::Period(_, period) => matches!(&period.value, Period::Point(Point::Event(_))),
            DateRelation::Point(_, point) | DateRelation::Within(_, point) => is_event(&point.value),
            DateRelation::Between(first, last) => is_event(&first.value) || is_event(&last.value),
            DateRelation::On(_) => false,
        };
        if !named {
            return None;
        }
        let points: Vec<&Point> = match relation {
            DateRelation::Period(_, period) => match &period.value {
                Period::Point(point) => vec![point],
                Period::Range(..) => Vec::new(),
            },
            DateRelation::Point(_, point) | DateRelation::Within(_, point) => vec![&point.value],
            DateRelation::Between(first, last) => vec![&first.value, &last.value],
            DateRelation::On(_) => Vec::new(),
        };
        let events = points.into_iter().filter_map(|point| match point {
            Point::Event(id) => self.world.events.iter().find(|event| event.id == *id),
            _ => None,
        });
        let unknown =
            |event: &&Record| event.bounds().is_some_and(|b| b.begin.0 != b.begin.1 || b.end.0 != b.end.1);
        let events: Vec<&Record> = events.filter(unknown).collect();
        (!events.is_empty()).then_some(events)
    }

    /// Between two dates, one of them not known to the day, is since the one and until the other.
    fn halves(&self, relation: &DateRelation, asked: bool) -> Option<Filter> {
        let DateRelation::Between(first, last) = relation else { return None };
        let half = |relation, point: &Spanned<Point>| {
            let atom = Atom::Dates(None, DateRelation::Point(relation, point.clone()));
            Filter::Atom(Spanned::new(atom, point.span))
        };
        (asked && self.unknown(relation).is_some())
            .then(|| Filter::All(vec![half(Relation::Since, first), half(Relation::Until, last)]))
    }

    /// Tries every pair of readings: possibly, and certainly. One event has one reading.
    fn beside(&self, relation: &DateRelation, event: &Record) -> (bool, bool) {
        // In a bucket, of the days that lie in it.
        let inside = self.inside.get();
        let among = |reading: &Reading| inside.is_none_or(|(unit, bucket)| unit.bucket(reading.0) == bucket);
        let key = (relation.to_string(), event.id, inside);
        if let Some(known) = self.beside.borrow().get(&key) {
            return *known;
        }
        let others = |point: &Point| -> Vec<Reading> {
            match point {
                Point::Event(id) => {
                    let other = self.world.events.iter().find(|other| other.id == *id).unwrap();
                    self.endless(other)
                }
                point => {
                    let (_, first, last) = self.stand(&DateRelation::Period(
                        Relation::In,
                        Spanned::new(Period::Point(point.clone()), Span::default()),
                    ));
                    vec![(first, last)]
                }
            }
        };
        let is_self = |point: &Point| *point == Point::Event(event.id);
        let judge = |relation: Relation, point: &Point, widen: &dyn Fn(Reading) -> Reading| {
            let (mut possible, mut certain) = (false, true);
            let others = others(point);
            for own in self.endless(event).into_iter().filter(among) {
                let one = [own];
                for other in if is_self(point) { &one[..] } else { &others[..] } {
                    let (first, last) = widen(*other);
                    let holds = stands(relation, own, first, last);
                    possible |= holds;
                    certain &= holds;
                }
            }
            (possible, certain)
        };
        let found = match relation {
            DateRelation::Period(relation, period) => match &period.value {
                Period::Point(point) => judge(*relation, point, &|r| r),
                Period::Range(..) => unreachable!("no event in it"),
            },
            DateRelation::Point(relation, point) => judge(*relation, &point.value, &|r| r),
            DateRelation::Within(duration, point) => judge(Relation::In, &point.value, &|(first, last)| {
                (shift(*duration, first, -1), shift(*duration, last, 1))
            }),
            DateRelation::Between(..) => unreachable!("judged by halves"),
            DateRelation::On(_) => unreachable!("judged by itself"),
        };
        self.beside.borrow_mut().insert(key, found);
        found
    }

    /// Every reading, with no end where there is none.
    pub(crate) fn endless(&self, event: &Record) -> Vec<Reading> {
        let Some(bounds) = event.bounds() else { return Vec::new() };
        let endless = |(begin, end): Reading| {
            let begin = if bounds.begin.1 == Day::MIN { Day::MIN } else { begin };
            (begin, if bounds.end.0 == Day::MAX { Day::MAX } else { end })
        };
        self.readings(event).into_iter().map(endless).collect()
    }

    fn plain(&self, atom: &Atom, event: &Record) -> bool {
        let same = |a: &str, b: &str| fold(a) == fold(b);
        match atom {
            Atom::Named(field, names) => names.iter().any(|name| {
                let name = name.value.as_str();
                let takes_part = |role: Option<&str>| {
                    event.participants.iter().any(|(actor, as_role)| {
                        let (own, alias) = ACTORS[*actor];
                        (same(own, name) || same(alias, name))
                            && role.is_none_or(|role| role == as_role.name())
                    })
                };
                match field {
                    Field::Type => same(TYPES[event.kind].0, name) || same(TYPES[event.kind].1, name),
                    Field::With => takes_part(None),
                    Field::From => takes_part(Some("from")),
                    Field::To => takes_part(Some("to")),
                    Field::At => event.place.is_some_and(|place| same(PLACES[place], name)),
                    Field::Document => {
                        let rows = self.world.named(NameKind::Document, name);
                        rows.iter().any(|row| row.id == event.document)
                    }
                    Field::Basis => event.basis.is_some_and(|basis| same(basis.name(), name)),
                }
            }),
            Atom::About(words) => fold(&event.summary).contains(fold(&words.value).as_ref()),
            Atom::Id(ids) => ids.iter().any(|id| id.value == event.id),
            Atom::Realis(realis) => event.realis == *realis,
            Atom::Undated => event.date.is_none(),
            Atom::Dates(..) | Atom::Fitted(..) => unreachable!("dates are judged elsewhere"),
        }
    }

    fn stand(&self, relation: &DateRelation) -> (Relation, Day, Day) {
        let days = |date: &Edtf| (date.bounds().earliest(), date.bounds().latest());
        let point = |point: &Point| match point {
            Point::Date(date) => days(date),
            Point::Today => days(&timeline::date::parse("2014-04-10").unwrap()),
            Point::Named(name) => unreachable!("no law asks for {name}"),
            Point::Event(id) => {
                let bounds =
                    self.world.events.iter().find(|event| event.id == *id).unwrap().bounds().unwrap();
                (bounds.begin.0, bounds.end.1)
            }
        };
        match relation {
            DateRelation::On(_) => unreachable!("judged by itself"),
            DateRelation::Period(relation, period) => match &period.value {
                Period::Point(at) => (*relation, point(at).0, point(at).1),
                Period::Range(first, last) => (
                    *relation,
                    first.as_ref().map_or(Day::MIN, |date| days(date).0),
                    last.as_ref().map_or(Day::MAX, |date| days(date).1),
                ),
            },
            DateRelation::Point(relation, at) => (*relation, point(&at.value).0, point(&at.value).1),
            DateRelation::Between(first, last) => (Relation::In, point(&first.value).0, point(&last.value).1),
            DateRelation::Within(duration, of) => {
                let (first, last) = point(&of.value);
                (Relation::In, shift(*duration, first, -1), shift(*duration, last, 1))
            }
        }
    }
}

/// The day so much later or earlier, by calendar arithmetic.
pub(crate) fn shift(duration: Duration, day: Day, sign: i64) -> Day {
    match duration.unit {
        Unit::Day => day.plus(sign * duration.count),
        Unit::Week => day.plus(sign * duration.count * 7),
        Unit::Month => day.plus_months(sign * duration.count),
        _ => day.plus_months(sign * duration.count * 12),
    }
}

/// What the relations mean, word for word.
fn stands(relation: Relation, (begin, end): Reading, first: Day, last: Day) -> bool {
    match relation {
        Relation::In => begin >= first && end <= last,
        Relation::Overlapping => begin <= last && end >= first,
        Relation::Covering => begin <= first && end >= last,
        Relation::Before => end < first,
        Relation::After => begin > last,
        Relation::Since => begin >= first,
        Relation::Until => end <= last,
    }
}
