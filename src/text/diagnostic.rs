use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::{Span, harmless};

/// A message about a place in a text: what is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, lower case, no full stop: `expected a date, found "soon"`.
    pub message: String,
    /// Where, in bytes of the text that [`Diagnostic::render`] is given; empty spans point between characters.
    pub span: Span,
    /// What to do about it, one sentence a line.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// Makes a message about `span` without help.
    pub fn new(message: impl Into<String>, span: Span) -> Self {
        Self { message: message.into(), span, help: Vec::new() }
    }

    /// Adds a line of help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Returns the message with the line it is about and carets under the place, for a terminal.
    pub fn render(&self, source: &str) -> String {
        self.render_as("error", source)
    }

    /// As [`Diagnostic::render`], for what is worth knowing and no error.
    pub fn render_note(&self, source: &str) -> String {
        self.render_as("note", source)
    }

    fn render_as(&self, word: &str, source: &str) -> String {
        let start = self.span.start.min(source.len());
        let end = self.span.end.clamp(start, source.len());
        let line_start = source[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = source[start..].find('\n').map_or(source.len(), |i| start + i);
        let line = harmless(&source[line_start..line_end]).replace('\t', " ");
        let before = harmless(&source[line_start..start]).replace('\t', " ").width();
        let under = harmless(&source[start..end.min(line_end)]).width().max(1);
        let mut out = format!("{word}: {}\n", self.message);
        let _ = writeln!(out, "  | {line}");
        let _ = write!(out, "  | {}{}", " ".repeat(before), "^".repeat(under));
        for help in &self.help {
            let _ = write!(out, "\nhelp: {help}");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_under_wide_characters() {
        let source = "events with \"北京\" and soon";
        let at = source.find("soon").unwrap();
        let d = Diagnostic::new("expected a date", Span::new(at, at + 4)).with_help("write 2016-04");
        assert_eq!(
            d.render(source),
            "error: expected a date\n  | events with \"北京\" and soon\n  |                        ^^^^\nhelp: write 2016-04"
        );
    }
}
