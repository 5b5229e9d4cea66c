use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use rusqlite::{Connection, TransactionBehavior, params};

use super::batch::{Batch, TypeOf};
use super::near::{Look, family, neighbours, told};
use super::told::Told;
use super::write::{Corners, delete_event, words_of};
use super::{RivalRecord, Store, StoreError};
use crate::date::Edtf;
use crate::event::same::{Ground, Report, contradict, families};

/// Joins an event with what other documents tell of the same happening, and parts what is no longer of one. The result
/// hangs on the claims and not on the order in which they came, but for families too large to look at.
/// Returns the events that are not what they were.
pub(super) fn settle(tx: &Connection, batch: &mut Batch, event: i64) -> Result<Vec<i64>, StoreError> {
    let Some(kind) = TypeOf::load(tx, event)? else { return Ok(Vec::new()) };
    let near = neighbours(tx, batch, event, &kind, false)?;
    settle_among(tx, batch, event, &kind, near)
}

/// As [`settle`], for an event that stands in the database as it was just written.
pub(super) fn settle_fresh(
    tx: &Connection,
    batch: &mut Batch,
    fresh: &Fresh,
) -> Result<Vec<i64>, StoreError> {
    let Some(look) = &fresh.look else { return Ok(Vec::new()) };
    let near = look.neighbours(tx, batch, fresh.id, &fresh.kind, false)?;
    settle_among(tx, batch, fresh.id, &fresh.kind, near)
}

fn settle_among(
    tx: &Connection,
    batch: &mut Batch,
    event: i64,
    kind: &TypeOf,
    near: Vec<i64>,
) -> Result<Vec<i64>, StoreError> {
    if near.is_empty() {
        return Ok(Vec::new());
    }
    let family = family(tx, batch, event, kind, near)?;
    if family.len() > 1 { regroup(tx, batch, kind, &family, false) } else { Ok(Vec::new()) }
}

/// Puts an event together anew from the claims it still has. They may turn out to be of several happenings, which are
/// returned.
pub(super) fn rebuild(tx: &Connection, batch: &mut Batch, event: i64) -> Result<Vec<i64>, StoreError> {
    let Some(kind) = TypeOf::load(tx, event)? else { return Ok(Vec::new()) };
    batch.near.forget(event);
    regroup(tx, batch, &kind, &[event], true)
}

/// An event that was just written, and where to look for others that tell of the same.
pub(super) struct Fresh {
    pub(super) id: i64,
    pub(super) kind: Arc<TypeOf>,
    /// `None` where nothing can be joined to it.
    pub(super) look: Option<Look>,
}

/// Returns the events that agree with one in all but its day, which lies one or two days from theirs.
pub(super) fn rivals(tx: &Connection, event: i64) -> Result<Vec<RivalRecord>, StoreError> {
    let batch = &mut Batch::default();
    let Some(kind) = TypeOf::load(tx, event)? else { return Ok(Vec::new()) };
    let sql = "SELECT o.id FROM events e JOIN places l ON l.id = e.place CROSS JOIN events o ON o.type = e.type \
               AND o.begin_earliest BETWEEN e.begin_earliest - 2 AND e.begin_earliest + 2 AND o.place = e.place \
               WHERE e.id = ?1 AND o.id <> ?1 AND l.kind NOT IN ('state', 'continent') ORDER BY o.id LIMIT 100";
    let others: Vec<i64> =
        tx.prepare_cached(sql)?.query_map([event], |r| r.get(0))?.collect::<Result<_, _>>()?;
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let apart = batch.apart(tx)?;
    let own = told(tx, batch, event)?;
    let mut out = Vec::new();
    for other in others {
        let told = told(tx, batch, other)?;
        // A document that tells of both knows two.
        let one = |a: &Told, b: &Told| a.report.document == b.report.document || apart.keeps(a, b);
        if own.iter().any(|a| told.iter().any(|b| one(a, b))) {
            continue;
        }
        let differs = |a: &Told, b: &Told| contradict(kind.kind(), &a.report, &b.report, true);
        let Some(rival) = told.iter().find(|b| own.iter().any(|a| differs(a, b))) else { continue };
        let date = rival.claims.first().and_then(|claim| claim.date.as_ref());
        let date = date.map(Edtf::to_string).unwrap_or_default();
        out.push(RivalRecord { id: other, date, documents: told.len() });
    }
    Ok(out)
}

impl Store {
    /// Says that a claim of an event tells of another happening than all its other claims do, and makes that another
    /// event. `claim` counts from 1 in the order of [`Store::event`]. It holds when the documents are read anew, as long
    /// as the sentences are the same. Returns the number of the claim's event.
    ///
    /// # Errors
    ///
    /// Refuses a claim that the event does not have or that is its only one; otherwise returns what SQLite says.
    pub fn split(&mut self, event: i64, claim: usize) -> Result<i64, StoreError> {
        let Self { connection, batch } = self;
        *batch = Batch::default();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = "SELECT m.id FROM mentions m JOIN events e ON e.id = m.event WHERE m.event = ?1 \
                   ORDER BY m.best DESC, m.document <> e.document, m.document, m.id";
        let claims: Vec<i64> =
            tx.prepare_cached(sql)?.query_map([event], |r| r.get(0))?.collect::<Result<_, _>>()?;
        let found = claim.checked_sub(1).and_then(|at| claims.get(at)).filter(|_| claims.len() > 1);
        let Some(&id) = found else {
            return Err(StoreError::NoClaim { event, claim, claims: claims.len() });
        };
        tx.execute(
            "INSERT INTO apart SELECT a.document, a.evidence, a.trigger_start - a.start, b.document, b.evidence, \
             b.trigger_start - b.start FROM mentions a JOIN mentions b ON b.event = a.event AND b.id <> a.id \
             WHERE a.id = ?1 ON CONFLICT DO NOTHING",
            [id],
        )?;
        for part in rebuild(&tx, batch, event)? {
            settle(&tx, batch, part)?;
        }
        let moved = tx.query_row("SELECT event FROM mentions WHERE id = ?1", [id], |r| r.get(0))?;
        batch.finish(&tx)?;
        tx.commit()?;
        Ok(moved)
    }
}

/// Sorts the claims of some events of one type into happenings, and writes what changes; `anew` writes the rest too.
/// Returns the events that did.
fn regroup(
    tx: &Connection,
    batch: &mut Batch,
    kind: &TypeOf,
    events: &[i64],
    anew: bool,
) -> Result<Vec<i64>, StoreError> {
    let apart = batch.apart(tx)?;
    let mut all = Vec::new();
    for event in events {
        all.push(told(tx, batch, *event)?);
    }
    let told: Vec<&Told> = all.iter().flat_map(|told| told.iter()).collect();
    let reports: Vec<&Report> = told.iter().map(|t| &t.report).collect();
    let families = families(kind.kind(), &reports, |a, b| apart.keeps(told[a], told[b]));
    let changed = changes(&told, &families, anew);
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    // The full text is given back what was put in, so this comes before anything moves.
    let touched: BTreeSet<i64> = changed
        .iter()
        .flat_map(|(family, _)| families[*family].iter().map(|(t, _)| told[*t].event))
        .collect();
    for event in &touched {
        batch.take_out(*event, words_of(tx, *event)?);
    }
    let mut kept = Vec::new();
    for (family, target) in changed {
        let target = match target {
            Some(target) => target,
            None => {
                let sql = "INSERT INTO events (extent, precision, type, realis, summary) \
                           VALUES ('point', 'unknown', ?1, 'actual', '')";
                tx.prepare_cached(sql)?.execute([kind.id])?;
                tx.last_insert_rowid()
            }
        };
        let members: Vec<(&Told, Option<Ground>)> =
            families[family].iter().map(|(t, ground)| (told[*t], *ground)).collect();
        write(tx, target, &members)?;
        kept.push(target);
    }
    for event in &touched {
        batch.near.forget(*event);
        if !kept.contains(event) {
            delete_event(tx, *event)?;
        }
    }
    for event in &kept {
        batch.put_in(*event, words_of(tx, *event)?);
        if let Some(look) = Look::at(tx, batch, *event, kind)? {
            batch.near.learn(*event, kind, &look);
        }
    }
    kept.extend(touched);
    Ok(kept)
}

/// Says which families are not as they stand in the database, and which event each of them becomes: the oldest of its
/// members that no larger family took, or a new one.
fn changes(
    told: &[&Told],
    families: &[Vec<(usize, Option<Ground>)>],
    anew: bool,
) -> Vec<(usize, Option<i64>)> {
    let oldest = |family: &[(usize, Option<Ground>)]| family.iter().map(|(t, _)| told[*t].event).min();
    let mut order: Vec<usize> = (0..families.len()).collect();
    order.sort_by_key(|f| (oldest(&families[*f]), Reverse(families[*f].len()), *f));
    let mut taken = HashSet::new();
    let mut out = Vec::new();
    for at in order {
        let mut events: Vec<i64> = families[at].iter().map(|(t, _)| told[*t].event).collect();
        events.sort_unstable();
        let target = events.iter().copied().find(|event| taken.insert(*event));
        let before = target.map_or(0, |target| told.iter().filter(|t| t.event == target).count());
        let same = events.iter().all(|event| Some(*event) == target) && before == events.len();
        if anew || !same {
            out.push((at, target));
        }
    }
    out
}

/// Makes an event of what is told of it, who tells most first: the narrowest date, everybody and the first place that
/// are named. What one document tells as having happened has happened.
fn write(tx: &Connection, event: i64, members: &[(&Told, Option<Ground>)]) -> Result<(), StoreError> {
    let told: Vec<&Told> = members.iter().map(|(told, _)| *told).collect();
    let claims = || told.iter().flat_map(|t| &t.claims);
    let Some(best) = claims().next() else { return Ok(()) };
    let corners = Corners::of(best.date.as_ref());
    let realis = told.iter().map(|t| t.report.realis).min().unwrap_or(best.realis);
    tx.prepare_cached(
        "UPDATE events SET date = ?2, begin_earliest = ?3, begin_latest = ?4, end_earliest = ?5, end_latest = ?6, \
         extent = ?7, precision = ?8, basis = ?9, explanation = ?10, realis = ?11, place = ?12, summary = ?13, \
         document = ?14 WHERE id = ?1",
    )?
    .execute(params![
        event,
        best.date.as_ref().map(Edtf::to_string),
        corners.days.map(|d| d[0]),
        corners.days.map(|d| d[1]),
        corners.days.map(|d| d[2]),
        corners.days.map(|d| d[3]),
        corners.extent,
        corners.precision,
        best.basis,
        best.explanation,
        realis.name(),
        claims().find_map(|c| c.place),
        best.summary,
        told.first().map(|t| t.report.document),
    ])?;
    let mut participants = best.participants.clone();
    for claim in claims().skip(1) {
        for one in &claim.participants {
            if !participants.iter().any(|(actor, _)| *actor == one.0) {
                participants.push(*one);
            }
        }
    }
    tx.prepare_cached("DELETE FROM participants WHERE event = ?1")?.execute([event])?;
    for (order, (actor, role)) in (0_i64..).zip(participants) {
        tx.prepare_cached(
            "INSERT INTO participants (event, actor, role, place_in_text) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        )?
        .execute(params![event, actor, role.name(), order])?;
    }
    for (told, ground) in members {
        for claim in &told.claims {
            tx.prepare_cached("UPDATE mentions SET event = ?2, best = ?3, joined = ?4 WHERE id = ?1")?
                .execute(params![claim.id, event, claim.id == best.id, ground.map(Ground::explanation)])?;
        }
    }
    Ok(())
}
