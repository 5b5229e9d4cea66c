use std::fmt;
use std::ops::ControlFlow;

use crate::date::Unit;

/// SQL that is ready to run: text without a single value in it, and the values to bind to `?1`, `?2` …
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// One `SELECT`.
    pub sql: String,
    /// The value of `?1` first.
    pub params: Vec<Value>,
}

impl fmt::Display for Statement {
    /// Writes the SQL with its values in it, for another tool.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.sql.as_str();
        while let Some(at) = rest.find(['?', '\'', '"']) {
            let (before, after) = rest.split_at(at);
            f.write_str(before)?;
            let mark = &after[..1];
            let inside = &after[1..];
            if mark == "?" {
                let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
                let number = inside[..digits].parse::<usize>().unwrap_or(0);
                match number.checked_sub(1).and_then(|index| self.params.get(index)) {
                    Some(value) => write_literal(value, f)?,
                    None => f.write_str(&after[..=digits])?,
                }
                rest = &inside[digits..];
            } else {
                // A question mark in a text or name is no parameter.
                let end = inside.find(mark).map_or(inside.len(), |end| end + 1);
                f.write_str(&after[..=end])?;
                rest = &inside[end..];
            }
        }
        f.write_str(rest)
    }
}

fn write_literal(value: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        Value::Null => f.write_str("NULL"),
        Value::Integer(number) => write!(f, "{number}"),
        Value::Real(number) => write!(f, "{number:?}"),
        Value::Text(text) => write!(f, "'{}'", text.replace('\'', "''")),
    }
}

/// A value of a row or parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// A whole number; days are day numbers (see [`crate::date::Day`]).
    Integer(i64),
    /// A floating-point number.
    Real(f64),
    /// Text.
    Text(String),
}

/// What rows are given to, one by one, so that a long result never stands in memory.
pub trait RowSink {
    /// What can go wrong with it.
    type Error;

    /// Is told the column names before the first row.
    fn columns(&mut self, names: &[&str]) -> Result<(), Self::Error>;

    /// Takes a row, as many values as columns; answers whether it wants more.
    fn row(&mut self, values: &[Value]) -> Result<ControlFlow<()>, Self::Error>;
}

/// A column of a result: what it is called and how its values are to be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Column {
    /// Its name, as a query writes it.
    pub name: String,
    /// What its values mean.
    pub kind: ColumnKind,
}

impl Column {
    /// Makes a column.
    pub fn new(name: impl Into<String>, kind: ColumnKind) -> Self {
        Self { name: name.into(), kind }
    }
}

/// How the values of a column are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Several texts, joined by `; ` in a row (see [`LIST_SEPARATOR`]).
    List,
    /// A whole or floating-point number.
    Number,
    /// A day number (see [`crate::date::Day`]); no limit and NULL are no day.
    Day,
    /// The number of a bucket of time; [`Unit::label`] gives its name.
    Bucket(Unit),
    /// JSON, ready to be written.
    Json,
    /// Whether the row is certain (1) or only possible (0). At most one column of a result is of this kind.
    Certain,
}

/// What stands between the texts of a [`ColumnKind::List`].
pub const LIST_SEPARATOR: &str = "; ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_they_are_bound() {
        let statement = Statement {
            sql: "SELECT '?1', \"a?2\" FROM t WHERE a = ?2 AND b IN (?1, ?12) OR c = ?3".into(),
            params: vec![Value::Integer(-7), Value::Text("O'Neill ?1".into()), Value::Null],
        };
        assert_eq!(
            statement.to_string(),
            "SELECT '?1', \"a?2\" FROM t WHERE a = 'O''Neill ?1' AND b IN (-7, ?12) OR c = NULL"
        );
    }
}
