//! Days, months and years: "12 April 2016", "Apr. 12", "October, 1917", "2016-04-12", "4/5/2016", "499 BC".

use super::guard;
use crate::date::{Day, days_in_month};
use crate::lexicon::calendar::{Role, Roles, Shift};
use crate::timex::meaning::{Meaning, Part, Written, WrittenYear};
use crate::timex::reader::Reader;
use crate::timex::rule::{Match, Place, Rule, starts};

const MONTH: Roles = starts(&[Role::Month, Role::MonthWord, Role::MonthShort]);
const WEEKDAY: Roles = starts(&[Role::Weekday, Role::WeekdayShort]);

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "month day",
        starts: MONTH.or(WEEKDAY),
        digits: false,
        read: month_day,
        examples: &[
            "They met on [April 12, 2016].",
            "On [Tuesday, Apr. 12], they met.",
            "It ends on [December 31st].",
            "By [March 3 of that year] it was over.",
        ],
        counter_examples: &["The columns March 286 miles.", "Mrs May 12 times refused."],
    },
    Rule {
        name: "day month",
        starts: starts(&[Role::Ordinal, Role::Number]).or(WEEKDAY),
        digits: true,
        read: day_month,
        examples: &[
            "They met on [12 April 2016].",
            "On [the 3rd of March 1918] they signed.",
            "On [the 25th of May, 1915], it began.",
        ],
        counter_examples: &["All 12 march on."],
    },
    Rule {
        name: "month",
        starts: MONTH,
        digits: false,
        read: month,
        examples: &[
            "In [April 2016] they met.",
            "It began in [October, 1917].",
            "In [August of that year] it ended.",
            "They left in [September].",
            "They go in [May].",
        ],
        counter_examples: &["They may go.", "Mrs. May went.", "Soldiers march on."],
    },
    Rule {
        name: "ISO date",
        starts: Roles::NONE,
        digits: true,
        read: iso,
        examples: &["Updated [2016-04-12].", "Due by [2016-04]."],
        counter_examples: &["Call 2016-4412-12.", "Season 2016-18."],
    },
    Rule {
        name: "numeric date",
        starts: Roles::NONE,
        digits: true,
        read: numeric,
        examples: &["On [12.04.2016] they met.", "Dated [4/12/16].", "Sent on [11-02-1989]."],
        counter_examples: &["It fell 7/8 to 14.", "Version 3.11.2 is out."],
    },
    Rule {
        name: "year",
        starts: starts(&[Role::Era, Role::Number]),
        digits: true,
        read: year,
        examples: &[
            "In [1984] they met.",
            "In [499 BC] it began.",
            "Rome burned in [AD 64].",
            "In [nineteen ninety-six] it closed.",
        ],
        counter_examples: &["He sold 1984 copies.", "Proclamation No. 1914 was read.", "It cost $1999."],
    },
    Rule {
        name: "year by name",
        starts: starts(&[Role::Unit]),
        digits: false,
        read: the_year,
        examples: &["By [the year 2000] it was gone.", "In [the year two thousand] it began."],
        counter_examples: &["The year 300 men died was long."],
    },
    Rule {
        name: "short year",
        starts: Roles::NONE,
        digits: true,
        read: short_year,
        examples: &["In [April '98] they met.", "The class of '[68] met."],
        counter_examples: &["He is 68 today."],
    },
    Rule {
        name: "day of the month",
        starts: starts(&[Role::Ordinal]),
        digits: true,
        read: day_of_month,
        examples: &["They left on [the 12th]."],
        counter_examples: &[
            "The 12th man left.",
            "In the 19th century it stood.",
            "It is on the second floor.",
        ],
    },
];

/// A month's name from `at`, an abbreviation's stop included where something follows it.
pub(super) fn month_name(reader: &Reader, at: usize) -> Option<(usize, u8)> {
    let word = reader.word(at);
    if word.roles.meets(starts(&[Role::Month, Role::MonthWord])) {
        return Some((at + 1, word.month));
    }
    if word.is(Role::MonthShort) && reader.is_capital(at) {
        let end = if reader.touching(at + 1, '.') { at + 2 } else { at + 1 };
        let dated = end > at + 1 || reader.digits(end).is_some_and(|(_, n)| n <= 2 || n == 4);
        return dated.then_some((end, word.month));
    }
    None
}

/// A day of the month in digits, from `at`.
fn day_number(reader: &Reader, at: usize) -> Option<(usize, u8)> {
    let (number, length) = reader.digits(at)?;
    let day = u8::try_from(number).ok().filter(|d| (1..=31).contains(d) && length <= 2)?;
    let ending = !reader.spaced(at + 1) && reader.is(at + 1, Role::OrdinalEnding);
    let end = if ending { at + 2 } else { at + 1 };
    let split = !reader.spaced(end)
        && (matches!(reader.written(end), "." | "," | ":" | "/")
            && !reader.spaced(end + 1)
            && reader.is_number(end + 1)
            || reader.is_mark(end, '%'));
    (!split).then_some((end, day))
}

/// The year behind a month or day: `, 2016`, `2016`, `of 1940`, `of that year`, `last year`, `'98`.
pub(super) fn year_behind(reader: &Reader, at: usize, comma: bool) -> Option<(usize, WrittenYear)> {
    let mut start = at;
    if comma && reader.touching(at, ',') {
        start += 1;
    }
    if reader.is(start, Role::Of) {
        start += 1;
    }
    if let Some((end, year)) =
        any_year(reader, start).or_else(|| guard::is_year(reader, start, true).map(|y| (start + 1, y)))
    {
        return Some((end, WrittenYear::Known(year)));
    }
    if reader.is_apostrophe(start)
        && !reader.spaced(start + 1)
        && let Some((number, 2)) = reader.digits(start + 1)
    {
        return Some((start + 2, WrittenYear::Short(u8::try_from(number).ok()?)));
    }
    let article = start + usize::from(reader.is(start, Role::Article));
    let word = reader.word(article);
    let of_year = word.shift.filter(|s| {
        matches!(
            s,
            Shift::This
                | Shift::Last
                | Shift::Next
                | Shift::Before
                | Shift::Behind
                | Shift::Same
                | Shift::That
        )
    });
    // "that same year"
    let twice = of_year == Some(Shift::That) && reader.word(article + 1).shift == Some(Shift::Same);
    let unit = article + 1 + usize::from(twice);
    let is_year =
        reader.is(unit, Role::Unit) && reader.word(unit).unit == Some(crate::lexicon::calendar::Unit::Year);
    let possessive = reader.written(unit + 1).ends_with('s') && !reader.spaced(unit + 1);
    if let (Some(shift), true, false) = (of_year, is_year, possessive) {
        return Some((unit + 1, WrittenYear::Of(shift)));
    }
    let bare = start > at
        && reader.is(start, Role::Article)
        && reader.word(start + 1).unit == Some(crate::lexicon::calendar::Unit::Year)
        && reader.is(start + 1, Role::Unit);
    bare.then_some((start + 2, WrittenYear::Of(Shift::Same)))
}

/// A year in digits or words with its era: `1984`, `499 BC`, `AD 64`, `nineteen ninety-six`.
pub(super) fn any_year(reader: &Reader, at: usize) -> Option<(usize, i32)> {
    if reader.is(at, Role::Era)
        && !reader.word(at).late
        && reader.token(at).is_some_and(|t| t.case == crate::text::Case::Upper)
    {
        let (number, _) = reader.digits(at + 1).filter(|(n, _)| (1..=2100).contains(n))?;
        return Some((at + 2, i32::try_from(number).ok()?));
    }
    if reader.is_number(at) {
        if let Some(end) = era_behind(reader, at + 1) {
            let (number, _) = reader.digits(at).filter(|(n, length)| *n > 0 && *length <= 4)?;
            let number = i32::try_from(number).ok()?;
            let before = reader.word(end - 1).late;
            return Some((end, if before { 1 - number } else { number }));
        }
        return guard::is_year(reader, at, false).map(|year| (at + 1, year));
    }
    spoken_year(reader, at)
}

fn era_behind(reader: &Reader, at: usize) -> Option<usize> {
    let word = reader.word(at);
    (word.is(Role::Era) && reader.token(at).is_some_and(|t| t.case == crate::text::Case::Upper))
        .then_some(at + 1)
}

/// nineteen ninety-six, nineteen hundred, twenty sixteen
fn spoken_year(reader: &Reader, at: usize) -> Option<(usize, i32)> {
    let first = reader.word(at);
    let century = first.is(Role::Number) && matches!(first.number, 15..=20);
    if !century || reader.is_hyphen(at + 1) {
        return None;
    }
    let (end, rest) = reader.whole_number(at + 1)?;
    let fits = (10..100).contains(&rest)
        && !reader.is(end, Role::Multiplier)
        && !reader.is(end, Role::NotYearBefore);
    let year = i32::try_from(first.number * 100 + rest).ok()?;
    (fits && !(first.number == 20 && rest > 40)).then_some((end, year))
}

fn weekday_before(reader: &Reader, at: usize) -> Option<(usize, u8)> {
    let word = reader.word(at);
    if !word.roles.meets(WEEKDAY) || !reader.is_capital(at) {
        return None;
    }
    let mut end = at + 1;
    if word.is(Role::WeekdayShort) && reader.touching(end, '.') {
        end += 1;
    }
    if reader.touching(end, ',') {
        end += 1;
    }
    Some((end, word.weekday))
}

fn finish(
    start: usize,
    end: usize,
    part: Part,
    year: Option<(usize, WrittenYear)>,
    weekday: Option<u8>,
) -> Match {
    let mut written = Written::part(part);
    written.weekday = weekday;
    let mut stop = end;
    if let Some((behind, year)) = year {
        written.year = year;
        stop = behind;
    }
    Match::date(start, stop, Meaning::Date(written))
}

pub(super) fn month_day(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let (at, weekday) = match weekday_before(reader, place.head) {
        Some((end, weekday)) => (end, Some(weekday)),
        None => (place.head, None),
    };
    let (after_month, month) = month_name(reader, at)?;
    let article = usize::from(
        weekday.is_none() && reader.is(after_month, Role::Article) && !reader.is_number(after_month),
    );
    let (end, day) = day_number(reader, after_month + article).or_else(|| {
        // "March eighth", but not "May first see"
        let (end, day) = reader.ordinal(after_month + article)?;
        (!reader.word(at).is(Role::MonthWord) || weekday.is_some() || day > 1).then_some((end, day))
    })?;
    let unit = reader.any(end, starts(&[Role::Unit, Role::Units])) && !reader.is_number(end - 1);
    if day > days_in_month(2000, month) || guard::counts(reader, end) || unit {
        return None;
    }
    if reader.is(at, Role::MonthWord) && !guard::is_month_word(reader, at, end, false) {
        return None;
    }
    Some(finish(place.head, end, Part::Day(month, day), year_behind(reader, end, true), weekday))
}

fn day_month(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let (mut at, weekday) = match weekday_before(reader, place.head) {
        Some((end, weekday)) => (end, Some(weekday)),
        None => (place.head, None),
    };
    let (after_day, day) = day_number(reader, at).or_else(|| reader.ordinal(at))?;
    let ordinal = after_day > at + 1 || !reader.is_number(at);
    at = after_day;
    let of = ordinal && reader.is(at, Role::Of);
    if of {
        at += 1;
    }
    at = reader.skip_hyphen(at);
    let (end, month) = month_name(reader, at)?;
    if day == 0 || day > days_in_month(2000, month) || !reader.is_capital(at) {
        return None;
    }
    let start = if place.definite() && ordinal { place.at } else { place.head };
    let year = year_behind(reader, reader.skip_hyphen(end), true);
    Some(finish(start, end, Part::Day(month, day), year, weekday))
}

fn month(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let at = place.head;
    let (end, month) = month_name(reader, at)?;
    let year = year_behind(reader, end, true);
    let word = reader.word(at);
    let alone = year.is_none();
    if word.is(Role::MonthWord) && !guard::is_month_word(reader, at, end, alone) {
        return None;
    }
    // "august" is an adjective; abbreviations alone are names: "Jan", "Mar"
    if !reader.is_capital(at) && matches!(month, 3 | 5 | 8)
        || word.is(Role::MonthShort) && !word.is(Role::Month) && alone && !reader.touching(at + 1, '.')
    {
        return None;
    }
    if alone && reader.is_capital(at) && reader.is(at, Role::Month) && reader.before(at).is(Role::Title) {
        return None;
    }
    let end = if alone
        && word.is(Role::MonthShort)
        && !word.is(Role::Month)
        && reader.spaced(end)
        && reader.is_mark(end - 1, '.')
    {
        end - 1
    } else {
        end
    };
    Some(finish(at, end, Part::Month(month), year, None))
}

fn iso(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let at = place.head;
    let (year, 4) = reader.digits(at)? else { return None };
    let (month, 2) = reader.digits(at + 2).filter(|_| reader.is_hyphen(at + 1))? else { return None };
    let year = i32::try_from(year).ok()?;
    let month = u8::try_from(month).ok()?;
    if reader.is_hyphen(at + 3) {
        let (day, 2) = reader.digits(at + 4)? else { return None };
        let day = u8::try_from(day).ok()?;
        let free = !reader.is_hyphen(at + 5) || !reader.is_number(at + 6);
        Day::from_ymd(i64::from(year), month, day).filter(|_| free)?;
        return Some(finish(
            at,
            at + 5,
            Part::Day(month, day),
            Some((at + 5, WrittenYear::Known(year))),
            None,
        ));
    }
    let valid = (1..=12).contains(&month)
        && (1000..=2100).contains(&year)
        && i32::from(month) <= year % 100
        && reader.stands_free(at, at + 3);
    valid.then(|| finish(at, at + 3, Part::Month(month), Some((at + 3, WrittenYear::Known(year))), None))
}

fn numeric(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let at = place.head;
    let (first, length) = reader.digits(at)?;
    let separator = reader.written(at + 1);
    if length > 2 || !matches!(separator, "/" | "." | "-") || reader.spaced(at + 1) || reader.spaced(at + 2) {
        return None;
    }
    let (second, 1..=2) = reader.digits(at + 2)? else { return None };
    if reader.written(at + 3) != separator || reader.spaced(at + 3) || reader.spaced(at + 4) {
        return None;
    }
    let (year, digits) = reader.digits(at + 4)?;
    let free = !matches!(reader.written(at + 5), "/" | "-" | "%")
        && (reader.spaced(at + 6) || !reader.is_number(at + 6) || reader.spaced(at + 5));
    let year = match (digits, separator) {
        (4, _) if (1000..=2100).contains(&year) => WrittenYear::Known(i32::try_from(year).ok()?),
        (2, "/") => WrittenYear::Short(u8::try_from(year).ok()?),
        (2, "." | "-") if length == 2 && reader.digits(at + 2)?.1 == 2 => {
            WrittenYear::Short(u8::try_from(year).ok()?)
        }
        _ => return None,
    };
    let (a, b) = (u8::try_from(first).ok()?, u8::try_from(second).ok()?);
    let valid =
        |month: u8, day: u8| (1..=12).contains(&month) && day >= 1 && day <= days_in_month(2000, month);
    // Points are how the continent writes, day first; strokes and hyphens do not say.
    let day_first = valid(b, a).then_some((b, a));
    let month_first = valid(a, b).then_some((a, b)).filter(|_| separator != ".");
    let (part, other) = match (month_first, day_first) {
        (Some(us), Some(other)) if us != other => (us, Some(other)),
        (Some(us), _) => (us, None),
        (None, Some(day_first)) => (day_first, None),
        (None, None) => return None,
    };
    if !free || at > 0 && !reader.spaced(at) && matches!(reader.written(at - 1), "/" | "-" | "." | "$" | "#")
    {
        return None;
    }
    let mut found = finish(at, at + 5, Part::Day(part.0, part.1), Some((at + 5, year)), None);
    if let Meaning::Date(written) = &mut found.meaning {
        written.other = other;
    }
    Some(found)
}

fn year(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let at = place.head;
    let plural = !reader.spaced(at + 1) && reader.is(at + 1, Role::PluralEnding);
    // "1990's" may be a decade or belong to the year: only "the 1990's" is the decade.
    if plural && reader.is_word(at + 1, "s") {
        return None;
    }
    // 499-493 BC, 499 to 493 BC, 496 and 495 BC: the era stands behind the second
    if let Some((number, 1..=4)) = reader.digits(at) {
        let joined = reader.is_dash(at + 1) || reader.any(at + 1, starts(&[Role::To, Role::And, Role::Or]));
        if joined
            && reader.is_number(at + 2)
            && let Some(end) = era_behind(reader, at + 3)
            && reader.word(end - 1).late
            && number > 0
        {
            let written =
                Written::part(Part::Year).of_year(WrittenYear::Known(1 - i32::try_from(number).ok()?));
            return Some(Match::date(at, at + 1, Meaning::Date(written)));
        }
    }
    let (end, year) = any_year(reader, at)?;
    // "1500 GMT" and "1500 hours" are times
    if reader.any(end, starts(&[Role::Zone, Role::HoursWord])) && end == at + 1 && reader.is_number(at) {
        return None;
    }
    let written = Written::part(Part::Year).of_year(WrittenYear::Known(year));
    Some(Match::date(at, end, Meaning::Date(written)))
}

fn the_year(place: &Place) -> Option<Match> {
    let reader = place.reader;
    if reader.word(place.head).unit != Some(crate::lexicon::calendar::Unit::Year) || !place.definite() {
        return None;
    }
    let (end, year) = any_year(reader, place.head + 1).or_else(|| {
        let (end, number) = reader.whole_number(place.head + 1)?;
        (1000..=2100).contains(&number).then_some((end, i32::try_from(number).ok()?))
    })?;
    Some(Match::date(
        place.at,
        end,
        Meaning::Date(Written::part(Part::Year).of_year(WrittenYear::Known(year))),
    ))
}

fn short_year(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let at = place.head;
    let (number, 2) = reader.digits(at)? else { return None };
    let apostrophe = at > 0 && reader.is_apostrophe(at - 1) && !reader.spaced(at) && reader.spaced(at - 1);
    // "iLife '11" is a name: a year has a preposition before it
    if !apostrophe
        || !guard::introduces(reader, at - 1)
        || reader.is(at + 1, Role::PluralEnding)
        || !reader.stands_free(at, at + 1)
    {
        return None;
    }
    let written = Written::part(Part::Year).of_year(WrittenYear::Short(u8::try_from(number).ok()?));
    Some(Match::date(at, at + 1, Meaning::Date(written)))
}

/// "the 12th", where the sentence goes on as if it were a date.
fn day_of_month(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let (end, day) = reader.ordinal(place.head)?;
    let cued = place.at > 0
        && (reader.is(place.at - 1, Role::On)
            || ["by", "until", "since"].iter().any(|w| reader.is_word(place.at - 1, w)));
    let closed =
        reader.token(end).is_none_or(|t| t.kind == crate::text::TokenKind::Mark && !reader.is_hyphen(end))
            || reader.any(end, starts(&[Role::And, Role::To, Role::Or]));
    let digits = reader.is_number(place.head);
    let valid = place.definite() && cued && closed && digits && (1..=31).contains(&day);
    valid.then(|| Match::date(place.at, end, Meaning::Date(Written::part(Part::DayOfMonth(day)))))
}
