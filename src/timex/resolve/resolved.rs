use super::Few;
use crate::date::{Choice, DateBasis, Edtf};
use crate::timex::meaning::{Meaning, Part, TimeExpression, Written, WrittenYear};
use crate::timex::point::{Point, Value};
use crate::timex::side::Side;

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
    /// What it may be, one for each day on which the document may have been written, where that leaves its year open.
    pub among: Option<Few<Point>>,
    /// What it was counted from.
    pub against: Against,
    /// On which side of the day of writing, where the words near it had to tell.
    pub side: Option<Side>,
    /// First and last period of what lasts: of the range that this expression ends ("from March to **May 2014**"), of "the
    /// past three months".
    pub ends: Option<(Point, Point)>,
}

impl Resolved {
    /// Returns the interval of what lasts (see [`Resolved::ends`]).
    pub fn interval(&self) -> Option<Edtf> {
        let (first, last) = self.ends?;
        match (first.edtf()?, last.edtf()?) {
            (Edtf::Date(first), Edtf::Date(last)) => Some(Edtf::interval(first, last)),
            _ => None,
        }
    }

    /// Returns the EDTF, or `None` for durations, sets and references without a calendar.
    pub fn edtf(&self) -> Option<Edtf> {
        if let Some(among) = self.among {
            return one_of(&among);
        }
        let first = self.value.edtf(self.expression.modifier)?;
        match (self.other.and_then(|other| other.edtf(self.expression.modifier)), first) {
            (Some(Edtf::Date(second)), Edtf::Date(first)) => {
                Some(Edtf::OneOf(vec![Choice::Date(first), Choice::Date(second)]))
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

/// Points as a one-of set, each of them once.
fn one_of(points: &Few<Point>) -> Option<Edtf> {
    let mut choices: Vec<Choice> = Vec::new();
    for point in points.iter() {
        let Edtf::Date(date) = point.edtf()? else { return None };
        let choice = Choice::Date(date);
        if !choices.contains(&choice) {
            choices.push(choice);
        }
    }
    match choices.as_slice() {
        [Choice::Date(only)] => Some(only.clone().into()),
        _ => Some(Edtf::OneOf(choices)),
    }
}
