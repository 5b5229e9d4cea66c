use crate::date::{Date, Day, Edtf};
use crate::document::{BlockKind, Document};
use crate::lexicon::Term;
use crate::lexicon::calendar::Unit;
use crate::text::Span;
use crate::timex::{Amount, Meaning, Part, TimeExpression, TimexType, Written, WrittenYear};

use super::clue::Requirement;

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
fn dated(time: &TimeExpression) -> Option<Edtf> {
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

/// The words of the sentence in front of an expression, in small letters, the nearest last.
fn before(document: &Document, time: &TimeExpression, most: usize) -> Vec<String> {
    let first = time.tokens().start;
    let from = first.saturating_sub(most);
    let words: Vec<String> =
        document.tokens[from..first].iter().map(|t| t.of(&document.text).to_ascii_lowercase()).collect();
    let sentence =
        words.iter().rposition(|w| matches!(w.as_str(), "." | ";" | "?" | "!")).map_or(0, |i| i + 1);
    words[sentence..].to_vec()
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
    if words[clause..].iter().any(|w| is_past_verb(w)) && !words[clause..].iter().any(|w| looks_ahead(w)) {
        return true;
    }
    let infinitive = words.windows(2).any(|two| {
        two[0] == "to"
            && two[1].starts_with(|c: char| c.is_ascii_lowercase())
            && !matches!(two[1].as_str(), "the" | "a" | "an" | "his" | "her" | "its" | "their" | "this")
            && !document.text[..time.span.start].ends_with(&two[1])
    });
    let end = (time.tokens().end + 12).min(document.tokens.len());
    let behind = document.tokens[time.tokens().end..end]
        .iter()
        .map(|t| t.of(&document.text).to_ascii_lowercase())
        .take_while(|w| !matches!(w.as_str(), "." | ";" | "," | "?" | "!"))
        .any(|w| looks_ahead(&w));
    !(words.iter().any(|w| looks_ahead(w)) || infinitive || behind)
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
    if words[clause..].iter().any(|w| is_past_verb(w)) && !words[clause..].iter().any(|w| looks_ahead(w)) {
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

fn is_quoted(document: &Document, span: Span) -> bool {
    let sentence = document.sentences.iter().find(|s| s.span.contains(span));
    sentence.is_some_and(|s| {
        let mark = |c: char| matches!(c, '"' | '\u{201c}' | '\u{ab}');
        s.quoted || document.text[s.span.start..span.start].contains(mark)
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

/// "the first meeting in almost two years" beside "met in June 2014": the day of writing lies that much later.
pub(super) fn counted(document: &Document, times: &[TimeExpression]) -> Option<Requirement> {
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
fn in_news(document: &Document, span: Span) -> bool {
    document
        .blocks
        .iter()
        .find(|b| b.span.contains(span))
        .is_none_or(|b| !matches!(b.kind, BlockKind::Furniture | BlockKind::Credit))
}
