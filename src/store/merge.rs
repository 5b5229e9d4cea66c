use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::batch::{Batch, Indexing, TypeOf};
use super::write::{Corners, index_text};
use super::{RivalRecord, Store, StoreError};
use crate::date::{self, DateBasis, Day, Edtf};
use crate::event::same::{Ground, Party, Report, contradict, families};
use crate::event::{Realis, Role};

/// So many events at most are looked at together. Where more could be of one happening, nothing is sure, and only reprints
/// are joined.
const FAMILY: usize = 40;

/// What one document tells of an event.
pub(super) struct Told {
    pub(super) event: i64,
    pub(super) report: Report,
    pub(super) claims: Vec<Claim>,
}

/// A row of the mentions.
pub(super) struct Claim {
    pub(super) id: i64,
    date: Option<Edtf>,
    basis: Option<String>,
    explanation: Option<String>,
    realis: Realis,
    place: Option<i64>,
    participants: Vec<(i64, Role)>,
    summary: String,
    evidence: String,
    trigger: i64,
    cue: Option<String>,
}

/// A claim by its words: document, evidence, and where in it the happening is named.
type Words = (i64, String, i64);

/// Joins an event with what other documents tell of the same happening, and parts what is no longer of one. The result
/// hangs on the claims and not on the order in which they came, but for families too large to look at.
/// Returns whether anything moved.
pub(super) fn settle(tx: &Connection, batch: &mut Batch, event: i64) -> Result<bool, StoreError> {
    let Some(kind) = TypeOf::load(tx, event)? else { return Ok(false) };
    let near = neighbours(tx, event, &kind, false)?;
    settle_among(tx, batch, event, &kind, near)
}

/// As [`settle`], for an event that stands in the database as it was just written.
pub(super) fn settle_fresh(tx: &Connection, batch: &mut Batch, fresh: &Fresh) -> Result<bool, StoreError> {
    let Some(look) = &fresh.look else { return Ok(false) };
    let near = look.neighbours(tx, fresh.id, &fresh.kind, false)?;
    settle_among(tx, batch, fresh.id, &fresh.kind, near)
}

fn settle_among(
    tx: &Connection,
    batch: &mut Batch,
    event: i64,
    kind: &TypeOf,
    near: Vec<i64>,
) -> Result<bool, StoreError> {
    if near.is_empty() {
        return Ok(false);
    }
    let family = family(tx, event, kind, near)?;
    if family.len() > 1 { regroup(tx, batch, kind, &family, false) } else { Ok(false) }
}

/// Puts an event together anew from the claims it still has. They may turn out to be of several happenings.
pub(super) fn rebuild(tx: &Connection, batch: &mut Batch, event: i64) -> Result<(), StoreError> {
    let Some(kind) = TypeOf::load(tx, event)? else { return Ok(()) };
    regroup(tx, batch, &kind, &[event], true).map(|_| ())
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
    let apart = Apart::load(tx)?;
    let own = load(tx, event, batch, &apart)?;
    let mut out = Vec::new();
    for other in others {
        let told = load(tx, other, batch, &apart)?;
        // A document that tells of both knows two.
        let one = |a: &Told, b: &Told| a.report.document == b.report.document || apart.keeps(a, b);
        if own.iter().any(|a| told.iter().any(|b| one(a, b))) {
            continue;
        }
        let differs = |a: &Told, b: &Told| contradict(kind.kind(), &a.report, &b.report, true);
        let Some(rival) = told.iter().find(|b| own.iter().any(|a| differs(a, b))) else { continue };
        let date = rival.report.date.as_ref().map(|(edtf, _)| edtf.to_string()).unwrap_or_default();
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
        rebuild(&tx, batch, event)?;
        let moved = tx.query_row("SELECT event FROM mentions WHERE id = ?1", [id], |r| r.get(0))?;
        settle(&tx, batch, event)?;
        settle(&tx, batch, moved)?;
        let moved = tx.query_row("SELECT event FROM mentions WHERE id = ?1", [id], |r| r.get(0))?;
        batch.write_text(&tx)?;
        tx.commit()?;
        Ok(moved)
    }
}

/// Returns an event and all that may tell of the same, directly or through each other; `near` are those that may directly.
fn family(tx: &Connection, event: i64, kind: &TypeOf, near: Vec<i64>) -> Result<Vec<i64>, StoreError> {
    let mut found = vec![event];
    found.extend(near);
    let mut at = 1;
    loop {
        if found.len() > FAMILY {
            let mut reprints = vec![event];
            reprints.extend(neighbours(tx, event, kind, true)?.into_iter().take(FAMILY));
            return Ok(reprints);
        }
        let Some(&next) = found.get(at) else { return Ok(found) };
        for other in neighbours(tx, next, kind, false)? {
            if !found.contains(&other) {
                found.push(other);
            }
        }
        at += 1;
    }
}

/// What decides where to look for others that tell of the same as an event does.
pub(super) struct Look {
    first: Day,
    last: Day,
    /// Whether only the same words could join it: nothing else is told well enough.
    reprints: bool,
    /// Whether a month may join it.
    wide: bool,
    /// Whether a year may: where the place is the same.
    placed: bool,
}

impl Look {
    /// `None` where nothing can be joined to the event.
    fn at(tx: &Connection, event: i64, kind: &TypeOf) -> Result<Option<Self>, StoreError> {
        let sql = "SELECT begin_earliest, begin_latest, end_earliest, end_latest, basis, place IS NOT NULL, \
                   (SELECT count(DISTINCT p.actor) FROM participants p JOIN actors a ON a.id = p.actor \
                   WHERE p.event = e.id AND a.kind <> 'other') \
                   FROM events e WHERE id = ?1 AND begin_earliest IS NOT NULL";
        let read = |r: &rusqlite::Row<'_>| {
            let days: [i64; 4] = [r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?];
            let basis: Option<String> = r.get(4)?;
            Ok((days, basis, r.get::<_, bool>(5)?, r.get::<_, usize>(6)?))
        };
        let Some((days, basis, placed, parties)) =
            tx.prepare_cached(sql)?.query_row([event], read).optional()?
        else {
            return Ok(None);
        };
        let basis = basis.as_deref().and_then(DateBasis::from_name);
        Ok(Self::of(kind, days, basis, placed, parties))
    }

    /// `parties` is how many take part whom the lists know.
    pub(super) fn of(
        kind: &TypeOf,
        days: [i64; 4],
        basis: Option<DateBasis>,
        placed: bool,
        parties: usize,
    ) -> Option<Self> {
        let kind = kind.kind();
        let told = !matches!(basis, None | Some(DateBasis::DocumentDate | DateBasis::BoundedByTense));
        let fixed = days[0] == days[1] && days[2] == days[3];
        let wide = told && kind.is_seldom() && parties > 1;
        let joins = kind.can_join(placed) && told && (fixed || wide);
        let (first, last) = (Day(days[0]), Day(days[3]));
        (parties > 0).then_some(Self { first, last, reprints: !joins, wide, placed })
    }
}

/// Returns the events of the same type with a party in common whose dates may be the same; of those told in the same words
/// only, where `reprints` says so or nothing else can be joined.
pub(super) fn neighbours(
    tx: &Connection,
    event: i64,
    kind: &TypeOf,
    reprints: bool,
) -> Result<Vec<i64>, StoreError> {
    match Look::at(tx, event, kind)? {
        Some(look) => look.neighbours(tx, event, kind, reprints),
        None => Ok(Vec::new()),
    }
}

impl Look {
    fn neighbours(
        &self,
        tx: &Connection,
        event: i64,
        kind: &TypeOf,
        reprints: bool,
    ) -> Result<Vec<i64>, StoreError> {
        let (first, last, reprints) = (self.first, self.last, reprints || self.reprints);
        let shares = "AND o.id <> ?1 AND (NOT ?2 OR o.summary = (SELECT summary FROM events WHERE id = ?1)) \
                  AND EXISTS (SELECT 1 FROM participants q CROSS JOIN participants p \
                  ON p.actor = q.actor AND p.event = ?1 WHERE q.event = o.id) LIMIT 100";
        let mut found = Vec::new();
        let mut find = |sql: &str, values: &[&dyn rusqlite::ToSql]| -> Result<(), StoreError> {
            let mut statement = tx.prepare_cached(&format!("{sql} {shares}"))?;
            for id in statement.query_map(values, |r| r.get(0))? {
                found.push(id?);
            }
            Ok(())
        };
        find(
            "SELECT o.id FROM events o WHERE o.type = ?3 AND o.begin_earliest = ?4 AND o.end_latest = ?5",
            params![event, reprints, kind.id, first.0, last.0],
        )?;
        if reprints || !self.wide {
            return Ok(found);
        }
        let there = "o.place = (SELECT place FROM events WHERE id = ?1)";
        let inside = "SELECT o.id FROM events o WHERE o.type = ?3 AND o.begin_earliest BETWEEN ?4 AND ?5 \
                  AND o.end_latest <= ?5";
        let around = "SELECT DISTINCT o.id FROM mentions m CROSS JOIN events o ON o.id = m.event \
                  WHERE m.type = ?3 AND m.date = ?4 AND length(m.date) <= 7";
        match last.0 - first.0 {
            1..31 => find(inside, params![event, reprints, kind.id, first.0, last.0])?,
            31..=366 if self.placed => {
                find(&format!("{inside} AND {there}"), params![event, reprints, kind.id, first.0, last.0])?;
            }
            _ => {}
        }
        let ((year, month, _), (last_year, last_month, _)) = (first.ymd(), last.ymd());
        if year == last_year && (0..=9999).contains(&year) {
            if month == last_month {
                find(around, params![event, reprints, kind.id, format!("{year:04}-{month:02}")])?;
            }
            if self.placed {
                find(
                    &format!("{around} AND {there}"),
                    params![event, reprints, kind.id, format!("{year:04}")],
                )?;
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

/// Sorts the claims of some events of one type into happenings, and writes what changes; `anew` writes the rest too.
/// Returns whether anything did.
fn regroup(
    tx: &Connection,
    batch: &mut Batch,
    kind: &TypeOf,
    events: &[i64],
    anew: bool,
) -> Result<bool, StoreError> {
    let apart = Apart::load(tx)?;
    let mut told = Vec::new();
    for event in events {
        told.extend(load(tx, *event, batch, &apart)?);
    }
    let reports: Vec<Report> = told.iter().map(|t| t.report.clone()).collect();
    let families = families(kind.kind(), &reports, |a, b| apart.keeps(&told[a], &told[b]));
    let changed = changes(&told, &families, anew);
    if changed.is_empty() {
        return Ok(false);
    }
    // The full text is given back what was put in, so this comes before anything moves.
    let touched: BTreeSet<i64> = changed
        .iter()
        .flat_map(|(family, _)| families[*family].iter().map(|(t, _)| told[*t].event))
        .collect();
    for event in &touched {
        index_text(tx, batch, *event, Indexing::TakeOut)?;
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
            families[family].iter().map(|(t, ground)| (&told[*t], *ground)).collect();
        write(tx, target, &members)?;
        kept.push(target);
    }
    for event in touched.iter().filter(|event| !kept.contains(event)) {
        tx.prepare_cached("DELETE FROM events WHERE id = ?1")?.execute([event])?;
    }
    for event in kept {
        index_text(tx, batch, event, Indexing::PutIn)?;
    }
    Ok(true)
}

/// Says which families are not as they stand in the database, and which event each of them becomes: the oldest of its
/// members that no larger family took, or a new one.
fn changes(
    told: &[Told],
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

/// Returns what each document tells of an event.
pub(super) fn load(
    tx: &Connection,
    event: i64,
    batch: &mut Batch,
    apart: &Apart,
) -> Result<Vec<Told>, StoreError> {
    let sql = "SELECT m.document, m.id, m.date, m.basis, m.explanation, m.realis, m.place, m.participants, m.summary, \
               m.evidence, m.trigger_start - m.start, m.cue, coalesce(d.published_earliest, 0), d.text_hash \
               FROM mentions m JOIN documents d ON d.id = m.document WHERE m.event = ?1 ORDER BY m.document, m.id";
    let mut statement = tx.prepare_cached(sql)?;
    let mut rows = statement.query([event])?;
    let mut documents: Vec<(i64, (i64, String), Vec<Claim>)> = Vec::new();
    while let Some(r) = rows.next()? {
        let document = r.get(0)?;
        let claim = Claim {
            id: r.get(1)?,
            date: r.get::<_, Option<String>>(2)?.and_then(|text| date::parse(&text).ok()),
            basis: r.get(3)?,
            explanation: r.get(4)?,
            realis: if r.get::<_, String>(5)? == Realis::Planned.name() {
                Realis::Planned
            } else {
                Realis::Actual
            },
            place: r.get(6)?,
            participants: read_participants(&r.get::<_, String>(7)?),
            summary: r.get(8)?,
            evidence: r.get(9)?,
            trigger: r.get(10)?,
            cue: r.get(11)?,
        };
        match documents.last_mut().filter(|(last, ..)| *last == document) {
            Some((_, _, claims)) => claims.push(claim),
            None => documents.push((document, (r.get(12)?, r.get(13)?), vec![claim])),
        }
    }
    let mut told = Vec::new();
    for (document, tie, claims) in documents {
        for claims in apart.divide(document, claims) {
            let Some(report) = report(tx, document, &claims, tie.clone(), batch)? else { continue };
            told.push(Told { event, report, claims });
        }
    }
    Ok(told)
}

fn report(
    tx: &Connection,
    document: i64,
    claims: &[Claim],
    tie: (i64, String),
    batch: &mut Batch,
) -> Result<Option<Report>, StoreError> {
    let Some(best) = claims.first() else { return Ok(None) };
    let basis = best.basis.as_deref().and_then(DateBasis::from_name);
    let mut parties: Vec<Party> = Vec::new();
    for (actor, role) in claims.iter().flat_map(|c| c.participants.iter().copied()) {
        if !parties.iter().any(|p| p.actor == actor) {
            parties.push(Party { actor, kind: batch.kind(tx, actor)?, role });
        }
    }
    let place = match claims.iter().find_map(|c| c.place) {
        Some(place) => Some((place, batch.country(tx, place)?)),
        None => None,
    };
    Ok(Some(Report {
        document,
        date: best.date.clone().zip(basis),
        realis: best.realis,
        parties,
        place,
        cue: claims.iter().find_map(|c| c.cue.clone()),
        evidence: best.evidence.clone(),
        tie,
    }))
}

/// Reads what [`write_participants`] wrote.
fn read_participants(json: &str) -> Vec<(i64, Role)> {
    let pairs: Vec<(i64, String)> = serde_json::from_str(json).unwrap_or_default();
    let role = |name: &str| if name == Role::To.name() { Role::To } else { Role::From };
    pairs.into_iter().map(|(actor, name)| (actor, role(&name))).collect()
}

/// Writes who takes part, as a claim keeps it: a JSON array of actor and role.
pub(super) fn write_participants(participants: &[(i64, Role)]) -> String {
    let pairs: Vec<(i64, &str)> = participants.iter().map(|(actor, role)| (*actor, role.name())).collect();
    serde_json::to_string(&pairs).unwrap_or_default()
}

/// Which claims a person keeps apart.
#[derive(Default)]
pub(super) struct Apart(HashSet<(Words, Words)>);

impl Apart {
    pub(super) fn load(tx: &Connection) -> Result<Self, StoreError> {
        let sql =
            "SELECT document, evidence, trigger, other_document, other_evidence, other_trigger FROM apart";
        let mut statement = tx.prepare_cached(sql)?;
        let rows = statement
            .query_map([], |r| Ok(((r.get(0)?, r.get(1)?, r.get(2)?), (r.get(3)?, r.get(4)?, r.get(5)?))))?;
        Ok(Self(rows.collect::<Result<_, _>>()?))
    }

    /// Tells whether a person said that two documents tell of two happenings, by any of their claims.
    pub(super) fn keeps(&self, a: &Told, b: &Told) -> bool {
        let (first, second) = (a.report.document, b.report.document);
        !self.0.is_empty() && a.claims.iter().any(|c| b.claims.iter().any(|d| self.has(first, c, second, d)))
    }

    fn has(&self, document: i64, claim: &Claim, other_document: i64, other: &Claim) -> bool {
        let words = |document, claim: &Claim| (document, claim.evidence.clone(), claim.trigger);
        let (a, b) = (words(document, claim), words(other_document, other));
        self.0.contains(&(a.clone(), b.clone())) || self.0.contains(&(b, a))
    }

    /// Divides one document's claims of an event where a person said that they are of several.
    fn divide(&self, document: i64, claims: Vec<Claim>) -> Vec<Vec<Claim>> {
        if self.0.is_empty() {
            return vec![claims];
        }
        let mut groups: Vec<Vec<Claim>> = Vec::new();
        for claim in claims {
            let fits =
                |group: &&mut Vec<Claim>| !group.iter().any(|c| self.has(document, c, document, &claim));
            match groups.iter_mut().find(fits) {
                Some(group) => group.push(claim),
                None => groups.push(vec![claim]),
            }
        }
        groups
    }
}
