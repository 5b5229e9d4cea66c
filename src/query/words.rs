//! What each word of a text is, as the parser sees it. For a line editor: it colours words while they are typed, and must
//! know whether a text goes on in the next line.

use super::expected::Expected;
use super::lexical::{Kind, Token, tokenize, unquoted};
use super::parse::accepted_behind;
use crate::store::NameKind;
use crate::text::Span;

/// What a word is where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// A word of the language, a column or a format.
    Keyword,
    /// A name that the catalogue may know; without its quotes.
    Name(NameKind, String),
    /// Words in quotes that are not a name, or a quotation that has not ended yet.
    Text,
    /// A date or number.
    Number,
    /// A mark, or what nobody expects here.
    Other,
}

/// Returns the words of a text that need not be a whole query, nor a right one, with their places in bytes.
pub fn words(text: &str) -> Vec<(Span, Word)> {
    let found = tokenize(text);
    let tokens = &found.tokens;
    let mut words: Vec<(Span, Word)> = tokens
        .iter()
        .enumerate()
        .map(|(at, token)| (token.span, word(text, *token, &accepted_behind(text, &tokens[..at]))))
        .collect();
    words.extend(found.unclosed.map(|start| (Span::new(start, text.len()), Word::Text)));
    words
}

fn word(text: &str, token: Token, accepted: &[Expected]) -> Word {
    let written = token.span.of(text);
    let is_one =
        accepted.iter().filter_map(|expected| expected.word()).any(|word| word.eq_ignore_ascii_case(written));
    let name = accepted.iter().find_map(|expected| match expected {
        Expected::Name(field) => Some(field.kind()),
        Expected::Period if token.kind == Kind::Quoted => Some(Some(NameKind::Period)),
        Expected::Saved if written.starts_with('@') => Some(Some(NameKind::Query)),
        _ => None,
    });
    match (token.kind, name) {
        (Kind::Mark, _) => Word::Other,
        (Kind::Bare, _) if is_one => Word::Keyword,
        (Kind::Quoted, Some(Some(kind))) => Word::Name(kind, unquoted(text, token)),
        (Kind::Bare, Some(Some(kind))) => {
            let name = if kind == NameKind::Query { &written[1..] } else { written };
            Word::Name(kind, name.to_owned())
        }
        // The names of a basis are fixed words, and nobody looks them up.
        (_, Some(None)) => Word::Keyword,
        (Kind::Quoted, None) => Word::Text,
        (Kind::Bare, None) if written.starts_with(|c: char| c.is_ascii_digit() || c == '#') => Word::Number,
        (Kind::Bare, None) => Word::Other,
    }
}

/// Tells whether a text cannot be a whole query yet: a quotation or parenthesis is open, or it ends in `|` or `,`.
pub fn goes_on(text: &str) -> bool {
    let found = tokenize(text);
    let marks = |wanted: &str| found.tokens.iter().filter(|token| token.span.of(text) == wanted).count();
    let ends = found.tokens.last().is_some_and(|last| matches!(last.span.of(text), "|" | ","));
    found.unclosed.is_some() || ends || marks("(") > marks(")")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_what_the_parser_takes_it_for() {
        let name = |kind, name: &str| Word::Name(kind, name.to_owned());
        for (text, expected) in [
            (
                "EVENTS type meeting with \"A B\", C since 2014",
                vec![
                    Word::Keyword,
                    Word::Keyword,
                    name(NameKind::Type, "meeting"),
                    Word::Keyword,
                    name(NameKind::Actor, "A B"),
                    Word::Other,
                    name(NameKind::Actor, "C"),
                    Word::Keyword,
                    Word::Number,
                ],
            ),
            ("events about \"type x\"", vec![Word::Keyword, Word::Keyword, Word::Text]),
            ("events at type", vec![Word::Keyword, Word::Keyword, name(NameKind::Place, "type")]),
            ("nothing with X", vec![Word::Other, Word::Other, Word::Other]),
            (
                "events | count by type | as csv",
                vec![
                    Word::Keyword,
                    Word::Other,
                    Word::Keyword,
                    Word::Keyword,
                    Word::Keyword,
                    Word::Other,
                    Word::Keyword,
                    Word::Keyword,
                ],
            ),
            ("events with \"A", vec![Word::Keyword, Word::Keyword, Word::Text]),
        ] {
            let found: Vec<Word> = words(text).into_iter().map(|(_, word)| word).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_query_goes_on_while_something_is_open() {
        for (text, open) in [
            ("events", false),
            ("events with \"A", true),
            ("events with “A", true),
            ("events with “A”", false),
            ("events with O'Brien", false),
            ("events with \"say \"\"no\"\"\"", false),
            ("events with \"(\"", false),
            ("events (with A", true),
            ("events (with A\nor with B)", false),
            ("events |", true),
            ("events | \n", true),
            ("events with A,", true),
            ("events )", false),
        ] {
            assert_eq!(goes_on(text), open, "{text:?}");
        }
    }
}
