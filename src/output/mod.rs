//! Rows become text: one file a format.
//!
//! Takes: [`Column`]s and rows, one by one. Gives: text on whatever it is told to write to.
//! Knows nothing of queries (but how the language calls the formats), of SQL, or whether anybody is watching: width,
//! colour and destination are told in [`Layout`].

mod cell;
mod chart;
mod delimited;
mod ends;
mod gantt;
mod json;
mod list;
mod markdown;
mod page;
mod sheet;
mod source;
mod style;
mod table;

use std::cell::Cell;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::rc::Rc;

pub use page::write_event;
pub use source::{write_citation, write_source};
pub use style::{Role, Style};

use chart::Chart;
use delimited::Delimited;
use gantt::Gantt;
use json::Json;
use markdown::Markdown;
use sheet::{Shape, Sheet};

pub use crate::query::Format;
use crate::store::{Column, ColumnKind, RowSink, Value};

/// Tells whether a format is made for a person: it carries the line under the result and is changed to fit the screen.
/// The others are data, and whoever asked tells the rest elsewhere.
pub const fn is_for_people(format: Format) -> bool {
    match format {
        Format::Table | Format::List | Format::Markdown | Format::Chart | Format::Gantt => true,
        Format::Csv | Format::Tsv | Format::Jsonl | Format::Json => false,
    }
}

/// Returns what a format is, in a few words.
pub const fn about(format: Format) -> &'static str {
    match format {
        Format::Table => "columns side by side; a list where the terminal is too narrow",
        Format::List => "one field a line",
        Format::Csv => "comma-separated values (RFC 4180)",
        Format::Tsv => "tab-separated values",
        Format::Jsonl => "one JSON object a line",
        Format::Json => "one JSON array",
        Format::Markdown => "a Markdown table",
        Format::Chart => "counts as bars: dark as far as they are sure, light as far as they are possible",
        Format::Gantt => "events along an axis of time; faded where the day is not known",
    }
}

/// What a writer must know of where its text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Columns of the terminal; `None` for a file or pipe, where nothing is wrapped.
    pub width: Option<usize>,
    /// How the text may be dressed.
    pub style: Style,
    /// Whether a terminal shows the text, so that nothing in it may command one. Tables and lists are always harmless;
    /// data is exact where this is `false`.
    pub terminal: bool,
    /// How many rows a table or list shows at most: head and tail, with the number left out between them.
    pub at_most: Option<usize>,
    /// Whether everything that is drawn is drawn with the characters of ASCII, for terminals without UTF-8.
    pub ascii: bool,
}

impl Layout {
    /// For a file or pipe: plain, exact, everything.
    pub const FILE: Self =
        Self { width: None, style: Style::Plain, terminal: false, at_most: None, ascii: false };
}

/// How many rows were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    /// All rows, those left out of a long table too.
    pub rows: u64,
    /// Those that are only possible.
    pub possible: u64,
}

/// What went wrong while writing. A closed pipe is not an error: the writer wants no more rows, and that is all.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The destination refused.
    #[error("cannot write: {0}")]
    Write(#[from] io::Error),
}

/// A writer of rows. After the last row it must be told so.
pub trait RowWriter: RowSink<Error = OutputError> {
    /// Returns how many rows there were so far.
    fn tally(&self) -> Tally;

    /// Ends the text, with `footer` under it where the format is for people (see [`is_for_people`]).
    fn finish(&mut self, footer: Option<&str>) -> Result<(), OutputError>;
}

/// Makes the writer of a format. `columns` describe every row it will be given; text goes to `out`, which is best
/// buffered.
pub fn writer<'a>(
    format: Format,
    columns: Vec<Column>,
    layout: Layout,
    out: Box<dyn Write + 'a>,
) -> Box<dyn RowWriter + 'a> {
    let closed = Rc::new(Cell::new(false));
    let out = Pipe { out, closed: Rc::clone(&closed) };
    let certain = columns.iter().position(|column| column.kind == ColumnKind::Certain);
    let body: Box<dyn Body + 'a> = match format {
        Format::Table => Box::new(Sheet::new(columns, layout, Shape::Table, out)),
        Format::List => Box::new(Sheet::new(columns, layout, Shape::List, out)),
        Format::Csv | Format::Tsv => Box::new(Delimited::new(format, columns, layout, out)),
        Format::Jsonl | Format::Json => Box::new(Json::new(format, columns, layout, out)),
        Format::Markdown => Box::new(Markdown::new(columns, out)),
        Format::Chart if chart::draws(&columns) => Box::new(Chart::new(columns, layout, out)),
        Format::Gantt if gantt::draws(&columns) => Box::new(Gantt::new(columns, layout, out)),
        // Lists of names and the like, which a person wants to see all the same.
        Format::Chart | Format::Gantt => Box::new(Sheet::new(columns, layout, Shape::Table, out)),
    };
    Box::new(Writer { body, certain, closed, tally: Tally::default() })
}

/// Writes rows that are at hand already, and nothing under them.
///
/// # Errors
///
/// Returns what the destination says.
pub fn write_rows(
    format: Format,
    columns: Vec<Column>,
    rows: impl IntoIterator<Item = Vec<Value>>,
    layout: Layout,
    out: Box<dyn Write + '_>,
) -> Result<(), OutputError> {
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let mut writer = writer(format, columns, layout, out);
    writer.columns(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
    for row in rows {
        if writer.row(&row)?.is_break() {
            break;
        }
    }
    writer.finish(None)
}

/// Writes the line under a result, if there is one.
fn write_footer(footer: Option<&str>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match footer {
        Some(footer) => writeln!(out, "{}", style.paint(Role::Dim, &cell::one_line(footer))),
        None => Ok(()),
    }
}

/// Says how many rows stand not here.
fn left_out(rows: u64, ascii: bool) -> String {
    let dots = if ascii { "..." } else { "…" };
    format!("{dots} {rows} row{} left out {dots}", if rows == 1 { "" } else { "s" })
}

/// What a format does.
trait Body {
    /// Writes what stands before the first row.
    fn begin(&mut self) -> io::Result<()>;

    /// Writes a row, or keeps it for later.
    fn row(&mut self, values: &[Value]) -> io::Result<()>;

    /// Writes what stands after the last row, and flushes.
    fn end(&mut self, footer: Option<&str>) -> io::Result<()>;
}

/// What every format has in common: rows are counted, and nobody is told more when nobody listens.
struct Writer<'a> {
    body: Box<dyn Body + 'a>,
    certain: Option<usize>,
    closed: Rc<Cell<bool>>,
    tally: Tally,
}

impl RowSink for Writer<'_> {
    type Error = OutputError;

    fn columns(&mut self, _: &[&str]) -> Result<(), OutputError> {
        Ok(self.body.begin()?)
    }

    fn row(&mut self, values: &[Value]) -> Result<ControlFlow<()>, OutputError> {
        self.tally.rows += 1;
        let possible = self.certain.and_then(|at| values.get(at)) == Some(&Value::Integer(0));
        self.tally.possible += u64::from(possible);
        self.body.row(values)?;
        Ok(if self.closed.get() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }
}

impl RowWriter for Writer<'_> {
    fn tally(&self) -> Tally {
        self.tally
    }

    fn finish(&mut self, footer: Option<&str>) -> Result<(), OutputError> {
        Ok(self.body.end(footer)?)
    }
}

/// A destination that takes a closed pipe calmly: it remembers it and swallows the rest.
struct Pipe<'a> {
    out: Box<dyn Write + 'a>,
    closed: Rc<Cell<bool>>,
}

impl Pipe<'_> {
    fn calmly<T>(&self, result: io::Result<T>, otherwise: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed.set(true);
                Ok(otherwise)
            }
            result => result,
        }
    }
}

impl Write for Pipe<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed.get() {
            return Ok(bytes.len());
        }
        let result = self.out.write(bytes);
        self.calmly(result, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed.get() {
            return Ok(());
        }
        let result = self.out.flush();
        self.calmly(result, ())
    }
}
