//! Where one statement ends and the next begins.

use crate::query::goes_on;

/// Tells whether `text` is a whole statement, so that Enter runs it.
///
/// It goes on while a quotation or parenthesis is open or its last line ends in `|` or `,`. An empty last line ends it
/// in any case, and so does a dot-command's first line.
pub(super) fn is_complete(text: &str) -> bool {
    if text.trim_start().starts_with('.') {
        return true;
    }
    let last_is_empty = text.rsplit_once('\n').is_some_and(|(_, last)| last.trim().is_empty());
    last_is_empty || !goes_on(text)
}

/// Joins the lines of a script into statements: what [`is_complete`] says is not complete goes on with the next line,
/// and lines that begin with `#` are comments. Never reads a line further than the statement goes, so that another
/// program may wait for each answer.
///
/// Gives each statement with the number of its first line, counted from 1.
pub(super) struct Statements<L> {
    lines: L,
    number: usize,
}

impl<L> Statements<L> {
    pub(super) const fn new(lines: L) -> Self {
        Self { lines, number: 0 }
    }
}

impl<E, L: Iterator<Item = Result<String, E>>> Iterator for Statements<L> {
    type Item = Result<(usize, String), E>;

    fn next(&mut self) -> Option<Self::Item> {
        let (first, mut statement) = match self.line()? {
            Ok(line) => line,
            Err(error) => return Some(Err(error)),
        };
        while !is_complete(&statement) {
            match self.line() {
                None => break,
                Some(Err(error)) => return Some(Err(error)),
                Some(Ok((_, line))) => {
                    statement.push('\n');
                    statement.push_str(&line);
                }
            }
        }
        Some(Ok((first, statement)))
    }
}

impl<E, L: Iterator<Item = Result<String, E>>> Statements<L> {
    /// Returns the next line that says something.
    fn line(&mut self) -> Option<Result<(usize, String), E>> {
        loop {
            self.number += 1;
            match self.lines.next()? {
                Err(error) => return Some(Err(error)),
                Ok(line) if line.trim().is_empty() || line.trim_start().starts_with('#') => {}
                Ok(line) => return Some(Ok((self.number, line.trim_end().to_owned()))),
            }
        }
    }
}

/// Splits the arguments of a dot-command at spaces; quotation marks hold an argument together.
pub(super) fn arguments(text: &str) -> Vec<String> {
    let mut arguments = Vec::new();
    let mut current: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in text.chars() {
        match quote {
            Some(mark) if c == mark => quote = None,
            Some(_) => current.get_or_insert_default().push(c),
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                current.get_or_insert_default();
            }
            None if c.is_whitespace() => arguments.extend(current.take()),
            None => current.get_or_insert_default().push(c),
        }
    }
    arguments.extend(current);
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_ends_where_nothing_is_open() {
        for (text, complete) in [
            ("events", true),
            ("events with \"NATO", false),
            ("events (with NATO\n", true),
            ("events (with NATO\n  or", false),
            (".read \"a", true),
            ("  .read (", true),
        ] {
            assert_eq!(is_complete(text), complete, "{text:?}");
        }
    }

    #[test]
    fn a_script_is_cut_into_statements() {
        let script = "# a comment\nevents |\n  count by year\n\n.types\nevents (with a\n\n# in between\nor with b)\nevents |";
        let lines = script.lines().map(|line| Ok::<_, ()>(line.to_owned()));
        let statements: Vec<_> = Statements::new(lines).map(Result::unwrap).collect();
        assert_eq!(
            statements,
            [
                (2, "events |\n  count by year".to_owned()),
                (5, ".types".to_owned()),
                (6, "events (with a\nor with b)".to_owned()),
                (10, "events |".to_owned()),
            ]
        );
    }

    #[test]
    fn quotation_marks_hold_arguments_together() {
        assert_eq!(arguments("a  'b c' d\"e f\" ''"), ["a", "b c", "de f", ""]);
        assert_eq!(arguments("  "), Vec::<String>::new());
        assert_eq!(arguments("it 'is open"), ["it", "is open"]);
    }
}
