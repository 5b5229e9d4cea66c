use super::attach::{Attachment, time_for_clause, times_of_noun};
use super::last_known;
use crate::date::{Choice, Date, Edtf, Endpoint, Precision};
use crate::event::{EventDate, Realis};
use crate::extract::action::{Action, Position};
use crate::extract::{Reader, Sentence};
use crate::timex::Resolved;

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
    let own = action.noun.and_then(|g| times_of_noun(sentence, g).next());
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

/// Puts an expression and its preposition together.
fn compose(
    reader: &Reader,
    sentence: &Sentence,
    attachment: &Attachment,
    relative: bool,
    realis: Realis,
) -> Option<EventDate> {
    let time = &reader.times[attachment.time];
    let mut edtf = time.edtf()?;
    let explain = |time: &Resolved| time.explain(reader.times, &reader.document.text).to_string();
    let mut explanation = explain(time);
    let basis = time.basis();
    if time.expression.pair.goes_on()
        && let Some(second) = reader.times.get(attachment.time + 1)
        && let (Edtf::Date(a), Some(Edtf::Date(b))) = (&edtf, &second.edtf())
    {
        let through = second.expression.through;
        edtf = if through {
            Edtf::interval(a.clone(), b.clone())
        } else {
            Edtf::AllOf(vec![Choice::Date(a.clone()), Choice::Date(b.clone())])
        };
        explanation = format!("{explanation}; {}", explain(second));
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
                let last = (realis == Realis::Actual).then(|| last_known(reader)).flatten();
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
