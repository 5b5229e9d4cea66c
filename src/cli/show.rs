use std::io::{self, Write};

use super::arguments::{Document, DocumentChange, Documents, Event, EventChange, Global, Show};
use super::failure::Failure;
use super::import::summary;
use super::terminal::layout;
use crate::output::{self, Format, Layout, write_event};
use crate::session::Session;
use crate::store::{Column, ColumnKind, DocumentRecord, LIST_SEPARATOR, Value};

/// Prints one event whole.
pub(super) fn show(arguments: &Show, global: &Global) -> Result<u8, Failure> {
    let session = Session::open(&global.db, global.lexicon.as_deref())?;
    let number = arguments.number;
    let Some(event) = session.show(number)? else {
        return Err(Failure::Unknown(format!("there is no event {number} in {}", global.db.display())));
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    write_event(&event, &layout(global.color), &mut out)?;
    out.flush()?;
    Ok(0)
}

/// Lists the documents.
pub(super) fn documents(arguments: &Documents, global: &Global) -> Result<u8, Failure> {
    let session = Session::open(&global.db, global.lexicon.as_deref())?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    write_documents(session.documents(arguments.undated)?, arguments.format, layout(global.color), &mut out)?;
    Ok(0)
}

/// Changes what is known of a document.
pub(super) fn change_document(arguments: &Document, global: &Global) -> Result<u8, Failure> {
    let DocumentChange::Set { number, date } = &arguments.change;
    // Asked first, because nothing is made where no database is.
    let mut session = Session::open(&global.db, global.lexicon.as_deref())?;
    match session.set_document_date(*number, date)? {
        Some(found) => {
            writeln!(io::stdout(), "document {number}: {}", summary(&found))?;
            Ok(0)
        }
        None => Err(Failure::Unknown(format!("there is no document {number} in {}", global.db.display()))),
    }
}

/// Changes what is known of an event.
pub(super) fn change_event(arguments: &Event, global: &Global) -> Result<u8, Failure> {
    let EventChange::Split { number, mention } = &arguments.change;
    // Asked first, because nothing is made where no database is.
    let mut session = Session::open(&global.db, global.lexicon.as_deref())?;
    if session.show(*number)?.is_none() {
        return Err(Failure::Unknown(format!("there is no event {number} in {}", global.db.display())));
    }
    let moved = session.split(*number, *mention)?;
    writeln!(io::stdout(), "mention {mention} of event {number} is event {moved} now")?;
    Ok(0)
}

/// Writes documents as rows.
pub(crate) fn write_documents(
    documents: Vec<DocumentRecord>,
    format: Format,
    layout: Layout,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let columns = [
        ("id", ColumnKind::Number),
        ("published", ColumnKind::Text),
        ("basis", ColumnKind::Text),
        ("explanation", ColumnKind::Text),
        ("events", ColumnKind::Number),
        ("title", ColumnKind::Text),
        ("sources", ColumnKind::List),
    ];
    let columns = columns.map(|(name, kind)| Column::new(name, kind)).to_vec();
    let text = |text: Option<String>| text.map_or(Value::Null, Value::Text);
    let rows = documents.into_iter().map(|document| {
        vec![
            Value::Integer(document.id),
            text(document.published),
            Value::Text(document.basis),
            Value::Text(document.explanation),
            Value::Integer(i64::try_from(document.events).unwrap_or(i64::MAX)),
            text(document.title),
            Value::Text(document.sources.join(LIST_SEPARATOR)),
        ]
    });
    Ok(output::write_rows(format, columns, rows, layout, Box::new(out))?)
}
