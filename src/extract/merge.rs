use crate::date::{DateBasis, Day, Precision};
use crate::event::{Event, Realis};

use super::assemble::Draft;
use super::date::days;
use super::{Reader, SkipReason, Skipped};

/// Joins the mentions of one happening to one event.
///
/// Two mentions are of one happening when their types are the same, their dates allow it, they do not name different
/// parties, and the later one brings no cue to the contrary.
pub(super) fn merge(reader: &Reader, drafts: Vec<Draft>, skipped: &mut Vec<Skipped>) -> Vec<Event> {
    let mut clusters: Vec<Vec<Draft>> = Vec::new();
    let (shown, body): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(|d| d.headline || d.caption);
    let mut order: Vec<Draft> = body;
    // Headlines and captions are told again in the article: they join what they tell of, and stand alone only where nothing
    // does.
    order.extend(shown);
    for draft in order {
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

fn same_happening(reader: &Reader, a: &Draft, b: &Draft) -> bool {
    if a.event_type != b.event_type
        || a.realis != b.realis && !(a.realis == Realis::Planned || b.realis == Realis::Planned)
    {
        return false;
    }
    if !dates_allow(a, b) {
        return false;
    }
    let class = reader.lexicon.types.get(a.event_type).class;
    if class == "STATEMENT" {
        // One speaker on one day about the same others says one thing, in however many sentences. A caption only shows him.
        let others = covers(&a.to, &b.to) || covers(&b.to, &a.to) || a.caption || b.caption;
        return a.from == b.from && !a.from.is_empty() && others;
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
    let place_differs = matches!((&a.place, &b.place), (Some(x), Some(y)) if x != y);
    (meets || silent && same_day(a, b)) && !place_differs
}

fn covers(wide: &[super::actor::Who], narrow: &[super::actor::Who]) -> bool {
    narrow.iter().all(|w| wide.contains(w))
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
    let mut participants = best.participants(reader);
    for draft in &cluster[1..] {
        for p in draft.participants(reader) {
            if !participants.iter().any(|q| q.name == p.name) {
                participants.push(p);
            }
        }
    }
    let place = cluster.iter().find_map(|d| d.place.clone());
    let mentions: Vec<_> = cluster.iter().map(|d| d.mention(reader)).collect();
    let summary = mentions.first()?.summary.clone();
    Some(Event {
        event_type: reader.lexicon.types.get(best.event_type).name.clone(),
        date,
        realis,
        participants,
        place,
        summary,
        mentions,
    })
}
