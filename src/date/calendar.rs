use std::fmt;

use serde::{Deserialize, Serialize};

/// A day, counted from 1970-01-01, in the proleptic Gregorian calendar. Year 0 is 1 BC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i64);

impl Day {
    /// Stands for "no first day": before every day of any date. Differences of two days never overflow.
    pub const MIN: Self = Self(-(1 << 53));
    /// Stands for "no last day": after every day of any date.
    pub const MAX: Self = Self(1 << 53);

    /// Returns the day of a year, month (1 to 12) and day (1 to 31), or `None` where there is no such day.
    pub fn from_ymd(year: i64, month: u8, day: u8) -> Option<Self> {
        if !(1..=12).contains(&month) || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        // Years that begin in March put the leap day last (H. Hinnant, "chrono-compatible low-level date algorithms").
        let (month, day) = (i64::from(month), i64::from(day));
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Self(era * 146_097 + day_of_era - 719_468))
    }

    /// Returns year, month and day.
    pub fn ymd(self) -> (i64, u8, u8) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 1 to 12 and 1 to 31
        (year, month as u8, day as u8)
    }

    /// Tells whether this is [`Day::MIN`] or [`Day::MAX`], which stand for no limit.
    pub fn is_unbounded(self) -> bool {
        self <= Self::MIN || self >= Self::MAX
    }

    /// Returns the day `days` later (earlier where negative); no limit stays no limit.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        if self.is_unbounded() { self } else { Self(self.0.saturating_add(days)) }
    }

    /// Returns the same day of the month `months` later, or the month's last day where it is shorter.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Self {
        if self.is_unbounded() {
            return self;
        }
        let (year, month, day) = self.ymd();
        let count = year * 12 + i64::from(month) - 1 + months;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 1 to 12
        let (year, month) = (count.div_euclid(12), count.rem_euclid(12) as u8 + 1);
        Self::from_ymd(year, month, day.min(days_in_month(year, month))).unwrap_or(self)
    }

    /// Returns the ISO weekday: Monday is 1, Sunday is 7.
    pub fn weekday(self) -> u8 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 1 to 7
        {
            ((self.0 + 3).rem_euclid(7) + 1) as u8
        }
    }

    /// Returns the ISO week year and week (1 to 53).
    pub fn iso_week(self) -> (i64, u8) {
        // The Thursday of a week decides its year (ISO 8601-1, 4.3.2.2).
        let thursday = Self(self.0 + 4 - i64::from(self.weekday()));
        let (year, ..) = thursday.ymd();
        let first = Self::from_ymd(year, 1, 1).map_or(thursday.0, |d| d.0);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 1 to 53
        (year, ((thursday.0 - first) / 7 + 1) as u8)
    }
}

impl fmt::Display for Day {
    /// Writes the day as EDTF: `2016-04-12`, `-0043-03-15`; `..` where it is no limit.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_unbounded() {
            return f.write_str("..");
        }
        let (year, month, day) = self.ymd();
        // Almost every year is one of four digits.
        if let Ok(plain @ 0..10_000) = u16::try_from(year) {
            return super::display::day(f, plain, month, day);
        }
        let sign = if year < 0 { "-" } else { "" };
        let long = if year.abs() > 9999 { "Y" } else { "" };
        write!(f, "{long}{sign}{:04}-{month:02}-{day:02}", year.abs())
    }
}

/// Tells whether a year (0 is 1 BC) has a 29 February.
pub const fn is_leap_year(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Returns the number of days of a month (1 to 12); 0 for any other number.
pub const fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year(year) => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, NaiveDate};

    #[test]
    fn days_agree_with_chrono() {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        for number in (-1_000_000..1_000_000).step_by(37) {
            let date = epoch + chrono::Duration::days(number);
            let day = Day(number);
            let (year, month, dom) = day.ymd();
            assert_eq!(
                (year, u32::from(month), u32::from(dom)),
                (i64::from(date.year()), date.month(), date.day())
            );
            assert_eq!(Day::from_ymd(year, month, dom), Some(day));
            assert_eq!(u32::from(day.weekday()), date.weekday().number_from_monday());
            let week = date.iso_week();
            assert_eq!(day.iso_week(), (i64::from(week.year()), week.week() as u8));
        }
    }

    #[test]
    fn months_end_where_they_end() {
        let day = Day::from_ymd(2016, 1, 31).unwrap();
        assert_eq!(day.plus_months(1).to_string(), "2016-02-29");
        assert_eq!(day.plus_months(-2).to_string(), "2015-11-30");
        assert_eq!(Day::MIN.plus_months(5), Day::MIN);
        assert_eq!(Day::from_ymd(2015, 2, 29), None);
    }
}
