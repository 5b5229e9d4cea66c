//! What comes again: "every six weeks", "daily", "twice a week", "$3 a day", "each July".

use super::duration::TAKES_LENGTH;
use crate::lexicon::calendar::{Role, Roles, Unit};
use crate::text::{Case, TokenKind};
use crate::timex::meaning::{Again, Amount, Meaning, Part, TimexType};
use crate::timex::reader::Reader;
use crate::timex::rule::{Match, Place, Rule, starts};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "every",
        starts: starts(&[Role::Every]),
        digits: false,
        read: every,
        examples: &[
            "They meet [every six weeks].",
            "They march [each July].",
            "It is paid [every other month].",
            "They met [every Monday].",
        ],
        counter_examples: &["Every man left.", "Each of them left."],
    },
    Rule {
        name: "rate",
        starts: starts(&[Role::Per, Role::Unit]),
        digits: false,
        read: rate,
        examples: &[
            "It costs $3 [a day].",
            "They sell 500 shares [per month].",
            "It loses three million dollars [a year].",
        ],
        counter_examples: &["Per head it is less."],
    },
    Rule {
        name: "times a unit",
        starts: starts(&[Role::Times, Role::Number]),
        digits: true,
        read: times,
        examples: &["They met [twice a week].", "It flew [three times a day]."],
        counter_examples: &["Once a man left.", "Three times he left."],
    },
    Rule {
        name: "frequency",
        starts: starts(&[Role::Frequency]),
        digits: false,
        read: frequency,
        examples: &["They meet [daily].", "It is paid [annually]."],
        counter_examples: &["The Daily News wrote.", "The annual report came."],
    },
    Rule {
        name: "recurring name",
        starts: starts(&[Role::Weekdays]),
        digits: false,
        read: weekdays,
        examples: &["They meet on [Mondays]."],
        counter_examples: &["Three Monday men left."],
    },
];

fn set(start: usize, end: usize, again: Again, times: Option<Amount>) -> Match {
    Match::new(start, end, TimexType::Set, Meaning::Set(again, times))
}

fn every(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let mut at = place.head + 1;
    let word = reader.word(at);
    if word.roles.meets(starts(&[Role::Weekday, Role::Month, Role::Season, Role::MonthWord]))
        && (word.is(Role::Season) || reader.is_capital(at))
    {
        let part = match (word.season, word.month) {
            (Some(season), _) => Part::Season(season),
            (_, 0) => Part::Weekday(word.weekday),
            (_, month) => Part::Month(month),
        };
        return Some(set(place.head, at + 1, Again::Part(part), None));
    }
    if let Some(part) = word.part_of_day {
        return Some(set(place.head, at + 1, Again::PartOfDay(part), None));
    }
    let mut amount = Amount::ONE;
    if reader.is_word(at, "other") {
        amount = Amount::whole(2);
        at += 1;
    } else if let Some((end, ordinal)) =
        reader.ordinal(at).filter(|(end, _)| reader.any(*end, starts(&[Role::Unit])))
    {
        amount = Amount::whole(u32::from(ordinal));
        at = end;
    } else if let Some((end, number)) = reader.amount(at) {
        amount = number;
        at = end;
    } else {
        while reader.any(at, starts(&[Role::Filler, Role::Shift])) {
            at += 1;
        }
    }
    let word = reader.word(at);
    let unit = word.unit.filter(|_| word.roles.meets(starts(&[Role::Unit, Role::Units])))?;
    if unit == Unit::Quarter && amount == Amount::ONE && reader.is(at + 1, Role::Of) {
        return None;
    }
    Some(set(place.head, at + 1, Again::Every(amount, unit), None))
}

fn rate(place: &Place) -> Option<Match> {
    let reader = place.reader;
    if reader.is(place.head, Role::Per) {
        let word = reader.word(place.head + 1);
        let unit = word.unit.filter(|u| word.is(Role::Unit) && *u > Unit::Second)?;
        return Some(set(place.head, place.head + 2, Again::In(unit), None));
    }
    let word = reader.word(place.head);
    let unit = word.unit.filter(|u| *u >= Unit::Hour)?;
    let behind = reader.word(place.head + 1);
    let counts_on = behind.is(Role::Direction) || reader.is_hyphen(place.head + 1) || behind.is(Role::Or);
    if !place.indefinite() || counts_on || !is_counted(reader, place.at) {
        return None;
    }
    Some(set(place.at, place.head + 1, Again::Every(Amount::ONE, unit), None))
}

/// What is counted stands before "a year": "$3", "3 million", "500 shares".
fn is_counted(reader: &Reader, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let word = reader.word(before);
    if word.roles.meets(TAKES_LENGTH) || word.is(Role::Cue) {
        return false;
    }
    let Some(token) = reader.token(before) else { return false };
    let written = token.of(reader.text);
    let number_near = (2..=5).any(|back| {
        before.checked_sub(back - 2).is_some_and(|i| {
            reader.is_number(i)
                || reader.any(i, starts(&[Role::Number, Role::Multiplier]))
                || reader.is_mark(i, '$')
        })
    });
    match token.kind {
        TokenKind::Number => true,
        TokenKind::Word => {
            word.is(Role::Multiplier)
                || number_near && (written.ends_with('s') || word.is(Role::NotYearBefore))
        }
        TokenKind::Mark => written == "%",
    }
}

fn times(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let (at, count) = if reader.is(place.head, Role::Times) {
        let count = if reader.is_word(place.head, "once") { 1 } else { 2 };
        if reader.is_word(place.head, "times") {
            return None;
        }
        (place.head + 1, Amount::whole(count))
    } else {
        let (end, amount) = reader.amount(place.head)?;
        reader.is_word(end, "times").then_some(())?;
        (end + 1, amount)
    };
    let article = reader.word(at);
    let each =
        article.is(Role::Article) && article.late || article.roles.meets(starts(&[Role::Per, Role::Every]));
    let word = reader.word(at + 1);
    let unit = word.unit.filter(|u| word.is(Role::Unit) && *u >= Unit::Hour)?;
    each.then(|| set(place.head, at + 2, Again::Every(Amount::ONE, unit), Some(count)))
}

fn frequency(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let unit = reader.word(place.head).frequency?;
    let name = reader.is_capital(place.head)
        && reader.is_capital(place.head + 1)
        && reader.token(place.head + 1).is_some_and(|t| t.kind == TokenKind::Word);
    let adjective =
        matches!(reader.written(place.head), "annual" | "quarterly" | "Annual" | "Quarterly" | "biweekly");
    let capital_inside =
        reader.token(place.head).is_some_and(|t| t.case != Case::Lower) && place.head > place.at;
    // "daily volume" says how much, "daily" alone and "on a daily basis" how often
    let attributive =
        reader.token(place.head + 1).is_some_and(|t| t.kind == TokenKind::Word && t.case == Case::Lower)
            && reader.word(place.head + 1).roles.is_empty()
            && !reader.is_word(place.head + 1, "basis");
    if name || adjective || capital_inside || attributive {
        return None;
    }
    Some(set(place.head, place.head + 1, Again::In(unit), None))
}

fn weekdays(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let cued = place.head > 0
        && (reader.before(place.head).roles.meets(Roles::of(&[Role::On, Role::And, Role::Or]))
            || reader.before(place.head).is(Role::PluralEnding));
    cued.then(|| {
        set(place.head, place.head + 1, Again::Part(Part::Weekday(reader.word(place.head).weekday)), None)
    })
}
