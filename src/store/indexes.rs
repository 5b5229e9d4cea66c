use rusqlite::Connection;

use super::StoreError;

/// How many bytes of the full text FTS5 holds in memory by itself.
pub(super) const HELD_BY_DEFAULT: i64 = 1 << 20;

/// Takes the indexes of some tables away, but for those in `kept`, and returns the SQL that makes them again. To make an
/// index of many rows at once costs a good deal less than to keep it while they are written.
pub(super) fn drop_indexes(
    tx: &Connection,
    tables: &[&str],
    kept: &[&str],
) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid";
    let found: Vec<(String, String, String)> = {
        let mut statement = tx.prepare(sql)?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        rows.collect::<Result<_, _>>()?
    };
    let mut dropped = Vec::new();
    for (name, table, sql) in found {
        if tables.contains(&table.as_str()) && !kept.contains(&name.as_str()) {
            tx.execute_batch(&format!("DROP INDEX {name}"))?;
            dropped.push(sql);
        }
    }
    Ok(dropped)
}

/// Says how many bytes of the full text are held in memory before they are written.
pub(super) fn hold_text(tx: &Connection, bytes: i64) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO events_text (events_text, rank) VALUES ('hashsize', ?1)")?
        .execute([bytes])?;
    Ok(())
}

/// Takes the triggers away that keep the tallies of events right, and returns the SQL that makes them again. Whoever does so
/// owes [`tally`].
pub(super) fn drop_triggers(tx: &Connection) -> Result<Vec<String>, StoreError> {
    let sql =
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'events' ORDER BY rowid";
    let found: Vec<(String, String)> = {
        let mut statement = tx.prepare(sql)?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        rows.collect::<Result<_, _>>()?
    };
    for (name, _) in &found {
        tx.execute_batch(&format!("DROP TRIGGER {name}"))?;
    }
    Ok(found.into_iter().map(|(_, sql)| sql).collect())
}

/// Counts all events anew: how many of each type lie in the same months.
pub(super) fn tally(tx: &Connection) -> Result<(), StoreError> {
    tx.execute_batch(
        "DELETE FROM tallies; INSERT INTO tallies \
         SELECT type, first_month, last_after, surely_from, surely_to, count(*) FROM event_months \
         GROUP BY type, first_month, last_after, surely_from, surely_to",
    )?;
    Ok(())
}
