use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;

use super::StoreError;
use super::batch::{Batch, TypeOf};
use super::told::{Told, load};
use crate::date::{DateBasis, Day};
use crate::event::same::{Ground, PartyKind, is_told, same};

/// So many events at most are looked at together. Where more could be of one happening, nothing is sure, and only reprints
/// are joined.
const FAMILY: usize = 40;
/// With so many at most one event is compared, for the same reason.
const COMPARED: usize = 200;
/// So many entries at most are held in memory.
const HELD: usize = 1 << 19;

/// What is held in memory of the events that may tell of the same as others do. It is filled as it is asked, for a type and
/// the first and last day of a date at a time, and kept right by whoever writes.
#[derive(Debug, Default)]
pub(super) struct Near {
    on_days: FxHashMap<(i64, Day, Day), FxHashMap<i64, Vec<Candidate>>>,
    told: FxHashMap<i64, Arc<Vec<Told>>>,
    held: usize,
    /// Whether it knows of all events, because there were none when it began.
    complete: bool,
}

/// An event on certain days in which somebody takes part.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Candidate {
    event: i64,
    summary: u64,
    /// Whether more than the same words can join it.
    joins: bool,
}

/// Where to look for others that tell of the same as an event does.
#[derive(Debug)]
pub(super) struct Look {
    first: Day,
    last: Day,
    summary: u64,
    /// Who takes part whom the lists know; not empty.
    parties: Vec<i64>,
    /// Whether only the same words could join it: nothing else is told well enough.
    reprints: bool,
    /// Whether a month may join it.
    wide: bool,
    /// Whether a year may: where the place is the same.
    placed: bool,
}

impl Near {
    /// `complete` says that there are no events yet.
    pub(super) fn of(complete: bool) -> Self {
        Self { complete, ..Self::default() }
    }

    /// Forgets what was read of an event whose claims or document have changed.
    pub(super) fn forget(&mut self, event: i64) {
        self.told.remove(&event);
    }

    /// Learns of an event that was written or changed.
    pub(super) fn learn(&mut self, event: i64, kind: &TypeOf, look: &Look) {
        if self.held > HELD {
            *self = Self::default();
        }
        let key = (kind.id, look.first, look.last);
        if self.complete {
            self.on_days.entry(key).or_default();
        }
        // What nobody has asked for yet is read from the database when somebody does.
        let Some(actors) = self.on_days.get_mut(&key) else { return };
        let candidate = Candidate { event, summary: look.summary, joins: !look.reprints };
        for actor in &look.parties {
            let here = actors.entry(*actor).or_default();
            if !here.contains(&candidate) {
                here.push(candidate);
                self.held += 1;
            }
        }
    }
}

impl Look {
    /// `None` where nothing can be joined to the event, or there is none.
    pub(super) fn at(
        tx: &Connection,
        batch: &mut Batch,
        event: i64,
        kind: &TypeOf,
    ) -> Result<Option<Self>, StoreError> {
        let sql = "SELECT begin_earliest, begin_latest, end_earliest, end_latest, basis, place IS NOT NULL, summary \
                   FROM events WHERE id = ?1 AND begin_earliest IS NOT NULL";
        let read = |r: &rusqlite::Row<'_>| {
            let days: [i64; 4] = [r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?];
            let basis: Option<String> = r.get(4)?;
            Ok((days, basis, r.get::<_, bool>(5)?, fingerprint(r.get_ref(6)?.as_str()?)))
        };
        let Some((days, basis, placed, summary)) =
            tx.prepare_cached(sql)?.query_row([event], read).optional()?
        else {
            return Ok(None);
        };
        let mut parties = Vec::new();
        let sql = "SELECT DISTINCT actor FROM participants WHERE event = ?1";
        for actor in tx.prepare_cached(sql)?.query_map([event], |r| r.get(0))? {
            let actor = actor?;
            if batch.kind(tx, actor)? != PartyKind::Unknown {
                parties.push(actor);
            }
        }
        let basis = basis.as_deref().and_then(DateBasis::from_name);
        Ok(Self::of(kind, days, basis, placed, parties, summary))
    }

    /// As [`Look::at`], of an event that is at hand; `parties` are those whom the lists know.
    pub(super) fn of(
        kind: &TypeOf,
        days: [i64; 4],
        basis: Option<DateBasis>,
        placed: bool,
        parties: Vec<i64>,
        summary: u64,
    ) -> Option<Self> {
        let kind = kind.kind();
        let told = basis.is_some_and(is_told);
        let fixed = days[0] == days[1] && days[2] == days[3];
        let wide = told && kind.is_seldom() && parties.len() > 1;
        let reprints = !(kind.can_join(placed) && told && (fixed || wide));
        let (first, last) = (Day(days[0]), Day(days[3]));
        (!parties.is_empty()).then_some(Self { first, last, summary, parties, reprints, wide, placed })
    }

    /// Returns the events that tell of the same as an event does, each by itself; those told in the same words only, where
    /// `reprints` says so.
    pub(super) fn neighbours(
        &self,
        tx: &Connection,
        batch: &mut Batch,
        event: i64,
        kind: &TypeOf,
        reprints: bool,
    ) -> Result<Vec<i64>, StoreError> {
        let reprints = reprints || self.reprints;
        let mut found = self.on_days(tx, batch, event, kind, reprints)?;
        if self.wide && !reprints {
            self.within(tx, event, kind, &mut found)?;
        }
        if found.is_empty() {
            return Ok(found);
        }
        found.sort_unstable();
        found.dedup();
        let reprints = reprints || found.len() > COMPARED;
        if found.len() > COMPARED {
            found = self.on_days(tx, batch, event, kind, true)?;
            found.sort_unstable();
            found.dedup();
            found.truncate(COMPARED);
        }
        let own = told(tx, batch, event)?;
        let mut out = Vec::new();
        for other in found {
            let others = told(tx, batch, other)?;
            let joins = |a: &Told, b: &Told| match same(kind.kind(), &a.report, &b.report) {
                Some(Ground::Words) => true,
                Some(_) => !reprints,
                None => false,
            };
            if own.iter().any(|a| others.iter().any(|b| joins(a, b))) {
                out.push(other);
            }
        }
        Ok(out)
    }

    /// Returns the events of the same type, days and with a party in common, as far as they may be joined.
    fn on_days(
        &self,
        tx: &Connection,
        batch: &mut Batch,
        event: i64,
        kind: &TypeOf,
        reprints: bool,
    ) -> Result<Vec<i64>, StoreError> {
        let key = (kind.id, self.first, self.last);
        if !batch.near.complete && !batch.near.on_days.contains_key(&key) {
            let asked = ask(tx, batch, kind, self.first, self.last)?;
            if batch.near.held > HELD {
                batch.near = Near::default();
            }
            batch.near.held += asked.values().map(Vec::len).sum::<usize>() + 1;
            batch.near.on_days.insert(key, asked);
        }
        let Some(actors) = batch.near.on_days.get(&key) else { return Ok(Vec::new()) };
        let fits =
            |one: &&Candidate| one.event != event && (one.summary == self.summary || !reprints && one.joins);
        let of = |actor: &i64| actors.get(actor).into_iter().flatten();
        Ok(self.parties.iter().flat_map(of).filter(fits).map(|one| one.event).collect())
    }

    /// Finds the events of the same type, with a party in common, whose date holds this one or lies in it.
    fn within(
        &self,
        tx: &Connection,
        event: i64,
        kind: &TypeOf,
        found: &mut Vec<i64>,
    ) -> Result<(), StoreError> {
        let (first, last) = (self.first, self.last);
        let shares = "AND o.id <> ?1 AND EXISTS (SELECT 1 FROM participants q CROSS JOIN participants p \
                  ON p.actor = q.actor AND p.event = ?1 WHERE q.event = o.id) LIMIT 100";
        let mut find = |sql: &str, values: &[&dyn rusqlite::ToSql]| -> Result<(), StoreError> {
            let mut statement = tx.prepare_cached(&format!("{sql} {shares}"))?;
            for id in statement.query_map(values, |r| r.get(0))? {
                found.push(id?);
            }
            Ok(())
        };
        let there = "o.place = (SELECT place FROM events WHERE id = ?1)";
        let inside = "SELECT o.id FROM events o WHERE o.type = ?2 AND o.begin_earliest BETWEEN ?3 AND ?4 \
                  AND o.end_latest <= ?4";
        let around = "SELECT DISTINCT o.id FROM mentions m CROSS JOIN events o ON o.id = m.event \
                  WHERE m.type = ?2 AND m.date = ?3 AND length(m.date) <= 7";
        match last.0 - first.0 {
            1..31 => find(inside, params![event, kind.id, first.0, last.0])?,
            31..=366 if self.placed => {
                find(&format!("{inside} AND {there}"), params![event, kind.id, first.0, last.0])?;
            }
            _ => {}
        }
        let ((year, month, _), (last_year, last_month, _)) = (first.ymd(), last.ymd());
        if year == last_year && (0..=9999).contains(&year) {
            if month == last_month {
                find(around, params![event, kind.id, format!("{year:04}-{month:02}")])?;
            }
            if self.placed {
                find(&format!("{around} AND {there}"), params![event, kind.id, format!("{year:04}")])?;
            }
        }
        Ok(())
    }
}

/// Returns the events that tell of the same as an event does, each by itself.
pub(super) fn neighbours(
    tx: &Connection,
    batch: &mut Batch,
    event: i64,
    kind: &TypeOf,
    reprints: bool,
) -> Result<Vec<i64>, StoreError> {
    match Look::at(tx, batch, event, kind)? {
        Some(look) => look.neighbours(tx, batch, event, kind, reprints),
        None => Ok(Vec::new()),
    }
}

/// Returns an event and all that tell of the same, directly or through each other; `near` are those that do directly.
pub(super) fn family(
    tx: &Connection,
    batch: &mut Batch,
    event: i64,
    kind: &TypeOf,
    near: Vec<i64>,
) -> Result<Vec<i64>, StoreError> {
    let mut found = vec![event];
    found.extend(near);
    let mut at = 1;
    loop {
        if found.len() > FAMILY {
            let mut reprints = vec![event];
            reprints.extend(neighbours(tx, batch, event, kind, true)?.into_iter().take(FAMILY));
            return Ok(reprints);
        }
        let Some(&next) = found.get(at) else { return Ok(found) };
        for other in neighbours(tx, batch, next, kind, false)? {
            if !found.contains(&other) {
                found.push(other);
            }
        }
        at += 1;
    }
}

/// Returns what each document tells of an event.
pub(super) fn told(tx: &Connection, batch: &mut Batch, event: i64) -> Result<Arc<Vec<Told>>, StoreError> {
    if let Some(told) = batch.near.told.get(&event) {
        return Ok(Arc::clone(told));
    }
    let told = Arc::new(load(tx, batch, event)?);
    // A claim is some twenty entries large.
    if batch.near.held > HELD {
        batch.near = Near::default();
    }
    batch.near.held += 20 * told.iter().map(|told| told.claims.len()).sum::<usize>();
    batch.near.told.insert(event, Arc::clone(&told));
    Ok(told)
}

/// Returns a number that stands for a summary.
pub(super) fn fingerprint(summary: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    summary.hash(&mut hasher);
    hasher.finish()
}

/// Reads the events of a type and of a date's first and last day, by the known actors who take part.
fn ask(
    tx: &Connection,
    batch: &mut Batch,
    kind: &TypeOf,
    first: Day,
    last: Day,
) -> Result<FxHashMap<i64, Vec<Candidate>>, StoreError> {
    let sql = "SELECT e.id, e.summary, e.basis, e.place IS NOT NULL, p.actor \
               FROM events e CROSS JOIN participants p ON p.event = e.id \
               WHERE e.type = ?1 AND e.begin_earliest = ?2 AND e.end_latest = ?3";
    let mut out: FxHashMap<i64, Vec<Candidate>> = FxHashMap::default();
    let mut statement = tx.prepare_cached(sql)?;
    let mut rows = statement.query(params![kind.id, first.0, last.0])?;
    while let Some(row) = rows.next()? {
        let actor = row.get(4)?;
        if batch.kind(tx, actor)? == PartyKind::Unknown {
            continue;
        }
        let basis =
            row.get_ref(2)?.as_str_or_null().map_err(rusqlite::Error::from)?.and_then(DateBasis::from_name);
        let candidate = Candidate {
            event: row.get(0)?,
            summary: fingerprint(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?),
            joins: basis.is_some_and(is_told) && kind.kind().can_join(row.get(3)?),
        };
        let here = out.entry(actor).or_default();
        if !here.contains(&candidate) {
            here.push(candidate);
        }
    }
    Ok(out)
}
