use chrono::{DateTime, Datelike, NaiveDate};

use super::{Article, StatedDate};
use crate::date::{self, Date, Edtf};

/// Reads a date as metadata write it: ISO 8601 with or without a time, RFC 2822, or in English words. The day is the one
/// that is written, whatever the time zone. Figures whose order is open (`4/5/2016`) are no date.
pub fn parse(text: &str) -> Option<Edtf> {
    let text = text.trim();
    let day = |date: NaiveDate| -> Option<Edtf> {
        let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
        Some(Date::day(i64::from(date.year()), month, day).into())
    };
    // What follows a day is a time: `2016-04-20T10:00:00Z`, `2016-04-20 10:00`.
    if let Some(start) = text.get(..10).filter(|_| matches!(text.as_bytes().get(10), Some(b'T' | b' ')))
        && let Ok(date) = date::parse(start)
    {
        return Some(date);
    }
    if let Ok(date) = date::parse(text) {
        return Some(date);
    }
    if let Ok(moment) = DateTime::parse_from_rfc2822(text) {
        return day(moment.date_naive());
    }
    const FORMS: [&str; 9] = [
        "%Y/%m/%d",
        "%d.%m.%Y",
        "%Y%m%d",
        "%B %d, %Y",
        "%b %d, %Y",
        "%b. %d, %Y",
        "%d %B %Y",
        "%d %b %Y",
        "%A, %B %d, %Y",
    ];
    if let Some(date) = FORMS.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok()) {
        return day(date);
    }
    let [american, british] = ["%m/%d/%Y", "%d/%m/%Y"].map(|form| NaiveDate::parse_from_str(text, form).ok());
    match (american, british) {
        (Some(date), None) | (None, Some(date)) => day(date),
        (Some(a), Some(b)) if a == b => day(a),
        _ => None,
    }
}

/// Adds a date that the metadata state, where it can be read and is not there yet.
pub(super) fn state(article: &mut Article, place: &'static str, words: &str) {
    if let Some(date) = parse(words)
        && !article.stated.iter().any(|s| s.date == date)
    {
        article.stated.push(StatedDate { date, place, words: words.trim().to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_metadata() {
        for (text, expected) in [
            ("2016-04-20", Some("2016-04-20")),
            ("2016-04-20T23:30:00-05:00", Some("2016-04-20")),
            ("2016-04-20 10:00", Some("2016-04-20")),
            ("2016-04", Some("2016-04")),
            ("Wed, 20 Apr 2016 23:30:00 -0500", Some("2016-04-20")),
            ("April 20, 2016", Some("2016-04-20")),
            ("20 Apr 2016", Some("2016-04-20")),
            ("20.04.2016", Some("2016-04-20")),
            ("4/20/2016", Some("2016-04-20")),
            ("20/4/2016", Some("2016-04-20")),
            ("4/5/2016", None),
            ("5/5/2016", Some("2016-05-05")),
            ("2016-02-30T00:00:00Z", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(parse(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
    }
}
