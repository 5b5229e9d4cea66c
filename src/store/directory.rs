use std::cmp::Reverse;
use std::collections::HashMap;

use super::{NameKind, Store, StoreError};
use crate::text::fold;

/// Every name that a query may use, ordered by its spelling, with the number of events behind it: what completion looks
/// into at every key. Read once, because to count the events of all names takes longer than a key may.
#[derive(Debug, Default)]
pub struct Directory(HashMap<NameKind, Vec<Entry>>);

/// One spelling of a name.
#[derive(Debug)]
struct Entry {
    /// Without case and accents: what the entries are ordered by.
    folded: String,
    spelling: String,
    /// The name that the row itself has, where this is another.
    name: Option<String>,
    row: i64,
    events: u64,
}

impl Directory {
    /// Reads the names of a database.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn read(store: &Store) -> Result<Self, StoreError> {
        // Number of the row, its own name, this spelling, events. A class stands for its types, and has no number.
        let sources = [
            (
                NameKind::Type,
                "WITH counted AS (SELECT type, count(*) AS n FROM events GROUP BY type) \
                 SELECT t.id, t.name, s.folded, coalesce(c.n, 0) FROM type_synonyms s JOIN types t ON t.id = s.type \
                 LEFT JOIN counted c ON c.type = t.id \
                 UNION ALL SELECT -min(t.id), t.class, t.class, coalesce(sum(c.n), 0) FROM types t \
                 LEFT JOIN counted c ON c.type = t.id GROUP BY t.class",
            ),
            (
                NameKind::Actor,
                "SELECT a.id, a.name, s.alias, coalesce(c.n, 0) FROM aliases s JOIN actors a ON a.id = s.actor \
                 LEFT JOIN (SELECT actor, count(*) AS n FROM participants GROUP BY actor) c ON c.actor = a.id",
            ),
            (
                NameKind::Place,
                "SELECT l.id, l.name, s.alias, coalesce(c.n, 0) FROM place_aliases s JOIN places l ON l.id = s.place \
                 LEFT JOIN (SELECT place, count(*) AS n FROM events WHERE place IS NOT NULL GROUP BY place) c \
                 ON c.place = l.id",
            ),
            (
                NameKind::Document,
                "SELECT d.id, n.name, n.name, coalesce(c.n, 0) FROM documents d JOIN (SELECT id AS document, title AS name \
                 FROM documents WHERE title IS NOT NULL UNION ALL SELECT s.document, s.name FROM sources s \
                 JOIN documents d ON d.id = s.document WHERE d.title IS NULL) n ON n.document = d.id \
                 LEFT JOIN (SELECT document, count(DISTINCT event) AS n FROM mentions GROUP BY document) c \
                 ON c.document = d.id",
            ),
            (
                NameKind::Period,
                "SELECT p.id, p.name, n.alias, 0 FROM period_names n JOIN periods p ON p.id = n.period",
            ),
            (NameKind::Query, "SELECT row_number() OVER (), name, name, 0 FROM queries"),
        ];
        let mut kinds = HashMap::new();
        for (kind, sql) in sources {
            let mut entries = store.all(sql, [], |row| {
                let (name, spelling): (String, String) = (row.get(1)?, row.get(2)?);
                Ok(Entry {
                    folded: fold(&spelling).into_owned(),
                    name: (name != spelling).then_some(name),
                    spelling,
                    row: row.get(0)?,
                    events: row.get(3)?,
                })
            })?;
            entries.sort_by(|a, b| a.folded.cmp(&b.folded));
            kinds.insert(kind, entries);
        }
        Ok(Self(kinds))
    }

    /// Returns names that begin with `prefix` (case and accents aside) and how many events each has, commonest first, at
    /// most `limit`. What has several such names is there once, by its own where that is among them.
    pub fn beginning_with(&self, kind: NameKind, prefix: &str, limit: usize) -> Vec<(String, u64)> {
        let Some(entries) = self.0.get(&kind) else { return Vec::new() };
        let prefix = fold(prefix.trim_start());
        let from = entries.partition_point(|entry| entry.folded.as_str() < prefix.as_ref());
        let begun = &entries[from..];
        let found = &begun[..begun.partition_point(|entry| entry.folded.starts_with(prefix.as_ref()))];
        // The best so far. Among a hundred thousand names hardly any is better than the worst of these, so that nearly
        // all are passed over at one look.
        let mut best: Vec<&Entry> = Vec::with_capacity(limit + 1);
        for entry in found {
            if best.len() == limit && best.last().is_none_or(|worst| entry.events <= worst.events) {
                continue;
            }
            if let Some(known) = best.iter_mut().find(|known| known.row == entry.row) {
                if known.name.is_some() && entry.name.is_none() {
                    *known = entry;
                }
                continue;
            }
            let at = best.partition_point(|better| better.rank() <= entry.rank());
            best.insert(at, entry);
            best.truncate(limit);
        }
        best.sort_by(|a, b| a.rank().cmp(&b.rank()));
        best.into_iter().map(|entry| (entry.shown(&prefix).to_owned(), entry.events)).collect()
    }
}

impl Store {
    /// Returns the events whose numbers begin with these digits, lowest first, or the last events where there are none: the
    /// number of each, and its date and summary; at most `limit`.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn numbered(&self, digits: &str, limit: usize) -> Result<Vec<(i64, String)>, StoreError> {
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let shown = "SELECT id, coalesce(date || ' ', '') || summary FROM events";
        if digits.is_empty() {
            return self.all(&format!("{shown} ORDER BY id DESC LIMIT ?1"), [count(limit)], read);
        }
        let sql = format!("{shown} WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3");
        let mut found = Vec::new();
        let mut first = digits.parse().unwrap_or(0);
        let mut more: i64 = 1;
        // 12, then 120 to 129, then 1200 to 1299.
        while first > 0 && found.len() < limit {
            found.extend(self.all(&sql, [first, first + (more - 1), count(limit - found.len())], read)?);
            let (Some(next), Some(wider)) = (first.checked_mul(10), more.checked_mul(10)) else { break };
            (first, more) = (next, wider);
            if first.checked_add(more).is_none() {
                break;
            }
        }
        Ok(found)
    }
}

impl Entry {
    /// Commonest first, then by spelling.
    fn rank(&self) -> (Reverse<u64>, &str) {
        (Reverse(self.events), &self.folded)
    }

    /// Returns the row's own name where that continues what was typed, else this spelling.
    fn shown(&self, prefix: &str) -> &str {
        self.name.as_deref().filter(|name| fold(name).starts_with(prefix)).unwrap_or(&self.spelling)
    }
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
