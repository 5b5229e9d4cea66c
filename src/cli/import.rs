use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::arguments::{Global, Import};
use super::failure::Failure;
use crate::session::{DocumentReport, Found, ImportOptions, ImportTotal, Session};
use crate::store::Change;
use crate::text::harmless;

/// Imports, prints a line a document and a total, and returns the exit code.
pub(super) fn import(arguments: &Import, global: &Global) -> Result<u8, Failure> {
    let mut session = Session::open_or_begin(&global.db, global.lexicon.as_deref())?;
    // Ctrl-C lets the document in hand be finished; where no handler can be set it ends the program, as everywhere.
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    let _ = ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut written = Ok(());
    let options = ImportOptions { date: arguments.date.clone() };
    let total = session.import(&arguments.paths, &options, |report| {
        written = tell(report, &mut out);
        let go_on = written.is_ok() && !stop.load(Ordering::Relaxed);
        if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    written?;
    writeln!(out, "{}", sum(&total))?;
    out.flush()?;
    if stop.load(Ordering::Relaxed) {
        eprintln!("interrupted; import again to go on from here");
        return Ok(130);
    }
    Ok(u8::from(total.failed > 0))
}

/// Says what became of a document: on standard error where it was left out.
pub(crate) fn tell(report: &DocumentReport, out: &mut dyn Write) -> io::Result<()> {
    let name = harmless(if report.name == "-" { "standard input" } else { &report.name });
    let imported = match &report.outcome {
        Ok(imported) => imported,
        Err(error) => {
            out.flush()?;
            eprintln!("{name}: left out: {error}");
            return Ok(());
        }
    };
    match (&imported.found, imported.change) {
        (Some(found), _) => writeln!(out, "{name}: {}", summary(found)),
        (None, Change::SourceAdded) => writeln!(out, "{name}: known under another name"),
        (None, _) => writeln!(out, "{name}: unchanged"),
    }
}

/// Says what was found in a document.
pub(super) fn summary(found: &Found) -> String {
    let date = found.published.as_deref().unwrap_or("no date");
    let explanation = harmless(&found.explanation);
    format!("{date} – {explanation} – {}{}", plural(found.events, "event"), unread(found.unread))
}

/// Says what became of all of them.
pub(crate) fn sum(total: &ImportTotal) -> String {
    let mut parts = vec![format!("{} imported", plural(total.written, "document"))];
    if total.known > 0 {
        parts.push(format!("{} unchanged", total.known));
    }
    if total.failed > 0 {
        parts.push(format!("{} left out", total.failed));
    }
    if total.written > 0 {
        parts.push(format!("{}{}", plural(total.events, "event"), unread(total.unread)));
    }
    parts.join(", ")
}

fn unread(sentences: usize) -> String {
    match sentences {
        0 => String::new(),
        n => format!(", {} with a date but no event", plural(n, "sentence")),
    }
}

fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
