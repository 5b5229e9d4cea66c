use crate::date::{DateBasis, Day, Precision};
use crate::event::{Event, Mention, Realis};

use super::assemble::Draft;
use super::date::days;
use super::{Reader, SkipReason, Skipped};

/// Joins the mentions of one happening to one event.
///
/// Two mentions are of one happening when their types are the same, their dates allow it, they do not name different
/// parties, and the later one brings no cue to the contrary.
pub(super) fn merge(reader: &Reader, mut drafts: Vec<Draft>, skipped: &mut Vec<Skipped>) -> Vec<Event> {
    let mut clusters: Vec<Vec<Draft>> = Vec::new();
    // Headlines and captions are told again in the article: they join what they tell of, and stand alone only where nothing
    // does.
    drafts.sort_by_key(|d| d.headline || d.caption);
    for mut draft in drafts {
        if is_collective(&draft) {
            skipped.push(Skipped {
                span: draft.trigger,
                event_type: reader.lexicon.types.get(draft.event_type).name.clone(),
                reason: SkipReason::Collective,
            });
            continue;
        }
        if draft.headline && headline_is_told(reader, &draft, &clusters) {
            continue;
        }
        if let Some(meeting) = clusters.iter().flatten().find(|d| is_discussed_at(reader, &draft, d)) {
            draft.event_type = meeting.event_type;
            draft.rules.push(format!("discussed at the {}", super::date::quote(reader, meeting.trigger)));
        }
        match clusters.iter_mut().find(|c| c.iter().any(|d| same_happening(reader, d, &draft))) {
            Some(cluster) => cluster.push(draft),
            None => clusters.push(vec![draft]),
        }
    }
    let mut events: Vec<Event> = clusters.into_iter().filter_map(|c| event(reader, c)).collect();
    events.sort_by_key(|e| e.mentions.first().map_or(0, |m| m.evidence.start));
    events
}

/// Whether a headline only says again what the article tells: the same type with somebody in common, or that somebody
/// said something.
fn headline_is_told(reader: &Reader, headline: &Draft, clusters: &[Vec<Draft>]) -> bool {
    let class = reader.lexicon.types.get(headline.event_type).class;
    let joins = clusters.iter().flatten().any(|d| same_happening(reader, d, headline));
    let again = clusters.iter().flatten().any(|d| {
        d.event_type == headline.event_type
            && d.bodies(reader).any(|w| headline.bodies(reader).any(|h| h == w))
    });
    !joins && (again || class == "STATEMENT" && !clusters.is_empty())
}

/// "incidents this month": a plural in a month or year counted from the day of writing tells of several happenings at
/// once, and is none by itself.
fn is_collective(draft: &Draft) -> bool {
    draft.nominal
        && draft.plural
        && draft.date.as_ref().is_some_and(|d| {
            !matches!(d.edtf.precision(), Precision::Day | Precision::Interval)
                && d.basis == DateBasis::RelativeToDocument
        })
}

/// "The two sides also discussed …": talks without a date and a name of their own go on at the meeting of that day.
fn is_discussed_at(reader: &Reader, talks: &Draft, meeting: &Draft) -> bool {
    let class = |d: &Draft| reader.lexicon.types.get(d.event_type).class;
    let guessed = talks.date.as_ref().is_some_and(|d| d.basis == DateBasis::DocumentDate);
    guessed
        && talks.event_type != meeting.event_type
        && class(talks) == "CONSULT"
        && class(meeting) == "CONSULT"
        && talks.realis == meeting.realis
        && same_day(talks, meeting)
        && !talks.bodies(reader).any(|w| matches!(w, super::actor::Who::Known(_)))
}

fn same_happening(reader: &Reader, a: &Draft, b: &Draft) -> bool {
    if a.event_type != b.event_type
        || a.realis != b.realis && !(a.realis == Realis::Planned || b.realis == Realis::Planned)
    {
        return false;
    }
    // "another raid", "a second round": the later one is not the one before, unless that was the second already.
    if b.cue.is_some() && a.cue != b.cue || !dates_allow(a, b) {
        return false;
    }
    let class = reader.lexicon.types.get(a.event_type).class;
    if class == "STATEMENT" {
        // One speaker on one day about one and the same says one thing, in however many sentences. A caption only shows him.
        let others = a.to.is_empty() || b.to.is_empty() || a.to.iter().any(|who| b.to.contains(who));
        return a.from == b.from && !a.from.is_empty() && (others || a.caption || b.caption);
    }
    // What no list types is the same only where the same word tells it.
    let word = |d: &Draft| d.trigger.of(&reader.document.text).to_lowercase();
    if class == "OTHER" && word(a) != word(b) {
        return false;
    }
    // Two agreements, or two demands, of which each has its own content are two.
    if a.content && b.content && a.sentence != b.sentence {
        return false;
    }
    let a_bodies: Vec<_> = a.bodies(reader).collect();
    let b_bodies: Vec<_> = b.bodies(reader).collect();
    let known = |list: &[&super::actor::Who]| list.iter().any(|w| matches!(w, super::actor::Who::Known(_)));
    let meets = a_bodies.iter().any(|w| b_bodies.contains(w));
    let silent = !known(&a_bodies) || !known(&b_bodies);
    let place_differs = matches!((&a.place, &b.place), (Some((x, _)), Some((y, _))) if x != y);
    (meets || silent && same_day(a, b)) && !place_differs
}

fn same_day(a: &Draft, b: &Draft) -> bool {
    match (&a.date, &b.date) {
        (Some(x), Some(y)) => days(x) == days(y),
        _ => false,
    }
}

/// Whether both dates can be true of one happening: the same, or one inside the other with the wider one not said to be
/// a date of its own.
fn dates_allow(a: &Draft, b: &Draft) -> bool {
    match (&a.date, &b.date) {
        (Some(x), Some(y)) => {
            let (x_days, y_days) = (days(x), days(y));
            let vague = |d: DateBasis| matches!(d, DateBasis::BoundedByTense);
            x_days == y_days
                || inside(x_days, y_days) && (vague(y.basis) || is_span(y))
                || inside(y_days, x_days) && (vague(x.basis) || is_span(x))
        }
        _ => true,
    }
}

fn is_span(date: &crate::event::EventDate) -> bool {
    date.edtf.precision() == Precision::Interval
}

fn inside(a: (Day, Day), b: (Day, Day)) -> bool {
    b.0 <= a.0 && a.1 <= b.1
}

/// Makes an event of the mentions of one happening: the most precise date that they give, everybody they name.
fn event(reader: &Reader, mut cluster: Vec<Draft>) -> Option<Event> {
    let surest = |d: &Draft| {
        d.date.as_ref().map_or((u8::MAX, i64::MAX), |date| {
            let (first, last) = days(date);
            // A day of a meeting that lasted two says less than both.
            let vague = match date.basis {
                DateBasis::BoundedByTense => 2,
                _ if is_span(date) => 0,
                _ => 1,
            };
            (vague, last.0.saturating_sub(first.0))
        })
    };
    // What the body says before headline and captions, the surest date first, and then the order of the text.
    cluster.sort_by_key(|d| (d.headline || d.caption, surest(d), d.evidence.start));
    let best = cluster.first()?;
    let date = best.date.clone();
    let realis = if cluster.iter().any(|d| d.realis == Realis::Planned)
        && cluster.iter().all(|d| d.realis == Realis::Planned || d.nominal)
    {
        Realis::Planned
    } else {
        best.realis
    };
    let event_type = reader.lexicon.types.get(best.event_type).name.clone();
    let place = cluster.iter().find_map(|d| d.place.as_ref()).map(|(name, _)| name.clone());
    // A noun says nothing of its own about whether what it names has come: it follows the others.
    let mentions: Vec<_> = cluster
        .into_iter()
        .map(|d| Mention {
            realis: if d.nominal { realis.max(d.realis) } else { d.realis },
            ..d.mention(reader)
        })
        .collect();
    let mut participants = mentions.first()?.participants.clone();
    for p in mentions[1..].iter().flat_map(|m| &m.participants) {
        if !participants.iter().any(|q| q.name == p.name) {
            participants.push(p.clone());
        }
    }
    let summary = mentions.first()?.summary.clone();
    Some(Event { event_type, date, realis, participants, place, summary, mentions })
}
