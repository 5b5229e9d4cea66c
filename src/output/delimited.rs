use std::borrow::Cow;
use std::io::{self, Write};

use super::cell::plain;
use super::{Body, Format, Layout};
use crate::store::{Column, ColumnKind, Value};
use crate::text::harmless;

/// Writes comma- or tab-separated values, a header line first. Certainty is not among the columns: it is a mark for
/// people, and an answer to one query rather than something known of an event.
pub(super) struct Delimited<W: Write> {
    out: csv::Writer<W>,
    columns: Vec<Column>,
    terminal: bool,
}

impl<W: Write> Delimited<W> {
    pub(super) fn new(format: Format, columns: Vec<Column>, layout: Layout, out: W) -> Self {
        let mut builder = csv::WriterBuilder::new();
        match format {
            Format::Tsv => builder.delimiter(b'\t').terminator(csv::Terminator::Any(b'\n')),
            // Lines end with CRLF (RFC 4180, 2.1).
            _ => builder.terminator(csv::Terminator::CRLF),
        };
        Self { out: builder.from_writer(out), columns, terminal: layout.terminal }
    }
}

impl<W: Write> Body for Delimited<W> {
    fn begin(&mut self) -> io::Result<()> {
        let names = self.columns.iter().filter(|column| column.kind != ColumnKind::Certain);
        self.out.write_record(names.map(|column| &column.name)).map_err(io::Error::from)
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        for (column, value) in self.columns.iter().zip(values) {
            if column.kind == ColumnKind::Certain {
                continue;
            }
            let text = plain(column.kind, value);
            let text = if self.terminal { Cow::Owned(harmless(&text).into_owned()) } else { text };
            self.out.write_field(text.as_bytes()).map_err(io::Error::from)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(io::Error::from)
    }

    fn end(&mut self, _: Option<&str>) -> io::Result<()> {
        self.out.flush()
    }
}
