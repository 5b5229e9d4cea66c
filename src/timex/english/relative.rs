//! What is counted from a reference: "yesterday", "last Friday", "the previous month", "three days later", "now".

use super::date::{month_day, month_name};
use super::duration::or_units;
use super::guard;
use crate::lexicon::calendar::{Direction, PartOfDay, Role, Roles, Shift, Unit, Vague};
use crate::text::{Case, TokenKind};
use crate::timex::meaning::{Amount, Meaning, Modifier, Part, TimeOfDay, TimexType, Written};
use crate::timex::reader::Reader;
use crate::timex::rule::{Match, Place, Rule, starts};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "day of writing",
        starts: starts(&[Role::Day, Role::Unit]),
        digits: false,
        read: day,
        examples: &[
            "They met [yesterday].",
            "They meet [tomorrow night].",
            "They left [the day before yesterday].",
            "They leave [tonight].",
        ],
        counter_examples: &["The day before was long ago forgotten by all."],
    },
    Rule {
        name: "weekday",
        starts: starts(&[Role::Weekday, Role::WeekdayShort]),
        digits: false,
        read: weekday,
        examples: &["They met on [Friday].", "They left [Monday night]."],
        counter_examples: &["They sun themselves.", "Man Friday came."],
    },
    Rule {
        name: "moved name",
        starts: starts(&[Role::Shift]),
        digits: false,
        read: moved_name,
        examples: &[
            "They met [last May].",
            "They meet [next Tuesday].",
            "[This summer] was hot.",
            "They left [last night].",
            "They came [the following morning].",
            "It ended [that spring].",
            "They meet [next Tuesday, April 26].",
        ],
        counter_examples: &["The last may be first.", "This march went on."],
    },
    Rule {
        name: "moved unit",
        starts: starts(&[Role::Shift]),
        digits: false,
        read: moved_unit,
        examples: &[
            "It rose [last week].",
            "It fell in [the previous month].",
            "In [recent years] it grew.",
            "[That same day] they left.",
            "In [the following decade] it fell.",
            "It will last for [the next year].",
        ],
        counter_examples: &["This second man left.", "In that hour's light.", "It was their last day."],
    },
    Rule {
        name: "unit told of",
        starts: starts(&[Role::Unit, Role::Fiscal]),
        digits: false,
        read: told_unit,
        examples: &["For [the year], it lost.", "Over [the weekend] they met."],
        counter_examples: &["It was the hour of need.", "The second man left.", "The day of reckoning came."],
    },
    Rule {
        name: "day of something",
        starts: starts(&[Role::Ordinal]),
        digits: true,
        read: nth_day,
        examples: &["On [the second day] of the talks they agreed."],
        counter_examples: &["The second man left."],
    },
    Rule {
        name: "reference",
        starts: starts(&[Role::Reference, Role::Shift, Role::Filler]),
        digits: false,
        read: reference,
        examples: &[
            "They are [now] in Rome.",
            "He [recently] left.",
            "In [the past] it was so.",
            "In [the near future] it will be.",
            "It will pay in [the long term].",
            "The [recent] talks failed.",
            "[These days] it is so.",
        ],
        counter_examples: &["They drove past the house.", "Future talks may fail."],
    },
];

/// Where a part of the day at `at` ends, and which it is.
pub(super) fn part_of_day(reader: &Reader, at: usize) -> Option<(usize, PartOfDay)> {
    let part = reader.word(at).part_of_day?;
    Some((at + 1, part))
}

fn timed(mut found: Match, reader: &Reader) -> Match {
    if let Some((end, part)) = part_of_day(reader, found.end) {
        found.end = end;
        return found.at_time(TimeOfDay::Part(part));
    }
    // "Friday, in the morning" is two expressions; "Friday in the evening" too.
    found
}

fn day(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let word = reader.word(place.head);
    if word.is(Role::Day) {
        if guard::is_title(reader, place.head, place.head) {
            return None;
        }
        let found = Match::date(place.head, place.head + 1, Meaning::Day(word.offset));
        if reader.is_word(place.head, "tonight") {
            return Some(found.at_time(TimeOfDay::Part(PartOfDay::Night)));
        }
        return Some(timed(found, reader));
    }
    // the day before yesterday, the day after tomorrow
    let next = reader.word(place.head + 2);
    let beyond = match (reader.word(place.head + 1).direction, next.offset) {
        (Some(Direction::Before), -1) => -2,
        (Some(Direction::After), 1) => 2,
        _ => return None,
    };
    let valid = place.definite() && word.unit == Some(Unit::Day) && next.is(Role::Day);
    valid.then(|| Match::date(place.at, place.head + 3, Meaning::Day(beyond)))
}

fn weekday_name(reader: &Reader, at: usize) -> Option<(usize, u8)> {
    let word = reader.word(at);
    let short = word.is(Role::WeekdayShort);
    let valid = word.is(Role::Weekday) && reader.is_capital(at)
        || short
            && reader.is_capital(at)
            && reader.touching(at + 1, '.')
            && reader.token(at + 2).is_some_and(|t| t.case == Case::Lower);
    valid.then_some((at + 1, word.weekday))
}

fn weekday(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let (end, weekday) = weekday_name(reader, place.head)?;
    // "Man Friday", "Black Wednesday", "Bloody Sunday", "Ash Wednesday" are names
    let name = place.head > 0
        && reader.before(place.head).roles.is_empty()
        && ["Man", "Black", "Bloody", "Ruby", "Sheffield", "Bleeding"]
            .iter()
            .any(|w| reader.written(place.head - 1) == *w);
    // "The Sunday Times"
    let paper = reader.before(place.head).is(Role::Article)
        && reader.token(end).is_some_and(|t| t.kind == TokenKind::Word && t.case == Case::Title)
        && reader.word(end).part_of_day.is_none();
    if name || paper {
        return None;
    }
    Some(timed(Match::date(place.head, end, Meaning::Date(Written::part(Part::Weekday(weekday)))), reader))
}

/// A word that moves from a reference, at `head`: where it ends, and how it moves.
pub(super) fn shift_at(reader: &Reader, head: usize) -> Option<(usize, Shift)> {
    let word = reader.word(head);
    let shift = word.shift?;
    let next = reader.word(head + 1);
    match (shift, next.shift) {
        (Shift::This, Some(Shift::Past)) => Some((head + 2, Shift::Last)),
        (Shift::This, Some(Shift::Coming)) => Some((head + 2, Shift::Next)),
        (Shift::That | Shift::This, Some(Shift::Same)) => Some((head + 2, Shift::Same)),
        _ => Some((head + 1, shift)),
    }
}

fn moved_name(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let (at, shift) = shift_at(reader, place.head)?;
    if matches!(shift, Shift::These | Shift::Recent | Shift::Latest | Shift::Whole | Shift::Final) {
        return None;
    }
    let start = if place.definite() { place.at } else { place.head };
    let word = reader.word(at);
    if let Some((end, weekday)) = weekday_name(reader, at) {
        // "next Tuesday, April 12"
        if let Some(dated) = month_day(&Place { reader, at, head: at }) {
            return Some(Match { start, ..dated });
        }
        return Some(timed(
            Match::date(start, end, Meaning::Date(Written::part(Part::Weekday(weekday)).shifted(shift))),
            reader,
        ));
    }
    if let Some((end, month)) = month_name(reader, at) {
        if word.is(Role::MonthWord) && !guard::is_month_word(reader, at, end, false) || !reader.is_capital(at)
        {
            return None;
        }
        return Some(Match::date(
            start,
            end,
            Meaning::Date(Written::part(Part::Month(month)).shifted(shift)),
        ));
    }
    if let Some(season) = word.season.filter(|_| word.roles.meets(starts(&[Role::Season, Role::SeasonWord])))
    {
        if word.is(Role::SeasonWord) && place.definite() && shift == Shift::Last {
            return None;
        }
        return Some(Match::date(
            start,
            at + 1,
            Meaning::Date(Written::part(Part::Season(season)).shifted(shift)),
        ));
    }
    if let Some((end, part)) = part_of_day(reader, at) {
        let time = TimeOfDay::Part(part);
        let meaning = match shift {
            // last night is the night of yesterday
            Shift::Last if place.definite() => return None,
            Shift::Last => Meaning::Day(-1),
            Shift::Next if !place.definite() => Meaning::Day(1),
            Shift::Next | Shift::Behind => Meaning::Unit(Shift::Behind, Unit::Day),
            other => Meaning::Unit(other, Unit::Day),
        };
        return Some(Match::date(start, end, meaning).at_time(time));
    }
    if reader.is(at, Role::Holiday)
        && reader.is_capital(at)
        && let Some((end, holiday)) = reader.holiday(at)
    {
        return Some(Match::date(
            start,
            end,
            Meaning::Date(Written::part(Part::Holiday(holiday)).shifted(shift)),
        ));
    }
    None
}

fn moved_unit(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let (mut at, shift) = shift_at(reader, place.head)?;
    while reader.any(at, starts(&[Role::Fiscal]))
        || reader.is(at, Role::Filler) && !reader.any(at, starts(&[Role::Unit]))
    {
        at += 1;
    }
    let word = reader.word(at);
    let unit = word.unit?;
    if guard::is_title(reader, place.head, at) {
        return None;
    }
    let start = if place.definite() { place.at } else { place.head };
    if reader.is_hyphen(at + 1) && !reader.is_word(at + 2, "old") {
        return None;
    }
    if word.is(Role::Unit) {
        let counted = matches!(unit, Unit::Second | Unit::Minute | Unit::Quarter)
            && !matches!(
                shift,
                Shift::Last
                    | Shift::Next
                    | Shift::This
                    | Shift::Same
                    | Shift::That
                    | Shift::Before
                    | Shift::Behind
                    | Shift::Latest
            )
            || matches!(unit, Unit::Second | Unit::Minute | Unit::Hour);
        // "the present day" is a reference, and "their last day" is no yesterday
        let today = unit == Unit::Day
            && (reader.is_word(place.head, "present") || matches!(shift, Shift::Last | Shift::Final));
        if counted || today || matches!(shift, Shift::These | Shift::Recent | Shift::Between) {
            return None;
        }
        if matches!(shift, Shift::Past | Shift::Coming) {
            let kind = TimexType::Duration;
            return Some(Match::new(start, at + 1, kind, Meaning::Span(shift, Amount::ONE, unit)));
        }
        // "for the next year": as long as that
        let lasts =
            place.at > 0 && ["for", "over", "throughout"].iter().any(|w| reader.is_word(place.at - 1, w));
        if lasts && place.definite() && shift == Shift::Next && unit >= Unit::Day {
            let meaning = Meaning::Span(shift, Amount::ONE, unit);
            return Some(Match::new(start, at + 1, TimexType::Duration, meaning));
        }
        let meaning = if place.definite() && shift == Shift::Next {
            Meaning::Unit(Shift::Behind, unit)
        } else {
            Meaning::Unit(shift, unit)
        };
        return Some(Match::date(start, at + 1, meaning));
    }
    if word.is(Role::Units) {
        if shift == Shift::These {
            // "these days"
            let now = unit == Unit::Day && reader.is_word(place.head, "these");
            return now.then(|| Match::date(start, at + 1, Meaning::Reference(Vague::Present)));
        }
        let lasts = matches!(
            shift,
            Shift::Recent
                | Shift::Past
                | Shift::Coming
                | Shift::Last
                | Shift::Next
                | Shift::Final
                | Shift::Between
                | Shift::Behind
                | Shift::Before
        );
        if !lasts
            || matches!(unit, Unit::Second)
            || !place.definite() && matches!(shift, Shift::Final | Shift::Last | Shift::Next)
        {
            return None;
        }
        // "past years" and "coming weeks" point, "recent years" last up to now.
        match shift {
            Shift::Past if !place.definite() => {
                return Some(Match::date(start, at + 1, Meaning::Reference(Vague::Past)));
            }
            Shift::Coming if !place.definite() => {
                return Some(Match::date(start, at + 1, Meaning::Reference(Vague::Future)));
            }
            _ => {}
        }
        let end = or_units(reader, at + 1);
        return Some(Match::new(start, end, TimexType::Duration, Meaning::Duration(Amount::Vague, unit)));
    }
    None
}

fn told_unit(place: &Place) -> Option<Match> {
    let reader = place.reader;
    // "by year's end", "the year-end"
    if reader.word(place.head).unit == Some(Unit::Year) && reader.is(place.head, Role::Unit) {
        let at = if reader.is(place.head + 1, Role::PluralEnding) && !reader.spaced(place.head + 1) {
            place.head + 2
        } else {
            reader.skip_hyphen(place.head + 1)
        };
        if at < place.head + 3 && reader.is_word(at, "end") && !(reader.is(at + 1, Role::Of)) {
            let start = if place.definite() { place.at } else { place.head };
            return Some(
                Match::date(start, at + 1, Meaning::Unit(Shift::This, Unit::Year)).with(Some(Modifier::End)),
            );
        }
    }
    let fiscal = usize::from(reader.is(place.head, Role::Fiscal));
    let unit = reader.word(place.head + fiscal).unit?;
    let end = place.head + 1 + fiscal;
    // "later in the day"
    let later = unit == Unit::Day
        && reader.before(place.at).is(Role::In)
        && place.at > 1
        && reader.is(place.at - 2, Role::Edge);
    let coarse = !matches!(
        unit,
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Millennium | Unit::Day | Unit::Century
    );
    if !place.definite() || !(coarse || later) {
        return None;
    }
    let goes_on = reader.is_hyphen(end)
        || reader.is(end, Role::Of) && !reader.is_mark(end + 1, '$')
        || reader.is(end, Role::Number)
        || reader.is_number(end);
    if goes_on {
        return None;
    }
    let ended = reader.is(end, Role::PeriodEnd) || fiscal > 0;
    if ended && unit == Unit::Year {
        return Some(Match::new(place.at, end, TimexType::Duration, Meaning::Duration(Amount::ONE, unit)));
    }
    Some(Match::date(place.at, end, Meaning::Unit(Shift::Whole, unit)))
}

fn nth_day(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let (end, nth) = reader.ordinal(place.head)?;
    let word = reader.word(end);
    let day = word.is(Role::Unit) && word.unit == Some(Unit::Day);
    if !place.definite() || reader.is_hyphen(end + 1) {
        return None;
    }
    if let Some((end, part)) = part_of_day(reader, end) {
        return Some(Match::date(place.at, end, Meaning::Nth(nth, Unit::Day)).at_time(TimeOfDay::Part(part)));
    }
    day.then(|| Match::date(place.at, end + 1, Meaning::Nth(nth, Unit::Day)))
}

fn reference(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let word = reader.word(place.head);
    let end = place.head + 1;
    let make =
        |start: usize, end: usize, vague: Vague| Some(Match::date(start, end, Meaning::Reference(vague)));
    if word.shift == Some(Shift::Past) {
        // "the past", as a noun
        let noun = reader.token(end).is_none_or(|t| t.kind == TokenKind::Mark && !reader.is_hyphen(end))
            || reader
                .any(end, Roles::of(&[Role::And, Role::Or, Role::Cue, Role::In, Role::To, Role::Article]))
            || reader.is_word(end, "that")
            || reader.before(place.at).is(Role::In)
                && reader.word(end).unit.is_none()
                && reader.amount(end).is_none()
                && reader.word(end).season.is_none();
        return if place.definite() && noun { make(place.at, end, Vague::Past) } else { None };
    }
    // "this moment", "this crucial moment"
    if word.shift == Some(Shift::This) {
        let plain = reader.token(end).is_some_and(|t| t.kind == TokenKind::Word && t.case == Case::Lower);
        let adjective = usize::from(plain && reader.word(end).roles.is_empty());
        if reader.is(end + adjective, Role::Moment) {
            return make(place.head, end + adjective + 1, Vague::Present);
        }
    }
    if word.shift == Some(Shift::Recent) {
        return make(place.head, end, Vague::Past);
    }
    if word.shift.is_some() {
        let days = reader.is_word(place.head, "these") && reader.word(end).unit == Some(Unit::Day);
        let day = reader.is_word(place.head, "present")
            && reader.word(reader.skip_hyphen(end)).unit == Some(Unit::Day);
        return match (days, day) {
            (true, _) => make(place.head, end + 1, Vague::Present),
            (_, true) => make(place.at, reader.skip_hyphen(end) + 1, Vague::Present),
            _ => None,
        };
    }
    if word.is(Role::Filler) {
        // "the near future"
        let far =
            ["near", "foreseeable", "distant", "immediate"].iter().any(|w| reader.is_word(place.head, w));
        let future = far && reader.is_word(end, "future");
        // "over the long term", but not "long-term debt"
        let term = ["near", "short", "medium", "long"].iter().any(|w| reader.is_word(place.head, w))
            && reader.is_word(end, "term")
            && reader
                .token(end + 1)
                .is_none_or(|t| t.kind == TokenKind::Mark || !reader.word(end + 1).roles.is_empty());
        let valid = place.definite() && (future || term);
        return if valid { make(place.at, end + 1, Vague::Future) } else { None };
    }
    let vague = word.vague?;
    let written = reader.written(place.head);
    match vague {
        Vague::Future if reader.is_word(place.head, "future") => {
            let noun = !reader.token(end).is_some_and(|t| {
                t.kind == TokenKind::Word && t.case == Case::Lower && reader.word(end).roles.is_empty()
            });
            if place.definite() && noun && !reader.is(end, Role::Of) {
                make(place.at, end, vague)
            } else {
                None
            }
        }
        // "soon" tells an order more often than a time
        Vague::Future => None,
        // "formerly" and "previously" name a time where the sentence begins with them
        Vague::Past if !reader.is_word(place.head, "recently") && !reader.is_word(place.head, "lately") => {
            let first = written.starts_with(char::is_uppercase) && reader.is_word(place.head, "formerly");
            if first { make(place.head, end, vague) } else { None }
        }
        _ => {
            let right = place.head > 0 && reader.is_word(place.head - 1, "right");
            let more = place.head > 0 && reader.is_word(place.head - 1, "more");
            make(place.head - usize::from(right || more), end, vague)
        }
    }
}
