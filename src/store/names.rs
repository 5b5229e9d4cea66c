use std::collections::HashSet;

use super::{Catalogue, EventDate, NameKind, Named, PeriodRecord, SavedQuery, Store, StoreError};
use crate::date::{Bounds, Day, Extent};
use crate::text::fold;

/// How alike two names must be for one to be proposed in place of the other, from 0 to 1.
const LIKENESS: f64 = 0.6;

impl Catalogue for Store {
    // A database that fails while a name is looked up fails again, and is reported, when the query runs; so here it
    // simply knows no names.

    fn named(&self, kind: NameKind, name: &str) -> Vec<Named> {
        let name = name.trim();
        let folded = fold(name);
        let named = |sql: &str, key: &str| {
            self.all(sql, [key], |r| Ok(Named { id: r.get(0)?, name: r.get(1)? })).unwrap_or_default()
        };
        match kind {
            NameKind::Type => {
                let sql = "SELECT t.id, t.name FROM type_synonyms s JOIN types t ON t.id = s.type WHERE s.folded = ?1";
                let types = named(sql, &folded);
                if !types.is_empty() {
                    return types;
                }
                named("SELECT id, name FROM types WHERE lower(class) = ?1 ORDER BY name", &folded)
            }
            NameKind::Actor => {
                let sql = "SELECT a.id, a.name FROM aliases s JOIN actors a ON a.id = s.actor WHERE s.folded = ?1 \
                           ORDER BY a.name";
                named(sql, &folded)
            }
            NameKind::Place => {
                let sql = "SELECT l.id, l.name FROM place_aliases s JOIN places l ON l.id = s.place \
                           WHERE s.folded = ?1 ORDER BY l.name";
                named(sql, &folded)
            }
            NameKind::Document => self.documents_named(name, &folded).unwrap_or_default(),
            NameKind::Period => named(
                "SELECT p.id, p.name FROM period_names n JOIN periods p ON p.id = n.period WHERE n.folded = ?1",
                &folded,
            ),
            NameKind::Query => named("SELECT 0, name FROM queries WHERE folded = ?1", &folded),
        }
    }

    fn similar(&self, kind: NameKind, name: &str, limit: usize) -> Vec<String> {
        let folded = fold(name.trim());
        let mut alike: Vec<(f64, String)> = self
            .every_name(kind)
            .unwrap_or_default()
            .into_iter()
            .map(|candidate| (likeness(&folded, &fold(&candidate)), candidate))
            .filter(|(score, _)| *score >= LIKENESS)
            .collect();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut seen = HashSet::new();
        alike.into_iter().map(|(_, name)| name).filter(|n| seen.insert(n.clone())).take(limit).collect()
    }

    fn periods(&self, name: &str) -> Vec<PeriodRecord> {
        self.periods_named(name).unwrap_or_default()
    }

    fn saved(&self, name: &str) -> Option<SavedQuery> {
        self.saved_query(name).unwrap_or_default()
    }

    fn date_of(&self, event: i64) -> EventDate {
        let sql = "SELECT date, extent = 'span', begin_earliest, begin_latest, end_earliest, end_latest \
                   FROM events WHERE id = ?1";
        let rows = self.all(sql, [event], |r| {
            let Some(written) = r.get::<_, Option<String>>(0)? else { return Ok(EventDate::Undated) };
            let extent = if r.get(1)? { Extent::Span } else { Extent::Point };
            let (begin, end) = ((Day(r.get(2)?), Day(r.get(3)?)), (Day(r.get(4)?), Day(r.get(5)?)));
            Ok(EventDate::Dated { written, bounds: Bounds { begin, end, extent } })
        });
        rows.unwrap_or_default().pop().unwrap_or(EventDate::NoEvent)
    }

    fn events_of(&self, kind: NameKind, id: i64, limit: u64) -> u64 {
        let sql = match kind {
            NameKind::Type => "SELECT count(*) FROM (SELECT 1 FROM events WHERE type = ?1 LIMIT ?2)",
            NameKind::Actor => "SELECT count(*) FROM (SELECT 1 FROM participants WHERE actor = ?1 LIMIT ?2)",
            NameKind::Place => "SELECT count(*) FROM (SELECT 1 FROM events WHERE place = ?1 LIMIT ?2)",
            NameKind::Document => {
                "SELECT count(*) FROM (SELECT DISTINCT event FROM mentions WHERE document = ?1 LIMIT ?2)"
            }
            NameKind::Period | NameKind::Query => return 0,
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.all(sql, [id, limit], |r| r.get(0)).unwrap_or_default().first().copied().unwrap_or(0)
    }
}

impl Store {
    /// Finds documents by number, title, source name, or the last part of a source name.
    fn documents_named(&self, name: &str, folded: &str) -> Result<Vec<Named>, StoreError> {
        let number: i64 = name.strip_prefix('#').unwrap_or(name).parse().unwrap_or(-1);
        let exact = self.all(
            "SELECT id, coalesce(title, (SELECT min(name) FROM sources WHERE document = d.id), '') FROM documents d \
             WHERE id = ?1 OR title = ?2 OR id = (SELECT document FROM sources WHERE name = ?2) ORDER BY id",
            rusqlite::params![number, name],
            |r| Ok(Named { id: r.get(0)?, name: r.get(1)? }),
        )?;
        if !exact.is_empty() {
            return Ok(exact);
        }
        let all: Vec<(i64, Option<String>, String)> = self.all(
            "SELECT d.id, d.title, s.name FROM documents d JOIN sources s ON s.document = d.id ORDER BY d.id",
            [],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )?;
        let mut found: Vec<Named> = all
            .into_iter()
            .filter(|(_, title, source)| {
                let source = fold(source);
                title.as_ref().is_some_and(|t| fold(t) == folded)
                    || source == folded
                    || source.rsplit(['/', '\\']).next() == Some(folded)
            })
            .map(|(id, title, source)| Named { id, name: title.unwrap_or(source) })
            .collect();
        found.dedup_by_key(|named| named.id);
        Ok(found)
    }

    fn every_name(&self, kind: NameKind) -> Result<Vec<String>, StoreError> {
        let sql = match kind {
            NameKind::Type => "SELECT folded FROM type_synonyms UNION SELECT class FROM types",
            NameKind::Actor => "SELECT alias FROM aliases",
            NameKind::Place => "SELECT alias FROM place_aliases",
            NameKind::Document => {
                "SELECT title FROM documents WHERE title IS NOT NULL UNION SELECT name FROM sources"
            }
            NameKind::Period => "SELECT alias FROM period_names",
            NameKind::Query => "SELECT name FROM queries",
        };
        self.all(sql, [], |r| r.get(0))
    }
}

/// Returns how alike two folded names are, from 0 to 1: as wholes, or one word of the known name and the whole of the
/// asked one, since people write "Lavrof" for "Sergey Lavrov".
fn likeness(asked: &str, known: &str) -> f64 {
    let whole = strsim::normalized_damerau_levenshtein(asked, known);
    let begins = if asked.chars().count() >= 3 && known.starts_with(asked) { 0.9 } else { 0.0 };
    known
        .split_whitespace()
        .map(|word| 0.95 * strsim::normalized_damerau_levenshtein(asked, word))
        .fold(whole.max(begins), f64::max)
}
