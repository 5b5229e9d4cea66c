use crate::date::{Choice, Day, Edtf, Field};
use crate::timex::point::known_year;

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
    /// It is one of a few days.
    OneOf(Few<Day>),
    /// It is news of some day, and nobody knows of which: what has no year keeps an unknown one.
    News,
    /// Nothing: years are carried on from date to date, as histories do.
    #[default]
    None,
}

impl Reference {
    /// Makes a reference of a document date. `news` tells whether the document reports what is new when it is written;
    /// if so, a date that is not known does not let years be taken from what it looks back on.
    pub fn of(date: Option<&Edtf>, news: bool) -> Self {
        let unknown = if news { Self::News } else { Self::None };
        let date = match date {
            Some(Edtf::Date(date)) => date,
            Some(Edtf::OneOf(choices)) => {
                let days = choices.iter().map(|choice| match choice {
                    Choice::Date(date) => match Self::of(Some(&Edtf::Date(date.clone())), news) {
                        Self::Day(day) => Some(day),
                        _ => None,
                    },
                    Choice::Range(..) => None,
                });
                return days
                    .collect::<Option<Vec<Day>>>()
                    .and_then(|days| Few::of(&days))
                    .map(Self::OneOf)
                    .or_else(|| same_day(choices))
                    .unwrap_or(unknown);
            }
            _ => return unknown,
        };
        match (known_year(date), date.month, date.day) {
            (Some(year), Some(Field::Known(month)), Some(Field::Known(day))) => {
                Day::from_ymd(i64::from(year), month, day).map_or(Self::None, Self::Day)
            }
            (Some(year), Some(Field::Known(month @ 1..=12)), None) => Self::Month(year, month),
            (Some(year), None, None) => Self::Year(year),
            (None, Some(Field::Known(month @ 1..=12)), Some(Field::Known(day))) => Self::MonthDay(month, day),
            _ => unknown,
        }
    }
}

/// A few things, at most four: the years that clues leave open are listed up to there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Few<T>([Option<T>; 4]);

impl<T: Copy> Few<T> {
    /// Makes it of a list; `None` where that is longer.
    pub(super) fn of(list: &[T]) -> Option<Self> {
        let fits = list.len() <= 4;
        fits.then(|| Self(std::array::from_fn(|at| list.get(at).copied())))
    }

    /// Goes through them.
    pub fn iter(&self) -> impl Iterator<Item = T> + '_ {
        self.0.iter().copied().flatten()
    }
}

/// The month and day that all of several dates share.
fn same_day(choices: &[Choice]) -> Option<Reference> {
    let mut days = choices.iter().map(|choice| match choice {
        Choice::Date(date) => match (date.month, date.day) {
            (Some(Field::Known(month)), Some(Field::Known(day))) => Some((month, day)),
            _ => None,
        },
        Choice::Range(..) => None,
    });
    let (month, day) = days.next()??;
    days.all(|other| other == Some((month, day))).then_some(Reference::MonthDay(month, day))
}
