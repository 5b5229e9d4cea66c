use std::cmp::Reverse;
use std::collections::HashSet;

use super::{Catalogue, NameKind, Named, Store, StoreError};
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

    fn events_of(&self, kind: NameKind, id: i64, limit: u64) -> u64 {
        let sql = match kind {
            NameKind::Type => "SELECT count(*) FROM (SELECT 1 FROM events WHERE type = ?1 LIMIT ?2)",
            NameKind::Actor => "SELECT count(*) FROM (SELECT 1 FROM participants WHERE actor = ?1 LIMIT ?2)",
            NameKind::Place => "SELECT count(*) FROM (SELECT 1 FROM events WHERE place = ?1 LIMIT ?2)",
            NameKind::Document => {
                "SELECT count(*) FROM (SELECT DISTINCT event FROM mentions WHERE document = ?1 LIMIT ?2)"
            }
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.all(sql, [id, limit], |r| r.get(0)).unwrap_or_default().first().copied().unwrap_or(0)
    }

    fn beginning_with(&self, kind: NameKind, prefix: &str, limit: usize) -> Vec<(String, u64)> {
        let folded = fold(prefix.trim_start());
        // Every text that begins with the prefix lies between it and itself with the last code point behind it.
        let end = format!("{folded}\u{10ffff}");
        let sql = match kind {
            NameKind::Type => {
                "SELECT t.id, t.name, t.name, (SELECT count(*) FROM events e WHERE e.type = t.id) \
                 FROM type_synonyms s JOIN types t ON t.id = s.type WHERE s.folded >= ?1 AND s.folded < ?2"
            }
            NameKind::Actor => {
                "SELECT a.id, a.name, s.alias, (SELECT count(*) FROM participants p WHERE p.actor = a.id) \
                 FROM aliases s JOIN actors a ON a.id = s.actor WHERE s.folded >= ?1 AND s.folded < ?2"
            }
            NameKind::Place => {
                "SELECT l.id, l.name, s.alias, (SELECT count(*) FROM events e WHERE e.place = l.id) \
                 FROM place_aliases s JOIN places l ON l.id = s.place WHERE s.folded >= ?1 AND s.folded < ?2"
            }
            NameKind::Document => {
                "SELECT d.id, d.title, d.title, (SELECT count(DISTINCT m.event) FROM mentions m WHERE m.document = d.id) \
                 FROM documents d WHERE d.title IS NOT NULL AND ?1 <= ?2"
            }
        };
        let rows: Vec<(i64, String, String, u64)> = self
            .all(sql, [folded.as_ref(), &end], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
            .unwrap_or_default();
        let begins = |name: &str| fold(name).starts_with(folded.as_ref());
        let mut names: Vec<(i64, String, u64)> = rows
            .into_iter()
            .filter(|(_, name, alias, _)| kind != NameKind::Document || begins(name) || begins(alias))
            // Its own name where that continues what was typed, else the alias that does.
            .map(|(id, name, alias, count)| (id, if begins(&name) { name } else { alias }, count))
            .collect();
        if kind == NameKind::Type {
            let sql = "SELECT min(t.id), t.class, count(e.id) FROM types t LEFT JOIN events e ON e.type = t.id GROUP BY t.class";
            let classes: Vec<(i64, String, u64)> =
                self.all(sql, [], |r| Ok((-r.get::<_, i64>(0)?, r.get(1)?, r.get(2)?))).unwrap_or_default();
            names.extend(classes.into_iter().filter(|(_, class, _)| begins(class)));
        }
        names.sort_by(|a, b| (Reverse(a.2), &a.1).cmp(&(Reverse(b.2), &b.1)));
        let mut seen = HashSet::new();
        names
            .into_iter()
            .filter(|(id, _, _)| seen.insert(*id))
            .map(|(_, name, count)| (name, count))
            .take(limit)
            .collect()
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
