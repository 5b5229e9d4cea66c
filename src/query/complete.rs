//! What could be typed at the cursor, from what the parser would accept there.

use super::ast::Field;
use super::expected::Expected;
use super::lexical::{self, Kind, Tokens};
use super::parse::accepted_behind;
use crate::date::DateBasis;
use crate::store::NameKind;
use crate::text::Span;

/// What could stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What would be replaced: the word, or the unfinished quotation, that the cursor stands in or behind.
    pub replace: Span,
    /// The beginning that has been typed, without a quote before it.
    pub prefix: String,
    /// The words of the language that go on so, in the order of the grammar.
    pub keywords: Vec<&'static str>,
    /// Whose names could stand here; look them up by [`Completion::prefix`] and write them as [`spelled`](super::spelled) has them.
    pub names: Option<NameKind>,
    /// Whether the number of an event could stand here; look them up by what [`Completion::prefix`] has behind its `#`.
    pub events: bool,
}

/// Returns what could be typed at byte `cursor` of `text`; what stands behind the cursor is not looked at.
pub fn complete(text: &str, cursor: usize) -> Completion {
    let mut cursor = cursor.min(text.len());
    while !text.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let text = &text[..cursor];
    let Tokens { mut tokens, unclosed } = lexical::tokenize(text);
    let mut replace = Span::new(cursor, cursor);
    let mut prefix = String::new();
    if let Some(start) = unclosed {
        replace = Span::new(start, cursor);
        prefix = text[start..].chars().skip(1).collect();
    } else if let Some(last) =
        tokens.last().copied().filter(|last| last.span.end == cursor && last.kind == Kind::Bare)
    {
        tokens.pop();
        replace = last.span;
        last.span.of(text).clone_into(&mut prefix);
    }
    let expected = accepted_behind(text, &tokens);
    // Wherever today may stand, so may the date of an event.
    let wants_event = |e: &Expected| matches!(e, Expected::Reference | Expected::Keyword("today", _));
    let events = prefix.starts_with('#') && expected.iter().any(wants_event);
    // Behind the letter of an event stands its column: `b.da`.
    let lettered = prefix.len() >= 2 && prefix.is_char_boundary(2) && prefix[..2].ends_with('.');
    if lettered && unclosed.is_none() && expected.iter().any(|e| matches!(e, Expected::Key(_))) {
        prefix.drain(..2);
        replace.start += 2;
    }
    let mut names = None;
    let mut keywords: Vec<&'static str> = Vec::new();
    let mut offer = |word: &'static str| {
        let fits = word.get(..prefix.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(&prefix));
        if unclosed.is_none() && fits && !keywords.contains(&word) {
            keywords.push(word);
        }
    };
    for wanted in expected {
        match wanted {
            Expected::Name(Field::Basis) => DateBasis::ALL.into_iter().for_each(|basis| offer(basis.name())),
            Expected::Name(field) => names = field.kind(),
            // Nobody knows before the quote that a name is wanted, and not a date.
            Expected::Period if unclosed.is_some() => names = Some(NameKind::Period),
            Expected::Saved if prefix.starts_with('@') => names = Some(NameKind::Query),
            Expected::Mark(mark) => offer(mark),
            wanted => wanted.word().into_iter().for_each(&mut offer),
        }
    }
    if names == Some(NameKind::Query) {
        prefix.remove(0);
    }
    Completion { replace, prefix, keywords, names, events }
}
