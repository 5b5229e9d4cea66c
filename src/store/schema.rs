//! The tables, and the steps that lead from an older database to today's.

/// The steps, oldest first: step `n` makes `user_version` `n + 1`. Steps are only ever added.
pub const MIGRATIONS: &[&str] = &[include_str!("migrations/1.sql")];
