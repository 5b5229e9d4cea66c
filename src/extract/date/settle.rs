use super::{days, last_known, quote};
use crate::date::{DateBasis, Edtf, Endpoint};
use crate::event::{EventDate, Realis};
use crate::extract::assemble::Draft;
use crate::extract::{Reader, Sentence};
use crate::syntax::{Clause, GroupKind, Tag, Tense};

/// Gives the drafts that the text does not date what can be known of their date, in the order of the text.
pub(in crate::extract) fn settle(reader: &Reader, drafts: &mut [Draft]) {
    // What goes along with another clause comes last, because that clause may stand behind it.
    for along in [false, true] {
        for i in 0..drafts.len() {
            if drafts[i].date.is_none() && drafts[i].along.is_some() == along {
                drafts[i].date = undated(reader, drafts, i);
            }
        }
    }
}

/// Leaves out sayings that only name the source of what is recorded itself: "…, officials said", "officials said that on
/// Monday …".
pub(in crate::extract) fn drop_attributions(reader: &Reader, drafts: &mut Vec<Draft>) {
    let class = |d: &Draft| reader.lexicon.types.get(d.event_type).class;
    let dated = |d: &Draft| d.date.as_ref().is_some_and(|d| d.basis != DateBasis::BoundedByTense);
    let keep: Vec<bool> = drafts
        .iter()
        .map(|d| {
            if class(d) != "STATEMENT" || d.clause.is_none() || !d.plain_saying {
                return true;
            }
            let recorded =
                drafts.iter().filter(|o| o.sentence == d.sentence && class(o) != "STATEMENT" && o.is_told());
            let mut recorded = recorded.filter(|o| dated(o) && !o.quoted);
            !recorded.any(|o| {
                let content = o.governor.is_some() && o.governor == d.clause;
                let inherited = o.date.as_ref().is_some_and(|d| d.basis == DateBasis::DocumentDate);
                content && !inherited || d.attribution && o.main && o.trigger.start < d.trigger.start
            })
        })
        .collect();
    let mut keep = keep.into_iter();
    drafts.retain(|_| keep.next().unwrap_or(true));
}

fn undated(reader: &Reader, drafts: &[Draft], i: usize) -> Option<EventDate> {
    let draft = &drafts[i];
    if let Some(date) = after_another(reader, drafts, i) {
        return Some(date);
    }
    if let Some(date) = while_told(drafts, i).or_else(|| decided(reader, drafts, i)) {
        return Some(date);
    }
    if let Some(date) = goes_along(reader, drafts, i) {
        return Some(date);
    }
    if let Some(date) = on_the_occasion(reader, drafts, i) {
        return Some(date);
    }
    let published = reader.published?;
    let bounded = |explanation: &str| {
        Some(EventDate {
            edtf: Edtf::some_time(None, Some(last_known(reader)?)),
            basis: DateBasis::BoundedByTense,
            explanation: explanation.to_owned(),
        })
    };
    if draft.realis == Realis::Planned {
        return Some(EventDate {
            edtf: Edtf::some_time(Some(last_known(reader)?), None),
            basis: DateBasis::BoundedByTense,
            explanation: "announced, no date given: on or after the day of writing".to_owned(),
        });
    }
    // "Police have arrested a man": the perfect of an article's first words is its news; so is "has said" anywhere.
    let said = reader.lexicon.types.get(draft.event_type).class == "STATEMENT";
    let hot = (draft.lead || said) && draft.main && draft.tense == Tense::Present;
    if draft.perfect && !hot {
        return bounded("told in the perfect, no date given: some time up to the day of writing");
    }
    if draft.tense == Tense::Past
        && draft.main
        && let Some(date) = same_scene(reader, drafts, i)
    {
        return Some(date);
    }
    if draft.tense == Tense::Past
        && !said
        && let Some(date) = behind_the_past(reader, drafts, i)
    {
        return Some(date);
    }
    match draft.tense {
        Tense::Past | Tense::Present if draft.main => Some(EventDate {
            edtf: published.clone(),
            basis: DateBasis::DocumentDate,
            explanation: "news without a date of its own: the day of writing".to_owned(),
        }),
        Tense::Past | Tense::Present | Tense::None => {
            bounded("no date given: some time up to the day of writing")
        }
        Tense::Future => None,
    }
}

/// "In 1997 he staged a coup. His rival fled": what goes on from long ago is no news of the day of writing.
fn behind_the_past(reader: &Reader, drafts: &[Draft], i: usize) -> Option<EventDate> {
    let draft = &drafts[i];
    let published = last_known(reader)?;
    let block = |d: &Draft| reader.document.sentences[d.sentence].block;
    let before = drafts[..i].iter().rev().find(|d| d.sentence < draft.sentence)?;
    let date = before.date.as_ref()?;
    let Edtf::Date(day) = &date.edtf else { return None };
    let near = before.sentence + 1 == draft.sentence && block(before) == block(draft);
    let counted = !matches!(date.basis, DateBasis::BoundedByTense | DateBasis::DocumentDate);
    let past = days(date).1.0 + SCENE < Edtf::Date(published.clone()).bounds().earliest().0;
    (near && before.main && !before.copula && counted && past).then(|| EventDate {
        edtf: Edtf::some_time(Some(day.clone()), Some(published)),
        basis: DateBasis::BoundedByTense,
        explanation: format!("told behind \"{}\": {}, or later", quote(reader, before.trigger), date.edtf),
    })
}

/// ", saying …" happens when what it goes along with does; "after leaving" and "before leaving" bound each other.
fn goes_along(reader: &Reader, drafts: &[Draft], i: usize) -> Option<EventDate> {
    let draft = &drafts[i];
    let (clause, order) = draft.along?;
    let other = drafts.iter().find(|d| d.sentence == draft.sentence && d.clause == Some(clause))?;
    let date = other.date.as_ref()?;
    if order != Order::Together {
        let (Edtf::Date(day) | Edtf::Interval(Endpoint::Date(day), _)) = &date.edtf else { return None };
        let (edtf, word) = match order {
            Order::Before => (Edtf::some_time(None, Some(day.clone())), "before"),
            _ => (Edtf::some_time(Some(day.clone()), None), "after"),
        };
        let explanation = format!("{word} \"{}\": {}", quote(reader, other.trigger), date.explanation);
        return Some(EventDate { edtf, basis: DateBasis::BoundedByTense, explanation });
    }
    Some(EventDate {
        edtf: date.edtf.clone(),
        basis: match date.basis {
            DateBasis::DocumentDate | DateBasis::BoundedByTense => date.basis,
            _ => DateBasis::InheritedFromEvent,
        },
        explanation: format!("goes along with what is told before: {}", date.explanation),
    })
}

/// Longer ago than this, in days, what somebody did is background and no scene that goes on.
const SCENE: i64 = 8;

/// The same for what the article begins with: it is the news, however late it comes.
const LEAD_SCENE: i64 = 31;

/// What somebody did on a day of the last week goes on where the text says no other: "On Monday he opened the exhibition …
/// He said …".
fn same_scene(reader: &Reader, drafts: &[Draft], i: usize) -> Option<EventDate> {
    let draft = &drafts[i];
    let (first, last) = {
        let bounds = reader.published?.bounds();
        (bounds.earliest(), bounds.latest())
    };
    if first != last || draft.from.is_empty() {
        return None;
    }
    let scene = drafts[..i].iter().rev().find(|d| {
        d.sentence < draft.sentence
            && d.realis == Realis::Actual
            && (d.from.first() == draft.from.first()
                || d.lead && draft.from.iter().any(|who| d.from.contains(who)))
            && d.date.as_ref().is_some_and(|date| !matches!(date.basis, DateBasis::BoundedByTense))
    })?;
    let date = scene.date.as_ref()?;
    let (begin, end) = days(date);
    let limit = if scene.lead { LEAD_SCENE } else { SCENE };
    let recent = begin == end && begin < first && first.0 - begin.0 <= limit;
    recent.then(|| EventDate {
        edtf: date.edtf.clone(),
        basis: DateBasis::InheritedFromEvent,
        explanation: format!("the same scene as \"{}\": {}", quote(reader, scene.trigger), date.explanation),
    })
}

/// "He spoke at the ceremony": on the day of the ceremony that the text has told of.
fn on_the_occasion(reader: &Reader, drafts: &[Draft], i: usize) -> Option<EventDate> {
    let draft = &drafts[i];
    let occasion = draft.occasion.filter(|occasion| occasion.known && !draft.perfect)?;
    let (host, date) = drafts[..i].iter().rev().find_map(|d| {
        let same = d.sentence < draft.sentence && d.realis == draft.realis;
        let date = d
            .date
            .as_ref()
            .filter(|date| !matches!(date.basis, DateBasis::BoundedByTense | DateBasis::DocumentDate))?;
        (same && d.occasion.is_some_and(|o| o.noun == occasion.noun)).then_some((d, date))
    })?;
    Some(EventDate {
        edtf: date.edtf.clone(),
        basis: DateBasis::InheritedFromEvent,
        explanation: format!(
            "on the same occasion as \"{}\": {}",
            quote(reader, host.trigger),
            date.explanation
        ),
    })
}

/// What somebody says is going on goes on when it is said.
fn while_told(drafts: &[Draft], i: usize) -> Option<EventDate> {
    let draft = &drafts[i];
    let governor = draft.governor.filter(|_| draft.concurrent)?;
    let said =
        drafts[..i].iter().rev().find(|d| d.sentence == draft.sentence && d.clause == Some(governor))?;
    let date = said.date.as_ref()?;
    let basis = match date.basis {
        DateBasis::BoundedByTense => DateBasis::BoundedByTense,
        _ => DateBasis::InheritedFromEvent,
    };
    let explanation = format!("going on when it is told: {}", date.explanation);
    Some(EventDate { edtf: date.edtf.clone(), basis, explanation })
}

/// What people say that they agreed was agreed at the meeting they come from, where the article tells of one.
fn decided(reader: &Reader, drafts: &[Draft], i: usize) -> Option<EventDate> {
    let draft = &drafts[i];
    let class = |d: &Draft| reader.lexicon.types.get(d.event_type).class;
    if class(draft) != "AGREE" || !draft.quoted || draft.tense != Tense::Past {
        return None;
    }
    let (first, last) = {
        let bounds = reader.published?.bounds();
        (bounds.earliest(), bounds.latest())
    };
    let meeting = drafts.iter().find(|d| {
        class(d) == "CONSULT"
            && d.realis == Realis::Actual
            && d.date.as_ref().is_some_and(|date| {
                let (begin, end) = days(date);
                date.basis != DateBasis::BoundedByTense
                    && begin <= first
                    && last <= end
                    && !begin.is_unbounded()
            })
    })?;
    let date = meeting.date.as_ref()?;
    Some(EventDate {
        edtf: date.edtf.clone(),
        basis: DateBasis::InheritedFromEvent,
        explanation: format!("agreed at the {}: {}", quote(reader, meeting.trigger), date.explanation),
    })
}

/// "later", "then", "swiftly": counted from the event told before.
fn after_another(reader: &Reader, drafts: &[Draft], i: usize) -> Option<EventDate> {
    let draft = &drafts[i];
    let sequel = draft.sequel?;
    let published = last_known(reader)?;
    let last = Edtf::Date(published.clone()).bounds().earliest();
    let before = drafts[..i].iter().rev().find(|d| {
        let near = d.sentence < draft.sentence && d.sentence + 3 >= draft.sentence;
        near && d.date.as_ref().is_some_and(|date| {
            let counted = !matches!(date.basis, DateBasis::BoundedByTense | DateBasis::DocumentDate);
            let ahead = date.edtf.bounds().earliest() > last;
            counted && matches!(date.edtf, Edtf::Date(_)) && (!ahead || draft.realis == Realis::Planned)
        })
    })?;
    let date = before.date.as_ref()?;
    let Edtf::Date(first) = &date.edtf else { return None };
    let (edtf, how) = match sequel {
        Sequel::Soon => (Edtf::Date(first.clone().approximate()), "soon after"),
        Sequel::Later if draft.realis == Realis::Planned => {
            (Edtf::some_time(Some(first.clone()), None), "after")
        }
        Sequel::Later => (Edtf::some_time(Some(first.clone()), Some(published)), "after"),
    };
    let words = quote(reader, before.trigger);
    let explanation = format!("{how} \"{words}\" ({})", date.edtf);
    Some(EventDate { edtf, basis: DateBasis::InheritedFromEvent, explanation })
}

/// How what a participle tells follows what its clause tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Order {
    /// It came first: "after leaving".
    Before,
    /// ", saying", "by saying", "while saying"
    Together,
    /// It came later: "before leaving".
    After,
}

/// Reads the order off the word before a participle. `None` where it tells no deed: "a step toward repairing relations".
pub(in crate::extract) fn order(reader: &Reader, sentence: &Sentence, clause: &Clause) -> Option<Order> {
    let Some(before) = clause.group.checked_sub(1).map(|g| &sentence.parse.groups[g]) else {
        return Some(Order::Together);
    };
    match reader.token(sentence, before.head).to_ascii_lowercase().as_str() {
        "after" | "since" | "following" | "upon" => Some(Order::Before),
        "before" | "until" => Some(Order::After),
        "by" | "in" | "on" => Some(Order::Together),
        _ if before.kind == GroupKind::Preposition => None,
        _ => Some(Order::Together),
    }
}

/// How an event follows the one told before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Sequel {
    /// swiftly, promptly
    Soon,
    /// later, then, afterwards
    Later,
}

/// Looks for a word that makes a clause a sequel, in its verb group or right before it.
pub(in crate::extract) fn sequel(reader: &Reader, sentence: &Sentence, clause: usize) -> Option<Sequel> {
    let parse = &sentence.parse;
    let group = parse.clauses[clause].group;
    let tokens = parse.groups[group.saturating_sub(1)].tokens.start..parse.groups[group].tokens.end;
    tokens.filter(|t| matches!(parse.tags[*t], Tag::Adverb | Tag::Time)).find_map(|t| {
        match reader.token(sentence, t).to_ascii_lowercase().as_str() {
            "swiftly" | "quickly" | "promptly" | "immediately" | "instantly" | "rapidly" => {
                Some(Sequel::Soon)
            }
            "later" | "then" | "subsequently" | "afterwards" | "afterward" | "thereafter" => {
                Some(Sequel::Later)
            }
            _ => None,
        }
    })
}
