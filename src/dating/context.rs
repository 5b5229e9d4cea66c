use crate::document::{BlockKind, Document, Sentence};
use crate::text::Span;
use crate::timex::TimeExpression;

/// The sentence in which something stands.
pub(super) fn sentence_of(document: &Document, span: Span) -> Option<&Sentence> {
    let behind = document.sentences.partition_point(|s| s.span.start <= span.start);
    document.sentences[..behind].last().filter(|s| s.span.contains(span))
}

/// The words of the sentence in front of an expression, in small letters, the nearest last; at most so many.
pub(super) fn before(document: &Document, time: &TimeExpression, most: usize) -> Vec<String> {
    let first = time.tokens().start;
    let start = sentence_of(document, time.span).map_or(0, |s| s.tokens.start);
    let words = words(document, first.saturating_sub(most).max(start)..first);
    let clause = words.iter().rposition(|w| matches!(w.as_str(), ";" | "?" | "!")).map_or(0, |i| i + 1);
    words[clause..].to_vec()
}

/// The words of the sentence behind an expression, in small letters; at most so many.
pub(super) fn behind(document: &Document, time: &TimeExpression, most: usize) -> Vec<String> {
    let first = time.tokens().end;
    let end = sentence_of(document, time.span).map_or(document.tokens.len(), |s| s.tokens.end);
    words(document, first..(first + most).min(end).max(first))
}

/// Words by the places of their tokens, in small letters.
pub(super) fn words(document: &Document, tokens: std::ops::Range<usize>) -> Vec<String> {
    document.tokens[tokens].iter().map(|t| t.of(&document.text).to_ascii_lowercase()).collect()
}

/// Whether something stands in what the page tells, and not in its furniture.
pub(super) fn in_news(document: &Document, span: Span) -> bool {
    let behind = document.blocks.partition_point(|b| b.span.start <= span.start);
    let block = document.blocks[..behind].last().filter(|b| b.span.contains(span));
    block.is_none_or(|b| !matches!(b.kind, BlockKind::Furniture | BlockKind::Credit))
}

/// Whether somebody is quoted where something stands.
pub(super) fn is_quoted(document: &Document, span: Span) -> bool {
    sentence_of(document, span).is_some_and(|s| {
        let mark = |c: char| matches!(c, '"' | '\u{201c}' | '\u{ab}');
        s.quoted || document.text[s.span.start..span.start].contains(mark)
    })
}
