use std::borrow::Cow;

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while};
use nom::character::complete::{char, space0};
use nom::combinator::{map, opt, value};
use nom::error::{ErrorKind, ParseError};
use nom::multi::separated_list1;
use nom::sequence::preceded;
use nom::{Err, IResult, Parser};

use super::{Choice, Date, Edtf, Endpoint, Field, Quality, Year, days_in_month};
use crate::text::Span;

/// Why a text is not an EDTF date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}: {reason}")]
pub struct EdtfError {
    /// The text that was refused.
    pub text: String,
    /// What is wrong with it: "2015 is not a leap year".
    pub reason: String,
    /// Which part of the text is wrong, in bytes.
    pub span: Span,
}

/// Reads an EDTF date: levels 0 and 1, and of level 2 sets, unspecified digits anywhere, qualified parts and the
/// seasons up to 41 (ISO 8601-2:2019; Library of Congress, "Extended Date/Time Format Specification").
///
/// A little more is read than the standard has: a month and a day behind a year with `Y`, blanks behind the commas of a
/// set. Times of day, exponents and significant digits are refused.
///
/// # Errors
///
/// Says what is wrong and where, for texts that are not EDTF, for days that do not exist, and for intervals that
/// certainly end before they begin.
pub fn parse(text: &str) -> Result<Edtf, EdtfError> {
    if let Some(date) = plain(text) {
        return Ok(date.into());
    }
    let refusal = match edtf(text) {
        Ok(("", edtf)) => return Ok(edtf),
        Ok((rest, _)) => Refusal::behind(rest, "the end"),
        Err(Err::Error(refusal) | Err::Failure(refusal)) => refusal,
        Err(Err::Incomplete(_)) => Refusal::expected("a date", text),
    };
    let start = text.len() - refusal.left;
    Err(EdtfError {
        text: text.to_owned(),
        reason: refusal.reason.into_owned(),
        span: Span::new(start, start + refusal.length),
    })
}

/// The plainest dates, which are by far the most: `2016`, `2016-04`, `2016-04-12`. Everything else, and what does not
/// exist, is left to the grammar.
fn plain(text: &str) -> Option<Date> {
    let number = |digits: &[u8]| {
        let value = |sum: Option<i64>, b: &u8| {
            b.is_ascii_digit().then(|| sum.map(|n| n * 10 + i64::from(b - b'0')))?
        };
        digits.iter().fold(Some(0), value)
    };
    let part = |digits: &[u8]| u8::try_from(number(digits)?).ok();
    match text.as_bytes() {
        year if year.len() == 4 => Some(Date::year(number(year)?)),
        [year @ .., b'-', m1, m2] if year.len() == 4 => {
            let month = part(&[*m1, *m2]).filter(|m| (1..=12).contains(m))?;
            Some(Date::month(number(year)?, month))
        }
        [year @ .., b'-', m1, m2, b'-', d1, d2] if year.len() == 4 => {
            let (year, month, day) = (number(year)?, part(&[*m1, *m2])?, part(&[*d1, *d2])?);
            (1..=days_in_month(year, month)).contains(&day).then(|| Date::day(year, month, day))
        }
        _ => None,
    }
}

impl std::str::FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        parse(text)
    }
}

type Parsed<'a, T> = IResult<&'a str, T, Refusal>;

/// A reason, and the place where it lies: `left` bytes before the end of the text, `length` bytes long.
#[derive(Debug)]
struct Refusal {
    left: usize,
    length: usize,
    reason: Cow<'static, str>,
}

impl Refusal {
    fn new(rest: &str, length: usize, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { left: rest.len(), length: length.min(rest.len()), reason: reason.into() }
    }

    /// What stands at `rest` is not what may stand there.
    fn expected(what: &str, rest: &str) -> Self {
        // The word there, or the one character; of a long word its beginning will do.
        let stops = ['/', ',', ']', '}'];
        let end = match rest.chars().next() {
            Some(stop) if stops.contains(&stop) => 1,
            _ => {
                rest.char_indices().find(|(at, c)| *at >= 32 || stops.contains(c)).map_or(rest.len(), |p| p.0)
            }
        };
        let word = &rest[..end];
        let found = if word.is_empty() { Cow::Borrowed("nothing") } else { format!("`{word}`").into() };
        Self::new(rest, word.len(), format!("expected {what}, found {found}"))
    }

    /// A date has ended, and `rest` cannot stand behind it; `what` may.
    fn behind(rest: &str, what: &str) -> Self {
        let reason = match rest.chars().next() {
            Some('T') => "times of day are not kept; write the day alone",
            Some('E' | 'S') => "exponents (E) and significant digits (S) are not read",
            Some('s') => "a decade is written with an X for its last digit: 198X",
            Some('x' | 'u' | 'U') => "a digit that is not specified is a capital X",
            Some('?' | '~' | '%') => {
                "a mark stands once behind a date or a part of it; % says ? and ~ together"
            }
            Some('/') => "an interval has one `/`, and no sets for its ends",
            Some('.') if rest.starts_with("..") => {
                "a range stands in brackets, [a..b]; what lasts from one to the other has a slash, a/b"
            }
            _ => return Self::expected(what, rest),
        };
        Self::new(rest, Self::expected(what, rest).length, reason)
    }

    fn fail<T>(self) -> Result<T, Err<Self>> {
        Err(Err::Failure(self))
    }
}

impl ParseError<&str> for Refusal {
    fn from_error_kind(rest: &str, _: ErrorKind) -> Self {
        // Met where another branch is tried, so nothing is written out.
        Self::new(rest, 0, "expected a date")
    }

    fn append(_: &str, _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// edtf = "[" set "]" | "{" set "}" | interval | date
fn edtf(text: &str) -> Parsed<'_, Edtf> {
    alt((
        map(preceded(char('['), |rest| set(rest, ']')), Edtf::OneOf),
        map(preceded(char('{'), |rest| set(rest, '}')), Edtf::AllOf),
        interval_or_date,
    ))
    .parse(text)
}

/// interval = end "/" end, with a date for one of them at least
fn interval_or_date(text: &str) -> Parsed<'_, Edtf> {
    let (rest, first) = endpoint(text)?;
    let Ok((second, _)) = char::<_, Refusal>('/').parse(rest) else {
        return match first {
            Endpoint::Date(date) => Ok((rest, Edtf::Date(date))),
            Endpoint::Open => {
                Refusal::expected("`/` behind `..` (or brackets round a range: [..2016])", rest).fail()
            }
            Endpoint::Unknown => Refusal::expected("a date", rest).fail(),
        };
    };
    let (rest, last) = endpoint(second)?;
    match (&first, &last) {
        (Endpoint::Date(begin), Endpoint::Date(end)) => in_order(begin, end, second, rest)?,
        (Endpoint::Date(_), _) | (_, Endpoint::Date(_)) => {}
        _ => return Refusal::new(text, text.len(), "an interval needs a date at one end at least").fail(),
    }
    Ok((rest, Edtf::Interval(first, last)))
}

fn in_order(begin: &Date, end: &Date, from: &str, rest: &str) -> Result<(), Err<Refusal>> {
    if end.days().1 < begin.days().0 {
        let reason = format!("the end, {end}, lies before the beginning, {begin}");
        return Refusal::new(from, from.len() - rest.len(), reason).fail();
    }
    Ok(())
}

/// end = ".." | date | nothing
fn endpoint(text: &str) -> Parsed<'_, Endpoint> {
    if text.is_empty() || text.starts_with('/') {
        return Ok((text, Endpoint::Unknown));
    }
    alt((value(Endpoint::Open, tag("..")), map(date, Endpoint::Date))).parse(text)
}

/// set = choice { "," choice }, up to and with the closing bracket
fn set(text: &str, close: char) -> Parsed<'_, Vec<Choice>> {
    let (rest, choices) = separated_list1((char(','), space0), choice).parse(text)?;
    match rest.strip_prefix(close) {
        Some(rest) => Ok((rest, choices)),
        None => Refusal::behind(rest, if close == ']' { "`,` or `]`" } else { "`,` or `}`" }).fail(),
    }
}

/// choice = ".." date | date [ ".." [ date ] ]
fn choice(text: &str) -> Parsed<'_, Choice> {
    if let Some(rest) = text.strip_prefix("..") {
        return map(date, |last| Choice::Range(None, Some(last))).parse(rest);
    }
    let (rest, first) = date(text)?;
    let Some(second) = rest.strip_prefix("..") else { return Ok((rest, Choice::Date(first))) };
    if second.is_empty() || second.starts_with([',', ']', '}']) {
        return Ok((second, Choice::Range(Some(first), None)));
    }
    let (rest, last) = date(second)?;
    in_order(&first, &last, second, rest)?;
    Ok((rest, Choice::Range(Some(first), Some(last))))
}

/// date = [ mark ] year [ mark ] [ "-" [ mark ] month [ mark ] [ "-" [ mark ] day [ mark ] ] ]
fn date(text: &str) -> Parsed<'_, Date> {
    let mut quality = [Quality::PLAIN; 3];
    let (rest, year) = marked(text, 0, &mut quality, year)?;
    let mut date = Date { year, month: None, day: None, quality };
    let mut end = rest;
    // Where each part begins, and what stands behind it.
    let mut places = [(text, rest); 3];
    if let Some(start) = end.strip_prefix('-') {
        let (rest, month) = marked(start, 1, &mut quality, |rest| field(rest, "a month"))?;
        (date.month, end, places[1]) = (Some(month), rest, (start, rest));
        if let Some(start) = end.strip_prefix('-') {
            let (rest, day) = marked(start, 2, &mut quality, |rest| field(rest, "a day"))?;
            (date.day, end, places[2]) = (Some(day), rest, (start, rest));
        }
    }
    for part in date.parts()..3 {
        quality[part] = quality[part - 1];
    }
    date.quality = quality;
    if let Some((part, reason)) = impossible(&date) {
        let (start, behind) = places[part];
        return Refusal::new(start, start.len() - behind.len(), reason).fail();
    }
    Ok((end, date))
}

/// Reads year, month or day with the mark before it, which is said of it alone, and the mark behind it, which is said of all parts
/// up to it.
fn marked<'a, T>(
    text: &'a str,
    part: usize,
    quality: &mut [Quality; 3],
    read: impl FnOnce(&'a str) -> Parsed<'a, T>,
) -> Parsed<'a, T> {
    let (rest, before) = opt(mark).parse(text)?;
    let (rest, value) = read(rest)?;
    let (rest, behind) = opt(mark).parse(rest)?;
    quality[part] = quality[part].and(before);
    for quality in &mut quality[..=part] {
        *quality = quality.and(behind);
    }
    Ok((rest, value))
}

fn mark(text: &str) -> Parsed<'_, Quality> {
    alt((
        value(Quality { uncertain: true, approximate: false }, char('?')),
        value(Quality { uncertain: false, approximate: true }, char('~')),
        value(Quality { uncertain: true, approximate: true }, char('%')),
    ))
    .parse(text)
}

impl Quality {
    const fn and(self, other: Option<Self>) -> Self {
        match other {
            None => self,
            Some(other) => Self {
                uncertain: self.uncertain || other.uncertain,
                approximate: self.approximate || other.approximate,
            },
        }
    }
}

/// year = [ "-" ] four digits, X for those that are not specified | "Y" [ "-" ] more than four digits
fn year(text: &str) -> Parsed<'_, Year> {
    let (start, long) = opt(char('Y')).parse(text)?;
    let (start, minus) = opt(char('-')).parse(start)?;
    let (rest, run) = digits(start)?;
    let wrong = |reason: &'static str| Refusal::new(text, text.len() - rest.len(), reason).fail();
    let negative = minus.is_some();
    let signed = |number: i64| Year::Known(if negative { -number } else { number });
    if run.is_empty() {
        return Refusal::expected(if long.is_some() { "digits behind Y" } else { "a year" }, start).fail();
    }
    if rest.starts_with(['x', 'u', 'U', 'E', 'S']) {
        return Refusal::behind(rest, "").fail();
    }
    if long.is_some() {
        if run.contains('X') {
            return wrong("digits can only be unspecified in a year of four digits");
        }
        return match run.parse::<i64>() {
            Ok(number) if number > Year::LIMIT => wrong("a year has twelve digits at most"),
            Err(_) => wrong("a year has twelve digits at most"),
            Ok(number) if number <= 9999 => wrong("Y is for years of more than four digits"),
            Ok(number) => Ok((rest, signed(number))),
        };
    }
    let &[a, b, c, d] = run.as_bytes() else {
        return wrong(if run.len() < 4 {
            "a year has four digits"
        } else {
            "a year has four digits; a longer one has a Y before it, and months and days have hyphens"
        });
    };
    let year = match [a, b, c, d].map(digit) {
        [Some(a), Some(b), Some(c), Some(d)] => {
            let number = [a, b, c, d].into_iter().fold(0, |number, digit| number * 10 + i64::from(digit));
            if number == 0 && negative {
                return wrong("year 0, which is 1 BC, has no minus");
            }
            signed(number)
        }
        digits => Year::Masked { negative, digits },
    };
    Ok((rest, year))
}

/// field = two digits, X for those that are not specified
fn field<'a>(text: &'a str, what: &str) -> Parsed<'a, Field> {
    let (rest, run) = digits(text)?;
    let &[tens, units] = run.as_bytes() else {
        return if rest.starts_with(['x', 'u', 'U']) {
            Refusal::behind(rest, "").fail()
        } else if run.is_empty() {
            Refusal::expected(what, text).fail()
        } else {
            Refusal::new(text, run.len(), format!("{what} has two digits")).fail()
        };
    };
    Ok((
        rest,
        match (digit(tens), digit(units)) {
            (Some(tens), Some(units)) => Field::Known(tens * 10 + units),
            (tens, units) => Field::Masked([tens, units]),
        },
    ))
}

fn digits(text: &str) -> Parsed<'_, &str> {
    take_while(|c: char| c.is_ascii_digit() || c == 'X').parse(text)
}

fn digit(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then(|| byte - b'0')
}

/// The months by their English names, for messages and for dates that people type.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Tells which part of a date (0 year, 1 month, 2 day) cannot be, and why.
fn impossible(date: &Date) -> Option<(usize, String)> {
    if date.readings().is_some() {
        return None;
    }
    let month = date.month?;
    let without_day = Date { day: None, ..date.clone() };
    if without_day.readings().is_none() {
        let reason = format!(
            "there is no month {month}: months are 01 to 12, seasons and other parts of a year 21 to 41"
        );
        return Some((1, reason));
    }
    let (day, year) = (date.day?, date.year);
    if matches!(month, Field::Known(21..)) {
        return Some((2, format!("{month} is a season or another part of a year, which has no days")));
    }
    if (Date { year: Year::Known(0), month: Some(Field::Known(1)), ..date.clone() }).readings().is_none() {
        return Some((2, format!("there is no day {day}: days are 01 to 31")));
    }
    let reason = match (month, year) {
        (Field::Known(2), Year::Known(year)) if day == Field::Known(29) => {
            format!("{} is not a leap year", Year::Known(year))
        }
        (Field::Known(2), _) if day == Field::Known(29) => format!("no year {year} is a leap year"),
        (Field::Known(2), Year::Known(year)) => {
            format!("February {} has {} days", Year::Known(year), days_in_month(year, 2))
        }
        (Field::Known(2), _) => "February has 29 days at most".to_owned(),
        (Field::Known(month), _) => {
            let name = MONTHS.get(usize::from(month) - 1).copied().unwrap_or_default();
            format!("{name} has {} days", days_in_month(0, month))
        }
        (Field::Masked(_), _) => format!("no month {month} has a day {day}"),
    };
    Some((2, reason))
}
