use std::collections::BTreeSet;

use crate::date::{Choice, Date, Day, Edtf};
use crate::lexicon::Term;

use super::clue::{Anchor, Clue, Requirement};
use super::{Published, PublishedBasis};

/// More years than this stay an unknown year; fewer are listed.
const LISTED_YEARS: usize = 4;

/// Finds the day on which everything that the clues say can be true.
pub(super) fn solve(clues: &[Clue]) -> Published {
    let requirements: Vec<&Requirement> = clues
        .iter()
        .filter_map(|c| match c {
            Clue::Requirement(r) => Some(r),
            Clue::Anchor(_) => None,
        })
        .collect();
    let anchors = || {
        clues.iter().filter_map(|c| match c {
            Clue::Anchor(a) => Some(a),
            Clue::Requirement(_) => None,
        })
    };
    if let Some(anchor) = anchors().find(|a| !a.date.has_unknown_year()) {
        let contradicted = contradictions(&requirements, anchor, anchors());
        return Published {
            edtf: Some(anchor.date.clone().into()),
            basis: anchor.basis,
            explanation: format!("\"{}\"{contradicted}", short(&anchor.words)),
        };
    }
    match anchors().next() {
        // Day and weekday fit in one year of seven; where no year is left that does, the day was another.
        Some(anchor) if anchor.basis == PublishedBasis::Lead => {
            // Among many years some fit by chance.
            if candidate_years(&requirements).len() > LISTED_YEARS + 1 {
                return limits(&requirements);
            }
            let dated = with_year(anchor, &requirements);
            if dated.basis == PublishedBasis::YearInferred { dated } else { limits(&requirements) }
        }
        Some(anchor) => with_year(anchor, &requirements),
        None => limits(&requirements),
    }
}

fn short(words: &str) -> String {
    if words.chars().count() <= 80 {
        words.to_owned()
    } else {
        words.chars().take(79).chain(['…']).collect()
    }
}

/// What the text says that does not fit a date that it states.
fn contradictions<'a>(
    requirements: &[&'a Requirement],
    anchor: &Anchor,
    anchors: impl Iterator<Item = &'a Anchor>,
) -> String {
    let bounds = Edtf::Date(anchor.date.clone()).bounds();
    // A picture may be older than the article.
    let others = anchors
        .filter(|a| a.basis != PublishedBasis::Caption && !a.date.has_unknown_year() && a.date != anchor.date)
        .map(|a| format!("\"{}\" ({})", short(&a.words), a.basis));
    let impossible = requirements
        .iter()
        .filter(|r| !allows(r, bounds.earliest(), bounds.latest()))
        .map(|r| r.because.clone());
    let mut against: Vec<String> = Vec::new();
    for reason in others.chain(impossible) {
        if !against.contains(&reason) {
            against.push(reason);
        }
    }
    if against.is_empty() { String::new() } else { format!("; against it: {}", against.join("; ")) }
}

fn allows(requirement: &Requirement, first: Day, last: Day) -> bool {
    requirement.days.iter().any(|t| t.meets(first, last))
}

/// A day and month are known: which years can it be?
fn with_year(anchor: &Anchor, requirements: &[&Requirement]) -> Published {
    let (Some(month), Some(day)) = (known(anchor.date.month.as_ref()), known(anchor.date.day.as_ref()))
    else {
        return limits(requirements);
    };
    let years = candidate_years(requirements);
    let at = |year: i64| Day::from_ymd(year, month, day);
    let weekday = |year: &i64| anchor.weekday.is_none_or(|w| at(*year).is_some_and(|d| d.weekday() == w));
    let mut possible: Vec<i64> = years
        .into_iter()
        .filter(|y| at(*y).is_some_and(|d| requirements.iter().all(|r| allows(r, d, d))))
        .filter(weekday)
        .collect();
    let mut place = format!("\"{}\" ({})", short(&anchor.words), anchor.basis);
    if possible.len() > 1
        && let Some(lead) = anchor.lead
    {
        // What the first sentence tells happened on the day of writing or the day before.
        let fits =
            |year: &i64| at(*year).is_some_and(|d| d.weekday() == lead || d.plus(-1).weekday() == lead);
        let fitting: Vec<i64> = possible.iter().copied().filter(fits).collect();
        if !fitting.is_empty() && fitting.len() < possible.len() {
            possible = fitting;
            place.push_str(" and the weekday of the first sentence");
        }
    }
    let open = Published {
        edtf: Some(Date::of_unknown_year(month, Some(day)).into()),
        basis: anchor.basis,
        explanation: format!("{place}; no clue says which year"),
    };
    let date = |year: &i64| Choice::Date(Date::day(*year, month, day));
    match possible.as_slice() {
        [] if requirements.is_empty() => open,
        [] => Published {
            explanation: format!("{place}; the clues contradict each other: {}", reasons(requirements)),
            ..open
        },
        [year] => Published {
            edtf: Some(Date::day(*year, month, day).into()),
            basis: PublishedBasis::YearInferred,
            explanation: format!(
                "{place}; {year} because {}",
                reasons(&deciding(requirements, *year, month, day))
            ),
        },
        few if few.len() <= LISTED_YEARS => Published {
            edtf: Some(Edtf::OneOf(few.iter().map(date).collect())),
            basis: PublishedBasis::YearInferred,
            explanation: format!("{place}; one of {} years because {}", few.len(), reasons(requirements)),
        },
        _ => open,
    }
}

fn known(field: Option<&crate::date::Field>) -> Option<u8> {
    match field? {
        crate::date::Field::Known(n) => Some(*n),
        crate::date::Field::Masked(_) => None,
    }
}

/// The days that every requirement allows; those that come again for ever only choose among them.
fn common_days(requirements: &[&Requirement]) -> Vec<Term> {
    let meet = |days: Vec<Term>, requirement: &&&Requirement| {
        days.iter()
            .flat_map(|a| {
                requirement.days.iter().filter_map(|b| {
                    let both = Term { begin: a.begin.max(b.begin), end: a.end.min(b.end) };
                    (both.begin <= both.end).then_some(both)
                })
            })
            .collect()
    };
    let limits = requirements.iter().filter(|r| !r.recurring).fold(vec![Term::ALWAYS], |d, r| meet(d, &r));
    if limits.iter().any(is_open) {
        return limits;
    }
    requirements.iter().filter(|r| r.recurring).fold(limits, |d, r| meet(d, &r))
}

/// The years in which everything could be true; none where nothing bounds them on both sides.
fn candidate_years(requirements: &[&Requirement]) -> BTreeSet<i64> {
    let days = common_days(requirements);
    if days.iter().any(is_open) {
        return BTreeSet::new();
    }
    days.iter().flat_map(|t| t.begin.ymd().0..=t.end.ymd().0).collect()
}

fn is_open(term: &Term) -> bool {
    term.begin.is_unbounded() || term.end.is_unbounded()
}

/// The requirements that leave out the neighbouring years: without them the answer would be open.
fn deciding<'a>(requirements: &[&'a Requirement], year: i64, month: u8, day: u8) -> Vec<&'a Requirement> {
    let excludes = |r: &Requirement, y: i64| Day::from_ymd(y, month, day).is_some_and(|d| !allows(r, d, d));
    let mut out: Vec<&Requirement> =
        requirements.iter().copied().filter(|r| excludes(r, year - 1) || excludes(r, year + 1)).collect();
    if out.is_empty() {
        out = requirements.to_vec();
    }
    out
}

fn reasons(requirements: &[&Requirement]) -> String {
    requirements.iter().map(|r| r.because.as_str()).collect::<Vec<_>>().join("; ")
}

/// No day is known: how far the requirements limit it.
fn limits(requirements: &[&Requirement]) -> Published {
    let unknown = Published {
        edtf: None,
        basis: PublishedBasis::Unknown,
        explanation: "no date in the text, its name or its metadata".to_owned(),
    };
    let terms = common_days(requirements);
    let (Some(first), Some(last)) = (terms.iter().map(|t| t.begin).min(), terms.iter().map(|t| t.end).max())
    else {
        return Published {
            explanation: format!("the clues contradict each other: {}", reasons(requirements)),
            ..unknown
        };
    };
    let edtf = match (first.is_unbounded(), last.is_unbounded()) {
        // That a text was written before something that lies ahead of it says too little.
        (true, _) => return unknown,
        (false, true) => Edtf::some_time(Some(first.into()), None),
        (false, false) if first.ymd().0 == last.ymd().0 && first.ymd().1 == last.ymd().1 => {
            Date::month(first.ymd().0, first.ymd().1).into()
        }
        (false, false) if first.ymd().0 == last.ymd().0 => Date::year(first.ymd().0).into(),
        (false, false) => Edtf::some_time(Some(first.into()), Some(last.into())),
    };
    // Two people of one name in the same office: it was the time of one or of the other.
    let apart = stretches(terms);
    let edtf = if (2..=LISTED_YEARS).contains(&apart.len()) {
        let day = |day: Day| (!day.is_unbounded()).then(|| Date::from(day));
        Edtf::OneOf(apart.iter().map(|t| Choice::Range(day(t.begin), day(t.end))).collect())
    } else {
        edtf
    };
    Published { edtf: Some(edtf), basis: PublishedBasis::Bounded, explanation: reasons(requirements) }
}

/// Terms in their order, those that overlap or touch made one.
fn stretches(mut terms: Vec<Term>) -> Vec<Term> {
    terms.sort_by_key(|t| (t.begin, t.end));
    let mut out: Vec<Term> = Vec::new();
    for term in terms {
        match out.last_mut() {
            Some(last) if term.begin <= last.end.plus(1) => last.end = last.end.max(term.end),
            _ => out.push(term),
        }
    }
    out
}
