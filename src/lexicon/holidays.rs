//! The rows of `holidays.tsv`.

use serde::{Deserialize, Serialize};

use super::{CalendarWords, LexiconError, Phrases, Row, Table, words_of};
use crate::date::{Day, days_in_month};
use crate::text::Vocabulary;

/// A day that a rule finds in every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HolidayRule {
    /// The same day every year: month and day.
    Fixed(u8, u8),
    /// So many days behind western Easter Sunday.
    Easter(i16),
    /// A month's first, second … or last (-1) weekday (Monday is 1).
    Weekday {
        /// 1 to 12.
        month: u8,
        /// 1 to 7.
        weekday: u8,
        /// 1 to 5, or -1 for the last.
        nth: i8,
    },
}

/// A holiday of `holidays.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Holiday {
    /// How its day is found.
    pub rule: HolidayRule,
}

impl Holiday {
    /// Returns its day in a year, or `None` where the year has none.
    pub fn in_year(self, year: i64) -> Option<Day> {
        match self.rule {
            HolidayRule::Fixed(month, day) => Day::from_ymd(year, month, day),
            HolidayRule::Easter(days) => Some(easter(year)?.plus(i64::from(days))),
            HolidayRule::Weekday { month, weekday, nth } => {
                let last = days_in_month(year, month);
                let first = Day::from_ymd(year, month, 1)?;
                let offset = i64::from((weekday + 7 - first.weekday()) % 7);
                let day = if nth > 0 {
                    offset + 7 * (i64::from(nth) - 1)
                } else {
                    offset + (i64::from(last) - 1 - offset) / 7 * 7
                };
                (day < i64::from(last)).then(|| first.plus(day))
            }
        }
    }
}

/// Easter Sunday of the Gregorian calendar ("Nature", 20 April 1876; the algorithm of Meeus, Jones and Butcher).
fn easter(year: i64) -> Option<Day> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15).rem_euclid(30);
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Day::from_ymd(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

pub(super) fn read(
    file: &str,
    text: &str,
    vocabulary: &mut Vocabulary,
    calendar: &mut CalendarWords,
) -> Result<Phrases<Holiday>, LexiconError> {
    let table = Table::read(file, text, &["name", "rule"])?;
    let mut phrases = Phrases::default();
    for row in table.rows() {
        let rule = rule(row.field(1)).ok_or_else(|| expected(row))?;
        // The apostrophe of a plural is a mark that texts often leave out.
        let words = words_of(&row.field(0).replace("s' ", "s "), vocabulary);
        let first = *words.first().ok_or_else(|| row.error("expected a name, found nothing"))?;
        calendar.begin_holiday(first);
        phrases.insert_words(words, Holiday { rule });
    }
    Ok(phrases)
}

fn rule(text: &str) -> Option<HolidayRule> {
    if let Some(days) = text.strip_prefix("easter") {
        return Some(HolidayRule::Easter(days.parse().ok()?));
    }
    if let Some((month, day)) = text.split_once('-').filter(|_| !text.contains(' ')) {
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        return Day::from_ymd(2000, month, day).map(|_| HolidayRule::Fixed(month, day));
    }
    let mut parts = text.split(' ');
    let (month, weekday, nth) = (parts.next()?, parts.next()?, parts.next()?);
    let (month, weekday, nth) = (month.parse().ok()?, weekday.parse().ok()?, nth.parse().ok()?);
    let valid =
        (1..=12).contains(&month) && (1..=7).contains(&weekday) && (-1..=5).contains(&nth) && nth != 0;
    valid.then_some(HolidayRule::Weekday { month, weekday, nth })
}

fn expected(row: &Row) -> LexiconError {
    let found = row.field(1);
    row.error(format!("expected MM-DD, easter+N or MM weekday N, found {found:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_fall_where_they_fall() {
        for (text, year, day) in [
            ("12-25", 1914, "1914-12-25"),
            ("easter+0", 1916, "1916-04-23"),
            ("easter-2", 1998, "1998-04-10"),
            ("easter+1", 2016, "2016-03-28"),
            ("11 4 4", 1987, "1987-11-26"),
            ("05 1 -1", 2016, "2016-05-30"),
            ("09 1 1", 2014, "2014-09-01"),
        ] {
            let holiday = Holiday { rule: rule(text).unwrap() };
            assert_eq!(holiday.in_year(year).unwrap().to_string(), day, "{text}");
        }
        assert_eq!(rule("13-01"), None);
        assert_eq!(rule("easter"), None);
    }
}
