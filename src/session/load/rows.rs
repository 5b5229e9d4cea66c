use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use csv::{ByteRecord, ErrorKind, ReaderBuilder};
use serde_json::{Map, Value};

use super::TableError;
use super::columns::{Columns, Mapping};
use super::value::{Cells, DateOrder, RowError, event};
use crate::document::read::reason;
use crate::query::Key;
use crate::store::{LIST_SEPARATOR, LoadedEvent};

/// How many rows are read together by one core.
const TOGETHER: usize = 512;

/// A table that is open.
pub(super) struct Table {
    pub(super) columns: Columns,
    pub(super) batches: Box<dyn Iterator<Item = Batch> + Send>,
}

/// Some rows, not read yet, each with the line it begins on.
pub(super) struct Batch(Vec<(u64, Row)>);

enum Row {
    Csv(ByteRecord),
    Json(Vec<u8>),
    Broken(RowError),
}

/// Looks at how a table begins, and finds its columns.
pub(super) fn open(
    path: &Path,
    reader: Box<dyn Read + Send>,
    mapping: &Mapping,
) -> Result<Table, TableError> {
    let unreadable = |error| TableError::Unreadable { path: path.into(), reason: reason(&error) };
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    if reader.fill_buf().map_err(unreadable)?.starts_with("\u{feff}".as_bytes()) {
        reader.consume(3);
    }
    let beginning = reader.fill_buf().map_err(unreadable)?;
    let no_table = |found| Err(TableError::NoTable { path: path.into(), found });
    match beginning.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => return no_table("nothing"),
        Some(0) => return no_table("something binary"),
        Some(b'[') => return no_table("a JSON array"),
        Some(b'{') => return json(reader, mapping).map_err(|error| error.of(path)),
        Some(_) => {}
    }
    let header = beginning.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if header.contains(&0) {
        return no_table("something binary");
    }
    let of = |mark: u8| header.iter().filter(|byte| **byte == mark).count();
    let delimiter = [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|mark| of(*mark)).unwrap_or(b',');
    let lines_end_twice = header.ends_with(b"\r");
    let mut rows = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(reader);
    let names: Vec<String> = match rows.byte_headers() {
        Ok(names) => names.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect(),
        Err(error) => return Err(TableError::Unreadable { path: path.into(), reason: error.to_string() }),
    };
    let width = names.len();
    let columns = Columns::fit(mapping, names)?;
    let rows = CsvRows { rows, width, lines_end_twice };
    Ok(Table { columns, batches: Box::new(Batches(ended(rows))) })
}

struct CsvRows<R> {
    rows: csv::Reader<R>,
    width: usize,
    /// Whether lines end with CRLF.
    lines_end_twice: bool,
}

impl<R: Read> Iterator for CsvRows<R> {
    type Item = (u64, Row);

    fn next(&mut self) -> Option<Self::Item> {
        let before = self.rows.position().line();
        let mut record = ByteRecord::new();
        let read = self.rows.read_byte_record(&mut record);
        let inside = record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
        let row = match read {
            Ok(false) => return None,
            Ok(true) if record.len() != self.width => {
                Row::Broken(RowError::Fields { expected: self.width, found: record.len() })
            }
            Ok(true) => Row::Csv(record),
            Err(error) => Row::Broken(RowError::Unreadable {
                reason: match error.into_kind() {
                    ErrorKind::Io(error) => reason(&error),
                    _ => "it is no CSV".to_owned(),
                },
            }),
        };
        // The reader counts from behind the row before, and takes CR for its end: what it has passed beside the row
        // itself are empty lines, and the LF that it left.
        let behind = inside + u64::from(!self.lines_end_twice);
        let passed = self.rows.position().line() - before;
        Some((before + passed.saturating_sub(behind), row))
    }
}

/// An error that does not know its file yet.
enum Nameless {
    Unreadable(std::io::Error),
    Other(TableError),
}

impl Nameless {
    fn of(self, path: &Path) -> TableError {
        match self {
            Self::Unreadable(error) => TableError::Unreadable { path: path.into(), reason: reason(&error) },
            Self::Other(error) => error,
        }
    }
}

/// JSON Lines: the first line tells the columns that a mapping may name; others are looked for in every line.
fn json(mut reader: BufReader<Box<dyn Read + Send>>, mapping: &Mapping) -> Result<Table, Nameless> {
    let mut first = Vec::new();
    let mut blank = 0;
    while first.trim_ascii().is_empty() {
        first.clear();
        blank += 1;
        if reader.read_until(b'\n', &mut first).map_err(Nameless::Unreadable)? == 0 {
            break;
        }
    }
    let keys: Map<String, Value> = serde_json::from_slice(&first).unwrap_or_default();
    let mut names: Vec<String> = keys.keys().cloned().collect();
    if names.is_empty() {
        // The line is damaged, and will be reported; the others may be of our own making.
        names = crate::query::Format::Jsonl.columns().iter().map(|key| key.name().to_owned()).collect();
    }
    let columns = Columns::fit(mapping, names).map_err(|error| Nameless::Other(error.into()))?;
    let lines = std::iter::once(Ok(first)).chain(reader.split(b'\n'));
    let rows = (blank..).zip(lines).filter_map(|(number, line)| match line {
        Ok(line) if line.trim_ascii().is_empty() => None,
        Ok(line) => Some((number, Row::Json(line))),
        Err(error) => Some((number, Row::Broken(RowError::Unreadable { reason: reason(&error) }))),
    });
    Ok(Table { columns, batches: Box::new(Batches(ended(rows))) })
}

/// Ends rows behind one that the system does not give: what breaks once would break for ever.
fn ended(rows: impl Iterator<Item = (u64, Row)>) -> impl Iterator<Item = (u64, Row)> {
    let mut broken = false;
    rows.take_while(move |(_, row)| {
        let go_on = !broken;
        broken = matches!(row, Row::Broken(RowError::Unreadable { .. }));
        go_on
    })
}

struct Batches<I>(I);

impl<I: Iterator<Item = (u64, Row)>> Iterator for Batches<I> {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let rows: Vec<(u64, Row)> = self.0.by_ref().take(TOGETHER).collect();
        if rows.is_empty() { None } else { Some(Batch(rows)) }
    }
}

impl Batch {
    /// Returns about how many bytes there are to read.
    pub(super) fn weight(&self) -> usize {
        let of_row = |(_, row): &(u64, Row)| match row {
            Row::Csv(record) => record.as_slice().len(),
            Row::Json(line) => line.len(),
            Row::Broken(_) => 0,
        };
        self.0.iter().map(of_row).sum()
    }

    /// Reads the rows: each becomes an event, or a reason why not.
    pub(super) fn read(
        self,
        columns: &Columns,
        order: Option<DateOrder>,
        table: &str,
    ) -> Vec<(u64, Result<LoadedEvent, RowError>)> {
        let mut cells = Cells::new(order, table, columns.is_export());
        let mut read = |row| {
            cells.clear();
            match row {
                Row::Csv(record) => {
                    for (at, name, key) in columns.read() {
                        let text = record.get(at).unwrap_or_default();
                        let text = std::str::from_utf8(text)
                            .map_err(|_| RowError::NotUtf8 { column: name.to_owned() })?;
                        cells.set(key, text);
                    }
                }
                Row::Json(line) => from_json(&line, columns, &mut cells)?,
                Row::Broken(reason) => return Err(reason),
            }
            event(&cells)
        };
        self.0.into_iter().map(|(line, row)| (line, read(row))).collect()
    }
}

fn from_json(line: &[u8], columns: &Columns, cells: &mut Cells<'_>) -> Result<(), RowError> {
    let object: Map<String, Value> = serde_json::from_slice(line).map_err(|error| {
        // Its line is always the first.
        let words = error.to_string();
        RowError::NotJson { reason: words.split(" at line").next().unwrap_or(&words).to_owned() }
    })?;
    for (_, name, key) in columns.read() {
        match object.get(name) {
            None | Some(Value::Null) => {}
            Some(value) if key == Key::Claims => cells.claims(value)?,
            Some(Value::String(text)) => cells.set(key, text),
            Some(Value::Array(members)) => {
                let mut list = Vec::new();
                for member in members {
                    match member {
                        Value::String(text) if !text.contains(LIST_SEPARATOR) => list.push(text.as_str()),
                        other => {
                            let found = other.to_string();
                            return Err(RowError::Member { column: name.to_owned(), found });
                        }
                    }
                }
                cells.set(key, &list.join(LIST_SEPARATOR));
            }
            Some(other) => cells.set(key, &other.to_string()),
        }
    }
    Ok(())
}
