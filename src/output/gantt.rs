//! Events along an axis of time, one a line: a dot for a known day, a bar with faded ends for a day that is not known,
//! a solid bar for what lasts, faded where its beginning or end is not known.

use std::collections::VecDeque;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::cell::{Record, clip, padded};
use super::ends::Ends;
use super::{Body, Layout, Role, write_footer};
use crate::date::{Bounds, Day, Edtf, Extent, parse};
use crate::store::{Column, ColumnKind, Value};

/// Terminal columns of a chart that goes into a file.
const WIDTH: usize = 100;
/// The axis is not squeezed into less than this.
const NARROWEST_AXIS: usize = 12;
/// What is said of an event takes this share of the width at most: so many parts of a hundred.
const NAMES: usize = 55;

/// A column of what is said is not squeezed into less than this.
const NARROWEST_NAME: usize = 4;

/// The name of the column that tells when.
const DATE: &str = "date";

/// Writes events.
pub(super) struct Gantt<W> {
    out: W,
    columns: Vec<Column>,
    date: usize,
    layout: Layout,
    rows: Ends<Row>,
}

struct Row {
    record: Record,
    bounds: Option<Bounds>,
}

/// Tells whether rows of these columns have a date to draw.
pub(super) fn draws(columns: &[Column]) -> bool {
    date_of(columns).is_some()
}

fn date_of(columns: &[Column]) -> Option<usize> {
    columns.iter().position(|column| column.name == DATE && column.kind == ColumnKind::Text)
}

/// What the bars are made of.
struct Marks {
    day: char,
    brief: char,
    some_day: char,
    faded: char,
    lasting: char,
    before: char,
    after: char,
}

const MARKS: Marks =
    Marks {
        day: '●', brief: '○', some_day: '▒', faded: '░', lasting: '█', before: '◄', after: '►'
    };
const ASCII: Marks =
    Marks { day: '*', brief: 'o', some_day: '-', faded: '.', lasting: '#', before: '<', after: '>' };

impl<W: Write> Gantt<W> {
    pub(super) fn new(columns: Vec<Column>, layout: Layout, out: W) -> Self {
        let date = date_of(&columns).unwrap_or(0);
        Self { out, columns, date, layout, rows: Ends::new(layout) }
    }

    fn draw(&mut self) -> io::Result<()> {
        let rows = self.rows.rows();
        let Some(first) = rows.front() else { return Ok(()) };
        let (ascii, style) = (self.layout.ascii, self.layout.style);
        let width = self.layout.width.unwrap_or(WIDTH);
        let mark = if rows.iter().any(|row| row.record.possible) { 2 } else { 0 };
        let mut names: Vec<usize> = (0..first.record.cells.len())
            .map(|at| rows.iter().map(|row| row.record.cells[at].width()).max().unwrap_or(0))
            .collect();
        let room = (width * NAMES / 100).min(width.saturating_sub(NARROWEST_AXIS)).saturating_sub(mark);
        // Where there is no room for all, the last ones are left out.
        names.truncate(room / (NARROWEST_NAME + 2));
        let gaps = 2 * names.len();
        while names.iter().sum::<usize>() + gaps > room
            && let Some(widest) = names.iter_mut().max().filter(|widest| **widest > 1)
        {
            *widest -= 1;
        }
        let before = mark + names.iter().sum::<usize>() + gaps;
        let axis = Axis::of(rows, width.saturating_sub(before).max(NARROWEST_AXIS));
        if let Some(axis) = &axis {
            let line = format!("{:before$}{}", "", axis.years());
            writeln!(self.out, "{}", style.paint(Role::Header, line.trim_end()))?;
        }
        for (at, row) in rows.iter().enumerate() {
            self.rows.say_left_out(at, &mut self.out)?;
            if mark > 0 {
                let possible =
                    if row.record.possible { style.paint(Role::Possible, "~") } else { " ".into() };
                write!(self.out, "{possible} ")?;
            }
            let mut line = String::new();
            for (cell, width) in row.record.cells.iter().zip(&names) {
                line.push_str(&padded(&clip(cell, *width, ascii), *width));
                line.push_str("  ");
            }
            if let (Some(axis), Some(bounds)) = (&axis, &row.bounds) {
                line.push_str(&axis.bar(bounds, if ascii { &ASCII } else { &MARKS }));
            }
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Days spread over terminal columns.
struct Axis {
    first: i64,
    last: i64,
    width: usize,
}

impl Axis {
    /// Spans everything that is known to have happened on some days; `None` where nothing is.
    fn of(rows: &VecDeque<Row>, width: usize) -> Option<Self> {
        let corners = || {
            let bounds = rows.iter().filter_map(|row| row.bounds.as_ref());
            bounds
                .flat_map(|b| [b.begin.0, b.begin.1, b.end.0, b.end.1])
                .filter(|day| !day.is_unbounded())
                .map(|day| day.0)
        };
        Some(Self { first: corners().min()?, last: corners().max()?, width })
    }

    /// Returns the cell in which a day lies.
    fn cell(&self, day: Day) -> usize {
        let days = i128::from(self.last - self.first) + 1;
        let width = i128::try_from(self.width).unwrap_or(1);
        let at = i128::from(day.0.clamp(self.first, self.last) - self.first) * width / days;
        usize::try_from(at).unwrap_or(0)
    }

    /// Returns the line over the bars: years where they begin; months or days where all lies within a year or month.
    fn years(&self) -> String {
        let (from, to) = (Day(self.first), Day(self.last));
        let (year, month, day) = from.ymd();
        let days = self.last - self.first;
        let ticks: Vec<(Day, String)> = if days > 700 {
            (year..=to.ymd().0).filter_map(|y| Some((Day::from_ymd(y, 1, 1)?, y.to_string()))).collect()
        } else if days > 45 {
            let begin = Day::from_ymd(year, month, 1).unwrap_or(from);
            let months = (0..).map(|n| begin.plus_months(n)).take_while(|month| *month <= to);
            months.map(|month| (month, month.to_string()[..month.to_string().len() - 3].to_owned())).collect()
        } else {
            let begin = Day::from_ymd(year, month, day).unwrap_or(from);
            (0..=days).map(|n| begin.plus(n)).map(|day| (day, day.to_string())).collect()
        };
        // As many as have room, at even distances.
        let longest = ticks.iter().map(|(_, label)| label.len()).max().unwrap_or(4) + 2;
        let room = (self.width / longest).max(1);
        let step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000]
            .into_iter()
            .find(|step| ticks.len() / step < room)
            .unwrap_or(ticks.len());
        let even = |label: &str| label.parse::<usize>().map_or(true, |year| year.is_multiple_of(step));
        let by_years = days > 700;
        let mut line = String::new();
        for (at, (day, label)) in ticks.iter().enumerate() {
            let chosen = if by_years { even(label) } else { at.is_multiple_of(step) };
            // The first may begin before the axis does.
            let cell = self.cell((*day).max(from));
            let free = line.is_empty() || cell > line.len();
            if chosen && free && cell + label.len() <= self.width {
                line.push_str(&" ".repeat(cell - line.len()));
                line.push_str(label);
            }
        }
        if line.is_empty() { from.to_string().chars().take(self.width).collect() } else { line }
    }

    /// Returns the line of an event.
    fn bar(&self, bounds: &Bounds, marks: &Marks) -> String {
        let Bounds { begin, end, extent } = *bounds;
        let (first, last) = (begin.0, end.1);
        if first.is_unbounded() && last.is_unbounded() {
            return String::new();
        }
        let mut cells = vec![' '; self.width];
        let (from, to) = (self.cell(first), self.cell(last));
        if extent == Extent::Span {
            cells[from..=to].fill(marks.faded);
            // What lasts from its latest beginning to its earliest end is sure.
            if begin.1 <= end.0 {
                cells[self.cell(begin.1)..=self.cell(end.0)].fill(marks.lasting);
            }
        } else if first == last {
            cells[from] = marks.day;
        } else if from == to {
            cells[from] = marks.brief;
        } else {
            cells[from..=to].fill(marks.some_day);
            cells[from] = marks.faded;
            cells[to] = marks.faded;
        }
        if first.is_unbounded() {
            cells[0] = marks.before;
        }
        if last.is_unbounded() {
            cells[self.width - 1] = marks.after;
        }
        cells.into_iter().collect()
    }
}

impl<W: Write> Body for Gantt<W> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let bounds = match values.get(self.date) {
            Some(Value::Text(date)) => match parse(date) {
                // It could be any year, and would lie under everything.
                Ok(Edtf::Date(date)) if date.has_unknown_year() => None,
                Ok(date) => Some(date.bounds()),
                Err(_) => None,
            },
            _ => None,
        };
        self.rows.push(Row { record: Record::new(&self.columns, values), bounds });
        Ok(())
    }

    fn end(&mut self, footer: Option<&str>) -> io::Result<()> {
        self.draw()?;
        write_footer(footer, self.layout.style, &mut self.out)?;
        self.out.flush()
    }
}
