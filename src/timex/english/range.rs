//! Expressions that belong together: "April 12–14", "from March to May 2014", "1939–45", "6–7 February".

use super::date::year_behind;
use super::guard;
use crate::date::days_in_month;
use crate::lexicon::calendar::{Role, Unit};
use crate::timex::meaning::{Joint, Meaning, Pair, Part, TimeExpression, Written, WrittenYear};
use crate::timex::reader::Reader;
use crate::timex::rule::{Match, Place, Rule, starts};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "first day of a range",
    starts: starts(&[]),
    digits: true,
    read: first_day,
    examples: &["On [6]-[7 February] they met.", "From [12] to [14 April 2016] they met."],
    counter_examples: &["They won 6-7 and left."],
}];

/// The day before "-7 February": its month stands behind the second day.
fn first_day(place: &Place) -> Option<Match> {
    let reader = place.reader;
    let (first, 1..=2) = reader.digits(place.head)? else { return None };
    let joint = place.head + 1;
    if !(reader.is_dash(joint) || joins(reader, joint))
        || !reader.stands_free(place.head, place.head + 1) && !reader.is_dash(joint)
    {
        return None;
    }
    let (second, 1..=2) = reader.digits(joint + 1)? else { return None };
    let (_, month) = super::date::month_name(reader, joint + 2).filter(|_| reader.is_capital(joint + 2))?;
    let day = u8::try_from(first).ok().filter(|d| *d >= 1 && *d <= days_in_month(2000, month))?;
    (first < second)
        .then(|| Match::date(place.head, place.head + 1, Meaning::Date(Written::part(Part::Day(month, day)))))
}

fn joins(reader: &Reader, at: usize) -> bool {
    reader.any(at, starts(&[Role::To, Role::And, Role::Or]))
}

/// The second half of a range that is no expression by itself: the 14 of "April 12–14", the 45 of "1939–45".
pub(super) fn tail(reader: &Reader, last: &TimeExpression) -> Option<Match> {
    let joint = last.end as usize;
    let dash = reader.is_dash(joint);
    let Meaning::Date(written) = last.meaning else { return None };
    if !dash && !joins(reader, joint) {
        return None;
    }
    let at = joint + 1;
    let (number, length) = reader.digits(at)?;
    match (written.part, written.year) {
        (Part::Year, WrittenYear::Known(first)) if dash && length == 2 && !reader.spaced(at) => {
            let short = i32::try_from(number).ok()?;
            let year = first - first.rem_euclid(100) + short;
            (year > first && first >= 1000 && reader.stands_free(at, at + 1)).then(|| {
                Match::date(
                    at,
                    at + 1,
                    Meaning::Date(Written::part(Part::Year).of_year(WrittenYear::Known(year))),
                )
            })
        }
        (Part::Day(month, first), year) if length <= 2 => {
            let day = u8::try_from(number).ok()?;
            let ending = !reader.spaced(at + 1) && reader.is(at + 1, Role::OrdinalEnding);
            let end = at + 1 + usize::from(ending);
            let counted = guard::counts(reader, end)
                || reader.any(
                    end,
                    starts(&[
                        Role::Unit,
                        Role::Units,
                        Role::Month,
                        Role::MonthWord,
                        Role::MonthShort,
                        Role::Meridiem,
                        Role::OClock,
                    ]),
                );
            if day <= first || day > days_in_month(2000, month) || counted || reader.is(at, Role::Number) {
                return None;
            }
            // "April 12 and 14 people": a list of days ends the clause or goes on with a year
            let (stop, year) = match year_behind(reader, end, true) {
                Some((stop, found)) => (stop, found),
                None => (end, year),
            };
            let closed = dash
                || stop > end
                || !reader.token(end).is_some_and(|t| {
                    t.kind == crate::text::TokenKind::Word && reader.word(end).roles.is_empty()
                });
            let split = !reader.spaced(end) && reader.is_number(end + 1) && !reader.spaced(end + 1);
            (closed && !split).then(|| {
                Match::date(at, stop, Meaning::Date(Written::part(Part::Day(month, day)).of_year(year)))
            })
        }
        _ => None,
    }
}

/// What can stand at both ends of a range.
fn kind(expression: &TimeExpression) -> u8 {
    match expression.meaning {
        Meaning::Date(Written { part: Part::Weekday(_), .. }) => 1,
        Meaning::Date(Written { part: Part::Decade | Part::Century, .. }) => 2,
        Meaning::Date(_) => 3,
        Meaning::Day(_) => 1,
        _ => 4,
    }
}

/// Marks two expressions with nothing but a dash, "to" or "and" between them.
pub(super) fn join(reader: &Reader, found: &mut [TimeExpression]) {
    let [.., first, second] = found else { return };
    let (end, start) = (first.end as usize, second.first as usize);
    // "to", and an article that is not part of the second: "from May to the June of …"
    let joint = end;
    if start != end + 1
        && !(start == end + 2
            && reader.any(end, starts(&[Role::To, Role::And]))
            && reader.any(end + 1, starts(&[Role::Edge, Role::Article, Role::In])))
    {
        return;
    }
    let lasting = reader.is_dash(joint) || reader.is(joint, Role::To);
    let listing = reader.any(joint, starts(&[Role::And, Role::Or])) || reader.is_mark(joint, '/');
    // "figures rose from Friday to December's": only like goes with like
    if kind(first) != kind(second) {
        return;
    }
    if !(lasting || listing) || !first.is_date() || !second.is_date() {
        return;
    }
    let between =
        listing && (1..=2).any(|back| reader.is((first.first as usize).wrapping_sub(back), Role::Between));
    let length =
        matches!(first.meaning, Meaning::Unit(_, Unit::Day)) && first.time.is_some() != second.time.is_some();
    if length {
        return;
    }
    first.pair = if first.pair == Pair::Second { Pair::Both } else { Pair::First };
    second.pair = Pair::Second;
    second.joint = match () {
        () if lasting || between => Joint::Through,
        () if reader.is(joint, Role::Or) => Joint::Or,
        () => Joint::And,
    };
}
