//! The tables, and the steps that lead from an older database to today's.

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// The steps, oldest first: step `n` makes `user_version` `n + 1`. Steps are only ever added.
pub const MIGRATIONS: &[&str] = &[
    include_str!("migrations/1.sql"),
    include_str!("migrations/2.sql"),
    include_str!("migrations/3.sql"),
    include_str!("migrations/4.sql"),
    include_str!("migrations/5.sql"),
];

/// The version that a database has when every step has been taken.
#[allow(clippy::cast_possible_wrap)] // a handful of steps
pub const VERSION: i64 = MIGRATIONS.len() as i64;

/// SQLite's `application_id` of our databases: "tmln" in ASCII. By it a database of another program is known.
pub const APPLICATION_ID: i64 = 0x746d_6c6e;

/// Takes the steps that `connection` still lacks, all of them or none.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    if version(connection)? >= VERSION {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again, because another process may have taken the steps while this one waited for the lock.
    let from = usize::try_from(version(&transaction)?).unwrap_or(0);
    for step in MIGRATIONS.iter().skip(from) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    Ok(transaction.commit()?)
}

/// Returns the version that a database has.
pub(super) fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}
