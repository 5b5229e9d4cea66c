use std::io::{self, Write};

use super::Body;
use super::cell::{Record, one_line};
use crate::store::{Column, ColumnKind, Value};

/// Writes a table as GitHub Flavored Markdown has it (specification 0.29, 4.10), possible rows marked with `~`.
pub(super) struct Markdown<W> {
    out: W,
    columns: Vec<Column>,
    marked: bool,
}

impl<W: Write> Markdown<W> {
    pub(super) fn new(columns: Vec<Column>, out: W) -> Self {
        let marked = columns.iter().any(|column| column.kind == ColumnKind::Certain);
        Self { out, columns, marked }
    }

    fn line<'t>(&mut self, mark: &str, cells: impl Iterator<Item = &'t str>) -> io::Result<()> {
        if self.marked {
            write!(self.out, "| {mark} ")?;
        }
        for cell in cells {
            write!(self.out, "| {cell} ")?;
        }
        writeln!(self.out, "|")
    }
}

impl<W: Write> Body for Markdown<W> {
    fn begin(&mut self) -> io::Result<()> {
        let columns: Vec<Column> =
            self.columns.iter().filter(|column| column.kind != ColumnKind::Certain).cloned().collect();
        let names: Vec<String> = columns.iter().map(|column| escape(&one_line(&column.name))).collect();
        self.line(" ", names.iter().map(String::as_str))?;
        let rule = |column: &Column| if column.kind == ColumnKind::Number { "--:" } else { "---" };
        self.line("-", columns.iter().map(rule))
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let record = Record::new(&self.columns, values);
        let cells: Vec<String> = record.cells.iter().map(|cell| escape(cell)).collect();
        self.line(if record.possible { "\\~" } else { " " }, cells.iter().map(String::as_str))
    }

    fn end(&mut self, footer: Option<&str>) -> io::Result<()> {
        if let Some(footer) = footer {
            writeln!(self.out, "\n*{}*", escape(&one_line(footer)))?;
        }
        self.out.flush()
    }
}

/// Returns `text` with every character escaped that Markdown would read as its own.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '~' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
