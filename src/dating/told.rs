use crate::date::{Date, Day, Edtf};
use crate::document::Document;
use crate::lexicon::Term;
use crate::timex::{Meaning, Part, TimeExpression, Written, WrittenYear};

use super::clue::Requirement;
use super::context::{before, behind, in_news, is_quoted};

/// The latest date that the text looks back on: it was written then or later.
pub(super) fn past(document: &Document, times: &[TimeExpression]) -> Option<Requirement> {
    let latest = times
        .iter()
        .filter(|time| in_news(document, time.span) && is_over(document, time))
        .filter_map(|time| Some((dated(time)?.bounds().earliest(), time.span)))
        .max_by_key(|(day, _)| *day)?;
    Some(Requirement::new(
        vec![Term { begin: latest.0, end: Day::MAX }],
        format!("it looks back on {}", latest.1.of(&document.text)),
    ))
}

/// The earliest date that the text looks forward to: it was written then or before.
pub(super) fn ahead(document: &Document, times: &[TimeExpression]) -> Option<Requirement> {
    let first = times
        .iter()
        .filter(|time| in_news(document, time.span) && !is_quoted(document, time.span))
        .filter(|time| is_to_come(document, time))
        .filter_map(|time| Some((dated(time)?.bounds().latest(), time.span)))
        .min_by_key(|(day, _)| *day)?;
    Some(Requirement::new(
        vec![Term { begin: Day::MIN, end: first.0 }],
        format!("it looks forward to {}", first.1.of(&document.text)),
    ))
}

/// The date of an expression that states its year.
pub(super) fn dated(time: &TimeExpression) -> Option<Edtf> {
    let Meaning::Date(Written { year: WrittenYear::Known(year), part, shift: None, .. }) = time.meaning
    else {
        return None;
    };
    let year = i64::from(year);
    let date = match part {
        Part::Month(month) => Date::month(year, month),
        Part::Day(month, day) => Date::day(year, month, day),
        Part::Year => Date::year(year),
        _ => return None,
    };
    time.is_date().then(|| date.into())
}

/// "in 1988", "on April 28, 2003", and nothing near that looks ahead. A bare year in front of a noun names a thing of
/// that year, which may be to come: "the 2018 Games".
pub(super) fn is_over(document: &Document, time: &TimeExpression) -> bool {
    let words = before(document, time, 24);
    let bare = matches!(time.meaning, Meaning::Date(Written { part: Part::Year, .. }));
    let stands_free = words.last().is_some_and(|w| {
        matches!(
            w.as_str(),
            "in" | "since"
                | "of"
                | "during"
                | "from"
                | "until"
                | "after"
                | "between"
                | "early"
                | "late"
                | "mid"
                | "to"
                | "and"
                | "("
        )
    });
    if bare && !stands_free {
        return false;
    }
    // "The bonds, due in 2011, were sold in 1989": behind the last comma the verb decides alone.
    let clause = words.iter().rposition(|w| w == ",").map_or(0, |i| i + 1);
    if tells_past(&words[clause..]) && !words[clause..].iter().any(|w| looks_ahead(w)) {
        return true;
    }
    let infinitive = words.windows(2).any(|two| {
        two[0] == "to"
            && two[1].starts_with(|c: char| c.is_ascii_lowercase())
            && !matches!(two[1].as_str(), "the" | "a" | "an" | "his" | "her" | "its" | "their" | "this")
            && !document.text[..time.span.start].ends_with(&two[1])
    });
    let rest = behind(document, time, 12);
    let rest = rest.iter().take_while(|w| !matches!(w.as_str(), ";" | "," | "?" | "!"));
    !(words.iter().any(|w| looks_ahead(w)) || infinitive || rest.into_iter().any(|w| looks_ahead(w)))
}

/// Whether a verb of the clause tells what is over; "to be released" does not.
fn tells_past(clause: &[String]) -> bool {
    let to_be = |at: usize| at > 0 && clause[at - 1] == "be";
    clause.iter().enumerate().any(|(at, word)| is_past_verb(word) && !to_be(at))
}

fn is_past_verb(word: &str) -> bool {
    let irregular = matches!(
        word,
        "was"
            | "were"
            | "did"
            | "began"
            | "met"
            | "left"
            | "made"
            | "took"
            | "came"
            | "went"
            | "fell"
            | "rose"
            | "won"
            | "became"
            | "held"
            | "wrote"
            | "broke"
            | "sold"
            | "died"
    );
    irregular || word.len() > 4 && word.ends_with("ed")
}

/// Words that put what they stand with after the day of writing, or leave open when it comes.
fn looks_ahead(word: &str) -> bool {
    matches!(
        word,
        "will"
            | "'ll"
            | "would"
            | "shall"
            | "by"
            | "until"
            | "till"
            | "through"
            | "planned"
            | "planning"
            | "plan"
            | "plans"
            | "scheduled"
            | "expected"
            | "expects"
            | "expect"
            | "anticipated"
            | "projected"
            | "forecast"
            | "forecasts"
            | "hopes"
            | "hope"
            | "aims"
            | "intention"
            | "intend"
            | "intends"
            | "approach"
            | "approaching"
            | "forthcoming"
            | "upcoming"
            | "puttable"
            | "callable"
            | "redeemable"
            | "payable"
            | "convertible"
            | "exercisable"
            | "target"
            | "goal"
            | "due"
            | "set"
            | "slated"
            | "next"
            | "could"
            | "can"
            | "may"
            | "might"
            | "should"
            | "must"
            | "expires"
            | "expire"
            | "expiring"
            | "ending"
            | "maturing"
            | "effective"
            | "into"
            | "continue"
            | "yield"
            | "options"
            | "option"
            | "beginning"
            | "starting"
            | "before"
            | "if"
            | "unless"
            | "than"
    )
}

/// "will open in 2014", "is scheduled for June 1998": said by the author, in the present tense.
fn is_to_come(document: &Document, time: &TimeExpression) -> bool {
    let words = before(document, time, 12);
    let is_of_now = |at: usize| {
        at.checked_sub(1).is_some_and(|i| matches!(words[i].as_str(), "is" | "are" | "be" | "been" | "now"))
            && !words[..at].iter().any(|w| matches!(w.as_str(), "had" | "was" | "were"))
    };
    let clause = words.iter().rposition(|w| matches!(w.as_str(), ":" | ",")).map_or(0, |i| i + 1);
    if tells_past(&words[clause..]) && !words[clause..].iter().any(|w| looks_ahead(w)) {
        return false;
    }
    let reported = words.iter().any(|w| matches!(w.as_str(), "would" | "had" | "was" | "were"));
    words.iter().enumerate().any(|(at, word)| match word.as_str() {
        "will" | "'ll" => !reported,
        "scheduled" | "expected" | "planned" | "due" | "slated" | "anticipated" => is_of_now(at),
        "expects" | "plans" | "hopes" | "aims" | "intends" => !reported,
        _ => false,
    })
}

/// A day and month with their weekday, the year left unsaid, lie within a year before the day of writing, or half a
/// year after. Where an article has told of another year such a date may belong there, so only those in front
/// of the first year count.
pub(super) fn weekdays(document: &Document, times: &[TimeExpression]) -> Option<Requirement> {
    let named = times.iter().position(TimeExpression::has_year).unwrap_or(times.len());
    times[..named].iter().filter(|time| in_news(document, time.span)).find_map(|time| {
        let Meaning::Date(Written {
            year: WrittenYear::Unsaid,
            part: Part::Day(month, day),
            weekday: Some(weekday),
            shift: None,
            ..
        }) = time.meaning
        else {
            return None;
        };
        let fits = |year| Day::from_ymd(year, month, day).filter(|d| d.weekday() == weekday);
        let near = |d: Day| Term { begin: d.plus(-183), end: d.plus(330) };
        Some(Requirement {
            days: YEARS.filter_map(fits).map(near).collect(),
            because: format!("\"{}\" is such a weekday", time.span.of(&document.text)),
            recurring: true,
        })
    })
}

/// The years for which weekdays are compared with days: those of the Gregorian calendar in which there were newspapers.
const YEARS: std::ops::RangeInclusive<i64> = 1700..=2150;
