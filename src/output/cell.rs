use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::date::Day;
use crate::store::{Column, ColumnKind, Value};
use crate::text::harmless;

/// A row as a person reads it: one line a cell, nothing in it that could command a terminal.
pub(super) struct Record {
    /// Whether it is only possible.
    pub(super) possible: bool,
    /// Its cells, the mark of certainty not among them.
    pub(super) cells: Vec<String>,
}

impl Record {
    /// Makes the record of a row.
    pub(super) fn new(columns: &[Column], values: &[Value]) -> Self {
        let cells = columns
            .iter()
            .zip(values)
            .filter(|(column, _)| column.kind != ColumnKind::Certain)
            .map(|(column, value)| one_line(&plain(column.kind, value)))
            .collect();
        Self { possible: columns.iter().zip(values).any(|(column, value)| is_possible(column, value)), cells }
    }

    /// Returns how many bytes its cells take.
    pub(super) fn bytes(&self) -> usize {
        self.cells.iter().map(String::len).sum()
    }
}

/// Tells whether this value says that its row is only possible.
pub(super) fn is_possible(column: &Column, value: &Value) -> bool {
    column.kind == ColumnKind::Certain && *value == Value::Integer(0)
}

/// Returns the exact text of a value: days as ISO 8601 writes them, nothing for NULL or a day without limit.
pub(super) fn plain(kind: ColumnKind, value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Integer(number) if kind == ColumnKind::Day => {
            day(*number).map_or(Cow::Borrowed(""), Cow::Owned)
        }
        Value::Integer(number) => match kind {
            ColumnKind::Bucket(unit) => Cow::Owned(unit.label(*number)),
            _ => Cow::Owned(number.to_string()),
        },
        Value::Real(number) => Cow::Owned(number.to_string()),
        Value::Text(text) => Cow::Borrowed(text),
    }
}

/// Returns a day number as ISO 8601 writes it, or `None` where it stands for no limit.
pub(super) fn day(number: i64) -> Option<String> {
    let day = Day(number);
    (!day.is_unbounded()).then(|| day.to_string())
}

/// Returns `text` on one line (line breaks and tabs become spaces) and harmless to a terminal.
pub(super) fn one_line(text: &str) -> String {
    let breaks =
        |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if !text.contains(breaks) {
        return harmless(text).into_owned();
    }
    let pieces: Vec<&str> = text.split(breaks).map(str::trim).filter(|piece| !piece.is_empty()).collect();
    harmless(&pieces.join(" ")).into_owned()
}

/// Returns `text` in `width` terminal columns at most, with a mark where something was cut off.
pub(super) fn clip(text: &str, width: usize, ascii: bool) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used < width
        })
        .collect();
    Cow::Owned(format!("{}{}", kept.trim_end(), if ascii { "." } else { "…" }))
}

/// Returns `text` with blanks behind it, up to `width` terminal columns.
pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text}{:fill$}", "", fill = width.saturating_sub(text.width()))
}

/// Returns the lines of `text`, none wider than `width` terminal columns (2 at least), broken at spaces where there are any.
pub(super) fn wrap(text: &str, width: usize) -> Vec<&str> {
    let width = width.max(2);
    let mut lines = Vec::new();
    let mut rest = text;
    while rest.width() > width {
        let mut used = 0;
        let mut space = None;
        let mut end = rest.len();
        for (at, c) in rest.char_indices() {
            if c == ' ' {
                space = Some(at);
            }
            used += c.width().unwrap_or(0);
            if used > width {
                end = at;
                break;
            }
        }
        let end = match space {
            Some(at) if at > 0 => at,
            _ => end,
        };
        lines.push(rest[..end].trim_end_matches(' '));
        rest = rest[end..].trim_start_matches(' ');
    }
    if !rest.is_empty() || lines.is_empty() {
        lines.push(rest);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_wide_words_anywhere() {
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("one two", 6), ["one", "two"]);
        assert_eq!(wrap("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("北京北京", 5), ["北京", "北京"]);
        assert_eq!(wrap(" a", 2), [" a"]);
    }
}
