use std::fmt;

use super::Day;

/// A stretch of the calendar that events are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// One day.
    Day,
    /// An ISO week, Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// A year.
    Year,
    /// Ten years, from one that ends in 0.
    Decade,
}

impl Unit {
    /// Returns the name used in queries and headings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Decade => "decade",
        }
    }

    /// Returns the number of the bucket that holds `day`: buckets are numbered without gaps, ascending with time.
    pub fn bucket(self, day: Day) -> i64 {
        let months = || {
            let (year, month, _) = day.ymd();
            year * 12 + i64::from(month) - 1
        };
        match self {
            Self::Day => day.0,
            // 1970-01-01 was a Thursday: the week of day 0 began on day -3.
            Self::Week => (day.0 + 3).div_euclid(7),
            Self::Month => months(),
            Self::Quarter => months().div_euclid(3),
            Self::Year => months().div_euclid(12),
            Self::Decade => months().div_euclid(120),
        }
    }

    /// Returns the bucket's name: `2016-04-12`, `2016-W15`, `2016-04`, `2016-Q2`, `2016`, `2010s`.
    pub fn label(self, bucket: i64) -> String {
        match self {
            Self::Day => Day(bucket).to_string(),
            Self::Week => {
                let (year, week) = Day(bucket * 7 - 3).iso_week();
                format!("{}-W{week:02}", Year(year))
            }
            Self::Month => format!("{}-{:02}", Year(bucket.div_euclid(12)), bucket.rem_euclid(12) + 1),
            Self::Quarter => format!("{}-Q{}", Year(bucket.div_euclid(4)), bucket.rem_euclid(4) + 1),
            Self::Year => Year(bucket).to_string(),
            Self::Decade => format!("{}s", Year(bucket * 10)),
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A year with four digits at least, the sign before them.
struct Year(i64);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 { write!(f, "-{:04}", -self.0) } else { write!(f, "{:04}", self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_has_a_named_bucket() {
        for (day, labels) in [
            (Day(0), ["1970-01-01", "1970-W01", "1970-01", "1970-Q1", "1970", "1970s"]),
            (Day(-1), ["1969-12-31", "1970-W01", "1969-12", "1969-Q4", "1969", "1960s"]),
            (Day(16_902), ["2016-04-11", "2016-W15", "2016-04", "2016-Q2", "2016", "2010s"]),
        ] {
            let units = [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year, Unit::Decade];
            assert_eq!(units.map(|unit| unit.label(unit.bucket(day))), labels);
        }
    }
}
