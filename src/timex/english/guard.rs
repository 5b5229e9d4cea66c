//! What looks like a time expression and is none.

use crate::lexicon::calendar::{Role, Roles};
use crate::text::{Case, TokenKind};
use crate::timex::reader::Reader;

/// Words before a bare number that make it a year: "in 1812", "since 1500".
const YEAR_AFTER: Roles = Roles::of(&[
    Role::In,
    Role::Of,
    Role::From,
    Role::Between,
    Role::To,
    Role::And,
    Role::Edge,
    Role::Season,
    Role::SeasonWord,
    Role::Month,
    Role::MonthWord,
    Role::Direction,
]);

/// Whether four digits at `at`, perhaps behind a month, name a year and not a count, a house, a page or a type of aircraft.
pub(super) fn is_year(reader: &Reader, at: usize, behind_month: bool) -> Option<i32> {
    let (number, 4) = reader.digits(at)? else { return None };
    if !(1000..=2100).contains(&number) || !reader.stands_free(at, at + 1) {
        return None;
    }
    let named = reader.before(at).is(Role::NotYearAfter) && reader.before(at).month == 0
        || at >= 2 && reader.is_mark(at - 1, '.') && reader.is(at - 2, Role::NotYearAfter);
    // Su-2000, but not mid-1990 or pre-1914
    let type_name = at >= 2
        && !reader.spaced(at)
        && reader.is_dash(at - 1)
        && !reader.spaced(at - 1)
        && reader.token(at - 2).is_some_and(|t| t.kind == TokenKind::Word && t.case != Case::Lower)
        && !reader.any(at - 2, Roles::of(&[Role::Edge, Role::Month, Role::MonthWord, Role::MonthShort]))
        && !reader.is_word(at - 2, "pre")
        && !reader.is_word(at - 2, "post");
    let counted = reader.is(at + 1, Role::NotYearBefore)
        && reader.token(at + 1).is_some_and(|t| t.case == Case::Lower)
        || reader.is(at + 1, Role::Multiplier)
        || reader.is_hyphen(at + 1) && reader.is(at + 2, Role::NotYearBefore);
    // 555-2016, 0171 1984 2001
    let long = |at: usize| reader.digits(at).is_some_and(|(_, length)| length > 2);
    let telephone =
        at >= 2 && reader.is_hyphen(at - 1) && reader.digits(at - 2).is_some_and(|(_, length)| length == 3)
            || at >= 1 && reader.spaced(at) && long(at - 1)
            || reader.spaced(at + 1) && long(at + 1);
    if named || type_name || counted || telephone {
        return None;
    }
    if !(1900..=2029).contains(&number) {
        let cued = behind_month
            || reader.before(at).roles.meets(YEAR_AFTER)
            || introduces_year(reader, at)
            || at >= 1 && reader.is_dash(at - 1) && at >= 2 && reader.is_number(at - 2)
            || reader.is_dash(at + 1) && reader.is_number(at + 2)
            || at >= 1
                && (reader.is_mark(at - 1, '(')
                    || reader.is_mark(at - 1, ',') && at >= 2 && reader.is_number(at - 2));
        let plural = reader.token(at + 1).is_some_and(|t| {
            t.kind == TokenKind::Word
                && t.case == Case::Lower
                && t.span().len() > 3
                && t.of(reader.text).ends_with('s')
        });
        if !cued || plural {
            return None;
        }
    }
    i32::try_from(number).ok()
}

/// Whether the word before `at` makes a bare number behind it a year.
pub(super) fn introduces(reader: &Reader, at: usize) -> bool {
    reader.before(at).roles.meets(YEAR_AFTER) || introduces_year(reader, at)
}

fn introduces_year(reader: &Reader, at: usize) -> bool {
    at > 0
        && [
            "since",
            "by",
            "until",
            "till",
            "during",
            "after",
            "before",
            "through",
            "throughout",
            "circa",
            "about",
            "around",
            "year",
            "the",
            "for",
            "into",
            "his",
            "her",
            "its",
            "their",
            "a",
        ]
        .iter()
        .any(|word| reader.is_word(at - 1, word))
}

/// Whether the word at `at`, which may be a month's name, is used as one.
pub(super) fn is_month_word(reader: &Reader, at: usize, end: usize, alone: bool) -> bool {
    if !reader.is_capital(at) || reader.before(at).is(Role::Title) || named_person(reader, at) {
        return false;
    }
    if !alone {
        return true;
    }
    let before = reader.before(at);
    let cued = before.roles.meets(Roles::of(&[
        Role::In,
        Role::Of,
        Role::From,
        Role::To,
        Role::Between,
        Role::Edge,
        Role::Shift,
        Role::Every,
        Role::Direction,
        Role::OrdinalEnding,
        Role::Month,
    ])) || at > 0
        && [
            "since",
            "by",
            "until",
            "during",
            "for",
            "through",
            "throughout",
            "after",
            "before",
            "early",
            "late",
        ]
        .iter()
        .any(|w| reader.is_word(at - 1, w))
        || at > 1
            && (reader.is(at - 1, Role::And)
                || reader.is(at - 1, Role::Or)
                || reader.is_mark(at - 1, ',')
                || reader.is_hyphen(at - 1))
            && reader.any(at - 2, Roles::of(&[Role::Month, Role::MonthWord]))
        || reader.is_dash(at + 1) && reader.any(at + 2, Roles::of(&[Role::Month, Role::MonthWord]));
    let modal = reader.token(end).is_some_and(|t| t.kind == TokenKind::Word && t.of(reader.text) == "be");
    cued && !modal
}

/// "Theresa May", "Fredric March": a capital word before, which no sentence begins with.
fn named_person(reader: &Reader, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|i| reader.token(i)) else { return false };
    before.kind == TokenKind::Word
        && before.case == Case::Title
        && before.of(reader.text).len() > 1
        && reader.before(at).roles.is_empty()
        && !["By", "Since", "Until", "During", "For", "Through", "Throughout", "On", "Before", "After"]
            .contains(&before.of(reader.text))
        && !reader.is_number(at + 1)
}

/// "This Week", "USA Today": capitals inside a sentence are a title.
pub(super) fn is_title(reader: &Reader, first: usize, last: usize) -> bool {
    let title =
        |at: usize| reader.token(at).is_some_and(|t| t.kind == TokenKind::Word && t.case == Case::Title);
    if first < last {
        return title(first) && title(last);
    }
    let before = first.checked_sub(1).and_then(|at| reader.token(at));
    title(first)
        && before.is_some_and(|t| {
            t.kind == TokenKind::Word && t.case != Case::Lower && t.of(reader.text).len() > 1
        })
}

/// Whether a number is the size of something: "March 286 miles", "12 people".
pub(super) fn counts(reader: &Reader, end: usize) -> bool {
    reader.is(end, Role::NotYearBefore) && reader.token(end).is_some_and(|t| t.case == Case::Lower)
        || reader.is(end, Role::Multiplier)
        || reader.is_mark(end, '%')
}
