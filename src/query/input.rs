//! The tokens that are left, and the two parsers that read a fixed word or mark.

use nom::Parser;
use nom::combinator::{cut, opt};

use super::ast::Spanned;
use super::expected::{Expected, Log, Part};
use super::lexical::{Kind, Token};
use super::parse::{Parsed, Refused};
use crate::text::Span;

/// The tokens that are left of a query's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a> {
    text: &'a str,
    all: &'a [Token],
    /// How many tokens of `all` are read.
    read: usize,
    log: Option<&'a Log>,
}

impl<'a> Input<'a> {
    pub(super) const fn new(text: &'a str, tokens: &'a [Token], log: &'a Log) -> Self {
        Self { text, all: tokens, read: 0, log: Some(log) }
    }

    fn rest(&self) -> &'a [Token] {
        &self.all[self.read..]
    }

    /// Returns the next token.
    pub(super) fn peek(&self) -> Option<Token> {
        self.rest().first().copied()
    }

    /// Returns the input behind the next `count` tokens.
    pub(super) fn behind(mut self, count: usize) -> Self {
        self.read = (self.read + count).min(self.all.len());
        self
    }

    /// Returns the text of a token.
    pub(super) fn text(&self, token: Token) -> &'a str {
        token.span.of(self.text)
    }

    /// Returns the whole query.
    pub(super) const fn whole(&self) -> &'a str {
        self.text
    }

    /// Returns the next token where it is bare, and what is left behind it.
    pub(super) fn bare(self) -> Option<(Self, Spanned<&'a str>)> {
        let token = self.peek().filter(|token| token.kind == Kind::Bare)?;
        Some((self.behind(1), Spanned::new(self.text(token), token.span)))
    }

    /// Notes that `expected` would have been accepted here.
    pub(super) fn expected(&self, expected: Expected) {
        if let Some(log) = self.log {
            log.note(self.read, expected);
        }
    }

    /// Tries a parser without a trace: what it would have accepted is not remembered.
    pub(super) fn silently<T>(
        mut self,
        mut parser: impl Parser<Self, Output = T, Error = Refused>,
    ) -> Option<T> {
        self.log = None;
        parser.parse(self).ok().map(|(_, value)| value)
    }

    /// Returns the place from the next token here up to the last one read there.
    pub(super) fn span_up_to(&self, later: Self) -> Span {
        let last = later.read.checked_sub(1).and_then(|last| self.all.get(last));
        match (self.peek(), last) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::new(self.text.len(), self.text.len()),
        }
    }
}

/// Reads a keyword in any case of letters.
pub(super) fn keyword<'a>(
    word: &'static str,
    part: Part,
) -> impl Parser<Input<'a>, Output = Span, Error = Refused> {
    move |input: Input<'a>| -> Parsed<'a, Span> {
        match input.bare() {
            Some((rest, found)) if found.value.eq_ignore_ascii_case(word) => Ok((rest, found.span)),
            _ => {
                input.expected(Expected::Keyword(word, part));
                Err(nom::Err::Error(Refused::Unexpected))
            }
        }
    }
}

/// Reads a mark.
pub(super) fn mark<'a>(mark: &'static str) -> impl Parser<Input<'a>, Output = Span, Error = Refused> {
    move |input: Input<'a>| -> Parsed<'a, Span> {
        match input.peek() {
            Some(token) if token.kind == Kind::Mark && input.text(token) == mark => {
                Ok((input.behind(1), token.span))
            }
            _ => {
                input.expected(Expected::Mark(mark));
                Err(nom::Err::Error(Refused::Unexpected))
            }
        }
    }
}

/// Reads one or more items with commas between them; behind a comma another must follow.
pub(super) fn comma_separated<'a, T>(
    input: Input<'a>,
    item: impl Fn(Input<'a>) -> Parsed<'a, T>,
) -> Parsed<'a, Vec<T>> {
    let (mut input, first) = item(input)?;
    let mut items = vec![first];
    while let (rest, Some(_)) = opt(mark(",")).parse(input)? {
        let (rest, next) = cut(&item).parse(rest)?;
        items.push(next);
        input = rest;
    }
    Ok((input, items))
}
