//! Counts of units from a reference: "two weeks ago", "three days later", "the year-ago quarter".

use crate::lexicon::calendar::{Direction, Role, Shift, Unit, Vague};
use crate::text::TokenKind;
use crate::timex::meaning::{Amount, Meaning, TimexType};
use crate::timex::reader::Reader;
use crate::timex::rule::{Match, Place, Rule, starts};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "period reported on",
        starts: starts(&[Role::Shift, Role::Unit]),
        digits: false,
        read: reported_period,
        examples: &[
            "[The latest period] had a gain.",
            "It earned less in [the year-ago quarter].",
            "In [the year-earlier period] it lost.",
        ],
        counter_examples: &["The period was long."],
    },
    Rule {
        name: "offset",
        starts: starts(&[
            Role::Number,
            Role::VagueNumber,
            Role::Half,
            Role::Couple,
            Role::Units,
            Role::Unit,
            Role::Multiplier,
        ]),
        digits: true,
        read: offset,
        examples: &[
            "They met [two weeks ago].",
            "[Three days later] they left.",
            "It rose from [a year earlier].",
            "They had left [the day before].",
            "The [year-earlier] loss was small.",
            "They left [years ago].",
        ],
        counter_examples: &["Two men later left."],
    },
];

/// "the latest period", "the year-ago quarter", "the corresponding period last year"
fn reported_period(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let word = reader.word(place.head);
    let start = if place.definite() { place.at } else { place.head };
    if word.is(Role::Unit) && word.unit == Some(Unit::Year) {
        let back = reader.word(place.head + 2).direction;
        let valid =
            reader.is_hyphen(place.head + 1) && matches!(back, Some(Direction::Ago | Direction::Earlier));
        let behind = reader.skip_hyphen(place.head + 3);
        let mut end = behind;
        if reader.ordinal(end).is_some() {
            end = reader.ordinal(end)?.0;
        }
        let period = reader.is(end, Role::Period)
            || reader.is(end, Role::Unit) && reader.word(end).unit == Some(Unit::Quarter);
        let meaning = Meaning::Offset(Amount::ONE, Unit::Year, back?);
        return (valid && period).then(|| Match::date(start, end + 1, meaning));
    }
    if word.shift == Some(Shift::Latest) && place.definite() && reader.is(place.head + 1, Role::Period) {
        return Some(Match::date(start, place.head + 2, Meaning::Unit(Shift::Latest, Unit::Quarter)));
    }
    // "the quarter a year ago"
    if word.is(Role::Unit) && word.unit == Some(Unit::Quarter) && place.definite() {
        let (article, year) = (reader.word(place.head + 1), reader.word(place.head + 2));
        let direction = reader
            .word(place.head + 3)
            .direction
            .filter(|d| matches!(d, Direction::Ago | Direction::Earlier))?;
        let valid =
            article.is(Role::Article) && article.late && year.is(Role::Unit) && year.unit == Some(Unit::Year);
        return valid.then(|| {
            Match::date(start, place.head + 4, Meaning::Offset(Amount::ONE, Unit::Year, direction))
        });
    }
    if word.shift == Some(Shift::Same) && reader.any(place.head + 1, starts(&[Role::Period])) {
        let last = reader.word(place.head + 2).shift == Some(Shift::Last)
            && reader.word(place.head + 3).unit == Some(Unit::Year);
        let meaning = Meaning::Offset(Amount::ONE, Unit::Year, Direction::Earlier);
        return last.then(|| Match::date(start, place.head + 4, meaning));
    }
    None
}

fn offset(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let head = reader.word(place.head);
    // "the day before", "the year after"
    if place.definite() && head.is(Role::Unit) {
        let unit = head.unit?;
        let direction = reader
            .word(place.head + 1)
            .direction
            .filter(|d| matches!(d, Direction::Before | Direction::After))?;
        let valid = ends_clause(reader, place.head + 2) && !matches!(unit, Unit::Second | Unit::Minute);
        return valid
            .then(|| Match::date(place.at, place.head + 2, Meaning::Offset(Amount::ONE, unit, direction)));
    }
    let bare = head.roles.meets(starts(&[Role::Units, Role::Unit]))
        && !head.roles.meets(starts(&[Role::Number, Role::Ordinal]));
    let attributive = bare && head.is(Role::Unit);
    let (mut at, amount) = if bare && !place.indefinite() {
        (place.head, if attributive { Amount::ONE } else { Amount::Vague })
    } else {
        reader.amount(place.at)?
    };
    if attributive
        && !(reader.is_hyphen(at + 1)
            && matches!(reader.word(at + 2).direction, Some(Direction::Ago | Direction::Earlier)))
        && !place.indefinite()
    {
        return None;
    }
    at = reader.skip_hyphen(at);
    while reader.is(at, Role::Filler) {
        at += 1;
    }
    let word = reader.word(at);
    let unit = word.unit.filter(|_| word.roles.meets(starts(&[Role::Unit, Role::Units])))?;
    let mut end = at + 1;
    let hyphen = reader.is_hyphen(end);
    if hyphen {
        end += 1;
    }
    // "two years or so ago"
    if reader.is(end, Role::Or) && reader.is(end + 1, Role::So) {
        end += 2;
    }
    let direction = reader.word(end).direction?;
    if matches!(direction, Direction::Before | Direction::After) && !ends_clause(reader, end + 1) {
        return None;
    }
    let start = if hyphen && place.indefinite() && amount == Amount::ONE {
        place.head
    } else if place.indefinite() {
        place.at
    } else {
        place.head
    };
    let vague = amount == Amount::Vague;
    let meaning = match direction {
        Direction::Ago | Direction::Earlier | Direction::Before if vague => Meaning::Reference(Vague::Past),
        Direction::Later | Direction::After | Direction::Hence if vague => Meaning::Reference(Vague::Future),
        _ => Meaning::Offset(amount, unit, direction),
    };
    let kind = if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) && !vague {
        TimexType::Time
    } else {
        TimexType::Date
    };
    Some(Match::new(start, end + 1, kind, meaning))
}

/// Nothing follows that the word could govern: "two days before, …", but not "two days before the vote".
fn ends_clause(reader: &Reader, at: usize) -> bool {
    reader.token(at).is_none_or(|t| {
        t.kind == TokenKind::Mark
            && !matches!(t.of(reader.text), "\"" | "\u{201c}" | "-" | "(" | "$" | "'" | "\u{2018}")
    })
}
