//! Why an expression means what it means, in words.

use std::fmt;

use super::resolve::{Against, Resolved};
use super::side::Side;

/// Says how an expression was resolved when it is displayed, and not before.
#[derive(Clone, Copy, Debug)]
pub struct Explanation<'a> {
    resolved: &'a Resolved,
    all: &'a [Resolved],
    text: &'a str,
}

impl Resolved {
    /// Explains this expression. `all` are the document's expressions and `text` its text.
    pub const fn explain<'a>(&'a self, all: &'a [Self], text: &'a str) -> Explanation<'a> {
        Explanation { resolved: self, all, text }
    }
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Resolved { expression, against, side, other, among, .. } = self.resolved;
        let words = Words(expression.span.of(self.text));
        match *against {
            Against::Itself => write!(f, "stated: {words}")?,
            Against::Nothing => write!(f, "{words}, with nothing to count it from")?,
            Against::Document => {
                write!(f, "{words}, counted from the document date")?;
            }
            Against::Expression(index) => {
                write!(f, "{words}, counted from ")?;
                if let Some(other) = self.all.get(index) {
                    write!(f, "{}", Words(other.expression.span.of(self.text)))?;
                    let (a, b) = (other.expression.span, expression.span);
                    let between = if a.start < b.start {
                        self.text.get(a.end..b.start)
                    } else {
                        self.text.get(b.end..a.start)
                    };
                    let apart = between.is_some_and(|t| t.contains(['.', '!', '?', '\n']));
                    f.write_str(match (apart, a.start < b.start) {
                        (false, _) => " in the same sentence",
                        (true, true) => " before it",
                        (true, false) => " behind it",
                    })?;
                } else {
                    f.write_str("another date")?;
                }
            }
        }
        match side {
            Some(Side::Past) => f.write_str("; past, by the verb")?,
            Some(Side::Future) => f.write_str("; to come, by the verb")?,
            None => {}
        }
        if among.is_some() {
            f.write_str("; one reading for each day on which it may have been written")?;
        }
        if let Some(other) = other {
            write!(f, "; may also be read as {other}, day and month the other way round")?;
        }
        Ok(())
    }
}

/// Words of the text between quotation marks, on one line.
struct Words<'a>(&'a str);

impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\u{201c}")?;
        for (i, word) in self.0.split_whitespace().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            f.write_str(word)?;
        }
        f.write_str("\u{201d}")
    }
}
