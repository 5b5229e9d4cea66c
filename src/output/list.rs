use std::collections::VecDeque;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::cell::{Record, wrap};
use super::{Layout, Role, Style};

/// A value is not squeezed into less than this many terminal columns, however narrow the terminal.
const NARROWEST_VALUE: usize = 10;

/// Fields, one a line, records apart by an empty line.
pub(super) struct Fields {
    names: Vec<String>,
    name_width: usize,
    value_width: usize,
    marked: bool,
    style: Style,
    first: bool,
}

impl Fields {
    pub(super) fn new(names: &[String], marked: bool, layout: &Layout) -> Self {
        let name_width = names.iter().map(|name| name.width()).max().unwrap_or(0);
        let before = name_width + 2 + if marked { 2 } else { 0 };
        let value_width =
            layout.width.map_or(usize::MAX, |width| width.saturating_sub(before).max(NARROWEST_VALUE));
        Self { names: names.to_vec(), name_width, value_width, marked, style: layout.style, first: true }
    }

    /// Writes records.
    pub(super) fn write(&mut self, records: VecDeque<Record>, out: &mut dyn Write) -> io::Result<()> {
        for record in records {
            if !std::mem::take(&mut self.first) {
                writeln!(out)?;
            }
            for (at, (name, cell)) in self.names.iter().zip(&record.cells).enumerate() {
                if self.marked {
                    let possible = at == 0 && record.possible;
                    let mark = if possible { self.style.paint(Role::Possible, "~") } else { " ".to_owned() };
                    write!(out, "{mark} ")?;
                }
                if cell.is_empty() {
                    writeln!(out, "{}", self.style.paint(Role::Header, name))?;
                    continue;
                }
                let fill = self.name_width - name.width() + 2;
                write!(out, "{}{:fill$}", self.style.paint(Role::Header, name), "")?;
                let indent = self.name_width + 2 + if self.marked { 2 } else { 0 };
                for (at, line) in wrap(cell, self.value_width).into_iter().enumerate() {
                    let indent = if at == 0 { 0 } else { indent };
                    writeln!(out, "{:indent$}{line}", "")?;
                }
            }
        }
        Ok(())
    }
}
