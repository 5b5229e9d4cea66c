//! Lengths of time: "two and a half years", "a 90-minute talk", "the past three months", "for weeks".

use crate::lexicon::calendar::{Cue, Role, Roles, Shift, Unit, Vague};
use crate::text::{Case, TokenKind};
use crate::timex::meaning::{Amount, Meaning, Modifier, TimexType};
use crate::timex::reader::Reader;
use crate::timex::rule::{Match, Place, Rule, starts};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "count of units",
        starts: starts(&[
            Role::Number,
            Role::Multiplier,
            Role::VagueNumber,
            Role::Half,
            Role::Couple,
            Role::Unit,
            Role::Filler,
        ]),
        digits: true,
        read: count,
        examples: &[
            "It took [two and a half years].",
            "They talked for [90 minutes].",
            "A [ten-day] visit.",
            "Over [a three-year period] it grew.",
            "An [8-month-old] truce held.",
            "It took [a few days].",
            "For [half a century] it stood.",
        ],
        counter_examples: &["A second man left.", "A quarter of them left.", "Two men left."],
    },
    Rule {
        name: "first or last units",
        starts: starts(&[Role::Shift, Role::Ordinal]),
        digits: true,
        read: first_or_last,
        examples: &[
            "In [the past three months] it fell.",
            "In [the first nine months], it lost.",
            "Over [the next year or so] it will grow.",
            "For [the past few weeks] they met.",
            "In [the first hours] of the war they fled.",
        ],
        counter_examples: &["The last two men left.", "The first two came."],
    },
    Rule {
        name: "units alone",
        starts: starts(&[Role::Units, Role::Edge]),
        digits: false,
        read: alone,
        examples: &[
            "It went on for [weeks].",
            "After [months] of talks they agreed.",
            "In [the early years] it grew.",
            "It was the first time in [years].",
            "In [the weeks ahead] it will grow.",
            "It may last for [weeks or months].",
        ],
        counter_examples: &["The winning seconds.", "Light years away."],
    },
];

/// The number of "a three-year period" is three, that of "a year" and "a couple of years" begins with the article.
fn amount_of(place: &Place) -> Option<(usize, Amount)> {
    let reader = place.reader;
    match reader.amount(place.at) {
        Some((end, _)) if end == place.head && !reader.any(end, starts(&[Role::Unit, Role::Filler])) => {
            reader.amount(end)
        }
        Some(found) => Some(found),
        None => reader.amount(place.head),
    }
}

/// Reads a count of units, with "old", "long" and "period" behind it.
fn count(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let (behind, amount) = amount_of(place)?;
    // "ten or fifteen years", "between two and six days": two lengths, the first without its unit
    if let (Amount::Range(..), Some((joint, first))) = (amount, reader.single(place.head)) {
        let two = reader.is(joint, Role::Or) || place.at > 0 && reader.is(place.at - 1, Role::Between);
        let unit = reader.word(reader.skip_hyphen(behind)).unit;
        if let (true, Some(unit)) =
            (two, unit.filter(|_| reader.any(reader.skip_hyphen(behind), starts(&[Role::Unit, Role::Units]))))
        {
            return Some(Match::new(place.head, joint, TimexType::Duration, Meaning::Duration(first, unit)));
        }
    }
    let single = amount == Amount::ONE && place.indefinite() && behind == place.head;
    // "from a fiscal to a calendar year": a kind of year, no length
    if single && reader.is_word(behind, "calendar") {
        return None;
    }
    let mut at = reader.skip_hyphen(behind);
    let hyphen = at > behind;
    while reader.is(at, Role::Filler) && !reader.any(at, starts(&[Role::Unit, Role::Units])) {
        at += 1;
    }
    // "two bloody weeks"
    let adjective = !single
        && !hyphen
        && reader.token(at).is_some_and(|t| t.kind == TokenKind::Word && t.case == Case::Lower)
        && reader.word(at).roles.is_empty()
        && reader.is(at + 1, Role::Units)
        && reader.word(at + 1).unit.is_some_and(|u| u >= Unit::Hour && u != Unit::Quarter);
    at += usize::from(adjective);
    let word = reader.word(at);
    let unit = word.unit?;
    let short = word.is(Role::UnitShort) && reader.is_number(behind - 1);
    if !(word.roles.meets(starts(&[Role::Unit, Role::Units])) || short) {
        return None;
    }
    let one = word.is(Role::Unit);
    // "will one day be": some day to come
    if unit == Unit::Day
        && one
        && !hyphen
        && reader.is_word(place.at, "one")
        && reader.before(place.at).cue == Some(Cue::Future)
    {
        return Some(Match::date(place.at, at + 1, Meaning::Reference(Vague::Future)));
    }
    // "a second man", "a quarter of them", "a day trader"
    if one && single && matches!(unit, Unit::Second | Unit::Quarter | Unit::Weekend) {
        return None;
    }
    if one && unit == Unit::Second && !reader.is_number(behind - 1) {
        return None;
    }
    let several = amount == Amount::Vague && word.is(Role::Units);
    if matches!(unit, Unit::Quarter) && !matches!(amount, Amount::Exact(n) if n >= 2000) && !several
        || amount == Amount::Exact(500) && unit == Unit::Second
    {
        return None;
    }
    let fraction = unit == Unit::Quarter
        && !several
        && (one && !hyphen || hyphen && !one || reader.is(at + 1, Role::Of));
    if fraction || unit == Unit::Weekend {
        return None;
    }
    let mut end = at + 1;
    let joined = reader.is_hyphen(end);
    if joined && reader.is(end + 1, Role::Old) {
        end += 2;
    } else if word.is(Role::Units) && reader.is(end, Role::Old) {
        // The age of a person behind the name: ", 52 years old,"
        if place.at > 0 && reader.is_mark(place.at - 1, ',') {
            return None;
        }
        end += 1;
    } else if joined && one && (hyphen || amount != Amount::ONE) && reader.is_word(end + 1, "long") {
        end += 2;
    }
    let attributive = hyphen || one && amount != Amount::ONE || joined;
    let period = attributive && reader.is(end, Role::Period);
    if period {
        end += 1;
    }
    // "a 10-year plan" leaves the article out, "a three-year period" does not
    let own_article = reader.amount(place.at).is_some_and(|(end, a)| end == behind && a == amount)
        && place.indefinite()
        && behind > place.head
        || single;
    let start = if own_article || (period && place.head > place.at) || place.definite() && !attributive {
        place.at
    } else {
        place.head
    };
    let mut found = Match::new(start, end, TimexType::Duration, Meaning::Duration(amount, unit));
    // "a year and a half"
    if single
        && reader.is(end, Role::And)
        && reader.is(end + 1, Role::Article)
        && reader.is(end + 2, Role::Half)
    {
        found.end = end + 3;
        found.meaning = Meaning::Duration(Amount::Exact(1500), unit);
    }
    // "or so", "or more"
    if reader.is(end, Role::Or) && !hyphen {
        if reader.is(end + 1, Role::So) {
            found.end = end + 2;
            found.modifier = Some(Modifier::Approx);
        } else if reader.is_word(end + 1, "more") {
            found.end = end + 2;
            found.modifier = Some(Modifier::EqualOrMore);
        } else if reader.is_word(end + 1, "less") {
            found.end = end + 2;
            found.modifier = Some(Modifier::EqualOrLess);
        } else if single && reader.word(end + 1).number == 2 {
            found.end = end + 2;
            found.meaning = Meaning::Duration(Amount::Range(1000, 2000), unit);
        }
    }
    if found.modifier.is_none()
        && reader.word(behind.wrapping_sub(1)).is(Role::Of)
        && reader.any(behind.wrapping_sub(2), starts(&[Role::Couple]))
    {
        found.modifier = Some(Modifier::Approx);
    }
    Some(found)
}

fn first_or_last(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let (at, ordinal) = match reader.word(place.head).shift {
        Some(
            Shift::Past
            | Shift::Last
            | Shift::Next
            | Shift::Coming
            | Shift::Before
            | Shift::Behind
            | Shift::Final
            | Shift::Latest,
        ) => (place.head + 1, false),
        Some(_) => return None,
        None => {
            let (end, nth) = reader.ordinal(place.head)?;
            // "the second year of the war"
            let word = reader.word(end);
            let one = place.definite()
                && word.is(Role::Unit)
                && word
                    .unit
                    .is_some_and(|u| matches!(u, Unit::Week | Unit::Month | Unit::Year | Unit::Decade));
            if one
                && reader.is(end + 1, Role::Of)
                && let Some(unit) = word.unit
            {
                return Some(Match::new(
                    place.at,
                    end + 1,
                    TimexType::Duration,
                    Meaning::Duration(Amount::ONE, unit),
                ));
            }
            // "in the first hours of the war"
            if nth == 1
                && place.definite()
                && word.is(Role::Units)
                && let Some(unit) = word.unit.filter(|u| *u >= Unit::Hour && *u != Unit::Quarter)
            {
                let length = Meaning::Duration(Amount::Vague, unit);
                return Some(Match::new(place.at, end + 1, TimexType::Duration, length));
            }
            (nth == 1).then_some((end, true))?
        }
    };
    if !place.definite() && (ordinal || !reader.any(place.head, starts(&[Role::Shift]))) {
        return None;
    }
    // "it will last a month"
    if !place.definite() && reader.is(at, Role::Article) {
        return None;
    }
    let (behind, amount) = match reader.amount(at) {
        Some(found) => found,
        // "the next year or so"
        None if reader.is(at, Role::Unit) && reader.is(at + 1, Role::Or) && reader.is(at + 2, Role::So) => {
            (at, Amount::ONE)
        }
        None => return None,
    };
    let mut unit_at = reader.skip_hyphen(behind);
    while reader.is(unit_at, Role::Filler) && !reader.any(unit_at, starts(&[Role::Unit, Role::Units])) {
        unit_at += 1;
    }
    let word = reader.word(unit_at);
    let start = if place.definite() { place.at } else { place.head };
    let end = unit_at + 1;
    let unit = word.unit.filter(|_| word.roles.meets(starts(&[Role::Units, Role::Unit])))?;
    let meaning = match reader.word(place.head).shift {
        Some(shift @ (Shift::Past | Shift::Last | Shift::Next | Shift::Coming)) => {
            Meaning::Span(shift, amount, unit)
        }
        _ => Meaning::Duration(amount, unit),
    };
    let mut found = Match::new(start, end, TimexType::Duration, meaning);
    if reader.is(end, Role::Or) && reader.is(end + 1, Role::So) {
        found.end += 2;
        found.modifier = Some(Modifier::Approx);
    }
    Some(found)
}

/// A plural alone lasts where a word says so: "for weeks", "months of talks", "over the years".
fn alone(place: &Place) -> Option<Match> {
    let reader = place.reader;
    if reader.is(place.head, Role::Edge) {
        // "the early years"
        let unit = reader.word(place.head + 1).unit.filter(|u| *u >= Unit::Day)?;
        let valid = place.definite() && reader.is(place.head + 1, Role::Units);
        return valid.then(|| {
            Match::new(place.at, place.head + 2, TimexType::Duration, Meaning::Duration(Amount::Vague, unit))
        });
    }
    let unit = reader
        .word(place.head)
        .unit
        .filter(|u| !matches!(u, Unit::Second | Unit::Minute | Unit::Weekend | Unit::Quarter))?;
    let end = place.head + 1;
    let before = place.at.wrapping_sub(1);
    let first = place.at == 0 || reader.token(place.at).is_some_and(|t| t.case != crate::text::Case::Lower);
    let lasting = [
        "for", "within", "after", "over", "took", "takes", "take", "lasted", "last", "follows", "followed",
        "spent", "through", "by",
    ]
    .iter()
    .any(|w| reader.is_word(before, w));
    let vague_before =
        reader.is(before, Role::In) || reader.is(before, Role::And) || reader.is(before, Role::Or);
    let of = reader.is(end, Role::Of);
    if reader.is_word(end, "trading") {
        return None;
    }
    let number = reader.is(end, Role::Number) || reader.is_number(end);
    // "the weeks ahead", "in the years to come"
    let coming = reader.is_word(end, "ahead") && !reader.is(end + 1, Role::Of)
        || reader.is(end, Role::To) && reader.is_word(end + 1, "come");
    if coming && unit >= Unit::Day {
        let start = if place.definite() { place.at } else { place.head };
        let end = end + if reader.is(end, Role::To) { 2 } else { 1 };
        return Some(Match::new(start, end, TimexType::Duration, Meaning::Duration(Amount::Vague, unit)));
    }
    // "the first time in years": nothing stands behind
    let ever = reader.is(before, Role::In)
        && !place.definite()
        && reader.token(end).is_none_or(|t| t.kind == TokenKind::Mark && !reader.is_hyphen(end));
    let valid = ever
        || lasting && !number
        || (first || vague_before) && of
        || vague_before
            && unit <= Unit::Week
            && !place.definite()
            && reader.token(end).is_none_or(|t| t.kind == TokenKind::Mark);
    let definite_ok = !place.definite() || lasting && unit >= Unit::Month;
    if !valid || !definite_ok {
        return None;
    }
    let start = if place.definite() { place.at } else { place.head };
    let end = or_units(reader, end);
    Some(Match::new(start, end, TimexType::Duration, Meaning::Duration(Amount::Vague, unit)))
}

/// Where "weeks" ends: behind "or months", or at `end`.
pub(super) fn or_units(reader: &Reader, end: usize) -> usize {
    let more = reader.any(end, starts(&[Role::Or, Role::And]))
        && reader.is(end + 1, Role::Units)
        && reader.word(end + 1).unit.is_some_and(|u| u >= Unit::Minute && u != Unit::Quarter);
    if more { end + 2 } else { end }
}

/// Words that take a length of time, so that "a year" behind them is no rate.
pub(super) const TAKES_LENGTH: Roles =
    Roles::of(&[Role::In, Role::Approx, Role::ApproxPhrase, Role::Of, Role::To, Role::Direction, Role::From]);
