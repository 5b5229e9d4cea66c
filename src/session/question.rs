use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::Session;
use crate::date::Day;
use crate::output::{Layout, OutputError, RowWriter, writer};
use crate::query::{self, Compiled, Format, Plan, Query, QueryError};
use crate::store::{Effort, RowSink, RunError, StoreError, Value};
use crate::text::Diagnostic;

/// A query on its way to an answer: as it was written, as it is meant, and as the database needs it.
#[derive(Clone, Debug)]
pub struct Question {
    /// What was typed, which prints itself in its canonical spelling.
    pub query: Query,
    /// What it means.
    pub plan: Plan,
    /// What to run.
    pub compiled: Compiled,
    /// The format in which rows are to be printed.
    pub format: Format,
    /// How long it took to come so far.
    pub took: Took,
}

/// How long a query took to be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Took {
    /// From text to [`Query`].
    pub parse: Duration,
    /// From there to [`Compiled`]: names are looked up, SQL is made.
    pub plan: Duration,
}

/// Who decides in which format rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatChoice {
    /// The query with its `as`, and this one where it has none.
    Query(Format),
    /// This one, whatever the query says.
    Always(Format),
}

impl Session {
    /// Reads a query. `today` is what its `today` means.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the query and where.
    pub fn question(&self, text: &str, today: Day, choice: FormatChoice) -> Result<Question, QueryError> {
        let began = Instant::now();
        let query = query::parse(text)?;
        let parse = began.elapsed();
        let mut plan = query::plan(&query, self.catalogue(), today)?;
        let format = match choice {
            FormatChoice::Query(format) => plan.format.unwrap_or(format),
            FormatChoice::Always(format) => format,
        };
        plan.format = Some(format);
        let compiled = plan.compile(format);
        let took = Took { parse, plan: began.elapsed().saturating_sub(parse) };
        Ok(Question { query, plan, compiled, format, took })
    }

    /// Gives the rows that answer a question to `rows`, ends them with the line that says how dates were read and what
    /// was left out, and returns that line too.
    ///
    /// # Errors
    ///
    /// As [`Session::run`].
    pub fn answer(
        &self,
        question: &Question,
        rows: &mut (dyn RowWriter + '_),
    ) -> Result<String, RunError<OutputError>> {
        let compiled = &question.compiled;
        self.run(&compiled.statement, rows)?;
        let mut figures = Figures(Vec::new());
        if let Some(statement) = &compiled.summary.statement {
            self.run(statement, &mut figures).map_err(|error| match error {
                RunError::Store(error) | RunError::Sink(error) => error,
            })?;
        }
        let tally = rows.tally();
        let line = compiled.summary.line(tally.rows, tally.possible, &figures.0);
        rows.finish(Some(&line)).map_err(RunError::Sink)?;
        Ok(line)
    }

    /// Says how a question is understood and how the database will answer it.
    ///
    /// # Errors
    ///
    /// Returns what SQLite says.
    pub fn explain(&self, question: &Question) -> Result<String, StoreError> {
        let mut page = format!("query\n  {}\n", question.query);
        if !question.plan.readings.is_empty() {
            page.push_str("\ndates\n");
            for reading in &question.plan.readings {
                let _ = writeln!(page, "  {reading}");
            }
        }
        if !question.plan.notices.is_empty() {
            page.push_str("\nnames\n");
            for Diagnostic { message, .. } in &question.plan.notices {
                let _ = writeln!(page, "  {message}");
            }
        }
        page.push_str("\nplan\n");
        for line in question.plan.outline() {
            let _ = writeln!(page, "  {line}");
        }
        page.push_str("\nSQL\n");
        for line in question.compiled.statement.to_string().lines() {
            let _ = writeln!(page, "  {line}");
        }
        page.push_str("\nsteps\n");
        for step in self.steps(&question.compiled.statement)? {
            let _ = writeln!(page, "  {step}");
        }
        let mut rows = Timed {
            inner: writer(
                question.format,
                question.compiled.columns.clone(),
                Layout::FILE,
                Box::new(std::io::sink()),
            ),
            spent: Duration::ZERO,
        };
        let began = Instant::now();
        let effort =
            self.store.measure(&question.compiled.statement, &mut rows).map_err(|error| match error {
                RunError::Store(error) => error,
                // Nothing is written anywhere.
                RunError::Sink(_) => StoreError::Interrupted,
            })?;
        let run = began.elapsed().saturating_sub(rows.spent);
        let Effort { steps, scanned, sorts } = effort;
        let found = rows.inner.tally().rows;
        let _ = writeln!(
            page,
            "\nwork\n  {found} rows found; {scanned} rows looked at from end to end, {sorts} sorts, {steps} steps of SQLite"
        );
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        let Took { parse, plan } = question.took;
        let _ = writeln!(
            page,
            "\ntime\n  parse {:.2} ms, plan {:.2} ms, run {:.2} ms, print {:.2} ms",
            milliseconds(parse),
            milliseconds(plan),
            milliseconds(run),
            milliseconds(rows.spent)
        );
        Ok(page)
    }
}

/// Takes the time that a writer takes.
struct Timed<'a> {
    inner: Box<dyn RowWriter + 'a>,
    spent: Duration,
}

impl RowSink for Timed<'_> {
    type Error = OutputError;

    fn columns(&mut self, names: &[&str]) -> Result<(), OutputError> {
        self.inner.columns(names)
    }

    fn row(&mut self, values: &[Value]) -> Result<std::ops::ControlFlow<()>, OutputError> {
        let began = Instant::now();
        let more = self.inner.row(values);
        self.spent += began.elapsed();
        more
    }
}

/// Keeps one row.
struct Figures(Vec<Value>);

impl RowSink for Figures {
    type Error = StoreError;

    fn columns(&mut self, _: &[&str]) -> Result<(), StoreError> {
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> Result<std::ops::ControlFlow<()>, StoreError> {
        self.0 = values.to_vec();
        Ok(std::ops::ControlFlow::Break(()))
    }
}
