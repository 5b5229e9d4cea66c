//! Counts as bars: dark as far as they are sure, light as far as they are possible.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::cell::{clip, one_line, padded, plain};
use super::ends::Ends;
use super::{Body, Layout, Role, write_footer};
use crate::store::{Column, ColumnKind, Value};

/// Terminal columns of a chart that goes into a file.
const WIDTH: usize = 80;
/// A bar is not squeezed into less than this.
const NARROWEST_BAR: usize = 10;
/// Names take this share of the width at most: one part of so many.
const NAMES: usize = 2;

/// Writes counted rows: the names they are counted by, a bar, and the figures.
pub(super) struct Chart<W> {
    out: W,
    columns: Vec<Column>,
    /// Which columns are figures: the last, or the last two.
    figures: Vec<usize>,
    layout: Layout,
    rows: Ends<Row>,
}

struct Row {
    names: Vec<String>,
    least: i64,
    most: i64,
}

/// Returns the columns that a chart would draw: numbers that stand last, two at most.
fn figures(columns: &[Column]) -> Vec<usize> {
    let numbers = columns.iter().rev().take_while(|column| column.kind == ColumnKind::Number).count();
    (columns.len() - numbers.min(2)..columns.len()).collect()
}

/// Tells whether rows of these columns can be drawn as bars.
pub(super) fn draws(columns: &[Column]) -> bool {
    !figures(columns).is_empty()
}

impl<W: Write> Chart<W> {
    pub(super) fn new(columns: Vec<Column>, layout: Layout, out: W) -> Self {
        let figures = figures(&columns);
        Self { out, columns, figures, layout, rows: Ends::new(layout) }
    }

    fn draw(&mut self) -> io::Result<()> {
        let rows = self.rows.rows();
        let Some(first) = rows.front() else { return Ok(()) };
        let width = self.layout.width.unwrap_or(WIDTH);
        let mut names: Vec<usize> = (0..first.names.len())
            .map(|at| rows.iter().map(|row| row.names[at].width()).max().unwrap_or(0))
            .collect();
        // The widest name gives way until all fit.
        while names.iter().sum::<usize>() + 2 * names.len() > width / NAMES
            && let Some(widest) = names.iter_mut().max().filter(|widest| **widest > 1)
        {
            *widest -= 1;
        }
        let figures: Vec<String> = rows.iter().map(Row::figures).collect();
        let figure = figures.iter().map(String::len).max().unwrap_or(0);
        let taken = names.iter().sum::<usize>() + 2 * names.len() + 1 + figure;
        let room = i64::try_from(width.saturating_sub(taken).max(NARROWEST_BAR)).unwrap_or(i64::MAX);
        let top = rows.iter().map(|row| row.most).max().unwrap_or(0).max(1);
        // Something is never drawn as nothing.
        let cells =
            |number: i64| if number <= 0 { 0 } else { (number * room + top / 2).div_euclid(top).max(1) };
        let (dark, light) = if self.layout.ascii { ("#", ".") } else { ("█", "░") };
        for (at, (row, figure)) in rows.iter().zip(&figures).enumerate() {
            self.rows.say_left_out(at, &mut self.out)?;
            for (name, width) in row.names.iter().zip(&names) {
                write!(self.out, "{}  ", padded(&clip(name, *width, self.layout.ascii), *width))?;
            }
            let sure = cells(row.least);
            // What is only possible is seen, too.
            let all = cells(row.most).max(sure + i64::from(row.most > row.least)).min(room.max(1));
            let sure = sure.min(all - i64::from(row.most > row.least)).max(0);
            let bar = |mark: &str, count: i64| mark.repeat(usize::try_from(count).unwrap_or(0));
            let style = self.layout.style;
            let possible = style.paint(Role::Possible, &bar(light, all - sure));
            let gap = if all > 0 { " " } else { "" };
            writeln!(self.out, "{}{possible}{gap}{figure}", style.paint(Role::Number, &bar(dark, sure)))?;
        }
        Ok(())
    }
}

impl Row {
    /// `12`, or `10-12` where two more are possible.
    fn figures(&self) -> String {
        if self.least == self.most { self.least.to_string() } else { format!("{}-{}", self.least, self.most) }
    }
}

impl<W: Write> Body for Chart<W> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let number = |at: usize| match values.get(at) {
            Some(Value::Integer(number)) => *number,
            #[allow(clippy::cast_possible_truncation)] // a bar has no fractions
            Some(Value::Real(number)) => number.round() as i64,
            _ => 0,
        };
        let figures: Vec<i64> = self.figures.iter().map(|at| number(*at)).collect();
        let least = figures.first().copied().unwrap_or(0);
        let first = self.figures.first().copied().unwrap_or(0);
        let named = self.columns.iter().zip(values).take(first);
        let names = named
            .filter(|(column, _)| column.kind != ColumnKind::Certain)
            .map(|(column, value)| one_line(&plain(column.kind, value)))
            .collect();
        self.rows.push(Row { names, least, most: figures.last().copied().unwrap_or(0) });
        Ok(())
    }

    fn end(&mut self, footer: Option<&str>) -> io::Result<()> {
        self.draw()?;
        write_footer(footer, self.layout.style, &mut self.out)?;
        self.out.flush()
    }
}
