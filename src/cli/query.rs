use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::Path;

use super::arguments::{Global, Query};
use super::failure::Failure;
use super::import::tell;
use super::terminal::{layout, style};
use crate::date::Day;
use crate::output::{self, Layout, Role, is_for_people};
use crate::query::Format;
use crate::session::{FormatChoice, ImportOptions, Question, Session};
use crate::text::harmless;

/// Answers a question; 1 where a file it was to be asked of was left out.
pub(super) fn query(arguments: &Query, global: &Global, today: Day) -> Result<u8, Failure> {
    let mut left_out = false;
    let session = if arguments.from.is_empty() {
        Session::open(&global.db, global.lexicon.as_deref())?
    } else {
        let mut session = Session::in_memory(global.lexicon.as_deref())?;
        let options = ImportOptions { date: arguments.date.clone(), ..ImportOptions::default() };
        let total = session.import(&arguments.from, &options, |report| {
            // Only what was left out is told; the rows are the answer.
            let _ = report.outcome.is_err() && tell(report, &mut io::sink()).is_err();
            ControlFlow::Continue(())
        })?;
        left_out = total.failed > 0;
        session
    };
    let ending =
        arguments.output.as_deref().and_then(Path::extension).and_then(|e| Format::from_name(e.to_str()?));
    let choice = match arguments.format {
        Some(format) => FormatChoice::Always(format),
        None => FormatChoice::Query(ending.unwrap_or(Format::Table)),
    };
    let question = ask(&session, &arguments.query, today, choice)?;
    let (layout, out): (Layout, Box<dyn Write>) = match &arguments.output {
        Some(path) => {
            let file = File::create(path).map_err(|error| Failure::File(path.clone(), error))?;
            (Layout::FILE, Box::new(file))
        }
        None => (layout(global.color), Box::new(io::stdout().lock())),
    };
    let interrupt = session.interrupt_handle();
    let _ = ctrlc::set_handler(move || interrupt.interrupt());
    let out = Box::new(BufWriter::with_capacity(1 << 16, out));
    let mut rows = output::writer(question.format, question.compiled.columns.clone(), layout, out);
    let line = session.answer(&question, &mut *rows)?;
    drop(rows);
    // Data carries no such line, so that a person who watches is told beside it.
    let shown = is_for_people(question.format) && arguments.output.is_none();
    if !shown && io::stderr().is_terminal() {
        eprintln!("{}", style(global.color, true).paint(Role::Dim, &harmless(&line)));
    }
    Ok(u8::from(left_out))
}

/// Prints how a question is understood and how it will be answered.
pub(super) fn explain(text: &str, global: &Global, today: Day) -> Result<u8, Failure> {
    let session = Session::open_or_begin(&global.db, global.lexicon.as_deref())?;
    let question = ask(&session, text, today, FormatChoice::Query(Format::Table))?;
    write!(io::stdout(), "{}", session.explain(&question)?)?;
    Ok(0)
}

/// Prints the SQL of a question.
pub(super) fn sql(text: &str, global: &Global, today: Day) -> Result<u8, Failure> {
    let session = Session::open_or_begin(&global.db, global.lexicon.as_deref())?;
    let question = ask(&session, text, today, FormatChoice::Query(Format::Csv))?;
    writeln!(io::stdout(), "{};", question.compiled.statement)?;
    Ok(0)
}

/// Reads a query, and tells on standard error what is worth knowing about it.
pub(crate) fn ask(
    session: &Session,
    text: &str,
    today: Day,
    choice: FormatChoice,
) -> Result<Question, Failure> {
    let question =
        session.question(text, today, choice).map_err(|error| Failure::Query(error, text.to_owned()))?;
    for notice in &question.plan.notices {
        eprintln!("{}", notice.render_note(text));
    }
    Ok(question)
}
