use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::StoreError;
use super::indexes::{HELD_BY_DEFAULT, hold_text};

/// So many events are handed over together, in the order of their numbers: FTS5 writes a piece of index whenever a
/// number is not greater than the one before.
const TOGETHER: usize = 1 << 16;

/// How many bytes of the full text are held in memory before a piece of index is written.
pub(super) const HELD_TEXT: i64 = 64 << 20;

/// The tables in which FTS5 keeps an index, and their columns.
const SHADOWS: [(&str, &str); 4] = [
    ("events_text_config", "k, v"),
    ("events_text_data", "id, block"),
    ("events_text_docsize", "id, sz"),
    ("events_text_idx", "segid, term, pgno"),
];

/// The full text of a large load into an empty database, built by a thread of its own in a passing database: it takes as
/// long as all the rest. What it has built is taken over as it stands, table by table.
pub(super) struct TextIndex {
    batch: Vec<Words>,
    sender: SyncSender<Vec<Words>>,
    builder: JoinHandle<Result<Connection, StoreError>>,
    definition: String,
}

/// What is found of one event.
struct Words {
    event: i64,
    summary: String,
    evidence: String,
}

impl TextIndex {
    /// Begins an index like that of the database.
    pub(super) fn begin(connection: &Connection) -> Result<Self, StoreError> {
        let sql = "SELECT sql FROM sqlite_schema WHERE name = 'events_text'";
        let definition: String = connection.query_row(sql, [], |row| row.get(0))?;
        // One batch waits while another is worked on.
        let (sender, receiver) = sync_channel(1);
        let create = definition.clone();
        let builder = thread::spawn(move || build(&create, &receiver));
        Ok(Self { batch: Vec::new(), sender, builder, definition })
    }

    /// Adds an event: its summary and the evidence of all its claims.
    pub(super) fn add(&mut self, event: i64, summary: &str, evidence: String) {
        self.batch.push(Words { event, summary: summary.to_owned(), evidence });
        if self.batch.len() >= TOGETHER {
            self.hand_over();
        }
    }

    /// What does not arrive is no loss: the builder has failed, and [`TextIndex::finish`] says why.
    fn hand_over(&mut self) {
        let mut batch = std::mem::take(&mut self.batch);
        batch.sort_unstable_by_key(|words| words.event);
        let _ = self.sender.send(batch);
    }

    /// Puts the index into the place of the database's own, which is empty.
    pub(super) fn finish(mut self, connection: &Connection) -> Result<(), StoreError> {
        self.hand_over();
        let Self { sender, builder, definition, .. } = self;
        drop(sender);
        let built = builder.join().map_err(|_| StoreError::Interrupted)??;
        // Made anew, it has read nothing yet of the tables that are filled behind its back.
        connection.execute_batch(&format!("DROP TABLE events_text; {definition}"))?;
        for (table, columns) in SHADOWS {
            let width = columns.split(", ").count();
            let values: Vec<String> = (1..=width).map(|at| format!("?{at}")).collect();
            connection.execute(&format!("DELETE FROM {table}"), [])?;
            let mut put = connection
                .prepare(&format!("INSERT INTO {table} ({columns}) VALUES ({})", values.join(", ")))?;
            let mut found = built.prepare(&format!("SELECT {columns} FROM {table}"))?;
            let mut rows = found.query([])?;
            while let Some(row) = rows.next()? {
                let cells = (0..width).map(|at| row.get::<_, Value>(at)).collect::<Result<Vec<_>, _>>()?;
                put.execute(params_from_iter(cells))?;
            }
        }
        Ok(())
    }
}

fn build(create: &str, batches: &Receiver<Vec<Words>>) -> Result<Connection, StoreError> {
    // A database without a name lives in memory as far as there is room, else in a file that nobody else sees.
    let connection = Connection::open("")?;
    connection.execute_batch("PRAGMA journal_mode = off; PRAGMA synchronous = off; BEGIN")?;
    connection.execute_batch(create)?;
    hold_text(&connection, HELD_TEXT)?;
    {
        let mut put =
            connection.prepare("INSERT INTO events_text (rowid, summary, evidence) VALUES (?1, ?2, ?3)")?;
        for batch in batches {
            for Words { event, summary, evidence } in batch {
                put.execute(params![event, summary, evidence])?;
            }
        }
    }
    hold_text(&connection, HELD_BY_DEFAULT)?;
    connection.execute_batch("COMMIT")?;
    Ok(connection)
}
