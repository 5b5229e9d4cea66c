use crate::date::{Date, Edtf};
use crate::document::{Block, BlockKind, Document, Sentence};
use crate::text::{Case, Span, Token, TokenKind};
use crate::timex::{Meaning, Part, TimeExpression, Written, WrittenYear};

use super::PublishedBasis;
use super::clue::Anchor;
use super::context::before;
use super::told::is_over;

/// A date as it is written, where it names a day: with its year, or with an unknown one.
fn written_day(time: &TimeExpression) -> Option<(Date, Option<u8>)> {
    let Meaning::Date(Written { year, part: Part::Day(month, day), weekday, shift: None, .. }) = time.meaning
    else {
        return None;
    };
    let date = match year {
        WrittenYear::Known(year) => Date::day(year.into(), month, day),
        _ => Date::of_unknown_year(month, Some(day)),
    };
    Some((date, weekday))
}

/// Dates that are the document's own, surest first.
pub(super) fn anchors(document: &Document, times: &[TimeExpression]) -> Vec<Anchor> {
    let mut out = Vec::new();
    for stated in &document.stated_dates {
        if let Edtf::Date(date) = &stated.date {
            let words = format!("{} {}", stated.place, stated.words);
            out.push(Anchor {
                date: date.clone(),
                weekday: None,
                lead: None,
                basis: PublishedBasis::Metadata,
                words,
            });
        }
    }
    let mut push = |time: &TimeExpression, basis| {
        if let Some((date, weekday)) = written_day(time) {
            let lead = told_weekday(document, times);
            let words = time.span.of(&document.text).to_owned();
            out.push(Anchor { date, weekday, lead, basis, words });
        }
    };
    if let Some(dateline) = &document.dateline {
        for time in times.iter().filter(|t| dateline.span.contains(t.span)) {
            push(time, PublishedBasis::Dateline);
        }
    }
    let first_paragraph = document.blocks.iter().position(|b| b.kind == BlockKind::Paragraph).unwrap_or(0);
    for (i, block) in document.blocks.iter().enumerate() {
        let inside = times.iter().filter(|t| block.span.contains(t.span));
        match block.kind {
            BlockKind::Title | BlockKind::Heading | BlockKind::Furniture | BlockKind::Paragraph
                if i <= first_paragraph + 1 =>
            {
                for time in inside.filter(|t| is_alone(document, block.span, t.span)) {
                    push(time, PublishedBasis::DateOfIssue);
                }
            }
            _ => {}
        }
    }
    for (basis, name) in [
        (PublishedBasis::Address, document.url.as_deref()),
        (PublishedBasis::Name, document.title.as_deref()),
        (PublishedBasis::Name, Some(document.name.as_str())),
    ] {
        if let Some(name) = name
            && let Some(date) = super::name::find(name)
        {
            out.push(Anchor { date, weekday: None, lead: None, basis, words: name.to_owned() });
        }
    }
    let mut push = |time: &TimeExpression, basis| {
        if let Some((date, weekday)) = written_day(time) {
            let lead = told_weekday(document, times);
            let words = time.span.of(&document.text).to_owned();
            out.push(Anchor { date, weekday, lead, basis, words });
        }
    };
    // Between the headline and the dateline stands what belongs to the picture.
    let article = document.dateline.map_or(0, |dateline| dateline.span.start);
    let caption =
        |b: &&Block| b.kind == BlockKind::Caption || b.kind == BlockKind::Paragraph && b.span.end <= article;
    for block in document.blocks.iter().filter(caption) {
        for time in times.iter().filter(|t| block.span.contains(t.span)) {
            push(time, PublishedBasis::Caption);
        }
    }
    out.extend(lead(document, times));
    out
}

/// Whether a block says hardly more than a date: "Updated April 20, 2016, 5 p.m." Anything told of that day is prose.
fn is_alone(document: &Document, block: Span, time: Span) -> bool {
    let around = |t: &&Token| !time.contains(t.span());
    let rest: Vec<&Token> = document.tokens[document.tokens_in(block)].iter().filter(around).collect();
    let told = |t: &&Token| {
        let word = t.of(&document.text);
        t.kind == TokenKind::Word
            && t.case == Case::Lower
            && !matches!(
                word,
                "published"
                    | "updated"
                    | "posted"
                    | "issued"
                    | "released"
                    | "last"
                    | "modified"
                    | "date"
                    | "on"
                    | "at"
                    | "by"
                    | "p.m"
                    | "a.m"
                    | "p.m."
                    | "a.m."
                    | "pm"
                    | "am"
                    | "of"
                    | "the"
                    | "and"
            )
    };
    rest.len() <= 9 && !rest.iter().any(told)
}

/// The latest day and month that the first sentences look back on, where the first names a weekday: "on Thursday …
/// on March 29". In a year in which the two fit, that is the day.
fn lead(document: &Document, times: &[TimeExpression]) -> Option<Anchor> {
    let weekday = document
        .dateline
        .and_then(|d| weekday_in(times, d.span))
        .or_else(|| told_weekday(document, times))?;
    let news = document.sentences.iter().filter(|s| document.kind_of(s) == BlockKind::Paragraph);
    let (date, words) = news
        .take(3)
        .flat_map(|s| times.iter().filter(|t| s.span.contains(t.span)))
        // What has lasted since a day is news of another.
        .filter(|t| is_over(document, t) && !before(document, t, 24).iter().any(|w| w == "since"))
        .filter_map(|t| Some((written_day(t)?.0, t.span.of(&document.text))))
        .filter(|(date, _)| date.has_unknown_year())
        .max_by_key(|(date, _)| Edtf::Date(date.clone()).bounds().earliest())?;
    Some(Anchor {
        date,
        weekday: Some(weekday),
        lead: None,
        basis: PublishedBasis::Lead,
        words: words.to_owned(),
    })
}

/// The weekday on which the first sentence says that something happened.
fn told_weekday(document: &Document, times: &[TimeExpression]) -> Option<u8> {
    // What stands in front of the dateline belongs to the picture.
    let start = document.dateline.map_or(0, |dateline| dateline.span.end);
    let in_article = |s: &&Sentence| s.span.start >= start && document.kind_of(s) == BlockKind::Paragraph;
    weekday_in(times, document.sentences.iter().find(in_article)?.span)
}

fn weekday_in(times: &[TimeExpression], span: Span) -> Option<u8> {
    times.iter().filter(|t| span.contains(t.span)).find_map(|t| match t.meaning {
        Meaning::Date(Written { part: Part::Weekday(weekday), shift: None, .. }) => Some(weekday),
        _ => None,
    })
}
