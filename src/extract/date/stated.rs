use super::attach::{Attachment, time_for_clause, time_of_noun, window};
use super::last_known;
use crate::date::{Choice, Date, Edtf, Endpoint, Precision};
use crate::event::{EventDate, Realis};
use crate::extract::action::{Action, Position};
use crate::extract::{Reader, Sentence};
use crate::timex::{Direction, Joint, Meaning, Modifier, Resolved};

/// The date that the text gives an action: by an expression of its own, or of its clause.
pub(in crate::extract) fn stated(
    reader: &Reader,
    sentence: &Sentence,
    action: &Action,
    realis: Realis,
) -> Option<EventDate> {
    if let Some(course) = &sentence.course
        && action.noun.is_some_and(|noun| course.is_of(noun))
    {
        return course.date(reader, sentence);
    }
    let own = action.noun.and_then(|g| time_of_noun(sentence, g));
    let of_clause = action.clause.and_then(|c| {
        let inherits = match action.position {
            Position::Verb | Position::LightObject | Position::Happening => true,
            Position::Behind(p) => matches!(
                reader.token(sentence, p).to_ascii_lowercase().as_str(),
                "at" | "during" | "for" | "in"
            ),
            Position::Free => false,
        };
        time_for_clause(reader, sentence, c).filter(|_| inherits)
    });
    let attachment = own.or(of_clause)?;
    // "since September, when he proposed it": what is told behind "when" happened then, not since then.
    let relative = own.is_none() && attachment.relative.is_some() && attachment.relative == action.clause;
    compose(reader, sentence, attachment, relative, realis)
}

/// The expressions that go on a list or range which begins with one.
fn listed<'a>(reader: &Reader<'a>, first: usize) -> impl Iterator<Item = &'a Resolved> {
    let goes_on = |i: usize| reader.times.get(i).is_some_and(|t| t.expression.pair.goes_on());
    let end = (first..).find(|i| !goes_on(*i)).unwrap_or(first);
    reader.times.get(first + 1..=end).unwrap_or_default().iter()
}

/// Puts an expression and its preposition together.
fn compose(
    reader: &Reader,
    sentence: &Sentence,
    attachment: &Attachment,
    relative: bool,
    realis: Realis,
) -> Option<EventDate> {
    let time = &reader.times[attachment.time];
    let mut edtf = time.edtf().or_else(|| window(reader, time))?;
    let explain = |time: &Resolved| time.explain(reader.times, &reader.document.text).to_string();
    let mut explanation = explain(time);
    let basis = time.basis();
    for second in listed(reader, attachment.time) {
        let Some(Edtf::Date(b)) = second.edtf() else { break };
        edtf = match (edtf, second.expression.joint) {
            (Edtf::Date(a), Joint::Through) => Edtf::interval(a, b),
            (Edtf::Date(a), Joint::And) => Edtf::AllOf(vec![Choice::Date(a), Choice::Date(b)]),
            (Edtf::Date(a), Joint::Or) => Edtf::OneOf(vec![Choice::Date(a), Choice::Date(b)]),
            (Edtf::AllOf(mut all), Joint::And) => {
                all.push(Choice::Date(b));
                Edtf::AllOf(all)
            }
            (Edtf::OneOf(mut some), Joint::And | Joint::Or) => {
                some.push(Choice::Date(b));
                Edtf::OneOf(some)
            }
            (other, _) => {
                edtf = other;
                break;
            }
        };
        explanation = format!("{explanation}; {}", explain(second));
    }
    // "less than two weeks ago": somewhere between that and the day of writing.
    if let (Some(modifier), Meaning::Offset(_, _, Direction::Ago), Edtf::Date(date)) =
        (time.expression.modifier, time.expression.meaning, &edtf)
    {
        edtf = match modifier {
            Modifier::LessThan | Modifier::EqualOrLess => {
                Edtf::some_time(Some(date.clone()), Some(last_known(reader)?))
            }
            Modifier::MoreThan | Modifier::EqualOrMore => Edtf::some_time(None, Some(date.clone())),
            _ => edtf,
        };
    }
    let preposition =
        attachment.preposition.filter(|_| !relative).map(|t| reader.token(sentence, t).to_ascii_lowercase());
    if let (Some(word), Edtf::Date(date)) = (preposition.as_deref(), &edtf) {
        let date = date.clone();
        let new = match word {
            "since" | "from" => Some(Edtf::since(date)),
            "until" | "till" => Some(Edtf::Interval(Endpoint::Unknown, Endpoint::Date(date))),
            "by" => Some(Edtf::some_time(None, Some(date))),
            "before" => Some(Edtf::some_time(None, Some(day_before(&date)))),
            "after" | "following" => {
                // What is told as done was done by the day of writing, unless the text looks further ahead.
                let ahead =
                    |last: &Date| Edtf::Date(last.clone()).bounds().latest() < edtf.bounds().earliest();
                let last = last_known(reader).filter(|last| realis == Realis::Actual && !ahead(last));
                Some(Edtf::some_time(Some(date), last))
            }
            "throughout" => Some(Edtf::interval(date.clone(), date)),
            _ => None,
        };
        if let Some(new) = new {
            explanation = format!("\"{word}\": {explanation}");
            edtf = new;
        }
    }
    Some(EventDate { edtf, basis, explanation })
}

fn day_before(date: &Date) -> Date {
    let bounds = Edtf::Date(date.clone()).bounds();
    match Edtf::Date(date.clone()).precision() {
        Precision::Day => bounds.earliest().plus(-1).into(),
        _ => date.clone(),
    }
}
