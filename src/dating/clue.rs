use crate::date::{Date, Day, Edtf};
use crate::document::{BlockKind, Document};
use crate::lexicon::calendar::Unit;
use crate::lexicon::{ActorId, Found, Lexicon, Meaning, Names, Term, find_names};
use crate::text::Span;
use crate::timex::{Amount, Meaning as TimeMeaning, Part, TimeExpression, TimexType, Written, WrittenYear};

use super::PublishedBasis;

/// What the text says about the day on which it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clue {
    /// A date that is that of the document itself.
    Anchor(Anchor),
    /// Days on which something that the text says would be true.
    Requirement(Requirement),
}

/// A date that is that of the document: with or without a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The date.
    pub date: Date,
    /// The weekday named beside it: Monday is 1.
    pub weekday: Option<u8>,
    /// Where it stands.
    pub basis: PublishedBasis,
    /// The words.
    pub words: String,
}

/// Days on which something that the text says would be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Any of these.
    pub days: Vec<Term>,
    /// Why, for a reader.
    pub because: String,
}

/// Collects every clue of a document.
pub(super) fn find(document: &Document, times: &[TimeExpression], lexicon: &Lexicon) -> Vec<Clue> {
    let mut clues = Vec::new();
    clues.extend(anchors(document, times).into_iter().map(Clue::Anchor));
    clues.extend(offices(document, lexicon).into_iter().map(Clue::Requirement));
    clues.extend(past(document, times).map(Clue::Requirement));
    clues.extend(counted(document, times).map(Clue::Requirement));
    clues
}

/// A date as it is written, where it names a day: with its year, or with an unknown one.
fn written_day(time: &TimeExpression) -> Option<(Date, Option<u8>)> {
    let TimeMeaning::Date(Written { year, part: Part::Day(month, day), weekday, shift: None, .. }) =
        time.meaning
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
fn anchors(document: &Document, times: &[TimeExpression]) -> Vec<Anchor> {
    let mut out = Vec::new();
    let mut push = |time: &TimeExpression, basis| {
        if let Some((date, weekday)) = written_day(time) {
            out.push(Anchor { date, weekday, basis, words: time.span.of(&document.text).to_owned() });
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
            out.push(Anchor { date, weekday: None, basis, words: name.to_owned() });
        }
    }
    let mut push = |time: &TimeExpression, basis| {
        if let Some((date, weekday)) = written_day(time) {
            out.push(Anchor { date, weekday, basis, words: time.span.of(&document.text).to_owned() });
        }
    };
    for block in document.blocks.iter().filter(|b| b.kind == BlockKind::Caption) {
        for time in times.iter().filter(|t| block.span.contains(t.span)) {
            push(time, PublishedBasis::Caption);
        }
    }
    out
}

/// Whether a block is hardly more than its date: "Updated April 20, 2016, 5 p.m."
fn is_alone(document: &Document, block: Span, time: Span) -> bool {
    let words = document.tokens_in(block).len();
    let of_time = document.tokens_in(time).len();
    words <= of_time + 6 && !block.of(&document.text).trim_end().ends_with(['!', '?'])
}

/// A person named with the title of an office was in it: on a day of the term.
fn offices(document: &Document, lexicon: &Lexicon) -> Vec<Requirement> {
    let mut out: Vec<Requirement> = Vec::new();
    let names = &lexicon.names;
    for sentence in &document.sentences {
        if matches!(document.kind_of(sentence), BlockKind::Furniture | BlockKind::Credit) {
            continue;
        }
        let tokens = document.tokens_of(sentence);
        let found = find_names(tokens, &document.text, lexicon);
        for (i, person) in found.iter().enumerate() {
            let Some(title) = title_beside(document, sentence.tokens.start, &found, i) else { continue };
            let ids = person.meanings.iter().filter_map(|m| match m {
                Meaning::Person(id) | Meaning::Surname(id) => Some(*id),
                _ => None,
            });
            let mut days: Vec<Term> = Vec::new();
            let mut because = String::new();
            for id in ids {
                for term in terms(names, id, title) {
                    days.push(term);
                    if because.is_empty() {
                        because = in_words(names, id, title, &terms(names, id, title));
                    }
                }
            }
            if !days.is_empty() && !out.iter().any(|r| r.because == because) {
                out.push(Requirement { days, because });
            }
        }
    }
    out
}

/// The title that stands right before a person's name, or behind a comma after it.
fn title_beside<'a>(
    document: &Document,
    first: usize,
    found: &'a [Found],
    person: usize,
) -> Option<&'a [Meaning]> {
    let is_person =
        found[person].meanings.iter().any(|m| matches!(m, Meaning::Person(_) | Meaning::Surname(_)));
    if !is_person {
        return None;
    }
    let before =
        found[..person].last().filter(|f| f.is_title() && f.tokens.end == found[person].tokens.start)?;
    // "former President", "then-Senator": not in office when the text was written.
    let earlier = before
        .tokens
        .start
        .checked_sub(1)
        .map(|t| document.tokens[first + t].of(&document.text).to_ascii_lowercase());
    let dashed = before
        .tokens
        .start
        .checked_sub(2)
        .map(|t| document.tokens[first + t].of(&document.text).to_ascii_lowercase());
    let past = |word: &Option<String>| {
        word.as_deref().is_some_and(|w| {
            matches!(w, "former" | "ex" | "then" | "late" | "past" | "onetime" | "deposed" | "ousted")
        })
    };
    if past(&earlier) || past(&dashed) {
        return None;
    }
    Some(&before.meanings)
}

/// The terms of a person in the office that a title names.
fn terms(names: &Names, person: ActorId, title: &[Meaning]) -> Vec<Term> {
    let offices = &names.actor(person).offices;
    title
        .iter()
        .filter_map(|m| match m {
            Meaning::Title(index) => names.titles.get(*index as usize),
            _ => None,
        })
        .flat_map(|title| {
            offices
                .iter()
                .filter(move |o| o.office == title.office && title.of.is_none_or(|of| of == o.of))
                .map(|o| o.term)
        })
        .collect()
}

fn in_words(names: &Names, person: ActorId, title: &[Meaning], terms: &[Term]) -> String {
    let office = title.iter().find_map(|m| match m {
        Meaning::Title(index) => names.titles.get(*index as usize).map(|t| t.title.as_str()),
        _ => None,
    });
    let spans: Vec<String> = terms.iter().map(|t| format!("{} to {}", t.begin, t.end)).collect();
    format!("{} was {} ({})", names.actor(person).name, office.unwrap_or("in office"), spans.join(", "))
}

/// The latest year that the text looks back on: it was written then or later.
fn past(document: &Document, times: &[TimeExpression]) -> Option<Requirement> {
    let latest = times
        .iter()
        .filter(|t| !is_ahead(document, t) && in_news(document, t.span))
        .filter_map(|t| match t.meaning {
            TimeMeaning::Date(Written { year: WrittenYear::Known(year), part, .. }) if t.is_date() => {
                let date = match part {
                    Part::Month(month) => Date::month(year.into(), month),
                    Part::Day(month, day) => Date::day(year.into(), month, day),
                    Part::Year => Date::year(year.into()),
                    _ => return None,
                };
                Some((Edtf::Date(date).bounds().earliest(), t.span))
            }
            _ => None,
        })
        .max_by_key(|(day, _)| *day)?;
    Some(Requirement {
        days: vec![Term { begin: latest.0, end: Day::MAX }],
        because: format!("it looks back on {}", latest.1.of(&document.text)),
    })
}

fn in_news(document: &Document, span: Span) -> bool {
    document
        .blocks
        .iter()
        .find(|b| b.span.contains(span))
        .is_none_or(|b| !matches!(b.kind, BlockKind::Furniture | BlockKind::Credit))
}

/// "by 2030", "until 2020", "will … in 2019", "the 2018 World Cup": it may lie ahead of the day of writing.
fn is_ahead(document: &Document, time: &TimeExpression) -> bool {
    let first = time.tokens().start;
    let from = first.saturating_sub(12);
    let before: Vec<String> =
        document.tokens[from..first].iter().map(|t| t.of(&document.text).to_ascii_lowercase()).collect();
    let sentence = before.iter().rposition(|w| matches!(w.as_str(), "." | ";")).map_or(0, |i| i + 1);
    before[sentence..].iter().any(|w| {
        matches!(
            w.as_str(),
            "will"
                | "would"
                | "by"
                | "until"
                | "till"
                | "through"
                | "to"
                | "planned"
                | "scheduled"
                | "expected"
                | "due"
                | "plans"
                | "next"
                | "could"
                | "may"
                | "might"
                | "should"
                | "expires"
                | "expire"
                | "than"
        )
    })
}

/// "the first meeting in almost two years" beside "met in June 2014": the day of writing lies that much later.
fn counted(document: &Document, times: &[TimeExpression]) -> Option<Requirement> {
    let (length, shortest, longest) = times.iter().find_map(|t| since_last(document, t))?;
    let mut days: Vec<Term> = Vec::new();
    let mut words = Vec::new();
    for time in times.iter().filter(|t| !is_ahead(document, t) && t.kind == TimexType::Date) {
        let TimeMeaning::Date(Written { year: WrittenYear::Known(year), part: Part::Month(month), .. }) =
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
    (!days.is_empty()).then(|| Requirement {
        days,
        because: format!("{} counted from {}", length.of(&document.text), words.join(" or ")),
    })
}

/// "first … in almost two years": its place, and the days that it may mean.
fn since_last(document: &Document, time: &TimeExpression) -> Option<(Span, i64, i64)> {
    let TimeMeaning::Duration(amount, unit) = time.meaning else { return None };
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
