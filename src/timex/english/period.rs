//! Decades, centuries, quarters, halves, seasons and holidays.

use super::date::{any_year, year_behind};
use crate::lexicon::calendar::{Role, Roles, Shift, Unit};
use crate::timex::meaning::{Meaning, Part, Written, WrittenYear};
use crate::timex::reader::Reader;
use crate::timex::rule::{Match, Place, Rule, starts};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "decade",
        starts: starts(&[Role::Decade, Role::Number]),
        digits: true,
        read: decade,
        examples: &[
            "In [the 1980s] it grew.",
            "In [the '90s] it shrank.",
            "Through [the nineties] it fell.",
            "In [the 470s BC] they campaigned.",
        ],
        counter_examples: &["He was in his thirties.", "He flew 1980 sorties."],
    },
    Rule {
        name: "century",
        starts: starts(&[Role::Ordinal, Role::Number]),
        digits: true,
        read: century,
        examples: &[
            "In [the 19th century] it stood.",
            "Since [the fourth century BC] it was known.",
            "A [twentieth-century] man.",
        ],
        counter_examples: &["The third day came."],
    },
    Rule {
        name: "quarter",
        starts: starts(&[Role::Ordinal, Role::Fiscal, Role::Shift]),
        digits: true,
        read: quarter,
        examples: &[
            "In [the third quarter of 1990] sales fell.",
            "The [fourth-quarter] loss grew.",
            "In [the first half of 1998] it rose.",
        ],
        counter_examples: &["He led in the first half of the match."],
    },
    Rule {
        name: "quarter of a year",
        starts: starts(&[Role::Shift]),
        digits: true,
        read: year_quarter,
        examples: &["In [this year's third quarter] sales fell.", "In [the 1988 second quarter] they rose."],
        counter_examples: &["Last year's men went."],
    },
    Rule {
        name: "fiscal year",
        starts: starts(&[Role::Fiscal]),
        digits: false,
        read: fiscal_year,
        examples: &["In [fiscal 1989] it earned more.", "In [fiscal year 2016] it fell."],
        counter_examples: &["Fiscal policy was tight."],
    },
    Rule {
        name: "season",
        starts: starts(&[Role::Season, Role::SeasonWord]),
        digits: false,
        read: season,
        examples: &[
            "In [the summer of 1955] they left.",
            "[Summer 1962] was hot.",
            "In [spring] they came back.",
            "During [the winter] they starved.",
        ],
        counter_examples: &["Prices fall again.", "They spring the trap."],
    },
    Rule {
        name: "holiday",
        starts: starts(&[Role::Holiday]),
        digits: false,
        read: holiday,
        examples: &["By [Christmas 1963] it was over.", "They met on [New Year's Eve]."],
        counter_examples: &["New men came."],
    },
];

fn decade(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let at = place.head;
    let word = reader.word(at);
    let (end, year, short) = if word.is(Role::Decade) {
        // "in his thirties" is an age
        place.definite().then_some(())?;
        (at + 1, i32::from(word.decade), true)
    } else if let Some((number, length)) = reader.digits(at) {
        let apostrophe = at > 0 && reader.is_apostrophe(at - 1);
        let ending = if reader.is_apostrophe(at + 1) && !reader.spaced(at + 1) { at + 2 } else { at + 1 };
        if reader.spaced(ending) || !reader.is(ending, Role::PluralEnding) || number % 10 != 0 {
            return None;
        }
        let decade = i32::try_from(number).ok()?;
        let genitive = reader.written(ending) != "s";
        // "the late 1980's", "mid-1980's"
        let dash = at.wrapping_sub(usize::from(at > 0 && reader.is_dash(at - 1)));
        let edge = reader.is(dash.wrapping_sub(1), Role::Edge);
        match length {
            4 if (1000..=2100).contains(&number) && (!genitive || place.definite() || edge) => {
                (ending + 1, decade, false)
            }
            3 => (ending + 1, decade, false),
            2 if apostrophe || place.definite() => (ending + 1, decade, true),
            _ => return None,
        }
    } else {
        // "the nineteen eighties"
        let ones = reader.word(at + 1);
        let century = word.is(Role::Number) && matches!(word.number, 15..=20);
        (century && ones.is(Role::Decade)).then_some(())?;
        (at + 2, i32::try_from(word.number * 100).ok()? + i32::from(ones.decade), false)
    };
    let era = reader.word(end);
    let before = era.is(Role::Era) && era.late;
    if !short && year < 1000 && !before {
        return None;
    }
    let (end, year) = match (before, short) {
        (true, _) => (end + 1, WrittenYear::Known(1 - year)),
        (false, true) => (end, WrittenYear::Short(u8::try_from(year).ok()?)),
        (false, false) => (end, WrittenYear::Known(year)),
    };
    let mut start = if place.definite() { place.at } else { at };
    // "the '90s": the apostrophe stands between article and figures
    if start == at && at > 0 && reader.is_apostrophe(at - 1) && !reader.spaced(at) {
        start = at - 1;
        if at > 1 && reader.is_word(at - 2, "the") {
            start = at - 2;
        }
    }
    Some(Match::date(start, end, Meaning::Date(Written::part(Part::Decade).of_year(year))))
}

fn century(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let (end, number) = reader.ordinal(place.head)?;
    let unit = reader.skip_hyphen(end);
    let is_century =
        reader.word(unit).unit == Some(Unit::Century) && reader.any(unit, starts(&[Role::Unit, Role::Units]));
    if !is_century || !(1..=30).contains(&number) {
        return None;
    }
    let era = reader.word(unit + 1);
    let bc = era.is(Role::Era) && era.late;
    let end = unit + 1 + usize::from(era.is(Role::Era));
    let first = i32::from(number) * 100;
    let year = if bc { 1 - first } else { first - 100 };
    let attributive = unit > place.head + 1 && reader.is_hyphen(unit - 1);
    let start = if place.definite() && !attributive { place.at } else { place.head };
    Some(Match::date(
        start,
        end,
        Meaning::Date(Written::part(Part::Century).of_year(WrittenYear::Known(year))),
    ))
}

/// `third quarter`, `first half`, `fiscal second-quarter`: where it ends and what it is.
fn quarter_name(reader: &Reader, at: usize) -> Option<(usize, Part)> {
    let mut at = at;
    if reader.is(at, Role::Fiscal) {
        at = reader.skip_hyphen(at + 1);
    }
    if reader.word(at).shift == Some(Shift::Last) && reader.is(at + 1, Role::Half) {
        return Some((at + 2, Part::Half(2)));
    }
    let (end, number) = reader.ordinal(at)?;
    let unit = reader.skip_hyphen(end);
    if reader.word(unit).unit == Some(Unit::Quarter)
        && reader.is(unit, Role::Unit)
        && (1..=4).contains(&number)
    {
        return Some((unit + 1, Part::Quarter(number)));
    }
    (reader.is(unit, Role::Half) && (1..=2).contains(&number)).then_some((unit + 1, Part::Half(number)))
}

fn quarter(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let (end, part) = quarter_name(reader, place.head)?;
    let year = year_behind(reader, end, false);
    let fiscal = reader.is(place.head, Role::Fiscal);
    if matches!(part, Part::Half(_)) && year.is_none() {
        return None;
    }
    // "the first quarter of the match", "a quarter of": only the calendar's quarters have a year or stand alone
    if year.is_none()
        && reader.is(end, Role::Of)
        && !fiscal
        && !(reader.is_mark(end + 1, '$') || reader.is_number(end + 1))
    {
        return None;
    }
    let hyphen = reader.is_hyphen(place.head + 1);
    let start = if place.definite() && !hyphen { place.at } else { place.head };
    let (stop, year) = year.unwrap_or((end, WrittenYear::Unsaid));
    Some(Match::date(start, stop, Meaning::Date(Written::part(part).of_year(year))))
}

/// "this year's third quarter", "the 1988 second quarter", "next year's first half"
fn year_quarter(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let at = place.head;
    let (behind, year) = if reader.is_number(at) {
        let (end, year) = any_year(reader, at)?;
        (end, WrittenYear::Known(year))
    } else {
        let shift = reader.word(at).shift?;
        let is_year = reader.is(at + 1, Role::Unit) && reader.word(at + 1).unit == Some(Unit::Year);
        if !is_year || reader.spaced(at + 2) || !reader.is(at + 2, Role::PluralEnding) {
            return None;
        }
        (at + 3, WrittenYear::Of(shift))
    };
    let start = if place.definite() { place.at } else { at };
    if let Some((end, part)) = quarter_name(reader, behind) {
        return Some(Match::date(start, end, Meaning::Date(Written::part(part).of_year(year))));
    }
    let word = reader.word(behind);
    if let Some(season) = word.season.filter(|_| word.roles.meets(starts(&[Role::Season, Role::SeasonWord])))
    {
        return Some(Match::date(
            start,
            behind + 1,
            Meaning::Date(Written::part(Part::Season(season)).of_year(year)),
        ));
    }
    // "the 1988 period", "the 1988 quarter"
    let is_quarter = word.is(Role::Unit) && word.unit == Some(Unit::Quarter);
    if is_quarter {
        return Some(Match::date(
            start,
            behind + 1,
            Meaning::Date(Written::part(Part::Quarter(0)).of_year(year)),
        ));
    }
    (word.is(Role::Period) && place.definite() && matches!(year, WrittenYear::Known(_)))
        .then(|| Match::date(start, behind + 1, Meaning::Date(Written::part(Part::Quarter(0)).of_year(year))))
}

fn fiscal_year(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let mut at = place.head + 1;
    if reader.is(at, Role::Unit) && reader.word(at).unit == Some(Unit::Year) {
        at += 1;
    }
    if reader.is_hyphen(at) {
        at += 1;
    }
    let (end, year) = any_year(reader, at)?;
    Some(Match::date(
        place.head,
        end,
        Meaning::Date(Written::part(Part::Year).of_year(WrittenYear::Known(year))),
    ))
}

fn season(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let word = reader.word(place.head);
    let season = word.season?;
    let end = place.head + 1;
    let year = year_behind(reader, end, true);
    let cued = place.definite()
        || word.is(Role::Season) && !reader.is_capital(place.head)
        || place.head > 0
            && (reader.before(place.head).roles.meets(Roles::of(&[
                Role::In,
                Role::Edge,
                Role::Of,
                Role::To,
                Role::And,
                Role::From,
                Role::Season,
            ])) || ["by", "since", "until", "during", "through", "following", "over"]
                .iter()
                .any(|w| reader.is_word(place.head - 1, w))
                || reader.is_hyphen(place.head - 1)
                    && reader.any(
                        place.head.wrapping_sub(2),
                        starts(&[Role::Season, Role::SeasonWord, Role::Edge]),
                    ));
    let verb = reader.any(end, starts(&[Role::Of])) && year.is_none();
    if year.is_none() && (!cued || verb || place.indefinite()) {
        return None;
    }
    if word.is(Role::SeasonWord)
        && year.is_none()
        && (reader.before(place.head).is(Role::To)
            || reader.before(place.head).is(Role::And)
                && !reader.any(place.head.wrapping_sub(2), starts(&[Role::Season, Role::SeasonWord])))
    {
        return None;
    }
    let start = if place.definite() { place.at } else { place.head };
    let (stop, year) = year.unwrap_or((end, WrittenYear::Unsaid));
    Some(Match::date(start, stop, Meaning::Date(Written::part(Part::Season(season)).of_year(year))))
}

fn holiday(place: &Place) -> Option<Match> {
    let reader = place.reader;
    if !reader.is_capital(place.head) {
        return None;
    }
    let (end, holiday) = reader.holiday(place.head)?;
    let (stop, year) = year_behind(reader, end, true).unwrap_or((end, WrittenYear::Unsaid));
    Some(Match::date(place.head, stop, Meaning::Date(Written::part(Part::Holiday(holiday)).of_year(year))))
}
