//! Words, quotations and marks: what the parser reads instead of characters.

use super::error::QueryError;
use crate::text::{Diagnostic, Span};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Characters up to the next space, quote or mark: a keyword, a name, a date, a number. Which, the parser knows.
    Bare,
    /// A quotation; its span holds the quotes.
    Quoted,
    /// `|`, `(`, `)`, `,` or `..`.
    Mark,
}

/// A token and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// Which closing quotes may end a quotation that begins so. Curly quotes come with pasted text, single ones from
/// shells where the double ones were taken.
const QUOTES: [(char, &[char]); 9] = [
    ('"', &['"']),
    ('\'', &['\'']),
    ('“', &['”', '“']),
    ('”', &['”', '“']),
    ('„', &['“', '”']),
    ('‘', &['’', '‘']),
    ('‚', &['‘', '’']),
    ('«', &['»']),
    ('»', &['«', '»']),
];

/// Words that cannot be a bare name: everything that may follow a name or begin a condition or a stage.
pub(super) const RESERVED: [&str; 46] = [
    "about",
    "actual",
    "after",
    "and",
    "as",
    "at",
    "basis",
    "before",
    "between",
    "by",
    "certainly",
    "count",
    "covering",
    "desc",
    "document",
    "events",
    "first",
    "followed",
    "from",
    "gaps",
    "id",
    "in",
    "last",
    "maybe",
    "nearest",
    "not",
    "of",
    "on",
    "or",
    "over",
    "overlapping",
    "planned",
    "possibly",
    "preceded",
    "sharing",
    "show",
    "since",
    "sort",
    "to",
    "today",
    "type",
    "undated",
    "until",
    "where",
    "with",
    "within",
];

/// Tells whether a word, in any case of letters, is one of the language's own and must be quoted as a name.
pub(super) fn is_reserved(word: &str) -> bool {
    RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(word))
}

/// Tells whether a text can be a name without quotes, reserved or not: a letter, then letters, digits and `-_'’&/`,
/// with single full stops anywhere behind the first letter.
pub(super) fn is_word(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(char::is_alphabetic)
        && characters.all(|c| is_letter(c) || c.is_ascii_digit() || "-_'’&/.".contains(c))
        && !text.contains("..")
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c)
}

/// The tokens of a text, and where a quotation begins that never ends.
pub(super) struct Tokens {
    pub(super) tokens: Vec<Token>,
    pub(super) unclosed: Option<usize>,
}

/// Cuts a text into tokens. A quotation that never ends is left out, and so is all behind it.
pub(super) fn tokenize(text: &str) -> Tokens {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let width = first.len_utf8();
        if first.is_whitespace() {
            at += width;
            continue;
        }
        let (kind, end) = if let Some((_, closing)) = QUOTES.iter().find(|(open, _)| *open == first) {
            match quotation_end(text, at + width, first, closing) {
                Some(end) => (Kind::Quoted, end),
                None => return Tokens { tokens, unclosed: Some(at) },
            }
        } else if is_mark(first) {
            (Kind::Mark, at + width)
        } else if text[at..].starts_with("..") {
            (Kind::Mark, at + 2)
        } else {
            (Kind::Bare, bare_end(text, at))
        };
        tokens.push(Token { kind, span: Span::new(at, end) });
        at = end;
    }
    Tokens { tokens, unclosed: None }
}

/// Refuses a text whose quotation never ends.
pub(super) fn closed(text: &str) -> Result<Vec<Token>, QueryError> {
    let Tokens { tokens, unclosed } = tokenize(text);
    let Some(start) = unclosed else { return Ok(tokens) };
    let quote = text[start..].chars().next().unwrap_or('"');
    let span = Span::new(start, start + quote.len_utf8());
    Err(Diagnostic::new("expected a closing quote, found the end of the query", span)
        .with_help("the quotation that begins here is never closed")
        .into())
}

/// Returns what a quotation says.
pub(super) fn unquoted(text: &str, token: Token) -> String {
    let quoted = token.span.of(text);
    let mut inner = quoted.chars();
    inner.next();
    inner.next_back();
    let inner = inner.as_str();
    if quoted.starts_with('"') { inner.replace("\"\"", "\"") } else { inner.to_owned() }
}

fn is_mark(c: char) -> bool {
    matches!(c, '|' | '(' | ')' | ',')
}

/// Where a quotation ends whose text begins at `start`; a doubled straight quote inside stands for one.
fn quotation_end(text: &str, start: usize, open: char, closing: &[char]) -> Option<usize> {
    let mut characters = text[start..].char_indices().peekable();
    while let Some((offset, c)) = characters.next() {
        if !closing.contains(&c) {
            continue;
        }
        if open == '"' && characters.peek().is_some_and(|(_, next)| *next == '"') {
            characters.next();
            continue;
        }
        return Some(start + offset + c.len_utf8());
    }
    None
}

fn bare_end(text: &str, start: usize) -> usize {
    let stops = |c: char| c.is_whitespace() || is_mark(c) || "\"“”„«»".contains(c);
    let rest = &text[start..];
    let space = rest.find(stops).unwrap_or(rest.len());
    start + rest.find("..").map_or(space, |dots| dots.min(space))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_where_a_reader_would() {
        for (text, tokens) in [
            ("events with NATO", "events·with·NATO"),
            ("in 2016..2017|count", "in·2016·..·2017·|·count"),
            ("with \"say \"\"no\"\" now\", O'Brien", "with·\"say \"\"no\"\" now\"·,·O'Brien"),
            ("at “New York”, ‘Geneva’", "at·“New York”·,·‘Geneva’"),
            ("with U.S. (to:x)", "with·U.S.·(·to:x·)"),
            ("in ..2014", "in·..·2014"),
        ] {
            let found: Vec<&str> = tokenize(text).tokens.iter().map(|t| t.span.of(text)).collect();
            assert_eq!(found.join("·"), tokens);
        }
        assert_eq!(tokenize("with \"NATO").unclosed, Some(5));
    }

    #[test]
    fn reserved_words_are_in_order() {
        assert!(RESERVED.is_sorted());
    }
}
