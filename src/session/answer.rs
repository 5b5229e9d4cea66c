//! Questions: from a query's text to rows and the line under them.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use super::Session;
use crate::date::Day;
use crate::output::{OutputError, RowWriter};
use crate::query::{self, Compiled, Format, Plan, QueryError};
use crate::store::{RowSink, RunError, Statement, StoreError, Value};

impl Session {
    /// Reads a query: its names are looked up in the database, its dates read as days, `today` among them.
    ///
    /// # Errors
    ///
    /// Says what is wrong with it and where.
    pub fn plan(&self, text: &str, today: Day) -> Result<Plan, QueryError> {
        query::plan(&query::parse(text)?, self.catalogue(), today)
    }

    /// Runs a query: its rows go to `writer`, and under them the line that says how the dates were read and what was
    /// left out, which is returned too.
    ///
    /// # Errors
    ///
    /// As [`Session::run`].
    pub fn answer(
        &self,
        compiled: &Compiled,
        writer: &mut dyn RowWriter,
    ) -> Result<String, RunError<OutputError>> {
        self.run(&compiled.statement, writer)?;
        let mut figures = OneRow::default();
        if let Some(statement) = &compiled.summary.statement {
            self.run(statement, &mut figures).map_err(|error| match error {
                RunError::Store(error) => RunError::Store(error),
                RunError::Sink(never) => match never {},
            })?;
        }
        let tally = writer.tally();
        let line = compiled.summary.line(tally.rows, tally.possible, &figures.0);
        writer.finish(Some(&line)).map_err(RunError::Sink)?;
        Ok(line)
    }

    /// Says how a query is understood and run: canonical spelling, how its dates were read, the SQL with its values,
    /// SQLite's steps, how many rows there are, and how long each part takes. The query is run, and its rows are
    /// counted and forgotten.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the query, or what the database says.
    pub fn explain(&self, text: &str, today: Day, format: Format) -> Result<Explanation, ExplainError> {
        let began = Instant::now();
        let query = query::parse(text)?;
        let parsed = Instant::now();
        let plan = query::plan(&query, self.catalogue(), today)?;
        let compiled = plan.compile(format);
        let planned = Instant::now();
        let steps = self.steps(&compiled.statement)?;
        let asked = Instant::now();
        let mut rows = Count(0);
        match self.run(&compiled.statement, &mut rows) {
            Ok(()) => {}
            Err(RunError::Store(error)) => return Err(error.into()),
            Err(RunError::Sink(never)) => match never {},
        }
        Ok(Explanation {
            canonical: query.to_string(),
            readings: plan.readings,
            statement: compiled.statement,
            steps,
            rows: rows.0,
            parse: parsed - began,
            plan: planned - parsed,
            run: asked.elapsed(),
        })
    }
}

/// How a query is understood and run. Displayed, it is a page for a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The query as the language writes it.
    pub canonical: String,
    /// How its dates were read.
    pub readings: Vec<String>,
    /// What was run.
    pub statement: Statement,
    /// How SQLite runs it, a line a step.
    pub steps: Vec<String>,
    /// How many rows there are.
    pub rows: u64,
    /// How long reading the text took.
    pub parse: Duration,
    /// How long looking up names and making SQL took.
    pub plan: Duration,
    /// How long the rows took, all of them.
    pub run: Duration,
}

impl std::fmt::Display for Explanation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "query")?;
        indented(f, &self.canonical)?;
        if !self.readings.is_empty() {
            writeln!(f, "dates")?;
            indented(f, &self.readings.join("\n"))?;
        }
        writeln!(f, "SQL")?;
        indented(f, &self.statement.sql)?;
        if !self.statement.params.is_empty() {
            writeln!(f, "values")?;
            for (at, value) in self.statement.params.iter().enumerate() {
                indented(f, &format!("?{} = {}", at + 1, literal(value)))?;
            }
        }
        writeln!(f, "steps")?;
        indented(f, &self.steps.join("\n"))?;
        let ms = |duration: Duration| duration.as_secs_f64() * 1e3;
        let (parse, plan, run) = (ms(self.parse), ms(self.plan), ms(self.run));
        let rows = self.rows;
        writeln!(f, "rows\n  {rows}\ntime\n  parse {parse:.2} ms, plan {plan:.2} ms, run {run:.2} ms")
    }
}

fn indented(f: &mut std::fmt::Formatter<'_>, text: &str) -> std::fmt::Result {
    text.lines().try_for_each(|line| writeln!(f, "  {line}"))
}

/// Returns a statement as a text that any SQLite tool runs: its values stand where its numbers stood.
pub fn portable(statement: &Statement) -> String {
    let mut sql = String::with_capacity(statement.sql.len());
    let mut rest = statement.sql.as_str();
    let mut quote: Option<char> = None;
    while let Some(c) = rest.chars().next() {
        let digits = rest[c.len_utf8()..].len()
            - rest[c.len_utf8()..].trim_start_matches(|c: char| c.is_ascii_digit()).len();
        match quote {
            None if c == '?' && digits > 0 => {
                let value = rest[1..=digits]
                    .parse()
                    .ok()
                    .and_then(|n: usize| statement.params.get(n.checked_sub(1)?));
                sql.push_str(&value.map_or_else(|| "NULL".to_owned(), literal));
                rest = &rest[1 + digits..];
                continue;
            }
            None if c == '\'' || c == '"' => quote = Some(c),
            Some(mark) if c == mark => quote = None,
            _ => {}
        }
        sql.push(c);
        rest = &rest[c.len_utf8()..];
    }
    let _ = write!(sql, ";");
    sql
}

/// Returns a value as SQL writes it.
fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => format!("{number:?}"),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
    }
}

/// Why a query could not be explained.
#[derive(Debug, thiserror::Error)]
pub enum ExplainError {
    /// It was refused.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps the first row.
#[derive(Default)]
struct OneRow(Vec<Value>);

impl RowSink for OneRow {
    type Error = std::convert::Infallible;

    fn columns(&mut self, _: &[&str]) -> Result<(), Self::Error> {
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> Result<ControlFlow<()>, Self::Error> {
        self.0 = values.to_vec();
        Ok(ControlFlow::Break(()))
    }
}

/// Counts rows.
struct Count(u64);

impl RowSink for Count {
    type Error = std::convert::Infallible;

    fn columns(&mut self, _: &[&str]) -> Result<(), Self::Error> {
        Ok(())
    }

    fn row(&mut self, _: &[Value]) -> Result<ControlFlow<()>, Self::Error> {
        self.0 += 1;
        Ok(ControlFlow::Continue(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_the_place_of_their_numbers() {
        let statement = Statement {
            sql: "SELECT '?1', \"a?2\" WHERE a = ?1 AND b = ?2 AND c = ?10".to_owned(),
            params: vec![Value::Text("it's ?2".to_owned()), Value::Integer(-3)],
        };
        assert_eq!(
            portable(&statement),
            "SELECT '?1', \"a?2\" WHERE a = 'it''s ?2' AND b = -3 AND c = NULL;"
        );
    }
}
