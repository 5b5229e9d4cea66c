use std::io::{self, Write};
use std::path::Path;

use super::arguments::{Global, Load, Order};
use super::failure::Failure;
use crate::session::{DateOrder, LoadTotal, Mapping, Session, TableError, TableOptions};
use crate::text::harmless;

/// How many refused rows are told one by one.
const MOST_TOLD: u64 = 1000;

/// Loads a table, tells the rows that were refused, and returns the exit code.
pub(super) fn load(arguments: &Load, global: &Global) -> Result<u8, Failure> {
    let mapping = Mapping::new(&arguments.map).map_err(|error| refused(error.into()))?;
    let order = arguments.date_order.map(|order| match order {
        Order::Dmy => DateOrder::DayFirst,
        Order::Mdy => DateOrder::MonthFirst,
    });
    let options = TableOptions { mapping, order, keep_going: arguments.keep_going };
    let mut session = Session::open_to_import(&global.db, global.lexicon.as_deref())?;
    Ok(u8::from(told(&mut session, &arguments.path, &options)? > 0))
}

/// Loads a table as [`load`] does, with pairs such as `date=event_date`; returns how many rows were refused.
pub(crate) fn load_table(session: &mut Session, path: &Path, pairs: &[String]) -> Result<u64, Failure> {
    let mapping = Mapping::new(pairs).map_err(|error| refused(error.into()))?;
    told(session, path, &TableOptions { mapping, ..TableOptions::default() })
}

fn told(session: &mut Session, path: &Path, options: &TableOptions) -> Result<u64, Failure> {
    let mut told = 0;
    let total = session.load(path, options, |refusal| {
        told += 1;
        if told <= MOST_TOLD {
            eprintln!("line {}: {}", refusal.line, harmless(&refusal.reason.to_string()));
        }
    });
    let total = total.map_err(refused)?;
    if told > MOST_TOLD {
        eprintln!("and {} more", told - MOST_TOLD);
    }
    if !total.unread.is_empty() {
        eprintln!("not read: {}", harmless(&total.unread.join(", ")));
    }
    writeln!(io::stdout(), "{}", harmless(&sum(&total)))?;
    if total.written.events == 0 && total.good > 0 {
        eprintln!("help: mend the rows, or load the others with --keep-going");
    }
    Ok(total.refused)
}

/// Says what became of the rows.
fn sum(total: &LoadTotal) -> String {
    let counted = |number: u64, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    let written = &total.written;
    let mut parts = vec![format!("{} loaded", counted(written.events, "event"))];
    if written.documents > 0 {
        parts[0].push_str(&format!(" from {}", counted(written.documents, "document")));
    }
    if total.refused > 0 {
        parts.push(format!("{} refused", counted(total.refused, "row")));
    }
    if written.renumbered > 0 {
        parts.push(format!("{} with another number than the table has", written.renumbered));
    }
    if !written.new_types.is_empty() {
        parts.push(format!("new types: {}", written.new_types.join(", ")));
    }
    parts.join(", ")
}

fn refused(error: TableError) -> Failure {
    match error {
        TableError::Session(error) => error.into(),
        TableError::Mapping(error) => {
            let help = "say which column holds what: --map date=event_date,type=kind";
            Failure::Usage(error.to_string(), help.to_owned())
        }
        error => Failure::Table(error),
    }
}
