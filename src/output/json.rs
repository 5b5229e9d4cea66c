use std::io::{self, Write};

use super::cell::day;
use super::{Body, Format, Layout};
use crate::store::{Column, ColumnKind, LIST_SEPARATOR, Value};
use crate::text::harmless;

/// Writes JSON objects: one a line, or one array of them. Lists become arrays, days ISO dates, no value `null`.
pub(super) struct Json<W> {
    out: W,
    columns: Vec<Column>,
    /// The keys as they are written: `"name":`, a comma before all but the first.
    keys: Vec<String>,
    array: bool,
    terminal: bool,
    first: bool,
}

impl<W: Write> Json<W> {
    pub(super) fn new(format: Format, columns: Vec<Column>, layout: Layout, out: W) -> Self {
        let keys = columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let comma = if at == 0 { "" } else { "," };
                format!("{comma}{}:", serde_json::Value::from(column.name.as_str()))
            })
            .collect();
        let array = format == Format::Json;
        Self { out, columns, keys, array, terminal: layout.terminal, first: true }
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        if self.terminal {
            return Ok(serde_json::to_writer(&mut self.out, harmless(text).as_ref())?);
        }
        Ok(serde_json::to_writer(&mut self.out, text)?)
    }

    fn value(&mut self, kind: ColumnKind, value: &Value) -> io::Result<()> {
        match (kind, value) {
            (ColumnKind::List, Value::Null) => self.out.write_all(b"[]"),
            (ColumnKind::List, Value::Text(text)) => {
                self.out.write_all(b"[")?;
                let members = text.split(LIST_SEPARATOR).filter(|member| !member.is_empty());
                for (at, member) in members.enumerate() {
                    if at > 0 {
                        self.out.write_all(b",")?;
                    }
                    self.text(member)?;
                }
                self.out.write_all(b"]")
            }
            (_, Value::Null) => self.out.write_all(b"null"),
            (ColumnKind::Day, Value::Integer(number)) => match day(*number) {
                Some(day) => write!(self.out, "\"{day}\""),
                None => self.out.write_all(b"null"),
            },
            (ColumnKind::Bucket(unit), Value::Integer(number)) => {
                write!(self.out, "\"{}\"", unit.label(*number))
            }
            (ColumnKind::Certain, Value::Integer(number)) => write!(self.out, "{}", *number != 0),
            (ColumnKind::Json, Value::Text(json)) if self.terminal => {
                self.out.write_all(harmless(json).as_bytes())
            }
            (ColumnKind::Json, Value::Text(json)) => self.out.write_all(json.as_bytes()),
            (_, Value::Integer(number)) => write!(self.out, "{number}"),
            (_, Value::Real(number)) => Ok(serde_json::to_writer(&mut self.out, number)?),
            (_, Value::Text(text)) => self.text(text),
        }
    }
}

impl<W: Write> Body for Json<W> {
    fn begin(&mut self) -> io::Result<()> {
        if self.array { self.out.write_all(b"[") } else { Ok(()) }
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let first = std::mem::take(&mut self.first);
        if self.array {
            self.out.write_all(if first { b"\n" } else { b",\n" })?;
        }
        self.out.write_all(b"{")?;
        for (at, value) in values.iter().enumerate().take(self.columns.len()) {
            self.out.write_all(self.keys[at].as_bytes())?;
            self.value(self.columns[at].kind, value)?;
        }
        self.out.write_all(if self.array { b"}" } else { b"}\n" })
    }

    fn end(&mut self, _: Option<&str>) -> io::Result<()> {
        if self.array {
            self.out.write_all(if self.first { b"]\n" } else { b"\n]\n" })?;
        }
        self.out.flush()
    }
}
