//! Clock times and parts of the day: "5 p.m. EST", "0300 GMT", "noon", "the morning of 6 June".

use super::date;
use super::relative::part_of_day;
use crate::lexicon::calendar::{Role, Roles, Shift, Unit};
use crate::timex::meaning::{Again, Meaning, PartOfDay, TimeOfDay, TimexType};
use crate::timex::reader::Reader;
use crate::timex::rule::{Match, Place, Rule, starts};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "clock time",
        starts: starts(&[Role::Number, Role::Clock]),
        digits: true,
        read: clock,
        examples: &[
            "They left at [5 p.m.]",
            "At [10:30 a.m. EST] they met.",
            "They met at [0300 GMT].",
            "At [five o'clock] they left.",
            "They left at [noon].",
        ],
        counter_examples: &["They lost 3:2.", "He read John 3:16."],
    },
    Rule {
        name: "part of a day",
        starts: starts(&[Role::PartOfDay, Role::Edge]),
        digits: false,
        read: part,
        examples: &[
            "On [the morning of 6 June 1944] they landed.",
            "On [the night of May 13] it fell.",
            "By [mid-afternoon] the gates were open.",
            "They spoke in [the evening].",
            "They travel at [night].",
        ],
        counter_examples: &[
            "The morning star.",
            "Night raids went on.",
            "They met in the evening's last light.",
        ],
    },
];

/// Reads a time, from `at`: where it ends, and what it is.
fn time(reader: &Reader, at: usize) -> Option<(usize, TimeOfDay)> {
    let word = reader.word(at);
    if word.is(Role::Clock) {
        let hour = u8::try_from(word.number / 60).ok()?;
        let minute = (hour == 12).then_some(0);
        return Some((at + 1, TimeOfDay::Clock { hour, minute, second: None }));
    }
    let Some((number, length)) = reader.digits(at) else {
        let (end, number) = reader.whole_number(at).filter(|(_, n)| (1..=12).contains(n))?;
        let (end, late) = match (reader.is(end, Role::OClock), meridiem(reader, end)) {
            (true, _) => (end + 1, None),
            (_, Some((end, late))) => (end, Some(late)),
            _ => return None,
        };
        return Some((end, TimeOfDay::Clock { hour: hour_of(number, late)?, minute: None, second: None }));
    };
    // 0300 GMT, 1500 hours
    if length == 4 {
        let named = reader.any(at + 1, starts(&[Role::Zone, Role::HoursWord]));
        let (hour, minute) = (u8::try_from(number / 100).ok()?, u8::try_from(number % 100).ok()?);
        let valid = named && hour < 25 && minute < 60;
        return valid.then_some((at + 1, TimeOfDay::Clock { hour, minute: Some(minute), second: None }));
    }
    if length > 2 || number > 24 {
        return None;
    }
    let (mut end, mut minute, mut second) = (at + 1, None, None);
    let colon = reader.touching(end, ':') || reader.touching(end, '.');
    let mark_colon = reader.touching(end, ':');
    if colon
        && !reader.spaced(end + 1)
        && let Some((value, 2)) = reader.digits(end + 1)
        && value < 60
    {
        minute = u8::try_from(value).ok();
        end += 2;
        if reader.touching(end, ':')
            && let Some((value, 2)) = reader.digits(end + 1)
            && value < 60
        {
            second = u8::try_from(value).ok();
            end += 2;
        }
    }
    let cued = mark_colon
        && minute.is_some()
        && (["at", "by", "until", "around", "about", "before", "after", "from"]
            .iter()
            .any(|w| at > 0 && reader.is_word(at - 1, w))
            || reader.is(end, Role::Zone)
            || reader.is_word(end, "local")
            || reader.is_word(end, "hours"));
    let (end, late) = match meridiem(reader, end) {
        Some((end, late)) => (end, Some(late)),
        None if reader.is(end, Role::OClock) => (end + 1, None),
        None if cued => (end, None),
        None => return None,
    };
    if at > 0
        && !reader.spaced(at)
        && matches!(reader.written(at - 1), "$" | "." | ":" | "-")
        && !reader.is_hyphen(at - 1)
    {
        return None;
    }
    Some((end, TimeOfDay::Clock { hour: hour_of(number, late)?, minute, second }))
}

fn meridiem(reader: &Reader, at: usize) -> Option<(usize, bool)> {
    let word = reader.word(at);
    if !word.is(Role::Meridiem) {
        return None;
    }
    // "am" is a verb where it does not touch the hour: "5 am" is a time, "I am" is none.
    Some((at + 1, word.late))
}

fn hour_of(number: u32, late: Option<bool>) -> Option<u8> {
    let hour = match (number, late) {
        (1..=11, Some(true)) => number + 12,
        (12, Some(false)) => 0,
        (13..=24, Some(_)) => return None,
        _ => number,
    };
    u8::try_from(hour).ok()
}

fn zone(reader: &Reader, at: usize) -> usize {
    if reader.is(at, Role::Zone) && reader.is_capital(at) {
        return at + 1;
    }
    if reader.is(at, Role::Local) && reader.is(at + 1, Role::Time) {
        return at + 2;
    }
    at
}

fn clock(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let (end, time) = time(reader, place.head)?;
    if place.indefinite() && reader.is(place.head, Role::Clock) {
        return None;
    }
    let end = zone(reader, end);
    let own = Match::date(place.head, end, Meaning::Unit(Shift::This, Unit::Day)).at_time(time);
    // "in the morning" behind a clock time belongs to it
    let mut at = end;
    if reader.is(at, Role::In) && reader.is(at + 1, Role::Article) && part_of_day(reader, at + 2).is_some() {
        at += 3;
    }
    let mut behind = at;
    if reader.touching(behind, ',') {
        behind += 1;
    }
    if reader.is(behind, Role::On) {
        behind += 1;
    }
    match dated(reader, behind) {
        Some(found) => Some(Match { start: place.head, ..found }.at_time(time)),
        None => Some(Match { end: at, ..own }),
    }
}

/// A day that a time belongs to.
fn dated(reader: &Reader, at: usize) -> Option<Match> {
    let head = at + usize::from(reader.is(at, Role::Article) && !reader.word(at).late);
    let place = Place { reader, at, head };
    let roles = reader.word(head).roles;
    let number = reader.is_number(head);
    let mut best: Option<Match> = None;
    for rule in date::RULES.iter().chain(super::relative::RULES) {
        if !DATING.contains(&rule.name) || !(rule.starts.meets(roles) || number && rule.digits) {
            continue;
        }
        if let Some(found) = (rule.read)(&place)
            && best.is_none_or(|b| found.end > b.end)
            && found.time.is_none()
        {
            best = Some(found);
        }
    }
    best
}

/// The rules whose days may stand beside a time.
const DATING: &[&str] =
    &["month day", "day month", "day of writing", "weekday", "moved name", "ISO date", "numeric date"];

/// "the morning of 6 June", "early in the morning of 29 April", "the early morning hours of May 3"
fn part(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let mut at = place.head;
    if reader.is(at, Role::Edge) {
        at += 1;
        if reader.is_hyphen(at) {
            at += 1;
        }
    }
    let (mut end, part) = part_of_day(reader, at)?;
    let edge = at > place.head;
    let before = place.at.wrapping_sub(1);
    let behind = reader.any(end, Roles::of(&[Role::HoursWord, Role::Units, Role::Of]))
        || reader.is(end, Role::Day)
        || reader.is_hyphen(end)
        || reader.is(end, Role::PluralEnding);
    // "at night": whichever night
    if part == PartOfDay::Night && !edge && place.head == place.at && !behind && reader.is_word(before, "at")
    {
        let every = Meaning::Set(Again::PartOfDay(part), None);
        return Some(Match::new(place.head, end, TimexType::Set, every));
    }
    // "in the morning", "by mid-afternoon": of the day that is told of
    let within = ["in", "during", "through", "by"].iter().any(|w| reader.is_word(before, w));
    let named = !reader.is_capital(at) && reader.written(end - 1).ends_with(['n', 'g', 't']);
    if within && named && !behind && (place.definite() || edge && place.head == place.at) {
        let start = if place.definite() { place.at } else { place.head };
        let day = Match::date(start, end, Meaning::Unit(Shift::Same, Unit::Day));
        return Some(day.at_time(TimeOfDay::Part(part)));
    }
    if reader.any(end, Roles::of(&[Role::HoursWord, Role::Units])) {
        end += 1;
    }
    // "mid-afternoon yesterday"
    let found = if reader.is(end, Role::Day) {
        dated(reader, end)?
    } else {
        reader.is(end, Role::Of).then(|| dated(reader, end + 1))??
    };
    let time = if reader.is(at, Role::PartOfDay) { part } else { PartOfDay::Morning };
    let start = if place.definite() { place.at } else { place.head };
    Some(Match { start, ..found }.at_time(TimeOfDay::Part(time)))
}
