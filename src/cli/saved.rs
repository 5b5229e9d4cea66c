use std::io::{self, Write};

use super::arguments::{Global, Period, Periods, Save, Saved};
use super::failure::Failure;
use super::terminal::layout;
use crate::date::Day;
use crate::output;
use crate::query;
use crate::session::{SaveError, Session};
use crate::store::{Column, ColumnKind, LIST_SEPARATOR, Value};

/// Keeps a query under a name, or forgets it.
pub(super) fn save(arguments: &Save, global: &Global, today: Day) -> Result<u8, Failure> {
    let name = arguments.name.strip_prefix('@').unwrap_or(&arguments.name);
    let head = format!("@{name}");
    query::parse(&head).map_err(|error| Failure::Query(error, head.clone()))?;
    let mut session = Session::open_or_begin(&global.db, global.lexicon.as_deref())?;
    let Some(text) = &arguments.query else {
        if session.delete_query(name)? {
            writeln!(io::stdout(), "@{name} is forgotten")?;
            return Ok(0);
        }
        return Err(Failure::Unknown(format!("there is no saved query @{name}")));
    };
    let known = session.save_query(name, text, today).map_err(|error| match error {
        SaveError::Query(error) => Failure::Query(error, text.clone()),
        SaveError::Session(error) => Failure::Session(error),
    })?;
    let what = if known { "in the place of the one before" } else { "saved" };
    writeln!(io::stdout(), "@{name}: {what}")?;
    Ok(0)
}

/// Lists the saved queries.
pub(super) fn saved(arguments: &Saved, global: &Global) -> Result<u8, Failure> {
    let session = Session::open(&global.db, global.lexicon.as_deref())?;
    let columns = ["name", "query"].map(|name| Column::new(name, ColumnKind::Text)).to_vec();
    let rows = session
        .saved_queries()?
        .into_iter()
        .map(|saved| vec![Value::Text(format!("@{}", saved.name)), Value::Text(saved.text)]);
    let out = Box::new(io::BufWriter::new(io::stdout().lock()));
    output::write_rows(arguments.format, columns, rows, layout(global.color), out)?;
    Ok(0)
}

/// Names a period, or forgets it.
pub(super) fn period(arguments: &Period, global: &Global) -> Result<u8, Failure> {
    let name = arguments.name.trim();
    if !name.chars().any(char::is_alphanumeric) {
        return Err(Failure::Unknown("expected a name with a letter or digit in it".to_owned()));
    }
    let mut session = Session::open_or_begin(&global.db, global.lexicon.as_deref())?;
    let Some(date) = &arguments.date else {
        if session.delete_period(name)? {
            writeln!(io::stdout(), "\"{name}\" is forgotten")?;
            return Ok(0);
        }
        return Err(Failure::Unknown(format!("no period was named \"{name}\" in this database")));
    };
    session.name_period(name, date)?;
    writeln!(io::stdout(), "\"{name}\": {date}")?;
    Ok(0)
}

/// Lists the periods.
pub(super) fn periods(arguments: &Periods, global: &Global) -> Result<u8, Failure> {
    let session = Session::open_or_begin(&global.db, global.lexicon.as_deref())?;
    let column = |(name, kind): (&str, ColumnKind)| Column::new(name, kind);
    let columns = [
        ("name", ColumnKind::Text),
        ("kind", ColumnKind::Text),
        ("date", ColumnKind::Text),
        ("also", ColumnKind::List),
    ];
    let rows =
        session.periods()?.into_iter().filter(|period| !arguments.own || period.is_own()).map(|period| {
            let also = (!period.aliases.is_empty()).then(|| period.aliases.join(LIST_SEPARATOR));
            vec![
                Value::Text(period.name),
                Value::Text(period.kind),
                Value::Text(period.date),
                also.map_or(Value::Null, Value::Text),
            ]
        });
    let out = Box::new(io::BufWriter::new(io::stdout().lock()));
    let columns = columns.map(column).to_vec();
    output::write_rows(arguments.format, columns, rows, layout(global.color), out)?;
    Ok(0)
}
