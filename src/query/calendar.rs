//! The calendar in SQL: integer arithmetic that any SQL knows, no function of one database.

use super::ast::{Duration, MonthDay};
use crate::date::Unit;

/// Division is towards zero, so days are first moved by so many eras of 400 years that none of a thousand million years
/// is negative.
const ERAS: i64 = 2_500_000_000;

/// Returns the number of the bucket of a day, as [`Unit::bucket`] has it, in integer arithmetic that any SQL knows.
pub(super) fn bucket_of(unit: Unit, day: &str) -> String {
    const WEEKS: i64 = 100_000_000_000_000;
    let months = match unit {
        Unit::Day => return day.to_owned(),
        Unit::Week => return format!("(({day} + {}) / 7 - {WEEKS})", WEEKS * 7 + 3),
        Unit::Month => 1,
        Unit::Quarter => 3,
        Unit::Year => 12,
        Unit::Decade => 120,
    };
    let (year, of_year) = year_from_march(day);
    let month = format!("((5 * {of_year} + 2) / 153)");
    let number = format!("({year} * 12 + {month} + 2)");
    format!("({number} / {months} - {})", 400 * ERAS * 12 / months)
}

/// Returns the number of the bucket of a month, which is counted from January of year 0.
pub(super) fn bucket_of_months(unit: Unit, month: &str) -> String {
    let months = match unit {
        Unit::Day | Unit::Week | Unit::Month => return month.to_owned(),
        Unit::Quarter => 3,
        Unit::Year => 12,
        Unit::Decade => 120,
    };
    format!("(({month} + {}) / {months} - {})", 400 * ERAS * 12, 400 * ERAS * 12 / months)
}

/// Returns the SQL of the first day of a bucket.
pub(super) fn first_day_of(unit: Unit, bucket: &str) -> String {
    let months = match unit {
        Unit::Day => return bucket.to_owned(),
        Unit::Week => return format!("({bucket} * 7 - 3)"),
        Unit::Month => 1,
        Unit::Quarter => 3,
        Unit::Year => 12,
        Unit::Decade => 120,
    };
    // Months counted from March of year 0, moved by eras.
    let number = format!("({bucket} * {months} + {})", 400 * ERAS * 12 - 2);
    let year = format!("({number} / 12)");
    let of_year = format!("((153 * ({number} - {year} * 12) + 2) / 5)");
    format!("(365 * {year} + {year} / 4 - {year} / 100 + {year} / 400 + {of_year} - {SHIFT})")
}

/// Returns the `SELECT` of a day of the year in every year from that of the day `from` to that of the day `to`.
pub(super) fn every(monthday: MonthDay, from: &str, to: &str) -> String {
    let month = format!("(year * 12 + {})", i64::from(monthday.month) - 1);
    let (first, next) =
        (first_day_of(Unit::Month, &month), first_day_of(Unit::Month, &format!("({month} + 1)")));
    let day = i64::from(monthday.day);
    format!(
        "WITH RECURSIVE years(year) AS (SELECT {} UNION ALL SELECT year + 1 FROM years WHERE year < {}) \
         SELECT {first} + {} AS day FROM years WHERE {next} - {first} >= {day}",
        bucket_of(Unit::Year, from),
        bucket_of(Unit::Year, to),
        day - 1
    )
}

/// Returns the SQL of the day so much later (`sign` 1) or earlier (-1): the same day of the month, or the month's last
/// day where it is shorter, as [`Day::plus_months`](crate::date::Day::plus_months) has it.
pub(super) fn shifted(day: &str, duration: Duration, sign: i64) -> String {
    let count = duration.count * sign;
    let months = match duration.unit {
        Unit::Day => return format!("({day} + {count})"),
        Unit::Week => return format!("({day} + {})", count * 7),
        Unit::Month => count,
        Unit::Quarter => count * 3,
        Unit::Year => count * 12,
        Unit::Decade => count * 120,
    };
    let (year, of_year) = year_from_march(day);
    let first = |month: &str| {
        let year = format!("({month} / 12)");
        format!(
            "365 * {year} + {year} / 4 - {year} / 100 + {year} / 400 + (153 * ({month} - {year} * 12) + 2) / 5"
        )
    };
    format!(
        "(SELECT CASE WHEN this + dom < next THEN this + dom ELSE next - 1 END - {SHIFT} \
         FROM (SELECT dom, {} AS this, {} AS next \
         FROM (SELECT year * 12 + month + {months} AS n, of_year - (153 * month + 2) / 5 AS dom \
         FROM (SELECT year, of_year, (5 * of_year + 2) / 153 AS month \
         FROM (SELECT {year} AS year, {of_year} AS of_year) y) m) n) s)",
        first("n"),
        first("(n + 1)"),
    )
}

/// Returns the SQL of how often a day of the year has come by the end of `day`, counted from one day long ago: it has
/// come between two days where the counts differ.
pub(super) fn times_come(monthday: MonthDay, day: &str) -> String {
    let (year, of_year) = year_from_march(day);
    let month = (i64::from(monthday.month) + 9) % 12;
    let number = (153 * month + 2) / 5 + i64::from(monthday.day) - 1;
    let come = format!("(CASE WHEN {of_year} >= {number} THEN 1 ELSE 0 END)");
    // 29 February is the last day of a year that begins in March, where it has one.
    if number == 365 {
        format!("({year} / 4 - {year} / 100 + {year} / 400 + {come})")
    } else {
        format!("({year} + {come})")
    }
}

const SHIFT: i64 = 719_468 + 146_097 * ERAS;

/// Returns the SQL of the year of a day, moved by eras, and of its number in that year, from 0. Years that begin in March
/// put the leap day last: the same steps as in the calendar of `date`.
fn year_from_march(day: &str) -> (String, String) {
    let shifted = format!("({day} + {SHIFT})");
    let century = format!("((4 * {shifted} + 3) / 146097)");
    let of_century = format!("({shifted} - 146097 * {century} / 4)");
    let year = format!("((4 * {of_century} + 3) / 1461)");
    let of_year = format!("({of_century} - 1461 * {year} / 4)");
    (format!("(100 * {century} + {year})"), of_year)
}
