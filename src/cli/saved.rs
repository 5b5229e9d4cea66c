use std::io::{self, Write};

use super::arguments::{Global, Period, Periods, Save, Saved};
use super::failure::Failure;
use super::terminal::layout;
use crate::date::{Day, Edtf};
use crate::output::{self, Layout};
use crate::query::{self, Format};
use crate::session::{SaveError, Session};
use crate::store::{Column, ColumnKind, LIST_SEPARATOR, PeriodRecord, Value};

/// Keeps a query under a name, or forgets it.
pub(super) fn save(arguments: &Save, global: &Global, today: Day) -> Result<u8, Failure> {
    let mut session = Session::open_or_begin(&global.db, global.lexicon.as_deref())?;
    let said = match &arguments.query {
        Some(text) => keep_query(&mut session, &arguments.name, text, today)?,
        None => forget_query(&mut session, &arguments.name)?,
    };
    writeln!(io::stdout(), "{said}")?;
    Ok(0)
}

/// Keeps a query under a name (with or without `@`), and returns the line that says so.
pub(crate) fn keep_query(
    session: &mut Session,
    name: &str,
    text: &str,
    today: Day,
) -> Result<String, Failure> {
    let name = saved_name(name)?;
    let known = session.save_query(name, text, today).map_err(|error| match error {
        SaveError::Query(error) => Failure::Query(error, text.to_owned()),
        SaveError::Session(error) => Failure::Session(error),
    })?;
    let what = if known { "in the place of the one before" } else { "saved" };
    Ok(format!("@{name}: {what}"))
}

/// Forgets a saved query, and returns the line that says so.
pub(crate) fn forget_query(session: &mut Session, name: &str) -> Result<String, Failure> {
    let name = saved_name(name)?;
    if session.delete_query(name)? {
        return Ok(format!("@{name} is forgotten"));
    }
    Err(Failure::Unknown(format!("there is no saved query @{name}")))
}

/// Returns the name behind the `@`, where a query could be called so.
fn saved_name(name: &str) -> Result<&str, Failure> {
    let name = name.strip_prefix('@').unwrap_or(name);
    let head = format!("@{name}");
    match query::parse(&head) {
        Ok(_) => Ok(name),
        Err(error) => Err(Failure::Query(error, head)),
    }
}

/// Lists the saved queries.
pub(super) fn saved(arguments: &Saved, global: &Global) -> Result<u8, Failure> {
    let session = Session::open(&global.db, global.lexicon.as_deref())?;
    let out = io::BufWriter::new(io::stdout().lock());
    write_saved(&session, arguments.format, layout(global.color), out)?;
    Ok(0)
}

/// Writes the saved queries, a row each.
pub(crate) fn write_saved(
    session: &Session,
    format: Format,
    layout: Layout,
    out: impl Write,
) -> Result<(), Failure> {
    let columns = ["name", "query"].map(|name| Column::new(name, ColumnKind::Text)).to_vec();
    let rows = session
        .saved_queries()?
        .into_iter()
        .map(|saved| vec![Value::Text(format!("@{}", saved.name)), Value::Text(saved.text)]);
    Ok(output::write_rows(format, columns, rows, layout, Box::new(out))?)
}

/// Names a period, or forgets it.
pub(super) fn period(arguments: &Period, global: &Global) -> Result<u8, Failure> {
    let mut session = Session::open_or_begin(&global.db, global.lexicon.as_deref())?;
    let said = match &arguments.date {
        Some(date) => keep_period(&mut session, &arguments.name, date)?,
        None => forget_period(&mut session, &arguments.name)?,
    };
    writeln!(io::stdout(), "{said}")?;
    Ok(0)
}

/// Names a period, and returns the line that says so.
pub(crate) fn keep_period(session: &mut Session, name: &str, date: &Edtf) -> Result<String, Failure> {
    let name = name.trim();
    if !name.chars().any(char::is_alphanumeric) {
        return Err(Failure::Unknown("expected a name with a letter or digit in it".to_owned()));
    }
    session.name_period(name, date)?;
    Ok(format!("\"{name}\": {date}"))
}

/// Forgets a period that was named in this database, and returns the line that says so.
pub(crate) fn forget_period(session: &mut Session, name: &str) -> Result<String, Failure> {
    let name = name.trim();
    if session.delete_period(name)? {
        return Ok(format!("\"{name}\" is forgotten"));
    }
    Err(Failure::Unknown(format!("no period was named \"{name}\" in this database")))
}

/// Lists the periods.
pub(super) fn periods(arguments: &Periods, global: &Global) -> Result<u8, Failure> {
    let session = Session::open_or_begin(&global.db, global.lexicon.as_deref())?;
    let mut periods = session.periods()?;
    periods.retain(|period| !arguments.own || period.is_own());
    let out = io::BufWriter::new(io::stdout().lock());
    write_periods(periods, arguments.format, layout(global.color), out)?;
    Ok(0)
}

/// Writes periods, a row each.
pub(crate) fn write_periods(
    periods: Vec<PeriodRecord>,
    format: Format,
    layout: Layout,
    out: impl Write,
) -> Result<(), Failure> {
    let column = |(name, kind): (&str, ColumnKind)| Column::new(name, kind);
    let columns = [
        ("name", ColumnKind::Text),
        ("kind", ColumnKind::Text),
        ("date", ColumnKind::Text),
        ("also", ColumnKind::List),
    ];
    let rows = periods.into_iter().map(|period| {
        let also = (!period.aliases.is_empty()).then(|| period.aliases.join(LIST_SEPARATOR));
        vec![
            Value::Text(period.name),
            Value::Text(period.kind),
            Value::Text(period.date),
            also.map_or(Value::Null, Value::Text),
        ]
    });
    let columns = columns.map(column).to_vec();
    Ok(output::write_rows(format, columns, rows, layout, Box::new(out))?)
}
