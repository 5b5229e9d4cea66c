//! Names, dates, numbers and quotations: the tokens whose spelling is free.

use super::ast::{Field, MonthDay, Spanned};
use super::expected::{Expected, Part, article};
use super::input::{Input, keyword};
use super::lexical::{Kind, is_reserved, is_word, unquoted};
use super::parse::{Parsed, Refused, refuse};
use crate::date::{self, Date, Day, Edtf, Unit, days_in_month};
use crate::text::{Diagnostic, Span};

use nom::Parser;
use nom::branch::alt;
use nom::combinator::value;

/// How dates are written, for a newcomer.
pub(super) const DATES: &str = "dates are written 2016, 2016-04, 2016-04-12, 201X, April 2016, 12 April 2016, today, #12 for that of event 12, or \"Cuban Missile Crisis\" for a named period";

/// `name ::= word | string`, and for documents an integer as well.
pub(super) fn name(input: Input<'_>, field: Field) -> Parsed<'_, Spanned<String>> {
    let missing = || {
        input.expected(Expected::Name(field));
        Err(nom::Err::Error(Refused::Unexpected))
    };
    let Some(token) = input.peek() else { return missing() };
    let text = input.text(token);
    let expected = article(field.noun());
    match token.kind {
        Kind::Mark => missing(),
        Kind::Quoted => {
            let name = unquoted(input.whole(), token);
            if !name.chars().any(char::is_alphanumeric) {
                let message =
                    format!("expected the name of {expected}, found neither letter nor digit in the quotes");
                return refuse(Diagnostic::new(message, token.span));
            }
            Ok((input.behind(1), Spanned::new(name, token.span)))
        }
        Kind::Bare if is_reserved(text) => {
            let message = format!("expected the name of {expected}, found the keyword \"{text}\"");
            refuse(
                Diagnostic::new(message, token.span)
                    .with_help(format!("a name that is also a keyword stands in quotes: \"{text}\"")),
            )
        }
        Kind::Bare if is_word(text) || (field == Field::Document && is_integer(text)) => {
            Ok((input.behind(1), Spanned::new(text.to_owned(), token.span)))
        }
        Kind::Bare => {
            let message = format!("expected the name of {expected}, found \"{text}\"");
            let quoted = format!("a name that is not a plain word stands in quotes: \"{text}\"");
            let is_date = date::parse(text).is_ok() && matches!(field, Field::From | Field::To);
            let range = "from and to are for actors; a period is written in 2014..2016";
            refuse(Diagnostic::new(message, token.span).with_help(if is_date { range } else { &quoted }))
        }
    }
}

/// `string`, which must hold something to look for.
pub(super) fn string(input: Input<'_>) -> Parsed<'_, Spanned<String>> {
    let Some(token) = input.peek().filter(|token| token.kind == Kind::Quoted) else {
        if let Some((_, word)) = input.bare() {
            let message = format!("expected words in quotes, found \"{}\"", word.value);
            let help = format!("the words to look for stand in quotes: about \"{}\"", word.value);
            return refuse(Diagnostic::new(message, word.span).with_help(help));
        }
        input.expected(Expected::Text);
        return Err(nom::Err::Error(Refused::Unexpected));
    };
    let words = unquoted(input.whole(), token);
    if !words.chars().any(char::is_alphanumeric) {
        let message = "expected words to look for, found neither letter nor digit in the quotes";
        return refuse(Diagnostic::new(message, token.span));
    }
    Ok((input.behind(1), Spanned::new(words, token.span)))
}

/// `integer ::= [0-9]+`, from 1 to 999,999,999.
pub(super) fn integer(input: Input<'_>) -> Parsed<'_, Spanned<i64>> {
    let Some((rest, word)) = input.bare() else {
        input.expected(Expected::Number);
        return Err(nom::Err::Error(Refused::Unexpected));
    };
    if !is_integer(word.value) {
        input.expected(Expected::Number);
        let diagnostic = Diagnostic::new(format!("expected a number, found \"{}\"", word.value), word.span);
        return refuse(match number_word(word.value) {
            Some(number) => diagnostic.with_help(format!("numbers are written in digits: {number}")),
            None => diagnostic,
        });
    }
    match positive(word.value) {
        Some(number) => Ok((rest, Spanned::new(number, word.span))),
        None => refuse(Diagnostic::new(
            format!("expected a number from 1 to 999999999, found {}", word.value),
            word.span,
        )),
    }
}

/// `reference ::= "#" integer`
pub(super) fn reference(input: Input<'_>) -> Parsed<'_, Spanned<i64>> {
    let Some((rest, word)) = input.bare() else {
        input.expected(Expected::Reference);
        return Err(nom::Err::Error(Refused::Unexpected));
    };
    let number = word.value.strip_prefix('#').unwrap_or_default();
    if let Some(id) = positive(number) {
        return Ok((rest, Spanned::new(id, word.span)));
    }
    let message = format!("expected an event number such as #12, found \"{}\"", word.value);
    let diagnostic = Diagnostic::new(message, word.span);
    refuse(if is_integer(word.value) {
        diagnostic.with_help(format!("event numbers begin with \"#\": #{}", word.value))
    } else {
        diagnostic
    })
}

/// `saved ::= "@" word`
pub(super) fn saved(input: Input<'_>) -> Parsed<'_, Spanned<String>> {
    let Some((rest, word, name)) =
        input.bare().and_then(|(rest, word)| Some((rest, word, word.value.strip_prefix('@')?)))
    else {
        input.expected(Expected::Saved);
        return Err(nom::Err::Error(Refused::Unexpected));
    };
    if is_word(name) {
        return Ok((rest, Spanned::new(name.to_owned(), word.span)));
    }
    let message = format!("expected the name of a saved query, found \"{}\"", word.value);
    refuse(Diagnostic::new(message, word.span).with_help("it is one word that begins with a letter: @baltic"))
}

/// `unit ::= ( "day" | "week" | "month" | "year" ) "s"?`
pub(super) fn unit(input: Input<'_>) -> Parsed<'_, Unit> {
    let word = |word| keyword(word, Part::Unit);
    alt((
        value(Unit::Day, alt((word("days"), word("day")))),
        value(Unit::Week, alt((word("weeks"), word("week")))),
        value(Unit::Month, alt((word("months"), word("month")))),
        value(Unit::Year, alt((word("years"), word("year")))),
    ))
    .parse(input)
}

/// `date ::= edtf | integer monthname integer | monthname integer ( "," integer )?`
///
/// The year must be known at least to the century: what could be any year is no place in time.
pub(super) fn date(input: Input<'_>) -> Parsed<'_, Spanned<Edtf>> {
    let Some((rest, word)) = input.bare() else {
        input.expected(Expected::Date);
        return Err(nom::Err::Error(Refused::Unexpected));
    };
    if let Some(month) = month_number(word.value) {
        return behind_month(rest, month, word.span);
    }
    if is_integer(word.value) && word.value.len() <= 2 {
        return behind_day(rest, word);
    }
    if !word.value.chars().any(|c| c.is_ascii_digit()) && !word.value.starts_with(['X', 'x']) {
        input.expected(Expected::Date);
        return Err(nom::Err::Error(Refused::Unexpected));
    }
    match date::parse(&word.value.replace('x', "X")) {
        Ok(edtf) => match &edtf {
            Edtf::Date(date) if date.has_unknown_year() => refuse(
                Diagnostic::new(format!("expected a date with a known year, found {}", word.value), word.span)
                    .with_help("name the year, the decade (198X) or the century (19XX); a day of any year is asked for by on --12-07"),
            ),
            Edtf::Date(_) => Ok((rest, Spanned::new(edtf, word.span))),
            _ => refuse(
                Diagnostic::new(format!("expected one date, found {}", word.value), word.span)
                    .with_help("a period from one date to another is written 2014..2016"),
            ),
        },
        Err(error) => refuse(refused_date(word, &error.reason)),
    }
}

/// `monthday ::= "--" month "-" day | day monthname`
pub(super) fn monthday(input: Input<'_>) -> Parsed<'_, MonthDay> {
    let Some((rest, word)) = input.bare() else {
        input.expected(Expected::MonthDay);
        return Err(nom::Err::Error(Refused::Unexpected));
    };
    let day_of = |text: &str| text.parse::<u8>().ok().filter(|_| text.len() <= 2 && is_integer(text));
    let parts = if let Some(day) = day_of(word.value) {
        let Some(month) =
            rest.bare().and_then(|(rest, word)| Some((rest, month_number(word.value)?, word.span)))
        else {
            rest.expected(Expected::Month);
            return Err(nom::Err::Failure(Refused::Unexpected));
        };
        Some((day, month.1, month.0, month.2))
    } else if let Some(month) = month_number(word.value) {
        let Some(day) = rest.bare().and_then(|(rest, word)| Some((rest, day_of(word.value)?, word.span)))
        else {
            rest.expected(Expected::MonthDay);
            return Err(nom::Err::Failure(Refused::Unexpected));
        };
        Some((day.1, month, day.0, day.2))
    } else {
        None
    };
    if let Some((day, month, behind, end)) = parts {
        let span = word.span.cover(end);
        if let Some((_, year)) = behind.bare().filter(|(_, year)| is_integer(year.value)) {
            let message = format!("expected a day of any year, found the year {}", year.value);
            let help =
                format!("a day of one year is asked for by in {} {}", span.of(input.whole()), year.value);
            return refuse(Diagnostic::new(message, year.span).with_help(help));
        }
        return known_monthday(month, day, span).map(|monthday| (behind, monthday));
    }
    let parts: Vec<&str> = word.value.strip_prefix("--").unwrap_or_default().split('-').collect();
    if let [month, day] = parts.as_slice()
        && [month, day].iter().all(|part| part.len() == 2 && is_integer(part))
    {
        let (month, day) = (month.parse().unwrap_or(0), day.parse().unwrap_or(0));
        return known_monthday(month, day, word.span).map(|monthday| (rest, monthday));
    }
    let message = format!("expected a day of any year, found \"{}\"", word.value);
    let diagnostic = Diagnostic::new(message, word.span);
    if let Some([day_first, month_first]) = readings(word.value) {
        let reading = |date: Option<Edtf>| match date.map(|date| date.bounds().earliest().ymd()) {
            Some((_, month, day)) => format!("on --{month:02}-{day:02}"),
            None => "no day".to_owned(),
        };
        return refuse(
            diagnostic
                .with_help(format!("day first, it is {}", reading(day_first)))
                .with_help(format!("month first, it is {}", reading(month_first))),
        );
    }
    let masked = word.value.replace('x', "X");
    refuse(match (date::parse(&masked), masked.strip_prefix("XXXX-")) {
        (Ok(_), Some(day)) if day.len() == 5 => diagnostic.with_help(format!("write on --{day}")),
        (Ok(_), _) => diagnostic.with_help(format!("a date with its year is asked for by in {}", word.value)),
        _ => diagnostic.with_help("write the month, then the day: --12-07; or 7 December"),
    })
}

fn known_monthday(month: u8, day: u8, span: Span) -> Result<MonthDay, nom::Err<Refused>> {
    // A leap year has every day that any year has.
    let last = days_in_month(2000, month);
    if last == 0 {
        return refuse(Diagnostic::new(format!("expected a month from 01 to 12, found {month:02}"), span));
    }
    if day == 0 || day > last {
        let message = format!("expected a day from 01 to {last} of that month, found {day:02}");
        return refuse(Diagnostic::new(message, span));
    }
    Ok(MonthDay { month, day })
}

/// `12 April 2016`, behind the day.
fn behind_day<'a>(rest: Input<'a>, day: Spanned<&'a str>) -> Parsed<'a, Spanned<Edtf>> {
    let Some((rest, month)) = rest.bare().and_then(|(rest, word)| Some((rest, month_number(word.value)?)))
    else {
        if rest.peek().is_some_and(|token| token.kind == Kind::Bare && !is_reserved(rest.text(token)))
            || rest.peek().is_none()
        {
            rest.expected(Expected::Month);
            return Err(nom::Err::Failure(Refused::Unexpected));
        }
        let message = format!("expected a date, found \"{}\"", day.value);
        return refuse(Diagnostic::new(message, day.span).with_help(DATES));
    };
    let (behind, year) = year(rest)?;
    let span = day.span.cover(year.span);
    let day = day.value.parse().unwrap_or(0);
    civil(year.value, month, Some(day), span).map(|edtf| (behind, edtf))
}

/// `April 2016` or `April 12, 2016`, behind the month.
fn behind_month(input: Input<'_>, month: u8, begin: Span) -> Parsed<'_, Spanned<Edtf>> {
    if let Some((rest, day)) = input.bare()
        && is_integer(day.value)
        && day.value.len() <= 2
    {
        let comma = rest.peek().is_some_and(|token| rest.text(token) == ",");
        let (behind, year) = year(if comma { rest.behind(1) } else { rest })?;
        let number = day.value.parse().unwrap_or(0);
        return civil(year.value, month, Some(number), begin.cover(year.span)).map(|edtf| (behind, edtf));
    }
    let (rest, year) = year(input)?;
    civil(year.value, month, None, begin.cover(year.span)).map(|edtf| (rest, edtf))
}

/// `year ::= [0-9][0-9][0-9][0-9]`, where no other date may stand.
fn year(input: Input<'_>) -> Parsed<'_, Spanned<i64>> {
    match input.bare() {
        Some((rest, word)) if is_integer(word.value) && word.value.len() == 4 => {
            Ok((rest, Spanned::new(word.value.parse().unwrap_or(0), word.span)))
        }
        _ => {
            input.expected(Expected::Year);
            Err(nom::Err::Failure(Refused::Unexpected))
        }
    }
}

/// Makes a date of its parts, or says why there is none; the reasons are those of EDTF.
fn civil(year: i64, month: u8, day: Option<u8>, span: Span) -> Result<Spanned<Edtf>, nom::Err<Refused>> {
    let Some(day) = day else { return Ok(Spanned::new(Date::month(year, month).into(), span)) };
    match date::parse(&format!("{year:04}-{month:02}-{day:02}")) {
        Ok(edtf) => Ok(Spanned::new(edtf, span)),
        Err(error) => refuse(Diagnostic::new(format!("expected a date, but {}", error.reason), span)),
    }
}

/// Says what is wrong with something that looks like a date, and how it may be meant.
fn refused_date(word: Spanned<&str>, reason: &str) -> Diagnostic {
    let Spanned { value: text, span } = word;
    if let Some([day_first, month_first]) = readings(text) {
        let example = [&day_first, &month_first].into_iter().flatten().next();
        let message = match example {
            Some(date) => format!("expected a date such as {date}, found \"{text}\""),
            None => format!("expected a date, found \"{text}\""),
        };
        let reading = |date: Option<Edtf>| date.map_or("no date".to_owned(), |date| date.to_string());
        return Diagnostic::new(message, span)
            .with_help(format!("day first, it is {}", reading(day_first)))
            .with_help(format!("month first, it is {}", reading(month_first)));
    }
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let digits = parts.iter().all(|part| is_integer(part));
    let diagnostic = Diagnostic::new(format!("\"{text}\" is no date: {reason}"), span);
    match parts.as_slice() {
        [year] if digits && year.len() == 3 => diagnostic.with_help(format!("write 0{year}")),
        [all] if digits && all.len() == 8 => {
            diagnostic.with_help(format!("write {}-{}-{}", &all[..4], &all[4..6], &all[6..]))
        }
        [year, month] if digits && year.len() == 4 && month.len() == 1 => {
            diagnostic.with_help(format!("write {year}-0{month}"))
        }
        [year, month, day] if digits && year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            let date = format!("{year}-{month:0>2}-{day:0>2}");
            if date::parse(&date).is_ok() && date != text {
                diagnostic.with_help(format!("write {date}"))
            } else {
                diagnostic
            }
        }
        [_] if text.ends_with(';') => diagnostic.with_help("a query ends without a semicolon"),
        [decade] if decade.len() == 5 && decade.ends_with("0s") => {
            diagnostic.with_help(format!("write {}X", &decade[..3]))
        }
        _ => diagnostic.with_help(DATES),
    }
}

/// What a text such as `28/06/1914` stands for, day first and month first; `None` for other texts.
fn readings(text: &str) -> Option<[Option<Edtf>; 2]> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [a, b, year] = parts.as_slice() else { return None };
    if !parts.iter().all(|part| is_integer(part)) || year.len() != 4 || a.len() > 2 || b.len() > 2 {
        return None;
    }
    let year: i64 = year.parse().ok()?;
    let (a, b): (u8, u8) = (a.parse().ok()?, b.parse().ok()?);
    let date = |month, day| Day::from_ymd(year, month, day).map(|_| Edtf::from(Date::day(year, month, day)));
    Some([date(b, a), date(a, b)])
}

fn is_integer(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn positive(text: &str) -> Option<i64> {
    let number = text.parse().ok().filter(|_| is_integer(text) && text.len() <= 9)?;
    (number > 0).then_some(number)
}

fn number_word(word: &str) -> Option<usize> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.iter().position(|known| known.eq_ignore_ascii_case(word)).map(|at| at + 1)
}

/// Reads a month's name; three letters are enough, and `Sept`.
fn month_number(word: &str) -> Option<u8> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let at = date::MONTHS.iter().position(|month| {
        month.eq_ignore_ascii_case(word)
            || month[..3].eq_ignore_ascii_case(word)
            || (*month == "September" && word.eq_ignore_ascii_case("sept"))
    })?;
    u8::try_from(at + 1).ok()
}
