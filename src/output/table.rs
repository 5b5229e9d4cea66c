use std::collections::VecDeque;
use std::io::{self, Write};

use comfy_table::{CellAlignment, ColumnConstraint, LineStyle, Row, Table, TableStyle, Width};
use unicode_width::UnicodeWidthStr;

use super::cell::Record;
use super::{Layout, Role, Style};
use crate::store::ColumnKind;

/// Spaces between two columns.
const GAP: usize = 2;
/// Words up to this many terminal columns (an interval of two days has 21) are never broken by a narrow column.
const LONGEST_WORD: usize = 24;
/// Running text is not squeezed into less than this, or a line would hold two words.
const NARROWEST_TEXT: usize = 20;

/// Columns with chosen widths.
pub(super) struct Grid {
    names: Vec<String>,
    kinds: Vec<ColumnKind>,
    widths: Vec<usize>,
    marked: bool,
    style: Style,
    /// What the line under the header is made of.
    rule: char,
    header_written: bool,
}

impl Grid {
    /// Chooses the widths that show `records` best, or returns `None` where the terminal is too narrow for it.
    pub(super) fn fit(
        names: &[String],
        kinds: &[ColumnKind],
        records: &[&Record],
        marked: bool,
        layout: &Layout,
    ) -> Option<Self> {
        let mut natural: Vec<usize> = names.iter().map(|name| name.width().max(1)).collect();
        let mut words = natural.clone();
        for record in records {
            for (column, cell) in record.cells.iter().enumerate() {
                natural[column] = natural[column].max(cell.width());
                let word = cell.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
                words[column] = words[column].max(word);
            }
        }
        let floors: Vec<usize> = natural
            .iter()
            .zip(&words)
            .zip(kinds)
            .map(|((&natural, &word), kind)| match kind {
                ColumnKind::Day | ColumnKind::Bucket(_) | ColumnKind::Number | ColumnKind::Certain => natural,
                ColumnKind::Text | ColumnKind::List | ColumnKind::Json => match (natural, word) {
                    (..=LONGEST_WORD, word) => word,
                    (_, word @ ..=LONGEST_WORD) => word.max(NARROWEST_TEXT),
                    _ => NARROWEST_TEXT,
                },
            })
            .collect();
        let gaps = GAP * names.len().saturating_sub(1) + if marked { 1 + GAP } else { 0 };
        let widths = match layout.width {
            Some(width) => share(&natural, &floors, width.checked_sub(gaps)?)?,
            None => natural,
        };
        Some(Self {
            names: names.to_vec(),
            kinds: kinds.to_vec(),
            widths,
            marked,
            style: layout.style,
            rule: if layout.ascii { '-' } else { '─' },
            header_written: false,
        })
    }

    /// Writes rows, under the header where they are the first.
    pub(super) fn write(&mut self, records: VecDeque<Record>, out: &mut dyn Write) -> io::Result<()> {
        let mut table = Table::new();
        table.force_no_tty();
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill(self.rule)));
        let mut header_lines = 0;
        if !self.header_written {
            let mark = self.marked.then(String::new);
            table.set_header(Row::from(
                mark.into_iter().chain(self.names.iter().cloned()).collect::<Vec<_>>(),
            ));
            header_lines = usize::MAX;
            self.header_written = true;
        }
        for record in records {
            let mark = self.marked.then(|| if record.possible { "~".to_owned() } else { String::new() });
            table.add_row(mark.into_iter().chain(record.cells).collect::<Vec<_>>());
        }
        let mark = self.marked.then_some((1, ColumnKind::Certain));
        let columns = mark.into_iter().chain(self.widths.iter().copied().zip(self.kinds.iter().copied()));
        let last = (self.widths.len() + usize::from(self.marked)).saturating_sub(1);
        for (at, ((width, kind), column)) in columns.zip(table.column_iter_mut()).enumerate() {
            let gap = if at == last { 0 } else { GAP };
            column.set_padding((0, u16::try_from(gap).unwrap_or(0)));
            let width = u16::try_from(width + gap).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
            if kind == ColumnKind::Number {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        for line in table.lines() {
            let line = line.trim_end();
            if header_lines > 0 {
                let rule = !line.is_empty() && line.chars().all(|c| c == self.rule);
                if rule {
                    header_lines = 0;
                }
                writeln!(out, "{}", self.style.paint(if rule { Role::Dim } else { Role::Header }, line))?;
            } else if let Some(rest) = line.strip_prefix('~').filter(|_| self.marked) {
                writeln!(out, "{}{rest}", self.style.paint(Role::Possible, "~"))?;
            } else {
                writeln!(out, "{line}")?;
            }
        }
        Ok(())
    }
}

/// Shares `available` terminal columns among columns that would take `natural` and need `floors`: the widest give way
/// first. Returns `None` where even the floors do not fit.
fn share(natural: &[usize], floors: &[usize], available: usize) -> Option<Vec<usize>> {
    if floors.iter().sum::<usize>() > available {
        return None;
    }
    let under =
        |cap: usize| natural.iter().zip(floors).map(move |(&natural, &floor)| natural.min(cap.max(floor)));
    let (mut low, mut high) = (0, available + 1);
    while high - low > 1 {
        let middle = usize::midpoint(low, high);
        if under(middle).sum::<usize>() <= available { low = middle } else { high = middle }
    }
    let mut widths: Vec<usize> = under(low).collect();
    let mut spare = available - widths.iter().sum::<usize>();
    for (width, &natural) in widths.iter_mut().zip(natural) {
        if spare > 0 && *width < natural {
            *width += 1;
            spare -= 1;
        }
    }
    Some(widths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_columns_give_way() {
        assert_eq!(share(&[3, 10], &[3, 10], 20), Some(vec![3, 10]));
        assert_eq!(share(&[3, 10, 60], &[3, 10, 20], 50), Some(vec![3, 10, 37]));
        assert_eq!(share(&[3, 40, 60], &[3, 20, 20], 50), Some(vec![3, 24, 23]));
        assert_eq!(share(&[3, 40, 60], &[3, 30, 20], 50), None);
        assert_eq!(share(&[3, 40, 60], &[3, 27, 20], 50), Some(vec![3, 27, 20]));
    }
}
