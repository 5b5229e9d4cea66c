//! Tables and lists: rows are held until their widths are known, but never more than a window of them.

use std::collections::VecDeque;
use std::io::{self, Write};

use super::cell::Record;
use super::{Body, Layout, Role, list, table};
use crate::store::{Column, ColumnKind, Value};

/// Widths are chosen from this many rows; those after them are wrapped to fit, so that memory stays flat.
const WINDOW_ROWS: usize = 1_000;
/// Or from this many bytes of text, whichever comes first.
const WINDOW_BYTES: usize = 1 << 20;

/// Which shape a sheet has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Columns side by side, or a list where they would not fit.
    Table,
    /// One field a line.
    List,
}

/// Writes rows for a person.
pub(super) struct Sheet<W> {
    out: W,
    names: Vec<String>,
    columns: Vec<Column>,
    layout: Layout,
    shape: Shape,
    held: VecDeque<Record>,
    held_bytes: usize,
    /// The last rows of a long result, of which `left_out` rows before them are not shown.
    tail: VecDeque<Record>,
    left_out: u64,
    drawn: Option<Drawn>,
}

/// How the rows are drawn, decided with the first window of them.
enum Drawn {
    Table(table::Grid),
    List(list::Fields),
}

impl<W: Write> Sheet<W> {
    pub(super) fn new(columns: Vec<Column>, layout: Layout, shape: Shape, out: W) -> Self {
        let names = columns
            .iter()
            .filter(|column| column.kind != ColumnKind::Certain)
            .map(|column| super::cell::one_line(&column.name))
            .collect();
        Self {
            out,
            names,
            columns,
            layout,
            shape,
            held: VecDeque::new(),
            held_bytes: 0,
            tail: VecDeque::new(),
            left_out: 0,
            drawn: None,
        }
    }

    /// Chooses widths, or a list, from what is held. `more` tells that other rows may follow.
    fn decide(&self, more: bool) -> Drawn {
        let records: Vec<&Record> = self.held.iter().chain(&self.tail).collect();
        let marked = records.iter().any(|record| record.possible)
            || (more && self.columns.iter().any(|column| column.kind == ColumnKind::Certain));
        let kinds: Vec<ColumnKind> = self
            .columns
            .iter()
            .map(|column| column.kind)
            .filter(|kind| *kind != ColumnKind::Certain)
            .collect();
        let grid = (self.shape == Shape::Table)
            .then(|| table::Grid::fit(&self.names, &kinds, &records, marked, &self.layout))
            .flatten();
        grid.map_or_else(|| Drawn::List(list::Fields::new(&self.names, marked, &self.layout)), Drawn::Table)
    }

    /// Writes what is held.
    fn flush(&mut self, more: bool) -> io::Result<()> {
        let drawn = match self.drawn.take() {
            Some(drawn) => drawn,
            None => self.decide(more),
        };
        let drawn = self.drawn.insert(drawn);
        let held = std::mem::take(&mut self.held);
        self.held_bytes = 0;
        match drawn {
            Drawn::Table(grid) => grid.write(held, &mut self.out),
            Drawn::List(fields) => fields.write(held, &mut self.out),
        }
    }
}

impl<W: Write> Body for Sheet<W> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let record = Record::new(&self.columns, values);
        let Some(at_most) = self.layout.at_most.map(|rows| rows.max(2)) else {
            self.held_bytes += record.bytes();
            self.held.push_back(record);
            if self.held.len() >= WINDOW_ROWS || self.held_bytes >= WINDOW_BYTES {
                self.flush(true)?;
            }
            return Ok(());
        };
        let tail = at_most / 2;
        if self.tail.is_empty() && self.held.len() < at_most {
            self.held.push_back(record);
            return Ok(());
        }
        if self.tail.is_empty() {
            self.tail = self.held.split_off(at_most - tail);
        }
        self.tail.push_back(record);
        if self.tail.len() > tail {
            self.tail.pop_front();
            self.left_out += 1;
        }
        Ok(())
    }

    fn end(&mut self, footer: Option<&str>) -> io::Result<()> {
        let style = self.layout.style;
        if !self.held.is_empty() {
            self.flush(false)?;
        }
        if self.left_out > 0 {
            let line = super::left_out(self.left_out, self.layout.ascii);
            writeln!(self.out, "{}", style.paint(Role::Dim, &line))?;
            self.held = std::mem::take(&mut self.tail);
            self.flush(false)?;
        }
        if footer.is_some() && matches!(self.drawn, Some(Drawn::List(_))) {
            writeln!(self.out)?;
        }
        super::write_footer(footer, style, &mut self.out)?;
        self.out.flush()
    }
}
