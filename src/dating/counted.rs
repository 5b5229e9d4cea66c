use std::ops::Range;

use crate::date::{Date, Edtf};
use crate::document::Document;
use crate::lexicon::calendar::{Direction, Role, Shift, Unit};
use crate::lexicon::{Lexicon, Term};
use crate::text::{Span, TokenKind};
use crate::timex::{Amount, Meaning, Modifier, Part, TimeExpression, TimexType, Written, WrittenYear};

use super::clue::Requirement;
use super::context::{before, in_news, is_quoted, sentence_of, words};
use super::told::{dated, is_over};

/// Days that the text itself counts from a date that it states.
pub(super) fn counted(document: &Document, times: &[TimeExpression], lexicon: &Lexicon) -> Vec<Requirement> {
    since_first(document, times)
        .into_iter()
        .chain(age(document, times))
        .chain(anniversary(document, times, lexicon))
        .chain(beside(document, times))
        .collect()
}

/// "the first meeting in almost two years" beside "met in June 2014": the day of writing lies that much later.
fn since_first(document: &Document, times: &[TimeExpression]) -> Option<Requirement> {
    let (length, shortest, longest) = times.iter().find_map(|t| since_last(document, t))?;
    let mut days: Vec<Term> = Vec::new();
    let mut words = Vec::new();
    for time in times.iter().filter(|t| is_over(document, t) && t.kind == TimexType::Date) {
        let Meaning::Date(Written { year: WrittenYear::Known(year), part: Part::Month(month), .. }) =
            time.meaning
        else {
            continue;
        };
        let bounds = Edtf::Date(Date::month(year.into(), month)).bounds();
        days.push(Term { begin: bounds.earliest().plus(shortest), end: bounds.latest().plus(longest) });
        words.push(time.span.of(&document.text));
    }
    // What happened last stands next to "only once", "last", "since"; without that, any month of the text may be meant.
    let last: Vec<usize> = (0..words.len()).filter(|i| is_last(document, times, words[*i])).collect();
    if !last.is_empty() {
        days = last.iter().map(|i| days[*i]).collect();
        words = last.iter().map(|i| words[*i]).collect();
    }
    let because = || format!("{} counted from {}", length.of(&document.text), words.join(" or "));
    (!days.is_empty()).then(|| Requirement::new(days, because()))
}

/// "first … in almost two years": its place, and the days that it may mean.
fn since_last(document: &Document, time: &TimeExpression) -> Option<(Span, i64, i64)> {
    let Meaning::Duration(amount, unit) = time.meaning else { return None };
    let Amount::Exact(thousandths) = amount else { return None };
    let days = i64::from(thousandths)
        * match unit {
            Unit::Year => 365,
            Unit::Month => 30,
            Unit::Decade => 3652,
            _ => return None,
        }
        / 1000;
    let first = time.tokens().start;
    let word = |i: usize| {
        document.tokens.get(i).map_or(String::new(), |t| t.of(&document.text).to_ascii_lowercase())
    };
    let before: Vec<String> = (first.saturating_sub(14)..first).map(word).collect();
    let is_first = before.iter().any(|w| w == "first")
        && before.last().is_some_and(|w| matches!(w.as_str(), "in" | "for"));
    if !is_first {
        return None;
    }
    let (shortest, longest) = match word(first).as_str() {
        "almost" | "nearly" => (days * 3 / 4, days),
        "more" | "over" => (days, days * 3 / 2),
        _ => (days * 4 / 5, days * 5 / 4),
    };
    Some((time.span, shortest, longest))
}

fn is_last(document: &Document, times: &[TimeExpression], words: &str) -> bool {
    times.iter().filter(|t| t.span.of(&document.text) == words).any(|t| {
        let first = t.tokens().start;
        let around = first.saturating_sub(10)..(t.tokens().end + 4).min(document.tokens.len());
        document.tokens[around].iter().any(|t| {
            matches!(
                t.of(&document.text).to_ascii_lowercase().as_str(),
                "once" | "last" | "previous" | "previously" | "latest"
            )
        })
    })
}

/// "It is not yet 14 years old" beside "It was founded on May 28, 2002": in the fourteenth year behind that day.
fn age(document: &Document, times: &[TimeExpression]) -> Option<Requirement> {
    times.iter().enumerate().find_map(|(index, time)| {
        let Meaning::Duration(amount, Unit::Year) = time.meaning else { return None };
        if !in_news(document, time.span) || is_quoted(document, time.span) {
            return None;
        }
        let years = amount.as_whole()?;
        let said = time.span.of(&document.text);
        let words = before(document, time, 12);
        let of_now = words.iter().any(|w| matches!(w.as_str(), "is" | "are" | "'s" | "\u{2019}s"))
            && !words.iter().any(|w| matches!(w.as_str(), "was" | "were" | "had" | "been" | "when"));
        if !said.ends_with(" old") || !of_now {
            return None;
        }
        let not_yet = words.ends_with(&["not".to_owned(), "yet".to_owned()])
            || words.ends_with(&["not".to_owned(), "quite".to_owned()]);
        let begun = years_lived(years, if not_yet { Some(Modifier::LessThan) } else { time.modifier });
        let at = sentence_number(document, time);
        let mut founded: Vec<(usize, &TimeExpression)> = times
            [index.saturating_sub(NEIGHBOURS)..times.len().min(index + NEIGHBOURS)]
            .iter()
            .map(|t| (sentence_number(document, t).abs_diff(at), t))
            .filter(|(distance, t)| *distance <= 1 && tells_of_beginning(document, t))
            .collect();
        founded.sort_by_key(|(distance, _)| *distance);
        let date = founded.first()?.1;
        let bounds = dated(date)?.bounds();
        let days = vec![Term {
            begin: bounds.earliest().plus_months(12 * begun.start),
            end: bounds.latest().plus_months(12 * begun.end).plus(-1),
        }];
        let since = date.span.of(&document.text);
        let not_yet = if not_yet { "not yet " } else { "" };
        Some(Requirement::new(days, format!("{not_yet}{said}, counted from {since}")))
    })
}

/// No more expressions than these stand in the sentences around one.
const NEIGHBOURS: usize = 30;

/// How many years have begun and ended in the life of what is so many years old.
const fn years_lived(years: i64, modifier: Option<Modifier>) -> Range<i64> {
    match modifier {
        Some(Modifier::LessThan | Modifier::EqualOrLess) => years - 1..years,
        Some(Modifier::Approx) => years - 1..years + 2,
        _ => years..years + 1,
    }
}

fn sentence_number(document: &Document, time: &TimeExpression) -> usize {
    document.sentences.partition_point(|s| s.span.start <= time.span.start)
}

/// "It was founded near Rome on May 28, 2002."
fn tells_of_beginning(document: &Document, time: &TimeExpression) -> bool {
    dated(time).is_some()
        && before(document, time, 8).iter().any(|w| {
            matches!(
                w.as_str(),
                "founded"
                    | "established"
                    | "created"
                    | "formed"
                    | "born"
                    | "launched"
                    | "inaugurated"
                    | "built"
                    | "began"
            )
        })
}

/// "The tenth anniversary of the war of 1999": in that year.
fn anniversary(document: &Document, times: &[TimeExpression], lexicon: &Lexicon) -> Option<Requirement> {
    let dates = times.iter().enumerate().filter(|(_, t)| t.has_year() && in_news(document, t.span));
    dates.into_iter().find_map(|(index, date)| {
        let sentence = sentence_of(document, date.span)?;
        // A second year in the sentence may be that in which the day was kept.
        let another = |t: &TimeExpression| t.has_year() && sentence.span.contains(t.span);
        let before = times[..index].iter().rev().take_while(|t| t.span.start >= sentence.span.start);
        let behind = times[index + 1..].iter().take_while(|t| t.span.start < sentence.span.end);
        if before.chain(behind).any(another) {
            return None;
        }
        let range = sentence.tokens.start..date.tokens().start;
        let words = words(document, range.clone());
        let at = words.iter().position(|w| w == "anniversary")?;
        let near = words.len() - at <= 10 && words.get(at + 1).is_some_and(|w| w == "of");
        let told = words.iter().any(|w| w == "had") || is_quoted(document, date.span);
        if !near || told {
            return None;
        }
        let years = ordinal_before(document, range.start + at, lexicon).filter(|n| *n >= 5)?;
        let bounds = dated(date)?.bounds();
        let (first, last) =
            (bounds.earliest().plus_months(12 * years), bounds.latest().plus_months(12 * years));
        // A day is kept at its time of the year.
        let slack = if first == last { 60 } else { 0 };
        let days = vec![Term { begin: first.plus(-slack), end: last.plus(slack) }];
        let said = date.span.of(&document.text);
        Some(Requirement::new(days, format!("an anniversary, {years} years, counted from {said}")))
    })
}

/// The ordinal number that ends in front of a token: tenth, 10th, twenty-fifth.
fn ordinal_before(document: &Document, at: usize, lexicon: &Lexicon) -> Option<i64> {
    let token = |back: usize| at.checked_sub(back).and_then(|i| document.tokens.get(i));
    let word = |back: usize| Some(lexicon.calendar.of(token(back)?.word));
    let last = word(1)?;
    if last.is(Role::OrdinalEnding) {
        return token(2)?.of(&document.text).parse().ok();
    }
    let ones = i64::from(last.ordinal);
    if ones == 0 {
        return None;
    }
    let hyphen = token(2).is_some_and(|t| t.kind == TokenKind::Mark && t.of(&document.text) == "-");
    let tens = if hyphen { word(3) } else { None };
    Some(ones + tens.filter(|w| w.is(Role::Number)).map_or(0, |w| i64::from(w.number)))
}

/// "ten years ago, in 1998," and "next year (1990)": the same year, said twice.
fn beside(document: &Document, times: &[TimeExpression]) -> Option<Requirement> {
    times.windows(2).find_map(|two| {
        let (stated, counted) = if two[0].has_year() { (two[0], two[1]) } else { (two[1], two[0]) };
        let between = words(document, two[0].tokens().end..two[1].tokens().start);
        let (mark, rest) = between.split_first()?;
        let plain = matches!(mark.as_str(), "," | "(" | "\u{2013}" | "\u{2014}" | "-")
            && matches!(rest, [] | [_])
            && rest.iter().all(|w| matches!(w.as_str(), "in" | "on"));
        let closed = document.tokens.get(two[1].tokens().end).is_none_or(|t| t.kind == TokenKind::Mark);
        if !plain || !closed || is_quoted(document, stated.span) || !in_news(document, stated.span) {
            return None;
        }
        let years = match counted.meaning {
            Meaning::Offset(amount, Unit::Year, Direction::Ago) if counted.modifier.is_none() => {
                amount.as_whole()?
            }
            Meaning::Unit(Shift::Last, Unit::Year) => 1,
            Meaning::Unit(Shift::This, Unit::Year) => 0,
            Meaning::Unit(Shift::Next, Unit::Year) => -1,
            _ => return None,
        };
        let year = dated(&stated)?.bounds().earliest().ymd().0 + years;
        let bounds = Edtf::Date(Date::year(year)).bounds();
        let days = vec![Term { begin: bounds.earliest(), end: bounds.latest() }];
        let (said, counted) = (stated.span.of(&document.text), counted.span.of(&document.text));
        Some(Requirement::new(days, format!("{counted} is {said}")))
    })
}
