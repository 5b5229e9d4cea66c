use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use super::arguments::{Global, Import};
use super::failure::Failure;
use crate::session::{
    self, DocumentReport, Found, ImportOptions, ImportTotal, Selection, Session, SkipCounts,
};
use crate::store::Change;
use crate::text::harmless;

/// Imports, prints a line a document and a total, and returns the exit code.
pub(super) fn import(arguments: &Import, global: &Global) -> Result<u8, Failure> {
    let mut session = Session::open_to_import(&global.db, global.lexicon.as_deref())?;
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
    let selection = Selection::new(&arguments.include, &arguments.exclude, arguments.gitignore);
    let selection =
        selection.map_err(|error| Failure::Usage(error, "globs look like *.html or drafts/**".into()))?;
    let bar = progress(&arguments.paths, &selection);
    let shown = !bar.is_hidden();
    let options = ImportOptions { date: arguments.date.clone(), selection };
    let total = session.import(&arguments.paths, &options, |report| {
        bar.inc(1);
        if bar.length().is_some_and(|length| bar.position() > length) {
            bar.set_length(bar.position());
        }
        written = bar.suspend(|| {
            tell(report, &mut out)?;
            if shown { out.flush() } else { Ok(()) }
        });
        let go_on = written.is_ok() && !stop.load(Ordering::Relaxed);
        if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    bar.finish_and_clear();
    written?;
    writeln!(out, "{}", sum(&total))?;
    out.flush()?;
    if stop.load(Ordering::Relaxed) {
        eprintln!("interrupted; import again to go on from here");
        return Ok(130);
    }
    Ok(u8::from(total.failed > 0))
}

/// A bar on standard error with rate and time left, where that is a terminal. A file may hold many documents; then the
/// bar grows with them.
fn progress(paths: &[PathBuf], selection: &Selection) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = "{bar:30} {pos} of {len} documents, {per_sec:.0}, {eta} left";
    let style = ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(session::count_files(paths, selection)).with_style(style)
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
    format!("{date} – {explanation} – {}", counts(found.events, &found.skipped, found.unread))
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
        parts.push(counts(total.events, &total.skipped, total.unread));
    }
    parts.join(", ")
}

/// Says how many events were found, what was passed over and why, and how many sentences are worth a look.
fn counts(events: usize, skipped: &SkipCounts, unread: usize) -> String {
    let mut parts = vec![plural(events, "event")];
    if !skipped.is_empty() {
        let reasons: Vec<String> = skipped.iter().map(|(why, n)| format!("{n} {}", why.name())).collect();
        parts.push(format!("{} skipped ({})", skipped.values().sum::<usize>(), reasons.join(", ")));
    }
    if unread > 0 {
        parts.push(format!("{} with a date but no event", plural(unread, "sentence")));
    }
    parts.join(", ")
}

fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
