use crate::date::{Date, Day, Edtf};
use crate::document::Document;
use crate::lexicon::Term;
use crate::lexicon::calendar::{Direction, Shift, Unit};
use crate::timex::{Amount, Meaning, Part, TimeExpression, Written, WrittenYear};

use super::clue::Requirement;
use super::context::{before, in_news, is_quoted};
use super::told::is_over;

/// Reports on a year come out until the end of this month of the next.
const LAST_REPORTS: u8 = 4;

/// Reports set a period beside the same one a year before: "in the 1988 quarter", "up from $3 million in 1988". They
/// are written in the year after that, or, where it is the last quarter or the whole year, in the months behind it.
pub(super) fn compared(document: &Document, times: &[TimeExpression]) -> Option<Requirement> {
    let latest = times.iter().filter(|t| is_over(document, t)).filter_map(known_year).max();
    let (year, time) = times
        .iter()
        .filter(|t| in_news(document, t.span) && !is_quoted(document, t.span))
        .filter(|t| is_compared_with(document, times, t))
        .filter_map(|t| Some((known_year(t)?, t)))
        .max_by_key(|(year, _)| *year)?;
    if latest.is_some_and(|latest| latest > year + 1) {
        return None;
    }
    let year = i64::from(year);
    let within = times.iter().any(|t| match t.meaning {
        Meaning::Date(Written { part: Part::Quarter(1..=3), .. }) => true,
        Meaning::Duration(amount, Unit::Month) => matches!(amount.as_whole(), Some(6 | 9)),
        _ => false,
    });
    let end =
        if within { Edtf::Date(Date::year(year + 1)) } else { Date::month(year + 2, LAST_REPORTS).into() };
    let days = vec![Term { begin: Day::from_ymd(year + 1, 1, 1)?, end: end.bounds().latest() }];
    let said = time.span.of(&document.text);
    Some(Requirement::new(days, format!("it compares a period with {said}, the year before")))
}

fn known_year(time: &TimeExpression) -> Option<i32> {
    match time.meaning {
        Meaning::Date(Written { year: WrittenYear::Known(year), shift: None, .. }) => Some(year),
        _ => None,
    }
}

/// Whether a period of a named year is the one that a report looks back at for comparison.
fn is_compared_with(document: &Document, times: &[TimeExpression], time: &TimeExpression) -> bool {
    let Meaning::Date(Written { part, .. }) = time.meaning else { return false };
    let said = before(document, time, 12);
    let against =
        said.iter().any(|w| matches!(w.as_str(), "from" | "than" | "compared" | "against" | "versus"));
    // "from $3 million in": a figure stands between
    let figure = said.last().is_some_and(|w| matches!(w.as_str(), "in" | "for" | "during" | "the"))
        && said.iter().rev().skip(1).take(5).any(|w| {
            w.starts_with(|c: char| c.is_ascii_digit())
                || matches!(w.as_str(), "million" | "billion" | "percent" | "%" | "cents")
        });
    match part {
        // "In the 1989 period costs were lower than a year ago": it is the period of the report.
        Part::Quarter(_) | Part::Half(_) if time.rule == "quarter of a year" => {
            !counts_back(document, times, time, 0)
        }
        Part::Quarter(_) | Part::Half(_) => against && figure,
        Part::Year if time.rule == "year" => {
            against && figure && is_over(document, time) && counts_back(document, times, time, 1)
        }
        _ => false,
    }
}

/// Whether "last year" or "a year earlier" stands in the sentence of an expression, or so many sentences before.
fn counts_back(
    document: &Document,
    times: &[TimeExpression],
    time: &TimeExpression,
    sentences: usize,
) -> bool {
    let number = |t: &TimeExpression| document.sentences.partition_point(|s| s.span.start <= t.span.start);
    let here = number(time);
    let index = times.partition_point(|t| t.span.start < time.span.start);
    let inside = |t: &&TimeExpression| here.abs_diff(number(t)) <= sentences;
    let before = times[..index].iter().rev().take_while(inside);
    // The same sentence goes on behind it.
    let behind = times[index..].iter().take_while(|t| number(t) == here);
    before.chain(behind).any(|t| {
        matches!(
            t.meaning,
            Meaning::Offset(Amount::ONE, Unit::Year, Direction::Ago | Direction::Earlier)
                | Meaning::Unit(Shift::Last, Unit::Year)
        )
    })
}

/// "It has sold more in 2005": the perfect tense is not used of a time that is over, so that year is this year. "So far in
/// 2005" says the same.
pub(super) fn perfect(document: &Document, times: &[TimeExpression]) -> Option<Requirement> {
    times.iter().filter(|t| in_news(document, t.span)).find_map(|time| {
        let Meaning::Date(Written { year: WrittenYear::Known(year), part: Part::Year, shift: None, .. }) =
            time.meaning
        else {
            return None;
        };
        let said = before(document, time, 16);
        let (last, rest) = said.split_last()?;
        let within = matches!(last.as_str(), "in" | "for" | "during");
        let so_far = matches!(rest, [.., a, b] if matches!((a.as_str(), b.as_str()), ("so" | "thus", "far") | ("to", "date")));
        if !within || !(so_far || is_perfect(rest)) {
            return None;
        }
        let bounds = Edtf::Date(Date::year(year.into())).bounds();
        let days = vec![Term { begin: bounds.earliest(), end: bounds.latest() }];
        Some(Requirement::new(days, format!("it tells of {year} as of a year that goes on")))
    })
}

/// Whether the clause that ends here is in the perfect tense: "has received far more orders".
fn is_perfect(clause: &[String]) -> bool {
    let Some(has) = clause.iter().rposition(|w| matches!(w.as_str(), "has" | "have")) else { return false };
    // What others are said to have done may be told in any tense.
    if clause[..has].iter().any(|w| w == "that") {
        return false;
    }
    let mut rest = &clause[has + 1..];
    while let [first, more @ ..] = rest
        && matches!(
            first.as_str(),
            "not" | "n't" | "also" | "already" | "never" | "only" | "far" | "so" | "still" | "even"
        )
    {
        rest = more;
    }
    let Some((participle, rest)) = rest.split_first() else { return false };
    is_participle(participle)
        && !rest.iter().any(|w| {
            is_participle(w)
                || matches!(
                    w.as_str(),
                    "comparable"
                        | "period"
                        | "periods"
                        | ","
                        | "("
                        | "that"
                        | "which"
                        | "who"
                        | "to"
                        | "since"
                        | "until"
                        | "by"
                        | "due"
                        | "will"
                )
        })
}

/// Participles that are not of saying or planning: what is said or planned may be of any year.
fn is_participle(word: &str) -> bool {
    const IRREGULAR: [&str; 34] = [
        "been", "become", "begun", "bought", "broken", "brought", "built", "come", "cut", "done", "fallen",
        "found", "given", "gone", "grown", "held", "hit", "kept", "led", "lost", "made", "met", "paid",
        "put", "risen", "seen", "shown", "shrunk", "sold", "spent", "struck", "taken", "won", "written",
    ];
    const SAID: [&str; 14] = [
        "announced",
        "approved",
        "agreed",
        "estimated",
        "expected",
        "indicated",
        "ordered",
        "planned",
        "predicted",
        "projected",
        "promised",
        "proposed",
        "reported",
        "scheduled",
    ];
    IRREGULAR.contains(&word) || word.len() > 4 && word.ends_with("ed") && !SAID.contains(&word)
}
